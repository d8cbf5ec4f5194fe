import CivilTime
import Foundation
import Testing

/// The system's zone files, at their standard place.
let systemZones = URL(fileURLWithPath: "/usr/share/zoneinfo")

func zoneBytes(_ name: String) throws -> [UInt8] {
  Array(try Data(contentsOf: systemZones.appendingPathComponent(name)))
}

func systemZone(_ name: String) throws -> Zone {
  try Zone(name: name, tzif: try zoneBytes(name))
}

/// Chicago by its rule of 2007, which no later law and no system update can change.
func chicago() throws -> Zone {
  try Zone(name: "America/Chicago", posixRule: "CST6CDT,M3.2.0,M11.1.0")
}

func instant(_ text: String) throws -> Instant {
  try #require(Instant(rfc3339: text), "\(text)")
}

func civil(_ text: String) throws -> CivilDateTime {
  try #require(CivilDateTime(iso: text), "\(text)")
}

func date(_ text: String) throws -> CivilDate {
  try #require(CivilDate(iso: text), "\(text)")
}

func wall(_ text: String) throws -> WallTime {
  try #require(WallTime(iso: text), "\(text)")
}

/// The value as JSON text, and read back.
func json(_ value: some Encodable) throws -> String {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
  return String(decoding: try encoder.encode(value), as: UTF8.self)
}

func fromJSON<Value: Decodable>(_ text: String, as type: Value.Type = Value.self) throws -> Value {
  try JSONDecoder().decode(type, from: Data(text.utf8))
}

/// A small generator (SplitMix64), so that a seed names a test's whole course.
struct Seeded: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

/// The school year of Maple County, whose calendar most tests use: a Tuesday after Labor Day to a
/// Wednesday in June, and the next one.
func mapleCounty() throws -> SchoolCalendar {
  try SchoolCalendar(
    schoolYears: [
      SchoolCalendar.SchoolYear(first: try date("2026-09-01"), last: try date("2027-06-09")),
      SchoolCalendar.SchoolYear(first: try date("2027-09-01"), last: try date("2028-06-08")),
    ],
    daysOff: [
      DayOff("Labor Day", .holiday, from: try date("2026-09-07")),
      DayOff("Thanksgiving", .holiday, from: try date("2026-11-26"), to: try date("2026-11-27")),
      DayOff("winter break", .break, from: try date("2026-12-21"), to: try date("2027-01-01")),
      DayOff("Christmas", .holiday, from: try date("2026-12-24"), to: try date("2026-12-25")),
      DayOff("New Year's Day", .holiday, from: try date("2027-01-01")),
      DayOff("Juneteenth", .holiday, from: try date("2027-06-18")),
    ])
}
