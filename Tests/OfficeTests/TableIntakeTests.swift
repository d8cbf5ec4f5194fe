import CivilTime
import Foundation
import Office
import Store
import Testing
import Workflow

@Suite struct `A table that is dropped in` {
  @Test func `names people in whatever order, and unchanged rows leave no trace`() throws {
    let district = try District(at: "2026-08-24 09:00")
    try district.office.begin(district.program, rubrics: district.rubrics, by: .technician)
    let heading = "Employee Number,First Name,Last Name,Email,Supervisor,Salary,Salary From\n"
    let rows = [
      "3,Cleo,Carr,c@kmsd.example.org,2,51000.00,2026-07-01\n",
      "2,Ben,Boone,b@kmsd.example.org,1,60000.00,2026-07-01\n",
      "1,Ada,Abel,a@kmsd.example.org,1,90000.00,2026-07-01\n",
    ]
    try district.take(heading + rows.joined(), named: "people.csv")
    let cleo = try #require(try district.office.read { try $0.person(employeeNumber: "3") })
    #expect(cleo.record.supervisor == (try district.person("2")))
    #expect(try district.waitingRows.isEmpty)
    let last = try district.lastSequence
    // The same people in another order, and one with a new name: the file, and one event.
    try district.take(
      heading + rows[2] + rows[0].replacing("Carr", with: "Carr-Lee") + rows[1],
      named: "people.csv")
    #expect(try district.lastSequence == last + 2)
    #expect(
      try district.office.read { try $0.person(employeeNumber: "3")?.details.value?.familyName }
        == "Carr-Lee")
  }

  @Test func `may name two people as each other's supervisor`() throws {
    let district = try District(at: "2026-08-24 09:00")
    let text = """
      Employee Number,First Name,Last Name,Email,Supervisor
      1,Ada,Abel,a@kmsd.example.org,2
      2,Ben,Boone,b@kmsd.example.org,1
      3,Cleo,Carr,c@kmsd.example.org,9

      """
    try district.take(text, named: "people.csv")
    let (one, two) = (try district.person("1"), try district.person("2"))
    #expect(try district.office.read { try $0.person(one)?.record.supervisor } == two)
    #expect(try district.office.read { try $0.person(two)?.record.supervisor } == one)
    let waiting = try district.waitingRows
    #expect(waiting.map(\.rowNumber) == [4])
    #expect(waiting.first?.reason.contains("supervisor") == true)
    let last = try district.lastSequence
    try district.take(text + " \n", named: "people-again.csv")
    #expect(try district.lastSequence == last + 1)
  }

  @Test func `names evaluators, and strangers among them wait`() throws {
    let district = try District.begun()
    try district.take(
      """
      Employee Number,Email,Skills,Training Date,Load Max
      1000,,"Technology: expert; Design thinking: related",2026-06-15,3
      ,t1@kmsd.example.org,STEM/STEAM: proficient,2026-06-15,
      77,,Technology: expert,2026-06-15,3

      """, named: "evaluators-2.csv")
    let first = try #require(try district.office.read { try $0.person(employeeNumber: "1000") })
    #expect(first.evaluator?.loadMax == 3)
    #expect(first.evaluator?.expertise.map(\.skill) == ["Technology", "Design thinking"])
    let second = try #require(try district.office.read { try $0.person(employeeNumber: "1001") })
    #expect(second.evaluator != nil)
    #expect(try district.waitingRows.map(\.reason).filter { $0.contains("nobody") }.count == 1)
  }

  @Test func `fills the catalog with its leaders`() throws {
    let district = try District.begun()
    let text = """
      Code,Title,Issuer,Skills,Hours,Leaders
      MC-1,Genius Hour,Kettle Moraine,STEM/STEAM; Technology,15,500; 501
      MC-2,Formative Feedback,Digital Promise,Personalized learning,20,
      MC-3,Nobody's,Kettle Moraine,Technology,5,99999

      """
    try district.take(text, named: "catalog.csv")
    let offering = try #require(try district.office.read { try $0.offering(code: "MC-1") })
    #expect(Set(offering.leaders) == [try district.person("500"), try district.person("501")])
    #expect(offering.hoursHundredths == 1_500)
    #expect(try district.waitingRows.map(\.rowNumber) == [4])
    let last = try district.lastSequence
    try district.take(text + "\n", named: "catalog-2.csv")
    #expect(try district.lastSequence == last + 1)
  }

  @Test func `brings along what was there before, of all four kinds, once`() throws {
    let district = try District.begun(at: "2026-10-20 09:00")
    let text = """
      Kind,Employee Number,Title,Date,Year End,Amount,Hours
      approval,1000,Genius Hour,2026-06-01,2027-05-31,,
      award,1000,Formative Feedback,2025-11-20,,,12.5
      granted,1001,,2026-02-01,,600.00,
      carried,1001,,2026-01-01,,125.50,
      approval,1002,Long ago,2020-01-01,2020-12-31,,
      award,4711,Stranger's,2025-11-20,,,

      """
    try district.take(text, named: "opening.csv")
    let (first, second) = (try district.person("1000"), try district.person("1001"))
    let openings = try district.office.read {
      try $0.openings(of: first) + $0.openings(of: second)
    }
    #expect(openings.map(\.kind) == [.approval, .award, .granted, .carriedOver])
    #expect(openings.compactMap(\.cents) == [60_000, 12_550])
    let proposal = try #require(try district.submissions.first)
    #expect(
      proposal.progress == .inProgress(ends: try district.zone.at("2027-06-01 00:00")))
    #expect(try district.waitingRows.map(\.rowNumber) == [6, 7])
    let last = try district.lastSequence
    try district.take(text + "\n", named: "opening-2.csv")
    #expect(try district.lastSequence == last + 1)
    #expect(try district.submissions.count == 1)
    // Nobody is written to about what they know.
    try district.live(until: "2026-10-21 12:00")
    #expect(try district.mails().filter { $0.key.contains("receipt") }.isEmpty)
  }

  @Test func `sets the school calendar, as a table or as a calendar file`() throws {
    let district = try District.begun()
    let day = try #require(CivilDate(iso: "2026-10-12"))
    #expect(try !district.office.read { try $0.calendar() }.isHoliday(day))
    try district.take(
      """
      BEGIN:VCALENDAR\r
      VERSION:2.0\r
      PRODID:-//school//EN\r
      BEGIN:VEVENT\r
      UID:1@school\r
      DTSTART;VALUE=DATE:20261012\r
      DTEND;VALUE=DATE:20261013\r
      SUMMARY:No school - Indigenous Peoples' Day holiday\r
      END:VEVENT\r
      END:VCALENDAR\r

      """, named: "holidays.ics")
    let calendar = try district.office.read { try $0.calendar() }
    #expect(calendar.reasonClosed(day) != nil)
    // The other days off, and the school year, are as they were.
    #expect(calendar.isHoliday(try #require(CivilDate(iso: "2026-09-07"))))
    #expect(calendar.schoolYears.count == 1)
  }

  @Test func `may be a OneRoster export, which leaves alone what it does not say`() throws {
    let district = try District.begun()
    try district.take(
      "Employee Number,First Name,Last Name,Email,Salary,Salary From\n"
        + "1000,Teacher0,Zeugnis0,t0@kmsd.example.org,61000.00,2026-07-01\n",
      named: "salaries.csv")
    let users = """
      sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,userIds,givenName,\
      familyName,middleName,identifier,email,sms,phone,agentSourcedIds,grades,password
      u-1,active,2023-05-01,TRUE,o-1,teacher,t0,,Teacher0,Zeugnis-New,,1000,t0@kmsd.example.org,,,,,
      u-2,active,2023-05-01,TRUE,o-1,teacher,new,,Nia,New,,7000,nia@kmsd.example.org,,,,,
      u-3,inactive,2023-05-01,TRUE,o-1,teacher,t1,,Teacher1,Zeugnis1,,1001,t1@kmsd.example.org,,,,,
      u-4,active,2023-05-01,TRUE,o-1,student,kid,,Kim,Young,,s-1,kid@example.org,,,,5,

      """
    let archive = try zip([
      "manifest.csv":
        "propertyName,value\nmanifest.version,1.0\noneroster.version,1.1\n"
        + "file.orgs,bulk\nfile.users,bulk\n",
      "orgs.csv":
        "sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId\n"
        + "o-1,active,1/05/2023,North Middle School,school,,\n",
      "users.csv": users,
    ])
    try district.office.drop(archive, named: "roster.zip")
    try district.beat()
    let first = try #require(try district.office.read { try $0.person(employeeNumber: "1000") })
    #expect(first.details.value?.familyName == "Zeugnis-New")
    // The salary of 2020, which the file of people told, and the one of 2026.
    #expect(first.details.value?.salaries.map(\.cents) == [6_100_000, 6_100_000])
    #expect(first.record.school == "North Middle School")
    #expect(try district.person("7000").number > 0)
    let second = try #require(try district.office.read { try $0.person(employeeNumber: "1001") })
    #expect(second.record.left == CivilDate(iso: "2026-08-24"))
    #expect(try district.office.read { try $0.person(email: "kid@example.org") } == nil)
    let last = try district.lastSequence
    try district.office.drop(archive + [0], named: "roster-again.zip")
    try district.beat()
    #expect(try district.lastSequence == last + 1)
  }

  /// Packs files as Python's `zipfile` does.
  private func zip(_ files: [String: String]) throws -> [UInt8] {
    let output = FileManager.default.temporaryDirectory.appendingPathComponent(
      "roster-\(ProcessInfo.processInfo.globallyUniqueString).zip")
    defer { try? FileManager.default.removeItem(at: output) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    let script = """
      import sys, json, zipfile
      with zipfile.ZipFile(sys.argv[1], "w", zipfile.ZIP_DEFLATED) as archive:
          for name, text in sorted(json.loads(sys.argv[2]).items()):
              archive.writestr(name, text)
      """
    let listed = String(decoding: try JSONEncoder().encode(files), as: UTF8.self)
    process.arguments = ["python3", "-c", script, output.path, listed]
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    return [UInt8](try Data(contentsOf: output))
  }
}
