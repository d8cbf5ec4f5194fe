/// What happened to a connection, told to its ``SMTPConversation``.
public enum SMTPEvent: Hashable, Sendable {
  /// The connection is there; with ``TLSPolicy/implicit``, its TLS too.
  case connected
  /// These bytes came.
  case received([UInt8])
  /// TLS is up, after ``SMTPAction/startTLS``.
  case secured
  /// All bytes of the last ``SMTPAction/write(_:)`` have been handed over. To be told at once, before
  /// anything else: whether the end of data can have left is judged by it.
  case written
  /// The mark that ``SMTPAction/markEndOfData(_:)`` asked for is durable. A next message may come
  /// along; its commands then share a write with the end of this one.
  case marked(next: SMTPMessage?)
  /// The mark can't be made durable (a full disk): the message is not sent, and the connection ends.
  case unmarked
  /// A message to send, after ``SMTPAction/ready``.
  case send(SMTPMessage)
  /// Nothing more is to be sent, after ``SMTPAction/ready``.
  case quit
  /// The connection is lost. What had come by then is told before.
  case failed(SMTPLoss)
}

/// What a driver has to do, in this order.
public enum SMTPAction: Hashable, Sendable {
  /// Write all of these bytes, then tell ``SMTPEvent/written``. They may hold secrets: no log.
  case write([UInt8])
  /// Begin TLS on the connection, then tell ``SMTPEvent/secured``. Nothing read before counts.
  case startTLS
  /// Note durably that the end of this message's data is about to go, then tell
  /// ``SMTPEvent/marked(next:)``.
  case markEndOfData(Int64)
  /// What became of a message.
  case outcome(SMTPOutcome)
  /// A message may be sent, or `quit` said.
  case ready
  /// Wait for the relay, at most the phase's time from now on: then ``SMTPEvent/failed(_:)`` with
  /// `timedOut`. Bytes that bring no further action change nothing about it; any action but `write`
  /// ends it.
  case wait(SMTPPhase)
  /// Close the connection. All messages have their outcomes. A failure is about the relay or the
  /// settings, never about a message; without one the conversation ended in order.
  case close(DeliveryFailure?)
}

extension SMTPAction: CustomStringConvertible {
  /// For a log: without the bytes, which may hold a password.
  public var description: String {
    switch self {
    case .write(let bytes): "write \(bytes.count) bytes"
    case .startTLS: "start TLS"
    case .markEndOfData(let id): "mark the end of message \(id)"
    case .outcome(let outcome): "outcome of message \(outcome.id)"
    case .ready: "ready"
    case .wait(let phase): "wait \(phase.phrase)"
    case .close(let failure): failure.map { "close: \($0)" } ?? "close"
    }
  }
}

/// What became of one message, recipient by recipient.
public struct SMTPOutcome: Hashable, Sendable {
  /// The message's.
  public let id: Int64
  /// In the order of the message's recipients.
  public let results: [RecipientResult]
  /// Whether the connection, which had carried other messages, ended before the relay had said
  /// anything to this one. One try over a fresh connection is due, and this one does not count.
  public let deservesFreshConnection: Bool

  /// - Parameters:
  ///   - id: The message's.
  ///   - results: In the order of its recipients.
  ///   - deservesFreshConnection: Whether one try over a fresh connection is due.
  public init(
    id: Int64, results: [RecipientResult], deservesFreshConnection: Bool = false
  ) {
    self.id = id
    self.results = results
    self.deservesFreshConnection = deservesFreshConnection
  }
}

/// What became of a message for one recipient.
public enum RecipientResult: Hashable, Sendable {
  /// The relay has taken it over, in these words, which often name its queue.
  case accepted(SMTPReply)
  case failed(DeliveryFailure)
}
