import Matching

/// Every assignment of a small problem, tried one by one: what the solver is held against.
struct BruteForce {
  /// Counts in order of importance, more is better; written without the module's own `Worth`.
  typealias Score = [Int]

  struct Assignment {
    var placements: [Placement]
    /// A bit for each pair of the problem, the first one highest.
    var bits: UInt32
    var score: Score
  }

  let problem: MatchingProblem
  let assignments: [Assignment]

  init(_ problem: MatchingProblem) {
    self.problem = problem
    var reviewsMost = problem.needs
    var loadsMost = problem.loads.map(\.upper)
    for submission in problem.needs.indices {
      let pins = problem.pairs.count { $0.isPinned && $0.submission == submission }
      reviewsMost[submission] = max(reviewsMost[submission], pins)
    }
    for evaluator in problem.loads.indices {
      let pins = problem.pairs.count { $0.isPinned && $0.evaluator == evaluator }
      loadsMost[evaluator] = max(loadsMost[evaluator], pins)
    }
    let pairs = Array(problem.pairs)
    var found: [Assignment] = []
    func isWithinGroups(_ placed: [Int]) -> Bool {
      guard let last = placed.last.map({ pairs[$0] }), !last.isPinned else { return true }
      return problem.groups.filter { $0.evaluators.contains(last.evaluator) }.allSatisfy { group in
        let members = pairs.indices.filter {
          pairs[$0].submission == last.submission
            && group.evaluators.contains(pairs[$0].evaluator)
        }
        let pins = members.count { pairs[$0].isPinned }
        let chosen = members.count { placed.contains($0) && !pairs[$0].isPinned }
        return pins + chosen <= max(group.most, pins)
      }
    }
    func extend(_ placed: [Int], at index: Int, reviews: [Int], loads: [Int]) {
      guard index < pairs.count else {
        found.append(Self.assignment(placed: placed, loads: loads, pairs, of: problem))
        return
      }
      let pair = pairs[index]
      if !pair.isPinned { extend(placed, at: index + 1, reviews: reviews, loads: loads) }
      var (reviews, loads) = (reviews, loads)
      reviews[pair.submission] += 1
      loads[pair.evaluator] += 1
      if reviews[pair.submission] <= reviewsMost[pair.submission],
        loads[pair.evaluator] <= loadsMost[pair.evaluator], isWithinGroups(placed + [index])
      {
        extend(placed + [index], at: index + 1, reviews: reviews, loads: loads)
      }
    }
    extend([], at: 0, reviews: problem.needs.map { _ in 0 }, loads: problem.loads.map { _ in 0 })
    assignments = found
  }

  private static func assignment(
    placed: [Int], loads: [Int], _ pairs: [CandidatePair], of problem: MatchingProblem
  )
    -> Assignment
  {
    let met = zip(loads, problem.loads).reduce(0) { $0 + min($1.0, $1.1.lower) }
    let affinity = placed.reduce(0) { $0 + Int(pairs[$1].affinity) }
    return Assignment(
      placements: placed.map { pairs[$0].placement },
      bits: placed.reduce(0) { $0 | UInt32(1) << UInt32(31 - $1) },
      score: [placed.count, met, affinity, -loads.reduce(0) { $0 + $1 * $1 }])
  }

  /// The best assignment of those that fulfil a condition; of equal ones, the first by index.
  func best(where isWanted: ([Placement]) -> Bool = { _ in true }) -> Assignment? {
    assignments.filter { isWanted($0.placements) }.max { left, right in
      left.score == right.score
        ? left.bits < right.bits : left.score.lexicographicallyPrecedes(right.score)
    }
  }
}

extension Worth {
  /// The same counts, as the brute force writes them.
  var score: BruteForce.Score { [placed, lowerMet, Int(affinity), -imbalance] }
}

/// A seeded source of small numbers (SplitMix64, Steele, Lea and Flood, 2014).
struct Seeded {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }

  /// True `percent` times out of a hundred.
  mutating func chance(_ percent: Int) -> Bool { below(100) < percent }

  mutating func shuffle<Element>(_ items: inout [Element]) {
    for index in items.indices.reversed() { items.swapAt(index, below(index + 1)) }
  }
}

/// A problem small enough for brute force, with what makes problems hard: ties, zero, negative and huge
/// affinities, lower loads, pins beyond needs and loads, too few places, submissions and evaluators without pairs.
func smallProblem(seed: UInt64) throws -> MatchingProblem {
  var seeded = Seeded(seed)
  let submissions = 1 + seeded.below(5)
  let evaluators = 1 + seeded.below(4)
  let density = 50 + seeded.below(51)
  let range = [1, 2, 4, 1000, 1 << 40][seeded.below(5)]
  let offset = seeded.chance(25) ? range / 2 : 0
  let pins = seeded.chance(40) ? 20 : 0
  let most = 1 + seeded.below(3)
  var pairs: [CandidatePair] = []
  for submission in 0..<submissions {
    for evaluator in 0..<evaluators where seeded.chance(density) && pairs.count < 11 {
      pairs.append(
        CandidatePair(
          submission: submission, evaluator: evaluator,
          affinity: Int64(seeded.below(range) - offset), isPinned: seeded.chance(pins)))
    }
  }
  let loads = (0..<evaluators).map { _ in
    let lower = seeded.chance(50) ? seeded.below(3) : 0
    return LoadBounds(lower: lower, upper: lower + seeded.below(3))
  }
  let needs = (0..<submissions).map { _ in seeded.chance(80) ? most : seeded.below(most + 1) }
  return try MatchingProblem(needs: needs, loads: loads, pairs: pairs)
}

/// A small problem with groups: of one evaluator, of some or of all, with one allowed or more.
func smallProblemWithGroups(seed: UInt64) throws -> MatchingProblem {
  let problem = try smallProblem(seed: seed)
  var seeded = Seeded(seed ^ 0x6772_6F75_70)
  let evaluators = problem.loads.indices.filter { _ in seeded.chance(85) }
  let split = seeded.below(evaluators.count + 1)
  let groups = [evaluators[..<split], evaluators[split...]].map {
    EvaluatorGroup(evaluators: Array($0), most: 1 + seeded.below(2))
  }
  return try MatchingProblem(
    needs: problem.needs, loads: problem.loads, pairs: Array(problem.pairs), groups: groups)
}
