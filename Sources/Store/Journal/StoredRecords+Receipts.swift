public import Crypto
import SQLite
public import Workflow

extension StoredRecords {
  /// The hash of the entry with which a submission last arrived or was last changed by its teacher: its receipt.
  ///
  /// - Parameter submission: The submission.
  /// - Returns: The entry's hash; `nil` if there is no such submission.
  /// - Throws: ``StoreError`` from the database.
  public func arrivalHash(of submission: SubmissionID) throws(StoreError) -> Digest32? {
    try line.first(
      """
      SELECT journal.hash FROM journal_about JOIN journal ON journal.seq = journal_about.seq
      WHERE journal_about.kind = 'submission' AND journal_about.id = ?
        AND journal.type IN ('handed-in', 'content-changed')
      ORDER BY journal_about.seq DESC LIMIT 1
      """, submission.number
    ) { row throws(SQLiteError) in
      guard let hash = Digest32(try row.blob(0)) else { throw row.unreadable(0, "not 32 bytes") }
      return hash
    }
  }
}
