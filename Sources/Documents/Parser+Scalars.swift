/// Strings, numbers, identifiers, and which scalars are blank.
extension Parser {
  /// Most characters in a number: more is no number that a person wrote.
  static let numberMax = 64

  /// A string in single or double quotes, with JSON5's escapes and continued lines.
  mutating func string(quote: Unicode.Scalar) throws(Mistake) -> String {
    let start = position
    advance()
    var text = String.UnicodeScalarView()
    while let scalar = current {
      switch scalar {
      case quote:
        advance()
        return String(text)
      case "\\":
        try escape(into: &text)
      case "\n", "\r":
        throw mistake(
          at: start, found: "a string that doesn't end on its line",
          expected: "a closing \(quote) (or \\ at the line's end to go on)")
      default:
        text.append(scalar)
        advance()
      }
    }
    throw mistake(at: start, found: "a string without an end", expected: "a closing \(quote)")
  }

  private mutating func escape(into text: inout String.UnicodeScalarView) throws(Mistake) {
    let start = position
    advance()
    guard let scalar = current else {
      throw mistake(at: start, found: "the end of the file", expected: "an escape like \\n")
    }
    switch scalar {
    case "u":
      text.append(try unicodeEscape(from: start))
      return
    case "x":
      advance()
      text.append(Unicode.Scalar(UInt8(truncatingIfNeeded: try hexadecimal(2, from: start))))
      return
    case "\r":
      advance()
      if current == "\n" { advance() }
      return
    case "\n", "\u{2028}", "\u{2029}": break
    case "b": text.append("\u{8}")
    case "f": text.append("\u{C}")
    case "n": text.append("\n")
    case "r": text.append("\r")
    case "t": text.append("\t")
    case "v": text.append("\u{B}")
    case "0": text.append("\0")
    case "1"..."9":
      throw mistake(at: start, found: "\\\(scalar)", expected: "an escape like \\n or \\u00e9")
    default: text.append(scalar)
    }
    advance()
  }

  /// `\uXXXX`, or two of them that make one scalar; the backslash is taken already.
  private mutating func unicodeEscape(from start: Position) throws(Mistake) -> Unicode.Scalar {
    advance()
    let first = try hexadecimal(4, from: start)
    if let scalar = Unicode.Scalar(first) { return scalar }
    if first < 0xDC00, current == "\\", index + 1 < scalars.count, scalars[index + 1] == "u" {
      advance()
      advance()
      let second = try hexadecimal(4, from: start)
      if 0xDC00...0xDFFF ~= second,
        let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
      {
        return scalar
      }
    }
    throw mistake(
      at: start, found: "half of a surrogate pair", expected: "two escapes like \\ud83d\\ude00")
  }

  private mutating func hexadecimal(_ count: Int, from start: Position) throws(Mistake) -> UInt32 {
    var number: UInt32 = 0
    for _ in 0..<count {
      guard let digit = current.flatMap({ Character($0).hexDigitValue }), current?.isASCII == true
      else {
        throw mistake(at: start, found: here, expected: "\(count) hexadecimal digits")
      }
      number = number << 4 | UInt32(digit)
      advance()
    }
    return number
  }

  /// A number's text: a sign, then decimal digits with at most one point and an exponent, or `0x…`.
  mutating func number() throws(Mistake) -> String {
    let start = position
    var text = ""
    while let scalar = current, isNumberPart(scalar, after: text) {
      guard text.utf8.count < Self.numberMax else {
        throw mistake(
          at: start, found: "a number of more than \(Self.numberMax) characters",
          expected: "a shorter one")
      }
      text.unicodeScalars.append(scalar)
      advance()
    }
    guard isNumber(text) else {
      let shown = text + (current.map { isNameStart($0) ? String(Character($0)) : "" } ?? "")
      throw mistake(at: start, found: Mistake.quoted(shown), expected: "a number like 12 or 2.5")
    }
    return text
  }

  private func isNumberPart(_ scalar: Unicode.Scalar, after text: String) -> Bool {
    switch scalar {
    case "0"..."9", "a"..."z", "A"..."Z", ".", "_": true
    case "+", "-": text.isEmpty || text.hasSuffix("e") || text.hasSuffix("E")
    default: false
    }
  }

  private func isNumber(_ text: String) -> Bool {
    var rest = Substring(text)
    if rest.hasPrefix("+") || rest.hasPrefix("-") { rest.removeFirst() }
    if rest.hasPrefix("0x") || rest.hasPrefix("0X") {
      let digits = rest.dropFirst(2)
      return !digits.isEmpty && digits.allSatisfy { $0.isASCII && $0.isHexDigit }
    }
    func takeDigits() -> Int {
      let digits = rest.prefix { $0.isASCII && $0.isNumber }
      rest.removeFirst(digits.count)
      return digits.count
    }
    let zero = rest.hasPrefix("0")
    let whole = takeDigits()
    if zero, whole > 1 { return false }
    var fraction = 0
    if rest.hasPrefix(".") {
      rest.removeFirst()
      fraction = takeDigits()
    }
    if whole + fraction == 0 { return false }
    if rest.hasPrefix("e") || rest.hasPrefix("E") {
      rest.removeFirst()
      if rest.hasPrefix("+") || rest.hasPrefix("-") { rest.removeFirst() }
      if takeDigits() == 0 { return false }
    }
    return rest.isEmpty
  }

  /// An ECMAScript 5.1 identifier name, or nil when none begins here.
  mutating func identifier() throws(Mistake) -> String? {
    var name = String.UnicodeScalarView()
    while let scalar = current {
      let start = position
      if scalar == "\\" {
        advance()
        guard current == "u" else {
          throw mistake(at: start, found: here, expected: "\\u and four digits in a bare key")
        }
        let escaped = try unicodeEscape(from: start)
        guard isNameStart(escaped) || !name.isEmpty && isNamePart(escaped) else {
          throw mistake(at: start, found: Mistake.quoted(String(escaped)), expected: "a letter")
        }
        name.append(escaped)
      } else if isNameStart(scalar) || !name.isEmpty && isNamePart(scalar) {
        name.append(scalar)
        advance()
      } else {
        break
      }
    }
    return name.isEmpty ? nil : String(name)
  }
}

/// Whether a bare key may begin with this.
func isNameStart(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar {
  case "a"..."z", "A"..."Z", "_", "$": return true
  case _ where scalar.isASCII: return false
  default:
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
      .letterNumber:
      return true
    default: return false
    }
  }
}

/// Whether a bare key may go on with this.
func isNamePart(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar {
  case "0"..."9", "\u{200C}", "\u{200D}": return true
  case _ where isNameStart(scalar): return true
  case _ where scalar.isASCII: return false
  default:
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .spacingMark, .decimalNumber, .connectorPunctuation: return true
    default: return false
    }
  }
}

/// JSON5's white space and line ends.
func isBlank(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar {
  case "\t", "\u{B}", "\u{C}", " ", "\u{A0}", "\u{FEFF}": true
  case _ where isLineEnd(scalar): true
  case _ where scalar.isASCII: false
  default: scalar.properties.generalCategory == .spaceSeparator
  }
}

/// JSON5's line ends, which also end a `//` comment. Only CR and LF count as lines in a place, as
/// in editors.
func isLineEnd(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar {
  case "\n", "\r", "\u{2028}", "\u{2029}": true
  default: false
  }
}
