public import CivilTime

/// How dates, times, counts and money are said.
///
/// Knows where (the zone) and when (the instant of sending), because both change the words: a year
/// is named only if it is another one, and days are counted between civil dates. All words are
/// ASCII.
///
/// Intervals are half-open, and people don't think so. An end at 00:00 is shown as 11:59 PM of the
/// day before, a start at 00:00 as the day alone; "12:00 AM" and "midnight" are never said.
public struct Wording: Sendable {
  public let zone: Zone
  /// The instant of sending.
  public let now: Instant
  /// The civil date of sending.
  public let today: CivilDate

  public init(zone: Zone, now: Instant) {
    self.zone = zone
    self.now = now
    today = zone.date(at: now)
  }
}

// MARK: - Instants

extension Wording {
  /// An instant at which something happened: `Saturday, September 26, 9:42 PM (Central Time)`.
  ///
  /// In the first minute of a day the seconds are shown, so that it can't be read as the end of it.
  public func moment(_ instant: Instant) -> String {
    let civil = zone.civil(at: instant)
    return "\(day(civil.date)), \(clock(civil.time)) (\(zone.commonName))"
  }

  /// The instant from which something holds: `Monday, September 14` if that is the day's beginning.
  public func start(_ instant: Instant) -> String {
    isDayBreak(instant) ? day(zone.date(at: instant)) : moment(instant)
  }

  /// The instant at which something ends: `Sunday, September 27, 11:59 PM (Central Time)` for
  /// 00:00 of September 28.
  public func end(_ instant: Instant) -> String {
    let shown = shownEnd(instant)
    return "\(day(shown.date)), \(clock(shown.time)) (\(zone.commonName))"
  }

  /// The time at which something ends: `11:59 PM (Central Time)`.
  public func time(ofEnd instant: Instant) -> String {
    "\(clock(shownEnd(instant).time)) (\(zone.commonName))"
  }

  /// The day of a promise: the last whole day before the instant, `Tuesday, October 27`.
  public func promise(_ instant: Instant) -> String {
    day(promisedDay(instant))
  }

  /// The last whole day before an instant.
  public func promisedDay(_ instant: Instant) -> CivilDate {
    zone.date(at: instant).adding(days: -1)
  }

  /// What people are shown as an end: for 00:00, or the first instant of a day that has no 00:00,
  /// 11:59 PM of the day before.
  public func shownEnd(_ instant: Instant) -> CivilDateTime {
    let civil = zone.civil(at: instant)
    guard isDayBreak(instant), let lastMinute = WallTime(hour: 23, minute: 59) else {
      return civil
    }
    return CivilDateTime(civil.date.adding(days: -1), lastMinute)
  }

  /// Whether a day begins with the instant: at 00:00, or where the clocks skip that, after the gap.
  private func isDayBreak(_ instant: Instant) -> Bool {
    let civil = zone.civil(at: instant)
    return civil.time == .midnight || instant == zone.startOfDay(civil.date)
  }

  /// A time of day: `4:12 PM`; within the day's first minute with its second, for `12:00 AM` alone could be either end of a
  /// day.
  public func clock(_ time: WallTime) -> String {
    let hour = time.hour % 12 == 0 ? 12 : time.hour % 12
    let seconds = time.hour == 0 && time.minute == 0 ? ":" + twoDigits(time.second) : ""
    return "\(hour):\(twoDigits(time.minute))\(seconds) \(time.hour < 12 ? "AM" : "PM")"
  }

  private func twoDigits(_ number: Int) -> String {
    number < 10 ? "0\(number)" : "\(number)"
  }
}

// MARK: - Days and spans

extension Wording {
  /// `Tuesday, October 27`, or `Friday, January 8, 2027` in another year.
  public func day(_ date: CivilDate) -> String {
    "\(date.weekday.name), \(dayOfMonth(date))\(yearIfOther(date.year))"
  }

  /// `October 20`, in any year.
  public func shortDay(_ date: CivilDate) -> String {
    dayOfMonth(date)
  }

  /// `Tuesday, October 20`, in any year: subjects must not change on New Year's Day.
  public func weekday(_ date: CivilDate) -> String {
    "\(date.weekday.name), \(dayOfMonth(date))"
  }

  /// `January 1, 2027`, in any year: for what holds for longer than anybody remembers the mail.
  public func dayWithYear(_ date: CivilDate) -> String {
    "\(dayOfMonth(date)), \(date.year)"
  }

  /// The days of an interval: `January 11 to January 24, 2027`, one day as itself.
  ///
  /// - Parameters:
  ///   - start: The interval's start.
  ///   - end: Its end, exclusive; at 00:00 the day before is the last.
  /// - Returns: The first and the last day, with a year where it is another one.
  public func days(from start: Instant, to end: Instant) -> String {
    let first = zone.date(at: start)
    let last = shownEnd(end).date
    guard first < last else { return dayOfMonth(first) + yearIfOther(first.year) }
    let firstYear = first.year == last.year ? "" : yearIfOther(first.year)
    return "\(dayOfMonth(first))\(firstYear) to \(dayOfMonth(last))\(yearIfOther(last.year))"
  }

  /// `today`, `tomorrow`, `in 7 days`; for the past `yesterday`, `3 days ago`.
  public func inDays(until date: CivilDate) -> String {
    switch today.days(until: date) {
    case 0: "today"
    case 1: "tomorrow"
    case -1: "yesterday"
    case let days where days < 0: "\(-days) days ago"
    case let days: "in \(days) days"
    }
  }

  /// The span from today to a day: `5 days`, `about 3 weeks`, `about two months`, `a year`.
  public func span(until date: CivilDate) -> String {
    Self.span(days: today.days(until: date))
  }

  /// A number of days in words that people use, and never more than ten days off.
  ///
  /// | days | words |
  /// | --- | --- |
  /// | up to 13, and what lies between the others | `13 days` |
  /// | a day more or less than 2 to 6 weeks | `about 3 weeks` |
  /// | at most 10 more or less than 2 to 11 months | `about two months` |
  /// | at most 5 more or less than 1 to 5 years | `a year`, `2 years` |
  public static func span(days: Int) -> String {
    let weeks = (days + 3) / 7
    if (2...6).contains(weeks), abs(days - 7 * weeks) <= 1 { return "about \(weeks) weeks" }
    for (months, word) in zip(2..., monthCounts) where abs(days * 12 - 365 * months) <= 120 {
      return "about \(word) months"
    }
    for years in 1...5 where abs(days * 4 - 1461 * years) <= 20 {
      return years == 1 ? "a year" : "\(years) years"
    }
    return counted(days, Noun("day"))
  }

  private static let monthCounts = [
    "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
  ]

  private func dayOfMonth(_ date: CivilDate) -> String {
    "\(date.monthName) \(date.day)"
  }

  private func yearIfOther(_ year: Int) -> String {
    year == today.year ? "" : ", \(year)"
  }
}

// MARK: - Counts, money, hours, codes

extension Wording {
  /// The months' names, for what may not be torn from its day.
  static let months = CivilDate.monthNames

  /// `1 review`, `3 reviews`, `1,500 messages`.
  public static func counted(_ count: Int, _ noun: Noun) -> String {
    "\(number(count)) \(count == 1 ? noun.one : noun.many)"
  }

  /// `142`, `1,500`, `-3`.
  public static func number(_ number: Int) -> String {
    (number < 0 ? "-" : "") + grouped(UInt64(number.magnitude))
  }

  /// A number as a word up to ten, in digits beyond: `two`, or `Two` at a sentence's beginning.
  public static func spelled(_ number: Int, atBeginning: Bool = false) -> String {
    let words = [
      "none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    ]
    guard words.indices.contains(number) else { return Self.number(number) }
    let word = words[number]
    return atBeginning ? word.prefix(1).uppercased() + word.dropFirst() : word
  }

  /// `$600.00`, `$30,250.00`, `-$5.00`.
  public static func money(cents: Int64) -> String {
    let (dollars, rest) = cents.magnitude.quotientAndRemainder(dividingBy: 100)
    return "\(cents < 0 ? "-" : "")$\(grouped(dollars)).\(rest < 10 ? "0" : "")\(rest)"
  }

  /// `4 hours`, `1 hour`, `1.5 hours`, `0.25 hours`.
  public static func hours(hundredths: Int64) -> String {
    let (whole, rest) = hundredths.magnitude.quotientAndRemainder(dividingBy: 100)
    var text = (hundredths < 0 ? "-" : "") + grouped(whole)
    if rest > 0 { text += rest % 10 == 0 ? ".\(rest / 10)" : ".\(rest < 10 ? "0" : "")\(rest)" }
    return text + (hundredths == 100 ? " hour" : " hours")
  }

  /// The first twelve hexadecimal digits of a hash, in groups of four: `7f3a 91c0 5de2`.
  ///
  /// Short enough to read out on the telephone; 48 bits, so two receipts of one district don't
  /// meet.
  public static func receiptCode(_ hash: [UInt8]) -> String {
    var code = ""
    for (index, byte) in hash.prefix(6).enumerated() {
      if index > 0, index % 2 == 0 { code += " " }
      code += byte < 16 ? "0" : ""
      code += String(byte, radix: 16)
    }
    return code
  }

  /// Names in a sentence: `a`, `a and b`, `a, b and c`.
  public static func list(_ names: [String]) -> String {
    guard let last = names.last, names.count > 1 else { return names.first ?? "" }
    return names.dropLast().joined(separator: ", ") + " and " + last
  }

  private static func grouped(_ number: UInt64) -> String {
    var digits = ""
    for (index, digit) in String(number).reversed().enumerated() {
      if index > 0, index % 3 == 0 { digits.append(",") }
      digits.append(digit)
    }
    return String(digits.reversed())
  }
}

// MARK: - Values

extension Wording {
  /// A value's words for a placeholder of that kind, on one line; nil if the kind takes no such
  /// value.
  func words(_ value: NoticeValue, as kind: PlaceholderKind) -> String? {
    switch kind {
    case .name, .address, .url:
      guard case .text(let text) = value else { return nil }
      return Shortening.singleLine(text)
    case .text(let limit):
      guard case .text(let text) = value else { return nil }
      return Shortening.atWord(Shortening.singleLine(text), room: limit)
    case .instant: return instantWords(value)
    case .time:
      switch value {
      case .end(let instant): return time(ofEnd: instant)
      case .moment(let instant):
        return "\(clock(zone.civil(at: instant).time)) (\(zone.commonName))"
      default: return nil
      }
    case .day: return date(value).map(day)
    case .shortDay: return date(value).map(shortDay)
    case .weekday: return date(value).map(weekday)
    case .inDays: return date(value).map(inDays)
    case .span:
      if case .text(let text) = value { return Shortening.singleLine(text) }
      return date(value).map(span)
    case .counted:
      guard case .counted(let count, let noun) = value else { return nil }
      return Self.counted(count, noun)
    case .number:
      guard case .number(let number) = value else { return nil }
      return Self.number(number)
    case .money:
      guard case .money(let cents) = value else { return nil }
      return Self.money(cents: cents)
    case .hours:
      guard case .hours(let hundredths) = value else { return nil }
      return Self.hours(hundredths: hundredths)
    case .block: return nil
    }
  }

  private func instantWords(_ value: NoticeValue) -> String? {
    switch value {
    case .moment(let instant): moment(instant)
    case .start(let instant): start(instant)
    case .end(let instant): end(instant)
    case .promise(let instant): promise(instant)
    case .date(let date): day(date)
    case .text, .number, .counted, .money, .hours, .block: nil
    }
  }

  /// The civil date that people are shown for a value.
  func date(_ value: NoticeValue) -> CivilDate? {
    switch value {
    case .moment(let instant), .start(let instant): zone.date(at: instant)
    case .end(let instant): shownEnd(instant).date
    case .promise(let instant): promisedDay(instant)
    case .date(let date): date
    case .text, .number, .counted, .money, .hours, .block: nil
    }
  }
}
