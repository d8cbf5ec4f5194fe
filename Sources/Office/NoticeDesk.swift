import CivilTime
import Files
import Notices
import Store
import Workflow

// The desk that tells people. What is due for somebody is composed into as few mails as the rules of notices allow,
// in one transaction that also says what became of each notice; then the mails are put into words and go out. A
// crash in between leaves mails that are queued, and the next beat goes on with them.

extension DistrictOffice {
  /// Most planned notices that one beat looks at, and most mails that it sends.
  static let noticesMax = 2_000
  static let mailsMax = 500
  /// People whose mails are composed in one transaction.
  private static let peopleATransaction = 100

  /// Composes and sends what is due.
  func tellPeople(_ report: inout BeatReport) throws(OfficeError) {
    try planStanding()
    let now = try now()
    let (people, isMore) = try read { try $0.peopleToTell(at: now, limit: Self.noticesMax) }
    if isMore { report.isMore = true }
    var rest = people[...]
    while !rest.isEmpty {
      let some = rest.prefix(Self.peopleATransaction)
      rest = rest.dropFirst(Self.peopleATransaction)
      try write { records, now in
        for person in some { try self.compose(for: person, at: now, in: &records) }
      }
    }
    report.mails = try sendMails()
    if report.mails == Self.mailsMax { report.isMore = true }
  }

  /// Plans what comes round by the calendar: the coming weekly digest. Once an hour is often enough for that.
  private func planStanding() throws(OfficeError) {
    let wall = surroundings.clock.now()
    guard standing.isDue(at: wall) else { return }
    let changes = try read { records -> [PlanChange]? in
      guard try records.program() != nil else { return nil }
      return try Planner.standing(
        facts: records, zone: try self.zone(in: records), at: max(wall, try records.lastInstant()))
    }
    guard let changes else { return }
    standing.note(wall)
    guard !changes.isEmpty else { return }
    try write { records, now in
      for change in changes { try records.carry(change, command: 0, at: now) }
    }
  }

  /// Decides what becomes of one person's notices that are due.
  private func compose(
    for id: PersonID, at now: Instant, in records: inout WriteRecords
  ) throws {
    let rows = try records.plannedNotices(for: id, dueBy: now, limit: 20_000)
    guard !rows.isEmpty, let person = try records.person(id) else { return }
    let composition = try Composer.compose(
      for: person, allDue: rows.map { try PlannedNotice($0) }, facts: records,
      zone: try zone(in: records), at: now)
    let numbers = Dictionary(uniqueKeysWithValues: rows.map { ($0.key, $0.id) })
    for letter in composition.letters {
      try queue(letter, for: id, numbers: numbers, at: now, in: &records)
    }
    for (key, disposition) in composition.ended.sorted(by: { $0.key < $1.key }) {
      guard let number = numbers[key] else { continue }
      try records.end(number, as: disposition, numbers: numbers, at: now)
    }
    for (key, instant) in composition.later.sorted(by: { $0.key < $1.key }) {
      guard let row = rows.first(where: { $0.key == key }) else { continue }
      try records.reschedule(notice: row.id, due: instant, notAfter: row.notAfter, at: now)
    }
  }

  /// Puts a letter in the outbox.
  private func queue(
    _ letter: Letter, for person: PersonID, numbers: [String: Int64], at now: Instant,
    in records: inout WriteRecords
  ) throws {
    let held = letter.notices.compactMap { numbers[$0.key] }
    var key = letter.key
    var again = 1
    // A letter that was taken back before it went keeps its key; what is told anew is another letter.
    while let known = try records.mail(key: key) {
      guard known.state == .cancelled else {
        // The same letter is on its way already, or went: what is in it has been told.
        for notice in held { try records.mark(notice: notice, mailedBy: known.id, at: now) }
        return
      }
      again += 1
      key = "\(letter.key)/\(again)"
    }
    let mail = try records.add(
      OutgoingMail(
        key: key, person: person, address: nil, messageID: messageID(of: key),
        mailClass: MailClass(letter.mailClass), createdAt: now, nextAttempt: now, notices: held,
        body: try JSONWriter().write(LetterForm(letter))))
    guard let mail else { return }
    for notice in held { try records.mark(notice: notice, mailedBy: mail, at: now) }
  }

  /// A mail's Message-ID: from its key, so that the same mail always has the same.
  func messageID(of key: String) -> String {
    let host = settings.publicAddress.split(separator: "/").last.map(String.init) ?? "localhost"
    return "\(key.replacing("/", with: "."))@\(host)"
  }
}

/// A letter as the outbox keeps it until it is put into words: which notices, led by which text.
struct LetterForm: Codable {
  var name: TemplateName
  var thread: String?
  var keys: [String]

  init(_ letter: Letter) {
    name = letter.name
    thread = letter.thread
    keys = letter.notices.map(\.key)
  }
}

extension MailClass {
  init(_ mailClass: NoticeText.MailClass) {
    switch mailClass {
    case .interactive: self = .interactive
    case .deadline: self = .deadline
    case .bulk: self = .bulk
    }
  }
}

extension PlannedNotice {
  /// A notice as the outbox keeps it.
  init(_ row: Notice) throws {
    guard let name = NoticeName(rawValue: row.template),
      let kind = About.Kind(rawValue: row.aboutKind)
    else {
      throw StoreError.unreadable(table: "notice", id: row.id, what: "an unknown template or kind")
    }
    self.init(
      key: row.key, name: name, person: row.person, about: About(kind, row.aboutID), due: row.due,
      notAfter: row.notAfter,
      data: row.data.count <= 2 ? [:] : try JSONReader().read(from: row.data),
      command: row.command)
  }
}

extension WriteRecords {
  /// Carries a change of what people should be told into the outbox.
  mutating func carry(_ change: PlanChange, command: Int64, at now: Instant) throws {
    switch change {
    case .plan(let notice):
      let row = Notice(
        key: notice.key, template: notice.name.rawValue,
        mailClass: MailClass(NoticeText.named(notice.name).mailClass), person: notice.person,
        aboutKind: notice.about.kind.rawValue, aboutID: notice.about.number,
        command: notice.command, due: notice.due, notAfter: notice.notAfter,
        data: notice.data.isEmpty ? Array("{}".utf8) : try JSONWriter().write(notice.data),
        updatedAt: now)
      if try add(row) == nil { try replan(row) }
    case .cancel(let selector, let reason):
      if reason == .undone, let command = selector.command,
        selector == PlanSelector(command: command)
      {
        // A mail that waits for the relay is called back too.
        try cancelNotices(ofCommand: command, reason: reason.rawValue, at: now)
        return
      }
      for row in try selected(by: selector) {
        try end(row.id, as: .cancelled(reason), numbers: [:], at: now)
      }
    case .move(let key, let due, let notAfter):
      guard let row = try notice(key: key), row.state == .planned else { return }
      try reschedule(notice: row.id, due: due, notAfter: notAfter, at: now)
    }
  }

  private func selected(by selector: PlanSelector) throws -> [Notice] {
    var rows: [Notice]
    if let key = selector.key {
      rows = try notice(key: key).map { [$0] } ?? []
    } else if let about = selector.about {
      rows = try plannedNotices(aboutKind: about.kind.rawValue, about.number, limit: 20_000)
    } else if let command = selector.command {
      rows = try notices(ofCommand: command, limit: 20_000)
    } else if let person = selector.person {
      rows = try plannedNotices(for: person, dueBy: .distantFuture, limit: 20_000)
    } else {
      return []
    }
    let names = Set(selector.names.map(\.rawValue))
    return rows.filter { row in
      row.state == .planned
        && (names.isEmpty || names.contains(row.template))
        && selector.about.map { $0.kind.rawValue == row.aboutKind && $0.number == row.aboutID }
          ?? true
        && selector.person.map { $0 == row.person } ?? true
        && selector.command.map { $0 == row.command } ?? true
    }
  }

  /// Says what became of a notice.
  mutating func end(
    _ number: Int64, as disposition: Disposition, numbers: [String: Int64], at now: Instant
  ) throws {
    switch disposition {
    case .mailed: break
    case .merged(let key):
      let other = try numbers[key] ?? notice(key: key)?.id
      guard let other else {
        return try mark(notice: number, .cancelled, reason: "replaced", at: now)
      }
      try mark(notice: number, mergedInto: other, reason: key, at: now)
    case .cancelled(let reason):
      try mark(notice: number, .cancelled, reason: reason.rawValue, at: now)
    case .suppressed:
      try mark(notice: number, .suppressed, reason: "by choice", at: now)
    }
  }
}
