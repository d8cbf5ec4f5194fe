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
      $0.receivedAt = event.receivedAt
      $0.arrivals += 1
      if case .submitted = $0.state { $0.state = .submitted(at: event.receivedAt) }
    }
  case .withdrawn(let event):
    try close(event.reviews, because: .withdrawn, at: entry.at, &records)
    try change(event.submission, &records) {
      $0.state = .withdrawn(at: entry.at)
      $0.lacking = []
    }
    try startClock(ofProposalOf: event.submission, at: entry.at, &records)
  case .returned(let event):
    try close(event.reviews, because: .returned, at: entry.at, &records)
    try change(event.submission, &records) {
      $0.state = .returned(
        Return(
          at: entry.at, missing: event.missing, handInBy: event.handInBy,
          wasUnderReview: !event.reviews.isEmpty))
      $0.handInAgainBy = event.handInBy
      $0.lacking = []
    }
    try startClock(ofProposalOf: event.submission, at: entry.at, &records)
  case .returnRecalled(let event):
    for review in event.reviews { try change(review, &records) { $0.state = .assigned } }
    try change(event.submission, &records) {
      $0.state =
        event.reviews.isEmpty
        ? .submitted(at: $0.receivedAt) : .underReview(since: entry.at)
      $0.handInAgainBy = nil
    }
    try stopClock(ofProposalOf: event.submission, at: entry.at, &records)
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
      case .inProgress, .ended, .none, .completed: $0.progress = .inProgress(ends: event.ends)
      }
    }
  case .yearEnded(let event):
    try change(event.submission, &records) { $0.progress = .ended(at: entry.at) }
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
    guard case .inProgress(let ends) = $0.progress else { return }
    $0.progress = .stopped(since: instant, ends: ends)
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
