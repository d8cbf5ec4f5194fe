import CivilTime
import Testing

@Suite struct `An instant` {
  @Test func `is written in UTC, with decimals only where there are milliseconds`() throws {
    #expect(Instant.epoch.description == "1970-01-01T00:00:00Z")
    #expect(Instant(milliseconds: 1).description == "1970-01-01T00:00:00.001Z")
    #expect(Instant(milliseconds: -1).description == "1969-12-31T23:59:59.999Z")
    #expect(Instant(seconds: 1_789_387_200).description == "2026-09-14T12:00:00Z")
    #expect(Instant.distantPast.description == "0001-01-01T00:00:00Z")
    #expect(Instant.distantFuture.description == "9999-12-31T23:59:59.999Z")
  }

  @Test(arguments: [
    ("2026-09-14T12:00:00Z", 1_789_387_200_000),
    ("2026-09-14t12:00:00z", 1_789_387_200_000),
    ("2026-09-14T07:00:00-05:00", 1_789_387_200_000),
    ("2026-09-14T17:45:00+05:45", 1_789_387_200_000),
    ("2026-09-14T12:00:00.25Z", 1_789_387_200_250),
    ("2026-09-14T12:00:00.123456789Z", 1_789_387_200_123),
    ("1969-12-31T23:59:59.999Z", -1),
    ("0001-01-01T00:00:00Z", -62_135_596_800_000),
    ("9999-12-31T23:59:59.999Z", 253_402_300_799_999),
  ]) func `is read from RFC 3339`(text: String, milliseconds: Int64) {
    #expect(Instant(rfc3339: text)?.milliseconds == milliseconds)
  }

  @Test(arguments: [
    "", "2026-09-14", "2026-09-14T12:00Z", "2026-09-14 12:00:00Z", "2026-09-14T12:00:00",
    "2026-09-14T24:00:00Z", "2026-09-14T12:60:00Z", "2026-06-30T23:59:60Z", "2026-02-29T00:00:00Z",
    "2026-09-14T12:00:00.Z", "2026-09-14T12:00:00.1234567890Z", "2026-09-14T12:00:00+24:00",
    "2026-09-14T12:00:00+05:60", "2026-09-14T12:00:00+0500", "2026-09-14T12:00:00Zx",
    "2026-9-14T12:00:00Z", "+026-09-14T12:00:00Z", "0000-12-31T23:59:59Z",
    "0001-01-01T00:00:00+00:01", "9999-12-31T23:59:59-00:01", "２026-09-14T12:00:00Z",
  ]) func `is not read from anything else`(text: String) {
    #expect(Instant(rfc3339: text) == nil)
  }

  @Test func `moves by what its unit says`() throws {
    let noon = try instant("2026-09-14T12:00:00Z")
    #expect(noon.adding(milliseconds: 1).description == "2026-09-14T12:00:00.001Z")
    #expect(noon.adding(seconds: -1).description == "2026-09-14T11:59:59Z")
    #expect(noon.adding(minutes: 1).description == "2026-09-14T12:01:00Z")
    #expect(noon.adding(hours: -13).description == "2026-09-13T23:00:00Z")
    #expect(noon.adding(days24h: 17).description == "2026-10-01T12:00:00Z")
    #expect(noon.adding(hours: 2).milliseconds(since: noon) == 7_200_000)
    #expect(noon < noon.adding(milliseconds: 1))
  }

  @Test func `stops at its edges instead of overflowing`() {
    for count in [Int64.max, 1 << 60] {
      #expect(Instant.epoch.adding(days24h: count) == .distantFuture)
      #expect(Instant.epoch.adding(milliseconds: count) == .distantFuture)
      #expect(Instant.distantFuture.adding(seconds: count) == .distantFuture)
      #expect(Instant.epoch.adding(hours: -count) == .distantPast)
      #expect(Instant.distantPast.adding(milliseconds: -count) == .distantPast)
      #expect(Instant(milliseconds: count) == .distantFuture)
      #expect(Instant(seconds: -count) == .distantPast)
    }
    #expect(Instant.distantFuture.adding(milliseconds: -1) < .distantFuture)
    #expect(Instant.distantFuture.adding(milliseconds: 1) == .distantFuture)
  }

  @Test func `rounds its seconds toward the past`() {
    #expect(Instant(milliseconds: 1999).seconds == 1)
    #expect(Instant(milliseconds: -1).seconds == -1)
    #expect(Instant(milliseconds: -1000).seconds == -1)
    #expect(Instant(milliseconds: -1001).seconds == -2)
  }

  @Test func `is a bare integer in JSON, within its years`() throws {
    let noon = try instant("2026-09-14T12:00:00Z")
    #expect(try json([noon]) == "[1789387200000]")
    #expect(try fromJSON("[1789387200000]") == [noon])
    #expect(try fromJSON("[253402300799999]") == [Instant.distantFuture])
    #expect(throws: DecodingError.self) { try fromJSON("[253402300800000]", as: [Instant].self) }
    #expect(throws: DecodingError.self) { try fromJSON("[-62135596800001]", as: [Instant].self) }
    #expect(throws: DecodingError.self) { try fromJSON("[\"2026-09-14\"]", as: [Instant].self) }
  }
}

@Suite struct `An interval` {
  @Test func `has its start and not its end`() throws {
    let start = try instant("2026-09-14T05:00:00Z")
    let end = try instant("2026-09-28T05:00:00Z")
    let window = Interval(start: start, end: end)
    #expect(!window.contains(start.adding(milliseconds: -1)))
    #expect(window.contains(start))
    #expect(window.contains(end.adding(milliseconds: -1)))
    #expect(!window.contains(end))
    #expect(window.milliseconds == 14 * 86_400_000)
    #expect(window.description == "[2026-09-14T05:00:00Z, 2026-09-28T05:00:00Z)")
    #expect(try fromJSON(try json(window)) == window)
  }

  @Test func `overlaps what shares an instant with it, not what touches it`() {
    func interval(_ start: Int64, _ end: Int64) -> Interval {
      Interval(start: Instant(milliseconds: start), end: Instant(milliseconds: end))
    }
    let window = interval(10, 20)
    #expect(window.overlaps(window))
    #expect(window.overlaps(interval(19, 30)))
    #expect(!window.overlaps(interval(20, 30)))
    #expect(window.overlaps(interval(0, 11)))
    #expect(!window.overlaps(interval(0, 10)))
    #expect(window.overlaps(interval(0, 30)))
    for empty in [interval(15, 15), interval(16, 14)] {
      #expect(empty.isEmpty)
      #expect(empty.milliseconds == 0)
      #expect(!empty.contains(Instant(milliseconds: 15)))
      #expect(!empty.overlaps(window) && !window.overlaps(empty) && !empty.overlaps(empty))
    }
    #expect(!interval(15, 16).isEmpty)
  }
}
