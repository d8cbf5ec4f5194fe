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

  private func oauth(_ settings: String) -> String {
    "{ host: 'r.org', signIn: { user: 'u', oauth: { \(settings) } } }"
  }

  private func read(_ settings: String) throws -> Relay.OAuth {
    let text =
      "{ format: 1, publicAddress: 'https://a.org', mail: { relay: \(oauth(settings)) } }"
    let read = try Installation.read(Array(text.utf8), file: "i")
    guard case .oauth(let oauth)? = read.relay?.signIn?.secret else {
      throw Mistake(file: "i", place: .init(), found: "no oauth", expected: "one")
    }
    // What is written out means the same.
    #expect(try Installation.read(Array(read.export.utf8), file: "export") == read)
    return oauth
  }

  @Test func `knows where Microsoft and Google give tokens, and for what`() throws {
    let own = try read(
      "provider: 'microsoft', tenant: 'a.org', clientID: 'c', clientSecret: { credential: 's' }")
    #expect(own.grant == .clientCredentials && own.clientAuthentication == .post)
    #expect(own.tokenAddress == "https://login.microsoftonline.com/a.org/oauth2/v2.0/token")
    #expect(own.scope == "https://outlook.office365.com/.default")
    let person = try read(
      "provider: 'microsoft', tenant: 'a.org', clientID: 'c', grant: 'refresh_token'")
    #expect(
      person.deviceAddress == "https://login.microsoftonline.com/a.org/oauth2/v2.0/devicecode")
    #expect(person.scope == "https://outlook.office.com/SMTP.Send offline_access")
    let account = try read("provider: 'google', key: { file: '/k.json' }")
    #expect(account.grant == .serviceAccount && account.scope == "https://mail.google.com/")
    #expect(account.tokenAddress == nil && account.deviceAddress == nil)
    let other = try read(
      "provider: 'other', tokenAddress: 'https://t.org/x', deviceAddress: 'https://t.org/d', "
        + "clientID: 'c', grant: 'refresh_token', scope: 's', authorities: '/ca.pem'")
    #expect(other.clientAuthentication == .basic && other.deviceAddress == "https://t.org/d")
    let government = try read(
      "provider: 'microsoft', tokenAddress: 'https://login.microsoftonline.us/a/oauth2/v2.0/token', "
        + "clientID: 'c', clientSecret: { file: '/s' }")
    #expect(government.tenant == nil)
  }

  @Test func `tells what a way to get tokens lacks, and what it would not obey`() {
    for (settings, count) in [
      ("", 1), ("provider: 'microsft'", 1), ("provider: 'microsoft'", 3),
      ("provider: 'microsoft', clientID: 'c', clientSecret: { file: '/s' }", 1),
      ("provider: 'microsoft', clientID: 'c', clientSecret: 'hush', tenant: 'a.org'", 1),
      ("provider: 'microsoft', clientID: 'c', clientSecret: { file: '/s' }, tenant: 'a/b'", 1),
      ("provider: 'google'", 1), ("provider: 'google', key: { file: '/k' }, clientID: 'c'", 1),
      ("provider: 'google', key: { file: '/k' }, tenant: 'a.org'", 1),
      ("provider: 'other', clientID: 'c', clientSecret: { file: '/s' }", 1),
      ("provider: 'other', grant: 'refresh_token', clientID: 'c', tokenAddress: 'http://t.org'", 1),
      (
        "provider: 'other', grant: 'refresh_token', clientID: 'c', tokenAddress: 'https://u:p@t'", 1
      ),
      ("provider: 'other', key: { file: '/k' }", 1),
      ("provider: 'google', grant: 'refresh_token', clientID: 'c', key: { file: '/k' }", 1),
      ("provider: 'google', key: { file: '/k' }, scop: 's'", 1),
    ] {
      #expect(told(oauth(settings)).count == count, "\(settings): \(told(oauth(settings)))")
    }
    let both =
      "{ host: 'r.org', signIn: { user: 'u', password: { file: '/p' }, "
      + "oauth: { provider: 'google', key: { file: '/k' } } } }"
    #expect(told(both).count == 1)
    let plain =
      "{ host: 'r.org', signIn: { user: 'u', mechanism: 'PLAIN', "
      + "oauth: { provider: 'google', key: { file: '/k' } } } }"
    #expect(told(plain).count == 1)
  }

  @Test func `must be there where mail is delivered to one`() {
    let text = "{ format: 1, publicAddress: 'https://a.org', mail: { delivery: 'relay' } }"
    #expect(throws: Mistakes.self) { try Installation.read(Array(text.utf8), file: "i") }
  }
}
