public import CivilTime
import Programs
public import Workflow

/// Makes mails of the notices that are due for one person: what still makes sense, merged, and never more than a person
/// should get on a day.
///
/// Everything that is due ends in a letter, in a ``Disposition``, or waits for an instant that is still to come. The
/// answer depends on the records, on what the person was sent, and on the instant alone: asked twice without its answer
/// being stored, it says the same; asked again afterwards, it finds nothing due. It looks at all that is planned for
/// the person itself, so it does not matter in which batches notices are handed in, and after a downtime a week's
/// reminders meet in one mail.
public enum Composer {
  /// What comes of the notices that are due for a person.
  ///
  /// - Parameters:
  ///   - person: To whom.
  ///   - due: Notices of this person that are due. The answer covers all others that are, too.
  ///   - facts: The records and what lies beside them.
  ///   - zone: The district's zone.
  ///   - now: The instant of sending.
  /// - Returns: Letters to send now, in order, and what became of the rest.
  /// - Throws: What the facts throw, or ``PlanningError``.
  public static func compose(
    for person: Person, due: [PlannedNotice], facts: some NoticeFacts, zone: Zone, at now: Instant
  ) throws -> Composition {
    let planned = try facts.plannedNotices(for: person.id, dueBy: now)
    let known = Set(planned.map(\.key))
    let handedIn = Set(due).filter { !known.contains($0.key) && $0.person == person.id }
    return try compose(
      for: person, allDue: planned + handedIn, facts: facts, zone: zone, at: now)
  }

  /// What comes of all the notices that are due for a person, where the caller has read them already.
  ///
  /// - Parameters:
  ///   - person: To whom.
  ///   - allDue: All notices of this person that are planned and due, in any order.
  ///   - facts: The records and what lies beside them.
  ///   - zone: The district's zone.
  ///   - now: The instant of sending.
  /// - Returns: Letters to send now, in order, and what became of the rest.
  /// - Throws: What the facts throw, or ``PlanningError``.
  public static func compose(
    for person: Person, allDue: [PlannedNotice], facts: some NoticeFacts, zone: Zone,
    at now: Instant
  ) throws -> Composition {
    let all = allDue.sorted { ($0.due, $0.key) < ($1.due, $1.key) }
    guard let program = try facts.program() else {
      var nothing = Composition()
      for notice in all { nothing.ended[notice.key] = .cancelled(.nothingToSay) }
      return nothing
    }
    var composing = try Composing(
      person: person, facts: facts, program: program, zone: zone, now: now)
    try composing.compose(all)
    return composing.result
  }
}

/// One person's mail at one instant.
struct Composing<Facts: NoticeFacts> {
  let person: Person
  let facts: Facts
  let program: Program
  let times: MailTimes
  let now: Instant
  let today: CivilDate
  /// What the person got, and when.
  let sent: SentMail
  var result = Composition()

  init(person: Person, facts: Facts, program: Program, zone: Zone, now: Instant) throws {
    self.person = person
    self.facts = facts
    self.program = program
    times = try MailTimes(program, facts.calendar(), zone)
    self.now = now
    today = zone.date(at: now)
    let week = zone.startOfDay(today.adding(days: 1 - SentMail.days))
    sent = SentMail(
      try facts.mails(to: person.id, since: week), startOfDay: zone.startOfDay(today))
  }

  var zone: Zone { times.zone }

  mutating func compose(_ notices: [PlannedNotice]) throws {
    var outgoing: [Outgoing] = []
    for notice in notices {
      if now < notice.due {
        result.later[notice.key] = notice.due
        continue
      }
      switch try verdict(on: notice) {
      case .send(let variant): outgoing.append(Outgoing(notice: notice, variant: variant))
      case .end(let disposition): result.ended[notice.key] = disposition
      case .wait(let until): result.later[notice.key] = until
      }
    }
    try write(outgoing)
  }

  /// Whether a notice goes now, as far as it can be told without the others.
  private func verdict(on notice: PlannedNotice) throws -> Verdict {
    if person.erased != nil { return .end(.cancelled(.erased)) }
    if person.addressBounced, !notice.name.answersTheirMail {
      return .end(.cancelled(.addressBounced))
    }
    if notice.name.isForStaff, !person.isEmployed(on: today) { return .end(.cancelled(.left)) }
    let verdict = try relevance(of: notice)
    guard case .send(let variant) = verdict else { return verdict }
    if let notAfter = notice.notAfter, notAfter <= now { return .end(.cancelled(.stale)) }
    let name = TemplateName(notice.name, variant)
    if let kind = MutableKind(name),
      person.muted.contains(kind.rawValue) || person.muted.contains(name.description)
    {
      return .end(.suppressed)
    }
    return hours(of: notice, variant)
  }

  /// Mail hours: nothing waits past its own deadline, but an announcement that nobody needs then.
  private func hours(of notice: PlannedNotice, _ variant: NoticeVariant) -> Verdict {
    let next = times.next(notice.name, onOrAfter: now)
    if next <= now { return .send(variant) }
    guard let notAfter = notice.notAfter, notAfter <= next else { return .wait(until: next) }
    return notice.name.weight == .announcement ? .end(.cancelled(.stale)) : .send(variant)
  }

  private func relevance(of notice: PlannedNotice) throws -> Verdict {
    switch notice.name {
    case .windowAnnounced, .windowOpen, .windowClosing, .windowChanged:
      try relevance(ofWindow: notice)
    case .proposalReceived, .evidenceReceived, .withdrawn, .returned, .decisionDelayed,
      .yearEnding, .yearEnded, .extended:
      try relevance(ofWork: notice)
    case .proposalApproved, .proposalRevise, .proposalNotApproved, .notYet, .earned, .corrected,
      .certificateInvited:
      try relevance(ofDecision: notice)
    case .assignment, .reminder, .overdueOne, .overdueThree, .givenBack, .noLongerYours,
      .nowYours:
      try relevance(ofReview: notice)
    case .escalation, .assignmentProposed, .ready, .intakeReport, .addressBounced, .digest:
      try relevance(ofOffice: notice)
    case .payrollReady, .signIn, .mailTaken: .send()
    case .mailMissing: .send(notice[.variant].flatMap(NoticeVariant.init) ?? .standard)
    case .relayTrouble: .send(notice[.stage] == "over" ? .over : .standard)
    }
  }
}

/// What is to become of a notice.
enum Verdict: Hashable {
  case send(NoticeVariant = .standard)
  case end(Disposition)
  case wait(until: Instant)

  static func cancel(_ reason: CancelReason) -> Verdict { .end(.cancelled(reason)) }
}

/// A notice that may go now, and which of its texts says it.
struct Outgoing: Hashable {
  let notice: PlannedNotice
  let variant: NoticeVariant

  var name: NoticeName { notice.name }
  var key: String { notice.key }
}

/// What somebody was sent in the last days: what limits count.
struct SentMail {
  /// The days that the longest limit looks at, today included.
  static let days = 7
  /// Most mails that nobody asked for in so many days, as long as what is left can wait.
  static let unaskedInDaysMax = 4

  /// Nobody asked for these; oldest first.
  private let unasked: [ToldMail]
  private let startOfDay: Instant

  init(_ mails: [ToldMail], startOfDay: Instant) {
    unasked = mails.filter { $0.name.weight != .asked }
    self.startOfDay = startOfDay
  }

  /// Those of today.
  var today: [ToldMail] { unasked.filter { startOfDay <= $0.at } }
  /// How many there were in the last seven days.
  var inDays: Int { unasked.count }

  func todayHas(_ weights: NoticeName.Weight...) -> Bool {
    today.contains { weights.contains($0.name.weight) }
  }
}

extension NoticeName {
  /// Answers a mail, or a question, that came from the address itself.
  fileprivate var answersTheirMail: Bool {
    switch self {
    case .signIn, .mailTaken, .mailMissing: true
    default: false
    }
  }

  /// Means nothing to somebody who no longer works in the district; one's own work still does.
  fileprivate var isForStaff: Bool {
    switch self {
    case .windowAnnounced, .windowOpen, .assignment, .reminder, .overdueOne, .overdueThree,
      .noLongerYours, .nowYours, .escalation, .assignmentProposed, .ready, .intakeReport,
      .addressBounced, .digest, .payrollReady, .relayTrouble:
      true
    default: false
    }
  }
}
