import CivilTime
import IntakeFormats
import Testing

@Suite struct `A file of evaluators` {
  private func read(_ text: String) throws -> ReadFile<EvaluatorRow> {
    try EvaluatorsFormat().read(Array(text.utf8), file: "evaluators.csv")
  }

  @Test func `gives skills with their grades`() throws {
    let file = try read(
      """
      Employee Number,Skills,Training Date,Load Min,Load Max,Away From,Away To
      7,Design thinking: expert; STEM: Related;science: lab : interested,2025-08-20,1,4,\
      2026-10-01,2026-10-14
      8,technology: proficient,,,,,
      """)
    #expect(file.problems.isEmpty)
    #expect(
      file.rows[0].skills.map(\.skill) == ["Design thinking", "STEM", "science: lab"])
    #expect(file.rows[0].skills.map(\.grade) == [.expert, .related, .interested])
    #expect(file.rows[0].loadMin == 1)
    #expect(file.rows[0].loadMax == 4)
    #expect(try file.rows[0].away == day("2026-10-01")...day("2026-10-14"))
    #expect(try file.rows[0].trained == day("2025-08-20"))
    #expect(file.rows[1].away == nil)
  }

  @Test(arguments: [
    "STEM", "STEM: good", "", ": expert", "STEM: expert; stem: related", "STEM expert",
  ])
  func `never assumes a grade`(cell: String) throws {
    let file = try read("Email\tSkills\na@b.org\t\(cell)\n")
    #expect(file.rows.isEmpty)
    #expect(file.problems.allSatisfy { $0.column == "column “Skills”" })
  }

  @Test func `names people by number or address`() throws {
    let file = try read(
      "Employee Number,E-mail,Skills\n7,,a: expert\n,x@y.org,a: expert\n,,a: expert\n")
    #expect(file.rows.map(\.row) == [2, 3])
    #expect(file.problems.map(\.row) == [4])
  }

  @Test func `names nobody twice`() throws {
    let file = try read(
      "Employee Number,E-mail,Skills\n7,x@y.org,a: expert\n7,,b: expert\n,X@y.org,c: expert\n")
    #expect(file.rows.map(\.row) == [2])
    #expect(file.leftOutCount == 2)
    #expect(file.problems.map(\.row) == [3, 4])
    #expect(file.problems.map(\.found) == ["the same as in row 2", "the same as in row 2"])
  }

  @Test(arguments: [
    "5,4,,", "1,x,,", ",,2026-10-02,2026-10-01", ",,2026-10-02,", ",,,2026-10-02", "1001,,,",
  ])
  func `contradicts itself in loads and absences`(cells: String) throws {
    let heading = "E-mail,Skills,Load Min,Load Max,Away From,Away To\n"
    let file = try read(heading + "x@y.org,a: expert,\(cells)\n")
    #expect(file.rows.isEmpty)
    #expect(file.problems.count == 1)
  }
}

@Suite struct `A catalog` {
  @Test func `gives each offering`() throws {
    let text = """
      Code,Title,Issuer,Skills,Hours,Leaders,Description,Active,Link
      MC-1,"Reading, Writing & Talk",District,literacy; talk,7.5,"0042,0007","Two
      lines",no,https://example.org/mc-1
      MC-2,Short,,,,,,,
      """
    let file = try CatalogFormat().read(Array(text.utf8), file: "catalog.csv")
    #expect(file.problems.isEmpty)
    #expect(
      file.rows == [
        OfferingRow(
          row: 2, code: "MC-1", title: "Reading, Writing & Talk", issuer: "District",
          skills: ["literacy", "talk"], hoursHundredths: 750, leaderNumbers: ["0042", "0007"],
          summary: "Two\nlines", isActive: false, link: "https://example.org/mc-1"),
        OfferingRow(
          row: 3, code: "MC-2", title: "Short", issuer: nil, skills: [], hoursHundredths: nil,
          leaderNumbers: [], summary: nil, isActive: true, link: nil),
      ])
  }
}

@Suite struct `A catalog's codes` {
  @Test func `are each there once`() throws {
    let text = "Code,Title\nA,One\na,Two\nB,Three\n"
    let file = try CatalogFormat().read(Array(text.utf8), file: "catalog.csv")
    #expect(file.rows.map(\.title) == ["One", "Three"])
    #expect(file.problems.map(\.row) == [3])
  }
}

@Suite struct `An opening file` {
  @Test func `may hold amounts alone`() throws {
    let text = "Kind,Employee Number,Date,Amount\ncarried,42,2025-06-30,12.5\n"
    let file = try OpeningFormat().read(Array(text.utf8), file: "opening.csv")
    #expect(file.rows.map(\.cents) == [1_250])
    #expect(try Sniffer().kind(of: "x.csv", head: Array(text.utf8)) == .opening)
  }

  private func read(_ text: String) throws -> ReadFile<OpeningRow> {
    let heading = "Kind,Employee Number,Title,Code,Date,Year End,Amount,Hours\n"
    return try OpeningFormat().read(Array((heading + text).utf8), file: "opening.csv")
  }

  @Test func `gives approvals, awards, amounts and balances`() throws {
    let file = try read(
      """
      approval,42,Genius Hour,,2026-02-03,2027-02-02,"2,000",
      Award,42,,MC-1,2025-06-01,,,3.25
      granted,42,,,2026-01-15,2026-12-31,$600.05,
      carried,42,,,2025-06-30,,0.10,
      """)
    #expect(file.problems.isEmpty)
    #expect(file.rows.map(\.kind) == [.approval, .award, .granted, .carried])
    #expect(file.rows.map(\.cents) == [200_000, nil, 60_005, 10])
    #expect(file.rows.map(\.hoursHundredths) == [nil, 325, nil, nil])
    #expect(try file.rows[0].yearEnd == day("2027-02-02"))
  }

  @Test(arguments: [
    ("2000", 200_000), ("2,000.00", 200_000), ("$ 0.5", 50), (".05", 5),
    ("1,234,567.89", 123_456_789),
    ("99999999.99", 9_999_999_999), ("0", 0),
    ("100000000", nil), ("1.005", nil), ("1.000,00", nil), ("2,00", nil), ("20,00.00", nil),
    ("-5", nil), ("(5)", nil), ("1e3", nil), ("5.", nil), ("$", nil), (".", nil), ("5 USD", nil),
    ("9999999999999999999", nil),
  ])
  func `has amounts exact to the cent`(cell: String, expected: Int64?) throws {
    let file = try read("granted,42,,,2026-01-15,,\"\(cell)\",\n")
    #expect(file.rows.first?.cents == expected)
    #expect(file.problems.count == (expected == nil ? 1 : 0))
  }

  @Test(arguments: [
    ("present,42,T,,2026-01-15,,,", "column “Kind”"),
    ("award,42,,,2026-01-15,,,", "column “Title”"),
    ("carried,42,,,2026-01-15,,,", "column “Amount”"),
    ("approval,42,T,,2026-01-15,2026-01-14,,", "column “Year End”"),
    ("approval,,T,,2026-01-15,,,", "column “Employee Number”"),
    ("approval,42,T,,,,,", "column “Date”"),
  ])
  func `names what a row of its kind lacks`(row: String, column: String) throws {
    let file = try read(row)
    #expect(file.rows.isEmpty)
    #expect(file.problems.map(\.column) == [column])
  }
}

@Suite struct `A school calendar's table` {
  @Test func `gives single days and spans`() throws {
    let text = """
      From,To,Kind,Name
      9/7/2026,,Holiday,Labor Day
      2026-12-21,2027-01-01,break,Winter break
      2026-12-21,2026-12-20,break,Backwards
      2026-12-21,2027-04-20,break,Too long
      2026-05-01,,party,May Day
      2026-09-01,2027-06-11,School Year,2026-27
      2026-09-01,2027-09-02,school year,A day too long
      """
    let file = try CalendarFormat().read(Array(text.utf8), file: "calendar.csv")
    #expect(
      try file.rows == [
        .dayOff(DayOff("Labor Day", .holiday, from: day("2026-09-07"))),
        .dayOff(
          DayOff("Winter break", .break, from: day("2026-12-21"), to: day("2027-01-01"))),
        .schoolYear(
          SchoolCalendar.SchoolYear(first: day("2026-09-01"), last: day("2027-06-11"))),
      ])
    #expect(file.problems.map(\.row) == [4, 5, 6, 8])
  }
}
