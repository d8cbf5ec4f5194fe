/// A stranger's MIME message, as far as a bounce needs it: parts in a row, decoded when asked for.
struct MIMEReader {
  struct Part {
    var fields: [HeaderFields.Field]
    /// `type/subtype` in lower case.
    var mediaType: String
    /// Of the message's bytes.
    var body: Range<Int>
  }

  /// How deep parts in parts are followed.
  static let depthMaximum = 6
  /// How many parts are looked at in all.
  static let partCountMaximum = 60

  let bytes: [UInt8]
  /// The message itself first, then what is in it, in order.
  private(set) var parts: [Part] = []

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    read(0..<bytes.count, depth: 0)
  }

  private mutating func read(_ range: Range<Int>, depth: Int) {
    guard parts.count < Self.partCountMaximum else { return }
    let (fields, bodyStart) = HeaderFields.split(
      bytes, from: range.lowerBound, limit: range.upperBound)
    let contentType = fields.value(of: "content-type") ?? []
    let mediaType = Self.mediaType(contentType)
    parts.append(Part(fields: fields, mediaType: mediaType, body: bodyStart..<range.upperBound))
    guard mediaType.hasPrefix("multipart/"), depth < Self.depthMaximum,
      let boundary = Self.parameter("boundary", of: contentType), !boundary.isEmpty,
      boundary.count <= 70
    else { return }
    for part in split(bodyStart..<range.upperBound, boundary: boundary) {
      read(part, depth: depth + 1)
    }
  }

  /// The parts between boundary lines. Text before the first and after the last is left out; a last
  /// line that is missing is taken as there (the message was cut).
  private func split(_ range: Range<Int>, boundary: [UInt8]) -> [Range<Int>] {
    var found: [Range<Int>] = []
    var partStart: Int?
    var index = range.lowerBound
    while index < range.upperBound, found.count < Self.partCountMaximum {
      let newline = min(bytes.firstIndex(ofByte: 0x0A, from: index), range.upperBound)
      let next = min(newline + 1, range.upperBound)
      let line = bytes[index..<newline]
      if line.starts(with: [0x2D, 0x2D]), line.dropFirst(2).starts(with: boundary) {
        let rest = line.dropFirst(2 + boundary.count)
        let isEnd = rest.starts(with: [0x2D, 0x2D])
        let tail = isEnd ? rest.dropFirst(2) : rest
        if tail.allSatisfy({ ByteKind.isBlank($0) || $0 == 0x0D }) {
          if let partStart { found.append(partStart..<max(partStart, index)) }
          partStart = isEnd ? nil : next
          if isEnd { return found }
        }
      }
      index = next
    }
    if let partStart, found.count < Self.partCountMaximum {
      found.append(partStart..<range.upperBound)
    }
    return found
  }

  /// A part's content as bytes, its transfer encoding undone.
  func content(of part: Part) -> [UInt8] {
    let encoding = part.fields.text(of: "content-transfer-encoding", lengthMaximum: 40) ?? ""
    switch encoding.lowercased() {
    case "base64": return TransferDecoding.base64(bytes[part.body])
    case "quoted-printable": return TransferDecoding.quotedPrintable(bytes[part.body])
    default: return Array(bytes[part.body])
    }
  }

  static func mediaType(_ contentType: [UInt8]) -> String {
    let type = contentType.prefix { $0 != UInt8(ascii: ";") && !ByteKind.isBlank($0) }
    let text = CleanText.line(type, lengthMaximum: 128).lowercased()
    return text.isEmpty ? "text/plain" : text
  }

  /// A parameter's value, quoted or not.
  static func parameter(_ name: String, of value: [UInt8]) -> [UInt8]? {
    var index = value.firstIndex(of: UInt8(ascii: ";")) ?? value.endIndex
    while index < value.endIndex {
      index += 1
      while index < value.endIndex, ByteKind.isBlank(value[index]) { index += 1 }
      let nameStart = index
      while index < value.endIndex, value[index] != UInt8(ascii: "="),
        value[index] != UInt8(ascii: ";")
      {
        index += 1
      }
      let found = CleanText.line(value[nameStart..<index], lengthMaximum: 40).lowercased()
      guard index < value.endIndex, value[index] == UInt8(ascii: "=") else { continue }
      index += 1
      while index < value.endIndex, ByteKind.isBlank(value[index]) { index += 1 }
      let text = parameterValue(value, at: &index)
      if found == name { return text }
      while index < value.endIndex, value[index] != UInt8(ascii: ";") { index += 1 }
    }
    return nil
  }

  private static func parameterValue(_ value: [UInt8], at index: inout Int) -> [UInt8] {
    var text: [UInt8] = []
    guard index < value.endIndex, value[index] == UInt8(ascii: "\"") else {
      while index < value.endIndex, value[index] != UInt8(ascii: ";"),
        !ByteKind.isBlank(value[index])
      {
        text.append(value[index])
        index += 1
      }
      return text
    }
    index += 1
    while index < value.endIndex, value[index] != UInt8(ascii: "\"") {
      if value[index] == UInt8(ascii: "\\"), index + 1 < value.endIndex { index += 1 }
      text.append(value[index])
      index += 1
    }
    return text
  }
}

/// Undoes transfer encodings, forgivingly: what is no code stands for itself or is passed over.
enum TransferDecoding {
  static func base64(_ text: ArraySlice<UInt8>) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count * 3 / 4)
    var bits: UInt32 = 0
    var pending = 0
    for character in text {
      let value: UInt8
      switch character {
      case 0x41...0x5A: value = character - 0x41
      case 0x61...0x7A: value = character - 0x61 + 26
      case 0x30...0x39: value = character - 0x30 + 52
      case UInt8(ascii: "+"): value = 62
      case UInt8(ascii: "/"): value = 63
      case UInt8(ascii: "="): return bytes
      default: continue
      }
      bits = bits << 6 | UInt32(value)
      pending += 6
      if pending >= 8 {
        pending -= 8
        bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(pending)))
      }
    }
    return bytes
  }

  static func quotedPrintable(_ text: ArraySlice<UInt8>) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count)
    var index = text.startIndex
    while index < text.endIndex {
      let byte = text[index]
      index += 1
      guard byte == UInt8(ascii: "=") else {
        bytes.append(byte)
        continue
      }
      if index + 1 < text.endIndex, let high = digit(text[index]), let low = digit(text[index + 1])
      {
        bytes.append(high << 4 | low)
        index += 2
      } else if index < text.endIndex, text[index] == 0x0A {
        index += 1
      } else if index + 1 < text.endIndex, text[index] == 0x0D, text[index + 1] == 0x0A {
        index += 2
      } else {
        bytes.append(byte)
      }
    }
    return bytes
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x41...0x46: byte - 0x41 + 10
    case 0x61...0x66: byte - 0x61 + 10
    default: nil
    }
  }
}
