public import CivilTime
public import Workflow

/// One message in the outbox.
public struct OutgoingMail: Hashable, Sendable {
  /// Its number; 0 before it is stored.
  public var id: Int64
  /// For one key there are never two.
  public var key: String
  /// Whom it is for; `nil` for an address that belongs to nobody known.
  public var person: PersonID?
  /// Where it goes; `nil` until it is written, and once it is erased.
  public var address: String?
  /// Fixed when it is stored, so that a repeated mail can be recognized as the same.
  public var messageID: String
  public var mailClass: MailClass
  public var state: MailState
  public var createdAt: Instant
  /// When it may be tried next.
  public var nextAttempt: Instant
  /// How often it was tried; tries that failed because of the relay or a setting don't count.
  public var attempts: Int
  /// After how many of them nobody knew whether the server has it.
  public var unknowns: Int
  /// Until when the mailer that took it may be working on it.
  public var leaseUntil: Instant?
  /// What the server said last, in its own words.
  public var serverWords: String
  public var sentAt: Instant?
  /// The notices that it carries.
  public var notices: [Int64]
  /// The message as it goes out; `nil` before it is written, and once it was sent or cancelled.
  public var body: [UInt8]?

  public init(
    id: Int64 = 0, key: String, person: PersonID?, address: String?, messageID: String,
    mailClass: MailClass, state: MailState = .queued, createdAt: Instant, nextAttempt: Instant,
    attempts: Int = 0, unknowns: Int = 0, leaseUntil: Instant? = nil, serverWords: String = "",
    sentAt: Instant? = nil, notices: [Int64], body: [UInt8]?
  ) {
    self.id = id
    self.key = key
    self.person = person
    self.address = address
    self.messageID = messageID
    self.mailClass = mailClass
    self.state = state
    self.createdAt = createdAt
    self.nextAttempt = nextAttempt
    self.attempts = attempts
    self.unknowns = unknowns
    self.leaseUntil = leaseUntil
    self.serverWords = serverWords
    self.sentAt = sentAt
    self.notices = notices
    self.body = body
  }
}

/// Where a message stands.
///
/// ```
/// queued ─lease─▶ sending ─before the dot─▶ endOfData ─answer─▶ sent
///   ▲                │                          │
///   │                ├─ not now ─▶ deferred ────┼──▶ (leased again)
///   └─ lease over ───┤                          └─ no answer, or lease over ─▶ unknown
///                    └─ never ──▶ failed             unknown ─repeat─▶ deferred
/// ```
public enum MailState: String, Hashable, Sendable, CaseIterable {
  case queued
  /// A mailer has it, until its lease ends; nothing was handed over yet.
  case sending
  /// The final dot is about to be sent: from here on the server may have it.
  case endOfData
  case sent
  /// The server asked to try again later.
  case deferred
  /// It will never go out as it is.
  case failed
  /// The final dot was sent, and no answer came: the server may have it.
  case unknown
  case cancelled
}

/// One try to send a message.
public struct MailAttempt: Hashable, Sendable {
  public var at: Instant
  /// The server's own words, or what kept us from reaching it.
  public var words: String
}
