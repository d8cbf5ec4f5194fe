import Documents
import Testing

@Suite struct `A JSON5 document` {
  /// What a text parses to, without places.
  private func plain(_ text: String) throws -> Plain? { try document(text).root.plain }

  @Test func `may have comments, bare keys, single quotes and trailing commas`() throws {
    let text = """
      // a comment
      { bare: 1, 'single': "two", /* inside */ "double": [true, false, null,], $_é9: {}, }
      """
    #expect(
      try plain(text)
        == .map([
          .init("bare", 1), .init("single", "two"), .init("double", .list([true, false, .null])),
          .init("$_é9", .map([])),
        ]))
  }

  @Test func `knows line and column of every node, whatever ends its lines`() throws {
    for end in ["\n", "\r\n", "\r"] {
      let text = ["{", "  é: [1,", "    2],", "  /* two", "lines */ b: 'x',", "}"]
        .joined(separator: end)
      guard case .map(let members) = try document(text).root.content else {
        Issue.record("no map")
        return
      }
      #expect(
        members.map(\.keyPosition) == [Position(line: 2, column: 3), .init(line: 5, column: 10)])
      #expect(members[1].value.position == Position(line: 5, column: 13))
      guard case .list(let items) = members[0].value.content else {
        Issue.record("no list")
        return
      }
      #expect(items.map(\.position) == [Position(line: 2, column: 7), .init(line: 3, column: 5)])
    }
  }

  @Test func `keeps a number's text as it stands`() throws {
    for number in ["0", "-0", "12", "+.5", "5.", "0.1", "1e3", "1E-3", "0xFF", "-0Xab", "0e0"] {
      #expect(try document(number).root.content == .number(number))
    }
    for wrong in [
      "012", "1_000", "1.2.3", ".", "+", "1e", "0x", "0xg", "--1", "1e+", "12abc", "1é", "Infinity",
      "-Infinity", "NaN", "+NaN", "1-2",
    ] {
      #expect(throws: Mistakes.self, "\(wrong)") { try document(wrong) }
    }
    let longest = String(repeating: "9", count: 64)
    #expect(try document(longest).root.content == .number(longest))
    #expect(
      mistakes(in: longest + "9") == [
        "Config/x.json5:1:1: found a number of more than 64 characters, expected a shorter one"
      ])
  }

  @Test func `understands every escape, and refuses the others`() throws {
    #expect(
      try plain(#""\b\f\n\r\t\v\0\'\"\\\/\q\x41\u00e9\ud83d\ude00""#)
        == .string("\u{8}\u{C}\n\r\t\u{B}\0'\"\\/qAé😀"))
    #expect(try plain("'one \\\n two \\\r\n three'") == "one  two  three")
    #expect(try plain(#"{ \u0061b: 1 }"#) == .map([.init("ab", 1)]))
    #expect(
      mistakes(in: #"["a\ud83dx"]"#) == [
        "Config/x.json5:1:4: at [0]: found half of a surrogate pair, "
          + #"expected two escapes like \ud83d\ude00"#
      ])
    for wrong in [#""\u12""#, #""\xg0""#, #""\1""#, #""\ude00""#, #""\ud83d\u0041""#, #""\u００41""#]
    {
      #expect(throws: Mistakes.self, "\(wrong)") { try document(wrong) }
    }
  }

  @Test func `tells a slip in the syntax by the place where it is`() {
    let cases: [(String, String)] = [
      ("{ a: 1 b: 2 }", "1:8: found \"b\", expected a comma or }"),
      ("{ a 1 }", "1:5: at a: found \"1\", expected a colon after the key"),
      (
        "{ a: Sept }",
        "1:6: at a: found the bare word \"Sept\", expected a value (text stands in quotes)"
      ),
      ("{ a: , }", "1:6: at a: found \",\", expected a value"),
      ("{ , }", "1:3: found \",\", expected a key"),
      ("[1, 2} ", "1:6: found \"}\", expected a comma or ]"),
      ("{} {}", "1:4: found \"{\" after the end, expected nothing more in the file"),
      (
        "{ a: 'x\n' }",
        "1:6: at a: found a string that doesn't end on its line, expected a closing ' (or \\ at the line's end to go on)"
      ),
      ("{ a: 'x", "1:6: at a: found a string without an end, expected a closing '"),
      ("/* a", "1:1: found a comment without an end, expected */ after it"),
      ("/ a", "1:1: found \"/\", expected a value or a comment"),
      ("{ a: [{ b: \u{7} }] }", "1:12: at a[0].b: found \"U+0007\", expected a value"),
    ]
    for (text, expected) in cases {
      #expect(mistakes(in: text) == ["Config/x.json5:" + expected])
    }
  }

  @Test func `tells all double keys together with what else is wrong`() {
    let text = "{\n  a: 1,\n  b: { c: 1, c: 2 },\n  a: 'x',\n}"
    let told = mistakes(in: text) { root in
      root.fields { fields in
        _ = fields.required("a")?.integer(in: 0...0)
        _ = fields.optional("b")?.fields { $0.required("c")?.bool() }
        return true
      }
    }
    #expect(
      told == [
        "Config/x.json5:2:6: at a: found the number 1, expected a whole number from 0 to 0",
        "Config/x.json5:3:11: at b.c: found the number 1, expected true or false",
        "Config/x.json5:3:14: at b.c: found the key \"c\" a second time, "
          + "expected it once only (first in line 3)",
        "Config/x.json5:4:3: at a: found the key \"a\" a second time, "
          + "expected it once only (first in line 2)",
      ])
    #expect(mistakes(in: "{ a: 1, a: 2, b }").count == 2)
  }

  @Test func `has one clear message for a file that is no text at all`() {
    func told(_ bytes: [UInt8]) -> String {
      do throws(Mistakes) {
        _ = try Document(parsing: bytes, file: "f")
        return "nothing"
      } catch {
        return error.description
      }
    }
    #expect(told([]) == "f:1:1: found an empty file, expected a JSON5 document")
    #expect(
      told(Array("  // only\n".utf8)) == "f:2:1: found an empty file, expected a JSON5 document")
    #expect(
      told([0x7B, 0x0A, 0x00]) == "f:2:1: found a zero byte, expected text, not a binary file")
    #expect(
      told([0x7B, 0x0A, 0x20, 0xFF, 0x7D])
        == "f:2:2: found bytes that are no UTF-8, expected text (save the file as UTF-8)")
    #expect(
      told([0xFF, 0xFE, 0x7B, 0])
        == "f: found UTF-16, expected UTF-8 (save the file with that encoding)")
    // Overlong forms and surrogates are no UTF-8 either.
    #expect(told([0x22, 0xC0, 0xAF, 0x22]).hasPrefix("f:1:2: found bytes"))
    #expect(told([0x22, 0xED, 0xA0, 0x80, 0x22]).hasPrefix("f:1:2: found bytes"))
    #expect(told([0xEF, 0xBB, 0xBF, 0x31]) == "nothing")
  }

  @Test func `tells a truncated file by what was left open`() {
    #expect(
      mistakes(in: "{\n  a: [1,\n")
        == [
          "Config/x.json5:3:1: at a: found the end of the file, "
            + "expected ] for what opens in line 2, column 6"
        ])
    let whole = "{ a: [1, 'two', { b: null }], c: 0x1F } // end"
    for end in 1..<whole.utf8.count - 8 {
      #expect(mistakes(in: String(whole.prefix(end))).count == 1, "cut after \(end)")
    }
  }

  @Test func `may have 1 MiB and not a byte more`() throws {
    let most = Document.byteMax
    _ = try Document(parsing: [UInt8](repeating: 0x20, count: most - 1) + [0x31], file: "f")
    #expect {
      try Document(parsing: [UInt8](repeating: 0x20, count: most) + [0x31], file: "f")
    } throws: {
      "\($0)" == "f: found 1048577 bytes, expected at most 1048576 bytes"
    }
  }

  @Test func `may be 32 levels deep and not one more`() throws {
    func nested(_ levels: Int) -> String {
      String(repeating: "[", count: levels) + String(repeating: "]", count: levels)
    }
    _ = try document(nested(32))
    #expect(mistakes(in: nested(33)).first?.hasPrefix("Config/x.json5:1:33: at [0]") == true)
    #expect(mistakes(in: String(repeating: "[", count: 500_000)).count == 1)
    #expect(mistakes(in: String(repeating: "{a:", count: 500_000 / 3)).count == 1)
  }
}
