import Crypto
import SQLite

extension StoredRecords {
  func tablesHash() throws(StoreError) -> Digest32 {
    let hash = TableHash()
    try hash.add("policy", line, "SELECT * FROM policy ORDER BY name", "tib")
    try hash.add("rubric", line, "SELECT * FROM rubric ORDER BY rubric, hash", "ttiit")
    try hash.add("person", line, "SELECT * FROM person ORDER BY id", "ittiiiittb")
    try hash.add("conflict", line, "SELECT * FROM conflict ORDER BY person, other", "ii")
    try hash.add("offering", line, "SELECT * FROM offering ORDER BY id", "ittib")
    try hash.add(
      "offering_leader", line, "SELECT * FROM offering_leader ORDER BY offering, person", "ii")
    try hash.add("intake_window", line, "SELECT * FROM intake_window ORDER BY id", "ittib")
    try hash.add(
      "submission", line, "SELECT * FROM submission ORDER BY id", "itiiiiittiiiiiittb")
    try hash.add(
      "artifact", line, "SELECT * FROM artifact ORDER BY submission, round, place", "iiiti")
    try hash.add("review", line, "SELECT * FROM review ORDER BY id", "iiiittiiiiitb")
    try hash.add("decision", line, "SELECT * FROM decision ORDER BY id", "iiitiittb")
    try hash.add(
      "decision_review", line, "SELECT * FROM decision_review ORDER BY decision, review", "ii")
    try hash.add("assignment", line, "SELECT * FROM assignment ORDER BY id", "iitb")
    try hash.add("opening", line, "SELECT * FROM opening ORDER BY id", "iitiib")
    try hash.add("pay_policy", line, "SELECT * FROM pay_policy ORDER BY number", "iitb")
    try hash.add("ledger_entry", line, "SELECT * FROM ledger_entry ORDER BY number", "iitiiib")
    try hash.add("posting", line, "SELECT * FROM posting ORDER BY entry, place", "iittiitiitt")
    try hash.add("lot", line, "SELECT * FROM lot ORDER BY source, item, part", "tiiiii")
    try hash.add("payroll_file", line, "SELECT * FROM payroll_file ORDER BY day", "tt")
    try hash.add("pay_year", line, "SELECT * FROM pay_year ORDER BY id", "iti")
    try hash.add("agenda", line, "SELECT * FROM agenda ORDER BY item, subject", "tii")
    try hash.add(
      "journal_about", line, "SELECT * FROM journal_about ORDER BY kind, id, seq", "tii")
    try hash.add(
      "payload_person", line, "SELECT * FROM payload_person ORDER BY person, seq", "ii")
    return hash.finish()
  }
}

/// A hash over rows: each value with its kind and, where it varies, its length before it.
///
/// A class so that the closure which reads the rows can add to it.
private final class TableHash {
  private var hash = SHA256()

  /// Adds a table.
  ///
  /// - Parameters:
  ///   - name: Its name, so that no row can pass for one of another table.
  ///   - line: The connection.
  ///   - sql: All its rows, in the order of its key.
  ///   - kinds: For each column `i` for an integer, `t` for a text or `b` for bytes; NULL is always allowed.
  /// - Throws: ``StoreError``, also when the table has other columns.
  func add(
    _ name: String, _ line: Line, _ sql: StaticString, _ kinds: String
  ) throws(StoreError) {
    var bytes: [UInt8] = []
    Self.add(Array(name.utf8), to: &bytes)
    hash.update(bytes)
    let kinds = Array(kinds.utf8)
    try line.forEach(sql) { row throws(StoreError) in
      bytes.removeAll(keepingCapacity: true)
      try lifting { () throws(SQLiteError) in
        guard row.columnCount == kinds.count else {
          throw row.unreadable(0, "expected \(kinds.count) columns")
        }
        for (column, kind) in kinds.enumerated() {
          guard !row.isNull(column) else {
            bytes.append(UInt8(ascii: "n"))
            continue
          }
          bytes.append(kind)
          switch kind {
          case UInt8(ascii: "i"): Self.add(try row.integer(column), to: &bytes)
          case UInt8(ascii: "t"): Self.add(Array(try row.text(column).utf8), to: &bytes)
          default: Self.add(try row.blob(column), to: &bytes)
          }
        }
      }
      hash.update(bytes)
      return true
    }
  }

  private static func add(_ bytes: [UInt8], to rows: inout [UInt8]) {
    add(Int64(bytes.count), to: &rows)
    rows += bytes
  }

  private static func add(_ number: Int64, to rows: inout [UInt8]) {
    for shift in stride(from: 56, through: 0, by: -8) {
      rows.append(UInt8(truncatingIfNeeded: number >> Int64(shift)))
    }
  }

  func finish() -> Digest32 { hash.finish() }
}
