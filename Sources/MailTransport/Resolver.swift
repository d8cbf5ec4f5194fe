import Glibc
import Synchronization

/// Where a socket can be connected to.
struct SocketAddress: Hashable, Sendable {
  let family: Int32
  /// The system's sockaddr, as bytes.
  let bytes: [UInt8]
  /// The address as numbers, without the port.
  let text: String
}

/// Turns a host's name into addresses, within a time.
///
/// getaddrinfo(3) can neither be stopped nor given a deadline, so it runs on a thread of its own; who
/// waits goes on when the deadline passes, and the thread ends when the system's resolver gives up
/// (resolv.conf(5): 5 s a try).
enum Resolver {
  /// Most addresses that are kept of a name.
  static let addressesMaximum = 8

  /// Looks a host up.
  ///
  /// - Parameters:
  ///   - host: A name, or an address as numbers.
  ///   - port: The port to put into the addresses.
  ///   - deadline: By the clock, in milliseconds.
  ///   - patience: How to wait.
  /// - Returns: At least one address, in the order that the system prefers (RFC 6724).
  /// - Throws: ``TransportError/unresolved(host:words:isTemporary:)``, or what ended the wait.
  static func addresses(
    of host: String, port: UInt16, until deadline: Int64, _ patience: Patience
  ) throws(TransportError) -> [SocketAddress] {
    if case .success(let numeric) = look(host, port: port, flags: AI_NUMERICHOST) { return numeric }
    let search = try Search()
    do throws(TransportError) {
      try search.begin(host, port: port)
      try patience.wait(for: POLLIN, on: search.done.descriptor, until: deadline)
    } catch .timedOut {
      throw .unresolved(
        host: host, words: "the name server did not answer in time", isTemporary: true)
    }
    guard let result = search.result.withLock({ $0 }) else { throw .timedOut }
    return try result.get()
  }

  /// One look-up on its own thread.
  private final class Search: Sendable {
    let result = Mutex<Result<[SocketAddress], TransportError>?>(nil)
    let done: StopSignal
    private let question = Mutex<(host: String, port: UInt16)>(("", 0))

    init() throws(TransportError) {
      done = try StopSignal()
    }

    func begin(_ host: String, port: UInt16) throws(TransportError) {
      question.withLock { $0 = (host, port) }
      let argument = unsafe Unmanaged.passRetained(self)
      var thread = pthread_t()
      let failure = unsafe pthread_create(
        &thread, nil,
        { argument in
          if let argument = unsafe argument {
            unsafe Unmanaged<Search>.fromOpaque(argument).takeRetainedValue().run()
          }
          return nil
        }, argument.toOpaque())
      guard failure == 0 else {
        unsafe argument.release()
        throw .system(call: "pthread_create", errorNumber: failure)
      }
      _ = pthread_detach(thread)
    }

    private func run() {
      let (host, port) = question.withLock { $0 }
      let found = Resolver.look(host, port: port, flags: AI_ADDRCONFIG)
      result.withLock { $0 = found }
      done.stop()
    }
  }

  private static func look(
    _ host: String, port: UInt16, flags: Int32
  ) -> Result<[SocketAddress], TransportError> {
    var hints = unsafe addrinfo()
    unsafe hints.ai_family = AF_UNSPEC
    unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    unsafe hints.ai_protocol = Int32(IPPROTO_TCP)
    unsafe hints.ai_flags = flags | AI_NUMERICSERV
    var list: UnsafeMutablePointer<addrinfo>?
    let code = unsafe getaddrinfo(host, String(port), &hints, &list)
    guard code == 0 else { return .failure(unresolved(host, code)) }
    defer { unsafe freeaddrinfo(list) }
    var addresses: [SocketAddress] = []
    var next = unsafe list
    while let entry = unsafe next, addresses.count < addressesMaximum {
      if let address = unsafe address(in: entry.pointee), !addresses.contains(address) {
        addresses.append(address)
      }
      unsafe next = unsafe entry.pointee.ai_next
    }
    return addresses.isEmpty ? .failure(unresolved(host, EAI_NONAME)) : .success(addresses)
  }

  private static func address(in entry: addrinfo) -> SocketAddress? {
    guard let socketAddress = unsafe entry.ai_addr,
      unsafe entry.ai_family == AF_INET || entry.ai_family == AF_INET6
    else { return nil }
    let length = unsafe entry.ai_addrlen
    let bytes = unsafe [UInt8](UnsafeRawBufferPointer(start: socketAddress, count: Int(length)))
    var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
    let code = unsafe getnameinfo(
      socketAddress, length, &text, socklen_t(text.count), nil, 0, NI_NUMERICHOST)
    return SocketAddress(
      family: unsafe entry.ai_family, bytes: bytes,
      text: code == 0 ? MailTransport.text(text) : "an address")
  }

  /// EAI_NODATA of glibc's <netdb.h>, which Swift does not see: the name is known, but has no address.
  private static let noData: Int32 = -5

  private static func unresolved(_ host: String, _ code: Int32) -> TransportError {
    let words: String =
      switch code {
      case EAI_NONAME, noData: "the name is not known; check the relay's host"
      case EAI_AGAIN: "no name server answered"
      case EAI_SYSTEM: systemWords(errno)
      default: unsafe gai_strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)"
      }
    let isTemporary = ![EAI_NONAME, noData, EAI_FAIL].contains(code)
    return .unresolved(host: host, words: words, isTemporary: isTemporary)
  }
}
