/// A recursive-descent parser for JSON5 (https://spec.json5.org), over valid Unicode.
///
/// It differs from the specification in two ways, both on purpose: `Infinity` and `NaN` are
/// refused, and a number's text is kept as it stands. Strings and numbers are read in
/// `Parser+Scalars.swift`.
struct Parser {
  let scalars: [Unicode.Scalar]
  let file: String
  var index = 0
  var line = 1
  var column = 1
  /// Keys from the root to where the parser is, for the place of a mistake.
  var path: [String] = []
  /// Keys that stand twice; the first one counts.
  private(set) var doubleKeys: Mistakes?
  private var depth = 0

  init(scalars: [Unicode.Scalar], file: String) {
    self.scalars = scalars
    self.file = file
  }

  var current: Unicode.Scalar? { index < scalars.count ? scalars[index] : nil }
  var position: Position { Position(line: line, column: column) }

  /// The whole document: one value, and nothing after it but white space and comments.
  mutating func document() throws(Mistake) -> Value {
    try skipBlanks()
    guard current != nil else {
      throw mistake(at: position, found: "an empty file", expected: "a JSON5 document")
    }
    let root = try value()
    try skipBlanks()
    guard current == nil else {
      throw mistake(
        at: position, found: "\(here) after the end", expected: "nothing more in the file")
    }
    return root
  }

  private mutating func value() throws(Mistake) -> Value {
    let start = position
    guard let first = current else {
      throw mistake(at: start, found: "the end of the file", expected: "a value")
    }
    switch first {
    case "{": return Value(at: start, .map(try nested { (p) throws(Mistake) in try p.members() }))
    case "[": return Value(at: start, .list(try nested { (p) throws(Mistake) in try p.items() }))
    case "\"", "'": return Value(at: start, .string(try string(quote: first)))
    case "0"..."9", "+", "-", ".": return Value(at: start, .number(try number()))
    default: return Value(at: start, try word())
    }
  }

  /// Reads a list or a map one level deeper.
  private mutating func nested<Result>(
    _ read: (inout Parser) throws(Mistake) -> Result
  ) throws(Mistake) -> Result {
    guard depth < Document.depthMax else {
      throw mistake(
        at: position, found: "a list or map inside \(Document.depthMax) others",
        expected: "at most \(Document.depthMax) levels")
    }
    depth += 1
    defer { depth -= 1 }
    return try read(&self)
  }

  private mutating func items() throws(Mistake) -> [Value] {
    let start = position
    advance()
    var items: [Value] = []
    while try !closes("]", opened: start) {
      path.append("[\(items.count)]")
      items.append(try value())
      path.removeLast()
      try separator(orClosing: "]", opened: start)
    }
    return items
  }

  private mutating func members() throws(Mistake) -> [Member] {
    let start = position
    advance()
    var members: [Member] = []
    var lines: [String: Int] = [:]
    while try !closes("}", opened: start) {
      let keyPosition = position
      let key = try self.key()
      path.append(key)
      try skipBlanks()
      guard current == ":" else {
        throw mistake(at: position, found: here, expected: "a colon after the key")
      }
      advance()
      try skipBlanks()
      let value = try self.value()
      if let line = lines[key] {
        noteDouble(
          mistake(
            at: keyPosition, found: "the key \(Mistake.quoted(key)) a second time",
            expected: "it once only (first in line \(line))"))
      } else {
        lines[key] = keyPosition.line
        members.append(Member(key: key, at: keyPosition, value))
      }
      path.removeLast()
      try separator(orClosing: "}", opened: start)
    }
    return members
  }

  private mutating func noteDouble(_ mistake: Mistake) {
    if doubleKeys == nil { doubleKeys = Mistakes(mistake) } else { doubleKeys?.add(mistake) }
  }

  /// Skips blanks, and takes the closing bracket if it is next.
  private mutating func closes(
    _ bracket: Unicode.Scalar, opened: Position
  ) throws(Mistake) -> Bool {
    try skipBlanks()
    guard let scalar = current else { throw unclosed(bracket, opened: opened) }
    guard scalar == bracket else { return false }
    advance()
    return true
  }

  /// Takes a comma; leaves a closing bracket for ``closes(_:opened:)``.
  private mutating func separator(
    orClosing bracket: Unicode.Scalar, opened: Position
  ) throws(Mistake) {
    try skipBlanks()
    guard let scalar = current else { throw unclosed(bracket, opened: opened) }
    if scalar == "," { return advance() }
    guard scalar == bracket else {
      throw mistake(at: position, found: here, expected: "a comma or \(bracket)")
    }
  }

  /// A truncated file is told by the bracket that was left open: the end itself says nothing.
  private func unclosed(_ bracket: Unicode.Scalar, opened: Position) -> Mistake {
    mistake(
      at: position, found: "the end of the file",
      expected: "\(bracket) for what opens in line \(opened.line), column \(opened.column)")
  }

  private mutating func key() throws(Mistake) -> String {
    if let quote = current, quote == "\"" || quote == "'" { return try string(quote: quote) }
    let start = position
    guard let name = try identifier() else {
      throw mistake(at: start, found: here, expected: "a key")
    }
    return name
  }

  private mutating func word() throws(Mistake) -> Value.Content {
    let start = position
    let found = here
    switch try identifier() {
    case "true": return .bool(true)
    case "false": return .bool(false)
    case "null": return .null
    case let name?:
      throw mistake(
        at: start, found: "the bare word \(Mistake.quoted(name))",
        expected: "a value (text stands in quotes)")
    case nil: throw mistake(at: start, found: found, expected: "a value")
    }
  }

  // MARK: Moving on

  /// Steps over one scalar. CR LF is one end of line, as are CR and LF alone.
  mutating func advance() {
    let scalar = scalars[index]
    index += 1
    let ends = scalar == "\n" || scalar == "\r" && current != "\n"
    if ends { line += 1 }
    column = ends ? 1 : column + 1
  }

  /// Steps over white space and comments.
  mutating func skipBlanks() throws(Mistake) {
    while let scalar = current {
      if scalar == "/" {
        try skipComment()
      } else if isBlank(scalar) {
        advance()
      } else {
        return
      }
    }
  }

  private mutating func skipComment() throws(Mistake) {
    let start = position
    let second = index + 1 < scalars.count ? scalars[index + 1] : nil
    switch second {
    case "/":
      while let scalar = current, !isLineEnd(scalar) { advance() }
    case "*":
      advance()
      advance()
      while let scalar = current {
        advance()
        if scalar == "*", current == "/" { return advance() }
      }
      throw mistake(at: start, found: "a comment without an end", expected: "*/ after it")
    default:
      throw mistake(at: start, found: here, expected: "a value or a comment")
    }
  }

  // MARK: Telling mistakes

  /// What stands at the parser's place, in words.
  var here: String {
    guard let scalar = current else { return "the end of the file" }
    return isLineEnd(scalar) ? "the end of the line" : Mistake.quoted(String(Character(scalar)))
  }

  func mistake(at position: Position, found: String, expected: String) -> Mistake {
    var joined = ""
    for part in path.prefix(Document.depthMax) {
      if !joined.isEmpty, !part.hasPrefix("[") { joined += "." }
      joined += part.hasPrefix("[") ? part : Reader.pathPart(part)
    }
    return Mistake(
      file: file, place: .init(line: position.line, column: position.column, path: joined),
      found: found, expected: expected)
  }
}
