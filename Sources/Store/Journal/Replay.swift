public import Crypto
import SQLite
import Workflow

extension DistrictStore {
  /// Builds the derived tables of an empty store from this one's journal, to compare them.
  ///
  /// The journal itself is not copied. Where a payload was erased, the event goes on without its words.
  ///
  /// - Parameter target: A store whose journal and derived tables are empty.
  /// - Throws: ``StoreError`` among others when an entry can't be read.
  public func replayed(into target: DistrictStore) throws {
    guard try target.read({ records in try records.lastSequence() }) == 0 else {
      throw StoreError.unsound("the store to replay into has a journal of its own")
    }
    var last: Int64 = 0
    while true {
      let rows = try read { records in try records.replayRows(after: last) }
      guard let end = rows.last?.0.sequence else { return }
      try target.replay(rows)
      last = end
    }
  }

  /// Drops the derived tables and builds them anew from the journal, in one transaction.
  func rederive() throws {
    try write { records in
      try lifting { () throws(SQLiteError) in
        try Schema.renewDerived(records.line.connection)
      }
      records.cache.forget([.program, .calendar, .rubrics, .windows, .offerings, .people, .work])
      records.cache.next = nil
      records.cache.touched = [
        .program, .calendar, .rubrics, .windows, .offerings, .people, .work,
      ]
      var replaying = WriteRecords(
        access: records.access, random: records.random, isReplay: true)
      var last: Int64 = 0
      while true {
        let rows = try replaying.replayRows(after: last)
        guard let end = rows.last?.0.sequence else { return }
        for (row, hasPayload) in rows {
          try replaying.carry(row.entry(by: replaying.cache.events), hasPayload: hasPayload)
        }
        last = end
      }
    }
  }

  private func replay(_ rows: [(EntryRow, Bool)]) throws {
    try write { records in
      var replaying = WriteRecords(
        access: records.access, random: records.random, isReplay: true)
      for (row, hasPayload) in rows {
        try replaying.carry(row.entry(by: replaying.cache.events), hasPayload: hasPayload)
      }
    }
  }

  /// SHA-256 over every row of every derived table, each in the order of its key.
  ///
  /// Two databases with the same journal have the same hash, whatever order their pages are in.
  public func tablesHash() throws -> Digest32 {
    try read { records in try records.tablesHash() }
  }
}

extension StoredRecords {
  /// Some entries after a number, and of each whether it had personal values, erased or not.
  func replayRows(after sequence: Int64) throws(StoreError) -> [(EntryRow, Bool)] {
    try line.query(
      """
      SELECT journal.seq, command, at, actor, type, version, structure, payload.bytes,
        payload_hash IS NOT NULL
      FROM journal LEFT JOIN payload ON payload.seq = journal.seq
      WHERE journal.seq > ? ORDER BY journal.seq LIMIT 500
      """, sequence
    ) { row throws(SQLiteError) in (try EntryRow(row), try row.boolean(8)) }
  }
}
