public import CivilTime
import Crypto
import Files
import SQLite
import Workflow

extension DistrictStore {
  /// Removes files that nothing refers to: those older than a day, and at once those that an erasure left.
  ///
  /// - Parameters:
  ///   - blobs: The files.
  ///   - now: The instant by the files' own clock.
  ///   - milliseconds: How old a file has to be: a day, since an upload comes before its draft is saved.
  /// - Returns: How many files were removed.
  /// - Throws: ``StoreError`` or `FileError`; what was removed by then is removed.
  @discardableResult
  public func sweep(
    _ blobs: Blobs, at now: Instant, keeping milliseconds: Int64 = 86_400_000
  ) throws -> Int {
    var count = 0
    for sha256 in try read({ records in try records.doomedFiles(limit: 10_000) }) {
      let removed = try blobs.sweep(Blobs.path(sha256), olderThan: nil) {
        try read { records in try records.isReferenced(sha256) }
      }
      if removed { count += 1 }
      try write { records in
        try records.line.execute("DELETE FROM blob_removal WHERE sha256 = ?", sha256)
      }
    }
    let before = now.milliseconds - milliseconds
    guard try blobs.files.exists("blobs") else { return count }
    for folder in try blobs.files.list("blobs") where folder.kind == .folder {
      let path = "blobs/" + folder.name
      for file in try blobs.files.list(path) where file.kind == .file {
        let removed = try blobs.sweep(path + "/" + file.name, olderThan: before) {
          // What lies in the folder for temporary names has no hash, and so no reference.
          try read { records in try records.isReferenced(folder.name + file.name) }
        }
        if removed { count += 1 }
      }
    }
    return count
  }
}

extension StoredRecords {
  /// Whether a submission, a draft or a pay date refers to a file.
  func isReferenced(_ sha256: String) throws(StoreError) -> Bool {
    let found: Bool? = try line.scalar(
      """
      SELECT EXISTS (SELECT 1 FROM artifact WHERE sha256 = ?1)
        OR EXISTS (SELECT 1 FROM draft_artifact WHERE sha256 = ?1)
        OR EXISTS (SELECT 1 FROM payroll_file WHERE sha256 = ?1)
      """, sha256)
    return found ?? false
  }

  func doomedFiles(limit: Int) throws(StoreError) -> [String] {
    try line.query(
      "SELECT sha256 FROM blob_removal ORDER BY sha256 LIMIT ?", limit
    ) { row throws(SQLiteError) in try row.text(0) }
  }
}
