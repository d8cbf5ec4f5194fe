import Matching
import Testing

@Suite struct `Groups of whom a submission may have only so many` {
  @Test(arguments: 0..<6)
  func `leave the best assignment that trying all of them finds`(block: Int) throws {
    var binding = 0
    for seed in UInt64(block * 500)..<UInt64(block * 500 + 500) {
      let problem = try smallProblemWithGroups(seed: seed)
      let best = try #require(BruteForce(problem).best())
      let solution = problem.solve()
      try #require(solution.placements == best.placements, "seed \(seed)")
      try #require(solution.worth.score == best.score, "seed \(seed)")
      try #require(solution.gap == .zero, "seed \(seed)")
      if !solution.certificate.groupPrices.isEmpty { binding += 1 }
    }
    #expect(binding > 20)
  }

  @Test func `count for what a move costs, and for the runner-up`() throws {
    var moves = 0
    for seed in UInt64(0)..<600 {
      let problem = try smallProblemWithGroups(seed: seed)
      let brute = BruteForce(problem)
      let solution = problem.solve()
      for review in solution.placements {
        for evaluator in problem.loads.indices {
          let other = placement(review.submission, evaluator)
          let isPossible =
            problem.pairs.contains { $0.placement == other && !$0.isPinned }
            && !problem.pairs.contains { $0.placement == review && $0.isPinned }
            && !solution.placements.contains(other)
          let best = isPossible ? brute.best { $0.contains(other) && !$0.contains(review) } : nil
          let cost = solution.costOfMove(review, to: evaluator)
          let lack = best.map { zip(solution.worth.score, $0.score).map(-) }
          try #require(cost?.score == lack, "seed \(seed), \(review) to \(evaluator)")
          if cost != nil { moves += 1 }
        }
      }
      let costs = solution.runnersUp().map { solution.costOfMove($0.placement, to: $0.evaluator) }
      try #require(costs == solution.runnersUp().map(\.cost), "seed \(seed)")
    }
    #expect(moves > 100)
  }

  @Test func `are the same in every order`() throws {
    for seed in UInt64(0)..<300 {
      let problem = try smallProblemWithGroups(seed: seed)
      var seeded = Seeded(seed)
      var pairs = Array(problem.pairs)
      seeded.shuffle(&pairs)
      let groups = problem.groups.reversed().map {
        EvaluatorGroup(evaluators: $0.evaluators.reversed(), most: $0.most)
      }
      let shuffled = try MatchingProblem(
        needs: problem.needs, loads: problem.loads, pairs: pairs, groups: groups)
      try #require(shuffled == problem)
      try #require(shuffled.solve().placements == problem.solve().placements)
    }
  }

  @Test func `stay when a problem changes`() throws {
    for seed in UInt64(0)..<600 {
      let problem = try smallProblemWithGroups(seed: seed)
      var seeded = Seeded(seed)
      let solution = problem.solve()
      let changed = problem.removing(evaluator: seeded.below(problem.loads.count))
      let best = try #require(BruteForce(changed).best())
      try #require(changed.groups == problem.groups)
      try #require(changed.solve(startingFrom: solution).placements == best.placements)
      let change = try changed.leastChange(from: solution.placements, bonus: 0)
      try #require(change.worth.score == best.score, "seed \(seed)")
    }
  }

  @Test func `keep two evaluators of one school apart`() throws {
    // Without the school the first submission would have both of the best.
    let pairs = matrix([[9, 8, 1], [2, 2, 2]])
    let loads = Array(repeating: LoadBounds(upper: 2), count: 3)
    let free = try MatchingProblem(needs: [2, 1], loads: loads, pairs: pairs)
    #expect(free.solve().evaluators(of: 0) == [0, 1])
    let apart = try MatchingProblem(
      needs: [2, 1], loads: loads, pairs: pairs, groups: [EvaluatorGroup(evaluators: [1, 0])])
    let solution = apart.solve()
    #expect(solution.evaluators(of: 0) == [0, 2])
    #expect(
      solution.certificate.groupPrices.map { [$0.submission, $0.group] } == [[0, 0]])
    // Pins hold all the same.
    let pinned = try apart.pinning([placement(0, 0), placement(0, 1)])
    #expect(pinned.solve().evaluators(of: 0) == [0, 1])
  }

  @Test func `take a submission no further than they may, and say so`() throws {
    let problem = try MatchingProblem(
      needs: [2], loads: Array(repeating: LoadBounds(upper: 2), count: 2),
      pairs: matrix([[9, 8]]), groups: [EvaluatorGroup(evaluators: [0, 1])])
    let solution = problem.solve()
    #expect(solution.placements == [placement(0, 0)])
    #expect(
      solution.shortages == [Shortage(submission: 0, missing: 1, reason: .tooFewCandidates)])
  }

  @Test func `are refused where they make no sense`() throws {
    #expect(
      throws: MatchingProblemError(mistakes: [
        .groupMember(group: 0, evaluator: -1), .groupMost(group: 1, found: 0),
        .groupMember(group: 1, evaluator: 0), .groupMember(group: 1, evaluator: 2),
      ])
    ) {
      try MatchingProblem(
        needs: [1], loads: [LoadBounds(upper: 1), LoadBounds(upper: 1)], pairs: [],
        groups: [
          EvaluatorGroup(evaluators: [0, 2, 0], most: 0), EvaluatorGroup(evaluators: [-1, 1]),
          EvaluatorGroup(evaluators: []),
        ])
    }
  }

  @Test func `let a search be called off`() throws {
    let problem = try smallProblemWithGroups(seed: 3)
    var told: [MatchingProgress] = []
    let solution = problem.solve(whileSaidBy: { progress in
      told.append(progress)
      return true
    })
    #expect(solution?.placements == problem.solve().placements)
    for most in 0..<told.count {
      var calls = 0
      let ended = problem.solve(whileSaidBy: { _ in
        calls += 1
        return calls <= most
      })
      #expect(ended == nil)
    }
  }
}
