import IntakeFormats
import Testing

@Suite struct `The headings of a table` {
  private let mapping = ColumnMapping([
    Column("employeeNumber", ["Employee Number", "Emp ID"], .required),
    Column("email", ["E-mail"], .required), Column("title", ["Title"], .oneOf("offering")),
    Column("code", ["Code"], .oneOf("offering")), Column("note", ["Note"]),
  ])

  private func table(_ heading: String) throws(FileProblem) -> Table {
    guard let record = try? records(Array(heading.utf8)).first else {
      throw FileProblem(file: "", .empty, found: "", expected: "")
    }
    return try Table(record, mapping: mapping, file: "people.csv")
  }

  @Test(arguments: [
    "Employee Number,E-mail,Title", "employee_number,E MAIL,code", "EmployeeNumber,email,TITLE",
    "\u{FEFF}EMPLOYEE  NUMBER , e-mail ,Title", "Employee #,E-Mail,Code", "emp id,email,title,Note",
  ])
  func `match whatever their case, spaces and signs`(heading: String) throws {
    #expect(try table(heading).headings.count >= 3)
  }

  @Test func `that are missing are named all at once, with the nearest`() throws {
    let problem = #expect(throws: FileProblem.self) {
      try table("Employe Nmber,Mail address,Colour")
    }
    #expect(problem?.kind == .columns)
    #expect(problem?.place == Place(row: 1, line: 1))
    #expect(problem?.found == "the columns “Employe Nmber”, “Mail address”, “Colour”")
    #expect(
      problem?.expected
        == "also “Employee Number” (is it “Employe Nmber”?); “E-mail”; and “Title” or “Code”")
  }

  @Test func `that stand there twice contradict themselves, unless nobody asks for them`() throws {
    let problem = #expect(throws: FileProblem.self) { try table("Emp ID,E-mail,E-mail,Title") }
    #expect(problem?.expected == "each column once")
    #expect(try table("Emp ID,E-mail,Title,Other,Other").unused == ["Other", "Other"])
  }

  @Test func `prefer the mapping's first`() throws {
    let district = try mapping.preferring(["note": ["Remark"]])
    let record = try records(Array("Emp ID,E-mail,Title,Note,Remark".utf8))[0]
    #expect(try Table(record, mapping: district, file: "f").unused == ["Note"])
  }

  @Test func `are not repeated where they are people's data`() throws {
    let problem = #expect(throws: FileProblem.self) {
      try table("4711,ada@example.org,Lovelace")
    }
    #expect(problem?.found.contains("4711") == false)
    #expect(problem?.found.contains("ada@") == false)
  }

  @Test func `of a mapping are changed for known fields only`() throws {
    let problem = #expect(throws: ColumnMapping.UnknownFields.self) {
      try mapping.preferring(["employeNumber": ["x"], "colour": ["y"], "email": ["z"]])
    }
    #expect(problem?.found == ["colour", "employeNumber"])
    #expect(problem?.known.contains("employeeNumber") == true)
  }
}

@Suite struct `The rows of a table` {
  private func read(_ text: String) throws -> ReadFile<OfferingRow> {
    try CatalogFormat().read(Array(text.utf8), file: "catalog.csv")
  }

  @Test func `are left out when they are wider than the heading, and noted when narrower`() throws {
    let file = try read("Code,Title,Hours\nA,One,two,3\nB,Two,2,\nC,Three\nD,Four,4,,\n")
    #expect(file.rows.map(\.code) == ["B", "C", "D"])
    #expect(file.problems.map(\.row) == [2, 2, 4])
    #expect(file.problems.map(\.consequence) == [.rowLeftOut, .rowLeftOut, .noted])
  }

  @Test func `may be blank, and count all the same`() throws {
    let file = try read("\n,,\nCode,Title\n\nA,One\n , \nB,Two\n")
    #expect(file.rows.map(\.row) == [5, 7])
  }

  @Test func `tell every mistake at once, and never what the cell says`() throws {
    let file = try read(
      "Code,Title,Hours,Active,Link\n,Secret title,many secret,perhaps,ftp://secret\n")
    #expect(file.rows.isEmpty)
    #expect(file.leftOutCount == 1)
    #expect(
      file.problems.map(\.column) == [
        "column “Code”", "column “Hours”", "column “Active”", "column “Link”",
      ])
    for problem in file.problems {
      #expect(!problem.description.contains("ecret"))
      #expect(!problem.description.contains("perhaps"))
    }
  }

  @Test func `are counted beyond the problems that are kept`() throws {
    let text = "Code,Title\n" + String(repeating: "A,\n", count: 20)
    let file = try CatalogFormat().read(
      Array(text.utf8), file: "f", limits: Limits(keptProblems: 7))
    #expect(file.problems.count == 7)
    #expect(file.problemCount == 20)
    #expect(file.leftOutCount == 20)
  }

  @Test func `are read the same in every piece`() throws {
    let text = "Code,Title\r\nÄ,\"Zwei\r\nZeilen\"\r\nB,“Two”\r\n"
    for piece in 1...20 {
      var reader = RowReader(CatalogFormat(), file: "f")
      var titles: [String] = []
      let bytes = Array(text.utf8)
      for start in stride(from: 0, to: bytes.count, by: piece) {
        try reader.append(Array(bytes[start..<min(start + piece, bytes.count)]))
        while let read = try reader.next() { titles += read.row.map { [$0.title] } ?? [] }
      }
      try reader.finish()
      while let read = try reader.next() { titles += read.row.map { [$0.title] } ?? [] }
      #expect(titles == ["Zwei\nZeilen", "“Two”"])
    }
  }
}
