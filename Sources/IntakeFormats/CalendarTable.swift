public import CivilTime

/// A row of a school calendar: days off, or the span of a school year.
public enum CalendarRow: Hashable, Sendable {
  case dayOff(DayOff)
  case schoolYear(SchoolCalendar.SchoolYear)

  public var dayOff: DayOff? {
    if case .dayOff(let day) = self { day } else { nil }
  }

  public var schoolYear: SchoolCalendar.SchoolYear? {
    if case .schoolYear(let year) = self { year } else { nil }
  }
}

/// Reads a school calendar from a table: a first day, perhaps a last one, what kind, and a name.
///
/// ```
/// From,To,Kind,Name
/// 2026-09-01,2027-06-11,school year,2026-27
/// 2026-09-07,,holiday,Labor Day
/// 2026-12-21,2027-01-01,break,Winter break
/// ```
public struct CalendarFormat: RowFormat {
  public let mapping: ColumnMapping

  /// The built-in headings.
  public static let standardMapping = ColumnMapping([
    Column("first", ["From", "Date", "First Day", "Start Date", "Begins", "Start"], .required),
    Column("last", ["To", "Last Day", "Until", "End Date", "Ends", "End", "Through"]),
    Column("kind", ["Kind", "Type", "Holiday or Break"], .required),
    Column("name", ["Name", "Title", "Holiday", "Event", "Description"], .required),
  ])

  /// The longest span off that is taken; a longer one is a slip in a year.
  public static let mostDays = 120
  /// The longest school year that is taken.
  static let mostYearDays = 366
  private static let schoolYear = "school year"

  /// Makes the format.
  ///
  /// - Parameter mapping: The headings to accept, with the fields of `standardMapping`.
  public init(mapping: ColumnMapping = Self.standardMapping) {
    self.mapping = mapping
  }

  public func row(from cells: inout Cells) -> CalendarRow? {
    let first = cells.date("first")
    if cells.bytes("first").isEmpty { cells.refuse("first", expected: "a date") }
    let last = cells.date("last")
    let kindCell = cells.bytes("kind")
    let isYear = kindCell.isASCII(Self.schoolYear)
    let kind = DayOff.Kind.allCases.first { kindCell.isASCII($0.rawValue) }
    if kind == nil, !isYear {
      cells.refuse(
        "kind",
        expected: "one of "
          + (DayOff.Kind.allCases.map(\.rawValue) + [Self.schoolYear]).joined(separator: ", "))
    }
    let name = cells.requiredText("name")
    guard let first, let name else { return nil }
    let end = last ?? first
    let most = isYear ? Self.mostYearDays : Self.mostDays
    if end < first {
      cells.refuse("last", found: "a day before the first", expected: "that day or a later one")
    } else if first.days(until: end) >= most {
      cells.refuse(
        "last", found: "a span of \(first.days(until: end) + 1) days",
        expected: "a span of at most \(most) days")
    }
    if isYear { return .schoolYear(SchoolCalendar.SchoolYear(first: first, last: end)) }
    return kind.map { .dayOff(DayOff(name, $0, from: first, to: end)) }
  }
}
