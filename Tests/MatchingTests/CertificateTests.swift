import Matching
import Testing

@Suite struct `The prices of a solution` {
  @Test func `prove it the best, by a check that knows only the problem`() throws {
    for seed in UInt64(0)..<4000 {
      let problem = try smallProblem(seed: seed)
      let solution = problem.solve()
      try #require(solution.gap == .zero, "seed \(seed)")
      try #require(isStable(solution), "seed \(seed)")
    }
  }

  @Test func `whatever they are, bound every assignment`() throws {
    for seed in UInt64(0)..<1000 {
      let problem = try smallProblem(seed: seed)
      var seeded = Seeded(seed)
      func price(_ least: Int) -> Worth {
        Worth(
          placed: least + seeded.below(2), lowerMet: seeded.below(3),
          affinity: Int64(seeded.below(5)), imbalance: seeded.below(3))
      }
      let certificate = Certificate(
        submissionPrices: problem.needs.map { _ in price(0) },
        evaluatorPrices: problem.loads.map { _ in price(-1) })
      let best = try #require(BruteForce(problem).best())
      let bound = certificate.bound(on: problem)
      try #require(!bound.score.lexicographicallyPrecedes(best.score), "seed \(seed)")
    }
  }

  @Test func `do not prove an assignment that is not the best`() throws {
    let problem = try MatchingProblem(
      needs: [1, 1], loads: [LoadBounds(upper: 1), LoadBounds(upper: 1)],
      pairs: matrix([[9, 8], [9, 1]]))
    let solution = problem.solve()
    let other = Worth(placed: 2, affinity: 10, imbalance: 2)
    #expect(solution.certificate.bound(on: problem) - other == Worth(affinity: 7))
  }

  @Test func `prove a district's assignment, whose total other solvers found too`() throws {
    let solution = try district().solve()
    #expect(solution.worth.placed == 426)
    // 343.213 by OR-tools, LEMON and HiGHS alike.
    #expect(solution.worth.affinity / 1000 == 343_213)
    #expect(solution.gap == .zero)
    #expect(isStable(solution))
    #expect(solution.shortages.isEmpty)
    #expect(solution.underloads.isEmpty)
  }

  /// Whether nobody would rather have it otherwise at these prices: complementary slackness, which with the
  /// assignment's own rules makes it optimal.
  private func isStable(_ solution: MatchingSolution) -> Bool {
    let problem = solution.problem
    let placed = Set(solution.placements)
    let (submissions, evaluators) = (
      solution.certificate.submissionPrices, solution.certificate.evaluatorPrices
    )
    let short = Set(solution.shortages.map(\.submission))
    guard submissions.allSatisfy({ $0 >= .zero }),
      short.allSatisfy({ submissions[$0] == .zero })
    else { return false }
    for pair in problem.pairs where !pair.isPinned {
      let margin =
        Worth(placed: 1, affinity: pair.affinity) - submissions[pair.submission]
        - evaluators[pair.evaluator]
      guard placed.contains(pair.placement) ? margin >= .zero : margin <= .zero else {
        return false
      }
    }
    for (evaluator, load) in solution.loads.enumerated() {
      let pairs = problem.pairs.filter { $0.evaluator == evaluator }
      func gain(_ count: Int) -> Worth {
        evaluators[evaluator]
          + Worth(
            lowerMet: count <= problem.loads[evaluator].lower ? 1 : 0, imbalance: 2 * count - 1)
      }
      if load > pairs.count(where: \.isPinned), gain(load) < .zero { return false }
      let hasRoom = load < problem.loads[evaluator].upper && load < pairs.count
      if hasRoom, gain(load + 1) > .zero { return false }
    }
    return true
  }
}

/// The size of one proposal window of a district: 142 submissions by three of twelve evaluators each.
///
/// Evaluators know two of four topics; submissions crowd the low ones; three pairs in a hundred conflict;
/// affinities in millionths.
private func district() throws -> MatchingProblem {
  var seeded = Seeded(20_260_714)
  let topics = (0..<12).map { _ in [seeded.below(4), seeded.below(4)] }
  var pairs: [CandidatePair] = []
  for submission in 0..<142 {
    let (one, other) = (seeded.below(4), seeded.below(4))
    let candidates = (0..<12).filter { _ in !seeded.chance(3) }
    for evaluator in candidates {
      let base = topics[evaluator].contains(min(one, other)) ? 550_000 : 100_000
      let noise = seeded.below(400_000)
      let second = topics[evaluator].contains(max(one, other)) ? 50_000 : 0
      pairs.append(pair(submission, evaluator, Int64(base + noise + second)))
    }
  }
  return try MatchingProblem(
    needs: Array(repeating: 3, count: 142),
    loads: Array(repeating: LoadBounds(lower: 17, upper: 41), count: 12), pairs: pairs)
}
