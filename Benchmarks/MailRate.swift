import Crypto
import Foundation
import Glibc
import Mail
import MailTransport

/// 20,000 messages of 2 KiB over one connection to smtp-sink (Debian's package postfix), and the same by a
/// raw pipelined socket, smtp-source and Python's smtplib in the same run.
///
/// Ours makes each message from its bytes, asks for its mark and records its outcome; storing the mark is
/// measured by the outbox's benchmarks. The raw socket knows one answer of fixed form and checks nothing.
func mailRate() throws -> [Figure] {
  let count = 20_000
  let sink = try MailSink()
  defer { sink.end() }
  // In turns, and the best of three: the machine does other things too.
  let senders: [() throws -> Void] = [
    { try deliver(count, to: sink.port) },
    { try RawSender(port: sink.port).send(count) },
    {
      try run([
        "smtp-source", "-s", "1", "-d", "-m", "\(count)", "-l", "2048", "-f",
        "office@sink.example", "-t", "theo@sink.example", "127.0.0.1:\(sink.port)",
      ])
    },
    { try run(["python3", "-c", smtplibScript, "\(sink.port)", "\(count)", letter]) },
  ]
  var best = [Double](repeating: .infinity, count: senders.count)
  for _ in 0..<3 {
    for (index, send) in senders.enumerated() { best[index] = try min(best[index], seconds(send)) }
  }
  let rates = best.map { Double(count) / $0 }
  func figure(_ measure: String, _ value: Double, aim: Double) -> Figure {
    Figure(
      benchmark: "20,000 messages of 2 KiB over one connection", measure: measure, value: value,
      aim: aim, isLessBetter: false)
  }
  return [
    figure("messages_a_second", rates[0], aim: 0.8 * rates[1]),
    figure("ratio_to_raw_pipelined_socket", rates[0] / rates[1], aim: 0.8),
    figure("ratio_to_smtp_source", rates[0] / rates[2], aim: 1),
    figure("ratio_to_smtplib", rates[0] / rates[3], aim: 1),
  ]
}

/// A letter of 2,048 bytes.
let letter: String = {
  let headers =
    "From: office@sink.example\r\nTo: theo@sink.example\r\nSubject: A letter\r\n"
    + "Message-ID: <letter@sink.example>\r\nDate: Mon, 14 Sep 2026 08:00:00 -0500\r\n\r\n"
  let line = String(repeating: "credential ", count: 6) + "\r\n"
  let room = 2_048 - headers.utf8.count - 2
  return headers + String(String(repeating: line, count: 40).prefix(room / line.count * line.count))
    + String(repeating: "x", count: room % line.count) + "\r\n"
}()

private func deliver(_ count: Int, to port: UInt16) throws {
  let settings = RelaySettings(
    host: "127.0.0.1", port: port,
    conversation: SMTPSettings(clientName: .loopback, tls: .never), tls: try TLSSettings())
  var unbounded = settings
  unbounded.messagesMaximum = count
  let surroundings = TransportSurroundings(
    clock: { Int64(ProcessInfo.processInfo.systemUptime * 1_000) }, stop: try StopSignal(),
    random: SecureRandom())
  let desk = Desk(
    count, from: try Address("office@sink.example"), to: try Address("theo@sink.example"))
  let client = RelayClient(unbounded, surroundings)
  let end = client.deliver(from: desk)
  client.close()
  precondition(end == .drained && desk.acceptedCount == count, "\(end), \(desk.acceptedCount)")
}

/// A desk that makes each message from its bytes, as they come from a database.
private final class Desk: DeliveryDesk {
  private let count: Int
  private let sender: Address
  private let recipient: Address
  private let content = Array(letter.utf8)
  private var given = 0
  var acceptedCount = 0

  init(_ count: Int, from sender: Address, to recipient: Address) {
    self.count = count
    self.sender = sender
    self.recipient = recipient
  }

  func nextMessage() -> SMTPMessage? {
    guard given < count else { return nil }
    given += 1
    return try? SMTPMessage(
      id: Int64(given), sender: sender, recipients: [recipient], content: content)
  }

  func markEndOfData(_ id: Int64) {}

  func record(_ outcome: SMTPOutcome) {
    if case .accepted? = outcome.results.first { acceptedCount += 1 }
  }
}

/// The least that can carry messages: two writes each, and counting the lines of the answers.
private struct RawSender {
  private let descriptor: Int32

  init(port: UInt16) throws {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let result = unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { general in
        unsafe connect(descriptor, general, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard result == 0 else { throw POSIXError(.ECONNREFUSED) }
    var on: Int32 = 1
    _ = unsafe setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, 4)
  }

  func send(_ count: Int) {
    var buffer = [UInt8](repeating: 0, count: 4_096)
    func answers(_ wanted: Int) {
      var left = wanted
      while left > 0 {
        let count = unsafe recv(descriptor, &buffer, buffer.count, 0)
        precondition(count > 0, "the sink is gone")
        left -= buffer[..<count].count { $0 == 0x0A }
      }
    }
    func say(_ bytes: [UInt8]) {
      let sent = unsafe Glibc.send(descriptor, bytes, bytes.count, 0)
      precondition(sent == bytes.count, "the sink is gone")
    }
    answers(1)
    say(Array("HELO raw\r\n".utf8))
    answers(1)
    let group = Array(
      "MAIL FROM:<office@sink.example>\r\nRCPT TO:<theo@sink.example>\r\nDATA\r\n".utf8)
    let text = Array((letter + ".\r\n").utf8)
    for _ in 0..<count {
      say(group)
      answers(3)
      say(text)
      answers(1)
    }
    say(Array("QUIT\r\n".utf8))
    answers(1)
    close(descriptor)
  }
}

/// Postfix's test server, which takes everything and keeps nothing.
final class MailSink {
  let port: UInt16
  private let process: Process

  init() throws {
    let port = UInt16(20_000 + getpid() % 10_000)
    self.port = port
    let user = geteuid() == 0 ? ["-u", "nobody"] : []
    process = try start(["smtp-sink"] + user + ["127.0.0.1:\(port)", "1000"])
    for _ in 0..<500 {
      if let probe = try? RawSender(port: port) {
        probe.send(0)
        break
      }
      usleep(10_000)
    }
  }

  func end() {
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }
}

private func start(_ command: [String]) throws -> Process {
  let process = Process()
  process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
  process.arguments = ["PATH=/usr/sbin:/usr/bin:/bin"] + command
  try process.run()
  return process
}

private func run(_ command: [String]) throws {
  let process = try start(command)
  process.waitUntilExit()
  precondition(process.terminationStatus == 0, "\(command[0]) failed")
}

private let smtplibScript = """
  import smtplib, sys
  relay = smtplib.SMTP("127.0.0.1", int(sys.argv[1]))
  for _ in range(int(sys.argv[2])):
      relay.sendmail("office@sink.example", ["theo@sink.example"], sys.argv[3])
  relay.quit()
  """
