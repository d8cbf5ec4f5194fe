import Matching
import Testing

@Suite struct `A shortage` {
  @Test func `says that a submission has no candidate, or that all of them review it already`()
    throws
  {
    let problem = try MatchingProblem(
      needs: [1, 3], loads: [LoadBounds(upper: 1), LoadBounds(upper: 1)],
      pairs: [pair(1, 0, 1), pair(1, 1, 1)])
    #expect(
      problem.solve().shortages == [
        Shortage(submission: 0, missing: 1, reason: .noCandidates),
        Shortage(submission: 1, missing: 1, reason: .tooFewCandidates),
      ])
  }

  @Test func `names the full evaluators who stand in the way, and only those`() throws {
    // The first two evaluators are all that three submissions have; the third has room, but not for them.
    let problem = try MatchingProblem(
      needs: [1, 1, 1, 1], loads: [1, 1, 1, 2].map { LoadBounds(upper: $0) },
      pairs: [
        pair(0, 0, 9), pair(1, 0, 8), pair(1, 1, 8), pair(2, 1, 7), pair(3, 2, 1), pair(3, 3, 0),
      ])
    let solution = problem.solve()
    #expect(solution.placements == [placement(0, 0), placement(1, 1), placement(3, 2)])
    #expect(
      solution.shortages == [Shortage(submission: 2, missing: 1, reason: .candidatesFull([0, 1]))])
  }

  @Test func `is cured by one place more with any evaluator it names, and with nobody else`() throws
  {
    var cured = 0
    for seed in UInt64(0)..<1500 {
      let problem = try smallProblem(seed: seed)
      let solution = problem.solve()
      var blocking: Set<Int> = []
      for shortage in solution.shortages {
        let reviews = solution.evaluators(of: shortage.submission)
        let pairs = problem.pairs.filter { $0.submission == shortage.submission }
        #expect(shortage.missing == problem.needs[shortage.submission] - reviews.count)
        switch shortage.reason {
        case .noCandidates: #expect(pairs.isEmpty)
        case .tooFewCandidates: #expect(!pairs.isEmpty && pairs.map(\.evaluator) == reviews)
        case .candidatesFull(let evaluators): blocking.formUnion(evaluators)
        }
      }
      for evaluator in problem.loads.indices {
        // Pins may fill more than the upper load: then one place more is one more than the pins.
        let pins = problem.pairs.count { $0.isPinned && $0.evaluator == evaluator }
        var loads = problem.loads
        loads[evaluator].upper = max(loads[evaluator].upper, pins) + 1
        let relaxed = try MatchingProblem(
          needs: problem.needs, loads: loads, pairs: Array(problem.pairs))
        let gained = relaxed.solve().worth.placed - solution.worth.placed
        try #require(gained == (blocking.contains(evaluator) ? 1 : 0), "seed \(seed)")
        cured += gained
      }
    }
    #expect(cured > 100)
  }

  @Test func `of a lower load is told with what is missing`() throws {
    for seed in UInt64(0)..<500 {
      let problem = try smallProblem(seed: seed)
      let solution = problem.solve()
      let expected = problem.loads.indices.compactMap { evaluator in
        let missing = problem.loads[evaluator].lower - solution.loads[evaluator]
        return missing > 0 ? Underload(evaluator: evaluator, missing: missing) : nil
      }
      try #require(solution.underloads == expected, "seed \(seed)")
    }
  }
}
