import Crypto

/// How a part's bytes become lines of ASCII (RFC 2045 §6).
enum TransferEncoding: String {
  case sevenBit = "7bit"
  case quotedPrintable = "quoted-printable"
  case base64

  /// The best for a text: as it is if every line is short and plain, else what is shorter.
  ///
  /// - Parameter text: In CRLF lines.
  /// - Returns: The first of the two that is no longer than the other.
  static func best(for text: [UInt8]) -> TransferEncoding {
    if LineScan.isPlain(text) { return .sevenBit }
    let encodedCount = text.number { !ByteKind.isKept($0) && !ByteKind.isLineEnd($0) }
    // Each line of 76 columns of quoted-printable holds 75; of base64, 57 bytes in 78 with CRLF.
    let quoted = text.count + 2 * encodedCount
    let quotedWithBreaks = quoted + 3 * (quoted / 75)
    return quotedWithBreaks <= text.count / 57 * 78 + 78 ? .quotedPrintable : .base64
  }

  func encode(_ bytes: [UInt8], into output: inout [UInt8]) {
    switch self {
    case .sevenBit: output.append(contentsOf: bytes)
    case .quotedPrintable: QuotedPrintable.encode(bytes, into: &output)
    case .base64: Base64.encodeLines(bytes, into: &output)
    }
  }
}

/// Finds out whether a text can go as it is.
///
/// It can't if a line is longer than 76 columns, ends in a space (some servers strip it), begins
/// with "From " (mbox files put a ">" before it) or with "--=_" (as our boundaries do), or holds
/// anything but printable ASCII and tabs.
private enum LineScan {
  static func isPlain(_ text: [UInt8]) -> Bool {
    var start = 0
    while start < text.count {
      let limit = min(start + HeaderWriter.columnMaximum, text.count)
      let end = text.end(ofRunFrom: start, limit: limit) {
        ByteKind.isKept($0) || $0 == UInt8(ascii: "=")
      }
      guard end == text.count || text[end] == 0x0D else { return false }
      let line = text[start..<end]
      if let last = line.last, ByteKind.isBlank(last) { return false }
      if line.starts(with: "From ".utf8) || line.starts(with: "--=_".utf8) { return false }
      start = end + 2
    }
    return true
  }
}

/// RFC 2045 §6.7.
enum QuotedPrintable {
  /// Appends the encoded text, in lines of at most 76 columns. The input's line ends are CRLF. The
  /// bytes of one character stay in one line, for readers that decode line by line.
  static func encode(_ text: [UInt8], into output: inout [UInt8]) {
    output.reserveCapacity(output.count + text.count * 5 / 4 + 64)
    var column = 0
    var index = 0
    while index < text.count {
      // Most of a text stands for itself: it is copied in runs, as far as the line has room.
      let limit = max(index, min(index + 75 - column, text.count))
      var end = text.end(ofRunFrom: index, limit: limit, where: ByteKind.isKept)
      // What comes next decides over a blank that may end the line, and over the last column.
      if end > index, ByteKind.isBlank(text[end - 1]) { end -= 1 }
      if column == 0, text[index] == UInt8(ascii: "F") { end = index }
      if end > index {
        output.append(contentsOf: text[index..<end])
        column += end - index
        index = end
      } else if text[index] == 0x0D {
        output.append(0x0D)
        output.append(0x0A)
        column = 0
        index += 2
      } else {
        encodeCharacter(of: text, at: &index, column: &column, into: &output)
      }
    }
  }

  /// Appends one character, on a new line if it has no room in this one.
  private static func encodeCharacter(
    of text: [UInt8], at index: inout Int, column: inout Int, into output: inout [UInt8]
  ) {
    let end = min(index + characterLength(text[index]), text.count)
    var isKept = isPlain(text, at: index, column: column)
    var width = isKept ? 1 : 3 * (end - index)
    // One column is for the "=" of a soft break, unless the line ends here anyway.
    let isLast = end == text.count || text[end] == 0x0D
    if column + width > (isLast ? 76 : 75) {
      output.append(contentsOf: [UInt8(ascii: "="), 0x0D, 0x0A])
      column = 0
      isKept = isPlain(text, at: index, column: column)
      width = isKept ? 1 : 3 * (end - index)
    }
    if isKept {
      output.append(text[index])
    } else {
      for byte in text[index..<end] {
        output.append(UInt8(ascii: "="))
        Hexadecimal.append(byte, to: &output)
      }
    }
    column += width
    index = end
  }

  /// Whether a byte stands for itself: printable and not "=", a blank that does not end its line,
  /// and not the F of a "From " that begins one.
  private static func isPlain(_ text: [UInt8], at index: Int, column: Int) -> Bool {
    guard ByteKind.isKept(text[index]) else { return false }
    if ByteKind.isBlank(text[index]) { return index + 1 < text.count && text[index + 1] != 0x0D }
    return column > 0 || !text[index...].starts(with: "From ".utf8)
  }

  /// The bytes of the UTF-8 character that begins with this one.
  private static func characterLength(_ lead: UInt8) -> Int {
    switch lead {
    case 0xF0...0xF7: 4
    case 0xE0...0xEF: 3
    case 0xC0...0xDF: 2
    default: 1
    }
  }
}

extension Base64 {
  /// Appends the bytes in lines of 76 columns, without a line end after the last.
  static func encodeLines(_ bytes: [UInt8], into output: inout [UInt8]) {
    output.reserveCapacity(output.count + bytes.count / 57 * 78 + 78)
    var start = 0
    while start < bytes.count {
      if start > 0 {
        output.append(0x0D)
        output.append(0x0A)
      }
      let end = min(start + 57, bytes.count)
      append(bytes[start..<end], to: &output)
      start = end
    }
  }
}
