import Mail
import MailTransport
import Testing

@Suite struct `A connection that is to be secret` {
  private static let offers: [ScriptedRelay.Step] = [
    .send("220 relay.maplehollow.example\r\n"), .expect("EHLO"),
    .send("250-relay.maplehollow.example\r\n250 STARTTLS\r\n"), .expect("STARTTLS"),
  ]

  private func failure(
    _ script: [ScriptedRelay.Step], tls: TLSPolicy = .required,
    patienceMilliseconds: Int64 = 120_000
  ) throws -> DeliveryCause? {
    let relay = try ScriptedRelay([script])
    var settings = try loopback(relay.port, tls: tls)
    settings.timeoutMilliseconds = { phase in
      phase == .handshake ? patienceMilliseconds : 120_000
    }
    let desk = TestDesk([try Letters.letter(1)])
    let client = RelayClient(settings, try .ofTest())
    let end = client.deliver(from: desk)
    // Nothing of a message goes to whom we can't be sure of.
    #expect(desk.notes.isEmpty)
    #expect(!relay.heard.contains { $0.hasPrefix("MAIL") })
    guard case .failed(let failure) = end else { return nil }
    return failure.cause
  }

  @Test func `takes nothing that was slipped in behind the consent to STARTTLS`() throws {
    let cause = try failure(
      Self.offers + [.send("220 go on\r\n250-relay\r\n250 AUTH PLAIN\r\n"), .silence])
    #expect(cause?.event == .injected)
  }

  @Test func `fails when something else than TLS comes, and says what to look at`() throws {
    let cause = try failure(
      Self.offers + [.send("220 go on\r\n"), .read(16), .send("what?\r\n"), .silence])
    #expect(cause?.description.contains("is not TLS: check its port") == true)
    #expect(cause?.blame == .settings)
  }

  @Test func `fails with TLS from the start where the relay greets in the clear`() throws {
    let cause = try failure([.send("220 relay.maplehollow.example\r\n"), .silence], tls: .implicit)
    #expect(cause?.description.contains("is not TLS: check its port") == true)
  }

  @Test func `fails when the relay closes in the handshake`() throws {
    let cause = try failure(Self.offers + [.send("220 go on\r\n"), .read(16), .close])
    #expect(cause?.event == .lost(.closed) || cause?.event == .lost(.reset))
  }

  @Test func `fails when the relay is silent in the handshake`() throws {
    let cause = try failure(
      Self.offers + [.send("220 go on\r\n"), .silence], patienceMilliseconds: 100)
    #expect(cause?.event == .lost(.timedOut))
    #expect(cause?.phase == .handshake)
  }

  @Test func `is not begun in the clear when the relay does not offer STARTTLS`() throws {
    let cause = try failure(.hello + [.silence])
    #expect(cause?.event == .noTLS)
    #expect(cause?.blame == .settings)
  }

  @Test func `is refused at once when the file of authorities has none`() {
    #expect(throws: TransportError.self) {
      try TLSSettings(authorities: .file("/dev/null"))
    }
    let error = #expect(throws: TransportError.self) {
      try TLSSettings(authorities: .file("/nowhere/authority.pem"))
    }
    #expect(
      error?.description
        == "/nowhere/authority.pem can't be used for authorities: No such file or directory")
  }
}
