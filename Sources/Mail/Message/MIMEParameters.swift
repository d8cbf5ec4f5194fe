// Parameters of MIME fields: `filename="due-date.ics"`, and RFC 2231 for what ASCII can't say.

extension HeaderWriter {
  /// Appends `; name=value` to a structured field.
  ///
  /// Plain ASCII is a token (of the characters that RFC 2231 has no other use for) or a quoted string. Anything else, and what is longer than a line, is
  /// written by RFC 2231 alone: `name*=utf-8''…`, in numbered parts where it is long. No second,
  /// plain form stands beside it, since readers disagree about which of two counts.
  mutating func parameter(_ name: String, _ value: String) {
    append(";")
    let isPlain = value.utf8.allSatisfy { (0x20...0x7E).contains($0) }
    if isPlain, value.utf8.count <= 50 {
      let isToken = !value.isEmpty && value.utf8.allSatisfy(Self.isAttributeCharacter)
      return word(name + "=" + (isToken ? value : Self.quoted(value)))
    }
    let parts = Self.extendedParts(value)
    guard parts.count > 1 else { return word(name + "*=utf-8''" + parts.joined()) }
    for (index, part) in parts.enumerated() {
      if index > 0 { append(";") }
      word("\(name)*\(index)*=" + (index == 0 ? "utf-8''" : "") + part)
    }
  }

  /// The value percent-encoded, in parts of at most 45 columns, none of which splits a character.
  private static func extendedParts(_ value: String) -> [String] {
    var parts: [String] = []
    var part = ""
    for scalar in value.unicodeScalars {
      let encoded = encode(scalar)
      if part.utf8.count + encoded.utf8.count > 45 {
        parts.append(part)
        part = ""
      }
      part += encoded
    }
    return parts + [part]
  }

  private static func encode(_ scalar: Unicode.Scalar) -> String {
    if scalar.isASCII, isAttributeCharacter(UInt8(scalar.value)) { return String(scalar) }
    var encoded: [UInt8] = []
    for byte in String(scalar).utf8 {
      encoded.append(UInt8(ascii: "%"))
      Hexadecimal.append(byte, to: &encoded)
    }
    return String(decoding: encoded, as: UTF8.self)
  }

  /// `token` of RFC 2045 §5.1.
  static func isToken(_ byte: UInt8) -> Bool {
    (0x21...0x7E).contains(byte) && !"()<>@,;:\\\"/[]?=".utf8.contains(byte)
  }

  /// `attribute-char` of RFC 2231 §7.
  private static func isAttributeCharacter(_ byte: UInt8) -> Bool {
    isToken(byte) && !"*'%".utf8.contains(byte)
  }
}
