import Glibc
import HTTPServer
import Synchronization

/// Where a handler waits until the test lets it go; the test waits there for handlers to come.
final class Gate: Sendable {
  private let arrivals = Channel()
  private let leave = Channel()

  /// The handler's side.
  func arrive() {
    arrivals.signal()
    leave.wait()
    leave.signal()
  }

  /// The test's side: waits for a handler.
  func waitForArrival() { arrivals.wait() }

  /// Lets all handlers go, from now on.
  func open() { leave.signal() }
}

/// What the server's log has told.
final class Log: Sendable {
  private let records = Mutex<[AccessRecord]>([])
  private let added = Channel()

  func add(_ record: AccessRecord) {
    records.withLock { $0.append(record) }
    added.signal()
  }

  /// The next record, once there is one.
  func next() -> AccessRecord? {
    added.wait()
    return records.withLock { $0.isEmpty ? nil : $0.removeFirst() }
  }
}

/// Signals that are counted, over a pipe: whoever waits gets one each.
final class Channel: Sendable {
  private let reading: Int32
  private let writing: Int32

  init() {
    var ends: [Int32] = [-1, -1]
    _ = unsafe pipe(&ends)
    // Nobody need take the signals: they are dropped once there are very many.
    _ = fcntl(ends[1], F_SETFL, O_NONBLOCK)
    reading = ends[0]
    writing = ends[1]
  }

  deinit {
    _ = close(reading)
    _ = close(writing)
  }

  func signal() {
    _ = unsafe write(writing, [1], 1)
  }

  /// Waits at most two minutes: a test that waits longer has failed.
  func wait() {
    var waiting = pollfd(fd: reading, events: Int16(POLLIN), revents: 0)
    guard unsafe poll(&waiting, 1, 120_000) > 0 else { return }
    var byte: UInt8 = 0
    _ = unsafe read(reading, &byte, 1)
  }
}

/// A clock that goes when it is told to.
final class HandClock: Sendable {
  private let now = Mutex<Int64>(1_000_000)

  func pass(milliseconds: Int64) {
    now.withLock { $0 += milliseconds }
  }

  /// Goes on, a step at a time, until something has come of it.
  func pass(milliseconds: Int64, until hasCome: () -> Bool) {
    while !hasCome() {
      pass(milliseconds: milliseconds)
      sched_yield()
    }
  }

  var clocks: ServerClocks {
    ServerClocks(
      wallMilliseconds: { self.now.withLock { $0 } },
      monotonicMilliseconds: { self.now.withLock { $0 } })
  }
}

extension ServerClocks {
  /// The system's.
  static let system = ServerClocks(
    wallMilliseconds: { milliseconds(CLOCK_REALTIME) },
    monotonicMilliseconds: { milliseconds(CLOCK_MONOTONIC) })

  private static func milliseconds(_ clock: clockid_t) -> Int64 {
    var time = timespec()
    unsafe clock_gettime(clock, &time)
    return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
  }
}
