/// What the relay says: a code of three digits and words, in one line or more (RFC 5321 §4.2).
public struct SMTPReply: Hashable, Sendable {
  /// 200…599.
  public let code: Int

  /// What stands after the code in each line, joined by LF; as it came, so of any bytes.
  public let text: [UInt8]

  public init(code: Int, text: [UInt8]) {
    self.code = code
    self.text = text
  }

  /// What the first digit says (RFC 5321 §4.2.1).
  public enum Kind: Hashable, Sendable {
    /// 2: done.
    case completion
    /// 3: go on.
    case intermediate
    /// 4: not now.
    case transientRefusal
    /// 5: never.
    case permanentRefusal
  }

  public var kind: Kind {
    switch code {
    case ..<300: .completion
    case ..<400: .intermediate
    case ..<500: .transientRefusal
    default: .permanentRefusal
    }
  }

  /// The enhanced code at the start of the words, if its class fits the reply's (RFC 2034 §4).
  public var enhanced: EnhancedStatus? {
    let line = text.prefix { $0 != 0x0A }
    guard let status = EnhancedStatus(leading: line), status.statusClass == code / 100 else {
      return nil
    }
    return status
  }

  /// The lines after the first, as EHLO's extensions come.
  var furtherLines: [ArraySlice<UInt8>] {
    Array(text.split(separator: 0x0A, omittingEmptySubsequences: false).dropFirst())
  }

  /// The words for people: code and text in one line, at most ``wordsLengthMaximum`` characters.
  ///
  /// Control characters and what is no UTF-8 are replaced, an enhanced code that each line repeats
  /// stands once. A relay's words end up in logs, mails and terminals; nothing in them may act there.
  public var words: String {
    let repeated = enhanced.map { Array($0.description.utf8) }
    var joined: [UInt8] = Array("\(code)".utf8)
    for (index, line) in text.split(separator: 0x0A).enumerated() {
      var line = line
      if index > 0, let repeated, line.starts(with: repeated) {
        line = line.dropFirst(repeated.count)
      }
      line = line.drop(while: ByteKind.isBlank)
      if line.isEmpty { continue }
      joined.append(0x20)
      joined.append(contentsOf: line)
    }
    return CleanText.line(joined[...], lengthMaximum: Self.wordsLengthMaximum)
  }

  /// Enough for the longest explanations that big providers send, with their links.
  public static let wordsLengthMaximum = 600
}

extension SMTPReply: CustomStringConvertible {
  public var description: String { words }
}

/// `class.subject.detail` (RFC 3463 §2).
public struct EnhancedStatus: Hashable, Sendable {
  /// 2, 4 or 5.
  public let statusClass: Int
  public let subject: Int
  public let detail: Int

  public init(_ statusClass: Int, _ subject: Int, _ detail: Int) {
    self.statusClass = statusClass
    self.subject = subject
    self.detail = detail
  }

  /// Reads a code that stands alone, such as a delivery report's `Status`; `nil` if it is none.
  public init?(_ text: some StringProtocol) {
    let bytes = Array(text.utf8.prefix(32))
    self.init(leading: bytes[...])
  }

  /// Reads the code before the first space.
  init?(leading bytes: ArraySlice<UInt8>) {
    var numbers: [Int] = []
    var number: Int?
    var digits = 0
    for byte in bytes {
      if (0x30...0x39).contains(byte) {
        digits += 1
        guard digits <= 3 else { return nil }
        number = (number ?? 0) * 10 + Int(byte - 0x30)
      } else if byte == UInt8(ascii: "."), let value = number, numbers.count < 2 {
        numbers.append(value)
        number = nil
        digits = 0
      } else if ByteKind.isBlank(byte) || byte == 0x0D {
        break
      } else {
        return nil
      }
    }
    guard let number, numbers.count == 2, [2, 4, 5].contains(numbers[0]) else { return nil }
    self.init(numbers[0], numbers[1], number)
  }
}

extension EnhancedStatus: CustomStringConvertible {
  public var description: String { "\(statusClass).\(subject).\(detail)" }
}

/// Text of strangers, made fit to be shown.
enum CleanText {
  /// One line: runs of blanks and controls become a space, what is no UTF-8 a replacement
  /// character, and what is too long ends in an ellipsis.
  static func line(_ bytes: ArraySlice<UInt8>, lengthMaximum: Int) -> String {
    let decoded = String(decoding: bytes.prefix(lengthMaximum * 4), as: UTF8.self)
    var scalars = String.UnicodeScalarView()
    var count = 0
    var isBlank = true
    for scalar in decoded.unicodeScalars {
      if Self.isBlank(scalar) {
        if !isBlank {
          scalars.append(" ")
          count += 1
        }
        isBlank = true
      } else {
        scalars.append(scalar)
        count += 1
        isBlank = false
      }
      if count >= lengthMaximum {
        scalars.append("…")
        break
      }
    }
    if scalars.last == " " { scalars.removeLast() }
    return String(scalars)
  }

  private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII { return scalar.value <= 0x20 || scalar.value == 0x7F }
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .spaceSeparator, .surrogate,
      .privateUse, .unassigned:
      return true
    default: return false
    }
  }
}
