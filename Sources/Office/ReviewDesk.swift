import Files
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

extension DistrictOffice {
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
