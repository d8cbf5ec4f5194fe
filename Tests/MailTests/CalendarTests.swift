import CivilTime
import Mail
import Testing

@Suite struct `A calendar entry` {
  func lines(_ event: CalendarEvent) -> [String] {
    String(decoding: event.bytes, as: UTF8.self)
      .replacing("\r\n ", with: "")
      .split(separator: "\r\n", omittingEmptySubsequences: false).map(String.init)
  }

  @Test func `for an evaluator is an invitation with one event and its zone`() throws {
    let event = try MapleHollow.dueDate(.request(attendee: MapleHollow.theo()))
    #expect(
      lines(event).joined(separator: "\n") == """
        BEGIN:VCALENDAR
        VERSION:2.0
        PRODID:-//rubricd//notices//EN
        METHOD:REQUEST
        BEGIN:VTIMEZONE
        TZID:America/Chicago
        BEGIN:DAYLIGHT
        DTSTART:20250309T020000
        RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU
        TZOFFSETFROM:-0600
        TZOFFSETTO:-0500
        TZNAME:CDT
        END:DAYLIGHT
        BEGIN:STANDARD
        DTSTART:20251102T020000
        RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU
        TZOFFSETFROM:-0500
        TZOFFSETTO:-0600
        TZNAME:CST
        END:STANDARD
        END:VTIMEZONE
        BEGIN:VEVENT
        UID:assignment-31-evaluator-7@credentials.maplehollow.example
        SEQUENCE:0
        DTSTAMP:20260930T141000Z
        DTSTART;TZID=America/Chicago:20261020T232900
        DTEND;TZID=America/Chicago:20261020T235900
        SUMMARY:Due: 3 reviews
        DESCRIPTION:3 reviews are due Tuesday\\, October 20\\, 11:59 PM (Central Time). \
        The link is in the mail of September 30.
        ORGANIZER;CN=Office of Teaching and Learning:mailto:credentials@maplehollow.example
        ATTENDEE;CN=Theo;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=FALSE:\
        mailto:t.birch@maplehollow.example
        STATUS:CONFIRMED
        TRANSP:TRANSPARENT
        CLASS:PRIVATE
        END:VEVENT
        END:VCALENDAR

        """)
  }

  @Test func `stands among others in a calendar to subscribe to, in UTC and without a zone`() throws
  {
    var event = try MapleHollow.dueDate(.publish)
    event.summary = "Due: reviews, 3; and \\ more"
    let feed = CalendarFeed(name: "Dates, all", events: [event, event], refreshHours: 12)
    let lines = String(decoding: feed.bytes, as: UTF8.self).replacing("\r\n ", with: "")
      .split(separator: "\r\n").map(String.init)
    #expect(
      lines.prefix(8) == [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//rubricd//notices//EN", "METHOD:PUBLISH",
        "NAME:Dates\\, all", "X-WR-CALNAME:Dates\\, all", "REFRESH-INTERVAL;VALUE=DURATION:PT12H",
        "X-PUBLISHED-TTL:PT12H",
      ])
    #expect(lines.count { $0 == "BEGIN:VEVENT" } == 2 && lines.last == "END:VCALENDAR")
    #expect(lines.contains("DTSTART:20261021T042900Z") && lines.contains("DTEND:20261021T045900Z"))
    #expect(lines.contains("SUMMARY:Due: reviews\\, 3\\; and \\\\ more"))
    #expect(!lines.contains { $0.hasPrefix("BEGIN:VTIMEZONE") || $0.hasPrefix("ATTENDEE") })
    let nothing = CalendarFeed(name: "Nothing", events: [])
    #expect(String(decoding: nothing.bytes, as: UTF8.self).hasSuffix("END:VCALENDAR\r\n"))
  }

  @Test func `for a teacher invites nobody, and a cancelled one says so`() throws {
    let published = lines(try MapleHollow.dueDate(.publish))
    #expect(published.contains("METHOD:PUBLISH"))
    #expect(published.contains { $0.hasPrefix("ORGANIZER;") })
    #expect(!published.contains { $0.hasPrefix("ATTENDEE") })
    #expect(published.contains("STATUS:CONFIRMED"))
    var event = try MapleHollow.dueDate(.cancel(attendee: try MapleHollow.theo()))
    event.sequence = 2
    let cancelled = lines(event)
    #expect(cancelled.contains("METHOD:CANCEL"))
    #expect(cancelled.contains("STATUS:CANCELLED"))
    #expect(cancelled.contains("SEQUENCE:2"))
    #expect(cancelled.contains { $0.hasPrefix("ATTENDEE;CN=Theo") })
    #expect(!(published + cancelled).contains { $0.contains("VALARM") })
  }

  @Test func `escapes what its text and its names hold`() throws {
    var event = try MapleHollow.dueDate(.publish)
    event.summary = "a,b;c\\d:\"e\""
    event.details = "one\ntwo\r\nthree\tfour\u{7}"
    event.organizer = Mailbox(name: "Teaching, \"Learning\"; ^", event.organizer.address)
    let lines = lines(event)
    #expect(lines.contains(#"SUMMARY:a\,b\;c\\d:"e""#))
    #expect(lines.contains("DESCRIPTION:one\\ntwo\\nthree\tfour"))
    #expect(
      lines.contains(
        #"ORGANIZER;CN="Teaching, ^'Learning^'; ^^":mailto:credentials@maplehollow.example"#))
  }

  @Test func `folds at 75 bytes and never within a character`() throws {
    for count in 50..<80 {
      var event = try MapleHollow.dueDate(.publish)
      event.details =
        String(repeating: "x", count: count) + "é學🏫" + String(repeating: "學", count: 99)
      let whole = event.bytes
      let raw = whole.split(separator: 0x0A)
      #expect(raw.allSatisfy { $0.count <= 76 && $0.last == 0x0D })
      let areWhole = raw.allSatisfy { String(validating: $0, as: UTF8.self) != nil }
      #expect(areWhole)
      #expect(lines(event).contains("DESCRIPTION:" + event.details))
    }
  }

  @Test func `shows the wall time of its zone on both sides of a clock change`() throws {
    var event = try MapleHollow.dueDate(.publish)
    event.start = Instant(seconds: 1_793_512_800)  // 2026-11-01, 01:00 for the first time
    event.end = event.start.adding(hours: 26)
    #expect(lines(event).contains("DTSTART;TZID=America/Chicago:20261101T010000"))
    #expect(lines(event).contains("DTEND;TZID=America/Chicago:20261102T020000"))
  }

  @Test func `that begins or ends in a repeated hour is told in UTC`() throws {
    var event = try MapleHollow.dueDate(.publish)
    event.start = Instant(seconds: 1_793_512_800)
    event.end = event.start.adding(milliseconds: 3_599_999)
    #expect(lines(event).contains("DTEND;TZID=America/Chicago:20261101T015959"))
    event.end = event.start.adding(milliseconds: 3_600_000)  // 01:00 for the second time
    #expect(lines(event).contains("DTSTART:20261101T060000Z"))
    #expect(lines(event).contains("DTEND:20261101T070000Z"))
  }

  @Test func `in UTC needs no zone`() throws {
    var event = try MapleHollow.dueDate(.publish)
    event.zone = .utc
    #expect(lines(event).contains("DTEND:20261021T045900Z"))
    #expect(!lines(event).contains("BEGIN:VTIMEZONE"))
  }

  func zoneLines(_ name: String, _ rule: String) throws -> [String] {
    var event = try MapleHollow.dueDate(.publish)
    event.zone = try Zone(name: name, posixRule: rule)
    let all = lines(event)
    let start = try #require(all.firstIndex(of: "BEGIN:VTIMEZONE"))
    let end = try #require(all.firstIndex(of: "END:VTIMEZONE"))
    return Array(all[(start + 2)..<end])
  }

  @Test func `in a zone whose clocks stay has one observance`() throws {
    #expect(
      try zoneLines("America/Phoenix", "MST7") == [
        "BEGIN:STANDARD", "DTSTART:20260101T000000", "TZOFFSETFROM:-0700", "TZOFFSETTO:-0700",
        "TZNAME:MST", "END:STANDARD",
      ])
    #expect(try zoneLines("Asia/Kolkata", "IST-5:30").contains("TZOFFSETTO:+0530"))
  }

  @Test func `writes a last weekday, and a day of the month`() throws {
    let london = try zoneLines("Europe/London", "GMT0BST,M3.5.0/1,M10.5.0")
    #expect(london.contains("RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU"))
    #expect(london.contains("DTSTART:20250330T010000"))
    #expect(london.contains("RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU"))
    let julian = try zoneLines("Test/Julian", "AAA3BBB,J60/0,J300/0")
    #expect(julian.contains("RRULE:FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=1"))
    #expect(julian.contains("RRULE:FREQ=YEARLY;BYMONTH=10;BYMONTHDAY=27"))
  }

  @Test func `lists the year's changes where no rule can say them`() throws {
    // The change comes 26 hours after a Saturday began, which is a Sunday of another week at times.
    let lines = try zoneLines("Test/Odd", "AAA-2BBB,M3.4.4/50,M10.4.4/50")
    #expect(!lines.contains { $0.hasPrefix("RRULE") })
    #expect(
      lines.filter { $0.hasPrefix("DTSTART") } == [
        "DTSTART:20260101T000000", "DTSTART:20260328T020000", "DTSTART:20261024T020000",
      ])
    #expect(
      lines.filter { $0.hasPrefix("TZOFFSET") } == [
        "TZOFFSETFROM:+0200", "TZOFFSETTO:+0200", "TZOFFSETFROM:+0200", "TZOFFSETTO:+0300",
        "TZOFFSETFROM:+0300", "TZOFFSETTO:+0200",
      ])
  }
}
