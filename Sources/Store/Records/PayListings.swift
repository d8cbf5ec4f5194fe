public import CivilTime
public import Programs
import SQLite
public import Workflow

// What the pages of pay list. Each list is one query, whatever its length.

/// What a sealed file comes to.
public struct SealedTotal: Hashable, Sendable {
  public var amount: Money
  /// How many people are in it.
  public var people: Int
}

extension StoredRecords {
  /// What submissions are called.
  ///
  /// - Parameter submissions: Which; at most a few hundred, as many as a page shows.
  /// - Returns: Titles by number; nothing for what was erased or is not there.
  /// - Throws: ``StoreError``.
  public func titles(
    of submissions: some Sequence<SubmissionID>
  ) throws(StoreError) -> [SubmissionID: String] {
    let rows = try line.query(
      """
      SELECT id, title FROM submission
      WHERE title IS NOT NULL AND id IN (SELECT value FROM json_each(?))
      """, numbers(submissions.map(\.number))
    ) { row throws(SQLiteError) in (SubmissionID(try row.integer(0)), try row.text(1)) }
    return Dictionary(rows) { first, _ in first }
  }

  /// Under which numbers HR knows some people.
  ///
  /// - Parameter people: Whose; at most a few hundred, as many as a page shows.
  /// - Returns: Numbers; nothing for who was erased or is not there.
  /// - Throws: ``StoreError``.
  public func employeeNumbers(
    of people: some Sequence<PersonID>
  ) throws(StoreError) -> [PersonID: String] {
    let rows = try line.query(
      """
      SELECT id, employee_number FROM person
      WHERE employee_number IS NOT NULL AND id IN (SELECT value FROM json_each(?))
      """, numbers(people.map(\.number))
    ) { row throws(SQLiteError) in (PersonID(try row.integer(0)), try row.text(1)) }
    return Dictionary(rows) { first, _ in first }
  }

  /// What the files came to that were sealed for some days.
  ///
  /// - Parameters:
  ///   - first: The first pay date.
  ///   - last: The last pay date.
  /// - Returns: Totals by pay date; none for a file without a line.
  /// - Throws: ``StoreError``.
  public func sealedTotals(
    from first: CivilDate, through last: CivilDate
  ) throws(StoreError) -> [CivilDate: SealedTotal] {
    let rows = try line.query(
      """
      SELECT pay_date, sum(cents), count(DISTINCT person) FROM posting
      WHERE account = 'sealed' AND pay_date BETWEEN ? AND ?
        AND (SELECT kind FROM ledger_entry WHERE number = posting.entry) = 'settled'
      GROUP BY pay_date
      """, first.description, last.description
    ) { row throws(SQLiteError) in
      (
        try row.text(0),
        SealedTotal(amount: Money(cents: try row.integer(1)), people: Int(try row.integer(2)))
      )
    }
    return rows.reduce(into: [:]) { totals, row in
      if let day = CivilDate(iso: row.0) { totals[day] = row.1 }
    }
  }
}
