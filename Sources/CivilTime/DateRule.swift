/// When in a school year something falls: a plain date, or a rule that holds every year.
///
/// As text, and in JSON: `2026-09-14`, `second Monday of September`, `last Friday of May`.
public enum DateRule: Hashable, Sendable {
  case date(CivilDate)
  /// The first to fifth such weekday of a month; a fifth is not there every year.
  case nth(Int, Weekday, month: Int)
  /// The last such weekday of a month.
  case last(Weekday, month: Int)

  /// The day that the rule means in one school year.
  ///
  /// A school year runs from the first of `firstMonth` to the day before it a year later. If it begins
  /// in July 2026, `second Monday of September` is 2026-09-14 and `second Monday of January` is
  /// 2027-01-11. A plain date belongs to one school year only.
  ///
  /// - Parameters:
  ///   - year: The calendar year in which the school year begins.
  ///   - firstMonth: The month with which school years begin, 1…12; mostly 7.
  /// - Returns: `nil` if the school year has no such day.
  public func date(inSchoolYearStarting year: Int, firstMonth: Int) -> CivilDate? {
    switch self {
    case .date(let date):
      guard let start = CivilDate(year: year, month: firstMonth, day: 1),
        let yearOfEnd = CivilDate(year: year + 1, month: firstMonth, day: 1)
      else { return nil }
      return start <= date && date < yearOfEnd ? date : nil
    case .nth(let count, let weekday, let month):
      guard (1...5).contains(count),
        let first = DateRule.first(weekday, year, firstMonth, month)
      else { return nil }
      let date = first.adding(days: (count - 1) * 7)
      return date.month == month ? date : nil
    case .last(let weekday, let month):
      guard let first = DateRule.first(weekday, year, firstMonth, month) else { return nil }
      let fifth = first.adding(days: 28)
      return fifth.month == month ? fifth : first.adding(days: 21)
    }
  }

  /// The first such weekday of the month, in the calendar year that the school year gives it.
  private static func first(
    _ weekday: Weekday, _ year: Int, _ firstMonth: Int, _ month: Int
  ) -> CivilDate? {
    guard (1...12).contains(firstMonth),
      let first = CivilDate(year: month >= firstMonth ? year : year + 1, month: month, day: 1)
    else { return nil }
    return first.adding(days: (weekday.rawValue - first.weekday.rawValue + 7) % 7)
  }
}

// MARK: - Text

extension DateRule: CustomStringConvertible {
  /// What ``init(_:)`` reads, for whoever reports that it didn't.
  public static let expected =
    "a date such as 2026-09-14, or a rule such as \"second Monday of September\""

  private static let ordinals = ["first", "second", "third", "fourth", "fifth"]
  private static let numerals = ["1st", "2nd", "3rd", "4th", "5th"]

  /// `2026-09-14`, `second Monday of September`, or `last Friday of May`.
  public var description: String {
    switch self {
    case .date(let date): date.description
    case .nth(let count, let weekday, let month):
      "\(DateRule.name(of: count, in: DateRule.ordinals)) \(weekday) of \(DateRule.name(of: month, in: CivilDate.monthNames))"
    case .last(let weekday, let month):
      "last \(weekday) of \(DateRule.name(of: month, in: CivilDate.monthNames))"
    }
  }

  /// A name by its number from 1, or the number if there is none.
  private static func name(of number: Int, in names: [String]) -> String {
    (1...names.count).contains(number) ? names[number - 1] : String(number)
  }

  /// Reads a date or a rule in words, in any case: `second Monday of September`, `2nd Monday of
  /// September`, `last Friday of May`.
  ///
  /// - Parameter text: English; months and weekdays in full.
  public init?(_ text: String) {
    guard text.utf8.count <= 80 else { return nil }
    if let date = CivilDate(iso: text) {
      self = .date(date)
      return
    }
    let words = text.lowercased().split(separator: " ").map(String.init)
    guard words.count == 4, words[2] == "of", let weekday = Weekday(name: words[1]),
      let month = CivilDate.monthNames.firstIndex(where: { $0.lowercased() == words[3] })
    else { return nil }
    if words[0] == "last" {
      self = .last(weekday, month: month + 1)
      return
    }
    guard
      let index = DateRule.ordinals.firstIndex(of: words[0])
        ?? DateRule.numerals.firstIndex(of: words[0])
    else { return nil }
    self = .nth(index + 1, weekday, month: month + 1)
  }
}

extension DateRule: Codable {
  public init(from decoder: any Decoder) throws {
    self = try decodeText(from: decoder, expected: DateRule.expected) { DateRule($0) }
  }

  public func encode(to encoder: any Encoder) throws {
    try encodeText(description, to: encoder)
  }
}
