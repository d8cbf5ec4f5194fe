/// An assignment in which the worst-served submission is served as well as can be, and of those the one of
/// the greatest total, as far as was found; with bounds that say how far that may be from the best.
public struct FairSolution: Sendable {
  public let problem: MatchingProblem
  /// Who reviews what, by submission, then by evaluator.
  public let placements: [Placement]
  /// The total affinity.
  public let total: Int64
  /// The affinity of the submission that has least of it, all its evaluators together.
  public let worst: Int64
  /// No assignment serves the worst-served better than this.
  public let worstBound: Int64
  /// No assignment that serves everybody as well as ``worst`` has a greater total.
  public let totalBound: Int64
  /// How many reviews each evaluator has.
  public let loads: [Int]

  /// Zero and zero prove the assignment to be the fairest there is.
  public var gap: (worst: Int64, total: Int64) { (worstBound - worst, totalBound - total) }
}

extension MatchingProblem {
  /// Finds the assignment that serves the worst-served submission best, and then has the greatest total.
  ///
  /// As many reviews are placed, and as much of the lower loads is met, as by ``solve()``. With more than
  /// one evaluator for each submission that is NP-hard, so the answer comes with bounds: the worst is
  /// bounded by what each submission could have if it were alone, the total by Lagrange multipliers on the
  /// submissions that would fall below the worst (Fisher, 1981, doi:10.1287/mnsc.27.1.1).
  ///
  /// - Parameter rounds: How often the multipliers are adjusted, at most.
  /// - Returns: The assignment, the same for equal problems; nothing if the affinities exceed 32 bits.
  public func solveFairest(rounds: Int = 60) -> FairSolution? {
    FairSearch(self)?.run(rounds: rounds)
  }
}

/// The search for the fairest assignment.
struct FairSearch {
  private let problem: MatchingProblem
  private let search: PriceSearch
  /// One, in the fixed point of the multipliers.
  private let unit: Int64
  private let multiplierMost: Int64
  /// What the worst-served could have if each submission were alone.
  private let ceiling: Int64

  init?(_ problem: MatchingProblem) {
    guard problem.pairs.bonus == 0, let search = PriceSearch(problem) else { return nil }
    self.problem = problem
    self.search = search
    let extremes = problem.pairs.extremes ?? (0, 0)
    let greatest = max(1, Int64(extremes.greatest.magnitude), Int64(extremes.least.magnitude))
    var unit: Int64 = 1024
    while unit > 1, greatest * unit * 16 > Int64(Int32.max) { unit /= 2 }
    self.unit = unit
    multiplierMost = Int64(Int32.max) / greatest - unit
    var ceiling = Int64.max
    for submission in problem.needs.indices where problem.needs[submission] > 0 {
      let row = problem.rows[submission]..<problem.rows[submission + 1]
      let pins = row.count { problem.pairs.cells[$0].isPinned }
      // It may also lack an evaluator, so what would lower the sum is left out.
      let best = row.map { max(0, Int64(problem.pairs.cells[$0].affinity)) }.sorted(by: >)
      ceiling = min(ceiling, best.prefix(max(problem.needs[submission], pins)).reduce(0, +))
    }
    self.ceiling = ceiling == .max ? 0 : ceiling
  }

  func run(rounds: Int) -> FairSolution? {
    guard let first = search.solved({ _ in true }) else { return nil }
    let start = FairAssignment(problem, first.search)
    var answer = (held: start, bound: start.total)
    var low = start.worst
    var high = ceiling
    var floor = ceiling
    // The ceiling is nearly always reached; otherwise halve the way to what is.
    while low < high {
      if let found = reach(floor, from: first, rounds: rounds) {
        answer = found
        low = max(floor, found.held.worst)
      } else {
        high = floor - 1
      }
      guard high - low > (ceiling - start.worst) / 1000 else { break }
      floor = low + (high - low + 1) / 2
    }
    return FairSolution(
      problem: problem, placements: answer.held.placements, total: answer.held.total,
      worst: answer.held.worst, worstBound: ceiling, totalBound: answer.bound,
      loads: answer.held.reviews.map(\.count))
  }

  /// Looks for an assignment of great total that serves everybody by at least `floor`.
  private func reach(_ floor: Int64, from first: Repair, rounds: Int) -> (
    held: FairAssignment, bound: Int64
  )? {
    var multipliers = [Int64](repeating: 0, count: problem.needs.count)
    var fractions = [Double](repeating: 0, count: problem.needs.count)
    var weighted = problem.pairs
    for index in weighted.cells.indices { weighted.cells[index].affinity *= Int32(unit) }
    var prices = first.search.price.map { $0 * unit }
    var bound = Int64.max
    var best: FairAssignment?
    var pace = 1.0
    var idle = 0
    for round in 0..<rounds {
      guard
        let search = PriceSearch(
          MatchingProblem(needs: problem.needs, loads: problem.loads, pairs: weighted))
      else { break }
      let solved = search.solved(from: prices).search
      prices = solved.price
      var held = FairAssignment(problem, solved)
      // A bound in whole units of affinity, rounded down: no total lies between.
      var value: Int64 = 0
      for submission in problem.needs.indices {
        value += held.served[submission] * (unit + multipliers[submission])
        value -= multipliers[submission] * floor
      }
      let present = value >= 0 ? value / unit : -((unit - 1 - value) / unit)
      if present < bound {
        bound = present
        idle = 0
      } else {
        idle += 1
        if idle % 4 == 0 { pace /= 2 }
      }
      let slopes = held.served.indices.map { submission in
        problem.needs[submission] == 0 ? 0 : floor - held.served[submission]
      }
      held.improve(above: floor, everywhere: round % 4 == 0)
      if held.worst >= floor, held.total > best?.total ?? .min { best = held }
      if let best, best.total >= bound { break }
      var square = 0.0
      for submission in slopes.indices
      where slopes[submission] > 0 || multipliers[submission] > 0 {
        square += Double(slopes[submission]) * Double(slopes[submission])
      }
      guard square > 0, best != nil || round < 24 else { break }
      let aim = best.map { Double(present - $0.total) } ?? Double(abs(present)) / 50
      let step = pace * max(aim, Double(abs(present)) / 10_000) / square
      for submission in slopes.indices
      where slopes[submission] > 0 || multipliers[submission] > 0 {
        fractions[submission] = min(
          max(0, fractions[submission] + step * Double(slopes[submission]) * Double(unit)),
          Double(multiplierMost))
        let multiplier = Int64(fractions[submission].rounded())
        guard multiplier != multipliers[submission] else { continue }
        multipliers[submission] = multiplier
        for index in problem.rows[submission]..<problem.rows[submission + 1] {
          weighted.cells[index].affinity =
            Int32(Int64(problem.pairs.cells[index].affinity) * (unit + multiplier))
        }
      }
    }
    return best.map { ($0, bound) }
  }
}
