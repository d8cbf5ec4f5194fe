/// A submission that has fewer evaluators than it needs, and why.
public struct Shortage: Hashable, Sendable {
  public enum Reason: Hashable, Sendable {
    /// No pair of the submission is possible.
    case noCandidates
    /// Every evaluator who can review it already does.
    case tooFewCandidates
    /// Its other candidates are full, and nobody can be freed: the evaluators who stand in the way.
    ///
    /// In order of index. Each of them has as many reviews as allowed, and each of their reviews is pinned
    /// or is of a submission all of whose other candidates are among them too. So the remedy is a place
    /// more with one of these, or a candidate from outside for a submission of theirs.
    case candidatesFull([Int])
  }

  public let submission: Int
  /// How many evaluators are missing.
  public let missing: Int
  public let reason: Reason

  public init(submission: Int, missing: Int, reason: Reason) {
    self.submission = submission
    self.missing = missing
    self.reason = reason
  }
}

/// An evaluator who has fewer reviews than the lower load asks for.
///
/// No assignment with as many reviews placed is short of lower loads by less in all.
public struct Underload: Hashable, Sendable {
  public let evaluator: Int
  /// How many reviews are missing.
  public let missing: Int

  public init(evaluator: Int, missing: Int) {
    self.evaluator = evaluator
    self.missing = missing
  }
}

extension Residual {
  /// The submissions that lack evaluators, by index.
  func shortages() -> [Shortage] {
    guard missing.contains(where: { $0 > 0 }) else { return [] }
    let columns = Columns(of: network.problem)
    return missing.indices.compactMap { submission in
      guard missing[submission] > 0 else { return nil }
      return Shortage(
        submission: submission, missing: missing[submission],
        reason: reason(for: submission, columns))
    }
  }

  private func reason(for submission: Int, _ columns: Columns) -> Shortage.Reason {
    let problem = network.problem
    guard problem.rows[submission] < problem.rows[submission + 1] else { return .noCandidates }
    let blocking = blockingSet(of: submission, columns)
    return blocking.isEmpty ? .tooFewCandidates : .candidatesFull(blocking)
  }

  /// The evaluators to whom a review of the submission could be shifted through any chain of exchanges.
  private func blockingSet(of submission: Int, _ columns: Columns) -> [Int] {
    let problem = network.problem
    var isReached = [Bool](repeating: false, count: problem.loads.count)
    var isAsked = [Bool](repeating: false, count: problem.needs.count)
    var queue = [submission]
    isAsked[submission] = true
    while let asked = queue.popLast() {
      for index in problem.rows[asked]..<problem.rows[asked + 1] where !isPlaced[index] {
        let evaluator = problem.pairs.cells[index].evaluator
        guard !isReached[evaluator] else { continue }
        isReached[evaluator] = true
        columns.forEachPair(of: evaluator) { index, other in
          guard isPlaced[index], !problem.pairs.cells[index].isPinned, !isAsked[other] else {
            return
          }
          isAsked[other] = true
          queue.append(other)
        }
      }
    }
    return isReached.indices.filter { isReached[$0] }
  }
}
