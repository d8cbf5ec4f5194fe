public import CivilTime
import SQLite
import Workflow

extension WriteRecords {
  /// Holds a mail back that was not handed over yet; the notices that it carries are cancelled with it.
  ///
  /// - Parameters:
  ///   - id: The mail.
  ///   - reason: Why, as its notices keep it.
  ///   - now: When.
  /// - Returns: Whether it was still waiting; otherwise nothing has changed.
  /// - Throws: ``StoreError``.
  @discardableResult
  public mutating func cancelMail(
    _ id: Int64, reason: String, at now: Instant
  ) throws(StoreError) -> Bool {
    let count = try line.execute(
      """
      UPDATE mail SET state = 'cancelled', body = NULL, lease_until = NULL
      WHERE id = ? AND state IN ('queued', 'deferred', 'failed', 'unknown')
      """, id)
    guard count > 0 else { return false }
    try line.execute(
      """
      UPDATE notice SET state = 'cancelled', reason = ?, updated_at = ?
      WHERE mail = ? AND state IN ('mailed', 'failed')
      """, reason, now.milliseconds, id)
    return true
  }
}
