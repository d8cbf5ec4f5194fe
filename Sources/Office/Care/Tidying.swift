import CivilTime
import Files
import Store

// What nobody needs any more goes, once a day: sessions that are over, links that ran out long ago, and files that were
// uploaded and belong to nothing.

extension DistrictOffice {
  /// Days for which a link that ran out still offers its owner a fresh one.
  static let linkDaysAfterEnd: Int64 = 400
  private static let dayMilliseconds: Int64 = 86_400_000
  /// Most rows that one day takes; what is left goes on the next.
  private static let rowsMax = 10_000

  /// Tidies, if that was not done for a day.
  ///
  /// - Throws: ``OfficeError``; what was taken away by then is gone, and the next beat goes on.
  func tidy() throws(OfficeError) {
    let now = try now()
    let last = try read { try $0.setting(.lastTidied) }.flatMap { Int64($0) }
    if let last, now.milliseconds - last < Self.dayMilliseconds { return }
    do {
      // Files have their dates from the machine's clock.
      try store.sweep(blobs, at: surroundings.clock.now())
    } catch let error as FileError {
      throw .file(error)
    } catch {
      throw .lifted(error)
    }
    try trimRejectedMails()
    try write { records, now in
      try records.removeSessions(expiredBefore: now, limit: Self.rowsMax)
      try records.removeTokens(
        expiredBefore: now.adding(milliseconds: -Self.linkDaysAfterEnd * Self.dayMilliseconds),
        limit: Self.rowsMax)
      try records.set(.lastTidied, to: "\(now.milliseconds)")
    }
  }
}
