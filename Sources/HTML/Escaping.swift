// How text becomes bytes that a parser reads back as the same text.
//
// `&`, `<` and `>` are written as references everywhere and `"` in attributes too, which are always
// quoted with it. A carriage return is written as a reference, because parsers turn a bare one into
// a line feed. The other control characters have no place in HTML (§13.2.3.5, "control-character-
// in-input-stream") and some of them mean the end to older readers: they become U+FFFD.

extension [UInt8] {
  /// Appends what the source code says, as it is.
  mutating func append(fixed text: StaticString) {
    text.withUTF8Buffer { unsafe append(contentsOf: $0) }
  }

  /// Appends text as an element's content.
  mutating func append(text: String) {
    var text = text
    text.withUTF8 { unsafe append(escaping: $0, quotes: false) }
  }

  /// Appends text as an attribute's value, without the quotes around it.
  mutating func append(value: String) {
    var value = value
    value.withUTF8 { unsafe append(escaping: $0, quotes: true) }
  }

  /// Appends what the source code says as an attribute's value.
  mutating func append(fixedValue value: StaticString) {
    value.withUTF8Buffer { unsafe append(escaping: $0, quotes: true) }
  }

  private mutating func append(escaping bytes: UnsafeBufferPointer<UInt8>, quotes: Bool) {
    var start = 0
    for index in bytes.indices {
      let byte = unsafe bytes[index]
      // Nothing above ">" needs a reference but DEL.
      guard byte <= UInt8(ascii: ">") || byte == 0x7F,
        let reference = Self.reference(for: byte, quotes: quotes)
      else { continue }
      unsafe append(contentsOf: bytes[start..<index])
      append(fixed: reference)
      start = index + 1
    }
    unsafe append(contentsOf: bytes[start...])
  }

  /// What stands for a byte that can't stand for itself. Bytes from 0x80 on are parts of characters.
  private static func reference(for byte: UInt8, quotes: Bool) -> StaticString? {
    switch byte {
    case UInt8(ascii: "&"): "&amp;"
    case UInt8(ascii: "<"): "&lt;"
    case UInt8(ascii: ">"): "&gt;"
    case UInt8(ascii: "\""): quotes ? "&quot;" : nil
    case UInt8(ascii: "\t"), UInt8(ascii: "\n"): nil
    case UInt8(ascii: "\r"): "&#13;"
    case 0x00..<0x20, 0x7F: "\u{FFFD}"
    default: nil
    }
  }
}
