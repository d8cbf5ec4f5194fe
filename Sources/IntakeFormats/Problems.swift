/// Where in a file something is, as far as it is known.
///
/// A row is numbered as a spreadsheet shows it: the heading is row 1, blank rows count, and a cell
/// with line breaks does not make the row more than one. A line is a physical line, as an editor
/// shows it. Both count from 1, bytes from 0.
public struct Place: Hashable, Sendable, CustomStringConvertible {
  public var row: Int?
  public var line: Int?
  public var byte: Int?

  /// Makes a place from what is known of it.
  public init(row: Int? = nil, line: Int? = nil, byte: Int? = nil) {
    self.row = row
    self.line = line
    self.byte = byte
  }

  public var description: String {
    var parts: [String] = []
    if let row { parts.append("row \(row)") }
    if let line { parts.append("line \(line)") }
    if let byte { parts.append("byte \(byte)") }
    return parts.isEmpty ? "the whole file" : parts.joined(separator: ", ")
  }
}

/// Why a file as a whole cannot be used.
///
/// Nothing of the file may be taken then, including rows that were read before the problem was met:
/// a file that ends in the middle of a cell was cut off, and what is missing may matter.
public struct FileProblem: Error, Hashable, Sendable, CustomStringConvertible {
  /// What kind of mistake it is.
  public enum Kind: String, Hashable, Sendable {
    /// There is nothing in it.
    case empty
    /// It is not text (or, for an archive, not the archive it should be).
    case notText
    /// It is text in an encoding that cannot be told, or in two at once.
    case encoding
    /// A quotation mark is opened and never closed, or the file ends too soon.
    case cutOff
    /// Something in it exceeds a limit.
    case tooLarge
    /// Columns are missing, or appear twice.
    case columns
    /// It is a well-formed file that says something else than it must.
    case content
    /// No known kind of file looks like this.
    case unknownKind
    /// Whoever takes files may not read or move it.
    case notPermitted
  }

  public let file: String
  public let kind: Kind
  public let place: Place
  public let found: String
  public let expected: String

  /// States a mistake in the four parts that every message has.
  public init(
    file: String, _ kind: Kind, at place: Place = Place(), found: String, expected: String
  ) {
    self.file = file
    self.kind = kind
    self.place = place
    self.found = found
    self.expected = expected
  }

  public var description: String {
    "\(file), \(place): found \(found); expected \(expected)"
  }
}

/// What a row's mistake leads to.
public enum Consequence: String, Hashable, Sendable {
  /// The row is not among the rows that were read.
  case rowLeftOut
  /// The row was read, without this cell.
  case cellLeftOut
  /// The row was read whole; somebody should have a look.
  case noted
}

/// A mistake in one cell or row, told without repeating what the cell says.
public struct RowProblem: Hashable, Sendable, CustomStringConvertible {
  /// The row as a spreadsheet numbers it.
  public let row: Int
  /// The physical line on which the row begins.
  public let line: Int
  /// The heading as the file spells it, or the field's own name when the file has no such column.
  public let column: String
  /// What was found, in kind: "no text", "a number", "a text of 12 characters".
  public let found: String
  public let expected: String
  public let consequence: Consequence

  /// States a mistake in the parts that every message has.
  public init(
    row: Int, line: Int, column: String, found: String, expected: String, consequence: Consequence
  ) {
    self.row = row
    self.line = line
    self.column = column
    self.found = found
    self.expected = expected
    self.consequence = consequence
  }

  public var description: String {
    let outcome =
      switch consequence {
      case .rowLeftOut: "the row was left out"
      case .cellLeftOut: "the cell was left out"
      case .noted: "the row was read"
      }
    return "row \(row) (line \(line)), \(column): found \(found); expected \(expected); \(outcome)"
  }
}

/// Says of what kind a cell's content is, without repeating it.
enum CellKind {
  /// Describes a trimmed cell.
  ///
  /// - Parameter cell: UTF-8 bytes.
  /// - Returns: Words that fit after "found".
  static func describe(_ cell: ArraySlice<UInt8>) -> String {
    if cell.isEmpty { return "nothing" }
    var digits = 0
    var letters = 0
    var slashesOrDashes = 0
    var at = 0
    var characters = 0
    for byte in cell {
      if byte & 0xC0 != 0x80 { characters += 1 }
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digits += 1
      case UInt8(ascii: "/"), UInt8(ascii: "-"): slashesOrDashes += 1
      case UInt8(ascii: "@"): at += 1
      case UInt8(ascii: "."), UInt8(ascii: ","), UInt8(ascii: "$"), UInt8(ascii: "%"),
        UInt8(ascii: " "), UInt8(ascii: ":"), UInt8(ascii: "+"):
        break
      default: letters += 1
      }
    }
    if at == 1, digits + letters > 2 { return "something like an e-mail address" }
    if letters == 0, digits > 0 {
      if slashesOrDashes == 0 { return "a number" }
      return slashesOrDashes == 2 ? "something like a date" : "digits and signs"
    }
    return characters == 1 ? "a text of 1 character" : "a text of \(characters) characters"
  }
}
