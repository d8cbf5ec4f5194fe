public import CivilTime
import Programs
import SQLite
public import Workflow

extension WriteRecords {
  /// Writes what differs: the rows of a record follow from the record, so what it had is known.
  func replaceAgenda(
    _ before: [AgendaEntry], by now: [AgendaEntry]
  ) throws(StoreError) {
    for entry in before where !now.contains(where: { $0.item == entry.item }) {
      try line.execute(
        "DELETE FROM agenda WHERE item = ? AND subject = ?", entry.item.name,
        entry.item.subject)
    }
    for entry in now where !before.contains(entry) {
      try line.execute(
        """
        INSERT INTO agenda (item, subject, due) VALUES (?, ?, ?)
        ON CONFLICT (item, subject) DO UPDATE SET due = excluded.due
        """, entry.item.name, entry.item.subject, entry.due.milliseconds)
    }
  }

  /// Derives the whole agenda anew, because another program asks for other things.
  func renewAgenda(by program: Program) throws(StoreError) {
    try line.execute("DELETE FROM agenda WHERE item NOT IN ('escalate-overdue', 'begin-pay-year')")
    for window in try windows() {
      try replaceAgenda([], by: window.agenda(by: program))
    }
    // What is decided, returned or withdrawn asks for nothing, unless somebody is lacking or a year runs: these
    // few are found by their indexes, whatever the decades have brought together.
    var last: Int64 = 0
    while true {
      let rows = try line.query(
        """
        SELECT id, value FROM submission WHERE id IN (
          SELECT id FROM (SELECT id FROM submission WHERE state = 'submitted' AND id > ?1
            ORDER BY id LIMIT 200)
          UNION SELECT id FROM (SELECT id FROM submission WHERE state = 'underReview' AND id > ?1
            ORDER BY id LIMIT 200)
          UNION SELECT id FROM (SELECT id FROM submission WHERE state = 'readyToRelease' AND id > ?1
            ORDER BY id LIMIT 200)
          UNION SELECT id FROM (SELECT id FROM submission WHERE lacks > 0 AND id > ?1
            ORDER BY id LIMIT 200)
          UNION SELECT id FROM (SELECT id FROM submission WHERE is_running = 1 AND id > ?1
            ORDER BY id LIMIT 200))
        ORDER BY id LIMIT 200
        """, last, read: Stored.init)
      guard let end = rows.last?.id else { return }
      let submissions: [Submission] = try decoded(rows, table: "submission")
      for submission in submissions {
        try replaceAgenda([], by: submission.agenda(by: program))
      }
      last = end
    }
  }
}

extension StoredRecords {
  /// What has come due, oldest first: one query over an index.
  ///
  /// - Parameters:
  ///   - now: The instant to judge by: what is due exactly then is due.
  ///   - last: Only what comes behind this entry; `nil` begins at the front.
  ///   - limit: Most entries to return, so that one beat never holds the writer for long.
  /// - Returns: At most `limit` entries, by due instant, then by item and record.
  /// - Throws: ``StoreError``.
  public func due(
    at now: Instant, after last: AgendaEntry? = nil, limit: Int
  ) throws(StoreError) -> [AgendaEntry] {
    guard let last else {
      return try line.query(
        """
        SELECT item, subject, due FROM agenda WHERE due <= ? ORDER BY due, item, subject LIMIT ?
        """, now.milliseconds, limit, read: agendaRow)
    }
    return try line.query(
      """
      SELECT item, subject, due FROM agenda
      WHERE due <= ? AND (due, item, subject) > (?, ?, ?) ORDER BY due, item, subject LIMIT ?
      """, now.milliseconds, last.due.milliseconds, last.item.name, last.item.subject, limit,
      read: agendaRow)
  }

  /// When the next thing falls due; `nil` if nothing ever does.
  public func nextDue() throws(StoreError) -> Instant? {
    try line.scalar("SELECT min(due) FROM agenda", as: Int64.self)
      .map(Instant.init(milliseconds:))
  }

  /// What falls due in a span, for a look at the time ahead.
  public func agenda(
    from: Instant, until: Instant, limit: Int
  ) throws(StoreError) -> [AgendaEntry] {
    try line.query(
      """
      SELECT item, subject, due FROM agenda WHERE due >= ? AND due < ?
      ORDER BY due, item, subject LIMIT ?
      """, from.milliseconds, until.milliseconds, limit, read: agendaRow)
  }
}

private func agendaRow(_ row: borrowing Row) throws(SQLiteError) -> AgendaEntry {
  guard let item = AgendaItem(name: try row.text(0), subject: try row.integer(1)) else {
    throw row.unreadable(0, "not an item of the agenda")
  }
  return AgendaEntry(item: item, due: Instant(milliseconds: try row.integer(2)))
}
