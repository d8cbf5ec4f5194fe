import CivilTime
import Programs

func decideAssignments(
  _ command: Command, by actor: Actor, facts: Facts, at now: Instant
) throws(Refusal) -> [Event] {
  switch command {
  case .proposeAssignment(let id, let pairs, let unassigned):
    let window = try facts.window(id)
    try expectClosed(window)
    guard !window.isAssigned else {
      throw Refusal(
        .notInThisState, "Its assignment is released. Reassign single reviews instead.")
    }
    // What was taken back or returned while it was worked out needs nobody now.
    let waiting = Set(facts.inWindow.filter { $0.state.name == .submitted }.map(\.id))
    let known = Set(facts.inWindow.map(\.id))
    let pairs = pairs.filter { waiting.contains($0.submission) || !known.contains($0.submission) }
    try check(pairs, facts: facts, at: now)
    var next = facts.next
    let proposed = AssignmentProposed(
      assignment: next.take(\.assignment), window: id, pairs: pairs,
      unassigned: unassigned.filter(waiting.contains), replaces: window.assignment)
    // Nobody waits for the administrator here, so the two happen together or not at all.
    guard actor == .clock, try facts.policy().evaluators.releasesByItself else {
      return [.assignmentProposed(proposed)]
    }
    let assignment = Assignment(
      id: proposed.assignment, window: id, pairs: pairs, unassigned: proposed.unassigned)
    return [.assignmentProposed(proposed)] + (try released(assignment, facts: facts, at: now))
  case .moveAssignment(let id, let submission, let evaluator, let part):
    let assignment = try proposed(id, facts)
    let before = assignment.pairs.first { $0.submission == submission && $0.part == part }
    if before?.evaluator == evaluator { return [] }
    let person = try facts.person(evaluator)
    let work = facts.inWindow.first { $0.id == submission }
    guard work?.state.name == .submitted else {
      throw Refusal(
        .notInThisState, "Submission \(submission) does not wait for an evaluator in this window.")
    }
    let pair = AssignedPair(
      submission: submission, evaluator: evaluator, part: part,
      affinityThousandths: person.evaluator?.affinityThousandths(
        to: work?.skills ?? [], by: facts.program?.skills) ?? 0,
      isOutsideField: work.map { facts.isOutsideField($0, of: person) } ?? false,
      isByHand: true, isPinned: true)
    let others = assignment.pairs.filter { $0.submission == submission && $0.part != part }
    try check([pair], besides: others, facts: facts, at: now)
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
  case .releaseAssignment(let id):
    // What is due twice is done once.
    if try facts.theAssignment(id).state == .released { return [] }
    let assignment = try proposed(id, facts)
    try expectClosed(try facts.window(assignment.window))
    return try released(assignment, facts: facts, at: now)
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

private func expectClosed(_ window: Window) throws(Refusal) {
  guard window.state == .closed else {
    throw Refusal(.notNow, "Window \(window.id) is not closed: work may still come in.")
  }
}

/// Holds pairs against every rule: an assignment may have been worked out from facts that have changed.
private func check(
  _ pairs: [AssignedPair], besides others: [AssignedPair] = [], facts: Facts, at now: Instant
) throws(Refusal) {
  var counts = facts.openCounts
  let work = Dictionary(facts.inWindow.map { ($0.id, $0) }) { first, _ in first }
  var seen = Set(others.map { [$0.submission.number, $0.evaluator.number] })
  var parts = Set(others.map { PairPlace(submission: $0.submission, part: $0.part) })
  for pair in pairs {
    guard let submission = work[pair.submission] else {
      throw .notFound("submission in this window", pair.submission)
    }
    guard facts.program?.parts(submission.stage).contains(pair.part) == true else {
      throw Refusal(.againstTheRules, "This step has no \(pair.part.words).")
    }
    guard parts.insert(PairPlace(submission: pair.submission, part: pair.part)).inserted else {
      throw Refusal(
        .againstTheRules, "Submission \(pair.submission) would get two for one part.")
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

/// One part of one submission.
private struct PairPlace: Hashable {
  var submission: SubmissionID
  var part: EvaluatorPart
}

private func released(
  _ assignment: Assignment, facts: Facts, at now: Instant
) throws(Refusal) -> [Event] {
  // What was taken back or returned since needs nobody now.
  let waiting = facts.inWindow.filter { $0.state.name == .submitted }
  let work = Dictionary(waiting.map { ($0.id, $0) }) { first, _ in first }
  let pairs = assignment.pairs.filter { work[$0.submission] != nil }
  try check(pairs, facts: facts, at: now)
  var next = facts.next
  var reviews: [NewReview] = []
  var delays: [Event] = []
  var given: [SubmissionID: Set<EvaluatorPart>] = [:]
  for pair in pairs {
    guard let submission = work[pair.submission] else { continue }
    let terms = try facts.terms(
      for: submission.times, stage: submission.stage, handedIn: submission.receivedAt, at: now)
    reviews.append(
      try facts.newReview(
        next.take(\.review), submission.id, round: submission.round, evaluator: pair.evaluator,
        part: pair.part, isOutsideField: pair.isOutsideField, isByHand: pair.isByHand,
        terms: terms))
    if given[submission.id] == nil { delays += facts.delay(of: submission, to: terms) }
    given[submission.id, default: []].insert(pair.part)
  }
  // What nobody had room for, and what came in while the assignment was worked out, is on the list from now on.
  var lacking: [NewLack] = []
  for submission in waiting.sorted(by: { $0.id < $1.id }) {
    for part in facts.program?.parts(submission.stage) ?? []
    where given[submission.id]?.contains(part) != true
      && !submission.lacking.contains(where: { $0.part == part })
    {
      lacking.append(
        NewLack(
          submission: submission.id, part: part,
          isForAdministrator: assignment.unassigned.contains(submission.id)))
    }
  }
  return [
    .assignmentReleased(
      AssignmentReleased(
        assignment: assignment.id, window: assignment.window, reviews: reviews, lacking: lacking))
  ] + delays
}

extension EvaluatorPart {
  /// The part as people read it.
  public var words: String {
    switch self {
    case .evaluator: "evaluator"
    case .secondEvaluator: "second evaluator"
    case .adjudicator: "adjudicator"
    }
  }
}
