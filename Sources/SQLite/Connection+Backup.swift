import CSQLite

extension Connection {
  /// How far a backup has come.
  public struct BackupProgress: Hashable, Sendable {
    /// Pages copied.
    public let done: Int
    /// Pages in all, as of now: the source may grow meanwhile.
    public let total: Int
  }

  /// Copies the database into another file while it stays in use.
  ///
  /// Best inside ``reading(_:)``: then the copy is that state, whatever others write meanwhile, and
  /// they don't wait. Otherwise it is the state as of the last step, and each time another
  /// connection has written between two steps, SQLite begins again. The copy is one file, without a
  /// write-ahead log beside it.
  ///
  /// - Parameters:
  ///   - path: The copy. An existing file is overwritten.
  ///   - vfs: The storage layer for it; nil for the operating system's.
  ///   - pagesPerStep: Pages to copy between two calls of `progress`; at least 1.
  ///   - progress: Called after each step; false gives up.
  /// - Returns: Whether it went to the end. If not, the copy is no database: remove it.
  /// - Throws: ``SQLiteError`` of either side.
  @discardableResult
  public func backup(
    to path: String, vfs: String? = nil, pagesPerStep: Int = 256,
    progress: (BackupProgress) -> Bool = { _ in true }
  ) throws(SQLiteError) -> Bool {
    let copy = try Session(
      path: path, options: Options(access: .createIfMissing, journal: .rollback, vfs: vfs))
    // The journal's removal is the commit, and has to be durable too.
    try copy.run("PRAGMA synchronous = EXTRA")
    guard
      let backup = unsafe sqlite3_backup_init(copy.database, "main", session.database, "main")
    else {
      throw copy.error(unsafe sqlite3_errcode(copy.database), sql: "")
    }
    // A transaction gets its state with its first statement; a step alone would not keep it.
    if isInTransaction { try execute("SELECT count(*) FROM sqlite_schema") }
    let finished = unsafe step(backup, pages: pagesPerStep, progress: progress)
    let code = unsafe sqlite3_backup_finish(backup)
    guard code == SQLITE_OK || !finished else { throw copy.error(code, sql: "") }
    guard finished else {
      if code != SQLITE_OK { throw copy.error(code, sql: "") }
      return false
    }
    // The header says "write-ahead log", as the source's does; a file on its own should not.
    try copy.run("PRAGMA journal_mode = DELETE")
    return true
  }

  private func step(
    _ backup: OpaquePointer, pages: Int, progress: (BackupProgress) -> Bool
  ) -> Bool {
    var patience = 200
    while true {
      switch unsafe sqlite3_backup_step(backup, Int32(clamping: max(1, pages))) {
      case SQLITE_DONE:
        return true
      case SQLITE_OK:
        let total = unsafe Int(sqlite3_backup_pagecount(backup))
        let remaining = unsafe Int(sqlite3_backup_remaining(backup))
        guard progress(BackupProgress(done: total - remaining, total: total)) else {
          return false
        }
      case SQLITE_BUSY, SQLITE_LOCKED:
        patience -= 1
        guard patience > 0 else { return false }
        _ = sqlite3_sleep(10)
      default:
        return false
      }
    }
  }
}
