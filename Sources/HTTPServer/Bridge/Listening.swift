import CMicroHTTPD
import Glibc

/// Where a server takes connections.
public enum Listening: Hashable, Sendable {
  /// At an address and a port; port 0 is any that is free. `::` takes version 4 as well.
  case address(IPAddress, port: UInt16)
  /// At a socket that listens already; the server closes it in the end.
  case descriptor(Int32)

  /// A socket that listens.
  func open() throws(WebServerFailure) -> Int32 {
    switch self {
    case .descriptor(let descriptor):
      guard Self.option(SO_ACCEPTCONN, of: descriptor) == 1,
        Self.option(SO_TYPE, of: descriptor) == Int32(SOCK_STREAM.rawValue)
      else { throw .notListening(descriptor: descriptor) }
      // libmicrohttpd takes what comes as long as there is something, and must not wait for more.
      let flags = fcntl(descriptor, F_GETFL)
      _ = fcntl(descriptor, F_SETFL, flags | O_NONBLOCK)
      _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
      return descriptor
    case .address(let address, let port):
      let kind = SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue
      let family = address.bytes.count == 4 ? AF_INET : AF_INET6
      let descriptor = socket(family, Int32(kind), Int32(IPPROTO_TCP))
      guard descriptor >= 0 else { throw .system(call: "socket", errorNumber: errno) }
      var on: Int32 = 1
      // So that a restart need not wait for the last run's connections.
      _ = unsafe setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, 4)
      let bytes = socketAddress(address, port: port)
      let isBound = unsafe bytes.withUnsafeBytes { bytes in
        guard let start = bytes.baseAddress else { return false }
        return unsafe bind(
          descriptor, start.assumingMemoryBound(to: sockaddr.self), socklen_t(bytes.count)) == 0
      }
      guard isBound, listen(descriptor, 1_024) == 0 else {
        let number = errno
        _ = close(descriptor)
        throw .system(call: isBound ? "listen" : "bind", errorNumber: number)
      }
      return descriptor
    }
  }

  private static func option(_ name: Int32, of descriptor: Int32) -> Int32? {
    var value: Int32 = 0
    var length = socklen_t(4)
    return unsafe getsockopt(descriptor, SOL_SOCKET, name, &value, &length) == 0 ? value : nil
  }

  /// The port at which a socket listens; 0 for one that has none.
  static func port(of descriptor: Int32) -> UInt16 {
    var bytes = [UInt8](repeating: 0, count: 128)
    var length = socklen_t(bytes.count)
    let isKnown = unsafe bytes.withUnsafeMutableBytes { bytes in
      guard let start = bytes.baseAddress else { return false }
      return unsafe getsockname(
        descriptor, start.assumingMemoryBound(to: sockaddr.self), &length) == 0
    }
    guard isKnown, length >= 8, bytes[0] == UInt8(AF_INET) || bytes[0] == UInt8(AF_INET6) else {
      return 0
    }
    return UInt16(bytes[2]) << 8 | UInt16(bytes[3])
  }
}

/// What systemd hands a service that is started by its sockets (sd_listen_fds(3)).
public enum SocketActivation {
  /// The first of the descriptors (`SD_LISTEN_FDS_START`).
  public static let firstDescriptor: Int32 = 3

  /// The descriptors that were handed to this very process, in their order.
  ///
  /// - Parameters:
  ///   - environment: `LISTEN_PID` and `LISTEN_FDS`.
  ///   - processID: This process.
  /// - Returns: None when nothing was handed over, or it was for another process.
  public static func descriptors(environment: [String: String], processID: Int32) -> [Int32] {
    guard environment["LISTEN_PID"].flatMap(decimal) == Int64(processID),
      let count = environment["LISTEN_FDS"].flatMap(decimal), (1...64).contains(count)
    else { return [] }
    return (0..<Int32(count)).map { firstDescriptor + $0 }
  }
}

/// An address and a port as the system has them (ip(7), ipv6(7)).
func socketAddress(_ address: IPAddress, port: UInt16) -> [UInt8] {
  let isFour = address.bytes.count == 4
  let family = UInt8(isFour ? AF_INET : AF_INET6)
  let head = [family, 0, UInt8(port >> 8), UInt8(port & 0xFF)]
  let zeros = { (count: Int) in [UInt8](repeating: 0, count: count) }
  return isFour
    ? head + address.bytes + zeros(8) : head + zeros(4) + address.bytes + zeros(4)
}

/// The address in what the system gives; that of a Unix socket's client is the machine's own.
func address(of system: UnsafePointer<sockaddr>?) -> IPAddress {
  guard let system = unsafe system else { return .loopback4 }
  let family = Int32(unsafe system.pointee.sa_family)
  let raw = unsafe UnsafeRawPointer(system)
  switch family {
  case AF_INET:
    let bytes = unsafe UnsafeRawBufferPointer(start: raw + 4, count: 4)
    return unsafe IPAddress(bytes: Array(bytes)) ?? .loopback4
  case AF_INET6:
    let bytes = unsafe UnsafeRawBufferPointer(start: raw + 8, count: 16)
    return unsafe IPAddress(bytes: Array(bytes)) ?? .loopback4
  default: return .loopback4
  }
}

/// What the system says about an error number.
func systemWords(_ number: Int32) -> String {
  var buffer = [CChar](repeating: 0, count: 256)
  guard unsafe strerror_r(number, &buffer, buffer.count) == 0 else { return "error \(number)" }
  return String(
    decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
}
