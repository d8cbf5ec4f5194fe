public import CivilTime

/// Which of a program's two steps something belongs to.
public enum StageKind: String, Hashable, Sendable, Codable, CaseIterable {
  case proposal
  case evidence
}

/// A span in which proposals or evidence come in, with every instant that follows from it.
///
/// The civil dates are the fact; the instants were derived from them when the window was set, and are kept,
/// so that replaying needs no zone data.
public struct Window: Hashable, Sendable, Codable {
  public let id: WindowID
  public var stage: StageKind
  /// What people call it, for example "Fall 2026".
  public var label: String
  public var opensOn: CivilDate
  /// The first day after the window: a window of fourteen days ends at 00:00 of the fifteenth.
  public var endsOn: CivilDate
  public var times: WindowTimes
  public var state: WindowState = .planned
  /// How many times its dates have changed.
  public var version: Int = 0
  /// The latest assignment that was worked out for it.
  public var assignment: AssignmentID?
  /// Its assignment was released: what comes in from now on is given to evaluators one by one.
  public var isAssigned = false
  /// The closing note of which people with an open draft were told; a window that moves has another one.
  public var closingNoted: Instant?

  public init(
    id: WindowID, stage: StageKind, label: String, opensOn: CivilDate, endsOn: CivilDate,
    times: WindowTimes
  ) {
    self.id = id
    self.stage = stage
    self.label = label
    self.opensOn = opensOn
    self.endsOn = endsOn
    self.times = times
  }

  /// Whether people with an open draft were told that it closes soon, as its dates now stand.
  public var isClosingNoted: Bool { closingNoted == times.closingNote }

  /// Whether work that arrives at an instant counts for this window, the silent grace included.
  public func takes(at instant: Instant) -> Bool {
    state != .cancelled && times.opens <= instant && instant < times.graceEnds
  }
}

/// The instants that follow from a window's dates.
public struct WindowTimes: Hashable, Sendable, Codable {
  public var announce: Instant
  public var opens: Instant
  /// When people with an open draft are told that it closes soon.
  public var closingNote: Instant
  public var ends: Instant
  /// The end of the grace, which is granted silently.
  public var graceEnds: Instant
  /// Until when the administrator is asked to release the assignment.
  public var assignBy: Instant
  /// When evaluators have to be done, exclusive.
  public var reviewsDue: Instant
  /// When the administrator has to have released the decisions.
  public var releaseBy: Instant
  /// The morning of the promised day: whoever has not heard by then is told a new day.
  public var promisedMorning: Instant
  /// When each teacher has heard, exclusive: the promised day is the last whole day before it.
  public var notifyBy: Instant

  public init(
    announce: Instant, opens: Instant, closingNote: Instant, ends: Instant, graceEnds: Instant,
    assignBy: Instant, reviewsDue: Instant, releaseBy: Instant, promisedMorning: Instant,
    notifyBy: Instant
  ) {
    self.announce = announce
    self.opens = opens
    self.closingNote = closingNote
    self.ends = ends
    self.graceEnds = graceEnds
    self.assignBy = assignBy
    self.reviewsDue = reviewsDue
    self.releaseBy = releaseBy
    self.promisedMorning = promisedMorning
    self.notifyBy = notifyBy
  }

  /// The promise to whoever handed in during the window.
  public var answer: AnswerTimes {
    AnswerTimes(
      reviewsDue: reviewsDue, releaseBy: releaseBy, promisedMorning: promisedMorning,
      notifyBy: notifyBy)
  }
}

/// Where a window stands.
///
/// `planned` → `announced` → `open` → `closed`, by the clock; `closed` → `open` by an administrator with a
/// reason; `cancelled` from any state before `closed`.
public enum WindowState: String, Hashable, Sendable, Codable, CaseIterable {
  case planned
  case announced
  case open
  case closed
  case cancelled
}
