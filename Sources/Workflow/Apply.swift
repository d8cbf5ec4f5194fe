public import CivilTime
import Ledger
import Programs

/// An event with what the journal's header says of it.
public struct Entry: Hashable, Sendable {
  public var sequence: Int64
  /// The number of the command that led to it; a command's events share it.
  public var command: Int64
  public var at: Instant
  public var by: Actor
  public var event: Event

  public init(sequence: Int64, command: Int64, at: Instant, by: Actor, event: Event) {
    self.sequence = sequence
    self.command = command
    self.at = at
    self.by = by
    self.event = event
  }
}

/// Carries what happened into the records.
///
/// It never refuses: the event has happened. What it does depends on the entry and the records alone, so that
/// replaying a journal into empty records gives the same records. Where a payload was erased, it goes on
/// without the words.
///
/// - Throws: Whatever the records throw when they can't be read or written.
public func apply(_ entry: Entry, to records: inout some Records) throws {
  switch entry.event {
  case .programSet(let event):
    try records.save(event.program)
    if let policy = event.program.pay, let start = event.payFrom {
      let number = (try records.payPolicies().last?.number ?? 0) + 1
      try records.save(PolicyVersion(number: number, effective: start.day, policy: policy))
      // What the policy grants a period, it grants the one that has begun, too.
      let known = try records.payYear()
      try records.save(known.map { $0.at < start.at ? $0 : start } ?? start)
    }
    if event.program.pay == nil { try records.stopPaying() }
  case .calendarSet(let event): try records.save(event.calendar)
  case .rubricAdded(let event): try records.saveRubric(event.version, text: event.text)
  case .offeringRecorded(let event): try records.save(event.offering)
  case .personRecorded, .roleGranted, .roleRevoked, .evaluatorRecorded, .conflictDeclared,
    .deputiesSet, .addressMarked, .noticesMuted, .awaySet, .personErased, .lateAccepted:
    try applyToPeople(entry, &records)
  case .windowPlanned, .windowAnnounced, .windowOpened, .windowClosingNoted, .windowClosed,
    .windowChanged, .windowReopened, .windowCancelled:
    try applyToWindows(entry, &records)
  case .handedIn, .contentChanged, .withdrawn, .returned, .returnRecalled, .amended, .extended,
    .yearEnded, .answerDelayed:
    try applyToSubmissions(entry, &records)
  case .openingRecorded(let event): try records.save(event.opening)
  case .assignmentProposed, .assignmentAdjusted, .assignmentReleased, .assignmentRecalled:
    try applyToAssignments(entry, &records)
  case .reviewAssigned, .evaluatorNeeded, .reviewSeen, .scorecardHandedIn, .reviewDeclined,
    .reviewReassigned, .reviewExtended, .criterionReopened, .overdueEscalated:
    try applyToReviews(entry, &records)
  case .outcomeReached, .decisionReleased, .decisionRecalled, .decisionReopened:
    try applyToDecisions(entry, &records)
  case .entriesMade(let event):
    for made in event.entries { try records.save(made) }
    if let next = event.nextYear { try records.save(next) }
  case .fileTaken, .undone, .clockConfirmed:
    // The journal alone keeps these: nothing else depends on them.
    break
  }
}

private func applyToPeople(_ entry: Entry, _ records: inout some Records) throws {
  switch entry.event {
  case .personRecorded(let event):
    var person =
      try records.person(event.person)
      ?? Person(id: event.person, details: event.details, record: event.record)
    if person.details.value?.email != event.details.value?.email { person.addressBounced = false }
    person.details = event.details
    person.record = event.record
    person.take(event.record.bargainingUnit, from: event.unitFrom)
    try records.save(person)
  case .roleGranted(let event):
    try change(event.person, &records) { $0.roles.insert(event.role) }
  case .roleRevoked(let event):
    try change(event.person, &records) { $0.roles.remove(event.role) }
  case .evaluatorRecorded(let event):
    try change(event.person, &records) { $0.evaluator = event.profile }
  case .conflictDeclared(let event):
    try change(event.person, &records) { $0.conflicts.insert(event.other) }
    try change(event.other, &records) { $0.conflicts.insert(event.person) }
  case .deputiesSet(let event):
    try change(event.administrator, &records) { $0.deputies = event.deputies }
  case .addressMarked(let event):
    try change(event.person, &records) { $0.addressBounced = event.hasBounced }
  case .noticesMuted(let event):
    try change(event.person, &records) {
      if event.isMuted { $0.muted.insert(event.kind) } else { $0.muted.remove(event.kind) }
    }
  case .awaySet(let event):
    try change(event.person, &records) { $0.evaluator?.away = event.away }
  case .lateAccepted(let event):
    try change(event.person, &records) {
      $0.late.removeAll { $0.window == event.window }
      $0.late.append(LateAcceptance(window: event.window, until: event.until))
    }
  case .personErased(let event):
    try change(event.person, &records) {
      $0.erased = entry.at
      // Which address bounced last is no longer known once the addresses are gone.
      $0.addressBounced = false
    }
    try records.erase(event.person, at: entry.at)
  default: break
  }
}

extension Person {
  /// Takes up a bargaining unit from a day on. What HR says without a day held from the beginning.
  fileprivate mutating func take(_ unit: String?, from day: CivilDate?) {
    guard let day else {
      units = unit == nil ? [] : [UnitStep(from: .first, unit: unit)]
      return
    }
    if units.isEmpty { units = [UnitStep(from: .first, unit: nil)] }
    units.removeAll { $0.from >= day }
    units.append(UnitStep(from: day, unit: unit))
  }
}

private func applyToWindows(_ entry: Entry, _ records: inout some Records) throws {
  switch entry.event {
  case .windowPlanned(let event):
    try records.save(
      Window(
        id: event.window, stage: event.stage, label: event.label, opensOn: event.opensOn,
        endsOn: event.endsOn, times: event.times))
  case .windowAnnounced(let event):
    try change(event.window, &records) { $0.state = .announced }
  case .windowOpened(let event):
    try change(event.window, &records) { $0.state = .open }
  case .windowClosingNoted(let event):
    try change(event.window, &records) { $0.closingNoted = $0.times.closingNote }
  case .windowClosed(let event):
    try change(event.window, &records) { $0.state = .closed }
  case .windowChanged(let event):
    try change(event.window, &records) {
      $0.version = event.version
      $0.opensOn = event.opensOn
      $0.endsOn = event.endsOn
      $0.times = event.times
    }
    try moveAnswers(event.window, from: event.before.times, to: event.times, &records)
  case .windowReopened(let event):
    try change(event.window, &records) {
      $0.version = event.version
      $0.endsOn = event.endsOn
      $0.times = event.times
      $0.state = .open
    }
    try moveAnswers(event.window, from: event.before.times, to: event.times, &records)
  case .windowCancelled(let event):
    try change(event.window, &records) { $0.state = .cancelled }
  default: break
  }
}

/// What was handed in for a window, and nobody judges yet, is answered by the window's new day.
///
/// A promise of its own stays: of late work, of a further round, of an answer whose day was missed.
private func moveAnswers(
  _ window: WindowID, from before: WindowTimes, to times: WindowTimes,
  _ records: inout some Records
) throws {
  guard before.answer != times.answer else { return }
  for var submission in try records.submissions(in: window) {
    guard case .submitted = submission.state,
      let moved = submission.times.moved(from: before.answer, to: times.answer)
    else { continue }
    submission.times = moved
    try records.save(submission)
  }
}

// MARK: - Changing one record

func change(
  _ id: PersonID, _ records: inout some Records, _ body: (inout Person) throws -> Void
) throws {
  guard var person = try records.person(id) else { return }
  try body(&person)
  try records.save(person)
}

func change(
  _ id: WindowID, _ records: inout some Records, _ body: (inout Window) throws -> Void
) throws {
  guard var window = try records.window(id) else { return }
  try body(&window)
  try records.save(window)
}

func change(
  _ id: SubmissionID, _ records: inout some Records, _ body: (inout Submission) throws -> Void
) throws {
  guard var submission = try records.submission(id) else { return }
  try body(&submission)
  try records.save(submission)
}

func change(
  _ id: ReviewID, _ records: inout some Records, _ body: (inout Review) throws -> Void
) throws {
  guard var review = try records.review(id) else { return }
  try body(&review)
  try records.save(review)
}
