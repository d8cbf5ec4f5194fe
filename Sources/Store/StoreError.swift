public import Crypto
public import SQLite
public import Workflow

/// Why the store did not do what it was asked, sorted by what to do next.
public enum StoreError: Error, Sendable {
  /// SQLite's own: try again when it is busy or the disk was full; a damaged file needs the technician.
  case database(SQLiteError)
  /// The file belongs to another version of rubricd: `rubricctl upgrade`, or the program that wrote it.
  case otherVersion(found: SchemaVersion, expected: SchemaVersion)
  /// The file is a database, but not one of ours.
  case notOurs
  /// A stored value can't be read: the file is damaged, or a newer program wrote it.
  case unreadable(table: String, id: Int64, what: String)
  /// An entry of the journal can't be read.
  case event(EventCodingError)
  /// No random bytes for a salt.
  case noRandomness(CryptoError)
  /// A restored or upgraded file did not pass its check; the one in use is untouched.
  case unsound(String)
}

extension StoreError: CarriesSQLiteError {
  public init(_ error: SQLiteError) {
    self = .database(error)
  }
}

extension StoreError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .database(let error): error.description
    case .otherVersion(let found, let expected):
      "the database has schema \(found), and this rubricd works with \(expected): run "
        + "`rubricctl upgrade`, or use the program that wrote it"
    case .notOurs: "the file is a database of another program"
    case .unreadable(let table, let id, let what): "\(table) \(id) can't be read: \(what)"
    case .event(let error): error.description
    case .noRandomness(let error): error.description
    case .unsound(let what): what
    }
  }
}

/// Which tables a file has.
public struct SchemaVersion: Hashable, Sendable, CustomStringConvertible {
  /// How many migrations of the journal and of the operational tables have run.
  public var steps: Int
  /// The version of the derived tables.
  public var derived: Int

  public init(steps: Int, derived: Int) {
    self.steps = steps
    self.derived = derived
  }

  public var description: String { "\(steps).\(derived)" }
}
