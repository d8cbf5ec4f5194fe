import CivilTime
import Crypto
import Ledger
import Mail
import Notices
import Programs
import Store
import Workflow

/// One mail that was read, and what the office makes of it.
struct MailDecision {
  let office: DistrictOffice
  let program: Program
  let policy: MailIntakePolicy
  let person: Person
  let header: MessageHeader
  let mail: IncomingMail
  let isTooLarge: Bool
  /// What the mail is known by.
  let key: String
  /// The name of its file.
  let name: String
  let messageID: MessageID?
  let arrivedAt: Instant
  /// How often the office has put it where mails come in: each time is answered.
  var timesAgain = 0
  /// What the sender wrote, kept as a file.
  private var text: Artifact?

  /// Shorter texts say nothing.
  private static let textCharactersMin = 20
  private static let titleCharactersMax = 200

  init(
    office: DistrictOffice, program: Program, policy: MailIntakePolicy, person: Person,
    header: MessageHeader, mail: IncomingMail, isTooLarge: Bool, key: String, name: String,
    messageID: MessageID?, arrivedAt: Instant
  ) {
    self.office = office
    self.program = program
    self.policy = policy
    self.person = person
    self.header = header
    self.mail = mail
    self.isTooLarge = isTooLarge
    self.key = key
    self.name = name
    self.messageID = messageID
    self.arrivedAt = arrivedAt
  }

  /// Keeps what the sender wrote, if it says anything: it may be the reflection that is asked for.
  mutating func keepText() throws {
    let own = mail.text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      .filter { !$0.hasPrefix(">") }.joined(separator: "\n")
    guard own.count(where: { !$0.isWhitespace }) >= Self.textCharactersMin else { return }
    let bytes = Array(own.utf8)
    let digest = try office.blobs.put(bytes)
    text = Artifact(
      part: nil,
      place: .file(
        sha256: digest.hex, bytes: Int64(bytes.count), mediaType: "text/plain; charset=utf-8",
        name: "mail.txt"))
  }

  // MARK: - Files

  private func isAccepted(_ file: IncomingFile) -> Bool {
    file.type.map { policy.accepts.contains($0.kind) } ?? false
  }

  /// The documents. A picture within the text is one only where nothing else came.
  private var documents: [IncomingFile] {
    (mail.files.isEmpty ? mail.pictures : mail.files).filter(isAccepted)
  }

  private var leftOut: Int { mail.files.count { !isAccepted($0) } }

  private var artifacts: [Artifact] {
    documents.compactMap(\.artifact) + (text.map { [$0] } ?? [])
  }

  private var contents: String {
    Wording.contents(texts: text == nil ? 0 : 1, files: documents.count, links: 0)
  }

  /// Why nothing of this mail can be taken, whatever it is for.
  private var shortcoming: MailShortcoming? {
    if mail.isBrokenOff { return .brokenOff }
    if mail.hasTooManyFiles { return .tooMany }
    guard documents.isEmpty else { return nil }
    if mail.isEncrypted { return .encrypted }
    if mail.isSealed { return .sealed }
    if mail.isWrapped { return .wrapped }
    return leftOut > 0 ? .wrongKind(leftOut) : .noAttachment
  }

  // MARK: - Deciding

  private var answerKey: String { timesAgain == 0 ? key : "\(key)/\(timesAgain)" }

  func decide(at now: Instant, in records: inout WriteRecords) throws -> MailOutcome {
    let clues = MailClues(header, text: mail.text, address: try Address(policy.address))
    var target = try Target(clues, by: person.id, in: records)
    if isTooLarge {
      return try answer(.init(variant: .tooLarge), target, at: now, in: &records)
    }
    let hasDraft = !(target.draft?.content.artifacts.isEmpty ?? true)
    if let shortcoming, !(shortcoming == .noAttachment && hasDraft) {
      return try answer(.init([shortcoming]), target, at: now, in: &records)
    }
    guard let title = target.title else {
      target.draft = try keep(target, clues, at: now, in: &records)
      return try answer(.init(variant: .notRecognized), target, at: now, in: &records)
    }
    var content = target.draft?.content ?? Content()
    for artifact in artifacts where !content.artifacts.contains(artifact) {
      content.artifacts.append(artifact)
    }
    let work = HandIn(
      stage: .evidence, earner: person.id, submission: target.continued, title: title,
      content: content, source: .mail, arrivedAt: min(arrivedAt, now))
    switch try office.attempt(.handIn(work), by: .intake, at: now, in: &records) {
    case .success(let performed):
      if let draft = target.draft {
        try records.removeDraft(of: person.id, stage: draft.stage, key: draft.key)
      }
      return try taken(performed, title, at: now, in: &records)
    case .failure(let refusal):
      let shortcoming: MailShortcoming =
        switch refusal.reason {
        case .notNow: .closed
        case .incomplete: .tooMany
        default: .notNow
        }
      if shortcoming != .tooMany {
        target.draft = try keep(target, clues, at: now, in: &records)
      }
      return try answer(
        .init(variant: .notTaken, [shortcoming]), target, at: now, in: &records)
    }
  }

  private func taken(
    _ performed: Performed, _ title: String, at now: Instant, in records: inout WriteRecords
  ) throws -> MailOutcome {
    // Without any event the very same was here already.
    let known =
      try performed.submission
      ?? records.submissions(of: person.id, titled: title).last { $0.stage == .evidence }?.id
    var fields: [LetterField: String] = [.contents: contents]
    fields[.inReplyTo] = messageID?.description
    if !mail.files.isEmpty, !mail.pictures.isEmpty { fields[.ignored] = "\(mail.pictures.count)" }
    if leftOut > 0 { fields[.missing] = MailShortcoming.wrongKind(leftOut).code }
    if let known, let work = try records.submission(known) {
      fields[.warrant] = try payDates(handedIn: work.receivedAt, in: records).first
    }
    try records.carry(
      .plan(
        .mailAnswer(
          message: answerKey, isTaken: true, about: known, to: person.id, at: now,
          command: performed.command ?? 0, telling: fields)),
      command: performed.command ?? 0, at: now)
    try note(.taken, problem: "", at: now, in: &records)
    return .taken
  }

  /// What the answer says that is missing.
  private struct Missing {
    var variant: NoticeVariant
    var shortcomings: [MailShortcoming]

    init(variant: NoticeVariant = .standard, _ shortcomings: [MailShortcoming] = []) {
      self.variant = variant
      self.shortcomings = shortcomings
    }

    var words: String {
      shortcomings.isEmpty ? variant.rawValue : shortcomings.map(\.code).joined(separator: ", ")
    }
  }

  private func answer(
    _ missing: Missing, _ target: Target, at now: Instant, in records: inout WriteRecords
  ) throws -> MailOutcome {
    var fields: [LetterField: String] = [.variant: missing.variant.rawValue]
    fields[.inReplyTo] = messageID?.description
    if !missing.shortcomings.isEmpty {
      fields[.missing] = missing.shortcomings.map(\.code).joined(separator: ",")
    }
    if let draft = target.draft, !draft.content.artifacts.isEmpty {
      fields[.contents] = Wording.contents(
        texts: 0, files: draft.content.artifacts.count, links: 0)
    }
    if !target.likely.isEmpty {
      fields[.likely] = target.likely.map { "\($0.id)" }.joined(separator: ",")
    }
    let mark =
      target.continued.map { "S\($0)" }
      ?? target.draft.flatMap { Target.number(ofDraft: $0.key) }.map { "D\($0)" }
    fields[.mark] = mark ?? "P\(person.id)"
    fields[.intake] = try Self.address(policy.address, tag: mark?.lowercased())
    if let window = try records.windows().first(where: {
      $0.stage == .evidence && $0.state != .cancelled && $0.takes(at: min(arrivedAt, now))
    }) {
      fields[.handInBy] = "\(window.times.ends.milliseconds)"
      // What comes after that day counts for the pay date after this one's.
      let dates = try payDates(handedIn: min(arrivedAt, now), in: records)
      fields[.warrant] = dates.dropFirst().first
    }
    try records.carry(
      .plan(
        .mailAnswer(
          message: answerKey, isTaken: false, about: target.continued, to: person.id, at: now,
          command: 0, telling: fields)),
      command: 0, at: now)
    try note(.rejected, problem: missing.words, at: now, in: &records)
    return .answered(missing.words)
  }

  /// The pay dates that work of an instant may come to, the one that it is in time for first; none where it depends
  /// on when it is decided.
  private func payDates(
    handedIn: Instant, in records: some StoredRecords
  ) throws -> [String] {
    guard let rules = try records.payRules(zone: office.zone(in: records)),
      let first = rules.meeting(handedIn: handedIn)?.payDate
    else { return [] }
    return rules.payDates(from: first.pays, through: first.pays.adding(years: 1))
      .map { "\($0.pays)" }
  }

  private static func address(_ text: String, tag: String?) throws -> String {
    let address = try Address(text)
    return tag.map { "\(address.localPart)+\($0)@\(address.domain)" } ?? address.string
  }

  private func note(
    _ state: IntakeFile.State, problem: String, at now: Instant, in records: inout WriteRecords
  ) throws {
    let count = mail.files.count + mail.pictures.count
    let taken = state == .taken ? documents.count : 0
    try records.save(
      IntakeFile(
        sha256: key, name: name, kind: "mail", state: state, rows: count, taken: taken,
        setAside: count - taken, nextRow: timesAgain, problem: problem, updatedAt: now))
  }

  /// Keeps what came as a draft of the teacher's, where they find it, and where nothing sweeps its files away.
  ///
  /// - Returns: The draft; `nil` if there are too many.
  private func keep(
    _ target: Target, _ clues: MailClues, at now: Instant, in records: inout WriteRecords
  ) throws -> Draft? {
    let drafts: [Draft] = try records.drafts(of: person.id)
    let used = Set(drafts.filter { $0.stage == .evidence }.map(\.key))
    let free = (1...Target.draftsMax).map { "new/\($0)" }.first { !used.contains($0) }
    guard let key = target.draft?.key ?? free, drafts.count < DistrictOffice.draftsMax else {
      return nil
    }
    var draft =
      target.draft
      ?? Draft(
        person: person.id, stage: .evidence, key: key, title: "", skills: [], content: Content(),
        savedAt: now)
    let title = target.title ?? clues.subject
    if draft.title.isEmpty { draft.title = String(title.prefix(Self.titleCharactersMax)) }
    for artifact in artifacts
    where !draft.content.artifacts.contains(artifact)
      && draft.content.artifacts.count < Content.artifactsMax
    {
      draft.content.artifacts.append(artifact)
    }
    draft.savedAt = max(now, draft.savedAt.adding(milliseconds: 1))
    try records.save(draft)
    return draft
  }
}

/// What a mail is for.
private struct Target {
  /// The submission that it continues, named by a mark.
  var continued: SubmissionID?
  /// What is kept of an earlier mail.
  var draft: Draft?
  /// What it is called; `nil` if that is not known.
  var title: String?
  /// Which of the catalog's entries may be meant, or is.
  var likely: [Offering] = []

  /// As many new ideas as the pages know at once.
  static let draftsMax = 10

  init(_ clues: MailClues, by person: PersonID, in records: some StoredRecords) throws {
    switch clues.marked {
    case .submission(let id):
      if let known = try records.submission(id), known.earner == person, known.stage == .evidence {
        continued = id
        title = known.title.value
        return
      }
    case .draft(let number):
      draft = try records.draft(of: person, stage: .evidence, key: "new/\(number)")
    case nil: break
    }
    switch try CatalogMatch(clues, by: person, in: records) {
    case .one(let offering):
      title = offering.title
      likely = [offering]
    case .own(let submission):
      title = submission.title.value
      if submission.stage == .evidence { continued = submission.id }
    case .likely(let offerings):
      likely = offerings
      // Without a catalog the subject is what it is called.
      if offerings.isEmpty, !clues.subject.isEmpty,
        try records.offerings(activeOnly: true, limit: 1).isEmpty
      {
        title = String(clues.subject.prefix(200))
      }
    }
  }

  static func number(ofDraft key: String) -> Int? {
    key.hasPrefix("new/") ? Int(key.dropFirst(4)) : nil
  }
}
