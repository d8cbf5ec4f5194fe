import CivilTime
import Foundation
import Notices
import Testing

@Suite struct `An empty value` {
  @Test func `takes its line, its paragraph and the heading before it with it`() throws {
    let full = try MapleHollow.preview(TemplateName(.digest))
    #expect(full.text.contains("\n\nWhat lies ahead:\n\nOctober 27: last day"))
    let quiet = try MapleHollow.preview(
      TemplateName(.digest), with: ["ahead_lines": .block([]), "quiet_lines": .block([])])
    #expect(!quiet.text.contains("What lies ahead"))
    #expect(!quiet.page.contains("What lies ahead"))
    #expect(quiet.text.contains("Where things stand:"))
    #expect(quiet.text.contains("are in again\n\nOpen your page:\n"))
    #expect(!quiet.text.contains("\n\n\n"))
  }

  @Test func `leaves the other lines of its paragraph`() throws {
    let earned = try MapleHollow.preview(
      TemplateName(.earned), with: ["pay_line": .block([])])
    #expect(
      earned.paragraphs.contains {
        $0.hasPrefix("Badge: ") && $0.hasSuffix("\nCredit: 4 hours, on your record from today.")
      })
    let nothing = try MapleHollow.preview(
      TemplateName(.earned),
      with: ["badge_line": .block([]), "pay_line": .block([]), "credit_line": .block([])])
    #expect(!nothing.text.contains("What you receive"))
  }

  @Test func `leaves no gap in a sentence`() throws {
    let nameless = try MapleHollow.preview(TemplateName(.signIn), with: ["first_name": .text("")])
    #expect(nameless.text.hasPrefix("Hello,\n\n"))
    let moved = try MapleHollow.preview(
      TemplateName(.noLongerYours, .several), with: ["reason_line": .text("")])
    #expect(moved.text.contains("\n\nYou need to do nothing more for them."))
  }

  @Test func `is refused where the mail would say nothing without it`() throws {
    let error = #expect(throws: UnfilledNotice.self) {
      try MapleHollow.preview(TemplateName(.returned), with: ["missing_lines": .block([])])
    }
    #expect(error?.placeholders == ["missing_lines"])
  }
}

@Suite struct `Filling a text` {
  @Test func `names every value that is missing or of another kind`() throws {
    let catalog = try MapleHollow.catalog()
    let wording = try MapleHollow.wording(sent: "2026-10-06T07:00")
    let name = TemplateName(.returned)
    var values = NoticeCatalog.examples(of: name, wording)
    values["title"] = nil
    values["hand_in_by"] = .text("soon")
    values["first_name"] = .number(3)
    let error = #expect(throws: UnfilledNotice.self) {
      try catalog.fill(name, with: values, wording)
    }
    #expect(error?.placeholders == ["first_name", "hand_in_by", "title"])
    #expect(
      error?.description
        == "returned can't be filled: no value that fits for {first_name}, {hand_in_by}, {title}")
  }

  @Test func `refuses a link that a page may not hold`() throws {
    let error = #expect(throws: UnfilledNotice.self) {
      try MapleHollow.preview(TemplateName(.signIn), with: ["link": .text("javascript:alert(1)")])
    }
    #expect(error?.placeholders == ["link"])
  }

  @Test func `refuses a variant that the notice does not have`() throws {
    let catalog = try MapleHollow.catalog()
    let wording = try MapleHollow.wording(sent: "2026-10-06T07:00")
    #expect(throws: UnfilledNotice.self) {
      try catalog.fill(TemplateName(.reminder), with: [:], wording)
    }
  }

  @Test func `counts days on the day of sending, from the same value`() throws {
    let catalog = try MapleHollow.catalog()
    let name = TemplateName(.reminder, .threeDays)
    let values = NoticeCatalog.examples(of: name, try MapleHollow.wording(sent: "2026-10-16T07:00"))
    func opening(sent: String) throws -> String {
      try catalog.fill(name, with: values, MapleHollow.wording(sent: sent))
        .paragraphs[1].replacing("\n", with: " ")
    }
    #expect(
      try opening(sent: "2026-10-16T07:00")
        == "2 reviews are due in 4 days. If you get stuck on one, reply to this mail.")
    #expect(try opening(sent: "2026-10-17T07:00").hasPrefix("2 reviews are due in 3 days."))
  }

  @Test func `keeps control characters out of headers`() throws {
    let filled = try MapleHollow.preview(
      TemplateName(.notYet), with: ["title": .text("Fractions\r\nBcc: all@example.org\u{0}\tx")])
    #expect(filled.subject == "Not yet: Fractions Bcc: all@example.org x")
    let address = try MapleHollow.preview(
      TemplateName(.notYet), with: ["office_email": .text("office@district.example\nBcc: x")])
    #expect(address.replyTo == "office@district.example Bcc: x")
  }

  @Test func `cuts a title at a word to the room that the subject has left`() throws {
    func subject(_ title: String) throws -> String {
      try MapleHollow.preview(TemplateName(.notYet), with: ["title": .text(title)]).subject
    }
    // "Not yet: " takes 9 of 60 characters.
    let fits = "Seventeen small steps to fluent reading in grade 12"
    #expect(fits.count == 51)
    #expect(try subject(fits) == "Not yet: " + fits)
    #expect(
      try subject(fits + "s") == "Not yet: Seventeen small steps to fluent reading in grade...")
    #expect(try subject(String(repeating: "x", count: 90)).count == 60)
    let body = try MapleHollow.preview(
      TemplateName(.yearEnded), with: ["title": .text("Word " + String(repeating: "x", count: 90))])
    #expect(body.text.contains("\n  Title:  Word...\n"))
  }

  @Test func `cuts feedback after a sentence and says where the rest is`() throws {
    let sentence = "Show one more sample of the way there. "
    let long = String(repeating: sentence, count: 40)
    let filled = try MapleHollow.preview(
      TemplateName(.notYet),
      with: ["feedback_lines": .block([.feedback(criterion: "Samples", text: long)])])
    let feedback = try #require(filled.paragraphs.first { $0.hasPrefix("Samples\n") })
      .split(whereSeparator: \.isWhitespace).dropFirst().joined(separator: " ")
    #expect(feedback.hasSuffix("of the way there. The rest is on your page."))
    #expect(feedback.count <= 1_200 + 27)
    #expect(feedback.count > 1_100)
    let short = String(repeating: "x", count: 1_199) + "."
    let kept = try MapleHollow.preview(
      TemplateName(.notYet),
      with: ["feedback_lines": .block([.feedback(criterion: "Samples", text: short)])])
    #expect(!kept.text.contains("The rest is on your page."))
  }

  @Test func `keeps the paragraphs of feedback`() throws {
    let filled = try MapleHollow.preview(
      TemplateName(.notYet),
      with: [
        "feedback_lines": .block([.feedback(criterion: "Samples", text: "First.\n\n Second.\r\n")])
      ])
    #expect(filled.text.contains("\nSamples\n  First.\n  Second.\n"))
  }

  @Test func `lists what else is due above the sign-off`() throws {
    let filled = try MapleHollow.preview(
      TemplateName(.reminder, .sevenDays),
      with: ["also_lines": .block([.entry("Your own evidence is due in 3 days.")])])
    #expect(
      filled.text.hasSuffix(
        """
        for the teacher.

        Also for you today:

        Your own evidence is due in 3 days.

        Office of Teaching and Learning
        Maple Hollow School District, 555-0142

        """))
    #expect(filled.page.contains(">Also for you today</h2>"))
  }

  @Test func `calls a calendar entry as our text does if a district's own does not say it`() throws
  {
    let name = TemplateName(.assignment)
    #expect(try MapleHollow.preview(name).calendarSummary == "Due: 3 reviews")
    let builtIn = try #require(NoticeText.named(.assignment).text(.standard)).source
    let own = try Template(
      builtIn.replacing("Calendar: Due: {review_count}\n", with: ""), file: "assignment.txt",
      for: name)
    #expect(try MapleHollow.preview(name, overrides: [own]).calendarSummary == "Due: 3 reviews")
  }

  @Test func `writes a brace for two`() throws {
    let name = TemplateName(.signIn)
    let builtIn = try #require(NoticeText.named(.signIn).text(.standard)).source
    let own = try Template(
      builtIn.replacing("Sign in:\n", with: "Sign in {{here}:\n"), file: "sign-in.txt", for: name)
    #expect(try MapleHollow.preview(name, overrides: [own]).text.contains("\nSign in {here}:\n"))
  }

  @Test func `gives the same mail from values that were stored`() throws {
    let catalog = try MapleHollow.catalog()
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    for (name, _) in NoticeCatalog.builtInTexts {
      let wording = try Wording.ofExample(name, in: MapleHollow.central())
      let values = NoticeCatalog.examples(of: name, wording)
      let stored = try encoder.encode(values)
      let read = try JSONDecoder().decode(NoticeValues.self, from: stored)
      #expect(read == values)
      #expect(
        try catalog.fill(name, with: read, wording) == catalog.fill(name, with: values, wording))
      let storedName = try JSONDecoder().decode(TemplateName.self, from: encoder.encode(name))
      #expect(storedName == name)
    }
  }
}
