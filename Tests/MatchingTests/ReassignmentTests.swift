import Matching
import Testing

@Suite struct `A reassignment` {
  @Test func `is the best one that counts a bonus for each kept pair`() throws {
    for seed in UInt64(0)..<1500 {
      var seeded = Seeded(seed)
      let problem = try smallProblem(seed: seed)
      let existing = problem.solve().placements
      let changed = problem.removing(evaluator: seeded.below(problem.loads.count))
      let bonus = [0, 1, 3, 500][seeded.below(4)]
      let change = try changed.leastChange(from: existing, bonus: Int64(bonus))

      let earlier = Set(existing)
      func score(_ assignment: BruteForce.Assignment) -> BruteForce.Score {
        var score = assignment.score
        score[2] += bonus * assignment.placements.count(where: earlier.contains)
        return score
      }
      let best = BruteForce(changed).assignments.max { left, right in
        score(left) == score(right)
          ? left.bits < right.bits : score(left).lexicographicallyPrecedes(score(right))
      }
      let expected = try #require(best)
      try #require(change.solution.placements == expected.placements, "seed \(seed)")
      try #require(change.worth.score == expected.score, "seed \(seed)")
      try #require(change.solution.worth.score == score(expected), "seed \(seed)")
      try #require(change.solution.gap == .zero, "seed \(seed)")
      let now = Set(expected.placements)
      try #require(change.kept == earlier.intersection(now).sorted(), "seed \(seed)")
      try #require(change.dropped == earlier.subtracting(now).sorted(), "seed \(seed)")
      try #require(change.added == now.subtracting(earlier).sorted(), "seed \(seed)")
    }
  }

  @Test func `from the prices of the old solution is the one found from nothing`() throws {
    for seed in UInt64(0)..<2000 {
      var seeded = Seeded(seed)
      let problem = try smallProblem(seed: seed)
      let solution = problem.solve()
      let changed = problem.removing(evaluator: seeded.below(problem.loads.count))
      let warm = changed.solve(startingFrom: solution)
      try #require(warm.placements == changed.solve().placements, "seed \(seed)")
      try #require(warm.gap == .zero, "seed \(seed)")
    }
  }

  @Test func `after an evaluator has gone is the one found from nothing, one after another`() throws
  {
    for seed in UInt64(0)..<4000 {
      var seeded = Seeded(seed)
      var problem =
        seed % 8 == 0 ? try smallProblemWithGroups(seed: seed) : try smallProblem(seed: seed)
      var solution = problem.solve()
      for _ in 0..<2 {
        let gone = seeded.below(problem.loads.count)
        problem = problem.removing(evaluator: gone)
        solution = solution.removing(evaluator: gone)
        let fresh = problem.solve()
        try #require(solution.problem == problem, "seed \(seed)")
        try #require(solution.placements == fresh.placements, "seed \(seed)")
        try #require(solution.worth == fresh.worth, "seed \(seed)")
        try #require(solution.shortages == fresh.shortages, "seed \(seed)")
        try #require(solution.runnersUp() == fresh.runnersUp(), "seed \(seed)")
        try #require(solution.gap == .zero, "seed \(seed)")
      }
    }
    let solution = try smallProblem(seed: 1).solve()
    #expect(solution.removing(evaluator: -1).placements == solution.placements)
  }

  @Test func `that is called off has no solution, and one that is not has the usual one`() throws {
    let problem = try MatchingProblem(
      needs: [1, 1], loads: [LoadBounds(upper: 1), LoadBounds(upper: 1)],
      pairs: matrix([[9, 8], [9, 1]]))
    var told: [MatchingProgress] = []
    let solution = problem.solve(whileSaidBy: { progress in
      told.append(progress)
      return true
    })
    #expect(solution?.placements == problem.solve().placements)
    #expect(told.last == .repairing(left: 0))
    for most in 0..<told.count {
      var calls = 0
      let ended = problem.solve(whileSaidBy: { _ in
        calls += 1
        return calls <= most
      })
      #expect(ended == nil)
      #expect(calls == most + 1)
    }
  }

  @Test func `keeps as many as can be kept for the greatest bonus`() throws {
    for seed in UInt64(0)..<1000 {
      let problem = try smallProblem(seed: seed)
      var seeded = Seeded(seed)
      let existing = problem.pairs.map(\.placement).filter { _ in seeded.chance(40) }
      let bonus = problem.bonusThatKeepsMost
      let change = try problem.leastChange(from: existing, bonus: bonus)
      let assignments = BruteForce(problem).assignments
      let first = try #require(BruteForce(problem).best()).score[..<2]
      let most = assignments.filter { $0.score[..<2] == first }
        .map { $0.placements.count(where: existing.contains) }.max()
      try #require(change.kept.count == most, "seed \(seed)")
    }
  }

  @Test func `moves a review only where the gain makes up for the bonus`() throws {
    // The third evaluator is new and suits the first submission better by 3; the second one has gone.
    let problem = try MatchingProblem(
      needs: [1, 1], loads: [LoadBounds(upper: 2), LoadBounds(upper: 2), LoadBounds(upper: 1)],
      pairs: [pair(0, 0, 6), pair(0, 2, 9), pair(1, 0, 5), pair(1, 1, 9)]
    ).removing(evaluator: 1)
    let existing = [placement(0, 0), placement(1, 1)]
    let dear = try problem.leastChange(from: existing, bonus: 4)
    #expect(dear.kept == [placement(0, 0)])
    #expect(dear.dropped == [placement(1, 1)])
    #expect(dear.added == [placement(1, 0)])
    #expect(dear.worth == Worth(placed: 2, affinity: 11, imbalance: 4))
    let cheap = try problem.leastChange(from: existing, bonus: 2)
    #expect(cheap.kept.isEmpty)
    #expect(cheap.dropped == existing)
    #expect(cheap.added == [placement(0, 2), placement(1, 0)])
    #expect(cheap.worth == Worth(placed: 2, affinity: 14, imbalance: 2))
  }

  @Test func `takes a bonus from zero to its limit, as far as the size allows`() throws {
    let limit = MatchingProblem.Limits.bonus
    func problem(_ submissions: Int) throws -> MatchingProblem {
      try MatchingProblem(
        needs: Array(repeating: 1, count: submissions),
        loads: [LoadBounds(upper: submissions)],
        pairs: (0..<submissions).map { pair($0, 0, 0) })
    }
    let existing = [placement(0, 0)]
    #expect(try problem(1000).leastChange(from: existing, bonus: limit).kept == existing)
    #expect(try problem(1000).leastChange(from: existing, bonus: 0).kept == existing)
    for bonus in [-1, limit + 1] {
      #expect(throws: MatchingProblemError(mistakes: [.bonus(found: bonus)])) {
        try problem(1).leastChange(from: [], bonus: bonus)
      }
    }
    #expect(throws: MatchingProblemError(mistakes: [.tooLarge])) {
      try problem(1024).leastChange(from: existing, bonus: limit)
    }
  }
}
