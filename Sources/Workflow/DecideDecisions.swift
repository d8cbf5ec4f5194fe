import CivilTime
import Programs
import Rubrics

/// Most submissions whose decisions one command releases.
private let releasedMax = 500
/// Months to hand in again where no further window is planned.
private let handInAgainMonths = 3

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
    for id in ids {
      let submission = try facts.submission(id)
      guard case .readyToRelease(let outcome, _) = submission.state else {
        throw Refusal(
          .notInThisState,
          "Submission \(id) is \(submission.state.name.words), not ready to release.")
      }
      let reviews = (facts.reviews[id] ?? []).filter {
        $0.round == submission.round && $0.state.name == .handedIn
      }
      let parts = try facts.policy().parts(submission.stage)
      let met = settled(facts.cards(of: submission), parts: parts)?.met ?? []
      events.append(
        try facts.decision(
          on: submission, .reached(outcome), reviews: reviews.map(\.id), met: met, at: now))
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
    let stage = try facts.stage(submission.stage)
    return [
      .decisionReopened(
        DecisionReopened(
          decision: decision, submission: id, earner: submission.earner,
          times: try facts.deadlines().answerTimes(for: stage, arrivedAt: now),
          reason: Personal(reason)))
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
    let months = try policy().completion.months
    let earlier = submission.decision.flatMap { decisions[$0] }
    var corrects: DecisionID?
    if let earlier, case .reopened = earlier.standing { corrects = earlier.id }
    var next = next
    return .decisionReleased(
      DecisionReleased(
        decision: next.take(\.decision), submission: submission.id, round: submission.round,
        outcome: outcome, reviews: reviews, rubric: reviews.isEmpty ? nil : submission.rubric,
        met: met, handInAgainBy: outcome.asksForMore ? handInAgainBy(submission, at: now) : nil,
        yearEnds: outcome == .approvedToBegin
          ? zone.startOfDay(today.adding(months: months).adding(days: 1)) : nil,
        corrects: corrects))
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
}
