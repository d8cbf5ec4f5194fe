import Crypto
import Testing

@Suite struct `Base64url` {
  /// RFC 4648 §10, without padding, and the two characters that differ from base64.
  @Test(arguments: [
    ("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"),
    ("fooba", "Zm9vYmE"), ("foobar", "Zm9vYmFy"),
  ])
  func `gives the published answers`(plain: String, text: String) {
    #expect(Base64URL.encode(Array(plain.utf8)) == text)
    #expect(Base64URL.decode(text) == Array(plain.utf8))
  }

  @Test func `uses hyphen and underscore`() {
    #expect(Base64URL.encode([0xFB, 0xFF]) == "-_8")
    #expect(Base64URL.decode("-_8") == [0xFB, 0xFF])
  }

  @Test(arguments: ["Z", "Zm9vY", "Zg==", "Zm 8", "+/8", "Zh", "Zm9", "Zmé"])
  func `refuses what it would not have written`(text: String) {
    #expect(Base64URL.decode(text) == nil)
  }

  @Test func `gives back any bytes`() {
    for count in 0..<70 {
      let bytes = SeededRandom(seed: UInt64(count)).bytes(count)
      #expect(Base64URL.decode(Base64URL.encode(bytes)) == bytes)
    }
  }
}

@Suite struct `Crockford's base 32` {
  @Test func `writes five bits a character, from the left`() {
    #expect(CrockfordBase32.encode([]) == "")
    #expect(CrockfordBase32.encode([0b00000_000]) == "00")
    #expect(CrockfordBase32.encode([0b11111_111]) == "ZW")
    #expect(CrockfordBase32.encode([0b00001_000, 0b10_00011_0, 0b0100_0010]) == "12344")
    #expect(CrockfordBase32.encode([0xFF, 0xFF, 0xFF, 0xFF, 0xFF]) == "ZZZZZZZZ")
  }

  @Test func `reads what people type`() {
    let bytes: [UInt8] = [0x00, 0x44, 0x32, 0x14, 0xC7]
    let text = CrockfordBase32.encode(bytes)
    #expect(text == "0123456 7".filter { $0 != " " })
    #expect(CrockfordBase32.decode("o1-23-456-7") == bytes)
    #expect(CrockfordBase32.decode("Oi234567") == bytes)
    #expect(CrockfordBase32.decode("0L234567") == bytes)
    #expect(CrockfordBase32.decode("0l234567") == bytes)
  }

  @Test(arguments: ["U0", "u0", "0", "000", "000000", "01", "0 0", "00!", "0é"])
  func `refuses what no bytes are written as`(text: String) {
    #expect(CrockfordBase32.decode(text) == nil)
  }

  @Test func `gives back any bytes, also from lower case`() {
    for count in 0..<70 {
      let bytes = SeededRandom(seed: UInt64(count)).bytes(count)
      #expect(CrockfordBase32.decode(CrockfordBase32.encode(bytes).lowercased()) == bytes)
    }
  }
}

@Suite struct `Hexadecimal text` {
  @Test func `is read in either case and written in lower case`() {
    #expect(Hex.encode([0x00, 0xAB, 0xFF]) == "00abff")
    #expect(Hex.decode("00aBFf") == [0x00, 0xAB, 0xFF])
    #expect(Hex.decode("") == [])
  }

  @Test(arguments: ["0", "0g", "/0", ":0", "@0", "G0", "`0", "0x00", " 00"])
  func `is nothing else`(text: String) {
    #expect(Hex.decode(text) == nil)
  }
}
