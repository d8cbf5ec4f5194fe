import CivilTime
import IntakeFormats
import Testing

@Suite struct `A file of people` {
  private func read(_ text: String, order: DateOrder = .monthFirst) throws -> ReadFile<PersonRow> {
    try PeopleFormat().read(Array(text.utf8), file: "people.csv", dateOrder: order)
  }

  @Test func `gives each person whole`() throws {
    let file = try read(
      """
      Employee Number,First Name,Last Name,Preferred Name,E-mail,School,Supervisor,Unit,FTE,\
      Hire Date,Leave Date,Salary,Effective Date
      0042,Margaret,O'Hara,Peg,Peg.OHara@Example.org,North Middle,0007,Teachers,62.5%,8/15/2011,\
      2027-06-30,"$74,999.50",1-Jul-2026
      """)
    #expect(file.problems.isEmpty)
    #expect(
      try file.rows == [
        PersonRow(
          row: 2, line: 2, employeeNumber: "0042", givenName: "Margaret", familyName: "O'Hara",
          preferredName: "Peg", email: "peg.ohara@example.org", school: "North Middle",
          supervisorNumber: "0007", bargainingUnit: "Teachers", fullTimeThousandths: 625,
          hired: day("2011-08-15"), left: day("2027-06-30"), salaryCents: 7_499_950,
          salaryFrom: day("2026-07-01"))
      ])
  }

  @Test func `may lack what is optional`() throws {
    let file = try read("Emp ID,Given Name,Surname,Email\n1,A,B,a@b.org\n")
    #expect(file.problems.isEmpty)
    #expect(file.rows.map(\.fullTimeThousandths) == [1000])
    #expect(file.rows[0].school == nil)
  }

  @Test func `has a salary only with its day`() throws {
    let heading = "Emp ID,First Name,Last Name,Email,Salary,Salary From\n"
    let file = try read(heading + "1,A,B,a@b.org,70000,\n2,A,B,b@b.org,,7/1/2026\n")
    #expect(file.rows.map(\.employeeNumber) == ["2"])
    #expect(file.rows[0].salaryFrom == nil)
    #expect(file.problems.map(\.consequence) == [.rowLeftOut, .noted])
  }

  @Test(arguments: [
    ("0.5", 500), ("1", 1000), ("1.0", 1000), ("50%", 500), ("100 %", 1000), (".25", 250),
    ("1.5", 1500), ("50", nil), ("1.501", nil), ("half", nil), ("-1", nil), ("", 1000),
  ])
  func `has a share of full time that is not guessed`(cell: String, expected: Int?) throws {
    let file = try read("Emp ID,First Name,Last Name,Email,FTE\n1,A,B,a@b.org,\(cell)\n")
    #expect(file.rows.first?.fullTimeThousandths == expected)
    #expect(file.problems.isEmpty == (expected != nil))
  }

  @Test(arguments: [
    ("2026-09-30", "2026-09-30"), ("9/30/2026", "2026-09-30"), ("09/30/2026", "2026-09-30"),
    ("30-Sep-2026", "2026-09-30"), ("2026/9/30", "2026-09-30"),
    ("2026-09-30T00:00:00.000Z", "2026-09-30"), ("9/30/2026 12:00:00 AM", "2026-09-30"),
    ("30/9/2026", nil), ("9/30/26", nil), ("2026-02-29", nil), ("2026-13-01", nil),
    ("46000", nil), ("September", nil), ("2026-09-30 and later", nil), ("9/30-2026", nil),
  ])
  func `has dates that are not guessed`(cell: String, expected: String?) throws {
    let file = try read("Emp ID,First Name,Last Name,Email,Hired\n1,A,B,a@b.org,\(cell)\n")
    #expect(file.rows.first?.hired?.description == expected)
    #expect(file.problems.isEmpty == (expected != nil))
  }

  @Test func `names the day first where it was said to`() throws {
    let heading = "Emp ID,First Name,Last Name,Email,Hired\n"
    #expect(
      try read(heading + "1,A,B,a@b.org,1/05/2023\n", order: .dayFirst).rows[0].hired
        == day("2023-05-01"))
    #expect(try read(heading + "1,A,B,a@b.org,1/05/2023\n").rows[0].hired == day("2023-01-05"))
  }

  @Test(arguments: [
    "no address", "a@b", "a b@c.org", "@c.org", "a@", "a@@c.org", "a@c.org;b@c.org", ".a@c.org",
    "A <a@c.org>", "a@c.org.",
  ])
  func `has addresses that mail can go to`(cell: String) throws {
    let file = try read("Emp ID\tFirst Name\tLast Name\tEmail\n1\tA\tB\t\(cell)\n")
    #expect(file.rows.isEmpty)
    #expect(file.problems.map(\.expected) == ["an e-mail address"])
  }

  @Test func `contradicts itself when somebody leaves before being hired`() throws {
    let heading = "Emp ID,First Name,Last Name,Email,Hired,Left\n"
    #expect(try read(heading + "1,A,B,a@b.org,2026-09-02,2026-09-01\n").rows.isEmpty)
    #expect(try read(heading + "1,A,B,a@b.org,2026-09-02,2026-09-02\n").rows.count == 1)
  }

  @Test func `may have a row for each salary of a person`() throws {
    let file = try read(
      """
      Emp ID,First Name,Last Name,Email,Salary,Effective
      1,A,B,a@b.org,76000,2026-07-01
      2,C,D,c@b.org,,
      1,A,B,a@b.org,74000,2025-07-01
      """)
    let gathered = GatheredPeople(file.rows)
    #expect(gathered.problems.isEmpty)
    #expect(gathered.people.map(\.row.employeeNumber) == ["1", "2"])
    #expect(gathered.people[0].salaries.map(\.cents) == [7_400_000, 7_600_000])
    #expect(gathered.people[1].salaries.isEmpty)
  }

  @Test func `contradicts itself in what one person is called, earns, or is reached by`() throws {
    let file = try read(
      """
      Emp ID,First Name,Last Name,Email,Salary,Effective
      1,A,B,a@b.org,76000,2026-07-01
      1,A,Bee,a@b.org,74000,2025-07-01
      2,C,D,c@b.org,50000,2025-07-01
      2,C,D,c@b.org,60000,2025-07-01
      3,E,F,e@b.org,,
      4,G,H,E@b.org,,
      """)
    let gathered = GatheredPeople(file.rows)
    #expect(gathered.people.map(\.row.employeeNumber) == ["1"])
    #expect(gathered.people[0].row.familyName == "Bee")
    #expect(gathered.problems.map(\.row) == [3, 5, 7])
    #expect(gathered.problems.map(\.consequence) == [.noted, .rowLeftOut, .rowLeftOut])
  }
}
