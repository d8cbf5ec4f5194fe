import CivilTime
import Programs
import Rubrics

/// Most submissions whose decisions one command releases.
private let releasedMax = 500
/// Months to hand in again where no further window is planned.
let handInAgainMonths = 3

func decideDecisions(
  _ command: Command, facts: Facts, at now: Instant
) throws(Refusal) -> [Event] {
  switch command {
  case .releaseDecisions(let ids):
    guard !ids.isEmpty, ids.count <= releasedMax else {
      throw Refusal(.incomplete, "Between 1 and \(releasedMax) decisions are released at once.")
    }
    var facts = facts
    var events: [Event] = []
    for id in SortedSet(ids) {
      let submission = try facts.submission(id)
      guard case .readyToRelease(let outcome, _) = submission.state else {
        throw Refusal(
          .notInThisState,
          "Submission \(id) is \(submission.state.name.words), not ready to release.")
      }
      let reviews = (facts.reviews[id] ?? []).filter {
        $0.round == submission.round && $0.state.name == .handedIn
      }
      events.append(
        try facts.decision(
          on: submission, .reached(outcome), reviews: reviews.map(\.id),
          met: met(by: facts.cards(of: submission)), at: now))
      facts.next.decision += 1
    }
    return events
  case .reopenDecision(let id, let reason):
    let submission = try facts.submission(id)
    guard case .decided(let decision, _, _) = submission.state else {
      throw Refusal(
        .notInThisState, "It is \(submission.state.name.words): there is no decision to reopen.")
    }
    guard !reason.isEmpty else {
      throw Refusal(.incomplete, "Reopening a decision needs a reason, which the teacher reads.")
    }
    _ = try facts.present(submission.earner)
    let hasEvidence = facts.own.contains { $0.proposal == id && $0.state.name != .withdrawn }
    guard !hasEvidence else {
      throw Refusal(
        .againstTheRules,
        "Evidence for this proposal has come in: decide on that, so that the work counts.")
    }
    let stage = try facts.stage(of: submission)
    return [
      .decisionReopened(
        DecisionReopened(
          decision: decision, submission: id, earner: submission.earner,
          times: try facts.forPayDate(
            facts.deadlines().answerTimes(for: stage, arrivedAt: now), submission.stage,
            handedIn: submission.receivedAt, at: now),
          lacking: try facts.policy().parts(submission.stage), reason: Personal(reason)))
    ]
  default: return []
  }
}

/// What a decision says, before the stage gives it its word.
enum Verdict {
  /// A clerk found everything that is asked for.
  case passed
  /// Scorecards settled it.
  case reached(Outcome)
}

extension Facts {
  /// The decision on a submission, with the dates that follow from it.
  func decision(
    on submission: Submission, _ verdict: Verdict, reviews: [ReviewID], met: [CriterionID],
    at now: Instant
  ) throws(Refusal) -> Event {
    let outcome: Outcome =
      switch verdict {
      case .passed: submission.stage == .proposal ? .approvedToBegin : .earned
      case .reached(let outcome): outcome
      }
    let today = zone.date(at: now)
    let completion = try policy().completion
    let earlier = submission.decision.flatMap { decisions[$0] }
    var corrects: DecisionID?
    if let earlier, case .reopened = earlier.standing { corrects = earlier.id }
    let isGuaranteed = submission.resubmissions < completion.guaranteedResubmissions
    var again = outcome.asksForMore ? handInAgainBy(submission, at: now) : nil
    if let by = again, !isGuaranteed, let ends = yearEnd(ofProposalOf: submission, at: now) {
      again = now < ends ? min(by, ends) : nil
    }
    var next = next
    return .decisionReleased(
      DecisionReleased(
        decision: next.take(\.decision), submission: submission.id, round: submission.round,
        outcome: outcome, reviews: reviews, rubric: reviews.isEmpty ? nil : submission.rubric,
        met: met, handInAgainBy: again,
        yearEnds: outcome == .approvedToBegin
          ? zone.startOfDay(today.adding(months: completion.months).adding(days: 1)) : nil,
        corrects: corrects,
        yearLastsUntil: isGuaranteed && submission.proposal != nil ? again : nil))
  }

  /// The end of the next window of the stage, or some months where none is planned.
  private func handInAgainBy(_ submission: Submission, at now: Instant) -> Instant {
    let next = windows.first {
      $0.stage == submission.stage && $0.state != .cancelled && now < $0.times.opens
    }
    if let next { return next.times.ends }
    return zone.startOfDay(
      zone.date(at: now).adding(months: handInAgainMonths).adding(days: 1))
  }

  /// The end of the year in which evidence counts, as it is once the clock goes on now.
  private func yearEnd(ofProposalOf evidence: Submission, at now: Instant) -> Instant? {
    switch evidence.proposal.flatMap({ submissions[$0]?.progress }) {
    case .inProgress(let ends), .ended(at: let ends): ends
    case .stopped(let since, let ends):
      ends.adding(milliseconds: max(0, now.milliseconds(since: since)))
    case .completed, .none: nil
    }
  }
}
