import Foundation
import Mail
import MailTransport
import Testing

/// Real servers on loopback, with the mechanisms and mishaps of the field.
@Suite struct `Through a real mail server` {
  private let servers: Servers
  private let all: Servers.Description

  init() throws {
    servers = try Servers.shared.get()
    all = servers.description
  }

  /// The good authority's file.
  private var authority: String { all.certificates["authority"] ?? "" }

  private func port(_ server: Servers.Description.Server, _ name: String) throws -> UInt16 {
    try #require(server.ports[name], "no such port: \(name)")
  }

  /// Delivers two letters over one connection, and gives what became of them.
  private func deliver(
    _ settings: RelaySettings, subject: String = "Hello"
  ) throws -> (desk: TestDesk, end: DeliveryEnd, welcome: RelayWelcome?) {
    let client = RelayClient(settings, try .ofTest())
    let welcome = try? client.connect()
    let desk = TestDesk(try Letters.letters(1...2, subject: subject))
    let end = client.deliver(from: desk)
    client.close()
    return (desk, end, welcome)
  }

  /// Why the relay can't be used; nothing of a message may have been asked for by then.
  private func refusal(_ settings: RelaySettings) throws -> DeliveryCause {
    let (desk, end, _) = try deliver(settings)
    #expect(desk.notes.isEmpty)
    guard case .failed(.transient(let cause)) = end else {
      Issue.record("\(end)")
      throw Unexpected(words: "\(end)")
    }
    return cause
  }

  private struct Unexpected: Error {
    var words: String
  }

  // MARK: - Ways to connect

  @Test(arguments: ["plain", "sixth"])
  func `Postfix takes messages in the clear, over IPv4 and IPv6`(name: String) throws {
    let host = name == "sixth" ? "::1" : "127.0.0.1"
    let (desk, end, welcome) = try deliver(
      try loopback(port(all.postfix, name), host: host))
    #expect(end == .drained)
    #expect(desk.isAccepted(1) && desk.isAccepted(2))
    #expect(welcome?.extensions.pipelining == true)
    #expect(welcome?.tlsVersion == nil)
  }

  @Test(arguments: ["localhost", "127.0.0.1"], [TLSPolicy.required, .ifOffered])
  func `Postfix takes messages after STARTTLS, by its name and by its address`(
    host: String, tls: TLSPolicy
  ) throws {
    let (desk, end, welcome) = try deliver(
      try loopback(port(all.postfix, "offered"), tls: tls, authority: authority, host: host))
    #expect(end == .drained)
    #expect(desk.isAccepted(1) && desk.isAccepted(2))
    #expect(welcome?.tlsVersion == "TLSv1.3")
  }

  @Test func `Exim takes messages in the clear, with STARTTLS and with TLS from the start`() throws
  {
    for (name, tls) in [
      ("plain", TLSPolicy.never), ("plain", .required), ("wrapper", .implicit),
    ] {
      let subject = uniqueText("exim")
      let (desk, end, welcome) = try deliver(
        try loopback(port(all.exim, name), tls: tls, authority: authority), subject: subject)
      #expect(end == .drained, "\(name) \(tls)")
      #expect(desk.isAccepted(1) && desk.isAccepted(2), "\(name) \(tls)")
      #expect((welcome?.tlsVersion == nil) == (tls == .never))
    }
  }

  @Test func `aiosmtpd takes exactly what was sent, with STARTTLS and TLS from the start`() throws {
    let credentials = try SMTPCredentials(user: "office", password: all.aiosmtpd.password ?? "")
    for (name, tls) in [("starttls", TLSPolicy.required), ("tls", .implicit)] {
      let subject = uniqueText("aiosmtpd")
      let (desk, end, _) = try deliver(
        try loopback(
          port(all.aiosmtpd, name), tls: tls, authority: authority, credentials: credentials),
        subject: subject)
      #expect(end == .drained)
      #expect(desk.isAccepted(1) && desk.isAccepted(2))
      let taken = try servers.taken(containing: subject)
      #expect(taken.count == 2)
      #expect(taken.map(\.user) == ["office", "office"])
      #expect(taken.map(\.from) == [Letters.office, Letters.office])
      #expect(taken.map(\.tls) == [true, true])
      let sent = try Letters.letters(1...2, subject: subject)
      #expect(taken.map { [UInt8]($0.message) } == sent.map(\.content))
    }
  }

  // MARK: - Signing in

  @Test(arguments: ["submission", "wrapper"])
  func `Postfix lets in who signs in with a password, by each mechanism`(name: String) throws {
    for mechanism in [SASLMechanism.plain, .login, .scramSHA256] {
      let credentials = try SMTPCredentials(
        user: all.dovecot.user, password: all.dovecot.password, mechanism: mechanism)
      let (desk, end, welcome) = try deliver(
        try loopback(
          port(all.postfix, name), tls: name == "wrapper" ? .implicit : .required,
          authority: authority, credentials: credentials))
      #expect(end == .drained, "\(mechanism)")
      #expect(desk.isAccepted(1), "\(mechanism)")
      #expect(welcome?.signedInBy == mechanism)
    }
  }

  @Test func `Postfix lets in who shows a good token, and no other`() throws {
    for mechanism in [SASLMechanism.xoauth2, .oauthBearer] {
      func settings(_ token: String) throws -> RelaySettings {
        try loopback(
          port(all.postfix, "submission"), tls: .required, authority: authority,
          credentials: SMTPCredentials(
            user: all.tokens.user, token: token, mechanism: mechanism))
      }
      let (desk, end, welcome) = try deliver(settings(all.tokens.good))
      #expect(end == .drained, "\(mechanism)")
      #expect(desk.isAccepted(1), "\(mechanism)")
      #expect(welcome?.signedInBy == mechanism)
      for token in [all.tokens.expired, all.tokens.forged] {
        let cause = try refusal(settings(token))
        #expect(cause.blame == .settings, "\(mechanism)")
        #expect(cause.phase == .authentication, "\(mechanism)")
        #expect(!cause.description.contains(token))
      }
    }
  }

  @Test func `a wrong password is told as one, and never shown`() throws {
    for mechanism in [SASLMechanism.plain, .login, .scramSHA256] {
      let cause = try refusal(
        try loopback(
          port(all.postfix, "submission"), tls: .required, authority: authority,
          credentials: SMTPCredentials(
            user: all.dovecot.user, password: "hunter2-hunter2", mechanism: mechanism)))
      #expect(cause.blame == .settings)
      #expect(cause.phase == .authentication)
      #expect(cause.reply?.code == 535, "\(cause)")
      #expect(!"\(cause)".contains("hunter2"))
    }
  }

  // MARK: - Certificates

  @Test func `a certificate for another host is refused, and its names are told`() throws {
    let cause = try refusal(
      try loopback(
        port(all.postfix, "wrong-host"), tls: .required, authority: authority, host: "localhost"))
    #expect(cause.blame == .settings)
    #expect(
      cause.description.contains(
        "is for mail.elsewhere.example, *.far.example, 192.0.2.7, not for localhost"))
    let byAddress = try refusal(
      try loopback(port(all.postfix, "wrong-host"), tls: .required, authority: authority))
    #expect(byAddress.description.contains("not for 127.0.0.1"))
  }

  @Test func `a certificate of an unknown authority is refused, and the authority is told`() throws
  {
    for (name, file) in [("unknown", "authority"), ("offered", "stranger")] {
      let cause = try refusal(
        try loopback(
          port(all.postfix, name), tls: .required, authority: all.certificates[file]))
      #expect(cause.blame == .settings)
      let signer = name == "unknown" ? "Somebody Else's Authority" : "Maple Hollow Test Authority"
      #expect(cause.description.contains("signed by \(signer), whom this machine does not trust"))
    }
    // The system's authorities know nothing of ours.
    let cause = try refusal(try loopback(port(all.postfix, "offered"), tls: .required))
    #expect(cause.description.contains("whom this machine does not trust"))
  }

  @Test func `a certificate that expired is refused, and its last day is told`() throws {
    let cause = try refusal(
      try loopback(port(all.postfix, "expired"), tls: .required, authority: authority))
    #expect(cause.description.contains("expired on 2021-03-01"))
    let future = try refusal(
      try loopback(port(all.postfix, "future"), tls: .required, authority: authority))
    #expect(future.description.contains("valid only from 2090-01-01"))
  }

  @Test(arguments: [("starttls", TLSPolicy.required), ("tls", .implicit)])
  func `a relay that speaks nothing newer than TLS 1.1 is refused, and that is told`(
    name: String, tls: TLSPolicy
  ) throws {
    let cause = try refusal(
      try loopback(port(all.old, name), tls: tls, authority: authority))
    // TLS from the start is a part of connecting.
    #expect(cause.phase == (tls == .implicit ? .connecting : .handshake))
    #expect(cause.blame == .settings)
    #expect(
      cause.description.contains("speaks only versions of TLS older than 1.2, which are unsafe"),
      "\(cause)")
  }

  // MARK: - Recipients

  @Test func `a full and an unknown mailbox fail alone, and the others get their letter`() throws {
    for server in [all.postfix, all.exim, all.aiosmtpd] {
      let names = ["theo", "full", "unknown", "rosa"].map { $0 + "@maplehollow.example" }
      let desk = TestDesk([
        try Letters.letter(1, to: names), try Letters.letter(2, to: Array(names[1...2])),
        try Letters.letter(3),
      ])
      let client = RelayClient(try loopback(port(server, "plain")), try .ofTest())
      #expect(client.deliver(from: desk) == .drained)
      client.close()
      let results = try #require(desk.outcomes[1]?.results)
      guard case .accepted = results[0], case .failed(.transient(let full)) = results[1],
        case .failed(.permanent(let unknown)) = results[2], case .accepted = results[3]
      else {
        Issue.record("\(results)")
        return
      }
      #expect(full.description.contains("The mailbox is full"))
      #expect(full.blame == .message)
      #expect(unknown.reply?.code == 550)
      #expect(unknown.description.contains("Nobody of this name works here"))
      // A letter for nobody leaves no trace, and the next one goes over the same connection.
      guard case .failed(.transient)? = desk.outcomes[2]?.results[0],
        case .failed(.permanent)? = desk.outcomes[2]?.results[1]
      else {
        Issue.record("\(desk.outcomes)")
        return
      }
      #expect(!desk.notes.contains(.marked(2)))
      #expect(desk.isAccepted(3))
    }
  }

  @Test func `a relay that goes down at a recipient has taken nothing`() throws {
    let desk = TestDesk([
      try Letters.letter(1, to: ["theo@maplehollow.example", "closing@maplehollow.example"])
    ])
    let client = RelayClient(try loopback(port(all.postfix, "plain")), try .ofTest())
    guard case .failed(.transient(let cause)) = client.deliver(from: desk) else {
      Issue.record("421 ends the connection")
      return
    }
    #expect(cause.reply?.code == 421)
    #expect(cause.blame == .relay)
    #expect(desk.outcomes[1]?.results.allSatisfy { $0.failure != nil } == true)
    #expect(!desk.notes.contains(.marked(1)))
  }

  // MARK: - Contents

  @Test func `a text that looks like the end of data stays within its message`() throws {
    let subject = uniqueText("dots")
    let body = ".\r\nMAIL FROM:<somebody@maplehollow.example>\r\n..\r\n. \r\n.\r\n"
    let letter = try Letters.letter(1, subject: subject, body: body)
    let desk = TestDesk([letter])
    let client = RelayClient(try loopback(port(all.aiosmtpd, "plain")), try .ofTest())
    #expect(client.deliver(from: desk) == .drained)
    client.close()
    let taken = try servers.taken(containing: subject)
    #expect(taken.count == 1)
    #expect(taken.first.map { [UInt8]($0.message) } == letter.content)
  }

  @Test func `a long message goes out in blocks, and comes in whole`() throws {
    let subject = uniqueText("long")
    let line = String(repeating: "all work and no play ", count: 4) + "\r\n.\r\n"
    let letter = try Letters.letter(
      1, subject: subject, body: String(repeating: line, count: 20_000))
    let credentials = try SMTPCredentials(user: "office", password: all.aiosmtpd.password ?? "")
    let desk = TestDesk([letter])
    let client = RelayClient(
      try loopback(
        port(all.aiosmtpd, "tls"), tls: .implicit, authority: authority, credentials: credentials),
      try .ofTest())
    #expect(client.deliver(from: desk) == .drained)
    client.close()
    #expect(try servers.taken(containing: subject).map { [UInt8]($0.message) } == [letter.content])
  }
}

@Suite struct `Against smtp-sink's faults` {
  private func deliver(_ options: [String], count: Int64 = 1) throws -> TestDesk {
    let servers = try Servers.shared.get()
    let desk = TestDesk(try Letters.letters(1...count))
    var settings = try loopback(try servers.sink(options))
    settings.timeoutMilliseconds = { _ in 120_000 }
    let client = RelayClient(settings, try .ofTest())
    _ = client.deliver(from: desk)
    client.close()
    return desk
  }

  @Test func `messages arrive with every extension and without any`() throws {
    for options in [[], ["-p"], ["-8"], ["-E"], ["-e"]] {
      let desk = try deliver(options, count: 3)
      #expect((1...3).allSatisfy { desk.isAccepted($0) }, "\(options)")
    }
  }

  @Test func `a connection that closes instead of answering the dot leaves it unknown`() throws {
    let desk = try deliver(["-q", "."])
    guard case .unknown? = desk.result(1)?.failure else {
      Issue.record("\(desk.outcomes)")
      return
    }
  }

  @Test func `421 instead of an answer to the dot says that nothing was taken`() throws {
    let desk = try deliver(["-Q", "."])
    guard case .transient(let cause)? = desk.result(1)?.failure else {
      Issue.record("\(desk.outcomes)")
      return
    }
    #expect(cause.reply?.code == 421)
  }

  @Test(arguments: ["mail", "rcpt", "data", "."])
  func `a refusal at a command is never or not now, as the relay said`(command: String) throws {
    guard case .transient? = try deliver(["-r", command]).result(1)?.failure else {
      Issue.record("soft \(command)")
      return
    }
    // What is refused at MAIL is the sender, a setting: the message can wait for it.
    let hard = try deliver(["-f", command]).result(1)?.failure
    switch hard {
    case .permanent?: #expect(command != "mail")
    case .transient(let cause)?: #expect(command == "mail" && cause.blame == .settings)
    default: Issue.record("hard \(command)")
    }
  }
}
