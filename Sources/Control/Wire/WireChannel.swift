import Glibc
public import Office

/// One end of a conversation: a connected stream socket.
///
/// Reads and writes block, at most as long as the socket's own time limits. Closed when it goes out of use.
public final class WireChannel {
  private let descriptor: Int32
  /// How long the other side may keep us waiting in all, and by which clock; what a command takes is not counted.
  private let patience: (millisecondsMax: Int64, clock: any Clock)?
  private var waitedMilliseconds: Int64 = 0
  private var reader = WireReader()
  private var isBroken = false

  /// Takes over an open socket.
  ///
  /// - Parameters:
  ///   - descriptor: The socket; this channel closes it.
  ///   - secondsMax: How long one read or write may take; 0 for as long as it takes.
  ///   - waitingSecondsMax: How long all reads and writes together may take.
  ///   - clock: What that is measured by; `nil` for no such limit.
  public init(
    _ descriptor: Int32, secondsMax: Int, waitingSecondsMax: Int = 0, clock: (any Clock)? = nil
  ) {
    self.descriptor = descriptor
    patience = clock.map { (Int64(waitingSecondsMax) * 1_000, $0) }
    var limit = timeval(tv_sec: secondsMax, tv_usec: 0)
    let size = socklen_t(MemoryLayout<timeval>.size)
    _ = unsafe setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, size)
    _ = unsafe setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, size)
  }

  deinit {
    _ = close(descriptor)
  }

  /// Sends a frame.
  ///
  /// - Throws: ``WireError/brokenOff`` when the other side is gone or takes nothing.
  public func send(_ frame: WireFrame) throws(WireError) {
    let bytes = frame.bytes
    var done = 0
    while done < bytes.count {
      let (sent, number) = try waiting {
        unsafe bytes.withUnsafeBytes { buffer in
          unsafe Glibc.send(
            descriptor, buffer.baseAddress.map { unsafe $0 + done }, bytes.count - done,
            Int32(MSG_NOSIGNAL))
        }
      }
      if sent > 0 {
        done += sent
      } else if number != EINTR {
        throw .brokenOff
      }
    }
  }

  /// Sends as long as the other side is there; what was asked is done whether or not anybody hears of it.
  func tell(_ frames: [WireFrame]) {
    for frame in frames where !isBroken {
      do throws(WireError) {
        try send(frame)
      } catch {
        isBroken = true
      }
    }
  }

  /// The next frame.
  ///
  /// - Returns: The frame; `nil` when the other side closed after a whole one.
  /// - Throws: ``WireError``.
  public func receive() throws(WireError) -> WireFrame? {
    var piece = [UInt8](repeating: 0, count: 64 << 10)
    while true {
      if let frame = try reader.next() { return frame }
      let (count, number) = try waiting {
        unsafe piece.withUnsafeMutableBytes { buffer in
          unsafe recv(descriptor, buffer.baseAddress, buffer.count, 0)
        }
      }
      if count > 0 {
        reader.append(piece[..<count])
      } else if count == 0 {
        if reader.isInTheMiddle { throw .brokenOff }
        return nil
      } else if number == EAGAIN || number == ECONNRESET {
        throw .brokenOff
      } else if number != EINTR {
        throw .system(number)
      }
    }
  }

  /// Makes a call that waits for the other side, unless we have waited for it long enough.
  ///
  /// - Returns: The call's result, and its `errno`.
  private func waiting(_ call: () -> Int) throws(WireError) -> (Int, Int32) {
    guard let patience else { return (call(), errno) }
    guard waitedMilliseconds < patience.millisecondsMax else { throw .tooSlow }
    let began = patience.clock.monotonicMilliseconds()
    let result = call()
    let number = errno
    waitedMilliseconds += patience.clock.monotonicMilliseconds() - began
    return (result, number)
  }

  /// Who is at the other end of a Unix socket.
  func peer() -> PeerIdentity? {
    // The kernel's `struct ucred`: process, user, group. Its Swift name is hidden behind _GNU_SOURCE.
    var credentials: [UInt32] = [0, 0, 0]
    var size = socklen_t(12)
    guard unsafe getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &credentials, &size) == 0,
      size == 12
    else { return nil }
    return PeerIdentity(user: credentials[1], group: credentials[2])
  }
}

/// The user and group of the process at the other end.
public struct PeerIdentity: Hashable, Sendable {
  public var user: UInt32
  public var group: UInt32

  public init(user: UInt32, group: UInt32) {
    self.user = user
    self.group = group
  }
}

/// A Unix socket's address, also for paths that are too long for one.
///
/// An address has room for 107 bytes. A longer path is reached through its folder's descriptor, by
/// `/proc/self/fd/N/NAME`, which Linux resolves to the same file.
struct SocketPath {
  private let folder: Int32
  private let shortPath: String

  init(folder path: String, name: String) throws(WireError) {
    let whole = "\(path)/\(name)"
    if whole.utf8.count <= 107 {
      folder = -1
      shortPath = whole
      return
    }
    folder = unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else { throw .system(errno) }
    shortPath = "/proc/self/fd/\(folder)/\(name)"
  }

  /// Runs a call with the address, and gives its result.
  func with(_ call: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
    defer { if folder >= 0 { _ = close(folder) } }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    unsafe withUnsafeMutableBytes(of: &address.sun_path) { room in
      unsafe room.copyBytes(from: shortPath.utf8.prefix(room.count - 1))
    }
    return unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
        unsafe call(pointer, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
  }
}
