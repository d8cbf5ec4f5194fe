import Crypto
import Foundation
import Mail
import MailTransport
import Synchronization

/// The monotonic clock of this machine.
let monotonic: MonotonicMilliseconds = {
  Int64(ProcessInfo.processInfo.systemUptime * 1_000)
}

extension TransportSurroundings {
  /// Those of a test, with the real clock.
  static func ofTest(
    clock: @escaping MonotonicMilliseconds = monotonic, stop: StopSignal? = nil
  ) throws -> TransportSurroundings {
    TransportSurroundings(
      clock: clock, stop: try stop ?? StopSignal(), random: SecureRandom())
  }
}

/// A clock that moves by hand.
final class HandClock: Sendable {
  private let time = Mutex<Int64>(1_000_000)

  var milliseconds: MonotonicMilliseconds {
    { self.time.withLock { $0 } }
  }

  func step(milliseconds: Int64) {
    time.withLock { $0 += milliseconds }
  }
}

/// A desk with a few messages, which remembers what it was told, in order.
final class TestDesk: DeliveryDesk {
  enum Note: Equatable {
    case gave(Int64)
    case marked(Int64)
    case outcome(Int64)
  }

  private var messages: [SMTPMessage]
  private(set) var notes: [Note] = []
  private(set) var outcomes: [Int64: SMTPOutcome] = [:]
  /// The mark of this message can't be stored.
  var unstorable: Int64?
  /// Called at each mark.
  var atMark: ((Int64) -> Void)?

  init(_ messages: [SMTPMessage]) {
    self.messages = messages
  }

  func nextMessage() -> SMTPMessage? {
    guard !messages.isEmpty else { return nil }
    let message = messages.removeFirst()
    notes.append(.gave(message.id))
    return message
  }

  func markEndOfData(_ id: Int64) throws {
    struct DiskIsFull: Error {}
    if id == unstorable { throw DiskIsFull() }
    notes.append(.marked(id))
    atMark?(id)
  }

  func record(_ outcome: SMTPOutcome) {
    notes.append(.outcome(outcome.id))
    outcomes[outcome.id] = outcome
  }

  /// The result for a message with one recipient.
  func result(_ id: Int64) -> RecipientResult? { outcomes[id]?.results.first }

  /// Whether all recipients of a message were accepted.
  func isAccepted(_ id: Int64) -> Bool {
    outcomes[id]?.results.allSatisfy {
      if case .accepted = $0 { true } else { false }
    } ?? false
  }
}

extension RecipientResult {
  var failure: DeliveryFailure? {
    if case .failed(let failure) = self { failure } else { nil }
  }
}

/// Messages of Maple Hollow's office.
enum Letters {
  static let office = "office@maplehollow.example"

  static func letter(
    _ id: Int64, to recipients: [String] = ["theo@maplehollow.example"], subject: String = "Hello",
    body: String = "Your proposal has arrived.\r\n"
  ) throws -> SMTPMessage {
    let headers =
      "From: Maple Hollow <\(office)>\r\nTo: \(recipients.joined(separator: ", "))\r\n"
      + "Subject: \(subject)\r\nMessage-ID: <letter-\(id)@maplehollow.example>\r\n"
      + "Date: Mon, 14 Sep 2026 08:00:00 -0500\r\n\r\n"
    return try SMTPMessage(
      id: id, sender: Address(office), recipients: recipients.map { try Address($0) },
      content: Array((headers + body).utf8))
  }

  /// A letter of so many bytes, as the benchmarks send it.
  static func letters(_ numbers: ClosedRange<Int64>, subject: String = "Hello") throws
    -> [SMTPMessage]
  {
    try numbers.map { try letter($0, subject: subject) }
  }
}

/// Settings of a relay on loopback.
func loopback(
  _ port: UInt16, tls: TLSPolicy = .never, authority: String? = nil,
  credentials: SMTPCredentials? = nil, host: String = "127.0.0.1"
) throws -> RelaySettings {
  let trust = try TLSSettings(authorities: authority.map { .file($0) } ?? .system)
  return RelaySettings(
    host: host, port: port,
    conversation: SMTPSettings(
      clientName: try ClientName("cellar.maplehollow.example"), tls: tls,
      credentials: credentials, host: host, port: Int(port)),
    tls: trust)
}

/// A text that no other test uses, to find a message by.
func uniqueText(_ name: String) -> String {
  name + "-" + UUID().uuidString.prefix(8).lowercased()
}
