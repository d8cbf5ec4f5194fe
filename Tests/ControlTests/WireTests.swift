import CivilTime
import Control
import Foundation
import Glibc
import Office
import Synchronization
import Testing

@Suite struct `The wire` {
  @Test func `carries frames, in pieces of any size`() throws {
    let frames = [
      WireFrame(.request, Array("{}".utf8)), WireFrame(.end),
      WireFrame(.output, [UInt8](repeating: 7, count: WireFrame.payloadMax)),
      WireFrame(.exit, [75]),
    ]
    for size in [1, 2, 5, 4_096, 1 << 20] {
      var reader = WireReader()
      var found: [WireFrame] = []
      var rest = frames.flatMap(\.bytes)[...]
      while !rest.isEmpty {
        reader.append(rest.prefix(size))
        rest = rest.dropFirst(size)
        while let frame = try reader.next() { found.append(frame) }
      }
      #expect(found == frames)
      #expect(!reader.isInTheMiddle)
    }
  }

  @Test func `breaks at a frame that is damaged or too long, before it is read`() throws {
    var reader = WireReader()
    reader.append([0x00])
    #expect(throws: WireError.unknownKind(0)) { try reader.next() }
    reader = WireReader()
    reader.append([0x6F, 0x00, 0x04, 0x00, 0x00])
    #expect(try reader.next() == nil)
    #expect(reader.isInTheMiddle)
    reader = WireReader()
    reader.append([0x6F, 0x00, 0x04, 0x00, 0x01])
    #expect(throws: WireError.tooLong(WireFrame.payloadMax + 1)) { try reader.next() }
  }

  @Test func `refuses a request of another version, or with too much`() throws {
    let good = WireRequest(arguments: ["status"], files: [], isTerminal: false, columns: 80)
    #expect(try WireRequest(good.frame()) == good)
    var other = good
    other.version = 2
    #expect(throws: WireError.otherVersion(2)) { try WireRequest(other.frame()) }
    #expect(throws: WireError.unexpected(.end)) { try WireRequest(WireFrame(.end)) }
    for text in ["", "{", "[]", "{\"version\":1}"] {
      #expect(throws: WireError.self) { try WireRequest(WireFrame(.request, Array(text.utf8))) }
    }
    let files = (0..<9).map { WireRequest.File(path: "\($0)", bytes: 1) }
    for bad in [
      files, [.init(path: "a", bytes: (64 << 20) + 1)], [.init(path: "a", bytes: -1)],
      [.init(path: "a", bytes: 64 << 20), .init(path: "b", bytes: 1)],
    ] {
      let request = WireRequest(arguments: [], files: bad, isTerminal: false, columns: nil)
      #expect(throws: WireError.self) { try WireRequest(request.frame()) }
    }
    let long = WireRequest(
      arguments: [String(repeating: "x", count: WireFrame.payloadMax)], files: [],
      isTerminal: false, columns: nil)
    #expect(throws: WireError.self) { try long.frame() }
  }
}

@Suite struct `A daemon at its socket` {
  /// A conversation over a pair of sockets: what is sent, and what comes back.
  private func talk(
    _ desk: Desk, _ bytes: [UInt8], closes: Bool = true
  ) throws -> [WireFrame] {
    let office = try desk.office()
    let server = try ControlServer(
      office: { office }, folder: desk.data + "/run", random: office.surroundings.random)
    defer { server.stop() }
    var ends: [Int32] = [-1, -1]
    #expect(unsafe socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) == 0)
    var size: Int32 = 8 << 20
    _ = unsafe setsockopt(ends[0], SOL_SOCKET, SO_SNDBUF, &size, 4)
    _ = unsafe setsockopt(ends[1], SOL_SOCKET, SO_SNDBUF, &size, 4)
    #expect(unsafe write(ends[0], bytes, bytes.count) == bytes.count)
    if closes { shutdown(ends[0], Int32(SHUT_WR)) }
    server.serve(ends[1])
    let channel = WireChannel(ends[0], secondsMax: 5)
    var frames: [WireFrame] = []
    while let frame = try channel.receive() { frames.append(frame) }
    return frames
  }

  private func request(_ arguments: [String], _ files: [(String, String)] = []) throws -> [UInt8] {
    let request = WireRequest(
      arguments: arguments, files: files.map { .init(path: $0.0, bytes: $0.1.utf8.count) },
      isTerminal: false, columns: nil)
    return try request.frame().bytes
      + files.flatMap { WireFrame.pieces(.file, Array($0.1.utf8)) }.flatMap(\.bytes)
      + WireFrame(.end).bytes
  }

  @Test func `breaks off with whoever keeps it waiting a minute in all, bit by bit`() throws {
    // Each call waits for 20 s, by the clock's account, and none of them longer than a standstill.
    for (calls, isAnswered) in [(3, true), (4, false)] {
      var ends: [Int32] = [-1, -1]
      #expect(unsafe socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) == 0)
      let channel = WireChannel(
        ends[1], secondsMax: 5, waitingSecondsMax: 60, clock: SlowClock(milliseconds: 20_000))
      var broken: WireError?
      do throws(WireError) {
        for _ in 0..<calls { try channel.send(WireFrame(.end)) }
      } catch {
        broken = error
      }
      #expect(broken == (isAnswered ? nil : .tooSlow))
      close(ends[0])
    }
  }

  @Test func `is asked on the office as it is configured then`() throws {
    try withDesk { desk in
      desk.begin()
      let asked = Counter()
      let office = try desk.office()
      let server = try ControlServer(
        office: {
          asked.add()
          return office
        }, folder: desk.data + "/run", random: office.surroundings.random)
      defer { server.stop() }
      for count in 1...2 {
        var ends: [Int32] = [-1, -1]
        #expect(unsafe socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) == 0)
        close(ends[0])
        server.serve(ends[1])
        #expect(asked.count == count)
      }
    }
  }

  @Test func `runs the same commands, with the files that were sent`() throws {
    try withDesk { desk in
      desk.begin()
      let frames = try talk(
        desk, request(["import", "evaluators", "e.csv"], [("e.csv", Desk.evaluators)]))
      #expect(frames.last == WireFrame(.exit, [0]))
      let text = frames.filter { $0.kind == .output }.flatMap(\.payload)
      #expect(String(decoding: text, as: UTF8.self).contains("2 taken"))
      #expect(try desk.run("person", "list", "--evaluators", "--json").objects().count == 2)
      // A file that was not sent is not looked for on the daemon's side.
      let missing = try talk(desk, request(["import", "people", "/etc/passwd"]))
      #expect(missing.last == WireFrame(.exit, [66]))
    }
  }

  @Test func `answers what is damaged with one message, and does nothing`() throws {
    try withDesk { desk in
      desk.begin()
      let whole = try request(["outbox", "pause"])
      let bad: [[UInt8]] = [
        [0xFF, 0, 0, 0, 0], Array(whole.dropLast(1)), WireFrame(.end).bytes,
        WireFrame(.request, [1, 2, 3]).bytes,
        Array(whole.dropLast(5)) + WireFrame(.exit, [0]).bytes,
        Array(whole.dropLast(5)) + WireFrame(.file, [1]).bytes + WireFrame(.end).bytes,
      ]
      for bytes in bad {
        let frames = try talk(desk, bytes)
        #expect(frames.last == WireFrame(.exit, [69]), "\(bytes.prefix(8))")
        #expect(frames.count { $0.kind == .errors } == 1)
      }
      #expect(try talk(desk, []).isEmpty)
      #expect(try desk.run("status", "--json").objects().first?["outboxPaused"] as? Bool == false)
      #expect(try talk(desk, whole).last == WireFrame(.exit, [0]))
      #expect(try desk.run("status", "--json").objects().first?["outboxPaused"] as? Bool == true)
    }
  }

  @Test
  func `takes what rubricctl sends while the lock is held, and refuses what needs it stopped`()
    throws
  {
    try withDesk { desk in
      desk.begin()
      let lock = unsafe open(desk.data + "/run/lock", O_RDWR | O_CREAT, 0o600)
      defer { close(lock) }
      #expect(flock(lock, LOCK_EX | LOCK_NB) == 0)
      // Somebody holds the lock, and nobody answers.
      #expect(desk.run("outbox", "pause").code == .temporary)
      let office = try desk.office()
      let server = try ControlServer(
        office: { office }, folder: desk.data + "/run", random: office.surroundings.random)
      let thread = Thread { server.run() }
      thread.start()
      defer { server.stop() }
      #expect(desk.run("outbox", "pause").code == .ok)
      let taken = desk.run("import", "evaluators", "e.csv", files: ["e.csv": Desk.evaluators])
      #expect(taken.code == .ok, "\(taken.errors)")
      #expect(taken.output.contains("2 taken"))
      #expect(desk.run("window", "open", "99").code == .noInput)
      #expect(desk.run("import", "people", "none.csv").code == .noInput)
      #expect(desk.run("status").output.contains("rubricd            is running"))
      #expect(desk.run("upgrade").code == .temporary)
      #expect(desk.run("restore", desk.data).code == .temporary)
      var status = stat()
      #expect(unsafe stat(desk.data + "/run/control.sock", &status) == 0)
      #expect(status.st_mode & 0o777 == 0o600)
    }
  }
}

// MARK: Stand-ins

/// A clock on which time passes whenever somebody looks.
private final class SlowClock: Clock {
  private let step: Int64
  private let time = Mutex<Int64>(0)

  init(milliseconds: Int64) { step = milliseconds }

  func now() -> Instant { .epoch }
  func monotonicMilliseconds() -> Int64 {
    time.withLock { time in
      time += step
      return time
    }
  }
}

private final class Counter: Sendable {
  private let value = Mutex(0)
  var count: Int { value.withLock { $0 } }
  func add() { value.withLock { $0 += 1 } }
}
