public import Rubrics

extension Decision {
  /// The scorecards that it goes by, in the order of its reviews: an adjudicator's takes the place of the two that
  /// differed.
  ///
  /// - Parameter review: Looks a review up.
  /// - Returns: Each with whose it is; none for what was recorded from before.
  /// - Throws: What the closure throws.
  public func scorecards(
    _ review: (ReviewID) throws -> Review?
  ) rethrows -> [(card: HandedInScorecard, evaluator: PersonID)] {
    var all: [(part: EvaluatorPart, card: HandedInScorecard, evaluator: PersonID)] = []
    for id in reviews {
      guard let review = try review(id), case .handedIn(let card, _) = review.state else {
        continue
      }
      all.append((review.part, card, review.evaluator))
    }
    let settling = all.filter { $0.part == .adjudicator }
    return (settling.isEmpty ? all : settling).map { ($0.card, $0.evaluator) }
  }
}

extension Submission {
  /// What is met by the scorecards that a decision goes by: what all of them say, in the rubric's order; without any,
  /// what was recorded.
  public func met(by cards: [HandedInScorecard]) -> [CriterionID] {
    guard let first = cards.first else { return met }
    return first.met.filter { criterion in
      cards.dropFirst().allSatisfy { $0.met.contains(criterion) }
    }
  }
}
