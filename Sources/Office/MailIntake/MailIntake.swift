import CivilTime
import Crypto
import Files
import Mail
import Notices
import Programs
import Store
import Workflow

// The desk that takes work from mails. The district's mail server drops them into the Maildir `incoming/`, or pipes
// them to `rubricctl intake mail`, which drops them there. A mail is taken once, whatever happens in between: its files
// are durable before the command; the command, the answer and the note that the mail was taken are one transaction;
// only then does the mail leave the folder. What was taken is removed, since its files and words are kept with the
// work, where they can be found and erased. What was not taken lies in `incoming/rejected/` for a month, with a report.

extension DistrictOffice {
  /// Most mails that one beat takes.
  private static let incomingABeat = 20

  /// Takes the mails that have come in, where the program takes work by mail.
  ///
  /// - Returns: How many left the folder.
  /// - Throws: ``OfficeError``. The mail at which it failed is still there.
  func takeIncoming() throws(OfficeError) -> Int {
    guard let program = try read({ try $0.program() }), let policy = program.mailIntake else {
      return 0
    }
    guard (try? Address(policy.address)) != nil else {
      // No mail can have come to it; deadlines don't wait for somebody to mend it.
      surroundings.log.write(.warning, "incoming: mailIntake.address is no address")
      return 0
    }
    var taken = 0
    for name in try incomingNames() where taken < Self.incomingABeat {
      do {
        try takeMail(named: name, program, policy)
        taken += 1
      } catch OfficeError.file(let error) where error.reason == .notPermitted {
        // One mail that rubricd may not read or move must not keep the others waiting.
        surroundings.log.write(
          .warning, "incoming: a mail waits that is not permitted to be taken")
      } catch OfficeError.file(let error) where error.reason == .notFound {
        // Somebody took it away.
        continue
      }
    }
    return taken
  }

  /// Drops a mail where it is found, whole or not at all.
  public func dropMail(_ bytes: [UInt8], named name: String) throws(OfficeError) {
    do {
      try surroundings.files.writeDurably(
        bytes, to: "\(DataDirectory.incomingNew)/\(name)",
        temporary: "\(DataDirectory.incomingTemporary)/\(name)")
    } catch {
      throw .file(error)
    }
  }

  /// Whether mails lie there that will be taken.
  public func isMailComing() throws(OfficeError) -> Bool {
    guard try read({ try $0.program()?.mailIntake }) != nil else { return false }
    return try !incomingNames().isEmpty
  }

  func incomingNames() throws(OfficeError) -> [String] {
    do throws(FileError) {
      return try surroundings.files.list(DataDirectory.incomingNew)
        .filter { $0.kind == .file && !$0.name.hasPrefix(".") }.map(\.name)
    } catch {
      if error.reason == .notFound { return [] }
      throw .file(error)
    }
  }

  private func takeMail(
    named name: String, _ program: Program, _ policy: MailIntakePolicy
  ) throws(OfficeError) {
    let path = "\(DataDirectory.incomingNew)/\(name)"
    let outcome: MailOutcome
    do {
      outcome = try considered(path, named: name, program, policy)
    } catch {
      throw .lifted(error)
    }
    switch outcome {
    case .taken:
      do throws(FileError) {
        try surroundings.files.removeDurably(path)
      } catch {
        throw .file(error)
      }
    case .answered(let words): try reject(path, named: name, "It was answered: \(words).")
    case .setAside(let reason):
      surroundings.log.write(.notice, "incoming: a mail was set aside: \(reason.words)")
      try reject(path, named: name, "It was set aside without an answer: \(reason.words).")
    }
  }

  /// Reads a mail, has the office decide about it, and notes what came of it.
  private func considered(
    _ path: String, named name: String, _ program: Program, _ policy: MailIntakePolicy
  ) throws -> MailOutcome {
    let files = surroundings.files
    guard let attributes = try files.attributes(path) else {
      throw FileError(.notFound, path: path)
    }
    let file = try files.open(path)
    defer { file.close() }
    guard let header = try MailHead.read(file) else { return .setAside(.unknownSender) }
    let sender = try read { records in
      try MailSender(header, policy, office: program.district.officeEmail, in: records)
    }
    let person: Person
    switch sender {
    case .setAside(let reason): return .setAside(reason)
    case .person(let known): person = known
    }
    let messageID = header.text("message-id").flatMap(MessageID.init(received:))
    let key = try Self.key(of: messageID, by: person.id, file)
    if let known = try read({ try $0.intakeFile(sha256: key) }), known.state != .reading {
      return MailOutcome(known)
    }
    let dayAgo = try now().adding(days24h: -1)
    let answered = try read { try $0.answersToMail(of: person.id, since: dayAgo) }
    guard answered < policy.mailsPerDay else { return .setAside(.tooMany) }
    let isTooLarge = attributes.byteCount > policy.mebibytes << 20
    var mail = IncomingMail(blobs)
    if !isTooLarge {
      do {
        try Self.read(file, into: &mail)
      } catch {
        mail.cancel()
        throw error
      }
    }
    let arrived = Instant(milliseconds: attributes.modifiedMilliseconds)
    var decision = MailDecision(
      office: self, program: program, policy: policy, person: person, header: header, mail: mail,
      isTooLarge: isTooLarge, key: key, name: name, messageID: messageID, arrivedAt: arrived)
    try decision.keepText()
    return try write { records, now in
      if let known = try records.intakeFile(sha256: key) {
        guard known.state == .reading else { return MailOutcome(known) }
        decision.timesAgain = known.nextRow
      }
      return try decision.decide(at: now, in: &records)
    }
  }

  /// What a mail is known by; `nil` where its sender is not known, and nothing was noted.
  func key(ofMailAt path: String) throws -> String? {
    guard let program = try read({ try $0.program() }), let policy = program.mailIntake else {
      throw Refusal(.againstTheRules, "This program takes no work by mail.")
    }
    let file = try surroundings.files.open(path)
    defer { file.close() }
    guard let header = try MailHead.read(file),
      case .person(let person) = try read({ records in
        try MailSender(header, policy, office: program.district.officeEmail, in: records)
      })
    else { return nil }
    return try Self.key(
      of: header.text("message-id").flatMap(MessageID.init(received:)), by: person.id, file)
  }

  /// What a mail is known by: its Message-ID and its sender, so that nobody can take another's place; else its bytes.
  private static func key(
    of messageID: MessageID?, by person: PersonID, _ file: any ReadableFile
  ) throws -> String {
    if let messageID {
      return SHA256.hash(Array("mail \(person) \(messageID.string)".utf8)).hex
    }
    var hash = SHA256()
    var offset = 0
    while true {
      let piece = try file.read(at: offset, count: 1 << 16)
      if piece.isEmpty { return hash.finish().hex }
      hash.update(piece)
      offset += piece.count
    }
  }

  private static func read(_ file: any ReadableFile, into mail: inout IncomingMail) throws {
    var reader = MessageReader()
    var offset = 0
    while true {
      let piece = try file.read(at: offset, count: 1 << 16)
      if piece.isEmpty { break }
      offset += piece.count
      try reader.read(piece, into: &mail)
    }
    try reader.finish(into: &mail)
  }
}

/// What became of a mail.
enum MailOutcome: Hashable {
  case taken
  /// The sender was told what is missing.
  case answered(String)
  case setAside(MailSetAside)

  /// What became of it before a crash, or when it came for the first time.
  init(_ known: IntakeFile) {
    self = known.state == .taken ? .taken : .answered(known.problem)
  }
}

// MARK: - What is set aside

extension DistrictOffice {
  /// Mails that are kept though they were not taken: for so long, so many, and of so many bytes in all.
  private static let rejectedDays: Int64 = 30
  private static let rejectedMax = 1_000
  private static let rejectedBytesMax = 1 << 30

  private func reject(
    _ path: String, named name: String, _ report: String
  ) throws(OfficeError) {
    do throws(FileError) {
      let destination = "\(DataDirectory.incomingRejected)/\(name)"
      try surroundings.files.writeDurably(
        Array("\(report)\n".utf8), to: destination + ".report.txt",
        temporary: destination + ".report.part")
      try surroundings.files.moveDurably(path, to: destination)
    } catch {
      throw .file(error)
    }
    try trimRejectedMails()
  }

  /// Removes the oldest of what was not taken, where it is too old or too much: strangers must not fill the disk.
  func trimRejectedMails() throws(OfficeError) {
    let files = surroundings.files
    let now = surroundings.clock.now()
    do throws(FileError) {
      var kept: [(path: String, modified: Int64, bytes: Int)] = []
      for entry in try files.list(DataDirectory.incomingRejected)
      where entry.kind == .file && !entry.name.hasSuffix(".report.txt") {
        let path = "\(DataDirectory.incomingRejected)/\(entry.name)"
        guard let found = try files.attributes(path) else { continue }
        kept.append((path, found.modifiedMilliseconds, found.byteCount))
      }
      kept.sort { ($0.modified, $0.path) < ($1.modified, $1.path) }
      var bytes = kept.reduce(0) { $0 + $1.bytes }
      var count = kept.count
      let oldest = now.adding(days24h: -Self.rejectedDays).milliseconds
      for mail in kept {
        guard mail.modified < oldest || count > Self.rejectedMax || bytes > Self.rejectedBytesMax
        else { break }
        try files.removeIfPresent(mail.path)
        try files.removeIfPresent(mail.path + ".report.txt")
        bytes -= mail.bytes
        count -= 1
      }
    } catch {
      if error.reason == .notFound { return }
      throw .file(error)
    }
  }
}
