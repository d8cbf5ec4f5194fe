import CSQLite

/// One connection to one database, used by one thread at a time.
///
/// It can't be copied, and closures get it by `borrowing`, so that it can't be kept beyond them: that
/// is why it is a struct, and not a class which anyone could store. It closes when it goes away.
///
/// ```swift
/// let connection = try Connection(path: Connection.inMemory)
/// try connection.execute("CREATE TABLE offering (id INTEGER PRIMARY KEY, title TEXT) STRICT")
/// try connection.execute("INSERT INTO offering VALUES (?, ?)", 1, "Design thinking")
/// let titles = try connection.query("SELECT title FROM offering LIMIT 10") {
///   row throws(SQLiteError) in try row.text(0)
/// }
/// ```
///
/// Closures that throw say so (`throws(SQLiteError)`), since Swift does not infer typed throws for
/// them; one that says nothing makes the call throw `any Error`.
public struct Connection: ~Copyable {
  @usableFromInline let session: Session

  /// The path of a database that lives in memory and dies with its connection.
  public static let inMemory = ":memory:"

  /// Opens a database.
  ///
  /// - Parameters:
  ///   - path: A file's path, or ``inMemory``.
  ///   - options: How to open it.
  /// - Throws: ``SQLiteError``, among others when the file is no database.
  public init(path: String, options: Options = Options()) throws(SQLiteError) {
    let session = try Session(path: path, options: options)
    try session.configure(options, inMemory: path == Self.inMemory)
    self.session = session
  }

  /// The row id of the latest successful INSERT on this connection.
  public var lastInsertedRow: Int64 {
    unsafe sqlite3_last_insert_rowid(session.database)
  }

  /// How many rows all statements of this connection changed since it was opened.
  public var totalChanges: Int64 {
    unsafe sqlite3_total_changes64(session.database)
  }

  /// Whether a transaction is open.
  public var isInTransaction: Bool { !session.isInAutocommit }

  /// Makes what another thread's statement is doing here fail with SQLITE_INTERRUPT.
  public func interrupt() {
    unsafe sqlite3_interrupt(session.database)
  }
}

extension Session {
  /// Makes the settings that hold for a connection rather than for the file.
  fileprivate func configure(_ options: Connection.Options, inMemory: Bool) throws(SQLiteError) {
    // The schema is ours, yet a restored file may not be: its triggers and views get no functions
    // with side effects, and a mistyped "column" is an error rather than a text.
    // https://www.sqlite.org/security.html
    try turn(SQLITE_DBCONFIG_DEFENSIVE, on: true)
    try turn(SQLITE_DBCONFIG_TRUSTED_SCHEMA, on: false)
    try turn(SQLITE_DBCONFIG_DQS_DML, on: false)
    try turn(SQLITE_DBCONFIG_DQS_DDL, on: false)
    try turn(SQLITE_DBCONFIG_ENABLE_FKEY, on: true)
    try run("PRAGMA cache_size = \(-max(64, options.cacheBytes / 1024))")
    // A read error in a mapped file kills the process; in a read call it is an error.
    try run("PRAGMA mmap_size = 0")
    // What is erased must not stay readable in free pages.
    try run("PRAGMA secure_delete = ON")
    if options.locksExclusively {
      try run("PRAGMA locking_mode = EXCLUSIVE")
    }
    if options.access != .readOnly {
      switch options.journal {
      case .writeAhead:
        if !inMemory { try run("PRAGMA journal_mode = WAL") }
        try run("PRAGMA synchronous = \(options.syncsEveryCommit ? "FULL" : "NORMAL")")
      case .rollback:
        // There the removal of the journal is the commit, and only EXTRA syncs its folder.
        if !inMemory { try run("PRAGMA journal_mode = DELETE") }
        try run("PRAGMA synchronous = \(options.syncsEveryCommit ? "EXTRA" : "NORMAL")")
      }
      try run("PRAGMA wal_autocheckpoint = \(options.checkpointPages)")
      // A long import must not leave a log that stays as long for ever.
      try run("PRAGMA journal_size_limit = \(16 << 20)")
    }
  }
}
