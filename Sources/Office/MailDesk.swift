import CivilTime
import Crypto
import Files
import Mail
import Notices
import Programs
import Store
import Workflow

// The desk that puts mails into words and hands them over. Links are made now, and only their hashes are kept.
// Into a Maildir a mail goes under a name that follows from its number, so that sending it again after a crash
// replaces the same file.

extension DistrictOffice {
  /// How long a mailer may be at a batch before another may take it.
  private static let leaseMilliseconds: Int64 = 10 * 60_000
  private static let mailsALease = 100

  /// Sends what is queued.
  func sendMails() throws(OfficeError) -> Int {
    if settings.mail == .relay { return 0 }
    if settings.mail == .none {
      guard try isMailWaiting() else { return 0 }
      return try write { records, now in
        try records.markRehearsed(words: self.settings.mail.words, at: now)
      }
    }
    var sent = 0
    while sent < Self.mailsMax {
      guard try isMailWaiting() else { break }
      let now = try now()
      let mails = try write { records, _ in
        // What an earlier beat could not hand over, because the disk was full, is free once its lease is over.
        try records.releaseLeases(endedBy: now, retry: now)
        return try records.leaseMails(
          at: now, until: now.adding(milliseconds: Self.leaseMilliseconds),
          limit: min(Self.mailsALease, Self.mailsMax - sent))
      }
      if mails.isEmpty { break }
      var outcomes: [(mail: OutgoingMail, problem: String?)] = []
      var ready: [(mail: OutgoingMail, message: WrittenMail)] = []
      for mail in mails {
        switch try written(mail, at: now) {
        case .success(let message): ready.append((mail, message))
        case .failure(let problem): outcomes.append((mail, problem.words))
        }
      }
      // The links have to be good before anybody can have them.
      if !ready.isEmpty {
        try write { records, _ in
          for token in ready.compactMap(\.message.token) { try records.add(token) }
        }
      }
      for (mail, message) in ready {
        try deliver(message.bytes, of: mail)
        outcomes.append((mail, nil))
      }
      try write { records, now in
        for (mail, problem) in outcomes {
          if let problem {
            try records.mark(mail: mail.id, .failed, words: problem, at: now)
          } else {
            try records.markSent(mail: mail.id, words: self.settings.mail.words, at: now)
          }
        }
      }
      sent += mails.count
    }
    return sent
  }

  /// Whether a mail may go now, or was left by a mailer whose time is over: most beats find none, and write nothing.
  private func isMailWaiting() throws(OfficeError) -> Bool {
    let wall = surroundings.clock.now()
    return try read { records in
      let now = max(wall, try records.lastInstant())
      if let next = try records.nextMailAttempt(), next <= now { return true }
      return try records.nextLeaseEnd().map { $0 <= now } ?? false
    }
  }

  /// Frees mails that a mailer held when the process ended: at a start nobody holds one.
  public func freeLeases() throws(OfficeError) {
    try write { records, now in
      _ = try records.releaseLeases(endedBy: .distantFuture, retry: now)
    }
  }

  private func deliver(_ bytes: [UInt8], of mail: OutgoingMail) throws(OfficeError) {
    do {
      try Maildir(files: surroundings.files).deliver(
        bytes, number: mail.id, milliseconds: mail.createdAt.milliseconds)
    } catch {
      throw .file(error)
    }
  }

  /// Puts one mail into words, unless that was done before: a repeat is the same to the last byte.
  ///
  /// - Returns: The message and the link in it, or why it can never go out as it is.
  func written(
    _ mail: OutgoingMail, at now: Instant
  ) throws(OfficeError) -> Result<WrittenMail, UnwritableMail> {
    if let address = mail.address, let body = mail.body {
      return .success(WrittenMail(address: address, bytes: body))
    }
    do {
      let token = CrockfordBase32.encode(try surroundings.random.bytes(16))
      let message = try store.read { records in
        try self.written(mail, token: token, records: records, at: now)
      }
      return message.map { .success($0) } ?? .failure(UnwritableMail(words: "nobody to send it to"))
    } catch let error as UnfilledNotice {
      return .failure(UnwritableMail(words: "\(error)"))
    } catch let error as MessageRefusal {
      return .failure(UnwritableMail(words: "\(error)"))
    } catch {
      throw .lifted(error)
    }
  }

  private func written(
    _ mail: OutgoingMail, token: String, records: ReadRecords, at now: Instant
  ) throws -> WrittenMail? {
    guard let body = mail.body, let person = mail.person, let program = try records.program(),
      let recipient = try records.person(person), let details = recipient.details.value
    else { return nil }
    let form = try JSONReader().read(LetterForm.self, from: body)
    let notices = try form.keys.compactMap { key in
      try records.notice(key: key).map { try PlannedNotice($0) }
    }
    let letter = Letter(
      key: mail.key, name: form.name, person: person, notices: notices,
      mailClass: NoticeText.named(form.name.notice).mailClass, thread: form.thread)
    let writer = LetterWriter(
      program: program, zone: try zone(of: program), texts: settings.texts,
      publicAddress: settings.publicAddress)
    let draft = try writer.draft(
      of: letter, to: recipient, address: details.email,
      link: "\(settings.publicAddress)/s/\(token)", messageID: mail.messageID, facts: records,
      at: now)
    let scope = try writer.scope(of: letter, facts: records)
    let expires = max(scope.deadline ?? now, now)
      .adding(days24h: Int64(settings.linkDaysAfterDeadline))
    return WrittenMail(
      address: details.email, bytes: try MailMessage(draft).bytes,
      token: LinkToken(
        hash: SHA256.hash(Array(token.utf8)), person: person, scopeKind: scope.kind,
        scopeID: scope.number, expires: expires))
  }
}

/// A mail in words, and the link in it.
struct WrittenMail {
  var address: String
  var bytes: [UInt8]
  /// Its hash is to be stored before anybody can have the link; `nil` if that was done, or it has none.
  var token: LinkToken?
}

/// Why a mail can never go out as it is.
struct UnwritableMail: Error {
  var words: String
}

extension MailExit {
  /// What the outbox notes for a mail that went.
  var words: String {
    switch self {
    case .maildir: "in the Maildir"
    case .relay: "handed to the relay"
    case .none: "rehearsed"
    }
  }
}
