public import CivilTime
import Files
public import Rubrics
import Store
public import Workflow

// What an evaluator's page needs besides commands: the scorecard that is begun, and the files of the work.

/// Where a file of somebody's work is read from.
public enum KeptFile: Hashable, Sendable {
  /// A file of the system, which can be sent piece by piece.
  case path(String)
  /// The bytes, where the data directory is no folder of the system.
  case bytes([UInt8])
}

/// What became of a scorecard that was to be kept.
public enum ScorecardKept: Hashable, Sendable {
  /// It is kept, since then.
  case kept(at: Instant)
  /// Another one was kept after this one was begun, and nothing was written over it.
  case newer(at: Instant)
  /// The review is over.
  case over
}

extension DistrictOffice {
  /// Keeps how far an evaluator is with a scorecard, unless a newer one is there: of two tabs, none undoes what was
  /// written in the other without anybody seeing it.
  ///
  /// - Parameters:
  ///   - card: What was written.
  ///   - review: Of which review.
  ///   - base: When the scorecard was kept that it was made from; `nil` if there was none.
  /// - Returns: What became of it. Each keeping has an instant of its own.
  /// - Throws: ``OfficeError``.
  public func keep(
    _ card: Scorecard, of review: ReviewID, madeFrom base: Instant?
  ) throws(OfficeError) -> ScorecardKept {
    try write { records, now in
      guard try records.review(review)?.isOpen == true else { return .over }
      guard let known = try records.draftScorecard(of: review) else {
        try records.saveDraft(card, of: review, at: now)
        return .kept(at: now)
      }
      if known.card == card { return .kept(at: known.savedAt) }
      guard known.savedAt == base else { return .newer(at: known.savedAt) }
      let instant = max(now, known.savedAt.adding(milliseconds: 1))
      try records.saveDraft(card, of: review, at: instant)
      return .kept(at: instant)
    }
  }

  /// Most bytes of a file that is read into memory.
  private static let wholeFileBytesMax = 64 << 20

  /// Forgets a scorecard's draft: it was handed in.
  public func removeScorecard(of review: ReviewID) throws(OfficeError) {
    try write { records, _ in try records.removeDraftScorecard(of: review) }
  }

  /// A file that was handed in.
  ///
  /// - Parameter sha256: Its hash, which somebody was found to be allowed to read.
  /// - Returns: Where it is; `nil` if it is not there.
  /// - Throws: ``OfficeError/file(_:)``.
  public func keptFile(_ sha256: String) throws(OfficeError) -> KeptFile? {
    do throws(FileError) {
      let path = Blobs.path(sha256)
      guard try surroundings.files.exists(path) else { return nil }
      if let local = surroundings.files as? LocalFiles { return .path(local.root + "/" + path) }
      return .bytes(try surroundings.files.read(path, limit: Self.wholeFileBytesMax))
    } catch {
      throw .file(error)
    }
  }
}
