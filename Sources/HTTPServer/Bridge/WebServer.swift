import CMicroHTTPD
import Glibc
import Synchronization

/// The clocks of a server: the system's where it runs, a test's own in a test.
public struct ServerClocks: Sendable {
  /// Milliseconds since 1970: what a request's arrival counts by.
  public var wallMilliseconds: @Sendable () -> Int64
  /// Milliseconds that never go back: what deadlines count by.
  public var monotonicMilliseconds: @Sendable () -> Int64

  public init(
    wallMilliseconds: @escaping @Sendable () -> Int64,
    monotonicMilliseconds: @escaping @Sendable () -> Int64
  ) {
    self.wallMilliseconds = wallMilliseconds
    self.monotonicMilliseconds = monotonicMilliseconds
  }
}

/// A site at a socket, by libmicrohttpd's threads.
///
/// ```swift
/// let server = try WebServer(site, at: .address(.loopback4, port: 8080), settings: settings, clocks: clocks)
/// …
/// server.stop(withinMilliseconds: 10_000)
/// ```
///
/// A handler runs on one of few threads, and holds up the other connections of that thread: it must not
/// wait for people or networks. TLS is a proxy's.
///
/// Stopping takes no more connections, closes those without a request, lets running requests end until a
/// deadline, and closes what is left then. No connection is ever suspended: libmicrohttpd ends the process
/// when it is stopped while one is.
public final class WebServer: Sendable {
  private let core: ServerCore
  private let sweeper: Sweeper
  private let daemon: Mutex<Daemon?>
  private let listening: Int32
  private let isOurs: Bool
  /// Where it listens; 0 for a Unix socket.
  public let port: UInt16
  /// How many connections there may be, after the process's limit on open files.
  public let connectionsMax: Int

  /// libmicrohttpd's, which may be used from all threads.
  @safe
  private struct Daemon: @unchecked Sendable {
    let pointer: OpaquePointer
  }

  /// Starts to serve.
  ///
  /// - Parameters:
  ///   - site: What answers.
  ///   - listening: Where.
  ///   - settings: The limits.
  ///   - clocks: The clocks.
  ///   - log: Is told of each request once it is over, on the thread that served it.
  /// - Throws: ``WebServerFailure``; nothing is left open then, but a descriptor that was handed over.
  public init(
    _ site: Site, at listening: Listening, settings: WebServerSettings = WebServerSettings(),
    clocks: ServerClocks,
    log: @escaping @Sendable (AccessRecord) -> Void = { _ in }
  ) throws(WebServerFailure) {
    let table = try ConnectionTable(settings, clock: clocks.monotonicMilliseconds)
    core = ServerCore(site, settings, clocks, table, log: log)
    let timeout = site.answer(HTTPProblem(.requestTimeout, "too slow")).wireForm
    self.listening = try listening.open()
    if case .address = listening { isOurs = true } else { isOurs = false }
    port = Listening.port(of: self.listening)
    let threads = max(1, min(settings.threads, 64))
    connectionsMax = max(threads, min(settings.connectionsMax, Self.descriptorsLeft(settings)))
    let setup = unsafe makeSetup(
      core, listening: self.listening, threads: threads, connectionsMax: connectionsMax)
    do throws(WebServerFailure) {
      sweeper = try Sweeper(table, timeout: timeout, clock: clocks.monotonicMilliseconds)
    } catch {
      if isOurs { _ = close(self.listening) }
      throw error
    }
    let started = unsafe withUnsafePointer(to: setup) { unsafe rubricd_MHD_start($0) }
    guard let started = unsafe started else {
      sweeper.stop()
      if isOurs { _ = close(self.listening) }
      throw .daemon
    }
    daemon = Mutex(unsafe Daemon(pointer: started))
  }

  deinit {
    stop(withinMilliseconds: 0)
  }

  /// What it has done so far.
  public var figures: ServerFigures { core.table.figures }

  /// Stops, once and for good; later calls do nothing.
  ///
  /// - Parameter milliseconds: How long running requests may take to end; what is left is cut off. A handler
  ///   that is running is waited for in any case.
  public func stop(withinMilliseconds milliseconds: Int32) {
    let stopping = daemon.withLock { daemon in
      defer { daemon = nil }
      return daemon
    }
    guard let stopping else { return }
    _ = unsafe MHD_quiesce_daemon(stopping.pointer)
    // Who comes now is told at once. A socket of systemd's stays: its queue is the next process's.
    if isOurs { _ = shutdown(listening, Int32(SHUT_RDWR)) }
    core.table.stop()
    core.table.drained.wait(milliseconds: max(0, milliseconds))
    core.table.shutAll()
    unsafe MHD_stop_daemon(stopping.pointer)
    sweeper.stop()
    _ = close(listening)
  }

  private static func descriptorsLeft(_ settings: WebServerSettings) -> Int {
    var limit = rlimit()
    guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else {
      return settings.connectionsMax
    }
    return Int(clamping: limit.rlim_cur) - settings.descriptorsKept
  }
}
