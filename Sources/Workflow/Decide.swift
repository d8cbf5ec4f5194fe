public import CivilTime

/// Decides what follows from a command.
///
/// - Parameters:
///   - command: What somebody, or the agenda, asks for.
///   - actor: Who asks.
///   - facts: What the command said it needs, read in the same transaction.
///   - now: The instant of asking, from the caller's clock.
/// - Returns: Events in the order in which they happened; empty when nothing changed.
/// - Throws: ``Refusal`` when the command makes no sense here. Nothing has changed then.
public func decide(
  _ command: Command, by actor: Actor, facts: Facts, at now: Instant
) throws(Refusal) -> [Event] {
  try permit(command, by: actor, facts: facts, at: now)
  let events = try decideWork(command, by: actor, facts: facts, at: now)
  return try facts.withPay(events, of: command, by: actor, at: now)
}

/// Decides what follows from a command, its money aside: that follows from the events.
private func decideWork(
  _ command: Command, by actor: Actor, facts: Facts, at now: Instant
) throws(Refusal) -> [Event] {
  switch command {
  case .setProgram, .setCalendar, .addRubric, .recordOffering, .noteFile, .confirmClock:
    return try decidePolicy(command, facts: facts, at: now)
  case .recordPerson, .grantRole, .revokeRole, .recordEvaluator, .declareConflict, .setDeputies,
    .markAddress, .muteNotices, .setAway, .erasePerson, .recordOpening:
    return try decidePeople(command, facts: facts, at: now)
  case .planYear, .addWindow, .changeWindow, .announceWindow, .openWindow, .noteWindowClosing,
    .closeWindow, .reopenWindow, .cancelWindow:
    return try decideWindows(command, by: actor, facts: facts, at: now)
  case .handIn(let work):
    return try decideHandIn(work, by: actor, facts: facts, at: now)
  case .withdraw, .returnSubmission, .checkDocuments, .acceptLate, .amend, .extend, .endYear,
    .delayAnswer:
    return try decideSubmissions(command, by: actor, facts: facts, at: now)
  case .proposeAssignment, .moveAssignment, .pinAssignment, .releaseAssignment:
    return try decideAssignments(command, by: actor, facts: facts, at: now)
  case .assignReview, .noteEvaluatorNeeded, .seeReview, .declineReview, .reassignReview,
    .extendReview, .reopenCriterion, .escalateOverdue:
    return try decideReviews(command, by: actor, facts: facts, at: now)
  case .handInScorecard(let review, let scorecard):
    return try decideScorecard(scorecard, for: review, by: actor, facts: facts, at: now)
  case .releaseDecisions, .reopenDecision:
    return try decideDecisions(command, facts: facts, at: now)
  case .holdAmount, .grantFunds, .correctPay, .sealPayDate, .markPaid, .beginPayYear:
    return try decidePay(command, by: actor, facts: facts, at: now)
  case .undo(let number):
    return try decideUndo(number, facts: facts, at: now)
  }
}

/// Refuses whoever may not ask for it.
private func permit(
  _ command: Command, by actor: Actor, facts: Facts, at now: Instant
) throws(Refusal) {
  let allowed = Permission.allowed(command.kind)
  let held = capacities(of: actor, for: command, facts: facts, at: now)
  guard allowed.isDisjoint(with: held) else { return }
  throw Refusal.notYours
}

extension Refusal {
  static let notYours = Refusal(
    .notAllowed, "This is not yours to do. Ask the office that runs the program.")
}

/// In which capacities somebody asks.
func capacities(
  of actor: Actor, for command: Command, facts: Facts, at now: Instant
) -> Set<Capacity> {
  switch actor {
  case .clock: return [.clock]
  case .intake: return [.intake]
  case .technician: return [.technician]
  case .person(let id):
    guard let person = facts.asker, person.erased == nil else { return [] }
    var held: Set<Capacity> = []
    // A role ends with the work in the district; one's own work stays one's own.
    if person.isEmployed(on: facts.zone.date(at: now)) {
      if facts.isAdministrator(person, at: now) { held.insert(.administrator) }
      if person.roles.contains(.clerk) { held.insert(.clerk) }
      if person.roles.contains(.payroll) { held.insert(.payroll) }
      if person.roles.contains(.adjudicator) { held.insert(.adjudicator) }
    }
    switch command {
    case .handIn(let work):
      // Nobody lets themselves pass a cap.
      if work.earner == id, work.pastCap == nil { held.insert(.owner) }
    case .withdraw(let submission), .amend(let submission, _, _, _, _):
      if facts.submissions[submission]?.earner == id { held.insert(.owner) }
    case .declareConflict(let one, let other):
      if one == id || other == id { held.insert(.owner) }
    case .muteNotices(let one, _, _), .setAway(let one, _):
      if one == id { held.insert(.owner) }
    case .seeReview(let review), .handInScorecard(let review, _), .declineReview(let review, _, _),
      .reopenCriterion(let review, _, _):
      if (try? facts.review(review))?.evaluator == id { held.insert(.evaluator) }
    case .returnSubmission(let submission, _):
      let mine = facts.reviews[submission]?.contains { $0.evaluator == id && $0.isOpen }
      if mine == true { held.insert(.evaluator) }
    default: break
    }
    return held
  }
}

extension Facts {
  /// Whether somebody is an administrator, or stands in for one today.
  public func isAdministrator(_ person: Person, at now: Instant) -> Bool {
    person.isAdministrator(on: zone.date(at: now), among: administrators)
  }
}

extension Person {
  /// Whether this person is an administrator, or stands in for one of them on a day.
  public func isAdministrator(on day: CivilDate, among administrators: [Person]) -> Bool {
    roles.contains(.administrator)
      || administrators.contains { administrator in
        administrator.deputies.contains {
          $0.person == id && $0.from <= day && day <= $0.until
        }
      }
  }
}
