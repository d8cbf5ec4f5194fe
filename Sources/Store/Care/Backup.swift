import Files
import SQLite
import Workflow

/// What a backup holds.
public struct BackupReport: Hashable, Sendable {
  /// The number of the last journal entry in it.
  public var lastSequence: Int64
  /// How many files submissions, drafts and pay dates refer to, and how many of them it had to copy.
  public var files: Int
  public var filesCopied: Int
  /// Files that were missing or damaged where they were copied from.
  public var filesMissing: [String]
}

extension DistrictStore {
  /// Copies the database, then the files, into another folder, while the store stays in use.
  ///
  /// The database first: each file that the copy refers to was durable before it. Files that are in the
  /// other folder already are not copied again. The copy is checked before it takes its place there.
  ///
  /// - Parameters:
  ///   - blobs: This store's files.
  ///   - folder: The folder of the backup; an older backup in it is replaced.
  /// - Returns: What it holds.
  /// - Throws: ``StoreError`` or `FileError`; an older backup is as it was then.
  @discardableResult
  public func backUp(_ blobs: Blobs, to folder: DataFolder) throws -> BackupReport {
    let name = DataFolder.databaseName + ".new"
    try folder.removeDatabase(name)
    try copy(to: folder, name: name)
    let report = try folder.checkCopy(name, files: blobs)
    try folder.removeDatabase(DataFolder.databaseName)
    try folder.files.moveDurably(name, to: DataFolder.databaseName)
    return report
  }

  /// Copies the database as it is now into one file.
  func copy(to folder: DataFolder, name: String) throws(StoreError) {
    let path = folder.path(of: name)
    let vfs = folder.options.vfs
    let isWhole: Bool
    do throws(SQLiteError) {
      isWhole = try database.read { connection throws(SQLiteError) in
        try connection.backup(to: path, vfs: vfs)
      }
    } catch {
      throw .database(error)
    }
    guard isWhole else { throw .unsound("the copy of the database could not be finished") }
  }

  /// Throws unless file and journal are whole.
  func soundness() throws -> BackupReport {
    let damage = try maintain { connection throws(SQLiteError) in
      try connection.integrityCheck(limit: 3)
    }
    guard damage.isEmpty else {
      throw StoreError.unsound("the database is damaged: \(damage.joined(separator: "; "))")
    }
    let chain = try read { records in try records.checkChain() }
    if let fault = chain.fault { throw StoreError.unsound("the journal is not whole: \(fault)") }
    return BackupReport(
      lastSequence: chain.entries, files: 0, filesCopied: 0, filesMissing: [])
  }

  /// Copies the files that submissions, drafts and pay dates refer to, those that are not there yet.
  func bringFiles(from source: Blobs, to target: Blobs, _ report: inout BackupReport) throws {
    var last = ""
    while true {
      let files = try read { records in try records.referencedFiles(after: last) }
      guard let end = files.last else { return }
      for file in files {
        report.files += 1
        switch try source.copy(file, to: target) {
        case .wasThere: break
        case .copied: report.filesCopied += 1
        case .missing: report.filesMissing.append(file)
        }
      }
      last = end
    }
  }

  /// Leaves nothing beside the database's file, so that it can be moved, and read where nothing may be
  /// written. Opening it for writing brings the write-ahead log back.
  func settleIntoOneFile() throws(StoreError) {
    try maintain { connection throws(SQLiteError) in
      try connection.executeScript("PRAGMA journal_mode = DELETE")
    }
  }
}

extension DataFolder {
  /// Checks a copied database, and brings the files that it refers to. It is closed again when this returns.
  fileprivate func checkCopy(_ name: String, files blobs: Blobs) throws -> BackupReport {
    let copy = try open(name)
    var report = try copy.soundness()
    try copy.bringFiles(from: blobs, to: self.blobs(), &report)
    try copy.settleIntoOneFile()
    return report
  }
}

extension StoredRecords {
  func referencedFiles(after sha256: String) throws(StoreError) -> [String] {
    try line.query(
      """
      SELECT sha256 FROM artifact WHERE sha256 > ?1
      UNION SELECT sha256 FROM draft_artifact WHERE sha256 > ?1
      UNION SELECT sha256 FROM payroll_file WHERE sha256 > ?1
      ORDER BY sha256 LIMIT 500
      """, sha256
    ) { row throws(SQLiteError) in try row.text(0) }
  }
}
