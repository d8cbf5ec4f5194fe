/// A problem as a flow network, from submissions through pairs to evaluators, and on to one root.
///
/// Each submission sends what it needs beyond its pins. An arc from a submission straight to the root costs
/// nothing and takes what cannot be placed, so there is always a flow. The arcs from an evaluator to the
/// root take one review each and become dearer: the ones below the lower load earn a lot, and each next one
/// adds to the sum of squared loads. Pinned pairs are not in the network; they only use up need and room.
struct Network: Sendable {
  let problem: MatchingProblem
  let scale: Scale
  /// How many evaluators each submission still needs, beyond its pins.
  let needs: [Int]
  /// The pins of each evaluator.
  let pins: [Int]
  /// The most that each evaluator can have, pins included.
  let capacities: [Int]

  init(of problem: MatchingProblem) {
    let scale = Scale(of: problem)
    self.problem = problem
    self.scale = scale
    var needs = problem.needs
    var pins = [Int](repeating: 0, count: problem.loads.count)
    var degrees = pins
    let (rows, cells) = (problem.rows, problem.pairs.cells)
    for submission in needs.indices {
      for index in rows[submission]..<rows[submission + 1] {
        let cell = cells[index]
        degrees[cell.evaluator] += 1
        if cell.isPinned {
          needs[submission] = max(0, needs[submission] - 1)
          pins[cell.evaluator] += 1
        }
      }
    }
    self.needs = needs
    self.pins = pins
    capacities = problem.loads.indices.map {
      max(pins[$0], min(problem.loads[$0].upper, degrees[$0]))
    }
  }

  /// What placing a pair is worth, without what it means for the evaluator's load.
  func weight(of pair: Int) -> Int128 {
    scale.placedUnit + Int128(problem.pairs.affinity(pair)) * scale.affinityUnit
  }

  /// What the `load`-th review of an evaluator is worth besides its pair, counted from 1.
  func gain(of evaluator: Int, load: Int) -> Int128 {
    scale.number(
      for: Worth(
        lowerMet: load <= problem.loads[evaluator].lower ? 1 : 0, imbalance: 2 * load - 1))
  }

  /// Solves the network.
  ///
  /// - Returns: A flow of least cost with its prices. It is one of the best, not yet the first of them.
  func solved() -> Residual {
    let submissions = problem.needs.count
    let root = submissions + problem.loads.count
    var simplex = NetworkSimplex(root: root)
    for (submission, need) in needs.enumerated() {
      simplex.addTreeArc(from: submission, cost: 0, capacity: need + 1, flow: need)
    }
    for evaluator in problem.loads.indices {
      let first = pins[evaluator] + 1
      // Nobody uses the place of an evaluator who has no room: it costs more than a review is worth.
      let cost =
        first <= capacities[evaluator]
        ? -gain(of: evaluator, load: first) : scale.number(for: Worth(placed: 2))
      simplex.addTreeArc(from: submissions + evaluator, cost: cost, capacity: 1, flow: 0)
    }
    var arcs: [(pair: Int, arc: Int)] = []
    arcs.reserveCapacity(problem.pairs.count)
    for (index, pair) in problem.pairs.enumerated() where !pair.isPinned {
      let arc = simplex.addArc(
        from: pair.submission, to: submissions + pair.evaluator, cost: -weight(of: index))
      arcs.append((index, arc))
    }
    for evaluator in problem.loads.indices {
      for load in stride(from: pins[evaluator] + 2, through: capacities[evaluator], by: 1) {
        simplex.addArc(
          from: submissions + evaluator, to: root, cost: -gain(of: evaluator, load: load))
      }
    }
    simplex.solve()
    var isPlaced = problem.pairs.map(\.isPinned)
    for (pair, arc) in arcs where simplex.flow[arc] > 0 { isPlaced[pair] = true }
    return Residual(
      of: self, isPlaced: isPlaced,
      submissionPrices: Array(simplex.potential[..<submissions]),
      evaluatorPrices: simplex.potential[submissions..<root].map { -$0 })
  }
}
