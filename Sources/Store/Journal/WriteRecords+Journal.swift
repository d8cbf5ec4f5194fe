public import CivilTime
import Crypto
import SQLite
public import Workflow

extension WriteRecords {
  /// Stores an event in the journal and carries it into the tables.
  ///
  /// - Parameters:
  ///   - event: What happened.
  ///   - command: The number of the command that led to it; see ``StoredRecords/nextCommand()``.
  ///   - instant: When; never before the journal's last instant.
  ///   - actor: Who asked.
  /// - Returns: The event with its place in the journal.
  /// - Throws: ``StoreError``, or what encoding throws. The savepoint or transaction has to be given up then.
  @discardableResult
  public mutating func append(
    _ event: Event, command: Int64, at instant: Instant, by actor: Actor
  ) throws -> Entry {
    let head = try head()
    let sequence = (head?.sequence ?? 0) + 1
    let stored = try cache.events.encode(event)
    let previous = head?.hash ?? .zero
    var salt: [UInt8] = []
    var digest: Digest32?
    if let payload = stored.payload {
      do {
        salt = try random.bytes(16)
      } catch {
        throw StoreError.noRandomness(error)
      }
      digest = Chain.digest(salt: salt, payload: payload)
    }
    let hash = Chain.hash(
      after: previous, sequence: sequence, command: command, at: instant.milliseconds,
      actor: actor.stored, type: stored.type, version: Int64(stored.version),
      structure: stored.structure, payload: digest)
    try line.execute(
      """
      INSERT INTO journal
        (seq, command, at, actor, type, version, structure, payload_hash, previous, hash)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """, sequence, command, instant.milliseconds, actor.stored, stored.type, stored.version,
      stored.structure, digest?.bytes, previous.bytes, hash.bytes)
    if let payload = stored.payload {
      try line.execute(
        "INSERT INTO payload (seq, salt, bytes) VALUES (?, ?, ?)", sequence, salt, payload)
    }
    let entry = Entry(
      sequence: sequence, command: command, at: instant, by: actor, event: event)
    cache.head = JournalHead(sequence: sequence, command: command, at: instant, hash: hash)
    try carry(entry, hasPayload: digest != nil)
    if case .personErased(let erased) = event { try erasePayloads(erased.entries) }
    return entry
  }

  /// Carries an entry into the derived tables: the same at its first time and in every replay.
  mutating func carry(_ entry: Entry, hasPayload: Bool) throws {
    cache.sequence = entry.sequence
    try apply(entry, to: &self)
    for (kind, id) in try subjects(of: entry.event) {
      try line.execute(
        "INSERT OR IGNORE INTO journal_about (kind, id, seq) VALUES (?, ?, ?)", kind.rawValue,
        id, entry.sequence)
    }
    guard hasPayload else { return }
    for person in Set(entry.event.payload.concerns).sorted() {
      try line.execute(
        "INSERT INTO payload_person (person, seq) VALUES (?, ?)", person, entry.sequence)
    }
  }

  private func erasePayloads(_ entries: [Int64]) throws(StoreError) {
    for sequence in entries {
      try line.execute("DELETE FROM payload WHERE seq = ?", sequence)
    }
  }
}
