/// Walks over the bytes of one cell.
struct Scanner {
  private let bytes: ArraySlice<UInt8>
  private var index: Int

  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    index = bytes.startIndex
  }

  var isAtEnd: Bool { index == bytes.endIndex }
  var next: UInt8? { index < bytes.endIndex ? bytes[index] : nil }
  var rest: ArraySlice<UInt8> { bytes[index...] }

  /// Takes a number of one to so many digits.
  ///
  /// - Parameter most: At most 18, so that nothing overflows.
  /// - Returns: The number and how many digits it has; nil when there is no digit, or one more.
  mutating func number(upTo most: Int) -> (value: Int, digits: Int)? {
    var value = 0
    var digits = 0
    while let byte = next, (0x30...0x39).contains(byte) {
      guard digits < most else { return nil }
      value = value * 10 + Int(byte - 0x30)
      digits += 1
      index += 1
    }
    return digits > 0 ? (value, digits) : nil
  }

  /// Takes one byte if it comes next.
  mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard let byte = next, UInt32(byte) == character.value else { return false }
    index += 1
    return true
  }

  /// Takes one of several characters if it comes next.
  mutating func take(oneOf characters: [Unicode.Scalar]) -> Unicode.Scalar? {
    characters.first { take($0) }
  }

  /// Takes letters A to Z of either case, and gives them in capitals.
  mutating func letters(upTo most: Int) -> String {
    var text = ""
    while let byte = next, text.utf8.count < most {
      let upper = byte & 0xDF
      guard (0x41...0x5A).contains(upper) else { break }
      text.unicodeScalars.append(Unicode.Scalar(upper))
      index += 1
    }
    return text
  }

  /// Takes spaces and no-break spaces (U+00A0, and U+202F, which Unicode's own time formats use).
  mutating func skipSpaces() {
    while let byte = next {
      if byte == 0x20 || byte == 0x09 {
        index += 1
      } else if rest.starts(with: [0xC2, 0xA0]) {
        index += 2
      } else if rest.starts(with: [0xE2, 0x80, 0xAF]) {
        index += 3
      } else {
        return
      }
    }
  }
}

extension ArraySlice<UInt8> {
  /// Without the spaces, tabs, line breaks, no-break spaces and byte order marks at either end.
  var trimmed: ArraySlice<UInt8> {
    var slice = self
    while let first = slice.first {
      if first == 0x20 || (0x09...0x0D).contains(first) {
        slice = slice.dropFirst()
      } else if first == 0xC2, slice.starts(with: [0xC2, 0xA0]) {
        slice = slice.dropFirst(2)
      } else if first == 0xEF, slice.starts(with: [0xEF, 0xBB, 0xBF]) {
        slice = slice.dropFirst(3)
      } else {
        break
      }
    }
    while let last = slice.last {
      if last == 0x20 || (0x09...0x0D).contains(last) {
        slice = slice.dropLast()
      } else if last == 0xA0, slice.suffix(2).elementsEqual([0xC2, 0xA0]) {
        slice = slice.dropLast(2)
      } else {
        break
      }
    }
    return slice
  }

  /// Cut at each of some bytes; the parts trimmed, empty ones left out.
  func split(at separators: [UInt8]) -> [ArraySlice<UInt8>] {
    split(omittingEmptySubsequences: true) { separators.contains($0) }
      .map(\.trimmed).filter { !$0.isEmpty }
  }

  /// Whether it is this ASCII text, whatever the case of its letters.
  func isASCII(_ text: String) -> Bool {
    count == text.utf8.count
      && zip(self, text.utf8).allSatisfy { asciiLowercase($0) == asciiLowercase($1) }
  }
}

/// The small letter for a capital A to Z; any other byte unchanged.
@inline(__always)
func asciiLowercase(_ byte: UInt8) -> UInt8 {
  (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
}
