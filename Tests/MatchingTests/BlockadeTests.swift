import Matching
import Testing

@Suite struct `What blocks a solution` {
  @Test func `is there when a need is not met, blocks, and has nothing that could be left out`()
    throws
  {
    var found = 0
    for seed in UInt64(0)..<3000 {
      let problem =
        seed % 2 == 0 ? try smallProblem(seed: seed) : try smallProblemWithGroups(seed: seed)
      let solution = problem.solve()
      guard let blockade = solution.blockade() else {
        try #require(solution.shortages.isEmpty, "seed \(seed)")
        continue
      }
      found += 1
      try #require(blockade.isMinimal)
      let isBlocked = try isShort(problem, blockade.submissions)
      try #require(isBlocked, "seed \(seed)")
      for left in blockade.submissions {
        let others = blockade.submissions.filter { $0 != left }
        let isStillBlocked = try isShort(problem, others)
        try #require(!isStillBlocked, "seed \(seed) without \(left)")
      }
      try #require(blockade.possible < blockade.needed, "seed \(seed)")
      try #require(places(problem, blockade, blockade.evaluators) == blockade.possible)
      for left in blockade.evaluators {
        let others = blockade.evaluators.filter { $0 != left }
        try #require(places(problem, blockade, others) >= blockade.needed, "seed \(seed)")
      }
    }
    #expect(found > 500)
  }

  /// Whether some of the submissions lack a review even without the other ones' need.
  private func isShort(_ problem: MatchingProblem, _ submissions: [Int]) throws -> Bool {
    let needs = problem.needs.indices.map { submissions.contains($0) ? problem.needs[$0] : 0 }
    return try !MatchingProblem(
      needs: needs, loads: problem.loads, pairs: Array(problem.pairs), groups: problem.groups
    ).solve().shortages.isEmpty
  }

  /// The sum that the blockade claims, counted afresh.
  private func places(_ problem: MatchingProblem, _ blockade: Blockade, _ evaluators: [Int])
    -> Int
  {
    var places = 0
    for evaluator in evaluators {
      let pairs = problem.pairs.filter { $0.evaluator == evaluator }
      let pins = pairs.count(where: \.isPinned)
      let open = pairs.count { !$0.isPinned && blockade.submissions.contains($0.submission) }
      places += min(max(0, problem.loads[evaluator].upper - pins), open)
    }
    for submission in blockade.submissions {
      let row = problem.pairs.filter { $0.submission == submission }
      let free = row.filter { !$0.isPinned && !evaluators.contains($0.evaluator) }
      var counted = free.count
      for group in problem.groups {
        let pins = row.count { $0.isPinned && group.evaluators.contains($0.evaluator) }
        let members = free.count { group.evaluators.contains($0.evaluator) }
        counted -= max(0, members - max(0, group.most - pins))
      }
      places += counted
    }
    return places
  }

  @Test func `is named without those who have nothing to do with it`() throws {
    // The first three can only go to the first two evaluators; the fourth is one of many who could not.
    let problem = try MatchingProblem(
      needs: [1, 1, 1, 1], loads: [1, 1, 1].map { LoadBounds(upper: $0) },
      pairs: [
        pair(0, 0, 9), pair(1, 0, 8), pair(1, 1, 8), pair(2, 1, 7), pair(3, 0, 1), pair(3, 2, 1),
      ])
    let blockade = try #require(problem.solve().blockade())
    #expect(blockade.submissions == [0, 1, 2])
    #expect(blockade.evaluators == [0, 1])
    #expect([blockade.needed, blockade.possible] == [3, 2])
  }

  @Test func `is a submission alone that has too few candidates`() throws {
    let problem = try MatchingProblem(
      needs: [3, 1], loads: [LoadBounds(upper: 9), LoadBounds(upper: 9)],
      pairs: matrix([[1, 1], [1, 1]]))
    let blockade = try #require(problem.solve().blockade())
    #expect(blockade.submissions == [0])
    #expect(blockade.evaluators.isEmpty)
    #expect([blockade.needed, blockade.possible] == [3, 2])
  }

  @Test func `is nothing where all is well`() throws {
    let problem = try MatchingProblem(
      needs: [1], loads: [LoadBounds(upper: 1)], pairs: matrix([[0]]))
    #expect(problem.solve().blockade() == nil)
  }
}
