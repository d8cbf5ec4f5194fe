public import CivilTime
import SQLite
import Workflow

// What a mailer does with mails that it took and did not send.

extension WriteRecords {
  /// Gives a mail back that was taken and not tried.
  public mutating func giveBack(mail id: Int64) throws(StoreError) {
    try line.execute(
      """
      UPDATE mail SET state = 'queued', attempts = attempts - 1, lease_until = NULL
      WHERE id = ? AND state = 'sending'
      """, id)
  }

  /// Takes back a mail that was taken and never handed over: what it was to tell is planned again, and told as things
  /// stand now.
  ///
  /// - Parameters:
  ///   - id: The mail.
  ///   - now: When.
  /// - Returns: Whether it was taken, and carries notices that can be planned again.
  /// - Throws: ``StoreError``.
  @discardableResult
  public mutating func composeAnew(mail id: Int64, at now: Instant) throws(StoreError) -> Bool {
    let count = try line.execute(
      """
      UPDATE mail SET state = 'cancelled', body = NULL, lease_until = NULL
      WHERE id = ? AND state = 'sending' AND unknowns = 0
        AND EXISTS (SELECT 1 FROM notice WHERE mail = mail.id AND state = 'mailed')
      """, id)
    guard count > 0 else { return false }
    try line.execute(
      """
      UPDATE notice SET state = 'planned', mail = NULL, updated_at = ?
      WHERE mail = ? AND state = 'mailed'
      """, now.milliseconds, id)
    return true
  }

  /// Plans again what a mail was to tell that did not arrive: another one tells it, as things stand then.
  ///
  /// - Parameters:
  ///   - id: The mail.
  ///   - now: When.
  /// - Returns: Whether it failed, and carries notices that can be planned again.
  /// - Throws: ``StoreError``.
  @discardableResult
  public mutating func planAnew(mail id: Int64, at now: Instant) throws(StoreError) -> Bool {
    let count = try line.execute(
      """
      UPDATE mail SET state = 'cancelled', body = NULL, lease_until = NULL
      WHERE id = ? AND state = 'failed'
        AND EXISTS (SELECT 1 FROM notice WHERE mail = mail.id AND state = 'failed')
      """, id)
    guard count > 0 else { return false }
    try line.execute(
      """
      UPDATE notice SET state = 'planned', reason = NULL, mail = NULL, updated_at = ?
      WHERE mail = ? AND state = 'failed'
      """, now.milliseconds, id)
    return true
  }

  /// Lets mails be tried again of which nobody knows whether they went, as far as a repeat is allowed.
  ///
  /// - Parameters:
  ///   - count: How often a mail may be repeated.
  ///   - next: When they may be tried.
  /// - Returns: How many there are.
  /// - Throws: ``StoreError``.
  @discardableResult
  public mutating func repeatUnknownMails(
    atMost count: Int, next: Instant
  ) throws(StoreError) -> Int {
    try line.execute(
      """
      UPDATE mail SET state = 'deferred', next_attempt = ?
      WHERE state <> 'sent' AND state <> 'sending' AND state <> 'endOfData' AND state = 'unknown'
        AND unknowns <= ? AND body IS NOT NULL
      """, next.milliseconds, count)
  }
}

extension StoredRecords {
  /// When the next message of a class may be tried; `nil` if none waits.
  public func nextInteractiveMail() throws(StoreError) -> Instant? {
    try line.scalar(
      """
      SELECT min(next_attempt) FROM mail
      WHERE state IN ('queued', 'deferred') AND (class <> 'interactive') = 0
      """, as: Int64.self
    ).map(Instant.init(milliseconds:))
  }

  /// How many messages went since an instant, by the hour in which they went, the oldest first.
  public func mailsSent(since start: Instant) throws(StoreError) -> [(hour: Instant, count: Int)] {
    try line.query(
      """
      SELECT sent_at / 3600000 AS hour, count(*) FROM mail
      WHERE state = 'sent' AND sent_at >= ? GROUP BY hour ORDER BY hour
      """, start.milliseconds
    ) { row throws(SQLiteError) in
      (Instant(milliseconds: try row.integer(0) * 3_600_000), Int(try row.integer(1)))
    }
  }
}

extension StoredRecords {
  /// How many messages may be tried now, counted up to a limit.
  public func waitingMailCount(at now: Instant, limit: Int) throws(StoreError) -> Int {
    try line.scalar(
      """
      SELECT count(*) FROM (
        SELECT 1 FROM mail WHERE state IN ('queued', 'deferred') AND next_attempt <= ? LIMIT ?)
      """, now.milliseconds, limit, as: Int.self) ?? 0
  }
}
