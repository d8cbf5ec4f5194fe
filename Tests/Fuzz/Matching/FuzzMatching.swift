// A plain assignment problem in either format, of any bytes: the first byte chooses the format and how the bytes come.
//
// Held: what is read does not depend on the pieces in which it comes; whatever can be read is solved, by the rules,
// with as many reviews as the shortages say, and the certificate proves it.

import Driver
import Glibc
import Matching

@main
struct FuzzMatching {
  static func main() {
    exit(unsafe runFuzzer { start, count in unsafe fuzzMatching(start, count) })
  }
}

private func fuzzMatching(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = unsafe Array(UnsafeBufferPointer(start: start, count: count))
  guard let choice = bytes.first else { return 0 }
  let rest = Array(bytes.dropFirst())
  let read: (Int) -> Read = choice & 1 == 0 ? { raf1(rest, by: $0) } : { tables(rest, by: $0) }
  let whole = read(max(1, rest.count))
  let pieces = read(1 + Int(choice >> 1))
  switch (whole, pieces) {
  case (.problem(let one), .problem(let other)):
    precondition(one.problem == other.problem && one.submissions == other.submissions)
    check(one, isFairest: choice & 2 != 0)
  case (.mistake(let one), .mistake(let other)):
    precondition(one == other, "\(one.words) or \(other.words)")
    precondition(!one.place.isEmpty && !one.found.isEmpty && !one.expected.isEmpty)
  default: preconditionFailure("the pieces decide whether it can be read")
  }
  return 0
}

private enum Read {
  case problem(NamedProblem)
  case mistake(MatchingFileError)
}

private func raf1(_ bytes: [UInt8], by size: Int) -> Read {
  do throws(MatchingFileError) {
    var reader = RAF1Reader()
    for piece in pieces(bytes, by: size) { try reader.add(piece.span) }
    return .problem(try reader.finish())
  } catch {
    return .mistake(error)
  }
}

/// The loads, a byte of zero, and the pairs.
private func tables(_ bytes: [UInt8], by size: Int) -> Read {
  let parts = bytes.split(separator: 0, maxSplits: 1, omittingEmptySubsequences: false)
  do throws(MatchingFileError) {
    var reader = MatchingTableReader()
    for piece in pieces(Array(parts[0]), by: size) { try reader.addLoads(piece.span) }
    try reader.endLoads()
    if parts.count > 1 {
      for piece in pieces(Array(parts[1]), by: size) { try reader.addPairs(piece.span) }
    }
    return .problem(try reader.finish())
  } catch {
    return .mistake(error)
  }
}

private func pieces(_ bytes: [UInt8], by size: Int) -> [[UInt8]] {
  stride(from: 0, to: bytes.count, by: size).map {
    Array(bytes[$0..<min($0 + size, bytes.count)])
  }
}

private func check(_ named: NamedProblem, isFairest: Bool) {
  let problem = named.problem
  // An input of 64 KiB may ask for a long search; that is not what is looked for here.
  guard problem.needs.count <= 100, problem.loads.count <= 100, problem.pairs.count <= 400 else {
    return
  }
  precondition(named.submissions.count == problem.needs.count)
  precondition(named.evaluators.count == problem.loads.count)
  let solution = problem.solve()
  precondition(solution.gap == .zero, "not proven")
  precondition(solution.certificate.bound(on: problem) == solution.worth)
  check(solution.placements, solution.loads, problem)
  let needed = problem.needs.reduce(0, +)
  let missing = solution.shortages.reduce(0) { $0 + $1.missing }
  precondition(solution.placements.count + missing == needed, "a shortage is not told")
  for under in solution.underloads {
    precondition(
      solution.loads[under.evaluator] + under.missing == problem.loads[under.evaluator].lower)
  }
  let report = MatchingReport(named, solution)
  precondition(report.json(withPairs: true).hasPrefix("{") && !report.summary.isEmpty)
  guard isFairest, problem.pairs.count <= 60,
    let fair = problem.solveFairest(startingFrom: solution)
  else { return }
  check(fair.placements, fair.loads, problem)
  precondition(fair.placements.count == solution.placements.count)
  precondition(fair.gap.worst >= 0 && fair.gap.total >= 0, "better than its bound")
}

/// Possible pairs, each once, within needs and upper loads.
private func check(_ placements: [Placement], _ loads: [Int], _ problem: MatchingProblem) {
  let possible = Set(problem.pairs.map(\.placement))
  precondition(Set(placements).count == placements.count && possible.isSuperset(of: placements))
  var given = problem.needs.map { _ in 0 }
  var held = problem.loads.map { _ in 0 }
  for placement in placements {
    given[placement.submission] += 1
    held[placement.evaluator] += 1
  }
  precondition(zip(given, problem.needs).allSatisfy { $0 <= $1 })
  precondition(zip(held, problem.loads).allSatisfy { $0 <= $1.upper } && held == loads)
}
