/// A zone's offsets for all years to come, as a POSIX TZ string says them.
///
/// `CST6CDT,M3.2.0,M11.1.0` is the rule of America/Chicago since 2007: six hours behind UTC, called
/// CST; from 02:00 on the second Sunday of March until 02:00 on the first Sunday of November one hour
/// ahead of that, called CDT. Source: POSIX.1-2017 §8.3 with the extensions of RFC 8536 §3.3.1
/// (transition times from -167 to 167 hours).
public struct PosixRule: Hashable, Sendable {
  /// What the zone's clocks show for one part of the year.
  public struct Side: Hashable, Sendable {
    /// Such as `CST`, or `-03` where no letters are in use.
    public let abbreviation: String
    /// Seconds east of UTC; negative in America. (The TZ string counts westward.)
    public let offset: Int
  }

  /// The part of the year that counts as daylight saving time.
  public struct Daylight: Hashable, Sendable {
    public let side: Side
    /// When it begins, by the clock of standard time.
    public let begins: Transition
    /// When it ends, by its own clock.
    public let ends: Transition
  }

  /// A yearly clock change, by the clock that was in use until then.
  public struct Transition: Hashable, Sendable {
    public let day: Day
    /// Seconds after that day's 00:00. Mostly 7200; RFC 8536 allows 167 hours either way, so a change may
    /// fall on another day than ``day``.
    public let seconds: Int
  }

  /// A day that comes once a year.
  public enum Day: Hashable, Sendable {
    /// `M3.2.0`: the `week`th such weekday of the month; week 5 is the last one.
    case month(Int, week: Int, Weekday)
    /// `J60`: 1…365 without 29 February, so that 60 is always 1 March.
    case julian(Int)
    /// `59`: 0…365 with 29 February; in a common year 365 is 1 January of the next one.
    case dayOfYear(Int)
  }

  public let standard: Side
  /// `nil` where the clocks are never changed.
  public let daylight: Daylight?
}

extension PosixRule.Day {
  /// The day in that year, in days since 1970-01-01.
  func days(inYear year: Int) -> Int {
    switch self {
    case .month(let month, let week, let weekday):
      let first = daysSinceEpoch(year: year, month: month)
      let ahead = (weekday.rawValue - Weekday(daysSinceEpoch: first).rawValue + 7) % 7
      let days = CivilDate.days(inMonth: month, of: year)
      let dayOfMonth = ahead + (week - 1) * 7
      return first + (dayOfMonth < days ? dayOfMonth : dayOfMonth - 7)
    case .julian(let day):
      let leapDay = CivilDate.isLeap(year: year) && day >= 60 ? 1 : 0
      return daysSinceEpoch(year: year, month: 1) + day - 1 + leapDay
    case .dayOfYear(let day):
      return daysSinceEpoch(year: year, month: 1) + day
    }
  }
}

extension PosixRule.Transition {
  /// The date on which it falls in that year, by the clock in use until then.
  ///
  /// - Parameter year: 1…9999.
  /// - Returns: Date and time by the old clock, such as 2026-03-08T02:00:00.
  public func wallTime(inYear year: Int) -> CivilDateTime {
    let seconds = day.days(inYear: year) * 86_400 + seconds
    let days = floorDivide(seconds, by: 86_400)
    return CivilDateTime(
      CivilDate(daysSinceEpoch: days), WallTime(secondOfDay: seconds - days * 86_400))
  }

  /// Its instant in that year, in seconds since 1970, if clocks are `offset` seconds east until then.
  func seconds(inYear year: Int, offset: Int) -> Int64 {
    Int64(day.days(inYear: year) * 86_400 + seconds - offset)
  }
}

/// The first day of a month in days since 1970-01-01, for years beyond 9999 too.
func daysSinceEpoch(year: Int, month: Int) -> Int {
  // 400 years have always 146,097 days, so any year is as one of 2000…2399, moved.
  let cycles = floorDivide(year - 2000, by: 400)
  let date = CivilDate(year: year - cycles * 400, month: month, day: 1) ?? .first
  return date.daysSinceEpoch + cycles * 146_097
}

// MARK: - Reading

extension PosixRule {
  /// Reads a POSIX TZ string, such as `CST6CDT,M3.2.0,M11.1.0` or `<-03>3`.
  ///
  /// A rule with daylight saving time must say when it begins and ends; POSIX leaves open what holds
  /// otherwise. Without a time, a transition is at 02:00; without an offset, daylight saving time is
  /// one hour ahead.
  ///
  /// - Parameter text: At most 256 bytes.
  /// - Throws: ``ZoneError`` with the byte at which the text stops making sense.
  public init(_ text: String) throws(ZoneError) {
    try self.init(bytes: Array(text.utf8), zone: text, part: .rule, base: 0)
  }

  /// - Parameters:
  ///   - bytes: The text.
  ///   - zone: The name for errors.
  ///   - part: What errors call the text.
  ///   - base: The text's own place in that part.
  /// - Throws: ``ZoneError`` with the byte at which the text stops making sense.
  init(bytes: [UInt8], zone: String, part: ZoneError.Part, base: Int) throws(ZoneError) {
    var parser = PosixRuleParser(
      reader: TextReader(bytes), zone: zone, part: part, base: base)
    guard bytes.count <= 256 else {
      throw parser.error(found: "\(bytes.count) bytes", expected: "a rule of at most 256 bytes")
    }
    standard = Side(
      abbreviation: try parser.abbreviation(), offset: -(try parser.duration(hours: 24)))
    guard !parser.reader.isAtEnd else {
      daylight = nil
      return
    }
    let abbreviation = try parser.abbreviation()
    var offset = standard.offset + 3600
    if let next = parser.reader.next, next != UInt8(ascii: ",") {
      offset = -(try parser.duration(hours: 24))
    }
    daylight = Daylight(
      side: Side(abbreviation: abbreviation, offset: offset),
      begins: try parser.transition(), ends: try parser.transition())
    guard parser.reader.isAtEnd else {
      throw parser.error(expected: "the end of the rule")
    }
  }
}

/// Reads the pieces of a POSIX TZ string.
private struct PosixRuleParser {
  var reader: TextReader
  let zone: String
  let part: ZoneError.Part
  let base: Int

  /// An error at the current place; what was found is the byte there, if not told otherwise.
  func error(found: String? = nil, expected: String) -> ZoneError {
    ZoneError(
      zone: zone, part: part, offset: base + reader.position,
      found: found ?? byteInWords(reader.next), expected: expected)
  }

  /// Three to sixteen letters, or letters, digits and signs within `<` and `>`.
  mutating func abbreviation() throws(ZoneError) -> String {
    let isQuoted = reader.take(UInt8(ascii: "<"))
    let name = reader.bytes { isLetter($0) || (isQuoted && isAbbreviationByte($0)) }
    guard (3...16).contains(name.count) else {
      throw error(
        found: "\"\(String(decoding: name, as: UTF8.self))\" before \(byteInWords(reader.next))",
        expected: "a zone abbreviation of 3 to 16 letters")
    }
    guard !isQuoted || reader.take(UInt8(ascii: ">")) else {
      throw error(expected: "\">\" after the zone abbreviation")
    }
    return String(decoding: name, as: UTF8.self)
  }

  /// `[+-]h[h[h]][:mm[:ss]]`, in seconds.
  mutating func duration(hours most: Int) throws(ZoneError) -> Int {
    let isNegative = reader.take(UInt8(ascii: "-"))
    if !isNegative { _ = reader.take(UInt8(ascii: "+")) }
    let before = reader
    guard let (hours, _) = reader.number(upToDigits: 3), hours <= most else {
      reader = before
      throw error(expected: "hours from 0 to \(most)")
    }
    var seconds = hours * 3600
    for unit in [60, 1] {
      guard reader.take(UInt8(ascii: ":")) else { break }
      let before = reader
      guard let value = reader.digits(2), value < 60 else {
        reader = before
        throw error(expected: "two digits from 00 to 59")
      }
      seconds += value * unit
    }
    return isNegative ? -seconds : seconds
  }

  /// `,day[/time]`.
  mutating func transition() throws(ZoneError) -> PosixRule.Transition {
    guard reader.take(UInt8(ascii: ",")) else {
      throw error(expected: "\",\" and the day of a clock change")
    }
    let day = try day()
    let seconds = reader.take(UInt8(ascii: "/")) ? try duration(hours: 167) : 7200
    return PosixRule.Transition(day: day, seconds: seconds)
  }

  private mutating func day() throws(ZoneError) -> PosixRule.Day {
    if reader.take(UInt8(ascii: "J")) {
      return .julian(try number(in: 1...365, expected: "a day of the year from 1 to 365"))
    }
    guard reader.take(UInt8(ascii: "M")) else {
      return .dayOfYear(
        try number(
          in: 0...365, expected: "a day: M with month, week and weekday, J1 to J365, or 0 to 365"))
    }
    let month = try number(in: 1...12, expected: "a month from 1 to 12")
    try dot()
    let week = try number(in: 1...5, expected: "a week from 1 to 5")
    try dot()
    let weekday = try number(in: 0...6, expected: "a weekday from 0 (Sunday) to 6")
    return .month(month, week: week, Weekday(rawValue: weekday) ?? .sunday)
  }

  private mutating func number(
    in range: ClosedRange<Int>, expected: String
  ) throws(ZoneError) -> Int {
    let before = reader
    guard let (value, _) = reader.number(upToDigits: 3) else { throw error(expected: expected) }
    guard range.contains(value) else {
      reader = before
      throw error(found: String(value), expected: expected)
    }
    return value
  }

  private mutating func dot() throws(ZoneError) {
    guard reader.take(UInt8(ascii: ".")) else { throw error(expected: "\".\"") }
  }
}

/// Letters, digits and signs, of which zone abbreviations are made (RFC 8536 §3.1).
func isAbbreviationByte(_ byte: UInt8) -> Bool {
  isLetter(byte) || digitValue(byte) != nil || byte == UInt8(ascii: "+")
    || byte == UInt8(ascii: "-")
}

/// A byte as an error names it: the character itself, its number, or the end.
func byteInWords(_ byte: UInt8?) -> String {
  guard let byte else { return "the end" }
  guard (0x21...0x7E).contains(byte) else { return "byte value \(byte)" }
  return "\"\(Character(Unicode.Scalar(byte)))\""
}
