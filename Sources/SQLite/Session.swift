import CSQLite

/// What a connection owns: SQLite's handle, the prepared statements, and where a transaction stands.
///
/// A class only because a noncopyable `Connection` must be able to change it while it is borrowed.
/// Whoever holds the connection holds the only reference.
@safe
@usableFromInline
final class Session {
  let database: OpaquePointer
  let atCommit: (@Sendable (Connection.CommitPoint) -> Void)?
  var statements = StatementCache()
  /// How many transactions and savepoints of ours are open.
  var depth = 0
  /// Set when SQLite rolled back under an open transaction of ours; cleared when that one ends.
  var lostTransaction: SQLiteError?
  /// While above 0, statements that write are refused.
  var readingDepth = 0

  init(path: String, options: Connection.Options) throws(SQLiteError) {
    var flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
    switch options.access {
    case .createIfMissing: flags |= SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
    case .readWrite: flags |= SQLITE_OPEN_READWRITE
    case .readOnly: flags |= SQLITE_OPEN_READONLY
    }
    var handle: OpaquePointer?
    let code =
      if let vfs = options.vfs {
        unsafe sqlite3_open_v2(path, &handle, flags, vfs)
      } else {
        unsafe sqlite3_open_v2(path, &handle, flags, nil)
      }
    guard let handle = unsafe handle, code == SQLITE_OK else {
      let error = unsafe Self.error(code, of: handle, sql: "")
      _ = unsafe sqlite3_close_v2(handle)
      throw error
    }
    unsafe database = unsafe handle
    atCommit = options.atCommit
    _ = unsafe sqlite3_busy_timeout(handle, options.busyTimeoutMilliseconds)
    _ = unsafe sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, 16 << 20)
    _ = unsafe sqlite3_limit(handle, SQLITE_LIMIT_ATTACHED, 1)
  }

  deinit {
    statements.finalizeAll()
    _ = unsafe sqlite3_close_v2(database)
  }

  var isInAutocommit: Bool { unsafe sqlite3_get_autocommit(database) != 0 }

  /// What SQLite says about its latest failure here.
  func error(_ code: Int32, sql: String) -> SQLiteError {
    unsafe Self.error(code, of: database, sql: sql)
  }

  private static func error(
    _ code: Int32, of database: OpaquePointer?, sql: String
  ) -> SQLiteError {
    guard let database = unsafe database else {
      return unsafe SQLiteError(
        extendedCode: code, message: String(cString: sqlite3_errstr(code)), sql: sql)
    }
    let extended = unsafe sqlite3_extended_errcode(database)
    let matches = extended & 0xFF == code & 0xFF
    let message = unsafe String(cString: matches ? sqlite3_errmsg(database) : sqlite3_errstr(code))
    return SQLiteError(extendedCode: matches ? extended : code, message: message, sql: sql)
  }

  func turn(_ setting: Int32, on: Bool) throws(SQLiteError) {
    let code = unsafe rubricd_sqlite3_switch(database, setting, on ? 1 : 0)
    guard code == SQLITE_OK else { throw error(code, sql: "") }
  }

  /// Runs SQL that this module composed itself: pragmas, whose values can't be bound, and scripts.
  func run(_ sql: String) throws(SQLiteError) {
    if let lostTransaction { throw lostTransaction }
    let code = unsafe sqlite3_exec(database, sql, nil, nil, nil)
    guard code == SQLITE_OK else { throw failure(code, sql: sql) }
  }

  /// The error of a statement, having looked whether the transaction survived it.
  func failure(_ code: Int32, sql: String) -> SQLiteError {
    let error = error(code, sql: sql)
    if depth > 0, isInAutocommit, lostTransaction == nil { lostTransaction = error }
    return error
  }

  /// A statement ready for binding. Give it back with ``giveBack(_:)``, whatever happens.
  @usableFromInline
  func take(_ sql: StaticString) throws(SQLiteError) -> Statement {
    if let lostTransaction { throw lostTransaction }
    guard sql.hasPointerRepresentation else {
      throw .misuse("a single character is no statement")
    }
    let key = unsafe UInt(bitPattern: sql.utf8Start)
    if let cached = statements.take(key) {
      return try permitted(cached)
    }
    var prepared: OpaquePointer?
    var tail: UnsafePointer<CChar>?
    let code = unsafe sql.utf8Start.withMemoryRebound(
      to: CChar.self, capacity: sql.utf8CodeUnitCount + 1
    ) { text in
      unsafe sqlite3_prepare_v3(
        database, text, Int32(sql.utf8CodeUnitCount + 1), UInt32(SQLITE_PREPARE_PERSISTENT),
        &prepared, &tail)
    }
    guard code == SQLITE_OK else { throw failure(code, sql: sql.description) }
    guard let pointer = unsafe prepared else {
      throw .misuse("no statement in the SQL", sql: sql.description)
    }
    if let tail = unsafe tail, unsafe !Self.isBlank(tail) {
      _ = unsafe sqlite3_finalize(pointer)
      throw .misuse("more than one statement; scripts go to executeScript", sql: sql.description)
    }
    return try permitted(unsafe statements.adopt(pointer, key: key))
  }

  private func permitted(_ statement: Statement) throws(SQLiteError) -> Statement {
    if readingDepth > 0, !statement.isReadOnly {
      let sql = statement.sql
      giveBack(statement)
      throw SQLiteError(
        extendedCode: SQLITE_READONLY, message: "a statement that writes, inside a read", sql: sql)
    }
    return statement
  }

  private static func isBlank(_ text: UnsafePointer<CChar>) -> Bool {
    var cursor = unsafe text
    while unsafe cursor.pointee != 0 {
      switch unsafe UInt8(bitPattern: cursor.pointee) {
      case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\t"), UInt8(ascii: ";"): break
      default: return false
      }
      unsafe cursor += 1
    }
    return true
  }

  /// Resets a statement, forgets its values, and keeps it for the next use.
  @usableFromInline
  func giveBack(_ statement: Statement) {
    _ = unsafe sqlite3_reset(statement.pointer)
    _ = unsafe sqlite3_clear_bindings(statement.pointer)
    statements.giveBack(statement)
  }
}
