import Documents
import Testing

@Suite struct `The difference between two values` {
  private func told(_ before: String, _ after: String) throws -> [String] {
    let old = try #require(try document(before).root.plain)
    let new = try #require(try document(after).root.plain)
    return old.differences(to: new).map(\.description)
  }

  @Test func `is nothing when they say the same in another order`() throws {
    #expect(try told("{ a: 1, b: [1] }", "{ b: [1], a: 1 }") == [])
  }

  @Test func `tells path, before and after`() throws {
    #expect(
      try told(
        "{ margin: 7, 'a b': { open: true }, old: 'x', days: [14, 7] }",
        "{ margin: 10, 'a b': { open: false }, fresh: { c: null }, days: [14] }") == [
          "margin: 7 → 10", "\"a b\".open: true → false", "old: removed (was \"x\")",
          "days: 14, 7 → 14", "fresh: added { c: null }",
        ])
    #expect(try told("1", "2") == ["everything: 1 → 2"])
    #expect(try told("{ a: [1] }", "{ a: [] }") == ["a: 1 → nothing"])
  }

  @Test func `matches items of a list by their label, wherever they stand`() throws {
    #expect(
      try told(
        "{ windows: [{ label: 'Fall', days: 14 }, { label: 'Spring', days: 14 }] }",
        "{ windows: [{ label: 'Winter', days: 14 }, { label: 'Fall', days: 10 }] }") == [
          "windows[Fall].days: 14 → 10",
          "windows[Spring]: removed (was { label: \"Spring\", days: 14 })",
          "windows[Winter]: added { label: \"Winter\", days: 14 }",
        ])
    #expect(
      try told("[{ id: 'a' }, { id: 'b' }]", "[{ id: 'b' }, { id: 'a' }]") == [
        "items in order: a, b → b, a"
      ])
    // Without a label, or with one twice, a list is told as a whole.
    #expect(try told("[{ id: 'a' }, { id: 'a' }]", "[{ id: 'a' }]").count == 1)
  }

  @Test func `stays in one line of bounded length`() throws {
    let long = String(repeating: "x", count: 500)
    let line = try told("{ a: 'y' }", "{ a: '\(long)\\n' }")[0]
    #expect(line.count < 260)
    #expect(line.hasSuffix("…"))
    #expect(try told("{ a: 'y' }", "{ a: 'x\\ny' }") == ["a: \"y\" → \"xU+000Ay\""])
  }
}
