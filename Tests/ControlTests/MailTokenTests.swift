import CivilTime
import Control
import Foundation
import Simulation
import Synchronization
import Testing

@Suite(.serialized) struct `rubricctl mail token` {
  private let server: TokenServer
  private let all: TokenServer.Description

  init() throws {
    server = try TokenServer.shared.get()
    all = server.description
  }

  /// Settings that end in a token of the test's server.
  private func own(_ path: String, port: String = "good", authority: String = "authority") -> String
  {
    "provider: 'microsoft', tokenAddress: '\(server.address(path, port: port))', "
      + "clientID: '\(all.oauth.client)', clientSecret: { file: 'SECRET' }, "
      + "authorities: '\(all.certificates[authority] ?? "")'"
  }

  private var person: String {
    "provider: 'other', grant: 'refresh_token', clientID: '\(all.oauth.client)', "
      + "tokenAddress: '\(server.address("/refresh"))', "
      + "authorities: '\(all.certificates["authority"] ?? "")'"
  }

  private func withDistrict(_ oauth: String, _ body: (Desk) throws -> Void) throws {
    try withDesk { desk in
      try FileManager.default.createDirectory(
        atPath: desk.data + "/run", withIntermediateDirectories: true)
      try desk.write(all.oauth.secret + "\n", to: desk.folder + "/secret")
      try desk.use(oauth, all)
      try body(desk)
    }
  }

  /// Everything but the token itself is told on standard error, and no secret anywhere.
  private func token(_ desk: Desk, _ options: String...) throws -> String {
    let outcome = desk.run(["mail", "token"] + options)
    #expect(outcome.code == .ok, "\(outcome.errors)")
    #expect(outcome.errors.isEmpty)
    let token = outcome.output.trimmingCharacters(in: .newlines)
    try #require(token.split(separator: ".").count == 3, "\(outcome.output)")
    return token
  }

  @Test func `prints a token, keeps it for its owner only, and renews it before it ends`() throws {
    try withDistrict(own("/client")) { desk in
      let first = try token(desk)
      let path = desk.data + "/run/relay-token.json"
      #expect(try desk.mode(path) == 0o600)
      #expect(try token(desk) == first)
      // It lasts for 3,599 s: five minutes of it are left at 3,299.
      let start = desk.clock.now()
      desk.clock.pass(until: start.adding(seconds: 3_299))
      #expect(try token(desk) == first)
      desk.clock.pass(until: start.adding(seconds: 3_300))
      let second = try token(desk)
      #expect(second != first)
      desk.clock.pass(until: start.adding(seconds: 3_301))
      #expect(try token(desk, "--fresh") != second)
      let object = try #require(try desk.run("--json", "mail", "token").objects().first)
      #expect((object["token"] as? String)?.isEmpty == false && object["expires"] != nil)
      // What can't be read is as good as nothing.
      try desk.write("half a tok", to: path)
      #expect(try token(desk) != second)
      // A token of other settings is not handed out.
      let kept = try token(desk)
      try desk.use(own("/client") + ", scope: 'another'", all)
      #expect(try token(desk) != kept)
      #expect(try server.questions("/client").last?["scope"] as? String == "another")
    }
  }

  @Test func `renews the sign-in of a person, and keeps each new refresh token`() throws {
    try withDistrict(person) { desk in
      let nobody = desk.run("mail", "token")
      #expect(nobody.code == .unavailable)
      #expect(nobody.errors.contains("rubricctl mail token --sign-in"), "\(nobody.errors)")
      let path = desk.data + "/oauth/refresh-token"
      try FileManager.default.createDirectory(
        atPath: desk.data + "/oauth", withIntermediateDirectories: true)
      // Other tests use up refresh tokens as well.
      let used = try server.questions("/refresh").filter { $0["grant_type"] != nil }.count
      try desk.write("refresh-\(used)\n", to: path)
      let first = try token(desk)
      #expect(try String(contentsOfFile: path, encoding: .utf8) == "refresh-\(used + 1)\n")
      #expect(try desk.mode(path) == 0o600)
      desk.clock.pass(until: desk.clock.now().adding(seconds: 1))
      #expect(try token(desk, "--fresh") != first)
      #expect(try String(contentsOfFile: path, encoding: .utf8) == "refresh-\(used + 2)\n")
      #expect(!FileManager.default.fileExists(atPath: path + ".part"))
      try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
      desk.clock.pass(until: desk.clock.now().adding(seconds: 1))
      #expect(desk.run("mail", "token", "--fresh").errors.contains("chmod 600"))
    }
  }

  @Test func `has a person sign in, asking no faster than the server wants`() throws {
    let settings = person + ", deviceAddress: '\(server.address("/code"))'"
    let device = settings.replacingOccurrences(of: "/refresh", with: "/device")
    try withDistrict(device) { desk in
      let outcome = desk.run("mail", "token", "--sign-in")
      #expect(outcome.code == .ok, "\(outcome.errors)")
      #expect(outcome.output.contains("https://device.example/go"))
      #expect(outcome.output.contains("BDWD-HQPK"))
      #expect(outcome.output.contains("Signed in as \(all.oauth.mailbox)"))
      #expect(try desk.mode(desk.data + "/oauth/refresh-token") == 0o600)
      // Pending, slow down, pending, and the token.
      #expect(desk.pauses.milliseconds == [5_000, 5_000, 10_000, 10_000])
      // The first token is there already.
      let asked = try server.questions("/device").count
      _ = try token(desk)
      #expect(try server.questions("/device").count == asked)
    }
    try withDistrict(settings.replacingOccurrences(of: "/refresh", with: "/late")) { desk in
      let outcome = desk.run("mail", "token", "--sign-in")
      #expect(outcome.code == .unavailable)
      #expect(outcome.errors.contains("expired_token"), "\(outcome.errors)")
      #expect(desk.pauses.milliseconds.reduce(0, +) == 900_000)
    }
    try withDistrict(own("/client")) { desk in
      #expect(desk.run("mail", "token", "--sign-in").errors.contains("refresh_token"))
    }
  }

  @Test func `speaks for a mailbox with a service account's key`() throws {
    let google =
      "provider: 'google', key: { file: '\(all.oauth.key)' }, "
      + "authorities: '\(all.certificates["authority"] ?? "")'"
    try withDistrict(google) { desk in
      _ = try token(desk)
      try desk.use(google, all, user: "somebody@else.example")
      let refused = desk.run("mail", "token")
      #expect(refused.code == .unavailable)
      #expect(refused.errors.contains("invalid_grant"))
      #expect(refused.errors.contains("compare signIn.user with the mailbox"))
    }
  }

  @Test(arguments: [
    ("/refuse/invalid_client", "AADSTS7000215: Invalid client secret provided"),
    ("/refuse/invalid_client", "The client secret is wrong or has expired"),
    ("/refuse/unauthorized_client", "Client is unauthorized"), ("/echo", "wrong: (secret)"),
    ("/moved", "no secret follows a redirection"), ("/none", "404"), ("/html", "no JSON"),
    ("/endless", "more than 65536 bytes"),
  ])
  func `says why there is no token, and what to change`(path: String, words: String) throws {
    try withDistrict(own(path)) { desk in
      let outcome = desk.run("mail", "token")
      #expect(outcome.code == .unavailable)
      #expect(outcome.output.isEmpty)
      // Lines break where they must.
      #expect(outcome.errors.contains(words), "\(outcome.errors)")
      #expect(!outcome.errors.contains(all.oauth.secret))
      #expect(!FileManager.default.fileExists(atPath: desk.data + "/run/relay-token.json"))
    }
  }

  @Test func `can be tried again when the server is busy, and not when it is another's`() throws {
    for (port, authority, path, code, words) in [
      ("good", "authority", "/busy", ExitCode.temporary, "503"),
      ("good", "stranger", "/client", .unavailable, "mail.relay.signIn.oauth.authorities"),
      ("wrong-host", "authority", "/client", .unavailable, "mail.elsewhere.example"),
    ] {
      try withDistrict(own(path, port: port, authority: authority)) { desk in
        let outcome = desk.run("mail", "token")
        #expect(outcome.code == code, "\(outcome.errors)")
        #expect(outcome.errors.contains(words), "\(outcome.errors)")
      }
    }
  }

  @Test func `gives what signs in to a relay, and check says so step by step`() throws {
    try withDistrict(own("/client")) { desk in
      let good = desk.run("mail", "check")
      #expect(good.code == .ok, "\(good.output)")
      #expect(good.output.contains("there is a token for \(all.oauth.mailbox)"))
      #expect(good.output.contains("signed in as \(all.oauth.mailbox)"))
      try desk.use(own("/refuse/invalid_client"), all)
      let bad = desk.run("mail", "check")
      #expect(bad.code == .unavailable)
      #expect(bad.output.contains("The client secret is wrong or has expired"), "\(bad.output)")
    }
  }
}

extension Desk {
  /// The installation's file with a relay that takes tokens: Postfix, which asks Dovecot.
  fileprivate func use(
    _ oauth: String, _ all: TokenServer.Description, user: String? = nil
  ) throws {
    let settings = oauth.replacingOccurrences(of: "SECRET", with: folder + "/secret")
    try write(
      """
      { format: 1, publicAddress: 'https://a.example.org', mail: { relay: {
        host: 'localhost', port: \(all.postfix.ports["submission"] ?? 0),
        authorities: '\(all.certificates["authority"] ?? "")',
        signIn: { user: '\(user ?? all.oauth.mailbox)', oauth: { \(settings) } } } } }
      """, to: data + "/installation.json5")
  }

  fileprivate func write(_ text: String, to path: String) throws {
    try text.write(toFile: path, atomically: false, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
  }

  fileprivate func mode(_ path: String) throws -> Int? {
    try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
  }
}
