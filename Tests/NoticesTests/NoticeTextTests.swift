import CivilTime
import Notices
import Testing

/// The rules that a machine can check, over every text with its examples.
@Suite struct `Every text of ours` {
  private struct Sample {
    let name: TemplateName
    let text: BuiltInText
    let filled: FilledNotice

    /// All that is read, in one piece.
    var whole: String { filled.subject + "\n" + filled.preheader + "\n" + filled.text }
  }

  private static let filled = Result {
    let catalog = try MapleHollow.catalog()
    return try NoticeCatalog.builtInTexts.map { name, text in
      let isPacific = name.notice == .mailTaken || name.notice == .mailMissing
      let zone = try isPacific ? MapleHollow.pacific() : MapleHollow.central()
      return Sample(name: name, text: text, filled: try catalog.preview(name, in: zone))
    }
  }

  private static func samples() throws -> [Sample] {
    try filled.get()
  }

  @Test func `belongs to one of 37 notices, numbered from 1`() {
    #expect(NoticeText.all.count == 37)
    #expect(NoticeText.all.map(\.name) == NoticeName.allCases)
    #expect(NoticeName.windowAnnounced.number == 1)
    #expect(NoticeName.mailMissing.number == 37)
    #expect(NoticeText.all.allSatisfy { !$0.texts.isEmpty })
    let names = NoticeCatalog.builtInTexts.map(\.name.description)
    #expect(Set(names).count == names.count)
    #expect(names.allSatisfy { NoticeCatalog.templateName(file: $0 + ".txt") != nil })
  }

  @Test func `has a subject of at most 60 characters and a preheader of 35 to 90`() throws {
    for sample in try Self.samples() {
      #expect(sample.filled.subject.count <= 60, "\(sample.name)")
      #expect((35...90).contains(sample.filled.preheader.count), "\(sample.name)")
      #expect(!sample.filled.subject.contains(sample.filled.preheader))
    }
  }

  @Test func `has lines of at most 72 columns, and one blank line between paragraphs`() throws {
    for sample in try Self.samples() {
      for line in sample.filled.lines {
        #expect(line.count <= 72, "\(sample.name): \(line)")
        #expect(line.last != " ", "\(sample.name): \(line)")
      }
      #expect(!sample.filled.text.contains("\n\n\n"), "\(sample.name)")
      #expect(sample.filled.text.hasSuffix("\n"))
      for line in sample.text.source.split(separator: "\n") { #expect(line.count <= 90) }
    }
  }

  @Test func `has one link, alone on its line after words that say where it leads`() throws {
    for sample in try Self.samples() where sample.name.variant != .unknownSender {
      let lines = sample.filled.lines
      let links = lines.indices.filter { lines[$0].contains("://") }
      #expect(links.count == 1, "\(sample.name)")
      let link = try #require(links.first)
      #expect(lines[link].hasPrefix("https://"))
      #expect(lines[link - 1].hasSuffix(":"), "\(sample.name)")
      #expect(lines[link + 1].isEmpty, "\(sample.name)")
    }
  }

  @Test func `is signed by the office and can be answered`() throws {
    for sample in try Self.samples() {
      #expect(
        sample.filled.text.contains(
          "\n\nOffice of Teaching and Learning\nMaple Hollow School District, 555-0142\n"),
        "\(sample.name)")
      let isIntake =
        sample.name.notice == .mailMissing && sample.name.variant != .unknownSender
      #expect(
        sample.filled.replyTo
          == (isIntake ? "mc+s812@maplehollow.example" : "credentials@maplehollow.example"))
    }
  }

  @Test func `is plain: ASCII, no exclamation marks, no words that blame or puzzle`() throws {
    let banned =
      #/
      \b(fail\w*|reject\w*|invalid|error|unfortunately|kindly|please\ note|reminder|outbox|journal|
      round|queue|token|instance|workflow|system|user|late\ for|forgot\w*|must|he|she|his|her|him|
      hers|Ms\.|Mr\.|salary|midnight|12:00\ AM|do\ not\ reply|final|still\ open)\b
      /#.ignoresCase()
    // The server's own words, and a command.
    let allowed: [NoticeName: Set<String>] = [
      .addressBounced: ["user"], .relayTrouble: ["token", "reminders"],
    ]
    for sample in try Self.samples() {
      let whole = sample.whole
      #expect(whole.utf8.allSatisfy { $0 < 127 }, "\(sample.name)")
      #expect(!whole.contains("!"), "\(sample.name)")
      for match in whole.matches(of: banned) {
        let word = match.0.lowercased()
        #expect(
          allowed[sample.name.notice]?.contains(word) == true, "\(sample.name): \(word)")
      }
    }
  }

  @Test func `has no placeholder left, and no person or money in its subject`() throws {
    for sample in try Self.samples() {
      #expect(!sample.whole.contains("{"), "\(sample.name)")
      for secret in ["Maya", "Theo", "Robin", "Val", "$"] {
        #expect(!sample.filled.subject.contains(secret), "\(sample.name)")
      }
    }
  }

  @Test func `is easy to read`() throws {
    for sample in try Self.samples() {
      let sentences = Readability.sentences(of: sample.filled)
      for sentence in sentences {
        #expect(
          sentence.split(separator: " ").count <= 25, "\(sample.name): \(sentence)")
      }
      #expect(Readability.grade(of: sentences) <= 8, "\(sample.name)")
    }
  }

  @Test func `says how to do without it where one can, and only there`() throws {
    for sample in try Self.samples() {
      let says = sample.filled.paragraphs.last?.hasPrefix("You can turn off ") == true
      #expect(says == (sample.text.switchOff == .always), "\(sample.name)")
      if sample.text.switchOff == .thisWindow {
        #expect(
          sample.filled.text.contains("\"Not this\ntime\"")
            || sample.filled.text.contains("\"Not this time\""))
      }
    }
  }

  @Test func `names its calendar entry where it has one, without a title or a name`() throws {
    for sample in try Self.samples() {
      let part = NoticeText.named(sample.name.notice).calendar
      let summary = sample.filled.calendarSummary
      let needsNone =
        part == .none || part == .attachmentIfChanged || sample.name.variant == .unknownSender
        || sample.name == TemplateName(.mailMissing, .notTaken)
      #expect((summary == nil) == needsNone, "\(sample.name)")
      #expect(summary?.contains("Design") != true)
    }
  }

  @Test func `gives every listed placeholder a use`() {
    // 2 may name whatever 1 may.
    let announced = Set(NoticeText.named(.windowAnnounced).ownPlaceholders.map(\.name))
    for notice in NoticeText.all {
      let sources = notice.texts.map(\.source).joined()
      for placeholder in notice.ownPlaceholders
      where notice.name != .windowOpen || !announced.contains(placeholder.name) {
        let isUsed = sources.contains("{\(placeholder.name)}")
        #expect(isUsed, "\(notice.name): \(placeholder.name)")
      }
      let names = notice.placeholders.map(\.name)
      #expect(Set(names).count == names.count, "\(notice.name)")
    }
  }

  @Test func `has an example that is sent on a real day`() throws {
    for (name, _) in NoticeCatalog.builtInTexts {
      let wording = try Wording.ofExample(name, in: MapleHollow.central())
      #expect((2026...2028).contains(wording.today.year), "\(name)")
      let values = NoticeCatalog.examples(of: name, wording)
      for value in values.names.compactMap({ values[$0] }) {
        switch value {
        case .moment(let instant), .start(let instant), .end(let instant), .promise(let instant):
          #expect((2026...2028).contains(wording.zone.date(at: instant).year), "\(name)")
        case .date(let date): #expect((2026...2028).contains(date.year), "\(name)")
        case .text, .number, .counted, .money, .hours, .block: break
        }
      }
    }
  }

  @Test func `shares its subject with the mail that it stands in one thread with`() throws {
    func subject(_ name: TemplateName) throws -> String { try MapleHollow.preview(name).subject }
    #expect(
      try subject(TemplateName(.windowAnnounced)) == subject(TemplateName(.windowOpen)))
    let assignment = try subject(TemplateName(.assignment))
    for text in NoticeText.named(.reminder).texts {
      #expect(try subject(TemplateName(.reminder, text.variant)) == assignment)
    }
    #expect(try subject(TemplateName(.overdueOne)) == subject(TemplateName(.overdueThree)))
    let yearEnding = NoticeText.named(.yearEnding).texts.map {
      TemplateName(.yearEnding, $0.variant)
    }
    #expect(try Set(yearEnding.map(subject)).count == 1)
  }
}

/// Flesch and Kincaid's grade level (1975), as the project's reference texts are measured.
private enum Readability {
  /// The sentences of what is prose: no lists, no rows, no link.
  static func sentences(of filled: FilledNotice) -> [String] {
    let paragraphs = filled.paragraphs.map {
      $0.replacing(#/https:\S+/#, with: "").trimmingEnd()
    }
    let prose = paragraphs.filter {
      ($0.hasSuffix(".") || $0.hasSuffix("?")) && !$0.hasPrefix("  ") && !$0.hasPrefix("1.")
    }
    let text = prose.map { $0.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
      .joined(separator: " ")
      .replacing(#/(\d{1,2}:\d\d) [AP]M \(\w+ Time\)/#) { String($0.1) }
    var sentences: [String] = []
    var sentence: [Substring] = []
    for word in text.split(separator: " ") {
      sentence.append(word)
      if let last = word.last, ".?:".contains(last) {
        sentences.append(sentence.joined(separator: " "))
        sentence = []
      }
    }
    sentences.append(sentence.joined(separator: " "))
    return sentences.filter { $0.contains(" ") }
  }

  static func grade(of sentences: [String]) -> Double {
    let words = sentences.flatMap { $0.split(separator: " ") }.filter {
      $0.contains(where: \.isLetter)
    }
    guard !sentences.isEmpty, !words.isEmpty else { return 0 }
    let syllables = words.reduce(0) { $0 + self.syllables(of: String($1)) }
    return 0.39 * Double(words.count) / Double(sentences.count)
      + 11.8 * Double(syllables) / Double(words.count) - 15.59
  }

  static func syllables(of word: String) -> Int {
    let letters = word.lowercased().filter { ("a"..."z").contains($0) }
    guard letters.count > 3 else { return letters.isEmpty ? 0 : 1 }
    var stem = letters.replacing(#/(?:[^laeiouy]es|[^td]ed|[^laeiouy]e)$/#, with: "")
    while stem.first == "y" { stem.removeFirst() }
    if stem.isEmpty { stem = letters }
    return max(1, stem.matches(of: #/[aeiouy]{1,2}/#).count)
  }
}

extension String {
  fileprivate func trimmingEnd() -> String {
    var text = self
    while text.last?.isWhitespace == true { text.removeLast() }
    return text
  }
}
