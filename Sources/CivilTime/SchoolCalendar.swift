/// On which days there is school, and on which mail may go.
///
/// A calendar is a list of school years, each from its first to its last school day, and of named days
/// off. Saturdays and Sundays are never school days; what lies between two school years is a break.
///
/// Outside what it knows (before the first school year and after the last), and with no school year at
/// all, every weekday that is not listed as a day off is taken for a school day: an office that forgot
/// to enter next year's calendar must not fall silent. ``covers(_:)`` tells whether a day is known.
///
/// The initializer makes sure that no run of days without school is longer than 200 days, nor one of
/// holidays longer than 60, so every search below ends.
///
/// In JSON:
/// ```json
/// {"schoolYears": [{"first": "2026-09-01", "last": "2027-06-09"}],
///  "daysOff": [{"name": "Labor Day", "kind": "holiday", "first": "2026-09-07"},
///              {"name": "winter break", "kind": "break", "first": "2026-12-21", "last": "2027-01-01"}]}
/// ```
public struct SchoolCalendar: Hashable, Sendable {
  /// The first and the last day of school, both included.
  public struct SchoolYear: Hashable, Sendable, Codable {
    public let first: CivilDate
    public let last: CivilDate

    public init(first: CivilDate, last: CivilDate) {
      self.first = first
      self.last = last
    }
  }

  /// By school year's first day.
  public let schoolYears: [SchoolYear]
  /// By first day, then last day, then name.
  public let daysOff: [DayOff]

  /// What is known of each day from ``firstKnown`` on, so that a question costs no search.
  private let known: [DayKind]
  private let firstKnown: Int

  /// A calendar that knows nothing: every weekday is a school day.
  public static let empty = SchoolCalendar(sorted: [], [])

  /// - Parameters:
  ///   - schoolYears: At most 50, in any order, without overlap.
  ///   - daysOff: At most 2,000, in any order. They may overlap, as Christmas and the winter break do;
  ///     the holiday counts then.
  /// - Throws: ``SchoolCalendarError`` with all mistakes at once.
  public init(schoolYears: [SchoolYear], daysOff: [DayOff]) throws(SchoolCalendarError) {
    let years = schoolYears.sorted { ($0.first, $0.last) < ($1.first, $1.last) }
    let closed = daysOff.sorted { ($0.first, $0.last, $0.name) < ($1.first, $1.last, $1.name) }
    var problems = SchoolCalendar.problems(in: years, closed)
    guard problems.isEmpty else { throw SchoolCalendarError(problems: problems) }
    self.init(sorted: years, closed)
    problems = problemsOfLongClosures()
    guard problems.isEmpty else { throw SchoolCalendarError(problems: problems) }
  }

  private init(sorted years: [SchoolYear], _ daysOff: [DayOff]) {
    schoolYears = years
    self.daysOff = daysOff
    let starts = [years.first?.first, daysOff.first?.first].compactMap(\.self)
    let ends = [years.last?.last].compactMap(\.self) + daysOff.map(\.last)
    guard let start = starts.min()?.daysSinceEpoch, let end = ends.max()?.daysSinceEpoch else {
      known = []
      firstKnown = 0
      return
    }
    var kinds = (start...end).map { day in
      Weekday(daysSinceEpoch: day).isWeekend ? DayKind.weekend : .school
    }
    for (year, next) in zip(years, years.dropFirst()) {
      for day in stride(from: year.last.daysSinceEpoch + 1, to: next.first.daysSinceEpoch, by: 1) {
        kinds[day - start].close(.break)
      }
    }
    for dayOff in daysOff {
      for day in dayOff.first.daysSinceEpoch...dayOff.last.daysSinceEpoch {
        kinds[day - start].close(dayOff.kind)
      }
    }
    known = kinds
    firstKnown = start
  }

  private func kind(_ daysSinceEpoch: Int) -> DayKind {
    let index = daysSinceEpoch - firstKnown
    guard known.indices.contains(index) else {
      return Weekday(daysSinceEpoch: daysSinceEpoch).isWeekend ? .weekend : .school
    }
    return known[index]
  }
}

// MARK: - Questions about a day

extension SchoolCalendar {
  /// Whether the day lies between the first school year's first day and the last one's last.
  public func covers(_ date: CivilDate) -> Bool {
    guard let first = schoolYears.first?.first, let last = schoolYears.last?.last else {
      return false
    }
    return first <= date && date <= last
  }

  /// Whether there is school on that day.
  public func isSchoolDay(_ date: CivilDate) -> Bool { kind(date.daysSinceEpoch) == .school }

  /// Whether the day is listed as a holiday, on which no mail goes.
  public func isHoliday(_ date: CivilDate) -> Bool { kind(date.daysSinceEpoch).isHoliday }

  /// Whether the day is a Monday to Friday and no holiday; there need not be school.
  public func isWorkday(_ date: CivilDate) -> Bool { kind(date.daysSinceEpoch).isWorkday }

  /// Why there is no school on that day, for a sentence to people; `nil` if there is.
  ///
  /// - Returns: The holiday's name, else the break's, else `Saturday` or `Sunday`, else
  ///   `summer break` between two school years.
  public func reasonClosed(_ date: CivilDate) -> String? {
    guard !isSchoolDay(date) else { return nil }
    let listed = daysOff.filter { $0.first <= date && date <= $0.last }
    if let named = listed.first(where: { $0.kind == .holiday }) ?? listed.first {
      return named.name
    }
    return date.weekday.isWeekend ? date.weekday.name : "summer break"
  }
}

// MARK: - Searches

extension SchoolCalendar {
  /// The day itself if there is school on it, else the next school day.
  public func schoolDay(onOrAfter date: CivilDate) -> CivilDate {
    search(from: date, step: 1) { $0 == .school }
  }

  /// The day itself if there is school on it, else the last school day before it.
  public func schoolDay(onOrBefore date: CivilDate) -> CivilDate {
    search(from: date, step: -1) { $0 == .school }
  }

  /// The `count`th school day after that day, which is not counted itself.
  ///
  /// - Parameters:
  ///   - count: 1 is the next school day. Below 1 the answer is `date`; above 10,000 it is the
  ///     10,000th.
  ///   - date: Any day.
  /// - Returns: A school day, unless `count` is below 1.
  public func schoolDay(_ count: Int, after date: CivilDate) -> CivilDate {
    var found = date
    for _ in 0..<min(max(count, 0), 10_000) {
      found = schoolDay(onOrAfter: found.adding(days: 1))
    }
    return found
  }

  /// The number of school days from `start` up to, but not including, `end`; 0 if it is not later.
  public func schoolDays(from start: CivilDate, until end: CivilDate) -> Int {
    guard start < end else { return 0 }
    return (start.daysSinceEpoch..<end.daysSinceEpoch).count { kind($0) == .school }
  }

  /// The day itself if it is a Monday to Friday and no holiday, else the next such day. Breaks count as
  /// days on which mail may go.
  public func weekday(onOrAfter date: CivilDate) -> CivilDate {
    search(from: date, step: 1) { $0.isWorkday }
  }

  /// The nearest day in one direction that is accepted; at the calendar's own end, the last day there.
  private func search(
    from date: CivilDate, step: Int, _ accepts: (DayKind) -> Bool
  ) -> CivilDate {
    let start = date.daysSinceEpoch
    // A run of closed days is at most `longestClosure`, and at most a weekend longer at its ends.
    for distance in 0...(SchoolCalendar.longestClosure + 7)
    where accepts(kind(start + distance * step)) {
      return CivilDate(daysSinceEpoch: start + distance * step)
    }
    return date
  }
}

// MARK: - Checks

extension SchoolCalendar {
  /// Most days in a row without school: a long summer.
  static let longestClosure = 200
  /// Most weekdays or weekends in a row without a day on which mail may go.
  static let longestHoliday = 60

  /// Mistakes that can be told of single entries and of pairs.
  private static func problems(in years: [SchoolYear], _ daysOff: [DayOff]) -> [String] {
    var problems: [String] = []
    if years.count > 50 {
      problems.append("found \(years.count) school years, expected at most 50")
    }
    if daysOff.count > 2000 {
      problems.append("found \(daysOff.count) days off, expected at most 2000")
    }
    for year in years where !(0...400).contains(year.first.days(until: year.last)) {
      problems.append(
        "school year from \(year.first): found last day \(year.last), expected one up to 400 days later"
      )
    }
    for (year, next) in zip(years, years.dropFirst()) {
      if next.first <= year.last {
        problems.append(
          "school year from \(next.first): expected its first day after \(year.last), the last day of "
            + "the school year before")
      }
    }
    for day in daysOff {
      if day.name.isEmpty || day.name.utf8.count > 100 {
        problems.append("day off \(day.first): expected a name of 1 to 100 bytes")
      }
      if !(0..<longestClosure).contains(day.first.days(until: day.last)) {
        problems.append(
          "day off \(day.first), \"\(day.name.prefix(100))\": found last day \(day.last), expected one "
            + "less than \(longestClosure) days later")
      }
    }
    let all = years.map(\.first) + daysOff.map(\.first)
    if let first = all.min(), let last = all.max(), first.days(until: last) > 60 * 366 {
      problems.append("found days from \(first) to \(last), expected at most 60 years")
    }
    return problems
  }

  /// Stretches without school or without a day for mail that are too long to be meant.
  private func problemsOfLongClosures() -> [String] {
    var problems: [String] = []
    for (limit, what, isOpen) in [
      (SchoolCalendar.longestClosure, "school day", { (kind: DayKind) in kind == .school }),
      (SchoolCalendar.longestHoliday, "weekday for mail", { (kind: DayKind) in kind.isWorkday }),
    ] {
      var run = 0
      for (index, kind) in known.enumerated() {
        run = isOpen(kind) ? 0 : run + 1
        if run == limit + 1 {
          let first = CivilDate(daysSinceEpoch: firstKnown + index - limit)
          problems.append("from \(first): found no \(what) for more than \(limit) days")
        }
      }
    }
    return problems
  }
}

extension SchoolCalendar: Codable {
  private enum CodingKeys: String, CodingKey {
    case schoolYears, daysOff
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let years = try container.decode([SchoolYear].self, forKey: .schoolYears)
    let closed = try container.decodeIfPresent([DayOff].self, forKey: .daysOff) ?? []
    do {
      try self.init(schoolYears: years, daysOff: closed)
    } catch {
      throw DecodingError.dataCorrupted(
        DecodingError.Context(
          codingPath: decoder.codingPath, debugDescription: error.description))
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(schoolYears, forKey: .schoolYears)
    try container.encode(daysOff, forKey: .daysOff)
  }
}
