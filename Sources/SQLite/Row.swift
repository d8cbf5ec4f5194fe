import CSQLite

/// One row of a result, valid while the closure that got it runs.
///
/// Columns count from 0. A getter throws when the column holds another storage class than it is
/// asked for: STRICT tables make that a mistake in our code, or a damaged file, never a user's.
@safe
public struct Row: ~Copyable {
  let statement: OpaquePointer

  @usableFromInline
  init(of statement: Statement) {
    unsafe self.statement = unsafe statement.pointer
  }

  /// How many columns the row has.
  public var columnCount: Int { Int(unsafe sqlite3_column_count(statement)) }

  /// Whether the column is NULL.
  public func isNull(_ column: Int) -> Bool { kind(column) == SQLITE_NULL }

  /// The column as an integer.
  public func integer(_ column: Int) throws(SQLiteError) -> Int64 {
    try expect(SQLITE_INTEGER, column)
    return unsafe sqlite3_column_int64(statement, Int32(column))
  }

  /// The column as a truth value: 0 or 1.
  public func boolean(_ column: Int) throws(SQLiteError) -> Bool {
    switch try integer(column) {
    case 0: false
    case 1: true
    case let other: throw unreadable(column, "expected 0 or 1, found \(other)")
    }
  }

  /// The column as a number; an integer is taken too.
  public func real(_ column: Int) throws(SQLiteError) -> Double {
    if kind(column) != SQLITE_INTEGER { try expect(SQLITE_FLOAT, column) }
    return unsafe sqlite3_column_double(statement, Int32(column))
  }

  /// The column as a text.
  public func text(_ column: Int) throws(SQLiteError) -> String {
    try expect(SQLITE_TEXT, column)
    guard let start = unsafe sqlite3_column_text(statement, Int32(column)) else {
      throw outOfMemory(column)
    }
    let count = unsafe Int(sqlite3_column_bytes(statement, Int32(column)))
    return unsafe String(
      decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
  }

  /// The column as bytes.
  public func blob(_ column: Int) throws(SQLiteError) -> [UInt8] {
    try expect(SQLITE_BLOB, column)
    let count = unsafe Int(sqlite3_column_bytes(statement, Int32(column)))
    guard count > 0 else { return [] }
    guard let start = unsafe sqlite3_column_blob(statement, Int32(column)) else {
      throw outOfMemory(column)
    }
    return unsafe [UInt8](UnsafeRawBufferPointer(start: start, count: count))
  }

  /// The column as an integer, or nil for NULL.
  public func integerOrNull(_ column: Int) throws(SQLiteError) -> Int64? {
    isNull(column) ? nil : try integer(column)
  }

  /// The column as a truth value, or nil for NULL.
  public func booleanOrNull(_ column: Int) throws(SQLiteError) -> Bool? {
    isNull(column) ? nil : try boolean(column)
  }

  /// The column as a number, or nil for NULL.
  public func realOrNull(_ column: Int) throws(SQLiteError) -> Double? {
    isNull(column) ? nil : try real(column)
  }

  /// The column as a text, or nil for NULL.
  public func textOrNull(_ column: Int) throws(SQLiteError) -> String? {
    isNull(column) ? nil : try text(column)
  }

  /// The column as bytes, or nil for NULL.
  public func blobOrNull(_ column: Int) throws(SQLiteError) -> [UInt8]? {
    isNull(column) ? nil : try blob(column)
  }

  /// The column as whatever readable type is asked for.
  @inlinable
  public func value<Value: Readable>(
    _ column: Int, as type: Value.Type = Value.self
  ) throws(SQLiteError) -> Value {
    try Value.read(from: self, at: column)
  }

  /// An error that says which column of which statement could not be understood.
  ///
  /// - Parameters:
  ///   - column: Its number, from 0.
  ///   - reason: What was expected; never what was found in a column with personal data.
  /// - Returns: An error to throw, with code SQLITE_MISMATCH.
  public func unreadable(_ column: Int, _ reason: String) -> SQLiteError {
    let name = unsafe sqlite3_column_name(statement, Int32(column)).map {
      unsafe String(cString: $0)
    }
    let sql = unsafe sqlite3_sql(statement).map { unsafe String(cString: $0) }
    return SQLiteError(
      extendedCode: SQLITE_MISMATCH, message: "column \(column) (\(name ?? "none")): \(reason)",
      sql: sql ?? "")
  }

  private func kind(_ column: Int) -> Int32 {
    unsafe sqlite3_column_type(statement, Int32(column))
  }

  private func expect(_ expected: Int32, _ column: Int) throws(SQLiteError) {
    let found = kind(column)
    guard found != expected else { return }
    guard column >= 0, column < columnCount else {
      throw unreadable(column, "there are only \(columnCount) columns")
    }
    throw unreadable(column, "expected \(Self.name(expected)), found \(Self.name(found))")
  }

  private func outOfMemory(_ column: Int) -> SQLiteError {
    SQLiteError(extendedCode: SQLITE_NOMEM, message: "no memory for column \(column)")
  }

  private static func name(_ kind: Int32) -> String {
    switch kind {
    case SQLITE_INTEGER: "an integer"
    case SQLITE_FLOAT: "a real number"
    case SQLITE_TEXT: "a text"
    case SQLITE_BLOB: "a blob"
    default: "NULL"
    }
  }
}

/// A type that can be read from a column.
///
/// A domain's own type joins with an empty conformance if its raw value is readable:
/// `extension ReviewID: Readable {}`.
public protocol Readable {
  /// The column's value; an error made by ``Row/unreadable(_:_:)`` if it makes no sense.
  static func read(from row: borrowing Row, at column: Int) throws(SQLiteError) -> Self
}

extension Int64: Readable {
  public static func read(from row: borrowing Row, at column: Int) throws(SQLiteError) -> Int64 {
    try row.integer(column)
  }
}

extension Int: Readable {
  public static func read(from row: borrowing Row, at column: Int) throws(SQLiteError) -> Int {
    Int(try row.integer(column))
  }
}

extension Int32: Readable {
  public static func read(from row: borrowing Row, at column: Int) throws(SQLiteError) -> Int32 {
    guard let value = Int32(exactly: try row.integer(column)) else {
      throw row.unreadable(column, "expected a 32-bit integer, found a larger one")
    }
    return value
  }
}

extension Bool: Readable {
  public static func read(from row: borrowing Row, at column: Int) throws(SQLiteError) -> Bool {
    try row.boolean(column)
  }
}

extension Double: Readable {
  public static func read(from row: borrowing Row, at column: Int) throws(SQLiteError) -> Double {
    try row.real(column)
  }
}

extension String: Readable {
  public static func read(from row: borrowing Row, at column: Int) throws(SQLiteError) -> String {
    try row.text(column)
  }
}

extension [UInt8]: Readable {
  public static func read(from row: borrowing Row, at column: Int) throws(SQLiteError) -> [UInt8] {
    try row.blob(column)
  }
}

extension Optional: Readable where Wrapped: Readable {
  @inlinable
  public static func read(
    from row: borrowing Row, at column: Int
  ) throws(SQLiteError) -> Wrapped? {
    row.isNull(column) ? nil : try Wrapped.read(from: row, at: column)
  }
}

extension Readable where Self: RawRepresentable, RawValue: Readable {
  @inlinable
  public static func read(from row: borrowing Row, at column: Int) throws(SQLiteError) -> Self {
    guard let value = Self(rawValue: try RawValue.read(from: row, at: column)) else {
      throw row.unreadable(column, "not one of the values of \(Self.self)")
    }
    return value
  }
}
