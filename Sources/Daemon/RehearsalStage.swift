public import Office
import Synchronization
public import Web
import Workflow

/// Where years are rehearsed for the pages: on a thread of its own, one after the other.
///
/// What came of the latest is kept: whoever asks again, with nothing changed meanwhile, has the answer at once. What
/// went wrong here is told once, and whoever asks after that begins anew: a disk may have room by then.
public final class RehearsalStage: RehearsalRoom {
  /// Lives through a year, and calls the closure at the end of each day; what that throws ends it.
  public typealias Rehearse =
    @Sendable (RehearsalOrder, _ day: () throws -> Void) throws
    -> RehearsedYear

  /// Answers that are kept.
  public static let keptMax = 4

  private struct State {
    var kept: [(order: RehearsalOrder, standing: RehearsalStanding)] = []
    var present: RehearsalOrder?
    var failed: RehearsalOrder?
    /// The latest that began; it may have ended.
    var worker: Worker?
    var isOver = false

    mutating func keep(_ standing: RehearsalStanding, of order: RehearsalOrder) {
      kept.insert((order, standing), at: 0)
      if kept.count > keptMax { kept.removeLast() }
    }
  }

  private let log: any Log
  private let rehearse: Rehearse
  private let state = Mutex(State())

  public init(log: any Log, rehearse: @escaping Rehearse) {
    self.log = log
    self.rehearse = rehearse
  }

  public func ask(_ order: RehearsalOrder) -> RehearsalStanding {
    state.withLock { state in
      if let found = state.kept.first(where: { $0.order == order }) { return found.standing }
      if state.failed == order {
        state.failed = nil
        return .failed
      }
      // One year at a time: whoever looks again finds this one begun then.
      guard state.present == nil, !state.isOver else { return .underWay }
      do throws(DaemonFailure) {
        state.worker = try Worker("rehearsal") { [self] in perform(order) }
      } catch {
        log.write(.error, "a rehearsal did not begin: \(error)")
        return .failed
      }
      state.present = order
      return .underWay
    }
  }

  /// Ends the rehearsal that is under way, at the end of its day; none begins any more.
  public func beginEnd() {
    state.withLock { $0.isOver = true }
  }

  /// Waits until no rehearsal is under way: its folder is gone then.
  ///
  /// - Parameter milliseconds: How long at most.
  /// - Returns: Whether there is none.
  @discardableResult
  public func settle(atMostMilliseconds milliseconds: Int) -> Bool {
    state.withLock { $0.worker }?.wait(atMostMilliseconds: milliseconds) ?? true
  }

  private func perform(_ order: RehearsalOrder) {
    let end = Result {
      try rehearse(order) {
        if state.withLock({ $0.isOver }) { throw StageIsOver() }
      }
    }
    state.withLock { state in
      state.present = nil
      switch end {
      case .success(let year): state.keep(.done(year), of: order)
      case .failure(OfficeError.refused(let refusal)):
        state.keep(.refused(refusal.text), of: order)
      case .failure(is StageIsOver): break
      case .failure(let error):
        log.write(.error, "a rehearsal failed: \(type(of: error))")
        state.failed = order
      }
    }
  }
}

/// The daemon stops.
private struct StageIsOver: Error {}
