import Matching
public import Workflow

/// What it costs to give a review to somebody else, while everything else may shift to make up for it.
public struct ChangeCost: Hashable, Sendable {
  /// Reviews for which an evaluator would be missing.
  public var unplaced: Int
  /// Affinity that all submissions together would lose, in thousandths; 0 when it is as good.
  public var thousandths: Int

  init(_ worth: Worth) {
    unplaced = worth.placed
    // The solver's millionths also hold who had less this year: half a thousandth of that is no cost.
    thousandths = Int((worth.affinity + 499) / 1_000)
  }

  /// It is as good as before.
  public var isNothing: Bool { unplaced <= 0 && thousandths <= 0 }
}

/// To whom a review would go at the least cost.
public struct SecondBest: Hashable, Sendable {
  public var evaluator: PersonID
  /// How well that one fits this submission.
  public var affinity: Affinity
  public var cost: ChangeCost
}

/// A review of a proposed assignment.
public struct ReviewPlace: Hashable, Sendable {
  public var submission: SubmissionID
  public var evaluator: PersonID

  public init(submission: SubmissionID, evaluator: PersonID) {
    self.submission = submission
    self.evaluator = evaluator
  }
}

extension AssignmentQuestion {
  /// For each review of the best assignment, to whom it would go at the least cost.
  ///
  /// - Returns: By place. Pinned reviews, and those that nobody else may do, are left out.
  public func secondBests() -> [ReviewPlace: SecondBest] {
    guard let solved = solved() else { return [:] }
    var found: [ReviewPlace: SecondBest] = [:]
    for runnerUp in solved.solution.runnersUp() {
      let submission = solved.submissions[runnerUp.placement.submission]
      let place = ReviewPlace(
        submission: submission.id,
        evaluator: solved.evaluators[runnerUp.placement.evaluator].id)
      let other = solved.evaluators[runnerUp.evaluator]
      found[place] = SecondBest(
        evaluator: other.id,
        affinity: solved.affinities.affinity(runnerUp.evaluator, submission),
        cost: ChangeCost(runnerUp.cost))
    }
    return found
  }

  /// What it costs to give one review of the best assignment to each of the others who may do it.
  ///
  /// - Parameter place: The review.
  /// - Returns: By evaluator; those for whom it is impossible are left out. Empty when the review is none of the best
  ///   assignment's: somebody moved it there, or what it was worked out from has changed.
  public func costs(of place: ReviewPlace) -> [PersonID: ChangeCost] {
    guard let solved = solved(),
      let row = solved.submissions.firstIndex(where: { $0.id == place.submission }),
      let column = solved.evaluators.firstIndex(where: { $0.id == place.evaluator })
    else { return [:] }
    var costs: [PersonID: ChangeCost] = [:]
    for (other, person) in solved.evaluators.enumerated() where other != column {
      let cost = solved.solution.costOfMove(
        Placement(submission: row, evaluator: column), to: other)
      if let cost { costs[person.id] = ChangeCost(cost) }
    }
    return costs
  }
}
