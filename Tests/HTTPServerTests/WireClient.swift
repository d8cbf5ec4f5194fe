import Glibc
import HTTPServer
import Testing

/// A client of few words: bytes out, bytes in, and whether the other end has closed.
final class WireClient {
  private let descriptor: Int32
  private var held: [UInt8] = []

  /// How long a test waits for what must come, in milliseconds: long enough for a busy machine.
  private static let patienceMilliseconds: Int32 = 120_000

  struct Response {
    var status: Int
    var head: String
    var body: [UInt8]

    var text: String { String(decoding: body, as: UTF8.self) }

    /// A field's value, by its name in small letters.
    func field(_ name: String) -> String? {
      for line in head.split(separator: "\r\n").dropFirst() {
        let parts = line.split(separator: ":", maxSplits: 1)
        if parts.count == 2, parts[0].lowercased() == name {
          return String(parts[1].drop { $0 == " " })
        }
      }
      return nil
    }
  }

  struct Refused: Error, Equatable {
    var errorNumber: Int32
  }

  init(port: UInt16) throws {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let result = unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard result == 0 else { throw Refused(errorNumber: errno) }
    var on: Int32 = 1
    _ = unsafe setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, 4)
  }

  deinit {
    _ = close(descriptor)
  }

  /// Sends all; false when the other end takes no more.
  @discardableResult func send(_ bytes: [UInt8]) -> Bool {
    var done = 0
    while done < bytes.count {
      let count = unsafe bytes.withUnsafeBytes { buffer in
        let rest = unsafe UnsafeRawBufferPointer(rebasing: buffer[done...])
        return unsafe Glibc.send(descriptor, rest.baseAddress, rest.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return false }
      done += count
    }
    return true
  }

  @discardableResult func send(_ text: String) -> Bool { send(Array(text.utf8)) }

  /// Says that nothing more is sent.
  func finishSending() {
    _ = shutdown(descriptor, Int32(SHUT_WR))
  }

  /// The next response: its head, and as much body as the head tells.
  func response(toHead: Bool = false) throws -> Response {
    let ending = Array("\r\n\r\n".utf8)
    var end: Int?
    while true {
      end = held.indices.first { held[$0...].starts(with: ending) }
      if end != nil { break }
      try #require(try receive(), "closed within a head: \(String(decoding: held, as: UTF8.self))")
    }
    let head = String(decoding: held[..<(try #require(end))], as: UTF8.self)
    held.removeFirst(try #require(end) + 4)
    let code = try #require(head.split(separator: " ").dropFirst().first.flatMap { Int($0) })
    var response = Response(status: code, head: head, body: [])
    let length = toHead || code == 304 || code < 200 ? nil : response.field("content-length")
    let count = length.flatMap { Int($0) } ?? 0
    while held.count < count { try #require(try receive(), "closed within a body") }
    response.body = Array(held.prefix(count))
    held.removeFirst(count)
    return response
  }

  /// Everything up to the end of the connection.
  func rest() throws -> String {
    while try receive() {}
    defer { held = [] }
    return String(decoding: held, as: UTF8.self)
  }

  /// Waits for more; false once the other end has closed.
  private func receive() throws -> Bool {
    var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    let ready = unsafe poll(&waiting, 1, Self.patienceMilliseconds)
    try #require(ready > 0, "nothing came")
    var buffer = [UInt8](repeating: 0, count: 65_536)
    let count = unsafe recv(descriptor, &buffer, buffer.count, 0)
    guard count > 0 else { return false }
    held += buffer[..<count]
    return true
  }
}

/// A server at a free port of the loopback interface, stopped with its owner.
final class Served {
  let server: WebServer
  let sinks = Sinks()
  let gate = Gate()
  let log = Log()

  init(
    clock: HandClock? = nil, at listening: Listening? = nil,
    _ change: (inout WebServerSettings) -> Void = { _ in }
  ) throws {
    var settings = WebServerSettings()
    settings.threads = 2
    change(&settings)
    let (sinks, gate, log) = (sinks, gate, log)
    let site = Site(handle: { request in
      try Self.router(sinks, gate).handle(request) { _, _ in () }
    })
    server = try WebServer(
      site, at: listening ?? .address(.loopback4, port: 0), settings: settings,
      clocks: clock?.clocks ?? .system, log: { log.add($0) })
  }

  deinit {
    gate.open()
    server.stop(withinMilliseconds: 0)
  }

  func client() throws -> WireClient { try WireClient(port: server.port) }

  private static func router(_ sinks: Sinks, _ gate: Gate) -> Router<Void> {
    var router = Router<Void>()
    router.get("/hello") { _ in .text("hello") }
    router.get("/tagged") { _ in .text("tagged").with(eTag: ETag("v1")) }
    router.get("/whose") { .text("\($0.request.remoteAddress) \($0.request.scheme)") }
    router.get("/large") { _ in
      HTTPResponse(.ok, type: .bytes, [UInt8](repeating: 7, count: 5_000_000))
    }
    router.get("/file/:name") {
      .file(try ServedFile(path: "/etc/\($0.text("name"))"), type: .plain)
    }
    router.get("/slow") { _ in
      gate.arrive()
      return .text("slow")
    }
    router.post("/echo", bodyBytesMax: 1_000) { call in
      HTTPResponse(.ok, type: .bytes, call.request.body)
    }
    router.on(.post, "/refuse") { _ in .respond(.text("no", status: .forbidden)) }
    router.on(.post, "/upload") { _ in
      .multipart(MultipartLimits(bodyBytesMax: 3_000_000_000), sink: { sinks.make($0) }) {
        _, form in
        .text("\(form.files.map(\.length))")
      }
    }
    return router
  }
}
