import HTML
import Notices
import Testing

@Suite struct `The HTML of a mail` {
  @Test func `says the same words as the plain text, in the same order`() throws {
    for (name, _) in NoticeCatalog.builtInTexts {
      let filled = try MapleHollow.preview(name)
      let spoken = PageReader.words(of: filled)
      let written = PageReader.words(ofText: filled)
      #expect(spoken == written, "\(name)")
    }
  }

  @Test func `begins with the preheader, hidden, and then the subject as its headline`() throws {
    let filled = try MapleHollow.preview(TemplateName(.earned))
    let body = try #require(filled.page.firstRange(of: "<body")?.upperBound)
    let hidden = try #require(filled.page[body...].firstRange(of: "display:none"))
    let preheader = try #require(filled.page[body...].firstRange(of: filled.preheader.dropLast()))
    let headline = try #require(filled.page[body...].firstRange(of: "<h1"))
    #expect(hidden.upperBound < preheader.lowerBound)
    #expect(preheader.upperBound < headline.lowerBound)
    #expect(filled.page[headline.lowerBound...].contains(">Earned: Design thinking in grade 4"))
    #expect(filled.page.contains("<title>\(filled.subject)</title>"))
  }

  @Test func `fetches nothing, runs nothing, and has one address to click`() throws {
    for (name, _) in NoticeCatalog.builtInTexts {
      let page = try MapleHollow.preview(name).page
      #expect(page.matches(of: #/\bhref=/#).count == (name.variant == .unknownSender ? 0 : 1))
      for forbidden in ["<img", "<script", "<link", "src=", "url(", "@import", "http:"] {
        let inMarkup = page.matches(of: #/<[^!][^>]*>/#).contains { $0.0.contains(forbidden) }
        #expect(!inMarkup, "\(name): \(forbidden)")
      }
      #expect(page.firstMatch(of: #/<[^!][^>]* on\w+=/#) == nil)
    }
  }

  @Test func `escapes what people wrote`() throws {
    let filled = try MapleHollow.preview(
      TemplateName(.notYet),
      with: [
        "title": .text("<b>\"Sums\" & more</b>"), "first_name": .text("<script>"),
        "feedback_lines": .block([.feedback(criterion: "a<b", text: "</td><img src=x>")]),
      ])
    #expect(!filled.page.contains("<script>"))
    #expect(!filled.page.contains("<img"))
    #expect(filled.page.contains("&lt;b&gt;\"Sums\" &amp; more&lt;/b&gt;"))
    #expect(filled.page.contains("Hello &lt;script&gt;,"))
    #expect(filled.page.contains("&lt;/td&gt;&lt;img src=x&gt;"))
    #expect(filled.text.contains("</td><img src=x>"))
  }

  @Test func `sets the date by which something is due in a box of its own`() throws {
    let assignment = try MapleHollow.preview(TemplateName(.assignment)).page
    #expect(
      assignment.contains(
        #/You have <strong>3\u{A0}submissions</strong> to evaluate, by</p>/#))
    #expect(
      assignment.contains(
        #/color:#1f2933">Tuesday, October\u{A0}20, 11:59\u{A0}PM \(Central\u{A0}Time\)</#
      ))
    #expect(assignment.contains(">That is about 3 weeks from today.</p>"))
    #expect(try Self.boxes(TemplateName(.notYet)) == 1)
    #expect(try Self.boxes(TemplateName(.proposalApproved)) == 1)
    #expect(try Self.boxes(TemplateName(.mailMissing)) == 1)
    // A date in the middle of a sentence stays there.
    #expect(try Self.boxes(TemplateName(.proposalNotApproved)) == 0)
  }

  private static func boxes(_ name: TemplateName) throws -> Int {
    try MapleHollow.preview(name).page.matches(of: #/class="card due"[^>]*><p class="quiet"/#).count
  }

  @Test func `numbers a list, and draws what is met and what to add as cards`() throws {
    let assignment = try MapleHollow.preview(TemplateName(.assignment)).page
    #expect(assignment.matches(of: #/<ol /#).count == 1)
    #expect(assignment.matches(of: #/<li /#).count == 3)
    #expect(assignment.matches(of: #/class="tag"/#).count == 1)
    #expect(assignment.contains(">How it works</h2>"))
    let notYet = try MapleHollow.preview(TemplateName(.notYet)).page
    #expect(notYet.matches(of: #/class="card add"/#).count == 2)
    #expect(notYet.matches(of: #/class="card met"/#).count == 1)
    #expect(
      notYet.matches(of: #/<h2[^>]*>([^<]*)</#).map { String($0.1) } == [
        "Met, and stays met", "What to add", "How to hand in again",
      ])
  }

  @Test func `makes a button of the words before the link, and keeps the note on it small`() throws
  {
    let page = try MapleHollow.preview(TemplateName(.notYet)).page
    let button = try #require(page.firstMatch(of: #/<a href="([^"]*)" class="go".*?<\/a>/#))
    #expect(button.1 == "https://credentials.maplehollow.example/s/K7QM2XD9RT4VBN6HWC3JY5PZ8A")
    #expect(button.0.contains("-->See the feedback beside your evidence<!--"))
    #expect(
      page.contains(
        #/<p class="quiet"[^>]*>This link is only for you. No password is needed.<\/p>/#))
  }

  @Test func `puts what can be turned off below the sign-off`() throws {
    let page = try MapleHollow.preview(TemplateName(.windowAnnounced)).page
    let rule = try #require(page.firstRange(of: "class=\"rule\""))
    #expect(page[rule.upperBound...].contains("You can turn off announcements"))
    #expect(page[rule.upperBound...].contains("<br>Maple Hollow School District, 555-0142</p>"))
  }
}

/// The words of a page, read as a person would.
private enum PageReader {
  /// Headings that only the page has.
  static let extraHeadings = ["How to hand in again", "How to send it again", "How it works"]

  static func words(of filled: FilledNotice) -> [String] {
    var page = filled.page.replacing(#/<!--.*?-->/#.dotMatchesNewlines(), with: "")
      .replacing(#/<head>.*<\/head>/#.dotMatchesNewlines(), with: "")
      .replacing(#/<div style="display:none.*?<\/div>/#.dotMatchesNewlines(), with: "")
    for heading in extraHeadings {
      page = page.replacing(">\(heading)</h2>", with: "></h2>")
    }
    let text = page.replacing(#/<(?:span|strong|a|\/span|\/strong|\/a)\b[^>]*>/#, with: "")
      .replacing(#/<[^>]*>/#, with: " ")
      .replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&amp;", with: "&")
    return plain(text)
  }

  static func words(ofText filled: FilledNotice) -> [String] {
    let body = filled.lines.filter { !$0.hasPrefix("https://") }
      .map { $0.replacing(#/^\d+\. /#, with: "") }
    return plain(
      "Maple Hollow School District " + filled.subject + " " + body.joined(separator: " "))
  }

  /// Words without what ends them: a page's box or button needs no full stop or colon.
  private static func plain(_ text: String) -> [String] {
    text.split(whereSeparator: \.isWhitespace).map { word in
      String(word.last.map { ".:".contains($0) } == true ? word.dropLast() : word)
    }
  }
}
