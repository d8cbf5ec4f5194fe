public import Crypto
public import SQLite
import Workflow

/// One district's database, open.
///
/// ```swift
/// let store = try DistrictStore(at: .file("/var/lib/rubricd/rubricd.sqlite3"), random: SecureRandom())
/// try store.write { records in
///   let command = try records.nextCommand()
///   try records.append(event, command: command, at: now, by: actor)
/// }
/// let due = try store.read { records in try records.due(at: now, limit: 100) }
/// ```
///
/// Everything is synchronous. On a pool, writers come one after the other and readers never wait for them; on
/// the caller's thread there is one connection, and the calls must take turns.
public final class DistrictStore: Sendable {
  /// Where the database is.
  public enum Place: Hashable, Sendable {
    /// A file's path; it is made if it does not exist.
    case file(String)
    /// In memory, for as long as the store lives. Only on the caller's thread.
    case memory

    /// The database file of a data directory.
    public static func folder(_ path: String) -> Place { .file(path + "/rubricd.sqlite3") }

    var path: String {
      switch self {
      case .file(let path): path
      case .memory: Connection.inMemory
      }
    }
  }

  let database: Database
  let random: any RandomSource
  /// Whether readers have connections of their own.
  private let isShared: Bool
  private let writer = WriterState()
  private let policy = SharedPolicy()

  /// Opens a database, and makes its tables if it is new.
  ///
  /// - Parameters:
  ///   - place: Where it is.
  ///   - random: Where salts and a new installation's id come from.
  ///   - threading: Who may call at the same time.
  ///   - options: How to open it, for a simulated disk.
  /// - Throws: ``StoreError``; a file of another version is left as it is.
  public init(
    at place: Place, random: any RandomSource, threading: Database.Threading = .callersThread,
    options: Connection.Options = Connection.Options()
  ) throws(StoreError) {
    do {
      database = try Database(path: place.path, options: options, threading: threading)
    } catch {
      throw .database(error)
    }
    self.random = random
    isShared = threading != .callersThread
    try database.write { connection throws(StoreError) in
      try Schema.prepare(connection, random: random)
    }
  }

  /// The version of the tables that this program works with.
  public static var schemaVersion: SchemaVersion { Schema.version }

  /// Runs a closure as one transaction that takes its lock at once: all of it happens, or none.
  ///
  /// - Parameter body: What to do; it gets the records. It must not call the store.
  /// - Returns: What the closure returns. The transaction is durable then.
  /// - Throws: What the closure throws, or ``StoreError``; nothing has happened then.
  @discardableResult
  public func write<Result>(
    _ body: (inout WriteRecords) throws -> Result
  ) throws -> Result {
    try database.write { connection throws(any Error) in
      let cache = writer.cache
      let mark = cache.mark()
      do {
        let result = try connection.transaction(.immediate) { connection in
          var records = WriteRecords(
            access: Access(line: Line(connection), cache: cache, shared: nil), random: random)
          return try body(&records)
        }
        cache.keep(since: mark)
        cache.touched = []
        return result
      } catch {
        cache.undo(to: mark)
        throw Self.lifted(error)
      }
    }
  }

  /// Runs a closure on one unchanging state of the database.
  ///
  /// - Parameter body: What to read.
  /// - Returns: What the closure returns.
  /// - Throws: What the closure throws, or ``StoreError``.
  public func read<Result>(_ body: (ReadRecords) throws -> Result) throws -> Result {
    // With one connection, what the writer knows is what a reader would see.
    let cache = isShared ? RecordCache() : writer.cache
    do {
      return try database.read { connection in
        try body(
          ReadRecords(
            access: Access(
              line: Line(connection), cache: cache, shared: isShared ? policy : nil)))
      }
    } catch {
      throw Self.lifted(error)
    }
  }

  /// This installation's own id, made when its database was: 32 hexadecimal digits.
  public func installation() throws -> String {
    try read { records in
      try records.line.scalar("SELECT value FROM meta WHERE name = 'installation'") ?? ""
    }
  }

  /// Runs something on the writing connection outside of any transaction.
  func maintain<Result>(
    _ body: (borrowing Connection) throws(SQLiteError) -> Result
  ) throws(StoreError) -> Result {
    try database.write { connection throws(StoreError) in
      try lifting { () throws(SQLiteError) in try body(connection) }
    }
  }

  /// What SQLite says is one of the store's errors.
  private static func lifted(_ error: any Error) -> any Error {
    if let error = error as? SQLiteError { StoreError.database(error) } else { error }
  }
}

/// What the writer has decoded. `@unchecked`: only reached by one thread at a time, on the writing connection or where
/// there is no other.
private final class WriterState: @unchecked Sendable {
  let cache = RecordCache()
}
