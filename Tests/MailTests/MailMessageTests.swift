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
}
