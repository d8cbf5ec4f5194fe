import CMicroHTTPD
import Glibc
import Synchronization

/// A connection and the request that it is at. Only libmicrohttpd's thread for it touches it.
final class Connection {
  /// What is known of a request once its headers have come.
  private struct Running {
    /// Nothing once it was answered.
    var exchange: Exchange?
    /// An answer that is there already, but goes out when the request is over: libmicrohttpd ends a
    /// connection that is answered sooner.
    var early: Answer?
    let number: Int64
    let method: HTTPMethod?
    var route: RoutePattern?
    var status: HTTPStatus?
    let beganAt: Int64
    var received: Int64 = 0
    var sent: Int64 = 0
  }

  private let id: Int64
  private let peer: IPAddress
  private let core: ServerCore
  private var target = RawTarget()
  /// When the request line had come.
  private var targetAt: Int64 = 0
  private var running: Running?

  init(_ descriptor: Int32, from peer: IPAddress, _ core: ServerCore) {
    self.peer = peer
    self.core = core
    id = core.table.begin(descriptor, from: peer)
  }

  /// It has ended; its socket is closed once this returns.
  func end() {
    complete(isWhole: false)
    core.table.end(id)
  }

  /// A request line has come.
  func begin(_ target: RawTarget) {
    self.target = target
    targetAt = core.clocks.monotonicMilliseconds()
    core.table.set(id, .reading, until: targetAt + core.settings.requestMilliseconds)
  }

  /// Headers, a piece of the body, or its end have come.
  ///
  /// - Parameters:
  ///   - connection: libmicrohttpd's own.
  ///   - method: As it was sent.
  ///   - version: As it was sent.
  ///   - bytes: The next piece of the body; empty for headers and the end.
  /// - Returns: Whether to go on with the connection.
  func handle(
    _ connection: OpaquePointer, method: String, version: UnsafePointer<CChar>,
    bytes: UnsafeRawBufferPointer
  ) -> Bool {
    guard running != nil else {
      var head = unsafe RawHead(
        method: method, version: version, target: target, peer: peer,
        arrivedAtMilliseconds: core.clocks.wallMilliseconds(), number: core.nextNumber())
      unsafe head.takeFields(of: connection)
      return unsafe begin(head, connection)
    }
    if unsafe !bytes.isEmpty {
      return unsafe receive(RawSpan(_unsafeBytes: bytes), connection)
    }
    guard running?.status == nil else { return true }
    core.table.set(id, .handling, until: .max)
    guard let answer = running?.early ?? running?.exchange?.end() else { return false }
    running?.exchange = nil
    running?.early = nil
    return unsafe send(answer, connection)
  }

  private func begin(_ raw: RawHead, _ connection: OpaquePointer) -> Bool {
    core.table.set(id, .handling, until: .max)
    running = Running(
      number: raw.number, method: HTTPMethod(rawValue: raw.method),
      beganAt: core.clocks.monotonicMilliseconds())
    do throws(HTTPProblem) {
      let head = try RequestHead(raw, core.settings)
      if core.table.isStopping, head.length.isLong {
        throw HTTPProblem(.serviceUnavailable, "the server is stopping", retryAfterSeconds: 10)
      }
      var exchange = Exchange(core.site, head.request)
      switch exchange.begin(head.length) {
      case .answer(let answer) where answer.closesConnection:
        return unsafe send(answer, connection)
      case .answer(let answer):
        running?.early = answer
        return true
      case .read:
        running?.exchange = exchange
        core.table.set(id, .reading, until: targetAt + core.settings.milliseconds(for: 0))
        return true
      }
    } catch {
      return unsafe send(core.site.answer(error), connection)
    }
  }

  private func receive(_ bytes: RawSpan, _ connection: OpaquePointer) -> Bool {
    guard var now = running else { return false }
    // Whatever comes once the answer is there belongs to a request that nobody wants.
    guard now.status == nil else { return true }
    now.received += Int64(bytes.byteCount)
    running = nil
    let goesOn = now.exchange?.receive(bytes) ?? false
    running = now
    // What came buys time, but no long silence: the other end may be gone without a word.
    core.table.set(
      id, .reading,
      until: min(
        targetAt + core.settings.milliseconds(for: now.received),
        core.clocks.monotonicMilliseconds() + core.settings.requestMilliseconds))
    if !goesOn, let word = now.exchange?.lastWord?.wireForm {
      // Nothing has been sent in this exchange, and nothing will be: this stands alone on the line.
      _ = unsafe Glibc.send(
        rubricd_MHD_socket(connection), word, word.count, Int32(MSG_NOSIGNAL | MSG_DONTWAIT))
    }
    return goesOn
  }

  private func send(_ answer: Answer, _ connection: OpaquePointer) -> Bool {
    let length = answer.isHeaderOnly ? 0 : answer.range.upperBound - answer.range.lowerBound
    running?.status = answer.status
    running?.route = answer.route
    running?.sent = length
    core.table.set(
      id, .answering,
      until: core.clocks.monotonicMilliseconds() + core.settings.milliseconds(for: length))
    return unsafe answer.queue(on: connection, isLast: core.table.keepsNone)
  }

  /// The request is over, well or not.
  func complete(isWhole: Bool) {
    guard var done = running else { return }
    running = nil
    done.exchange?.interrupt()
    let now = core.clocks.monotonicMilliseconds()
    core.table.count { figures in
      if !isWhole { figures.requestsBroken += 1 }
      if isWhole, let status = done.status {
        figures.requests[status.code / 100, default: 0] += 1
        figures.bytesSent += done.sent
        figures.seconds.observe(Double(now - done.beganAt) / 1_000)
      }
      figures.bytesReceived += done.received
    }
    core.table.set(id, .idle, until: now + core.settings.idleMilliseconds)
    core.log(
      AccessRecord(
        number: done.number, method: done.method, route: done.route, status: done.status,
        bytesReceived: done.received, bytesSent: done.sent, milliseconds: now - done.beganAt,
        isWhole: isWhole))
  }
}

extension Exchange.BodyLength {
  /// Whether a stopping server would have to wait for it.
  var isLong: Bool {
    switch self {
    case .none: false
    case .bytes(let count): count > 1_048_576
    case .unknown: true
    }
  }
}

/// What all threads of a server share.
final class ServerCore: Sendable {
  let site: Site
  let settings: WebServerSettings
  let clocks: ServerClocks
  let table: ConnectionTable
  let log: @Sendable (AccessRecord) -> Void
  private let number = Atomic<Int64>(0)

  init(
    _ site: Site, _ settings: WebServerSettings, _ clocks: ServerClocks, _ table: ConnectionTable,
    log: @escaping @Sendable (AccessRecord) -> Void
  ) {
    self.site = site
    self.settings = settings
    self.clocks = clocks
    self.table = table
    self.log = log
  }

  func nextNumber() -> Int64 { number.add(1, ordering: .relaxed).newValue }
}
