public import CivilTime
public import Office
import Synchronization

/// A clock that stands where it was put.
///
/// Its wall time may be stepped without its monotonic time, as a real clock's may be by a wrong battery or a
/// careless hand.
public final class SimulatedClock: Clock {
  private struct Hands {
    var now: Instant
    var monotonic: Int64
  }

  private let hands: Mutex<Hands>

  public init(at instant: Instant) {
    hands = Mutex(Hands(now: instant, monotonic: 0))
  }

  /// A clock that shows what another one shows now.
  public init(like other: SimulatedClock) {
    hands = Mutex(other.hands.withLock { $0 })
  }

  public func now() -> Instant { hands.withLock { $0.now } }

  public func monotonicMilliseconds() -> Int64 { hands.withLock { $0.monotonic } }

  /// Time passes until an instant; one that has passed leaves the clock as it is.
  public func pass(until instant: Instant) {
    hands.withLock {
      let passed = instant.milliseconds(since: $0.now)
      guard passed > 0 else { return }
      $0.now = instant
      $0.monotonic += passed
    }
  }

  /// The wall clock is set without any time passing.
  public func step(to instant: Instant) {
    hands.withLock { $0.now = instant }
  }
}
