import CivilTime
import Crypto
import Foundation
import Ledger
import Programs
import Store
import Testing
import Workflow

/// What a database of each version looks like: its tables and indexes as SQLite keeps them. A version that people have
/// is never changed here: what changes the tables gets a step of its own, or another derived version, and a new file.
private let frozen = URL(fileURLWithPath: #filePath)
  .deletingLastPathComponent().deletingLastPathComponent()
  .appendingPathComponent("Fixtures/Store")

@Suite struct `The tables of a database` {
  @Test func `are those that its version has always had`() throws {
    try withFolder { path in
      do { _ = try DataFolder(path: path, random: SeededRandom(seed: 1)).open() }
      let expected = try text(of: DistrictStore.schemaVersion)
      #expect(try tables(of: path + "/rubricd.sqlite3") == expected)
    }
  }

  @Test(arguments: [
    SchemaVersion(steps: 2, derived: 1), .init(steps: 4, derived: 2), .init(steps: 5, derived: 2),
    .init(steps: 6, derived: 3), .init(steps: 7, derived: 4),
  ])
  func `of an earlier version become the same ones, with all that was in them`(
    version: SchemaVersion
  ) throws {
    try withFolder { path in
      let folder = DataFolder(path: path, random: SeededRandom(seed: 1))
      let hash = try withDistrict(in: folder)
      try turn(path + "/rubricd.sqlite3", into: version)
      #expect(throws: StoreError.self) { try folder.open() }

      let report = try folder.upgrade()

      #expect(report.from == version)
      #expect(report.steps.count == DistrictStore.schemaVersion.steps - version.steps)
      #expect(
        try tables(of: path + "/rubricd.sqlite3") == text(of: DistrictStore.schemaVersion))
      let store = try folder.open()
      #expect(try store.tablesHash() == hash)
      #expect(try store.read { records in try records.setting("digest") } == "kept")
    }
  }

  /// The district brought figures along when rubricd knew no pay: once its program pays, they count.
  @Test func `of a version from before there was pay keep what the district brought along`() throws
  {
    try withFolder { path in
      let folder = DataFolder(path: path, random: SeededRandom(seed: 1))
      do {
        var district = try District.founded(in: try folder.open())
        for (kind, cents) in [(Opening.Kind.granted, Int64(300_00)), (.carriedOver, 620_50)] {
          try district.perform(
            .recordOpening(
              OpeningFacts(
                kind: kind, earner: district.ana, title: "", date: try day("2026-08-10"),
                cents: cents)))
        }
      }
      try turn(path + "/rubricd.sqlite3", into: SchemaVersion(steps: 7, derived: 4))
      #expect(try !text(of: SchemaVersion(steps: 7, derived: 4)).contains("ledger_entry"))

      _ = try folder.upgrade()

      let store = try folder.open()
      #expect(try store.read { try $0.ledger(.person(PersonID(2))) } == [])
      var district = try District(in: store)
      district.now = try at("2026-09-15T05:00:00Z")
      var program = District.program
      program.pay = PayPolicy(
        kind: .stipend,
        cap: CapPolicy(
          period: .schoolYear, binds: .onPayment,
          brackets: [CapBracket(label: "all", amount: Money(cents: 500_00))]),
        payDates: PayDatePolicy(dates: [
          PayDateRule(
            label: "January", cutOff: .last(.friday, month: 12), pays: .last(.friday, month: 1))
        ]))
      try district.perform(.setProgram(program))
      var book = Book()
      book.apply(try store.read { try $0.ledger(.person(district.ana)) })
      #expect(book.balance(.carriedOver) == Money(cents: 620_50))
      #expect(-book.balance(.counted) == Money(cents: 300_00))
      #expect(try store.read { try $0.findings() } == [])
    }
  }

  /// - Returns: The hash of what it leaves in the tables.
  private func withDistrict(in folder: DataFolder) throws -> Digest32 {
    var district = try District.founded(in: try folder.open())
    try district.passFall()
    try district.store.write { records in try records.set("digest", to: "kept") }
    return try district.store.tablesHash()
  }

  private func text(of version: SchemaVersion) throws -> String {
    try String(
      contentsOf: frozen.appendingPathComponent("schema-\(version).sql"), encoding: .utf8)
  }

  private func tables(of database: String) throws -> String {
    try python(
      """
      import sqlite3, sys
      rows = sqlite3.connect(sys.argv[1]).execute(
          "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type DESC, name")
      for row in rows: print(row[0] + ";")
      """, [database])
  }

  /// Makes a database into what an earlier program would have left: its tables, with what they have in common.
  private func turn(_ database: String, into version: SchemaVersion) throws {
    _ = try python(
      """
      import os, sqlite3, sys
      path, schema, steps, derived = sys.argv[1:]
      os.rename(path, path + ".now")
      db = sqlite3.connect(path, isolation_level=None)
      db.executescript(schema)
      db.execute("ATTACH ? AS now", (path + ".now",))
      for pragma in ("application_id", "journal_mode"):
          value = db.execute(f"PRAGMA now.{pragma}").fetchone()[0]
          db.execute(f"PRAGMA main.{pragma} = {value}")
      db.execute(f"PRAGMA main.user_version = {steps}")
      tables = [row[0] for row in db.execute(
          "SELECT name FROM main.sqlite_schema WHERE type = 'table'")]
      for table in tables:
          def columns(of):
              return [row[1] for row in db.execute(f"PRAGMA {of}.table_info({table})")]
          common = ", ".join(c for c in columns("main") if c in columns("now"))
          if all(c in columns("now") for c in columns("main")):
              db.execute(f"INSERT INTO main.{table} ({common}) SELECT {common} FROM now.{table}")
      db.execute("DELETE FROM migration WHERE number > ?", (steps,))
      db.execute("UPDATE meta SET value = ? WHERE name = 'derived'", (derived,))
      db.execute("DETACH now")
      os.remove(path + ".now")
      """,
      [database, try text(of: version), String(version.steps), String(version.derived)])
  }

  private func python(_ script: String, _ arguments: [String]) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3", "-c", script] + arguments
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let bytes = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
    return String(decoding: bytes, as: UTF8.self)
  }
}
