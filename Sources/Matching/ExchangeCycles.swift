/// Exchanges in a ring: makes an assignment fairer, then greater, where no exchange of two does.
///
/// A review goes from an evaluator to another, who gives one of theirs to a third, and so on round; or it ends
/// with one who has room and begins with one who can do with less. At most one review between any two is of
/// interest: the one that gains most by it. So all rings together are the cycles of a small graph with a node
/// for each evaluator, and one of them that gains is found by relaxing all arcs a few times (Ahuja, Orlin and
/// Sharma, "Multi-exchange neighborhood structures", 2003, doi:10.1016/S0167-6377(02)00236-5).
///
/// What a submission has below the floor costs a penalty: a small one lets the total have its way, a great one
/// the floor.
struct ExchangeCycles {
  private let problem: MatchingProblem
  private let evaluators: Int
  /// The affinity of each submission and evaluator, or `absent`.
  private let affinity: [Int64]
  private let groupOfEach: [Int]
  let floor: Int64
  private var penalty: Int64 = 8
  let greatestPenalty: Int64

  private(set) var pairs: [[Int]]
  private var reviews: [[Int]]
  private(set) var served: [Int64]
  private let isPinned: [Bool]
  private var isHeld: [Bool]
  /// The most that a review's move from one evaluator to another gains, and whose it is; the node after the
  /// evaluators takes and gives reviews to nobody.
  private var gain: [Int64]
  private var mover: [Int32]
  private var isStale: [Bool]

  /// Moves that are left out, as places in ``gain``.
  private var blocked: [Int] = []

  private static let absent = Int64.min
  private static let never: Int64 = -(1 << 60)

  /// The most cells of submissions by evaluators, and evaluators, for which this is worth its memory and time.
  static func isSmall(_ problem: MatchingProblem) -> Bool {
    problem.loads.count <= 600 && problem.needs.count * problem.loads.count <= 1_000_000
  }

  init(_ problem: MatchingProblem, _ placements: [Placement], floor: Int64) {
    self.problem = problem
    self.floor = floor
    let evaluators = problem.loads.count
    self.evaluators = evaluators
    var affinity = [Int64](repeating: Self.absent, count: problem.needs.count * evaluators)
    var isPinned = [Bool](repeating: false, count: affinity.count)
    var greatest: Int64 = 1
    for submission in problem.needs.indices {
      for index in problem.rows[submission]..<problem.rows[submission + 1] {
        let cell = problem.pairs.cells[index]
        affinity[submission * evaluators + cell.evaluator] = problem.pairs.affinity(index)
        isPinned[submission * evaluators + cell.evaluator] = cell.isPinned
        greatest = max(greatest, abs(problem.pairs.affinity(index)))
      }
    }
    self.affinity = affinity
    self.isPinned = isPinned
    // So great that no total makes up for it, as far as 64 bits hold the sum of all.
    let most = max(1, abs(floor) + greatest * Int64(problem.needs.max() ?? 1))
    greatestPenalty = max(8, min(8 << 20, (1 << 58) / most / Int64(max(1, problem.needs.count))))
    groupOfEach = EvaluatorGroup.groupOfEach(in: problem)
    pairs = Array(repeating: [], count: problem.needs.count)
    reviews = Array(repeating: [], count: evaluators)
    served = Array(repeating: 0, count: problem.needs.count)
    isHeld = Array(repeating: false, count: affinity.count)
    gain = Array(repeating: Self.never, count: (evaluators + 1) * (evaluators + 1))
    mover = Array(repeating: -1, count: gain.count)
    isStale = Array(repeating: true, count: evaluators)
    for placement in placements { add(placement.evaluator, to: placement.submission) }
  }

  var total: Int64 { served.reduce(0, +) }

  var worst: Int64 {
    served.indices.lazy.filter { problem.needs[$0] > 0 }.map { served[$0] }.min() ?? 0
  }

  var loads: [Int] { reviews.map(\.count) }

  var placements: [Placement] {
    pairs.indices.flatMap { submission in
      pairs[submission].sorted().map { Placement(submission: submission, evaluator: $0) }
    }
  }

  private mutating func add(_ evaluator: Int, to submission: Int) {
    pairs[submission].append(evaluator)
    reviews[evaluator].append(submission)
    served[submission] += affinity[submission * evaluators + evaluator]
    isHeld[submission * evaluators + evaluator] = true
    for other in pairs[submission] { isStale[other] = true }
  }

  private mutating func remove(_ evaluator: Int, of submission: Int) {
    for other in pairs[submission] { isStale[other] = true }
    pairs[submission].removeAll { $0 == evaluator }
    reviews[evaluator].removeAll { $0 == submission }
    served[submission] -= affinity[submission * evaluators + evaluator]
    isHeld[submission * evaluators + evaluator] = false
  }

  /// What a submission's sum is worth, in eighths of an affinity.
  @inline(__always) private func worth(_ sum: Int64, _ submission: Int) -> Int64 {
    sum < floor ? 8 &* sum &- penalty &* (floor &- sum) : 8 &* sum
  }

  /// What all of it is worth.
  var value: Int64 {
    served.indices.reduce(0) { $0 + worth(served[$1], $1) }
  }

  // MARK: - Rings

  /// Takes rings that gain until none is found.
  ///
  /// - Parameter penalty: What an affinity below the floor counts, in eighths of one of the total.
  mutating func improve(penalty: Int64) {
    self.penalty = min(penalty, greatestPenalty)
    blocked.removeAll(keepingCapacity: true)
    for evaluator in isStale.indices { isStale[evaluator] = true }
    while let ring = ring() {
      guard take(ring) else { continue }
    }
  }

  /// Takes a ring, unless a submission is in it twice so that it gains nothing after all.
  private mutating func take(_ ring: [Int]) -> Bool {
    let before = value
    var moves: [(submission: Int, from: Int, to: Int)] = []
    for (place, from) in ring.enumerated() {
      let to = ring[(place + 1) % ring.count]
      guard from < evaluators, to < evaluators else { continue }
      moves.append((Int(mover[from * (evaluators + 1) + to]), from, to))
    }
    var isPossible = true
    var done = 0
    for move in moves {
      let cell = move.submission * evaluators
      guard isHeld[cell + move.from], !isHeld[cell + move.to], fits(move) else {
        isPossible = false
        break
      }
      remove(move.from, of: move.submission)
      add(move.to, to: move.submission)
      done += 1
    }
    // What was blocked may gain again.
    for place in blocked { isStale[place / (evaluators + 1)] = true }
    if isPossible, value > before {
      blocked.removeAll(keepingCapacity: true)
      return true
    }
    for move in moves[..<done].reversed() {
      remove(move.to, of: move.submission)
      add(move.from, to: move.submission)
    }
    // One of its moves is left out until another ring is taken.
    if let first = moves.first { blocked.append(first.from * (evaluators + 1) + first.to) }
    return false
  }

  /// Whether a submission may have one evaluator for another by their groups.
  private func fits(_ move: (submission: Int, from: Int, to: Int)) -> Bool {
    guard !groupOfEach.isEmpty, groupOfEach[move.to] >= 0,
      groupOfEach[move.to] != groupOfEach[move.from]
    else { return true }
    let group = groupOfEach[move.to]
    return pairs[move.submission].count { groupOfEach[$0] == group } < problem.groups[group].most
  }

  private mutating func refresh() {
    let width = evaluators + 1
    for from in 0..<evaluators where isStale[from] {
      isStale[from] = false
      let base = from * width
      for to in 0...evaluators { gain[base + to] = Self.never }
      for submission in reviews[from] {
        let row = submission * evaluators
        guard !isPinned[row + from] else { continue }
        let left = served[submission] - affinity[row + from]
        let before = worth(served[submission], submission)
        for to in 0..<evaluators {
          let own = affinity[row + to]
          guard own != Self.absent, !isHeld[row + to] else { continue }
          let gained = worth(left &+ own, submission) &- before
          if gained > gain[base + to],
            groupOfEach.isEmpty || fits((submission, from, to))
          {
            gain[base + to] = gained
            mover[base + to] = Int32(submission)
          }
        }
      }
    }
    for place in blocked { gain[place] = Self.never }
    for evaluator in 0..<evaluators {
      let load = problem.loads[evaluator]
      gain[evaluator * width + evaluators] = reviews[evaluator].count < load.upper ? 0 : Self.never
      gain[evaluators * width + evaluator] = reviews[evaluator].count > load.lower ? 0 : Self.never
    }
  }

  /// A ring that gains, as the nodes in order; nothing if there is none.
  private mutating func ring() -> [Int]? {
    refresh()
    let width = evaluators + 1
    var sums = [Int64](repeating: 0, count: width)
    var before = [Int32](repeating: -1, count: width)
    var isActive = [Bool](repeating: true, count: width)
    for _ in 0...width {
      var isChanged = false
      var isNext = [Bool](repeating: false, count: width)
      for from in 0..<width where isActive[from] {
        let sum = sums[from]
        let base = from * width
        for to in 0..<width {
          let reached = sum &+ gain[base + to]
          if reached > sums[to] {
            sums[to] = reached
            before[to] = Int32(from)
            isNext[to] = true
            isChanged = true
          }
        }
      }
      guard isChanged else { return nil }
      isActive = isNext
      if let ring = cycle(before) { return ring }
    }
    return nil
  }

  /// A cycle among the nodes that each say which one was before them.
  private func cycle(_ before: [Int32]) -> [Int]? {
    var seen = [Int32](repeating: -1, count: before.count)
    for start in before.indices where seen[start] < 0 {
      var node = start
      while node >= 0, seen[node] < 0 {
        seen[node] = Int32(start)
        node = Int(before[node])
      }
      guard node >= 0, seen[node] == Int32(start) else { continue }
      var ring = [node]
      var other = Int(before[node])
      while other != node {
        ring.append(other)
        other = Int(before[other])
      }
      return ring.reversed()
    }
    return nil
  }
}
