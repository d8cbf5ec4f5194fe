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
    var scan = LineScan()
    for byte in text { scan.take(byte) }
    if scan.isPlain { return .sevenBit }
    // Each line of 76 columns of quoted-printable holds 75; of base64, 57 bytes in 78 with CRLF.
    let quoted = text.count + 2 * scan.encodedCount
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
private struct LineScan {
  private var column = 0
  private var lastByte: UInt8 = 0
  private var prefix: UInt64 = 0
  private var lineIsPlain = true
  private var allLinesArePlain = true
  /// Bytes that quoted-printable writes as three.
  private(set) var encodedCount = 0

  private static let from: UInt64 = 0x46_72_6F_6D_20
  private static let boundary: UInt64 = 0x2D_2D_3D_5F

  var isPlain: Bool {
    allLinesArePlain && lineIsPlain && !isBlank(lastByte)
  }

  mutating func take(_ byte: UInt8) {
    if byte == 0x0A {
      allLinesArePlain = allLinesArePlain && lineIsPlain
      column = 0
      prefix = 0
      lineIsPlain = true
      lastByte = 0
      return
    }
    if byte == 0x0D {
      if isBlank(lastByte) { lineIsPlain = false }
      return
    }
    column += 1
    lastByte = byte
    if column <= 5 {
      prefix = prefix << 8 | UInt64(byte)
      if prefix == Self.from || prefix == Self.boundary { lineIsPlain = false }
    }
    if column > HeaderWriter.columnMaximum { lineIsPlain = false }
    let isPrintable = (0x20...0x7E).contains(byte) || byte == 0x09
    if !isPrintable { lineIsPlain = false }
    if !isPrintable || byte == UInt8(ascii: "=") { encodedCount += 1 }
  }

  private func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
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
      let byte = text[index]
      if byte == 0x0D, index + 1 < text.count, text[index + 1] == 0x0A {
        output.append(0x0D)
        output.append(0x0A)
        column = 0
        index += 2
        continue
      }
      let end = min(index + characterLength(byte), text.count)
      var isKept = isPlain(byte, at: index, of: text, column: column)
      var width = isKept ? 1 : 3 * (end - index)
      // One column is for the "=" of a soft break, unless the line ends here anyway.
      let isLast = end == text.count || text[end] == 0x0D
      if column + width > (isLast ? 76 : 75) {
        output.append(UInt8(ascii: "="))
        output.append(0x0D)
        output.append(0x0A)
        column = 0
        isKept = isPlain(byte, at: index, of: text, column: column)
        width = isKept ? 1 : 3 * (end - index)
      }
      if isKept {
        output.append(byte)
      } else {
        for encoded in text[index..<end] {
          output.append(UInt8(ascii: "="))
          output.append(contentsOf: Hexadecimal.upper(encoded))
        }
      }
      column += width
      index = end
    }
  }

  /// Whether a byte stands for itself: printable and not "=", a blank that does not end its line,
  /// and not the F of a "From " that begins one.
  private static func isPlain(_ byte: UInt8, at index: Int, of text: [UInt8], column: Int) -> Bool {
    switch byte {
    case UInt8(ascii: "="): return false
    case UInt8(ascii: "F") where column == 0:
      return !text[index...].starts(with: "From ".utf8)
    case 0x21...0x7E: return true
    case 0x20, 0x09: return index + 1 < text.count && text[index + 1] != 0x0D
    default: return false
    }
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

/// RFC 4648 §4.
enum Base64 {
  private static let alphabet = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

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
      encode(bytes[start..<end], into: &output)
      start = end
    }
  }

  /// Appends the bytes, padded, in one line.
  static func encode(_ bytes: ArraySlice<UInt8>, into output: inout [UInt8]) {
    var index = bytes.startIndex
    while index < bytes.endIndex {
      let left = bytes.endIndex - index
      let first = bytes[index]
      let second = left > 1 ? bytes[index + 1] : 0
      let third = left > 2 ? bytes[index + 2] : 0
      output.append(alphabet[Int(first >> 2)])
      output.append(alphabet[Int((first & 3) << 4 | second >> 4)])
      output.append(left > 1 ? alphabet[Int((second & 15) << 2 | third >> 6)] : 0x3D)
      output.append(left > 2 ? alphabet[Int(third & 63)] : 0x3D)
      index += 3
    }
  }
}
