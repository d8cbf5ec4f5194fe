import Glibc
import HTTPServer
import Testing

@Suite struct `The end of a connection` {
  private let host = "Host: rubricd.example\r\n"

  @Test func `comes for a client without a request, when its time is over`() throws {
    let clock = HandClock()
    let served = try Served(clock: clock) { $0.idleMilliseconds = 30 }
    let silent = try served.client()
    clock.pass(milliseconds: 30) { served.server.figures.idleSwept == 1 }
    #expect(try silent.rest() == "")
    let client = try served.client()
    client.send("GET /hello HTTP/1.1\r\n\(host)\r\n")
    #expect(try client.response().status == 200)
    clock.pass(milliseconds: 30) { served.server.figures.idleSwept == 2 }
    #expect(try client.rest() == "")
    #expect(served.server.figures.idleSwept == 2)
  }

  @Test(arguments: [
    "GET /hello HTTP/1.1\r\nHost:",
    "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nabc",
    "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nab",
    "GET /?" + String(repeating: "a&", count: 1_500) + " HTTP/1.1\r\nHost: x\r\n\r\n",
  ])
  func `comes for a request that takes too long, with word of it`(start: String) throws {
    let served = try Served { $0.requestMilliseconds = 50 }
    let client = try served.client()
    client.send(start)
    let response = try client.response()
    #expect(response.status == 408)
    #expect(response.field("connection") == "close")
    #expect(try client.rest() == "")
    #expect(served.server.figures.slowSwept == 1)
  }

  @Test func `comes for a client that sends a byte now and then`() throws {
    let served = try Served { $0.requestMilliseconds = 50 }
    let client = try served.client()
    client.send("GET /hello HTTP/1.1\r\n")
    // As fast as it likes: the deadline is for the whole request.
    while client.send("X: y\r\n"), served.server.figures.slowSwept == 0 {}
    #expect(served.server.figures.slowSwept <= 1)
  }

  @Test func `does not come while a handler is at work`() throws {
    let clock = HandClock()
    let served = try Served(clock: clock) { $0.requestMilliseconds = 30 }
    let working = try served.client()
    working.send("GET /slow HTTP/1.1\r\n\(host)\r\n")
    served.gate.waitForArrival()
    // Somebody else's deadline passes meanwhile.
    let other = try served.client()
    other.send("GET /hel")
    other.send("lo HTTP/1.1\r\n")
    clock.pass(milliseconds: 30) { served.server.figures.slowSwept == 1 }
    #expect(try other.response().status == 408)
    served.gate.open()
    #expect(try working.response().text == "slow")
  }

  @Test func `is at once for who has as many connections as one may have`() throws {
    let served = try Served { $0.connectionsPerClientMax = 2 }
    var clients: [WireClient] = []
    for _ in 1...2 {
      let client = try served.client()
      client.send("GET /hello HTTP/1.1\r\n\(host)\r\n")
      #expect(try client.response().status == 200)
      clients.append(client)
    }
    #expect(try served.client().rest() == "")
    #expect(served.server.figures.connectionsRefused == 1)
    let proxy = try #require(IPNetwork("127.0.0.0/8"))
    let behind = try Served {
      $0.connectionsPerClientMax = 0
      $0.proxies = TrustedProxies([proxy])
    }
    let client = try behind.client()
    client.send("GET /hello HTTP/1.1\r\n\(host)\r\n")
    #expect(try client.response().status == 200)
  }

  @Test func `comes with the answer once there are many connections`() throws {
    let served = try Served { $0.connectionsKeptMax = 1 }
    let first = try served.client()
    first.send("GET /hello HTTP/1.1\r\n\(host)\r\n")
    #expect(try first.response().field("connection") == nil)
    let second = try served.client()
    second.send("GET /hello HTTP/1.1\r\n\(host)\r\n")
    #expect(try second.response().field("connection") == "close")
    #expect(try second.rest() == "")
    first.send("GET /hello HTTP/1.1\r\n\(host)\r\n")
    #expect(try first.response().text == "hello")
  }

  @Test func `cuts an upload, of which nothing remains`() throws {
    let served = try Served()
    try { () throws in
      let client = try served.client()
      client.send(Self.upload(length: 1_000_000) + "the beginning of a film")
      client.send("and no end")
      // What comes together with the end is read first; libmicrohttpd may see the end later then.
      served.sinks.waitForBytes(Array("the beginning of a filmand no end".utf8).count)
      client.finishSending()
      _ = try client.rest()
    }()
    let record = try #require(served.log.next())
    #expect(!record.isWhole)
    #expect(served.sinks.events == ["begin film.mp4", "cancel"])
    #expect(served.server.figures.requestsBroken == 1)
  }

  @Test func `sweeps a slow upload, of which nothing remains`() throws {
    let served = try Served { $0.requestMilliseconds = 50 }
    let client = try served.client()
    client.send(Self.upload(length: 1_000_000) + "slowly")
    #expect(try client.response().status == 408)
    _ = served.log.next()
    #expect(served.sinks.events == ["begin film.mp4", "cancel"])
  }

  @Test func `is far away for an upload that keeps coming, near for one that pauses`() throws {
    let clock = HandClock()
    let served = try Served(clock: clock) {
      $0.requestMilliseconds = 100
      $0.bytesPerSecondMin = 100
    }
    let client = try served.client()
    let body = String(repeating: "x", count: 10)
    let ending = "\r\n--B--"
    client.send(Self.upload(length: 110 + ending.utf8.count) + body)
    for piece in 1...10 {
      served.sinks.waitForBytes(piece * 10)
      // Nearly a second in all, nearly ten times as long as a request without a body may take.
      clock.pass(milliseconds: 99)
      client.send(body)
    }
    client.send(ending)
    #expect(try client.response().text == "[110]")
    client.send(Self.upload(length: 100) + body)
    served.sinks.waitForBytes(120)
    clock.pass(milliseconds: 100) { served.server.figures.slowSwept == 1 }
    #expect(try client.response().status == 408)
  }

  @Test func `streams a large upload in memory that does not grow`() throws {
    let served = try Served()
    let client = try served.client()
    let block = [UInt8]((0..<1_048_576).map { UInt8(truncatingIfNeeded: $0 &* 31 &>> 3) })
    let ending = "\r\n--B--"
    let megabytes = 512
    client.send(Self.upload(length: megabytes * block.count + ending.utf8.count))
    client.send(block)
    let before = try residentBytes()
    for _ in 2...megabytes { client.send(block) }
    client.send(ending)
    #expect(try client.response().text == "[\(megabytes * block.count)]")
    // Other tests run at the same time; the body would be more than all of them.
    #expect(try residentBytes() - before < megabytes * block.count / 2)
    #expect(served.sinks.events == ["begin film.mp4", "finish \(megabytes * block.count)"])
  }

  @Test func `waits for the running request when the server stops`() throws {
    let served = try Served()
    let working = try served.client()
    let idle = try served.client()
    idle.send("GET /hello HTTP/1.1\r\n\(host)\r\n")
    #expect(try idle.response().status == 200)
    working.send("GET /slow HTTP/1.1\r\n\(host)\r\n")
    served.gate.waitForArrival()
    let stopping = Stopping(served.server, withinMilliseconds: 30_000)
    // The connection without a request goes first, while the other is still being worked for.
    #expect(try idle.rest() == "")
    served.gate.open()
    let response = try working.response()
    #expect(response.text == "slow")
    #expect(response.field("connection") == "close")
    #expect(try working.rest() == "")
    stopping.wait()
    #expect(served.server.figures.connectionsOpen == 0)
    #expect(throws: WireClient.Refused(errorNumber: ECONNREFUSED)) { try served.client() }
    served.server.stop(withinMilliseconds: 0)
  }

  @Test func `comes for everybody once a stop has waited long enough`() throws {
    let served = try Served()
    let client = try served.client()
    client.send(Self.upload(length: 1_000_000) + "the beginning")
    let other = try served.client()
    other.send("GET /hello HTTP/1.1\r\n\(host)\r\n")
    #expect(try other.response().status == 200)
    served.server.stop(withinMilliseconds: 20)
    #expect(try client.rest() == "")
    #expect(served.server.figures.connectionsOpen == 0)
    #expect(served.sinks.events.last == "cancel")
  }

  @Test func `leaves a handed-over socket to the one who comes next`() throws {
    let descriptor = try listeningSocket()
    let kept = dup(descriptor)
    defer { _ = close(kept) }
    let served = try Served(at: .descriptor(descriptor))
    let client = try served.client()
    client.send("GET /hello HTTP/1.1\r\n\(host)\r\n")
    #expect(try client.response().text == "hello")
    served.server.stop(withinMilliseconds: 1_000)
    // Whoever connects in between waits in the queue for the next process.
    let early = try served.client()
    early.send("GET /hello HTTP/1.1\r\n\(host)\r\n")
    let next = try Served(at: .descriptor(kept))
    #expect(try early.response().text == "hello")
    next.server.stop(withinMilliseconds: 1_000)
  }

  @Test func `is not begun where nobody can listen`() throws {
    let served = try Served()
    let taken = Listening.address(.loopback4, port: served.server.port)
    #expect(throws: WebServerFailure.system(call: "bind", errorNumber: EADDRINUSE)) {
      try Served(at: taken)
    }
    #expect(throws: WebServerFailure.notListening(descriptor: 0)) {
      try Served(at: .descriptor(0))
    }
  }

  @Test func `takes what systemd hands over to this very process`() {
    let hand = { (id: String, count: String) in
      SocketActivation.descriptors(
        environment: ["LISTEN_PID": id, "LISTEN_FDS": count], processID: 812)
    }
    #expect(hand("812", "2") == [3, 4])
    #expect(hand("813", "2") == [])
    #expect(hand("812", "0") == [])
    #expect(hand("812", "65") == [])
    #expect(hand("812", "x") == [])
    #expect(SocketActivation.descriptors(environment: [:], processID: 812) == [])
  }

  private static func upload(length: Int) -> String {
    let head = "--B\r\nContent-Disposition: form-data; name=\"f\"; filename=\"film.mp4\"\r\n\r\n"
    return "POST /upload HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=B\r\n"
      + "Content-Length: \(length + head.utf8.count)\r\n\r\n\(head)"
  }

  private func listeningSocket() throws -> Int32 {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let result = unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    try #require(result == 0 && listen(descriptor, 10) == 0)
    return descriptor
  }
}

/// A stop that is under way on a thread of its own.
private final class Stopping: Sendable {
  private let ended = Channel()
  private let server: WebServer
  private let milliseconds: Int32

  init(_ server: WebServer, withinMilliseconds milliseconds: Int32) {
    self.server = server
    self.milliseconds = milliseconds
    var thread = pthread_t()
    _ = unsafe pthread_create(
      &thread, nil,
      { argument in
        if let argument = unsafe argument {
          unsafe Unmanaged<Stopping>.fromOpaque(argument).takeRetainedValue().run()
        }
        return nil
      }, Unmanaged.passRetained(self).toOpaque())
    _ = pthread_detach(thread)
  }

  private func run() {
    server.stop(withinMilliseconds: milliseconds)
    ended.signal()
  }

  func wait() { ended.wait() }
}

/// How much memory this process has resident.
private func residentBytes() throws -> Int {
  let descriptor = unsafe open("/proc/self/statm", O_RDONLY | O_CLOEXEC)
  defer { _ = close(descriptor) }
  var buffer = [UInt8](repeating: 0, count: 256)
  let count = unsafe read(descriptor, &buffer, buffer.count)
  let fields = String(decoding: buffer.prefix(max(0, count)), as: UTF8.self).split(separator: " ")
  return try #require(fields.count > 1 ? Int(fields[1]) : nil) * Int(getpagesize())
}
