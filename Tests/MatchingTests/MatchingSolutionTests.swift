import Matching
import Testing

@Suite struct `The best assignment` {
  @Test(arguments: 0..<8)
  func `is the one that trying all of them finds, to the last tie`(block: Int) throws {
    for seed in UInt64(block * 500)..<UInt64(block * 500 + 500) {
      let problem = try smallProblem(seed: seed)
      let best = try #require(BruteForce(problem).best())
      let solution = problem.solve()
      try #require(solution.placements == best.placements, "seed \(seed)")
      try #require(solution.worth.score == best.score, "seed \(seed)")
      for submission in problem.needs.indices {
        let evaluators = best.placements.filter { $0.submission == submission }.map(\.evaluator)
        try #require(solution.evaluators(of: submission) == evaluators, "seed \(seed)")
      }
      for (evaluator, load) in solution.loads.enumerated() {
        let count = best.placements.count { $0.evaluator == evaluator }
        try #require(load == count, "seed \(seed)")
      }
    }
  }

  @Test func `does not depend on the order of the pairs`() throws {
    for seed in UInt64(0)..<300 {
      let problem = try smallProblem(seed: seed)
      var seeded = Seeded(seed)
      var pairs = Array(problem.pairs)
      seeded.shuffle(&pairs)
      let shuffled = try MatchingProblem(needs: problem.needs, loads: problem.loads, pairs: pairs)
      let (one, other) = (problem.solve(), shuffled.solve())
      try #require(shuffled == problem)
      try #require(one.placements == other.placements, "seed \(seed)")
      try #require(one.certificate == other.certificate, "seed \(seed)")
      try #require(one.runnersUp() == other.runnersUp(), "seed \(seed)")
    }
  }

  @Test func `gives each submission to the evaluator who knows the field`() throws {
    let problem = try MatchingProblem(
      needs: [1, 1], loads: [LoadBounds(upper: 1), LoadBounds(upper: 1)],
      pairs: matrix([[9, 8], [9, 1]]))
    // Apart both would rather have the first evaluator; together the second submission gains more.
    #expect(problem.solve().placements == [placement(0, 1), placement(1, 0)])
    #expect(problem.solve().worth == Worth(placed: 2, affinity: 17, imbalance: 2))
  }

  @Test func `spreads the load where affinities tie`() throws {
    let problem = try MatchingProblem(
      needs: [1, 1, 1, 1], loads: [LoadBounds(upper: 4), LoadBounds(upper: 4)],
      pairs: matrix([[5, 5], [5, 5], [5, 5], [5, 5]]))
    #expect(problem.solve().loads == [2, 2])
    #expect(problem.solve().evaluators(of: 0) == [0])
    #expect(problem.solve().evaluators(of: 3) == [1])
  }

  @Test func `does not spread the load for a single point of affinity`() throws {
    let problem = try MatchingProblem(
      needs: [1, 1, 1], loads: [LoadBounds(upper: 3), LoadBounds(upper: 3)],
      pairs: matrix([[6, 5], [6, 5], [6, 5]]))
    #expect(problem.solve().loads == [3, 0])
  }

  @Test func `meets a lower load at any price in affinity, but not at that of a review`() throws {
    let free = try MatchingProblem(
      needs: [1, 1], loads: [LoadBounds(upper: 2), LoadBounds(lower: 1, upper: 2)],
      pairs: matrix([[1000, -1000], [1000, -999]]))
    #expect(free.solve().placements == [placement(0, 0), placement(1, 1)])

    // The second evaluator could only take the submission that nobody else must lose.
    let tight = try MatchingProblem(
      needs: [1, 1],
      loads: [0, 1, 1].map { LoadBounds(lower: $0, upper: 1) },
      pairs: [pair(0, 0, 1), pair(0, 1, 1), pair(1, 1, 1)])
    #expect(tight.solve().worth.placed == 2)
    #expect(tight.solve().placements == [placement(0, 0), placement(1, 1)])
    #expect(tight.solve().underloads == [Underload(evaluator: 2, missing: 1)])
  }

  @Test func `keeps a pin above load and need`() throws {
    let problem = try MatchingProblem(
      needs: [1, 0], loads: [LoadBounds(upper: 1), LoadBounds(upper: 1)],
      pairs: matrix([[0, 9], [0, 9]])
    ).pinning([placement(0, 0), placement(1, 0)])
    #expect(problem.solve().placements == [placement(0, 0), placement(1, 0)])
    #expect(problem.solve().loads == [2, 0])
  }

  @Test func `exists for nothing at all`() throws {
    let nothing = try MatchingProblem(needs: [], loads: [], pairs: [])
    #expect(nothing.solve().placements.isEmpty)
    #expect(nothing.solve().gap == .zero)
    let nobody = try MatchingProblem(needs: [1], loads: [], pairs: [])
    #expect(nobody.solve().worth == .zero)
    #expect(nobody.solve().evaluators(of: 0).isEmpty)
    #expect(nobody.solve().evaluators(of: 1).isEmpty)
  }
}

@Suite struct `The cost of a move` {
  @Test(arguments: 0..<6)
  func `is what the best assignment with that move lacks`(block: Int) throws {
    var moves = 0
    for seed in UInt64(block * 250)..<UInt64(block * 250 + 250) {
      let problem = try smallProblem(seed: seed)
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
          if let cost {
            #expect(cost >= .zero)
            moves += 1
          }
        }
      }
    }
    #expect(moves > 100)
  }

  @Test func `is nothing where the move makes no sense`() throws {
    let problem = try MatchingProblem(
      needs: [1, 1, 1], loads: [2, 1, 0].map { LoadBounds(upper: $0) },
      pairs: [pair(0, 0, 5), pair(0, 1, 4), pair(0, 2, 9), pair(1, 0, 1), pair(2, 1, 7)]
    ).pinning([placement(1, 0)])
    let solution = problem.solve()
    #expect(solution.placements == [placement(0, 0), placement(1, 0), placement(2, 1)])
    #expect(solution.costOfMove(placement(0, 0), to: 0) == nil)
    #expect(solution.costOfMove(placement(0, 0), to: 2) == nil)
    #expect(solution.costOfMove(placement(0, 0), to: 3) == nil)
    #expect(solution.costOfMove(placement(0, 1), to: 0) == nil)
    #expect(solution.costOfMove(placement(1, 0), to: 1) == nil)
    #expect(solution.costOfMove(placement(9, 0), to: 1) == nil)
    // The second evaluator has one place: the third submission, which nobody else can take, would lose it.
    let cost = try #require(solution.costOfMove(placement(0, 0), to: 1))
    #expect(cost == Worth(placed: 1, affinity: 8, imbalance: 3))
  }

  @Test func `names the runner-up of each review, the lowest index among equals`() throws {
    for seed in UInt64(0)..<400 {
      let problem = try smallProblem(seed: seed)
      let solution = problem.solve()
      let expected = solution.placements.compactMap { review in
        problem.loads.indices
          .compactMap { evaluator in
            solution.costOfMove(review, to: evaluator).map { (evaluator, $0) }
          }
          .min { ($0.1, $0.0) < ($1.1, $1.0) }
          .map { "\(review) \($0.0) \($0.1)" }
      }
      let found = solution.runnersUp().map { "\($0.placement) \($0.evaluator) \($0.cost)" }
      try #require(found == expected, "seed \(seed)")
    }
  }
}

func pair(_ submission: Int, _ evaluator: Int, _ affinity: Int64) -> CandidatePair {
  CandidatePair(submission: submission, evaluator: evaluator, affinity: affinity)
}

func placement(_ submission: Int, _ evaluator: Int) -> Placement {
  Placement(submission: submission, evaluator: evaluator)
}

/// All pairs, from rows of affinities.
func matrix(_ rows: [[Int64]]) -> [CandidatePair] {
  rows.enumerated().flatMap { submission, row in
    row.enumerated().map { pair(submission, $0, $1) }
  }
}
