/// An alphabet of 64 characters, six bits each: the two of RFC 4648 differ in the last two only.
struct SixBitAlphabet: Sendable {
  /// The character of each value.
  let characters: [UInt8]

  /// - Parameters:
  ///   - beforeLast: The character of 62.
  ///   - last: The character of 63.
  init(_ beforeLast: Unicode.Scalar, _ last: Unicode.Scalar) {
    characters =
      Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789".utf8)
      + [UInt8(ascii: beforeLast), UInt8(ascii: last)]
  }

  /// The bytes that characters without padding stand for.
  ///
  /// - Returns: `nil` for a character of no value, for one that stands alone, and for set bits after the last byte, so
  ///   that two texts never mean the same bytes.
  func decode(_ text: some Collection<UInt8>) -> [UInt8]? {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count * 3 / 4)
    var bits: UInt32 = 0
    var pending = 0
    for character in text {
      guard let value = value(of: character) else { return nil }
      bits = bits << 6 | value
      pending += 6
      if pending >= 8 {
        pending -= 8
        bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(pending)))
      }
    }
    // Six bits left over are a lone character.
    guard pending < 6, bits & (1 << UInt32(pending) - 1) == 0 else { return nil }
    return bytes
  }

  private func value(of character: UInt8) -> UInt32? {
    switch character {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(character - UInt8(ascii: "A"))
    case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(character - UInt8(ascii: "a")) + 26
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(character - UInt8(ascii: "0")) + 52
    case characters[62]: 62
    case characters[63]: 63
    default: nil
    }
  }
}
