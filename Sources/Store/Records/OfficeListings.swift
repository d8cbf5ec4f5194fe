public import CivilTime
public import Rubrics
import SQLite
public import Workflow

// What the administrator's pages list. Each list is one query, whatever its length.

/// How somebody is called, and where they work, for lists.
public struct PersonName: Hashable, Sendable {
  /// The name as lists show it; "(erased)" once it is gone.
  public var name: String
  public var school: String
}

/// How many need something, each by an index.
public struct OfficeCounts: Hashable, Sendable {
  public var readyToRelease: Int
  public var needEvaluator: Int
  public var lateReviews: Int
  public var openReviews: Int
  /// Of what is ready to release, the one whose teacher hears first.
  public var firstReady: SubmissionID?
}

extension StoredRecords {
  /// What waits for an administrator, counted.
  ///
  /// - Parameter now: The instant by which reviews are late: due exactly then is late.
  /// - Returns: The counts.
  /// - Throws: ``StoreError``.
  public func officeCounts(at now: Instant) throws(StoreError) -> OfficeCounts {
    let counts = try line.first(
      """
      SELECT (SELECT count(*) FROM submission WHERE state = 'readyToRelease'),
        (SELECT count(*) FROM submission WHERE lacks > 0),
        (SELECT count(*) FROM review WHERE is_open = 1 AND due <= ?),
        (SELECT count(*) FROM review WHERE is_open = 1),
        (SELECT id FROM submission WHERE state = 'readyToRelease' ORDER BY notify_by, id LIMIT 1)
      """, now.milliseconds
    ) { row throws(SQLiteError) in
      OfficeCounts(
        readyToRelease: Int(try row.integer(0)), needEvaluator: Int(try row.integer(1)),
        lateReviews: Int(try row.integer(2)), openReviews: Int(try row.integer(3)),
        firstReady: try row.integerOrNull(4).map(SubmissionID.init))
    }
    return counts
      ?? OfficeCounts(readyToRelease: 0, needEvaluator: 0, lateReviews: 0, openReviews: 0)
  }

  /// Whether an assignment waits to be released.
  public func isProposed(_ id: AssignmentID) throws(StoreError) -> Bool {
    let state: String? = try line.scalar("SELECT state FROM assignment WHERE id = ?", id)
    return state == Assignment.State.proposed.rawValue
  }

  /// The names of some people, by one query that decodes nobody.
  ///
  /// - Parameter people: Whose; at most a few hundred, as many as a page shows.
  /// - Returns: Names by number; nobody for a number that is not there.
  /// - Throws: ``StoreError``.
  public func names(of people: some Sequence<PersonID>) throws(StoreError) -> [PersonID: PersonName]
  {
    let rows = try line.query(
      """
      SELECT id, name, school FROM person WHERE id IN (SELECT value FROM json_each(?))
      """, numbers(people.map(\.number))
    ) { row throws(SQLiteError) in
      let name = try row.textOrNull(1) ?? "(erased)"
      return (PersonID(try row.integer(0)), PersonName(name: name, school: try row.text(2)))
    }
    return Dictionary(rows) { first, _ in first }
  }

  /// What the notices of some mails say, by the notice's number: the names of their texts.
  ///
  /// - Parameter notices: Which; at most a few hundred, as many as a page shows.
  /// - Returns: The texts' names.
  /// - Throws: ``StoreError``.
  public func templates(ofNotices notices: some Sequence<Int64>) throws(StoreError) -> [Int64:
    String]
  {
    let rows = try line.query(
      "SELECT id, template FROM notice WHERE id IN (SELECT value FROM json_each(?))",
      numbers(Array(notices))
    ) { row throws(SQLiteError) in (try row.integer(0), try row.text(1)) }
    return Dictionary(rows) { first, _ in first }
  }

  /// How many people there are who are not erased.
  public func peopleCount() throws(StoreError) -> Int {
    try line.scalar("SELECT count(*) FROM person WHERE erased IS NULL") ?? 0
  }

  /// All reviews of some submissions, by submission, then by number.
  public func reviews(
    of submissions: some Sequence<SubmissionID>
  ) throws(StoreError) -> [SubmissionID: [Review]] {
    let reviews = try known(
      line.query(
        """
        SELECT id, value FROM review
        WHERE submission IN (SELECT value FROM json_each(?)) ORDER BY submission, id
        """, numbers(submissions.map(\.number)), read: cache.reviews.find))
    return Dictionary(grouping: reviews, by: \.submission)
  }

  /// Submissions by their numbers, whole, by one query.
  public func wholeSubmissions(
    of submissions: some Sequence<SubmissionID>
  ) throws(StoreError) -> [SubmissionID: Submission] {
    let found = try known(
      line.query(
        "SELECT id, value FROM submission WHERE id IN (SELECT value FROM json_each(?))",
        numbers(submissions.map(\.number)), read: cache.submissions.find))
    return Dictionary(found.map { ($0.id, $0) }) { first, _ in first }
  }

  /// Submissions by their numbers, by one query.
  public func submissionRows(
    of submissions: some Sequence<SubmissionID>
  ) throws(StoreError) -> [SubmissionID: SubmissionRow] {
    let rows = try line.query(
      """
      SELECT id, stage, earner, offering, intake_window, round, state, outcome, received_at,
        notify_by, lacks, title
      FROM submission WHERE id IN (SELECT value FROM json_each(?))
      """, numbers(submissions.map(\.number)), read: SubmissionRow.init)
    return Dictionary(rows.map { ($0.id, $0) }) { first, _ in first }
  }

  /// Open reviews by due instant, then by number.
  ///
  /// - Parameters:
  ///   - due: Only those that come after this instant and number: the last of the page before.
  ///   - limit: Most rows.
  /// - Returns: At most `limit` rows.
  /// - Throws: ``StoreError``.
  public func openReviewRows(
    after due: (due: Instant, id: ReviewID)?, limit: Int
  ) throws(StoreError) -> [ReviewRow] {
    try line.query(
      """
      SELECT review.id, review.submission, review.round, review.evaluator, review.part,
        review.state, review.due, submission.title
      FROM review JOIN submission ON submission.id = review.submission
      WHERE review.is_open = 1 AND (review.due, review.id) > (?, ?)
      ORDER BY review.due, review.id LIMIT ?
      """, due?.due.milliseconds ?? .min, due?.id ?? ReviewID(0), limit, read: ReviewRow.init)
  }

  /// The instants at which the decisions in force of a window's submissions were released, by number.
  public func releases(in window: WindowID, limit: Int) throws(StoreError) -> [Instant] {
    try line.query(
      """
      SELECT decision.released_at FROM submission
        JOIN decision ON decision.submission = submission.id AND decision.in_force = 1
      WHERE submission.intake_window = ? AND submission.state = 'decided'
      ORDER BY decision.id LIMIT ?
      """, window, limit
    ) { row throws(SQLiteError) in Instant(milliseconds: try row.integer(0)) }
  }

  /// People whose name, address or employee number holds a text, by number.
  ///
  /// It looks through everybody: a district has some thousands at most.
  ///
  /// - Parameters:
  ///   - text: Without regard to the case of A to Z, which is what SQLite's `lower` knows; empty for everybody.
  ///   - id: Only those after this one: the last of the page before.
  ///   - limit: Most people to return.
  /// - Returns: At most `limit` people who are not erased.
  /// - Throws: ``StoreError``.
  public func people(
    matching text: String, after id: PersonID = PersonID(0), limit: Int
  ) throws(StoreError) -> [Person] {
    try known(
      line.query(
        """
        SELECT id, value FROM person
        WHERE id > ?1 AND erased IS NULL AND instr(
          lower(
            ifnull(CAST(value AS TEXT) ->> '$.details.givenName', '') || ' '
            || ifnull(CAST(value AS TEXT) ->> '$.details.familyName', '') || ' '
            || ifnull(CAST(value AS TEXT) ->> '$.details.preferredName', '') || ' '
            || ifnull(CAST(value AS TEXT) ->> '$.details.familyName', '') || ' '
            || ifnull(email, '') || ' ' || ifnull(employee_number, '')), ?2) > 0
        ORDER BY id LIMIT ?3
        """, id, plainLowercased(text), limit, read: cache.people.find))
  }

  /// Submissions of some people, by number.
  public func submissions(
    ofAny earners: some Sequence<PersonID>, after id: SubmissionID = SubmissionID(0), limit: Int
  ) throws(StoreError) -> [SubmissionRow] {
    try line.query(
      """
      SELECT id, stage, earner, offering, intake_window, round, state, outcome, received_at,
        notify_by, lacks, title
      FROM submission
      WHERE earner IN (SELECT value FROM json_each(?)) AND id > ? ORDER BY id LIMIT ?
      """, numbers(earners.map(\.number)), id, limit, read: SubmissionRow.init)
  }

  /// Submissions of a window whose title holds a text, or that are somebody's of some people, by number.
  public func submissions(
    in window: WindowID, titled text: String, orOf earners: some Sequence<PersonID>,
    after id: SubmissionID = SubmissionID(0), limit: Int
  ) throws(StoreError) -> [SubmissionRow] {
    try line.query(
      """
      SELECT id, stage, earner, offering, intake_window, round, state, outcome, received_at,
        notify_by, lacks, title
      FROM submission
      WHERE intake_window = ? AND id > ? AND (
        instr(folded_title, ?) > 0 OR earner IN (SELECT value FROM json_each(?)))
      ORDER BY id LIMIT ?
      """, window, id, text.foldedTitle, numbers(earners.map(\.number)), limit,
      read: SubmissionRow.init)
  }

  /// The text as SQLite's `lower` would make it: another letter made small would be found nowhere.
  private func plainLowercased(_ text: String) -> String {
    let capitals = UInt8(ascii: "A")...UInt8(ascii: "Z")
    return String(
      decoding: text.utf8.map { capitals.contains($0) ? $0 + 32 : $0 }, as: UTF8.self)
  }

  func numbers(_ numbers: [Int64]) -> String {
    "[\(numbers.map(String.init).joined(separator: ","))]"
  }
}

/// A version of a rubric that was in use once, or is.
public struct RubricUse: Hashable, Sendable {
  public var version: RubricVersion
  public var isInForce: Bool
  /// When it came into use, the last time.
  public var since: Instant
}

extension StoredRecords {
  /// The versions of all rubrics, by rubric; each rubric's latest first.
  ///
  /// - Parameter limit: Most versions.
  /// - Returns: At most `limit` versions.
  /// - Throws: ``StoreError``.
  public func rubricUses(limit: Int) throws(StoreError) -> [RubricUse] {
    try line.query(
      """
      SELECT rubric.rubric, rubric.hash, rubric.in_force, journal.at
      FROM rubric JOIN journal ON journal.seq = rubric.seq
      ORDER BY rubric.rubric, rubric.seq DESC LIMIT ?
      """, limit
    ) { row throws(SQLiteError) in
      RubricUse(
        version: RubricVersion(
          rubric: RubricID(rawValue: try row.text(0)), hash: try row.text(1)),
        isInForce: try row.integer(2) == 1, since: Instant(milliseconds: try row.integer(3)))
    }
  }
}
