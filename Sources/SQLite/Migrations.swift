/// The named steps that lead from an empty file to today's tables, each run once, in order.
///
/// Steps are only ever appended: one that was released is never changed, moved or taken out, since
/// there are databases on which it has run. How many have run is the file's `user_version`; their
/// names are kept too, so that a file of another line of steps is refused.
public struct Migrations: Sendable {
  /// One step.
  public struct Step: Sendable {
    /// A name that stays, such as "2026-03 outbox".
    public let name: String
    /// What it does, inside a transaction.
    public let migrate: @Sendable (borrowing Connection) throws(SQLiteError) -> Void

    /// A step that runs code.
    public init(
      _ name: String,
      migrate: @escaping @Sendable (borrowing Connection) throws(SQLiteError) -> Void
    ) {
      self.name = name
      self.migrate = migrate
    }

    /// A step that runs a script.
    public init(_ name: String, script: StaticString) {
      self.name = name
      migrate = { connection throws(SQLiteError) in try connection.executeScript(script) }
    }
  }

  /// All steps, oldest first.
  public let steps: [Step]

  /// Steps in the order in which they run; no two have the same name.
  public init(_ steps: [Step]) {
    self.steps = steps
  }

  /// How a file stands to these steps.
  public enum Standing: Hashable, Sendable {
    /// All steps have run.
    case current
    /// The file is older: so many steps have run, and more are to come. 0 for a new file.
    case behind(done: Int)
    /// The file has steps that this program does not know, or others under the same numbers.
    case foreign(found: [String])
  }

  /// Tells how the file stands, and changes nothing.
  public func standing(of connection: borrowing Connection) throws(SQLiteError) -> Standing {
    let hasTable =
      try connection.scalar(
        "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'migration'",
        as: Int.self) ?? 0
    guard hasTable > 0 else {
      return try connection.userVersion() == 0 ? .behind(done: 0) : .foreign(found: [])
    }
    let found = try connection.query("SELECT name FROM migration ORDER BY number LIMIT 10000") {
      row throws(SQLiteError) in try row.text(0)
    }
    guard found.elementsEqual(steps.prefix(found.count).map(\.name)) else {
      return .foreign(found: found)
    }
    return found.count == steps.count ? .current : .behind(done: found.count)
  }

  /// Runs the steps that have not run yet, all in one transaction.
  ///
  /// - Parameter connection: A writing connection outside of a transaction.
  /// - Returns: The names of the steps that ran.
  /// - Throws: ``SQLiteError``, with code SQLITE_SCHEMA for a foreign file; nothing has changed then.
  @discardableResult
  public func run(on connection: borrowing Connection) throws(SQLiteError) -> [String] {
    try connection.transaction { connection throws(SQLiteError) in
      let done: Int
      switch try standing(of: connection) {
      case .current: return []
      case .behind(let count): done = count
      case .foreign(let found):
        throw .foreignSchema(
          "the file has steps that this program does not know: \(found.joined(separator: ", "))")
      }
      if done == 0 {
        try connection.execute(
          "CREATE TABLE migration (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT")
      }
      for (offset, step) in steps.enumerated().dropFirst(done) {
        try step.migrate(connection)
        try connection.execute("INSERT INTO migration VALUES (?, ?)", offset + 1, step.name)
      }
      try connection.setUserVersion(Int32(steps.count))
      return steps.dropFirst(done).map(\.name)
    }
  }
}
