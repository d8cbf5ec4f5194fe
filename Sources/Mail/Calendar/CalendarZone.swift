import CivilTime

/// A zone's rules as a `VTIMEZONE` says them (RFC 5545 §3.6.5), as far as one event needs them.
///
/// Where the zone follows its yearly rule in the event's year, the rule is written, because calendar
/// programs match it with the zones they know. Where it does not (the law has just changed, or dates
/// follow the moon), the changes of that year are listed one by one.
struct CalendarZone {
  /// What holds from a wall time on.
  struct Observance: Hashable {
    var isDaylight: Bool
    /// By the clock in use until then.
    var start: CivilDateTime
    /// How it comes back each year; without one it holds once.
    var rule: String?
    var offsetBefore: Int
    var offset: Int
    var abbreviation: String
  }

  /// At least one.
  let observances: [Observance]

  init(_ zone: Zone, around instant: Instant) {
    let year = zone.date(at: instant).year
    let listed = Self.changes(of: zone, in: year)
    if listed.count == 1 {
      observances = listed
    } else if let yearly = zone.rule.flatMap({ Self.yearly($0, before: year) }),
      Self.ruleHolds(zone, year: year)
    {
      observances = yearly
    } else {
      observances = listed
    }
  }

  /// What holds when the year begins, then each change within it.
  private static func changes(of zone: Zone, in year: Int) -> [Observance] {
    let first = CivilDate(year: max(year, 1), month: 1, day: 1) ?? .first
    var instant = zone.startOfDay(first)
    let end = zone.startOfDay(first.adding(years: 1))
    let offset = zone.offset(at: instant)
    var observances = [
      Observance(
        isDaylight: zone.isDaylight(at: instant), start: CivilDateTime(first, .midnight),
        offsetBefore: offset, offset: offset, abbreviation: zone.abbreviation(at: instant))
    ]
    // No zone has ever changed its clocks more often than this in a year.
    while observances.count < 12, let next = zone.nextTransition(after: instant), next < end {
      let before = zone.offset(at: next.adding(milliseconds: -1))
      let local = Zone.utc.civil(at: next.adding(seconds: Int64(before)))
      observances.append(
        Observance(
          isDaylight: zone.isDaylight(at: next), start: local, offsetBefore: before,
          offset: zone.offset(at: next), abbreviation: zone.abbreviation(at: next)))
      instant = next
    }
    return observances
  }

  /// Both halves of the year by the rule, from the year before on; `nil` if a rule can't say it.
  private static func yearly(_ rule: PosixRule, before year: Int) -> [Observance]? {
    let standard = rule.standard
    guard let daylight = rule.daylight, let begins = recurrence(daylight.begins),
      let ends = recurrence(daylight.ends)
    else { return nil }
    let first = max(year - 1, 1)
    return [
      Observance(
        isDaylight: true, start: daylight.begins.wallTime(inYear: first), rule: begins,
        offsetBefore: standard.offset, offset: daylight.side.offset,
        abbreviation: daylight.side.abbreviation),
      Observance(
        isDaylight: false, start: daylight.ends.wallTime(inYear: first), rule: ends,
        offsetBefore: daylight.side.offset, offset: standard.offset,
        abbreviation: standard.abbreviation),
    ]
  }

  /// Whether the zone's changes in that year are the rule's.
  private static func ruleHolds(_ zone: Zone, year: Int) -> Bool {
    guard let rule = zone.rule, let daylight = rule.daylight else { return false }
    let expected: Set<CivilDateTime> = [
      daylight.begins.wallTime(inYear: year), daylight.ends.wallTime(inYear: year),
    ]
    return Set(changes(of: zone, in: year).dropFirst().map(\.start)) == expected
  }

  /// The rule of a change that stays on its day, or `nil`.
  private static func recurrence(_ transition: PosixRule.Transition) -> String? {
    guard (0..<86_400).contains(transition.seconds) else { return nil }
    switch transition.day {
    case .month(let month, let week, let weekday):
      let day = weekday.name.prefix(2).uppercased()
      return "FREQ=YEARLY;BYMONTH=\(month);BYDAY=\(week == 5 ? -1 : week)\(day)"
    case .julian:
      let date = transition.wallTime(inYear: 2_001).date
      return "FREQ=YEARLY;BYMONTH=\(date.month);BYMONTHDAY=\(date.day)"
    case .dayOfYear: return nil
    }
  }
}
