import CivilTime
import Programs

func applyToSubmissions(_ entry: Entry, _ records: inout some Records) throws {
  switch entry.event {
  case .handedIn(let event): try handedIn(event, entry, &records)
  case .contentChanged(let event):
    try change(event.submission, &records) {
      $0.offering = event.offering
      $0.title = event.title
      $0.skills = event.skills
      $0.content = event.content
      $0.cents = event.cents
      $0.receivedAt = event.receivedAt
      $0.arrivals += 1
      if case .submitted = $0.state { $0.state = .submitted(at: event.receivedAt) }
    }
  case .withdrawn(let event):
    try close(event.reviews, because: .withdrawn, at: entry.at, &records)
    try change(event.submission, &records) {
      $0.state = .withdrawn(at: entry.at)
      $0.handInAgainBy = nil
      $0.lacking = []
    }
    try startClock(ofProposalOf: event.submission, at: entry.at, &records)
  case .returned(let event): try returned(event, entry, &records)
  case .returnRecalled(let event): try recallReturn(event, entry, &records)
  case .amended(let event):
    try change(event.submission, &records) {
      $0.title = event.title
      $0.skills = event.skills
      $0.content = event.content
    }
  case .extended(let event):
    try change(event.submission, &records) {
      switch $0.progress {
      case .stopped(let since, _): $0.progress = .stopped(since: since, ends: event.ends)
      case .inProgress, .ended, .none, .completed:
        // Undoing an extension may lead back to an end that is over.
        $0.progress =
          entry.at < event.ends ? .inProgress(ends: event.ends) : .ended(at: event.ends)
      }
    }
  case .yearEnded(let event):
    try change(event.submission, &records) { $0.progress = .ended(at: event.ends) }
  case .answerDelayed(let event):
    try change(event.submission, &records) {
      $0.times = event.times
      $0.delays += 1
    }
  default: break
  }
}

private func handedIn(
  _ event: HandedIn, _ entry: Entry, _ records: inout some Records
) throws {
  var submission: Submission
  if let known = try records.submission(event.submission) {
    submission = known
    submission.arrivals += 1
    if case .decided = known.state { submission.resubmissions += 1 }
  } else {
    submission = Submission(
      id: event.submission, stage: event.stage, earner: event.earner, offering: event.offering,
      proposal: event.proposal, window: event.window, round: event.round, title: event.title,
      skills: event.skills, content: event.content, rubric: event.rubric, source: event.source,
      state: .submitted(at: event.receivedAt), receivedAt: event.receivedAt, times: event.times)
  }
  submission.offering = event.offering
  submission.proposal = event.proposal
  submission.window = event.window
  submission.round = event.round
  submission.title = event.title
  submission.skills = event.skills
  submission.content = event.content
  submission.cents = event.cents
  submission.rubric = event.rubric
  submission.source = event.source
  submission.state = .submitted(at: event.receivedAt)
  submission.receivedAt = event.receivedAt
  submission.times = event.times
  submission.handInAgainBy = nil
  submission.reopened = []
  submission.lacking = event.lacking.map {
    LackingEvaluator(part: $0, since: entry.at, isForAdministrator: false)
  }
  try records.save(submission)
  try stopClock(ofProposalOf: event.submission, at: event.receivedAt, &records)
}

private func returned(
  _ event: Returned, _ entry: Entry, _ records: inout some Records
) throws {
  guard let submission = try records.submission(event.submission) else { return }
  var before = BeforeReturn(
    underReviewSince: nil, lacking: submission.lacking, seen: [],
    proposalProgress: try submission.proposal.flatMap { try records.submission($0)?.progress })
  if case .underReview(let since) = submission.state { before.underReviewSince = since }
  for id in event.reviews {
    guard case .seen(let at) = try records.review(id)?.state else { continue }
    before.seen.append(SeenReview(review: id, at: at))
  }
  try close(event.reviews, because: .returned, at: entry.at, &records)
  try change(event.submission, &records) {
    $0.state = .returned(
      Return(
        at: entry.at, missing: event.missing, handInBy: event.handInBy,
        wasUnderReview: before.underReviewSince != nil, before: before))
    $0.handInAgainBy = event.handInBy
    $0.lacking = []
  }
  try startClock(ofProposalOf: event.submission, at: entry.at, &records)
  guard let proposal = submission.proposal else { return }
  try change(proposal, &records) {
    // Whoever handed in within the year can also add what is missing.
    guard case .inProgress(let ends) = $0.progress else { return }
    $0.progress = .inProgress(ends: max(ends, event.handInBy))
  }
}

private func recallReturn(
  _ event: ReturnRecalled, _ entry: Entry, _ records: inout some Records
) throws {
  guard let submission = try records.submission(event.submission),
    case .returned(let back) = submission.state
  else { return }
  let before = back.before
  for review in event.reviews {
    let seen = before?.seen.first { $0.review == review }
    try change(review, &records) { $0.state = seen.map { .seen(at: $0.at) } ?? .assigned }
  }
  try change(event.submission, &records) {
    $0.state =
      if let since = before?.underReviewSince { .underReview(since: since) } else {
        .submitted(at: $0.receivedAt)
      }
    $0.handInAgainBy = nil
    $0.lacking = before?.lacking ?? []
  }
  guard let proposal = submission.proposal else { return }
  try change(proposal, &records) { $0.progress = before?.proposalProgress }
}

/// Ends open reviews for which nothing is left to judge.
func close(
  _ reviews: [ReviewID], because reason: CloseReason, at instant: Instant,
  _ records: inout some Records
) throws {
  for review in reviews {
    try change(review, &records) { $0.state = .closed(reason, at: instant) }
  }
}

/// While evidence is under review, the year of its proposal stands still.
func stopClock(
  ofProposalOf evidence: SubmissionID, at instant: Instant, _ records: inout some Records
) throws {
  guard let proposal = try records.submission(evidence)?.proposal,
    try records.program()?.completion.clockStopsUnderReview ?? true
  else { return }
  try change(proposal, &records) {
    switch $0.progress {
    case .inProgress(let ends): $0.progress = .stopped(since: instant, ends: ends)
    // What arrived in time and is read later, as a form's row may be, stops the clock all the same.
    case .ended(let ends) where instant < ends:
      $0.progress = .stopped(since: instant, ends: ends)
    case .ended, .stopped, .completed, .none: break
    }
  }
}

/// The year goes on, longer by the time for which it stood still.
func startClock(
  ofProposalOf evidence: SubmissionID, at instant: Instant, _ records: inout some Records
) throws {
  guard let proposal = try records.submission(evidence)?.proposal else { return }
  try change(proposal, &records) {
    guard case .stopped(let since, let ends) = $0.progress else { return }
    let stood = max(0, instant.milliseconds(since: since))
    $0.progress = .inProgress(ends: ends.adding(milliseconds: stood))
  }
}
