/// One thing that is wrong in a file: where, what stands there, and what should.
///
/// The same form serves JSON5 documents, spreadsheets and templates: a place is told by whatever of
/// line, column and path is known. `description` is one line, in the form that editors and
/// compilers share:
///
/// ```
/// Config/x.json5:12:5: at evidence.windows[2].opens: found "Sept", expected a date like 2026-09-14
/// ```
public struct Mistake: Error, Hashable, Sendable, CustomStringConvertible {
  /// Where in a file something stands.
  public struct Place: Hashable, Sendable, CustomStringConvertible {
    /// The line, from 1; nil when the mistake is about the file as a whole.
    public let line: Int?
    /// The column in Unicode scalars, from 1; nil when it isn't known.
    public let column: Int?
    /// Keys and indices from the root, such as `judging.margin`, or a column's title; may be empty.
    public let path: String

    public init(line: Int? = nil, column: Int? = nil, path: String = "") {
      self.line = line
      self.column = column
      self.path = path
    }

    /// The place in words: `line 12, column 5, at judging.margin`.
    public var description: String {
      var parts: [String] = []
      if let line { parts.append("line \(line)") }
      if let column { parts.append("column \(column)") }
      if !path.isEmpty { parts.append("at \(path)") }
      return parts.isEmpty ? "the whole file" : parts.joined(separator: ", ")
    }
  }

  /// The file's name as the person knows it, such as `Config/kettle-moraine.json5`.
  public let file: String
  public let place: Place
  /// What stands there, in words, foreign text quoted by ``quoted(_:)``.
  public let found: String
  /// What should stand there, in words.
  public let expected: String

  public init(file: String, place: Place, found: String, expected: String) {
    self.file = file
    self.place = place
    self.found = found
    self.expected = expected
  }

  public var description: String {
    var text = file
    if let line = place.line {
      text += ":\(line)"
      if let column = place.column { text += ":\(column)" }
    }
    text += ": "
    if !place.path.isEmpty { text += "at \(place.path): " }
    return text + "found \(found), expected \(expected)"
  }

  /// Foreign text in double quotes, fit for one line: cut after 60 characters, control characters
  /// shown by number, so that a file can't write its own lines into a log.
  public static func quoted(_ text: String) -> String {
    var shown = "\""
    var count = 0
    for scalar in text.unicodeScalars {
      if count == 60 { return shown + "…\"" }
      count += 1
      shown += visible(scalar)
    }
    return shown + "\""
  }

  /// A scalar as it may stand in a message.
  static func visible(_ scalar: Unicode.Scalar) -> String {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned,
      .surrogate:
      "U+" + hexadecimal(scalar.value)
    default:
      String(Character(scalar))
    }
  }

  /// At least four upper-case hexadecimal digits.
  private static func hexadecimal(_ number: UInt32) -> String {
    let digits = String(number, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}
