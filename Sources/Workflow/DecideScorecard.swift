import CivilTime
import Programs
import Rubrics

func decideScorecard(
  _ scorecard: Scorecard, for id: ReviewID, by actor: Actor, facts: Facts, at now: Instant
) throws(Refusal) -> [Event] {
  let review = try facts.review(id)
  guard review.isOpen else {
    throw Refusal(.notInThisState, "Review \(id) is \(review.state.name.words) already.")
  }
  let submission = try facts.submission(review.submission)
  guard submission.state.name == .underReview else {
    throw Refusal(
      .notInThisState, "It is \(submission.state.name.words): nothing is judged any more.")
  }
  guard actor != .person(submission.earner) else {
    throw Refusal(.againstTheRules, "It is their own work: somebody else has to judge it.")
  }
  guard let version = submission.rubric, let rubric = facts.rubrics[version] else {
    throw Refusal(.notFound, "The rubric of submission \(submission.id) is not here.")
  }
  guard scorecard.rubric == version else {
    throw Refusal(
      .incomplete, "The scorecard is for \(scorecard.rubric); this work is judged by \(version).")
  }
  let reopened = Set(submission.reopened.map(\.criterion))
  let kept = Set(submission.met).subtracting(reopened)
  let problems = rubric.problems(in: scorecard, alreadyMet: kept)
  guard problems.isEmpty else {
    throw Refusal(.incomplete, problems.map(rubric.words(for:)).joined(separator: "\n"))
  }
  let judgement = rubric.judge(scorecard, alreadyMet: kept)
  let card = HandedInScorecard(
    rubric: version,
    scores: scorecard.scores.compactMap { score in
      score.level.map { CriterionScore(criterion: score.criterion, level: $0) }
    },
    words: Personal(
      ScorecardWords(
        feedback: scorecard.scores.filter { !$0.feedback.isEmpty }.map {
          CriterionFeedback(criterion: $0.criterion, text: $0.feedback)
        }, note: scorecard.note)),
    met: judgement.met, outcome: Outcome(judgement.outcome, of: submission.stage))
  let handedIn = Event.scorecardHandedIn(
    ScorecardHandedIn(
      review: id, submission: submission.id, earner: submission.earner, scorecard: card))
  var cards = facts.cards(of: submission)
  cards[review.part] = card
  return [handedIn] + (try settle(submission, cards, besides: id, facts: facts))
}

extension Outcome {
  init(_ judgement: Judgement.Outcome, of stage: StageKind) {
    switch (judgement, stage) {
    case (.pass, .proposal): self = .approvedToBegin
    case (.stopped, .proposal): self = .notApproved
    case (.notYet, .proposal): self = .revise
    case (.pass, .evidence): self = .earned
    case (.stopped, .evidence), (.notYet, .evidence): self = .notYet
    }
  }
}

extension Facts {
  /// The scorecards of a submission's present round, by who wrote them.
  func cards(of submission: Submission) -> [EvaluatorPart: HandedInScorecard] {
    var cards: [EvaluatorPart: HandedInScorecard] = [:]
    for review in reviews[submission.id] ?? [] where review.round == submission.round {
      if case .handedIn(let card, _) = review.state { cards[review.part] = card }
    }
    return cards
  }
}

/// What the scorecards that are in lead to: an outcome, somebody who is still needed, or nothing yet.
private func settle(
  _ submission: Submission, _ cards: [EvaluatorPart: HandedInScorecard],
  besides id: ReviewID, facts: Facts
) throws(Refusal) -> [Event] {
  let parts = try facts.policy().parts(submission.stage)
  let open = (facts.reviews[submission.id] ?? []).filter {
    $0.isOpen && $0.id != id && $0.round == submission.round
  }
  if let outcome = settledOutcome(cards, parts: parts) {
    // A program that asks for one evaluator now may have asked for two: the other need not go on.
    return open.map { .reviewReassigned(ReviewReassigned(from: $0.id, to: nil)) } + [
      .outcomeReached(
        OutcomeReached(submission: submission.id, outcome: outcome, met: met(by: cards)))
    ]
  }
  let missing = parts.filter { cards[$0] == nil }
  return (missing.isEmpty ? [.adjudicator] : missing).filter { part in
    !submission.lacking.contains { $0.part == part } && !open.contains { $0.part == part }
  }.map { part in
    .evaluatorNeeded(
      EvaluatorNeeded(submission: submission.id, part: part, isForAdministrator: false))
  }
}

/// The outcome that scorecards settle; `nil` while one is missing, or two differ and nobody has settled it.
func settledOutcome(
  _ cards: [EvaluatorPart: HandedInScorecard], parts: [EvaluatorPart]
) -> Outcome? {
  if let adjudicated = cards[.adjudicator] { return adjudicated.outcome }
  guard let first = cards[.evaluator] else { return nil }
  guard parts.contains(.secondEvaluator) else { return first.outcome }
  guard let second = cards[.secondEvaluator], first.outcome == second.outcome else { return nil }
  return first.outcome
}

/// The criteria that are met: as the adjudicator says, or else as everybody says.
func met(by cards: [EvaluatorPart: HandedInScorecard]) -> [CriterionID] {
  if let adjudicated = cards[.adjudicator] { return adjudicated.met }
  let first = cards[.evaluator]?.met ?? []
  guard let second = cards[.secondEvaluator] else { return first }
  return first.filter(second.met.contains)
}
