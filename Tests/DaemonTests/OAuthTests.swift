import Control
import Crypto
import Files
import Foundation
import Glibc
import Store
import Testing

/// The real rubricd and rubricctl, a token server, and Postfix with Dovecot.
@Suite(.serialized) struct `rubricd with a relay that takes tokens` {
  @Test func `has rubricctl fetch one, and a new one as soon as the relay refuses it`() throws {
    let servers = try TokenServers()
    let district = try MapleHollow(by: SystemClock())
    try servers.settings(in: district.path)
    let withdrawn = try #require(servers.all.tokens).expired
    let kept = district.path + "/run/relay-token.json"
    // A token that should still hold, but does not: it was withdrawn.
    #expect(district.ask("mail", "token") == .ok)
    var object = try #require(
      try JSONSerialization.jsonObject(with: Data(contentsOf: URL(fileURLWithPath: kept)))
        as? [String: Any])
    object["access_token"] = withdrawn
    try JSONSerialization.data(withJSONObject: object)
      .write(to: URL(fileURLWithPath: kept))
    #expect(district.ask("mail", "test", "robin@maplehollow.example") == .ok)
    let daemon = try RunningDaemon(["--data", district.path])
    let isSent = try eventually {
      try district.store().read { try $0.mails(.all, limit: 1_000) }
        .first { $0.key.hasPrefix("test/") }?.state == .sent
    }
    #expect(isSent)
    daemon.send(SIGTERM)
    #expect(daemon.end() == 0)
    let log = daemon.log()
    #expect(!log.contains("@") && !log.contains(servers.all.oauth.secret), "\(log)")
    #expect(try !String(contentsOfFile: kept, encoding: .utf8).contains(withdrawn))
    let questions = try String(contentsOfFile: servers.all.oauth.log, encoding: .utf8)
      .split(separator: "\n").count
    // One by hand, and one for each connection that was refused: there are two at most.
    #expect((2...3).contains(questions))
  }

  @Test func `says why there is no token in the words of rubricctl`() throws {
    let servers = try TokenServers(withPostfix: false)
    let district = try MapleHollow(by: SystemClock())
    try servers.settings(in: district.path, path: "/refuse/invalid_client")
    #expect(district.ask("mail", "test", "robin@maplehollow.example") == .ok)
    let notify = try NotifySocket(path: district.path + "/notify")
    let daemon = try RunningDaemon(
      ["--data", district.path], environment: ["NOTIFY_SOCKET": district.path + "/notify"])
    _ = notify.upTo { $0.contains("the relay takes no mail") }
    daemon.send(SIGTERM)
    #expect(daemon.end() == 0)
    let log = daemon.log()
    #expect(log.contains("invalid_client: AADSTS7000215"), "\(log)")
    #expect(log.contains("The client secret is wrong or has expired"))
    #expect(!log.contains(servers.all.oauth.secret))
  }
}

extension MapleHollow {
  /// Runs rubricctl in this process.
  fileprivate func ask(_ arguments: String...) -> ExitCode {
    ControlProgram.run(
      Environment(
        arguments: arguments, output: { _ in }, errors: { _ in }, clock: SystemClock(),
        random: SecureRandom(), zoneFile: { try SystemZones().bytes($0) },
        readFile: { (path, limit) throws(FileError) in try SystemFile.read(path, limit: limit) },
        dataDirectory: path))
  }
}

/// `Tests/Servers/start.py` with Postfix and the token server; they end when this is gone.
private final class TokenServers {
  struct Description: Decodable {
    struct Server: Decodable {
      var ports: [String: UInt16]
    }

    struct OAuth: Decodable {
      var ports: [String: UInt16]
      var client: String
      var secret: String
      var mailbox: String
      var log: String
    }

    struct Tokens: Decodable {
      var expired: String
    }

    var certificates: [String: String]
    var postfix: Server?
    var oauth: OAuth
    var tokens: Tokens?
  }

  let all: Description
  private let process = Process()
  private let input = Pipe()

  init(withPostfix: Bool = true) throws {
    let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Servers/start.py").path
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3", "-B", script, "oauth"] + (withPostfix ? ["postfix"] : [])
    process.environment = ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin"]
    let output = Pipe()
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    try output.fileHandleForWriting.close()
    var line = Data()
    while line.last != 0x0A {
      let more = output.fileHandleForReading.availableData
      guard !more.isEmpty else { break }
      line += more
    }
    all = try JSONDecoder().decode(Description.self, from: line)
  }

  deinit {
    try? input.fileHandleForWriting.close()
    process.waitUntilExit()
  }

  /// Writes the installation's file, and the secret beside it.
  func settings(in folder: String, path: String = "/client") throws {
    let secret = folder + "/client-secret"
    try all.oauth.secret.write(toFile: secret, atomically: false, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: secret)
    let authority = all.certificates["authority"] ?? ""
    try """
    { format: 1, publicAddress: 'https://credentials.example.org', mail: { relay: {
      kind: 'postfix', host: 'localhost', port: \(all.postfix?.ports["submission"] ?? 1),
      authorities: '\(authority)',
      signIn: { user: '\(all.oauth.mailbox)', oauth: {
        provider: 'microsoft', clientID: '\(all.oauth.client)', clientSecret: { file: '\(secret)' },
        tokenAddress: 'https://localhost:\(all.oauth.ports["good"] ?? 0)\(path)',
        authorities: '\(authority)' } } } } }
    """
    .write(toFile: folder + "/installation.json5", atomically: false, encoding: .utf8)
  }
}
