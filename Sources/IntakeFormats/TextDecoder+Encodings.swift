extension TextDecoder {
  /// Copies well-formed UTF-8, and turns to Windows-1252 at the first byte that is none.
  ///
  /// - Returns: How many bytes were used; fewer than all when a sequence is cut by the piece's end,
  ///   or when `encoding` became Windows-1252.
  mutating func decodeUTF8(
    _ bytes: [UInt8], into output: inout [UInt8], isLast: Bool
  ) throws(FileProblem) -> Int {
    var index = 0
    var copied = 0
    let count = bytes.count
    output.reserveCapacity(output.count + count)
    while index < count {
      let byte = bytes[index]
      if byte >= 0x20, byte < 0x7F {
        index += 1
        previousWasCarriageReturn = false
      } else if byte < 0x80 {
        if Self.isControl(byte) {
          output.append(contentsOf: bytes[copied..<index])
          try appendControl(byte, at: heldOffset + index, into: &output)
          copied = index + 1
        }
        countLine(byte)
        index += 1
      } else {
        let length = Self.sequenceLength(in: bytes, at: index)
        if length > 0 {
          hasMultibyte = true
          previousWasCarriageReturn = false
          index += length
        } else if length == 0, !isLast {
          break
        } else if hasMultibyte {
          let place = Place(line: line, byte: heldOffset + index)
          if length == 0 {
            throw FileProblem(
              file: file, .cutOff, at: place, found: "the end of the file within a character",
              expected: "the whole file; it was cut off")
          }
          throw FileProblem(
            file: file, .encoding, at: place,
            found: "bytes that are not UTF-8 in a file that is UTF-8 before them",
            expected: "one encoding throughout, best UTF-8")
        } else {
          encoding = .windows1252
          break
        }
      }
    }
    output.append(contentsOf: bytes[copied..<index])
    return index
  }

  /// The length of the well-formed sequence of two to four bytes at an index.
  ///
  /// - Returns: Its length; 0 when the bytes end too soon but are well-formed so far; -1 when it is
  ///   none.
  private static func sequenceLength(in bytes: [UInt8], at index: Int) -> Int {
    let first = bytes[index]
    let length: Int
    var second: ClosedRange<UInt8> = 0x80...0xBF
    switch first {
    case 0xC2...0xDF: length = 2
    case 0xE0:
      length = 3
      second = 0xA0...0xBF
    case 0xED:
      length = 3
      second = 0x80...0x9F
    case 0xE1...0xEF: length = 3
    case 0xF0:
      length = 4
      second = 0x90...0xBF
    case 0xF1...0xF3: length = 4
    case 0xF4:
      length = 4
      second = 0x80...0x8F
    default: return -1
    }
    for offset in 1..<length {
      guard index + offset < bytes.count else { return 0 }
      let byte = bytes[index + offset]
      let isFitting = offset == 1 ? second.contains(byte) : (0x80...0xBF).contains(byte)
      if !isFitting { return -1 }
    }
    return length
  }

  /// Decodes Windows-1252, whose bytes 80 to 9F are typographic signs.
  mutating func decodeWindows1252(
    _ bytes: [UInt8], from start: Int, into output: inout [UInt8]
  ) throws(FileProblem) {
    for index in start..<bytes.count {
      let byte = bytes[index]
      if byte < 0x80 {
        if Self.isControl(byte) {
          try appendControl(byte, at: heldOffset + index, into: &output)
        } else {
          output.append(byte)
        }
        countLine(byte)
        continue
      }
      previousWasCarriageReturn = false
      let scalar = byte < 0xA0 ? Self.windows1252High[Int(byte) - 0x80] : UInt16(byte)
      guard scalar != 0 else {
        throw FileProblem(
          file: file, .encoding, at: Place(line: line, byte: heldOffset + index),
          found: "a byte that neither UTF-8 nor Windows-1252 has there",
          expected: "text in UTF-8, UTF-16 or Windows-1252")
      }
      Self.append(UInt32(scalar), to: &output)
    }
  }

  /// Bytes 80 to 9F; 0 where the encoding has none.
  private static let windows1252High: [UInt16] = [
    0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
    0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017D, 0,
    0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
    0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0, 0x017E, 0x0178,
  ]

  /// Decodes UTF-16, surrogate pairs included.
  ///
  /// - Returns: How many bytes were used; the rest is half a unit or half a pair.
  mutating func decodeUTF16(
    _ bytes: [UInt8], into output: inout [UInt8], isLast: Bool
  ) throws(FileProblem) -> Int {
    let isLittle = encoding == .utf16LittleEndian
    func unit(_ index: Int) -> UInt32 {
      let (first, second) = (UInt32(bytes[index]), UInt32(bytes[index + 1]))
      return isLittle ? second << 8 | first : first << 8 | second
    }
    var index = 0
    while index + 1 < bytes.count {
      let value = unit(index)
      let place = Place(line: line, byte: heldOffset + index)
      if value < 0x80 {
        let byte = UInt8(value)
        if Self.isControl(byte) {
          try appendControl(byte, at: heldOffset + index, into: &output)
        } else {
          output.append(byte)
        }
        countLine(byte)
        index += 2
        continue
      }
      previousWasCarriageReturn = false
      guard (0xD800...0xDFFF).contains(value) else {
        Self.append(value, to: &output)
        index += 2
        continue
      }
      guard index + 3 < bytes.count else {
        if !isLast { return index }
        throw cutOff(at: place)
      }
      let low = unit(index + 2)
      guard value < 0xDC00, (0xDC00...0xDFFF).contains(low) else {
        throw FileProblem(
          file: file, .encoding, at: place, found: "half of a UTF-16 surrogate pair",
          expected: "well-formed UTF-16")
      }
      Self.append(0x10000 + (value - 0xD800) << 10 + (low - 0xDC00), to: &output)
      index += 4
    }
    if isLast, index < bytes.count {
      throw cutOff(at: Place(line: line, byte: heldOffset + index))
    }
    return index
  }

  private func cutOff(at place: Place) -> FileProblem {
    FileProblem(
      file: file, .cutOff, at: place, found: "the end of the file within a character",
      expected: "the whole file; it was cut off")
  }

  private func appendControl(
    _ byte: UInt8, at offset: Int, into output: inout [UInt8]
  ) throws(FileProblem) {
    guard byte != 0 else {
      throw FileProblem(
        file: file, .notText, at: Place(line: line, byte: offset),
        found: "a NUL byte: this is no text", expected: "a text file, such as a CSV file")
    }
    Self.append(0xFFFD, to: &output)
  }

  @inline(__always)
  private mutating func countLine(_ byte: UInt8) {
    if byte == 0x0A {
      if !previousWasCarriageReturn { line += 1 }
      previousWasCarriageReturn = false
    } else if byte == 0x0D {
      line += 1
      previousWasCarriageReturn = true
    } else {
      previousWasCarriageReturn = false
    }
  }

  private static func append(_ scalar: UInt32, to output: inout [UInt8]) {
    switch scalar {
    case 0..<0x80:
      output.append(UInt8(scalar))
    case 0x80..<0x800:
      output.append(UInt8(0xC0 | scalar >> 6))
      output.append(UInt8(0x80 | scalar & 0x3F))
    case 0x800..<0x10000:
      output.append(UInt8(0xE0 | scalar >> 12))
      output.append(UInt8(0x80 | scalar >> 6 & 0x3F))
      output.append(UInt8(0x80 | scalar & 0x3F))
    default:
      output.append(UInt8(0xF0 | scalar >> 18))
      output.append(UInt8(0x80 | scalar >> 12 & 0x3F))
      output.append(UInt8(0x80 | scalar >> 6 & 0x3F))
      output.append(UInt8(0x80 | scalar & 0x3F))
    }
  }
}
