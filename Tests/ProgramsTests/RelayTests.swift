import Documents
import Programs
import Testing

@Suite struct `The relay of an installation` {
  private func told(_ relay: String) -> [String] {
    let text = "{ format: 1, publicAddress: 'https://a.org', mail: { relay: \(relay) } }"
    do throws(Mistakes) {
      _ = try Installation.read(Array(text.utf8), file: "i")
      return []
    } catch {
      return error.told.map(\.description)
    }
  }

  @Test func `needs a host; all else has a default`() throws {
    let text = "{ format: 1, publicAddress: 'https://a.org', mail: { relay: { host: 'r.org' } } }"
    let read = try Installation.read(Array(text.utf8), file: "i")
    #expect(read.delivery == .relay)
    #expect(read.relay == Relay(host: "r.org"))
    #expect(read.relay?.port == 587 && read.relay?.tls == .required)
    #expect(read.relay?.unknownRepeats == 1)
    #expect(told("{}").count == 1)
    #expect(told("{ host: 'r.org', tls: 'implicit' }").isEmpty)
  }

  @Test func `comes back from an export with everything that was set`() throws {
    let full = Installation(
      publicAddress: "https://a.org", delivery: .relay,
      relay: Relay(
        kind: .microsoft365, host: "smtp.office365.com", port: 465, tls: .implicit,
        authorities: "/etc/rubricd/ca.pem", clientName: "me.a.org",
        signIn: .init(
          user: "office@a.org", mechanism: .xoauth2, secret: .tokenCommand(["/bin/token", "a b"])),
        limits: .init(messagesPerMinute: 20, connections: 2, recipientsPerDay: 900),
        unknownRepeats: 0, dkim: .init(domain: "a.org", selector: "s1", key: .file("/k.pem"))))
    #expect(try Installation.read(Array(full.export.utf8), file: "export") == full)
    var other = full
    other.relay?.signIn = .init(user: "u", secret: .password(.credential("relay-password")))
    other.relay?.dkim = nil
    other.delivery = .maildir
    #expect(try Installation.read(Array(other.export.utf8), file: "export") == other)
  }

  @Test func `has no secret in it, only where one is`() {
    let wrong = told("{ host: 'r.org', signIn: { user: 'u', password: 'secret' } }")
    #expect(wrong.count == 1)
    #expect(told("{ host: 'r.org', signIn: { user: 'u', password: { file: '/p' } } }").isEmpty)
    #expect(told("{ host: 'r.org', signIn: { user: 'u', password: { file: 'p' } } }").count == 1)
    #expect(told("{ host: 'r.org', signIn: { user: 'u', password: {} } }").count == 1)
    #expect(told("{ host: 'r.org', signIn: { user: 'u' } }").count == 1)
    #expect(
      told(
        "{ host: 'r.org', signIn: { user: 'u', password: { credential: 'c' }, "
          + "tokenCommand: ['/t'] } }"
      ).count == 1)
    #expect(told("{ host: 'r.org', signIn: { user: 'u', tokenCommand: ['t'] } }").count == 1)
  }

  @Test func `sends no password in the clear to another machine`() {
    func mistakes(_ host: String, _ tls: String) -> Int {
      told(
        "{ host: '\(host)', tls: '\(tls)', signIn: { user: 'u', password: { file: '/p' } } }"
      ).count
    }
    #expect(mistakes("r.org", "never") == 1)
    #expect(mistakes("r.org", "ifOffered") == 1)
    #expect(mistakes("r.org", "required") == 0)
    #expect(mistakes("localhost", "never") == 0)
  }

  @Test func `has a mechanism that fits its secret`() {
    func mistakes(_ mechanism: String, _ secret: String) -> Int {
      told("{ host: 'r.org', signIn: { user: 'u', mechanism: '\(mechanism)', \(secret) } }").count
    }
    #expect(mistakes("XOAUTH2", "tokenCommand: ['/t']") == 0)
    #expect(mistakes("XOAUTH2", "password: { file: '/p' }") == 1)
    #expect(mistakes("PLAIN", "tokenCommand: ['/t']") == 1)
    #expect(mistakes("SCRAM-SHA-256", "password: { file: '/p' }") == 0)
  }

  @Test func `must be there where mail is delivered to one`() {
    let text = "{ format: 1, publicAddress: 'https://a.org', mail: { delivery: 'relay' } }"
    #expect(throws: Mistakes.self) { try Installation.read(Array(text.utf8), file: "i") }
  }
}
