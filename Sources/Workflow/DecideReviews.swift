import CivilTime
import Programs
import Rubrics

func decideReviews(
  _ command: Command, by actor: Actor, facts: Facts, at now: Instant
) throws(Refusal) -> [Event] {
  switch command {
  case .assignReview(let id, let evaluator, let part, let isByHand):
    return try assign(id, evaluator, part, isByHand, facts: facts, at: now)
  case .noteEvaluatorNeeded(let id, let part):
    let submission = try facts.submission(id)
    guard submission.lacking.contains(where: { $0.part == part && !$0.isForAdministrator })
    else { return [] }
    return [
      .evaluatorNeeded(EvaluatorNeeded(submission: id, part: part, isForAdministrator: true))
    ]
  case .seeReview(let id):
    guard case .assigned = try facts.review(id).state else { return [] }
    return [.reviewSeen(ReviewSeen(review: id))]
  case .declineReview(let id, let reason, let words):
    let review = try open(id, facts)
    let submission = try facts.submission(review.submission)
    let declined = Event.reviewDeclined(
      ReviewDeclined(
        review: id, submission: review.submission, evaluator: review.evaluator,
        earner: submission.earner, reason: reason, words: Personal(words.isEmpty ? nil : words)))
    guard reason == .conflict else { return [declined] }
    // Said once, it holds for everything between the two.
    return [declined] + facts.conflict(review.evaluator, submission.earner, besides: id)
  case .reassignReview(let id, let evaluator):
    return try reassign(
      id, evaluator, isByHand: actor != .clock, facts: facts, at: now)
  case .extendReview(let id, let until):
    let review = try open(id, facts)
    let submission = try facts.submission(review.submission)
    let due = facts.zone.startOfDay(until.adding(days: 1))
    guard now < due, due != review.due else {
      throw Refusal(.incomplete, "More time means another day, and one that is still to come.")
    }
    guard due < submission.times.notifyBy else {
      throw Refusal(
        .againstTheRules, "The teacher hears before that day. Choose an earlier one.")
    }
    try facts.checkMeetsPayDate(due, review, submission, at: now)
    return [
      .reviewExtended(
        ReviewExtended(
          review: id, due: due,
          escalate: try facts.deadlines().escalation(
            due: due, notifyBy: submission.times.notifyBy),
          dueBefore: review.due, escalateBefore: review.escalate))
    ]
  case .reopenCriterion(let id, let criterion, let reason):
    let review = try open(id, facts)
    let submission = try facts.submission(review.submission)
    guard submission.met.contains(criterion) else {
      throw Refusal(.notInThisState, "The criterion \"\(criterion)\" was not met before.")
    }
    guard !reason.isEmpty else {
      throw Refusal(.incomplete, "Looking again at what was met needs a reason.")
    }
    let isSaid = submission.reopened.contains {
      $0.criterion == criterion && $0.reason.value == reason
    }
    if isSaid { return [] }
    return [
      .criterionReopened(
        CriterionReopened(
          submission: submission.id, earner: submission.earner, review: id, criterion: criterion,
          reason: Personal(reason)))
    ]
  case .escalateOverdue(let window):
    let overdue = facts.overdue.map(\.id)
    if overdue.isEmpty { return [] }
    let escalated = Event.overdueEscalated(OverdueEscalated(window: window, reviews: overdue))
    guard facts.program?.evaluators.reassignsOverdue == true else { return [escalated] }
    return [escalated] + overdue.map { .reviewReassigned(ReviewReassigned(from: $0, to: nil)) }
  default: return []
  }
}

/// A review that still has to be handed in.
private func open(_ id: ReviewID, _ facts: Facts) throws(Refusal) -> Review {
  let review = try facts.review(id)
  guard review.isOpen else {
    throw Refusal(.notInThisState, "Review \(id) is \(review.state.name.words) already.")
  }
  return review
}

private func assign(
  _ id: SubmissionID, _ evaluator: PersonID, _ part: EvaluatorPart, _ isByHand: Bool,
  facts: Facts, at now: Instant
) throws(Refusal) -> [Event] {
  let submission = try facts.submission(id)
  guard submission.state.name == .submitted || submission.state.name == .underReview else {
    throw Refusal(
      .notInThisState, "It is \(submission.state.name.words): no evaluator is needed.")
  }
  let isLacking = submission.lacking.contains { $0.part == part }
  guard isLacking || isByHand else { return [] }
  guard isLacking || facts.program?.parts(submission.stage).contains(part) == true else {
    throw Refusal(.againstTheRules, "No \(part.words) is needed here.")
  }
  for review in facts.reviews[id] ?? [] where review.part == part {
    guard review.round == submission.round else { continue }
    if review.isOpen {
      throw Refusal(
        .notInThisState, "Somebody has it already: reassign review \(review.id).")
    }
    if review.state.name == .handedIn {
      throw Refusal(.notInThisState, "Review \(review.id) of this round is in already.")
    }
  }
  let review = try review(
    of: submission, for: evaluator, part, isByHand: isByHand, facts: facts, at: now)
  return review.delay + [.reviewAssigned(ReviewAssigned(review: review.new))]
    + besides(part, submission, facts)
}

/// Who else is needed once somebody has the work: the window's assignment passes over what is under review.
private func besides(
  _ part: EvaluatorPart, _ submission: Submission, _ facts: Facts
) -> [Event] {
  guard submission.state.name == .submitted else { return [] }
  let cards = facts.cards(of: submission)
  return (facts.program?.parts(submission.stage) ?? []).filter { other in
    other != part && cards[other] == nil && !submission.lacking.contains { $0.part == other }
  }.map { other in
    .evaluatorNeeded(
      EvaluatorNeeded(submission: submission.id, part: other, isForAdministrator: false))
  }
}

private func review(
  of submission: Submission, for evaluator: PersonID, _ part: EvaluatorPart, isByHand: Bool,
  facts: Facts, at now: Instant
) throws(Refusal) -> (new: NewReview, delay: [Event]) {
  let person = try facts.person(evaluator)
  let obstacle = facts.obstacle(
    to: person, judging: submission, at: now, isByHand: isByHand)
  if let obstacle {
    throw Refusal(
      .againstTheRules, "This evaluator can't judge it, because \(obstacle.words).")
  }
  let terms = try facts.terms(
    for: submission.times, stage: submission.stage, handedIn: submission.receivedAt, at: now)
  var next = facts.next
  return (
    new: try facts.newReview(
      next.take(\.review), submission.id, round: submission.round, evaluator: evaluator,
      part: part, isOutsideField: facts.isOutsideField(submission, of: person), isByHand: isByHand,
      terms: terms),
    delay: facts.delay(of: submission, to: terms)
  )
}

private func reassign(
  _ id: ReviewID, _ evaluator: PersonID?, isByHand: Bool, facts: Facts, at now: Instant
) throws(Refusal) -> [Event] {
  let review = try open(id, facts)
  guard let evaluator else {
    return [.reviewReassigned(ReviewReassigned(from: id, to: nil))]
  }
  guard evaluator != review.evaluator else {
    throw Refusal(.incomplete, "This evaluator has it already.")
  }
  let submission = try facts.submission(review.submission)
  let new = try Workflow.review(
    of: submission, for: evaluator, review.part, isByHand: isByHand, facts: facts, at: now)
  return new.delay + [.reviewReassigned(ReviewReassigned(from: id, to: new.new))]
}

extension ReviewStateName {
  /// The state as people read it.
  public var words: String {
    switch self {
    case .assigned: "assigned"
    case .seen: "opened"
    case .handedIn: "handed in"
    case .declined: "given back"
    case .reassigned: "reassigned"
    case .closed: "closed"
    }
  }
}
