import Crypto
import Foundation
import Testing

@Suite struct `A digest` {
  private let bytes = (0..<32).map { UInt8(truncatingIfNeeded: $0 * 37 + 5) }

  @Test func `gives back its bytes, and its text in lower case`() throws {
    let digest = try #require(Digest32(bytes))
    #expect(digest.bytes == bytes)
    #expect(digest.hex == bytes.map { String(format: "%02x", $0) }.joined())
    #expect(Digest32(hex: digest.hex) == digest)
    #expect(Digest32(hex: digest.hex.uppercased()) == digest)
    #expect(digest.shortHex(7) == String(digest.hex.prefix(7)))
  }

  @Test(arguments: [
    "", String(repeating: "a", count: 63), String(repeating: "a", count: 65),
    String(repeating: "a", count: 62), String(repeating: "a", count: 66),
    String(repeating: "a", count: 63) + "g", String(repeating: "a", count: 63) + " ",
    String(repeating: "a", count: 62) + "é",
  ])
  func `is not made of a text that is not 64 digits`(text: String) {
    #expect(Digest32(hex: text) == nil)
  }

  @Test func `is not made of 31 or 33 bytes`() {
    #expect(Digest32(bytes.dropLast()) == nil)
    #expect(Digest32(bytes + [0]) == nil)
  }

  @Test func `is ordered as its text is`() {
    let digests = (0..<200).map { SHA256.hash("entry \($0)") }
    #expect(digests.sorted().map(\.hex) == digests.map(\.hex).sorted())
  }

  @Test func `differs in constant time wherever a byte differs`() throws {
    let digest = try #require(Digest32(bytes))
    #expect(digest.equalsInConstantTime(digest))
    for index in bytes.indices {
      var other = bytes
      other[index] ^= 1
      let changed = try #require(Digest32(other))
      #expect(!digest.equalsInConstantTime(changed))
      #expect(digest != changed)
    }
  }

  @Test func `is encoded as its text, and refuses another`() throws {
    let digest = SHA256.hash("rubric")
    let json = try JSONEncoder().encode([digest])
    #expect(String(decoding: json, as: UTF8.self) == "[\"\(digest.hex)\"]")
    #expect(try JSONDecoder().decode([Digest32].self, from: json) == [digest])
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode([Digest32].self, from: Data("[\"abc\"]".utf8))
    }
  }
}
