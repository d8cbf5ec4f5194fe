import Matching
import Testing

@Suite struct `A matching problem` {
  @Test func `names all its mistakes at once`() throws {
    let limit = MatchingProblem.Limits.affinity
    let pairs = [
      pair(0, 0, limit), pair(0, 1, -limit), pair(0, 1, 0), pair(1, 0, limit + 1),
      pair(1, 1, -limit - 1), pair(2, 0, 1), pair(-1, 0, 1), pair(0, 2, 1),
    ]
    #expect(
      throws: MatchingProblemError(mistakes: [
        .need(submission: 1, found: -1),
        .load(evaluator: 0, found: LoadBounds(lower: 2, upper: 1)),
        .load(evaluator: 1, found: LoadBounds(lower: -1, upper: 1)),
        .unknownSubmission(placement(-1, 0)),
        .doublePair(placement(0, 1)),
        .unknownEvaluator(placement(0, 2)),
        .affinity(placement(1, 0), found: limit + 1),
        .affinity(placement(1, 1), found: -limit - 1),
        .unknownSubmission(placement(2, 0)),
      ])
    ) {
      try MatchingProblem(
        needs: [1, -1],
        loads: [LoadBounds(lower: 2, upper: 1), LoadBounds(lower: -1, upper: 1)], pairs: pairs)
    }
  }

  @Test func `lists a hundred mistakes and no more`() throws {
    let error = #expect(throws: MatchingProblemError.self) {
      try MatchingProblem(needs: Array(repeating: -1, count: 101), loads: [], pairs: [])
    }
    #expect(error?.mistakes.count == 100)
  }

  @Test func `takes a need of ten thousand, and no more`() throws {
    let most = try MatchingProblem(needs: [10_000], loads: [], pairs: [])
    #expect(most.solve().shortages.map(\.missing) == [10_000])
    #expect(
      throws: MatchingProblemError(mistakes: [.need(submission: 0, found: 10_001)])
    ) {
      try MatchingProblem(needs: [10_001], loads: [], pairs: [])
    }
  }

  @Test func `takes a hundred thousand evaluators, and no more`() throws {
    let load = LoadBounds(upper: .max)
    let most = try MatchingProblem(
      needs: [], loads: Array(repeating: load, count: 100_000), pairs: [])
    #expect(most.loads.count == 100_000)
    #expect(throws: MatchingProblemError(mistakes: [.tooLarge])) {
      try MatchingProblem(needs: [], loads: Array(repeating: load, count: 100_001), pairs: [])
    }
  }

  @Test func `sorts its pairs`() throws {
    let problem = try MatchingProblem(
      needs: [1, 1], loads: [LoadBounds(upper: 1), LoadBounds(upper: 1)],
      pairs: [pair(1, 1, 4), pair(0, 1, 2), pair(1, 0, 3), pair(0, 0, 1)])
    #expect(Array(problem.pairs) == matrix([[1, 2], [3, 4]]))
  }

  @Test func `loses all pairs of an evaluator who goes, and keeps everyone's index`() throws {
    let problem = try MatchingProblem(
      needs: [1, 1], loads: [LoadBounds(lower: 1, upper: 2), LoadBounds(upper: 1)],
      pairs: matrix([[9, 8], [9, 1]])
    ).pinning([placement(1, 0)])
    let left = problem.removing(evaluator: 0)
    #expect(Array(left.pairs) == [pair(0, 1, 8), pair(1, 1, 1)])
    #expect(left.loads == [LoadBounds(upper: 0), LoadBounds(upper: 1)])
    #expect(left.solve().placements == [placement(0, 1)])
    #expect(problem.removing(evaluator: 2) == problem)
    #expect(problem.removing(evaluator: -1) == problem)
  }

  @Test func `loses the pairs that are forbidden`() throws {
    let problem = try MatchingProblem(
      needs: [1], loads: [LoadBounds(upper: 1), LoadBounds(upper: 1)], pairs: matrix([[9, 8]]))
    let left = problem.forbidding([placement(0, 0), placement(7, 7)])
    #expect(Array(left.pairs) == [pair(0, 1, 8)])
    #expect(left.solve().placements == [placement(0, 1)])
  }

  @Test func `cannot pin what is forbidden`() throws {
    let problem = try MatchingProblem(
      needs: [1], loads: [LoadBounds(upper: 1), LoadBounds(upper: 1)], pairs: [pair(0, 1, 8)])
    #expect(
      throws: MatchingProblemError(mistakes: [
        .pinOfAbsentPair(placement(0, 0)), .pinOfAbsentPair(placement(1, 1)),
      ])
    ) {
      try problem.pinning([placement(0, 0), placement(0, 1), placement(1, 1)])
    }
    #expect(try problem.pinning([placement(0, 1)]).pairs.map(\.isPinned) == [true])
  }
}
