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
