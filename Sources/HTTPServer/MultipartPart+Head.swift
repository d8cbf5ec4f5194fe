extension MultipartPart {
  /// Reads a part's head.
  ///
  /// - Throws: ``HTTPProblem`` with 400 when it is not UTF-8, holds a NUL, or names no field.
  init(head: [UInt8]) throws(HTTPProblem) {
    let text = try FormData.checked(head, "part")
    var disposition: HeaderValue?
    var type: String?
    for line in text.unicodeScalars.split(whereSeparator: { $0 == "\r" || $0 == "\n" }) {
      guard let colon = line.firstIndex(of: ":") else {
        throw .bad("a part's head without a colon")
      }
      let value = trimmed(String(line[line.index(after: colon)...]))
      switch lowercased(trimmed(String(line[..<colon]))) {
      case "content-disposition": disposition = HeaderValue(value)
      case "content-type": type = value
      // RFC 7578 §4.7: others are not used in forms. An encoding would change what the bytes mean.
      case "content-transfer-encoding":
        guard ["binary", "8bit", "7bit"].contains(lowercased(value)) else {
          throw .bad("a part in an encoding that forms do not have")
        }
      default: break
      }
    }
    guard let disposition, lowercased(disposition.first) == "form-data",
      let name = disposition.parameter("name"), !name.isEmpty
    else { throw .bad("a part without a field's name") }
    self.name = Self.unescaped(name)
    fileName = disposition.parameter("filename").map(Self.unescaped)
    mediaType = type
  }

  /// What browsers escape in names (HTML Standard, multipart/form-data).
  private static func unescaped(_ name: String) -> String {
    name.contains("%") ? replacing(replacing(name, "%22", "\""), "%0D%0A", "\n") : name
  }

  private static func replacing(_ text: String, _ piece: String, _ other: String) -> String {
    var parts: [Substring] = []
    var rest = text[...]
    while let found = rest.firstRange(of: piece) {
      parts.append(rest[..<found.lowerBound])
      rest = rest[found.upperBound...]
    }
    return (parts + [rest]).joined(separator: other)
  }
}
