/// Reads fixed ASCII forms from the front of a text.
///
/// Every step either takes what it asks for and answers it, or takes nothing and answers `nil`.
struct TextReader {
  let bytes: [UInt8]
  private(set) var position = 0

  init(_ text: some StringProtocol) {
    bytes = Array(text.utf8)
  }

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  var isAtEnd: Bool { position == bytes.count }

  /// The byte that comes next, not taken.
  var next: UInt8? { position < bytes.count ? bytes[position] : nil }

  /// Takes the byte if it comes next.
  mutating func take(_ byte: UInt8) -> Bool {
    guard next == byte else { return false }
    position += 1
    return true
  }

  /// Takes exactly `count` decimal digits.
  mutating func digits(_ count: Int) -> Int? {
    guard bytes.count - position >= count else { return nil }
    var value = 0
    for byte in bytes[position..<position + count] {
      guard let digit = digitValue(byte) else { return nil }
      value = value * 10 + digit
    }
    position += count
    return value
  }

  /// Takes one to `most` decimal digits, as many as there are.
  ///
  /// - Parameter most: At most 18, so that the value fits.
  /// - Returns: The value and how many digits it had; `nil` if there is none, or more than `most`.
  mutating func number(upToDigits most: Int) -> (value: Int, digits: Int)? {
    let run = bytes[position...].prefix { digitValue($0) != nil }
    guard !run.isEmpty, run.count <= most else { return nil }
    position += run.count
    return (run.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }, run.count)
  }

  /// Takes all bytes for which `accepts` holds, perhaps none.
  mutating func bytes(while accepts: (UInt8) -> Bool) -> ArraySlice<UInt8> {
    let run = bytes[position...].prefix(while: accepts)
    position += run.count
    return run
  }
}

/// The digit's value, `nil` for any other byte.
func digitValue(_ byte: UInt8) -> Int? {
  (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) ? Int(byte - UInt8(ascii: "0")) : nil
}

/// Whether the byte is an ASCII letter.
func isLetter(_ byte: UInt8) -> Bool {
  let lower = byte | 0x20
  return (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(lower)
}

/// A number with leading zeros, at least `width` digits wide; negative numbers keep their sign.
func padded(_ value: Int, to width: Int) -> String {
  let digits = String(value.magnitude)
  let zeros = String(repeating: "0", count: max(0, width - digits.count))
  return (value < 0 ? "-" : "") + zeros + digits
}

/// Division that rounds toward minus infinity, for instants before 1970.
func floorDivide<Value: BinaryInteger>(_ value: Value, by divisor: Value) -> Value {
  let quotient = value / divisor
  return value % divisor < 0 ? quotient - 1 : quotient
}
