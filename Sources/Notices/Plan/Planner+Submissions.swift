import CivilTime
import Programs
import Workflow

extension Planning {
  // MARK: Received

  /// Work arrived: its receipt goes at once, so that nobody has to wonder.
  mutating func receive(_ event: HandedIn) throws {
    guard let submission = try facts.submission(event.submission) else { return }
    // What was asked for is here, or on its way again.
    cancel(PlanSelector(about: .submission(submission.id), names: [.returned]), because: .handedIn)
    let name = receipt(event.stage)
    let key = NoticeKeys.receipt(submission.id, arrival: submission.arrivals)
    let about = PlannedNotice.About.submission(submission.id)
    if event.isOfThePast || event.source == .opening {
      planAndCancel(name, key, to: event.earner, about: about, because: .ofThePast)
    } else if event.source == .mail {
      // The answer to their mail says it (36).
      planAndCancel(name, key, to: event.earner, about: about, because: .replaced)
    } else {
      replaceReceipts(of: submission.id)
      plan(name, key, to: event.earner, about: about, due: entry.at)
    }
  }

  /// A change of what is here already: its receipt waits for the minutes in which it may be changed once more.
  ///
  /// So whoever hands in hears at once, and whoever then mends it five times hears once more, of the last.
  mutating func receiveChange(_ event: ContentChanged) throws {
    guard let submission = try facts.submission(event.submission) else { return }
    let name = receipt(submission.stage)
    let key = NoticeKeys.receipt(submission.id, arrival: submission.arrivals)
    if submission.source == .mail {
      planAndCancel(
        name, key, to: event.earner, about: .submission(submission.id), because: .replaced)
      return
    }
    replaceReceipts(of: submission.id)
    plan(
      name, key, to: event.earner, about: .submission(submission.id), due: times.held(entry.at))
  }

  private func receipt(_ stage: StageKind) -> NoticeName {
    stage == .proposal ? .proposalReceived : .evidenceReceived
  }

  private mutating func replaceReceipts(of submission: SubmissionID) {
    cancel(
      PlanSelector(
        about: .submission(submission), names: [.proposalReceived, .evidenceReceived]),
      because: .replaced)
  }

  // MARK: Taken back, returned

  mutating func withdraw(_ event: Withdrawn) throws {
    guard let submission = try facts.submission(event.submission) else { return }
    cancel(
      PlanSelector(
        about: .submission(submission.id),
        names: [.proposalReceived, .evidenceReceived, .returned, .decisionDelayed]),
      because: .withdrawn)
    plan(
      .withdrawn, NoticeKeys.withdrawn(submission.id, arrival: submission.arrivals),
      to: submission.earner, about: .submission(submission.id), due: entry.at)
    try takeFromEvaluators(event.reviews, why: .withdrawn)
    for review in event.reviews { endReminders(of: review, because: .withdrawn) }
    try planYearsEnd(ofProposalOf: submission)
    try reach(submission.id)
  }

  mutating func giveBack(_ event: Returned) throws {
    guard let submission = try facts.submission(event.submission) else { return }
    let key = NoticeKeys.returned(submission.id, arrival: submission.arrivals)
    if submission.source == .mail, entry.at < times.held(submission.receivedAt) {
      // It was checked as it came in, and the answer to their mail says what is missing (37).
      planAndCancel(
        .returned, key, to: event.earner, about: .submission(submission.id), because: .replaced)
    } else {
      plan(
        .returned, key, to: event.earner, about: .submission(submission.id),
        due: afterHold(.returned), notAfter: event.handInBy)
    }
    // Their reminders stay planned: a return can be undone, and by then the review says so itself.
    try takeFromEvaluators(event.reviews, why: .returned)
    try planYearsEnd(ofProposalOf: submission)
    try reach(submission.id)
  }

  /// Tells evaluators that open reviews have ended without them.
  private mutating func takeFromEvaluators(_ reviews: [ReviewID], why: MovedReason) throws {
    for id in reviews {
      guard let review = try facts.review(id) else { continue }
      planMovedFrom(review, why: why)
    }
  }

  // MARK: The answer's day

  /// The promised day has moved: said on the morning on which it was to be kept, once for an arrival.
  mutating func delay(_ event: AnswerDelayed) throws {
    guard let submission = try facts.submission(event.submission) else { return }
    let waiting = try facts.plannedNotices(about: .submission(submission.id))
    let before = waiting.first { $0.name == .decisionDelayed }?.instant(.before)
    plan(
      .decisionDelayed, NoticeKeys.delayed(submission.id, arrival: submission.arrivals),
      to: submission.earner, about: .submission(submission.id),
      due: afterHoldUnlessClock(.decisionDelayed),
      .fields([
        .before: (before ?? event.before.notifyBy).field, .after: event.times.notifyBy.field,
      ]))
    if case .readyToRelease = submission.state { try reach(submission.id, isNews: false) }
  }
}
