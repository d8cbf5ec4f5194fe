public import CivilTime
import Glibc
public import Office

/// This machine's clock.
///
/// The monotonic time is CLOCK_BOOTTIME, which goes on while the machine sleeps: a laptop that was closed over
/// the weekend has not jumped (clock_gettime(2)).
public struct SystemClock: Clock {
  public init() {}

  public func now() -> Instant {
    Instant(milliseconds: Self.nanoseconds(CLOCK_REALTIME) / 1_000_000)
  }

  public func monotonicMilliseconds() -> Int64 {
    Self.nanoseconds(CLOCK_BOOTTIME) / 1_000_000
  }

  /// Microseconds by CLOCK_MONOTONIC, by which a service manager reckons.
  public static func monotonicMicroseconds() -> Int64 {
    nanoseconds(CLOCK_MONOTONIC) / 1_000
  }

  /// Waits so many milliseconds; a signal that is handled ends the wait early.
  public static func pause(milliseconds: Int64) {
    var time = timespec(
      tv_sec: time_t(milliseconds / 1_000), tv_nsec: Int(milliseconds % 1_000 * 1_000_000))
    unsafe nanosleep(&time, nil)
  }

  private static func nanoseconds(_ clock: clockid_t) -> Int64 {
    var time = timespec()
    // With one of these three clocks and a valid address the call cannot fail.
    unsafe clock_gettime(clock, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }
}
