public import CivilTime
import SQLite
public import Workflow

/// A row of a file that could not be taken: somebody has to settle it.
public struct SetAsideRow: Hashable, Sendable {
  public var id: Int64
  /// The SHA-256 of its file, in hex.
  public var file: String
  /// Its number as a spreadsheet shows it.
  public var rowNumber: Int
  public var kind: String
  /// Its cells by their columns' titles, in the file's order.
  public var fields: [Field]
  /// Why it was not taken, in words for whoever settles it.
  public var reason: String
  /// Whom it is about, if that is known.
  public var person: PersonID?
  public var createdAt: Instant
  public var settledAt: Instant?

  public struct Field: Hashable, Sendable, Codable {
    public var column: String
    public var text: String

    public init(column: String, text: String) {
      self.column = column
      self.text = text
    }
  }
}

extension StoredRecords {
  /// Rows that nobody has settled yet, the oldest first.
  public func openSetAsideRows(
    after id: Int64 = 0, limit: Int
  ) throws(StoreError) -> [SetAsideRow] {
    try setAsideRows(
      line.query(
        """
        SELECT id, fields, file, row_number, kind, reason, person, created_at, settled_at
        FROM set_aside WHERE settled_at IS NULL AND id > ? ORDER BY id LIMIT ?
        """, id, limit, read: SetAsideFields.init))
  }

  /// How many rows nobody has settled yet.
  public func openSetAsideCount() throws(StoreError) -> Int {
    try line.scalar("SELECT count(*) FROM set_aside WHERE settled_at IS NULL") ?? 0
  }

  public func setAsideRow(_ id: Int64) throws(StoreError) -> SetAsideRow? {
    try setAsideRows(
      line.query(
        """
        SELECT id, fields, file, row_number, kind, reason, person, created_at, settled_at
        FROM set_aside WHERE id = ?
        """, id, read: SetAsideFields.init)
    ).first
  }

  private func setAsideRows(_ found: [SetAsideFields]) throws(StoreError) -> [SetAsideRow] {
    var rows: [SetAsideRow] = []
    for var found in found {
      found.row.fields = try cache.values.decode(
        [SetAsideRow.Field].self, found.fields, table: "set_aside", id: found.row.id)
      rows.append(found.row)
    }
    return rows
  }
}

extension WriteRecords {
  /// Sets a row aside; the same row of the same file takes its own place.
  public mutating func setAside(
    file: String, rowNumber: Int, kind: String, fields: [SetAsideRow.Field], reason: String,
    person: PersonID?, at instant: Instant
  ) throws(StoreError) {
    let bytes = try cache.values.encode(fields, table: "set_aside", id: Int64(rowNumber))
    try line.execute(
      """
      INSERT INTO set_aside (file, row_number, kind, fields, reason, person, created_at)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (file, row_number) DO UPDATE SET kind = excluded.kind,
        fields = excluded.fields, reason = excluded.reason, person = excluded.person,
        settled_at = NULL
      """, file, rowNumber, kind, bytes, reason, person, instant.milliseconds)
  }

  /// Notes that a row was settled.
  ///
  /// - Returns: Whether there was such a row, and it was open.
  @discardableResult
  public mutating func settle(_ id: Int64, at instant: Instant) throws(StoreError) -> Bool {
    try line.execute(
      "UPDATE set_aside SET settled_at = ? WHERE id = ? AND settled_at IS NULL",
      instant.milliseconds, id) > 0
  }
}

private struct SetAsideFields {
  var row: SetAsideRow
  var fields: [UInt8]

  init(_ row: borrowing Row) throws(SQLiteError) {
    fields = try row.blob(1)
    self.row = SetAsideRow(
      id: try row.integer(0), file: try row.text(2), rowNumber: Int(try row.integer(3)),
      kind: try row.text(4), fields: [], reason: try row.text(5),
      person: try row.integerOrNull(6).map(PersonID.init),
      createdAt: Instant(milliseconds: try row.integer(7)),
      settledAt: try row.integerOrNull(8).map(Instant.init(milliseconds:)))
  }
}
