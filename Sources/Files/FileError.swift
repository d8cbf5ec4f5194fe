import Glibc

/// Why a file operation did not happen, sorted by what to do next.
public struct FileError: Error, Hashable, Sendable {
  /// What kind of obstacle it was.
  public enum Reason: Hashable, Sendable {
    /// There is no file or folder of this name.
    case notFound
    /// There is one already.
    case exists
    /// The disk, or the quota, is full: try again when there is room.
    case noRoom
    /// The file is longer than the caller's limit, in bytes.
    case tooLarge(limit: Int)
    /// The process may not.
    case notPermitted
    /// The path is empty, leads upward, or has a name that is too long or not allowed.
    case badPath
    /// A folder was found where a file was expected, or the other way round, or it is not empty.
    case wrongKind
    /// The device failed, or (on a simulated disk) the power is gone.
    case inputOutput
    /// Anything else; `errorNumber` says what.
    case other
  }

  /// What kind of obstacle it was.
  public let reason: Reason
  /// The path as it was asked for, relative to the root.
  public let path: String
  /// The system's `errno`; 0 where it was not asked.
  public let errorNumber: Int32

  /// An error with its parts.
  public init(_ reason: Reason, path: String, errorNumber: Int32 = 0) {
    self.reason = reason
    self.path = path
    self.errorNumber = errorNumber
  }

  /// The error that a system call's `errno` stands for.
  public init(ofSystem number: Int32, path: String) {
    let reason: Reason =
      switch number {
      case ENOENT: .notFound
      case EEXIST: .exists
      case ENOSPC, EDQUOT, EFBIG: .noRoom
      case EACCES, EPERM, EROFS: .notPermitted
      case ENAMETOOLONG: .badPath
      case EISDIR, ENOTDIR, ENOTEMPTY, ELOOP, ENXIO: .wrongKind
      case EIO: .inputOutput
      default: .other
      }
    self.init(reason, path: path, errorNumber: number)
  }
}

extension FileError: CustomStringConvertible {
  public var description: String {
    let words =
      switch reason {
      case .notFound: "does not exist"
      case .exists: "exists already"
      case .noRoom: "the disk is full"
      case .tooLarge(let limit): "longer than \(limit) bytes"
      case .notPermitted: "not permitted"
      case .badPath: "not a path that may be used"
      case .wrongKind: "not the expected kind of file"
      case .inputOutput: "the device failed"
      case .other: "failed"
      }
    return errorNumber == 0 ? "\(path): \(words)" : "\(path): \(words) (errno \(errorNumber))"
  }
}
