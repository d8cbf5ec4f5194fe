import CivilTime

/// One event of a calendar, and the days off that it makes.
struct CalendarEvent {
  let number: Int
  let line: Int
  var properties: [CalendarProperty] = []
  private(set) var problems: [RowProblem] = []
  /// Of a yearly event so many years up to the horizon are kept.
  private static let yearsKept = 50
  private static let breakWords = ["break", "recess", "vacation"]

  init(number: Int, line: Int) {
    self.number = number
    self.line = line
  }

  var isCancelled: Bool { property("STATUS")?.text.uppercased() == "CANCELLED" }

  /// The days off, in the order of their dates.
  ///
  /// - Parameters:
  ///   - zone: The district's zone, for times in UTC.
  ///   - horizon: The last day up to which the event is repeated.
  /// - Returns: One, or several for a yearly event; none for a cancelled event or where a problem
  ///   says why.
  mutating func daysOff(zone: Zone, through horizon: CivilDate) -> [DayOff] {
    if isCancelled { return [] }
    let name = property("SUMMARY")?.unescaped ?? ""
    if name.isEmpty { refuse("SUMMARY", found: "nothing", expected: "a name") }
    let isRefused = refuseWhatRepeatsOtherwise()
    guard let span = span(zone: zone), !name.isEmpty, !isRefused else { return [] }
    guard let starts = starts(from: span.lowerBound, through: horizon) else { return [] }
    let length = span.lowerBound.days(until: span.upperBound)
    let kind = kind(name: name, days: length + 1)
    return starts.map { DayOff(name, kind, from: $0, to: $0.adding(days: length)) }
  }

  private func property(_ name: String) -> CalendarProperty? {
    properties.first { $0.name == name }
  }

  private mutating func refuse(_ column: String, found: String, expected: String) {
    problems.append(
      RowProblem(
        row: number, line: line, column: column, found: found, expected: expected,
        consequence: .rowLeftOut))
  }

  private func kind(name: String, days: Int) -> DayOff.Kind {
    let categories = property("CATEGORIES")?.unescaped.lowercased() ?? ""
    if Self.breakWords.contains(where: { categories.contains($0) }) { return .break }
    if categories.contains("holiday") { return .holiday }
    let words = name.lowercased()
    return days >= 3 || Self.breakWords.contains { words.contains($0) } ? .break : .holiday
  }

  // MARK: - The span

  /// The whole days that the event covers.
  private mutating func span(zone: Zone) -> ClosedRange<CivilDate>? {
    guard let start = property("DTSTART") else {
      refuse("DTSTART", found: "nothing", expected: "a day")
      return nil
    }
    guard let from = Self.moment(start, zone: zone) else {
      refuse("DTSTART", found: "no date", expected: "a date such as 20261126")
      return nil
    }
    guard let to = end(from: from, zone: zone) else { return nil }
    guard from <= to else {
      refuse("DTEND", found: "an end before the start", expected: "the start or later")
      return nil
    }
    let first = from.time == .midnight ? from.date : from.date.adding(days: 1)
    // An event until 23:59 means the whole day; one until 00:00 ends with the day before.
    let isWholeLastDay = to.time.hour == 23 && to.time.minute == 59
    let last = isWholeLastDay ? to.date : to.date.adding(days: -1)
    guard first <= last else {
      refuse(
        "DTSTART", found: "an event that covers no whole day",
        expected: "all-day events for days off")
      return nil
    }
    guard first.days(until: last) < CalendarFormat.mostDays else {
      refuse(
        "DTEND", found: "a span of \(first.days(until: last) + 1) days",
        expected: "a span of at most \(CalendarFormat.mostDays) days")
      return nil
    }
    return first...last
  }

  /// The first moment behind the event.
  private mutating func end(from: CivilDateTime, zone: Zone) -> CivilDateTime? {
    let isAllDay = property("DTSTART").map(Self.isDate) ?? false
    if let property = property("DTEND") {
      guard let end = Self.moment(property, zone: zone) else {
        refuse("DTEND", found: "no date", expected: "a date such as 20261127")
        return nil
      }
      // The end of an all-day event is the day behind it (§3.6.1); some write the day itself.
      let isOneDay = isAllDay && end == from
      return isOneDay ? CivilDateTime(from.date.adding(days: 1), .midnight) : end
    }
    if let property = property("DURATION") {
      guard let minutes = Self.minutes(property.value) else {
        refuse("DURATION", found: "no duration", expected: "a duration such as P3D")
        return nil
      }
      let sum = from.time.secondOfDay / 60 + minutes
      guard let time = WallTime(hour: sum / 60 % 24, minute: sum % 60) else { return nil }
      return CivilDateTime(from.date.adding(days: sum / 1440), time)
    }
    return isAllDay ? CivilDateTime(from.date.adding(days: 1), .midnight) : from
  }

  private static func isDate(_ property: CalendarProperty) -> Bool {
    !property.value.contains { $0 | 0x20 == UInt8(ascii: "t") }
  }

  /// Reads `20261126`, `20261126T080000` or `20261126T140000Z`.
  private static func moment(_ property: CalendarProperty, zone: Zone) -> CivilDateTime? {
    var scanner = Scanner(property.value.trimmed)
    guard let digits = scanner.number(upTo: 8), digits.digits == 8,
      let date = CivilDate(
        year: digits.value / 10_000, month: digits.value / 100 % 100, day: digits.value % 100)
    else { return nil }
    if scanner.isAtEnd { return CivilDateTime(date, .midnight) }
    guard scanner.take("T"), let clock = scanner.number(upTo: 6), clock.digits == 6,
      // A leap second is shown as the second before it.
      let time = WallTime(
        hour: clock.value / 10_000, minute: clock.value / 100 % 100,
        second: min(clock.value % 100, 59))
    else { return nil }
    let local = CivilDateTime(date, time)
    if scanner.isAtEnd { return local }
    guard scanner.take("Z"), scanner.isAtEnd else { return nil }
    return zone.civil(at: Zone.utc.instant(of: local))
  }

  /// Reads `P1D`, `P2W`, `PT8H30M` or `P1DT12H`, as minutes.
  private static func minutes(_ value: ArraySlice<UInt8>) -> Int? {
    var scanner = Scanner(value.trimmed)
    _ = scanner.take("+")
    guard scanner.take("P") else { return nil }
    var minutes = 0
    var isTime = false
    var hasPart = false
    while !scanner.isAtEnd {
      if !isTime, scanner.take("T") {
        isTime = true
        continue
      }
      guard let number = scanner.number(upTo: 5),
        let unit = scanner.take(oneOf: isTime ? ["H", "M", "S"] : ["W", "D"])
      else { return nil }
      hasPart = true
      switch unit {
      case "W": minutes += number.value * 7 * 1440
      case "D": minutes += number.value * 1440
      case "H": minutes += number.value * 60
      case "M": minutes += number.value
      default: minutes += number.value / 60
      }
    }
    return hasPart ? minutes : nil
  }

  // MARK: - Repetition

  private mutating func refuseWhatRepeatsOtherwise() -> Bool {
    let names = ["RDATE", "EXDATE", "EXRULE", "RECURRENCE-ID"].filter { property($0) != nil }
    for name in names {
      refuse(name, found: "an exception to a rule", expected: "an event for each day off")
    }
    return !names.isEmpty
  }

  /// The first days of the event and its yearly repetitions.
  private mutating func starts(from first: CivilDate, through horizon: CivilDate) -> [CivilDate]? {
    guard let rule = property("RRULE") else { return [first] }
    var count = Int.max
    var until = horizon
    var isTrivial = false
    for part in rule.text.uppercased().split(separator: ";") {
      let halves = part.split(separator: "=", maxSplits: 1).map(String.init)
      guard halves.count == 2 else { return refuseRule() }
      switch halves[0] {
      case "FREQ" where halves[1] == "YEARLY": isTrivial = true
      case "INTERVAL" where halves[1] == "1", "WKST": continue
      case "BYMONTH" where Int(halves[1]) == first.month: continue
      case "BYMONTHDAY" where Int(halves[1]) == first.day: continue
      case "COUNT":
        guard let number = Int(halves[1]), number > 0 else { return refuseRule() }
        count = number
      case "UNTIL":
        var scanner = Scanner(Array(halves[1].utf8)[...])
        guard let digits = scanner.number(upTo: 8), digits.digits == 8,
          let day = CivilDate(
            year: digits.value / 10_000, month: digits.value / 100 % 100, day: digits.value % 100)
        else { return refuseRule() }
        until = min(until, day)
      default: return refuseRule()
      }
    }
    guard isTrivial else { return refuseRule() }
    var starts: [CivilDate] = []
    var found = 0
    for year in first.year...max(first.year, until.year) where found < count {
      // 29 February is no day of most years, and is not moved to another (§3.3.10).
      guard let day = CivilDate(year: year, month: first.month, day: first.day) else { continue }
      guard day <= until || found == 0 else { continue }
      found += 1
      // A holiday that is as old as the republic needs no entry for each of its years.
      if year > horizon.year - Self.yearsKept || found == count { starts.append(day) }
    }
    return starts
  }

  private mutating func refuseRule() -> [CivilDate]? {
    refuse(
      "RRULE", found: "a rule other than “the same date every year”",
      expected: "an event for each day off, or FREQ=YEARLY alone")
    return nil
  }
}
