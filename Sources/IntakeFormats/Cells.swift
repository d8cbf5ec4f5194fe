public import CivilTime

/// The cells of one row by their fields' names, and what was wrong with them.
///
/// Each reading method gives the value, or nil; where a cell holds something else than it must, the
/// problem is kept, so that one pass over a row tells all its mistakes. Nil with no problem means
/// an empty cell or a column that the file does not have.
public struct Cells {
  public let row: Int
  public let line: Int
  public private(set) var problems: [RowProblem] = []

  /// What all rows of a file share; one object, so that a row costs one reference to it.
  final class Setting: Sendable {
    let table: Table
    let mapping: ColumnMapping
    let dateOrder: DateOrder
    let limits: Limits

    init(table: Table, mapping: ColumnMapping, dateOrder: DateOrder, limits: Limits) {
      self.table = table
      self.mapping = mapping
      self.dateOrder = dateOrder
      self.limits = limits
    }
  }

  private let record: CSVRecord
  private let setting: Setting

  init(_ record: CSVRecord, of setting: Setting) {
    row = record.row
    line = record.line
    self.record = record
    self.setting = setting
    checkWidth()
  }

  /// What a cell and the file may hold at most.
  public var limits: Limits { setting.limits }

  private var table: Table { setting.table }
  private var mapping: ColumnMapping { setting.mapping }

  /// Whether a problem so far means that the row must be left out.
  public var isLeftOut: Bool {
    problems.contains { $0.consequence == .rowLeftOut }
  }

  /// Whether the file has the field's column at all.
  public func has(_ field: String) -> Bool {
    mapping.index(of: field).map { table.cells[$0] != nil } ?? false
  }

  /// The trimmed bytes of a field's cell; empty when there are none.
  public func bytes(_ field: String) -> ArraySlice<UInt8> {
    guard let index = mapping.index(of: field) else { return [] }
    return bytes(at: index)
  }

  /// The same by the column's index in the mapping.
  func bytes(at index: Int) -> ArraySlice<UInt8> {
    guard let cell = table.cells[index] else { return [] }
    return record[cell].trimmed
  }

  /// For each column of the mapping the fingerprint of its heading; nil without such a column.
  var columnSeeds: [UInt64?] { table.columnSeeds }

  /// The cells that no field asked for, each with the fingerprint of its heading.
  var unusedCells: some Sequence<(seed: UInt64, cell: ArraySlice<UInt8>)> {
    table.unusedCells.lazy.map { [record, table] in (table.seeds[$0], record[$0]) }
  }

  /// Keeps a problem.
  ///
  /// - Parameters:
  ///   - field: The field it is about.
  ///   - found: What was found, in kind; nil to describe the cell.
  ///   - expected: What would have been right.
  ///   - consequence: What it leads to.
  public mutating func refuse(
    _ field: String, found: String? = nil, expected: String,
    _ consequence: Consequence = .rowLeftOut
  ) {
    var column = field
    if let index = mapping.index(of: field) {
      if let cell = table.cells[index] {
        column = "column “\(table.headings[cell])”"
      } else {
        column = "column “\(mapping.columns[index].headings.first ?? field)”"
      }
    }
    problems.append(
      RowProblem(
        row: row, line: line, column: column, found: found ?? CellKind.describe(bytes(field)),
        expected: expected, consequence: consequence))
  }

  // MARK: - Values

  /// A text; nil when the cell is empty or longer than allowed.
  public mutating func text(_ field: String, upTo most: Int? = nil) -> String? {
    let cell = bytes(field)
    guard !cell.isEmpty else { return nil }
    let text = CellValues.text(cell)
    let most = most ?? limits.shortTextCharacters
    guard text.count <= most else {
      refuse(field, expected: "a text of at most \(most) characters")
      return nil
    }
    return text
  }

  /// A text that must be there.
  public mutating func requiredText(_ field: String) -> String? {
    if bytes(field).isEmpty {
      refuse(field, expected: "a text")
      return nil
    }
    return text(field)
  }

  /// An e-mail address, in small letters.
  public mutating func email(_ field: String) -> String? {
    value(field, expected: "an e-mail address") { CellValues.email($0) }
  }

  /// A date, in the order of month and day that was set.
  public mutating func date(_ field: String) -> CivilDate? {
    let order = setting.dateOrder
    return value(field, expected: order.example) { CellValues.date($0, order: order) }
  }

  /// Dollars, in cents; at most 99,999,999.99.
  public mutating func cents(_ field: String) -> Int64? {
    value(field, expected: "dollars and cents such as 2000.00, of at most 99999999.99") {
      CellValues.decimal($0, decimals: 2, allowsDollar: true).flatMap {
        $0 <= 9_999_999_999 ? $0 : nil
      }
    }
  }

  /// Hours, in hundredths; at most 10,000 hours.
  public mutating func hundredthsOfHours(_ field: String) -> Int? {
    value(field, expected: "hours such as 3 or 1.25, of at most 10000") {
      CellValues.decimal($0, decimals: 2).flatMap { $0 <= 1_000_000 ? Int($0) : nil }
    }
  }

  /// A share of full time, in thousandths.
  public mutating func thousandths(_ field: String) -> Int? {
    value(field, expected: "a share such as 0.5 or 50%, of at most 1.5") { CellValues.share($0) }
  }

  /// A whole number within bounds.
  public mutating func whole(_ field: String, in range: ClosedRange<Int>) -> Int? {
    value(
      field, expected: "a whole number from \(range.lowerBound) to \(range.upperBound)"
    ) {
      CellValues.whole($0).flatMap { range.contains($0) ? $0 : nil }
    }
  }

  /// Yes or no.
  public mutating func boolean(_ field: String) -> Bool? {
    value(field, expected: "yes or no") { CellValues.boolean($0) }
  }

  /// An address of the web.
  public mutating func link(_ field: String) -> String? {
    value(field, expected: "a link that begins with https://, without spaces") {
      CellValues.link($0)
    }
  }

  /// A list; entries are separated by semicolons or line breaks, or by commas where none of these
  /// is.
  public mutating func list(_ field: String) -> [String] {
    let cell = bytes(field)
    let hasSemicolons = cell.contains { $0 == 0x3B || $0 == 0x0A || $0 == 0x0D }
    let parts = cell.split(at: hasSemicolons ? [0x3B, 0x0A, 0x0D] : [0x2C])
    guard parts.count <= limits.listEntries else {
      refuse(
        field, found: "a list of \(parts.count)", expected: "at most \(limits.listEntries) entries")
      return []
    }
    guard parts.allSatisfy({ $0.count <= limits.shortTextCharacters }) else {
      refuse(field, expected: "entries of at most \(limits.shortTextCharacters) characters")
      return []
    }
    return parts.map(CellValues.text)
  }

  private mutating func value<Value>(
    _ field: String, expected: String, _ read: (ArraySlice<UInt8>) -> Value?
  ) -> Value? {
    let cell = bytes(field)
    guard !cell.isEmpty else { return nil }
    let value = read(cell)
    if value == nil { refuse(field, expected: expected) }
    return value
  }

  /// Notes rows that are wider or narrower than the heading, and quotes that look misplaced.
  private mutating func checkWidth() {
    let width = table.headings.count
    let isWider = record.count > width
    if isWider, (width..<record.count).contains(where: { !record[$0].trimmed.isEmpty }) {
      // A comma in an unquoted cell moves all cells behind it: none of them can be trusted.
      keep(
        "\(record.count) cells under \(width) headings",
        "no more cells than headings; perhaps a comma in a cell without quotation marks",
        .rowLeftOut)
    } else if record.count < width {
      keep(
        "\(record.count) cells under \(width) headings", "a cell for each heading, be it empty",
        .noted)
    }
    if record.hasStrayQuote {
      keep(
        "text behind a closing quotation mark",
        "quotation marks within a cell doubled, as spreadsheets write them", .noted)
    }
  }

  private mutating func keep(_ found: String, _ expected: String, _ consequence: Consequence) {
    problems.append(
      RowProblem(
        row: row, line: line, column: "the row", found: found, expected: expected,
        consequence: consequence))
  }
}
