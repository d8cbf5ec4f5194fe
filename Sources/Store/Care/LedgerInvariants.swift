import SQLite

extension StoredRecords {
  /// 6. Every ring of every entry adds up to nothing; nothing that can't be below zero is, of anybody; nothing passes
  /// a cap that nobody overrode; and no entry is missing.
  ///
  /// That earned = paid + payable + carried over + refused, for each person, follows: earned and reversed are the
  /// others' counterparts in the same ring.
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
    return unbalanced + overCap + belowZero + missing
  }
}
