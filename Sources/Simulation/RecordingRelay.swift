public import CivilTime
import Crypto
public import Mail
public import Office
import Synchronization

/// A relay in memory that writes down what it takes.
///
/// It goes through what a relay with PIPELINING does: the next message is begun before the last one is answered. No
/// crash of the office touches it.
public final class RecordingRelay: Sendable {
  /// A message that it took.
  public struct Taken: Hashable, Sendable {
    /// The mail's number in the outbox.
    public let mail: Int64
    public let recipient: String
    public let messageID: String
    /// Of the whole text, to see whether two copies are the same.
    public let digest: String
    public let at: Instant
  }

  /// What it does with a message.
  public enum Reaction: Hashable, Sendable {
    case take
    /// Answers the recipient with this.
    case refuse(SMTPReply)
    /// Closes the connection after the final dot, with the message or without it.
    case vanish(hasTaken: Bool)
  }

  private struct State {
    var taken: [Taken] = []
    var isAway = false
    var react: @Sendable (SMTPMessage) -> Reaction = { _ in .take }
    var connections = 0
  }

  private let clock: any Clock
  private let preset: RelayPreset
  private let state = Mutex(State())

  public init(clock: any Clock, preset: RelayPreset = .other) {
    self.clock = clock
    self.preset = preset
  }

  /// Everything that it took, in order.
  public var taken: [Taken] { state.withLock { $0.taken } }

  /// How often somebody connected.
  public var connections: Int { state.withLock { $0.connections } }

  /// Whether it can be reached.
  public var isAway: Bool {
    get { state.withLock { $0.isAway } }
    set { state.withLock { $0.isAway = newValue } }
  }

  /// From now on it does this.
  public func react(_ reaction: @escaping @Sendable (SMTPMessage) -> Reaction) {
    state.withLock { $0.react = reaction }
  }

  /// A way to it.
  public func session() -> any RelaySession { Session(self) }

  /// Lets a mailer work, and time pass, until an instant or until nothing more can be sent.
  ///
  /// - Parameters:
  ///   - mailer: Whose mails to take.
  ///   - clock: The mailer's clock.
  ///   - end: The last instant.
  /// - Throws: ``Office/OfficeError`` when the mailer's disk fails.
  public func serve(
    _ mailer: Mailer, clock: SimulatedClock, until end: Instant
  ) throws(OfficeError) {
    let session = session()
    while let next = try mailer.work(over: session, at: .all(0)), next <= end {
      clock.pass(until: next)
    }
  }

  private func connect() -> Bool {
    state.withLock { state in
      state.connections += 1
      return !state.isAway
    }
  }

  private func reaction(to message: SMTPMessage) -> Reaction {
    let react = state.withLock { $0.react }
    return react(message)
  }

  private func keep(_ message: SMTPMessage) {
    let taken = Taken(
      mail: message.id, recipient: message.recipients.first?.string ?? "",
      messageID: Self.messageID(message.content), digest: SHA256.hash(message.content).hex,
      at: clock.now())
    state.withLock { $0.taken.append(taken) }
  }

  private static func messageID(_ content: [UInt8]) -> String {
    let head = String(decoding: content.prefix(4_096), as: UTF8.self)
      .replacing("\r\n ", with: " ")
    for line in head.split(separator: "\r\n") {
      let parts = line.split(separator: ":", maxSplits: 1)
      if parts.count == 2, parts[0].lowercased() == "message-id" {
        return parts[1].filter { !$0.isWhitespace }
      }
    }
    return ""
  }

  private final class Session: RelaySession {
    private let relay: RecordingRelay

    init(_ relay: RecordingRelay) {
      self.relay = relay
    }

    func deliver(from desk: any DeliveryDesk) -> DeliveryEnd {
      guard relay.connect() else {
        return .failed(
          .transient(
            DeliveryCause(
              .lost(.notConnected("Connection refused")), in: .connecting, blame: .relay)))
      }
      var present = desk.nextMessage()
      while let message = present {
        let reaction = relay.reaction(to: message)
        if case .refuse(let reply) = reaction {
          end(message, .failed(relay.preset.judge(reply, in: .recipients)), desk)
          present = desk.nextMessage()
          continue
        }
        do {
          try desk.markEndOfData(message.id)
        } catch {
          end(
            message, .failed(.transient(DeliveryCause(.unmarked, in: .data, blame: .relay))), desk)
          return .drained
        }
        let next = desk.nextMessage()
        if case .vanish(let hasTaken) = reaction {
          if hasTaken { relay.keep(message) }
          end(
            message,
            .failed(.unknown(DeliveryCause(.lost(.closed), in: .endOfData, blame: .relay))), desk)
          let loss = DeliveryFailure.transient(
            DeliveryCause(.lost(.closed), in: .sender, blame: .relay))
          if let next { end(next, .failed(loss), desk) }
          return .failed(loss)
        }
        relay.keep(message)
        end(message, .accepted(SMTPReply(code: 250, text: Array("2.0.0 taken".utf8))), desk)
        present = next ?? desk.nextMessage()
      }
      return .drained
    }

    private func end(
      _ message: SMTPMessage, _ result: RecipientResult, _ desk: any DeliveryDesk
    ) {
      desk.record(SMTPOutcome(id: message.id, results: [result]))
    }
  }
}
