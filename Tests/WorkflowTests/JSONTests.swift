import Foundation
import Testing
import Workflow

@Suite struct `Stored JSON` {
  /// Something of every kind that can be stored.
  private struct Thing: Codable, Hashable {
    var zebra: String
    var apple: Int
    var nothing: Int?
    var some: Int64?
    var isIt: Bool
    var half: Double
    var byte: UInt8
    var largest: UInt64
    var list: [Inner]
    var table: [String: [String: Int]]
    var choice: Choice
    var maybe: [Int?]
  }

  private struct Inner: Codable, Hashable {
    var b: String
    var a: [String]
  }

  private enum Choice: Codable, Hashable {
    case plain
    case one(Int)
    case named(text: String, other: Inner)
  }

  private func thing(_ text: String) -> Thing {
    Thing(
      zebra: text, apple: -12, nothing: nil, some: .min, isIt: true, half: 0.5, byte: 255,
      largest: .max,
      list: [Inner(b: text, a: [text, ""]), Inner(b: "", a: [])],
      table: ["q\"uote": ["z": 1, "a": 2], "": [:], "plain": ["ä": 3]],
      choice: .named(text: text, other: Inner(b: "b", a: ["x"])), maybe: [1, nil, 3])
  }

  private let texts = [
    "", "plain", "with \"quotes\" and \\ and / and \u{7F}",
    "line\nbreak\ttab\r\u{8}\u{C}\u{1}\u{1F}",
    "Überprüfung — “q” 😀 e\u{301}", String(repeating: "long ", count: 500),
  ]

  @Test func `is byte for byte what Foundation writes with sorted keys`() throws {
    let oracle = JSONEncoder()
    oracle.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let writer = JSONWriter()
    for text in texts {
      let value = thing(text)
      #expect(try writer.write(value) == [UInt8](oracle.encode(value)))
      #expect(try writer.write([text]) == [UInt8](oracle.encode([text])))
    }
    for choice in [Choice.plain, .one(3)] {
      #expect(try writer.write(choice) == [UInt8](oracle.encode(choice)))
    }
  }

  @Test func `is read back as the same value, by us and by Foundation`() throws {
    let (writer, reader) = (JSONWriter(), JSONReader())
    for text in texts {
      let bytes = try writer.write(thing(text))
      #expect(try reader.read(Thing.self, from: bytes) == thing(text))
      #expect(try JSONDecoder().decode(Thing.self, from: Data(bytes)) == thing(text))
    }
  }

  @Test func `is read in any order, with space and escapes as others write them`() throws {
    let text = #" { "b" : "\u00e4\uD83D\uDE00\/\ud800" , "x":[{},[1.5e3]], "\u0061" : [ "y" ] } "#
    let inner = try JSONReader().read(Inner.self, from: Array(text.utf8))
    #expect(inner == Inner(b: "ä😀/\u{FFFD}", a: ["y"]))
  }

  @Test func `reads whole numbers up to the edges of their type, and refuses what is beyond`()
    throws
  {
    func read<Number: Decodable>(_ text: String, _: Number.Type) throws -> Number {
      try #require(JSONReader().read([Number].self, from: Array("[\(text)]".utf8)).first)
    }
    #expect(try read("9223372036854775807", Int64.self) == .max)
    #expect(try read("-9223372036854775808", Int64.self) == .min)
    #expect(throws: DecodingError.self) { try read("9223372036854775808", Int64.self) }
    #expect(throws: DecodingError.self) { try read("-9223372036854775809", Int64.self) }
    #expect(try read("255", UInt8.self) == 255)
    #expect(throws: DecodingError.self) { try read("256", UInt8.self) }
    #expect(throws: DecodingError.self) { try read("-1", UInt8.self) }
    #expect(throws: DecodingError.self) { try read("1.5", Int.self) }
    #expect(throws: DecodingError.self) { try read("-", Int.self) }
    #expect(try read("-0.25e1", Double.self) == -2.5)
  }

  @Test(arguments: [
    "", "{", "}", "[1,]", "[1 2]", #"{"b":"x""#, #"{"b":"x","a":[}"#, #"{"b" "x"}"#, "nul",
    "[1] []", #"["a"#, #"["\"#, "[\"\u{1}\"]", "{\"b\":\"x\"}", "[]", "\"b\"",
    #"{"b":1,"a":[]}"#, #"{"b":null,"a":[]}"#, #"{"b":"x","a":{}}"#, #"{"b":"x","a":[1]}"#,
  ])
  func `is refused where it is broken or holds something else`(_ text: String) throws {
    #expect(throws: DecodingError.self) {
      try JSONReader().read(Inner.self, from: Array(text.utf8))
    }
  }

  @Test func `has no more levels than it can be read with`() throws {
    let deep = String(repeating: "[", count: 600) + String(repeating: "]", count: 600)
    #expect(throws: DecodingError.self) {
      try JSONReader().read([Int].self, from: Array(deep.utf8))
    }
  }

  @Test func `has no infinite numbers`() throws {
    #expect(throws: EncodingError.self) { try JSONWriter().write([Double.infinity]) }
  }

  @Test func `is cut anywhere without harm`() throws {
    let bytes = try JSONWriter().write(thing("Überprüfung \" \n 😀"))
    let reader = JSONReader()
    for count in 0..<bytes.count {
      #expect(throws: DecodingError.self) {
        try reader.read(Thing.self, from: Array(bytes.prefix(count)))
      }
    }
  }
}
