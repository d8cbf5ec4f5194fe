import CSQLite

/// Why SQLite did not do what it was asked.
///
/// Sorted by what to do next: ``isBusy`` can be tried again, ``isDiskFull`` can be tried again when
/// there is room, ``isConstraint`` means that the data is refused, ``isCorrupt`` and ``isIOFailure``
/// need the technician. Values that were bound are never part of an error.
public struct SQLiteError: Error, Hashable, Sendable {
  /// The primary result code, such as 5 for SQLITE_BUSY.
  public var code: Int32 { extendedCode & 0xFF }
  /// The extended result code, such as 2067 for SQLITE_CONSTRAINT_UNIQUE.
  public let extendedCode: Int32
  /// SQLite's own words, or ours where SQLite was not asked.
  public let message: String
  /// The statement, with its placeholders; empty where no statement was involved.
  public let sql: String

  /// An error with its parts.
  public init(extendedCode: Int32, message: String, sql: String = "") {
    self.extendedCode = extendedCode
    self.message = message
    self.sql = sql
  }

  /// The disk, or the quota, has no room. Nothing of the transaction was kept.
  public var isDiskFull: Bool { code == SQLITE_FULL }
  /// Another connection holds the lock, or holds a snapshot too old to write from.
  public var isBusy: Bool { code == SQLITE_BUSY || code == SQLITE_LOCKED }
  /// The file is damaged, or is no database.
  public var isCorrupt: Bool { code == SQLITE_CORRUPT || code == SQLITE_NOTADB }
  /// A UNIQUE, CHECK, NOT NULL, foreign key or type rule refuses the row.
  public var isConstraint: Bool { code == SQLITE_CONSTRAINT }
  /// A UNIQUE rule or primary key refuses the row.
  public var isUniqueViolation: Bool {
    switch extendedCode {
    case ExtendedCode.unique, ExtendedCode.primaryKey, ExtendedCode.rowID: true
    default: false
    }
  }
  /// A foreign key refuses the row, or the commit.
  public var isForeignKeyViolation: Bool { extendedCode == ExtendedCode.foreignKey }
  /// The operating system could not read, write or sync.
  public var isIOFailure: Bool { code == SQLITE_IOERR || code == SQLITE_CANTOPEN }
  /// The call itself is wrong: a mistake in our code, not in the data.
  public var isMisuse: Bool { code == SQLITE_MISUSE }

  /// An error of ours: the library was called in a way that makes no sense.
  static func misuse(_ message: String, sql: String = "") -> SQLiteError {
    SQLiteError(extendedCode: SQLITE_MISUSE, message: message, sql: sql)
  }
}

extension SQLiteError: CustomStringConvertible {
  public var description: String {
    let statement = sql.isEmpty ? "" : ", in: \(sql)"
    return "SQLite \(extendedCode): \(message)\(statement)"
  }
}

/// An error type that has room for SQLite's, so that a closure which throws it can run inside a
/// transaction and the whole throws one type.
public protocol CarriesSQLiteError: Error {
  /// The error that says what SQLite said.
  init(_ error: SQLiteError)
}

extension SQLiteError: CarriesSQLiteError {
  /// The same error.
  public init(_ error: SQLiteError) {
    self = error
  }
}
