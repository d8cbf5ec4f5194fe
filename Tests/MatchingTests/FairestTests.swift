import Matching
import Testing

@Suite struct `Fairness where rings of exchanges are needed` {
  @Test func `keeps groups, loads and pins, and comes near what trying all finds`() throws {
    var exact = 0
    var compared = 0
    for seed in UInt64(0)..<800 {
      let problem = try smallProblemWithGroups(seed: seed)
      guard let fair = problem.solveFairest() else { continue }
      let brute = BruteForce(problem)
      let first = try #require(brute.best()).score[..<2]
      let possible = brute.assignments.filter { $0.score[..<2] == first }
      try #require(possible.contains { $0.placements == fair.placements }, "seed \(seed)")
      try #require(served(problem, fair.placements) == [fair.worst, fair.total], "seed \(seed)")
      let all = possible.map { served(problem, $0.placements) }
      let best = try #require(all.max { $0.lexicographicallyPrecedes($1) })
      try #require(best[0] <= fair.worstBound, "seed \(seed)")
      try #require(
        all.allSatisfy { $0[0] < fair.worst || $0[1] <= fair.totalBound }, "seed \(seed)")
      compared += 1
      if best == [fair.worst, fair.total] { exact += 1 }
    }
    #expect(exact * 100 >= compared * 90, "\(exact) of \(compared)")
  }

  @Test func `lifts a submission by a ring of three, where no two could exchange`() throws {
    // The first submission has the evaluator who is worth nothing to it; only if all three move on by one
    // has each a good one.
    let problem = try MatchingProblem(
      needs: [1, 1, 1], loads: Array(repeating: LoadBounds(upper: 1), count: 3),
      pairs: [
        pair(0, 0, 0), pair(0, 1, 5), pair(1, 1, 9), pair(1, 2, 5), pair(2, 2, 9), pair(2, 0, 5),
      ])
    #expect(problem.solve().worth.affinity == 18)
    let fair = try #require(problem.solveFairest())
    #expect([fair.worst, fair.total] == [5, 15])
    #expect(fair.placements == [placement(0, 1), placement(1, 2), placement(2, 0)])
    #expect(fair.gap.worst == 0)
  }

  @Test func `is the same in every order, and from a solution that is known`() throws {
    for seed in UInt64(0)..<200 {
      let problem = try smallProblemWithGroups(seed: seed)
      var seeded = Seeded(seed)
      var pairs = Array(problem.pairs)
      seeded.shuffle(&pairs)
      let shuffled = try MatchingProblem(
        needs: problem.needs, loads: problem.loads, pairs: pairs, groups: problem.groups)
      let one = problem.solveFairest()
      try #require(one?.placements == shuffled.solveFairest()?.placements, "seed \(seed)")
      let known = problem.solveFairest(startingFrom: problem.solve())
      try #require(one?.placements == known?.placements, "seed \(seed)")
    }
  }

  /// The affinity of the worst-served submission, and all of it.
  private func served(_ problem: MatchingProblem, _ placements: [Placement]) -> [Int64] {
    var sums = problem.needs.map { _ in Int64(0) }
    for pair in problem.pairs where placements.contains(pair.placement) {
      sums[pair.submission] += pair.affinity
    }
    let needed = sums.indices.filter { problem.needs[$0] > 0 }.map { sums[$0] }
    return [needed.min() ?? 0, sums.reduce(0, +)]
  }
}
