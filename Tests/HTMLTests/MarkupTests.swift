import HTML
import Testing

@Suite struct `Markup in a block` {
  @Test func `writes elements, attributes and text in the order of the source`() {
    let markup = p(.class("lead", "wide"), .id("top")) {
      "Hello "
      strong { "Maya" }
      ", you have "
      3
      " reviews."
      br()
    }
    #expect(
      markup.string
        == #"<p class="lead wide" id="top">Hello <strong>Maya</strong>, you have 3 reviews.<br></p>"#
    )
  }

  @Test func `takes a bare string as text, whatever it holds`() {
    let text = "<script>alert('1')</script> & \"more\" &amp;"
    #expect(
      p { text }.string
        == "<p>&lt;script&gt;alert('1')&lt;/script&gt; &amp; \"more\" &amp;amp;</p>")
  }

  @Test func `escapes an attribute's value, quotes too`() {
    let value = "\"><img src=x onerror=alert(1)> &"
    #expect(
      td(.dataLabel(value)) {}.string
        == "<td data-label=\"&quot;&gt;&lt;img src=x onerror=alert(1)&gt; &amp;\"></td>")
  }

  @Test func `keeps a carriage return and shows what can't be kept`() {
    #expect(p { "a\r\nb\tc" }.string == "<p>a&#13;\nb\tc</p>")
    #expect(p { "\u{0}\u{1B}\u{7F}\u{80}" }.string == "<p>\u{FFFD}\u{FFFD}\u{FFFD}\u{80}</p>")
  }

  @Test func `follows conditions and loops`() {
    func list(_ names: [String], isOpen: Bool, count: Int?) -> Markup {
      ul {
        for name in names { li { name } }
        if isOpen { li { "open" } } else { li { "closed" } }
        if let count { li { count } }
        switch count {
        case nil: li { "none" }
        case 0: li { "zero" }
        default: Markup()
        }
      }
    }
    #expect(
      list(["a", "b"], isOpen: true, count: 0).string
        == "<ul><li>a</li><li>b</li><li>open</li><li>0</li><li>zero</li></ul>")
    #expect(
      list([], isOpen: false, count: nil).string == "<ul><li>closed</li><li>none</li></ul>")
  }

  @Test func `leaves out what a condition leaves out`() {
    #expect(nav(.when(false, .hidden), .none, .popover) {}.string == "<nav popover></nav>")
    #expect(nav(.when(true, .hidden)) {}.string == "<nav hidden></nav>")
    #expect(details(.open(false)) {}.string == "<details></details>")
    #expect(details(.open()) {}.string == "<details open></details>")
  }

  @Test func `is equal when it writes the same, and empty when it writes nothing`() {
    let two = Markup {
      "a"
      "b"
    }
    #expect(two == Markup { "ab" })
    #expect(Markup {}.isEmpty)
    #expect(!Markup { br() }.isEmpty)
  }
}

@Suite struct `A shell` {
  @Test func `stands around each content as the elements would`() {
    let cell = Shell { content in
      td(.role("cell"), .dataLabel("A \"name\" & more")) { div { content } }
    }
    for text in ["", "plain", "<b> & \"quotes\" é \u{1F9EA}"] {
      let expected = td(.role("cell"), .dataLabel("A \"name\" & more")) { div { text } }
      #expect(cell { text } == expected)
      var row = Markup { "before" }
      row.append(Markup { text }, in: cell)
      #expect(row.string == "before" + expected.string)
    }
  }
}
