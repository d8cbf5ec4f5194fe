import CivilTime
import Mail
import Testing

@Suite struct `A draft is refused` {
  func problems(_ change: (inout MessageDraft) throws -> Void) throws -> [MessageProblem] {
    var draft = try MapleHollow.draft()
    draft.html = [65]
    try change(&draft)
    do {
      _ = try MailMessage(draft)
      return []
    } catch {
      #expect(!error.description.isEmpty)
      return error.problems
    }
  }

  /// Each place of a draft that takes a string for a header or a calendar.
  static let places: [(name: String, set: @Sendable (inout MessageDraft, String) throws -> Void)] =
    [
      ("From", { $0.from = Mailbox(name: $1, $0.from.address) }),
      ("To", { $0.to = [Mailbox(name: $1, $0.from.address)] }),
      ("Reply-To", { $0.replyTo = [Mailbox(name: $1, $0.from.address)] }),
      ("Subject", { $0.subject = $1 }),
      ("List-Unsubscribe", { $0.unsubscribe = Unsubscribe(link: "https://a.example/" + $1) }),
      (
        "file name",
        { $0.attachments = [Attachment(fileName: $1, mediaType: "text/x", bytes: [])] }
      ),
      (
        "media type",
        { $0.attachments = [Attachment(fileName: "a", mediaType: "text/x" + $1, bytes: [])] }
      ),
      (
        "media type",
        { $0.inlineImages = [InlineImage(contentID: "a", mediaType: "image/x" + $1, bytes: [])] }
      ),
      (
        "Content-ID",
        { $0.inlineImages = [InlineImage(contentID: "a" + $1, mediaType: "image/png", bytes: [])] }
      ),
      (
        "file name", { $0.calendar = .attachment(try MapleHollow.dueDate(.publish), fileName: $1) }
      ),
      (
        "calendar",
        {
          var event = try MapleHollow.dueDate(.publish)
          event.uid = $1
          $0.calendar = .attachment(event)
        }
      ),
      (
        "calendar",
        {
          var event = try MapleHollow.dueDate(.publish)
          event.summary = $1
          $0.calendar = .attachment(event)
        }
      ),
      (
        "calendar",
        {
          var event = try MapleHollow.dueDate(.publish)
          event.organizer = Mailbox(name: $1, $0.from.address)
          $0.calendar = .attachment(event)
        }
      ),
      (
        "calendar",
        {
          let attendee = Mailbox(name: $1, $0.from.address)
          $0.calendar = .invitation(try MapleHollow.dueDate(.request(attendee: attendee)))
        }
      ),
    ]

  @Test(arguments: places.indices)
  func `when a header would hold a line break or NUL`(index: Int) throws {
    let place = Self.places[index]
    for poison in ["\r", "\n", "\r\n", "\u{0}"] {
      for text in ["a" + poison + "Bcc: x@evil.example", poison + "a", "a" + poison] {
        let found = try problems { try place.set(&$0, text) }
        let isNamed = found.contains {
          switch $0 {
          case .lineBreakOrNUL(let field), .malformed(let field, _): field == place.name
          case .empty, .tooLong, .tooMany: false
          }
        }
        #expect(isNamed)
      }
    }
    let harmless = place.name == "media type" ? "y" : "Maya"
    #expect(try problems { try place.set(&$0, harmless) } == [])
  }

  @Test func `when a body holds NUL, and never for its line breaks`() throws {
    #expect(try problems { $0.text = "a\u{0}b" } == [.lineBreakOrNUL("text")])
    #expect(try problems { $0.html = [65, 0] } == [.lineBreakOrNUL("HTML")])
    #expect(try problems { $0.text = "a\r\rb\n" } == [])
  }

  @Test func `with everything that is wrong at once`() throws {
    let found = try problems {
      $0.to = []
      $0.subject = " \t"
      $0.text = ""
      $0.references = []
      $0.unsubscribe = Unsubscribe(link: nil)
      $0.utcOffsetSeconds = 86_400
    }
    #expect(
      found == [
        .empty("To"), .empty("Subject"),
        .malformed("Date", "the clock is more than a day from UTC"),
        .empty("List-Unsubscribe"), .empty("text"),
      ])
  }

  @Test func `when something is longer or more than its limit`() throws {
    func x(_ count: Int) -> String { String(repeating: "x", count: count) }
    let id = try MapleHollow.draft().messageID
    let theo = try MapleHollow.theo()
    #expect(try problems { $0.subject = x(900) } == [])
    #expect(try problems { $0.subject = x(901) } == [.tooLong("Subject", limit: 900)])
    #expect(try problems { $0.from = Mailbox(name: x(300), theo.address) } == [])
    #expect(
      try problems { $0.from = Mailbox(name: x(301), theo.address) }
        == [.tooLong("From", limit: 300)])
    #expect(try problems { $0.to = Array(repeating: theo, count: 100) } == [])
    #expect(
      try problems { $0.to = Array(repeating: theo, count: 101) } == [.tooMany("To", limit: 100)])
    #expect(try problems { $0.references = Array(repeating: id, count: 50) } == [])
    #expect(
      try problems { $0.references = Array(repeating: id, count: 51) }
        == [.tooMany("References", limit: 50)])
    let file = Attachment(fileName: "a", mediaType: "text/x", bytes: [])
    #expect(try problems { $0.attachments = Array(repeating: file, count: 20) } == [])
    #expect(
      try problems { $0.attachments = Array(repeating: file, count: 21) }
        == [.tooMany("attachments", limit: 20)])
    #expect(
      try problems {
        $0.attachments = [
          Attachment(
            fileName: "a", mediaType: "text/x", bytes: Array(repeating: 0, count: 10_485_761))
        ]
      } == [.tooLong("attachments", limit: 10_485_760)])
  }

  @Test func `when a file is not one`() throws {
    for name in ["", "a/b", "..", ".", "\\a", "a\u{1}"] {
      #expect(
        try !problems {
          $0.attachments = [Attachment(fileName: name, mediaType: "text/x", bytes: [])]
        }.isEmpty)
    }
    for type in [
      "", "text", "text/", "/x", "text/x/y", "text/x; a=b", "multipart/mixed", "Message/rfc822",
    ] {
      #expect(
        try !problems {
          $0.attachments = [Attachment(fileName: "a", mediaType: type, bytes: [])]
        }.isEmpty)
    }
    let logo = InlineImage(contentID: "logo", mediaType: "image/png", bytes: [1])
    #expect(try problems { $0.inlineImages = [logo, logo] }.count == 1)
    #expect(
      try problems {
        $0.html = nil
        $0.inlineImages = [logo]
      }.count == 1)
  }

  @Test func `when a link to turn it off is none`() throws {
    for link in [
      "http://a.example", "https://", "https://a b", "https://a>,<mailto:x@y", "https://é",
    ] {
      #expect(try !problems { $0.unsubscribe = Unsubscribe(link: link) }.isEmpty)
    }
  }

  @Test func `when a calendar entry makes no sense`() throws {
    func problems(_ change: (inout CalendarEvent) throws -> Void) throws -> Int {
      var event = try MapleHollow.dueDate(.publish)
      try change(&event)
      return try self.problems { $0.calendar = .attachment(event) }.count
    }
    #expect(try problems { _ in } == 0)
    #expect(try problems { $0.end = $0.start } == 1)
    #expect(try problems { $0.sequence = -1 } == 1)
    #expect(try problems { $0.uid = "" } == 1)
    #expect(try problems { $0.summary = "" } == 1)
    #expect(try problems { $0.details = "a\nb" } == 0)
    #expect(try problems { $0.details = "a\u{0}" } == 1)
    // An invitation invites somebody.
    #expect(
      try self.problems { $0.calendar = .invitation(try MapleHollow.dueDate(.publish)) }.count == 1)
  }
}
