public import CivilTime
import Files
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
}

extension DataFolder {
  /// Puts a backup in the place of this folder's database.
  ///
  /// The outbox is paused in it, so that nothing is mailed again before somebody has looked. Whoever was erased
  /// since the backup was made is erased again: that is read from the database that is replaced, if it can
  /// still be read. That one is kept beside the new one, as `rubricd.sqlite3.replaced`, until it is removed by
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
    let inUse = try erasuresInUse()
    try removeDatabase(name)
    guard try backup.files.exists(Self.databaseName) else {
      throw StoreError.unsound("there is no \(Self.databaseName) in the folder of the backup")
    }
    try backup.copyUnopened(to: path(of: name), vfs: options.vfs)
    var report = try prepare(
      name, from: backup, knownErasures + (inUse ?? []), at: now, by: actor)
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
    _ name: String, from backup: DataFolder, _ erasures: [Erasure], at now: Instant, by actor: Actor
  ) throws -> RestoreReport {
    let restored = try open(name)
    var report = RestoreReport(
      backup: try restored.soundness(), erased: 0, knowsErasures: true)
    report.erased = try restored.write { records in
      try records.set(.outboxPaused, to: "yes")
      try records.noteInstant(now)
      return try records.reapply(
        erasures, command: records.nextCommand(), at: max(now, records.lastInstant()), by: actor)
    }
    if report.erased > 0 { try restored.scrub() }
    try restored.bringFiles(from: backup.blobs(), to: blobs(), &report.backup)
    try restored.settleIntoOneFile()
    return report
  }

  /// The erasures that the database in use knows, whatever its version: the journal is the same in all of them.
  ///
  /// - Returns: `nil` if it can't be read any more, which may be why somebody restores.
  /// - Throws: `FileError` if the folder can't be looked at.
  private func erasuresInUse() throws(FileError) -> [Erasure]? {
    guard try files.exists(Self.databaseName) else { return [] }
    do throws(StoreError) {
      let connection = try lifting { () throws(SQLiteError) in
        try Connection(path: path(of: Self.databaseName), options: options)
      }
      let access = Access(line: Line(connection), cache: RecordCache(), shared: nil)
      return try ReadRecords(access: access).erasures()
    } catch {
      return nil
    }
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
