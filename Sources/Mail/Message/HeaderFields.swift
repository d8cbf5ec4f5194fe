/// The header fields of a message that is there already, ours or a stranger's.
enum HeaderFields {
  /// One field, with its folds, without its last line end.
  struct Field: Sendable {
    /// In lower case.
    var name: String
    var bytes: ArraySlice<UInt8>

    /// What stands after the colon, unfolded, without blanks around it.
    var value: [UInt8] {
      let colon = bytes.firstIndex(of: UInt8(ascii: ":")) ?? bytes.endIndex
      var value: [UInt8] = []
      for byte in bytes[min(colon + 1, bytes.endIndex)...] where !ByteKind.isLineEnd(byte) {
        value.append(byte)
      }
      let start = value.firstIndex { !ByteKind.isBlank($0) } ?? value.endIndex
      let end = value.lastIndex { !ByteKind.isBlank($0) } ?? start - 1
      return Array(value[start..<max(start, end + 1)])
    }
  }

  /// The most fields that are looked at.
  static let countMaximum = 500
  /// The most bytes of a name.
  static let nameLengthMaximum = 76

  /// Splits a message.
  ///
  /// - Parameter message: In lines that end in CRLF or LF. Lines that are no field are passed over.
  /// - Returns: At most `countMaximum` fields, and where the body begins.
  static func split(_ message: [UInt8]) -> (fields: [Field], bodyStart: Int) {
    split(message, from: 0, limit: message.count)
  }

  /// Splits a part of a message, from `start` on and below `limit`.
  static func split(
    _ message: [UInt8], from start: Int, limit: Int
  ) -> (fields: [Field], bodyStart: Int) {
    var fields: [Field] = []
    var index = start
    while index < limit {
      let newline = min(message.firstIndex(ofByte: 0x0A, from: index), limit)
      let next = min(newline + 1, limit)
      var end = newline
      if end > index, message[end - 1] == 0x0D { end -= 1 }
      if end == index { return (fields, next) }
      if ByteKind.isBlank(message[index]) {
        // A fold belongs to the field before, if there is one.
        if let last = fields.last, last.bytes.endIndex > index - 3 {
          fields[fields.count - 1].bytes = message[last.bytes.startIndex..<end]
        }
      } else if fields.count < countMaximum, let name = name(of: message[index..<end]) {
        fields.append(Field(name: name, bytes: message[index..<end]))
      }
      index = next
    }
    return (fields, limit)
  }

  static func name(of line: ArraySlice<UInt8>) -> String? {
    guard let colon = line.prefix(nameLengthMaximum + 2).firstIndex(of: UInt8(ascii: ":")) else {
      return nil
    }
    var name = line[..<colon]
    while let last = name.last, ByteKind.isBlank(last) { name = name.dropLast() }
    guard !name.isEmpty, name.allSatisfy({ (0x21...0x7E).contains($0) }) else { return nil }
    return String(decoding: name, as: UTF8.self).lowercased()
  }
}

extension [HeaderFields.Field] {
  /// The value of the first field of a name in lower case.
  func value(of name: String) -> [UInt8]? {
    first { $0.name == name }?.value
  }

  /// The same as clean text of one line.
  func text(of name: String, lengthMaximum: Int = 998) -> String? {
    value(of: name).map { CleanText.line($0[...], lengthMaximum: lengthMaximum) }
  }
}
