import CivilTime
import Crypto
import SQLite
import Store
import Testing
import Workflow

@Suite struct `The journal` {
  @Test func `numbers its entries from 1 and links each to the one before`() throws {
    let store = try newStore()
    _ = try District.founded(in: store)
    let report = try store.read { records in try records.checkChain() }
    #expect(report.isSound)
    #expect(report.entries == 14)
    let (last, head) = try store.read { records in
      (try records.lastSequence(), try records.chainHead())
    }
    #expect(last == 14)
    #expect(head == report.head)
  }

  @Test func `keeps a first entry's hash for ever`() throws {
    // The byte layout is for decades: this hash may never change.
    let store = try newStore()
    try store.write { records in
      try records.append(
        .windowOpened(WindowOpened(window: WindowID(3))), command: 1,
        at: try at("2026-09-14T05:00:00Z"),
        by: .clock)
    }
    let head = try store.read { records in try records.chainHead() }
    var bytes = [UInt8](repeating: 0, count: 32)
    bytes += [0, 0, 0, 0, 0, 0, 0, 1] + [0, 0, 0, 0, 0, 0, 0, 1]
    bytes += [0x00, 0x00, 0x01, 0xA0, 0x9E, 0x49, 0x50, 0x80] + [0, 0, 0, 0, 0, 0, 0, 1]
    bytes += [0, 0, 0, 5] + Array("clock".utf8) + [0, 0, 0, 13] + Array("window-opened".utf8)
    bytes += [0, 0, 0, 12] + Array(#"{"window":3}"#.utf8)
    bytes += [UInt8](repeating: 0, count: 33)
    #expect(head == SHA256.hash(bytes))
  }

  @Test func `tells a submission's history in order, a review's events too`() throws {
    let store = try newStore()
    var district = try District.founded(in: store)
    try district.passFall()
    let types = try store.read { records in
      try records.history(of: SubmissionID(2)).map(\.event.type)
    }
    #expect(
      types == [
        "handed-in", "assignment-released", "review-declined", "review-assigned",
        "scorecard-handed-in", "outcome-reached", "decision-released",
      ])
  }

  @Test func `knows a command's events, whether it was told, and whether it was undone`() throws {
    let store = try newStore()
    var district = try District.founded(in: store)
    let number = try #require(
      try district.perform(.grantRole(district.ana, .clerk)).first?.command)
    let before = try #require(
      try store.read { records in try records.recordedCommand(number) })
    #expect(before.events.map(\.type) == ["role-granted"])
    #expect(!before.isTold)
    #expect(!before.isUndone)
    try district.perform(.undo(command: number))
    let after = try #require(
      try store.read { records in try records.recordedCommand(number) })
    #expect(after.isUndone)
    #expect(try store.read { records in try records.recordedCommand(9_999) } == nil)
  }

  @Test func `hands out entries after a number, as many as asked for`() throws {
    let store = try newStore()
    _ = try District.founded(in: store)
    let page = try store.read { records in try records.entries(after: 2, limit: 3) }
    #expect(page.map(\.sequence) == [3, 4, 5])
    #expect(try store.read { records in try records.entries(after: 14, limit: 3) }.isEmpty)
  }
}

@Suite struct `A journal that was tampered with` {
  /// Changes a district's file behind the store's back, and checks the chain of what is left.
  private func check(
    _ sql: StaticString, head: (ChainReport) -> String? = { _ in nil }
  ) throws -> ChainReport {
    try withFolder { folder in
      let path = folder + "/rubricd.sqlite3"
      let before: ChainReport
      do {
        let store = try DistrictStore(at: .file(path), random: SeededRandom(seed: 1))
        var district = try District.founded(in: store)
        try district.passFall()
        before = try store.read { records in try records.checkChain() }
      }
      #expect(before.isSound)
      do {
        let connection = try Connection(path: path)
        try connection.executeScript("PRAGMA foreign_keys = OFF")
        try connection.executeScript(sql)
      }
      let store = try DistrictStore(at: .file(path), random: SeededRandom(seed: 1))
      return try store.read { records in try records.checkChain(head: head(before)) }
    }
  }

  @Test func `shows a changed byte of the structure`() throws {
    let report = try check(
      "UPDATE journal SET structure = CAST(replace(structure, 'E1', 'E9') || ' ' AS BLOB) WHERE seq = 5"
    )
    #expect(report.fault == .changed(sequence: 5))
  }

  @Test(
    arguments: [
      "UPDATE journal SET at = at + 1 WHERE seq = 7",
      "UPDATE journal SET actor = 'intake' WHERE seq = 7",
      "UPDATE journal SET command = command + 1 WHERE seq = 7",
      "UPDATE journal SET version = 2 WHERE seq = 7",
      "UPDATE journal SET hash = zeroblob(32) WHERE seq = 7",
      "UPDATE journal SET previous = zeroblob(32) WHERE seq = 7",
      "UPDATE journal SET payload_hash = NULL WHERE seq = 7",
    ] as [Tampering])
  func `shows a change of any part of the header`(_ tampering: Tampering) throws {
    let report = try check(tampering.sql)
    #expect(report.fault == .changed(sequence: 7))
  }

  @Test func `shows a removed entry`() throws {
    let report = try check("DELETE FROM payload WHERE seq = 7; DELETE FROM journal WHERE seq = 7")
    #expect(report.fault == .removed(sequence: 7))
  }

  @Test func `shows a removed first entry`() throws {
    let report = try check("DELETE FROM journal WHERE seq = 1")
    #expect(report.fault == .removed(sequence: 1))
  }

  @Test func `shows a payload that is gone without an erasure, and one that was changed`() throws {
    let gone = try check("DELETE FROM payload WHERE seq = 4")
    #expect(gone.fault == .payloadMissing(sequence: 4))
    let changed = try check("UPDATE payload SET bytes = CAST('[]' AS BLOB) WHERE seq = 4")
    #expect(changed.fault == .payloadChanged(sequence: 4))
    let salted = try check("UPDATE payload SET salt = zeroblob(16) WHERE seq = 4")
    #expect(salted.fault == .payloadChanged(sequence: 4))
    let added = try check(
      "INSERT INTO payload VALUES (1, zeroblob(16), CAST('[]' AS BLOB))")
    #expect(added.fault == .payloadChanged(sequence: 1))
  }

  @Test func `shows a cut-off tail only to whoever kept the head`() throws {
    let unasked = try check("DELETE FROM journal WHERE seq > 20")
    #expect(unasked.isSound)
    let asked = try check("DELETE FROM journal WHERE seq > 20") { $0.head.hex }
    #expect(asked.fault == nil)
    #expect(asked.asked == .isNowhere)
    #expect(!asked.isSound)
  }

  @Test func `finds a head that is still there, written with white space or in capitals`() throws {
    let whole = try check("SELECT 1") { " " + $0.head.hex.uppercased().split(by: 8) + "\n" }
    #expect(whole.asked == .isHead)
    #expect(whole.isSound)
    let nonsense = try check("SELECT 1") { _ in "no hash at all" }
    #expect(nonsense.asked == .isNowhere)
  }

  @Test func `finds a head from before the journal grew`() throws {
    let store = try newStore()
    var district = try District.founded(in: store)
    let head = try #require(try store.read { records in try records.chainHead() })
    try district.perform(.grantRole(district.ben, .clerk))
    let report = try store.read { records in try records.checkChain(head: head.hex) }
    #expect(report.asked == .isEarlier(sequence: 14))
    #expect(report.isSound)
  }
}

/// One statement that changes a file behind the store's back.
struct Tampering: Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
  var sql: StaticString

  init(stringLiteral sql: StaticString) { self.sql = sql }
  var description: String { sql.description }
}

extension String {
  fileprivate func split(by count: Int) -> String {
    var text = ""
    for (index, character) in enumerated() {
      if index > 0, index % count == 0 { text += " " }
      text.append(character)
    }
    return text
  }
}
