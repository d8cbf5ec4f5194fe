import CivilTime
import IntakeFormats
import Testing

@Suite struct `A file that was dropped` {
  private func kind(_ name: String, _ text: String) throws -> FileKind {
    try Sniffer(forms: [evidenceForm()]).kind(of: name, head: Array(text.utf8))
  }

  @Test(arguments: [
    ("Emp ID,First Name,Last Name,Email,Salary,Effective\n1,A", FileKind.people),
    ("Employee Number,E-mail,Skills,Load Max\n", .evaluators),
    ("E-mail;Skills\n", .evaluators), ("Code,Title,Hours,Active\n", .catalog),
    ("Kind,Employee Number,Title,Code,Date,Amount,Hours\n", .opening),
    ("From\tTo\tKind\tName\n", .calendarTable),
    ("\u{FEFF}BEGIN:VCALENDAR\r\nVERSION:2.0\r\n", .iCalendar),
    (
      "Timestamp,Email Address,Micro-credential title,Areas (check all that apply),Reflection,Extra\n",
      .form("evidence")
    ),
    ("propertyName,value\nmanifest.version,1.0\n", .oneRosterFile),
    ("sourcedId,status,dataLastModified,name,type\n", .oneRosterFile),
  ])
  func `is known by its headings`(text: String, expected: FileKind) throws {
    #expect(try kind("drop.csv", text) == expected)
  }

  @Test func `is a roster when it is a zip file, and a workbook is not`() throws {
    #expect(try kind("roster.zip", "PK\u{3}\u{4}") == .oneRosterZip)
    let problem = #expect(throws: FileProblem.self) { try kind("people.xlsx", "PK\u{3}\u{4}") }
    #expect(problem?.kind == .notText)
    #expect(problem?.expected.contains("CSV") == true)
  }

  @Test func `that is of no kind is told with what was found and expected`() throws {
    let problem = #expect(throws: FileProblem.self) { try kind("x.csv", "Colour,Size\nred,2\n") }
    #expect(problem?.kind == .unknownKind)
    #expect(problem?.found == "the columns “Colour”, “Size”")
    #expect(problem?.expected.contains("people: “Employee Number”, “First Name”") == true)
    #expect(problem?.expected.contains("form evidence: “Timestamp”") == true)
  }

  @Test func `that is nearly of a kind is told what it lacks`() throws {
    let problem = #expect(throws: FileProblem.self) {
      try kind("x.csv", "Emp ID,First Name,Last Nam,Email\n")
    }
    #expect(
      problem?.expected
        == "for a file of the kind “people” also “Last Name” (is it “Last Nam”?)")
  }

  @Test func `that fits two kinds is decided by its name`() throws {
    let text = "Timestamp,Email Address,Title\n"
    let sniffer = Sniffer(forms: [
      FormFormat(name: "proposal", zone: .utc, title: ["Title"], questions: []),
      FormFormat(name: "evidence", zone: .utc, title: ["Title"], questions: []),
    ])
    let head = Array(text.utf8)
    #expect(try sniffer.kind(of: "Evidence fall.csv", head: head) == .form("evidence"))
    let problem = #expect(throws: FileProblem.self) { try sniffer.kind(of: "x.csv", head: head) }
    #expect(problem?.found == "columns that fit form proposal or form evidence")
  }

  @Test func `is of the form that it is recognized by, in its name or in a heading`() throws {
    func form(_ name: String, by sign: String) -> FormFormat {
      FormFormat(name: name, recognizedBy: sign, zone: .utc, title: ["Title"], questions: [])
    }
    let sniffer = Sniffer(forms: [
      form("proposal", by: "(Propose)"), form("evidence", by: "Upload"),
    ])
    let head = Array("Timestamp,Email Address,Title,Reflection\n".utf8)
    #expect(try sniffer.kind(of: "MC (propose).csv", head: head) == .form("proposal"))
    let uploads = Array("Timestamp,Email Address,Title,upload\n".utf8)
    #expect(try sniffer.kind(of: "x.csv", head: uploads) == .form("evidence"))
    #expect(throws: FileProblem.self) { try sniffer.kind(of: "x.csv", head: head) }
    #expect(throws: FileProblem.self) { try sniffer.kind(of: "(propose).csv", head: uploads) }
  }

  @Test(arguments: ["", "\n\n", " , ,\r\n"]) func `may hold nothing`(text: String) throws {
    let problem = #expect(throws: FileProblem.self) { try kind("x.csv", text) }
    #expect(problem?.kind == .empty)
  }

  @Test func `is known by its head alone, also when that is cut within a character`() throws {
    var head = Array("Code,Title\n".utf8)
    while head.count < Sniffer.headBytes - 1 { head.append(0x61) }
    head.append(0xC3)
    #expect(try Sniffer().kind(of: "x.csv", head: head) == .catalog)
  }
}
