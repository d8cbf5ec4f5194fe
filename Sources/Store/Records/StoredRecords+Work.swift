public import CivilTime
import SQLite
public import Workflow

extension StoredRecords {
  public func window(_ id: WindowID) throws(StoreError) -> Window? {
    try storedWindows().first { $0.id == id }
  }

  public func windows() throws(StoreError) -> [Window] {
    try storedWindows()
  }

  func storedWindows() throws(StoreError) -> [Window] {
    if let known = cache.windows { return known }
    let windows: [Window] = try decoded(
      line.query(
        "SELECT id, value FROM intake_window ORDER BY opens, id", read: Stored.init),
      table: "intake_window")
    cache.windows = windows
    return windows
  }

  public func submission(_ id: SubmissionID) throws(StoreError) -> Submission? {
    try storedSubmission(id)
  }

  func storedSubmission(_ id: SubmissionID) throws(StoreError) -> Submission? {
    if let known = cache.submissions[id] { return known }
    // A number that was not given out yet needs no look: every new hand-in asks for one.
    if let next = cache.next, id.number >= next.submission { return nil }
    let row = try line.first(
      "SELECT id, value FROM submission WHERE id = ?", id, read: Stored.init)
    guard let row else { return nil }
    let submission = try cache.values.decode(
      Submission.self, row.value, table: "submission", id: row.id)
    cache.submissions.keep(submission, for: id)
    return submission
  }

  public func submissions(of earner: PersonID) throws(StoreError) -> [Submission] {
    try known(
      line.query(
        "SELECT id, value FROM submission WHERE earner = ? ORDER BY id", earner,
        read: cache.submissions.find))
  }

  public func submissions(
    of earner: PersonID, titled title: String
  ) throws(StoreError) -> [Submission] {
    try known(
      line.query(
        "SELECT id, value FROM submission WHERE earner = ? AND folded_title = ? ORDER BY id",
        earner, title.foldedTitle, read: cache.submissions.find))
  }

  /// Submissions by their numbers, in that order.
  func submissions(_ ids: [SubmissionID]) throws(StoreError) -> [Submission] {
    var submissions: [Submission] = []
    submissions.reserveCapacity(ids.count)
    for id in ids {
      if let submission = try storedSubmission(id) { submissions.append(submission) }
    }
    return submissions
  }

  public func submissions(in window: WindowID) throws(StoreError) -> [Submission] {
    // Which they are stands in the index; to sort them with their values would cost more than to find each.
    let ids = try line.query(
      "SELECT id FROM submission WHERE intake_window = ? ORDER BY id", window
    ) { row throws(SQLiteError) in SubmissionID(try row.integer(0)) }
    return try submissions(ids)
  }

  public func review(_ id: ReviewID) throws(StoreError) -> Review? {
    if let known = cache.reviews[id] { return known }
    let row = try line.first("SELECT id, value FROM review WHERE id = ?", id, read: Stored.init)
    guard let row else { return nil }
    let review = try cache.values.decode(Review.self, row.value, table: "review", id: row.id)
    cache.reviews.keep(review, for: id)
    return review
  }

  public func reviews(of submission: SubmissionID) throws(StoreError) -> [Review] {
    try known(
      line.query(
        "SELECT id, value FROM review WHERE submission = ? ORDER BY id", submission,
        read: cache.reviews.find))
  }

  public func openReviews(of evaluator: PersonID) throws(StoreError) -> [Review] {
    try known(
      line.query(
        "SELECT id, value FROM review WHERE evaluator = ? AND is_open = 1 ORDER BY id",
        evaluator, read: cache.reviews.find))
  }

  public func openReviewCounts() throws(StoreError) -> [PersonID: Int] {
    var counts: [PersonID: Int] = [:]
    let rows = try line.query(
      "SELECT evaluator, count(*) FROM review WHERE is_open = 1 GROUP BY evaluator"
    ) { row throws(SQLiteError) in
      (PersonID(try row.integer(0)), Int(try row.integer(1)))
    }
    for (evaluator, count) in rows { counts[evaluator] = count }
    return counts
  }

  public func overdueReviews(
    of window: WindowID?, at now: Instant
  ) throws(StoreError) -> [Review] {
    // The partial index finds what is late and untold, which is never much; the join only sorts it out.
    try known(
      line.query(
        """
        SELECT review.id, review.value
        FROM review JOIN submission ON submission.id = review.submission
        WHERE review.is_open = 1 AND review.is_escalated = 0 AND review.escalate <= ?
          AND submission.intake_window IS ?
        ORDER BY review.id
        """, now.milliseconds, window, read: cache.reviews.find))
  }

  public func decision(_ id: DecisionID) throws(StoreError) -> Decision? {
    let found: [Decision] = try decoded(
      line.query("SELECT id, value FROM decision WHERE id = ?", id, read: Stored.init),
      table: "decision")
    return found.first
  }

  /// All of one submission's decisions, by id.
  public func decisions(of submission: SubmissionID) throws(StoreError) -> [Decision] {
    try decoded(
      line.query(
        "SELECT id, value FROM decision WHERE submission = ? ORDER BY id", submission,
        read: Stored.init),
      table: "decision")
  }

  public func assignment(_ id: AssignmentID) throws(StoreError) -> Assignment? {
    let found: [Assignment] = try decoded(
      line.query("SELECT id, value FROM assignment WHERE id = ?", id, read: Stored.init),
      table: "assignment")
    return found.first
  }

  public func assignments(of window: WindowID) throws(StoreError) -> [Assignment] {
    try decoded(
      line.query(
        "SELECT id, value FROM assignment WHERE intake_window = ? ORDER BY id", window,
        read: Stored.init),
      table: "assignment")
  }

  public func openings() throws(StoreError) -> [Opening] {
    try decoded(
      line.query("SELECT id, value FROM opening ORDER BY id", read: Stored.init), table: "opening")
  }

  public func openings(of earner: PersonID) throws(StoreError) -> [Opening] {
    try decoded(
      line.query(
        "SELECT id, value FROM opening WHERE earner = ? ORDER BY id", earner, read: Stored.init),
      table: "opening")
  }

  public func nextIdentifiers() throws(StoreError) -> NextIdentifiers {
    if let known = cache.next { return known }
    let next = try line.first(
      """
      SELECT 1 + ifnull((SELECT max(id) FROM person), 0),
        1 + ifnull((SELECT max(id) FROM offering), 0),
        1 + ifnull((SELECT max(id) FROM intake_window), 0),
        1 + ifnull((SELECT max(id) FROM submission), 0),
        1 + ifnull((SELECT max(id) FROM review), 0),
        1 + ifnull((SELECT max(id) FROM decision), 0),
        1 + ifnull((SELECT max(id) FROM assignment), 0),
        1 + ifnull((SELECT max(id) FROM opening), 0),
        1 + ifnull((SELECT max(number) FROM ledger_entry), 0)
      """
    ) { row throws(SQLiteError) in
      NextIdentifiers(
        person: try row.integer(0), offering: try row.integer(1), window: try row.integer(2),
        submission: try row.integer(3), review: try row.integer(4),
        decision: try row.integer(5), assignment: try row.integer(6),
        opening: try row.integer(7), ledgerEntry: try row.integer(8))
    }
    cache.next = next
    return next ?? NextIdentifiers()
  }
}
