import Control
import Crypto
import Daemon
import Files
import Foundation
import Glibc
import Mail
import Store
import Synchronization
import Testing

/// The real program, with a relay on this machine.
@Suite(.serialized) struct `rubricd with a relay` {
  @Test func `hands over what people are told and what a technician asks for, and stops in order`()
    throws
  {
    let district = try MapleHollow(by: SystemClock())
    let relay = try PlainRelay()
    try district.use(relayAt: relay.port)
    let notify = try NotifySocket(path: district.path + "/notify")
    let daemon = try RunningDaemon(
      ["--data", district.path], environment: ["NOTIFY_SOCKET": district.path + "/notify"])
    #expect(notify.next() == "READY=1\nSTATUS=Begins.")
    #expect(district.control("mail", "test", "robin@maplehollow.example") == .ok)
    let taken = try #require(relay.next())
    #expect(taken.to == ["robin@maplehollow.example"])
    #expect(taken.text.contains("Subject: A test message of rubricd"))
    daemon.send(SIGTERM)
    #expect(daemon.end() == 0)
    let mails = try district.mails()
    let test = try #require(mails.first { $0.key.hasPrefix("test/") })
    #expect(test.state == .sent && test.serverWords == "250 2.0.0 Taken" && test.attempts == 1)
    #expect(!mails.contains { $0.state == .sending || $0.state == .endOfData })
    let log = daemon.log()
    #expect(!log.contains("@"), "no address stands in the log: \(log)")
  }

  @Test func `keeps mail while the relay is away, and sends it when it is there`() throws {
    let district = try MapleHollow(by: SystemClock())
    let port = try PlainRelay().port
    try district.use(relayAt: port)
    #expect(district.control("mail", "test", "robin@maplehollow.example") == .ok)
    let notify = try NotifySocket(path: district.path + "/notify")
    let first = try RunningDaemon(
      ["--data", district.path], environment: ["NOTIFY_SOCKET": district.path + "/notify"])
    let news = notify.upTo { $0.contains("the relay takes no mail") }
    #expect(news.last?.contains("rubricctl mail check says more") == true)
    first.send(SIGTERM)
    #expect(first.end() == 0)
    #expect(first.log().contains("the relay takes no mail, which waits: while connecting"))
    #expect(try district.mails().first { $0.key.hasPrefix("test/") }?.state == .queued)

    let relay = try PlainRelay(port: port)
    let second = try RunningDaemon(["--data", district.path])
    #expect(relay.next()?.to == ["robin@maplehollow.example"])
    second.send(SIGTERM)
    #expect(second.end() == 0)
    #expect(try district.mails().first { $0.key.hasPrefix("test/") }?.state == .sent)
  }

  @Test func `does not start with a key for signing that it can't read`() throws {
    let district = try MapleHollow(by: SystemClock())
    try district.write(
      "{ host: 'localhost', tls: 'never', "
        + "dkim: { domain: 'a.org', selector: 's', key: { file: '/nowhere/key' } } }")
    let daemon = try RunningDaemon(["--data", district.path])
    #expect(daemon.end() == 78)
    #expect(daemon.log().contains("/nowhere/key"))
  }
}

extension MapleHollow {
  fileprivate func use(relayAt port: Int) throws {
    try write("{ host: '127.0.0.1', port: \(port), tls: 'never', kind: 'postfix' }")
  }

  fileprivate func write(_ relay: String) throws {
    try """
    { format: 1, publicAddress: "https://credentials.example.org", mail: { relay: \(relay) } }
    """
    .write(toFile: path + "/installation.json5", atomically: false, encoding: .utf8)
  }

  fileprivate func control(_ arguments: String...) -> ExitCode {
    ControlProgram.run(
      Environment(
        arguments: arguments, output: { _ in }, errors: { _ in }, clock: SystemClock(),
        random: SecureRandom(), zoneFile: { try SystemZones().bytes($0) },
        readFile: { (path, _) throws(FileError) in throw FileError(.notFound, path: path) },
        dataDirectory: path))
  }

  fileprivate func mails() throws -> [OutgoingMail] {
    try store().read { try $0.mails(.all, limit: 1_000) }
  }
}

/// `Tests/Servers/plain_relay.py`, which ends when this is gone.
private final class PlainRelay {
  struct Taken: Decodable {
    var to: [String]
    var text: String
  }

  let port: Int
  private let process = Process()
  private let input = Pipe()
  private let output = Pipe()
  private var rest = Data()

  init(port: Int = 0) throws {
    let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Servers/plain_relay.py").path
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3", "-B", script, "\(port)"]
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    var line = Data()
    while line.last != 0x0A {
      let more = output.fileHandleForReading.availableData
      guard !more.isEmpty else { break }
      line += more
    }
    self.port = Int(String(decoding: line.dropLast(), as: UTF8.self)) ?? 0
  }

  deinit {
    // Its input ends, and so does it: the port is free afterwards.
    try? input.fileHandleForWriting.close()
    process.waitUntilExit()
  }

  /// The next message that it takes; `nil` if it ends before.
  func next() -> Taken? {
    while true {
      if let end = rest.firstIndex(of: 0x0A) {
        defer { rest = Data(rest[(end + 1)...]) }
        return try? JSONDecoder().decode(Taken.self, from: Data(rest[..<end]))
      }
      let more = output.fileHandleForReading.availableData
      guard !more.isEmpty else { return nil }
      rest += more
    }
  }
}
