/// A heading row matched against a mapping: which cell of a row is which field.
public struct Table: Hashable, Sendable {
  /// The headings as the file spells them, trimmed.
  public let headings: [String]
  /// Headings that no field asked for, in the file's order.
  public let unused: [String]
  /// For each column of the mapping its cell; nil when the file has no such column.
  let cells: [Int?]
  /// For each heading the fingerprint of its letters and digits, to start a cell's with.
  let seeds: [UInt64]
  /// The same for each column of the mapping; nil when the file has no such column.
  let columnSeeds: [UInt64?]
  /// The cells that no field asked for.
  let unusedCells: [Int]

  /// Matches a heading row.
  ///
  /// Where two headings lead to one field, the one that the mapping prefers is taken; where the
  /// same preferred heading stands there twice, the file contradicts itself and is refused.
  ///
  /// - Parameters:
  ///   - record: The file's first row that is not blank.
  ///   - mapping: What headings are accepted for what.
  ///   - file: The file's name, for messages.
  /// - Throws: ``FileProblem`` that names all missing and all double columns at once, each missing
  ///   one with the heading that comes nearest.
  public init(
    _ record: CSVRecord, mapping: ColumnMapping, file: String
  ) throws(FileProblem) {
    let headings = (0..<record.count).map { CellValues.text(record[$0].trimmed) }
    let keys = headings.map(ColumnMapping.key)
    let (cells, doubleCells) = Self.match(keys, mapping)
    let doubles = doubleCells.map { Self.shown(headings[$0]) }
    let used = Set(cells.compactMap { $0 })
    let free = keys.indices.filter { !used.contains($0) && !keys[$0].isEmpty }
    self.headings = headings
    self.cells = cells
    let seeds = keys.map { key in
      var print = Fingerprint()
      print.mix(key)
      return print.state
    }
    self.seeds = seeds
    columnSeeds = cells.map { $0.map { seeds[$0] } }
    unusedCells = keys.indices.filter { !used.contains($0) }
    unused = free.map { headings[$0] }

    let missing = Self.missing(mapping, cells)
    guard missing.isEmpty, doubles.isEmpty else {
      var found = missing.isEmpty ? "all columns" : "the columns \(Self.list(headings))"
      if !doubles.isEmpty {
        found += ", with \(doubles.joined(separator: " and ")) more than once"
      }
      let wanted = missing.map { columns in
        columns.map { "“\($0.headings.first ?? $0.field)”" }.joined(separator: " or ")
          + Self.suggestion(for: columns, among: free.map { headings[$0] })
      }
      var expected = wanted.dropLast().map { $0 + "; " }.joined()
      if let last = wanted.last {
        expected = "also " + expected + (wanted.count > 1 ? "and " : "") + last
      }
      if !doubles.isEmpty {
        expected += (expected.isEmpty ? "" : "; ") + "each column once"
      }
      throw FileProblem(
        file: file, .columns, at: Place(row: record.row, line: record.line), found: found,
        expected: expected)
    }
  }

  /// How many columns a heading row has of a mapping; `nil` when it lacks a required one or has one twice.
  ///
  /// Whether a file is of a kind is asked of every kind there is, so the answer comes without the words in which
  /// ``init(_:mapping:file:)`` refuses.
  static func columnCount(of record: CSVRecord, mapping: ColumnMapping) -> Int? {
    let keys = (0..<record.count).map {
      ColumnMapping.key(CellValues.text(record[$0].trimmed))
    }
    let (cells, doubles) = match(keys, mapping)
    guard doubles.isEmpty, missing(mapping, cells).isEmpty else { return nil }
    return cells.count { $0 != nil }
  }

  /// For each column of a mapping its cell, and the cells whose heading stands there twice.
  private static func match(
    _ keys: [String], _ mapping: ColumnMapping
  ) -> (cells: [Int?], doubles: [Int]) {
    var cells: [Int?] = []
    var doubles: [Int] = []
    for column in mapping.columns {
      var found: Int?
      for accepted in column.headings + [column.field] {
        let wanted = ColumnMapping.key(accepted)
        let hits = keys.indices.filter { keys[$0] == wanted && !wanted.isEmpty }
        guard let hit = hits.first else { continue }
        if hits.count > 1 { doubles.append(hit) }
        found = hit
        break
      }
      cells.append(found)
    }
    return (cells, doubles)
  }

  /// The required columns and groups that have no cell.
  static func missing(_ mapping: ColumnMapping, _ cells: [Int?]) -> [[Column]] {
    var missing: [[Column]] = []
    var groups: [String] = []
    for (column, cell) in zip(mapping.columns, cells) {
      switch column.need {
      case .optional: continue
      case .required: if cell == nil { missing.append([column]) }
      case .oneOf(let group):
        guard !groups.contains(group) else { continue }
        groups.append(group)
        let members = zip(mapping.columns, cells).filter { $0.0.need == column.need }
        if members.allSatisfy({ $0.1 == nil }) { missing.append(members.map(\.0)) }
      }
    }
    return missing
  }

  /// A list of headings for a message: at most twelve, each cut short.
  ///
  /// A file without headings has people's data in its first row: what looks like an address or a
  /// number is not repeated.
  static func list(_ headings: [String]) -> String {
    var shown = headings.prefix(12).map(shown).joined(separator: ", ")
    if headings.count > 12 { shown += " and \(headings.count - 12) more" }
    return shown
  }

  private static func shown(_ heading: String) -> String {
    if heading.isEmpty { return "(no heading)" }
    let looksLikeData =
      heading.utf8.contains(UInt8(ascii: "@"))
      || heading.utf8.allSatisfy { !(0x41...0x5A).contains($0 & 0xDF) && $0 < 0x80 }
    if looksLikeData { return "(data instead of a heading)" }
    return heading.count <= 40 ? "“\(heading)”" : "“\(heading.prefix(39))…”"
  }

  private static func suggestion(for columns: [Column], among free: [String]) -> String {
    var best: (heading: String, distance: Int)?
    for column in columns {
      for accepted in column.headings + [column.field] {
        let wanted = Array(ColumnMapping.key(accepted).prefix(60).utf8)
        for heading in free {
          let key = Array(ColumnMapping.key(heading).prefix(60).utf8)
          let distance = editDistance(wanted, key)
          guard distance <= max(1, min(wanted.count, key.count) / 3) else { continue }
          if best.map({ distance < $0.distance }) ?? true { best = (heading, distance) }
        }
      }
    }
    return best.map { " (is it \(shown($0.heading))?)" } ?? ""
  }

  /// How many letters must be put in, taken out, replaced or swapped with their neighbour.
  ///
  /// Optimal string alignment; O(n·m) for texts of n and m bytes, here at most 60.
  static func editDistance(_ first: [UInt8], _ second: [UInt8]) -> Int {
    var beforePrevious: [Int] = []
    var previous = Array(0...second.count)
    for i in 0..<first.count {
      var current = [i + 1]
      for j in 0..<second.count {
        let cost = first[i] == second[j] ? 0 : 1
        var best = min(previous[j] + cost, previous[j + 1] + 1, current[j] + 1)
        if i > 0, j > 0, first[i] == second[j - 1], first[i - 1] == second[j] {
          best = min(best, beforePrevious[j - 1] + 1)
        }
        current.append(best)
      }
      beforePrevious = previous
      previous = current
    }
    return previous[second.count]
  }
}
