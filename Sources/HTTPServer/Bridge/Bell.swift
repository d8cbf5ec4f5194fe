import Glibc

/// Wakes a thread that waits: two joined sockets, of which one is ready once somebody has rung at the other.
final class Bell: Sendable {
  private let reading: Int32
  private let writing: Int32

  init() throws(WebServerFailure) {
    var ends: [Int32] = [-1, -1]
    let kind = SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue
    guard unsafe socketpair(AF_UNIX, Int32(kind), 0, &ends) == 0 else {
      throw .system(call: "socketpair", errorNumber: errno)
    }
    reading = ends[0]
    writing = ends[1]
  }

  deinit {
    _ = close(reading)
    _ = close(writing)
  }

  /// Rings; a bell that rings already goes on ringing.
  func ring() {
    _ = unsafe write(writing, [1], 1)
  }

  /// Waits until somebody has rung, for so long at most (-1 is for ever), and takes all rings away.
  func wait(milliseconds: Int32) {
    var waiting = pollfd(fd: reading, events: Int16(POLLIN), revents: 0)
    guard unsafe poll(&waiting, 1, milliseconds) > 0 else { return }
    var rings = [UInt8](repeating: 0, count: 64)
    while unsafe read(reading, &rings, rings.count) == rings.count {}
  }
}
