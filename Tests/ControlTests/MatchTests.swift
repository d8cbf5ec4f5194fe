import CivilTime
import Control
import Crypto
import Files
import Foundation
import Office
import Simulation
import Synchronization
import Testing

/// Problems as files hold them.
private enum Files {
  static let loads =
    "kind\tid\tlo\thi\nS\tp1\t1\t1\nS\tp2\t1\t1\nE\tada\t0\t1\nE\tbo\t0\t1\n"
  static let pairs =
    "submission\tevaluator\taffinity\np1\tada\t.9\np1\tbo\t.8\np2\tada\t.7\np2\tbo\t.1\n"

  static func little(_ value: Int, _ width: Int) -> [UInt8] {
    (0..<width).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }

  /// RAF1 of the same problem as the tables.
  static func raf1(pairs: Int = 4, affinities: [Int] = [900_000, 800_000, 700_000, 100_000])
    -> [UInt8]
  {
    var bytes = Array("RAF1".utf8) + little(2, 4) + little(2, 4) + little(pairs, 8)
    for number in [1, 1, 0, 0, 1, 1] { bytes += little(number, 4) }
    for number in [0, 2, 4] { bytes += little(number, 8) }
    for number in [0, 1, 0, 1] + affinities { bytes += little(number, 4) }
    return bytes
  }
}

/// rubricctl with inputs that stand in memory, or never end.
private func match(
  _ arguments: [String], _ inputs: [String: [[UInt8]]] = [:], endless: [String: [UInt8]] = [:]
) -> (outcome: Outcome, pieces: Int) {
  let (output, errors) = (Collector(), Collector())
  let count = Mutex(0)
  let environment = Environment(
    arguments: ["match"] + arguments, output: output.add, errors: errors.add, isTerminal: false,
    columns: 80, clock: SimulatedClock(at: .epoch), random: SecureRandom(),
    zoneFile: { _ in [] },
    readFile: { (path, _) throws(FileError) in throw FileError(.notFound, path: path) },
    readPieces: { (path, take) throws(FileError) in
      for piece in inputs[path] ?? [] {
        count.withLock { $0 += 1 }
        try take(piece)
      }
      if let piece = endless[path] {
        // Ten times what the reader may take in before it has to say no.
        for _ in 0..<100_000 {
          count.withLock { $0 += 1 }
          try take(piece)
        }
      }
      if inputs[path] == nil, endless[path] == nil { throw FileError(.notFound, path: path) }
    })
  let code = ControlProgram.run(environment)
  return (
    Outcome(code: code, output: output.text, errors: errors.text), count.withLock { $0 }
  )
}

private let tables = ["pairs.tsv", "--loads", "loads.tsv"]

@Suite struct `rubricctl match` {
  @Test func `solves tables and RAF1 alike, and lists the pairs`() {
    let inputs = ["pairs.tsv": [Array(Files.pairs.utf8)], "loads.tsv": [Array(Files.loads.utf8)]]
    let table = match(tables + ["--pairs"], inputs).outcome
    #expect(table.code == .ok, "\(table.errors)")
    #expect(table.output.hasPrefix("p1\tbo\np2\tada\nReviews placed: 2 of 2\n"))
    #expect(table.output.contains("Total affinity: 1.500000\n"))
    #expect(table.output.contains("Worst-served submission: 0.700000\n"))
    #expect(table.output.contains("Proven: no assignment is better.\n"))
    // Byte by byte, and without asking for a district.
    let bytes = Files.raf1().map { [$0] }
    let raw = match(["x.raf", "--pairs"], ["x.raf": bytes]).outcome
    #expect(raw.code == .ok, "\(raw.errors)")
    #expect(raw.output.hasPrefix("0\t1\n1\t0\nReviews placed: 2 of 2\nTotal affinity: 1.500000\n"))
  }

  @Test func `tells it as one object with --json`() throws {
    let result = match(["x.raf", "--json", "--pairs"], ["x.raf": [Files.raf1()]]).outcome
    #expect(result.code == .ok, "\(result.errors)")
    let object = try #require(try result.objects().first)
    #expect(object["total"] as? Double == 1.5 && object["worst"] as? Double == 0.7)
    #expect(object["isProven"] as? Bool == true && object["placed"] as? Int == 2)
    #expect(object["pairs"] as? [[String]] == [["0", "1"], ["1", "0"]])
    #expect(object["solveSeconds"] as? Double != nil)
  }

  @Test func `serves the worst-served best with --fairest`() throws {
    // 1.4 together leaves one submission with .4; .6 for each is fairer.
    let problem = Files.raf1(affinities: [1_000_000, 600_000, 600_000, 400_000])
    let greatest = match(["x.raf", "--json"], ["x.raf": [problem]]).outcome
    let fairest = match(["x.raf", "--json", "--fairest"], ["x.raf": [problem]]).outcome
    #expect(try greatest.objects().first?["worst"] as? Double == 0.4)
    #expect(try greatest.objects().first?["total"] as? Double == 1.4)
    #expect(try fairest.objects().first?["worst"] as? Double == 0.6)
    #expect(try fairest.objects().first?["total"] as? Double == 1.2)
    #expect(try fairest.objects().first?["isProven"] as? Bool == true)
  }

  @Test(arguments: [
    ("p1\tada\tNaN\n", "pairs.tsv: line 2 of the pairs: found affinity NaN, expected a decimal"),
    ("p1\tada\t1e12\n", "pairs.tsv: line 2 of the pairs: found affinity 1e12, expected"),
    ("p1\tada\t1\np1\tada\t2\n", "pairs.tsv: the pairs: found p1 and ada twice, expected"),
    ("p1\teve\t1\n", "pairs.tsv: line 2 of the pairs: found evaluator eve, expected"),
    ("p1\tada\n", "pairs.tsv: line 2: found 2 fields, expected submission, evaluator and"),
  ])
  func `refuses a table with one message that names file, line, found and expected`(
    lines: String, words: String
  ) {
    let result = match(
      tables,
      ["pairs.tsv": [Array(("a\tb\tc\n" + lines).utf8)], "loads.tsv": [Array(Files.loads.utf8)]]
    ).outcome
    #expect(result.code == .data && result.output.isEmpty)
    #expect(result.errors.contains(words), "\(result.errors)")
    #expect(result.errors.split(separator: "\n").count == 1)
  }

  @Test(arguments: [
    ("E\tada\t-1\t2\n", "loads.tsv: line 2 of the loads: found -1 to 2, expected"),
    ("E\tada\t3\t2\n", "loads.tsv: line 2 of the loads: found 3 to 2, expected"),
    ("Q\tada\t1\t2\n", "loads.tsv: line 2 of the loads: found Q, expected S or E"),
  ])
  func `names the table of loads where the mistake is there`(lines: String, words: String) {
    let result = match(
      tables,
      ["pairs.tsv": [Array(Files.pairs.utf8)], "loads.tsv": [Array(("k\ti\tl\th\n" + lines).utf8)]]
    ).outcome
    #expect(result.code == .data, "\(result.output)")
    #expect(result.errors.contains(words), "\(result.errors)")
  }

  @Test func `refuses RAF1 that is cut off, unsorted, or claims more than it may`() {
    func errors(_ bytes: [UInt8]) -> String {
      let result = match(["x.raf"], ["x.raf": [bytes]]).outcome
      #expect(result.code == .data)
      return result.errors
    }
    let whole = Files.raf1()
    for count in [0, 3, 4, 19, 20, whole.count - 1] {
      #expect(errors(Array(whole[..<count])).contains("x.raf: byte \(count): found the end of"))
    }
    var unsorted = whole
    let columns = 20 + 6 * 4 + 3 * 8
    unsorted.swapAt(columns, columns + 4)
    #expect(errors(unsorted).contains("found evaluator 0 after 1 for submission 0"))
    #expect(
      errors(Files.raf1(pairs: 1 << 40)).contains("found 1099511627776 pairs, expected at most"))
    #expect(
      errors(Array("RAF2".utf8) + whole.dropFirst(4)).contains("a file that begins with RAF1"))
    #expect(errors(whole + [0]).contains("found more bytes, expected the end of the file"))
  }

  @Test func `stops at the first mistake of a file that never ends`() {
    let zeros = [UInt8](repeating: 0, count: 64 << 10)
    // Zeros, as a sparse file of ten gigabytes begins with.
    let sparse = match(["x.raf"], endless: ["x.raf": zeros])
    #expect(sparse.outcome.code == .data && sparse.pieces == 1)
    #expect(sparse.outcome.errors.contains("x.raf: byte 4: found no RAF1 header"))
    // A line without an end is not kept.
    let line = match(
      tables, ["loads.tsv": [Array(Files.loads.utf8)]],
      endless: ["pairs.tsv": [UInt8](repeating: 0x61, count: 64 << 10)])
    #expect(line.outcome.code == .data && line.pieces == 2)
    #expect(line.outcome.errors.contains("pairs.tsv: line 1: found a longer line"))
    // A whole problem, and then more.
    let more = match(["x.raf"], ["x.raf": [Files.raf1()]], endless: ["x.raf": zeros])
    #expect(more.outcome.code == .data && more.pieces == 2)
  }

  @Test func `says what is not there`() {
    let result = match(["nowhere.raf"]).outcome
    #expect(result.code != .ok && result.errors.contains("nowhere.raf"))
  }
}
