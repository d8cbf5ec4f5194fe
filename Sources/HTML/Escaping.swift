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
    append(escaping: text, quotes: false)
  }

  /// Appends text as an attribute's value, without the quotes around it.
  mutating func append(value: String) {
    append(escaping: value, quotes: true)
  }

  private mutating func append(escaping text: String, quotes: Bool) {
    var text = text
    text.withUTF8 { buffer in
      let bytes = unsafe buffer
      var start = 0
      for index in bytes.indices {
        let byte = unsafe bytes[index]
        guard let reference = Self.reference(for: byte, quotes: quotes) else { continue }
        unsafe append(contentsOf: bytes[start..<index])
        append(fixed: reference)
        start = index + 1
      }
      unsafe append(contentsOf: bytes[start...])
    }
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
