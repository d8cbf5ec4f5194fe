import CivilTime
import Documents
import Files
import IntakeFormats
import Programs
import Rubrics
import Store
import Workflow

// What was brought in can be taken out again: an export of policy, calendar or people can be imported.

private let toOption = Option("--to", "FILE", "Write there, in the place of what is there")

extension Session {
  /// Writes an export to a file, or to standard output.
  func export(_ bytes: [UInt8], to path: String?) throws {
    guard let path else { return environment.output(bytes) }
    do {
      try OutputFile.write(bytes, to: path)
    } catch {
      throw Failure(.cantCreate, "\(error)")
    }
    output.answer(
      .fields(["file": .string(path), "bytes": .integer(bytes.count)]),
      "Wrote \(bytes.count) bytes to \(path).")
  }
}

struct ExportProgram: ControlCommand {
  static let signature = Signature(
    "export program", "Write the program in force as its file", options: [toOption],
    example: "export program --to program.json5")
  private let to: String?
  init(_ arguments: Arguments) throws(Failure) { to = arguments.text("--to") }
  var access: Access { .reading }

  func run(in session: Session) throws {
    let program = try session.read { try $0.theProgram() }
    let text = session.asked.isJSON ? JSONText.write(program.plain) + "\n" : program.export
    try session.export(Array(text.utf8), to: to)
  }
}

struct ExportRubric: ControlCommand {
  static let signature = Signature(
    "export rubric", "Write a rubric's version in force as its file",
    parameters: [Parameter("ID", "The rubric's id")], options: [toOption],
    example: "export rubric kettle-moraine-evidence")
  private let id: String
  private let to: String?

  init(_ arguments: Arguments) throws(Failure) {
    id = arguments[0]
    to = arguments.text("--to")
  }

  var access: Access { .reading }

  func run(in session: Session) throws {
    let rubric = try session.read { records in
      guard let rubric = try records.rubricInForce(RubricID(rawValue: id)) else {
        let program = try records.program()
        let names = [program?.proposals?.rubric, program?.evidence.rubric].compactMap(\.self)
        throw Failure(
          .noInput, "There is no rubric \"\(id)\".",
          hint: names.isEmpty ? nil : "The program names \(names.joined(separator: ", ")).")
      }
      return rubric
    }
    let text = session.asked.isJSON ? rubric.canonical + "\n" : rubric.export
    try session.export(Array(text.utf8), to: to)
  }
}

struct ExportCalendar: ControlCommand {
  static let signature = Signature(
    "export calendar", "Write the school calendar as a table", options: [toOption],
    example: "export calendar --to calendar.csv")
  private let to: String?
  init(_ arguments: Arguments) throws(Failure) { to = arguments.text("--to") }
  var access: Access { .reading }

  func run(in session: Session) throws {
    let calendar = try session.read { try $0.calendar() }
    var sheet = Sheet(["From", "To", "Kind", "Name"])
    for year in calendar.schoolYears {
      sheet.add(["\(year.first)", "\(year.last)", "school year", "\(year.first.year)"])
    }
    for day in calendar.daysOff {
      sheet.add(["\(day.first)", "\(day.last)", day.kind.rawValue, day.name])
    }
    try session.export(sheet, to: to)
  }
}

struct ExportPeople: ControlCommand {
  static let signature = Signature(
    "export people", "Write everybody as HR's table, a row for each salary",
    options: [toOption], example: "export people --to people.csv")
  private let to: String?
  init(_ arguments: Arguments) throws(Failure) { to = arguments.text("--to") }
  var access: Access { .reading }

  func run(in session: Session) throws {
    var sheet = Sheet([
      "Employee Number", "First Name", "Preferred Name", "Last Name", "Email", "School",
      "Supervisor", "Bargaining Unit", "FTE", "Hire Date", "Leave Date", "Salary", "Salary From",
    ])
    try session.read { records in
      var last = PersonID(0)
      while true {
        let people = try records.people(after: last, limit: 500)
        guard let end = people.last?.id else { return }
        for person in people { try add(person, to: &sheet, records) }
        last = end
      }
    }
    try session.export(sheet, to: to)
  }

  private func add(_ person: Person, to sheet: inout Sheet, _ records: ReadRecords) throws {
    guard let details = person.details.value else { return }
    let supervisor = try person.record.supervisor.flatMap {
      try records.person($0)?.details.value?.employeeNumber
    }
    let share = person.record.fullTimeThousandths
    let facts = [
      details.employeeNumber, details.givenName, details.preferredName, details.familyName,
      details.email, person.record.school, supervisor ?? "", person.record.bargainingUnit ?? "",
      "\(share / 1_000).\(String(share % 1_000 + 1_000).dropFirst())",
      person.record.hired.map { "\($0)" } ?? "", person.record.left.map { "\($0)" } ?? "",
    ]
    if details.salaries.isEmpty { sheet.add(facts + ["", ""]) }
    for step in details.salaries {
      let cents = String(step.cents % 100 + 100).dropFirst()
      sheet.add(facts + ["\(step.cents / 100).\(cents)", "\(step.from)"])
    }
  }
}

struct ExportSubmissions: ControlCommand {
  static let signature = Signature(
    "export submissions", "Write what was handed in as a table, without its content",
    options: [Option("--window", "WINDOW", "Only this window's"), toOption],
    example: "export submissions --window 3 --to fall.csv")
  private let to: String?
  private let window: Int64?

  init(_ arguments: Arguments) throws(Failure) {
    to = arguments.text("--to")
    window = try arguments.number("--window")
  }

  var access: Access { .reading }

  func run(in session: Session) throws {
    var sheet = Sheet([
      "Submission", "Stage", "Window", "Round", "Employee Number", "Name", "Email", "Title",
      "State", "Outcome", "Received", "Promised By",
    ])
    try session.read { records in
      let filter: SubmissionFilter =
        if let window { .window(try records.theWindow(window).id) } else { .all }
      let times = try session.times(records)
      var last = SubmissionID(0)
      while true {
        let rows = try records.submissions(filter, after: last, limit: 500)
        guard let end = rows.last?.id else { return }
        for row in rows {
          let details = try records.person(row.earner)?.details.value
          let name = details.map { "\($0.givenName) \($0.familyName)" }
          sheet.add([
            "\(row.id)", row.stage.rawValue, row.window.map { "\($0)" } ?? "", "\(row.round)",
            details?.employeeNumber ?? "", name ?? "(erased)", details?.email ?? "",
            row.title ?? "(erased)", row.state.words, row.outcome?.words ?? "",
            times.at(row.receivedAt), "\(times.lastDay(row.notifyBy))",
          ])
        }
        last = end
      }
    }
    try session.export(sheet, to: to)
  }
}

/// A table on its way out: as CSV, or with `--json` as one object a row.
private struct Sheet {
  let headings: [String]
  private(set) var rows: [[String]] = []

  init(_ headings: [String]) {
    self.headings = headings
  }

  mutating func add(_ row: [String]) {
    rows.append(row)
  }

  var csv: [UInt8] {
    // A spreadsheet may open it: nothing in it may be taken for a formula.
    let writer = CSVWriter(formulas: .defused)
    var bytes: [UInt8] = []
    writer.write(headings, to: &bytes)
    for row in rows { writer.write(row, to: &bytes) }
    return bytes
  }

  var json: [UInt8] {
    var bytes: [UInt8] = []
    for row in rows {
      let entries = zip(headings, row).map { Plain.Entry($0, .string($1)) }
      bytes += Array((JSONText.write(.map(entries)) + "\n").utf8)
    }
    return bytes
  }
}

extension Session {
  fileprivate func export(_ sheet: Sheet, to path: String?) throws {
    try export(asked.isJSON ? sheet.json : sheet.csv, to: path)
  }
}
