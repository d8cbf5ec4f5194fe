/// Writes rows as CSV that every spreadsheet opens and `CSVReader` reads back unchanged.
public struct CSVWriter: Sendable {
  /// What to do with a cell that a spreadsheet would take for a formula.
  public enum Formulas: Hashable, Sendable {
    /// Written as it is: for files that programs read.
    case asTheyAre
    /// An apostrophe is put before a cell that begins with `=`, `+`, `-`, `@`, a tab or a carriage
    /// return and is not a plain number: for files that people open. (OWASP, “CSV Injection”.)
    case defused
  }

  private let separator: Separator
  private let formulas: Formulas

  /// Makes a writer.
  ///
  /// - Parameters:
  ///   - separator: What to put between cells.
  ///   - formulas: What to do with cells that look like formulas.
  public init(separator: Separator = .comma, formulas: Formulas) {
    self.separator = separator
    self.formulas = formulas
  }

  /// Writes one row, ended by CR LF.
  ///
  /// - Parameters:
  ///   - cells: The row's cells, in order.
  ///   - output: Takes the row as UTF-8, appended.
  public func write(_ cells: [String], to output: inout [UInt8]) {
    for (index, cell) in cells.enumerated() {
      if index > 0 { output.append(separator.rawValue) }
      let bytes = Array(cell.utf8)
      let isDefused = formulas == .defused && Self.looksLikeFormula(bytes)
      // A row that is one empty cell would read as a blank line.
      let isQuoted =
        cells.count == 1 && bytes.isEmpty || bytes.first == 0x20 || bytes.last == 0x20
        || bytes.contains { $0 == separator.rawValue || $0 == 0x22 || $0 == 0x0A || $0 == 0x0D }
      if isQuoted { output.append(0x22) }
      if isDefused { output.append(UInt8(ascii: "'")) }
      for byte in bytes {
        if byte == 0x22 { output.append(0x22) }
        output.append(byte)
      }
      if isQuoted { output.append(0x22) }
    }
    output.append(0x0D)
    output.append(0x0A)
  }

  private static func looksLikeFormula(_ bytes: [UInt8]) -> Bool {
    guard let first = bytes.first else { return false }
    switch first {
    case UInt8(ascii: "="), UInt8(ascii: "@"), 0x09, 0x0D: return true
    case UInt8(ascii: "+"), UInt8(ascii: "-"):
      let rest = bytes.dropFirst()
      return rest.isEmpty
        || !rest.allSatisfy { (0x30...0x39).contains($0) || $0 == UInt8(ascii: ".") }
    default: return false
    }
  }
}
