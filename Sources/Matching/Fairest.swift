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
  /// bounded by what each submission could have if it were alone, the total by the greatest there is, and in
  /// small problems by Lagrange multipliers on the submissions that would fall below the worst (Fisher, 1981,
  /// doi:10.1287/mnsc.27.1.1).
  ///
  /// - Parameter solution: What ``solve()`` returned, where that is known.
  /// - Returns: The assignment, the same for equal problems; nothing if the affinities exceed 32 bits.
  public func solveFairest(startingFrom solution: MatchingSolution? = nil) -> FairSolution? {
    guard pairs.bonus == 0, pairs.wide.isEmpty else { return nil }
    return FairSearch(solution ?? solve()).run()
  }
}

/// The search for the fairest assignment.
struct FairSearch {
  private let problem: MatchingProblem
  private let solution: MatchingSolution
  private let start: FairAssignment
  /// What the worst-served could have if each submission were alone.
  private let ceiling: Int64

  init(_ solution: MatchingSolution) {
    let problem = solution.problem
    self.solution = solution
    self.problem = problem
    start = FairAssignment(problem, solution.placements)
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

  func run() -> FairSolution {
    var answer = start
    var high = ceiling
    var floor = ceiling
    let isSmall = ExchangeCycles.isSmall(problem)
    // The ceiling is nearly always reached; otherwise halve the way to what is.
    while answer.worst < high {
      let found = isSmall ? lift(answer, floor, turns: 1) : exchange(answer, floor)
      if found.worst > answer.worst { answer = found }
      if found.worst < floor { high = floor - 1 }
      guard high - answer.worst > max(0, ceiling - start.worst) / 1000 else { break }
      floor = answer.worst + (high - answer.worst + 1) / 2
    }
    var bound = solution.worth.affinity + solution.gap.affinity
    if isSmall, answer.total < bound {
      answer = lift(answer, answer.worst, turns: 10)
      let multipliers = FairBound(problem, floor: answer.worst)
      bound = min(bound, multipliers?.least(above: answer.total) ?? bound)
    }
    return FairSolution(
      problem: problem, placements: answer.placements, total: answer.total,
      worst: answer.worst, worstBound: max(ceiling, answer.worst), totalBound: bound,
      loads: answer.reviews.map(\.count))
  }

  private func exchange(_ from: FairAssignment, _ floor: Int64) -> FairAssignment {
    var held = from
    held.improve(above: floor)
    return held
  }

  /// Looks for an assignment of great total that serves everybody by at least `floor`.
  ///
  /// What is missing to the floor costs little at first and ever more; each turn goes through other steps, so
  /// that it comes to other assignments.
  private func lift(_ from: FairAssignment, _ floor: Int64, turns: Int) -> FairAssignment {
    var cycles = ExchangeCycles(problem, solution.placements, floor: floor)
    var best = from
    for turn in 0..<turns {
      for penalty in Self.penalties[turn % Self.penalties.count] {
        cycles.improve(penalty: penalty)
      }
      cycles.improve(penalty: cycles.greatestPenalty)
      if (cycles.worst, cycles.total) > (best.worst, best.total) {
        best = FairAssignment(problem, cycles.placements)
      }
    }
    return best
  }

  /// What an affinity too few costs, in eighths of one of the total, step by step.
  private static let penalties: [[Int64]] = [
    [1, 2, 4, 8, 16, 64, 256], [3, 6, 12, 24, 200], [1, 5, 7, 9, 40], [12, 20, 30, 100],
  ]
}
