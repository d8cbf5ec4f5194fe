/// JSON5 for people: two blanks a level, bare keys, trailing commas, keys in the order given.
///
/// What it writes, ``Document`` reads again to the same value. Comments are not part of a value, so
/// they are lost on the way; a heading can be given.
public enum JSON5Text {
  /// Longest line on which a list of scalars stays together.
  private static let widthMax = 90

  /// - Parameters:
  ///   - value: What to write.
  ///   - heading: Lines to stand above it as a comment, without the slashes.
  /// - Returns: Text that ends with an end of line.
  public static func write(_ value: Plain, heading: [String] = []) -> String {
    var text = ""
    for line in heading {
      text += line.isEmpty ? "//\n" : "// \(line)\n"
    }
    append(value, indent: 0, to: &text)
    return text + "\n"
  }

  private static func append(_ value: Plain, indent: Int, to text: inout String) {
    let inner = String(repeating: "  ", count: indent + 1)
    let outer = String(repeating: "  ", count: indent)
    switch value {
    case .null, .bool, .integer, .string:
      text += JSONText.write(value)
    case .list(let items):
      if items.isEmpty {
        text += "[]"
      } else if let line = oneLine(items), line.count + inner.count <= widthMax {
        text += line
      } else {
        text += "[\n"
        for item in items {
          text += inner
          append(item, indent: indent + 1, to: &text)
          text += ",\n"
        }
        text += outer + "]"
      }
    case .map(let entries):
      guard !entries.isEmpty else {
        text += "{}"
        return
      }
      text += "{\n"
      for entry in entries {
        text += inner + key(entry.key) + ": "
        append(entry.value, indent: indent + 1, to: &text)
        text += ",\n"
      }
      text += outer + "}"
    }
  }

  /// A list of scalars on one line; nil when it holds lists or maps.
  private static func oneLine(_ items: [Plain]) -> String? {
    var parts: [String] = []
    for item in items {
      switch item {
      case .null, .bool, .integer, .string: parts.append(JSONText.write(item))
      case .list, .map: return nil
      }
    }
    return "[" + parts.joined(separator: ", ") + "]"
  }

  /// A bare key where JSON5 allows one in ASCII, else a quoted one.
  private static func key(_ name: String) -> String {
    let scalars = name.unicodeScalars
    if let first = scalars.first, isNameStart(first),
      scalars.allSatisfy({ $0.isASCII && isNamePart($0) })
    {
      return name
    }
    var quoted = ""
    JSONText.appendQuoted(name, to: &quoted)
    return quoted
  }
}
