import CivilTime
import Testing

@Suite struct `A window` {
  @Test func `of fourteen days ends at 00:00 of the fifteenth`() throws {
    let chicago = try chicago()
    let window = try #require(
      WindowDates(opening: try date("2026-09-14"), days: 14, graceMinutes: 15))
    #expect(window.last == (try date("2026-09-27")))
    #expect(window.endExclusive == (try date("2026-09-28")))
    #expect(window.description == "2026-09-14 to 2026-09-27")
    let announced = window.interval(in: chicago)
    #expect(announced.start == (try instant("2026-09-14T05:00:00Z")))
    #expect(announced.end == (try instant("2026-09-28T05:00:00Z")))
    let accepting = window.intervalWithGrace(in: chicago)
    #expect(accepting.start == announced.start)
    #expect(accepting.contains(try instant("2026-09-28T05:14:59.999Z")))
    #expect(!accepting.contains(try instant("2026-09-28T05:15:00Z")))
  }

  @Test(arguments: [
    ("2026-03-02", 335), ("2026-03-09", 336), ("2026-10-26", 337), ("2026-10-18", 336),
    ("2026-10-19", 337), ("2026-12-24", 336), ("2028-02-20", 336),
  ]) func `has an hour less or more over a clock change`(opening: String, hours: Int64) throws {
    let window = try #require(WindowDates(opening: try date(opening), days: 14))
    let interval = window.interval(in: try chicago())
    #expect(interval.milliseconds == hours * 3_600_000)
  }

  @Test func `passes New Year and 29 February`() throws {
    let winter = try #require(WindowDates(opening: try date("2026-12-24"), days: 14))
    #expect(winter.endExclusive == (try date("2027-01-07")))
    let leap = try #require(WindowDates(opening: try date("2028-02-20"), days: 14))
    #expect(leap.endExclusive == (try date("2028-03-05")))
    let common = try #require(WindowDates(opening: try date("2027-02-20"), days: 14))
    #expect(common.endExclusive == (try date("2027-03-06")))
  }

  @Test func `meets the next one without gap or overlap`() throws {
    let chicago = try chicago()
    for opening in ["2026-02-22", "2026-09-14", "2026-10-18"] {
      let window = try #require(WindowDates(opening: try date(opening), days: 14))
      let next = try #require(WindowDates(opening: window.endExclusive, days: 14))
      #expect(window.interval(in: chicago).end == next.interval(in: chicago).start)
    }
  }

  @Test func `ends with the later midnight where clocks show two`() throws {
    let havana = try systemZone("America/Havana")
    let window = try #require(WindowDates(opening: try date("2025-10-26"), days: 7))
    #expect(window.interval(in: havana).end == (try instant("2025-11-02T05:00:00Z")))
  }

  @Test func `has limits`() throws {
    let day = try date("2026-09-14")
    for (days, grace, isAllowed) in [
      (0, 0, false), (1, 0, true), (366, 1440, true), (367, 0, false), (14, -1, false),
      (14, 1441, false),
    ] {
      #expect((WindowDates(opening: day, days: days, graceMinutes: grace) != nil) == isAllowed)
      let text = "{\"days\":\(days),\"first\":\"2026-09-14\",\"graceMinutes\":\(grace)}"
      if isAllowed {
        #expect(try json(try fromJSON(text, as: WindowDates.self)) == text)
      } else {
        #expect(throws: DecodingError.self) { try fromJSON(text, as: WindowDates.self) }
      }
    }
    #expect(try fromJSON("{\"days\":1,\"first\":\"2026-09-14\"}", as: WindowDates.self).last == day)
  }
}

@Suite struct `The month that belongs to the teacher` {
  @Test(arguments: [
    ("2026-09-28T00:00", "2026-10-28T05:00:00Z"),
    ("2026-10-28T00:00", "2026-11-28T06:00:00Z"),
    ("2027-01-31T00:00", "2027-02-28T06:00:00Z"),
    ("2028-01-31T00:00", "2028-02-29T06:00:00Z"),
    ("2026-02-10T00:00", "2026-03-10T05:00:00Z"),
    ("2026-02-08T02:30", "2026-03-08T08:00:00Z"),
    ("2026-02-08T01:59", "2026-03-08T07:59:00Z"),
    ("2026-10-01T01:30", "2026-11-01T07:30:00Z"),
    ("2026-10-01T02:00", "2026-11-01T08:00:00Z"),
    ("2026-12-15T00:00", "2027-01-15T06:00:00Z"),
  ]) func `ends at the same wall time a civil month later`(end: String, expected: String) throws {
    let chicago = try chicago()
    let windowEnd = chicago.instant(of: try civil(end))
    #expect(chicago.notifyBy(windowEnd: windowEnd) == (try instant(expected)))
  }

  @Test func `stays on the window's date in any zone`() throws {
    for name in ["America/Chicago", "Pacific/Honolulu", "America/St_Johns", "UTC"] {
      let zone = try systemZone(name)
      let end = zone.startOfDay(try date("2026-09-28"))
      #expect(zone.notifyBy(windowEnd: end) == zone.startOfDay(try date("2026-10-28")))
    }
  }
}
