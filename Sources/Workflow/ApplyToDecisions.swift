import CivilTime

func applyToDecisions(_ entry: Entry, _ records: inout some Records) throws {
  switch entry.event {
  case .outcomeReached(let event):
    try change(event.submission, &records) {
      $0.state = .readyToRelease(event.outcome, since: entry.at)
      $0.lacking = []
    }
  case .decisionReleased(let event): try released(event, entry, &records)
  case .decisionRecalled(let event): try recalled(event, entry, &records)
  case .decisionReopened(let event): try reopened(event, entry, &records)
  default: break
  }
}

private func released(
  _ event: DecisionReleased, _ entry: Entry, _ records: inout some Records
) throws {
  guard let submission = try records.submission(event.submission) else { return }
  var decision = Decision(
    id: event.decision, submission: event.submission, round: event.round,
    outcome: event.outcome, reviews: event.reviews, rubric: event.rubric, releasedAt: entry.at,
    releasedBy: entry.by, corrects: event.corrects)
  var before = BeforeDecision(
    readySince: nil, decision: submission.decision, met: submission.met,
    handInAgainBy: submission.handInAgainBy, progress: submission.progress,
    proposalProgress: try submission.proposal.flatMap { try records.submission($0)?.progress })
  if case .readyToRelease(_, let since) = submission.state { before.readySince = since }
  decision.before = before
  try records.save(decision)
  try change(event.submission, &records) {
    $0.state = .decided(event.decision, event.outcome, at: entry.at)
    $0.decision = event.decision
    $0.met = event.met
    $0.handInAgainBy = event.handInAgainBy
    $0.lacking = []
    if let ends = event.yearEnds { $0.progress = .inProgress(ends: ends) }
  }
  guard let proposal = submission.proposal else { return }
  try startClock(ofProposalOf: event.submission, at: entry.at, &records)
  try change(proposal, &records) {
    switch (event.outcome, $0.progress, event.yearLastsUntil) {
    case (.earned, _, _): $0.progress = .completed(at: entry.at)
    case (_, .inProgress(let ends), let until?):
      $0.progress = .inProgress(ends: max(ends, until))
    case (_, .ended(let ends), let until?) where ends < until:
      $0.progress = .inProgress(ends: until)
    default: break
    }
  }
}

/// Everything is as it was before the release.
private func recalled(
  _ event: DecisionRecalled, _ entry: Entry, _ records: inout some Records
) throws {
  guard var decision = try records.decision(event.decision) else { return }
  decision.standing = .recalled(at: entry.at)
  try records.save(decision)
  let before = decision.before
  try change(decision.submission, &records) {
    $0.state =
      if let since = before?.readySince { .readyToRelease(decision.outcome, since: since) } else {
        .submitted(at: $0.receivedAt)
      }
    $0.decision = before?.decision
    $0.met = before?.met ?? []
    $0.handInAgainBy = before?.handInAgainBy
    $0.progress = before?.progress
  }
  guard let proposal = try records.submission(decision.submission)?.proposal else { return }
  try change(proposal, &records) { $0.progress = before?.proposalProgress }
}

/// What was decided is looked at afresh: in a round of its own, so that no scorecard of the first counts in it,
/// and with what had been met before it.
private func reopened(
  _ event: DecisionReopened, _ entry: Entry, _ records: inout some Records
) throws {
  guard var decision = try records.decision(event.decision) else { return }
  decision.standing = .reopened(at: entry.at, reason: event.reason)
  try records.save(decision)
  let before = decision.before
  try change(event.submission, &records) {
    $0.round += 1
    $0.state =
      event.lacking.isEmpty ? .submitted(at: $0.receivedAt) : .underReview(since: entry.at)
    $0.times = event.times
    $0.met = before?.met ?? []
    $0.reopened = []
    $0.handInAgainBy = nil
    $0.lacking = event.lacking.map {
      LackingEvaluator(part: $0, since: entry.at, isForAdministrator: true)
    }
    if $0.stage == .proposal { $0.progress = nil }
  }
  guard let proposal = try records.submission(event.submission)?.proposal else { return }
  try change(proposal, &records) {
    // What is no longer earned is under review as it was; the time since then is not the teacher's.
    if case .completed = $0.progress { $0.progress = before?.proposalProgress }
  }
  try stopClock(ofProposalOf: event.submission, at: entry.at, &records)
}
