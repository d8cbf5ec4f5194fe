import Documents
import Testing

private enum Kind: String, CaseIterable { case window, cutoff, always }

@Suite struct `A reader` {
  @Test func `returns what a good file says`() throws {
    let text = "{ title: 'Proposals', kind: 'cutoff', days: 0x0E, open: true, tags: ['a', 'b'] }"
    let read = try document(text).read { root in
      root.fields { fields in
        let title = fields.required("title")?.string()
        let kind = fields.required("kind")?.choice(Kind.self)
        let days = fields.required("days")?.integer(in: 1...14)
        let open = fields.optional("open")?.bool() ?? false
        let grace = fields.optional("grace")?.integer(in: 0...60) ?? 10
        let tags = fields.required("tags")?.list { $0.string() }
        guard let title, let kind, let days, let tags else { return String?.none }
        return "\(title) \(kind) \(days) \(open) \(grace) \(tags)"
      }
    }
    #expect(read == #"Proposals cutoff 14 true 10 ["a", "b"]"#)
  }

  @Test func `tells every mistake at once, in the file's order`() {
    let text = """
      {
        judging: { margn: 7 },
        kind: "cutof",
        evidence: { windows: [{ opens: "2026-09-14" }, {}, { opens: "Sept" }] },
        days: 15,
        title: "",
        extra: 1,
      }
      """
    let told = mistakes(in: text) { root in
      root.fields { fields in
        _ = fields.required("title")?.string()
        _ = fields.required("kind")?.choice(Kind.self)
        _ = fields.required("days")?.integer(in: 1...14)
        _ = fields.required("judging")?.fields { $0.required("margin")?.integer(in: 0...28) }
        _ = fields.required("evidence")?.fields { evidence in
          evidence.required("windows")?.list { window in
            window.fields { parts in
              parts.required("opens")?.parsed(expected: "a date like 2026-09-14") {
                $0.count == 10 ? $0 : nil
              }
            }
          }
        }
        return String?.none
      }
    }
    #expect(
      told
        == [
          #"Config/x.json5:2:12: at judging: found no key "margin", expected one"#,
          #"Config/x.json5:2:14: at judging.margn: found the unknown key "margn", expected "margin""#,
          #"Config/x.json5:3:9: at kind: found "cutof", expected one of "window", "cutoff", "always" (did you mean "cutoff"?)"#,
          #"Config/x.json5:4:50: at evidence.windows[1]: found no key "opens", expected one"#,
          #"Config/x.json5:4:63: at evidence.windows[2].opens: found "Sept", expected a date like 2026-09-14"#,
          #"Config/x.json5:5:9: at days: found the number 15, expected a whole number from 1 to 14"#,
          #"Config/x.json5:6:10: at title: found "", expected text"#,
          #"Config/x.json5:7:3: at extra: found the unknown key "extra", expected only "title", "kind", "days", "judging", "evidence""#,
        ])
  }

  @Test func `holds integers to their range on both sides`() {
    func told(_ text: String) -> Int { mistakes(in: text) { $0.integer(in: -3...14) }.count }
    for good in ["-3", "14", "+14", "0xE", "-0x3", "0"] { #expect(told(good) == 0, "\(good)") }
    for wrong in ["-4", "15", "0xF", "1.0", "1e1", "'3'", "99999999999999999999", "true", "null"] {
      #expect(told(wrong) == 1, "\(wrong)")
    }
  }

  @Test func `holds texts to their length and to one line`() {
    func told(_ text: String, _ length: ClosedRange<Int>) -> [String] {
      mistakes(in: text) { $0.string(length: length) }
    }
    #expect(told("'abc'", 1...3) == [])
    #expect(told("'abcd'", 1...3) == ["Config/x.json5:1:1: found 4 characters, expected at most 3"])
    #expect(told("'a'", 2...3).count == 1)
    #expect(told("'ab'", 2...3) == [])
    #expect(told("'   '", 1...3).count == 1)
    #expect(told("''", 0...3) == [])
    #expect(told("' '", 0...3) == [])
    // One letter with three accents is four scalars: what is stored is what is counted.
    #expect(told("'e\u{301}\u{302}\u{303}'", 1...3).count == 1)
    #expect(
      told(#"'a\r\nBcc: x'"#, 1...20) == [
        #"Config/x.json5:1:1: found the character U+000D in "aU+000DU+000ABcc: x", expected text without it"#
      ])
    #expect(mistakes(in: #"'a\nb\tc'"#) { $0.paragraphs() } == [])
    #expect(mistakes(in: #"'a\nb\rc'"#) { $0.paragraphs() }.count == 1)
    #expect(
      mistakes(in: "7") { $0.string() } == [
        "Config/x.json5:1:1: found the number 7, expected text in quotes"
      ])
  }

  @Test func `holds lists and maps to their count on both sides`() {
    func list(_ text: String) -> [String] {
      mistakes(in: text) { $0.list(count: 1...2) { $0.bool() } }
    }
    #expect(list("[true]") == [])
    #expect(list("[true, false]") == [])
    #expect(list("[]") == ["Config/x.json5:1:1: found an empty list, expected from 1 to 2 items"])
    #expect(list("[true, true, true]").count == 1)
    #expect(list("[1, 2]").count == 2)
    #expect(list("{}").count == 1)
    func map(_ text: String) -> [String] {
      mistakes(in: text) {
        $0.entries(count: 1...1) { key, value in value.bool().map { (key, $0) } }
      }
    }
    #expect(map("{ x: true }") == [])
    #expect(map("{}") == ["Config/x.json5:1:1: found 0 entries, expected exactly 1 entry"])
    #expect(
      map("{ 'a b': 1 }") == [
        #"Config/x.json5:1:10: at "a b": found the number 1, expected true or false"#
      ])
    #expect(map("[]").count == 1)
  }

  @Test func `takes each id of a list once only`() {
    let told = mistakes(in: "[\n'a',\n'b',\n'a',\n]") { root in
      root.list(uniqueBy: "id", \.self) { $0.string() }
    }
    #expect(
      told == [
        #"Config/x.json5:4:1: at [2]: found the same id as in line 2, "a", expected each id once only"#
      ])
  }

  @Test func `refuses a key that it can't obey, and says why`() {
    let told = mistakes(in: "{ pay: {}, a: 1 }") { root in
      root.fields { fields in
        fields.refuse("pay", because: "this version of rubricd does not do pay yet")
        fields.refuse("badges", because: "never asked")
        return fields.required("a")?.integer(in: 0...1)
      }
    }
    #expect(
      told == [
        #"Config/x.json5:1:3: at pay: found the key "pay", expected it left out: this version of rubricd does not do pay yet"#
      ])
  }

  @Test func `suggests a name that is near, and none that is not`() {
    func told(_ key: String) -> String {
      mistakes(in: "{ \(key): 1 }") { root in
        root.fields { fields in
          _ = fields.optional("windows")
          _ = fields.optional("margin")
          return true
        }
      }.first ?? ""
    }
    for near in ["window", "Windows", "widnows", "windws", "wimdow"] {
      #expect(told(near).hasSuffix(#"expected "windows""#), "\(near)")
    }
    for far in ["x", "doors", "win", String(repeating: "w", count: 70)] {
      #expect(told(far).hasSuffix(#"expected only "windows", "margin""#), "\(far)")
    }
  }

  @Test func `never returns from a file with a mistake, whatever the closure made of it`() {
    #expect(mistakes(in: "'x'") { $0.integer(in: 0...9) ?? 7 }.count == 1)
    #expect(
      mistakes(in: "'x'") { _ in String?.none } == [
        #"Config/x.json5:1:1: found "x", expected a complete document"#
      ])
  }

  @Test func `tells at most fifty mistakes and counts the rest`() {
    func told(_ count: Int) -> String {
      do throws(Mistakes) {
        let text = "[" + String(repeating: "1,", count: count) + "]"
        _ = try document(text).read { $0.list { $0.bool() } }
        return ""
      } catch {
        #expect(error.count == count)
        return error.description
      }
    }
    #expect(told(50).split(separator: "\n").count == 50)
    #expect(!told(50).contains("more"))
    #expect(told(51).hasSuffix("\nand 1 more"))
    #expect(told(60).split(separator: "\n").count == 51)
  }

  @Test func `shows foreign text in one line and cut`() {
    #expect(Mistake.quoted("a\nb\u{202E}c") == "\"aU+000AbU+202Ec\"")
    #expect(Mistake.quoted(String(repeating: "x", count: 60)).count == 62)
    #expect(Mistake.quoted(String(repeating: "x", count: 61)).hasSuffix("x…\""))
  }

  @Test func `tells a place in words, with whatever is known of it`() {
    #expect(
      Mistake.Place(line: 12, column: 5, path: "judging.margin").description
        == "line 12, column 5, at judging.margin")
    #expect(Mistake.Place(line: 3, path: "Email").description == "line 3, at Email")
    #expect(Mistake.Place().description == "the whole file")
    #expect(
      Mistake(
        file: "people.csv", place: .init(line: 3, path: "Email"), found: "\"x\"",
        expected: "an address"
      )
      .description == "people.csv:3: at Email: found \"x\", expected an address")
  }
}
