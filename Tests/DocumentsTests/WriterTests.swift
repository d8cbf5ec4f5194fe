import Documents
import Foundation
import Testing

/// A value with everything in it that is hard to write.
private func sample(_ generator: inout SeededGenerator, depth: Int) -> Plain {
  let texts = [
    "", "é", "a\"b\\c", "\u{0}\n\r\t\u{7F}", "\u{2028}\u{2029}", "😀", "e\u{301}", "</script>",
  ]
  switch Int.random(in: 0..<(depth == 0 ? 4 : 6), using: &generator) {
  case 0: return .null
  case 1: return .bool(Bool.random(using: &generator))
  case 2: return .integer(Int(truncatingIfNeeded: generator.next()))
  case 3: return .string(texts.randomElement(using: &generator) ?? "")
  case 4:
    let count = Int.random(in: 0...4, using: &generator)
    return .list((0..<count).map { _ in sample(&generator, depth: depth - 1) })
  default:
    let count = Int.random(in: 0...4, using: &generator)
    return .map(
      (0..<count).map { index in
        let key = (texts.randomElement(using: &generator) ?? "") + "\(index)"
        return Plain.Entry(key, sample(&generator, depth: depth - 1))
      })
  }
}

@Suite struct `Writing a document` {
  @Test func `gives text that reads back to the same value`() throws {
    var generator = SeededGenerator(state: 7)
    for _ in 0..<300 {
      let value = sample(&generator, depth: 4)
      #expect(try document(JSON5Text.write(value, heading: ["a", ""])).root.plain == value)
    }
  }

  @Test func `looks like what a person would have written`() {
    let value = Plain.fields([
      "id": "x", "no-bare": 1, "none": nil, "tags": .strings(["a", "b"]),
      "list": .list([.map([]), .list([])]), "flag": true,
    ])
    #expect(
      JSON5Text.write(value, heading: ["A heading."])
        == """
        // A heading.
        {
          id: "x",
          "no-bare": 1,
          tags: ["a", "b"],
          list: [
            {},
            [],
          ],
          flag: true,
        }

        """)
  }

  @Test func `as JSON sorts keys, so that order makes no difference to a hash`() {
    let one = Plain.map([.init("b", 1), .init("a", .list([.null])), .init("é", "x"), .init("B", 2)])
    let other = Plain.map([
      .init("é", "x"), .init("B", 2), .init("a", .list([.null])), .init("b", 1),
    ])
    #expect(JSONText.write(one) == #"{"B":2,"a":[null],"b":1,"é":"x"}"#)
    #expect(JSONText.write(other) == JSONText.write(one))
  }

  @Test func `as JSON gives what Python reads and sorts the same way`() throws {
    var generator = SeededGenerator(state: 11)
    let value = Plain.list((0..<40).map { _ in sample(&generator, depth: 4) })
    let text = JSONText.write(value)
    let oracle = """
      import json, sys
      text = sys.stdin.buffer.read().decode()
      again = json.dumps(json.loads(text), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
      for c in "\\x7f\\u2028\\u2029":
          again = again.replace(c, "\\\\u%04x" % ord(c))
      sys.stdout.write("same" if again == text else again)
      """
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3", "-c", oracle]
    let (input, output) = (Pipe(), Pipe())
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    try input.fileHandleForWriting.write(contentsOf: Data(text.utf8))
    try input.fileHandleForWriting.close()
    let answer = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    #expect(String(decoding: answer, as: UTF8.self) == "same")
  }
}
