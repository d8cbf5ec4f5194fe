/// How much a server takes from strangers. Each limit is for one thing, and each has an answer.
public struct WebServerSettings: Hashable, Sendable {
  /// Threads that run handlers, each for its own share of the connections.
  public var threads = 4
  /// Connections at once; more wait in the system's queue. As many as the process may have open files, less
  /// ``descriptorsKept``, at most.
  public var connectionsMax = 7_500
  /// Beyond so many connections at once, each ends with its answer instead of waiting for the next request. One that
  /// has been used keeps its memory, 40 KiB by default, while it waits; one that has not takes 2 KiB.
  public var connectionsKeptMax = 500
  /// Connections at once from one client (an address of version 4, or a /64 of version 6); more are closed.
  /// Trusted proxies may have any number.
  public var connectionsPerClientMax = 512
  /// Open files that are not connections' own: the database, what is served and received.
  public var descriptorsKept = 256
  /// Of a request's target: 414.
  public var targetBytesMax = 2_048
  /// Of all header fields together, names and values: 431.
  public var headerBytesMax = 8_192
  /// How long a connection may be without a request, in milliseconds: closed without a word.
  public var idleMilliseconds: Int64 = 60_000
  /// How long a request may take to arrive, and its answer to leave, besides what the rate allows, and how long
  /// a body may pause: 408.
  public var requestMilliseconds: Int64 = 60_000
  /// Each so many bytes of a body, or of an answer, may take a second more.
  public var bytesPerSecondMin: Int64 = 4_096
  /// Who is believed about the client.
  public var proxies = TrustedProxies.none

  public init() {}

  /// What libmicrohttpd sets aside for a connection: the header in its raw form and as a table, the
  /// answer's header, and the buffer through which bodies go. Whatever does not fit gets its own 414 or 431.
  ///
  /// Over 32 KiB it is mapped by itself, so that it takes memory only once it is used, and goes back to the
  /// system when the connection ends; less would come from malloc(3), and stay with the process.
  var connectionMemoryBytes: Int { max(40_960, 2 * (targetBytesMax + headerBytesMax)) }

  /// How long so many bytes may take, in milliseconds.
  func milliseconds(for bytes: Int64) -> Int64 {
    let (product, overflows) = bytes.multipliedReportingOverflow(by: 1_000)
    return overflows ? .max / 4 : requestMilliseconds + product / max(1, bytesPerSecondMin)
  }
}

/// Why a server did not start.
public enum WebServerFailure: Error, Hashable, Sendable, CustomStringConvertible {
  /// The system refused a call: which one, and its error number.
  case system(call: String, errorNumber: Int32)
  /// systemd was to hand a socket over, and there is none.
  case noneHandedOver
  /// A descriptor that was handed over does not listen.
  case notListening(descriptor: Int32)
  /// libmicrohttpd did not start: no threads or no memory, most likely.
  case daemon

  public var description: String {
    switch self {
    case .system(let call, let number): "\(call): \(systemWords(number))"
    case .noneHandedOver:
      "systemd handed no socket over: systemctl enable --now rubricd.socket"
    case .notListening(let descriptor): "descriptor \(descriptor) is no listening stream socket"
    case .daemon: "libmicrohttpd could not start its threads"
    }
  }
}
