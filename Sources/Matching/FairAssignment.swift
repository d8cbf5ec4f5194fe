/// An assignment that exchanges make fairer: what each submission has, and who has whom.
///
/// An exchange leaves the number of reviews and what is met of the lower loads as they are.
struct FairAssignment {
  private let problem: MatchingProblem
  /// The pairs of each submission, and the pairs of each evaluator.
  private(set) var pairs: [[Int32]]
  private(set) var reviews: [[Review]]
  /// The affinity of each submission's evaluators together.
  private(set) var served: [Int64]
  private(set) var total: Int64

  struct Review {
    var submission: Int32
    var pair: Int32
  }

  init(_ problem: MatchingProblem, _ search: PriceSearch) {
    self.problem = problem
    pairs = Array(repeating: [], count: problem.needs.count)
    reviews = Array(repeating: [], count: problem.loads.count)
    served = Array(repeating: 0, count: problem.needs.count)
    total = 0
    for submission in problem.needs.indices {
      for index in problem.rows[submission]..<problem.rows[submission + 1]
      where problem.pairs.cells[index].isPinned || search.holds(submission, Int32(index)) {
        add(Int32(index), to: submission)
      }
    }
  }

  /// What the worst-served submission has.
  var worst: Int64 {
    served.indices.lazy.filter { problem.needs[$0] > 0 }.map { served[$0] }.min() ?? 0
  }

  var placements: [Placement] {
    pairs.enumerated().flatMap { submission, pairs in
      pairs.sorted().map {
        Placement(submission: submission, evaluator: evaluator($0))
      }
    }
  }

  private func affinity(_ pair: Int32) -> Int64 {
    Int64(problem.pairs.cells[Int(pair)].affinity)
  }

  private func evaluator(_ pair: Int32) -> Int { problem.pairs.cells[Int(pair)].evaluator }

  private mutating func add(_ pair: Int32, to submission: Int) {
    pairs[submission].append(pair)
    reviews[evaluator(pair)].append(Review(submission: Int32(submission), pair: pair))
    served[submission] += affinity(pair)
    total += affinity(pair)
  }

  private mutating func remove(_ pair: Int32, of submission: Int) {
    pairs[submission].removeAll { $0 == pair }
    reviews[evaluator(pair)].removeAll { $0.pair == pair }
    served[submission] -= affinity(pair)
    total -= affinity(pair)
  }

  // MARK: - Exchanges

  /// A submission gives up one evaluator for another; with a partner, who does the opposite.
  private struct Exchange {
    var old: Int32
    var new: Int32
    var partner: Int
    var partnerOld: Int32
    var partnerNew: Int32
    static let alone = -1
  }

  /// Makes exchanges until none helps: first those that lift a submission to the floor, then those that add
  /// to the total.
  ///
  /// - Parameters:
  ///   - floor: What every submission should have.
  ///   - everywhere: Whether exchanges that only add to the total are looked for too.
  mutating func improve(above floor: Int64, everywhere: Bool) {
    var passes = 0
    var isChanged = true
    while isChanged, passes < 30 {
      passes += 1
      isChanged = false
      let isRepaired = !served.indices.contains {
        problem.needs[$0] > 0 && served[$0] < floor
      }
      if isRepaired, !everywhere || problem.pairs.cells.count > 40_000 { return }
      for submission in served.indices
      where isRepaired || (served[submission] < floor && problem.needs[submission] > 0) {
        while let exchange = bestExchange(of: submission, floor) {
          make(exchange, of: submission)
          isChanged = true
        }
      }
    }
  }

  private mutating func make(_ exchange: Exchange, of submission: Int) {
    remove(exchange.old, of: submission)
    if exchange.partner != Exchange.alone {
      remove(exchange.partnerOld, of: exchange.partner)
      add(exchange.partnerNew, to: exchange.partner)
    }
    add(exchange.new, to: submission)
  }

  /// What an affinity too few costs, against one of the total.
  private static let penalty: Int64 = 20

  private func worth(_ served: Int64, _ floor: Int64) -> Int64 {
    served - Self.penalty * max(0, floor - served)
  }

  private func bestExchange(of submission: Int, _ floor: Int64) -> Exchange? {
    var best: Exchange?
    var gain: Int64 = 0
    let before = worth(served[submission], floor)
    for old in pairs[submission] where !problem.pairs.cells[Int(old)].isPinned {
      let giver = evaluator(old)
      let canLose = reviews[giver].count > problem.loads[giver].lower
      for index in problem.rows[submission]..<problem.rows[submission + 1] {
        let new = Int32(index)
        let after = worth(served[submission] - affinity(old) + affinity(new), floor)
        // A partner below the floor may gain by it too, so only hopeless exchanges are left out.
        guard after > before || floor > served[submission] || after + gain > before - gain,
          !pairs[submission].contains(new)
        else { continue }
        let taker = evaluator(new)
        if canLose, reviews[taker].count < problem.loads[taker].upper, after - before > gain,
          reviews[taker].count >= problem.loads[taker].lower
        {
          gain = after - before
          best = Exchange(
            old: old, new: new, partner: Exchange.alone, partnerOld: 0, partnerNew: 0)
        }
        for review in reviews[taker] {
          let partner = Int(review.submission)
          guard !problem.pairs.cells[Int(review.pair)].isPinned,
            let other = problem.index(of: Placement(submission: partner, evaluator: giver)),
            !pairs[partner].contains(Int32(other))
          else { continue }
          let change =
            after - before
            + worth(served[partner] - affinity(review.pair) + affinity(Int32(other)), floor)
            - worth(served[partner], floor)
          if change > gain {
            gain = change
            best = Exchange(
              old: old, new: new, partner: partner, partnerOld: review.pair,
              partnerNew: Int32(other))
          }
        }
      }
    }
    return best
  }
}
