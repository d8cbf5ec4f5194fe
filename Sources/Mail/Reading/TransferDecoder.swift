/// Undoes a transfer encoding as the bytes come, forgivingly: what is no code stands for itself or is passed over.
///
/// The same bytes come out however they are cut.
struct TransferDecoder: Sendable {
  private enum Coding: Sendable {
    /// 7bit, 8bit, binary, and what nobody knows.
    case identity
    case quotedPrintable
    case base64
  }

  private let coding: Coding
  // base64: what is left of the last characters, how many of a group of four have come, and how many of its fill.
  private var bits: UInt32 = 0
  private var place = 0
  private var fill = 0
  private var isOver = false
  /// quoted-printable: an `=`, and what has come behind it.
  private var escape: [UInt8] = []

  /// The most blanks between an `=` and the line's end that still belong to a soft break.
  private static let blanksMaximum = 64

  /// - Parameter encoding: The field's value, in lower case.
  init(_ encoding: String) {
    switch encoding {
    case "base64": coding = .base64
    case "quoted-printable": coding = .quotedPrintable
    default: coding = .identity
    }
  }

  /// Whether bytes come out as they go in.
  var isIdentity: Bool {
    if case .identity = coding { true } else { false }
  }

  mutating func decode(_ bytes: ArraySlice<UInt8>, into output: inout [UInt8]) {
    switch coding {
    case .identity: output.append(contentsOf: bytes)
    case .quotedPrintable: decodeQuoted(bytes, into: &output)
    case .base64: decodeBase64(bytes, into: &output)
    }
  }

  /// Says that no more comes.
  mutating func finish(into output: inout [UInt8]) {
    // What stands behind the last `=` was no code.
    output.append(contentsOf: escape)
    escape = []
  }

  private mutating func decodeBase64(_ bytes: ArraySlice<UInt8>, into output: inout [UInt8]) {
    guard !isOver else { return }
    for character in bytes {
      let value = Self.sixBits(character)
      if value < 64 {
        bits = bits << 6 | UInt32(value)
        place += 1
        fill = 0
        switch place {
        case 1: break
        case 2: output.append(UInt8(truncatingIfNeeded: bits >> 4))
        case 3: output.append(UInt8(truncatingIfNeeded: bits >> 2))
        default:
          output.append(UInt8(truncatingIfNeeded: bits))
          place = 0
        }
      } else if character == UInt8(ascii: "=") {
        // Only where a group is filled up does the content end; a stray `=` is passed over.
        fill += 1
        if place >= 2, place + fill >= 4 {
          isOver = true
          return
        }
      }
    }
  }

  @inline(__always)
  private static func sixBits(_ character: UInt8) -> UInt8 {
    switch character {
    case 0x41...0x5A: character - 0x41
    case 0x61...0x7A: character - 0x61 + 26
    case 0x30...0x39: character - 0x30 + 52
    case UInt8(ascii: "+"): 62
    case UInt8(ascii: "/"): 63
    default: 0xFF
    }
  }

  private mutating func decodeQuoted(_ bytes: ArraySlice<UInt8>, into output: inout [UInt8]) {
    for byte in bytes {
      if escape.isEmpty {
        if byte == UInt8(ascii: "=") { escape.append(byte) } else { output.append(byte) }
      } else {
        decodeEscaped(byte, into: &output)
      }
    }
  }

  /// A byte behind `=`, `=X`, `=` and blanks, or `=` and CR.
  private mutating func decodeEscaped(_ byte: UInt8, into output: inout [UInt8]) {
    let last = escape[escape.count - 1]
    if last == 0x0D {
      // A soft break, of CRLF or of CR alone.
      escape.removeAll(keepingCapacity: true)
      if byte == 0x0A { return }
      if byte == UInt8(ascii: "=") { escape.append(byte) } else { output.append(byte) }
    } else if byte == 0x0A, escape.count == 1 || ByteKind.isBlank(last) {
      escape.removeAll(keepingCapacity: true)
    } else if byte == 0x0D, escape.count == 1 || ByteKind.isBlank(last) {
      escape.append(byte)
    } else if ByteKind.isBlank(byte), escape.count == 1 || ByteKind.isBlank(last),
      escape.count <= Self.blanksMaximum
    {
      escape.append(byte)
    } else if escape.count == 1, Self.digit(byte) != nil {
      escape.append(byte)
    } else if escape.count == 2, let high = Self.digit(last), let low = Self.digit(byte) {
      output.append(high << 4 | low)
      escape.removeAll(keepingCapacity: true)
    } else {
      output.append(contentsOf: escape)
      escape.removeAll(keepingCapacity: true)
      if byte == UInt8(ascii: "=") { escape.append(byte) } else { output.append(byte) }
    }
  }

  static func digit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x41...0x46: byte - 0x41 + 10
    case 0x61...0x66: byte - 0x61 + 10
    default: nil
    }
  }
}
