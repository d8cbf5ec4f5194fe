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

  private let groupOfEach: [Int]

  init(_ problem: MatchingProblem, _ placements: [Placement]) {
    self.problem = problem
    groupOfEach = EvaluatorGroup.groupOfEach(in: problem)
    pairs = Array(repeating: [], count: problem.needs.count)
    reviews = Array(repeating: [], count: problem.loads.count)
    served = Array(repeating: 0, count: problem.needs.count)
    total = 0
    for placement in placements {
      guard let index = problem.index(of: placement) else { continue }
      add(Int32(index), to: placement.submission)
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

  /// Makes exchanges that lift submissions towards the floor, until no more of them reach it.
  ///
  /// - Parameter floor: What every submission should have.
  mutating func improve(above floor: Int64) {
    var before = Int.max
    while true {
      let low = served.indices.count { served[$0] < floor && problem.needs[$0] > 0 }
      guard low > 0, low < before else { return }
      before = low
      for submission in served.indices
      where served[submission] < floor && problem.needs[submission] > 0 {
        while served[submission] < floor, let exchange = bestExchange(of: submission, floor) {
          make(exchange, of: submission)
        }
      }
    }
  }

  /// Whether a submission may have one evaluator for another by their groups.
  private func fits(_ new: Int32, for old: Int32, of submission: Int) -> Bool {
    guard !groupOfEach.isEmpty else { return true }
    let group = groupOfEach[evaluator(new)]
    guard group >= 0, group != groupOfEach[evaluator(old)] else { return true }
    return pairs[submission].count { groupOfEach[evaluator($0)] == group }
      < problem.groups[group].most
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
          !pairs[submission].contains(new), fits(new, for: old, of: submission)
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
            !pairs[partner].contains(Int32(other)),
            fits(Int32(other), for: review.pair, of: partner)
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
