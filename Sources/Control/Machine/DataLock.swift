public import Files
import Glibc
import Office

/// The lock of a data directory: who holds it is the one process that writes there.
///
/// flock(2) on `run/lock`. The kernel frees it when the process ends, however it ends, so there is never a stale
/// one. The holder's process id stands in the file for people to read; nothing depends on it.
public final class DataLock: Sendable {
  private let descriptor: Int32

  /// Takes the lock, or says who has it. It does not wait.
  ///
  /// - Parameter data: The data directory's path; its folder `run/` exists.
  /// - Throws: ``LockFailure/taken(byProcess:)`` if another process has it.
  public init(data: String) throws(LockFailure) {
    let path = "\(data)/\(DataDirectory.lock)"
    let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw .file(FileError(ofSystem: errno, path: path)) }
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      let number = errno
      if number == EINTR { continue }
      defer { _ = close(descriptor) }
      guard number == EWOULDBLOCK else { throw .file(FileError(ofSystem: number, path: path)) }
      throw .taken(byProcess: Self.holder(descriptor))
    }
    self.descriptor = descriptor
    let words = Array("\(getpid())\n".utf8)
    // Whether the number can be written says nothing about the lock.
    _ = ftruncate(descriptor, 0)
    _ = unsafe pwrite(descriptor, words, words.count, 0)
  }

  deinit {
    _ = ftruncate(descriptor, 0)
    _ = close(descriptor)
  }

  private static func holder(_ descriptor: Int32) -> Int32? {
    var bytes = [UInt8](repeating: 0, count: 16)
    let count = unsafe pread(descriptor, &bytes, bytes.count, 0)
    guard count > 0 else { return nil }
    let digits = bytes[..<count].prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    return Int32(String(decoding: digits, as: UTF8.self))
  }
}

/// Why a data directory's lock was not had.
public enum LockFailure: Error, Hashable, Sendable {
  /// Another process has it, and with it the data directory.
  case taken(byProcess: Int32?)
  /// The lock's file can't be opened or locked.
  case file(FileError)
}
