import CivilTime
import Mail
import Testing

@Suite struct `A message for a relay` {
  private func problem(_ text: String) -> SMTPMessageProblem? {
    do throws(SMTPMessageProblem) {
      _ = try SMTPMessage(
        id: 1, sender: nil, recipients: [Post.maya], content: Array(text.utf8))
      return nil
    } catch {
      return error
    }
  }

  @Test func `holds no half of a line end, by which another could be smuggled`() {
    let head = "Subject: x\r\n\r\n"
    for (smuggled, line) in [
      ("a\n.\r\nMAIL FROM:<evil@x.example>\r\n", 3), ("a\r.\r\nb\r\n", 3), ("a\n.\nb\r\n", 3),
      ("a\r\n.\rb\r\n", 4), ("\r\r\n", 3), ("\n", 3), ("a\r\n\n", 4), ("a\r\n.\n\r\n", 4),
    ] {
      #expect(
        problem(head + smuggled) == .bareLineBreak(line: line), "\(smuggled.debugDescription)")
    }
    #expect(problem(head + "a\r\n.\r\nb\r\n") == nil)
    #expect(problem(head + "a\u{0}b\r\n") == .nul)
    #expect(problem(head + "a") == .unfinished)
    #expect(problem(head + "a\r") == .unfinished)
    #expect(problem("") == .unfinished)
  }

  @Test func `has limits on both sides of which it is tried`() throws {
    let line = String(repeating: "x", count: SMTPMessage.lineLengthMaximum)
    #expect(problem(line + "\r\n") == nil)
    #expect(problem("\r\n" + line + "x\r\n") == .lineTooLong(line: 2))
    let most = [Address](repeating: Post.maya, count: SMTPMessage.recipientCountMaximum)
    let content: [UInt8] = [0x0D, 0x0A]
    _ = try SMTPMessage(id: 1, sender: nil, recipients: most, content: content)
    #expect(throws: SMTPMessageProblem.tooManyRecipients) {
      try SMTPMessage(id: 1, sender: nil, recipients: most + [Post.theo], content: content)
    }
    #expect(throws: SMTPMessageProblem.noRecipient) {
      try SMTPMessage(id: 1, sender: nil, recipients: [], content: content)
    }
  }

  @Test func `keeps each line that begins with a dot, and ends with a lone one`() throws {
    let pieces = ["", ".", "..", "...", ".a", "a.", "a..b", "\t.", " ."]
    for first in pieces {
      for second in pieces {
        let lines = [first, second, first + second, "", second]
        let text = lines.map { $0 + "\r\n" }.joined()
        var conversation = try FaultWays.awaitingMark(try Post.message(1, text: text))
        let actions = conversation.handle(.marked(next: nil))
        let stuffed = lines.map { ($0.hasPrefix(".") ? "." + $0 : $0) + "\r\n" }.joined() + ".\r\n"
        #expect(actions == [.write(Array(stuffed.utf8)), .wait(.endOfData)])
      }
    }
  }

  @Test func `is made from a message of our own`() throws {
    let message = try MailMessage(
      MessageDraft(
        from: Mailbox(Post.office), to: [Mailbox(Post.maya)], subject: "Due", date: .epoch,
        messageID: try MessageID(left: "a", domain: "x.example"), text: ".\n..x\n"))
    let sent = try SMTPMessage(id: 3, message)
    #expect(sent.recipients == [Post.maya])
    #expect(sent.sender == Post.office)
    #expect(sent.content == message.bytes)
    #expect(!sent.is8Bit && !sent.needsSMTPUTF8)
  }
}

/// Ways to a state of a conversation.
enum FaultWays {
  static func awaitingMark(_ message: SMTPMessage) throws -> SMTPConversation {
    var conversation = SMTPConversation(try Post.settings(), nonce: "n")
    _ = conversation.handle(.connected)
    _ = conversation.handle(.received(Array("220 relay\r\n".utf8)))
    _ = conversation.handle(.received(Array("250-relay\r\n250 PIPELINING\r\n".utf8)))
    _ = conversation.handle(.send(message))
    let actions = conversation.handle(.received(Array("250 a\r\n250 b\r\n354 c\r\n".utf8)))
    #expect(actions == [.markEndOfData(message.id)])
    return conversation
  }
}
