/// One row of a catalog of micro-credentials.
public struct OfferingRow: Hashable, Sendable {
  /// The row as a spreadsheet numbers it.
  public var row: Int
  public var code: String
  public var title: String
  public var issuer: String?
  public var skills: [String]
  /// Hundredths of an hour: 3.5 hours are 350.
  public var hoursHundredths: Int?
  /// What it pays, in cents.
  public var cents: Int64?
  /// Employee numbers of those who lead it.
  public var leaderNumbers: [String]
  public var summary: String?
  /// True unless the file says otherwise.
  public var isActive: Bool
  public var link: String?

  /// Puts together a row.
  public init(
    row: Int, code: String, title: String, issuer: String? = nil, skills: [String] = [],
    hoursHundredths: Int? = nil, cents: Int64? = nil, leaderNumbers: [String] = [],
    summary: String? = nil, isActive: Bool = true, link: String? = nil
  ) {
    self.row = row
    self.code = code
    self.title = title
    self.issuer = issuer
    self.skills = skills
    self.hoursHundredths = hoursHundredths
    self.cents = cents
    self.leaderNumbers = leaderNumbers
    self.summary = summary
    self.isActive = isActive
    self.link = link
  }
}

/// Reads catalogs.
public struct CatalogFormat: RowFormat {
  public let mapping: ColumnMapping

  /// The built-in headings.
  public static let standardMapping = ColumnMapping([
    Column("code", ["Code", "Course Code", "Catalog Code", "Offering Code"], .required),
    Column(
      "title", ["Title", "Name", "Micro-credential", "Micro-credential Title", "Offering"],
      .required),
    Column("issuer", ["Issuer", "Provider", "Issued By", "Organization"]),
    Column("skills", ["Skills", "Areas", "Fields", "Topics"]),
    Column("hours", ["Hours", "Credit Hours", "CTLE Hours", "Credits"]),
    Column("amount", ["Amount", "Pay", "Stipend"]),
    Column(
      "leaders", ["Leaders", "Leaders' Employee Numbers", "Leader", "Facilitators", "Led By"]),
    Column("summary", ["Description", "Summary", "About"]),
    Column("active", ["Active", "Offered", "Is Active", "Open"]),
    Column("link", ["Link", "URL", "Web Address", "Website"]),
  ])

  private static let mostSummaryCharacters = 10_000

  /// Makes the format.
  ///
  /// - Parameter mapping: The headings to accept, with the fields of `standardMapping`.
  public init(mapping: ColumnMapping = Self.standardMapping) {
    self.mapping = mapping
  }

  public func keys(of row: OfferingRow) -> [(column: String, key: String)] {
    [("Code", row.code.lowercased())]
  }

  public func row(from cells: inout Cells) -> OfferingRow? {
    let code = cells.requiredText("code")
    let title = cells.requiredText("title")
    let issuer = cells.text("issuer")
    let skills = cells.list("skills")
    let hours = cells.hundredthsOfHours("hours")
    let cents = cells.cents("amount")
    let leaders = cells.list("leaders")
    let summary = cells.text("summary", upTo: Self.mostSummaryCharacters)
    let isActive = cells.boolean("active")
    let link = cells.link("link")
    guard let code, let title else { return nil }
    return OfferingRow(
      row: cells.row, code: code, title: title, issuer: issuer, skills: skills,
      hoursHundredths: hours, cents: cents, leaderNumbers: leaders, summary: summary,
      isActive: isActive ?? true, link: link)
  }
}
