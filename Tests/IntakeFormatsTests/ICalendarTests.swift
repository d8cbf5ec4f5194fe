import CivilTime
import IntakeFormats
import Testing

@Suite struct `A calendar service's file` {
  private func read(_ events: String..., through: String = "2028-06-30") throws -> ReadFile<DayOff>
  {
    let lines =
      ["BEGIN:VCALENDAR", "VERSION:2.0", "X-WR-TIMEZONE:America/Chicago"]
      + events.flatMap { ["BEGIN:VEVENT", $0, "END:VEVENT"] } + ["END:VCALENDAR", ""]
    let text = lines.joined(separator: "\r\n").replacing("\n", with: "\r\n")
      .replacing("\r\r", with: "\r")
    return try ICalendar(zone: chicago(), through: day(through))
      .read(Array(text.utf8), file: "school.ics")
  }

  @Test func `gives holidays and breaks`() throws {
    let file = try read(
      "UID:1\nDTSTART;VALUE=DATE:20260907\nDTEND;VALUE=DATE:20260908\nSUMMARY:Labor Day",
      "DTSTART;VALUE=DATE:20261221\nDTEND;VALUE=DATE:20270102\nSUMMARY:No school\\, winter\\n r\n est",
      "DTSTART;VALUE=DATE:20261126\nSUMMARY:Thanksgiving",
      "DTSTART;VALUE=DATE:20270312\nSUMMARY:Spring Recess",
      "DTSTART;VALUE=DATE:20270401\nDURATION:P5D\nSUMMARY:Long one\nCATEGORIES:HOLIDAY",
      "DTSTART;VALUE=DATE:20270501\nSUMMARY:Off\nSTATUS:CANCELLED",
      "DTSTART;VALUE=DATE:20270502\nDTEND;VALUE=DATE:20270502\nSUMMARY:Same day")
    #expect(file.problems.isEmpty)
    #expect(
      try file.rows == [
        DayOff("Labor Day", .holiday, from: day("2026-09-07")),
        DayOff("No school, winter  rest", .break, from: day("2026-12-21"), to: day("2027-01-01")),
        DayOff("Thanksgiving", .holiday, from: day("2026-11-26")),
        DayOff("Spring Recess", .break, from: day("2027-03-12")),
        DayOff("Long one", .holiday, from: day("2027-04-01"), to: day("2027-04-05")),
        DayOff("Same day", .holiday, from: day("2027-05-02")),
      ])
  }

  @Test func `takes times only where they cover whole days`() throws {
    let file = try read(
      "DTSTART:20261126T060000Z\nDTEND:20261127T060000Z\nSUMMARY:UTC midnight to midnight",
      "DTSTART;TZID=\"America/Chicago\":20261127T000000\nDTEND:20261127T235900\nSUMMARY:Until 23:59",
      "DTSTART:20261130T180000\nDTEND:20261130T200000\nSUMMARY:Board meeting",
      "DTSTART:20261201T120000\nDURATION:P2D\nSUMMARY:Noon to noon")
    #expect(
      try file.rows == [
        DayOff("UTC midnight to midnight", .holiday, from: day("2026-11-26")),
        DayOff("Until 23:59", .holiday, from: day("2026-11-27")),
        DayOff("Noon to noon", .holiday, from: day("2026-12-02")),
      ])
    #expect(file.problems.map(\.row) == [3])
    #expect(file.problems.map(\.line) == [14])
    #expect(file.problems.map(\.found) == ["an event that covers no whole day"])
  }

  @Test func `repeats what falls on its date every year, and nothing else`() throws {
    let yearly = "DTSTART;VALUE=DATE:20260704\nSUMMARY:Fourth\nRRULE:"
    func years(_ rule: String) throws -> [Int] { try read(yearly + rule).rows.map(\.first.year) }
    #expect(try years("FREQ=YEARLY") == [2026, 2027])
    #expect(try years("FREQ=YEARLY;COUNT=1") == [2026])
    #expect(try years("FREQ=YEARLY;UNTIL=20270704") == [2026, 2027])
    #expect(try years("FREQ=YEARLY;UNTIL=20270703T000000Z") == [2026])
    #expect(try years("FREQ=YEARLY;INTERVAL=1;BYMONTH=7;BYMONTHDAY=4;WKST=SU") == [2026, 2027])
    for rule in [
      "FREQ=WEEKLY", "FREQ=YEARLY;INTERVAL=2", "FREQ=YEARLY;BYMONTH=11;BYDAY=4TH", "COUNT=3",
      "FREQ=YEARLY;COUNT=0", "nonsense", "FREQ=YEARLY;UNTIL=soon",
    ] {
      let file = try read(yearly + rule)
      #expect(file.rows.isEmpty)
      #expect(file.problems.map(\.column) == ["RRULE"])
    }
  }

  @Test func `leaves out leap days of years without one, and most of an old holiday's years`()
    throws
  {
    let leap = "DTSTART;VALUE=DATE:20240229\nSUMMARY:Leap\nRRULE:FREQ=YEARLY"
    #expect(try read(leap).rows.map(\.first.year) == [2024, 2028])
    let old = "DTSTART;VALUE=DATE:17760704\nSUMMARY:Fourth\nRRULE:FREQ=YEARLY"
    #expect(try read(old).rows.map(\.first.year) == Array(1979...2027))
  }

  @Test(arguments: [
    ("SUMMARY:x", "DTSTART"), ("DTSTART:20260230\nSUMMARY:x", "DTSTART"),
    ("DTSTART:20260908", "SUMMARY"), ("DTSTART:20260908\nDTEND:20260901\nSUMMARY:x", "DTEND"),
    ("DTSTART:20260908\nDTEND:20270908\nSUMMARY:x", "DTEND"),
    ("DTSTART:20260908\nDURATION:P\nSUMMARY:x", "DURATION"),
    ("DTSTART:20260908\nEXDATE:20270908\nSUMMARY:x", "EXDATE"),
    ("DTSTART:20260908\nRECURRENCE-ID:20270908\nSUMMARY:x", "RECURRENCE-ID"),
  ])
  func `names what is wrong with an event`(event: String, column: String) throws {
    let file = try read(event)
    #expect(file.rows.isEmpty)
    #expect(file.problems.map(\.column) == [column])
  }

  @Test func `passes over alarms and zones`() throws {
    let file = try read(
      "BEGIN:VALARM\nSUMMARY:Alarm\nDTSTART:20200101\nEND:VALARM\nDTSTART:20260907\nSUMMARY:Real")
    #expect(file.rows.map(\.name) == ["Real"])
  }

  @Test(arguments: [
    ("", FileProblem.Kind.empty), ("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260907\n", .cutOff),
    ("BEGIN:VCALENDAR\n", .cutOff), ("SUMMARY:x\n", .content),
    ("BEGIN:VCALENDAR\nEND:VEVENT\n", .content), ("a\u{0}\u{0}b", .notText),
  ])
  func `is refused whole when it is none`(text: String, kind: FileProblem.Kind) throws {
    let problem = #expect(throws: FileProblem.self) {
      try ICalendar(zone: .utc, through: day("2027-06-30")).read(Array(text.utf8), file: "a.ics")
    }
    #expect(problem?.kind == kind)
  }
}
