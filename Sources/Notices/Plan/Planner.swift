public import CivilTime
import Programs
public import Workflow

/// Says what people should be told of what happened: which notices, when, to whom.
///
/// It is called after each event, when the event has been applied to the records, in the same transaction; what it
/// returns is stored there as well. So no notice speaks of a thing that did not happen, and nothing happens without
/// its notices. Whether a planned notice still makes sense is asked when it is due (``Composer``), not here: what
/// happens in between only cancels what it makes moot for good.
///
/// Instants follow three rules. What answers an act is due at once. Reminders are due on a morning counted back from
/// their date, on the last school day if there is no school. All the rest is due when the minutes for undoing it are
/// over, or on the next day on which such mail goes.
public enum Planner {
  /// What an event changes about what people should be told.
  ///
  /// - Parameters:
  ///   - entry: The event, already applied to the records.
  ///   - facts: The records and what lies beside them, with all earlier plan changes in them.
  ///   - zone: The district's zone.
  ///   - now: The instant at which the entry's command is performed.
  /// - Returns: Changes to be carried out in order; empty for most events.
  /// - Throws: What the facts throw, or ``PlanningError``.
  public static func changes(
    after entry: Entry, facts: some NoticeFacts, zone: Zone, at now: Instant
  ) throws -> [PlanChange] {
    guard entry.event.isTold, let program = try facts.program() else { return [] }
    var planning = try Planning(
      facts: facts, program: program, zone: zone, entry: entry, now: now)
    try planning.plan()
    return planning.changes
  }

  /// What is to be told whatever happens: the coming weekly digest, and pay dates that come near.
  ///
  /// To be called now and then, a day apart at the most. It changes nothing when nothing is missing.
  ///
  /// - Parameters:
  ///   - facts: The records and what lies beside them.
  ///   - zone: The district's zone.
  ///   - now: The present instant.
  /// - Returns: Changes to be carried out in order.
  /// - Throws: What the facts throw, or ``PlanningError``.
  public static func standing(
    facts: some NoticeFacts, zone: Zone, at now: Instant
  ) throws -> [PlanChange] {
    guard let program = try facts.program() else { return [] }
    return try digest(program, facts: facts, zone: zone, at: now)
      + payDates(program, facts: facts, zone: zone, at: now)
  }
}

extension Event {
  /// Whether anybody may be told of it, or something planned may change with it.
  ///
  /// The others are told before anything is read, because most events of an import are of their kind.
  var isTold: Bool {
    switch self {
    case .programSet, .rubricAdded, .offeringRecorded, .personRecorded, .roleGranted,
      .roleRevoked, .evaluatorRecorded, .conflictDeclared, .deputiesSet, .noticesMuted,
      .awaySet, .windowClosed, .lateAccepted, .returnRecalled, .amended, .openingRecorded,
      .assignmentAdjusted, .assignmentRecalled, .evaluatorNeeded, .reviewSeen, .criterionReopened,
      .decisionRecalled, .entriesMade, .clockConfirmed:
      false
    case .calendarSet, .addressMarked, .personErased, .windowPlanned, .windowAnnounced,
      .windowOpened, .windowClosingNoted, .windowChanged, .windowReopened, .windowCancelled,
      .handedIn, .contentChanged, .withdrawn, .returned, .extended, .yearEnded, .answerDelayed,
      .assignmentProposed, .assignmentReleased, .reviewAssigned, .scorecardHandedIn,
      .reviewDeclined, .reviewReassigned, .reviewExtended, .overdueEscalated, .outcomeReached,
      .decisionReleased, .decisionReopened, .fileTaken, .undone:
      true
    }
  }
}

/// One event on its way to its plan changes.
struct Planning<Facts: NoticeFacts> {
  let facts: Facts
  let program: Program
  let calendar: SchoolCalendar
  let times: MailTimes
  let entry: Entry
  let now: Instant
  private(set) var changes: [PlanChange] = []

  init(facts: Facts, program: Program, zone: Zone, entry: Entry, now: Instant) throws {
    self.facts = facts
    self.program = program
    calendar = try facts.calendar()
    times = try MailTimes(program, calendar, zone)
    self.entry = entry
    self.now = now
  }

  var zone: Zone { times.zone }

  mutating func plan() throws {
    switch entry.event {
    case .windowPlanned(let event): try planYearsEndings(movedBy: event.stage)
    case .windowAnnounced(let event): try announce(event.window)
    case .windowOpened(let event): try open(event.window)
    case .windowClosingNoted(let event): try noteClosing(event.window)
    case .windowChanged(let event):
      try change(event.window, version: event.version, before: event.before, event.reason)
    case .windowReopened(let event):
      try change(event.window, version: event.version, before: event.before, event.reason)
    case .windowCancelled(let event): try cancel(event.window)
    case .handedIn(let event): try receive(event)
    case .contentChanged(let event): try receiveChange(event)
    case .withdrawn(let event): try withdraw(event)
    case .returned(let event): try giveBack(event)
    case .extended(let event): try extend(event)
    case .yearEnded(let event): try endYear(event)
    case .answerDelayed(let event): try delay(event)
    case .assignmentProposed(let event): try propose(event)
    case .assignmentReleased(let event): try release(event)
    case .reviewAssigned(let event): try assign(event)
    case .scorecardHandedIn(let event): endReminders(of: event.review, because: .handedIn)
    case .reviewDeclined(let event): try decline(event)
    case .reviewReassigned(let event): try reassign(event)
    case .reviewExtended(let event): try extend(event)
    case .overdueEscalated(let event): try escalate(event)
    case .outcomeReached(let event): try reach(event.submission)
    case .decisionReleased(let event): try release(event)
    case .decisionReopened(let event): try takeBack(event)
    case .fileTaken(let event): try report(event)
    case .addressMarked(let event): try report(event)
    case .personErased(let event): cancel(PlanSelector(person: event.person), because: .erased)
    case .calendarSet: try moveReminders()
    case .undone(let event): undo(event.command)
    case .programSet, .rubricAdded, .offeringRecorded, .personRecorded, .roleGranted,
      .roleRevoked, .evaluatorRecorded, .conflictDeclared, .deputiesSet, .noticesMuted,
      .awaySet, .windowClosed, .lateAccepted, .returnRecalled, .amended, .openingRecorded,
      .assignmentAdjusted, .assignmentRecalled, .evaluatorNeeded, .reviewSeen, .criterionReopened,
      .decisionRecalled, .entriesMade, .clockConfirmed:
      break
    }
  }

  // MARK: Changes

  /// Plans a notice in place of itself, with other dates.
  mutating func replan(_ notice: PlannedNotice) { changes.append(.plan(notice)) }

  /// Plans a notice. Nothing waits for mail hours past its own deadline: it is due before them then.
  mutating func plan(
    _ name: NoticeName, _ key: String, to person: PersonID, about: PlannedNotice.About,
    due: Instant, notAfter: Instant? = nil, _ data: [String: String] = [:]
  ) {
    let isTooLate = notAfter.map { $0 <= due } ?? false
    changes.append(
      .plan(
        PlannedNotice(
          key: key, name: name, person: person, about: about,
          due: isTooLate ? min(due, times.held(entry.at)) : due, notAfter: notAfter, data: data,
          command: entry.command)))
  }

  /// Records that somebody would be told, and why nobody is.
  mutating func planAndCancel(
    _ name: NoticeName, _ key: String, to person: PersonID, about: PlannedNotice.About,
    because reason: CancelReason
  ) {
    plan(name, key, to: person, about: about, due: now)
    cancel(PlanSelector(key: key), because: reason)
  }

  mutating func cancel(_ selector: PlanSelector, because reason: CancelReason) {
    changes.append(.cancel(selector, because: reason))
  }

  mutating func move(_ notice: PlannedNotice, due: Instant, notAfter: Instant?) {
    guard notice.due != due || notice.notAfter != notAfter else { return }
    changes.append(.move(key: notice.key, due: due, notAfter: notAfter))
  }

  // MARK: Instants

  /// When a notice goes that can be undone: after the minutes for undoing, in its hours.
  func afterHold(_ name: NoticeName) -> Instant {
    times.next(name, onOrAfter: times.held(entry.at))
  }

  /// As ``afterHold(_:)``; what the clock does by itself nobody undoes, and it goes at once in its hours.
  func afterHoldUnlessClock(_ name: NoticeName) -> Instant {
    times.next(name, onOrAfter: entry.by == .clock ? entry.at : times.held(entry.at))
  }

  // MARK: Undoing

  /// Nobody hears of what was undone, nor of the steps that undid it.
  ///
  /// What recalls a decision, a return or an assignment comes only with undoing, so this is all there is to it.
  private mutating func undo(_ command: Int64) {
    cancel(PlanSelector(command: command), because: .undone)
    cancel(
      PlanSelector(
        names: [.windowChanged, .extended, .decisionDelayed, .noLongerYours],
        command: entry.command),
      because: .undone)
  }
}

/// Everybody who runs the program on a day: administrators, and who stands in for one of them, by id.
func office(on day: CivilDate, facts: some NoticeFacts) throws -> [PersonID] {
  var found: Set<PersonID> = []
  for administrator in try facts.people(with: .administrator) {
    if administrator.isEmployed(on: day) { found.insert(administrator.id) }
    for deputy in administrator.deputies where deputy.from <= day && day <= deputy.until {
      if let person = try facts.person(deputy.person), person.isEmployed(on: day) {
        found.insert(person.id)
      }
    }
  }
  return found.sorted()
}
