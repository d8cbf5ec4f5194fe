import CivilTime
import Testing

@Suite struct `A zone` {
  @Test func `skips an hour on 8 March 2026 and repeats one on 1 November in Chicago`() throws {
    let rows = [
      ("2026-03-08T01:59:59", "2026-03-08T07:59:59Z", "2026-03-08T07:59:59Z"),
      ("2026-03-08T02:00:00", "2026-03-08T08:00:00Z", "2026-03-08T08:00:00Z"),
      ("2026-03-08T02:30:00", "2026-03-08T08:00:00Z", "2026-03-08T08:00:00Z"),
      ("2026-03-08T02:59:59", "2026-03-08T08:00:00Z", "2026-03-08T08:00:00Z"),
      ("2026-03-08T03:00:00", "2026-03-08T08:00:00Z", "2026-03-08T08:00:00Z"),
      ("2026-03-08T03:00:01", "2026-03-08T08:00:01Z", "2026-03-08T08:00:01Z"),
      ("2026-11-01T00:59:59", "2026-11-01T05:59:59Z", "2026-11-01T05:59:59Z"),
      ("2026-11-01T01:00:00", "2026-11-01T06:00:00Z", "2026-11-01T07:00:00Z"),
      ("2026-11-01T01:30:00", "2026-11-01T06:30:00Z", "2026-11-01T07:30:00Z"),
      ("2026-11-01T01:59:59", "2026-11-01T06:59:59Z", "2026-11-01T07:59:59Z"),
      ("2026-11-01T02:00:00", "2026-11-01T08:00:00Z", "2026-11-01T08:00:00Z"),
    ]
    let zones = [
      try systemZone("America/Chicago"),
      try chicago(),
    ]
    for zone in zones {
      for (wall, earlier, later) in rows {
        #expect(zone.instant(of: try civil(wall), .earlier) == (try instant(earlier)), "\(wall)")
        #expect(zone.instant(of: try civil(wall), .later) == (try instant(later)), "\(wall)")
        #expect(zone.instant(of: try civil(wall)) == (try instant(later)), "\(wall)")
      }
    }
  }

  @Test func `starts a day at its first instant, even where midnight is skipped or repeated`()
    throws
  {
    let rows = [
      ("America/Chicago", "2026-03-08", "2026-03-08T06:00:00Z"),
      ("America/Chicago", "2026-03-09", "2026-03-09T05:00:00Z"),
      ("America/Chicago", "2026-11-01", "2026-11-01T05:00:00Z"),
      ("America/Chicago", "2026-11-02", "2026-11-02T06:00:00Z"),
      // Havana went from 01:00 back to 00:00 in 2025; its first 00:00 begins the day.
      ("America/Havana", "2025-11-02", "2025-11-02T04:00:00Z"),
      // São Paulo skipped 00:00 to 00:59 on 4 November 2018.
      ("America/Sao_Paulo", "2018-11-04", "2018-11-04T03:00:00Z"),
      // Samoa had no 30 December 2011; asked for, it begins with the 31st.
      ("Pacific/Apia", "2011-12-30", "2011-12-30T10:00:00Z"),
      ("Pacific/Apia", "2011-12-31", "2011-12-30T10:00:00Z"),
    ]
    for (name, day, start) in rows {
      #expect(
        try systemZone(name).startOfDay(try date(day)) == (try instant(start)), "\(name) \(day)")
    }
    let havana = try systemZone("America/Havana")
    #expect(
      havana.instant(of: try civil("2025-11-02T00:00")) == (try instant("2025-11-02T05:00:00Z")))
  }

  @Test func `keeps the wall time when civil days or months are added`() throws {
    let chicago = try chicago()
    let noon = try instant("2026-03-07T18:00:00.250Z")
    #expect(chicago.adding(days: 1, to: noon) == (try instant("2026-03-08T17:00:00.250Z")))
    #expect(noon.adding(days24h: 1) == (try instant("2026-03-08T18:00:00.250Z")))
    let halloween = try instant("2026-10-31T17:00:00Z")
    #expect(chicago.adding(days: 1, to: halloween) == (try instant("2026-11-01T18:00:00Z")))
    #expect(chicago.adding(months: 1, to: halloween) == (try instant("2026-11-30T18:00:00Z")))
    #expect(chicago.adding(days: 0, to: noon) == noon)
  }

  @Test func `tells dates at the edges of time without a trap`() throws {
    for zone in [
      Zone.utc, try systemZone("America/Chicago"), try systemZone("Pacific/Kiritimati"),
      try Zone(name: "Edge", posixRule: "AAA24BBB,J1/-167,J365/167"),
    ] {
      for edge in [Instant.distantPast, .distantFuture] {
        let there = zone.civil(at: edge)
        #expect(there.date <= CivilDate.last)
        _ = zone.instant(of: there, .earlier)
        _ = zone.startOfDay(there.date)
        _ = zone.nextTransition(after: edge)
      }
    }
    #expect(Zone.utc.civil(at: .distantFuture) == (try civil("9999-12-31T23:59:59")))
    #expect(Zone.utc.instant(of: try civil("0001-01-01T00:00")) == .distantPast)
  }

  @Test func `that never changes its clocks has no next transition`() throws {
    let now = try instant("2026-09-14T12:00:00Z")
    #expect(Zone.utc.nextTransition(after: .distantPast) == nil)
    #expect(try Zone(name: "US/Arizona", posixRule: "MST7").nextTransition(after: now) == nil)
    let chicago = try chicago()
    let change = try instant("2026-11-01T07:00:00Z")
    #expect(chicago.nextTransition(after: change.adding(milliseconds: -1)) == change)
    #expect(chicago.nextTransition(after: change) == (try instant("2027-03-14T08:00:00Z")))
  }

  @Test func `reads a day's every minute forth and back`() throws {
    let chicago = try chicago()
    for day in ["2026-03-08", "2026-07-04", "2026-11-01"] {
      let start = chicago.startOfDay(try date(day))
      let end = chicago.startOfDay(try date(day).adding(days: 1))
      for minutes in 0..<end.milliseconds(since: start) / 60_000 {
        let now = start.adding(minutes: minutes)
        let shown = chicago.civil(at: now)
        #expect(shown.date == (try date(day)))
        let both = [chicago.instant(of: shown, .earlier), chicago.instant(of: shown, .later)]
        #expect(both.contains(now) && both[1].milliseconds(since: both[0]) <= 3_600_000)
      }
    }
  }
}

@Suite struct `A zone's name` {
  @Test func `is a plain path below the zone directory`() throws {
    for name in [
      "UTC", "EST5EDT", "Etc/GMT+5", "America/Port-au-Prince", "America/North_Dakota/New_Salem",
      "a/b/c", String(repeating: "a", count: 32),
    ] {
      #expect(throws: Never.self, "\(name)") { try Zone.checkName(name) }
    }
    let refused = [
      ("", 0), ("/etc/passwd", 0), ("../etc/passwd", 0), ("America/../../etc/passwd", 8),
      ("America/", 8), ("America//Chicago", 8), (".", 0), ("America/.hidden", 8), ("-x", 0),
      ("+x", 0),
      ("America/Chicago\0", 15), ("America/Chicago ", 15), ("America\\Chicago", 7), ("zone.tab", 4),
      ("a/b/c/d", 5), ("a/b/c/", 5), ("Amérique", 2), (String(repeating: "a", count: 33), 33),
      ("~root", 0), ("5th", 0), ("America/\n", 8),
    ]
    for (name, offset) in refused {
      let error = #expect(throws: ZoneError.self, "\(name)") { try Zone.checkName(name) }
      #expect(error?.part == .name)
      #expect(error?.offset == offset, "\(name)")
      #expect(throws: ZoneError.self) { try Zone(name: name, posixRule: "CST6") }
      #expect(throws: ZoneError.self) { try Zone(name: name, tzif: []) }
    }
  }

  @Test func `has a name that people use, for every zone of the United States`() throws {
    let rows = [
      ("America/New_York", "Eastern Time"), ("America/Chicago", "Central Time"),
      ("America/Denver", "Mountain Time"), ("America/Phoenix", "Mountain Standard Time"),
      ("America/Los_Angeles", "Pacific Time"), ("America/Anchorage", "Alaska Time"),
      ("Pacific/Honolulu", "Hawaii Time"), ("America/Adak", "Hawaii–Aleutian Time"),
      ("America/Puerto_Rico", "Atlantic Time"), ("Pacific/Guam", "Chamorro Time"),
      ("Europe/Dublin", "Europe/Dublin"),
    ]
    for (name, common) in rows { #expect(try systemZone(name).commonName == common) }
    let table = String(decoding: try zoneBytes("zone.tab"), as: UTF8.self)
    for line in table.split(separator: "\n")
    where ["US\t", "PR\t", "GU\t"].contains(line.prefix(3)) {
      let name = String(line.split(separator: "\t")[2])
      #expect(try systemZone(name).commonName.hasSuffix(" Time"), "\(name)")
    }
  }

  @Test func `belongs to zones whose offset it tells`() throws {
    let winter = try instant("2026-01-15T12:00:00Z")
    let summer = try instant("2026-07-15T12:00:00Z")
    let offsets = [
      "Eastern Time": [-5, -4], "Central Time": [-6, -5], "Mountain Time": [-7, -6],
      "Mountain Standard Time": [-7, -7], "Pacific Time": [-8, -7], "Alaska Time": [-9, -8],
      "Hawaii–Aleutian Time": [-10, -9], "Hawaii Time": [-10, -10], "Atlantic Time": [-4, -4],
      "Samoa Time": [-11, -11], "Chamorro Time": [10, 10],
    ]
    let table = String(decoding: try zoneBytes("zone.tab"), as: UTF8.self)
    for line in table.split(separator: "\n")
    where ["US\t", "PR\t", "GU\t"].contains(line.prefix(3)) {
      let zone = try systemZone(String(line.split(separator: "\t")[2]))
      let found = [winter, summer].map { zone.offset(at: $0) / 3600 }
      #expect(found == offsets[zone.commonName], "\(zone.name)")
    }
  }
}
