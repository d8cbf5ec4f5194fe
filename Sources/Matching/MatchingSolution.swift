/// How far a search is.
public enum MatchingProgress: Hashable, Sendable {
  /// Submissions bid for evaluators; the step gets smaller from auction to auction.
  case bidding(bids: Int, step: Int64)
  /// The last reviews find their place, one by one.
  case repairing(left: Int)
  /// The simplex runs: where there are groups, or affinities beyond 32 bits.
  case simplex(pivots: Int)
}

extension MatchingProblem {
  /// Finds the best assignment; which that is stands at the head of the module.
  ///
  /// There always is one: reviews that cannot be placed are reported, not refused.
  ///
  /// - Returns: The same solution for equal problems, prices included.
  public func solve() -> MatchingSolution {
    let network = Network(of: self)
    return MatchingSolution(
      TieBreak.first(of: network.best(from: nil) { _ in true } ?? network.solved()))
  }

  /// Finds the best assignment, unless it is called off.
  ///
  /// - Parameter goesOn: Is told now and then how far the search is, and whether it goes on.
  /// - Returns: What ``solve()`` returns; nothing once `goesOn` has said no.
  public func solve(whileSaidBy goesOn: (MatchingProgress) -> Bool) -> MatchingSolution? {
    Network(of: self).best(from: nil, goesOn).map { MatchingSolution(TieBreak.first(of: $0)) }
  }

  /// Finds the best assignment from the solution of a similar problem: with an evaluator gone, some pairs
  /// forbidden or a load changed it takes a small part of the time.
  ///
  /// - Parameter solution: The solution of a problem with the same evaluators.
  /// - Returns: The same assignment as ``solve()`` finds; the prices of its certificate may be others.
  public func solve(startingFrom solution: MatchingSolution) -> MatchingSolution {
    guard let prices = solution.searchPrices, prices.count == loads.count else { return solve() }
    let network = Network(of: self)
    return MatchingSolution(
      TieBreak.first(of: network.best(from: prices) { _ in true } ?? network.solved()))
  }
}

/// The best assignment for a problem, with its proof and what it takes to change it.
public struct MatchingSolution: Sendable {
  /// Who reviews what, by submission, then by evaluator; pinned pairs included.
  public let placements: [Placement]
  /// How many reviews each evaluator has; pinned pairs included.
  public let loads: [Int]
  public let worth: Worth
  /// The submissions with too few evaluators, by submission, each with the reason.
  public let shortages: [Shortage]
  /// The evaluators below their lower load, by evaluator.
  public let underloads: [Underload]
  /// The prices that prove that no assignment is worth more.
  ///
  /// Put together anew each time, in O(submissions + evaluators).
  public var certificate: Certificate {
    let scale = residual.network.scale
    return Certificate(
      submissionPrices: residual.submissionPrices.map(scale.worth(of:)),
      evaluatorPrices: residual.evaluatorPrices.map(scale.worth(of:)),
      groupPrices: zip(residual.network.groupNodes, residual.groupPrices).compactMap {
        let price =
          scale.worth(of: $1) - scale.worth(of: residual.submissionPrices[$0.submission])
        return price > .zero
          ? GroupPrice(submission: $0.submission, group: $0.group, price: price) : nil
      })
  }

  let residual: Residual

  init(_ residual: Residual) {
    let problem = residual.network.problem
    self.residual = residual
    loads = residual.loads
    var placements: [Placement] = []
    var affinity: Int64 = 0
    for submission in problem.needs.indices {
      for index in problem.rows[submission]..<problem.rows[submission + 1]
      where residual.isPlaced[index] {
        placements.append(
          Placement(
            submission: submission, evaluator: problem.pairs.cells[index].evaluator))
        affinity += problem.pairs.affinity(index)
      }
    }
    self.placements = placements
    worth = Worth(
      placed: placements.count,
      lowerMet: zip(loads, problem.loads).reduce(0) { $0 + min($1.0, $1.1.lower) },
      affinity: affinity, imbalance: loads.reduce(0) { $0 + $1 * $1 })
    shortages = residual.shortages()
    underloads = problem.loads.indices.compactMap { [loads] evaluator in
      let missing = problem.loads[evaluator].lower - loads[evaluator]
      return missing > 0 ? Underload(evaluator: evaluator, missing: missing) : nil
    }
  }

  /// The prices from which the search for a similar problem can begin.
  var searchPrices: [Int64]? { residual.searchPrices }

  /// The problem that this solves.
  public var problem: MatchingProblem { residual.network.problem }

  /// Who reviews a submission, in order; nobody for an index that is no submission's.
  public func evaluators(of submission: Int) -> [Int] {
    guard problem.needs.indices.contains(submission) else { return [] }
    return (problem.rows[submission]..<problem.rows[submission + 1]).compactMap {
      residual.isPlaced[$0] ? problem.pairs.cells[$0].evaluator : nil
    }
  }

  // MARK: - Moves

  /// What it costs to give a submission another evaluator in place of one that it has.
  ///
  /// That is the worth of this assignment less that of the best one which has the new pair and lacks the
  /// old; everything else may shift to make room. Never below ``Worth/zero``; zero means that the move
  /// leads to an assignment that is as good. A cost with `placed` means that some review is lost by it.
  ///
  /// - Parameters:
  ///   - placement: A review of this assignment.
  ///   - evaluator: Who should do it.
  /// - Returns: The cost, in O(pairs · log nodes); nothing if the move is impossible: the review is not
  ///   part of this assignment or is pinned, the new pair is absent or already part of it, or the evaluator
  ///   has no place but for pins.
  public func costOfMove(_ placement: Placement, to evaluator: Int) -> Worth? {
    let other = Placement(submission: placement.submission, evaluator: evaluator)
    guard let old = problem.index(of: placement), isMovable(old),
      let new = problem.index(of: other), !residual.isPlaced[new]
    else { return nil }
    let columns = Columns(of: problem)
    let distances = residual.distances(to: placement.evaluator, by: columns)
    return cost(of: placement.submission, from: old, to: new, by: distances, columns)
  }

  /// For each review, the evaluator to whom it could go at the least cost, the lowest index among equals.
  ///
  /// - Returns: By submission, then by evaluator; pinned reviews, and those which nobody else can do, are
  ///   left out. O(evaluators · pairs · log nodes).
  public func runnersUp() -> [RunnerUp] {
    var found: [RunnerUp] = []
    let columns = Columns(of: problem)
    for evaluator in problem.loads.indices {
      var reviews: [(pair: Int, submission: Int)] = []
      columns.forEachPair(of: evaluator) { if isMovable($0) { reviews.append(($0, $1)) } }
      guard !reviews.isEmpty else { continue }
      let distances = residual.distances(to: evaluator, by: columns)
      found += reviews.compactMap {
        runnerUp(of: $0.pair, of: $0.submission, by: distances, columns)
      }
    }
    return found.sorted { $0.placement < $1.placement }
  }

  private func runnerUp(
    of old: Int, of submission: Int, by distances: [Int128?], _ columns: Columns
  ) -> RunnerUp? {
    let placement = problem.pairs.pair(old, of: submission).placement
    var best: RunnerUp?
    for new in problem.rows[placement.submission]..<problem.rows[placement.submission + 1] {
      guard !residual.isPlaced[new],
        let cost = cost(of: submission, from: old, to: new, by: distances, columns)
      else { continue }
      if let best, best.cost <= cost { continue }
      best = RunnerUp(
        placement: placement, evaluator: problem.pairs.cells[new].evaluator, cost: cost)
    }
    return best
  }

  private func isMovable(_ pair: Int) -> Bool {
    residual.isPlaced[pair] && !problem.pairs.cells[pair].isPinned
  }

  /// The cost of placing one pair of a submission instead of another.
  ///
  /// The new evaluator has a review too many and the old one a place left; the cheapest way from the one to
  /// the other puts that right. Steps of the two pairs themselves are not on it: it would have to leave the
  /// old evaluator, or come back to the new one.
  ///
  /// - Parameters:
  ///   - submission: Whose pairs they are.
  ///   - old: The pair that is placed.
  ///   - new: The pair that is not.
  ///   - distances: The distances to the old pair's evaluator.
  ///   - columns: The pairs by evaluator.
  /// - Returns: Nothing if there is no way.
  private func cost(
    of submission: Int, from old: Int, to new: Int, by distances: [Int128?], _ columns: Columns
  ) -> Worth? {
    let start = residual.node(ofEvaluator: problem.pairs.cells[new].evaluator)
    let tails = [old, new].map { residual.network.tail(of: $0, submission) }
    let found =
      tails[0] == tails[1]
      ? distances[start]
      : residual.costOfTwoWays(
        from: [start, tails[0]],
        to: [residual.node(ofEvaluator: problem.pairs.cells[old].evaluator), tails[1]],
        avoiding: [old, new], by: columns)
    guard let distance = found else { return nil }
    return residual.network.scale.worth(
      of: residual.reducedCost(ofPair: new, of: submission) + distance
        - residual.reducedCost(ofPair: old, of: submission))
  }
}

/// The best way to give a review to somebody else.
public struct RunnerUp: Hashable, Sendable {
  /// The review as it is.
  public let placement: Placement
  /// Who would do it instead.
  public let evaluator: Int
  /// What that costs; see ``MatchingSolution/costOfMove(_:to:)``.
  public let cost: Worth
}
