/// Bytes as text, padded (RFC 4648 §4), for mail and for keys.
public enum Base64 {
  private static let alphabet = SixBitAlphabet("+", "/")

  /// Four characters for every three bytes, the last ones padded, in one line.
  public static func encode(_ bytes: [UInt8]) -> String {
    var text: [UInt8] = []
    append(bytes[...], to: &text)
    return String(decoding: text, as: UTF8.self)
  }

  /// Appends what ``encode(_:)`` gives.
  public static func append(_ bytes: ArraySlice<UInt8>, to output: inout [UInt8]) {
    output.reserveCapacity(output.count + (bytes.count + 2) / 3 * 4)
    let characters = alphabet.characters
    var index = bytes.startIndex
    while index < bytes.endIndex {
      let left = bytes.endIndex - index
      let first = bytes[index]
      let second = left > 1 ? bytes[index + 1] : 0
      let third = left > 2 ? bytes[index + 2] : 0
      output.append(characters[Int(first >> 2)])
      output.append(characters[Int((first & 3) << 4 | second >> 4)])
      output.append(left > 1 ? characters[Int((second & 15) << 2 | third >> 6)] : 0x3D)
      output.append(left > 2 ? characters[Int(third & 63)] : 0x3D)
      index += 3
    }
  }

  /// The bytes that a text stands for.
  ///
  /// - Parameter text: What ``encode(_:)`` wrote, exactly: padded, without white space, and without
  ///   set bits after the last byte.
  /// - Returns: The bytes, or nil for any other text.
  public static func decode(_ text: some StringProtocol) -> [UInt8]? {
    decode(Array(text.utf8)[...])
  }

  /// The bytes that ASCII text stands for, as ``decode(_:)`` has it.
  public static func decode(_ text: ArraySlice<UInt8>) -> [UInt8]? {
    guard text.count % 4 == 0 else { return nil }
    let padding = text.suffix(2).reversed().prefix { $0 == 0x3D }.count
    return alphabet.decode(text.dropLast(padding))
  }
}
