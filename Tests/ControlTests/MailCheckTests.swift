import Control
import Foundation
import Testing

/// `rubricctl mail check` against a real server, with TLS and a sign-in.
@Suite struct `rubricctl mail check` {
  @Test func `goes through TLS and the sign-in, and says what works and what does not`() throws {
    let relay = try SigningRelay()
    defer { relay.end() }
    try withDesk { desk in
      #expect(desk.begin().code == .ok)
      let secret = desk.folder + "/password"
      func check(_ port: Int?, _ tls: String, password: String) throws -> Outcome {
        try (password + "\n").write(toFile: secret, atomically: false, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: secret)
        try """
        { format: 1, publicAddress: 'https://a.example.org', mail: { relay: {
          host: 'localhost', port: \(port ?? 0), tls: '\(tls)',
          authorities: '\(relay.authority)',
          signIn: { user: 'office', password: { file: '\(secret)' } } } } }
        """.write(toFile: desk.data + "/installation.json5", atomically: false, encoding: .utf8)
        return desk.run("mail", "check")
      }

      for (port, tls) in [("starttls", "required"), ("tls", "implicit")] {
        let good = try check(relay.ports[port], tls, password: relay.password)
        #expect(good.code == .ok, "\(good.output)")
        for words in [
          "ok    the secret of office can be read", "ok    connected to localhost",
          "ok    it greets: 220", "ok    the connection is secret (TLSv1.3)",
          "ok    signed in as office by ", "messages a minute",
        ] {
          #expect(good.output.contains(words), "\(words): \(good.output)")
        }
        #expect(!good.output.contains("FAILS"))

        let wrong = try check(relay.ports[port], tls, password: "hush-hush")
        #expect(wrong.code == .unavailable)
        #expect(wrong.output.contains("ok    the connection is secret"), "\(wrong.output)")
        #expect(wrong.output.contains("FAILS while signing in"), "\(wrong.output)")
        #expect(wrong.output.contains("535"))
        #expect(wrong.output.contains("Compare user and password"))
        #expect(!(wrong.output + wrong.errors).contains("hush"))
      }

      for (port, tls) in [("starttls", "required"), ("tls", "implicit")] {
        let old = try check(relay.oldPorts[port], tls, password: relay.password)
        #expect(old.code == .unavailable)
        #expect(old.output.contains("older than 1.2, which are unsafe"), "\(old.output)")
        #expect(
          old.output.contains("to be mended at the relay") && !old.output.contains("firewall"))
      }
    }
  }
}

/// aiosmtpd on loopback, started by `Tests/Servers/start.py`; it ends with that script's input.
private struct SigningRelay {
  private struct Description: Decodable {
    struct Server: Decodable {
      var ports: [String: Int]
      var password: String?
    }

    var certificates: [String: String]
    var aiosmtpd: Server
    var old: Server
  }

  let ports: [String: Int]
  /// Of a server that speaks nothing newer than TLS 1.1.
  let oldPorts: [String: Int]
  let password: String
  /// The file of the authority that signed its certificate.
  let authority: String
  private let process: Process
  private let input: FileHandle

  init() throws {
    process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [
      "python3", "-B", repository + "/Tests/Servers/start.py", "aiosmtpd", "old",
    ]
    process.environment = ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin"]
    let (input, output) = (Pipe(), Pipe())
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    self.input = input.fileHandleForWriting
    // Only the script's own copy may keep its output open, else its end would not show.
    try output.fileHandleForWriting.close()
    var line = Data()
    while !line.contains(0x0A) {
      let more = output.fileHandleForReading.availableData
      guard !more.isEmpty else { throw NoRelay() }
      line += more
    }
    let told = try JSONDecoder().decode(Description.self, from: line)
    ports = told.aiosmtpd.ports
    oldPorts = told.old.ports
    password = told.aiosmtpd.password ?? ""
    authority = told.certificates["authority"] ?? ""
  }

  func end() {
    try? input.close()
    process.waitUntilExit()
  }

  /// What the script said stands in the test's error output.
  struct NoRelay: Error {}
}
