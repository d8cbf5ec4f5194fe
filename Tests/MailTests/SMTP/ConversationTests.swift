import Mail
import Testing

@Suite struct `A conversation with a relay` {
  private func words(_ outcome: SMTPOutcome) -> [String] {
    outcome.results.map { result in
      switch result {
      case .accepted(let reply): "A \(reply.code)"
      case .failed(.transient(let cause)): "t \(cause.reply?.code ?? 0) \(cause.blame)"
      case .failed(.permanent(let cause)): "p \(cause.reply?.code ?? 0) \(cause.blame)"
      case .failed(.unknown(let cause)): "? \(cause.reply?.code ?? 0) \(cause.blame)"
      }
    }
  }

  private func commands(_ relay: ScriptedRelay) -> [String] {
    relay.lines.map { String($0.prefix { $0 != " " }) }
  }

  @Test func `sends messages in groups, each with one write, and says goodbye`() throws {
    for sendsAhead in [true, false] {
      var relay = ScriptedRelay(
        try Post.settings(),
        messages: [try Post.message(1), try Post.message(2, to: [Post.theo, Post.ines])])
      relay.sendsAhead = sendsAhead
      relay.run()
      #expect(
        relay.lines == [
          "EHLO cellar.maplehollow.example",
          "MAIL FROM:<office@maplehollow.example> SIZE=23",
          "RCPT TO:<m.alder@maplehollow.example>", "DATA", "(text)",
          "MAIL FROM:<office@maplehollow.example> SIZE=23",
          "RCPT TO:<t.birch@maplehollow.example>", "RCPT TO:<i.cedar@maplehollow.example>", "DATA",
          "(text)", "QUIT",
        ])
      #expect(relay.writeCount == (sendsAhead ? 5 : 6))
      #expect(relay.marks == [1, 2])
      #expect(relay.outcomes.map(\.id) == [1, 2])
      #expect(relay.outcomes.map(words) == [["A 250"], ["A 250", "A 250"]])
      guard case .accepted(let reply) = relay.outcomes[0].results[0] else { continue }
      #expect(reply.words == "250 2.0.0 Ok: queued as 4Q7")
      #expect(relay.closings == [nil])
    }
  }

  @Test func `asks one thing after the other where nothing else is offered`() throws {
    var relay = ScriptedRelay(
      try Post.settings(), offers: ["SIZE"],
      messages: [try Post.message(1, to: [Post.maya, Post.theo]), try Post.message(2)])
    relay.run()
    #expect(
      commands(relay) == [
        "EHLO", "MAIL", "RCPT", "RCPT", "DATA", "(text)", "MAIL", "RCPT", "DATA", "(text)", "QUIT",
      ])
    #expect(relay.writeCount == relay.lines.count)
    #expect(relay.outcomes.map(words) == [["A 250", "A 250"], ["A 250"]])
  }

  @Test(arguments: [true, false])
  func `gives each recipient an outcome of their own`(pipelines: Bool) throws {
    var relay = ScriptedRelay(
      try Post.settings(), offers: pipelines ? ["PIPELINING"] : [],
      messages: [try Post.message(1, to: [Post.maya, Post.theo, Post.ines]), try Post.message(2)])
    relay.recipients = [
      "t.birch@maplehollow.example": "550 5.1.1 No such user",
      "i.cedar@maplehollow.example": "452 4.2.2 Mailbox full",
    ]
    relay.run()
    #expect(
      relay.outcomes.map(words) == [["A 250", "p 550 message", "t 452 message"], ["A 250"]])
    #expect(relay.texts.count == 2)
    #expect(!relay.lines.contains("RSET"))
  }

  @Test func `sends a bare dot when nobody is left but the relay waits for the text`() throws {
    var relay = ScriptedRelay(
      try Post.settings(),
      messages: [try Post.message(1, to: [Post.maya, Post.theo]), try Post.message(2)])
    relay.recipients = ["t.birch@maplehollow.example": "451 4.7.1 Greylisted"]
    relay.answers["RCPT"] = "550 5.1.1 No such user"
    relay.run()
    #expect(relay.outcomes.map(words) == [["p 550 message", "t 451 message"], ["p 550 message"]])
    #expect(relay.texts == [[], []])
    #expect(relay.marks.isEmpty, "nothing was to be marked")
    #expect(relay.closings == [nil])
  }

  @Test(arguments: [true, false])
  func `begins anew after a refused message`(pipelines: Bool) throws {
    var relay = ScriptedRelay(
      try Post.settings(), offers: pipelines ? ["PIPELINING"] : [],
      messages: [try Post.message(1), try Post.message(2)])
    relay.recipients = ["m.alder@maplehollow.example": "550 5.1.1 No"]
    relay.answers["DATA"] = "554 5.5.1 No valid recipients"
    relay.run()
    #expect(relay.outcomes.map(words) == [["p 550 message"], ["p 550 message"]])
    let group = pipelines ? ["MAIL", "RCPT", "DATA"] : ["MAIL", "RCPT"]
    #expect(commands(relay) == ["EHLO"] + group + ["RSET"] + group + ["QUIT"])
    #expect(relay.writeCount == (pipelines ? 4 : 7))
  }

  @Test(arguments: [true, false])
  func `blames a refused sender on the settings`(pipelines: Bool) throws {
    var relay = ScriptedRelay(
      try Post.settings(), offers: pipelines ? ["PIPELINING"] : [], messages: [try Post.message()])
    relay.answers["MAIL"] = "553 5.7.1 Sender address rejected: not owned by user"
    relay.answers["RCPT"] = "503 5.5.1 Need MAIL"
    relay.answers["DATA"] = "503 5.5.1 Need RCPT"
    relay.run()
    #expect(relay.outcomes.map(words) == [["t 553 settings"]])
    #expect(commands(relay) == ["EHLO", "MAIL"] + (pipelines ? ["RCPT", "DATA"] : []) + ["QUIT"])
  }

  @Test func `refuses what the relay can't take before anything is sent`() throws {
    let utf8 = try Post.message(2, to: [Post.address("jürgen@maplehollow.example")])
    let eightBit = try Post.message(3, text: "Subject: x\r\n\r\ncaf\u{E9}\r\n")
    let header = try Post.message(4, text: "Subject: caf\u{E9}\r\n\r\nx\r\n")
    let large = try Post.message(
      5, text: "Subject: x\r\n\r\n" + String(repeating: "x\r\n", count: 40))
    #expect(!eightBit.needsSMTPUTF8)
    #expect(eightBit.is8Bit)
    #expect(header.needsSMTPUTF8)
    var relay = ScriptedRelay(
      try Post.settings(), offers: ["SIZE 100", "PIPELINING"],
      messages: [utf8, eightBit, header, large, try Post.message(6)])
    relay.run()
    #expect(
      relay.outcomes.map(words) == [
        ["p 0 message"], ["p 0 message"], ["p 0 message"], ["p 0 message"], ["A 250"],
      ])
    #expect(commands(relay) == ["EHLO", "MAIL", "RCPT", "DATA", "(text)", "QUIT"])
    guard case .failed(let failure) = relay.outcomes[3].results[0] else { return }
    #expect(
      failure.description == "while the relay read the sender, the message has 134 bytes, "
        + "and the relay takes at most 100")
  }

  @Test func `asks for 8BITMIME and SMTPUTF8 only where they are needed`() throws {
    var relay = ScriptedRelay(
      try Post.settings(), offers: ["8BITMIME", "SMTPUTF8", "SIZE 0"],
      messages: [
        try Post.message(1), try Post.message(2, text: "Subject: x\r\n\r\ncaf\u{E9}\r\n"),
        try Post.message(3, to: [Post.address("jürgen@maplehollow.example")]),
      ])
    relay.run()
    #expect(
      relay.lines.filter { $0.hasPrefix("MAIL") } == [
        "MAIL FROM:<office@maplehollow.example> SIZE=23",
        "MAIL FROM:<office@maplehollow.example> SIZE=21 BODY=8BITMIME",
        "MAIL FROM:<office@maplehollow.example> SIZE=23 SMTPUTF8",
      ])
    #expect(relay.lines.contains("RCPT TO:<jürgen@maplehollow.example>"))
  }

  @Test(arguments: [true, false])
  func `sends a message that begins while the last one ends`(isUnfit: Bool) throws {
    var relay = ScriptedRelay(
      try Post.settings(), offers: ["PIPELINING"],
      messages: [
        try Post.message(1),
        try Post.message(2, to: [isUnfit ? Post.address("ü@x.example") : Post.theo]),
        try Post.message(3),
      ])
    relay.answers["."] = "554 5.6.0 No"
    relay.run()
    let expected = [
      ["p 554 message"], [isUnfit ? "p 0 message" : "p 554 message"], ["p 554 message"],
    ]
    let byID = relay.outcomes.sorted { $0.id < $1.id }
    #expect(byID.map(words) == expected)
    #expect(relay.closings == [nil])
  }

  @Test func `does not run ahead where the settings forbid it`() throws {
    var settings = try Post.settings()
    settings.overlapsMessages = false
    var relay = ScriptedRelay(
      settings, offers: ["PIPELINING"], messages: [try Post.message(1), try Post.message(2)])
    relay.run()
    #expect(relay.writeCount == 6)
    #expect(relay.outcomes.map(words) == [["A 250"], ["A 250"]])
  }

  @Test func `sends a long text in blocks, and asks for the mark before the last`() throws {
    var text = "Subject: Long\r\n\r\n"
    var seed: UInt64 = 7
    while text.utf8.count < 900_000 {
      seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let dots = String(repeating: ".", count: Int(seed >> 60) % 4)
      text += dots + String(repeating: "x", count: Int(seed >> 33) % 90) + "\r\n"
    }
    var relay = ScriptedRelay(
      try Post.settings(), messages: [try Post.message(1, text: text), try Post.message(2)])
    relay.run()
    let isWhole = relay.texts.first == Array(text.utf8)
    #expect(isWhole)
    #expect(relay.outcomes.map(words) == [["A 250"], ["A 250"]])
    #expect(relay.writeCount == 1 + 1 + 4 + 1 + 1)
    #expect(relay.phases.contains(.body))
  }
}
