import CivilTime
import Mail
import Testing

@Suite struct `A subject` {
  func subjectLines(_ subject: String) throws -> [String] {
    let lines = try MailMessage(MapleHollow.draft(subject: subject)).lines
    let start = try #require(lines.firstIndex { $0.hasPrefix("Subject:") })
    let end = try #require(lines[(start + 1)...].firstIndex { !$0.hasPrefix(" ") })
    return Array(lines[start..<end])
  }

  @Test func `stays as it is when it is plain`() throws {
    #expect(try subjectLines("Received: your evidence") == ["Subject: Received: your evidence"])
  }

  @Test func `is folded before a word, so that no line is longer than 76`() throws {
    let words = "123456789 123456789 123456789 123456789 123456789 123456789 12345"
    #expect(try subjectLines(words + "67") == ["Subject: " + words + "67"])
    #expect(
      try subjectLines(words + "678") == [
        "Subject: 123456789 123456789 123456789 123456789 123456789 123456789", " 12345678",
      ])
  }

  @Test func `is encoded from the first word that needs it to the last`() throws {
    #expect(
      try subjectLines("Not yet: Démocratie à l'école in grade 4") == [
        "Subject: Not yet: =?utf-8?b?RMOpbW9jcmF0aWUgw6AgbCfDqWNvbGU=?= in grade 4"
      ])
    #expect(try subjectLines("Earned: 設計思考") == ["Subject: Earned: =?utf-8?b?6Kit6KiI5oCd6ICD?="])
  }

  @Test func `that looks encoded, or has odd spaces, is encoded`() throws {
    #expect(
      try subjectLines("a =?utf-8?q?b?= c") == [
        "Subject: a =?utf-8?b?PT91dGYtOD9xP2I/PQ==?= c"
      ])
    #expect(try subjectLines("a  b") == ["Subject: =?utf-8?q?a__b?="])
    #expect(try subjectLines(" a") == ["Subject: =?utf-8?q?_a?="])
    #expect(try subjectLines("a\tb\u{7}") == ["Subject: =?utf-8?q?a_b_?="])
  }

  /// Titles as the world writes them, and what breaks encoders.
  static let subjects =
    [
      "Diseño centrado en el usuario, 4.º grado", "Дизайн-мышление в начальной школе",
      "تفكير تصميمي في العلوم", "חשיבה עיצובית במדעים", "डिज़ाइन सोच विज्ञान में",
      "การคิดเชิงออกแบบ", "デザイン思考と理科の授業", "디자인 사고와 과학 수업",
      "Suy nghĩ thiết kế trong khoa học lớp 4", "👩🏽‍🏫👨‍👩‍👧‍👦 Families as partners 🏳️‍🌈",
      "Z\u{35B}\u{322}a\u{301}\u{302}\u{303}\u{304}lgo", "e\u{301}cole", "\u{FEFF}mark", "a=?b?=c",
      "100% \"quoted\" <angle> (paren), \\ back; slash: @", "=?", "?=", "=?utf-8?q?x", "_ = _",
    ]
    + [
      String(repeating: "é", count: 200), String(repeating: "學", count: 200),
      String(repeating: "👩🏽‍🏫", count: 40), String(repeating: "x", count: 300),
      String(repeating: "word ", count: 60) + "é" + String(repeating: " word", count: 60),
      "a" + String(repeating: "\u{301}", count: 100) + "b",
    ]

  @Test func `of any script is read back letter by letter, within 76 columns`() throws {
    var messages: [MailMessage] = []
    for subject in Self.subjects {
      messages.append(try MailMessage(MapleHollow.draft(subject: subject)))
    }
    let read = try ReadMessage.read(messages.map(\.bytes))
    for (subject, (message, read)) in zip(Self.subjects, zip(messages, read)) {
      #expect(read.headers["Subject"].map { Array($0.utf8) } == Array(subject.utf8))
      #expect(read.defects == [])
      #expect(message.lines.allSatisfy { $0.utf8.count <= 76 })
    }
  }

  @Test func `never splits a character between two encoded words`() throws {
    var words: [String] = []
    for subject in Self.subjects where subject.allSatisfy({ $0.utf8.count <= 45 }) {
      let lines = try subjectLines(subject)
      for word in lines.joined(separator: " ").split(separator: " ")
      where word.hasPrefix("=?utf-8?") {
        #expect(word.utf8.count <= 75)
        words.append(String(word))
      }
    }
    #expect(words.count > 60)
    // Each decoded by itself: it must be whole characters of the subjects.
    let decoded = try Python.lines(
      "import sys\nfrom email.header import decode_header\n"
        + "for l in sys.stdin.read().split('\\n'):\n"
        + "  [(b, c)] = decode_header(l); print(b.decode('utf-8', 'strict').replace('\\n', ' '))",
      input: words)
    #expect(decoded.count == words.count)
    let all = Set(Self.subjects.flatMap { Array($0) }.map(String.init))
    for text in decoded { #expect(text.allSatisfy { all.contains(String($0)) }) }
  }

  @Test func `made of random pieces is read back`() throws {
    var random = SplitMix(state: 2047)
    let pieces = [
      "a", "word", " ", " ", "é", "日", "🏫", "=", "?", "_", "=?", "?=", ",", "\"", "e\u{301}",
      "longer-word-of-the-kind", "<", "@", "Ω", "\u{A0}", "\u{200D}",
    ]
    var subjects: [String] = []
    while subjects.count < 150 {
      let count = 1 + Int(random.next() % 40)
      let subject = (0..<count).map { _ in pieces[Int(random.next() % UInt64(pieces.count))] }
        .joined()
      if subject.contains(where: { !$0.isWhitespace }) { subjects.append(subject) }
    }
    let messages = try subjects.map { try MailMessage(MapleHollow.draft(subject: $0)).bytes }
    let answers = try ReadMessage.read(messages)
    #expect(answers.allSatisfy { $0.defects == [] })
    for (subject, read) in zip(subjects, answers) {
      #expect(read.headers["Subject"].map { Array($0.utf8) } == Array(subject.utf8))
    }
    let lines = messages.flatMap { $0.split(separator: 0x0A) }
    #expect(lines.allSatisfy { $0.count <= 77 && $0.last == 0x0D })
  }
}

@Suite struct `Names before an address` {
  @Test func `are quoted in ASCII and encoded otherwise`() throws {
    var draft = try MapleHollow.draft()
    let address = try Address("a@x.example")
    draft.to = [
      Mailbox(name: "Ines \"Ivy\" Cedar\\", address), Mailbox(name: "Zoë", address),
      Mailbox(address), Mailbox(name: "", address),
    ]
    let message = try MailMessage(draft)
    #expect(
      message.lines.contains(#"To: "Ines \"Ivy\" Cedar\\" <a@x.example>, =?utf-8?q?Zo=C3=AB?="#))
    #expect(message.lines.contains(" <a@x.example>, a@x.example, a@x.example"))
  }

  @Test func `of any script are read back`() throws {
    var draft = try MapleHollow.draft()
    let names = `A subject`.subjects.filter { $0.utf8.count <= 300 }
    for (index, name) in names.enumerated() {
      draft.to.append(Mailbox(name: name, try Address("a\(index)@x.example")))
    }
    let message = try MailMessage(draft)
    let read = try ReadMessage.read(message.bytes)
    #expect(read.defects == [])
    // Python puts a space between two encoded words of a name (RFC 2047 §6.2 wants none), so names
    // of more than one word are compared without spaces.
    func compared(_ name: String) -> String {
      name.utf8.count > 45
        ? String(String.UnicodeScalarView(name.unicodeScalars.filter { $0 != " " })) : name
    }
    for (found, name) in zip(read.to.dropFirst().map(\.name), names) {
      #expect(Array(compared(found).unicodeScalars) == Array(compared(name).unicodeScalars))
    }
    #expect(read.to.dropFirst().map(\.address) == names.indices.map { "a\($0)@x.example" })
    #expect(message.lines.allSatisfy { $0.utf8.count <= 76 })
  }

  @Test func `with an address beyond ASCII go out as they are, and say so`() throws {
    var draft = try MapleHollow.draft()
    draft.to = [Mailbox(name: "Zoë", try Address("zoë@bücher.example"))]
    let message = try MailMessage(draft)
    #expect(message.needsSMTPUTF8)
    #expect(message.lines.contains("To: =?utf-8?q?Zo=C3=AB?= <zoë@xn--bcher-kva.example>"))
  }
}

@Suite struct `A file name` {
  @Test func `of any script and length is read back`() throws {
    var draft = try MapleHollow.draft()
    let names = [
      "due-date.ics", "a b.txt", "it's \"x\".txt", "récépissé.pdf", "設計思考.pdf", "100%.txt",
      "a;b=c.txt", String(repeating: "x", count: 196) + ".txt",
      "é" + String(repeating: "y", count: 90),
      String(repeating: "日", count: 60) + ".txt", "*'%.txt", "a=?utf-8?q?b?=.txt",
    ]
    draft.attachments = names.map {
      Attachment(fileName: $0, mediaType: "application/octet-stream", bytes: [0, 255])
    }
    let message = try MailMessage(draft)
    let read = try ReadMessage.read(message.bytes)
    #expect(read.defects == [])
    #expect(read.parts.dropFirst().map(\.fileName) == names)
    #expect(read.parts.dropFirst().map { $0.parameters["name"] } == names)
    #expect(message.lines.allSatisfy { $0.utf8.count <= 76 })
  }
}

@Suite struct `The date` {
  @Test(
    arguments: [
      (0, 0, "Thu, 01 Jan 1970 00:00:00 +0000"),
      (0, -18_000, "Wed, 31 Dec 1969 19:00:00 -0500"),
      (1_790_777_400, 19_800, "Wed, 30 Sep 2026 19:40:00 +0530"),
      (1_790_777_459, -12_600, "Wed, 30 Sep 2026 10:40:59 -0330"),
      (951_782_400, 0, "Tue, 29 Feb 2000 00:00:00 +0000"),
    ] as [(Int64, Int, String)])
  func `shows the sender's clock`(seconds: Int64, offset: Int, expected: String) throws {
    var draft = try MapleHollow.draft()
    draft.date = Instant(seconds: seconds)
    draft.utcOffsetSeconds = offset
    #expect(try MailMessage(draft).lines.first == "Date: " + expected)
  }
}
