/// Of all optimal assignments, finds the first by index.
///
/// Pairs are taken in order. One that is placed stays. One that is not, but costs nothing at the optimal
/// prices, is in some optimal assignment exactly if steps that cost nothing lead from its evaluator back to
/// its submission; taking that cycle places it. Either way the pair is decided and no later cycle uses it.
/// That is right for any optimal prices: two optimal assignments differ by cycles of steps that cost
/// nothing.
///
/// At most one search for each review, and one for each submission, each over the pairs that cost nothing.
struct TieBreak {
  private(set) var residual: Residual
  private var isDecided: [Bool]
  /// The pairs that cost nothing, by submission and by evaluator: only these can be in one optimal
  /// assignment and not in another.
  private var tiedOfSubmission: [[Int]]
  private var tiedOfEvaluator: [[Int]]
  /// How many pairs at the head of an evaluator's list are decided: those of earlier submissions.
  private var decidedOfEvaluator: [Int]
  /// How many tied reviews of each evaluator are placed and not decided: the ones to give up for another.
  private var freeReviews: [Int]
  /// The step by which a search left each node towards its submission, and the number of that search.
  private var ways: [Residual.Step]
  private var searchOfWay: [Int]
  private var searches = 0

  init(_ residual: Residual) {
    self.residual = residual
    let problem = residual.network.problem
    isDecided = problem.pairs.cells.map(\.isPinned)
    tiedOfSubmission = Array(repeating: [], count: problem.needs.count)
    tiedOfEvaluator = Array(repeating: [], count: problem.loads.count)
    decidedOfEvaluator = Array(repeating: 0, count: problem.loads.count)
    freeReviews = decidedOfEvaluator
    ways = Array(
      repeating: Residual.Step(from: 0, to: 0, pair: nil, cost: 0), count: residual.root + 1)
    searchOfWay = Array(repeating: 0, count: residual.root + 1)
    let cells = problem.pairs.cells
    // Nearly no pair is tied, and the lowest bits of a sum show that.
    let network = residual.network
    let isNarrow = problem.pairs.wide.isEmpty && problem.pairs.bonus == 0 && network.tails.isEmpty
    func low(_ number: Int128) -> Int64 { Int64(truncatingIfNeeded: number) }
    let (placed, unit) = (low(network.scale.placedUnit), low(network.scale.affinityUnit))
    let lows = residual.evaluatorPrices.map(low)
    for submission in problem.needs.indices {
      let rest = placed &- low(residual.submissionPrices[submission])
      for index in problem.rows[submission]..<problem.rows[submission + 1]
      where
        (!isNarrow
        || lows[cells[index].evaluator] &- Int64(cells[index].affinity) &* unit == rest)
        && !cells[index].isPinned && residual.reducedCost(ofPair: index, of: submission) == 0
      {
        tiedOfSubmission[submission].append(index)
        tiedOfEvaluator[cells[index].evaluator].append(index)
        if residual.isPlaced[index] { freeReviews[cells[index].evaluator] += 1 }
      }
    }
  }

  /// The first by index of the optimal assignments.
  static func first(of residual: Residual) -> Residual {
    var search = TieBreak(residual)
    for submission in residual.network.problem.needs.indices { search.decide(submission) }
    return search.residual
  }

  /// Decides all tied pairs of a submission, in order.
  private mutating func decide(_ submission: Int) {
    var searched: Int?
    for index in tiedOfSubmission[submission] {
      let evaluator = residual.network.problem.pairs.cells[index].evaluator
      if !residual.isPlaced[index], canTakeAnother(evaluator) {
        let node = residual.node(ofEvaluator: evaluator)
        let tail = residual.network.tail(of: index, submission)
        if searched != tail {
          search(backFrom: tail, until: node)
          searched = tail
        }
        if isReached(node) { takeCycle(through: index, from: node, to: tail) }
      }
      isDecided[index] = true
      // What is decided and placed is no longer a way back, and a search that found is not complete.
      if residual.isPlaced[index] {
        freeReviews[evaluator] -= 1
        searched = nil
      }
    }
  }

  /// Whether an evaluator has room, or a review to give up: without either, no search need be made.
  private func canTakeAnother(_ evaluator: Int) -> Bool {
    freeReviews[evaluator] > 0 || residual.reducedCostOfTaking(evaluator) == 0
  }

  private mutating func takeCycle(through pair: Int, from evaluator: Int, to tail: Int) {
    take(Residual.Step(from: tail, to: evaluator, pair: pair, cost: 0))
    var node = evaluator
    while node != tail {
      take(ways[node])
      node = ways[node].to
    }
  }

  private mutating func take(_ step: Residual.Step) {
    residual.take(step)
    guard let pair = step.pair else { return }
    let evaluator = residual.network.problem.pairs.cells[pair].evaluator
    freeReviews[evaluator] += residual.isPlaced[pair] ? 1 : -1
  }

  // MARK: - Search

  private func isReached(_ node: Int) -> Bool { searchOfWay[node] == searches }

  /// Finds from which nodes undecided steps that cost nothing lead to a submission, or to a group node of it.
  ///
  /// - Parameters:
  ///   - tail: Where the steps lead.
  ///   - target: The evaluator who ends the search when reached; otherwise the search is complete.
  private mutating func search(backFrom tail: Int, until target: Int) {
    searches += 1
    searchOfWay[tail] = searches
    var queue: [Int] = []
    reachEvaluators(of: tail, &queue)
    var next = 0
    while next < queue.count, !isReached(target) {
      let node = queue[next]
      next += 1
      if node == residual.root {
        reachAll(&queue)
      } else {
        reachSubmissions(of: node, until: target, &queue)
      }
    }
  }

  /// Goes back from an evaluator to the submissions that could get them, and at once to who has those.
  private mutating func reachSubmissions(of node: Int, until target: Int, _ queue: inout [Int]) {
    let evaluator = node - tiedOfSubmission.count
    if residual.reducedCostOfGiving(evaluator) == 0 {
      reach(by: Residual.Step(from: residual.root, to: node, pair: nil, cost: 0), &queue)
    }
    var first = decidedOfEvaluator[evaluator]
    let tied = tiedOfEvaluator[evaluator]
    while first < tied.count, isDecided[tied[first]] { first += 1 }
    decidedOfEvaluator[evaluator] = first
    for index in tied[first...] where !residual.isPlaced[index] && !isDecided[index] {
      let network = residual.network
      let tail = network.tail(of: index, network.problem.pairs.submission(of: index))
      guard !isReached(tail) else { continue }
      reach(by: Residual.Step(from: tail, to: node, pair: index, cost: 0), &queue)
      if isReached(target) { return }
    }
  }

  /// Goes back from a submission, or a group node of it, to the evaluators who could give it up, to nobody
  /// having it, and between the two.
  private mutating func reachEvaluators(of tail: Int, _ queue: inout [Int]) {
    let network = residual.network
    var submission = tail
    if tail < tiedOfSubmission.count {
      if residual.missing[tail] > 0 {
        reach(by: Residual.Step(from: residual.root, to: tail, pair: nil, cost: 0), &queue)
      }
      for group in network.groupNodes(of: tail) where residual.reducedCostOfLeaving(group) == 0 {
        reach(by: Residual.Step(from: group, to: tail, pair: nil, cost: 0), &queue)
      }
    } else {
      submission = network.groupNodes[tail - network.firstGroupNode].submission
      if residual.reducedCostOfEntering(tail) == 0 {
        reach(by: Residual.Step(from: submission, to: tail, pair: nil, cost: 0), &queue)
      }
    }
    for index in tiedOfSubmission[submission]
    where residual.isPlaced[index] && !isDecided[index]
      && network.tail(of: index, submission) == tail
    {
      let node = residual.node(ofEvaluator: network.problem.pairs.cells[index].evaluator)
      reach(by: Residual.Step(from: node, to: tail, pair: index, cost: 0), &queue)
    }
  }

  /// Goes back from the root to whatever could take or lose a place at no cost.
  private mutating func reachAll(_ queue: inout [Int]) {
    let root = residual.root
    for submission in tiedOfSubmission.indices where residual.submissionPrices[submission] == 0 {
      reach(by: Residual.Step(from: submission, to: root, pair: nil, cost: 0), &queue)
    }
    for evaluator in tiedOfEvaluator.indices
    where residual.reducedCostOfTaking(evaluator) == 0 {
      let node = residual.node(ofEvaluator: evaluator)
      reach(by: Residual.Step(from: node, to: root, pair: nil, cost: 0), &queue)
    }
  }

  /// Notes a step back; evaluators and the root wait in the queue, all else is gone through at once.
  private mutating func reach(by step: Residual.Step, _ queue: inout [Int]) {
    guard !isReached(step.from) else { return }
    ways[step.from] = step
    searchOfWay[step.from] = searches
    if step.from < tiedOfSubmission.count
      || (step.from >= residual.network.firstGroupNode && step.from < residual.root)
    {
      reachEvaluators(of: step.from, &queue)
    } else {
      queue.append(step.from)
    }
  }
}
