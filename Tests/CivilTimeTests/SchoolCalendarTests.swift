import CivilTime
import Testing

@Suite struct `A school calendar` {
  @Test(arguments: [
    ("2026-09-01", nil), ("2026-09-04", nil), ("2026-09-05", "Saturday"), ("2026-09-06", "Sunday"),
    ("2026-09-07", "Labor Day"), ("2026-09-08", nil), ("2026-11-25", nil),
    ("2026-11-26", "Thanksgiving"), ("2026-11-27", "Thanksgiving"), ("2026-11-28", "Saturday"),
    ("2026-12-18", nil), ("2026-12-19", "Saturday"), ("2026-12-21", "winter break"),
    ("2026-12-24", "Christmas"), ("2026-12-26", "winter break"), ("2027-01-01", "New Year's Day"),
    ("2027-01-02", "Saturday"), ("2027-01-04", nil), ("2027-06-09", nil),
    ("2027-06-10", "summer break"), ("2027-06-12", "Saturday"), ("2027-06-18", "Juneteenth"),
    ("2027-08-31", "summer break"), ("2027-09-01", nil), ("2028-06-08", nil), ("2028-06-09", nil),
    ("2026-08-31", nil), ("2026-08-30", "Sunday"),
  ]) func `says why there is no school`(day: String, reason: String?) throws {
    let calendar = try mapleCounty()
    #expect(calendar.reasonClosed(try date(day)) == reason)
    #expect(calendar.isSchoolDay(try date(day)) == (reason == nil))
  }

  @Test func `tells holidays, on which no mail goes, from breaks`() throws {
    let calendar = try mapleCounty()
    for (day, isHoliday, isWorkday) in [
      ("2026-09-07", true, false), ("2026-12-21", false, true), ("2026-12-24", true, false),
      ("2026-12-28", false, true), ("2026-12-26", false, false), ("2026-09-08", false, true),
      ("2027-07-05", false, true), ("2027-06-18", true, false),
    ] {
      #expect(calendar.isHoliday(try date(day)) == isHoliday, "\(day)")
      #expect(calendar.isWorkday(try date(day)) == isWorkday, "\(day)")
    }
  }

  @Test func `finds the nearest school day in both directions`() throws {
    let calendar = try mapleCounty()
    for (day, after, before) in [
      ("2026-09-04", "2026-09-04", "2026-09-04"), ("2026-09-05", "2026-09-08", "2026-09-04"),
      ("2026-09-07", "2026-09-08", "2026-09-04"), ("2026-12-19", "2027-01-04", "2026-12-18"),
      ("2027-01-03", "2027-01-04", "2026-12-18"), ("2027-07-04", "2027-09-01", "2027-06-09"),
    ] {
      #expect(calendar.schoolDay(onOrAfter: try date(day)) == (try date(after)))
      #expect(calendar.schoolDay(onOrBefore: try date(day)) == (try date(before)))
    }
  }

  @Test func `finds the next weekday for mail, in breaks but not on holidays`() throws {
    let calendar = try mapleCounty()
    for (day, next) in [
      ("2026-12-21", "2026-12-21"), ("2026-12-24", "2026-12-28"), ("2026-12-31", "2026-12-31"),
      ("2027-01-01", "2027-01-04"), ("2026-09-05", "2026-09-08"), ("2027-07-03", "2027-07-05"),
    ] {
      #expect(calendar.weekday(onOrAfter: try date(day)) == (try date(next)), "\(day)")
    }
  }

  @Test func `counts school days, without the end`() throws {
    let calendar = try mapleCounty()
    let friday = try date("2026-09-04")
    #expect(calendar.schoolDay(1, after: friday) == (try date("2026-09-08")))
    #expect(calendar.schoolDay(2, after: friday) == (try date("2026-09-09")))
    #expect(calendar.schoolDay(0, after: friday) == friday)
    #expect(calendar.schoolDay(-3, after: friday) == friday)
    #expect(calendar.schoolDays(from: friday, until: try date("2026-09-08")) == 1)
    #expect(calendar.schoolDays(from: friday, until: try date("2026-09-09")) == 2)
    #expect(calendar.schoolDays(from: friday, until: friday) == 0)
    #expect(calendar.schoolDays(from: try date("2026-09-09"), until: friday) == 0)
    for count in 1...400 {
      let day = calendar.schoolDay(count, after: friday)
      #expect(
        calendar.schoolDays(from: friday.adding(days: 1), until: day.adding(days: 1)) == count)
    }
  }

  @Test func `without data takes every weekday for a school day`() throws {
    let day = try date("2026-12-25")
    #expect(SchoolCalendar.empty.isSchoolDay(day))
    #expect(!SchoolCalendar.empty.isSchoolDay(day.adding(days: 1)))
    #expect(SchoolCalendar.empty.reasonClosed(day.adding(days: 1)) == "Saturday")
    #expect(!SchoolCalendar.empty.covers(day))
    let calendar = try mapleCounty()
    for (edge, isCovered) in [
      ("2026-08-31", false), ("2026-09-01", true), ("2028-06-08", true), ("2028-06-09", false),
    ] {
      #expect(calendar.covers(try date(edge)) == isCovered)
    }
    #expect(calendar.isSchoolDay(try date("2028-07-04")))
    let lists = try SchoolCalendar(
      schoolYears: [], daysOff: [DayOff("Christmas", .holiday, from: day)])
    #expect(
      lists.isHoliday(day) && !lists.isSchoolDay(day) && lists.isSchoolDay(day.adding(days: -1)))
  }

  @Test func `answers at the first and last day there is`() throws {
    for calendar in [SchoolCalendar.empty, try mapleCounty()] {
      #expect(calendar.schoolDay(onOrAfter: .last) == .last)
      #expect(calendar.schoolDay(onOrBefore: .first) == .first)
      #expect(calendar.weekday(onOrAfter: .last) == .last)
      #expect(calendar.schoolDay(Int.max, after: CivilDate.last.adding(days: -10)) == .last)
    }
  }

  @Test func `gives the same answers for every order of its entries`() throws {
    let calendar = try mapleCounty()
    let turned = try SchoolCalendar(
      schoolYears: calendar.schoolYears.reversed(), daysOff: calendar.daysOff.reversed())
    #expect(turned == calendar)
  }

  @Test func `is plain JSON`() throws {
    let text = """
      {"schoolYears": [{"first": "2026-09-01", "last": "2027-06-09"}],
       "daysOff": [{"name": "Labor Day", "kind": "holiday", "first": "2026-09-07"},
         {"name": "winter break", "kind": "break", "first": "2026-12-21", "last": "2027-01-01"}]}
      """
    let calendar = try fromJSON(text, as: SchoolCalendar.self)
    #expect(calendar.daysOff.map(\.last) == [try date("2026-09-07"), try date("2027-01-01")])
    #expect(try fromJSON(try json(calendar)) == calendar)
    #expect(
      try json(calendar.daysOff[0])
        == "{\"first\":\"2026-09-07\",\"kind\":\"holiday\",\"name\":\"Labor Day\"}")
    let maple = try mapleCounty()
    #expect(try fromJSON(try json(maple)) == maple)
    #expect(try fromJSON("{\"schoolYears\":[]}") == SchoolCalendar.empty)
    let wrong = "{\"schoolYears\":[{\"first\":\"2026-09-01\",\"last\":\"2026-08-31\"}]}"
    #expect(throws: DecodingError.self) { try fromJSON(wrong, as: SchoolCalendar.self) }
  }

  @Test func `is refused with all its mistakes at once`() throws {
    let error = #expect(throws: SchoolCalendarError.self) {
      try SchoolCalendar(
        schoolYears: [
          SchoolCalendar.SchoolYear(first: try date("2026-09-01"), last: try date("2027-06-09")),
          SchoolCalendar.SchoolYear(first: try date("2027-06-09"), last: try date("2027-06-01")),
        ],
        daysOff: [
          DayOff("", .holiday, from: try date("2026-09-07")),
          DayOff("winter break", .break, from: try date("2027-01-01"), to: try date("2026-12-21")),
        ])
    }
    #expect(
      error?.problems == [
        "school year from 2027-06-09: found last day 2027-06-01, expected one up to 400 days later",
        "school year from 2027-06-09: expected its first day after 2027-06-09, the last day of the "
          + "school year before",
        "day off 2026-09-07: expected a name of 1 to 100 bytes",
        "day off 2027-01-01, \"winter break\": found last day 2026-12-21, expected one less than 200 "
          + "days later",
      ])
  }

  @Test func `is refused if school never comes, or mail never goes`() throws {
    // A Monday, so that the 61st and the 201st day are Fridays, and no weekend follows the run.
    let start = try date("2026-09-07")
    func closed(_ kind: DayOff.Kind, days: Int) throws -> SchoolCalendar {
      try SchoolCalendar(
        schoolYears: [SchoolCalendar.SchoolYear(first: start, last: start.adding(days: 300))],
        daysOff: (0..<days).map { DayOff("repairs", kind, from: start.adding(days: $0)) })
    }
    #expect(throws: Never.self) { try closed(.break, days: 200) }
    let long = #expect(throws: SchoolCalendarError.self) { try closed(.break, days: 201) }
    #expect(long?.problems == ["from 2026-09-07: found no school day for more than 200 days"])
    #expect(throws: Never.self) { try closed(.holiday, days: 60) }
    let silent = #expect(throws: SchoolCalendarError.self) { try closed(.holiday, days: 61) }
    #expect(
      silent?.problems == ["from 2026-09-07: found no weekday for mail for more than 60 days"])
  }

  @Test func `has limits on its size`() throws {
    let day = try date("2026-09-07")
    let off = Array(repeating: DayOff("Labor Day", .holiday, from: day), count: 2001)
    #expect(throws: SchoolCalendarError.self) { try SchoolCalendar(schoolYears: [], daysOff: off) }
    #expect(throws: Never.self) {
      try SchoolCalendar(schoolYears: [], daysOff: Array(off.dropLast()))
    }
    let far = [DayOff("A", .holiday, from: .first), DayOff("B", .holiday, from: .last)]
    #expect(throws: SchoolCalendarError.self) { try SchoolCalendar(schoolYears: [], daysOff: far) }
  }
}
