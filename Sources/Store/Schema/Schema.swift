import Crypto
import SQLite

/// The tables, and how a file gets them.
///
/// Journal and operational tables are migrated by steps that are only ever appended; derived tables are
/// dropped and replayed when ``derivedVersion`` changes. Only an upgrade does either: a file of another
/// version is refused.
enum Schema {
  /// Raised whenever ``derived`` changes, or what Workflow's `apply` makes of an event.
  static let derivedVersion = 5

  /// "RBRC": by this `file(1)` and we recognize the file.
  static let applicationID: Int32 = 0x5242_5243

  static let migrations = Migrations([
    .init("2026-09 journal", script: journal),
    .init("2026-09 operational", script: operational),
    .init("2026-11 unknown ends of mails", script: unknownEnds),
    .init("2026-11 short indexes", script: shortIndexes),
    .init("2026-11 sessions", script: sessions),
    .init("2026-11 mails in few pages", script: leanMails),
    .init("2026-11 plain conditions", script: plainConditions),
  ])

  static var version: SchemaVersion {
    SchemaVersion(steps: migrations.steps.count, derived: derivedVersion)
  }

  /// Makes the tables of a new file, or checks that an existing one has exactly these.
  ///
  /// - Parameters:
  ///   - connection: The writing connection, outside of a transaction.
  ///   - random: Where a new installation's id comes from.
  /// - Throws: ``StoreError/otherVersion(found:expected:)`` or ``StoreError/notOurs``; nothing has changed.
  static func prepare(
    _ connection: borrowing Connection, random: any RandomSource
  ) throws(StoreError) {
    guard let found = try standing(of: connection) else {
      return try create(connection, random: random)
    }
    guard found == version else { throw .otherVersion(found: found, expected: version) }
  }

  /// The file's version; `nil` for an empty file.
  static func standing(of connection: borrowing Connection) throws(StoreError) -> SchemaVersion? {
    try lifting { () throws(SQLiteError) -> Result<SchemaVersion?, StoreError> in
      switch try migrations.standing(of: connection) {
      case .behind(done: 0):
        let tables = try connection.scalar(
          "SELECT count(*) FROM sqlite_schema WHERE type = 'table'", as: Int.self)
        return tables == 0 ? .success(nil) : .failure(.notOurs)
      case .behind(let done):
        return .success(SchemaVersion(steps: done, derived: try derived(connection)))
      case .current:
        return .success(
          SchemaVersion(steps: migrations.steps.count, derived: try derived(connection)))
      case .foreign(let found):
        guard try connection.applicationID() == applicationID else { return .failure(.notOurs) }
        return .success(SchemaVersion(steps: found.count, derived: try derived(connection)))
      }
    }.get()
  }

  private static func derived(_ connection: borrowing Connection) throws(SQLiteError) -> Int {
    let text = try connection.scalar(
      "SELECT value FROM meta WHERE name = 'derived'", as: String.self)
    return text.flatMap { Int($0) } ?? 0
  }

  private static func create(
    _ connection: borrowing Connection, random: any RandomSource
  ) throws(StoreError) {
    let installation: String
    do {
      installation = Hex.encode(try random.bytes(16))
    } catch {
      throw .noRandomness(error)
    }
    try lifting { () throws(SQLiteError) in
      try migrations.run(on: connection)
      try connection.transaction { connection throws(SQLiteError) in
        try connection.executeScript(derived)
        try connection.execute(
          "INSERT INTO meta (name, value) VALUES ('installation', ?)", installation)
        try connection.execute(
          "INSERT INTO meta (name, value) VALUES ('derived', ?)", String(derivedVersion))
        try connection.setApplicationID(applicationID)
      }
    }
  }

  /// Drops the derived tables and makes them anew, empty.
  static func renewDerived(_ connection: borrowing Connection) throws(SQLiteError) {
    try connection.executeScript(dropDerived)
    try connection.executeScript(derived)
    try connection.execute(
      "UPDATE meta SET value = ? WHERE name = 'derived'", String(derivedVersion))
  }
}

/// Runs what can only fail in SQLite, and throws it as the store's error.
func lifting<Result: ~Copyable>(
  _ body: () throws(SQLiteError) -> Result
) throws(StoreError) -> Result {
  do throws(SQLiteError) {
    return try body()
  } catch {
    throw .database(error)
  }
}
