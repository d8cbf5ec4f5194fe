/// JSON without blanks, keys sorted by their scalars: the same value always gives the same bytes.
///
/// The form for hashes and for machines (RFC 8259). Of a key that stands twice in a map both are
/// written, in their order.
public enum JSONText {
  public static func write(_ value: Plain) -> String {
    var text = ""
    append(value, to: &text)
    return text
  }

  private static func append(_ value: Plain, to text: inout String) {
    switch value {
    case .null: text += "null"
    case .bool(let flag): text += flag ? "true" : "false"
    case .integer(let number): text += String(number)
    case .string(let string): appendQuoted(string, to: &text)
    case .list(let items):
      text += "["
      for (index, item) in items.enumerated() {
        if index > 0 { text += "," }
        append(item, to: &text)
      }
      text += "]"
    case .map(let entries):
      text += "{"
      let sorted = entries.enumerated().sorted { left, right in
        let (a, b) = (left.element.key.unicodeScalars, right.element.key.unicodeScalars)
        if a.lexicographicallyPrecedes(b) { return true }
        return !b.lexicographicallyPrecedes(a) && left.offset < right.offset
      }
      for (index, entry) in sorted.map(\.element).enumerated() {
        if index > 0 { text += "," }
        appendQuoted(entry.key, to: &text)
        text += ":"
        append(entry.value, to: &text)
      }
      text += "}"
    }
  }

  /// A JSON string in which only what must be is escaped (RFC 8259 §7), and what scripts stumble
  /// on.
  static func appendQuoted(_ string: String, to text: inout String) {
    text += "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case "\u{0}"..."\u{1F}", "\u{7F}", "\u{2028}", "\u{2029}":
        let digits = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }
}
