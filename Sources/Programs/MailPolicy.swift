public import CivilTime

/// When and how people are told.
public struct MailPolicy: Hashable, Sendable, Codable {
  /// Mail hours on school days: from, inclusive, and until, exclusive. 07:00 to 18:00.
  public var from: WallTime
  public var until: WallTime
  /// Minutes for which announcements are held so that they can be undone: 10.
  public var holdMinutes: Int
  /// Whether a decision's mail carries the whole feedback, or only the link: the whole.
  public var feedbackInMail: Bool
  /// Whether teachers learn who evaluated: no.
  public var evaluatorNamedToTeacher: Bool
  /// Whether evaluators see whose work it is: yes, so that a conflict shows before opening.
  public var teacherNamedToEvaluator: Bool
  /// Days by which a missed answer's day moves: 7.
  public var delayDays: Int
  /// The weekly digest's weekday and time: Friday, 07:00.
  public var digestWeekday: Weekday
  public var digestTime: WallTime
  /// The time of the administrator's own due date, on the school day before the answer's day: 16:00.
  public var releaseDueTime: WallTime

  public init(
    from: WallTime = .sevenInTheMorning, until: WallTime = .sixInTheEvening, holdMinutes: Int = 10,
    feedbackInMail: Bool = true, evaluatorNamedToTeacher: Bool = false,
    teacherNamedToEvaluator: Bool = true, delayDays: Int = 7, digestWeekday: Weekday = .friday,
    digestTime: WallTime = .sevenInTheMorning, releaseDueTime: WallTime = .fourInTheAfternoon
  ) {
    self.from = from
    self.until = until
    self.holdMinutes = holdMinutes
    self.feedbackInMail = feedbackInMail
    self.evaluatorNamedToTeacher = evaluatorNamedToTeacher
    self.teacherNamedToEvaluator = teacherNamedToEvaluator
    self.delayDays = delayDays
    self.digestWeekday = digestWeekday
    self.digestTime = digestTime
    self.releaseDueTime = releaseDueTime
  }
}

extension WallTime {
  /// 07:00, when mail hours begin by default.
  public static var sevenInTheMorning: WallTime { onTheHour(7) }
  /// 16:00, the administrator's due time by default.
  public static var fourInTheAfternoon: WallTime { onTheHour(16) }
  /// 18:00, when mail hours end by default.
  public static var sixInTheEvening: WallTime { onTheHour(18) }

  private static func onTheHour(_ hour: Int) -> WallTime {
    WallTime(hour: hour, minute: 0) ?? .midnight
  }
}
