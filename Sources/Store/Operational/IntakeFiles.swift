public import CivilTime
import SQLite
public import Workflow

/// A file that was dropped in, and how far it was read.
public struct IntakeFile: Hashable, Sendable {
  /// The SHA-256 of its bytes, in hex: the same file is not read twice.
  public var sha256: String
  public var name: String
  /// What it was read as, in the intake's words.
  public var kind: String
  public var state: State
  /// Rows in all, taken, and set aside for somebody to settle.
  public var rows: Int
  public var taken: Int
  public var setAside: Int
  /// The first row that is not read yet, so that a crash in the middle costs nothing.
  public var nextRow: Int
  /// What kept the whole file out; empty if it could be read.
  public var problem: String
  public var updatedAt: Instant

  public enum State: String, Hashable, Sendable, CaseIterable {
    case reading
    case taken
    /// Nothing of it was taken.
    case rejected
  }

  public init(
    sha256: String, name: String, kind: String, state: State, rows: Int = 0, taken: Int = 0,
    setAside: Int = 0, nextRow: Int = 0, problem: String = "", updatedAt: Instant
  ) {
    self.sha256 = sha256
    self.name = name
    self.kind = kind
    self.state = state
    self.rows = rows
    self.taken = taken
    self.setAside = setAside
    self.nextRow = nextRow
    self.problem = problem
    self.updatedAt = updatedAt
  }
}

/// What makes a row of a growing export the same when it is read again: fingerprints of who, what and when.
public struct RowIdentity: Hashable, Sendable {
  public var person: UInt64
  public var subject: UInt64
  public var moment: UInt64

  public init(person: UInt64, subject: UInt64, moment: UInt64) {
    self.person = person
    self.subject = subject
    self.moment = moment
  }
}

/// A row that was taken.
public struct IntakeRow: Hashable, Sendable {
  public var kind: String
  public var identity: RowIdentity
  /// A fingerprint of all its answers: another one under the same identity is a revision.
  public var content: UInt64
  public var submission: SubmissionID?
  public var takenAt: Instant

  public init(
    kind: String, identity: RowIdentity, content: UInt64, submission: SubmissionID?,
    takenAt: Instant
  ) {
    self.kind = kind
    self.identity = identity
    self.content = content
    self.submission = submission
    self.takenAt = takenAt
  }
}

extension StoredRecords {
  public func intakeFile(sha256: String) throws(StoreError) -> IntakeFile? {
    try line.first(
      """
      SELECT sha256, name, kind, state, row_count, taken, set_aside, next_row, problem, updated_at
      FROM intake_file WHERE sha256 = ?
      """, sha256, read: IntakeFile.init)
  }

  /// The files of late, the latest first.
  public func intakeFiles(limit: Int) throws(StoreError) -> [IntakeFile] {
    try line.query(
      """
      SELECT sha256, name, kind, state, row_count, taken, set_aside, next_row, problem, updated_at
      FROM intake_file ORDER BY updated_at DESC, sha256 LIMIT ?
      """, limit, read: IntakeFile.init)
  }

  /// The row that was taken under an identity, if one was.
  public func intakeRow(_ kind: String, _ identity: RowIdentity) throws(StoreError) -> IntakeRow? {
    try line.first(
      """
      SELECT kind, person, subject, moment, content, submission, taken_at FROM intake_row
      WHERE kind = ? AND person = ? AND subject = ? AND moment = ?
      """, kind, Int64(bitPattern: identity.person), Int64(bitPattern: identity.subject),
      Int64(bitPattern: identity.moment), read: IntakeRow.init)
  }

  /// The rows of one person and subject, the latest taken first; at most 100.
  public func intakeRows(
    _ kind: String, person: UInt64, subject: UInt64
  ) throws(StoreError) -> [IntakeRow] {
    try line.query(
      """
      SELECT kind, person, subject, moment, content, submission, taken_at FROM intake_row
      WHERE kind = ? AND person = ? AND subject = ?
      ORDER BY taken_at DESC, moment LIMIT 100
      """, kind, Int64(bitPattern: person), Int64(bitPattern: subject), read: IntakeRow.init)
  }
}

extension WriteRecords {
  /// Keeps how far a file was read.
  public mutating func save(_ file: IntakeFile) throws(StoreError) {
    try line.execute(
      """
      INSERT INTO intake_file
        (sha256, name, kind, state, row_count, taken, set_aside, next_row, problem, updated_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (sha256) DO UPDATE SET name = excluded.name, kind = excluded.kind,
        state = excluded.state, row_count = excluded.row_count, taken = excluded.taken,
        set_aside = excluded.set_aside, next_row = excluded.next_row,
        problem = excluded.problem, updated_at = excluded.updated_at
      """, file.sha256, file.name, file.kind, file.state.rawValue, file.rows, file.taken,
      file.setAside, file.nextRow, file.problem, file.updatedAt.milliseconds)
  }

  /// Has a mail read again that was not taken; how often that was asked for stands in the place of its next row.
  public mutating func readAgain(mail sha256: String) throws(StoreError) {
    try line.execute(
      """
      UPDATE intake_file SET state = 'reading', next_row = next_row + 1
      WHERE sha256 = ? AND kind = 'mail' AND state <> 'taken'
      """, sha256)
  }

  /// Notes that a row was taken, in the place of what its identity had before.
  public mutating func save(_ row: IntakeRow) throws(StoreError) {
    try line.execute(
      """
      INSERT INTO intake_row (kind, person, subject, moment, content, submission, taken_at)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (kind, person, subject, moment) DO UPDATE SET content = excluded.content,
        submission = excluded.submission, taken_at = excluded.taken_at
      """, row.kind, Int64(bitPattern: row.identity.person),
      Int64(bitPattern: row.identity.subject), Int64(bitPattern: row.identity.moment),
      Int64(bitPattern: row.content), row.submission, row.takenAt.milliseconds)
  }

  /// Forgets a row whose place a newer one has taken.
  public mutating func removeIntakeRow(
    _ kind: String, _ identity: RowIdentity
  ) throws(StoreError) {
    try line.execute(
      "DELETE FROM intake_row WHERE kind = ? AND person = ? AND subject = ? AND moment = ?", kind,
      Int64(bitPattern: identity.person), Int64(bitPattern: identity.subject),
      Int64(bitPattern: identity.moment))
  }
}

extension IntakeFile {
  fileprivate init(_ row: borrowing Row) throws(SQLiteError) {
    guard let state = State(rawValue: try row.text(3)) else {
      throw row.unreadable(3, "not a state of a file")
    }
    self.init(
      sha256: try row.text(0), name: try row.text(1), kind: try row.text(2), state: state,
      rows: Int(try row.integer(4)), taken: Int(try row.integer(5)),
      setAside: Int(try row.integer(6)), nextRow: Int(try row.integer(7)),
      problem: try row.text(8), updatedAt: Instant(milliseconds: try row.integer(9)))
  }
}

extension IntakeRow {
  fileprivate init(_ row: borrowing Row) throws(SQLiteError) {
    self.init(
      kind: try row.text(0),
      identity: RowIdentity(
        person: UInt64(bitPattern: try row.integer(1)),
        subject: UInt64(bitPattern: try row.integer(2)),
        moment: UInt64(bitPattern: try row.integer(3))),
      content: UInt64(bitPattern: try row.integer(4)),
      submission: try row.integerOrNull(5).map(SubmissionID.init),
      takenAt: Instant(milliseconds: try row.integer(6)))
  }
}
