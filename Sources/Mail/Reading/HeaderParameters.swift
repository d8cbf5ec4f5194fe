/// The parameters behind a field's first word, such as a type's `boundary` (RFC 2045 §5.1, RFC 2231), as strangers
/// write them.
struct HeaderParameters {
  private struct Parameter {
    /// In lower case, without what RFC 2231 appends.
    var name: String
    /// Which part of a value in parts this is; `nil` for a value in one.
    var part: Int?
    /// Whether the value is percent-encoded.
    var isExtended: Bool
    var value: [UInt8]
  }

  private var parameters: [Parameter] = []

  /// The most parameters that are looked at, and the most parts of one value.
  private static let countMaximum = 100

  init(_ value: [UInt8]) {
    var index = value.firstIndex(of: UInt8(ascii: ";")) ?? value.endIndex
    while index < value.endIndex, parameters.count < Self.countMaximum {
      index += 1
      while index < value.endIndex, ByteKind.isBlank(value[index]) { index += 1 }
      let start = index
      while index < value.endIndex, value[index] != UInt8(ascii: "="),
        value[index] != UInt8(ascii: ";")
      {
        index += 1
      }
      guard index < value.endIndex, value[index] == UInt8(ascii: "=") else { continue }
      let name = CleanText.line(value[start..<index], lengthMaximum: 60).lowercased()
      index += 1
      while index < value.endIndex, ByteKind.isBlank(value[index]) { index += 1 }
      parameters.append(Self.parameter(name, Self.text(value, at: &index)))
      while index < value.endIndex, value[index] != UInt8(ascii: ";") { index += 1 }
    }
  }

  /// What stands before the first parameter, in lower case.
  static func firstWord(_ value: [UInt8]) -> String {
    let word = value.prefix { $0 != UInt8(ascii: ";") && !ByteKind.isBlank($0) }
    return CleanText.line(word, lengthMaximum: 128).lowercased()
  }

  /// A parameter's bytes, quotes undone, as they stand there.
  func bytes(_ name: String) -> [UInt8]? {
    parameters.first { $0.name == name && $0.part == nil && !$0.isExtended }?.value
      ?? extended(name)?.bytes
  }

  /// A parameter as text in one clean line: by RFC 2231, else with the encoded words that many programs put there.
  func text(_ name: String, lengthMaximum: Int) -> String? {
    if let (bytes, charset) = extended(name) {
      let text = charset.text(of: bytes[...])
      return CleanText.line(Array(text.utf8)[...], lengthMaximum: lengthMaximum)
    }
    return bytes(name).map { EncodedText.read($0, lengthMaximum: lengthMaximum) }
  }

  /// A value by RFC 2231: percent-encoded, in parts, or both.
  private func extended(_ name: String) -> (bytes: [UInt8], charset: Charset)? {
    let own = parameters.filter { $0.name == name && ($0.part != nil || $0.isExtended) }
    guard !own.isEmpty else { return nil }
    var bytes: [UInt8] = []
    var charset = Charset.unknown
    // In their order, whatever order they stand in; up to the first that is missing (RFC 2231 §3).
    var pieces: [Parameter] = []
    if let whole = own.first(where: { $0.part == nil }) {
      pieces = [whole]
    } else {
      for number in 0..<own.count {
        guard let piece = own.first(where: { $0.part == number }) else { break }
        pieces.append(piece)
      }
    }
    guard !pieces.isEmpty else { return nil }
    for (number, piece) in pieces.enumerated() {
      guard piece.isExtended else {
        bytes += piece.value
        continue
      }
      var value = piece.value[...]
      if number == 0 {
        let quote = UInt8(ascii: "'")
        let marks = value.indices.filter { value[$0] == quote }
        if marks.count >= 2 {
          charset = Charset(named: String(decoding: value[..<marks[0]], as: UTF8.self))
          value = value[(marks[1] + 1)...]
        }
      }
      bytes += Self.percentDecoded(value)
    }
    return (bytes, charset)
  }

  private static func percentDecoded(_ value: ArraySlice<UInt8>) -> [UInt8] {
    var bytes: [UInt8] = []
    var index = value.startIndex
    while index < value.endIndex {
      if value[index] == UInt8(ascii: "%"), index + 2 < value.endIndex,
        let high = TransferDecoder.digit(value[index + 1]),
        let low = TransferDecoder.digit(value[index + 2])
      {
        bytes.append(high << 4 | low)
        index += 3
      } else {
        bytes.append(value[index])
        index += 1
      }
    }
    return bytes
  }

  /// `name`, `name*`, `name*0` or `name*0*`.
  private static func parameter(_ name: String, _ value: [UInt8]) -> Parameter {
    var pieces = name.split(separator: "*", omittingEmptySubsequences: false)
    let isExtended = pieces.count > 1 && pieces.last?.isEmpty == true
    if isExtended { pieces.removeLast() }
    var part: Int?
    if pieces.count == 2, pieces[1].utf8.count <= 3, let number = Int(pieces[1]), number >= 0 {
      part = number
    } else if pieces.count != 1 {
      return Parameter(name: name, part: nil, isExtended: false, value: value)
    }
    return Parameter(name: String(pieces[0]), part: part, isExtended: isExtended, value: value)
  }

  /// A value, quoted or not.
  private static func text(_ value: [UInt8], at index: inout Int) -> [UInt8] {
    var text: [UInt8] = []
    guard index < value.endIndex, value[index] == UInt8(ascii: "\"") else {
      // A name with blanks and without quotes is one all the same.
      while index < value.endIndex, value[index] != UInt8(ascii: ";") {
        text.append(value[index])
        index += 1
      }
      while let last = text.last, ByteKind.isBlank(last) { text.removeLast() }
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
