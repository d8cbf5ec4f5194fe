import CivilTime
import Programs

/// Most things that one return names.
private let missingPartsMax = 20

func decideSubmissions(
  _ command: Command, by actor: Actor, facts: Facts, at now: Instant
) throws(Refusal) -> [Event] {
  switch command {
  case .withdraw(let id): return try withdraw(id, facts: facts)
  case .returnSubmission(let id, let missing):
    return try returnSubmission(id, missing, facts: facts, at: now)
  case .checkDocuments(let id): return try checkDocuments(id, by: actor, facts: facts, at: now)
  case .acceptLate(let id, let window, let until, let reason):
    _ = try facts.present(id)
    guard try facts.window(window).state != .cancelled else {
      throw Refusal(.notInThisState, "Window \(window) is cancelled: choose another.")
    }
    guard now < until else {
      throw Refusal(.incomplete, "Late work can be taken until a time that is still to come.")
    }
    return [
      .lateAccepted(
        LateAccepted(person: id, window: window, until: until, reason: Personal(reason)))
    ]
  case .amend(let id, let title, let skills, let content, let reason):
    let proposal = try facts.submission(id)
    switch proposal.progress {
    case .inProgress, .stopped: break
    case .completed, .ended, .none:
      throw Refusal(.notInThisState, "Only a proposal in progress can be amended.")
    }
    _ = try facts.present(proposal.earner)
    try check(title: title, content)
    return [
      .amended(
        Amended(
          submission: id, earner: proposal.earner, title: Personal(title), skills: skills,
          content: Personal(content), reason: Personal(reason)))
    ]
  case .extend(let id, let until, let reason):
    return try extend(id, until, reason, facts: facts, at: now)
  case .endYear(let id):
    let proposal = try facts.submission(id)
    guard case .inProgress(let ends) = proposal.progress, ends <= now else { return [] }
    return [.yearEnded(YearEnded(submission: id, ends: ends))]
  case .delayAnswer(let id):
    let submission = try facts.submission(id)
    switch submission.state {
    case .submitted, .underReview, .readyToRelease: break
    case .returned, .decided, .withdrawn: return []
    }
    guard submission.times.promisedMorning <= now else { return [] }
    let stage = try facts.stage(of: submission)
    var times = submission.times
    let deadlines = try facts.deadlines()
    // After a long stop, the new day has to lie ahead, not just later than the missed one.
    repeat { times = deadlines.delayed(times, for: stage) } while times.promisedMorning <= now
    return [
      .answerDelayed(
        AnswerDelayed(
          submission: id, round: submission.round, before: submission.times, times: times))
    ]
  default: return []
  }
}

extension Facts {
  /// The open reviews of a submission, by id.
  func openReviews(of submission: SubmissionID) -> [ReviewID] {
    (reviews[submission] ?? []).filter(\.isOpen).map(\.id)
  }
}

private func withdraw(_ id: SubmissionID, facts: Facts) throws(Refusal) -> [Event] {
  let submission = try facts.submission(id)
  switch submission.state {
  case .submitted, .underReview, .returned, .readyToRelease: break
  case .withdrawn: return []
  // What is held for it would count against the cap until it comes again.
  case .decided(_, let outcome, _) where outcome.asksForMore && facts.isHeld(submission): break
  case .decided:
    throw Refusal(
      .notInThisState, "It is decided. What is decided can be appealed, not taken back.")
  }
  return [.withdrawn(Withdrawn(submission: id, reviews: facts.openReviews(of: id)))]
}

private func returnSubmission(
  _ id: SubmissionID, _ missing: [MissingPart], facts: Facts, at now: Instant
) throws(Refusal) -> [Event] {
  let submission = try facts.submission(id)
  guard submission.state.name == .submitted || submission.state.name == .underReview else {
    throw Refusal(
      .notInThisState, "It is \(submission.state.name.words): there is nothing to return.")
  }
  guard !missing.isEmpty, missing.count <= missingPartsMax else {
    throw Refusal(.incomplete, "Say what is missing: 1 to \(missingPartsMax) things.")
  }
  let days = try facts.stage(of: submission).returnDays
  let handInBy = facts.zone.startOfDay(facts.zone.date(at: now).adding(days: days + 1))
  return [
    .returned(
      Returned(
        submission: id, earner: submission.earner, missing: missing, handInBy: handInBy,
        reviews: facts.openReviews(of: id)))
  ]
}

private func checkDocuments(
  _ id: SubmissionID, by actor: Actor, facts: Facts, at now: Instant
) throws(Refusal) -> [Event] {
  let submission = try facts.submission(id)
  // An issuer's proof that was looked at again is confirmed here, too.
  if case .evaluators = try facts.stage(of: submission).judging {
    throw Refusal(.againstTheRules, "Evaluators judge this step, with a rubric.")
  }
  guard actor != .person(submission.earner) else {
    throw Refusal(.againstTheRules, "It is their own work: somebody else has to check it.")
  }
  guard submission.state.name == .submitted else {
    throw Refusal(.notInThisState, "It is \(submission.state.name.words) already.")
  }
  return [try facts.decision(on: submission, .passed, reviews: [], met: [], at: now)]
}

private func extend(
  _ id: SubmissionID, _ until: CivilDate, _ reason: String, facts: Facts, at now: Instant
) throws(Refusal) -> [Event] {
  let proposal = try facts.submission(id)
  _ = try facts.present(proposal.earner)
  let ends = facts.zone.startOfDay(until.adding(days: 1))
  let before: Instant
  switch proposal.progress {
  case .inProgress(let ends), .stopped(_, let ends): before = ends
  case .ended(let at): before = at
  case .completed, .none:
    throw Refusal(.notInThisState, "Only a proposal in progress can have more time.")
  }
  guard before < ends, now < ends else {
    throw Refusal(.incomplete, "More time means a later day than the one it has.")
  }
  guard !reason.isEmpty else { throw Refusal(.incomplete, "An extension needs a reason.") }
  return [
    .extended(
      Extended(
        submission: id, earner: proposal.earner, ends: ends, endedBefore: before,
        reason: Personal(reason)))
  ]
}

extension SubmissionStateName {
  /// The state as people read it.
  public var words: String {
    switch self {
    case .submitted: "handed in"
    case .underReview: "under review"
    case .returned: "returned"
    case .readyToRelease: "ready to release"
    case .decided: "decided"
    case .withdrawn: "withdrawn"
    }
  }
}
