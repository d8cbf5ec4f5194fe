import Glibc
import Synchronization

/// Ends the waits of other threads, once and for good.
///
/// The descriptor stays readable after ``stop()``, so that every wait that looks at it ends, those that
/// begin later too.
public final class StopSignal: Sendable {
  /// One of two joined sockets, in every poll of this module; readable once stopped.
  let descriptor: Int32
  private let writing: Int32
  private let rung = Atomic<Bool>(false)

  /// - Throws: ``TransportError/system(call:errorNumber:)`` when the process has no descriptors left.
  public init() throws(TransportError) {
    var ends: [Int32] = [-1, -1]
    let kind = SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue
    guard unsafe socketpair(AF_UNIX, Int32(kind), 0, &ends) == 0 else {
      throw .system(call: "socketpair", errorNumber: errno)
    }
    descriptor = ends[0]
    writing = ends[1]
  }

  deinit {
    _ = close(descriptor)
    _ = close(writing)
  }

  /// Ends all waits from now on. From any thread, any number of times.
  public func stop() {
    guard !rung.exchange(true, ordering: .acquiringAndReleasing) else { return }
    // Nobody ever reads it: the descriptor stays ready.
    _ = unsafe Glibc.send(writing, [1], 1, Int32(MSG_NOSIGNAL))
  }

  /// Whether somebody has stopped it.
  public var isStopped: Bool { rung.load(ordering: .acquiring) }
}

/// How this module waits: for a descriptor, a deadline, or the end of everything.
struct Patience: Sendable {
  let clock: MonotonicMilliseconds
  let stop: StopSignal

  /// The instant so many milliseconds from now, by the clock.
  func deadline(afterMilliseconds milliseconds: Int64) -> Int64 {
    let (sum, overflows) = clock().addingReportingOverflow(milliseconds)
    return overflows ? .max : sum
  }

  /// Waits until a descriptor is ready, or has failed (which the next call on it tells).
  ///
  /// - Parameters:
  ///   - events: POLLIN or POLLOUT.
  ///   - descriptor: The descriptor.
  ///   - deadline: By the clock, in milliseconds.
  ///   - afterStop: How many milliseconds it may still take after the stop signal; 0 ends it at once.
  /// - Throws: ``TransportError/timedOut`` or ``TransportError/stopped``.
  func wait(
    for events: Int32, on descriptor: Int32, until deadline: Int64, afterStop: Int64 = 0
  ) throws(TransportError) {
    var end = deadline
    var looksAtStop = true
    while true {
      if looksAtStop, stop.isStopped {
        guard afterStop > 0 else { throw .stopped }
        end = min(end, self.deadline(afterMilliseconds: afterStop))
        looksAtStop = false
      }
      var waiting = [pollfd(fd: descriptor, events: Int16(events), revents: 0)]
      if looksAtStop {
        waiting.append(pollfd(fd: stop.descriptor, events: Int16(POLLIN), revents: 0))
      }
      let left = max(0, end - clock())
      let count = unsafe poll(&waiting, nfds_t(waiting.count), Int32(clamping: left))
      if count < 0, errno != EINTR { throw .system(call: "poll", errorNumber: errno) }
      if count > 0, waiting[0].revents != 0 { return }
      if clock() >= end { throw looksAtStop ? .timedOut : .stopped }
    }
  }
}
