import Crypto
import Files
import SQLite
import Workflow

/// What an upgrade did.
public struct UpgradeReport: Hashable, Sendable {
  public var from: SchemaVersion
  public var to: SchemaVersion
  /// The names of the steps that ran.
  public var steps: [String]
  /// How many entries were replayed.
  public var entries: Int64
  /// Under which name the database from before is kept; `nil` if nothing had to be done.
  public var kept: String?
}

extension DataFolder {
  /// Brings the folder's database to this program's tables: copy, migrate, replay, verify, swap.
  ///
  /// All of it happens on a copy; what was in use is kept beside it. Going back is putting that one in its
  /// place again. Nobody may have the folder's database open.
  ///
  /// - Returns: What it did; without a kept name if the database was of this version already.
  /// - Throws: ``StoreError`` or `FileError`; the database that was in use is in its place still.
  public func upgrade() throws -> UpgradeReport {
    guard try files.exists(Self.databaseName) else {
      throw StoreError.unsound("there is no \(Self.databaseName) in \(path)")
    }
    let name = Self.databaseName + ".upgraded"
    try removeDatabase(name)
    let found = try copyForUpgrade(to: name)
    var report = UpgradeReport(
      from: found, to: Schema.version, steps: [], entries: 0, kept: nil)
    guard found != Schema.version else {
      try removeDatabase(name)
      return report
    }
    report.steps = try migrate(name)
    report.entries = try rederive(name)
    let kept = Self.databaseName + ".\(found)"
    try swapIn(name, keeping: kept)
    report.kept = kept
    return report
  }

  /// Copies the database in use, which this program can't open as a store.
  private func copyForUpgrade(to name: String) throws(StoreError) -> SchemaVersion {
    let connection = try lifting { () throws(SQLiteError) in
      try Connection(path: path(of: Self.databaseName), options: writing)
    }
    guard let found = try Schema.standing(of: connection) else {
      throw .unsound("the database is empty")
    }
    try lifting { () throws(SQLiteError) in
      try connection.checkpoint(.truncate)
      try connection.backup(to: path(of: name), vfs: options.vfs)
    }
    return found
  }

  private func migrate(_ name: String) throws(StoreError) -> [String] {
    let connection = try lifting { () throws(SQLiteError) in
      try Connection(path: path(of: name), options: writing)
    }
    return try lifting { () throws(SQLiteError) in
      let steps = try Schema.migrations.run(on: connection)
      try connection.transaction { connection throws(SQLiteError) in
        try Schema.renewDerived(connection)
      }
      return steps
    }
  }

  /// Builds the derived tables of a migrated copy. It is closed again when this returns.
  private func rederive(_ name: String) throws -> Int64 {
    let upgraded = try open(name)
    try upgraded.rederive()
    let entries = try upgraded.soundness().lastSequence
    try upgraded.settleIntoOneFile()
    return entries
  }

  private var writing: Connection.Options {
    var options = options
    options.access = .readWrite
    return options
  }
}
