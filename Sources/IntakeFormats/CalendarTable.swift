public import CivilTime

/// Reads days off from a table: a first day, perhaps a last one, what kind, and a name.
///
/// ```
/// From,To,Kind,Name
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

  /// The longest span that is taken; a longer one is a slip in a year.
  public static let mostDays = 120

  /// Makes the format.
  ///
  /// - Parameter mapping: The headings to accept, with the fields of `standardMapping`.
  public init(mapping: ColumnMapping = Self.standardMapping) {
    self.mapping = mapping
  }

  public func row(from cells: inout Cells) -> DayOff? {
    let first = cells.date("first")
    if cells.bytes("first").isEmpty { cells.refuse("first", expected: "a date") }
    let last = cells.date("last")
    let kindCell = cells.bytes("kind")
    let kind = DayOff.Kind.allCases.first { kindCell.isASCII($0.rawValue) }
    if kind == nil {
      cells.refuse(
        "kind", expected: "one of " + DayOff.Kind.allCases.map(\.rawValue).joined(separator: ", "))
    }
    let name = cells.requiredText("name")
    guard let first, let kind, let name else { return nil }
    let end = last ?? first
    if end < first {
      cells.refuse("last", found: "a day before the first", expected: "that day or a later one")
    } else if first.days(until: end) >= Self.mostDays {
      cells.refuse(
        "last", found: "a span of \(first.days(until: end) + 1) days",
        expected: "a span of at most \(Self.mostDays) days")
    }
    return DayOff(name, kind, from: first, to: end)
  }
}
