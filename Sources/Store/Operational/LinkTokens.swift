public import CivilTime
public import Crypto
import SQLite
public import Workflow

/// What a link in a notice opens: the token itself is never stored, only its hash.
public struct LinkToken: Hashable, Sendable {
  public var hash: Digest32
  public var person: PersonID
  /// What it is good for, such as ("review", 812); 0 where the kind needs no number.
  public var scopeKind: String
  public var scopeID: Int64
  /// Until when it is good, exclusive.
  public var expires: Instant
  public var revoked: Instant?

  public init(
    hash: Digest32, person: PersonID, scopeKind: String, scopeID: Int64, expires: Instant,
    revoked: Instant? = nil
  ) {
    self.hash = hash
    self.person = person
    self.scopeKind = scopeKind
    self.scopeID = scopeID
    self.expires = expires
    self.revoked = revoked
  }

  /// Whether it opens anything at an instant.
  public func isGood(at now: Instant) -> Bool { revoked == nil && now < expires }
}

extension StoredRecords {
  /// The token of a hash, good or not: a page tells somebody with an old one how to get a fresh one.
  public func linkToken(_ hash: Digest32) throws(StoreError) -> LinkToken? {
    try line.first(
      """
      SELECT person, scope_kind, scope_id, expires, revoked FROM link_token WHERE hash = ?
      """, hash.bytes
    ) { row throws(SQLiteError) in
      LinkToken(
        hash: hash, person: PersonID(try row.integer(0)), scopeKind: try row.text(1),
        scopeID: try row.integer(2), expires: Instant(milliseconds: try row.integer(3)),
        revoked: try row.integerOrNull(4).map(Instant.init(milliseconds:)))
    }
  }
}

extension StoredRecords {
  /// Somebody's good tokens of a kind, the one that lasts longest first; at most 20.
  public func linkTokens(
    of person: PersonID, scopeKind: String, at now: Instant
  ) throws(StoreError) -> [LinkToken] {
    try line.query(
      """
      SELECT hash, scope_id, expires FROM link_token
      WHERE person = ? AND scope_kind = ? AND revoked IS NULL AND expires > ?
      ORDER BY expires DESC, hash LIMIT 20
      """, person, scopeKind, now.milliseconds
    ) { row throws(SQLiteError) in
      guard let hash = Digest32(try row.blob(0)) else { throw row.unreadable(0, "not a hash") }
      return LinkToken(
        hash: hash, person: person, scopeKind: scopeKind, scopeID: try row.integer(1),
        expires: Instant(milliseconds: try row.integer(2)))
    }
  }
}

extension WriteRecords {
  public mutating func add(_ token: LinkToken) throws(StoreError) {
    try line.execute(
      """
      INSERT INTO link_token (hash, person, scope_kind, scope_id, expires, revoked)
      VALUES (?, ?, ?, ?, ?, ?)
      """, token.hash.bytes, token.person, token.scopeKind, token.scopeID,
      token.expires.milliseconds, token.revoked?.milliseconds)
  }

  /// Revokes one token: a one-use link was used.
  ///
  /// - Returns: Whether it was good until now, so that of two uses at once only one succeeds.
  @discardableResult
  public mutating func revoke(_ hash: Digest32, at now: Instant) throws(StoreError) -> Bool {
    try line.execute(
      "UPDATE link_token SET revoked = ?1 WHERE hash = ?2 AND revoked IS NULL AND expires > ?1",
      now.milliseconds, hash.bytes) > 0
  }

  /// Revokes all tokens of a person, or of a person for one thing.
  @discardableResult
  public mutating func revokeTokens(
    of person: PersonID, scopeKind: String? = nil, scopeID: Int64 = 0, at now: Instant
  ) throws(StoreError) -> Int {
    try line.execute(
      """
      UPDATE link_token SET revoked = ?1
      WHERE person = ?2 AND revoked IS NULL
        AND (?3 IS NULL OR (scope_kind = ?3 AND scope_id = ?4))
      """, now.milliseconds, person, scopeKind, scopeID)
  }

  /// Forgets tokens that were over before an instant.
  @discardableResult
  public mutating func removeTokens(
    expiredBefore instant: Instant, limit: Int
  ) throws(StoreError) -> Int {
    try line.execute(
      """
      DELETE FROM link_token WHERE hash IN (
        SELECT hash FROM link_token WHERE expires < ? ORDER BY expires LIMIT ?)
      """, instant.milliseconds, limit)
  }
}
