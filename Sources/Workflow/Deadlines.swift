public import CivilTime
public import Programs

/// Every instant that follows from a window's dates or from an arrival, worked out by the program's policy.
///
/// A worked example, Kettle Moraine's fall of 2026: the evidence window's last day is Sunday, September 27, so
/// it ends on Monday the 28th at 00:00. One civil month on, teachers have heard before October 28, 00:00: the
/// promised day is Tuesday the 27th. Evaluators are due seven days earlier, October 21 at 00:00, which people
/// read as "Tuesday, October 20, 11:59 PM"; the administrator releases by Monday the 26th, 4:00 PM.
public struct Deadlines: Sendable {
  public var zone: Zone
  public var calendar: SchoolCalendar
  public var mail: MailPolicy

  public init(zone: Zone, calendar: SchoolCalendar, mail: MailPolicy) {
    self.zone = zone
    self.calendar = calendar
    self.mail = mail
  }

  /// A window's instants.
  public func times(for stage: Stage, opensOn: CivilDate, endsOn: CivilDate) -> WindowTimes {
    let opens = zone.startOfDay(opensOn)
    let ends = zone.startOfDay(endsOn)
    let lastDay = endsOn.adding(days: -1)
    let answer = answerTimes(for: stage, notifyOn: endsOn.adding(months: stage.answerMonths))
    let noted = calendar.schoolDay(onOrBefore: lastDay.adding(days: -stage.closingDays))
    return WindowTimes(
      announce: morning(calendar.schoolDay(onOrAfter: opensOn.adding(days: -stage.announceDays))),
      opens: opens,
      closingNote: max(morning(noted), opens),
      ends: ends,
      graceEnds: ends.adding(minutes: Int64(stage.graceMinutes)),
      assignBy: instant(calendar.schoolDay(2, after: endsOn), mail.releaseDueTime),
      reviewsDue: answer.reviewsDue,
      releaseBy: answer.releaseBy,
      promisedMorning: answer.promisedMorning,
      notifyBy: answer.notifyBy)
  }

  /// The promise to somebody whose work arrived outside of a window, or again: a month from that day.
  public func answerTimes(for stage: Stage, arrivedAt: Instant) -> AnswerTimes {
    let dayAfter = zone.date(at: arrivedAt).adding(days: 1)
    return answerTimes(for: stage, notifyOn: dayAfter.adding(months: stage.answerMonths))
  }

  /// The promise whose day is the one before a date.
  func answerTimes(for stage: Stage, notifyOn: CivilDate) -> AnswerTimes {
    let promised = notifyOn.adding(days: -1)
    let dueOn = notifyOn.adding(days: -stage.evaluatorMarginDays)
    // Whoever has not heard is told on the promised day's morning, or on the weekday before it; until then the
    // administrator has had her time.
    let told = weekday(onOrBefore: promised)
    let schoolDay = calendar.schoolDay(onOrBefore: told.adding(days: -1))
    // In a long break the last school day lies before the scorecards are due; a weekday has to do then.
    let releaseOn = schoolDay >= dueOn ? schoolDay : weekday(onOrBefore: told.adding(days: -1))
    return AnswerTimes(
      reviewsDue: zone.startOfDay(dueOn),
      releaseBy: instant(releaseOn, mail.releaseDueTime),
      promisedMorning: morning(told),
      notifyBy: zone.startOfDay(notifyOn))
  }

  /// The promise moved by the program's days because it was missed.
  func delayed(_ times: AnswerTimes, for stage: Stage) -> AnswerTimes {
    let notifyOn = zone.date(at: times.notifyBy).adding(days: mail.delayDays)
    var moved = answerTimes(for: stage, notifyOn: notifyOn)
    moved.reviewsDue = times.reviewsDue
    return moved
  }

  /// When the administrator hears of a review that is overdue: three school days after the due day, at the
  /// latest three days before the promised day, and never before the first weekday after the due day.
  public func escalation(due: Instant, notifyBy: Instant) -> Instant {
    let dueDay = zone.date(at: due.adding(milliseconds: -1))
    let promised = zone.date(at: notifyBy).adding(days: -1)
    let third = calendar.schoolDay(3, after: dueDay)
    let latest = calendar.schoolDay(onOrBefore: promised.adding(days: -3))
    let first = calendar.weekday(onOrAfter: dueDay.adding(days: 1))
    return morning(max(first, min(third, latest)))
  }

  /// The opening of mail hours on a day.
  func morning(_ date: CivilDate) -> Instant { instant(date, mail.from) }

  func instant(_ date: CivilDate, _ time: WallTime) -> Instant {
    zone.instant(of: CivilDateTime(date, time))
  }

  /// The last Monday to Friday on or before a day that is no holiday.
  func weekday(onOrBefore date: CivilDate) -> CivilDate {
    var day = date
    // Holidays in a row are few; the bound only keeps a calendar full of them from holding us up.
    for _ in 0..<60 {
      if !day.weekday.isWeekend && !calendar.isHoliday(day) { return day }
      day = day.adding(days: -1)
    }
    return date
  }
}
