import Files
import Glibc
import Office

/// Tells when a file was dropped into `intake/`, or a mail into `incoming/new/`, by inotify(7).
///
/// Only whole files count: one that was closed after writing, or moved in. Names that the office leaves alone,
/// hidden ones and `.part`, wake nobody.
final class IntakeWatch: Sendable {
  /// Becomes readable when something happens in one of the folders.
  let descriptor: Int32

  /// - Parameter folders: The folders' absolute paths.
  /// - Throws: ``DaemonFailure`` when the system has no watches left.
  init(folders: [String]) throws(DaemonFailure) {
    descriptor = inotify_init1(Int32(IN_CLOEXEC | IN_NONBLOCK))
    guard descriptor >= 0 else { throw .system("inotify_init1", errno) }
    let events = UInt32(IN_CLOSE_WRITE | IN_MOVED_TO | IN_ONLYDIR)
    for folder in folders {
      guard unsafe inotify_add_watch(descriptor, folder, events) >= 0 else {
        let number = errno
        _ = close(descriptor)
        throw .system("inotify_add_watch", number)
      }
    }
  }

  deinit {
    _ = close(descriptor)
  }

  /// Whether a file came in since the last time.
  func take() -> Bool {
    var found = false
    var bytes = [UInt8](repeating: 0, count: 16_384)
    while true {
      let count = unsafe read(descriptor, &bytes, bytes.count)
      guard count > 0 else { return found }
      if Self.names(in: bytes[..<count]).contains(where: Self.isForTheOffice) { found = true }
    }
  }

  /// Names of the events in a buffer: each is a watch, a mask, a cookie and a length of 32 bits, and a name that
  /// is filled up with NULs. An overflow has no name: then anything may have come.
  static func names(in bytes: ArraySlice<UInt8>) -> [String] {
    var names: [String] = []
    var rest = bytes
    while rest.count >= 16 {
      let start = rest.startIndex
      func field(_ index: Int) -> UInt32 {
        (0..<4).reduce(0) { $0 | UInt32(rest[start + index * 4 + $1]) << (8 * UInt32($1)) }
      }
      let length = Int(field(3))
      let name = rest.dropFirst(16).prefix(length).prefix { $0 != 0 }
      if field(1) & UInt32(IN_Q_OVERFLOW) != 0 {
        names.append("overflow")
      } else if !name.isEmpty {
        names.append(String(decoding: name, as: UTF8.self))
      }
      rest = rest.dropFirst(16 + length)
    }
    return names
  }

  static func isForTheOffice(_ name: String) -> Bool {
    !name.hasPrefix(".") && !name.hasSuffix(".part")
  }
}
