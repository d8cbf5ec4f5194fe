import Crypto
import Mail
import Testing

@Suite struct `Signing in to a relay` {
  static let token = "ya29.vF9dft4qmTc2Nvb3RlckBhdHRhdmlzdGEuY29tCg"

  private func relay(
    _ credentials: SMTPCredentials, offers: String = "AUTH SCRAM-SHA-256 PLAIN LOGIN",
    tls: TLSPolicy = .implicit
  ) throws -> ScriptedRelay {
    ScriptedRelay(try Post.settings(tls: tls, credentials: credentials), offers: [offers])
  }

  private func decoded(_ line: String?) throws -> String {
    let word = try #require(line?.split(separator: " ").last)
    return String(decoding: try #require(Base64.decode(word)), as: UTF8.self)
  }

  @Test func `by PLAIN says all at once`() throws {
    var relay = try self.relay(
      try SMTPCredentials(user: "tim", password: "tanstaaftanstaaf", mechanism: .plain))
    relay.run()
    // RFC 4954's own example has this user and password.
    #expect(relay.lines[1] == "AUTH PLAIN AHRpbQB0YW5zdGFhZnRhbnN0YWFm")
    #expect(relay.conversation.signedInBy == .plain)
    #expect(relay.closings == [nil])
  }

  @Test func `by LOGIN answers two prompts, whatever they say`() throws {
    var relay = try self.relay(
      try SMTPCredentials(user: "tim", password: "pencil", mechanism: .login))
    relay.answers["AUTH"] = "334 VXNlcm5hbWU6"
    relay.challenges = ["334 anything at all", "235 2.7.0 Ok"]
    relay.run()
    #expect(relay.lines[1...3] == ["AUTH LOGIN", "dGlt", "cGVuY2ls"])
    #expect(relay.closings == [nil])
  }

  @Test func `by SCRAM-SHA-256 gives RFC 7677's proof and checks the relay's`() throws {
    let first =
      "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096"
    for (final, isProved) in [
      ("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=", true),
      ("v=7rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=", false),
      ("e=invalid-proof", false), ("v=", false), ("", false),
    ] {
      var relay = try self.relay(try SMTPCredentials(user: "user", password: "pencil"))
      relay.answers["AUTH"] = "334 " + Base64.encode(Array(first.utf8))
      relay.challenges = ["334 " + Base64.encode(Array(final.utf8)), "235 2.7.0 Ok"]
      relay.run()
      #expect(try decoded(relay.lines[1]) == "n,,n=user,r=rOprNGfwEbeRWgbNEkqO")
      #expect(
        try decoded(relay.lines[2])
          == "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
          + "p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=")
      #expect((relay.closings == [nil]) == isProved, "\(final)")
      #expect((relay.conversation.signedInBy == .scramSHA256) == isProved)
      #expect(relay.lines.contains("") == isProved, "the empty answer to the relay's proof")
    }
  }

  @Test func `by SCRAM-SHA-256 without the relay's proof is no success`() throws {
    for answers in [["235 2.7.0 Ok"], []] {
      var relay = try self.relay(try SMTPCredentials(user: "user", password: "pencil"))
      if answers.isEmpty {
        relay.answers["AUTH"] = "235 2.7.0 Ok"
      } else {
        let first = "r=rOprNGfwEbeRWgbNEkqOx,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096"
        relay.answers["AUTH"] = "334 " + Base64.encode(Array(first.utf8))
        relay.challenges = answers
      }
      relay.run()
      let cause = try #require(relay.closings.first??.cause)
      #expect(cause.event == .signIn(.relayNotProved))
      #expect(cause.blame == .settings)
    }
  }

  @Test(
    arguments: [
      ("r=other,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096", .foreignNonce),
      ("r=rOprNGfwEbeRWgbNEkqO,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096", .foreignNonce),
      ("r=rOprNGfwEbeRWgbNEkqOx,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4095", .iterations(4_095)),
      ("r=rOprNGfwEbeRWgbNEkqOx,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=1000001", .iterations(1_000_001)),
      ("r=rOprNGfwEbeRWgbNEkqOx,s=*,i=4096", .malformedChallenge),
      ("m=x,r=rOprNGfwEbeRWgbNEkqOx,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096", .malformedChallenge),
      ("e=unknown-user", .refused("unknown-user")), ("", .malformedChallenge),
    ] as [(String, SASLProblem)])
  func `by SCRAM-SHA-256 refuses a wrong challenge`(first: String, problem: SASLProblem) throws {
    var relay = try self.relay(try SMTPCredentials(user: "user", password: "pencil"))
    relay.answers["AUTH"] = "334 " + Base64.encode(Array(first.utf8))
    relay.run()
    #expect(relay.closings.first??.cause.event == .signIn(problem))
    #expect(relay.lines.count == 2, "nothing of the password's is said")
  }

  @Test func `by XOAUTH2 tells why a token is refused`() throws {
    let credentials = try SMTPCredentials(user: "office@x.example", token: Self.token)
    var relay = try self.relay(credentials, offers: "AUTH XOAUTH2 PLAIN")
    relay.run()
    #expect(
      try decoded(relay.lines[1])
        == "user=office@x.example\u{1}auth=Bearer \(Self.token)\u{1}\u{1}")
    #expect(relay.conversation.signedInBy == .xoauth2)

    relay = try self.relay(credentials, offers: "AUTH XOAUTH2")
    let reason = #"{"status":"401","schemes":"bearer"}"#
    relay.answers["AUTH"] = "334 " + Base64.encode(Array(reason.utf8))
    relay.challenges = ["535 5.7.8 Username and Password not accepted"]
    relay.run()
    #expect(relay.lines[2].isEmpty)
    let cause = try #require(relay.closings.first??.cause)
    #expect(cause.detail == reason)
    #expect(cause.blame == .settings)
    #expect(
      cause.description == "while signing in to the relay, it answered: "
        + "535 5.7.8 Username and Password not accepted (\(reason))")
  }

  @Test func `by OAUTHBEARER names host and port, and answers a refusal`() throws {
    let credentials = try SMTPCredentials(user: "a=b,c@x.example", token: Self.token)
    var relay = try self.relay(credentials, offers: "AUTH XOAUTH2 OAUTHBEARER")
    relay.answers["AUTH"] = "334 " + Base64.encode(Array("{}".utf8))
    relay.challenges = ["535 5.7.8 No"]
    relay.run()
    #expect(
      try decoded(relay.lines[1])
        == "n,a=a=3Db=2Cc@x.example,\u{1}host=relay.example\u{1}port=587\u{1}"
        + "auth=Bearer \(Self.token)\u{1}\u{1}")
    #expect(relay.lines[2] == "AQ==")
    #expect(relay.closings.first??.cause.reply?.code == 535)
  }

  @Test func `puts a long token on a line of its own`() throws {
    let token = String(repeating: "t", count: 2_000)
    var relay = try self.relay(
      try SMTPCredentials(user: "o@x.example", token: token), offers: "AUTH XOAUTH2")
    relay.answers["AUTH"] = "334 "
    relay.run()
    #expect(relay.lines[1] == "AUTH XOAUTH2")
    #expect(try decoded(relay.lines[2]).contains(token))
    #expect(relay.closings == [nil])
  }

  @Test func `takes the best that is offered, and nothing else than wanted`() throws {
    func mechanism(_ offers: String, _ wanted: SASLMechanism?) throws -> SASLMechanism? {
      var relay = try self.relay(
        try SMTPCredentials(user: "u", password: "p", mechanism: wanted), offers: offers)
      relay.run()
      return relay.conversation.signedInBy
    }
    #expect(try mechanism("AUTH LOGIN PLAIN", nil) == .plain)
    #expect(try mechanism("auth login", .login) == .login)
    #expect(try mechanism("AUTH=PLAIN", nil) == .plain)
    #expect(try mechanism("AUTH LOGIN PLAIN", .scramSHA256) == nil)
    var relay = try self.relay(
      try SMTPCredentials(user: "u", password: "p", mechanism: .plain), offers: "AUTH GSSAPI")
    relay.run()
    let failure = try #require(relay.closings.first as? DeliveryFailure)
    #expect(
      failure.description
        == "while signing in to the relay, the relay offers GSSAPI, but not PLAIN")
    #expect(relay.lines == ["EHLO cellar.maplehollow.example"])
  }

  @Test func `shows no secret to a network without TLS`() throws {
    let credentials = try SMTPCredentials(user: "u", password: "p")
    for policy in [TLSPolicy.never, .ifOffered] {
      var relay = try self.relay(credentials, tls: policy)
      relay.run()
      #expect(relay.closings.first??.cause.event == .signIn(.notSecured))
      #expect(relay.lines.count == 1)
    }
    var settings = try Post.settings(tls: .never, credentials: credentials)
    settings.allowsSignInWithoutTLS = true
    var relay = ScriptedRelay(settings, offers: ["AUTH PLAIN"])
    relay.run()
    #expect(relay.conversation.signedInBy == .plain)
  }

  @Test func `hides its secret from every description`() throws {
    let credentials = try SMTPCredentials(user: "office", password: "very-secret")
    let settings = try Post.settings(credentials: credentials)
    var dumped = ""
    dump(settings, to: &dumped)
    for text in ["\(credentials)", String(reflecting: credentials), "\(settings)", dumped] {
      #expect(!text.contains("very-secret"))
    }
    #expect(SMTPAction.write(Array("AUTH PLAIN".utf8)).description == "write 10 bytes")
  }

  @Test(arguments: ["", "a\r\nb", "a\u{0}b", "a\u{1}b", String(repeating: "x", count: 8_193)])
  func `refuses a secret that can't be sent`(secret: String) {
    #expect(throws: SMTPCredentialsProblem.self) {
      try SMTPCredentials(user: "u", password: secret)
    }
    #expect(throws: SMTPCredentialsProblem.self) { try SMTPCredentials(user: "u", token: secret) }
    #expect(throws: SMTPCredentialsProblem.self) {
      try SMTPCredentials(user: String(secret.prefix(300)), password: "p")
    }
  }
}

@Suite struct `The opening of a conversation` {
  @Test(
    arguments: [
      (TLSPolicy.required, true, ["EHLO", "STARTTLS", "EHLO", "QUIT"]),
      (.required, false, ["EHLO"]),
      (.ifOffered, true, ["EHLO", "STARTTLS", "EHLO", "QUIT"]),
      (.ifOffered, false, ["EHLO", "QUIT"]),
      (.never, true, ["EHLO", "QUIT"]), (.implicit, true, ["EHLO", "QUIT"]),
    ])
  func `follows the TLS policy`(policy: TLSPolicy, offers: Bool, commands: [String]) throws {
    var relay = ScriptedRelay(
      try Post.settings(tls: policy), offers: offers ? ["STARTTLS", "SIZE 1"] : ["SIZE 1"])
    relay.run()
    #expect(relay.lines.map { String($0.prefix { $0 != " " }) } == commands)
    let isRefused = policy == .required && !offers
    #expect(relay.closings.first??.cause.event == (isRefused ? .noTLS : nil))
    #expect(relay.conversation.isSecured == (policy == .implicit || commands.contains("STARTTLS")))
  }

  @Test func `goes on without TLS only where that is allowed`() throws {
    for (policy, isRefused) in [(TLSPolicy.required, true), (.ifOffered, false)] {
      var relay = ScriptedRelay(try Post.settings(tls: policy), offers: ["STARTTLS"])
      relay.answers["STARTTLS"] = "454 4.7.0 TLS not available due to temporary reason"
      relay.run()
      #expect((relay.closings.first??.cause.reply?.code == 454) == isRefused)
    }
  }

  @Test func `forgets what was offered before TLS`() throws {
    var relay = ScriptedRelay(
      try Post.settings(tls: .required), offers: ["STARTTLS", "SIZE 99", "AUTH PLAIN"])
    relay.answers["STARTTLS"] = "220 Go"
    var conversation = SMTPConversation(try Post.settings(tls: .required), nonce: "n")
    _ = conversation.handle(.connected)
    _ = conversation.handle(.received(Array("220 x\r\n".utf8)))
    _ = conversation.handle(.received(Array("250-x\r\n250-SIZE 99\r\n250 STARTTLS\r\n".utf8)))
    #expect(conversation.extensions.sizeBytesMaximum == 99)
    #expect(
      conversation.handle(.received(Array("220 Go\r\n".utf8)))
        == [.startTLS, .wait(.handshake)])
    #expect(conversation.phase == .handshake)
    _ = conversation.handle(.secured)
    #expect(conversation.extensions == SMTPExtensions())
  }

  @Test(
    arguments: [
      "220 Go\r\n250 injected\r\n", "220 Go\r\n2", "220 Go\r\n\r\n",
      "220-Go\r\n220 Go\r\n535 x\r\n",
    ])
  func `takes nothing that was slipped in behind the consent to TLS`(bytes: String) throws {
    for policy in [TLSPolicy.required, .ifOffered] {
      var conversation = SMTPConversation(try Post.settings(tls: policy), nonce: "n")
      _ = conversation.handle(.connected)
      _ = conversation.handle(.received(Array("220 x\r\n".utf8)))
      _ = conversation.handle(.received(Array("250-x\r\n250 STARTTLS\r\n".utf8)))
      // Whether it comes in the same read or in the next one.
      for splits in [false, true] {
        var conversation = conversation
        var actions: [SMTPAction] = []
        if splits {
          for byte in bytes.utf8 { actions += conversation.handle(.received([byte])) }
        } else {
          actions = conversation.handle(.received(Array(bytes.utf8)))
        }
        guard case .close(let failure?) = actions.last else {
          Issue.record("\(actions)")
          continue
        }
        #expect(failure.cause.event == .injected)
        #expect(conversation.handle(.secured).isEmpty)
      }
    }
  }

  @Test func `falls back to HELO for a relay from before 1993`() throws {
    var relay = ScriptedRelay(try Post.settings(), messages: [try Post.message()])
    relay.answers["EHLO"] = "500 5.5.1 Command unrecognized"
    relay.run()
    #expect(
      relay.lines == [
        "EHLO cellar.maplehollow.example", "HELO cellar.maplehollow.example",
        "MAIL FROM:<office@maplehollow.example>", "RCPT TO:<m.alder@maplehollow.example>", "DATA",
        "(text)", "QUIT",
      ])
    #expect(relay.closings == [nil])
  }

  @Test func `waits with the patience of RFC 5321`() throws {
    var relay = ScriptedRelay(try Post.settings(), offers: ["SIZE"], messages: [try Post.message()])
    relay.run()
    #expect(
      relay.phases == [.greeting, .hello, .sender, .recipients, .data, .endOfData, .quit])
    #expect(
      relay.phases.map(\.timeoutSeconds) == [300, 300, 300, 300, 120, 600, 10])
    #expect(SMTPPhase.body.timeoutSeconds == 180)
    #expect(Set(SMTPPhase.allCases.map(\.phrase)).count == SMTPPhase.allCases.count)
  }

  @Test func `tells what ended it, in words and by whose fault`() throws {
    let cases: [(SMTPEvent, String, DeliveryBlame)] = [
      (
        .failed(.notConnected("Connection refused")),
        "while connecting to the relay, Connection refused", .relay
      )
    ]
    for (event, words, blame) in cases {
      var conversation = SMTPConversation(try Post.settings(), nonce: "n")
      guard case .close(let failure?) = conversation.handle(event).last else {
        Issue.record("\(event)")
        continue
      }
      #expect(failure.description == words)
      #expect(failure.cause.blame == blame)
    }
    var conversation = SMTPConversation(try Post.settings(), nonce: "n")
    _ = conversation.handle(.connected)
    guard
      case .close(let failure?) = conversation.handle(
        .received(Array("554-5.7.1 Your address is\r\n554 5.7.1 listed\u{1B}[2J\r\n".utf8))
      ).last
    else { return #expect(Bool(false)) }
    #expect(
      failure.description
        == "while waiting for the relay's greeting, it answered: 554 5.7.1 Your address is listed [2J"
    )
    #expect(failure.cause.blame == .settings)
  }
}
