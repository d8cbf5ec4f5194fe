import CivilTime
import Notices
import Testing

@Suite struct `Dates and times in words` {
  @Test func `an instant has weekday, day, time and the zone's common name`() throws {
    let wording = try MapleHollow.wording(sent: "2026-09-01T07:00")
    #expect(
      try wording.moment(MapleHollow.instant("2026-10-30T16:00"))
        == "Friday, October 30, 4:00 PM (Central Time)")
    #expect(
      try wording.moment(MapleHollow.instant("2026-09-02T12:05"))
        == "Wednesday, September 2, 12:05 PM (Central Time)")
    #expect(
      try wording.moment(MapleHollow.instant("2026-09-02T09:30"))
        == "Wednesday, September 2, 9:30 AM (Central Time)")
  }

  @Test func `a year is named only if it is not the year of sending`() throws {
    let end = try MapleHollow.instant("2027-01-25T00:00")
    let inOld = try MapleHollow.wording(sent: "2026-12-31T23:59")
    let inNew = try MapleHollow.wording(sent: "2027-01-01T00:00")
    #expect(inOld.end(end) == "Sunday, January 24, 2027, 11:59 PM (Central Time)")
    #expect(inNew.end(end) == "Sunday, January 24, 11:59 PM (Central Time)")
    #expect(
      try inNew.day(MapleHollow.date("2026-12-31")) == "Thursday, December 31, 2026")
  }

  @Test func `an end at 00:00 of New Year's Day belongs to the old year`() throws {
    let wording = try MapleHollow.wording(sent: "2026-12-01T07:00")
    #expect(
      try wording.end(MapleHollow.instant("2027-01-01T00:00"))
        == "Thursday, December 31, 11:59 PM (Central Time)")
    #expect(
      try wording.end(MapleHollow.instant("2027-01-01T00:01"))
        == "Friday, January 1, 2027, 12:01 AM (Central Time)")
  }

  @Test func `an end is shown as it is unless it is at 00:00`() throws {
    let wording = try MapleHollow.wording(sent: "2026-09-01T07:00")
    #expect(
      try wording.end(MapleHollow.instant("2026-09-28T00:00"))
        == "Sunday, September 27, 11:59 PM (Central Time)")
    #expect(
      try wording.end(MapleHollow.instant("2026-09-27T23:59"))
        == "Sunday, September 27, 11:59 PM (Central Time)")
    #expect(
      try wording.time(ofEnd: MapleHollow.instant("2026-09-28T00:00")) == "11:59 PM (Central Time)")
    #expect(
      try wording.time(ofEnd: MapleHollow.instant("2026-09-28T16:00")) == "4:00 PM (Central Time)")
  }

  @Test func `a start at 00:00 is the day alone`() throws {
    let wording = try MapleHollow.wording(sent: "2026-09-01T07:00")
    #expect(
      try wording.start(MapleHollow.instant("2026-09-14T00:00")) == "Monday, September 14")
    #expect(
      try wording.start(MapleHollow.instant("2026-09-14T00:01"))
        == "Monday, September 14, 12:01 AM (Central Time)")
  }

  @Test func `the first minute of a day never reads as 12:00 AM`() throws {
    let wording = try MapleHollow.wording(sent: "2026-09-28T07:00")
    #expect(
      try wording.moment(MapleHollow.instant("2026-09-28T00:00:20"))
        == "Monday, September 28, 12:00:20 AM (Central Time)")
    #expect(
      try wording.moment(MapleHollow.instant("2026-09-28T00:00:00"))
        == "Monday, September 28, 12:00:00 AM (Central Time)")
    #expect(
      try wording.moment(MapleHollow.instant("2026-09-28T00:01:00"))
        == "Monday, September 28, 12:01 AM (Central Time)")
  }

  @Test func `a promise is the last whole day before its instant`() throws {
    let wording = try MapleHollow.wording(sent: "2026-09-01T07:00")
    #expect(
      try wording.promise(MapleHollow.instant("2026-10-28T00:00")) == "Tuesday, October 27")
    #expect(
      try wording.promise(MapleHollow.instant("2026-10-28T16:00")) == "Tuesday, October 27")
    #expect(
      try wording.promise(MapleHollow.instant("2026-10-27T23:59:59")) == "Monday, October 26")
  }

  @Test func `the name of the zone is the same on both sides of a clock change`() throws {
    let wording = try MapleHollow.wording(sent: "2026-10-01T07:00")
    #expect(
      try wording.end(MapleHollow.instant("2026-11-01T00:00"))
        == "Saturday, October 31, 11:59 PM (Central Time)")
    #expect(
      try wording.end(MapleHollow.instant("2026-11-02T00:00"))
        == "Sunday, November 1, 11:59 PM (Central Time)")
    // 01:30 comes twice on that day, and reads the same.
    let twice = try MapleHollow.instant("2026-11-01T01:30")
    #expect(wording.moment(twice) == "Sunday, November 1, 1:30 AM (Central Time)")
    #expect(wording.moment(twice.adding(hours: -1)) == wording.moment(twice))
  }

  @Test func `a day that has no 00:00 begins where its clocks go on`() throws {
    // Clocks go from 00:00 to 01:00 on the second Sunday of March.
    let zone = try Zone(name: "America/Havana", posixRule: "CST5CDT,M3.2.0/0,M11.1.0/1")
    let sent = zone.startOfDay(try MapleHollow.date("2026-03-01"))
    let wording = Wording(zone: zone, now: sent)
    let first = zone.startOfDay(try MapleHollow.date("2026-03-08"))
    #expect(zone.civil(at: first).time.hour == 1)
    #expect(wording.end(first).hasPrefix("Saturday, March 7, 11:59 PM ("))
    #expect(wording.start(first) == "Sunday, March 8")
  }
}

@Suite struct `Days and spans in words` {
  @Test func `days left are counted between civil dates on the day of sending`() throws {
    let due = try MapleHollow.date("2026-10-20")
    let cases = [
      ("2026-10-13T07:00", "in 7 days"), ("2026-10-18T23:59", "in 2 days"),
      ("2026-10-19T00:00", "tomorrow"), ("2026-10-19T23:59", "tomorrow"),
      ("2026-10-20T00:00", "today"), ("2026-10-20T23:59", "today"),
      ("2026-10-21T00:00", "yesterday"), ("2026-10-23T09:00", "3 days ago"),
    ]
    for (sent, words) in cases {
      #expect(try MapleHollow.wording(sent: sent).inDays(until: due) == words, "\(sent)")
    }
  }

  @Test func `a day of 25 hours is one day`() throws {
    let wording = try MapleHollow.wording(sent: "2026-10-31T23:30")
    #expect(try wording.inDays(until: MapleHollow.date("2026-11-01")) == "tomorrow")
    #expect(try wording.inDays(until: MapleHollow.date("2026-11-02")) == "in 2 days")
  }

  @Test(arguments: [
    (0, "0 days"), (1, "1 day"), (7, "7 days"), (12, "12 days"), (13, "about 2 weeks"),
    (15, "about 2 weeks"), (16, "16 days"), (20, "about 3 weeks"), (22, "about 3 weeks"),
    (23, "23 days"), (28, "about 4 weeks"), (43, "about 6 weeks"), (44, "44 days"),
    (50, "50 days"), (51, "about two months"), (60, "about two months"),
    (70, "about two months"), (71, "71 days"), (360, "360 days"), (361, "a year"),
    (365, "a year"), (366, "a year"), (370, "a year"), (371, "371 days"), (730, "2 years"),
  ])
  func `a span is said in the unit that people would use`(_ span: (days: Int, words: String)) {
    #expect(Wording.span(days: span.days) == span.words)
  }

  @Test func `the days of a window name each year that is another one, once`() throws {
    let wording = try MapleHollow.wording(sent: "2026-10-22T12:00")
    func days(_ start: String, _ end: String) throws -> String {
      try wording.days(from: MapleHollow.instant(start), to: MapleHollow.instant(end))
    }
    #expect(
      try days("2026-11-02T00:00", "2026-11-16T00:00") == "November 2 to November 15")
    #expect(
      try days("2027-01-11T00:00", "2027-01-25T00:00") == "January 11 to January 24, 2027")
    #expect(
      try days("2026-12-28T00:00", "2027-01-11T00:00") == "December 28 to January 10, 2027")
    #expect(
      try days("2027-12-27T00:00", "2028-01-10T00:00")
        == "December 27, 2027 to January 9, 2028")
    #expect(try days("2027-01-11T08:00", "2027-01-12T00:00") == "January 11, 2027")
    #expect(
      try days("2027-01-11T08:00", "2027-01-12T00:01") == "January 11 to January 12, 2027")
  }
}

@Suite struct `Counts, money and codes in words` {
  @Test func `a count is a whole phrase`() {
    #expect(Wording.counted(0, .review) == "0 reviews")
    #expect(Wording.counted(1, .review) == "1 review")
    #expect(Wording.counted(2, .reviewIs) == "2 reviews are")
    #expect(Wording.counted(1, .address) == "1 address")
    #expect(Wording.counted(1_500, .message) == "1,500 messages")
  }

  @Test func `money has cents and groups of three digits`() {
    #expect(Wording.money(cents: 600_00) == "$600.00")
    #expect(Wording.money(cents: 30_250_00) == "$30,250.00")
    #expect(Wording.money(cents: 5) == "$0.05")
    #expect(Wording.money(cents: -1_234_567_89) == "-$1,234,567.89")
    #expect(Wording.money(cents: .min) == "-$92,233,720,368,547,758.08")
  }

  @Test func `hours have no needless decimals`() {
    #expect(Wording.hours(hundredths: 4_00) == "4 hours")
    #expect(Wording.hours(hundredths: 1_00) == "1 hour")
    #expect(Wording.hours(hundredths: 1_50) == "1.5 hours")
    #expect(Wording.hours(hundredths: 25) == "0.25 hours")
    #expect(Wording.hours(hundredths: 1_05) == "1.05 hours")
  }

  @Test func `a receipt's code is twelve digits in groups of four`() {
    let hash: [UInt8] = [0x7F, 0x3A, 0x91, 0xC0, 0x5D, 0xE2, 0xFF, 0xFF]
    #expect(Wording.receiptCode(hash) == "7f3a 91c0 5de2")
    #expect(Wording.receiptCode([0x00, 0x0A, 0, 0, 0, 1]) == "000a 0000 0001")
  }

  @Test func `names are listed as people list them`() {
    #expect(Wording.list([]) == "")
    #expect(Wording.list(["a"]) == "a")
    #expect(Wording.list(["a", "b"]) == "a and b")
    #expect(Wording.list(["a", "b", "c"]) == "a, b and c")
  }
}
