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
