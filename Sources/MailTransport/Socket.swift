import Glibc

/// A TCP connection, used by one thread at a time.
///
/// Non-blocking underneath; each call waits in poll(2) for its deadline or the stop signal. TCP_NODELAY is
/// on: a group of commands goes out in one write, and the reply should not wait for Nagle's algorithm.
final class Socket {
  private let descriptor: Int32
  private let patience: Patience

  private init(descriptor: Int32, _ patience: Patience) {
    self.descriptor = descriptor
    self.patience = patience
  }

  deinit {
    _ = close(descriptor)
  }

  /// Connects to a host: its addresses one after the other, each with its own time.
  ///
  /// - Parameters:
  ///   - host: A name, or an address as numbers.
  ///   - port: The port.
  ///   - limits: How long resolving, and each address, may take.
  ///   - end: Until when all of it must be done, by the clock.
  ///   - patience: How to wait.
  /// - Returns: The connection with the first address that takes one.
  /// - Throws: ``TransportError``; `unreachable` tells every address that was tried.
  static func connect(
    to host: String, port: UInt16, limits: ConnectLimits, until end: Int64 = .max,
    _ patience: Patience
  ) throws(TransportError) -> Socket {
    let addresses = try Resolver.addresses(
      of: host, port: port,
      until: min(end, patience.deadline(afterMilliseconds: limits.resolveMilliseconds)), patience)
    var attempts: [ConnectAttempt] = []
    for address in addresses {
      let deadline = min(end, patience.deadline(afterMilliseconds: limits.connectMilliseconds))
      do throws(TransportError) {
        return try connect(to: address, until: deadline, patience)
      } catch {
        switch error {
        case .broken(let words): attempts.append(.init(address: address.text, words: words))
        case .timedOut:
          let seconds = (limits.connectMilliseconds + 999) / 1_000
          attempts.append(.init(address: address.text, words: "no answer within \(seconds) s"))
        default: throw error
        }
      }
    }
    throw .unreachable(host: host, port: port, attempts: attempts)
  }

  private static func connect(
    to address: SocketAddress, until deadline: Int64, _ patience: Patience
  ) throws(TransportError) -> Socket {
    let kind = SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue
    let descriptor = Glibc.socket(address.family, Int32(kind), Int32(IPPROTO_TCP))
    guard descriptor >= 0 else {
      // A machine without IPv6 has no such sockets: the next address may do.
      if errno == EAFNOSUPPORT { throw .broken(systemWords(errno)) }
      throw .system(call: "socket", errorNumber: errno)
    }
    let socket = Socket(descriptor: descriptor, patience)
    var on: Int32 = 1
    _ = unsafe setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, 4)
    _ = unsafe setsockopt(descriptor, SOL_SOCKET, SO_KEEPALIVE, &on, 4)
    let result = unsafe address.bytes.withUnsafeBytes { bytes in
      guard let start = bytes.baseAddress else { return Int32(-1) }
      return unsafe Glibc.connect(
        descriptor, start.assumingMemoryBound(to: sockaddr.self), socklen_t(bytes.count))
    }
    if result == 0 { return socket }
    guard errno == EINPROGRESS || errno == EINTR else { throw connectionError("connect", errno) }
    try patience.wait(for: POLLOUT, on: descriptor, until: deadline)
    var number: Int32 = 0
    var length = socklen_t(4)
    guard unsafe getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &number, &length) == 0 else {
      throw .system(call: "getsockopt", errorNumber: errno)
    }
    guard number == 0 else { throw connectionError("connect", number) }
    return socket
  }

  /// Writes all bytes.
  ///
  /// - Parameters:
  ///   - bytes: What to write.
  ///   - deadline: Until when all must be in the system's buffer.
  /// - Throws: ``TransportError``; a part may have gone out then.
  func send(_ bytes: [UInt8], until deadline: Int64) throws(TransportError) {
    var done = 0
    while done < bytes.count {
      let count = unsafe bytes.withUnsafeBytes { buffer in
        let rest = unsafe UnsafeRawBufferPointer(rebasing: buffer[done...])
        return unsafe Glibc.send(
          descriptor, rest.baseAddress, rest.count, Int32(MSG_NOSIGNAL))
      }
      if count >= 0 {
        done += count
      } else if errno == EAGAIN {
        try patience.wait(for: POLLOUT, on: descriptor, until: deadline)
      } else if errno != EINTR {
        throw connectionError("send", errno)
      }
    }
  }

  /// Waits for bytes and reads what is there.
  ///
  /// - Parameters:
  ///   - buffer: Filled from its start; its size bounds what is read.
  ///   - deadline: Until when something must come.
  ///   - afterStop: How many milliseconds it may still take after the stop signal.
  /// - Returns: How many bytes, at least 1.
  /// - Throws: ``TransportError``; ``TransportError/closed`` at the end of the stream.
  func receive(
    into buffer: inout [UInt8], until deadline: Int64, afterStop: Int64 = 0
  ) throws(TransportError) -> Int {
    while true {
      try patience.wait(for: POLLIN, on: descriptor, until: deadline, afterStop: afterStop)
      if let count = try receiveNow(into: &buffer) { return count }
    }
  }

  /// Reads what is there, without waiting.
  ///
  /// - Returns: How many bytes; `nil` when there are none yet.
  /// - Throws: ``TransportError``; ``TransportError/closed`` at the end of the stream.
  func receiveNow(into buffer: inout [UInt8]) throws(TransportError) -> Int? {
    while true {
      let count = unsafe buffer.withUnsafeMutableBytes { bytes in
        unsafe recv(descriptor, bytes.baseAddress, bytes.count, 0)
      }
      if count > 0 { return count }
      if count == 0 { throw .closed }
      if errno == EAGAIN { return nil }
      if errno != EINTR { throw connectionError("recv", errno) }
    }
  }
}

/// How long connecting may take.
public struct ConnectLimits: Hashable, Sendable {
  /// For the name server's answer, in milliseconds.
  public var resolveMilliseconds: Int64
  /// For each address, in milliseconds.
  public var connectMilliseconds: Int64

  /// Limits; 30 s each when nothing is said, as Postfix has it (`smtp_connect_timeout`).
  public init(resolveMilliseconds: Int64 = 30_000, connectMilliseconds: Int64 = 30_000) {
    self.resolveMilliseconds = resolveMilliseconds
    self.connectMilliseconds = connectMilliseconds
  }
}
