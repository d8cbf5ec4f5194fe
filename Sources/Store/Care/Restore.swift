public import CivilTime
import Files
import Ledger
import SQLite
public import Workflow

/// What a restore did.
public struct RestoreReport: Hashable, Sendable {
  public var backup: BackupReport
  /// How many people were erased again, because they had been erased since the backup was made.
  public var erased: Int
  /// Whether the database that was replaced could be asked who was erased; true if there was none. If not, the
  /// list has to come from elsewhere.
  public var knowsErasures: Bool
  /// The pay dates that were sealed since the backup was made, by day: it does not know of their files, and none is
  /// sealed until somebody has looked.
  public var sealedSince: [CivilDate]
}

/// What a database that is replaced knows, and a backup may not.
private struct Known {
  var erasures: [Erasure] = []
  var sealed: Set<CivilDate> = []
}

extension DataFolder {
  /// Puts a backup in the place of this folder's database.
  ///
  /// The outbox is paused in it, so that nothing is mailed again before somebody has looked. Whoever was erased
  /// since the backup was made is erased again, and no pay date is sealed before somebody has looked where one was
  /// since: both are read from the database that is replaced, if it can still be read. That one is kept beside the new one, as `rubricd.sqlite3.replaced`, until it is removed by
  /// hand. Nobody may have this folder's database open.
  ///
  /// - Parameters:
  ///   - backup: The folder of the backup; it stays as it is.
  ///   - now: The instant of restoring.
  ///   - actor: Who restores.
  ///   - knownErasures: Erasures that are known from elsewhere.
  /// - Returns: What it did.
  /// - Throws: ``StoreError`` or `FileError`; the database that was in use is in its place still.
  public func restore(
    from backup: DataFolder, at now: Instant, by actor: Actor, knownErasures: [Erasure] = []
  ) throws -> RestoreReport {
    let name = Self.databaseName + ".restored"
    let inUse = try knownInUse()
    try removeDatabase(name)
    guard try backup.files.exists(Self.databaseName) else {
      throw StoreError.unsound("there is no \(Self.databaseName) in the folder of the backup")
    }
    try backup.copyUnopened(to: path(of: name), vfs: options.vfs)
    var report = try prepare(
      name, from: backup, knownErasures + (inUse?.erasures ?? []), inUse?.sealed, at: now, by: actor
    )
    report.knowsErasures = inUse != nil
    try swapIn(name, keeping: Self.databaseName + ".replaced")
    return report
  }

  /// Copies the database as it lies there, without changing anything in the folder.
  private func copyUnopened(to path: String, vfs: String?) throws(StoreError) {
    var reading = options
    reading.access = .readOnly
    let isWhole = try lifting { () throws(SQLiteError) in
      let connection = try Connection(path: self.path(of: Self.databaseName), options: reading)
      return try connection.reading { connection throws(SQLiteError) in
        try connection.backup(to: path, vfs: vfs)
      }
    }
    guard isWhole else { throw .unsound("the copy of the database could not be finished") }
  }

  /// Makes a restored copy ready to take its place. It is closed again when this returns.
  private func prepare(
    _ name: String, from backup: DataFolder, _ erasures: [Erasure], _ sealed: Set<CivilDate>?,
    at now: Instant, by actor: Actor
  ) throws -> RestoreReport {
    let restored = try open(name)
    var report = RestoreReport(
      backup: try restored.soundness(), erased: 0, knowsErasures: true, sealedSince: [])
    (report.erased, report.sealedSince) = try restored.write { records in
      let since = try sealed.map { $0.subtracting(try records.sealedDays()) }?.sorted()
      try records.set(.outboxPaused, to: "yes")
      try records.pauseSealing(knowing: since)
      try records.noteInstant(now)
      let erased = try records.reapply(
        erasures, command: records.nextCommand(), at: max(now, records.lastInstant()), by: actor)
      return (erased, since ?? [])
    }
    if report.erased > 0 { try restored.scrub() }
    try restored.bringFiles(from: backup.blobs(), to: blobs(), &report.backup)
    try restored.settleIntoOneFile()
    return report
  }

  /// The erasures and sealed pay dates that the database in use knows, whatever its version: the journal is the same in all of them.
  ///
  /// - Returns: `nil` if it can't be read any more, which may be why somebody restores.
  /// - Throws: `FileError` if the folder can't be looked at.
  private func knownInUse() throws(FileError) -> Known? {
    guard try files.exists(Self.databaseName) else { return Known() }
    do throws(StoreError) {
      let connection = try lifting { () throws(SQLiteError) in
        try Connection(path: path(of: Self.databaseName), options: options)
      }
      let access = Access(line: Line(connection), cache: RecordCache(), shared: nil)
      let records = ReadRecords(access: access)
      return Known(erasures: try records.erasures(), sealed: try records.sealedDays())
    } catch {
      return nil
    }
  }
}

extension StoredRecords {
  /// The pay dates whose files were sealed, as the journal tells it.
  func sealedDays() throws(StoreError) -> Set<CivilDate> {
    let rows = try line.query(
      """
      SELECT seq, command, at, actor, type, version, structure, NULL FROM journal
      WHERE type = 'entries-made' ORDER BY seq
      """, read: EntryRow.init)
    var days: Set<CivilDate> = []
    for row in rows {
      guard case .entriesMade(let event) = try row.entry(by: cache.events).event else { continue }
      for entry in event.entries {
        if case .sealed(let payDate, _) = entry.kind { days.insert(payDate.pays) }
      }
    }
    return days
  }
}

extension WriteRecords {
  /// Lets no pay date be sealed until somebody has looked, where a backup may not know of one that was.
  fileprivate mutating func pauseSealing(knowing since: [CivilDate]?) throws(StoreError) {
    if since == nil, try payPolicies().isEmpty { return }
    if let since, since.isEmpty { return }
    try set(
      .sealingPaused,
      to: since.map { days in days.map { "\($0)" }.joined(separator: ",") } ?? "unknown")
  }
}

extension WriteRecords {
  /// Gives up whatever waited in the outbox before an instant: after a restore, when it went out long ago.
  ///
  /// - Returns: How many notices and mails will not go out.
  @discardableResult
  public mutating func cancelWaiting(
    before instant: Instant, reason: String, at now: Instant
  ) throws(StoreError) -> (notices: Int, mails: Int) {
    let mails = try line.execute(
      """
      UPDATE mail SET state = 'cancelled', lease_until = NULL, body = NULL
      WHERE state IN ('queued', 'deferred', 'sending', 'endOfData', 'unknown')
        AND created_at < ?
      """, instant.milliseconds)
    let mailed = try line.execute(
      """
      UPDATE notice SET state = 'cancelled', reason = ?, updated_at = ?
      WHERE state = 'mailed' AND mail IN (
          SELECT id FROM mail
          WHERE state <> 'sent' AND state <> 'sending' AND state <> 'endOfData'
            AND state = 'cancelled')
      """, reason, now.milliseconds)
    let planned = try line.execute(
      """
      UPDATE notice SET state = 'cancelled', reason = ?, updated_at = ?
      WHERE state = 'planned' AND due < ?
      """, reason, now.milliseconds, instant.milliseconds)
    return (planned + mailed, mails)
  }
}
