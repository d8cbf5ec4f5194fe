import CivilTime
import Testing

@Suite struct `A civil date` {
  @Test func `counts every day of ten thousand years as the calendar does`() throws {
    var expected = CivilDate.first.daysSinceEpoch
    #expect(expected == -719_162)
    // Every month's first and last day; the days between are one apart by then.
    for year in 1...9999 {
      for month in 1...12 {
        let days = CivilDate.days(inMonth: month, of: year)
        for day in [1, days] {
          let date = try #require(CivilDate(year: year, month: month, day: day))
          guard date.daysSinceEpoch == expected + day - 1,
            CivilDate(daysSinceEpoch: expected + day - 1) == date
          else {
            Issue.record("\(date)")
            return
          }
        }
        expected += days
      }
    }
    #expect(expected == CivilDate.last.daysSinceEpoch + 1)
    #expect(expected == 2_932_897)
  }

  @Test func `knows leap years`() {
    for (year, days) in [(2026, 28), (2028, 29), (1900, 28), (2000, 29), (2100, 28)] {
      #expect(CivilDate.days(inMonth: 2, of: year) == days)
      #expect((CivilDate(year: year, month: 2, day: 29) != nil) == (days == 29))
      #expect(CivilDate.isLeap(year: year) == (days == 29))
    }
    #expect([0, 13].map { CivilDate.days(inMonth: $0, of: 2026) } == [0, 0])
  }

  @Test func `is refused where the calendar has none`() {
    for (year, month, day) in [
      (0, 1, 1), (10_000, 1, 1), (2026, 0, 1), (2026, 13, 1), (2026, 1, 0), (2026, 1, 32),
      (2026, 4, 31), (Int.min, 1, 1), (2026, Int.max, 1), (2026, 1, Int.min),
    ] {
      #expect(CivilDate(year: year, month: month, day: day) == nil)
    }
  }

  @Test func `knows its weekday`() throws {
    #expect(try date("1970-01-01").weekday == .thursday)
    #expect(try date("1969-12-31").weekday == .wednesday)
    #expect(try date("2026-09-14").weekday == .monday)
    #expect(try date("2028-02-29").weekday == .tuesday)
    #expect(CivilDate.first.weekday == .monday)
    #expect(CivilDate.last.weekday == .friday)
    let week = (0..<7).map { CivilDate(daysSinceEpoch: 4 + $0).weekday }
    #expect(week == Weekday.allCases)
    #expect(week.filter(\.isWeekend) == [.saturday, .sunday])
  }

  @Test(arguments: [
    ("2026-01-31", 1, "2026-02-28"), ("2028-01-31", 1, "2028-02-29"),
    ("2026-02-28", 1, "2026-03-28"), ("2026-12-31", 2, "2027-02-28"),
    ("2026-03-31", -1, "2026-02-28"), ("2026-01-15", -1, "2025-12-15"),
    ("2026-01-31", 12, "2027-01-31"), ("2026-05-31", 1, "2026-06-30"),
    ("2026-05-31", 0, "2026-05-31"),
  ]) func `adds months, and keeps to the month's end`(from: String, months: Int, to: String) throws
  {
    #expect(try date(from).adding(months: months) == (try date(to)))
  }

  @Test func `adds years, and keeps to February`() throws {
    #expect(try date("2028-02-29").adding(years: 1) == (try date("2029-02-28")))
    #expect(try date("2028-02-29").adding(years: 4) == (try date("2032-02-29")))
    #expect(try date("2026-09-14").adding(years: -1) == (try date("2025-09-14")))
  }

  @Test func `adds days and counts them`() throws {
    let eve = try date("2027-12-31")
    #expect(eve.adding(days: 1) == (try date("2028-01-01")))
    #expect(eve.adding(days: 60) == (try date("2028-02-29")))
    #expect(eve.days(until: try date("2028-03-01")) == 61)
    #expect(try date("2028-03-01").days(until: eve) == -61)
  }

  @Test func `stops at the first and last year`() {
    for count in [Int.max, 1 << 40, 4_000_000] {
      #expect(CivilDate.first.adding(days: count) == .last)
      #expect(CivilDate.last.adding(days: -count) == .first)
      #expect(CivilDate.last.adding(months: -count) == .first)
      #expect(CivilDate.first.adding(months: count) == .last)
      #expect(CivilDate.last.adding(years: -count) == .first)
      #expect(CivilDate.first.adding(years: count) == .last)
      #expect(CivilDate(daysSinceEpoch: count) == .last)
      #expect(CivilDate(daysSinceEpoch: -count) == .first)
    }
    #expect(CivilDate.first.adding(days: Int.min) == .first)
    #expect(CivilDate.first.adding(months: -1) == .first)
    #expect(CivilDate.last.adding(days: 1) == .last)
    #expect(CivilDate.last.adding(days: -1) < .last)
  }

  @Test func `is ISO text, exactly`() throws {
    #expect(try date("0007-03-09").description == "0007-03-09")
    #expect(CivilDate(year: 2026, month: 9, day: 14)?.description == "2026-09-14")
    #expect(try json([try date("2026-09-14")]) == "[\"2026-09-14\"]")
    #expect(try fromJSON("[\"2026-09-14\"]") == [try date("2026-09-14")])
    for text in [
      "", "2026-9-14", "2026-09-31", "2026-02-29", "20260914", "2026-09-14 ", "2026/09/14",
      "-026-09-14", "12026-09-14", "0000-01-01",
    ] {
      #expect(CivilDate(iso: text) == nil, "\(text)")
    }
    let error = #expect(throws: DecodingError.self) {
      try fromJSON("[\"2026-02-29\"]", as: [CivilDate].self)
    }
    #expect("\(try #require(error))".contains("found \"2026-02-29\", expected a date such as"))
  }

  @Test func `is ordered by year, then month, then day`() throws {
    let sorted = ["2025-12-31", "2026-01-02", "2026-02-01", "2026-02-02", "2027-01-01"]
    let dates = try sorted.map { try date($0) }
    #expect(dates.reversed().sorted() == dates)
  }
}

@Suite struct `A wall time` {
  @Test func `runs from 00:00:00 to 23:59:59`() throws {
    #expect(WallTime.midnight == WallTime(hour: 0, minute: 0))
    #expect(try wall("23:59:59").secondOfDay == 86_399)
    for (hour, minute, second) in [
      (24, 0, 0), (-1, 0, 0), (0, 60, 0), (0, -1, 0), (0, 0, 60), (0, 0, -1),
    ] {
      #expect(WallTime(hour: hour, minute: minute, second: second) == nil)
    }
    #expect(try wall("06:59:59") < (try wall("07:00")))
  }

  @Test func `is text with seconds only where there are some`() throws {
    #expect(try wall("07:00").description == "07:00")
    #expect(try wall("07:00:00").description == "07:00")
    #expect(try wall("07:00:30").description == "07:00:30")
    #expect(try fromJSON(try json([try wall("07:05")])) == [try wall("07:05")])
    for text in ["", "7:00", "07", "24:00", "07:60", "07:00:60", "07:00:", "07:00Z", "07:00:000"] {
      #expect(WallTime(iso: text) == nil, "\(text)")
    }
  }

  @Test func `with a date is ISO text`() throws {
    let morning = CivilDateTime(try date("2026-09-14"), try wall("07:00"))
    #expect(morning.description == "2026-09-14T07:00:00")
    #expect(try civil("2026-09-14T07:00") == morning)
    #expect(try fromJSON(try json([morning])) == [morning])
    for text in ["2026-09-14", "2026-09-14T", "2026-09-14 07:00", "2026-09-14T07:00:00Z"] {
      #expect(CivilDateTime(iso: text) == nil, "\(text)")
    }
    #expect(morning < CivilDateTime(try date("2026-09-14"), try wall("07:00:01")))
    #expect(morning < CivilDateTime(try date("2026-09-15"), .midnight))
  }
}

@Suite struct `A weekday` {
  @Test func `has an English name, read in any case`() throws {
    for day in Weekday.allCases {
      #expect(Weekday(name: day.name.uppercased()) == day)
      #expect(try fromJSON(try json([day])) == [day])
    }
    #expect(try json([Weekday.monday]) == "[\"Monday\"]")
    #expect(Weekday(name: "Mon") == nil)
    #expect(Weekday.monday < .sunday)
  }
}
