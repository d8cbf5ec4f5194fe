import CivilTime
import Mail
import Testing

@Suite struct `A message` {
  @Test func `of plain text has the fields of an automatic notice, and nothing else`() throws {
    let message = try MailMessage(MapleHollow.draft())
    #expect(
      message.string == """
        Date: Wed, 30 Sep 2026 09:10:00 -0500\r
        From: "Office of Teaching and Learning" <credentials@maplehollow.example>\r
        To: "Theo" <t.birch@maplehollow.example>\r
        Subject: Due Tuesday, October 20: your reviews\r
        Message-ID: <assignment/31/7@credentials.maplehollow.example>\r
        Auto-Submitted: auto-generated\r
        X-Auto-Response-Suppress: All\r
        MIME-Version: 1.0\r
        Content-Type: text/plain; charset=utf-8\r
        Content-Transfer-Encoding: 7bit\r
        \r
        Hello Theo,\r
        \r
        You have 3 reviews.\r

        """)
    #expect(!message.needsSMTPUTF8)
  }

  @Test func `of everything is read back part by part, without a defect`() throws {
    var draft = try MapleHollow.draft()
    draft.html = Array("<!DOCTYPE html>\n<p>Hello Théo, <img src=\"cid:logo\">\n".utf8)
    draft.inlineImages = [
      InlineImage(contentID: "logo", mediaType: "image/png", bytes: Array(0...255))
    ]
    draft.calendar = .invitation(try MapleHollow.dueDate(.request(attendee: MapleHollow.theo())))
    draft.attachments = [
      Attachment(fileName: "récipissé 7.pdf", mediaType: "application/pdf", bytes: [1, 2, 3])
    ]
    draft.replyTo = [Mailbox(try Address("help@maplehollow.example"))]
    let message = try MailMessage(draft)
    let read = try ReadMessage.read(message.bytes)
    #expect(read.defects == [])
    #expect(
      read.parts.map(\.type) == [
        "text/plain", "text/html", "image/png", "text/calendar", "application/pdf",
      ])
    let mixed = "multipart/mixed"
    let alternative = "multipart/alternative"
    #expect(
      read.parts.map(\.path) == [
        [mixed, alternative], [mixed, alternative, "multipart/related"],
        [mixed, alternative, "multipart/related"], [mixed, alternative], [mixed],
      ])
    #expect(read.parts[0].text == draft.text)
    #expect(read.parts[1].text == String(decoding: draft.html ?? [], as: UTF8.self))
    #expect(read.parts[2].bytes.map(Array.init) == Array(0...255))
    #expect(read.parts[2].contentID == "<logo>")
    #expect(read.parts[2].disposition == "inline")
    #expect(read.parts[3].parameters == ["method": "REQUEST", "charset": "utf-8"])
    #expect(read.parts[4].fileName == "récipissé 7.pdf")
    #expect(read.parts[4].bytes.map(Array.init) == [1, 2, 3])
    #expect(
      read.from == [
        .init(name: "Office of Teaching and Learning", address: "credentials@maplehollow.example")
      ])
    #expect(read.replyTo == [.init(name: "", address: "help@maplehollow.example")])
  }

  @Test func `is nested no deeper than it must be`() throws {
    func types(_ change: (inout MessageDraft) throws -> Void) throws -> [[String]] {
      var draft = try MapleHollow.draft()
      try change(&draft)
      let read = try ReadMessage.read(try MailMessage(draft).bytes)
      #expect(read.defects == [])
      return read.parts.map { $0.path.map { String($0.dropFirst(10)) } + [$0.type] }
    }
    let file = Attachment(fileName: "a.pdf", mediaType: "application/pdf", bytes: [1])
    #expect(
      try types { $0.html = [65] } == [
        ["alternative", "text/plain"], ["alternative", "text/html"],
      ])
    #expect(
      try types { $0.attachments = [file] } == [
        ["mixed", "text/plain"], ["mixed", "application/pdf"],
      ])
    #expect(
      try types {
        $0.calendar = .invitation(try MapleHollow.dueDate(.request(attendee: MapleHollow.theo())))
      } == [["alternative", "text/plain"], ["alternative", "text/calendar"]])
    #expect(
      try types {
        $0.html = [65]
        $0.calendar = .attachment(try MapleHollow.dueDate(.publish))
      } == [
        ["mixed", "alternative", "text/plain"], ["mixed", "alternative", "text/html"],
        ["mixed", "text/calendar"],
      ])
  }

  @Test func `has a calendar file that says its method and its name`() throws {
    var draft = try MapleHollow.draft()
    draft.calendar = .attachment(try MapleHollow.dueDate(.publish))
    let read = try ReadMessage.read(try MailMessage(draft).bytes)
    let part = try #require(read.parts.last)
    #expect(
      part.parameters == ["method": "PUBLISH", "charset": "utf-8", "name": "due-date.ics"])
    #expect(part.disposition == "attachment")
    #expect(part.fileName == "due-date.ics")
    #expect(part.encoding == "7bit")
  }

  @Test func `names its thread, what it answers, and how to turn it off`() throws {
    var draft = try MapleHollow.draft()
    draft.autoSubmitted = .replied
    draft.suppressesAutomaticAnswers = false
    draft.inReplyTo = MessageID(received: "<CAF=x+y@mail.gmail.com>")
    draft.references = [
      try MessageID(left: "thread.submission.812", domain: "credentials.maplehollow.example"),
      try MessageID(left: "submission/812/1/receipt", domain: "credentials.maplehollow.example"),
    ]
    let link = "https://credentials.maplehollow.example/off/K7QM2XD9RT4VBN6HWC3JY5PZ8A"
    draft.unsubscribe = Unsubscribe(
      link: link, address: try Address("off+\"x\"@maplehollow.example".replacing("\"", with: "")))
    let message = try MailMessage(draft)
    let lines = message.lines
    #expect(lines.contains("In-Reply-To: <CAF=x+y@mail.gmail.com>"))
    #expect(lines.contains("References: <thread.submission.812@credentials.maplehollow.example>"))
    #expect(lines.contains(" <submission/812/1/receipt@credentials.maplehollow.example>"))
    #expect(lines.contains("Auto-Submitted: auto-replied"))
    #expect(!lines.contains { $0.hasPrefix("X-Auto-Response-Suppress") })
    #expect(lines.contains(" <" + link + ">,"))
    #expect(lines.contains(" <mailto:off+x@maplehollow.example>"))
    #expect(lines.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click"))
    #expect(try ReadMessage.read(message.bytes).defects == [])

    draft.unsubscribe = Unsubscribe(link: link, isOneClick: false)
    draft.autoSubmitted = .no
    let other = try MailMessage(draft).lines
    #expect(other.contains(" <" + link + ">"))
    #expect(!other.contains { $0.hasPrefix("List-Unsubscribe-Post") })
    #expect(!other.contains { $0.hasPrefix("Auto-Submitted") })
  }

  @Test func `has the same bytes each time, and boundaries of its own`() throws {
    var draft = try MapleHollow.draft()
    draft.html = [65]
    let first = try MailMessage(draft)
    #expect(try MailMessage(draft).bytes == first.bytes)
    draft.messageID = try MessageID(left: "assignment/31/8", domain: "x.example")
    func boundary(_ message: MailMessage) throws -> String {
      try #require(message.lines.first { $0.hasPrefix("--=_") })
    }
    #expect(try boundary(MailMessage(draft)) != boundary(first))
  }

  @Test func `can't be ended by a text that holds its boundary`() throws {
    var draft = try MapleHollow.draft()
    draft.html = [65]
    let plain = try MailMessage(draft)
    let boundary = try #require(plain.lines.first { $0.hasPrefix("--=_") })
    draft.text = "before\n" + boundary + "\n" + boundary + "--\nafter"
    let read = try ReadMessage.read(try MailMessage(draft).bytes)
    #expect(read.defects == [])
    #expect(read.parts.map(\.text) == [draft.text, "A"])
  }
}
