public import CivilTime
import Files
public import Store
public import Workflow

// Copies of a district, and back again. What touches the database as a whole belongs to the store; here stands what
// the office adds: nothing is mailed again, and who was erased stays erased.

extension DistrictOffice {
  /// Copies the district into another folder while it goes on: the database first, then the artifacts.
  ///
  /// - Parameter folder: Where to; an older backup there is replaced once the new one is whole.
  /// - Returns: What the backup holds.
  /// - Throws: ``OfficeError``; an older backup is as it was then.
  @discardableResult
  public func backUp(to folder: DataFolder) throws(OfficeError) -> BackupReport {
    do {
      return try store.backUp(blobs, to: folder)
    } catch {
      throw .lifted(error)
    }
  }

  /// Leaves word that a backup was made. Whoever makes one reads the database and does not write it, while the
  /// process that owns it goes on: its next beat takes the word up.
  ///
  /// - Throws: ``OfficeError/file(_:)``; the backup is good all the same.
  public func leaveWordOfBackup() throws(OfficeError) {
    do {
      try surroundings.files.writeDurably(
        [], to: DataDirectory.backedUp, temporary: "\(DataDirectory.backedUp).part")
    } catch {
      throw .file(error)
    }
  }

  /// Notes when the last backup was made, for the administrator's week.
  func takeWordOfBackup() throws(OfficeError) {
    let made: Int64
    do {
      guard let word = try surroundings.files.attributes(DataDirectory.backedUp) else { return }
      made = word.modifiedMilliseconds
    } catch {
      throw .file(error)
    }
    try write { records, _ in try records.set(.lastBackup, to: "\(made)") }
    do {
      try surroundings.files.remove(DataDirectory.backedUp)
    } catch {
      throw .file(error)
    }
  }

  /// Puts a backup in the place of a district's database. Nobody may have it open.
  ///
  /// The outbox is paused then, so that nothing is mailed again before somebody has looked
  /// (``resumeOutbox(givingUpBefore:)``), and whoever was erased since the backup was made is erased again.
  ///
  /// - Parameters:
  ///   - folder: The data directory.
  ///   - backup: The folder of the backup.
  ///   - now: The present instant.
  ///   - actor: Who restores.
  /// - Returns: What was done.
  /// - Throws: ``OfficeError``; the database that was in use is in its place still.
  @discardableResult
  public static func restore(
    _ folder: DataFolder, from backup: DataFolder, at now: Instant, by actor: Actor
  ) throws(OfficeError) -> RestoreReport {
    do {
      return try folder.restore(from: backup, at: now, by: actor)
    } catch {
      throw .lifted(error)
    }
  }

  /// Brings a district's database to this version's tables. Nobody may have it open.
  ///
  /// - Parameter folder: The data directory.
  /// - Returns: What was done.
  /// - Throws: ``OfficeError``; the database that was in use is in its place still.
  @discardableResult
  public static func upgrade(_ folder: DataFolder) throws(OfficeError) -> UpgradeReport {
    do {
      return try folder.upgrade()
    } catch {
      throw .lifted(error)
    }
  }

  /// Lets no mail out until ``resumeOutbox(givingUpBefore:)``. What is due is still put into the outbox.
  public func pauseOutbox() throws(OfficeError) {
    try write { records, _ in try records.set(.outboxPaused, to: "yes") }
  }

  /// Lets mails out again.
  ///
  /// - Parameter instant: What was planned or waited before this is given up: after a restore, the instant at which
  ///   the district stopped, since until then everything had gone out. `nil` sends all that waits.
  /// - Returns: How many notices and mails will not go out.
  /// - Throws: ``OfficeError``.
  @discardableResult
  public func resumeOutbox(
    givingUpBefore instant: Instant?
  ) throws(OfficeError) -> (notices: Int, mails: Int) {
    try write { records, now in
      var given = (notices: 0, mails: 0)
      if let instant {
        given = try records.cancelWaiting(before: instant, reason: "restored", at: now)
      }
      try records.set(.outboxPaused, to: nil)
      return given
    }
  }
}
