public import CivilTime

/// One row of an opening file: what was there before the program came to rubricd.
public struct OpeningRow: Hashable, Sendable {
  /// What the row opens with.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// A proposal that was approved and whose year still runs.
    case approval
    /// A micro-credential that was earned.
    case award
    /// An amount or hours that count against this period already.
    case granted
    /// A balance carried over from an earlier period.
    case carried
  }

  /// The row as a spreadsheet numbers it.
  public var row: Int
  public var kind: Kind
  public var employeeNumber: String
  /// For an approval and an award, one of title and code is there.
  public var title: String?
  public var code: String?
  /// When it was approved, awarded, granted or carried over.
  public var date: CivilDate
  /// The last day of the year that it belongs to: until then an approval can be completed.
  public var yearEnd: CivilDate?
  /// In cents. For what is granted or carried over, one of this and hours is there.
  public var cents: Int64?
  /// Hundredths of an hour.
  public var hoursHundredths: Int?

  /// Puts together a row.
  public init(
    row: Int, kind: Kind, employeeNumber: String, title: String? = nil, code: String? = nil,
    date: CivilDate, yearEnd: CivilDate? = nil, cents: Int64? = nil, hoursHundredths: Int? = nil
  ) {
    self.row = row
    self.kind = kind
    self.employeeNumber = employeeNumber
    self.title = title
    self.code = code
    self.date = date
    self.yearEnd = yearEnd
    self.cents = cents
    self.hoursHundredths = hoursHundredths
  }
}

/// Reads opening files.
public struct OpeningFormat: RowFormat {
  public let mapping: ColumnMapping

  /// The built-in headings.
  public static let standardMapping = ColumnMapping([
    Column("kind", ["Kind", "Type", "Entry"], .required),
    Column(
      "employeeNumber", ["Employee Number", "Employee ID", "Employee No", "Emp ID", "Staff ID"],
      .required),
    Column("title", ["Title", "Micro-credential", "Micro-credential Title"]),
    Column("code", ["Code", "Course Code", "Catalog Code"]),
    Column("date", ["Date", "Approved On", "Date Approved", "Awarded On"], .required),
    Column("yearEnd", ["Year End", "End of Year", "Expires", "Complete By"]),
    Column("amount", ["Amount", "Dollars", "Amount in Dollars"]),
    Column("hours", ["Hours", "Credit Hours", "CTLE Hours"]),
  ])

  /// Makes the format.
  ///
  /// - Parameter mapping: The headings to accept, with the fields of `standardMapping`.
  public init(mapping: ColumnMapping = Self.standardMapping) {
    self.mapping = mapping
  }

  public func row(from cells: inout Cells) -> OpeningRow? {
    let kindCell = cells.bytes("kind")
    let kind = OpeningRow.Kind.allCases.first { kindCell.isASCII($0.rawValue) }
    if kind == nil {
      cells.refuse(
        "kind",
        expected: "one of " + OpeningRow.Kind.allCases.map(\.rawValue).joined(separator: ", "))
    }
    let number = cells.requiredText("employeeNumber")
    let title = cells.text("title")
    let code = cells.text("code")
    let date = cells.date("date")
    if cells.bytes("date").isEmpty { cells.refuse("date", expected: "a date") }
    let yearEnd = cells.date("yearEnd")
    if let date, let yearEnd, yearEnd < date {
      cells.refuse("yearEnd", found: "a day before the date", expected: "that day or a later one")
    }
    let cents = cells.cents("amount")
    let hours = cells.hundredthsOfHours("hours")
    switch kind {
    case .approval, .award:
      if cells.bytes("title").isEmpty, cells.bytes("code").isEmpty {
        cells.refuse(
          cells.has("title") ? "title" : "code", expected: "the micro-credential's title or code")
      }
    case .granted, .carried:
      if cells.bytes("amount").isEmpty, cells.bytes("hours").isEmpty {
        cells.refuse("amount", expected: "an amount, or hours")
      }
    case nil: break
    }
    guard let kind, let number, let date else { return nil }
    return OpeningRow(
      row: cells.row, kind: kind, employeeNumber: number, title: title, code: code, date: date,
      yearEnd: yearEnd, cents: cents, hoursHundredths: hours)
  }
}
