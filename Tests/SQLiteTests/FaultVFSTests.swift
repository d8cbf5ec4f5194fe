import Files
import SQLite
import Testing

/// How the connection shares its file with others, and what it keeps beside it.
enum Sharing: CaseIterable {
  case sharedMemory
  case exclusive
  case rollbackJournal
}

@Suite struct `A database on a disk without power` {
  @Test(arguments: Sharing.allCases)
  func `keeps what was committed and loses what was not`(sharing: Sharing) throws {
    let machine = Machine(sharing: sharing)
    do {
      let connection = try machine.open()
      try connection.execute("CREATE TABLE entry (id INTEGER PRIMARY KEY, text TEXT) STRICT")
      try connection.transaction { connection in
        try connection.execute("INSERT INTO entry VALUES (1, 'kept')")
      }
      #expect(throws: SQLiteError.self) {
        try connection.transaction { connection in
          try connection.execute("INSERT INTO entry VALUES (2, 'lost')")
          machine.disk.crash(.unsynced)
        }
      }
      #expect(throws: SQLiteError.self) {
        try connection.execute("INSERT INTO entry VALUES (3, '')")
      }
    }
    machine.disk.reopen()
    let connection = try machine.open()
    #expect(try connection.texts() == ["kept"])
    #expect(try connection.integrityCheck() == [])
  }

  @Test func `tells before and after the commit apart`() throws {
    for (point, expected) in [
      (Connection.CommitPoint.beforeCommit, 0), (.afterCommit, 1),
    ] {
      let machine = Machine()
      try machine.open().execute("CREATE TABLE entry (id INTEGER PRIMARY KEY, text TEXT) STRICT")
      let disk = machine.disk
      let connection = try machine.open { reached in if reached == point { disk.crash(.unsynced) } }
      let attempt = Result {
        try connection.transaction { connection in
          try connection.execute("INSERT INTO entry VALUES (1, 'x')")
        }
      }
      // After the commit nothing can fail any more; only its caller never hears of it.
      #expect((try? attempt.get()) == nil ? expected == 0 : expected == 1)
      disk.reopen()
      #expect(try machine.open().texts().count == expected)
    }
  }

  @Test func `loses a commit that was never synced, which is why FULL is the default`() throws {
    let machine = Machine()
    var options = machine.options
    options.syncsEveryCommit = false
    let connection = try Connection(path: machine.path, options: options)
    try connection.execute("CREATE TABLE entry (id INTEGER PRIMARY KEY, text TEXT) STRICT")
    try connection.checkpoint(.truncate)
    try connection.execute("INSERT INTO entry VALUES (1, 'x')")
    machine.disk.crash(.unsynced)
    machine.disk.reopen()
    #expect(try machine.open().texts() == [])
  }

  /// Every change the disk sees, from the first to the last, is a place where the power goes.
  @Test(arguments: Sharing.allCases)
  func `is whole after a crash at every single operation, torn in any way`(sharing: Sharing) throws
  {
    // Without a fault: how many operations there are.
    let calm = Machine(sharing: sharing)
    var all = 0
    try Ledger.run(on: calm, reported: &all)
    #expect(all == Ledger.transactions)
    let operations = calm.disk.counts.changes
    #expect(operations > 100)

    for number in 1...operations {
      let seed = UInt64(number)
      let losses: [SimulatedDisk.Loss] = [
        .unsynced, .torn(sectorBytes: 512, seed: seed), .torn(sectorBytes: 4_096, seed: seed &* 31),
        .processOnly,
      ]
      let machine = Machine(sharing: sharing)
      machine.disk.arm(.powerLoss(losses[number % losses.count]), at: number)
      var reported = 0
      _ = try? Ledger.run(on: machine, reported: &reported)
      #expect(machine.disk.isDown)
      machine.disk.reopen()
      try Ledger.check(machine, reported: reported, number: number)
    }
  }

  @Test func `is whole when the power goes again while it recovers`() throws {
    for first in stride(from: 5, through: 120, by: 5) {
      let machine = Machine()
      machine.disk.arm(.powerLoss(.torn(sectorBytes: 512, seed: UInt64(first))), at: first)
      var reported = 0
      _ = try? Ledger.run(on: machine, reported: &reported)
      for second in 1...4 {
        machine.disk.reopen()
        machine.disk.arm(
          .powerLoss(.torn(sectorBytes: 512, seed: UInt64(second))), at: second)
        _ = try? Ledger.read(machine)
        machine.disk.crash(.torn(sectorBytes: 512, seed: UInt64(first * second)))
      }
      machine.disk.reopen()
      try Ledger.check(machine, reported: reported, number: first)
    }
  }
}

@Suite struct `A database on a full disk` {
  @Test(arguments: Sharing.allCases)
  func `says so at each write in turn, does nothing by half, and goes on`(sharing: Sharing) throws {
    let calm = Machine(sharing: sharing)
    try Ledger.prepare(calm)
    let before = calm.disk.counts.writes
    try Ledger.add(to: try calm.open(), from: 1, through: Ledger.transactions)
    let writes = calm.disk.counts.writes - before
    #expect(writes > 20)

    for number in 1...writes {
      let machine = Machine(sharing: sharing)
      try Ledger.prepare(machine)
      let connection = try machine.open()
      machine.disk.arm(.diskFull, at: number, of: .write)
      var done = 0
      var failure: SQLiteError?
      do {
        while done < Ledger.transactions {
          try Ledger.add(to: connection, from: done + 1, through: done + 1)
          done += 1
        }
      } catch {
        failure = error
      }
      // The last writes are a checkpoint after a commit: that may fail without anyone being told.
      if done < Ledger.transactions {
        #expect(failure?.isDiskFull == true, "write \(number): \(String(describing: failure))")
      }
      // With a rollback journal, undoing needs room itself, and reading waits for it.
      if sharing == .rollbackJournal { machine.disk.free() }
      #expect(try Ledger.sums(of: connection) == Array(repeating: 0, count: done))
      machine.disk.free()
      try Ledger.add(to: connection, from: done + 1, through: Ledger.transactions)
      #expect(
        try Ledger.sums(of: connection) == Array(repeating: 0, count: Ledger.transactions))
      #expect(try connection.integrityCheck() == [])
    }
  }

  @Test func `goes no further inside a transaction that SQLite has rolled back`() throws {
    let machine = Machine()
    try Ledger.prepare(machine)
    let connection = try machine.open(cacheBytes: 2 << 20)
    let attempt = Result {
      try connection.transaction { connection in
        try connection.execute("INSERT INTO entry VALUES (1, 1, 5)")
        machine.disk.fill()
        // More than the cache holds, so that pages must be written before the commit.
        let long = [UInt8](repeating: 1, count: 8 << 20)
        let failed = Result { try connection.execute("INSERT INTO bulk VALUES (?)", long) }
        #expect(throws: SQLiteError.self) { try failed.get() }
        machine.disk.free()
        // A caller that swallows the error must not get an insert of its own.
        _ = try? connection.execute("INSERT INTO entry VALUES (1, 2, -5)")
      }
    }
    #expect(throws: SQLiteError.self) { try attempt.get() }
    #expect(try Ledger.sums(of: connection) == [])
    let isInTransaction = connection.isInTransaction
    #expect(!isInTransaction)
  }
}

@Suite struct `A failing device` {
  @Test func `fails one transaction and leaves a whole database`() throws {
    for operation in [SimulatedDisk.Operations.write, .sync, .read, .truncate] {
      for number in 1...12 {
        let machine = Machine()
        try Ledger.prepare(machine)
        var done = 0
        do {
          let connection = try machine.open()
          machine.disk.arm(.inputOutput, at: number, of: operation)
          for next in 1...Ledger.transactions {
            do {
              try Ledger.add(to: connection, from: next, through: next)
              done += 1
            } catch {
              #expect(error.isIOFailure)
              break
            }
          }
          machine.disk.disarm()
        }
        let sums = try Ledger.read(machine)
        #expect(sums.allSatisfy { $0 == 0 })
        #expect(sums.count == done || sums.count == done + 1)
      }
    }
  }
}

@Suite struct `Several connections on a simulated disk` {
  @Test func `read while one writes, each an unchanging state`() throws {
    let machine = Machine()
    try Ledger.prepare(machine)
    let writer = try machine.open()
    let reader = try Connection(path: machine.path, options: machine.options.forReading)
    try reader.reading { reader in
      #expect(try Ledger.sums(of: reader) == [])
      try Ledger.add(to: writer, from: 1, through: 3)
      #expect(try Ledger.sums(of: reader) == [])
    }
    #expect(try Ledger.sums(of: reader) == [0, 0, 0])
  }

  @Test func `cannot both write`() throws {
    let machine = Machine()
    try Ledger.prepare(machine)
    let first = try machine.open()
    let second = try machine.open()
    try first.transaction { first in
      try first.execute("INSERT INTO entry VALUES (1, 1, 1)")
      let attempt = Result { try second.transaction { _ in } }
      #expect { try attempt.get() } throws: { ($0 as? SQLiteError)?.isBusy == true }
    }
    try second.transaction { second in
      try second.execute("INSERT INTO entry VALUES (1, 2, -1)")
    }
    #expect(try Ledger.sums(of: first) == [0])
  }

  @Test func `wait for readers where there is no write-ahead log`() throws {
    var machine = Machine()
    machine.options.journal = .rollback
    try Ledger.prepare(machine)
    let writer = try machine.open()
    let reader = try Connection(path: machine.path, options: machine.options.forReading)
    try reader.reading { reader throws(any Error) in
      #expect(try Ledger.sums(of: reader) == [])
      let error = #expect(throws: SQLiteError.self) {
        try Ledger.add(to: writer, from: 1, through: 1)
      }
      #expect(error?.isBusy == true)
      #expect(try Ledger.sums(of: reader) == [])
    }
    try Ledger.add(to: writer, from: 1, through: 1)
    #expect(try Ledger.sums(of: reader) == [0])
  }

  @Test func `branch off with the disk and go separate ways`() throws {
    let machine = Machine()
    try Ledger.prepare(machine)
    let connection = try machine.open()
    try Ledger.add(to: connection, from: 1, through: 2)
    let branch = Machine(disk: machine.disk.branch())
    try Ledger.add(to: connection, from: 3, through: 3)
    #expect(try Ledger.read(branch).count == 2)
    try Ledger.add(to: try branch.open(), from: 3, through: 6)
    #expect(try Ledger.read(branch).count == 6)
    #expect(try Ledger.sums(of: connection).count == 3)
  }
}

// MARK: Fixtures

/// A disk, SQLite on it, and one database.
struct Machine {
  let disk: SimulatedDisk
  let vfs: FaultVFS
  var options: Connection.Options
  let path = "/rubricd.sqlite3"

  init(sharing: Sharing = .sharedMemory, disk: SimulatedDisk = SimulatedDisk()) {
    self.disk = disk
    vfs = FaultVFS(disk: disk)
    options = Connection.Options(vfs: vfs.name)
    options.busyTimeoutMilliseconds = 20
    options.locksExclusively = sharing == .exclusive
    options.journal = sharing == .rollbackJournal ? .rollback : .writeAhead
    options.checkpointPages = 12
  }

  func open(
    cacheBytes: Int? = nil, atCommit: (@Sendable (Connection.CommitPoint) -> Void)? = nil
  ) throws(SQLiteError) -> Connection {
    var options = options
    options.atCommit = atCommit
    if let cacheBytes { options.cacheBytes = cacheBytes }
    return try Connection(path: path, options: options)
  }
}

extension Connection {
  func texts() throws -> [String] {
    try query("SELECT text FROM entry ORDER BY id LIMIT 100") { row in try row.text(0) }
  }
}

/// Transactions of two entries each that add up to nothing, so that half of one would show.
enum Ledger {
  static let transactions = 9

  static func prepare(_ machine: Machine) throws {
    let connection = try machine.open()
    try connection.executeScript(
      """
      CREATE TABLE IF NOT EXISTS entry (number INTEGER, part INTEGER, amount INTEGER,
        PRIMARY KEY (number, part)) STRICT, WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS bulk (content BLOB) STRICT;
      """)
  }

  static func add(
    to connection: borrowing Connection, from first: Int, through last: Int
  ) throws(SQLiteError) {
    guard first <= last else { return }
    for number in first...last {
      try connection.transaction { connection throws(SQLiteError) in
        try connection.execute("INSERT INTO entry VALUES (?, 1, ?)", number, number * 100)
        try connection.execute("INSERT INTO bulk VALUES (?)", [UInt8](repeating: 9, count: 6_000))
        try connection.execute("INSERT INTO entry VALUES (?, 2, ?)", number, number * -100)
      }
    }
  }

  /// All transactions on a new machine, counting those that were reported as committed.
  static func run(on machine: Machine, reported: inout Int) throws {
    try prepare(machine)
    let connection = try machine.open()
    for number in 1...transactions {
      try add(to: connection, from: number, through: number)
      reported = number
    }
  }

  static func read(_ machine: Machine) throws -> [Int64] {
    try prepare(machine)
    return try sums(of: try machine.open())
  }

  static func sums(of connection: borrowing Connection) throws -> [Int64] {
    try connection.query("SELECT sum(amount) FROM entry GROUP BY number LIMIT 1000") { row in
      try row.integer(0)
    }
  }

  static func check(_ machine: Machine, reported: Int, number: Int) throws {
    let sums = try read(machine)
    // One more than was reported may have reached the disk just before the power went.
    #expect(sums.count == reported || sums.count == reported + 1, "operation \(number)")
    #expect(sums.allSatisfy { $0 == 0 }, "operation \(number)")
    let connection = try machine.open()
    #expect(try connection.integrityCheck() == [], "operation \(number)")
    try add(to: connection, from: sums.count + 1, through: sums.count + 1)
  }
}
