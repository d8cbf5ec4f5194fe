import Files
import SQLite
import Testing

@Suite struct `A connection` {
  @Test func `gives back what was bound, type by type`() throws {
    let connection = try Connection(path: Connection.inMemory)
    try connection.execute(
      "CREATE TABLE t (i INTEGER, r REAL, s TEXT, b BLOB, n TEXT, f INTEGER) STRICT")
    let bytes: [UInt8] = [0, 255, 7]
    let changed = try connection.execute(
      "INSERT INTO t VALUES (?, ?, ?, ?, ?, ?)", Int64.min, 0.5, "Zoë \u{0} 🦉", bytes,
      nil as String?, true)
    #expect(changed == 1)
    let found = try connection.first("SELECT i, r, s, b, n, f FROM t") { row throws(SQLiteError) in
      #expect(try row.integer(0) == .min)
      #expect(try row.real(1) == 0.5)
      #expect(try row.text(2) == "Zoë \u{0} 🦉")
      #expect(try row.blob(3) == bytes)
      #expect(try row.textOrNull(4) == nil)
      #expect(try row.value(4, as: Int?.self) == nil)
      let isNull = row.isNull(4)
      #expect(isNull)
      #expect(try row.boolean(5))
      return row.columnCount
    }
    #expect(found == 6)
  }

  @Test func `keeps an empty text and an empty blob apart from NULL`() throws {
    let connection = try Connection(path: Connection.inMemory)
    let kinds = try connection.query(
      "SELECT typeof(?), typeof(?), typeof(?)", "", [] as [UInt8], nil as Int64?
    ) { row in try [row.text(0), row.text(1), row.text(2)] }
    #expect(kinds == [["text", "blob", "null"]])
  }

  @Test func `binds and reads a domain's own types`() throws {
    let connection = try Connection(path: Connection.inMemory)
    let badge = try connection.scalar("SELECT ?", Badge.silver, as: Badge.self)
    #expect(badge == .silver)
    #expect { try connection.scalar("SELECT 7", as: Badge.self) } throws: { error in
      (error as? SQLiteError)?.message.contains("column 0") == true
    }
  }

  @Test func `says which column holds something else than asked for`() throws {
    let connection = try Connection(path: Connection.inMemory)
    let error = #expect(throws: SQLiteError.self) {
      try connection.first("SELECT 1 AS number, 'secret name' AS person") { row in
        try row.integer(1)
      }
    }
    #expect(error?.message == "column 1 (person): expected an integer, found a text")
    #expect(error?.message.contains("secret") == false)
    #expect(throws: SQLiteError.self) {
      try connection.first("SELECT 1") { row in try row.integer(1) }
    }
    #expect(throws: SQLiteError.self) {
      try connection.first("SELECT NULL") { row in try row.text(0) }
    }
    #expect(throws: SQLiteError.self) {
      try connection.first("SELECT 2") { row in try row.boolean(0) }
    }
  }

  @Test func `tells a wrong number of values`() throws {
    let connection = try Connection(path: Connection.inMemory)
    let few = #expect(throws: SQLiteError.self) { try connection.execute("SELECT ?, ?", 1) }
    #expect(few?.isMisuse == true)
    let many = #expect(throws: SQLiteError.self) { try connection.execute("SELECT ?", 1, 2) }
    #expect(many != nil)
    // The statement is usable afterwards.
    #expect(try connection.scalar("SELECT ?", 4, as: Int.self) == 4)
  }

  @Test func `forgets a statement's values after each use, also after an error`() throws {
    let connection = try Connection(path: Connection.inMemory)
    try connection.execute("CREATE TABLE t (id INTEGER PRIMARY KEY) STRICT")
    for id in [1, 1, 2] {
      let attempt = Result { try connection.execute("INSERT INTO t VALUES (?)", id) }
      if case .failure(let error) = attempt {
        #expect((error as? SQLiteError)?.isUniqueViolation == true)
      }
    }
    #expect(try connection.scalar("SELECT count(*) FROM t", as: Int.self) == 2)
  }

  @Test func `runs one statement inside itself`() throws {
    let connection = try Connection(path: Connection.inMemory)
    func count(_ depth: Int, on connection: borrowing Connection) throws -> Int {
      guard depth > 0 else { return 0 }
      let inner = try connection.query("SELECT value FROM json_each('[1,2,3]')") { row in
        try Int(row.integer(0)) + count(depth - 1, on: connection)
      }
      return inner.reduce(0, +)
    }
    #expect(try count(1, on: connection) == 6)
    #expect(try count(3, on: connection) == 6 + 3 * (6 + 3 * 6))
  }

  @Test func `refuses two statements in one`() throws {
    let connection = try Connection(path: Connection.inMemory)
    #expect(throws: SQLiteError.self) { try connection.execute("SELECT 1; SELECT 2") }
    #expect(throws: SQLiteError.self) { try connection.execute("") }
    try connection.execute("SELECT 1 ;\n ")
    try connection.executeScript("CREATE TABLE a (i) ; CREATE TABLE b (i);")
    #expect(try connection.scalar("SELECT count(*) FROM sqlite_schema", as: Int.self) == 2)
  }

  @Test func `never shows a bound value in an error`() throws {
    let connection = try Connection(path: Connection.inMemory)
    try connection.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, n TEXT UNIQUE) STRICT")
    try connection.execute("INSERT INTO t VALUES (1, ?)", "Ms. Mildred")
    let error = #expect(throws: SQLiteError.self) {
      try connection.execute("INSERT INTO t VALUES (2, ?)", "Ms. Mildred")
    }
    let text = error?.description ?? ""
    #expect(text == "SQLite 2067: UNIQUE constraint failed: t.n, in: INSERT INTO t VALUES (2, ?)")
  }

  @Test func `enforces foreign keys, strict types and quoted names`() throws {
    let connection = try Connection(path: Connection.inMemory)
    try connection.executeScript(
      """
      CREATE TABLE parent (id INTEGER PRIMARY KEY) STRICT;
      CREATE TABLE child (parent INTEGER NOT NULL REFERENCES parent (id)) STRICT;
      """)
    let orphan = #expect(throws: SQLiteError.self) {
      try connection.execute("INSERT INTO child VALUES (?)", 9)
    }
    #expect(orphan?.isForeignKeyViolation == true)
    #expect(orphan?.isUniqueViolation == false)
    let mistyped = #expect(throws: SQLiteError.self) {
      try connection.execute("INSERT INTO parent VALUES (?)", "x")
    }
    #expect(mistyped != nil)
    // Without SQLITE_DBCONFIG_DQS_DML off, this would be the text "nonsense".
    #expect(throws: SQLiteError.self) { try connection.execute("SELECT \"nonsense\"") }
  }

  @Test func `prepares more statements than its first table holds`() throws {
    let connection = try Connection(path: Connection.inMemory)
    #expect(try Many.sum(on: connection) == (0..<80).reduce(0, +))
    #expect(try Many.sum(on: connection) == (0..<80).reduce(0, +))
  }

  @Test func `stops reading where it is told to`() throws {
    let connection = try Connection(path: Connection.inMemory)
    var seen: [Int64] = []
    try connection.forEach("SELECT value FROM json_each('[1,2,3,4]')") { row in
      seen.append(try row.integer(0))
      return seen.count < 2
    }
    #expect(seen == [1, 2])
    #expect(try connection.first("SELECT 1 WHERE 0") { row in try row.integer(0) } == nil)
    #expect(try connection.scalar("SELECT NULL", as: Int.self) == nil)
  }

  @Test func `opens no file that is missing, or that is no database`() throws {
    let machine = Machine()
    let missing = #expect(throws: SQLiteError.self) {
      var options = machine.options
      options.access = .readWrite
      _ = try Connection(path: "/none", options: options)
    }
    #expect(missing?.isIOFailure == true)
    try machine.disk.open("text", creating: true).write(
      [UInt8](repeating: 65, count: 4_096), at: 0)
    let foreign = #expect(throws: SQLiteError.self) {
      _ = try Connection(path: "/text", options: machine.options)
    }
    #expect(foreign?.isCorrupt == true)
  }
}

// MARK: Fixtures

private enum Badge: Int64, Bindable, Readable {
  case bronze = 1
  case silver = 2
}

/// More places in the source than half of the first table.
private enum Many {
  static func sum(on connection: borrowing Connection) throws -> Int {
    let statements: [StaticString] = [
      "SELECT 0", "SELECT 1", "SELECT 2", "SELECT 3", "SELECT 4", "SELECT 5", "SELECT 6",
      "SELECT 7", "SELECT 8", "SELECT 9", "SELECT 10", "SELECT 11", "SELECT 12", "SELECT 13",
      "SELECT 14", "SELECT 15", "SELECT 16", "SELECT 17", "SELECT 18", "SELECT 19", "SELECT 20",
      "SELECT 21", "SELECT 22", "SELECT 23", "SELECT 24", "SELECT 25", "SELECT 26", "SELECT 27",
      "SELECT 28", "SELECT 29", "SELECT 30", "SELECT 31", "SELECT 32", "SELECT 33", "SELECT 34",
      "SELECT 35", "SELECT 36", "SELECT 37", "SELECT 38", "SELECT 39", "SELECT 40", "SELECT 41",
      "SELECT 42", "SELECT 43", "SELECT 44", "SELECT 45", "SELECT 46", "SELECT 47", "SELECT 48",
      "SELECT 49", "SELECT 50", "SELECT 51", "SELECT 52", "SELECT 53", "SELECT 54", "SELECT 55",
      "SELECT 56", "SELECT 57", "SELECT 58", "SELECT 59", "SELECT 60", "SELECT 61", "SELECT 62",
      "SELECT 63", "SELECT 64", "SELECT 65", "SELECT 66", "SELECT 67", "SELECT 68", "SELECT 69",
      "SELECT 70", "SELECT 71", "SELECT 72", "SELECT 73", "SELECT 74", "SELECT 75", "SELECT 76",
      "SELECT 77", "SELECT 78", "SELECT 79",
    ]
    var sum = 0
    for statement in statements { sum += try connection.scalar(statement, as: Int.self) ?? 0 }
    return sum
  }
}
