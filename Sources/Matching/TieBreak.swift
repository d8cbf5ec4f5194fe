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
  /// The step by which the last search left each node towards its submission.
  private var ways: [Residual.Step?]

  init(_ residual: Residual) {
    self.residual = residual
    let problem = residual.network.problem
    isDecided = problem.pairs.map(\.isPinned)
    tiedOfSubmission = Array(repeating: [], count: problem.needs.count)
    tiedOfEvaluator = Array(repeating: [], count: problem.loads.count)
    ways = Array(repeating: nil, count: residual.root + 1)
    for (index, pair) in problem.pairs.enumerated()
    where !pair.isPinned && residual.reducedCost(ofPair: index) == 0 {
      tiedOfSubmission[pair.submission].append(index)
      tiedOfEvaluator[pair.evaluator].append(index)
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
    var isSearched = false
    for index in tiedOfSubmission[submission] {
      if !residual.isPlaced[index] {
        let evaluator = residual.network.problem.pairs[index].evaluator
        let node = residual.node(ofEvaluator: evaluator)
        if !isSearched {
          search(backFrom: submission, until: node)
          isSearched = true
        }
        if ways[node] != nil { takeCycle(through: index, from: node, to: submission) }
      }
      isDecided[index] = true
      // What is decided and placed is no longer a way back, and a search that found is not complete.
      if residual.isPlaced[index] { isSearched = false }
    }
  }

  private mutating func takeCycle(through pair: Int, from evaluator: Int, to submission: Int) {
    residual.take(Residual.Step(from: submission, to: evaluator, pair: pair, cost: 0))
    var node = evaluator
    while node != submission, let step = ways[node] {
      residual.take(step)
      node = step.to
    }
  }

  /// Finds from which nodes undecided steps that cost nothing lead to a submission.
  ///
  /// - Parameters:
  ///   - submission: Where the steps lead.
  ///   - target: The node that ends the search when it is found; otherwise the search is complete.
  private mutating func search(backFrom submission: Int, until target: Int) {
    for node in ways.indices { ways[node] = nil }
    var queue = [submission]
    var next = 0
    while next < queue.count, ways[target] == nil {
      let node = queue[next]
      next += 1
      for step in freeSteps(to: node)
      where step.from != submission && ways[step.from] == nil {
        ways[step.from] = step
        queue.append(step.from)
      }
    }
  }

  /// The undecided steps to a node that cost nothing.
  private func freeSteps(to node: Int) -> [Residual.Step] {
    let pairs = residual.network.problem.pairs
    let submissions = tiedOfSubmission.count
    var steps: [Residual.Step] = []
    if node < submissions {
      for index in tiedOfSubmission[node] where residual.isPlaced[index] && !isDecided[index] {
        let from = residual.node(ofEvaluator: pairs[index].evaluator)
        steps.append(Residual.Step(from: from, to: node, pair: index, cost: 0))
      }
    } else if node < residual.root {
      for index in tiedOfEvaluator[node - submissions]
      where !residual.isPlaced[index] && !isDecided[index] {
        let from = pairs[index].submission
        steps.append(Residual.Step(from: from, to: node, pair: index, cost: 0))
      }
    }
    residual.forEachStepAtRoot(to: node) { step in
      if step.cost == 0 { steps.append(step) }
    }
    return steps
  }
}
