public import CivilTime
public import Ledger
public import Programs
import SQLite
public import Workflow

extension StoredRecords {
  public func payPolicies() throws(StoreError) -> [PolicyVersion] {
    if let known = cache.payPolicies { return known }
    let versions: [PolicyVersion] = try decoded(
      line.query("SELECT number, value FROM pay_policy ORDER BY number", read: Stored.init),
      table: "pay_policy")
    cache.payPolicies = versions
    return versions
  }

  public func ledger(_ part: LedgerPart) throws(StoreError) -> [LedgerEntry] {
    try decoded(entryRows(part), table: "ledger_entry")
  }

  private func entryRows(_ part: LedgerPart) throws(StoreError) -> [Stored] {
    switch part {
    case .person(let id):
      try line.query(
        """
        SELECT number, value FROM ledger_entry
        WHERE number IN (SELECT entry FROM posting WHERE person = ?)
        ORDER BY number
        """, id, read: Stored.init)
    case .openLots:
      try line.query(
        """
        SELECT number, value FROM ledger_entry
        WHERE number IN (
          SELECT entry FROM posting
          WHERE person IN (SELECT person FROM lot WHERE payable <> 0 OR carried <> 0))
        ORDER BY number
        """, read: Stored.init)
    case .payDate(let day):
      try line.query(
        """
        SELECT number, value FROM ledger_entry
        WHERE number IN (
          SELECT entry FROM posting
          WHERE person IN (
            SELECT person FROM posting WHERE account = 'sealed' AND pay_date = ?))
        ORDER BY number
        """, day.description, read: Stored.init)
    case .rises:
      try line.query(
        """
        SELECT number, value FROM ledger_entry
        WHERE number IN (
          SELECT entry FROM posting
          WHERE person IN (
            SELECT person FROM ledger_entry JOIN posting ON posting.entry = ledger_entry.number
            WHERE is_rise = 1))
        ORDER BY number
        """, read: Stored.init)
    case .district:
      // A file in which nobody is has no amounts when it is paid, so that it is found here.
      try line.query(
        """
        SELECT number, value FROM ledger_entry
        WHERE number IN (
          SELECT number FROM ledger_entry WHERE kind IN ('sealed', 'funds granted')
          UNION ALL SELECT number FROM ledger_entry WHERE kind = 'paid'
            AND NOT EXISTS (SELECT 1 FROM posting WHERE posting.entry = ledger_entry.number))
        ORDER BY number
        """, read: Stored.init)
    }
  }

  public func fundsByDay() throws(StoreError) -> [CivilDate: Money] { try storedFunds() }

  func storedFunds() throws(StoreError) -> [CivilDate: Money] {
    var funds: [CivilDate: Money] = [:]
    let rows = try line.query(
      "SELECT day, sum(cents) FROM posting WHERE account = 'funds' GROUP BY day"
    ) { row throws(SQLiteError) in (try row.text(0), try row.integer(1)) }
    for (text, cents) in rows {
      guard let day = CivilDate(iso: text) else {
        throw .unreadable(table: "posting", id: 0, what: "not a date: \(text)")
      }
      funds[day] = Money(cents: cents)
    }
    return funds
  }

  /// Under which SHA-256 a pay date's file is kept as it was sealed; `nil` once somebody in it was erased.
  public func payrollFile(of day: CivilDate) throws(StoreError) -> String? {
    try line.scalar("SELECT sha256 FROM payroll_file WHERE day = ?", day.description)
  }

  /// The days whose files payroll has marked as paid.
  public func paidDays() throws(StoreError) -> Set<CivilDate> {
    var days: Set<CivilDate> = []
    let rows: [LedgerEntry] = try decoded(
      line.query(
        """
        SELECT number, value FROM ledger_entry
        WHERE number IN (SELECT min(number) FROM ledger_entry WHERE kind = 'paid' GROUP BY seq)
        ORDER BY number
        """, read: Stored.init),
      table: "ledger_entry")
    for entry in rows {
      if case .paid(let day) = entry.kind { days.insert(day) }
    }
    return days
  }

  /// Everything with which something may still be earned, whole, by id: what is being judged, what can be handed in
  /// again, and proposals whose year runs.
  public func submissionsUnderWay(at now: Instant) throws(StoreError) -> [Submission] {
    let ids = try line.query(
      """
      SELECT id FROM submission
        WHERE state IN ('submitted', 'underReview', 'returned', 'readyToRelease')
      UNION SELECT id FROM submission WHERE is_running = 1
      -- What a proposal is that has ended meanwhile, or waits with its clock stopped.
      UNION SELECT proposal FROM submission
        WHERE state IN ('submitted', 'underReview', 'returned', 'readyToRelease')
          AND proposal IS NOT NULL
      UNION SELECT id FROM submission WHERE again_by > ? ORDER BY id
      """, now.milliseconds
    ) { row throws(SQLiteError) in SubmissionID(try row.integer(0)) }
    return try submissions(ids)
  }

  /// Everybody to whom something is owed, read in one go.
  public func peopleOwed() throws(StoreError) -> [PersonID: Person] {
    let people: [Person] = try known(
      line.query(
        """
        SELECT id, value FROM person
        WHERE id IN (SELECT person FROM lot WHERE payable <> 0 OR carried <> 0) ORDER BY id
        """, read: cache.people.find))
    return Dictionary(uniqueKeysWithValues: people.map { ($0.id, $0) })
  }

  /// All that is owed and in no file yet, what somebody owes not counted against it.
  public func owed() throws(StoreError) -> Money {
    let cents: Int64? = try line.scalar(
      """
      SELECT sum(max(payable, 0) + carried) FROM lot WHERE payable <> 0 OR carried <> 0
      """)
    return Money(cents: cents ?? 0)
  }

  public func payYear() throws(StoreError) -> PayYearStart? {
    let row = try line.first("SELECT day, at FROM pay_year WHERE id = 1") {
      row throws(SQLiteError) in
      (try row.text(0), try row.integer(1))
    }
    guard let (text, at) = row else { return nil }
    guard let day = CivilDate(iso: text) else {
      throw .unreadable(table: "pay_year", id: 1, what: "not a date: \(text)")
    }
    return PayYearStart(day: day, at: Instant(milliseconds: at))
  }
}

extension WriteRecords {
  public mutating func save(_ policy: PolicyVersion) throws(StoreError) {
    let bytes = try cache.values.encode(policy, table: "pay_policy", id: Int64(policy.number))
    try line.execute(
      "INSERT INTO pay_policy (number, seq, effective, value) VALUES (?, ?, ?, ?)",
      policy.number, cache.sequence, policy.effective.description, bytes)
    cache.payPolicies = nil
    cache.touched.insert(.program)
  }

  public mutating func save(_ entry: LedgerEntry) throws(StoreError) {
    let bytes = try cache.values.encode(entry, table: "ledger_entry", id: entry.number)
    try line.execute(
      """
      INSERT INTO ledger_entry (number, seq, kind, is_rise, cap, used, value)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      """, entry.number, cache.sequence, entry.kind.name, entry.isRise, entry.limit?.cap.cents,
      entry.limit?.used.cents, bytes)
    if case .sealed(let payDate, let hash) = entry.kind, hash.utf8.count == 64 {
      try line.execute(
        """
        INSERT INTO payroll_file (day, sha256) VALUES (?, ?)
        ON CONFLICT (day) DO UPDATE SET sha256 = excluded.sha256
        """, payDate.pays.description, hash)
    }
    for (place, posting) in entry.postings.enumerated() {
      try save(posting, place, of: entry)
    }
    try take(entry.number, \.ledgerEntry)
  }

  private func save(_ posting: Posting, _ place: Int, of entry: LedgerEntry) throws(StoreError) {
    try line.execute(
      """
      INSERT INTO posting
        (entry, place, ring, account, cents, person, source, item, part, day, pay_date)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """, entry.number, place, posting.account.ring.rawValue, posting.account.rawValue,
      posting.amount.cents, posting.person?.number, posting.lot?.item.source.rawValue,
      posting.lot?.item.number, posting.lot?.part, posting.day.description,
      posting.payDate?.description)
    guard let lot = posting.lot, let person = posting.person,
      posting.account == .payable || posting.account == .carriedOver
    else { return }
    let cents = posting.amount.cents
    try line.execute(
      """
      INSERT INTO lot (source, item, part, person, payable, carried) VALUES (?, ?, ?, ?, ?, ?)
      ON CONFLICT (source, item, part) DO UPDATE
        SET payable = payable + excluded.payable, carried = carried + excluded.carried
      """, lot.item.source.rawValue, lot.item.number, lot.part, person.number,
      posting.account == .payable ? cents : 0, posting.account == .carriedOver ? cents : 0)
  }

  public mutating func save(_ year: PayYearStart) throws(StoreError) {
    let before = try payYear()
    try line.execute(
      """
      INSERT INTO pay_year (id, day, at) VALUES (1, ?, ?)
      ON CONFLICT (id) DO UPDATE SET day = excluded.day, at = excluded.at
      """, year.day.description, year.at.milliseconds)
    try replaceAgenda(before?.agenda ?? [], by: year.agenda)
  }

  public mutating func stopPaying() throws(StoreError) {
    if let year = try payYear() {
      try line.execute("DELETE FROM pay_year")
      try replaceAgenda(year.agenda, by: [])
    }
    guard try !payPolicies().isEmpty else { return }
    try line.execute("DELETE FROM pay_policy")
    cache.payPolicies = nil
    cache.touched.insert(.program)
  }
}

extension WriteRecords {
  /// Lets go of the sealed files that name somebody who is erased: their amounts stay in the ledger, and the file can
  /// be made anew from there, without the name.
  func erasePayrollFiles(naming person: PersonID) throws(StoreError) {
    if !isReplay {
      try line.execute(
        """
        INSERT OR IGNORE INTO blob_removal (sha256)
        SELECT sha256 FROM payroll_file WHERE day IN (
          SELECT pay_date FROM posting WHERE person = ? AND account = 'sealed')
        """, person)
    }
    try line.execute(
      """
      DELETE FROM payroll_file WHERE day IN (
        SELECT pay_date FROM posting WHERE person = ? AND account = 'sealed')
      """, person)
  }
}

extension LedgerEntry {
  /// Whether it raises a salary.
  fileprivate var isRise: Bool {
    if case .rise = terms?.kind { true } else { false }
  }
}
