/// Cuts JSON (RFC 8259) into tokens.
struct JSONScanner {
  var tokens: [JSONTokens.Token] = []
  private let bytes: [UInt8]
  private var place = 0
  private static let levelsMax = 512

  init(bytes: [UInt8]) {
    self.bytes = bytes
    tokens.reserveCapacity(bytes.count / 12 + 8)
  }

  mutating func scan() throws {
    try value(level: 0)
    skipSpace()
    guard place == bytes.count else { throw error("nothing more") }
  }

  private mutating func value(level: Int) throws {
    guard level < Self.levelsMax else { throw error("fewer levels") }
    skipSpace()
    guard place < bytes.count else { throw error("a value") }
    switch bytes[place] {
    case UInt8(ascii: "{"): try object(level: level)
    case UInt8(ascii: "["): try array(level: level)
    case UInt8(ascii: "\""): try string()
    case UInt8(ascii: "t"): try word("true", .yes)
    case UInt8(ascii: "f"): try word("false", .no)
    case UInt8(ascii: "n"): try word("null", .null)
    default: try number()
    }
  }

  private mutating func object(level: Int) throws {
    let index = open(.object)
    if take(UInt8(ascii: "}")) { return close(index) }
    repeat {
      skipSpace()
      try string()
      guard take(UInt8(ascii: ":")) else { throw error("a colon") }
      try value(level: level + 1)
    } while take(UInt8(ascii: ","))
    guard take(UInt8(ascii: "}")) else { throw error("a comma or the end of an object") }
    close(index)
  }

  private mutating func array(level: Int) throws {
    let index = open(.array)
    if take(UInt8(ascii: "]")) { return close(index) }
    repeat {
      try value(level: level + 1)
    } while take(UInt8(ascii: ","))
    guard take(UInt8(ascii: "]")) else { throw error("a comma or the end of an array") }
    close(index)
  }

  private mutating func open(_ kind: JSONTokens.Token.Kind) -> Int {
    let index = tokens.count
    add(kind, from: place, to: place + 1)
    place += 1
    return index
  }

  private mutating func close(_ index: Int) {
    tokens[index].end = Int32(place)
    tokens[index].next = Int32(tokens.count)
  }

  private mutating func string() throws {
    guard place < bytes.count, bytes[place] == UInt8(ascii: "\"") else { throw error("a string") }
    let start = place + 1
    var isEscaped = false
    place = start
    while place < bytes.count {
      switch bytes[place] {
      case UInt8(ascii: "\""):
        add(.string, from: start, to: place)
        tokens[tokens.count - 1].isEscaped = isEscaped
        place += 1
        return
      case UInt8(ascii: "\\"):
        isEscaped = true
        place += 2
      case 0..<0x20: throw error("no control character in a string")
      default: place += 1
      }
    }
    throw error("the end of a string")
  }

  private mutating func number() throws {
    let start = place
    scan: while place < bytes.count {
      switch bytes[place] {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"),
        UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"):
        place += 1
      default: break scan
      }
    }
    let digits = bytes[start] == UInt8(ascii: "-") ? start + 1 : start
    guard digits < place, (0..<10).contains(bytes[digits] &- UInt8(ascii: "0")) else {
      place = start
      throw error("a value")
    }
    add(.number, from: start, to: place)
  }

  private mutating func word(_ word: String, _ kind: JSONTokens.Token.Kind) throws {
    let end = place + word.utf8.count
    guard end <= bytes.count, bytes[place..<end].elementsEqual(word.utf8) else {
      throw error("a value")
    }
    add(kind, from: place, to: end)
    place = end
  }

  private mutating func add(_ kind: JSONTokens.Token.Kind, from start: Int, to end: Int) {
    tokens.append(
      .init(
        kind: kind, start: Int32(start), end: Int32(end), next: Int32(tokens.count + 1)))
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    skipSpace()
    guard place < bytes.count, bytes[place] == byte else { return false }
    place += 1
    return true
  }

  private mutating func skipSpace() {
    while place < bytes.count, [0x20, 0x0A, 0x0D, 0x09].contains(bytes[place]) { place += 1 }
  }

  private func error(_ expected: String) -> DecodingError {
    .dataCorrupted(
      .init(codingPath: [], debugDescription: "no JSON: expected \(expected) at byte \(place)"))
  }

  /// A string's text with its escapes undone; what is no escape becomes U+FFFD.
  static func unescaped(_ text: ArraySlice<UInt8>) -> String {
    var units: [UInt8] = []
    units.reserveCapacity(text.count)
    var place = text.startIndex
    while place < text.endIndex {
      guard text[place] == UInt8(ascii: "\\"), place + 1 < text.endIndex else {
        units.append(text[place])
        place += 1
        continue
      }
      let byte = text[place + 1]
      place += 2
      switch byte {
      case UInt8(ascii: "b"): units.append(0x08)
      case UInt8(ascii: "t"): units.append(0x09)
      case UInt8(ascii: "n"): units.append(0x0A)
      case UInt8(ascii: "f"): units.append(0x0C)
      case UInt8(ascii: "r"): units.append(0x0D)
      case UInt8(ascii: "u"): units += String(scalar(text, &place)).utf8
      default: units.append(byte)
      }
    }
    return String(decoding: units, as: UTF8.self)
  }

  /// The character of `\uXXXX`, or of two of them that make a surrogate pair.
  private static func scalar(_ text: ArraySlice<UInt8>, _ place: inout Int) -> Unicode.Scalar {
    guard let first = unit(text, &place) else { return "\u{FFFD}" }
    if let scalar = Unicode.Scalar(first) { return scalar }
    var ahead = place
    guard (0xD800..<0xDC00).contains(first), ahead + 1 < text.endIndex,
      text[ahead] == UInt8(ascii: "\\"), text[ahead + 1] == UInt8(ascii: "u")
    else { return "\u{FFFD}" }
    ahead += 2
    guard let second = unit(text, &ahead), (0xDC00..<0xE000).contains(second) else {
      return "\u{FFFD}"
    }
    place = ahead
    let value = 0x10000 + (first - 0xD800) << 10 + (second - 0xDC00)
    return Unicode.Scalar(value) ?? "\u{FFFD}"
  }

  private static func unit(_ text: ArraySlice<UInt8>, _ place: inout Int) -> UInt32? {
    guard place + 4 <= text.endIndex,
      let unit = UInt32(String(decoding: text[place..<place + 4], as: UTF8.self), radix: 16)
    else { return nil }
    place += 4
    return unit
  }
}
