public import CivilTime
import SQLite
public import Workflow

/// Which notices or mails a list shows.
public enum OutboxFilter<State: Hashable & Sendable>: Hashable, Sendable {
  case all
  case state(State)
  case person(PersonID)
  /// Those about a window, its submissions and their reviews.
  case window(WindowID)
  /// Those that fall due, or were made, in a span; `until` is exclusive.
  case span(from: Instant, until: Instant)
}

extension StoredRecords {
  /// Notices, the latest number first.
  ///
  /// - Parameters:
  ///   - filter: Which; a span means due instants.
  ///   - id: Only those before this one: the last of the page before.
  ///   - limit: Most rows.
  /// - Returns: At most `limit` notices.
  /// - Throws: ``StoreError``.
  public func notices(
    _ filter: OutboxFilter<NoticeState>, before id: Int64 = .max, limit: Int
  ) throws(StoreError) -> [Notice] {
    switch filter {
    case .all:
      try line.query(
        "SELECT * FROM notice WHERE id < ? ORDER BY id DESC LIMIT ?", id, limit, read: Notice.init)
    case .state(let state):
      try line.query(
        "SELECT * FROM notice WHERE state = ? AND id < ? ORDER BY id DESC LIMIT ?", state.rawValue,
        id, limit, read: Notice.init)
    case .person(let person):
      try line.query(
        "SELECT * FROM notice WHERE person = ? AND id < ? ORDER BY id DESC LIMIT ?", person, id,
        limit, read: Notice.init)
    case .window(let window):
      try line.query(
        """
        SELECT * FROM notice
        WHERE id < ?2 AND (
          (about_kind = 'window' AND about_id = ?1)
          OR (about_kind = 'submission'
            AND about_id IN (SELECT id FROM submission WHERE intake_window = ?1))
          OR (about_kind = 'review'
            AND about_id IN (
              SELECT review.id FROM submission JOIN review ON review.submission = submission.id
              WHERE submission.intake_window = ?1)))
        ORDER BY id DESC LIMIT ?3
        """, window, id, limit, read: Notice.init)
    case .span(let from, let until):
      try line.query(
        """
        SELECT * FROM notice
        WHERE state IN ('planned', 'mailed', 'merged', 'cancelled', 'suppressed', 'failed')
          AND due >= ? AND due < ? AND id < ?
        ORDER BY id DESC LIMIT ?
        """, from.milliseconds, until.milliseconds, id, limit, read: Notice.init)
    }
  }

  /// Mails, the latest number first.
  ///
  /// - Parameters:
  ///   - filter: Which; a span means when they were made.
  ///   - id: Only those before this one: the last of the page before.
  ///   - limit: Most rows.
  /// - Returns: At most `limit` mails.
  /// - Throws: ``StoreError``.
  public func mails(
    _ filter: OutboxFilter<MailState>, before id: Int64 = .max, limit: Int
  ) throws(StoreError) -> [OutgoingMail] {
    try mails(mailRows(filter, before: id, limit: limit))
  }

  private func mailRows(
    _ filter: OutboxFilter<MailState>, before id: Int64, limit: Int
  ) throws(StoreError) -> [MailRow] {
    switch filter {
    case .all:
      try line.query(
        "SELECT * FROM mail WHERE id < ? ORDER BY id DESC LIMIT ?", id, limit, read: MailRow.init)
    case .state(let state):
      try mailRows(in: state, before: id, limit: limit)
    case .person(let person):
      try line.query(
        "SELECT * FROM mail WHERE person = ? AND id < ? ORDER BY id DESC LIMIT ?", person, id,
        limit, read: MailRow.init)
    case .window(let window):
      try line.query(
        """
        SELECT * FROM mail
        WHERE id < ?2 AND id IN (
          SELECT mail FROM notice
          WHERE (about_kind = 'window' AND about_id = ?1)
            OR (about_kind = 'submission'
              AND about_id IN (SELECT id FROM submission WHERE intake_window = ?1))
            OR (about_kind = 'review'
              AND about_id IN (
                SELECT review.id FROM submission JOIN review ON review.submission = submission.id
                WHERE submission.intake_window = ?1)))
        ORDER BY id DESC LIMIT ?3
        """, window, id, limit, read: MailRow.init)
    case .span(let from, let until):
      try line.query(
        """
        SELECT * FROM mail WHERE created_at >= ? AND created_at < ? AND id < ? ORDER BY id DESC LIMIT ?
        """, from.milliseconds, until.milliseconds, id, limit, read: MailRow.init)
    }
  }

  /// What rests is in an index by its state, and what is on its way is in one of few; nearly all others were sent.
  private func mailRows(
    in state: MailState, before id: Int64, limit: Int
  ) throws(StoreError) -> [MailRow] {
    switch state {
    case .sent:
      try line.query(
        "SELECT * FROM mail WHERE state = 'sent' AND id < ? ORDER BY id DESC LIMIT ?", id, limit,
        read: MailRow.init)
    case .sending, .endOfData:
      try line.query(
        """
        SELECT * FROM mail
        WHERE state IN ('sending', 'endOfData') AND state = ? AND id < ? ORDER BY id DESC LIMIT ?
        """, state.rawValue, id, limit, read: MailRow.init)
    case .queued, .deferred, .failed, .unknown, .cancelled:
      try line.query(
        """
        SELECT * FROM mail
        WHERE state <> 'sent' AND state <> 'sending' AND state <> 'endOfData'
          AND state = ? AND id < ?
        ORDER BY id DESC LIMIT ?
        """, state.rawValue, id, limit, read: MailRow.init)
    }
  }
}
