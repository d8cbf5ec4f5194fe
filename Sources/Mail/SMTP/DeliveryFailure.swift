/// Why a message was not accepted, sorted by what the queue should do about it.
///
/// The split follows the reply's first digit (RFC 5321 §4.2.1), but for answers that say "never" and
/// mean "not today" or "not with these settings" (``RelayPreset``). Whatever failed before the end of
/// data is transient, because the server never took the message.
public enum DeliveryFailure: Error, Hashable, Sendable {
  case transient(DeliveryCause)
  case permanent(DeliveryCause)
  /// The end of data was sent and no reply came: the server may have the message (RFC 1047).
  case unknown(DeliveryCause)

  /// What happened.
  public var cause: DeliveryCause {
    switch self {
    case .transient(let cause), .permanent(let cause), .unknown(let cause): cause
    }
  }
}

extension DeliveryFailure: CustomStringConvertible {
  public var description: String { cause.description }
}

/// Whom a failure is about, and so what else has to wait.
public enum DeliveryBlame: String, Hashable, Sendable, CaseIterable {
  /// This message, or this recipient of it: others may go on.
  case message
  /// The relay: it is unreachable, busy or confused. Everything waits for it.
  case relay
  /// The relay has taken enough from us for now: everything waits, and longer.
  case quota
  /// A setting of ours: the sign-in, the sender, TLS. Everything waits for the administrator.
  case settings
}

/// What happened, where in the conversation, and whom it is about.
public struct DeliveryCause: Hashable, Sendable {
  /// What ended an attempt.
  public enum Event: Hashable, Sendable {
    /// The relay said no.
    case reply(SMTPReply)
    /// The relay gave an answer that the command does not have, such as 250 to DATA.
    case unexpected(SMTPReply)
    /// The connection could not be used any more.
    case lost(SMTPLoss)
    /// What came was no answer of a mail relay.
    case garbage(SMTPReplyProblem)
    /// An answer came before its question: nothing can be matched any more.
    case outOfStep
    /// Bytes came behind the answer to STARTTLS, outside TLS: somebody may have put them there
    /// (CVE-2011-0411).
    case injected
    /// TLS is required, and the relay does not offer it.
    case noTLS
    case signIn(SASLProblem)
    /// The message has more bytes than the relay takes.
    case tooLarge(sizeBytes: Int, limit: Int)
    /// An address or header needs SMTPUTF8, which the relay does not have.
    case needsSMTPUTF8
    /// The content needs 8BITMIME, which the relay does not have.
    case needs8BitMIME
    /// Here, the end of data could not be noted durably.
    case unmarked
  }

  public let phase: SMTPPhase
  public let event: Event
  public let blame: DeliveryBlame
  /// What the relay explained beside, such as the reasons for refusing a token; often empty.
  public let detail: String

  /// A cause from its parts.
  public init(_ event: Event, in phase: SMTPPhase, blame: DeliveryBlame, detail: String = "") {
    self.phase = phase
    self.event = event
    self.blame = blame
    self.detail = detail
  }

  /// The relay's answer, if one was the reason.
  public var reply: SMTPReply? {
    switch event {
    case .reply(let reply), .unexpected(let reply): reply
    case .lost, .garbage, .outOfStep, .injected, .noTLS, .signIn, .tooLarge, .needsSMTPUTF8,
      .needs8BitMIME, .unmarked:
      nil
    }
  }
}

extension DeliveryCause: CustomStringConvertible {
  /// A sentence without its full stop, in at most some 1,100 characters.
  public var description: String {
    let told: String
    switch event {
    case .reply(let reply): told = "it answered: \(reply.words)"
    case .unexpected(let reply):
      told = "it gave an answer that makes no sense there: \(reply.words)"
    case .lost(let loss): told = loss.description
    case .garbage(let problem): told = "there came \(problem)"
    case .outOfStep: told = "it answered before it was asked"
    case .injected:
      told = "something came unprotected after its consent to TLS, as if somebody had slipped it in"
    case .noTLS: told = "it offered no TLS, which the settings require"
    case .signIn(let problem): told = problem.description
    case .tooLarge(let sizeBytes, let limit):
      told = "the message has \(sizeBytes) bytes, and the relay takes at most \(limit)"
    case .needsSMTPUTF8:
      told = "an address with letters beyond ASCII needs SMTPUTF8, which the relay does not offer"
    case .needs8BitMIME:
      told = "the message needs 8BITMIME, which the relay does not offer"
    case .unmarked: told = "it was stopped, because its end could not be noted on this disk"
    }
    return phase.phrase + ", " + told + (detail.isEmpty ? "" : " (\(detail))")
  }
}

/// How a connection was lost.
public enum SMTPLoss: Hashable, Sendable {
  /// No connection came about. The words say why, such as "Connection refused".
  case notConnected(String)
  /// The relay closed it.
  case closed
  /// It broke.
  case reset
  /// The deadline of the last ``SMTPAction/wait(_:)`` passed.
  case timedOut
  /// This machine is about to stop, and did not wait for it any longer.
  case stopped
  /// TLS failed: a certificate, a version, a damaged record. The words say what to change.
  case tls(String)
}

extension SMTPLoss: CustomStringConvertible {
  public var description: String {
    switch self {
    case .notConnected(let words): words
    case .closed: "the relay closed the connection"
    case .reset: "the connection broke"
    case .timedOut: "no answer came in time"
    case .stopped: "sending was stopped on this machine"
    case .tls(let words): words
    }
  }
}
