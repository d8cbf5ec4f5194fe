/// Submissions that together need more reviews than there can be for them, and the evaluators who are too few.
///
/// The submissions' candidates who are not among ``evaluators`` can give them only so many, since one reviews
/// a submission once and a submission has only so many of a group; those among them can take only so many.
/// Both together are ``possible``, which is less than what is ``needed``: whoever adds can check it (Hall,
/// 1935; for more than one review each it is the minimal cut of Ford and Fulkerson, 1956).
public struct Blockade: Hashable, Sendable {
  /// In order; without any one of them, the others could all have what they need.
  public let submissions: [Int]
  /// In order; without any one of them, the sum would no longer show it.
  public let evaluators: [Int]
  /// The reviews that the submissions need, beyond pins.
  public let needed: Int
  /// The reviews that they could have at most, beyond pins.
  public let possible: Int
  /// Whether nothing can be left out. Only where very many are in the way of one another, it is not tried.
  public let isMinimal: Bool
}

extension MatchingSolution {
  /// Names what blocks a solution in which every submission has what it needs.
  ///
  /// - Returns: One blockade, the same for equal problems; nothing if every need is met.
  public func blockade() -> Blockade? {
    let columns = shortages.isEmpty ? nil : Columns(of: problem)
    guard let columns else { return nil }
    var smallest: [Int]?
    for shortage in shortages.prefix(Blockade.mostTried) {
      let reached = residual.reach(from: shortage.submission, columns).submissions
      if reached.count < smallest?.count ?? .max { smallest = reached }
    }
    return smallest.map { Blockade(of: $0, in: problem) }
  }
}

extension Blockade {
  /// Shortages from which the smallest start is chosen.
  static let mostTried = 64
  /// Submissions up to which each is tried to be left out.
  static let mostFiltered = 500

  /// Leaves out whatever can be left out.
  ///
  /// - Parameters:
  ///   - submissions: Submissions that lack reviews even if they had all evaluators for themselves.
  ///   - problem: The problem they are of.
  fileprivate init(of submissions: [Int], in problem: MatchingProblem) {
    let part = problem.keepingOnly(submissions)
    var filled = Residual(unplacedOf: Network(of: part))
    _ = filled.fill()
    var kept = Array(submissions.indices)
    isMinimal = kept.count <= Self.mostFiltered
    if isMinimal {
      // Those that lack reviews first: they are most likely to be more than it takes.
      for place in kept.filter({ filled.missing[$0] > 0 })
        + kept.filter({ filled.missing[$0] == 0 })
      where kept.count > 1 {
        var trial = filled
        trial.leaveOut(place)
        guard !trial.fill() else { continue }
        filled = trial
        kept.removeAll { $0 == place }
      }
    }
    let columns = Columns(of: part)
    var full: Set<Int> = []
    for place in kept where filled.missing[place] > 0 {
      full.formUnion(filled.reach(from: place, columns).evaluators)
    }
    let needed = kept.reduce(0) { $0 + filled.network.needs[$1] }
    for evaluator in full.sorted()
    where filled.places(for: kept, full.subtracting([evaluator])) < needed {
      full.remove(evaluator)
    }
    self.submissions = kept.map { submissions[$0] }
    evaluators = full.sorted()
    self.needed = needed
    possible = filled.places(for: kept, full)
  }
}

extension MatchingProblem {
  /// The same evaluators, less what they have pinned elsewhere, and only some of the submissions.
  fileprivate func keepingOnly(_ submissions: [Int]) -> Self {
    var loads = self.loads.map { LoadBounds(upper: $0.upper) }
    let isKept = Set(submissions)
    for submission in needs.indices where !isKept.contains(submission) {
      for index in rows[submission]..<rows[submission + 1] where pairs.cells[index].isPinned {
        let evaluator = pairs.cells[index].evaluator
        loads[evaluator].upper = max(0, loads[evaluator].upper - 1)
      }
    }
    var rows = [0]
    var cells: [Cell] = []
    for submission in submissions {
      cells += pairs.cells[self.rows[submission]..<self.rows[submission + 1]]
      rows.append(cells.count)
    }
    for index in cells.indices { cells[index].affinity = 0 }
    return Self(
      needs: submissions.map { needs[$0] }, loads: loads,
      pairs: CandidatePairs(rows: rows, cells: cells, wide: [], bonus: 0), groups: groups)
  }
}

extension Residual {
  /// Nothing placed but pins, and no prices.
  fileprivate init(unplacedOf network: Network) {
    self.init(
      of: network, isPlaced: network.problem.pairs.cells.map(\.isPinned),
      submissionPrices: Array(repeating: 0, count: network.problem.needs.count),
      evaluatorPrices: Array(repeating: 0, count: network.problem.loads.count),
      groupPrices: Array(repeating: 0, count: network.groupNodes.count))
  }

  /// What some submissions can have at most, if some evaluators take what they can and all others review
  /// each of them.
  fileprivate func places(for submissions: [Int], _ full: Set<Int>) -> Int {
    let problem = network.problem
    var places = full.reduce(0) { $0 + network.capacities[$1] - network.pins[$1] }
    for submission in submissions {
      var free: [Int: Int] = [:]
      for index in problem.rows[submission]..<problem.rows[submission + 1] {
        let cell = problem.pairs.cells[index]
        guard !cell.isPinned, !full.contains(cell.evaluator) else { continue }
        free[network.tail(of: index, submission), default: 0] += 1
      }
      for (tail, count) in free {
        places +=
          tail == submission
          ? count : min(count, network.groupNodes[tail - network.firstGroupNode].room)
      }
    }
    return places
  }

  /// Takes all reviews of a submission away, and its need.
  fileprivate mutating func leaveOut(_ submission: Int) {
    let problem = network.problem
    for index in problem.rows[submission]..<problem.rows[submission + 1]
    where isPlaced[index] && !problem.pairs.cells[index].isPinned {
      let tail = network.tail(of: index, submission)
      let evaluator = node(ofEvaluator: problem.pairs.cells[index].evaluator)
      take(Step(from: evaluator, to: tail, pair: index, cost: 0))
      if tail != submission { take(Step(from: tail, to: submission, pair: nil, cost: 0)) }
      take(Step(from: root, to: evaluator, pair: nil, cost: 0))
    }
    forget(submission)
  }

  /// Places reviews until no more can be placed.
  ///
  /// - Returns: Whether nobody lacks one.
  fileprivate mutating func fill() -> Bool {
    var isFull = true
    var asked: Set<Int> = []
    let columns = Columns(of: network.problem)
    for submission in missing.indices {
      while missing[submission] > 0 {
        guard let way = wayToRoom(from: submission, columns, &asked) else {
          isFull = false
          break
        }
        // What led nowhere leads nowhere until something has moved.
        asked.removeAll(keepingCapacity: true)
        for step in way { take(step) }
      }
    }
    return isFull
  }

  /// A way from a submission to an evaluator with room, as the steps to take.
  private func wayToRoom(from submission: Int, _ columns: Columns, _ asked: inout Set<Int>)
    -> [Step]?
  {
    guard asked.insert(submission).inserted else { return nil }
    var ways: [Int: Step] = [:]
    var queue = [submission]
    var next = 0
    while next < queue.count {
      let node = queue[next]
      next += 1
      var end: Int?
      forEachStepOnward(from: node, columns) { step in
        guard asked.insert(step.to).inserted else { return }
        ways[step.to] = step
        queue.append(step.to)
        let evaluator = step.to - submissionPrices.count
        if loads.indices.contains(evaluator), loads[evaluator] < network.capacities[evaluator] {
          end = end ?? step.to
        }
      }
      guard var place = end else { continue }
      var steps = [
        Step(from: place, to: root, pair: nil, cost: 0),
        Step(from: root, to: submission, pair: nil, cost: 0),
      ]
      while let step = ways[place] {
        steps.append(step)
        place = step.from
      }
      return steps
    }
    return nil
  }

  /// Who could be asked for a review by a submission, and who by those whom that would push out.
  ///
  /// - Returns: Both in order. None of the evaluators has room, or more reviews would have been placed.
  func reach(from submission: Int, _ columns: Columns) -> (
    submissions: [Int], evaluators: [Int]
  ) {
    var isReached = [Bool](repeating: false, count: root)
    isReached[submission] = true
    var queue = [submission]
    while let node = queue.popLast() {
      forEachStepOnward(from: node, columns) { step in
        guard !isReached[step.to] else { return }
        isReached[step.to] = true
        queue.append(step.to)
      }
    }
    let first = network.firstGroupNode
    for (node, group) in network.groupNodes.enumerated() where isReached[first + node] {
      isReached[group.submission] = true
    }
    return (
      missing.indices.filter { isReached[$0] },
      loads.indices.filter { isReached[missing.count + $0] }
    )
  }

  /// The steps onward from a node, but those by the root; whatever they cost.
  private func forEachStepOnward(
    from node: Int, _ columns: Columns, _ body: (Step) -> Void
  ) {
    let problem = network.problem
    let submissions = missing.count
    if node >= submissions, node < network.firstGroupNode {
      columns.forEachPair(of: node - submissions) { index, submission in
        guard isPlaced[index], !problem.pairs.cells[index].isPinned else { return }
        let tail = network.tail(of: index, submission)
        body(Step(from: node, to: tail, pair: index, cost: 0))
      }
      return
    }
    let submission =
      node < submissions ? node : network.groupNodes[node - network.firstGroupNode].submission
    if node == submission {
      for group in network.groupNodes(of: node) where reducedCostOfEntering(group) != nil {
        body(Step(from: node, to: group, pair: nil, cost: 0))
      }
    } else if reducedCostOfLeaving(node) != nil {
      body(Step(from: node, to: submission, pair: nil, cost: 0))
    }
    for index in problem.rows[submission]..<problem.rows[submission + 1]
    where !isPlaced[index] && network.tail(of: index, submission) == node {
      let evaluator = self.node(ofEvaluator: problem.pairs.cells[index].evaluator)
      body(Step(from: node, to: evaluator, pair: index, cost: 0))
    }
  }
}
