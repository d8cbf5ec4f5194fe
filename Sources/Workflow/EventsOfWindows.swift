public import CivilTime

/// A window has dates.
public struct WindowPlanned: EventPayload {
  public static var type: String { "window-planned" }
  public var window: WindowID
  public var stage: StageKind
  public var label: String
  public var opensOn: CivilDate
  public var endsOn: CivilDate
  public var times: WindowTimes

  public init(
    window: WindowID, stage: StageKind, label: String, opensOn: CivilDate, endsOn: CivilDate,
    times: WindowTimes
  ) {
    self.window = window
    self.stage = stage
    self.label = label
    self.opensOn = opensOn
    self.endsOn = endsOn
    self.times = times
  }
}

/// People were told of the window; `isMergedIntoOpening` when it opens too soon for two mails.
public struct WindowAnnounced: EventPayload {
  public static var type: String { "window-announced" }
  public var window: WindowID
  public var isMergedIntoOpening: Bool

  public init(window: WindowID, isMergedIntoOpening: Bool) {
    self.window = window
    self.isMergedIntoOpening = isMergedIntoOpening
  }
}

public struct WindowOpened: EventPayload {
  public static var type: String { "window-opened" }
  public var window: WindowID

  public init(window: WindowID) { self.window = window }
}

/// The window closes soon: whoever has a draft is told.
public struct WindowClosingNoted: EventPayload {
  public static var type: String { "window-closing-noted" }
  public var window: WindowID

  public init(window: WindowID) { self.window = window }
}

/// The window and its grace are over.
public struct WindowClosed: EventPayload {
  public static var type: String { "window-closed" }
  public var window: WindowID

  public init(window: WindowID) { self.window = window }
}

/// A window's dates moved; what depends on them moves along.
public struct WindowChanged: EventPayload {
  public static var type: String { "window-changed" }
  public var window: WindowID
  public var version: Int
  public var opensOn: CivilDate
  public var endsOn: CivilDate
  public var times: WindowTimes
  public var before: Before
  /// The administrator's words, which everybody who is told reads.
  public var reason: String

  public init(
    window: WindowID, version: Int, opensOn: CivilDate, endsOn: CivilDate, times: WindowTimes,
    before: Before, reason: String
  ) {
    self.window = window
    self.version = version
    self.opensOn = opensOn
    self.endsOn = endsOn
    self.times = times
    self.before = before
    self.reason = reason
  }

  /// The dates as they were, so that the change can be told and undone.
  public struct Before: Hashable, Sendable, Codable {
    public var opensOn: CivilDate
    public var endsOn: CivilDate
    public var times: WindowTimes

    public init(opensOn: CivilDate, endsOn: CivilDate, times: WindowTimes) {
      self.opensOn = opensOn
      self.endsOn = endsOn
      self.times = times
    }
  }
}

/// A closed window takes work again, until its new end.
public struct WindowReopened: EventPayload {
  public static var type: String { "window-reopened" }
  public var window: WindowID
  public var version: Int
  public var endsOn: CivilDate
  public var times: WindowTimes
  public var before: WindowChanged.Before
  public var reason: String

  public init(
    window: WindowID, version: Int, endsOn: CivilDate, times: WindowTimes,
    before: WindowChanged.Before, reason: String
  ) {
    self.window = window
    self.version = version
    self.endsOn = endsOn
    self.times = times
    self.before = before
    self.reason = reason
  }
}

public struct WindowCancelled: EventPayload {
  public static var type: String { "window-cancelled" }
  public var window: WindowID
  public var reason: String

  public init(window: WindowID, reason: String) {
    self.window = window
    self.reason = reason
  }
}
