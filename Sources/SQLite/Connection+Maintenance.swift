import CSQLite

extension Connection {
  /// What moving the write-ahead log into the database file came to.
  public struct Checkpoint: Hashable, Sendable {
    /// Pages in the log.
    public let logPages: Int
    /// Pages of the log that are in the database file now.
    public let movedPages: Int
    /// Whether a reader or writer kept it from finishing.
    public let wasBlocked: Bool
  }

  /// How far a checkpoint goes.
  public enum CheckpointKind: Hashable, Sendable {
    /// As far as it can without waiting for anyone.
    case passive
    /// All of it, and the log's file has no bytes afterwards.
    case truncate
  }

  /// Moves the write-ahead log into the database file.
  @discardableResult
  public func checkpoint(_ kind: CheckpointKind) throws(SQLiteError) -> Checkpoint {
    let mode =
      switch kind {
      case .passive: SQLITE_CHECKPOINT_PASSIVE
      case .truncate: SQLITE_CHECKPOINT_TRUNCATE
      }
    var log: Int32 = 0
    var moved: Int32 = 0
    let code = unsafe sqlite3_wal_checkpoint_v2(session.database, nil, mode, &log, &moved)
    guard code == SQLITE_OK || code & 0xFF == SQLITE_BUSY else {
      throw session.error(code, sql: "")
    }
    return Checkpoint(
      logPages: Int(max(0, log)), movedPages: Int(max(0, moved)), wasBlocked: code != SQLITE_OK)
  }

  /// Reads the whole file and looks for damage, also of foreign keys.
  ///
  /// - Parameter limit: Most findings to tell.
  /// - Returns: What is wrong, in SQLite's words; empty if all is well.
  /// - Throws: ``SQLiteError`` if the file can't even be read.
  public func integrityCheck(limit: Int = 100) throws(SQLiteError) -> [String] {
    let findings = try query(
      "SELECT integrity_check FROM pragma_integrity_check(?)", max(1, limit)
    ) { row throws(SQLiteError) in try row.text(0) }
    let orphans = try query(
      """
      SELECT "table", rowid, parent FROM pragma_foreign_key_check LIMIT ?
      """, max(1, limit)
    ) { row throws(SQLiteError) in
      let rowID = try row.integerOrNull(1).map { "row \($0)" } ?? "a row"
      return "\(rowID) of \(try row.text(0)) refers to nothing in \(try row.text(2))"
    }
    return Array((findings.filter { $0 != "ok" } + orphans).prefix(max(1, limit)))
  }

  /// Writes the file anew without free pages. Needs twice its room, and no open transaction.
  public func vacuum() throws(SQLiteError) {
    try execute("VACUUM")
  }

  /// A number in the file's header that is free for the application; 0 in a new file.
  public func userVersion() throws(SQLiteError) -> Int32 {
    try scalar("PRAGMA user_version") ?? 0
  }

  /// Sets the number in the file's header.
  public func setUserVersion(_ version: Int32) throws(SQLiteError) {
    try session.run("PRAGMA user_version = \(version)")
  }

  /// The number by which `file(1)` and we recognize whose file it is; 0 in a new one.
  public func applicationID() throws(SQLiteError) -> Int32 {
    try scalar("PRAGMA application_id") ?? 0
  }

  /// Sets the number by which the file is recognized.
  public func setApplicationID(_ identifier: Int32) throws(SQLiteError) {
    try session.run("PRAGMA application_id = \(identifier)")
  }

  /// A number that changes when another connection has changed the database.
  public func dataVersion() throws(SQLiteError) -> Int64 {
    try scalar("PRAGMA data_version") ?? 0
  }

  /// The file's size in bytes, free pages included, without the write-ahead log.
  public func byteCount() throws(SQLiteError) -> Int64 {
    let pages: Int64 = try scalar("PRAGMA page_count") ?? 0
    let pageBytes: Int64 = try scalar("PRAGMA page_size") ?? 0
    return pages * pageBytes
  }
}

extension SQLiteError {
  /// The file has other tables than the program.
  static func foreignSchema(_ message: String) -> SQLiteError {
    SQLiteError(extendedCode: SQLITE_SCHEMA, message: message)
  }

  /// Whether the file belongs to another version of the program.
  public var isForeignSchema: Bool { code == SQLITE_SCHEMA }
}
