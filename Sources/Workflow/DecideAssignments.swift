import CivilTime
import Programs

func decideAssignments(
  _ command: Command, facts: Facts, at now: Instant
) throws(Refusal) -> [Event] {
  switch command {
  case .proposeAssignment(let id, let pairs, let unassigned):
    let window = try facts.window(id)
    guard window.state == .closed else {
      throw Refusal(.notNow, "Window \(id) is not closed yet: work may still come in.")
    }
    guard !window.isAssigned else {
      throw Refusal(
        .notInThisState, "Its assignment is released. Reassign single reviews instead.")
    }
    try check(pairs, facts: facts, at: now)
    var next = facts.next
    return [
      .assignmentProposed(
        AssignmentProposed(
          assignment: next.take(\.assignment), window: id, pairs: pairs, unassigned: unassigned,
          replaces: window.assignment))
    ]
  case .moveAssignment(let id, let submission, let evaluator, let part):
    let assignment = try proposed(id, facts)
    let before = assignment.pairs.first { $0.submission == submission && $0.part == part }
    if before?.evaluator == evaluator { return [] }
    let pair = AssignedPair(
      submission: submission, evaluator: evaluator, part: part, affinityThousandths: 0,
      isOutsideField: before?.isOutsideField ?? false, isByHand: true, isPinned: true)
    try check([pair], facts: facts, at: now)
    return [
      .assignmentAdjusted(AssignmentAdjusted(assignment: id, before: before, pair: pair))
    ]
  case .pinAssignment(let id, let submission, let evaluator, let isPinned):
    let assignment = try proposed(id, facts)
    let found = assignment.pairs.first {
      $0.submission == submission && $0.evaluator == evaluator
    }
    guard let found else {
      throw Refusal(
        .notFound, "Assignment \(id) does not give submission \(submission) to this evaluator.")
    }
    if found.isPinned == isPinned { return [] }
    var pair = found
    pair.isPinned = isPinned
    return [.assignmentAdjusted(AssignmentAdjusted(assignment: id, before: found, pair: pair))]
  case .releaseAssignment(let id): return try release(id, facts: facts, at: now)
  default: return []
  }
}

private func proposed(_ id: AssignmentID, _ facts: Facts) throws(Refusal) -> Assignment {
  let assignment = try facts.theAssignment(id)
  guard assignment.state == .proposed else {
    throw Refusal(
      .notInThisState, "Assignment \(id) is \(assignment.state.rawValue) already.")
  }
  return assignment
}

/// Holds pairs against every rule: an assignment may have been worked out from facts that have changed.
private func check(
  _ pairs: [AssignedPair], facts: Facts, at now: Instant
) throws(Refusal) {
  var counts = facts.openCounts
  var seen: Set<[Int64]> = []
  for pair in pairs {
    guard let submission = facts.inWindow.first(where: { $0.id == pair.submission }) else {
      throw .notFound("submission in this window", pair.submission)
    }
    let evaluator = try facts.person(pair.evaluator)
    guard seen.insert([pair.submission.number, pair.evaluator.number]).inserted else {
      throw Refusal(
        .againstTheRules,
        "Evaluator \(pair.evaluator) would get submission \(pair.submission) twice.")
    }
    let obstacle = facts.obstacle(
      to: evaluator, judging: submission, at: now, isByHand: pair.isByHand,
      openCount: counts[pair.evaluator, default: 0])
    if let obstacle {
      throw Refusal(
        .againstTheRules,
        "Evaluator \(pair.evaluator) can't get submission \(pair.submission), because "
          + "\(obstacle.words).")
    }
    counts[pair.evaluator, default: 0] += 1
  }
}

private func release(
  _ id: AssignmentID, facts: Facts, at now: Instant
) throws(Refusal) -> [Event] {
  let assignment = try proposed(id, facts)
  // What was taken back or returned since needs nobody now.
  let pairs = assignment.pairs.filter { pair in
    facts.submissions[pair.submission]?.state.name == .submitted
  }
  try check(pairs, facts: facts, at: now)
  var next = facts.next
  var reviews: [NewReview] = []
  var delays: [Event] = []
  for pair in pairs {
    let submission = try facts.submission(pair.submission)
    let terms = try facts.terms(for: submission.times, stage: submission.stage, at: now)
    reviews.append(
      try facts.newReview(
        next.take(\.review), submission.id, round: submission.round, evaluator: pair.evaluator,
        part: pair.part, isOutsideField: pair.isOutsideField, isByHand: pair.isByHand,
        terms: terms))
    if pair.part == .evaluator { delays += facts.delay(of: submission, to: terms) }
  }
  return [
    .assignmentReleased(
      AssignmentReleased(assignment: id, window: assignment.window, reviews: reviews))
  ] + delays
}
