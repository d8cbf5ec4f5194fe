public import CivilTime

/// One row of a file of people, as HR exports it.
///
/// A person may have several rows: one for each salary with the day from which it holds.
public struct PersonRow: Hashable, Sendable {
  /// The row as a spreadsheet numbers it.
  public var row: Int
  /// The physical line on which it begins.
  public var line: Int
  public var employeeNumber: String
  public var givenName: String
  public var familyName: String
  /// What the person is called instead of the given name.
  public var preferredName: String?
  /// In small letters.
  public var email: String
  public var school: String?
  public var supervisorNumber: String?
  public var bargainingUnit: String?
  /// Whether the file has a column for the unit at all: without it, an empty unit is none that was told.
  public var tellsUnit: Bool
  /// Thousandths of full time; 1,000 when the file does not say.
  public var fullTimeThousandths: Int
  public var hired: CivilDate?
  /// The last day of employment.
  public var left: CivilDate?
  /// The yearly base salary in cents.
  public var salaryCents: Int64?
  /// The first day on which the salary holds; there whenever a salary is.
  public var salaryFrom: CivilDate?

  /// Puts together a row.
  public init(
    row: Int, line: Int, employeeNumber: String, givenName: String, familyName: String,
    preferredName: String? = nil, email: String, school: String? = nil,
    supervisorNumber: String? = nil, bargainingUnit: String? = nil,
    tellsUnit: Bool = true, fullTimeThousandths: Int = 1_000, hired: CivilDate? = nil,
    left: CivilDate? = nil,
    salaryCents: Int64? = nil, salaryFrom: CivilDate? = nil
  ) {
    self.row = row
    self.line = line
    self.employeeNumber = employeeNumber
    self.givenName = givenName
    self.familyName = familyName
    self.preferredName = preferredName
    self.email = email
    self.school = school
    self.supervisorNumber = supervisorNumber
    self.bargainingUnit = bargainingUnit
    self.tellsUnit = tellsUnit
    self.fullTimeThousandths = fullTimeThousandths
    self.hired = hired
    self.left = left
    self.salaryCents = salaryCents
    self.salaryFrom = salaryFrom
  }
}

/// Reads files of people.
public struct PeopleFormat: RowFormat {
  public let mapping: ColumnMapping

  /// The built-in headings.
  public static let standardMapping = ColumnMapping([
    Column(
      "employeeNumber",
      ["Employee Number", "Employee ID", "Employee No", "Emp ID", "Emp #", "Staff ID"],
      .required),
    Column("givenName", ["First Name", "Given Name", "Legal First Name"], .required),
    Column("familyName", ["Last Name", "Family Name", "Surname", "Legal Last Name"], .required),
    Column("preferredName", ["Preferred Name", "Preferred First Name", "Nickname", "Known As"]),
    Column(
      "email", ["E-mail", "Email Address", "Work Email", "School Email", "District Email"],
      .required),
    Column("school", ["School", "Building", "Location", "Site", "Work Location", "School Name"]),
    Column(
      "supervisorNumber",
      [
        "Supervisor Employee Number", "Supervisor's Employee Number", "Supervisor Number",
        "Supervisor ID", "Supervisor", "Manager ID", "Reports To",
      ]),
    Column("bargainingUnit", ["Bargaining Unit", "Unit", "Union", "Employee Group"]),
    Column("fullTimeShare", ["FTE", "Share of Full Time", "Full Time Equivalent", "FTE %"]),
    Column("hired", ["Hire Date", "Date of Hire", "Hired", "Start Date"]),
    Column(
      "left", ["Leave Date", "Termination Date", "End Date", "Left", "Separation Date"]),
    Column("salary", ["Salary", "Base Salary", "Annual Salary", "Contract Salary"]),
    Column(
      "salaryFrom",
      ["Salary Effective Date", "Salary Effective", "Salary From", "Effective Date", "Effective"]),
  ])

  /// Makes the format.
  ///
  /// - Parameter mapping: The headings to accept, with the fields of `standardMapping`.
  public init(mapping: ColumnMapping = Self.standardMapping) {
    self.mapping = mapping
  }

  public func row(from cells: inout Cells) -> PersonRow? {
    let number = cells.requiredText("employeeNumber")
    let given = cells.requiredText("givenName")
    let family = cells.requiredText("familyName")
    let email = cells.email("email")
    if cells.bytes("email").isEmpty { cells.refuse("email", expected: "an e-mail address") }
    let supervisor = cells.text("supervisorNumber")
    if let supervisor, supervisor == number {
      cells.refuse(
        "supervisorNumber", found: "the person's own number", expected: "somebody else's, or none",
        .noted)
    }
    let hired = cells.date("hired")
    let left = cells.date("left")
    if let hired, let left, left < hired {
      cells.refuse(
        "left", found: "a day before the one of hiring", expected: "that day or a later one")
    }
    let salary = cells.cents("salary")
    let salaryFrom = cells.date("salaryFrom")
    if salary != nil, cells.bytes("salaryFrom").isEmpty {
      cells.refuse("salaryFrom", expected: "the day from which the salary holds")
    }
    if salaryFrom != nil, cells.bytes("salary").isEmpty {
      cells.refuse("salary", expected: "the salary that holds from the given day", .noted)
    }
    let row = (
      preferred: cells.text("preferredName"), school: cells.text("school"),
      unit: cells.text("bargainingUnit"), share: cells.thousandths("fullTimeShare")
    )
    guard let number, let given, let family, let email else { return nil }
    return PersonRow(
      row: cells.row, line: cells.line, employeeNumber: number, givenName: given,
      familyName: family,
      preferredName: row.preferred, email: email, school: row.school,
      supervisorNumber: supervisor == number ? nil : supervisor, bargainingUnit: row.unit,
      tellsUnit: cells.has("bargainingUnit"), fullTimeThousandths: row.share ?? 1_000, hired: hired,
      left: left, salaryCents: salary,
      salaryFrom: salary == nil ? nil : salaryFrom)
  }
}

/// A person, gathered from all rows with one employee number.
public struct GatheredPerson: Hashable, Sendable {
  /// A salary and the first day on which it holds.
  public struct Salary: Hashable, Sendable {
    public let cents: Int64
    public let from: CivilDate
  }

  /// The person's last row in the file.
  public var row: PersonRow
  /// By the day from which each holds; days differ.
  public var salaries: [Salary]
}

/// The people of a file, one each, and where its rows contradict each other.
public struct GatheredPeople: Hashable, Sendable {
  /// In the order of each person's first row.
  public private(set) var people: [GatheredPerson] = []
  /// Contradictions between rows. Where two rows say differently what a person is called, the last
  /// row holds; a person with two salaries from one day, or an address that somebody else has too,
  /// is left out, since money and sign-in links would go to the wrong place.
  public private(set) var problems: [RowProblem] = []

  /// Gathers rows by employee number. O(n log n).
  ///
  /// - Parameter rows: Rows of one file, in its order.
  public init(_ rows: [PersonRow]) {
    var indexByNumber: [String: Int] = [:]
    var leftOut: Set<String> = []
    for row in rows {
      guard let index = indexByNumber[row.employeeNumber] else {
        indexByNumber[row.employeeNumber] = people.count
        people.append(GatheredPerson(row: row, salaries: Self.salaries(of: row)))
        continue
      }
      if !Self.agree(people[index].row, row) {
        problems.append(
          Self.problem(
            row, "Employee Number",
            found: "other particulars than in row \(people[index].row.row) for the same number",
            expected: "rows of one person that differ in the salary only", .noted))
      }
      people[index].row = row
      for salary in Self.salaries(of: row) {
        guard let other = people[index].salaries.first(where: { $0.from == salary.from }) else {
          people[index].salaries.append(salary)
          continue
        }
        if other.cents == salary.cents { continue }
        leftOut.insert(row.employeeNumber)
        problems.append(
          Self.problem(
            row, "Salary", found: "a second salary from the same day on",
            expected: "one salary from each day on", .rowLeftOut))
      }
    }
    leaveOutSharedAddresses(&leftOut)
    people.removeAll { leftOut.contains($0.row.employeeNumber) }
    for index in people.indices {
      people[index].salaries.sort { $0.from < $1.from }
    }
    problems.sort { $0.row < $1.row }
  }

  private mutating func leaveOutSharedAddresses(_ leftOut: inout Set<String>) {
    var firstByEmail: [String: PersonRow] = [:]
    for person in people {
      guard let first = firstByEmail[person.row.email] else {
        firstByEmail[person.row.email] = person.row
        continue
      }
      leftOut.formUnion([first.employeeNumber, person.row.employeeNumber])
      problems.append(
        Self.problem(
          person.row, "E-mail", found: "the address that row \(first.row) has too",
          expected: "an address of each person's own", .rowLeftOut))
    }
  }

  private static func salaries(of row: PersonRow) -> [GatheredPerson.Salary] {
    guard let cents = row.salaryCents, let from = row.salaryFrom else { return [] }
    return [GatheredPerson.Salary(cents: cents, from: from)]
  }

  private static func agree(_ first: PersonRow, _ second: PersonRow) -> Bool {
    var other = second
    other.row = first.row
    other.line = first.line
    other.salaryCents = first.salaryCents
    other.salaryFrom = first.salaryFrom
    return first == other
  }

  private static func problem(
    _ row: PersonRow, _ column: String, found: String, expected: String, _ consequence: Consequence
  ) -> RowProblem {
    RowProblem(
      row: row.row, line: row.line, column: "column “\(column)”", found: found,
      expected: expected, consequence: consequence)
  }
}
