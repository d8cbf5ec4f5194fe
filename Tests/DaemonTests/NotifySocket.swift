import Glibc

/// The listening end of sd_notify, as systemd has it.
final class NotifySocket: Sendable {
  private let descriptor: Int32

  struct NoSocket: Error {
    var number: Int32
  }

  /// Listens at a path, or, after `@`, at an abstract name.
  init(path: String) throws {
    descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let bytes = Array(path.utf8)
    unsafe withUnsafeMutableBytes(of: &address.sun_path) { name in
      unsafe name.copyBytes(from: bytes)
      if path.hasPrefix("@") { unsafe name[0] = 0 }
    }
    let length = socklen_t(2 + bytes.count + (path.hasPrefix("@") ? 0 : 1))
    let result = unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe bind(descriptor, $0, length)
      }
    }
    guard result == 0 else { throw NoSocket(number: errno) }
    // A datagram that does not come within this time will not come.
    var time = timeval(tv_sec: 30, tv_usec: 0)
    let size = socklen_t(MemoryLayout<timeval>.size)
    unsafe setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &time, size)
  }

  deinit {
    close(descriptor)
  }

  /// Datagrams that have come, at most so many; waits for none that has not.
  func receive(_ most: Int) -> [String] {
    var all: [String] = []
    while all.count < most, let text = next(isWaiting: false) { all.append(text) }
    return all
  }

  /// The next datagram; `nil` when none comes in half a minute.
  func next(isWaiting: Bool = true) -> String? {
    var bytes = [UInt8](repeating: 0, count: 4_096)
    let flags = isWaiting ? 0 : Int32(MSG_DONTWAIT)
    let count = unsafe recv(descriptor, &bytes, bytes.count, flags)
    return count > 0 ? String(decoding: bytes[..<count], as: UTF8.self) : nil
  }

  /// Datagrams up to the first that a condition holds for.
  func upTo(_ condition: (String) -> Bool) -> [String] {
    var all: [String] = []
    while let text = next() {
      all.append(text)
      if condition(text) { break }
    }
    return all
  }
}
