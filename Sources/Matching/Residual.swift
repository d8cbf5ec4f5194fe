/// An optimal assignment with its prices, as the network of what could still be changed.
///
/// A step goes from a submission to an evaluator whom it could get, or from an evaluator to a submission
/// that could give them up; the root gives and takes places, and stands for "not placed". With the prices,
/// no step costs less than zero; a cycle of steps that cost zero leads to another optimal assignment.
///
/// Nodes: submissions from 0, then the evaluators, then the nodes between a submission and those of a group,
/// then the root.
struct Residual: Sendable {
  let network: Network
  /// The price of each submission, zero or more, and of a place with each evaluator.
  let submissionPrices: [Int128]
  let evaluatorPrices: [Int128]
  /// The price of each node of a group: its submission's price and what one more of the group would bring.
  let groupPrices: [Int128]
  /// The evaluators' prices as a price search found them, for the next one to begin from.
  let searchPrices: [Int64]?
  /// Which pairs are placed, pinned ones included.
  private(set) var isPlaced: [Bool]
  private(set) var loads: [Int]
  /// Reviews that each submission lacks.
  private(set) var missing: [Int]
  /// How many of its group each group node has.
  private(set) var groupCounts: [Int]

  init(
    of network: Network, isPlaced: [Bool], submissionPrices: [Int128], evaluatorPrices: [Int128],
    groupPrices: [Int128], searchPrices: [Int64]? = nil
  ) {
    self.network = network
    self.submissionPrices = submissionPrices
    self.evaluatorPrices = evaluatorPrices
    self.groupPrices = groupPrices
    self.searchPrices = searchPrices
    self.isPlaced = isPlaced
    var loads = network.pins
    var missing = network.needs
    var groupCounts = [Int](repeating: 0, count: groupPrices.count)
    let (rows, cells) = (network.problem.rows, network.problem.pairs.cells)
    for submission in missing.indices {
      for index in rows[submission]..<rows[submission + 1]
      where isPlaced[index] && !cells[index].isPinned {
        loads[cells[index].evaluator] += 1
        missing[submission] -= 1
        let tail = network.tail(of: index, submission)
        if tail != submission { groupCounts[tail - network.firstGroupNode] += 1 }
      }
    }
    self.loads = loads
    self.missing = missing
    self.groupCounts = groupCounts
  }

  var root: Int { network.root }

  func node(ofEvaluator evaluator: Int) -> Int { submissionPrices.count + evaluator }

  /// What placing a pair costs at these prices: zero or more while it is not placed, zero or less if it is.
  func reducedCost(ofPair index: Int, of submission: Int) -> Int128 {
    let tail = network.tail(of: index, submission)
    let price =
      tail == submission ? submissionPrices[tail] : groupPrices[tail - network.firstGroupNode]
    return price + evaluatorPrices[network.problem.pairs.cells[index].evaluator]
      - network.weight(of: index)
  }

  /// What one more review costs the evaluator at these prices; nothing if there is no room.
  func reducedCostOfTaking(_ evaluator: Int) -> Int128? {
    guard loads[evaluator] < network.capacities[evaluator] else { return nil }
    return -network.gain(of: evaluator, load: loads[evaluator] + 1) - evaluatorPrices[evaluator]
  }

  /// What one review fewer costs the evaluator at these prices; nothing if all are pinned.
  func reducedCostOfGiving(_ evaluator: Int) -> Int128? {
    guard loads[evaluator] > network.pins[evaluator] else { return nil }
    return network.gain(of: evaluator, load: loads[evaluator]) + evaluatorPrices[evaluator]
  }

  /// A step between two nodes; those between a submission and an evaluator name their pair.
  struct Step {
    var from: Int
    var to: Int
    var pair: Int?
    var cost: Int128
  }

  /// Calls `body` with each step that leads to a node.
  func forEachStep(to node: Int, by columns: Columns, _ body: (Step) -> Void) {
    if node < submissionPrices.count {
      forEachReview(from: node, of: node, body)
      for group in network.groupNodes(of: node) {
        if let cost = reducedCostOfLeaving(group) {
          body(Step(from: group, to: node, pair: nil, cost: cost))
        }
      }
    } else if node < network.firstGroupNode {
      columns.forEachPair(of: node - submissionPrices.count) { index, submission in
        guard !isPlaced[index] else { return }
        body(
          Step(
            from: network.tail(of: index, submission), to: node, pair: index,
            cost: reducedCost(ofPair: index, of: submission)))
      }
    } else if node < root {
      let submission = network.groupNodes[node - network.firstGroupNode].submission
      forEachReview(from: node, of: submission, body)
      if let cost = reducedCostOfEntering(node) {
        body(Step(from: submission, to: node, pair: nil, cost: cost))
      }
    }
    forEachStepAtRoot(to: node, body)
  }

  /// The steps by which evaluators give up what starts from a submission or from a group node of it.
  private func forEachReview(from tail: Int, of submission: Int, _ body: (Step) -> Void) {
    let problem = network.problem
    for index in problem.rows[submission]..<problem.rows[submission + 1]
    where isPlaced[index] && !problem.pairs.cells[index].isPinned
      && network.tail(of: index, submission) == tail
    {
      let from = node(ofEvaluator: problem.pairs.cells[index].evaluator)
      body(
        Step(
          from: from, to: tail, pair: index, cost: -reducedCost(ofPair: index, of: submission)))
    }
  }

  /// What one more of a group costs its submission at these prices; nothing if it has as many as it may.
  func reducedCostOfEntering(_ node: Int) -> Int128? {
    let place = node - network.firstGroupNode
    let group = network.groupNodes[place]
    guard groupCounts[place] < group.room else { return nil }
    return submissionPrices[group.submission] - groupPrices[place]
  }

  /// What one fewer of a group costs its submission at these prices; nothing if it has none.
  func reducedCostOfLeaving(_ node: Int) -> Int128? {
    let place = node - network.firstGroupNode
    guard groupCounts[place] > 0 else { return nil }
    return groupPrices[place] - submissionPrices[network.groupNodes[place].submission]
  }

  /// The steps to the root if that is the node, otherwise the one from the root.
  private func forEachStepAtRoot(to node: Int, _ body: (Step) -> Void) {
    if node == root {
      for (submission, price) in submissionPrices.enumerated() {
        body(Step(from: submission, to: root, pair: nil, cost: price))
      }
      for evaluator in evaluatorPrices.indices {
        guard let cost = reducedCostOfTaking(evaluator) else { continue }
        body(Step(from: self.node(ofEvaluator: evaluator), to: root, pair: nil, cost: cost))
      }
    } else if node < submissionPrices.count {
      if missing[node] > 0 {
        body(Step(from: root, to: node, pair: nil, cost: -submissionPrices[node]))
      }
    } else if node < network.firstGroupNode,
      let cost = reducedCostOfGiving(node - submissionPrices.count)
    {
      body(Step(from: root, to: node, pair: nil, cost: cost))
    }
  }

  /// Takes a step: places its pair or gives it up, or moves a place to or from the root.
  mutating func take(_ step: Step) {
    if let pair = step.pair {
      isPlaced[pair].toggle()
    } else if step.to >= network.firstGroupNode, step.to < root {
      groupCounts[step.to - network.firstGroupNode] += 1
    } else if step.from >= network.firstGroupNode, step.from < root {
      groupCounts[step.from - network.firstGroupNode] -= 1
    } else if step.to == root {
      change(step.from, by: 1)
    } else {
      change(step.to, by: -1)
    }
  }

  private mutating func change(_ node: Int, by count: Int) {
    if node < submissionPrices.count {
      missing[node] += count
    } else {
      loads[node - submissionPrices.count] += count
    }
  }

  /// Takes the need of a submission away that has no reviews left.
  mutating func forget(_ submission: Int) { missing[submission] = 0 }

  /// The least cost, at these prices, of the steps from every node to one evaluator (Dijkstra, backwards).
  ///
  /// - Returns: By node; nothing where there is no way. O(pairs · log nodes).
  func distances(to evaluator: Int, by columns: Columns) -> [Int128?] {
    var distances = [Int128?](repeating: nil, count: root + 1)
    var isSettled = [Bool](repeating: false, count: root + 1)
    var heap = Heap()
    distances[node(ofEvaluator: evaluator)] = 0
    heap.insert(node(ofEvaluator: evaluator), at: 0)
    while let (node, distance) = heap.popFirst() {
      guard !isSettled[node] else { continue }
      isSettled[node] = true
      forEachStep(to: node, by: columns) { step in
        let reached = distance + step.cost
        if let known = distances[step.from], known <= reached { return }
        distances[step.from] = reached
        heap.insert(step.from, at: reached)
      }
    }
    return distances
  }
}

/// A binary heap of nodes, nearest first; of equally near ones, the lowest.
struct Heap {
  private var items: [(distance: Int128, node: Int)] = []

  mutating func insert(_ node: Int, at distance: Int128) {
    items.append((distance, node))
    var index = items.count - 1
    while index > 0, items[index] < items[(index - 1) / 2] {
      items.swapAt(index, (index - 1) / 2)
      index = (index - 1) / 2
    }
  }

  mutating func popFirst() -> (node: Int, distance: Int128)? {
    guard let first = items.first else { return nil }
    let last = items.removeLast()
    if !items.isEmpty {
      items[0] = last
      var index = 0
      while true {
        var least = index
        for child in [2 * index + 1, 2 * index + 2]
        where child < items.count && items[child] < items[least] {
          least = child
        }
        if least == index { break }
        items.swapAt(index, least)
        index = least
      }
    }
    return (first.node, first.distance)
  }
}
