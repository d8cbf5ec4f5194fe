import Mail
import Testing

@Suite struct `A relay's reply` {
  private func replies(_ text: String, byteByByte: Bool = false) throws(SMTPReplyProblem)
    -> [SMTPReply]
  {
    var parser = SMTPReplyParser()
    var replies: [SMTPReply] = []
    let pieces = byteByByte ? text.utf8.map { [$0] } : [Array(text.utf8)]
    for piece in pieces {
      parser.append(piece)
      while let reply = try parser.next() { replies.append(reply) }
    }
    return replies
  }

  @Test(
    arguments: [
      ("250 Ok\r\n", ["250 Ok"]), ("250\r\n", ["250"]), ("250 \r\n", ["250"]), ("250\n", ["250"]),
      ("250-a\r\n250-b\r\n250 c\r\n", ["250 a b c"]), ("250-\r\n250 x\n", ["250 x"]),
      ("250\tOk\r\n", ["250 Ok"]), ("220 a\r\n354 b\r\n421 c\r\n", ["220 a", "354 b", "421 c"]),
      ("599 \u{1B}[31mred\u{0}\u{7} \r \r\n", ["599 [31mred"]),
      ("550 5.1.1 No\r\n", ["550 5.1.1 No"]),
      ("550-5.1.1 No\r\n550-5.1.1 such\r\n550 5.1.1 user\r\n", ["550 5.1.1 No such user"]),
      ("250 caf\u{E9} \u{202E}\u{2028}x\r\n", ["250 caf\u{E9} x"]),
    ])
  func `is read however it comes`(text: String, words: [String]) throws {
    for byteByByte in [false, true] {
      #expect(try replies(text, byteByByte: byteByByte).map(\.words) == words)
    }
  }

  @Test(
    arguments: [
      ("hello\r\n", .notAReply(found: "hello")), ("\r\n", .notAReply(found: "")),
      ("25\r\n", .notAReply(found: "25")), ("150 x\r\n", .notAReply(found: "150 x")),
      ("600 x\r\n", .notAReply(found: "600 x")), ("2500 x\r\n", .notAReply(found: "2500 x")),
      ("250_x\r\n", .notAReply(found: "250_x")),
      ("250-a\r\n251 b\r\n", .codeChanged(from: 250, to: 251)),
      ("250-a\r\nb\r\n", .notAReply(found: "b")),
      ("\u{16}\u{3}\u{1}\n", .notAReply(found: "")),
    ] as [(String, SMTPReplyProblem)])
  func `is refused if it is none`(text: String, problem: SMTPReplyProblem) {
    for byteByByte in [false, true] {
      #expect(throws: problem) { try replies(text, byteByByte: byteByByte) }
    }
    #expect(!problem.description.isEmpty)
  }

  @Test func `has limits for line, lines and text`() throws {
    let longest = "250 " + String(repeating: "x", count: SMTPReplyParser.lineLengthMaximum - 4)
    for byteByByte in [false, true] {
      // Also where the line's end comes in two pieces.
      #expect(try replies(longest + "\r\n", byteByByte: byteByByte).count == 1)
      #expect(throws: SMTPReplyProblem.lineTooLong) {
        try replies(longest + "x\r\n", byteByByte: byteByByte)
      }
      #expect(throws: SMTPReplyProblem.lineTooLong) {
        try replies(longest + "\rx\r\n", byteByByte: byteByByte)
      }
    }
    // Without any end the line is too long as soon as it is.
    #expect(throws: SMTPReplyProblem.lineTooLong) { try replies(longest + "xx") }
    let most = String(repeating: "250-x\r\n", count: SMTPReplyParser.lineCountMaximum - 1)
    #expect(try replies(most + "250 x\r\n").count == 1)
    #expect(throws: SMTPReplyProblem.tooManyLines) { try replies(most + "250-x\r\n250 x\r\n") }
    let wide = "250-" + String(repeating: "x", count: 900) + "\r\n"
    #expect(throws: SMTPReplyProblem.tooLong) { try replies(String(repeating: wide, count: 19)) }
  }

  @Test func `shows at most so many of its words`() throws {
    let text = "550 " + String(repeating: "é", count: 400) + "\r\n"
    let line = "550-" + String(repeating: "é", count: 400) + "\r\n"
    let words = try #require(try replies(line + line + text).first).words
    #expect(words.unicodeScalars.count == SMTPReply.wordsLengthMaximum + 1)
    #expect(words.hasSuffix("…"))
  }

  @Test(
    arguments: [
      ("550 5.1.1 x", "5.1.1"), ("250 2.0.0", "2.0.0"), ("250 5.1.1 x", nil), ("550 5.1 x", nil),
      ("550 5.1.1x", nil), ("550 5.1000.1 x", nil), ("550 x 5.1.1", nil),
      ("421 4.7.999 x", "4.7.999"),
      ("334 3.0.0 x", nil),
    ] as [(String, String?)])
  func `has an enhanced code if its class fits`(text: String, status: String?) throws {
    #expect(try replies(text + "\r\n").first?.enhanced?.description == status)
  }
}

@Suite struct `A command` {
  @Test func `is one line, whatever it is made of`() throws {
    let office = try Address("\"a b\"@x.example")
    let name = try ClientName("[IPv6:2001:db8::7]")
    let commands: [(SMTPCommand, String)] = [
      (.ehlo(name), "EHLO [IPv6:2001:db8::7]"), (.helo(.loopback), "HELO [127.0.0.1]"),
      (.startTLS, "STARTTLS"), (.auth(.login, initialResponse: nil), "AUTH LOGIN"),
      (.auth(.plain, initialResponse: []), "AUTH PLAIN ="),
      (.auth(.plain, initialResponse: [0, 1, 2]), "AUTH PLAIN AAEC"),
      (.authResponse([0]), "AA=="), (.authResponse([]), ""),
      (.mail(from: nil), "MAIL FROM:<>"),
      (
        .mail(from: office, sizeBytes: 9, is8Bit: true, usesSMTPUTF8: true),
        "MAIL FROM:<\"a b\"@x.example> SIZE=9 BODY=8BITMIME SMTPUTF8"
      ),
      (.rcpt(to: office), "RCPT TO:<\"a b\"@x.example>"), (.data, "DATA"), (.rset, "RSET"),
      (.noop, "NOOP"), (.quit, "QUIT"),
    ]
    for (command, line) in commands {
      #expect(String(decoding: command.wireForm, as: UTF8.self) == line + "\r\n")
    }
  }

  @Test(
    arguments: [
      "", "a b", "a\r\nMAIL FROM:<x>", "a\u{0}", "[127.0.0.1\r\n]", "[]", "[x.example]", "-a",
      "a..b",
      "[" + String(repeating: "1", count: 46) + "]",
    ])
  func `refuses a name of this machine that is none`(name: String) {
    #expect(throws: AddressProblem.self) { try ClientName(name) }
  }

  @Test(arguments: ["cellar", "Cellar.Maplehollow.Example", "localhost", "[192.0.2.7]"])
  func `takes the names that machines have`(name: String) throws {
    #expect(try ClientName(name).string == name.lowercased())
  }
}
