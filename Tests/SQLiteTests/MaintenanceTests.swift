import Files
import Foundation
import SQLite
import Testing

@Suite struct `A backup` {
  @Test func `is one state of the database, although it is written to meanwhile`() throws {
    let machine = Machine()
    try Ledger.prepare(machine)
    let connection = try machine.open()
    try Ledger.add(to: connection, from: 1, through: 10)
    let other = try machine.open()
    var steps = 0
    let finished = try connection.backup(
      to: "/copy", vfs: machine.vfs.name, pagesPerStep: 2
    ) { progress in
      steps += 1
      #expect(progress.done <= progress.total)
      if steps == 3 { #expect((try? Ledger.add(to: other, from: 11, through: 12)) != nil) }
      return true
    }
    #expect(finished)
    #expect(steps > 5)
    machine.disk.crash(.unsynced)
    machine.disk.reopen()
    let copy = try Connection(path: "/copy", options: Connection.Options(vfs: machine.vfs.name))
    let sums = try Ledger.sums(of: copy)
    #expect(sums == Array(repeating: 0, count: 12))
    #expect(try copy.integrityCheck() == [])
  }

  @Test func `inside a read is that state, and never begins again`() throws {
    let machine = Machine()
    try Ledger.prepare(machine)
    let connection = try machine.open()
    try Ledger.add(to: connection, from: 1, through: 8)
    let database = try Database(
      path: machine.path, options: machine.options, threading: .pool(readers: 1))
    var highest = 0
    let finished = try database.read { reader in
      try reader.backup(to: "/copy", vfs: machine.vfs.name, pagesPerStep: 3) { progress in
        #expect(progress.done > highest)
        highest = progress.done
        let next = 8 + progress.done
        #expect((try? Ledger.add(to: connection, from: next, through: next)) != nil)
        return true
      }
    }
    #expect(finished)
    let copy = try Connection(path: "/copy", options: Connection.Options(vfs: machine.vfs.name))
    #expect(try Ledger.sums(of: copy).count == 8)
    #expect(try Ledger.sums(of: connection).count > 10)
  }

  @Test func `can be given up, and fails on a full disk`() throws {
    let machine = Machine()
    try Ledger.prepare(machine)
    let connection = try machine.open()
    try Ledger.add(to: connection, from: 1, through: 10)
    #expect(
      try !connection.backup(to: "/copy", vfs: machine.vfs.name, pagesPerStep: 1) {
        $0.done < 3
      })
    machine.disk.arm(.diskFull, at: 5, of: .write)
    let error = #expect(throws: SQLiteError.self) {
      try connection.backup(to: "/copy2", vfs: machine.vfs.name, pagesPerStep: 1)
    }
    #expect(error?.isDiskFull == true)
  }

  @Test func `on a real disk is one file that is as long as the database`() throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("sqlite-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(at: folder) }
    let connection = try Connection(path: folder.path + "/rubricd.sqlite3")
    try connection.execute("CREATE TABLE t (b BLOB) STRICT")
    try connection.execute("INSERT INTO t VALUES (?)", [UInt8](repeating: 7, count: 100_000))
    try connection.backup(to: folder.path + "/copy.sqlite3", pagesPerStep: 4)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    #expect(
      names == ["copy.sqlite3", "rubricd.sqlite3", "rubricd.sqlite3-shm", "rubricd.sqlite3-wal"])
    let files = LocalFiles(root: folder.path)
    #expect(
      try files.attributes("copy.sqlite3")?.byteCount == Int(connection.byteCount()))
    let moved = try connection.checkpoint(.truncate)
    #expect(!moved.wasBlocked)
    #expect(try files.attributes("rubricd.sqlite3-wal")?.byteCount == 0)
  }
}

@Suite struct `Looking after a database` {
  @Test func `finds damage and orphans`() throws {
    let machine = Machine()
    do {
      let connection = try machine.open()
      try connection.executeScript(
        """
        CREATE TABLE parent (id INTEGER PRIMARY KEY, name TEXT) STRICT;
        CREATE INDEX parent_name ON parent (name);
        CREATE TABLE child (parent INTEGER REFERENCES parent) STRICT;
        """)
      for id in 1...300 { try connection.execute("INSERT INTO parent VALUES (?, ?)", id, "n\(id)") }
      #expect(try connection.integrityCheck() == [])
      try connection.executeScript("PRAGMA foreign_keys = OFF; INSERT INTO child VALUES (1000)")
      #expect(try connection.integrityCheck() == ["row 1 of child refers to nothing in parent"])
      try connection.executeScript("DELETE FROM child")
      try connection.checkpoint(.truncate)
    }
    let file = try machine.disk.open("rubricd.sqlite3", creating: false)
    let size = try file.byteCount()
    try file.write([UInt8](repeating: 0xAA, count: 600), at: size - 4_096 - 1_000)
    let connection = try machine.open()
    let findings = Result { try connection.integrityCheck(limit: 5) }
    switch findings {
    case .success(let found): #expect((1...5).contains(found.count))
    case .failure(let error): #expect((error as? SQLiteError)?.isCorrupt == true)
    }
  }

  @Test func `gives back room, and leaves nothing of what was deleted`() throws {
    let machine = Machine()
    let connection = try machine.open()
    try connection.execute("CREATE TABLE t (b TEXT) STRICT")
    try connection.execute("INSERT INTO t VALUES (?)", String(repeating: "Mildred ", count: 9_000))
    try connection.checkpoint(.truncate)
    let full = try connection.byteCount()
    try connection.execute("DELETE FROM t")
    try connection.checkpoint(.truncate)
    let bytes = try machine.disk.open("rubricd.sqlite3", creating: false)
      .bytes(at: 0, count: Int(full))
    #expect(!String(decoding: bytes, as: UTF8.self).contains("Mildred"))
    try connection.vacuum()
    #expect(try connection.byteCount() < full / 4)
  }

  @Test func `keeps numbers in the header, and counts others' changes`() throws {
    let machine = Machine()
    let connection = try machine.open()
    #expect(try connection.userVersion() == 0)
    try connection.setUserVersion(7)
    try connection.setApplicationID(0x7275_6272)
    #expect(try machine.open().userVersion() == 7)
    #expect(try machine.open().applicationID() == 0x7275_6272)
    let version = try connection.dataVersion()
    #expect(try connection.dataVersion() == version)
    try machine.open().setUserVersion(8)
    #expect(try connection.dataVersion() != version)
  }
}

@Suite struct `Steps of migration` {
  private let first = Migrations.Step("first", script: "CREATE TABLE a (i INTEGER) STRICT")
  private let second = Migrations.Step("second") { connection throws(SQLiteError) in
    try connection.execute("INSERT INTO a VALUES (?)", 5)
  }
  private let failing = Migrations.Step("failing", script: "CREATE TABLE b (i); nonsense")

  @Test func `run each once, in order`() throws {
    let connection = try Connection(path: Connection.inMemory)
    let early = Migrations([first])
    #expect(try early.standing(of: connection) == .behind(done: 0))
    #expect(try early.run(on: connection) == ["first"])
    #expect(try early.run(on: connection) == [])
    let late = Migrations([first, second])
    #expect(try late.standing(of: connection) == .behind(done: 1))
    #expect(try late.run(on: connection) == ["second"])
    #expect(try late.standing(of: connection) == .current)
    #expect(try connection.scalar("SELECT sum(i) FROM a", as: Int.self) == 5)
    #expect(try connection.userVersion() == 2)
  }

  @Test func `leave all as it was when one fails`() throws {
    let connection = try Connection(path: Connection.inMemory)
    #expect(throws: SQLiteError.self) {
      try Migrations([first, failing]).run(on: connection)
    }
    #expect(try connection.scalar("SELECT count(*) FROM sqlite_schema", as: Int.self) == 0)
    #expect(try connection.userVersion() == 0)
  }

  @Test func `refuse a file of a newer program, of another line, or of somebody else`() throws {
    let newer = try Connection(path: Connection.inMemory)
    try Migrations([first, second]).run(on: newer)
    #expect(
      try Migrations([first]).standing(of: newer) == .foreign(found: ["first", "second"]))
    let error = #expect(throws: SQLiteError.self) { try Migrations([first]).run(on: newer) }
    #expect(error?.isForeignSchema == true)
    let other = Migrations([first, failing])
    #expect(try other.standing(of: newer) == .foreign(found: ["first", "second"]))
    let somebodys = try Connection(path: Connection.inMemory)
    try somebodys.setUserVersion(3)
    #expect(try Migrations([first]).standing(of: somebodys) == .foreign(found: []))
  }

  @Test func `survive a power loss at any operation`() throws {
    for number in 1...40 {
      let machine = Machine()
      machine.disk.arm(.powerLoss(.torn(sectorBytes: 512, seed: UInt64(number))), at: number)
      let steps = Migrations([first, second])
      _ = Result { _ = try steps.run(on: try machine.open()) }
      machine.disk.disarm()
      machine.disk.reopen()
      let connection = try machine.open()
      try steps.run(on: connection)
      #expect(try connection.scalar("SELECT count(*) FROM a", as: Int.self) == 1)
    }
  }
}
