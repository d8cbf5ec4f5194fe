public import CivilTime
import Glibc

/// How the beat rests between two beats.
public protocol Rest {
  /// Waits until somebody calls, an instant comes, or a time has passed.
  ///
  /// - Parameter pause: For what, and how long.
  /// - Returns: Who called; empty when only the time has passed.
  func wait(_ pause: Pause) -> Calls
}

/// What the beat waits for.
public struct Pause: Hashable, Sendable {
  /// When something falls due, by the wall clock; `nil` when nothing is planned.
  public var until: Instant?
  /// The longest wait, whatever the wall clock shows.
  public var millisecondsMax: Int64

  public init(until: Instant? = nil, millisecondsMax: Int64) {
    self.until = until
    self.millisecondsMax = max(0, millisecondsMax)
  }

  /// No wait: there is more to do.
  public static let none = Pause(millisecondsMax: 0)

  /// The same pause, cut short.
  func atMost(_ milliseconds: Int64?) -> Pause {
    Pause(until: until, millisecondsMax: min(millisecondsMax, milliseconds ?? millisecondsMax))
  }
}

/// Rest in the kernel: one poll(2) on the bell and the intake folder, without any waking in between.
final class MachineRest: Rest, Sendable {
  private let bell: Bell
  private let intake: IntakeWatch
  private let timer: WallTimer

  /// - Parameters:
  ///   - bell: Rung by whoever wakes the beat, also by the thread that gets the timer's signal.
  ///   - intake: Watches the folder.
  /// - Throws: ``DaemonFailure``.
  init(bell: Bell, intake: IntakeWatch) throws(DaemonFailure) {
    self.bell = bell
    self.intake = intake
    timer = try WallTimer()
  }

  func wait(_ pause: Pause) -> Calls {
    timer.set(pause.millisecondsMax == 0 ? nil : pause.until)
    var descriptors = [
      pollfd(fd: bell.descriptor, events: Int16(POLLIN), revents: 0),
      pollfd(fd: intake.descriptor, events: Int16(POLLIN), revents: 0),
    ]
    // An interrupted wait is one that ended early; the beat that follows does no harm.
    let timeout = Int32(clamping: pause.millisecondsMax)
    let count = unsafe poll(&descriptors, nfds_t(descriptors.count), timeout)
    guard count > 0 else { return [] }
    var calls = bell.take()
    if intake.take() { calls.insert(.intake) }
    return calls
  }
}
