import CivilTime
import IntakeFormats
import Store
import Workflow

// A roster names the staff and says nothing of pay, bargaining unit or supervisor: what is known of these stays. Who is
// not active any more leaves on the day on which the roster says so; who is merely missing stays, since a school's
// own export holds its own staff only.

extension IntakeJob {
  mutating func takeRoster(_ bytes: [UInt8]) throws(IntakeStop) {
    let name = file.name
    let roster = try reading { () throws(FileProblem) in
      try OneRoster().read(RosterFiles(zip: ZipArchive(bytes, file: name)))
    }
    let users = roster.problems.filter { $0.file == "users.csv" }.map(\.problem)
    for problem in roster.problems where problem.file != "users.csv" { note("\(problem)") }
    try setAside(users)
    file.rows = roster.people.count + file.setAside
    let today = reading.zone.date(at: office.surroundings.clock.now())
    var commands: [RowCommand] = []
    for row in roster.people {
      let known = try stopping { () throws(OfficeError) in
        try office.read { records in
          try row.employeeNumber.flatMap { try records.person(employeeNumber: $0) }
        }
      }
      // Whoever is not active, and was never known here, is nobody's concern.
      guard let facts = row.facts(known: known, today: today) else {
        file.taken += 1
        continue
      }
      commands.append(
        RowCommand(
          number: row.row, command: .recordPerson(facts),
          fields: [
            .init(column: "identifier", text: row.employeeNumber ?? ""),
            .init(column: "email", text: row.email ?? ""),
          ], person: known?.id))
    }
    try perform(commands)
  }
}

extension RosterRow {
  /// What it says of somebody, over what is known of them; `nil` when it says nothing that could be recorded.
  fileprivate func facts(known: Person?, today: CivilDate) -> PersonFacts? {
    var record = known?.record ?? EmploymentRecord(school: "")
    if standing != .active {
      guard let known, let details = known.details.value else { return nil }
      // The last day of a role is a day of work; whoever has left stays gone.
      record.left = record.left ?? ends?.adding(days: 1) ?? today
      return PersonFacts(details: details, record: record)
    }
    guard let person else { return nil }
    record.school = person.school ?? record.school
    record.hired = person.hired ?? record.hired
    record.left = ends?.adding(days: 1)
    let before = known?.details.value
    return PersonFacts(
      details: PersonDetails(
        employeeNumber: person.employeeNumber, givenName: person.givenName,
        preferredName: person.preferredName ?? before?.preferredName ?? "",
        familyName: person.familyName, email: person.email, salaries: before?.salaries ?? []),
      record: record)
  }
}
