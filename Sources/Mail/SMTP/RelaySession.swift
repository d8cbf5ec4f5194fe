/// A way to a relay for one thread: connects when it is needed, and delivers what a desk has.
///
/// A connection over sockets is one (`MailTransport`); a simulated relay is another.
public protocol RelaySession: AnyObject {
  /// Delivers what the desk has, one message after the other, until it has nothing more.
  ///
  /// - Parameter desk: Who has messages. Nothing is asked of it before the relay is ready.
  /// - Returns: How it ended. Each message that the desk gave has had its outcome.
  func deliver(from desk: any DeliveryDesk) -> DeliveryEnd
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
