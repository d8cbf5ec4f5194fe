/// One row of a table, as it stands in the file: cells without their quotes.
///
/// The cells lie one after another in one buffer, so that a row costs two allocations however many
/// cells it has; a cell becomes a `String` only when somebody asks for it.
public struct CSVRecord: Sendable {
  /// The row's number as a spreadsheet shows it, from 1.
  public let row: Int
  /// The physical line on which it begins, from 1.
  public let line: Int
  /// Whether text follows a closing quote (`"a"b`), so that the cell may be other than meant.
  public let hasStrayQuote: Bool

  let bytes: [UInt8]
  /// For each cell the offset in `bytes` behind its last byte.
  let ends: [Int]

  /// How many cells the row has; at least one.
  public var count: Int { ends.count }

  /// The bytes of a cell, untrimmed; empty behind the last cell.
  public subscript(index: Int) -> ArraySlice<UInt8> {
    guard index < ends.count else { return [] }
    return bytes[(index == 0 ? 0 : ends[index - 1])..<ends[index]]
  }

  /// The text of a cell, untrimmed, with its line breaks as in the file.
  ///
  /// - Parameter index: The cell, from 0.
  /// - Returns: Its text; empty behind the last cell.
  public func text(_ index: Int) -> String {
    String(decoding: self[index], as: UTF8.self)
  }

  /// Whether no cell holds anything but spaces.
  public var isBlank: Bool {
    bytes.allSatisfy { $0 == 0x20 || $0 == 0x09 }
  }
}

/// What stands between the cells of a row.
public enum Separator: UInt8, Hashable, Sendable, CaseIterable {
  case tab = 0x09
  case semicolon = 0x3B
  case comma = 0x2C

  /// Tells the separator from the first rows of a file.
  ///
  /// Each candidate is counted outside quotation marks in up to sixteen rows. A candidate must
  /// occur in the first row; the one that occurs equally often in most of the other rows wins, then
  /// the one that occurs more often, then tab before semicolon before comma (a tab in a heading is
  /// hardly ever text, a comma often is). A table of one column is taken for comma-separated.
  ///
  /// - Parameter head: UTF-8 bytes from the file's beginning, whole rows or cut.
  /// - Returns: The separator to read the file with.
  public static func detect(in head: some Collection<UInt8>) -> Separator {
    var counts: [[Int]] = []
    var current = [0, 0, 0]
    var isQuoted = false
    var isRowOpen = false
    for byte in head {
      if byte == 0x22 { isQuoted.toggle() }
      if !isQuoted, byte == 0x0A || byte == 0x0D {
        if isRowOpen { counts.append(current) }
        if counts.count == 16 { break }
        current = [0, 0, 0]
        isRowOpen = false
        continue
      }
      isRowOpen = true
      guard !isQuoted else { continue }
      for (index, candidate) in allCases.enumerated() where candidate.rawValue == byte {
        current[index] += 1
      }
    }
    if counts.isEmpty, isRowOpen { counts.append(current) }
    guard let heading = counts.first else { return .comma }
    var best: (separator: Separator, agreeing: Int, count: Int)?
    for (index, candidate) in allCases.enumerated() where heading[index] > 0 {
      let agreeing = counts.count { $0[index] == heading[index] }
      if let best, (best.agreeing, best.count) >= (agreeing, heading[index]) { continue }
      best = (candidate, agreeing, heading[index])
    }
    return best?.separator ?? .comma
  }
}
