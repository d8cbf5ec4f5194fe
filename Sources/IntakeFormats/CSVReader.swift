/// Reads rows from the text of a CSV file, piece by piece.
///
/// A state machine: `append` gives it bytes, `next` takes whole rows out, `finish` says that no
/// more bytes come. It holds what was given and not yet taken, and one row; a row costs time in its
/// bytes.
///
/// ```swift
/// var reader = CSVReader(file: "people.csv")
/// reader.append(Array("name\r\nAda\r\n".utf8))
/// reader.finish()
/// while let record = try reader.next() { … }
/// ```
///
/// RFC 4180, and what spreadsheets really write: rows end in CR LF, LF or CR; cells are separated
/// by commas, semicolons or tabs (told from the first rows, or by a first line `sep=;`); a quoted
/// cell may hold separators, doubled quotes and line breaks; the last row needs no line end. A
/// quote within an unquoted cell is a character like any other; text behind a closing quote belongs
/// to the cell, and the row says so. A line with nothing on it is a row with one empty cell.
public struct CSVReader: Sendable {
  /// How much is looked at before the separator is settled.
  private static let detectionBytes = 64 << 10
  private static let quote: UInt8 = 0x22
  private static let lineFeed: UInt8 = 0x0A
  private static let carriageReturn: UInt8 = 0x0D

  private enum State {
    case cellStart
    case unquoted
    case quoted
    /// Behind a quote in a quoted cell: it closes the cell, or is the first of two.
    case quoteInQuoted
  }

  /// What separates the cells; nil until enough was seen.
  public private(set) var separator: Separator?

  private let file: String
  private let limits: Limits
  private var pending: [UInt8] = []
  private var position = 0
  private var isFinished = false
  private var failure: FileProblem?

  private var state = State.cellStart
  private var isRowOpen = false
  /// The last byte was a carriage return, so that a line feed now belongs to it.
  private var isBehindReturn = false
  private var row = 1
  private var line = 1
  private var rowLine = 1
  private var quoteLine = 1
  private var hasStrayQuote = false
  private var cells: [UInt8] = []
  private var ends: [Int] = []

  /// Makes a reader for one file.
  ///
  /// - Parameters:
  ///   - file: The file's name, for messages.
  ///   - separator: What separates the cells; nil to tell it from the first rows.
  ///   - limits: What a cell, a row and the file may hold at most.
  public init(file: String, separator: Separator? = nil, limits: Limits = .standard) {
    self.file = file
    self.separator = separator
    self.limits = limits
  }

  /// Gives the reader the next piece of the text.
  ///
  /// - Parameter bytes: UTF-8, however cut.
  public mutating func append(_ bytes: [UInt8]) {
    if position == pending.count {
      pending = bytes
    } else {
      pending.removeFirst(position)
      pending.append(contentsOf: bytes)
    }
    position = 0
  }

  /// Says that the file ends here.
  public mutating func finish() {
    isFinished = true
  }

  /// Takes the next whole row.
  ///
  /// - Returns: The row; nil when more bytes are needed or, after `finish`, when there are no more.
  /// - Throws: ``FileProblem`` for an unclosed quote, named by the line it began on, or a limit.
  ///   The reader gives nothing but this problem from then on.
  public mutating func next() throws(FileProblem) -> CSVRecord? {
    if let failure { throw failure }
    do {
      guard try settleSeparator() else { return nil }
      return try scan()
    } catch {
      failure = error
      throw error
    }
  }

  private mutating func scan() throws(FileProblem) -> CSVRecord? {
    let separator = self.separator?.rawValue ?? Separator.comma.rawValue
    while position < pending.count {
      let byte = pending[position]
      switch state {
      case .cellStart:
        if isBehindReturn {
          isBehindReturn = false
          if byte == Self.lineFeed {
            position += 1
            continue
          }
        }
        if !isRowOpen { try openRow() }
        if byte == Self.quote {
          state = .quoted
          quoteLine = line
          position += 1
        } else {
          state = .unquoted
        }
      case .unquoted:
        var end = position
        while end < pending.count {
          let byte = pending[end]
          if byte == separator || byte == Self.lineFeed || byte == Self.carriageReturn { break }
          end += 1
        }
        try take(upTo: end)
        if end < pending.count, let record = try closeCell(separator) { return record }
      case .quoted:
        var end = position
        while end < pending.count {
          let byte = pending[end]
          if byte == Self.quote { break }
          if byte == Self.lineFeed {
            if !isBehindReturn { line += 1 }
            isBehindReturn = false
          } else if byte == Self.carriageReturn {
            line += 1
            isBehindReturn = true
          } else {
            isBehindReturn = false
          }
          end += 1
        }
        try take(upTo: end)
        if end < pending.count {
          position += 1
          isBehindReturn = false
          state = .quoteInQuoted
        }
      case .quoteInQuoted:
        if byte == Self.quote {
          cells.append(byte)
          position += 1
          state = .quoted
        } else if byte == separator || byte == Self.lineFeed || byte == Self.carriageReturn {
          if let record = try closeCell(separator) { return record }
        } else {
          hasStrayQuote = true
          state = .unquoted
        }
      }
    }
    return try atEnd()
  }

  /// Closes the cell at a separator or a line end, and the row at a line end.
  private mutating func closeCell(_ separator: UInt8) throws(FileProblem) -> CSVRecord? {
    let byte = pending[position]
    position += 1
    try endCell()
    state = .cellStart
    if byte == separator { return nil }
    isBehindReturn = byte == Self.carriageReturn
    line += 1
    return closeRow()
  }

  private mutating func atEnd() throws(FileProblem) -> CSVRecord? {
    guard isFinished else { return nil }
    if state == .quoted {
      throw FileProblem(
        file: file, .cutOff, at: Place(row: row, line: quoteLine),
        found: "a quotation mark that is opened there and never closed",
        expected: "a closing quotation mark; perhaps the file was cut off")
    }
    guard isRowOpen else { return nil }
    try endCell()
    state = .cellStart
    return closeRow()
  }

  private mutating func openRow() throws(FileProblem) {
    guard row <= limits.rows else {
      throw tooLarge("more than \(limits.rows) rows", "at most \(limits.rows)")
    }
    isRowOpen = true
    rowLine = line
  }

  private mutating func take(upTo end: Int) throws(FileProblem) {
    let cell = cells.count - (ends.last ?? 0) + end - position
    guard cell <= limits.fieldBytes else {
      throw tooLarge(
        "a cell of more than \(limits.fieldBytes) bytes",
        "cells of at most that; perhaps a quotation mark is missing")
    }
    guard cells.count + end - position <= limits.rowBytes else {
      throw tooLarge("a row of more than \(limits.rowBytes) bytes", "rows of at most that")
    }
    cells.append(contentsOf: pending[position..<end])
    position = end
  }

  private mutating func endCell() throws(FileProblem) {
    guard ends.count < limits.columns else {
      throw tooLarge("a row of more than \(limits.columns) cells", "rows of at most that many")
    }
    ends.append(cells.count)
  }

  private mutating func closeRow() -> CSVRecord {
    let record = CSVRecord(
      row: row, line: rowLine, hasStrayQuote: hasStrayQuote, bytes: cells, ends: ends)
    let (cellBytes, cellCount) = (cells.count, ends.count)
    cells = []
    cells.reserveCapacity(cellBytes)
    ends = []
    ends.reserveCapacity(cellCount)
    hasStrayQuote = false
    isRowOpen = false
    row += 1
    return record
  }

  private func tooLarge(_ found: String, _ expected: String) -> FileProblem {
    let begin = state == .quoted ? quoteLine : rowLine
    return FileProblem(
      file: file, .tooLarge, at: Place(row: row, line: begin), found: found, expected: expected)
  }

  /// Settles what separates the cells, once enough of the file is there.
  private mutating func settleSeparator() throws(FileProblem) -> Bool {
    if separator != nil { return true }
    guard isFinished || pending.count >= Self.detectionBytes else { return false }
    let head = pending.prefix(Self.detectionBytes)
    // Excel's own first line, which it does not show as a row.
    if head.count >= 5, head.prefix(4).elementsEqual("sep=".utf8),
      let stated = Separator(rawValue: head[4]),
      head.count == 5 || head[5] == Self.lineFeed || head[5] == Self.carriageReturn
    {
      separator = stated
      position = min(6, head.count)
      isBehindReturn = head.count > 5 && head[5] == Self.carriageReturn
      line = 2
    } else {
      separator = Separator.detect(in: head)
    }
    return true
  }
}
