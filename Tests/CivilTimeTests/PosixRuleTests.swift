import CivilTime
import Testing

@Suite struct `A POSIX rule` {
  @Test func `says offsets eastward, and both clock changes`() throws {
    let rule = try PosixRule("CST6CDT,M3.2.0,M11.1.0")
    #expect(rule.standard.abbreviation == "CST")
    #expect(rule.standard.offset == -21_600)
    let daylight = try #require(rule.daylight)
    #expect(daylight.side.abbreviation == "CDT")
    #expect(daylight.side.offset == -18_000)
    #expect(daylight.begins.day == .month(3, week: 2, .sunday))
    #expect(daylight.ends.day == .month(11, week: 1, .sunday))
    #expect(daylight.begins.seconds == 7200)
    #expect(daylight.begins.wallTime(inYear: 2026) == (try civil("2026-03-08T02:00")))
    #expect(daylight.ends.wallTime(inYear: 2026) == (try civil("2026-11-01T02:00")))
  }

  @Test func `may do without daylight saving time`() throws {
    #expect(try PosixRule("HST10").daylight == nil)
    #expect(try PosixRule("<-0330>+3:30:15").standard.offset == -12_615)
    #expect(try PosixRule("<+0545>-5:45").standard.abbreviation == "+0545")
  }

  @Test func `has days in three forms`() throws {
    func begin(_ day: String, _ year: Int) throws -> String {
      let rule = try PosixRule("AAA0BBB,\(day),J365")
      return try #require(rule.daylight).begins.wallTime(inYear: year).description
    }
    #expect(try begin("J59/0", 2028) == "2028-02-28T00:00:00")
    #expect(try begin("J60/0", 2028) == "2028-03-01T00:00:00")
    #expect(try begin("J60/0", 2026) == "2026-03-01T00:00:00")
    #expect(try begin("J365/0", 2028) == "2028-12-31T00:00:00")
    #expect(try begin("0/0", 2028) == "2028-01-01T00:00:00")
    #expect(try begin("59/0", 2028) == "2028-02-29T00:00:00")
    #expect(try begin("59/0", 2026) == "2026-03-01T00:00:00")
    #expect(try begin("365/0", 2028) == "2028-12-31T00:00:00")
    #expect(try begin("M2.5.2/0", 2028) == "2028-02-29T00:00:00")
    #expect(try begin("M2.5.2/0", 2026) == "2026-02-24T00:00:00")
    #expect(try begin("M2.5.0/0", 2026) == "2026-02-22T00:00:00")
    #expect(try begin("M9.1.1/0", 2026) == "2026-09-07T00:00:00")
    #expect(try begin("M3.5.0/-2", 2026) == "2026-03-28T22:00:00")
    #expect(try begin("M3.5.0/-167", 2026) == "2026-03-22T01:00:00")
    #expect(try begin("M3.4.4/26:30", 2026) == "2026-03-27T02:30:00")
    #expect(try begin("M3.4.4/167", 2026) == "2026-04-01T23:00:00")
    #expect(try begin("M3.2.0", 2026) == "2026-03-08T02:00:00")
  }

  @Test func `with negative daylight saving time calls the winter the exception`() throws {
    let zone = try Zone(name: "Europe/Dublin", posixRule: "IST-1GMT0,M10.5.0,M3.5.0/1")
    let winter = try instant("2026-01-15T12:00:00Z")
    let summer = try instant("2026-07-15T12:00:00Z")
    #expect(zone.offset(at: winter) == 0 && zone.isDaylight(at: winter))
    #expect(zone.offset(at: summer) == 3600 && !zone.isDaylight(at: summer))
    #expect(zone.abbreviation(at: try instant("2026-03-29T00:59:59Z")) == "GMT")
    #expect(zone.abbreviation(at: try instant("2026-03-29T01:00:00Z")) == "IST")
  }

  @Test func `may have daylight saving time all year`() throws {
    for text in ["EST5EDT,0/0,J365/25", "XXX3EDT4,0/0,J365/23"] {
      let zone = try Zone(name: "Always", posixRule: text)
      for hour in stride(from: Int64(0), to: 3 * 8766, by: 1) {
        let instant = Instant.epoch.adding(hours: hour + 56 * 8766)
        guard zone.offset(at: instant) == -14_400, zone.isDaylight(at: instant) else {
          Issue.record("\(text) \(instant)")
          break
        }
      }
      #expect(zone.nextTransition(after: .epoch) == nil)
    }
  }

  @Test func `holds in every year, by folding 400 of them`() throws {
    let zone = try chicago()
    let rule = try #require(zone.rule?.daylight)
    for year in [1, 2, 399, 400, 401, 402, 403, 404, 405, 1600, 2026, 2401, 2805, 9998, 9999] {
      let begins = rule.begins.wallTime(inYear: year)
      let change = zone.startOfDay(begins.date).adding(hours: 2)
      #expect(zone.offset(at: change.adding(milliseconds: -1)) == -21_600, "\(year)")
      #expect(zone.offset(at: change) == -18_000, "\(year)")
      #expect(zone.instant(of: begins, .earlier) == change, "\(year)")
      let ends = rule.ends.wallTime(inYear: year)
      let back = zone.instant(of: ends).adding(hours: -1)
      #expect(zone.offset(at: back.adding(milliseconds: -1)) == -18_000, "\(year)")
      #expect(zone.offset(at: back) == -21_600, "\(year)")
      #expect(zone.nextTransition(after: change) == back, "\(year)")
    }
  }

  @Test(arguments: [
    ("", 0, "a zone abbreviation of 3 to 16 letters"), ("CS6", 2, "a zone abbreviation"),
    ("ABCDEFGHIJKLMNOPQ6", 17, "a zone abbreviation"), ("<AB>6", 3, "a zone abbreviation"),
    ("<CST6", 5, "\">\" after the zone abbreviation"), ("CST", 3, "hours from 0 to 24"),
    ("CST25", 3, "hours from 0 to 24"), ("CST6:60", 5, "two digits"), ("CST6:0", 5, "two digits"),
    ("CST6CDT", 7, "\",\" and the day of a clock change"), ("CST6CDT,", 8, "a day:"),
    ("CST6CDT,M13.1.0,M11.1.0", 9, "a month from 1 to 12"),
    ("CST6CDT,M0.1.0,M11.1.0", 9, "a month from 1 to 12"),
    ("CST6CDT,M3.6.0,M11.1.0", 11, "a week from 1 to 5"),
    ("CST6CDT,M3.0.0,M11.1.0", 11, "a week from 1 to 5"),
    ("CST6CDT,M3.2.7,M11.1.0", 13, "a weekday from 0 (Sunday) to 6"),
    ("CST6CDT,M3,M11.1.0", 10, "\".\""), ("CST6CDT,J0,J365", 9, "a day of the year from 1 to 365"),
    ("CST6CDT,J366,J365", 9, "a day of the year from 1 to 365"), ("CST6CDT,366,1", 8, "a day:"),
    ("CST6CDT,M3.2.0/168,M11.1.0", 15, "hours from 0 to 167"),
    ("CST6CDT,M3.2.0", 14, "\",\" and the day of a clock change"),
    ("CST6CDT,M3.2.0,M11.1.0,", 22, "the end of the rule"), ("CST9999999999999999999", 3, "hours"),
  ]) func `that makes no sense is refused with its place`(
    text: String, offset: Int, expected: String
  ) {
    let error = #expect(throws: ZoneError.self) { try PosixRule(text) }
    #expect(error?.offset == offset, "\(text)")
    #expect(error?.expected.hasPrefix(expected) == true, "\(text): \(error?.expected ?? "")")
    #expect(error?.part == .rule)
  }

  @Test func `is at most 256 bytes long`() {
    let error = #expect(throws: ZoneError.self) {
      try PosixRule("CST6CDT,M3.2.0/0" + String(repeating: "0", count: 300))
    }
    #expect(error?.found == "316 bytes")
  }
}
