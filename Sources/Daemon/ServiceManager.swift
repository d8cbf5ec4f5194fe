import Glibc

/// What a service manager is told: sd_notify(3).
public enum ServiceNews: Hashable, Sendable {
  case ready
  /// One line for people, as `systemctl status` shows it.
  case status(String)
  /// The store has just answered a query.
  case alive
  case reloading(monotonicMicroseconds: Int64)
  case stopping

  /// The lines of the datagram.
  public var text: String {
    switch self {
    case .ready: "READY=1"
    case .status(let words):
      "STATUS="
        + words.unicodeScalars.prefix(400).map { $0.value < 0x20 ? " " : String($0) }.joined()
    case .alive: "WATCHDOG=1"
    case .reloading(let microseconds): "RELOADING=1\nMONOTONIC_USEC=\(microseconds)"
    case .stopping: "STOPPING=1"
    }
  }
}

/// Whom the daemon tells how it is.
public protocol ServiceManager: Sendable {
  /// Tells; the news of one call arrive together.
  func tell(_ news: [ServiceNews])

  /// How often it wants to hear that the daemon lives, in milliseconds; `nil` if it does not.
  var watchdogMilliseconds: Int64? { get }
}

/// Nobody to tell: started from a shell.
public struct NoServiceManager: ServiceManager {
  public init() {}
  public func tell(_ news: [ServiceNews]) {}
  public var watchdogMilliseconds: Int64? { nil }
}

/// systemd, or whoever else made the socket that NOTIFY_SOCKET names.
public final class SystemdServiceManager: ServiceManager {
  public let watchdogMilliseconds: Int64?
  private let descriptor: Int32
  private let address: sockaddr_un
  private let addressBytes: socklen_t

  /// `nil` when NOTIFY_SOCKET names no socket that can be used.
  ///
  /// - Parameter environment: Gives the value of a variable.
  public init?(environment: (String) -> String?) {
    guard let name = environment("NOTIFY_SOCKET"),
      let (address, bytes) = Self.address(named: Array(name.utf8))
    else { return nil }
    let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { return nil }
    self.address = address
    addressBytes = bytes
    self.descriptor = descriptor
    watchdogMilliseconds = Self.watchdog(environment)
  }

  deinit {
    _ = close(descriptor)
  }

  public func tell(_ news: [ServiceNews]) {
    let bytes = Array(news.map(\.text).joined(separator: "\n").utf8)
    var address = self.address
    // A manager that does not listen takes nothing from the district's work.
    _ = unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
        unsafe sendto(
          descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL), pointer, addressBytes)
      }
    }
  }

  /// A socket's address: a path, or `@` and a name in the abstract namespace (unix(7)).
  private static func address(named name: [UInt8]) -> (sockaddr_un, socklen_t)? {
    var address = sockaddr_un()
    let capacity = MemoryLayout.size(ofValue: address.sun_path)
    guard name.count > 1, name.count < capacity, !name.contains(0) else { return nil }
    let isAbstract = name[0] == UInt8(ascii: "@")
    guard isAbstract || name[0] == UInt8(ascii: "/") else { return nil }
    address.sun_family = sa_family_t(AF_UNIX)
    unsafe withUnsafeMutableBytes(of: &address.sun_path) { path in
      unsafe path.copyBytes(from: name)
      if isAbstract { unsafe path[0] = 0 }
    }
    // An abstract name ends with the address, a path with its NUL.
    let bytes =
      MemoryLayout.offset(of: \sockaddr_un.sun_path).map { $0 + name.count + (isAbstract ? 0 : 1) }
    return bytes.map { (address, socklen_t($0)) }
  }

  /// WATCHDOG_USEC, if it is meant for this process (sd_watchdog_enabled(3)).
  private static func watchdog(_ environment: (String) -> String?) -> Int64? {
    guard let microseconds = environment("WATCHDOG_USEC").flatMap({ Int64($0) }), microseconds > 0
    else { return nil }
    if let process = environment("WATCHDOG_PID"), process != "\(getpid())" { return nil }
    return max(1, microseconds / 1_000)
  }
}
