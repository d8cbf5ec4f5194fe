public import Files
import Glibc

/// Files outside of the data directory: by absolute path, through links.
public enum SystemFile {
  /// Reads a whole file.
  ///
  /// - Parameters:
  ///   - path: Its path. Zone files and files in `/etc` are often links, so links are followed.
  ///   - limit: Most bytes.
  /// - Returns: Its content.
  /// - Throws: `FileError`, with the path as it was given.
  public static func read(_ path: String, limit: Int) throws(FileError) -> [UInt8] {
    // Without O_NONBLOCK, opening a named pipe would wait for a writer.
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw FileError(ofSystem: errno, path: path) }
    defer { _ = close(descriptor) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else {
      throw FileError(ofSystem: errno, path: path)
    }
    guard status.st_mode & S_IFMT == S_IFREG else { throw FileError(.wrongKind, path: path) }
    var bytes = [UInt8](repeating: 0, count: min(limit, Int(status.st_size)) + 1)
    var done = 0
    while done < bytes.count {
      let space = bytes.count - done
      let taken = unsafe bytes.withUnsafeMutableBytes { buffer in
        unsafe Glibc.read(descriptor, buffer.baseAddress.map { unsafe $0 + done }, space)
      }
      if taken == 0 { break }
      if taken > 0 {
        done += taken
      } else if errno != EINTR {
        throw FileError(ofSystem: errno, path: path)
      }
    }
    guard done <= limit else { throw FileError(.tooLarge(limit: limit), path: path) }
    bytes.removeLast(bytes.count - done)
    return bytes
  }

  /// The absolute path of a folder, without links in it; `nil` if there is no such folder.
  public static func folder(_ path: String) -> String? {
    guard let resolved = unsafe realpath(path, nil) else { return nil }
    defer { unsafe free(resolved) }
    var status = stat()
    guard unsafe stat(resolved, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
      return nil
    }
    return unsafe String(cString: resolved)
  }
}
