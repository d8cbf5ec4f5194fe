import Documents
import Notices
import Testing

@Suite struct `A district's own text` {
  private let good = """
    Subject: One step left: credit for {title_short}
    Preheader: Upload your badge or certificate. It takes two minutes.
    Reply-To: {office_email}

    Hello {first_name},

    {upload_by_line}

    Upload it:
    {link}

    {office_name}
    {district_name}, {office_phone}
    """

  private func mistakes(in source: String, for name: TemplateName) -> [Mistake] {
    do {
      _ = try Template(source, file: "texts/\(name).txt", for: name)
      return []
    } catch {
      return error.told
    }
  }

  private func mistakes(_ changes: (String, String)...) -> [Mistake] {
    let name = TemplateName(.certificateInvited)
    return mistakes(
      in: changes.reduce(good) { $0.replacing($1.0, with: $1.1) }, for: name)
  }

  @Test func `takes the place of ours`() throws {
    let name = TemplateName(.certificateInvited)
    let template = try Template(
      good.replacing("\n", with: "\r\n"), file: "texts/certificate-invited.txt", for: name)
    let filled = try MapleHollow.preview(name, overrides: [template])
    #expect(filled.subject == "One step left: credit for Design thinking in grade 4 science")
    #expect(filled.preheader == "Upload your badge or certificate. It takes two minutes.")
    #expect(
      filled.paragraphs == [
        "Hello Maya,",
        "Please do it by Friday, May 28, 2027, so that it counts this school\nyear.",
        "Upload it:\nhttps://credentials.maplehollow.example/s/K7QM2XD9RT4VBN6HWC3JY5PZ8A",
        "Office of Teaching and Learning\nMaple Hollow School District, 555-0142",
      ])
  }

  @Test func `is told all its mistakes at once, each with its line`() {
    let source = """
      Subject: {first_name}, one step is left for {tittle_short}
      Preheader: Short.
      Subject: Once more
      Replyto: {office_email}

      Hello {first_nam},

      Please do this: {upload_by_line}
      {link}
      and {link} too { or not

      {office_name}
      {district_name}
      """
    let found = mistakes(in: source, for: TemplateName(.certificateInvited))
    #expect(found.allSatisfy { $0.file == "texts/certificate-invited.txt" })
    let told = found.map { "\($0.place.line ?? 0): \($0.found) -> \($0.expected)" }
    #expect(
      told == [
        "0: no {office_phone} -> it: text of at most 40 characters",
        "1: no line \"Reply-To: ...\" -> one",
        "1: {first_name} in \"Subject\" -> none there: a locked phone shows it",
        "1: {tittle_short} -> {title_short}",
        "3: a second \"Subject\" -> one",
        "4: the header \"Replyto\" -> \"Reply-To\"",
        "6: {first_nam} -> {first_name}",
        "8: {upload_by_line} with other words on its line -> it alone, not indented: it may be "
          + "several lines, or none",
        "9: words right after {link} -> a blank line: a link ends its paragraph",
        "10: \"{\" -> a placeholder such as {first_name}, or {{ for a brace",
        "10: {link} with other words on its line -> it alone, not indented",
        "10: {link} -> one {link} in a mail",
      ])
  }

  @Test func `names the nearest known placeholder, or all if none is near`() throws {
    let near = try #require(mistakes(("{first_name}", "{frist_name}")).first)
    #expect(near.expected == "{first_name}")
    let far = try #require(mistakes(("{first_name}", "{zebra}")).first)
    #expect(
      far.expected.hasPrefix("one of {credit_range}, {upload_by_line}, {first_name}, {title}"))
  }

  @Test func `must keep what ours has and nothing else says`() {
    #expect(mistakes(("\n\n{upload_by_line}", "")).map(\.found) == ["no {upload_by_line}"])
    #expect(mistakes(("Upload it:\n{link}\n\n", "")).map(\.found) == ["no {link}"])
    #expect(mistakes(("Hello {first_name},", "Hello,")) == [])
  }

  @Test func `has words before its link, and nothing after it in the paragraph`() {
    #expect(
      mistakes(("Upload it:\n{link}", "Upload it:\n\n{link}")).map(\.found) == [
        "{link} without words before it"
      ])
    #expect(
      mistakes(("{link}\n", "{link}\nThank you.\n")).map(\.found) == ["words right after {link}"])
  }

  @Test func `has a subject that leaves room for the title`() {
    let fits = String(repeating: "x", count: 40)
    #expect(mistakes(("One step left: credit for ", fits)) == [])
    let found = mistakes(("One step left: credit for ", fits + "x"))
    #expect(found.map(\.found) == ["a subject of 41 characters when filled"])
    #expect(found.map(\.expected) == ["at most 40 besides the title"])
    #expect(found.map(\.place.line) == [1])
    let whole = mistakes(
      ("One step left: credit for {title_short}", String(repeating: "x", count: 61)))
    #expect(whole.map(\.expected) == ["at most 60"])
  }

  @Test func `has a preheader of 35 to 90 characters`() {
    let words = "Upload your badge or certificate. It takes two minutes."
    for (length, isGood) in [(34, false), (35, true), (90, true), (91, false)] {
      let found = mistakes((words, String(repeating: "x", count: length)))
      #expect(found.isEmpty == isGood, "\(length)")
      #expect(found.allSatisfy { $0.place.line == 2 })
    }
  }

  @Test func `is answered to an address`() {
    #expect(mistakes(("{office_email}", "office@district.example")) == [])
    #expect(mistakes(("{office_email}", "{office_name}")).count == 1)
    #expect(mistakes(("{office_email}", "the office")).count == 1)
  }

  @Test func `is no longer than a page`() {
    let long = String(repeating: "A line.\n", count: 401)
    #expect(mistakes(in: long, for: TemplateName(.digest)).map(\.found) == ["402 lines"])
    let wide = String(repeating: "x", count: 32 * 1024 + 1)
    #expect(mistakes(in: wide, for: TemplateName(.digest)).map(\.found) == ["32769 bytes"])
  }

  @Test func `is refused for a variant that the notice does not have`() {
    let found = mistakes(in: good, for: TemplateName(.certificateInvited, .sooner))
    #expect(found.first?.found == "a text for certificate-invited-sooner")
  }

  @Test func `has no link where ours has none`() {
    let source = """
      Subject: Not matched: your mail to us
      Preheader: Please write from your district address, so that we know you.
      Reply-To: {office_email}

      Write to us here:
      {link}

      {office_name}
      {district_name}, {office_phone}
      """
    let found = mistakes(in: source, for: TemplateName(.mailMissing, .unknownSender))
    #expect(found.map(\.expected) == ["none in this mail"])
  }

  @Test func `is found by its file's name`() {
    #expect(
      NoticeCatalog.templateName(file: "reminder-3d.txt") == TemplateName(.reminder, .threeDays))
    #expect(NoticeCatalog.templateName(file: "not-yet") == TemplateName(.notYet))
    #expect(NoticeCatalog.templateName(file: "reminder.txt") == nil)
    #expect(NoticeCatalog.nearestFile(to: "not-jet.txt") == "not-yet.txt")
  }
}
