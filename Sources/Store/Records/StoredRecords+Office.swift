public import CivilTime
public import Rubrics
import SQLite
public import Workflow

// What the office asks beyond lists and decisions: who is to be told of something, and what is waiting.

extension StoredRecords {
  /// Everybody employed on a day whose name is not erased, by id.
  public func employed(on day: CivilDate) throws(StoreError) -> [PersonID] {
    let people: [Person] = try known(
      line.query(
        "SELECT id, value FROM person WHERE erased IS NULL ORDER BY id LIMIT 100000",
        read: cache.people.find))
    return people.filter { $0.isEmployed(on: day) }.map(\.id)
  }

  /// Everybody whose address bounced and was not corrected since, by id.
  public func bouncedPeople(limit: Int) throws(StoreError) -> [PersonID] {
    let people: [Person] = try known(
      line.query(
        """
        SELECT id, value FROM person
        -- SQLite may be built so that LIKE matches no BLOB.
        WHERE CAST(value AS TEXT) LIKE '%"addressBounced":true%' ORDER BY id LIMIT ?
        """, limit, read: cache.people.find))
    return people.filter(\.addressBounced).map(\.id)
  }

  /// Proposals whose year runs, by id.
  public func proposalsInProgress() throws(StoreError) -> [Submission] {
    try known(
      line.query(
        """
        SELECT submission.id, submission.value FROM agenda
          JOIN submission ON submission.id = agenda.subject
        WHERE agenda.item = 'end-year' ORDER BY submission.id
        """, read: cache.submissions.find))
  }

  /// Submissions that their teachers can hand in again: returned, "not yet" or "revise", and in time still.
  public func submissionsToHandInAgain(at now: Instant) throws(StoreError) -> [Submission] {
    // The index alone tells which; to sort them with their values would cost more than to find them.
    let ids = try line.query(
      "SELECT id FROM submission INDEXED BY submission_again WHERE again_by > ? ORDER BY id",
      now.milliseconds
    ) { row throws(SQLiteError) in SubmissionID(try row.integer(0)) }
    return try submissions(ids)
  }

  /// Submissions in a state, whole, by id.
  public func submissions(
    in state: SubmissionStateName, limit: Int
  ) throws(StoreError) -> [Submission] {
    try known(
      line.query(
        "SELECT id, value FROM submission WHERE state = ? ORDER BY id LIMIT ?", state.rawValue,
        limit, read: cache.submissions.find))
  }

  /// The "needs an evaluator" list, whole, by id.
  public func submissionsLackingEvaluator(limit: Int) throws(StoreError) -> [Submission] {
    try known(
      line.query(
        "SELECT id, value FROM submission WHERE lacks > 0 ORDER BY id LIMIT ?", limit,
        read: cache.submissions.find))
  }

  /// Reviews that were handed in, the latest first.
  ///
  /// - Parameter limit: Most rows.
  /// - Returns: Who judged what, and when it was due.
  /// - Throws: ``StoreError``.
  public func reviewsHandedIn(limit: Int) throws(StoreError) -> [JudgedBefore] {
    try line.query(
      """
      SELECT review.evaluator, submission.offering, submission.title, review.due
      FROM review JOIN submission ON submission.id = review.submission
      WHERE review.state = 'handedIn' ORDER BY review.id DESC LIMIT ?
      """, limit
    ) { row throws(SQLiteError) in
      JudgedBefore(
        evaluator: PersonID(try row.integer(0)),
        offering: try row.integerOrNull(1).map(OfferingID.init), title: try row.textOrNull(2),
        due: Instant(milliseconds: try row.integer(3)))
    }
  }

  /// How many submissions are in each state, of windows whose answers are not over.
  public func standCounts() throws(StoreError) -> [SubmissionStateName: Int] {
    var counts: [SubmissionStateName: Int] = [:]
    let latest = try line.query(
      """
      SELECT id FROM intake_window WHERE state IN ('open', 'closed')
      ORDER BY opens DESC, id DESC LIMIT 2
      """
    ) { row throws(SQLiteError) in WindowID(try row.integer(0)) }
    for window in latest {
      for (state, count) in try submissionCounts(in: window) {
        counts[state, default: 0] += count
      }
    }
    return counts
  }

  /// Open reviews whose due instant has come, whole, the oldest first.
  public func overdueReviews(at now: Instant, limit: Int) throws(StoreError) -> [Review] {
    try known(
      line.query(
        """
        SELECT id, value FROM review WHERE is_open = 1 AND due <= ? ORDER BY due, id LIMIT ?
        """, now.milliseconds, limit, read: cache.reviews.find))
  }

  /// Reviews that were handed in by a version of a rubric, by id.
  public func handedInReviews(
    by version: RubricVersion, limit: Int
  ) throws(StoreError) -> [Review] {
    try known(
      line.query(
        "SELECT id, value FROM review WHERE rubric_hash = ? ORDER BY id LIMIT ?", version.hash,
        limit, read: cache.reviews.find))
  }

  /// Rows of a file that nobody has settled yet, by row.
  public func openSetAsideRows(
    ofFile file: String, limit: Int
  ) throws(StoreError) -> [SetAsideRow] {
    let ids = try line.query(
      """
      SELECT id FROM set_aside WHERE file = ? AND settled_at IS NULL ORDER BY row_number LIMIT ?
      """, file, limit
    ) { row throws(SQLiteError) in try row.integer(0) }
    var rows: [SetAsideRow] = []
    for id in ids {
      if let row = try setAsideRow(id) { rows.append(row) }
    }
    return rows
  }

  /// Rows of a kind that nobody has settled yet, the oldest first.
  public func openSetAsideRows(
    ofKind kind: String, limit: Int
  ) throws(StoreError) -> [SetAsideRow] {
    let ids = try line.query(
      "SELECT id FROM set_aside WHERE settled_at IS NULL AND kind = ? ORDER BY id LIMIT ?", kind,
      limit
    ) { row throws(SQLiteError) in try row.integer(0) }
    var rows: [SetAsideRow] = []
    for id in ids {
      if let row = try setAsideRow(id) { rows.append(row) }
    }
    return rows
  }

  /// Rows that were set aside, settled or not, by number.
  public func setAsideRows(after id: Int64 = 0, limit: Int) throws(StoreError) -> [SetAsideRow] {
    let ids = try line.query(
      "SELECT id FROM set_aside WHERE id > ? ORDER BY id LIMIT ?", id, limit
    ) { row throws(SQLiteError) in try row.integer(0) }
    var rows: [SetAsideRow] = []
    for id in ids {
      if let row = try setAsideRow(id) { rows.append(row) }
    }
    return rows
  }

  /// One person's mails since an instant, the oldest first, cancelled ones left out.
  public func mails(
    to person: PersonID, createdSince instant: Instant, limit: Int
  ) throws(StoreError) -> [OutgoingMail] {
    let ids = try line.query(
      """
      SELECT id FROM mail WHERE person = ? AND created_at >= ? AND state <> 'cancelled'
      ORDER BY created_at, id LIMIT ?
      """, person, instant.milliseconds, limit
    ) { row throws(SQLiteError) in try row.integer(0) }
    var mails: [OutgoingMail] = []
    for id in ids {
      if let mail = try mail(id) { mails.append(mail) }
    }
    return mails
  }
}

extension WriteRecords {
  /// Gives a planned notice another time and other words. One that was taken back, because what led to it was
  /// undone or changed, is planned again; one that was told or ended otherwise stays as it is.
  public mutating func replan(_ notice: Notice) throws(StoreError) {
    try line.execute(
      """
      UPDATE notice SET due = ?, not_after = ?, data = ?, command = ?, updated_at = ?,
        state = 'planned', reason = NULL, mail = NULL
      WHERE key = ?
        AND (state = 'planned' OR state = 'cancelled' AND reason IN ('undone', 'changed'))
      """, notice.due.milliseconds, notice.notAfter?.milliseconds, notice.data, notice.command,
      notice.updatedAt.milliseconds, notice.key)
  }

  /// Forgets a row that was set aside, with what it says.
  public mutating func removeSetAside(_ id: Int64) throws(StoreError) {
    try line.execute("DELETE FROM set_aside WHERE id = ?", id)
  }

  /// Forgets every row that was read from somebody, by the fingerprint of their address.
  public mutating func removeIntakeRows(person: UInt64) throws(StoreError) {
    try line.execute("DELETE FROM intake_row WHERE person = ?", Int64(bitPattern: person))
  }
}

/// A review that was handed in, as far as it says what its evaluator knows.
public struct JudgedBefore: Hashable, Sendable {
  public let evaluator: PersonID
  public let offering: OfferingID?
  /// What the work is called; `nil` once erased.
  public let title: String?
  public let due: Instant
}
