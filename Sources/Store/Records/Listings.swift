public import CivilTime
import SQLite
public import Workflow

/// A submission as lists show it, without its content.
public struct SubmissionRow: Hashable, Sendable {
  public var id: SubmissionID
  public var stage: StageKind
  public var earner: PersonID
  public var offering: OfferingID?
  public var window: WindowID?
  public var round: Int
  public var state: SubmissionStateName
  public var outcome: Outcome?
  public var receivedAt: Instant
  public var notifyBy: Instant
  /// Whether it needs an evaluator, and whether an administrator has to choose one.
  public var lacks: Lacks
  /// `nil` once it was erased.
  public var title: String?

  public enum Lacks: Int, Hashable, Sendable {
    case nobody
    case anEvaluator
    case theAdministratorsChoice
  }
}

/// Which submissions a list shows; what is `nil` or empty does not narrow it.
public enum SubmissionFilter: Hashable, Sendable {
  case all
  case window(WindowID)
  case windowAndState(WindowID, SubmissionStateName)
  case state(SubmissionStateName)
  case earner(PersonID)
  /// Those that need an evaluator.
  case lacking
}

/// A review as lists show it.
public struct ReviewRow: Hashable, Sendable {
  public var id: ReviewID
  public var submission: SubmissionID
  public var round: Int
  public var evaluator: PersonID
  public var part: EvaluatorPart
  public var state: ReviewStateName
  public var due: Instant
  /// The submission's title; `nil` once it was erased.
  public var title: String?
}

extension StoredRecords {
  /// Submissions, by number.
  ///
  /// - Parameters:
  ///   - filter: Which.
  ///   - id: Only those after this one: the last of the page before.
  ///   - limit: Most rows.
  /// - Returns: At most `limit` rows.
  /// - Throws: ``StoreError``.
  public func submissions(
    _ filter: SubmissionFilter, after id: SubmissionID = SubmissionID(0), limit: Int
  ) throws(StoreError) -> [SubmissionRow] {
    switch filter {
    case .all:
      try line.query(
        """
        SELECT id, stage, earner, offering, intake_window, round, state, outcome, received_at,
          notify_by, lacks, title
        FROM submission WHERE id > ? ORDER BY id LIMIT ?
        """, id, limit, read: SubmissionRow.init)
    case .window(let window):
      try line.query(
        """
        SELECT id, stage, earner, offering, intake_window, round, state, outcome, received_at,
          notify_by, lacks, title
        FROM submission WHERE intake_window = ? AND id > ? ORDER BY id LIMIT ?
        """, window, id, limit, read: SubmissionRow.init)
    case .windowAndState(let window, let state):
      try line.query(
        """
        SELECT id, stage, earner, offering, intake_window, round, state, outcome, received_at,
          notify_by, lacks, title
        FROM submission WHERE intake_window = ? AND state = ? AND id > ? ORDER BY id LIMIT ?
        """, window, state.rawValue, id, limit, read: SubmissionRow.init)
    case .state(let state):
      try line.query(
        """
        SELECT id, stage, earner, offering, intake_window, round, state, outcome, received_at,
          notify_by, lacks, title
        FROM submission WHERE state = ? AND id > ? ORDER BY id LIMIT ?
        """, state.rawValue, id, limit, read: SubmissionRow.init)
    case .earner(let earner):
      try line.query(
        """
        SELECT id, stage, earner, offering, intake_window, round, state, outcome, received_at,
          notify_by, lacks, title
        FROM submission WHERE earner = ? AND id > ? ORDER BY id LIMIT ?
        """, earner, id, limit, read: SubmissionRow.init)
    case .lacking:
      try line.query(
        """
        SELECT id, stage, earner, offering, intake_window, round, state, outcome, received_at,
          notify_by, lacks, title
        FROM submission WHERE lacks > 0 AND id > ? ORDER BY id LIMIT ?
        """, id, limit, read: SubmissionRow.init)
    }
  }

  /// How many submissions of a window are in each state; none for states without any.
  public func submissionCounts(
    in window: WindowID
  ) throws(StoreError) -> [SubmissionStateName: Int] {
    let rows = try line.query(
      "SELECT state, count(*) FROM submission WHERE intake_window = ? GROUP BY state", window
    ) { row throws(SQLiteError) in
      guard let state = SubmissionStateName(rawValue: try row.text(0)) else {
        throw row.unreadable(0, "not a state of a submission")
      }
      return (state, Int(try row.integer(1)))
    }
    return Dictionary(rows) { first, _ in first }
  }

  /// Open reviews whose due instant has come, the oldest first.
  ///
  /// - Parameters:
  ///   - now: A review due exactly at `now` is late: intervals are half-open.
  ///   - limit: Most rows.
  /// - Returns: At most `limit` rows, by due instant, then by number.
  /// - Throws: ``StoreError``.
  public func lateReviews(at now: Instant, limit: Int) throws(StoreError) -> [ReviewRow] {
    try line.query(
      """
      SELECT review.id, review.submission, review.round, review.evaluator, review.part,
        review.state, review.due, submission.title
      FROM review JOIN submission ON submission.id = review.submission
      WHERE review.is_open = 1 AND review.due <= ? ORDER BY review.due, review.id LIMIT ?
      """, now.milliseconds, limit, read: ReviewRow.init)
  }

  /// One evaluator's open reviews, by due instant, then by number.
  public func openReviewRows(of evaluator: PersonID, limit: Int) throws(StoreError) -> [ReviewRow] {
    try line.query(
      """
      SELECT review.id, review.submission, review.round, review.evaluator, review.part,
        review.state, review.due, submission.title
      FROM review JOIN submission ON submission.id = review.submission
      WHERE review.evaluator = ? AND review.is_open = 1 ORDER BY review.due, review.id LIMIT ?
      """, evaluator, limit, read: ReviewRow.init)
  }

  /// One evaluator's reviews of whatever state, the latest first.
  public func reviewRows(of evaluator: PersonID, limit: Int) throws(StoreError) -> [ReviewRow] {
    try line.query(
      """
      SELECT review.id, review.submission, review.round, review.evaluator, review.part,
        review.state, review.due, submission.title
      FROM review JOIN submission ON submission.id = review.submission
      WHERE review.evaluator = ? ORDER BY review.id DESC LIMIT ?
      """, evaluator, limit, read: ReviewRow.init)
  }

  /// People, by number.
  public func people(
    after id: PersonID = PersonID(0), limit: Int
  ) throws(StoreError) -> [Person] {
    try known(
      line.query(
        "SELECT id, value FROM person WHERE id > ? ORDER BY id LIMIT ?", id, limit,
        read: cache.people.find))
  }

  /// Offerings, by number; only those that can be chosen now, if asked for.
  public func offerings(
    activeOnly: Bool, after id: OfferingID = OfferingID(0), limit: Int
  ) throws(StoreError) -> [Offering] {
    try decoded(
      line.query(
        """
        SELECT id, value FROM offering WHERE id > ? AND is_active >= ? ORDER BY id LIMIT ?
        """, id, activeOnly, limit, read: Stored.init),
      table: "offering")
  }
}

extension SubmissionRow {
  init(_ row: borrowing Row) throws(SQLiteError) {
    guard let stage = StageKind(rawValue: try row.text(1)) else {
      throw row.unreadable(1, "not a stage")
    }
    guard let state = SubmissionStateName(rawValue: try row.text(6)) else {
      throw row.unreadable(6, "not a state of a submission")
    }
    self.init(
      id: SubmissionID(try row.integer(0)), stage: stage, earner: PersonID(try row.integer(2)),
      offering: try row.integerOrNull(3).map(OfferingID.init),
      window: try row.integerOrNull(4).map(WindowID.init), round: Int(try row.integer(5)),
      state: state, outcome: try row.textOrNull(7).flatMap(Outcome.init),
      receivedAt: Instant(milliseconds: try row.integer(8)),
      notifyBy: Instant(milliseconds: try row.integer(9)),
      lacks: Lacks(rawValue: Int(try row.integer(10))) ?? .nobody, title: try row.textOrNull(11))
  }
}

extension ReviewRow {
  init(_ row: borrowing Row) throws(SQLiteError) {
    guard let part = EvaluatorPart(rawValue: try row.text(4)) else {
      throw row.unreadable(4, "not an evaluator's part")
    }
    guard let state = ReviewStateName(rawValue: try row.text(5)) else {
      throw row.unreadable(5, "not a state of a review")
    }
    self.init(
      id: ReviewID(try row.integer(0)), submission: SubmissionID(try row.integer(1)),
      round: Int(try row.integer(2)), evaluator: PersonID(try row.integer(3)), part: part,
      state: state, due: Instant(milliseconds: try row.integer(6)), title: try row.textOrNull(7))
  }
}
