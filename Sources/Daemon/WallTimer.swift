import CivilTime
import Glibc

/// Sends this process SIGALRM when the wall clock shows an instant.
///
/// A timer of CLOCK_REALTIME at an absolute time follows every step of the clock: set forward past the instant,
/// it goes off at once; set back, it waits longer; and it goes off when the machine wakes from sleep
/// (timer_settime(2)). A wait that is reckoned in seconds from now would do none of that.
///
/// `@unchecked`: the kernel's timer is known by an opaque handle, which any thread may use.
@safe final class WallTimer: @unchecked Sendable {
  /// The kernel counts timers from 0, which to Swift looks like a null pointer: `nil` is a timer too.
  private let timer: timer_t?

  /// - Throws: ``DaemonFailure`` when the process may have no more timers.
  init() throws(DaemonFailure) {
    var timer: timer_t?
    // Without further words a timer sends SIGALRM to the process.
    guard unsafe timer_create(CLOCK_REALTIME, nil, &timer) == 0 else {
      throw .system("timer_create", errno)
    }
    unsafe self.timer = timer
  }

  deinit {
    _ = unsafe timer_delete(timer)
  }

  /// Sets the one instant at which it goes off; `nil` for never.
  func set(_ instant: Instant?) {
    var time = itimerspec()
    if let instant {
      // All zeros would mean never; nothing of ours is due in 1970.
      let milliseconds = max(1, instant.milliseconds)
      time.it_value.tv_sec = time_t(milliseconds / 1_000)
      time.it_value.tv_nsec = Int(milliseconds % 1_000) * 1_000_000
    }
    unsafe timer_settime(timer, TIMER_ABSTIME, &time, nil)
  }
}
