import SQLite
import Synchronization
import Testing

@Suite struct `A transaction` {
  @Test func `happens as a whole, or not at all`() throws {
    let connection = try numbers()
    let answer = try connection.transaction { connection in
      try connection.execute("INSERT INTO number VALUES (1)")
      return 42
    }
    #expect(answer == 42)
    #expect(throws: Refusal.self) {
      try connection.transaction { connection throws(Refusal) in
        do throws(SQLiteError) {
          try connection.execute("INSERT INTO number VALUES (2)")
        } catch {
          throw Refusal(error)
        }
        throw Refusal(reason: "no")
      }
    }
    #expect(try connection.all() == [1])
    let isOpen = connection.isInTransaction
    #expect(!isOpen)
  }

  @Test func `puts SQLite's errors in the closure's own type`() throws {
    let connection = try numbers()
    let nested = #expect(throws: Refusal.self) {
      try connection.transaction { connection throws(Refusal) in
        try connection.transaction { _ throws(Refusal) in }
      }
    }
    #expect(nested?.reason.contains("savepoint") == true)
  }

  @Test func `fails as a whole when its commit fails`() throws {
    let connection = try Connection(path: Connection.inMemory)
    try connection.executeScript(
      """
      CREATE TABLE parent (id INTEGER PRIMARY KEY) STRICT;
      CREATE TABLE child (parent INTEGER REFERENCES parent DEFERRABLE INITIALLY DEFERRED) STRICT;
      """)
    let error = #expect(throws: SQLiteError.self) {
      try connection.transaction { connection in
        try connection.execute("INSERT INTO child VALUES (1)")
      }
    }
    #expect(error?.isForeignKeyViolation == true)
    #expect(try connection.scalar("SELECT count(*) FROM child", as: Int.self) == 0)
    let isOpen = connection.isInTransaction
    #expect(!isOpen)
  }

  @Test func `undoes a part alone, at any depth`() throws {
    let connection = try numbers()
    try connection.transaction { connection in
      try connection.savepoint { connection in
        try connection.execute("INSERT INTO number VALUES (1)")
        _ = Result {
          try connection.savepoint { connection in
            try connection.execute("INSERT INTO number VALUES (2)")
            throw Refusal(reason: "inner")
          }
        }
        try connection.savepoint { connection in
          try connection.execute("INSERT INTO number VALUES (3)")
        }
      }
      for number in [4, 3, 5] {
        _ = Result {
          try connection.savepoint { connection in
            try connection.execute("INSERT INTO number VALUES (?)", number * 100)
            try connection.execute("INSERT INTO number VALUES (?)", number)
          }
        }
      }
    }
    #expect(try connection.all() == [1, 3, 4, 5, 400, 500])
  }

  @Test func `has no savepoint outside`() throws {
    let connection = try numbers()
    let error = #expect(throws: SQLiteError.self) { try connection.savepoint { _ in } }
    #expect(error?.isMisuse == true)
  }

  @Test func `tells its points once, and only if it writes`() throws {
    let seen = Seen()
    var options = Connection.Options()
    options.atCommit = { seen.note($0) }
    let connection = try Connection(path: Connection.inMemory, options: options)
    try connection.transaction { connection in
      try connection.savepoint { connection in try connection.execute("CREATE TABLE t (i)") }
    }
    #expect(seen.points == [.beforeCommit, .afterCommit])
    _ = Result { try connection.transaction { _ in throw Refusal(reason: "no") } }
    try connection.reading { _ in }
    #expect(seen.points == [.beforeCommit, .afterCommit])
  }

  @Test func `for reading refuses to write, also inside a writing one`() throws {
    let connection = try numbers()
    let refused = #expect(throws: SQLiteError.self) {
      try connection.reading { connection in
        try connection.execute("INSERT INTO number VALUES (1)")
      }
    }
    #expect(refused?.message.contains("inside a read") == true)
    try connection.transaction { connection in
      try connection.execute("INSERT INTO number VALUES (2)")
      let found = try connection.reading { connection in try connection.all() }
      #expect(found == [2])
      try connection.execute("INSERT INTO number VALUES (3)")
    }
    #expect(try connection.all() == [2, 3])
  }
}

@Suite struct `A database shared by threads` {
  @Test func `lets writers in one by one, and readers beside them`() async throws {
    let machine = Machine()
    let database = try Database(
      path: machine.path, options: machine.options, threading: .pool(readers: 2))
    try database.write { connection in
      try connection.execute("CREATE TABLE number (value INTEGER) STRICT")
    }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<4 {
        group.addTask {
          for _ in 0..<25 {
            try database.write { connection in
              try connection.transaction { connection in
                let count = try connection.scalar("SELECT count(*) FROM number", as: Int.self) ?? 0
                try connection.execute("INSERT INTO number VALUES (?)", count)
              }
            }
          }
        }
        group.addTask {
          for _ in 0..<25 {
            let (first, second) = try database.read { connection in
              (try connection.all(), try connection.all())
            }
            #expect(first == second)
            #expect(first == Array(0..<Int64(first.count)))
          }
        }
      }
      try await group.waitForAll()
    }
    #expect(try database.read { connection in try connection.all() } == Array(0..<100))
  }

  @Test func `does the same on the caller's thread`() throws {
    let database = try Database(path: Connection.inMemory, threading: .callersThread)
    try database.write { connection in
      try connection.execute("CREATE TABLE number (value INTEGER) STRICT")
      try connection.execute("INSERT INTO number VALUES (7)")
    }
    #expect(try database.read { connection in try connection.all() } == [7])
    #expect(throws: SQLiteError.self) {
      try database.read { connection in try connection.execute("DELETE FROM number") }
    }
  }

  @Test func `has no readers of a database in memory`() {
    #expect(throws: SQLiteError.self) {
      try Database(path: Connection.inMemory, threading: .pool(readers: 1))
    }
  }
}

// MARK: Fixtures

private struct Refusal: CarriesSQLiteError {
  let reason: String

  init(reason: String) {
    self.reason = reason
  }

  init(_ error: SQLiteError) {
    reason = error.message
  }
}

private final class Seen: Sendable {
  private let list = Mutex<[Connection.CommitPoint]>([])

  var points: [Connection.CommitPoint] { list.withLock { $0 } }

  func note(_ point: Connection.CommitPoint) {
    list.withLock { $0.append(point) }
  }
}

private func numbers() throws -> Connection {
  let connection = try Connection(path: Connection.inMemory)
  try connection.execute("CREATE TABLE number (value INTEGER PRIMARY KEY) STRICT")
  return connection
}

extension Connection {
  fileprivate func all() throws(SQLiteError) -> [Int64] {
    try query("SELECT value FROM number ORDER BY value LIMIT 1000") { row throws(SQLiteError) in
      try row.integer(0)
    }
  }
}
