/// Bytes as text that people can read aloud and type (Crockford's base 32).
///
/// Digits and capitals without I, L, O and U. Reading forgives what people do: lower case, hyphens
/// between groups, O for 0, and I or L for 1. Source: <https://www.crockford.com/base32.html>; bits
/// are taken from the left, and the last character is filled up with zeros, as in RFC 4648.
public enum CrockfordBase32 {
  private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)

  /// Eight characters for every five bytes.
  public static func encode(_ bytes: [UInt8]) -> String {
    var text: [UInt8] = []
    text.reserveCapacity((bytes.count * 8 + 4) / 5)
    var bits: UInt32 = 0
    var pending = 0
    for byte in bytes {
      bits = bits << 8 | UInt32(byte)
      pending += 8
      while pending >= 5 {
        pending -= 5
        text.append(alphabet[Int(bits >> UInt32(pending) & 31)])
      }
    }
    if pending > 0 {
      text.append(alphabet[Int(bits << UInt32(5 - pending) & 31)])
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// The bytes that a text stands for; nil if it has another character, a length that no bytes
  /// have, or set bits after the last byte.
  public static func decode(_ text: some StringProtocol) -> [UInt8]? {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count * 5 / 8)
    var bits: UInt32 = 0
    var pending = 0
    for character in text.utf8 where character != UInt8(ascii: "-") {
      guard let value = value(of: character) else { return nil }
      bits = bits << 5 | value
      pending += 5
      if pending >= 8 {
        pending -= 8
        bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(pending)))
      }
    }
    guard pending < 5, bits & (1 << UInt32(pending) - 1) == 0 else { return nil }
    return bytes
  }

  private static func value(of character: UInt8) -> UInt32? {
    // Clearing bit 5 of an ASCII letter makes it a capital.
    let capital = character >= UInt8(ascii: "a") ? character & 0xDF : character
    switch capital {
    case UInt8(ascii: "O"): return 0
    case UInt8(ascii: "I"), UInt8(ascii: "L"): return 1
    default:
      guard let index = alphabet.firstIndex(of: capital) else { return nil }
      return UInt32(index)
    }
  }
}
