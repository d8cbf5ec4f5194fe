/// A kind of row, and how it is read from cells.
public protocol RowFormat<Row>: Sendable {
  associatedtype Row: Sendable

  /// Which headings lead to which field.
  var mapping: ColumnMapping { get }

  /// Reads one row.
  ///
  /// - Parameter cells: The row's cells; keeps the problems that are met.
  /// - Returns: The row; nil when too little of it could be read. A row is left out as well when a
  ///   problem says so.
  func row(from cells: inout Cells) -> Row?

  /// What no two rows of a file may have in common: for a column's name the row's value.
  ///
  /// - Parameter row: A row that was read.
  /// - Returns: Its keys; nothing by default.
  func keys(of row: Row) -> [(column: String, key: String)]
}

extension RowFormat {
  public func keys(of row: Row) -> [(column: String, key: String)] { [] }
}

/// One row of a file as it was read.
public struct ReadRow<Row: Sendable>: Sendable {
  /// The row's number as a spreadsheet shows it.
  public let number: Int
  /// The physical line on which it begins.
  public let line: Int
  /// Nil when the row was left out; then a problem says why.
  public let row: Row?
  public let problems: [RowProblem]

  let record: CSVRecord
  let headings: [String]

  /// All cells as they stand in the file, each under its heading: what is kept of a row that can't be
  /// taken. Cells behind the last heading have an empty one.
  public var cells: [HeadedCell] {
    (0..<max(headings.count, record.count)).map { index in
      HeadedCell(
        heading: index < headings.count ? headings[index] : "", text: record.text(index))
    }
  }
}

/// A cell and the heading above it.
public struct HeadedCell: Hashable, Sendable {
  public var heading: String
  public var text: String

  public init(heading: String, text: String) {
    self.heading = heading
    self.text = text
  }
}

extension RowFormat {
  /// Reads one row again from its cells: one that was kept, perhaps corrected since.
  ///
  /// - Parameters:
  ///   - cells: The row's cells, each under its heading.
  ///   - file: A name for messages.
  /// - Returns: The row, or why it can't be read.
  /// - Throws: ``FileProblem`` when the headings are not those of this format any more.
  public func read(_ cells: [HeadedCell], file: String) throws(FileProblem) -> ReadRow<Row> {
    let writer = CSVWriter(formulas: .asTheyAre)
    var bytes: [UInt8] = []
    writer.write(cells.map(\.heading), to: &bytes)
    writer.write(cells.map(\.text), to: &bytes)
    var reader = RowReader(self, file: file)
    try reader.append(bytes)
    try reader.finish()
    if let row = try reader.next() { return row }
    throw FileProblem(
      file: file, .empty, found: "a row with nothing in it", expected: "a row with cells")
  }
}

/// Reads typed rows from a file's bytes, piece by piece.
///
/// ```swift
/// var reader = RowReader(PeopleFormat(), file: "people.csv")
/// for chunk in chunks {
///   try reader.append(chunk)
///   while let read = try reader.next() { … }
/// }
/// reader.finish()
/// while let read = try reader.next() { … }
/// ```
///
/// Holds at most one chunk and one row. Blank rows are passed over; the first other one is the
/// heading.
public struct RowReader<Format: RowFormat>: Sendable {
  private let format: Format
  private let mapping: ColumnMapping
  private let file: String
  private let dateOrder: DateOrder
  private let limits: Limits
  private var decoder: TextDecoder
  private var csv: CSVReader
  private var isFinished = false
  private var setting: Cells.Setting?

  /// Makes a reader for one file.
  ///
  /// - Parameters:
  ///   - format: The kind of row.
  ///   - file: The file's name, for messages.
  ///   - dateOrder: In which order dates with slashes name month and day.
  ///   - limits: What a cell, a row and the file may hold at most.
  public init(
    _ format: Format, file: String, dateOrder: DateOrder = .monthFirst, limits: Limits = .standard
  ) {
    self.format = format
    mapping = format.mapping
    self.file = file
    self.dateOrder = dateOrder
    self.limits = limits
    decoder = TextDecoder(file: file)
    csv = CSVReader(file: file, limits: limits)
  }

  /// The matched heading; nil until it was read.
  public var table: Table? { setting?.table }

  /// How the file's text is encoded; nil until that is settled.
  public var encoding: TextEncoding? { decoder.encoding }

  /// Gives the reader the next piece of the file.
  ///
  /// - Parameter chunk: The file's next bytes, however cut. Some 64 KiB serve well.
  /// - Throws: ``FileProblem`` when they are not text, or the file is too large.
  public mutating func append(_ chunk: [UInt8]) throws(FileProblem) {
    guard decoder.bytesSeen + chunk.count <= limits.fileBytes else {
      throw FileProblem(
        file: file, .tooLarge, found: "more than \(limits.fileBytes) bytes",
        expected: "a file of at most that")
    }
    var text: [UInt8] = []
    try decoder.decode(chunk, into: &text)
    if !text.isEmpty { csv.append(text) }
  }

  /// Says that the file ends here.
  ///
  /// - Throws: ``FileProblem`` when it ends within a character.
  public mutating func finish() throws(FileProblem) {
    var text: [UInt8] = []
    try decoder.finish(into: &text)
    if !text.isEmpty { csv.append(text) }
    csv.finish()
    isFinished = true
  }

  /// Takes the next row.
  ///
  /// - Returns: The row or why it was left out; nil when more bytes are needed or, after `finish`,
  ///   when there are no more rows.
  /// - Throws: ``FileProblem`` when the file as a whole cannot be used.
  public mutating func next() throws(FileProblem) -> ReadRow<Format.Row>? {
    while let record = try csv.next() {
      if record.isBlank { continue }
      guard let setting else {
        setting = Cells.Setting(
          table: try Table(record, mapping: mapping, file: file), mapping: mapping,
          dateOrder: dateOrder, limits: limits)
        continue
      }
      var cells = Cells(record, of: setting)
      let row = format.row(from: &cells)
      return ReadRow(
        number: record.row, line: record.line, row: cells.isLeftOut ? nil : row,
        problems: cells.problems, record: record, headings: setting.table.headings)
    }
    if isFinished, setting == nil {
      let wanted = mapping.columns.filter { $0.need == .required }.prefix(6)
        .map { "“\($0.headings.first ?? $0.field)”" }.joined(separator: ", ")
      throw FileProblem(
        file: file, .empty, found: "nothing but blank rows, or nothing at all",
        expected: "a row of headings such as \(wanted), and rows under it")
    }
    return nil
  }
}

/// All rows of a file, and everything that was wrong with it.
public struct ReadFile<Row: Sendable>: Sendable {
  /// The rows that were read, in the file's order.
  public var rows: [Row] = []
  /// The first problems, in the file's order; see `Limits.keptProblems`.
  public var problems: [RowProblem] = []
  /// How many problems there were, those that were not kept included.
  public var problemCount = 0
  /// How many rows were left out.
  public var leftOutCount = 0
  /// Headings that no field asked for.
  public var unusedHeadings: [String] = []

  /// Nothing read yet.
  public init() {}

  mutating func keep(_ problems: [RowProblem], limits: Limits) {
    problemCount += problems.count
    let room = max(0, limits.keptProblems - self.problems.count)
    self.problems += problems.prefix(room)
  }
}

extension RowFormat {
  /// Reads a whole file at once: for files of people and offerings, which fit into memory.
  ///
  /// A row that has a key in common with an earlier one is left out.
  ///
  /// - Parameters:
  ///   - bytes: The file.
  ///   - file: Its name, for messages.
  ///   - dateOrder: In which order dates with slashes name month and day.
  ///   - limits: What a cell, a row and the file may hold at most.
  /// - Returns: Its rows and problems.
  /// - Throws: ``FileProblem`` when the file as a whole cannot be used.
  public func read(
    _ bytes: [UInt8], file: String, dateOrder: DateOrder = .monthFirst, limits: Limits = .standard
  ) throws(FileProblem) -> ReadFile<Row> {
    var reader = RowReader(self, file: file, dateOrder: dateOrder, limits: limits)
    var result = ReadFile<Row>()
    try reader.append(bytes)
    try reader.finish()
    var rowsByKey: [String: Int] = [:]
    while let read = try reader.next() {
      result.keep(read.problems, limits: limits)
      guard let row = read.row else {
        result.leftOutCount += 1
        continue
      }
      var isDouble = false
      for (column, key) in keys(of: row) {
        guard let earlier = rowsByKey["\(column)/\(key)"] else {
          rowsByKey["\(column)/\(key)"] = read.number
          continue
        }
        isDouble = true
        let problem = RowProblem(
          row: read.number, line: read.line, column: "column “\(column)”",
          found: "the same as in row \(earlier)", expected: "each once", consequence: .rowLeftOut)
        result.keep([problem], limits: limits)
      }
      if isDouble { result.leftOutCount += 1 } else { result.rows.append(row) }
    }
    result.unusedHeadings = reader.table?.unused ?? []
    return result
  }
}
