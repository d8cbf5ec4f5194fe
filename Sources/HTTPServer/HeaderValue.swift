/// A value with parameters: `form-data; name="file"; filename="a.pdf"` (RFC 9110 §5.6.6).
///
/// Within quotation marks a backslash escapes only a quotation mark or another backslash, because browsers
/// write `\` of a file's name as it is (HTML Standard, multipart/form-data).
struct HeaderValue {
  let first: String
  private var parameters: [(name: String, value: String)] = []

  /// More parameters are not looked at.
  static let parametersMaximum = 16

  init(_ text: String) {
    var rest = text.unicodeScalars[...]
    first = trimmed(String(rest.prefix { $0 != ";" }))
    rest = rest.drop { $0 != ";" }
    while rest.first == ";", parameters.count < Self.parametersMaximum {
      rest = rest.dropFirst()
      let name = rest.prefix { $0 != "=" && $0 != ";" }
      rest = rest.dropFirst(name.count)
      guard rest.first == "=" else { continue }
      rest = rest.dropFirst().drop { $0 == " " || $0 == "\t" }
      let value = rest.first == "\"" ? Self.quoted(&rest) : Self.plain(&rest)
      parameters.append((lowercased(trimmed(String(name))), value))
    }
  }

  /// The first parameter of a name in small letters.
  func parameter(_ name: String) -> String? {
    parameters.first { $0.name == name }?.value
  }

  private static func plain(_ rest: inout String.UnicodeScalarView.SubSequence) -> String {
    let value = rest.prefix { $0 != ";" }
    rest = rest.dropFirst(value.count)
    return trimmed(String(value))
  }

  private static func quoted(_ rest: inout String.UnicodeScalarView.SubSequence) -> String {
    var value = String.UnicodeScalarView()
    rest = rest.dropFirst()
    while let scalar = rest.popFirst(), scalar != "\"" {
      if scalar == "\\", let next = rest.first, next == "\"" || next == "\\" {
        value.append(next)
        rest = rest.dropFirst()
      } else {
        value.append(scalar)
      }
    }
    rest = rest.drop { $0 != ";" }
    return String(value)
  }
}

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

extension FilePart {
  /// In bytes of UTF-8: what file systems take (`NAME_MAX`).
  public static let fileNameBytesMaximum = 255

  /// A name fit to be kept and shown: what follows the last slash or backslash, without control
  /// characters, marks that turn the writing direction, or dots and blanks around it.
  ///
  /// - Parameter name: As the client sent it.
  /// - Returns: At most 255 bytes, with the ending kept; `file` when nothing is left.
  public static func cleaned(_ name: String) -> String {
    let last = name.unicodeScalars.split { $0 == "/" || $0 == "\\" }.last ?? [][...]
    var scalars = last.filter { scalar in
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate: false
      default: true
      }
    }
    let isEdge: (Unicode.Scalar) -> Bool = { $0 == "." || $0.properties.isWhitespace }
    while let first = scalars.first, isEdge(first) { scalars.removeFirst() }
    while let end = scalars.last, isEdge(end) { scalars.removeLast() }
    let clean = String(String.UnicodeScalarView(scalars))
    return clean.isEmpty ? "file" : shortened(clean)
  }

  private static func shortened(_ name: String) -> String {
    guard name.utf8.count > fileNameBytesMaximum else { return name }
    let dot = name.lastIndex(of: ".") ?? name.endIndex
    // An ending that is itself long is none.
    let ending = name[dot...].utf8.count <= 16 ? name[dot...] : ""
    var stem = ""
    for character in name[..<(ending.isEmpty ? name.endIndex : dot)] {
      let all = stem.utf8.count + character.utf8.count + ending.utf8.count
      guard all <= fileNameBytesMaximum else { break }
      stem.append(character)
    }
    let short = stem + ending
    return short.isEmpty ? "file" : short
  }

  /// What a part is, if it is a file.
  init(_ part: MultipartPart, fileName: String) {
    field = part.name
    self.fileName = Self.cleaned(fileName)
    let type = HeaderValue(part.mediaType ?? "").first
    let isType =
      type.utf8.count <= 127 && type.split(separator: "/").count == 2
      && type.utf8.allSatisfy { HTTPHeaders.isTokenByte($0) || $0 == UInt8(ascii: "/") }
    mediaType = isType ? lowercased(type) : "application/octet-stream"
  }
}
