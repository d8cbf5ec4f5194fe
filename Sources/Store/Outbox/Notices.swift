public import CivilTime
import SQLite
public import Workflow

extension WriteRecords {
  /// Puts a notice in the outbox.
  ///
  /// - Returns: Its number; `nil` if its key is there already, which is fine: what is told twice is told once.
  @discardableResult
  public mutating func add(_ notice: Notice) throws(StoreError) -> Int64? {
    let count = try line.execute(
      """
      INSERT INTO notice
        (key, template, class, person, about_kind, about_id, command, due, not_after, data, state,
         reason, merged_into, mail, thread, updated_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (key) DO NOTHING
      """, notice.key, notice.template, notice.mailClass.rawValue, notice.person,
      notice.aboutKind, notice.aboutID, notice.command, notice.due.milliseconds,
      notice.notAfter?.milliseconds, notice.data, notice.state.rawValue, notice.reason,
      notice.mergedInto, notice.mail, notice.thread, notice.updatedAt.milliseconds)
    return count == 0 ? nil : line.connection.lastInsertedRow
  }

  /// Changes where a planned notice stands: its due instant moved.
  ///
  /// - Returns: Whether it was planned still.
  @discardableResult
  public mutating func reschedule(
    notice id: Int64, due: Instant, notAfter: Instant?, at now: Instant
  ) throws(StoreError) -> Bool {
    try line.execute(
      """
      UPDATE notice SET due = ?, not_after = ?, updated_at = ? WHERE id = ? AND state = 'planned'
      """, due.milliseconds, notAfter?.milliseconds, now.milliseconds, id) > 0
  }

  /// Notes that a mail carries a notice.
  public mutating func mark(notice id: Int64, mailedBy mail: Int64, at now: Instant)
    throws(StoreError)
  {
    try line.execute(
      "UPDATE notice SET state = 'mailed', mail = ?, updated_at = ? WHERE id = ?", mail,
      now.milliseconds, id)
  }

  /// Notes that another notice tells it too.
  public mutating func mark(
    notice id: Int64, mergedInto other: Int64, reason: String, at now: Instant
  ) throws(StoreError) {
    try line.execute(
      """
      UPDATE notice SET state = 'merged', merged_into = ?, reason = ?, updated_at = ? WHERE id = ?
      """, other, reason, now.milliseconds, id)
  }

  /// Notes that a notice is cancelled, suppressed, failed, or planned again.
  public mutating func mark(
    notice id: Int64, _ state: NoticeState, reason: String?, at now: Instant
  ) throws(StoreError) {
    try line.execute(
      "UPDATE notice SET state = ?, reason = ?, updated_at = ? WHERE id = ?", state.rawValue,
      reason, now.milliseconds, id)
  }

  /// Cancels what a command led to, as far as it is unsent: planned notices, and waiting mails that carry
  /// nothing else.
  ///
  /// - Returns: How many notices were cancelled.
  @discardableResult
  public mutating func cancelNotices(
    ofCommand command: Int64, reason: String, at now: Instant
  ) throws(StoreError) -> Int {
    let mails = try line.query(
      """
      SELECT DISTINCT mail.id FROM notice JOIN mail ON mail.id = notice.mail
      WHERE notice.command = ? AND mail.state IN ('queued', 'deferred')
      """, command
    ) { row throws(SQLiteError) in try row.integer(0) }
    var count = try line.execute(
      """
      UPDATE notice SET state = 'cancelled', reason = ?, updated_at = ?
      WHERE command = ? AND state = 'planned'
      """, reason, now.milliseconds, command)
    for mail in mails {
      // What else the mail carries is planned again, and gets a mail without this.
      count += try line.execute(
        """
        UPDATE notice SET state = 'cancelled', reason = ?, mail = NULL, updated_at = ?
        WHERE mail = ? AND command = ?
        """, reason, now.milliseconds, mail, command)
      try line.execute(
        "UPDATE notice SET state = 'planned', mail = NULL, updated_at = ? WHERE mail = ?",
        now.milliseconds, mail)
      try line.execute(
        "UPDATE mail SET state = 'cancelled', body = NULL WHERE id = ?", mail)
    }
    return count
  }

  /// Cancels planned notices whose time is over.
  @discardableResult
  public mutating func cancelStaleNotices(
    at now: Instant, reason: String, limit: Int
  ) throws(StoreError) -> Int {
    try line.execute(
      """
      UPDATE notice SET state = 'cancelled', reason = ?2, updated_at = ?1
      WHERE id IN (
        SELECT id FROM notice
        WHERE state = 'planned' AND due <= ?1 AND not_after <= ?1
        ORDER BY due, id LIMIT ?3)
      """, now.milliseconds, reason, limit)
  }
}

extension StoredRecords {
  public func notice(_ id: Int64) throws(StoreError) -> Notice? {
    try line.first(
      "SELECT * FROM notice WHERE id = ?", id, read: Notice.init)
  }

  public func notice(key: String) throws(StoreError) -> Notice? {
    try line.first(
      "SELECT * FROM notice WHERE key = ?", key, read: Notice.init)
  }

  /// Planned notices whose time has come, the oldest first.
  public func dueNotices(at now: Instant, limit: Int) throws(StoreError) -> [Notice] {
    try line.query(
      """
      SELECT * FROM notice WHERE state = 'planned' AND due <= ? ORDER BY due, id LIMIT ?
      """, now.milliseconds, limit, read: Notice.init)
  }

  /// One person's planned notices up to an instant: what one mail can tell together.
  public func plannedNotices(
    for person: PersonID, dueBy instant: Instant, limit: Int
  ) throws(StoreError) -> [Notice] {
    try line.query(
      """
      SELECT * FROM notice WHERE person = ? AND state = 'planned' AND due <= ? ORDER BY due, id LIMIT ?
      """, person, instant.milliseconds, limit, read: Notice.init)
  }

  /// What is planned about one thing, by number.
  public func plannedNotices(
    aboutKind kind: String, _ id: Int64, limit: Int
  ) throws(StoreError) -> [Notice] {
    try line.query(
      """
      SELECT * FROM notice WHERE about_kind = ? AND about_id = ? AND state = 'planned'
      ORDER BY id LIMIT ?
      """, kind, id, limit, read: Notice.init)
  }

  /// Whom to tell something that has come due, who has waited longest first; each once.
  ///
  /// - Parameters:
  ///   - now: What is due exactly then is due.
  ///   - limit: Most notices to look at.
  /// - Returns: The people, and whether there were as many notices as that, so that there may be more.
  /// - Throws: ``StoreError``.
  public func peopleToTell(
    at now: Instant, limit: Int
  ) throws(StoreError) -> (people: [PersonID], isMore: Bool) {
    let people = try line.query(
      "SELECT person FROM notice WHERE state = 'planned' AND due <= ? ORDER BY due, id LIMIT ?",
      now.milliseconds, limit
    ) { row throws(SQLiteError) in PersonID(try row.integer(0)) }
    var seen: Set<PersonID> = []
    return (people.filter { seen.insert($0).inserted }, people.count == limit)
  }

  /// When the next planned notice falls due; `nil` if none is planned.
  public func nextNoticeDue() throws(StoreError) -> Instant? {
    try line.scalar("SELECT min(due) FROM notice WHERE state = 'planned'", as: Int64.self)
      .map(Instant.init(milliseconds:))
  }

  /// Notices that a command led to, by number.
  public func notices(ofCommand command: Int64, limit: Int) throws(StoreError) -> [Notice] {
    try line.query(
      "SELECT * FROM notice WHERE command = ? ORDER BY id LIMIT ?", command, limit,
      read: Notice.init)
  }

  /// How many answers to their mails somebody was to be told since an instant.
  public func answersToMail(of person: PersonID, since: Instant) throws(StoreError) -> Int {
    try line.scalar(
      """
      SELECT count(*) FROM notice
      WHERE person = ? AND template IN ('mail-taken', 'mail-missing') AND due > ?
      """, person, since.milliseconds) ?? 0
  }

  /// Notices about one thing, by number.
  public func notices(
    aboutKind kind: String, _ id: Int64, limit: Int
  ) throws(StoreError) -> [Notice] {
    try line.query(
      """
      SELECT * FROM notice WHERE about_kind = ? AND about_id = ? ORDER BY id LIMIT ?
      """, kind, id, limit, read: Notice.init)
  }

  /// Notices that a mail carries, by number.
  public func notices(inMail mail: Int64) throws(StoreError) -> [Notice] {
    try line.query(
      "SELECT * FROM notice WHERE mail = ? ORDER BY id", mail, read: Notice.init)
  }
}

extension Notice {
  /// Reads a row with all columns, in the table's order.
  init(_ row: borrowing Row) throws(SQLiteError) {
    guard let mailClass = MailClass(rawValue: try row.text(3)) else {
      throw row.unreadable(3, "not a class of mail")
    }
    guard let state = NoticeState(rawValue: try row.text(11)) else {
      throw row.unreadable(11, "not a state of a notice")
    }
    self.init(
      id: try row.integer(0), key: try row.text(1), template: try row.text(2),
      mailClass: mailClass, person: PersonID(try row.integer(4)), aboutKind: try row.text(5),
      aboutID: try row.integer(6), command: try row.integer(7),
      due: Instant(milliseconds: try row.integer(8)),
      notAfter: try row.integerOrNull(9).map(Instant.init(milliseconds:)),
      data: try row.blob(10), state: state, reason: try row.textOrNull(12),
      mergedInto: try row.integerOrNull(13), mail: try row.integerOrNull(14),
      thread: try row.textOrNull(15), updatedAt: Instant(milliseconds: try row.integer(16)))
  }
}
