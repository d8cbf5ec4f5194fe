import CivilTime
import Ledger
import Programs
import SQLite
import Workflow

extension StoredRecords {
  /// 6. Every ring of every entry adds up to nothing; nothing that can't be below zero is, of anybody; nothing passes
  /// a cap that nobody overrode; and no entry is missing.
  ///
  /// Earned = paid + payable + carried over + refused, for each person and for each amount that is owed; what waits is
  /// what the entries say; and no period's funds are overspent.
  func ledgerFindings(_ limit: Int) throws(StoreError) -> [Finding] {
    let unbalanced = try ids(
      line.query(
        """
        SELECT DISTINCT entry FROM posting
        GROUP BY entry, ring, person HAVING sum(cents) <> 0
        ORDER BY entry LIMIT ?
        """, limit, read: firstInteger), 6, "ledger entry", "its amounts don't add up to nothing")
    let overCap = try ids(
      line.query(
        """
        SELECT number FROM ledger_entry
        WHERE used > cap
          AND kind NOT IN ('applied beyond cap', 'amended beyond cap', 'resumed beyond cap')
        ORDER BY number LIMIT ?
        """, limit, read: firstInteger), 6, "ledger entry",
      "it passes a cap, and no administrator let it")
    let belowZero = try ids(
      line.query(
        """
        SELECT DISTINCT person FROM posting
        WHERE account IN ('reserved', 'carriedOver', 'refused') AND person IS NOT NULL
        GROUP BY person, account HAVING sum(cents) < 0
        ORDER BY person LIMIT ?
        """, limit, read: firstInteger), 6, "person",
      "an amount that is held, carried over or refused is below zero")
    let missing = try ids(
      line.query(
        """
        SELECT last FROM (SELECT max(number) AS last, count(*) AS entries FROM ledger_entry)
        WHERE last <> entries LIMIT ?
        """, limit, read: firstInteger), 6, "ledger entry", "entries before it are missing")
    let earned = try ids(
      line.query(
        """
        SELECT DISTINCT item FROM posting
        WHERE item IS NOT NULL AND account IN (
          'earned', 'payable', 'sealed', 'paid', 'carriedOver', 'refused', 'reversed')
        GROUP BY source, item, part HAVING sum(cents) <> 0
        ORDER BY item LIMIT ?
        """, limit, read: firstInteger), 6, "submission or opening figure",
      "what it earned is not what is payable, paid, carried over, refused and reversed of it")
    let lots = try ids(
      line.query(
        """
        SELECT DISTINCT item FROM (
          SELECT source, item, part, person, payable, carried FROM lot
          UNION ALL
          SELECT source, item, part, person,
            -sum(CASE account WHEN 'payable' THEN cents ELSE 0 END),
            -sum(CASE account WHEN 'carriedOver' THEN cents ELSE 0 END)
          FROM posting
          WHERE account IN ('payable', 'carriedOver') AND item IS NOT NULL AND person IS NOT NULL
          GROUP BY source, item, part, person)
        GROUP BY source, item, part, person HAVING sum(payable) <> 0 OR sum(carried) <> 0
        ORDER BY item LIMIT ?
        """, limit, read: firstInteger), 6, "submission or opening figure",
      "what waits to be paid differs from its entries")
    return unbalanced + overCap + belowZero + missing + earned + lots
      + (try overspent())
  }

  /// Periods of which more was paid than was granted.
  private func overspent() throws(StoreError) -> [Finding] {
    guard let program = try storedProgram(), let kind = program.pay?.funds?.period else {
      return []
    }
    var left: [Period: Money] = [:]
    for (day, amount) in try storedFunds() {
      let period = Period(
        kind, holding: day, schoolYearFirstMonth: program.schoolYearFirstMonth)
      left[period, default: .zero] += amount
    }
    return left.filter { $0.value < .zero }.keys.map(\.first).sorted().map { first in
      Finding(
        rule: 6, kind: "funds", id: Int64(first.year),
        words: "more was paid from \(first) on than was granted")
    }
  }
}
