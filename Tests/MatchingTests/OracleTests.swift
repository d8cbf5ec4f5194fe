import Foundation
import Matching
import Testing

@Suite struct `A middle-sized problem` {
  @Test func `has the worth that OR-tools finds, 200 times`() throws {
    let problems = try (UInt64(1)...200).map(middleProblem)
    let expected = try oracle(problems)
    try #require(expected.count == problems.count)
    for (problem, expected) in zip(problems, expected) {
      let solution = problem.solve()
      let worth = solution.worth
      try #require([worth.placed, worth.lowerMet, Int(worth.affinity)] == expected)
      try #require(solution.gap == .zero)
    }
  }

  private func oracle(_ problems: [MatchingProblem]) throws -> [[Int]] {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "matching-oracle-\(ProcessInfo.processInfo.processIdentifier)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let lines = problems.map { problem in
      let loads = problem.loads.map { "[\($0.lower),\($0.upper)]" }.joined(separator: ",")
      let groups = problem.groups.map { "[\($0.most),\($0.evaluators)]" }
        .joined(separator: ",")
      let pairs = problem.pairs.map { "[\($0.submission),\($0.evaluator),\($0.affinity)]" }
        .joined(separator: ",")
      return "{\"needs\":\(problem.needs),\"loads\":[\(loads)],\"pairs\":[\(pairs)],"
        + "\"groups\":[\(groups)]}"
    }
    let file = folder.appending(path: "problems.jsonl")
    try Data(lines.joined(separator: "\n").utf8).write(to: file)
    let tests = URL(filePath: #filePath).deletingLastPathComponent()
    let root = tests.deletingLastPathComponent().deletingLastPathComponent()
    let process = Process()
    process.executableURL = root.appending(path: ".venv/bin/python3")
    process.arguments = [
      root.appending(path: "Tests/Fixtures/Matching/ortools_oracle.py").path, file.path,
    ]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0, "OR-tools in .venv: Scripts/test makes it")
    return String(decoding: output, as: UTF8.self).split(separator: "\n").map {
      $0.split(separator: " ").compactMap { Int($0) }
    }
  }
}

/// A problem of some 60 submissions by 25 evaluators: sparse and dense, affinities that tie, are zero, equal
/// or huge; lower loads; now and then too few places for all.
private func middleProblem(seed: UInt64) throws -> MatchingProblem {
  var seeded = Seeded(seed)
  let submissions = 20 + seeded.below(80)
  let evaluators = 5 + seeded.below(40)
  let density = [10, 40, 97, 100][seeded.below(4)]
  let range = [1, 2, 5, 1_000_000, 1 << 33][seeded.below(5)]
  let need = 1 + seeded.below(4)
  var pairs: [CandidatePair] = []
  for submission in 0..<submissions {
    for evaluator in 0..<evaluators where seeded.chance(density) {
      pairs.append(pair(submission, evaluator, Int64(seeded.below(range))))
    }
  }
  let places = submissions * need * (80 + seeded.below(80)) / 100 / evaluators + 1
  let loads = (0..<evaluators).map { _ in
    let lower = seeded.below(places + 1)
    return LoadBounds(lower: lower, upper: lower + seeded.below(places + 1))
  }
  return try MatchingProblem(
    needs: (0..<submissions).map { _ in seeded.chance(90) ? need : seeded.below(need + 2) },
    loads: loads, pairs: pairs, groups: seed % 2 == 0 ? [] : groups(of: evaluators, &seeded))
}

/// Schools of two to seven evaluators, of whom a submission may have one or two; some belong to none.
private func groups(of evaluators: Int, _ seeded: inout Seeded) -> [EvaluatorGroup] {
  var groups: [EvaluatorGroup] = []
  var first = seeded.below(3)
  while first < evaluators {
    let last = min(evaluators, first + 2 + seeded.below(6))
    groups.append(EvaluatorGroup(evaluators: Array(first..<last), most: 1 + seeded.below(2)))
    first = last + seeded.below(2)
  }
  return groups
}
