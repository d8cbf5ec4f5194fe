import IntakeFormats
import Testing

@Suite struct `The text of a file` {
  private func decode(
    _ bytes: [UInt8], piece: Int = .max
  ) throws(FileProblem) -> (text: String, encoding: TextEncoding?) {
    var decoder = TextDecoder(file: "people.csv")
    var output: [UInt8] = []
    var start = 0
    while start < bytes.count {
      let end = piece < bytes.count - start ? start + piece : bytes.count
      try decoder.decode(Array(bytes[start..<end]), into: &output)
      start = end
    }
    try decoder.finish(into: &output)
    return (String(decoding: output, as: UTF8.self), decoder.encoding)
  }

  private func utf16(_ text: String, isLittle: Bool) -> [UInt8] {
    text.utf16.flatMap { unit in
      let (high, low) = (UInt8(unit >> 8), UInt8(unit & 0xFF))
      return isLittle ? [low, high] : [high, low]
    }
  }

  private static let sample = "Name,Übung\r\nZoë “Z” O’Hara – 5 €,😀\r\nmore plain text in it\r\n"

  @Test func `is read in every encoding, however it is cut`() throws {
    let text = Self.sample
    let plain = String(text.filter { $0 != "😀" })
    let windows: [UInt8] = plain.unicodeScalars.map { scalar in
      switch scalar {
      case "“": 0x93
      case "”": 0x94
      case "’": 0x92
      case "–": 0x96
      case "€": 0x80
      default: UInt8(scalar.value)
      }
    }
    let cases: [(bytes: [UInt8], text: String, encoding: TextEncoding)] = [
      (Array(text.utf8), text, .utf8),
      ([0xEF, 0xBB, 0xBF] + Array(text.utf8), text, .utf8),
      ([0xFF, 0xFE] + utf16(text, isLittle: true), text, .utf16LittleEndian),
      ([0xFE, 0xFF] + utf16(text, isLittle: false), text, .utf16BigEndian),
      (utf16(text, isLittle: true), text, .utf16LittleEndian),
      (utf16(text, isLittle: false), text, .utf16BigEndian),
      (windows, plain, .windows1252),
    ]
    for (bytes, text, encoding) in cases {
      for piece in [1, 2, 3, 7, .max] {
        let decoded = try decode(bytes, piece: piece)
        #expect(decoded.text == text, "\(encoding) in pieces of \(piece)")
        #expect(decoded.encoding == encoding)
      }
    }
  }

  @Test func `is Windows-1252 also when that shows only after megabytes of ASCII`() throws {
    let long = [UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000)
    let decoded = try decode(long + [0xE9], piece: 65_536)
    #expect(decoded.encoding == .windows1252)
    #expect(decoded.text.hasSuffix("aé"))
    #expect(decoded.text.unicodeScalars.count == 1_000_001)
  }

  @Test func `in two encodings is refused with the line and the byte`() throws {
    let problem = #expect(throws: FileProblem.self) {
      _ = try decode(Array("a\r\né\r\n".utf8) + [0xE9, 0x0A])
    }
    #expect(problem?.kind == .encoding)
    #expect(problem?.place == Place(line: 3, byte: 7))
  }

  @Test func `that is cut within a character is refused`() throws {
    for bytes in [
      [0xC3, 0xA9, 0xE2, 0x80], [0xFF, 0xFE, 0x41], [0xFF, 0xFE, 0x41, 0x00, 0x3D, 0xD8],
    ] as [[UInt8]] {
      let problem = #expect(throws: FileProblem.self) { _ = try decode(bytes) }
      #expect(problem?.kind == .cutOff)
    }
  }

  @Test func `is checked for what no encoding has`() throws {
    for bytes in [
      // Half a surrogate pair; a byte that Windows-1252 leaves undefined; an overlong form after
      // UTF-8.
      [0xFF, 0xFE, 0x00, 0xDC, 0x41, 0x00], [0x41, 0xE9, 0x81, 0x41],
      [0xC3, 0xA9, 0xC0, 0xAF], [0xC3, 0xA9, 0xED, 0xA0, 0x80],
      [0xC3, 0xA9, 0xF4, 0x90, 0x80, 0x80],
    ] as [[UInt8]] {
      let problem = #expect(throws: FileProblem.self) { _ = try decode(bytes) }
      #expect(problem?.kind == .encoding)
    }
  }

  @Test(
    arguments: [
      [0x50, 0x4B, 0x03, 0x04, 0x14], [0xD0, 0xCF, 0x11, 0xE0], Array("%PDF-1.7".utf8),
      [0x89, 0x50, 0x4E, 0x47], [0xFF, 0xD8, 0xFF, 0xE0], Array("  <!DOCTYPE html>".utf8),
      [0x61, 0x62, 0x00, 0x63], [0x01, 0x02, 0x03, 0x61], [0xFF, 0xFE, 0x00, 0x00],
    ] as [[UInt8]])
  func `is not taken from a picture, a workbook or a web page`(bytes: [UInt8]) throws {
    let problem = #expect(throws: FileProblem.self) { _ = try decode(bytes) }
    #expect(problem?.kind == .notText)
  }

  @Test func `shows a stray control character as a replacement character`() throws {
    let text = String(repeating: "plain text ", count: 20)
    #expect(try decode(Array((text + "\u{02}b").utf8)).text == text + "\u{FFFD}b")
  }

  @Test func `refuses NUL anywhere, with its place`() throws {
    let bytes = [UInt8](repeating: 0x61, count: 5000) + [0x0A, 0x62, 0x00]
    let problem = #expect(throws: FileProblem.self) { _ = try decode(bytes, piece: 1000) }
    #expect(problem?.kind == .notText)
    #expect(problem?.place == Place(line: 2, byte: 5002))
  }
}
