/// Reads a problem from two tables with tabs: the pairs, and what each submission and evaluator needs.
///
/// Loads: `kind  id  lo  hi`, kind S for a submission (both numbers are the evaluators that it needs) or E
/// for an evaluator. Pairs: `submission  evaluator  affinity`, a decimal from -1,000 to 1,000, of which six
/// digits after the point count; an absent pair is forbidden. Both begin with a heading, which is not read.
/// Names are any text without a tab; the order of the lines means nothing.
///
/// Use: ``addLoads(_:)`` for each piece of the first file, ``endLoads()``, ``addPairs(_:)`` for each piece
/// of the second, then ``finish()``.
public struct MatchingTableReader: Sendable {
  /// The most bytes of a line.
  public static let lineBytesMost = 1_000

  private struct Lines: Sendable {
    var number = 0
    var bytes: [UInt8] = []
  }

  private var loadLines = Lines()
  private var pairLines = Lines()
  private var needOf: [[UInt8]: Int] = [:]
  private var loadOf: [[UInt8]: LoadBounds] = [:]

  private var submissions: [[UInt8]] = []
  private var evaluators: [[UInt8]] = []
  private var submissionOf: [[UInt8]: Int32] = [:]
  private var evaluatorOf: [[UInt8]: Int32] = [:]
  private var rowOfPair: [Int32] = []
  private var cells: [Cell] = []

  public init() {}

  /// Takes the next bytes of the table of loads.
  ///
  /// - Parameter bytes: Any number of them.
  /// - Throws: ``MatchingFileError`` for the first line that is wrong.
  public mutating func addLoads(_ bytes: Span<UInt8>) throws(MatchingFileError) {
    for at in 0..<bytes.count {
      if bytes[at] == 0x0A { try endLoadLine() } else { try add(bytes[at], to: &loadLines) }
    }
  }

  /// Ends the table of loads.
  ///
  /// - Throws: ``MatchingFileError`` if the last line is wrong.
  public mutating func endLoads() throws(MatchingFileError) {
    if !loadLines.bytes.isEmpty { try endLoadLine() }
    submissions = Self.sorted(Array(needOf.keys))
    evaluators = Self.sorted(Array(loadOf.keys))
    for (index, name) in submissions.enumerated() { submissionOf[name] = Int32(index) }
    for (index, name) in evaluators.enumerated() { evaluatorOf[name] = Int32(index) }
  }

  /// Takes the next bytes of the table of pairs.
  ///
  /// - Parameter bytes: Any number of them.
  /// - Throws: ``MatchingFileError`` for the first line that is wrong.
  public mutating func addPairs(_ bytes: Span<UInt8>) throws(MatchingFileError) {
    for at in 0..<bytes.count {
      if bytes[at] == 0x0A { try endPairLine() } else { try add(bytes[at], to: &pairLines) }
    }
  }

  /// Ends the table of pairs.
  ///
  /// - Returns: The problem; indices follow the names, numbers by value before other names by bytes.
  /// - Throws: ``MatchingFileError`` if the last line is wrong, or a pair is there twice.
  public consuming func finish() throws(MatchingFileError) -> NamedProblem {
    if !pairLines.bytes.isEmpty { try endPairLine() }
    var rows = [Int](repeating: 0, count: submissions.count + 1)
    for row in rowOfPair { rows[Int(row) + 1] += 1 }
    for row in submissions.indices { rows[row + 1] += rows[row] }
    var next = rows
    var ordered = [Cell](repeating: Cell(bits: 0, affinity: 0), count: cells.count)
    for (index, row) in rowOfPair.enumerated() {
      ordered[next[Int(row)]] = cells[index]
      next[Int(row)] += 1
    }
    cells = []
    for row in submissions.indices {
      ordered[rows[row]..<rows[row + 1]].sort { $0.bits < $1.bits }
      for index in rows[row]..<max(rows[row], rows[row + 1] - 1)
      where ordered[index].bits == ordered[index + 1].bits {
        let pair = "\(text(submissions[row])) and \(text(evaluators[ordered[index].evaluator]))"
        throw MatchingFileError(
          place: "the pairs", found: "\(pair) twice", expected: "each pair once")
      }
    }
    let problem = MatchingProblem(
      needs: submissions.map { needOf[$0] ?? 0 },
      loads: evaluators.map { loadOf[$0] ?? LoadBounds(upper: 0) },
      pairs: CandidatePairs(rows: rows, cells: ordered, wide: [], bonus: 0))
    guard Scale(of: problem).fits else {
      throw MatchingFileError(
        place: "the file", found: "affinities and sizes beyond 128 bits",
        expected: "a smaller problem")
    }
    return NamedProblem(
      problem: problem, submissions: submissions.map(text), evaluators: evaluators.map(text))
  }

  private func add(_ byte: UInt8, to lines: inout Lines) throws(MatchingFileError) {
    guard lines.bytes.count < Self.lineBytesMost else {
      throw MatchingFileError(
        place: "line \(lines.number + 1)", found: "a longer line",
        expected: "at most \(Self.lineBytesMost) bytes")
    }
    lines.bytes.append(byte)
  }

  /// The fields of a line; nothing for the heading and an empty line.
  private func fields(of lines: inout Lines, _ count: Int, _ heading: String)
    throws(MatchingFileError) -> [[UInt8]]?
  {
    lines.number += 1
    if lines.bytes.last == 0x0D { lines.bytes.removeLast() }
    defer { lines.bytes.removeAll(keepingCapacity: true) }
    guard lines.number > 1, !lines.bytes.isEmpty else { return nil }
    let fields = lines.bytes.split(separator: 0x09, omittingEmptySubsequences: false)
    guard fields.count == count, !fields.contains(where: \.isEmpty) else {
      throw MatchingFileError(
        place: "line \(lines.number)", found: "\(fields.count) fields",
        expected: "\(heading), with a tab between them")
    }
    return fields.map { Array($0) }
  }

  private mutating func endLoadLine() throws(MatchingFileError) {
    guard let fields = try fields(of: &loadLines, 4, "kind, id, lo and hi") else { return }
    let place = "line \(loadLines.number) of the loads"
    let most = 1_000_000_000
    guard let lower = Self.number(fields[2], most), let upper = Self.number(fields[3], most),
      upper >= lower
    else {
      throw MatchingFileError(
        place: place, found: "\(text(fields[2])) to \(text(fields[3]))",
        expected: "two whole numbers, the lower one first")
    }
    let (isNew, count, limit): (Bool, Int, Int)
    switch fields[0] {
    case [0x53]:
      guard lower == upper, upper <= MatchingProblem.Limits.need else {
        throw MatchingFileError(
          place: place, found: "\(lower) to \(upper)",
          expected: "the same number twice, at most \(MatchingProblem.Limits.need)")
      }
      isNew = needOf.updateValue(lower, forKey: fields[1]) == nil
      (count, limit) = (needOf.count, MatchingProblem.Limits.submissions)
    case [0x45]:
      isNew =
        loadOf.updateValue(LoadBounds(lower: lower, upper: upper), forKey: fields[1]) == nil
      (count, limit) = (loadOf.count, MatchingProblem.Limits.evaluators)
    default:
      throw MatchingFileError(place: place, found: text(fields[0]), expected: "S or E")
    }
    guard isNew else {
      throw MatchingFileError(
        place: place, found: "\(text(fields[1])) a second time", expected: "each once")
    }
    guard count <= limit else {
      throw MatchingFileError(
        place: place, found: "more than \(limit)", expected: "at most \(limit)")
    }
  }

  private mutating func endPairLine() throws(MatchingFileError) {
    guard let fields = try fields(of: &pairLines, 3, "submission, evaluator and affinity")
    else { return }
    let place = "line \(pairLines.number) of the pairs"
    guard let submission = submissionOf[fields[0]] else {
      throw MatchingFileError(
        place: place, found: "submission \(text(fields[0]))", expected: "one of the loads")
    }
    guard let evaluator = evaluatorOf[fields[1]] else {
      throw MatchingFileError(
        place: place, found: "evaluator \(text(fields[1]))", expected: "one of the loads")
    }
    guard let affinity = Self.millionths(fields[2]) else {
      throw MatchingFileError(
        place: place, found: "affinity \(text(fields[2]))",
        expected: "a decimal from -1,000 to 1,000")
    }
    guard cells.count < MatchingProblem.Limits.pairs else {
      throw MatchingFileError(
        place: place, found: "a pair more",
        expected: "at most \(MatchingProblem.Limits.pairs) pairs")
    }
    rowOfPair.append(submission)
    cells.append(Cell(bits: UInt32(evaluator), affinity: affinity))
  }

  /// A whole number up to a bound.
  private static func number(_ digits: [UInt8], _ most: Int) -> Int? {
    guard digits.count <= 10, digits.allSatisfy({ (0x30...0x39).contains($0) }) else {
      return nil
    }
    let number = digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    return number <= most ? number : nil
  }

  /// A decimal in millionths, also with an exponent as in 8.1e-05; further digits round to the nearest.
  private static func millionths(_ text: [UInt8]) -> Int32? {
    if text.first == 0x2D { return millionths(Array(text.dropFirst())).map { -$0 } }
    var digits: Int64 = 0
    var places = 6
    var isFraction = false
    var hasDigits = false
    var at = 0
    while at < text.count, text[at] != 0x65, text[at] != 0x45 {
      if text[at] == 0x2E, !isFraction {
        isFraction = true
      } else {
        guard (0x30...0x39).contains(text[at]) else { return nil }
        hasDigits = true
        // Digits beyond the fifteenth are below any place that counts.
        if digits < 100_000_000_000_000 {
          digits = digits * 10 + Int64(text[at] - 0x30)
          if isFraction { places -= 1 }
        } else if !isFraction {
          return nil
        }
      }
      at += 1
    }
    guard hasDigits else { return nil }
    if at < text.count {
      var exponent = Array(text[(at + 1)...])
      let isNegative = exponent.first == 0x2D
      if isNegative || exponent.first == 0x2B { exponent.removeFirst() }
      guard !exponent.isEmpty, let value = number(exponent, 1_000) else { return nil }
      places += isNegative ? -value : value
    }
    while places < 0, digits > 0 {
      digits = places == -1 ? (digits + 5) / 10 : digits / 10
      places += 1
    }
    while places > 0, digits > 0 {
      digits *= 10
      places -= 1
      guard digits <= NamedProblem.affinityMost else { return nil }
    }
    return digits <= NamedProblem.affinityMost ? Int32(digits) : nil
  }

  /// Numbers by value, then other names by bytes.
  private static func sorted(_ names: [[UInt8]]) -> [[UInt8]] {
    names.map { (number($0, .max), $0) }
      .sorted { left, right in
        switch (left.0, right.0) {
        case (let one?, let other?) where one != other: one < other
        case (_?, nil): true
        case (nil, _?): false
        default: left.1.lexicographicallyPrecedes(right.1)
        }
      }
      .map(\.1)
  }

  private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}
