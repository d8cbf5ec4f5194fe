/// A submission that has fewer evaluators than it needs, and why.
public struct Shortage: Hashable, Sendable {
  public enum Reason: Hashable, Sendable {
    /// No pair of the submission is possible.
    case noCandidates
    /// Every evaluator who can review it already does, or is of a group of which it has as many as it may.
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
    // To whom a review of the submission could be shifted through any chain of exchanges.
    let blocking = reach(from: submission, columns).evaluators
    return blocking.isEmpty ? .tooFewCandidates : .candidatesFull(blocking)
  }
}
