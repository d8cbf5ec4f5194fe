import CivilTime
import Foundation
import Mail
import MailTransport
import Synchronization
import Testing

/// A real HTTPS server, Python's, and a proxy.
@Suite struct `Asking a web server for a token` {
  private let server: Servers.Description.TokenServer
  private let certificates: [String: String]
  private let now = Instant(rfc3339: "2026-11-22T12:00:00Z") ?? .epoch

  init() throws {
    let all = try Servers.shared.get().description
    server = all.oauth
    certificates = all.certificates
  }

  private func address(_ path: String, port: String = "good", host: String = "localhost") throws
    -> WebAddress
  {
    let number = try #require(server.ports[port])
    return try #require(WebAddress("https://\(host):\(number)\(path)"))
  }

  private func client(
    authority: String? = "authority", proxy: String? = nil, milliseconds: Int64 = 120_000,
    surroundings: TransportSurroundings? = nil
  ) throws -> HTTPSClient {
    let file = authority.map { certificates[$0] ?? "" }
    let way = try proxy.map { name in
      try #require(WebProxy("http://127.0.0.1:\(server.ports[name] ?? 0)"))
    }
    return HTTPSClient(
      tls: try TLSSettings(authorities: file.map { .file($0) } ?? .system), proxy: way,
      surroundings: try surroundings ?? .ofTest(), millisecondsMaximum: milliseconds)
  }

  private var own: TokenRequest {
    TokenRequest(
      .clientCredentials(.init(id: server.client, secret: SecretText(server.secret))),
      scope: "mail send")
  }

  private func failure(
    _ path: String, port: String = "good", host: String = "localhost", _ client: HTTPSClient
  ) throws -> HTTPSError {
    let address = try address(path, port: port, host: host)
    return try failure(client, address)
  }

  private func failure(_ client: HTTPSClient, _ address: WebAddress) throws -> HTTPSError {
    let error = try #require(throws: HTTPSError.self) {
      try client.post(own, to: address)
    }
    #expect(!error.description.contains(server.secret))
    return error
  }

  @Test(arguments: ["/client", "/chunked", "/close"])
  func `has a token, however the answer is cut up`(path: String) throws {
    let response = try client().post(own, to: address(path))
    let answer = try TokenAnswer(response, to: own, at: now)
    #expect(answer.accessToken.text.split(separator: ".").count == 3)
    #expect(answer.expires == now.adding(seconds: 3_599))
  }

  @Test func `says who it is in the header, where the server wants it there`() throws {
    let request = TokenRequest(
      .clientCredentials(
        .init(id: server.client, secret: SecretText(server.secret), authentication: .basic)),
      scope: nil)
    #expect(try client().post(request, to: address("/basic")).status == 200)
    #expect(try client().post(own, to: address("/basic")).status == 401)
  }

  @Test func `speaks for a mailbox with a statement that openssl finds good`() throws {
    let file = try Data(contentsOf: URL(fileURLWithPath: server.key))
    let key = try ServiceAccountKey(file: Array(file))
    func status(_ mailbox: String) throws -> Int {
      let statement = try JWTAssertion.sign(
        with: key, mailbox: mailbox, scope: "https://mail.google.com/",
        audience: key.tokenAddress, at: now)
      return try client().post(
        TokenRequest(.jwtBearer(statement), scope: nil), to: key.tokenAddress
      ).status
    }
    #expect(try status(server.mailbox) == 200)
    #expect(try status("somebody@else.example") == 400)
  }

  @Test(arguments: [
    ("/moved", 302), ("/busy", 503), ("/none", 404), ("/refuse/invalid_client", 401),
  ])
  func `gets every status as it is, and follows no redirection`(path: String, status: Int) throws {
    #expect(try client().post(own, to: address(path)).status == status)
  }

  // MARK: - What goes wrong

  @Test func `stops at an answer that does not end`() throws {
    #expect(try failure("/endless", client()).cause == .response(.bodyTooLong))
    let cut = try failure("/cut", client())
    #expect(cut.cause == .response(.cutShort) && cut.isTemporary)
  }

  @Test func `waits for a silent server until its one deadline`() throws {
    let silent = try failure("/silent", client(milliseconds: 300))
    #expect(silent.cause == .transport(.timedOut) && silent.isTemporary)
    #expect(silent.description == "localhost gave no answer in time")
    // The deadline is for everything together: a clock that leaps at each look passes it on the way.
    let leaps = Mutex<Int64>(0)
    let leaping = try TransportSurroundings.ofTest(
      clock: {
        leaps.withLock {
          $0 += 40_000; return $0
        }
      })
    let early = try failure("/client", client(surroundings: leaping))
    #expect(early.isTemporary, "\(early)")
    let stop = try StopSignal()
    stop.stop()
    let stopped = try failure("/silent", client(surroundings: .ofTest(stop: stop)))
    #expect(stopped.cause == .transport(.stopped))
  }

  @Test func `asks nobody with another's certificate, or one of an unknown authority`() throws {
    let wrong = try failure("/client", port: "wrong-host", client())
    guard case .transport(.tls(.wrongHost)) = wrong.cause else {
      Issue.record("\(wrong)")
      return
    }
    #expect(wrong.description.contains("is for mail.elsewhere.example") && !wrong.isTemporary)
    #expect(wrong.advice?.contains("tokenAddress") == true)
    for (port, authority) in [("unknown", "authority"), ("good", nil), ("good", "stranger")] {
      let error = try failure("/client", port: port, client(authority: authority))
      guard case .transport(.tls(.unknownAuthority)) = error.cause else {
        Issue.record("\(error)")
        continue
      }
      #expect(error.advice?.contains("mail.relay.signIn.oauth.authorities") == true)
    }
    let plain = try failure("/client", port: "plain", client())
    #expect(plain.cause == .transport(.tls(.notTLS)), "\(plain)")
  }

  @Test func `says where no connection comes about`() throws {
    let nobody = try #require(WebAddress("https://127.0.0.1:1/token"))
    let error = try failure(client(), nobody)
    #expect(error.description.hasPrefix("no connection to 127.0.0.1, port 1: "))
    #expect(error.isTemporary && error.advice?.contains("https_proxy") == true)
    let name = try failure("/client", host: "no-such-host.invalid", client())
    #expect(name.description.hasPrefix("no-such-host.invalid has no address"), "\(name)")
  }

  // MARK: - Through a proxy

  @Test func `goes through a proxy, to the server's own certificate`() throws {
    let response = try client(proxy: "proxy").post(own, to: address("/client"))
    #expect(response.status == 200)
    let log = try String(contentsOfFile: server.log, encoding: .utf8)
    #expect(log.contains(#"{"proxy": "localhost:\#(server.ports["good"] ?? 0)"}"#))
    let wrong = try failure("/client", port: "wrong-host", client(proxy: "proxy"))
    #expect(!wrong.isProxy && wrong.description.contains("mail.elsewhere.example"))
  }

  @Test func `tells when the proxy does not let it through`() throws {
    let closed = try failure("/client", client(proxy: "closed-proxy"))
    #expect(closed.cause == .refusedByProxy("403 Not from here") && closed.isProxy)
    // What comes behind its consent is not taken for the server's.
    let eager = try failure("/client", client(proxy: "eager-proxy"))
    #expect(eager.cause == .response(.injected) && eager.isProxy)
    // A server that is no proxy.
    let other = try failure("/client", client(proxy: "plain"))
    #expect(other.isProxy, "\(other)")
  }
}
