import CivilTime
import Foundation
import Testing

/// The system's own zone files, at their standard place.
func systemZone(_ name: String) throws -> Zone {
  let data = try Data(contentsOf: URL(fileURLWithPath: "/usr/share/zoneinfo/\(name)"))
  return try Zone(name: name, tzif: Array(data))
}

func instant(_ text: String) throws -> Instant {
  try #require(Instant(rfc3339: text))
}

func civil(_ text: String) throws -> CivilDateTime {
  try #require(CivilDateTime(iso: text))
}

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
      try Zone(name: "America/Chicago", posixRule: "CST6CDT,M3.2.0,M11.1.0"),
    ]
    for zone in zones {
      for (wall, earlier, later) in rows {
        #expect(zone.instant(of: try civil(wall), .earlier) == (try instant(earlier)), "\(wall)")
        #expect(zone.instant(of: try civil(wall), .later) == (try instant(later)), "\(wall)")
        #expect(zone.instant(of: try civil(wall)) == (try instant(later)), "\(wall)")
      }
    }
  }
}
