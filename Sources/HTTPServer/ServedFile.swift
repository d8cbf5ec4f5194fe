import Glibc

/// An open file that a response sends, whole or in part. Closed when nobody holds it any more.
public final class ServedFile: Sendable {
  /// In bytes, as it was when it was opened.
  public let length: Int64
  let descriptor: Int32

  /// Opens a regular file to read.
  ///
  /// - Throws: ``HTTPProblem``: 404 when there is none, 503 when no more files can be open, else 500.
  public init(path: String) throws(HTTPProblem) {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else {
      switch errno {
      case ENOENT, ENOTDIR, ELOOP: throw HTTPProblem(.notFound, "no such file")
      case EMFILE, ENFILE: throw HTTPProblem(.serviceUnavailable, "too many open files")
      default: throw HTTPProblem(.internalServerError, "open: error \(errno)")
      }
    }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      _ = close(descriptor)
      throw HTTPProblem(.notFound, "not a regular file")
    }
    self.descriptor = descriptor
    length = Int64(status.st_size)
  }

  deinit {
    _ = close(descriptor)
  }

  /// Reads a part, for those who want bytes: tests, and clients that are no sockets.
  ///
  /// - Throws: ``HTTPProblem`` with 500 when the file cannot be read or has become shorter.
  public func read(_ range: Range<Int64>) throws(HTTPProblem) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: Int(range.upperBound - range.lowerBound))
    var done = 0
    while done < bytes.count {
      let count = unsafe bytes.withUnsafeMutableBytes { buffer in
        let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[done...])
        return unsafe pread(
          descriptor, rest.baseAddress, rest.count, off_t(range.lowerBound) + off_t(done))
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw HTTPProblem(.internalServerError, "a file that became shorter") }
      done += count
    }
    return bytes
  }
}
