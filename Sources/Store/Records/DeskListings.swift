public import Rubrics
import SQLite
public import Workflow

/// A review on its evaluator's desk, with the work that it is about.
public struct DeskRow: Hashable, Sendable {
  public var review: Review
  public var submission: Submission
  /// The scorecard as far as it is begun; `nil` for a review that is over.
  public var draft: Scorecard?
}

extension StoredRecords {
  /// One evaluator's open reviews with what is begun of them, by due instant, then by number.
  ///
  /// - Parameters:
  ///   - evaluator: Whose.
  ///   - limit: Most rows.
  /// - Returns: At most `limit` rows.
  /// - Throws: ``StoreError``.
  public func openDesk(of evaluator: PersonID, limit: Int) throws(StoreError) -> [DeskRow] {
    try desk(
      line.query(
        """
        SELECT review.id, review.value, submission.id, submission.value, draft_scorecard.value
        FROM review JOIN submission ON submission.id = review.submission
          LEFT JOIN draft_scorecard ON draft_scorecard.review = review.id
        WHERE review.evaluator = ? AND review.is_open = 1 ORDER BY review.due, review.id LIMIT ?
        """, evaluator, limit, read: StoredDeskRow.init))
  }

  /// One evaluator's reviews that are over, the latest first.
  ///
  /// - Parameters:
  ///   - evaluator: Whose.
  ///   - id: Only those before this one, the last of the page before; `nil` for the first page.
  ///   - limit: Most rows.
  /// - Returns: At most `limit` rows.
  /// - Throws: ``StoreError``.
  public func pastDesk(
    of evaluator: PersonID, before id: ReviewID?, limit: Int
  ) throws(StoreError) -> [DeskRow] {
    try desk(
      line.query(
        """
        SELECT review.id, review.value, submission.id, submission.value, NULL
        FROM review JOIN submission ON submission.id = review.submission
        WHERE review.evaluator = ? AND review.id < ? AND review.is_open = 0
        ORDER BY review.id DESC LIMIT ?
        """, evaluator, id ?? ReviewID(.max), limit, read: StoredDeskRow.init))
  }

  private func desk(_ rows: [StoredDeskRow]) throws(StoreError) -> [DeskRow] {
    var desk: [DeskRow] = []
    desk.reserveCapacity(rows.count)
    for row in rows {
      let values = cache.values
      desk.append(
        DeskRow(
          review: try values.decode(Review.self, row.review, table: "review", id: row.id),
          submission: try values.decode(
            Submission.self, row.submission, table: "submission", id: row.submissionID),
          draft: try row.draft.map { bytes throws(StoreError) in
            try values.decode(Scorecard.self, bytes, table: "draft_scorecard", id: row.id)
          }))
    }
    return desk
  }
}

private struct StoredDeskRow {
  var id: Int64
  var review: [UInt8]
  var submissionID: Int64
  var submission: [UInt8]
  var draft: [UInt8]?

  init(_ row: borrowing Row) throws(SQLiteError) {
    id = try row.integer(0)
    review = try row.blob(1)
    submissionID = try row.integer(2)
    submission = try row.blob(3)
    draft = try row.blobOrNull(4)
  }
}
