/// Why a file holds no matching problem: where, what was found there, and what was expected.
public struct MatchingFileError: Error, Hashable, Sendable {
  /// The place in the file: "line 12" or "byte 4096".
  public let place: String
  public let found: String
  public let expected: String

  public init(place: String, found: String, expected: String) {
    self.place = place
    self.found = found
    self.expected = expected
  }

  /// The mistake in one sentence.
  public var words: String { "\(place): found \(found), expected \(expected)" }
}

/// A matching problem as a file gives it, with the names that the file uses.
public struct NamedProblem: Sendable {
  public let problem: MatchingProblem
  /// The names, by index.
  public let submissions: [String]
  public let evaluators: [String]

  /// How many units of ``CandidatePair/affinity`` one unit of the file's affinities is.
  public static let affinityUnit: Int64 = 1_000_000
  /// The greatest affinity, of either sign, that a file may give, in millionths: a thousand.
  public static let affinityMost: Int64 = 1_000_000_000

  public init(problem: MatchingProblem, submissions: [String], evaluators: [String]) {
    self.problem = problem
    self.submissions = submissions
    self.evaluators = evaluators
  }
}

/// Reads a problem in the format RAF1, piece by piece, without ever holding more than the problem.
///
/// Little endian: `"RAF1"`, u32 submissions, u32 evaluators, u64 pairs, then i32 need per submission, i32
/// lower and i32 upper load per evaluator, u64 row start per submission and the end, i32 evaluator per
/// pair, rising in each row, and i32 affinity in millionths per pair.
///
/// Use: ``add(_:)`` for each piece of the file in order, then ``finish()``.
public struct RAF1Reader: Sendable {
  private enum Part: Int, Sendable {
    case magic, submissions, evaluators, pairs, needs, lower, upper, rows, columns, affinities, end
  }

  private var part = Part.magic
  /// Values of this part read so far, and how many it has.
  private var index = 0
  private var count = 1
  /// The bytes of a value that is not complete.
  private var value: UInt64 = 0
  private var valueBytes = 0
  private var offset = 0

  private var submissions = 0
  private var evaluators = 0
  private var pairs = 0
  private var needs: [Int] = []
  private var lower: [Int32] = []
  private var loads: [LoadBounds] = []
  private var rows: [Int] = []
  private var cells: [Cell] = []
  /// The row that the next column belongs to.
  private var row = 0

  public init() {}

  /// Takes the next bytes of the file.
  ///
  /// - Parameter bytes: Any number of them.
  /// - Throws: ``MatchingFileError`` at the first thing that is wrong; nothing can be added then.
  public mutating func add(_ bytes: Span<UInt8>) throws(MatchingFileError) {
    var at = 0
    while at < bytes.count {
      let width = part == .pairs || part == .rows ? 8 : 4
      guard part != .end else {
        throw MatchingFileError(
          place: "byte \(offset)", found: "more bytes", expected: "the end of the file")
      }
      value |= UInt64(bytes[at]) << UInt64(8 * valueBytes)
      valueBytes += 1
      at += 1
      offset += 1
      guard valueBytes == width else { continue }
      let complete = value
      value = 0
      valueBytes = 0
      try take(complete)
      index += 1
      while index == count, part != .end { try advance() }
    }
  }

  /// Ends the file.
  ///
  /// - Returns: The problem; the names are the numbers from 0.
  /// - Throws: ``MatchingFileError`` if the file is truncated, or the problem too large.
  public consuming func finish() throws(MatchingFileError) -> NamedProblem {
    guard part == .end else {
      throw MatchingFileError(
        place: "byte \(offset)", found: "the end of the file",
        expected: "\(count - index) values more of part \(part.rawValue + 1) of 10")
    }
    let problem = MatchingProblem(
      needs: needs, loads: loads,
      pairs: CandidatePairs(rows: rows, cells: cells, wide: [], bonus: 0))
    guard Scale(of: problem).fits else {
      throw MatchingFileError(
        place: "the file", found: "affinities and sizes beyond 128 bits",
        expected: "a smaller problem")
    }
    return NamedProblem(
      problem: problem, submissions: needs.indices.map(String.init),
      evaluators: loads.indices.map(String.init))
  }

  private mutating func take(_ value: UInt64) throws(MatchingFileError) {
    let number = Int(Int32(truncatingIfNeeded: value))
    switch part {
    case .magic:
      // "RAF1", read as a number.
      if value != 0x3146_4152 { throw wrong("no RAF1 header", "a file that begins with RAF1") }
    case .submissions:
      submissions = try bounded(value, MatchingProblem.Limits.submissions, "submissions")
    case .evaluators:
      evaluators = try bounded(value, MatchingProblem.Limits.evaluators, "evaluators")
    case .pairs: pairs = try bounded(value, MatchingProblem.Limits.pairs, "pairs")
    case .needs:
      guard (0...MatchingProblem.Limits.need).contains(number) else {
        throw wrong(
          "a need of \(number)", "a need from 0 to \(MatchingProblem.Limits.need)")
      }
      needs.append(number)
    case .lower:
      guard number >= 0 else { throw wrong("a lower load of \(number)", "zero or more") }
      lower.append(Int32(number))
    case .upper:
      let least = Int(lower[index])
      guard number >= least else {
        throw wrong("an upper load of \(number)", "at least the lower load, \(least)")
      }
      loads.append(LoadBounds(lower: least, upper: number))
    case .rows:
      let least = rows.last ?? 0
      let isLast = index == count - 1
      guard value <= pairs, value >= least, index > 0 || value == 0, !isLast || value == pairs
      else {
        throw wrong("a row that begins at \(value)", "rows that rise from 0 to \(pairs)")
      }
      rows.append(Int(value))
    case .columns: try takeColumn(number)
    case .affinities:
      guard abs(number) <= NamedProblem.affinityMost else {
        throw wrong(
          "an affinity of \(number) millionths", "at most \(NamedProblem.affinityMost)")
      }
      cells[index].affinity = Int32(number)
    case .end: break
    }
  }

  private mutating func takeColumn(_ evaluator: Int) throws(MatchingFileError) {
    guard (0..<evaluators).contains(evaluator) else {
      throw wrong("evaluator \(evaluator)", "an evaluator from 0 to \(evaluators - 1)")
    }
    while rows[row + 1] <= index { row += 1 }
    if index > rows[row], cells[index - 1].evaluator >= evaluator {
      throw wrong(
        "evaluator \(evaluator) after \(cells[index - 1].evaluator) for submission \(row)",
        "evaluators that rise, each once")
    }
    cells.append(Cell(bits: UInt32(evaluator), affinity: 0))
  }

  private func bounded(_ value: UInt64, _ most: Int, _ what: String)
    throws(MatchingFileError) -> Int
  {
    guard value <= most else { throw wrong("\(value) \(what)", "at most \(most)") }
    return Int(value)
  }

  private func wrong(_ found: String, _ expected: String) -> MatchingFileError {
    MatchingFileError(place: "byte \(offset)", found: found, expected: expected)
  }

  private mutating func advance() throws(MatchingFileError) {
    part = Part(rawValue: part.rawValue + 1) ?? .end
    index = 0
    switch part {
    case .needs: count = submissions
    case .lower, .upper: count = evaluators
    case .rows: count = submissions + 1
    case .columns:
      count = pairs
      // Rows were checked to reach the end, so a file cannot ask for memory that it does not fill.
      cells.reserveCapacity(min(pairs, 1 << 20))
    case .affinities: count = pairs
    default: count = 1
    }
  }
}
