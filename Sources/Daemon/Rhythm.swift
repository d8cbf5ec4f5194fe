public import CivilTime
public import Office

/// How things stand after a beat.
public struct Outlook: Hashable, Sendable {
  /// When something falls due next, after now; `nil` when nothing is planned.
  public var nextDue: Instant?
  /// Whether something that is due was not done: it was refused, and what is in its way may go.
  public var isSomethingLeft = false
  /// Whether files lie in `intake/` that were not taken yet.
  public var isIntakeWaiting = false
  /// How many mails wait, and whether by somebody's wish.
  public var isOutboxPaused = false
  /// Why no mail goes to the relay, in a sentence; `nil` while all is well.
  public var relayTrouble: String?

  public init(nextDue: Instant? = nil) {
    self.nextDue = nextDue
  }
}

/// When to beat next. A value without a clock: it gets what happened, and says how long to pause.
///
/// After a beat that left nothing behind: until the next due instant. While something is left that does not get
/// done, or beats fail: after 1, 2, 4 … seconds, at most five minutes; so that a district with a full disk wakes
/// the machine twice in ten minutes, and goes on at most five minutes after there is room. Whoever asks for
/// something meanwhile is answered at once.
public struct Rhythm: Hashable, Sendable {
  /// The first pause after a failure.
  public static let firstPauseMilliseconds: Int64 = 1_000
  /// The longest pause while something is wrong or left.
  public static let retryMillisecondsMax: Int64 = 5 * 60_000
  /// The longest pause of all. Nothing depends on it; it bounds what a mistake in the reckoning could cost.
  public static let restMillisecondsMax: Int64 = 3_600_000

  /// How long a file rests in `intake/` before it is taken.
  private let intakeRestMilliseconds: Int64
  /// Beats in a row that failed.
  public private(set) var failures = 0
  /// Beats in a row that left something and did nothing.
  private var stalls = 0

  public init(intakeRestMilliseconds: Int64) {
    self.intakeRestMilliseconds = intakeRestMilliseconds
  }

  /// Somebody called: what is left may be possible now.
  public mutating func somebodyCalled() {
    stalls = 0
  }

  /// A beat was done.
  public mutating func afterBeat(_ report: BeatReport, _ outlook: Outlook) -> Pause {
    failures = 0
    let hasDone = report.done + report.files + report.mails > 0
    let isMore = report.isMore || outlook.isSomethingLeft || outlook.isIntakeWaiting
    if isMore && hasDone {
      stalls = 0
      return .none
    }
    guard isMore else {
      stalls = 0
      return Pause(until: outlook.nextDue, millisecondsMax: Self.restMillisecondsMax)
    }
    var pause = Self.pause(afterTries: stalls)
    // The file that came last is the one that rests.
    if stalls == 0, outlook.isIntakeWaiting { pause = intakeRestMilliseconds + 100 }
    stalls += 1
    return Pause(until: outlook.nextDue, millisecondsMax: pause)
  }

  /// A beat failed.
  public mutating func afterFailure() -> Pause {
    defer { failures += 1 }
    return Pause(millisecondsMax: Self.pause(afterTries: failures))
  }

  private static func pause(afterTries count: Int) -> Int64 {
    min(firstPauseMilliseconds << min(count, 20), retryMillisecondsMax)
  }
}
