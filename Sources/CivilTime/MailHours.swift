/// When the district sends mail that nobody is waiting for: on school days, within hours.
///
/// At 07:00 mail may go, at 18:00 it may not: hours are half-open, as all intervals are.
public struct MailHours: Hashable, Sendable {
  public let from: WallTime
  /// Later than ``from``, not included.
  public let until: WallTime
  public let zone: Zone
  public let calendar: SchoolCalendar

  /// The hours; `nil` if they don't end after they begin.
  public init?(from: WallTime, until: WallTime, zone: Zone, calendar: SchoolCalendar) {
    guard from < until else { return nil }
    self.from = from
    self.until = until
    self.zone = zone
    self.calendar = calendar
  }

  /// Whether mail may go: it is a school day, within hours.
  public func isOpen(at instant: Instant) -> Bool {
    let civil = zone.civil(at: instant)
    return isWithinHours(civil.time) && calendar.isSchoolDay(civil.date)
  }

  /// The instant itself if ``isOpen(at:)``, else the next school day's opening.
  public func nextSchoolMorning(onOrAfter instant: Instant) -> Instant {
    next(onOrAfter: instant) { calendar.schoolDay(onOrAfter: $0) }
  }

  /// The instant itself if it is within hours on a Monday to Friday without holiday, else the next such
  /// day's opening.
  ///
  /// For what must not wait for school to begin: a decision in the winter break goes out on the next
  /// weekday.
  public func nextWeekday(onOrAfter instant: Instant) -> Instant {
    next(onOrAfter: instant) { calendar.weekday(onOrAfter: $0) }
  }

  /// The opening on that day if there is school on it, else on the last school day before it.
  ///
  /// For a reminder, which moves ahead of a break instead of into it.
  public func lastSchoolDay(onOrBefore date: CivilDate) -> Instant {
    opening(on: calendar.schoolDay(onOrBefore: date))
  }

  /// The first instant of that day's hours, whether or not mail goes on that day.
  public func opening(on date: CivilDate) -> Instant {
    zone.instant(of: CivilDateTime(date, from), .earlier)
  }

  private func isWithinHours(_ time: WallTime) -> Bool { from <= time && time < until }

  private func next(
    onOrAfter instant: Instant, _ nextDay: (CivilDate) -> CivilDate
  ) -> Instant {
    let civil = zone.civil(at: instant)
    // After hours the search begins with the day after; before hours and within them, today.
    let isLate = civil.time >= until
    let day = nextDay(isLate ? civil.date.adding(days: 1) : civil.date)
    if day == civil.date && isWithinHours(civil.time) { return instant }
    // Never earlier than asked, even where a clock change puts the opening twice into one day.
    return max(instant, opening(on: day))
  }
}
