public import CivilTime
public import Programs

/// A calendar year or a school year.
public struct Period: Hashable, Comparable, Sendable, Codable {
  public let kind: PeriodKind
  public let first: CivilDate
  /// The first day of the next period.
  public let end: CivilDate

  /// The period that holds a day.
  ///
  /// - Parameters:
  ///   - kind: A calendar year, or a school year.
  ///   - day: Any of its days.
  ///   - firstMonth: The month with which school years begin, 1…12.
  public init(_ kind: PeriodKind, holding day: CivilDate, schoolYearFirstMonth firstMonth: Int) {
    let month = kind == .calendarYear ? 1 : min(max(firstMonth, 1), 12)
    let year = day.month >= month ? day.year : day.year - 1
    self.kind = kind
    first = CivilDate(year: year, month: month, day: 1) ?? .first
    end = first.adding(months: 12)
  }

  public func contains(_ day: CivilDate) -> Bool { first <= day && day < end }

  /// 365 or 366.
  public var days: Int { first.days(until: end) }

  public static func < (left: Self, right: Self) -> Bool {
    (left.first, left.end) < (right.first, right.end)
  }
}

extension Period: CustomStringConvertible {
  /// `2026`, or `2026–27` where it reaches into a second calendar year.
  public var description: String {
    let last = end.adding(days: -1).year
    guard last != first.year else { return "\(first.year)" }
    let short = last % 100
    return "\(first.year)–\(short < 10 ? "0" : "")\(short)"
  }
}
