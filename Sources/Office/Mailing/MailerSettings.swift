public import Mail

/// By what a mailer goes.
public struct MailerSettings: Sendable {
  public var limits: RelayLimits
  /// When a message is tried again, and how often one that the relay may have.
  public var retry: RetryPolicy
  /// Signs what goes out; `nil` where the relay does that, or nobody.
  public var signer: DKIMSigner?
  /// How long a mail waits before what it tells is put together anew: after a relay was away for two days, nobody
  /// gets the heap that has grown meanwhile.
  public var composeAnewAfterMilliseconds: Int64 = 4 * 3_600_000

  public init(limits: RelayLimits, retry: RetryPolicy = .init(), signer: DKIMSigner? = nil) {
    self.limits = limits
    self.retry = retry
    self.signer = signer
  }

  /// How long a mail may be with the mailer: longer than any conversation takes (RFC 5321 §4.5.3.2), so that none is
  /// ever in two hands. After the process ends nobody waits for it: a start frees all.
  static let leaseMilliseconds: Int64 = 3_600_000
  /// Most mails that are taken at once.
  static let batchMax = 50
  /// How long mails that were taken may wait for their slot before they are given back.
  static let holdMilliseconds: Int64 = 60_000
  /// How many mails must wait for a further connection to be worth it.
  static let mailsAConnection = 20

  /// Mails taken at once: what goes in ten seconds, so that what is undone or paused is rarely on its way.
  var batch: Int { min(Self.batchMax, max(1, limits.messagesPerMinute / 6)) }
}

/// What one of a mailer's connections is for.
public enum MailerPost: Hashable, Sendable {
  /// All mail; the first is 0. A further one is used only when much waits.
  case all(Int)
  /// Interactive mail only, while the others are at work.
  case interactive

  /// The posts that a relay's limits allow.
  public static func posts(for limits: RelayLimits) -> [MailerPost] {
    let common = RateLimiter(limits).connectionsMaximum(for: .other)
    return (0..<common).map(MailerPost.all)
      + Array(repeating: .interactive, count: limits.connections - common)
  }
}
