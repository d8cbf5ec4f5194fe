public import CivilTime
public import Crypto
import SQLite
public import Workflow

/// Somebody who is signed in with one browser: the cookie itself is never stored, only its hash.
public struct BrowserSession: Hashable, Sendable {
  public var hash: Digest32
  public var person: PersonID
  /// What it opens, as a link's scope; ``everything`` where it is not bound to one thing.
  public var scopeKind: String
  public var scopeID: Int64
  /// The browser in a few words, such as "Firefox on Windows".
  public var device: String
  public var madeAt: Instant
  /// When it was used last, to within ``BrowserSession/touchMilliseconds``.
  public var seenAt: Instant
  /// Until when it is good, exclusive.
  public var expires: Instant

  /// The scope of somebody who signed in to all that is theirs.
  public static let everything = "everything"
  /// A use is noted no more often than this, so that reading a page is no writing.
  public static let touchMilliseconds: Int64 = 3_600_000

  public init(
    hash: Digest32, person: PersonID, scopeKind: String = BrowserSession.everything,
    scopeID: Int64 = 0, device: String, madeAt: Instant, expires: Instant
  ) {
    self.hash = hash
    self.person = person
    self.scopeKind = scopeKind
    self.scopeID = scopeID
    self.device = device
    self.madeAt = madeAt
    seenAt = madeAt
    self.expires = expires
  }
}

extension StoredRecords {
  /// The session of a hash; `nil` for an unknown one and for one that is over.
  public func session(_ hash: Digest32, at now: Instant) throws(StoreError) -> BrowserSession? {
    try line.first(
      """
      SELECT hash, person, scope_kind, scope_id, device, made_at, seen_at, expires
      FROM session WHERE hash = ? AND expires > ?
      """, hash.bytes, now.milliseconds, read: BrowserSession.init)
  }

  /// When the last link that somebody has to a thing runs out; `nil` if they have none that was not taken back.
  public func lastLinkEnd(
    of person: PersonID, scopeKind: String, scopeID: Int64
  ) throws(StoreError) -> Instant? {
    try line.scalar(
      """
      SELECT max(expires) FROM link_token
      WHERE person = ? AND scope_kind = ? AND scope_id = ? AND revoked IS NULL
      """, person, scopeKind, scopeID, as: Int64.self
    ).map(Instant.init(milliseconds:))
  }

  /// The browsers that somebody is signed in with, the one used last first.
  public func sessions(
    of person: PersonID, at now: Instant, limit: Int
  ) throws(StoreError) -> [BrowserSession] {
    try line.query(
      """
      SELECT hash, person, scope_kind, scope_id, device, made_at, seen_at, expires
      FROM session WHERE person = ? AND expires > ? ORDER BY seen_at DESC, hash LIMIT ?
      """, person, now.milliseconds, limit, read: BrowserSession.init)
  }
}

extension WriteRecords {
  public mutating func add(_ session: BrowserSession) throws(StoreError) {
    try line.execute(
      """
      INSERT INTO session (hash, person, scope_kind, scope_id, device, made_at, seen_at, expires)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      """, session.hash.bytes, session.person, session.scopeKind, session.scopeID, session.device,
      session.madeAt.milliseconds, session.seenAt.milliseconds, session.expires.milliseconds)
  }

  /// Notes that a session was used, and until when it is good therefore.
  public mutating func touch(
    session hash: Digest32, at now: Instant, until end: Instant
  ) throws(StoreError) {
    try line.execute(
      "UPDATE session SET seen_at = ?, expires = ? WHERE hash = ?", now.milliseconds,
      end.milliseconds, hash.bytes)
  }

  /// Ends a session.
  public mutating func endSession(_ hash: Digest32) throws(StoreError) {
    try line.execute("DELETE FROM session WHERE hash = ?", hash.bytes)
  }

  /// Ends all sessions of a person, but one if that is named.
  public mutating func endSessions(
    of person: PersonID, except kept: Digest32? = nil
  ) throws(StoreError) {
    try line.execute(
      "DELETE FROM session WHERE person = ?1 AND (?2 IS NULL OR hash <> ?2)", person, kept?.bytes)
  }

  /// Forgets sessions that were over before an instant.
  @discardableResult
  public mutating func removeSessions(
    expiredBefore instant: Instant, limit: Int
  ) throws(StoreError) -> Int {
    try line.execute(
      """
      DELETE FROM session WHERE hash IN (
        SELECT hash FROM session WHERE expires < ? ORDER BY expires LIMIT ?)
      """, instant.milliseconds, limit)
  }
}

extension BrowserSession {
  init(_ row: borrowing Row) throws(SQLiteError) {
    guard let hash = Digest32(try row.blob(0)) else { throw row.unreadable(0, "not a hash") }
    self.hash = hash
    person = PersonID(try row.integer(1))
    scopeKind = try row.text(2)
    scopeID = try row.integer(3)
    device = try row.text(4)
    madeAt = Instant(milliseconds: try row.integer(5))
    seenAt = Instant(milliseconds: try row.integer(6))
    expires = Instant(milliseconds: try row.integer(7))
  }
}
