import Programs
import SQLite
public import Workflow

/// Something that contradicts a rule which must hold at every instant.
public struct Finding: Hashable, Sendable, CustomStringConvertible {
  /// The rule's number in the design's list, 1 to 8.
  public var rule: Int
  /// What it is about, such as ("review", 812).
  public var kind: String
  public var id: Int64
  /// What is wrong, in plain words without names.
  public var words: String

  public init(rule: Int, kind: String, id: Int64, words: String) {
    self.rule = rule
    self.kind = kind
    self.id = id
    self.words = words
  }

  public var description: String { "rule \(rule), \(kind) \(id): \(words)" }
}

extension StoredRecords {
  /// Asks every rule that must hold at every instant; a sound database has no findings.
  ///
  /// - Parameters:
  ///   - limit: Most findings of each question.
  ///   - hasFile: Whether the file of an artifact is there with its hash, given as 64 hexadecimal digits, and
  ///     its size; `nil` leaves the files unread.
  /// - Returns: What was found, by rule.
  /// - Throws: ``StoreError``, or what `hasFile` throws.
  public func findings(
    limit: Int = 100, hasFile: ((_ sha256: String, _ bytes: Int64) throws -> Bool)? = nil
  ) throws -> [Finding] {
    var findings = try conflictFindings(limit) + loadFindings(limit) + evaluatorFindings(limit)
    findings += try dueFindings(limit) + decisionFindings(limit) + openingFindings(limit)
    findings += try ledgerFindings(limit)
    findings += try noticeFindings(limit)
    if let hasFile { findings += try fileFindings(limit, hasFile) }
    return findings
  }

  /// 1. No evaluator reviews their own submission, one of an offering that they lead (unless the program
  /// allows it), or one with a declared conflict.
  private func conflictFindings(_ limit: Int) throws(StoreError) -> [Finding] {
    let leadersMay = try storedProgram()?.evaluators.offeringLeaderMayEvaluate ?? false
    let own = try ids(
      line.query(
        """
        SELECT review.id FROM review JOIN submission ON submission.id = review.submission
        WHERE review.evaluator = submission.earner AND review.state <> 'closed'
        ORDER BY review.id LIMIT ?
        """, limit, read: firstInteger), 1, "review", "the evaluator is the teacher")
    let declared = try ids(
      line.query(
        """
        SELECT review.id FROM review
          JOIN submission ON submission.id = review.submission
          JOIN conflict
            ON conflict.person = review.evaluator AND conflict.other = submission.earner
        WHERE review.is_open = 1
        ORDER BY review.id LIMIT ?
        """, limit, read: firstInteger), 1, "review",
      "a conflict between evaluator and teacher is declared: reassign it")
    let leading = try ids(
      line.query(
        """
        SELECT review.id FROM review
          JOIN submission ON submission.id = review.submission
          JOIN offering_leader
            ON offering_leader.offering = submission.offering
            AND offering_leader.person = review.evaluator
        WHERE review.is_open = 1
        ORDER BY review.id LIMIT ?
        """, leadersMay ? 0 : limit, read: firstInteger), 1, "review",
      "the evaluator leads what was picked: reassign it")
    return own + declared + leading
  }

  /// 2. Nobody holds more open reviews than their load allows, those aside that were given by hand.
  private func loadFindings(_ limit: Int) throws(StoreError) -> [Finding] {
    guard let most = try storedProgram()?.evaluators.openReviewsMax else { return [] }
    return try line.query(
      """
      SELECT evaluator, count(*), ifnull(person.load_max, ?1)
      FROM review JOIN person ON person.id = review.evaluator
      WHERE is_open = 1 AND is_by_hand = 0
      GROUP BY evaluator HAVING count(*) > ifnull(person.load_max, ?1)
      ORDER BY evaluator LIMIT ?2
      """, most, limit
    ) { row throws(SQLiteError) in
      let (count, most) = (try row.integer(1), try row.integer(2))
      return Finding(
        rule: 2, kind: "person", id: try row.integer(0),
        words: "\(count) open reviews that nobody gave by hand, and \(most) are allowed")
    }
  }

  /// 3. A submission under review has the reviews that the program asks for, or needs an evaluator and says so.
  private func evaluatorFindings(_ limit: Int) throws(StoreError) -> [Finding] {
    guard let program = try storedProgram() else { return [] }
    var findings: [Finding] = []
    for stage in StageKind.allCases {
      for part in program.parts(stage) {
        findings += try ids(
          line.query(
            """
            SELECT id FROM submission
            WHERE state = 'underReview' AND stage = ? AND lacks = 0
              AND NOT EXISTS (
                SELECT 1 FROM review
                WHERE review.submission = submission.id AND review.round = submission.round
                  AND review.part = ? AND (review.is_open = 1 OR review.state = 'handedIn'))
            ORDER BY id LIMIT ?
            """, stage.rawValue, part.rawValue, limit, read: firstInteger), 3, "submission",
          "it is under review without a review by its \(part.rawValue), and lacks nobody")
      }
    }
    return findings
  }

  /// 4. Every open review is due before its teacher's notify-by instant, and is escalated in time.
  private func dueFindings(_ limit: Int) throws(StoreError) -> [Finding] {
    let late = try ids(
      line.query(
        """
        SELECT review.id FROM review JOIN submission ON submission.id = review.submission
        WHERE review.is_open = 1 AND review.due >= submission.notify_by
        ORDER BY review.id LIMIT ?
        """, limit, read: firstInteger), 4, "review",
      "it is due after the day on which the teacher was to hear")
    let silent = try ids(
      line.query(
        """
        SELECT id FROM review
        WHERE is_open = 1 AND is_escalated = 0
          AND NOT EXISTS (
            SELECT 1 FROM agenda
            WHERE agenda.item = 'escalate-overdue' AND agenda.subject = review.id
              AND agenda.due = review.escalate)
        ORDER BY id LIMIT ?
        """, limit, read: firstInteger), 4, "review",
      "nobody will be told when it is overdue")
    return late + silent
  }

  /// 5. A decision has the scorecards it rests on, with the exact version of the rubric that they used.
  private func decisionFindings(_ limit: Int) throws(StoreError) -> [Finding] {
    let bare = try ids(
      line.query(
        """
        SELECT id FROM decision
        WHERE in_force = 1 AND rubric_hash IS NOT NULL
          AND NOT EXISTS (SELECT 1 FROM decision_review WHERE decision = decision.id)
        ORDER BY id LIMIT ?
        """, limit, read: firstInteger), 5, "decision",
      "it names a rubric and rests on no scorecard")
    let differing = try ids(
      line.query(
        """
        SELECT DISTINCT decision.id
        FROM decision
          JOIN decision_review ON decision_review.decision = decision.id
          LEFT JOIN review ON review.id = decision_review.review
        WHERE decision.in_force = 1
          AND (review.state IS NOT 'handedIn' OR review.rubric_hash IS NOT decision.rubric_hash
            OR review.submission <> decision.submission)
        ORDER BY decision.id LIMIT ?
        """, limit, read: firstInteger), 5, "decision",
      "a scorecard that it rests on is not there, or used another version of the rubric")
    let unknown = try ids(
      line.query(
        """
        SELECT id FROM decision
        WHERE in_force = 1 AND rubric_hash IS NOT NULL
          AND NOT EXISTS (
            SELECT 1 FROM rubric
            WHERE rubric.rubric = decision.rubric AND rubric.hash = decision.rubric_hash)
        ORDER BY id LIMIT ?
        """, limit, read: firstInteger), 5, "decision",
      "the version of the rubric that it used is not kept")
    return bare + differing + unknown
  }

  /// 6. What was brought along adds up: no figure below zero, and an open approval has its submission. Caps and
  /// payments are the ledger's.
  private func openingFindings(_ limit: Int) throws(StoreError) -> [Finding] {
    let negative = try ids(
      line.query(
        "SELECT id FROM opening WHERE cents < 0 ORDER BY id LIMIT ?", limit,
        read: firstInteger), 6, "opening", "its amount is below zero")
    let loose = try ids(
      line.query(
        """
        SELECT opening.id FROM opening
          LEFT JOIN submission
            ON submission.id = opening.submission AND submission.earner = opening.earner
        WHERE opening.kind = 'approval' AND submission.id IS NULL
        ORDER BY opening.id LIMIT ?
        """, limit, read: firstInteger), 6, "opening",
      "it is an open approval without a submission of that teacher")
    return negative + loose
  }

  /// 7. Each notice has exactly one disposition, and says what it is.
  private func noticeFindings(_ limit: Int) throws(StoreError) -> [Finding] {
    let unmailed = try ids(
      line.query(
        """
        SELECT notice.id FROM notice LEFT JOIN mail ON mail.id = notice.mail
        WHERE notice.state = 'mailed' AND (mail.id IS NULL OR mail.state = 'cancelled')
          AND notice.reason IS NOT 'erased'
        ORDER BY notice.id LIMIT ?
        """, limit, read: firstInteger), 7, "notice", "it counts as mailed, and no mail carries it")
    let dangling = try ids(
      line.query(
        """
        SELECT id FROM notice
        WHERE state = 'merged' AND (merged_into IS NULL OR merged_into = id)
        ORDER BY id LIMIT ?
        """, limit, read: firstInteger), 7, "notice", "it counts as merged into nothing")
    let silent = try ids(
      line.query(
        """
        SELECT id FROM notice
        WHERE state IN ('merged', 'cancelled', 'suppressed', 'failed')
          AND (reason IS NULL OR reason = '')
        ORDER BY id LIMIT ?
        """, limit, read: firstInteger), 7, "notice", "it was not told, and nothing says why")
    let empty = try ids(
      line.query(
        """
        SELECT id FROM mail
        WHERE state IN ('queued', 'deferred', 'sending') AND held_for <> CAST('[]' AS BLOB)
          AND NOT EXISTS (SELECT 1 FROM notice WHERE notice.mail = mail.id)
        ORDER BY id LIMIT ?
        """, limit, read: firstInteger), 7, "mail", "it waits, and no notice is in it")
    return unmailed + dangling + silent + empty
  }

  /// 8. Each artifact's file exists and has its hash.
  private func fileFindings(
    _ limit: Int, _ hasFile: (String, Int64) throws -> Bool
  ) throws -> [Finding] {
    var findings: [Finding] = []
    var last = ""
    while findings.count < limit {
      let files = try artifactFiles(after: last, limit: 200)
      guard let end = files.last?.sha256 else { break }
      for file in files where try !hasFile(file.sha256, file.bytes) {
        findings.append(
          Finding(
            rule: 8, kind: "submission", id: file.submission.number,
            words: "its file \(file.sha256.prefix(12)) is missing or was changed"))
      }
      last = end
    }
    return Array(findings.prefix(limit))
  }

  /// The files that submissions refer to, each once, by hash.
  public func artifactFiles(
    after sha256: String = "", limit: Int
  ) throws(StoreError) -> [(sha256: String, bytes: Int64, submission: SubmissionID)] {
    try line.query(
      """
      SELECT sha256, max(bytes), min(submission) FROM artifact WHERE sha256 > ?
      GROUP BY sha256 ORDER BY sha256 LIMIT ?
      """, sha256, limit
    ) { row throws(SQLiteError) in
      (try row.text(0), try row.integer(1), SubmissionID(try row.integer(2)))
    }
  }

  func ids(
    _ ids: [Int64], _ rule: Int, _ kind: String, _ words: String
  ) throws(StoreError) -> [Finding] {
    ids.map { Finding(rule: rule, kind: kind, id: $0, words: words) }
  }
}

func firstInteger(_ row: borrowing Row) throws(SQLiteError) -> Int64 {
  try row.integer(0)
}
