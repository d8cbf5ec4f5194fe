import CMicroHTTPD
import Glibc
import Synchronization

/// All connections with their deadlines, and the figures. Used by all threads.
///
/// libmicrohttpd tells of a connection's end before it closes the socket, and the entry goes then, under the
/// same lock under which the sweep shuts sockets down: so the sweep never meets a number that belongs to
/// somebody else's file already.
final class ConnectionTable: Sendable {
  enum Phase {
    /// Between requests: nothing is owed.
    case idle
    /// The request is arriving.
    case reading
    /// A handler is at it: its end is waited for, whatever the time.
    case handling
    /// The answer is going out.
    case answering
  }

  private struct Entry {
    let descriptor: Int32
    let client: IPAddress
    var phase = Phase.idle
    var deadline: Int64
    var isShut = false
  }

  private struct State {
    var entries: [Int64: Entry] = [:]
    var perClient: [IPAddress: Int] = [:]
    var figures = ServerFigures()
    var nextID: Int64 = 0
    var isStopping = false
    /// When the sweep looks again.
    var wakes = Int64.max
  }

  private let state = Mutex(State())
  private let settings: WebServerSettings
  private let clock: @Sendable () -> Int64
  /// Rung when the sweep should look sooner.
  let bell: Bell
  /// Rung once the last connection has gone while stopping.
  let drained: Bell

  init(_ settings: WebServerSettings, clock: @escaping @Sendable () -> Int64)
    throws(WebServerFailure)
  {
    self.settings = settings
    self.clock = clock
    bell = try Bell()
    drained = try Bell()
  }

  var figures: ServerFigures { state.withLock { $0.figures } }

  var isStopping: Bool { state.withLock { $0.isStopping } }

  /// Whether a connection should end with its answer.
  var keepsNone: Bool {
    state.withLock { $0.isStopping || $0.entries.count > settings.connectionsKeptMax }
  }

  /// Whether a client may have one more connection.
  func admits(_ peer: IPAddress) -> Bool {
    if settings.proxies.trusts(peer) { return true }
    let client = peer.clientKey
    return state.withLock { state in
      guard state.perClient[client, default: 0] >= settings.connectionsPerClientMax else {
        return true
      }
      state.figures.connectionsRefused += 1
      return false
    }
  }

  /// Takes a connection in; gives its number.
  func begin(_ descriptor: Int32, from peer: IPAddress) -> Int64 {
    let deadline = clock() + settings.idleMilliseconds
    let client = peer.clientKey
    return state.withLock { state in
      state.nextID += 1
      state.entries[state.nextID] = Entry(
        descriptor: descriptor, client: client, deadline: deadline)
      state.perClient[client, default: 0] += 1
      state.figures.connectionsOpen += 1
      state.figures.connectionsTotal += 1
      wake(by: deadline, &state)
      return state.nextID
    }
  }

  /// Lets a connection go.
  func end(_ id: Int64) {
    state.withLock { state in
      guard let entry = state.entries.removeValue(forKey: id) else { return }
      let left = state.perClient[entry.client, default: 1] - 1
      state.perClient[entry.client] = left > 0 ? left : nil
      state.figures.connectionsOpen -= 1
      if state.isStopping, state.entries.isEmpty { drained.ring() }
    }
  }

  /// Says what a connection is at, and until when it may be.
  func set(_ id: Int64, _ phase: Phase, until deadline: Int64) {
    state.withLock { state in
      // While stopping, whoever is between requests has nothing to wait for.
      let deadline = phase == .idle && state.isStopping ? clock() : deadline
      state.entries[id]?.phase = phase
      state.entries[id]?.deadline = deadline
      if phase != .handling { wake(by: deadline, &state) }
    }
  }

  func count(_ change: (inout ServerFigures) -> Void) {
    state.withLock { change(&$0.figures) }
  }

  /// From now on connections end with their request; those without one end at once.
  func stop() {
    let now = clock()
    state.withLock { state in
      state.isStopping = true
      for (id, entry) in state.entries where entry.phase == .idle {
        state.entries[id]?.deadline = now
      }
      state.wakes = now
      if state.entries.isEmpty { drained.ring() }
      bell.ring()
    }
  }

  /// Ends every connection, whatever it is at.
  func shutAll() {
    state.withLock { state in
      for entry in state.entries.values { _ = shutdown(entry.descriptor, Int32(SHUT_RDWR)) }
    }
  }

  /// Ends the connections that are past their deadline.
  ///
  /// - Parameter timeout: What a client gets that has taken too long with its request.
  /// - Returns: When to look again.
  func sweep(timeout: [UInt8]) -> Int64 {
    let now = clock()
    return state.withLock { state in
      var next = Int64.max
      for (id, entry) in state.entries where entry.phase != .handling && !entry.isShut {
        guard entry.deadline <= now else {
          next = min(next, entry.deadline)
          continue
        }
        state.entries[id]?.isShut = true
        switch entry.phase {
        case .idle: state.figures.idleSwept += 1
        case .reading:
          state.figures.slowSwept += 1
          // libmicrohttpd sends nothing while a request arrives, so this stands alone on the line.
          _ = unsafe send(
            entry.descriptor, timeout, timeout.count, Int32(MSG_NOSIGNAL | MSG_DONTWAIT))
        case .handling, .answering: state.figures.slowSwept += 1
        }
        _ = shutdown(entry.descriptor, Int32(SHUT_RDWR))
      }
      state.wakes = next
      return next
    }
  }

  private func wake(by deadline: Int64, _ state: inout State) {
    guard deadline < state.wakes else { return }
    state.wakes = deadline
    bell.ring()
  }
}
