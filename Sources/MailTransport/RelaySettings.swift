public import Crypto
public import Mail

/// One relay: where it is, how to talk to it, and how long one connection to it is used.
public struct RelaySettings: Sendable {
  /// The relay's name, or its address as numbers; this is also whose certificate it must have.
  public var host: String
  public var port: UInt16
  /// How the conversation is held. With ``Mail/TLSPolicy/never`` no TLS is looked at.
  public var conversation: SMTPSettings
  /// Whom to trust with TLS.
  public var tls: TLSSettings
  public var connect: ConnectLimits
  /// How long to wait for the relay in each phase, in milliseconds.
  public var timeoutMilliseconds: @Sendable (SMTPPhase) -> Int64
  /// After so many messages a fresh connection is made; some relays close it soon after.
  public var messagesMaximum: Int
  /// After so many milliseconds a fresh connection is made.
  public var ageMillisecondsMaximum: Int64
  /// After so many milliseconds without a message the connection is ended: before the relay does it.
  public var idleMillisecondsMaximum: Int64
  /// How long the answer to a dot that was sent is still waited for after the stop signal.
  public var stopGraceMilliseconds: Int64

  /// Settings with the limits of RFC 5321 §4.5.3.2 and modest bounds for reuse.
  ///
  /// - Parameters:
  ///   - host: The relay's name, or its address as numbers.
  ///   - port: The relay's port.
  ///   - conversation: How the conversation is held.
  ///   - tls: Whom to trust.
  public init(host: String, port: UInt16, conversation: SMTPSettings, tls: TLSSettings) {
    self.host = host
    self.port = port
    self.conversation = conversation
    self.tls = tls
    connect = ConnectLimits()
    timeoutMilliseconds = { Int64($0.timeoutSeconds) * 1_000 }
    messagesMaximum = 1_000
    ageMillisecondsMaximum = 600_000
    idleMillisecondsMaximum = 30_000
    stopGraceMilliseconds = 3_000
  }
}

/// What the transport needs of the world.
public struct TransportSurroundings: Sendable {
  public var clock: MonotonicMilliseconds
  /// Ends all waits.
  public var stop: StopSignal
  /// For the nonces of SCRAM: a source that is fit for secrets.
  public var random: any RandomSource

  /// Surroundings from their parts.
  public init(
    clock: @escaping MonotonicMilliseconds, stop: StopSignal, random: any RandomSource
  ) {
    self.clock = clock
    self.stop = stop
    self.random = random
  }

  var patience: Patience { Patience(clock: clock, stop: stop) }
}

/// Who has messages to send, and remembers what became of them. Called on the thread that delivers.
///
/// For each message the calls come in this order: ``nextMessage()`` gives it, ``markEndOfData(_:)`` if
/// its end is about to go out, ``record(_:)`` exactly once. The outcome of one message and the mark of
/// the next come right after each other, so that both can share a commit.
public protocol DeliveryDesk: AnyObject {
  /// The next message; `nil` when there is none now.
  func nextMessage() -> SMTPMessage?

  /// Notes that the end of a message is about to go out. When this returns, the note is durable, and so
  /// are the outcomes that were recorded before it.
  ///
  /// - Parameter id: The message's.
  /// - Throws: Anything, when it can't be stored. The dot is not sent then, and delivering ends.
  func markEndOfData(_ id: Int64) throws

  /// Takes what became of a message.
  func record(_ outcome: SMTPOutcome)
}

/// How delivering ended.
public enum DeliveryEnd: Hashable, Sendable {
  /// The desk has nothing more now. The connection stays open for the next time.
  case drained
  /// The relay can't be used, for this reason. Every message that was taken from the desk has its outcome.
  case failed(DeliveryFailure)
  /// The stop signal was rung.
  case stopped
}

/// What is known of a relay once messages may be sent.
public struct RelayWelcome: Hashable, Sendable {
  /// The relay's first words.
  public let greeting: SMTPReply?
  public let extensions: SMTPExtensions
  /// The version of TLS, such as `TLSv1.3`; `nil` in the clear.
  public let tlsVersion: String?
  /// How the sign-in went, if there was one.
  public let signedInBy: SASLMechanism?
}
