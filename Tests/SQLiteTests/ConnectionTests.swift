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
      nil as String?,
      true)
    #expect(changed == 1)
    let found = try connection.first("SELECT i, r, s, b, n, f FROM t") { row throws(SQLiteError) in
      #expect(try row.integer(0) == .min)
      #expect(try row.real(1) == 0.5)
      #expect(try row.text(2) == "Zoë \u{0} 🦉")
      #expect(try row.blob(3) == bytes)
      #expect(try row.textOrNull(4) == nil)
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
    ) { row throws(SQLiteError) in try [row.text(0), row.text(1), row.text(2)] }
    #expect(kinds == [["text", "blob", "null"]])
  }
}
