import HTML
import Testing

@Suite struct `Whatever a string holds` {
  /// Every place of this module that takes a string, each with its own one.
  static let placeCount = 36

  static func page(_ s: (Int) -> String) throws -> Markup {
    document(.lang(s(0)), .id(s(1)), .title(s(2))) {
      head {
        title(s(3))
        meta(name: "description", content: s(4))
      }
      body(.dataLabel(s(5)), .aria(label: s(6)), .aria(labelledBy: s(7))) {
        p(.aria(describedBy: s(8)), .aria(controls: s(9)), .aria(roleDescription: s(10))) { s(11) }
        p { s(12).dropFirst(0) }
        time(datetime: s(13)) { s(14) }
        img(src: .inlinePart("logo"), alt: s(15))
        form(action: Path("x")) {
          label(for: s(16)) { s(17) }
          input(
            type: .text, name: s(18), .value(s(19)), .placeholder(s(20)), .form(s(21)),
            .accept(s(22)), .pattern(s(23)), .min(s(24)), .max(s(25)), .step(s(26)))
          textarea(name: s(27), text: "x" + s(28))
          select(name: s(29)) { option(s(30), value: s(31)) }
          button(type: .button, .popoverTarget(s(32)), .name(s(33))) { s(34) }
        }
        SVG.svg { SVG.text(x: 1, y: 2) { s(35) } }
      }
    }
  }

  @Test func `it comes back as the same text, in the same place, and nothing else comes with it`()
    throws
  {
    var random = SplitMix(state: 0x1D5F)
    var pages: [[UInt8]] = []
    var inputs: [[String]] = []
    for _ in 0..<200 {
      let strings = (0..<Self.placeCount).map { _ in Self.hostileText(&random) }
      inputs.append(strings)
      pages.append(try Self.page { strings[$0] }.bytes)
    }
    pages.append(try Self.page { "@\($0)" }.bytes)
    let parsed = try ParsedPage.parse(pages)
    let model = try #require(parsed.last)
    for (strings, page) in zip(inputs, parsed) {
      let values = strings.map(Self.asRead)
      var expected = model
      expected.texts = model.texts.map { Self.fill($0, with: values) }
      for tag in model.tags.indices {
        expected.tags[tag].attributes = model.tags[tag].attributes.map { pair in
          pair.map { $0.map { Self.fill($0, with: values) } }
        }
      }
      #expect(page == expected)
    }
    #expect(model.tags.count == 18)
    let attributes = model.tags.flatMap { $0.attributes.flatMap { $0.compactMap { $0 } } }
    let places = (model.texts + attributes).filter { $0.contains("@") }
    #expect(places.count == Self.placeCount)
  }

  /// The text with the value in place of `@` and its number.
  static func fill(_ text: String, with values: [String]) -> String {
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count == 2, let index = Int(parts[1]) else { return text }
    return parts[0] + values[index]
  }

  @Test func `it can't end a text area, a title or a style sheet`() throws {
    let markup = Markup {
      title("</title><script>1</script>")
      textarea(name: "feedback", text: "</textarea><script>1</script>")
      style(css: "p { color: red } </style><script>1</script>")
    }
    let page = try #require(try ParsedPage.parse([markup.bytes]).first)
    #expect(page.tags.map(\.name) == ["title", "textarea", "style"])
    #expect(page.texts[1] == "</textarea><script>1</script>")
    #expect(page.texts[2] == "p { color: red } <\\/style><script>1<\\/script>")
  }

  @Test func `a text area keeps a line feed at its start`() {
    #expect(
      textarea(name: "a", text: "\nx").string == "<textarea name=\"a\">\n\nx</textarea>")
    #expect(textarea(name: "a", text: "x\n").string == "<textarea name=\"a\">x\n</textarea>")
    // One character for Swift, and a carriage return for HTML, of which nothing is dropped.
    #expect(
      textarea(name: "a", text: "\r\nx").string == "<textarea name=\"a\">&#13;\nx</textarea>")
  }

  /// What a parser gives back: control characters are shown as U+FFFD.
  static func asRead(_ text: String) -> String {
    var read = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      let isControl = scalar.value < 0x20 || scalar.value == 0x7F
      read.append(isControl && !"\t\n\r".unicodeScalars.contains(scalar) ? "\u{FFFD}" : scalar)
    }
    return String(read)
  }

  static func hostileText(_ random: inout SplitMix) -> String {
    let pieces = [
      "<", ">", "\"", "'", "&", "=", "/", " ", "\n", "\r", "\t", "`", "\u{0}", "\u{B}", "\u{7F}",
      "</p>", "<script>", "-->", "<!--", "]]>", "&amp;", "&#60;", "&lt", "&quot", "\" onload=\"x",
      "javascript:alert(1)", "<svg/onload=x>", "</title>", "</textarea>", "<?x?>", "a", "Ω", "é",
      "e\u{301}", "\u{2028}", "\u{202E}", "\u{FEFF}", "🏫", "日本", "\u{FFFE}", "<style>", "</",
    ]
    let count = Int(random.next() % 7)
    return (0..<count).map { _ in pieces[Int(random.next() % UInt64(pieces.count))] }.joined()
  }
}

/// Steele, Lea and Flood, "Fast splittable pseudorandom number generators" (2014).
struct SplitMix {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
