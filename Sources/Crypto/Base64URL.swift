/// Bytes as text for URLs, without padding (RFC 4648 §5).
public enum Base64URL {
  private static let alphabet = SixBitAlphabet("-", "_")

  /// Four characters for every three bytes, two or three for what is left.
  public static func encode(_ bytes: [UInt8]) -> String {
    var text: [UInt8] = []
    text.reserveCapacity((bytes.count * 4 + 2) / 3)
    var bits: UInt32 = 0
    var pending = 0
    for byte in bytes {
      bits = bits << 8 | UInt32(byte)
      pending += 8
      while pending >= 6 {
        pending -= 6
        text.append(alphabet.characters[Int(bits >> UInt32(pending) & 63)])
      }
    }
    if pending > 0 {
      text.append(alphabet.characters[Int(bits << UInt32(6 - pending) & 63)])
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// The bytes that a text stands for.
  ///
  /// - Parameter text: What ``encode(_:)`` wrote, exactly: no padding, no white space, and no set
  ///   bits after the last byte, so that two texts never mean the same bytes.
  /// - Returns: The bytes, or nil for any other text.
  public static func decode(_ text: some StringProtocol) -> [UInt8]? {
    alphabet.decode(text.utf8)
  }
}
