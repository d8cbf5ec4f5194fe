/// A day of the Gregorian calendar, without time or zone; in JSON `"2026-09-14"`.
///
/// The years are 1…9999 (the calendar is applied backwards before 1582). Arithmetic that would leave
/// them stops at ``first`` or ``last``.
public struct CivilDate: Hashable, Sendable {
  public let year: Int
  /// 1…12.
  public let month: Int
  /// 1…31.
  public let day: Int

  /// 0001-01-01.
  public static let first = CivilDate(unchecked: 1, 1, 1)
  /// 9999-12-31.
  public static let last = CivilDate(unchecked: 9999, 12, 31)

  /// The English names of the months, January first.
  public static let monthNames = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
  ]

  private init(unchecked year: Int, _ month: Int, _ day: Int) {
    self.year = year
    self.month = month
    self.day = day
  }

  /// The date, or `nil` if the calendar has none such.
  public init?(year: Int, month: Int, day: Int) {
    guard (1...9999).contains(year), (1...12).contains(month),
      (1...CivilDate.days(inMonth: month, of: year)).contains(day)
    else { return nil }
    self.init(unchecked: year, month, day)
  }

  /// The date so many days after 1970-01-01; beyond the years 1…9999, their nearest day.
  ///
  /// The method is Howard Hinnant's `civil_from_days`: years begin in March, so that the leap day is
  /// the last of its year, and 400 of them have always 146,097 days.
  public init(daysSinceEpoch: Int) {
    guard daysSinceEpoch > CivilDate.firstDay else {
      self = CivilDate.first
      return
    }
    guard daysSinceEpoch < CivilDate.lastDay else {
      self = CivilDate.last
      return
    }
    let sinceMarch0000 = daysSinceEpoch + 719_468
    let era = sinceMarch0000 / 146_097
    let dayOfEra = sinceMarch0000 - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    self.init(
      unchecked: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month,
      dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
  }

  /// Days since 1970-01-01, negative before.
  public var daysSinceEpoch: Int {
    let yearFromMarch = month <= 2 ? year - 1 : year
    let era = yearFromMarch / 400
    let yearOfEra = yearFromMarch - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  private static let firstDay = -719_162
  private static let lastDay = 2_932_896

  public var weekday: Weekday { Weekday(daysSinceEpoch: daysSinceEpoch) }

  /// The month's English name, such as `September`.
  public var monthName: String { CivilDate.monthNames[month - 1] }

  /// Whether the year has a 29 February.
  public static func isLeap(year: Int) -> Bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
  }

  /// How many days the month has; 0 if `month` is not 1…12.
  public static func days(inMonth month: Int, of year: Int) -> Int {
    switch month {
    case 2: isLeap(year: year) ? 29 : 28
    case 4, 6, 9, 11: 30
    case 1...12: 31
    default: 0
    }
  }
}

// MARK: - Arithmetic

extension CivilDate: Comparable {
  public static func < (left: CivilDate, right: CivilDate) -> Bool {
    (left.year, left.month, left.day) < (right.year, right.month, right.day)
  }

  /// The date so many days later; earlier if negative.
  public func adding(days: Int) -> CivilDate {
    let (sum, overflows) = daysSinceEpoch.addingReportingOverflow(days)
    guard !overflows else { return days < 0 ? .first : .last }
    return CivilDate(daysSinceEpoch: sum)
  }

  /// The same day so many months later, or the month's last day if it is shorter.
  ///
  /// 31 January 2026 + 1 month = 28 February 2026; 31 January 2028 + 1 month = 29 February 2028;
  /// 28 February 2026 + 1 month = 28 March 2026. Adding a month twice may therefore give another day
  /// than adding two months.
  public func adding(months: Int) -> CivilDate {
    // Within this range the sum can't overflow; beyond it every answer is the first or last day.
    guard (-120_000...120_000).contains(months) else { return months < 0 ? .first : .last }
    let monthsFromZero = year * 12 + month - 1 + months
    let newYear = floorDivide(monthsFromZero, by: 12)
    guard newYear >= 1 else { return .first }
    guard newYear <= 9999 else { return .last }
    let newMonth = monthsFromZero - newYear * 12 + 1
    return CivilDate(
      unchecked: newYear, newMonth, min(day, CivilDate.days(inMonth: newMonth, of: newYear)))
  }

  /// The same day so many years later; 29 February becomes 28 February in a year without one.
  public func adding(years: Int) -> CivilDate {
    guard (-10_000...10_000).contains(years) else { return years < 0 ? .first : .last }
    return adding(months: years * 12)
  }

  /// Days from this date to `other`; negative if `other` is earlier.
  public func days(until other: CivilDate) -> Int {
    other.daysSinceEpoch - daysSinceEpoch
  }
}

// MARK: - Text

extension CivilDate: CustomStringConvertible {
  /// ISO 8601: `2026-09-14`.
  public var description: String {
    "\(padded(year, to: 4))-\(padded(month, to: 2))-\(padded(day, to: 2))"
  }

  /// Reads exactly `2026-09-14`: four, two and two digits.
  public init?(iso text: String) {
    guard text.utf8.count == 10 else { return nil }
    var reader = TextReader(text)
    self.init(reading: &reader)
  }

  init?(reading reader: inout TextReader) {
    let dash = UInt8(ascii: "-")
    guard let year = reader.digits(4), reader.take(dash), let month = reader.digits(2),
      reader.take(dash), let day = reader.digits(2)
    else { return nil }
    self.init(year: year, month: month, day: day)
  }
}

extension CivilDate: Codable {
  public init(from decoder: any Decoder) throws {
    self = try decodeText(from: decoder, expected: "a date such as 2026-09-14") {
      CivilDate(iso: $0)
    }
  }

  public func encode(to encoder: any Encoder) throws {
    try encodeText(description, to: encoder)
  }
}

/// Decodes a value that is written as one text.
func decodeText<Value>(
  from decoder: any Decoder, expected: String, _ read: (String) -> Value?
) throws -> Value {
  let container = try decoder.singleValueContainer()
  let text = try container.decode(String.self)
  guard let value = read(text) else {
    throw DecodingError.dataCorruptedError(
      in: container, debugDescription: "found \"\(text)\", expected \(expected)")
  }
  return value
}

/// Encodes a value that is written as one text.
func encodeText(_ text: String, to encoder: any Encoder) throws {
  var container = encoder.singleValueContainer()
  try container.encode(text)
}
