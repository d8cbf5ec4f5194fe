public import CivilTime

/// When a message that was not taken is tried again, and when no more.
///
/// In words: a message that was refused for now is tried again after a minute, then after twice as
/// long each time, up to four hours, until it is five days old. What the relay itself is to blame for
/// is no attempt of the message: the relay's own pause (``RelayPause``) says when to go on. Where it
/// is unknown whether the relay has the message, it is repeated as often as the setting allows, once
/// unless told, because each repeat may make a copy (RFC 1047). Waiting times get up to a half
/// shorter by chance, so that many messages never come back at the same instant.
public struct RetryPolicy: Hashable, Sendable {
  /// Before the second attempt.
  public var firstDelaySeconds: Int64 = 60
  /// Between later attempts, at most.
  public var delaySecondsMaximum: Int64 = 4 * 3_600
  /// How old a message becomes before it is given up (RFC 5321 §4.5.4.1: four to five days).
  public var giveUpAfterSeconds: Int64 = 5 * 86_400
  /// How often a message is repeated that the relay may have.
  public var unknownRepeatsMaximum = 1

  /// The usual one.
  public init() {}

  /// What follows from a failed attempt.
  ///
  /// - Parameters:
  ///   - failure: Why it failed.
  ///   - history: What happened to the message before.
  ///   - now: The instant of the failure.
  ///   - random: Any number, by chance.
  /// - Returns: Whether and when to try again.
  public func verdict(
    on failure: DeliveryFailure, after history: DeliveryHistory, at now: Instant, random: UInt64
  ) -> DeliveryVerdict {
    let isUnknown: Bool
    switch failure {
    case .permanent: return .giveUp(.refused)
    case .transient: isUnknown = false
    case .unknown:
      guard history.unknowns < unknownRepeatsMaximum else { return .giveUp(.unknown) }
      isUnknown = true
    }
    let next: Instant
    var counts = true
    switch failure.cause.blame {
    case .message: next = now.adding(seconds: delaySeconds(history.attempts, random: random))
    case .relay, .quota, .settings:
      // The relay's pause decides. A repeat waits a little even so, for the copy to show.
      next = isUnknown ? now.adding(seconds: firstDelaySeconds) : now
      counts = isUnknown
    }
    guard next < history.queuedAt.adding(seconds: giveUpAfterSeconds) else {
      return .giveUp(.tooOld)
    }
    return .retry(at: next, countsAsAttempt: counts)
  }

  /// How long to wait before the next attempt, in seconds.
  ///
  /// - Parameters:
  ///   - attempts: How many attempts counted before the one that just failed.
  ///   - random: Any number, by chance.
  /// - Returns: Between half of `firstDelaySeconds` · 2^attempts and the whole, within the limit.
  public func delaySeconds(_ attempts: Int, random: UInt64) -> Int64 {
    Backoff.seconds(
      first: firstDelaySeconds, maximum: delaySecondsMaximum, failures: attempts, random: random)
  }
}

/// What happened to a message before.
public struct DeliveryHistory: Hashable, Sendable {
  public var queuedAt: Instant
  /// Failed attempts that counted.
  public var attempts: Int
  /// Attempts after which the relay may have had the message.
  public var unknowns: Int

  /// - Parameters:
  ///   - queuedAt: When the message was first ready to go.
  ///   - attempts: Failed attempts that counted.
  ///   - unknowns: Attempts with an unknown end.
  public init(queuedAt: Instant, attempts: Int = 0, unknowns: Int = 0) {
    self.queuedAt = queuedAt
    self.attempts = attempts
    self.unknowns = unknowns
  }
}

/// What follows from a failed attempt.
public enum DeliveryVerdict: Hashable, Sendable {
  /// Not before this instant, and not before the relay's pause is over.
  case retry(at: Instant, countsAsAttempt: Bool)
  case giveUp(GiveUpReason)
}

/// Why a message is not tried again.
public enum GiveUpReason: String, Hashable, Sendable, CaseIterable {
  /// The relay refused it for good.
  case refused
  /// It has waited too long.
  case tooOld
  /// The relay may have it, and it was repeated as often as allowed.
  case unknown
}

/// How a relay is left alone after failures that are its own, or a setting's.
///
/// The first pause is half a minute, each further one twice as long, up to ten minutes: short enough
/// that after two days without a relay mail goes on soon, long enough that nobody is pestered. A quota
/// waits an hour, then up to four; a setting of ours fifteen minutes, since somebody may mend it now.
public struct RelayPause: Hashable, Sendable {
  /// Until when nothing is sent; `nil` if the relay may be used.
  public private(set) var until: Instant?
  /// Failures in a row.
  public private(set) var failures = 0
  /// The last of them; `nil` once something succeeded.
  public private(set) var cause: DeliveryCause?
  /// Since when it has failed.
  public private(set) var failingSince: Instant?

  /// A relay of which nothing bad is known.
  public init() {}

  /// Whether the relay may be tried.
  public func isOver(at now: Instant) -> Bool {
    until.map { now >= $0 } ?? true
  }

  /// Notes a failure that is about the relay, a quota or a setting; one of a message changes nothing.
  ///
  /// - Parameters:
  ///   - failure: What happened.
  ///   - now: When.
  ///   - random: Any number, by chance.
  public mutating func note(_ failure: DeliveryFailure, at now: Instant, random: UInt64) {
    let first: Int64
    let maximum: Int64
    switch failure.cause.blame {
    case .message: return
    case .relay: (first, maximum) = (30, 600)
    case .quota: (first, maximum) = (3_600, 4 * 3_600)
    case .settings: (first, maximum) = (900, 900)
    }
    let seconds = Backoff.seconds(
      first: first, maximum: maximum, failures: failures, random: random)
    let end = now.adding(seconds: seconds)
    until = max(until ?? end, end)
    failures += 1
    cause = failure.cause
    failingSince = failingSince ?? now
  }

  /// Notes that the relay took a message, or greeted and signed in as it should.
  public mutating func noteSuccess() {
    self = RelayPause()
  }
}

/// Exponential back-off with "equal jitter".
enum Backoff {
  /// `first` · 2^failures within the maximum, of which chance takes up to a half.
  static func seconds(
    first: Int64, maximum: Int64, failures: Int, random: UInt64
  ) -> Int64 {
    var delay = min(max(first, 1), max(maximum, 1))
    // 62 doublings exceed every maximum.
    for _ in 0..<min(max(failures, 0), 62) where delay < maximum {
      delay = min(delay * 2, maximum)
    }
    let half = delay / 2
    return delay - half + Int64(random % UInt64(half + 1))
  }
}
