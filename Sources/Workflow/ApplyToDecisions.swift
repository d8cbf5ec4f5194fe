import CivilTime

func applyToDecisions(_ entry: Entry, _ records: inout some Records) throws {
  switch entry.event {
  case .outcomeReached(let event):
    try change(event.submission, &records) {
      $0.state = .readyToRelease(event.outcome, since: entry.at)
      $0.lacking = []
    }
  case .decisionReleased(let event): try released(event, entry, &records)
  case .decisionRecalled(let event):
    guard var decision = try records.decision(event.decision) else { return }
    decision.standing = .recalled(at: entry.at)
    try records.save(decision)
    try change(decision.submission, &records) {
      $0.state = .readyToRelease(decision.outcome, since: entry.at)
      $0.decision = decision.corrects
      $0.handInAgainBy = nil
      if $0.stage == .proposal { $0.progress = nil }
    }
    try stopClock(ofProposalOf: decision.submission, at: entry.at, &records)
    try reopenCompleted(decision, &records)
  case .decisionReopened(let event):
    guard var decision = try records.decision(event.decision) else { return }
    decision.standing = .reopened(at: entry.at, reason: event.reason)
    try records.save(decision)
    try change(event.submission, &records) {
      // A new look is a round of its own, so that no scorecard of the first counts in it.
      $0.round += 1
      $0.state = .underReview(since: entry.at)
      $0.times = event.times
      $0.handInAgainBy = nil
      $0.lacking = [LackingEvaluator(part: .evaluator, since: entry.at, isForAdministrator: true)]
      if $0.stage == .proposal { $0.progress = nil }
    }
    try stopClock(ofProposalOf: event.submission, at: entry.at, &records)
    try reopenCompleted(decision, &records)
  default: break
  }
}

private func released(
  _ event: DecisionReleased, _ entry: Entry, _ records: inout some Records
) throws {
  try records.save(
    Decision(
      id: event.decision, submission: event.submission, round: event.round,
      outcome: event.outcome, reviews: event.reviews, rubric: event.rubric, releasedAt: entry.at,
      releasedBy: entry.by, corrects: event.corrects))
  try change(event.submission, &records) {
    $0.state = .decided(event.decision, event.outcome, at: entry.at)
    $0.decision = event.decision
    $0.met = event.met
    $0.handInAgainBy = event.handInAgainBy
    $0.lacking = []
    if let ends = event.yearEnds { $0.progress = .inProgress(ends: ends) }
  }
  guard let proposal = try records.submission(event.submission)?.proposal else { return }
  try startClock(ofProposalOf: event.submission, at: entry.at, &records)
  try change(proposal, &records) {
    switch (event.outcome, $0.progress) {
    case (.earned, _): $0.progress = .completed(at: entry.at)
    case (.notYet, .inProgress(let ends)):
      // One more hand-in is guaranteed, even after the year's end.
      $0.progress = .inProgress(ends: max(ends, event.handInAgainBy ?? ends))
    default: break
    }
  }
}

/// The proposal of evidence whose decision no longer counts is not completed by it.
private func reopenCompleted(_ decision: Decision, _ records: inout some Records) throws {
  guard decision.outcome == .earned,
    let proposal = try records.submission(decision.submission)?.proposal
  else { return }
  try change(proposal, &records) {
    guard case .completed(let at) = $0.progress else { return }
    $0.progress = .stopped(since: at, ends: at)
  }
}
