/// A problem as a flow network, from submissions through pairs to evaluators, and on to one root.
///
/// Each submission sends what it needs beyond its pins. An arc from a submission straight to the root costs
/// nothing and takes what cannot be placed, so there is always a flow. The arcs from an evaluator to the
/// root take one review each and become dearer: the ones below the lower load earn a lot, and each next one
/// adds to the sum of squared loads. Pinned pairs are not in the network; they only use up need and room.
///
/// Where a group has more candidates for a submission than it may have of them, these pairs do not start from
/// the submission but from a node between, to which an arc leads that takes as many as are allowed. A
/// submission's groups don't overlap, so this is still a flow, and its optimum still in whole numbers.
struct Network: Sendable {
  let problem: MatchingProblem
  let scale: Scale
  /// How many evaluators each submission still needs, beyond its pins.
  let needs: [Int]
  /// The pins of each evaluator.
  let pins: [Int]
  /// The most that each evaluator can have, pins included.
  let capacities: [Int]
  /// The nodes between submissions and groups, by submission, then by group.
  let groupNodes: [GroupNode]
  /// The node from which each pair starts; empty where that is always the submission.
  let tails: [Int32]
  /// Where the group nodes of each submission begin; empty where there are none.
  let groupRows: [Int32]

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
    (groupNodes, groupRows, tails) = GroupNode.all(of: problem)
  }

  /// A network without groups, less the pairs of one evaluator.
  ///
  /// - Parameters:
  ///   - problem: What is left of the problem.
  ///   - network: The network of all of it; its scale is wide enough.
  ///   - gone: The evaluator who has no pairs any more.
  ///   - needs: What each submission needs beyond its pins.
  init(of problem: MatchingProblem, like network: Self, without gone: Int, needs: [Int]) {
    var (pins, capacities) = (network.pins, network.capacities)
    (pins[gone], capacities[gone]) = (0, 0)
    self.problem = problem
    self.needs = needs
    self.pins = pins
    self.capacities = capacities
    scale = network.scale
    (groupNodes, groupRows, tails) = ([], [], [])
  }

  /// The number of the first group node: after submissions and evaluators.
  var firstGroupNode: Int { problem.needs.count + problem.loads.count }

  /// The node of what gives and takes all places.
  var root: Int { firstGroupNode + groupNodes.count }

  /// The node from which a pair starts.
  @inline(__always) func tail(of pair: Int, _ submission: Int) -> Int {
    tails.isEmpty ? submission : Int(tails[pair])
  }

  /// The numbers of a submission's group nodes.
  func groupNodes(of submission: Int) -> Range<Int> {
    guard !groupRows.isEmpty else { return 0..<0 }
    return firstGroupNode + Int(groupRows[submission])..<firstGroupNode
      + Int(groupRows[submission + 1])
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
    var (simplex, arcs) = simplex()
    _ = simplex.solve { _ in true }
    return residual(of: simplex, arcs)
  }

  /// Solves the network, unless it is called off.
  ///
  /// - Parameter goesOn: Is told now and then how far the search is, and whether it goes on.
  /// - Returns: What ``solved()`` returns; nothing once `goesOn` has said no.
  func solved(_ goesOn: (MatchingProgress) -> Bool) -> Residual? {
    var (simplex, arcs) = simplex()
    let isSolved = simplex.solve { goesOn(.simplex(pivots: $0)) }
    return isSolved ? residual(of: simplex, arcs) : nil
  }

  /// The network as the simplex takes it, and the arc of each pair.
  private func simplex() -> (NetworkSimplex, [(pair: Int, arc: Int)]) {
    let submissions = problem.needs.count
    var simplex = NetworkSimplex(root: root)
    for (submission, need) in needs.enumerated() {
      simplex.addTreeArc(from: submission, cost: 0, capacity: need + 1, flow: need)
    }
    // Nobody uses the place of an evaluator who has no room: it costs more than a review is worth.
    let useless = scale.number(for: Worth(placed: 2))
    for evaluator in problem.loads.indices {
      let first = pins[evaluator] + 1
      let cost = first <= capacities[evaluator] ? -gain(of: evaluator, load: first) : useless
      simplex.addTreeArc(from: submissions + evaluator, cost: cost, capacity: 1, flow: 0)
    }
    for node in groupNodes.indices {
      simplex.addTreeArc(from: firstGroupNode + node, cost: useless, capacity: 1, flow: 0)
    }
    for (node, group) in groupNodes.enumerated() where group.room > 0 {
      simplex.addArc(
        from: group.submission, to: firstGroupNode + node, cost: 0, capacity: group.room)
    }
    var arcs: [(pair: Int, arc: Int)] = []
    arcs.reserveCapacity(problem.pairs.count)
    for (index, pair) in problem.pairs.enumerated() where !pair.isPinned {
      let arc = simplex.addArc(
        from: tail(of: index, pair.submission), to: submissions + pair.evaluator,
        cost: -weight(of: index))
      arcs.append((index, arc))
    }
    for evaluator in problem.loads.indices {
      for load in stride(from: pins[evaluator] + 2, through: capacities[evaluator], by: 1) {
        simplex.addArc(
          from: submissions + evaluator, to: root, cost: -gain(of: evaluator, load: load))
      }
    }
    return (simplex, arcs)
  }

  private func residual(of simplex: NetworkSimplex, _ arcs: [(pair: Int, arc: Int)]) -> Residual {
    let submissions = problem.needs.count
    var isPlaced = problem.pairs.cells.map(\.isPinned)
    for (pair, arc) in arcs where simplex.flow[arc] > 0 { isPlaced[pair] = true }
    return Residual(
      of: self, isPlaced: isPlaced,
      submissionPrices: Array(simplex.potential[..<submissions]),
      evaluatorPrices: simplex.potential[submissions..<firstGroupNode].map { -$0 },
      groupPrices: Array(simplex.potential[firstGroupNode..<root]))
  }
}
