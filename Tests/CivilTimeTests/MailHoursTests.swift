import CivilTime
import Testing

@Suite struct `Mail hours` {
  @Test(arguments: [
    ("2026-09-08T06:59:59", false), ("2026-09-08T07:00:00", true), ("2026-09-08T17:59:59", true),
    ("2026-09-08T18:00:00", false), ("2026-09-07T12:00:00", false), ("2026-09-05T12:00:00", false),
    ("2026-12-22T12:00:00", false), ("2027-07-06T12:00:00", false), ("2026-11-02T07:00:00", true),
  ]) func `are open from 07:00 until 18:00 on school days`(now: String, isOpen: Bool) throws {
    let hours = try chicagoHours()
    #expect(hours.isOpen(at: hours.zone.instant(of: try civil(now))) == isOpen)
  }

  @Test func `close with the last millisecond before 18:00`() throws {
    let hours = try chicagoHours()
    let closing = hours.zone.instant(of: try civil("2026-09-08T18:00"))
    #expect(hours.isOpen(at: closing.adding(milliseconds: -1)))
    #expect(!hours.isOpen(at: closing))
    let last = closing.adding(milliseconds: -1)
    #expect(hours.nextSchoolMorning(onOrAfter: last) == last)
    #expect(hours.nextWeekday(onOrAfter: last) == last)
  }

  @Test(arguments: [
    // now, next school morning, next weekday
    ("2026-09-08T12:34:56", "2026-09-08T12:34:56", "2026-09-08T12:34:56"),
    ("2026-09-08T07:00", "2026-09-08T07:00", "2026-09-08T07:00"),
    ("2026-09-08T06:59:59", "2026-09-08T07:00", "2026-09-08T07:00"),
    ("2026-09-08T18:00", "2026-09-09T07:00", "2026-09-09T07:00"),
    ("2026-09-04T18:00", "2026-09-08T07:00", "2026-09-08T07:00"),
    ("2026-09-07T12:00", "2026-09-08T07:00", "2026-09-08T07:00"),
    ("2026-12-18T17:59:59", "2026-12-18T17:59:59", "2026-12-18T17:59:59"),
    ("2026-12-18T18:00", "2027-01-04T07:00", "2026-12-21T07:00"),
    ("2026-12-22T12:00", "2027-01-04T07:00", "2026-12-22T12:00"),
    ("2026-12-23T18:00", "2027-01-04T07:00", "2026-12-28T07:00"),
    ("2026-12-31T18:00", "2027-01-04T07:00", "2027-01-04T07:00"),
    ("2027-07-04T12:00", "2027-09-01T07:00", "2027-07-05T07:00"),
    ("2026-10-30T18:00", "2026-11-02T07:00", "2026-11-02T07:00"),
    ("2027-03-12T18:00", "2027-03-15T07:00", "2027-03-15T07:00"),
  ]) func `hold mail until they open next`(
    now: String, schoolMorning: String, weekday: String
  ) throws {
    let hours = try chicagoHours()
    func instant(_ text: String) throws -> Instant { hours.zone.instant(of: try civil(text)) }
    #expect(hours.nextSchoolMorning(onOrAfter: try instant(now)) == (try instant(schoolMorning)))
    #expect(hours.nextWeekday(onOrAfter: try instant(now)) == (try instant(weekday)))
    #expect(hours.isOpen(at: try instant(schoolMorning)))
  }

  @Test func `open an hour sooner or later in UTC after a clock change`() throws {
    let hours = try chicagoHours()
    #expect(hours.opening(on: try date("2026-10-30")) == (try instant("2026-10-30T12:00:00Z")))
    #expect(hours.opening(on: try date("2026-11-02")) == (try instant("2026-11-02T13:00:00Z")))
    #expect(hours.opening(on: try date("2027-03-12")) == (try instant("2027-03-12T13:00:00Z")))
    #expect(hours.opening(on: try date("2027-03-15")) == (try instant("2027-03-15T12:00:00Z")))
  }

  @Test func `move a reminder ahead of a break`() throws {
    let hours = try chicagoHours()
    for (day, reminder) in [
      ("2026-12-28", "2026-12-18T07:00"), ("2026-09-07", "2026-09-04T07:00"),
      ("2026-09-08", "2026-09-08T07:00"), ("2027-08-01", "2027-06-09T07:00"),
    ] {
      let expected = hours.zone.instant(of: try civil(reminder))
      #expect(hours.lastSchoolDay(onOrBefore: try date(day)) == expected, "\(day)")
    }
  }

  @Test func `never answer with an earlier instant, in any hour of two years`() throws {
    let hours = try chicagoHours()
    let start = try instant("2026-08-25T00:30:00Z")
    for hour in 0..<Int64(2 * 8766) {
      let now = start.adding(hours: hour)
      let morning = hours.nextSchoolMorning(onOrAfter: now)
      let weekday = hours.nextWeekday(onOrAfter: now)
      #expect(now <= weekday && weekday <= morning && hours.isOpen(at: morning), "\(now)")
      #expect((morning == now) == hours.isOpen(at: now), "\(now)")
    }
  }

  @Test func `keep in order where a clock change lies within them`() throws {
    // Clocks go back on Mondays here, so that the hours open twice on a school day: at 01:30 before
    // the change, and at 01:30 after it.
    let zone = try Zone(name: "Monday", posixRule: "AAA6BBB,M3.2.1,M11.1.1")
    let hours = try #require(
      MailHours(from: try wall("01:30"), until: try wall("02:30"), zone: zone, calendar: .empty))
    for minutes in stride(from: Int64(0), to: 5 * 1440, by: 7) {
      let now = try instant("2026-10-30T00:00:00Z").adding(minutes: minutes)
      #expect(hours.nextSchoolMorning(onOrAfter: now) >= now)
    }
  }

  @Test func `end after they begin`() throws {
    let seven = try wall("07:00")
    for (until, isAllowed) in [("06:59", false), ("07:00", false), ("07:00:01", true)] {
      let hours = MailHours(from: seven, until: try wall(until), zone: .utc, calendar: .empty)
      #expect((hours != nil) == isAllowed)
    }
  }

  private func chicagoHours() throws -> MailHours {
    try #require(
      MailHours(
        from: try wall("07:00"), until: try wall("18:00"), zone: try chicago(),
        calendar: try mapleCounty()))
  }
}
