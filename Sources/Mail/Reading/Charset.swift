/// How text is written, and what it most probably says.
///
/// Senders name the wrong one often: UTF-8 that calls itself Latin-1, Windows-1252 that calls itself UTF-8. What is
/// well-formed UTF-8 with anything beyond ASCII in it is hardly ever anything else.
public enum Charset: Hashable, Sendable {
  case utf8
  /// With or without the euro: browsers and mail programs read ISO-8859-1 as Windows-1252.
  case windows1252
  case latin9
  case utf16
  case utf16LittleEndian
  case utf16BigEndian
  /// None of these, or none at all.
  case unknown

  /// - Parameter name: In any case, such as `iso-8859-1`.
  public init(named name: String) {
    switch name.lowercased() {
    case "utf-8", "utf8", "unicode-1-1-utf-8", "cp65001": self = .utf8
    case "iso-8859-1", "iso8859-1", "iso_8859-1", "latin1", "latin-1", "l1", "windows-1252",
      "cp1252", "cp-1252", "x-ansi", "ansi":
      self = .windows1252
    case "iso-8859-15", "iso8859-15", "iso_8859-15", "latin9", "latin-9": self = .latin9
    case "utf-16", "utf16", "unicode", "ucs-2": self = .utf16
    case "utf-16le", "utf16le", "ucs-2le": self = .utf16LittleEndian
    case "utf-16be", "utf16be", "ucs-2be": self = .utf16BigEndian
    default: self = .unknown
    }
  }

  /// Reads bytes as text. Each byte says something: what can't be read is a replacement character.
  public func text(of bytes: ArraySlice<UInt8>) -> String {
    switch self {
    case .utf16LittleEndian: return Self.utf16(bytes, isLittle: true)
    case .utf16BigEndian: return Self.utf16(bytes, isLittle: false)
    case .utf16: return Self.utf16(bytes, isLittle: Self.hasLittleEndianMark(bytes))
    case .utf8, .windows1252, .latin9, .unknown: break
    }
    if self == .unknown, bytes.count >= 2, bytes.count % 2 == 0,
      Self.hasLittleEndianMark(bytes) || bytes.starts(with: [0xFE, 0xFF])
    {
      return Self.utf16(bytes, isLittle: Self.hasLittleEndianMark(bytes))
    }
    let unmarked = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes
    if let text = String(validating: unmarked, as: UTF8.self) { return text }
    var scalars = String.UnicodeScalarView()
    for byte in unmarked { scalars.append(self == .latin9 ? Self.latin9(byte) : Self.ansi(byte)) }
    return String(scalars)
  }

  private static func hasLittleEndianMark(_ bytes: ArraySlice<UInt8>) -> Bool {
    bytes.starts(with: [0xFF, 0xFE])
  }

  private static func utf16(_ bytes: ArraySlice<UInt8>, isLittle: Bool) -> String {
    var units: [UInt16] = []
    units.reserveCapacity(bytes.count / 2)
    var index = bytes.startIndex
    while index + 1 < bytes.endIndex {
      let (first, second) = (UInt16(bytes[index]), UInt16(bytes[index + 1]))
      units.append(isLittle ? second << 8 | first : first << 8 | second)
      index += 2
    }
    let isMarked = units.first == 0xFEFF
    return String(decoding: isMarked ? units.dropFirst() : units[...], as: UTF16.self)
  }

  /// Windows-1252; its five gaps are Latin-1's control characters, as browsers read them.
  private static func ansi(_ byte: UInt8) -> Unicode.Scalar {
    guard (0x80...0x9F).contains(byte) else { return Unicode.Scalar(byte) }
    return ansiUpper[Int(byte) - 0x80]
  }

  private static func latin9(_ byte: UInt8) -> Unicode.Scalar {
    switch byte {
    case 0xA4: "€"
    case 0xA6: "Š"
    case 0xA8: "š"
    case 0xB4: "Ž"
    case 0xB8: "ž"
    case 0xBC: "Œ"
    case 0xBD: "œ"
    case 0xBE: "Ÿ"
    default: Unicode.Scalar(byte)
    }
  }

  private static let ansiUpper: [Unicode.Scalar] = [
    "€", "\u{81}", "‚", "ƒ", "„", "…", "†", "‡", "ˆ", "‰", "Š", "‹", "Œ", "\u{8D}", "Ž", "\u{8F}",
    "\u{90}", "‘", "’", "“", "”", "•", "–", "—", "˜", "™", "š", "›", "œ", "\u{9D}", "ž", "Ÿ",
  ]
}
