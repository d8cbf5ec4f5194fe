/// Reads values from the JSON that ``JSONWriter`` writes, and from any other.
///
/// The text is cut into tokens once; what a value asks for is then found among them. Like ``JSONWriter`` it is
/// here for speed. One for each thread.
///
/// Limits: 512 levels; 2 GB of text. Unknown keys are passed over; of two equal keys the first counts.
public final class JSONReader {
  var userInfo: [CodingUserInfoKey: Any] = [:]

  public init() {}

  /// Reads a value from the whole of a text.
  ///
  /// - Throws: `DecodingError` when the text is no JSON or holds something else.
  public func read<Value: Decodable>(
    _: Value.Type = Value.self, from bytes: [UInt8]
  ) throws -> Value {
    let tokens = try JSONTokens(of: bytes, userInfo: userInfo)
    return try Value(from: TokenDecoder(reader: tokens, token: 0))
  }
}

/// A text cut into tokens. It never changes, so that looking something up costs no check of who else is at it.
final class JSONTokens {
  let bytes: [UInt8]
  let tokens: [Token]
  let userInfo: [CodingUserInfoKey: Any]

  /// One value, or one key.
  struct Token {
    enum Kind: UInt8 {
      case null, yes, no, number, string, array, object
    }

    var kind: Kind
    /// A string holds a backslash.
    var isEscaped = false
    /// Its text; a string's without the quotation marks.
    var start: Int32
    var end: Int32
    /// The token after it and all that is in it.
    var next: Int32
  }

  init(of bytes: [UInt8], userInfo: [CodingUserInfoKey: Any] = [:]) throws {
    var scanner = JSONScanner(bytes: bytes)
    try scanner.scan()
    self.bytes = bytes
    tokens = scanner.tokens
    self.userInfo = userInfo
  }

  /// The tokens of an array's elements, or of nothing if the whole is no array.
  func elements(of token: Int) -> [Int] {
    guard tokens[token].kind == .array else { return [] }
    var elements: [Int] = []
    var element = token + 1
    while element < tokens[token].next {
      elements.append(element)
      element = Int(tokens[element].next)
    }
    return elements
  }

  /// The value of a key in an object; `nil` if it is not there.
  func value(of key: String, in object: Int) -> Int? {
    let count = key.utf8.count
    let end = Int(tokens[object].next)
    var place = object + 1
    while place < end {
      let token = tokens[place]
      if token.isEscaped {
        if string(token) == key { return place + 1 }
      } else if Int(token.end - token.start) == count, isKey(token, key) {
        return place + 1
      }
      place = Int(tokens[place + 1].next)
    }
    return nil
  }

  private func isKey(_ token: Token, _ key: String) -> Bool {
    var place = Int(token.start)
    for byte in key.utf8 {
      if bytes[place] != byte { return false }
      place += 1
    }
    return true
  }

  /// The keys of an object, in the order of the text.
  func keys(of object: Int) -> [String] {
    var keys: [String] = []
    var place = object + 1
    while place < tokens[object].next {
      keys.append(string(tokens[place]))
      place = Int(tokens[place + 1].next)
    }
    return keys
  }

  // MARK: Scalars

  func string(at token: Int) throws -> String {
    guard tokens[token].kind == .string else { throw mismatch(token, "a string") }
    return string(tokens[token])
  }

  private func string(_ token: Token) -> String {
    let text = bytes[Int(token.start)..<Int(token.end)]
    return token.isEscaped ? JSONScanner.unescaped(text) : String(decoding: text, as: UTF8.self)
  }

  func boolean(at token: Int) throws -> Bool {
    switch tokens[token].kind {
    case .yes: true
    case .no: false
    default: throw mismatch(token, "true or false")
    }
  }

  func integer<Number: FixedWidthInteger>(at token: Int) throws -> Number {
    let found = tokens[token]
    guard found.kind == .number else { throw mismatch(token, "a number") }
    var place = Int(found.start)
    let end = Int(found.end)
    let isNegative = bytes[place] == UInt8(ascii: "-")
    if isNegative { place += 1 }
    var number: Number = 0
    while place < end {
      guard let digit = Number(exactly: bytes[place] &- UInt8(ascii: "0")), digit < 10 else {
        throw mismatch(token, "a whole number")
      }
      let (tens, isTooLarge) = number.multipliedReportingOverflow(by: 10)
      let (next, isBeyond) =
        isNegative
        ? tens.subtractingReportingOverflow(digit) : tens.addingReportingOverflow(digit)
      guard !isTooLarge, !isBeyond else { throw mismatch(token, "a smaller number") }
      number = next
      place += 1
    }
    return number
  }

  func double(at token: Int) throws -> Double {
    let found = tokens[token]
    let text = String(decoding: bytes[Int(found.start)..<Int(found.end)], as: UTF8.self)
    guard found.kind == .number, let number = Double(text) else {
      throw mismatch(token, "a number")
    }
    return number
  }

  /// An error that says what was expected. What was found may be personal, and is not told.
  func mismatch(_ token: Int, _ expected: String) -> DecodingError {
    DecodingError.dataCorrupted(
      .init(
        codingPath: [], debugDescription: "expected \(expected) at byte \(tokens[token].start)"))
  }
}
