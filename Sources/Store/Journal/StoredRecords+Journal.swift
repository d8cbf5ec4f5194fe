import CivilTime
public import Crypto
import SQLite
public import Workflow

extension StoredRecords {
  /// The chain's last link; `nil` while the journal is empty.
  func head() throws(StoreError) -> JournalHead? {
    if let known = cache.head { return known }
    let head = try line.first(
      "SELECT seq, command, at, hash FROM journal ORDER BY seq DESC LIMIT 1"
    ) { row throws(SQLiteError) in
      // Commands are numbered in the order of their entries, so the last entry's is the last command.
      guard let hash = Digest32(try row.blob(3)) else { throw row.unreadable(3, "not 32 bytes") }
      return JournalHead(
        sequence: try row.integer(0), command: try row.integer(1),
        at: Instant(milliseconds: try row.integer(2)), hash: hash)
    }
    cache.head = head
    return head
  }

  /// The hash of the journal's last entry, which `verify --head` takes; `nil` while it is empty.
  public func chainHead() throws(StoreError) -> Digest32? {
    try head()?.hash
  }

  /// The number of the journal's last entry; 0 while it is empty.
  public func lastSequence() throws(StoreError) -> Int64 {
    try head()?.sequence ?? 0
  }

  /// The number for the next command: one more than the last that led to anything.
  public func nextCommand() throws(StoreError) -> Int64 {
    (try head()?.command ?? 0) + 1
  }

  /// Entries after a number, in order.
  public func entries(after sequence: Int64, limit: Int) throws(StoreError) -> [Entry] {
    try entries(
      line.query(
        """
        SELECT journal.seq, command, at, actor, type, version, structure, payload.bytes
        FROM journal LEFT JOIN payload ON payload.seq = journal.seq
        WHERE journal.seq > ? ORDER BY journal.seq LIMIT ?
        """, sequence, limit, read: EntryRow.init))
  }

  /// The history of one thing, in order.
  ///
  /// - Parameters:
  ///   - kind: What it is.
  ///   - id: Its number.
  ///   - types: Only events of these types; `nil` for all. What is not asked for is not decoded.
  ///   - sequence: Only entries after this one.
  ///   - limit: Most entries that are looked at.
  /// - Returns: The entries.
  /// - Throws: ``StoreError``.
  public func history(
    of kind: JournalSubject, _ id: Int64, only types: Set<String>? = nil,
    after sequence: Int64 = 0, limit: Int = 1_000
  ) throws(StoreError) -> [Entry] {
    let rows = try line.query(
      """
      SELECT journal.seq, command, at, actor, type, version, structure, payload.bytes
      FROM journal_about
        JOIN journal ON journal.seq = journal_about.seq
        LEFT JOIN payload ON payload.seq = journal.seq
      WHERE journal_about.kind = ? AND journal_about.id = ? AND journal_about.seq > ?
      ORDER BY journal_about.seq LIMIT ?
      """, kind.rawValue, id, sequence, limit, read: EntryRow.init)
    return try entries(
      types.map { types in rows.filter { types.contains($0.stored.type) } } ?? rows)
  }

  /// The history of a submission, in order.
  public func history(
    of submission: SubmissionID, only types: Set<String>? = nil
  ) throws(StoreError) -> [Entry] {
    try history(of: .submission, submission.number, only: types)
  }

  /// What a command led to, in order.
  public func entries(ofCommand number: Int64) throws(StoreError) -> [Entry] {
    try entries(
      line.query(
        """
        SELECT journal.seq, command, at, actor, type, version, structure, payload.bytes
        FROM journal LEFT JOIN payload ON payload.seq = journal.seq
        WHERE command = ? ORDER BY journal.seq
        """, number, read: EntryRow.init))
  }

  private func entries(_ rows: [EntryRow]) throws(StoreError) -> [Entry] {
    var entries: [Entry] = []
    entries.reserveCapacity(rows.count)
    for row in rows { entries.append(try row.entry(by: cache.events)) }
    return entries
  }

  public func recordedCommand(_ number: Int64) throws(StoreError) -> RecordedCommand? {
    let entries = try entries(ofCommand: number)
    guard let first = entries.first else { return nil }
    // The final dot may have been sent, so "told" begins with the lease: a mail that is on its way can't be
    // called back.
    let told: Bool? = try line.scalar(
      """
      SELECT 1 FROM notice
        LEFT JOIN notice AS teller ON teller.id = notice.merged_into
        JOIN mail ON mail.id = ifnull(notice.mail, teller.mail)
      WHERE notice.command = ? AND mail.state IN ('sending', 'endOfData', 'sent', 'unknown')
      LIMIT 1
      """, number)
    let undone: Bool? = try line.scalar(
      "SELECT 1 FROM journal_about WHERE kind = 'undoneCommand' AND id = ? LIMIT 1", number)
    return RecordedCommand(
      number: number, at: first.at, by: first.by, events: entries.map(\.event),
      isTold: told ?? false, isUndone: undone ?? false)
  }

  public func entries(concerning person: PersonID) throws(StoreError) -> [Int64] {
    try line.query(
      "SELECT seq FROM payload_person WHERE person = ? ORDER BY seq", person
    ) { row throws(SQLiteError) in try row.integer(0) }
  }
}

/// One row of the journal with its payload, not yet decoded.
struct EntryRow {
  var sequence: Int64
  var command: Int64
  var at: Instant
  var actor: String
  var stored: StoredEvent

  init(_ row: borrowing Row) throws(SQLiteError) {
    sequence = try row.integer(0)
    command = try row.integer(1)
    at = Instant(milliseconds: try row.integer(2))
    actor = try row.text(3)
    stored = StoredEvent(
      type: try row.text(4), version: Int(try row.integer(5)), structure: try row.blob(6),
      payload: try row.blobOrNull(7))
  }

  func entry(by coding: EventCoding) throws(StoreError) -> Entry {
    guard let actor = Actor(stored: actor) else {
      throw .unreadable(table: "journal", id: sequence, what: "nobody is called that")
    }
    do {
      return Entry(
        sequence: sequence, command: command, at: at, by: actor, event: try coding.decode(stored))
    } catch {
      throw .event(error)
    }
  }
}
