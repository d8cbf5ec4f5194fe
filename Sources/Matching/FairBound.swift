/// A bound on the total of all assignments that serve every submission by at least a floor.
///
/// Whoever is served less pays a multiplier for each affinity that is missing, and whoever is served more is
/// paid as much. Without the floor that is a problem as any other, whose greatest total can't be less than
/// that of the problem with the floor, whatever the multipliers; the subgradient says how to change them
/// (Held and Karp, 1971, doi:10.1007/BF01584070).
struct FairBound {
  private let problem: MatchingProblem
  private let floor: Int64
  /// One, in the fixed point of the multipliers.
  private let unit: Int64
  private let multiplierMost: Int64
  private var multipliers: [Double]

  /// - Returns: Nothing where a bound would take longer than all else, or is not known how to find.
  init?(_ problem: MatchingProblem, floor: Int64) {
    guard problem.groups.isEmpty, problem.pairs.count <= 130_000 else { return nil }
    self.problem = problem
    self.floor = floor
    let extremes = problem.pairs.extremes ?? (0, 0)
    let greatest = max(1, Int64(extremes.greatest.magnitude), Int64(extremes.least.magnitude))
    var unit: Int64 = 1024
    while unit > 1, greatest * unit * 16 > Int64(Int32.max) { unit /= 2 }
    self.unit = unit
    multiplierMost = Int64(Int32.max) / greatest - unit
    multipliers = Array(repeating: 0, count: problem.needs.count)
  }

  /// Finds the least bound of some rounds.
  ///
  /// - Parameter total: A total that is known to be possible: at that, there is nothing left to find.
  /// - Returns: The bound; nothing if 64 bits don't hold the sums.
  func least(above total: Int64) -> Int64? {
    var search = self
    var prices = [Int64](repeating: 0, count: problem.loads.count)
    var least: Int64?
    var pace = 1.0
    var idle = 0
    let rounds = max(4, min(24, 500_000 / max(1, problem.pairs.count)))
    for round in 0..<rounds {
      guard let priced = PriceSearch(search.weighted) else { break }
      let found =
        round == 0 ? priced.solved { _ in true }?.search : priced.solved(from: prices).search
      guard let found else { break }
      prices = found.price
      let served = search.served(found)
      let bound = search.bound(served)
      if bound < least ?? .max {
        least = bound
        idle = 0
      } else {
        idle += 1
        if idle % 3 == 0 { pace /= 2 }
      }
      guard bound > total, search.turn(served, by: pace * Double(bound - total)) else { break }
    }
    return least.map { max($0, total) }
  }

  private func rounded(_ submission: Int) -> Int64 { Int64(multipliers[submission].rounded()) }

  private var weighted: MatchingProblem {
    var pairs = problem.pairs
    for submission in problem.needs.indices {
      let weight = unit + rounded(submission)
      for index in problem.rows[submission]..<problem.rows[submission + 1] {
        pairs.cells[index].affinity = Int32(Int64(pairs.cells[index].affinity) * weight)
      }
    }
    return MatchingProblem(needs: problem.needs, loads: problem.loads, pairs: pairs)
  }

  private func served(_ search: PriceSearch) -> [Int64] {
    var served = [Int64](repeating: 0, count: problem.needs.count)
    for submission in problem.needs.indices {
      for index in problem.rows[submission]..<problem.rows[submission + 1]
      where problem.pairs.cells[index].isPinned || search.holds(submission, Int32(index)) {
        served[submission] += Int64(problem.pairs.cells[index].affinity)
      }
    }
    return served
  }

  /// The bound in whole units of affinity, rounded down: no total lies between.
  private func bound(_ served: [Int64]) -> Int64 {
    var value: Int64 = 0
    for submission in served.indices where problem.needs[submission] > 0 {
      value += served[submission] * (unit + rounded(submission)) - rounded(submission) * floor
    }
    for submission in served.indices where problem.needs[submission] == 0 {
      value += served[submission] * unit
    }
    return value >= 0 ? value / unit : -((unit - 1 - value) / unit)
  }

  /// Changes the multipliers along the subgradient.
  ///
  /// - Returns: Whether anything changed.
  private mutating func turn(_ served: [Int64], by step: Double) -> Bool {
    let slopes = served.indices.map { submission in
      problem.needs[submission] == 0 ? 0 : Double(floor - served[submission])
    }
    let turned = slopes.indices.filter { slopes[$0] > 0 || multipliers[$0] > 0 }
    let square = turned.reduce(0) { $0 + slopes[$1] * slopes[$1] }
    guard square > 0 else { return false }
    let before = turned.map(rounded)
    for submission in turned {
      multipliers[submission] = min(
        max(0, multipliers[submission] + step / square * slopes[submission] * Double(unit)),
        Double(multiplierMost))
    }
    return before != turned.map(rounded)
  }
}
