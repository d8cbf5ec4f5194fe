import CSQLite

/// The extended result codes that this module names: macros of C that Swift does not import, part of
/// SQLite's stable interface (https://www.sqlite.org/rescode.html).
enum ExtendedCode {
  static let ioRead = SQLITE_IOERR | 1 << 8
  static let ioShortRead = SQLITE_IOERR | 2 << 8
  static let ioWrite = SQLITE_IOERR | 3 << 8
  static let ioSync = SQLITE_IOERR | 4 << 8
  static let ioFolderSync = SQLITE_IOERR | 5 << 8
  static let ioTruncate = SQLITE_IOERR | 6 << 8
  static let ioSize = SQLITE_IOERR | 7 << 8
  static let ioDelete = SQLITE_IOERR | 10 << 8
  static let ioAccess = SQLITE_IOERR | 13 << 8
  static let ioLock = SQLITE_IOERR | 15 << 8
  static let ioSharedLock = SQLITE_IOERR | 20 << 8
  static let ioSharedMap = SQLITE_IOERR | 21 << 8
  static let ioDeleteMissing = SQLITE_IOERR | 23 << 8
  static let foreignKey = SQLITE_CONSTRAINT | 3 << 8
  static let primaryKey = SQLITE_CONSTRAINT | 6 << 8
  static let unique = SQLITE_CONSTRAINT | 8 << 8
  static let rowID = SQLITE_CONSTRAINT | 10 << 8
}
