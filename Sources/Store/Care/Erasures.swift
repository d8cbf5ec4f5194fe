public import CivilTime
import SQLite
public import Workflow

/// One erasure, as the journal tells it.
public struct Erasure: Hashable, Sendable {
  public var person: PersonID
  public var at: Instant
  /// The entries whose personal values it deleted.
  public var entries: [Int64]

  public init(person: PersonID, at: Instant, entries: [Int64]) {
    self.person = person
    self.at = at
    self.entries = entries
  }
}

extension StoredRecords {
  /// All erasures, in the order in which they happened.
  public func erasures() throws(StoreError) -> [Erasure] {
    let rows = try line.query(
      """
      SELECT seq, command, at, actor, type, version, structure, NULL FROM journal
      WHERE type = 'person-erased' ORDER BY seq
      """, read: EntryRow.init)
    var erasures: [Erasure] = []
    for row in rows {
      guard case .personErased(let event) = try row.entry(by: cache.events).event else { continue }
      erasures.append(Erasure(person: event.person, at: row.at, entries: event.entries))
    }
    return erasures
  }

  /// Which of another database's erasures this one does not know: after restoring an older backup, they have
  /// to be applied again, or the backup would bring back what was erased.
  public func pendingErasures(from list: [Erasure]) throws(StoreError) -> [Erasure] {
    let known = Set(try erasures().map(\.person))
    var pending: [Erasure] = []
    for erasure in list where !known.contains(erasure.person) {
      // Somebody whom the backup does not know yet has nothing in it.
      if try storedPerson(erasure.person) != nil { pending.append(erasure) }
    }
    return pending
  }
}

extension WriteRecords {
  /// Applies erasures again that a restored backup does not know, each as an event of its own.
  ///
  /// - Returns: How many people were erased.
  @discardableResult
  public mutating func reapply(
    _ erasures: [Erasure], command: Int64, at instant: Instant, by actor: Actor
  ) throws -> Int {
    let pending = try pendingErasures(from: erasures)
    for erasure in pending {
      let entries = try entries(concerning: erasure.person)
      try append(
        .personErased(PersonErased(person: erasure.person, entries: entries)), command: command,
        at: instant, by: actor)
    }
    return pending.count
  }
}

extension DistrictStore {
  /// Makes sure that nothing erased is left in the database's file or its log.
  ///
  /// Deleted bytes are overwritten as they are deleted (`secure_delete`), yet old pages stay in the
  /// write-ahead log until it is truncated, and text moved within a page may leave traces in free room. Needs
  /// room for a second copy of the database for a while, and no reader may be at work.
  ///
  /// - Throws: ``StoreError``; with a busy database, when a reader kept the log from being truncated.
  public func scrub() throws(StoreError) {
    try maintain { connection throws(SQLiteError) in
      try connection.checkpoint(.truncate)
      try connection.vacuum()
      let checkpoint = try connection.checkpoint(.truncate)
      guard !checkpoint.wasBlocked else {
        throw SQLiteError(
          extendedCode: 5, message: "a reader keeps the log from being emptied: try again")
      }
    }
  }
}
