/// What becomes of the best assignment when an evaluator goes: only what must change is searched for.
///
/// Without the evaluator's pairs, the prices of the solution are still right for all others. Each review that
/// is left without anybody goes along the cheapest chain of exchanges to where there is room, or stays
/// without, by one search outward from its submission that ends at the first such place. That keeps the
/// prices exact, so nothing else needs to be solved again; then ties are broken as always.
extension MatchingSolution {
  /// The best assignment once an evaluator has gone.
  ///
  /// - Parameter evaluator: Who goes. An index that is no evaluator's changes nothing.
  /// - Returns: The same assignment as that of ``MatchingProblem/removing(evaluator:)``, solved from nothing,
  ///   in a small part of the time.
  public func removing(evaluator: Int) -> MatchingSolution {
    guard problem.loads.indices.contains(evaluator) else { return self }
    guard residual.network.groupNodes.isEmpty else {
      return problem.removing(evaluator: evaluator).solve()
    }
    var departure = Departure(of: evaluator, from: residual)
    departure.place()
    return MatchingSolution(TieBreak.first(of: departure.residual))
  }
}

private struct Departure {
  private let network: Network
  private var isPlaced: [Bool]
  private var submissionPrices: [Int128]
  private var evaluatorPrices: [Int128]
  private let searchPrices: [Int64]?
  private var loads: [Int]
  /// The reviews that are left without anybody, by submission.
  private var open: [Int] = []
  /// The placed pairs of each evaluator that are not pinned, with their submissions.
  private var reviews: [[Review]]

  private struct Review {
    var pair: Int
    var submission: Int
  }

  // One search: by node, submissions before evaluators.
  private var distance: [Int128]
  private var reached: [Int] = []
  private var wayPair: [Int]
  private var wayFrom: [Int]
  private static let far = Int128.max / 4

  init(of gone: Int, from old: Residual) {
    let problem = old.network.problem
    var rows = [0]
    rows.reserveCapacity(problem.rows.count)
    var cells: [Cell] = []
    cells.reserveCapacity(problem.pairs.count)
    var wide: [Int64] = []
    var isPlaced: [Bool] = []
    isPlaced.reserveCapacity(problem.pairs.count)
    var loads = old.loads
    var reviews = [[Review]](repeating: [], count: problem.loads.count)
    var needs = old.network.needs
    for submission in problem.needs.indices {
      let row = problem.rows[submission]..<problem.rows[submission + 1]
      var cut = row.upperBound
      for index in row {
        let cell = problem.pairs.cells[index]
        if cell.evaluator == gone {
          cut = index
        } else if old.isPlaced[index], !cell.isPinned {
          reviews[cell.evaluator].append(
            Review(
              pair: cells.count + index - row.lowerBound - (index > cut ? 1 : 0),
              submission: submission))
        }
      }
      cells += problem.pairs.cells[row.lowerBound..<cut]
      isPlaced += old.isPlaced[row.lowerBound..<cut]
      if !problem.pairs.wide.isEmpty { wide += problem.pairs.wide[row.lowerBound..<cut] }
      if cut < row.upperBound {
        cells += problem.pairs.cells[cut + 1..<row.upperBound]
        isPlaced += old.isPlaced[cut + 1..<row.upperBound]
        if !problem.pairs.wide.isEmpty { wide += problem.pairs.wide[cut + 1..<row.upperBound] }
        if problem.pairs.cells[cut].isPinned {
          let pins = row.count { problem.pairs.cells[$0].isPinned } - 1
          needs[submission] = max(0, problem.needs[submission] - pins)
          if needs[submission] > old.network.needs[submission] { open.append(submission) }
        } else if old.isPlaced[cut] {
          open.append(submission)
        }
      }
      rows.append(cells.count)
    }
    loads[gone] = 0
    var bounds = problem.loads
    bounds[gone] = LoadBounds(lower: 0, upper: 0)
    network = Network(
      of: MatchingProblem(
        needs: problem.needs, loads: bounds,
        pairs: CandidatePairs(rows: rows, cells: cells, wide: wide, bonus: problem.pairs.bonus),
        groups: problem.groups),
      like: old.network, without: gone, needs: needs)
    self.isPlaced = isPlaced
    self.loads = loads
    self.reviews = reviews
    submissionPrices = old.submissionPrices
    evaluatorPrices = old.evaluatorPrices
    searchPrices = old.searchPrices
    let nodes = problem.needs.count + problem.loads.count
    distance = Array(repeating: Self.far, count: nodes)
    wayPair = Array(repeating: -1, count: nodes)
    wayFrom = wayPair
  }

  var residual: Residual {
    Residual(
      of: network, isPlaced: isPlaced, submissionPrices: submissionPrices,
      evaluatorPrices: evaluatorPrices, groupPrices: [], searchPrices: searchPrices)
  }

  mutating func place() {
    for submission in open { place(submission) }
  }

  /// Finds the cheapest place for a review of a submission, and takes the way there.
  private mutating func place(_ start: Int) {
    let problem = network.problem
    let (rows, cells, scale) = (problem.rows, problem.pairs.cells, network.scale)
    let isNarrow = problem.pairs.wide.isEmpty && problem.pairs.bonus == 0
    let prices = evaluatorPrices
    let first = submissionPrices.count
    var heap = Heap()
    var length = Self.far
    var end = start
    reach(start, at: 0, by: -1, from: -1, &heap)
    while let (node, near) = heap.popFirst(), near < length {
      guard near == distance[node] else { continue }
      if node < first {
        // It may stay without, as may one that it pushes out.
        if near + submissionPrices[node] < length {
          (length, end) = (near + submissionPrices[node], node)
        }
        let base = near + submissionPrices[node] - scale.placedUnit
        for index in rows[node]..<rows[node + 1] {
          let cell = cells[index]
          let affinity = isNarrow ? Int64(cell.affinity) : problem.pairs.affinity(index)
          let total =
            base + prices[cell.evaluator] - Int128(affinity) * scale.affinityUnit
          guard total < length, total < distance[first + cell.evaluator], !isPlaced[index] else {
            continue
          }
          reach(first + cell.evaluator, at: total, by: index, from: node, &heap)
        }
      } else {
        let evaluator = node - first
        if loads[evaluator] < network.capacities[evaluator] {
          let cost =
            -network.gain(of: evaluator, load: loads[evaluator] + 1) - evaluatorPrices[evaluator]
          if near + cost < length { (length, end) = (near + cost, node) }
        }
        for review in reviews[evaluator] {
          let total =
            near - submissionPrices[review.submission] - evaluatorPrices[evaluator]
            + network.weight(of: review.pair)
          guard total < length, total < distance[review.submission] else { continue }
          reach(review.submission, at: total, by: review.pair, from: node, &heap)
        }
      }
    }
    if end >= first { loads[end - first] += 1 }
    var node = end
    while node != start {
      let (pair, from) = (wayPair[node], wayFrom[node])
      isPlaced[pair].toggle()
      if node >= first {
        reviews[node - first].append(Review(pair: pair, submission: from))
      } else {
        reviews[from - first].removeAll { $0.pair == pair }
      }
      node = from
    }
    for node in reached {
      let short = length - distance[node]
      if short > 0 {
        if node < first {
          submissionPrices[node] -= short
        } else {
          evaluatorPrices[node - first] += short
        }
      }
      distance[node] = Self.far
    }
    reached.removeAll(keepingCapacity: true)
  }

  private mutating func reach(
    _ node: Int, at near: Int128, by pair: Int, from: Int, _ heap: inout Heap
  ) {
    if distance[node] == Self.far { reached.append(node) }
    distance[node] = near
    wayPair[node] = pair
    wayFrom[node] = from
    heap.insert(node, at: near)
  }
}
