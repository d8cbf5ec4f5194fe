import CivilTime
import Foundation
import Testing

/// Python's zoneinfo reads the same files by other code; both must tell the same of every second.
@Suite struct `Zones, held against Python's zoneinfo` {
  @Test func `agree at and around every transition from 1970 to 2100, and far beyond`() throws {
    let groups = try askPython()
    #expect(groups.flatMap(\.names).count >= 45)
    for group in groups {
      let bytes = try zoneBytes(group.names[0])
      for name in group.names { #expect(try zoneBytes(name) == bytes) }
      let zone = try Zone(name: group.names[0], tzif: bytes)
      for span in group.spans {
        check(span, in: zone)
      }
    }
  }

  /// Records what differs. (A hundred thousand `#expect`s would take longer than all they check.)
  private func check(_ span: Span, in zone: Zone) {
    for seconds in [span.start, span.start + 1, (span.start + span.end) / 2, span.end - 1] {
      let instant = Instant(seconds: seconds)
      let agrees =
        zone.offset(at: instant) == span.offset
        && zone.isDaylight(at: instant) == span.isDaylight
        && zone.abbreviation(at: instant) == span.abbreviation
        && zone.civil(at: instant) == civilDateTime(Int(seconds) + span.offset)
      if !agrees { Issue.record("\(zone.name) at \(instant), expected \(span)") }
    }
    let next = zone.nextTransition(after: Instant(seconds: span.start)) ?? .distantFuture
    if span.endsInTransition ? next.seconds != span.end : next.seconds < span.end {
      Issue.record("\(zone.name): next transition \(next), expected \(span)")
    }
    for row in span.wallTimes {
      let wall = civilDateTime(row.local)
      let both = [Zone.Ambiguity.earlier, .later].map { zone.instant(of: wall, $0).seconds }
      if both != [row.earlier, row.later] {
        Issue.record("\(zone.name) \(wall): found \(both), expected \(row)")
      }
    }
  }

  @Test func `reads every zone file of the system, and none that counts leap seconds`() throws {
    let files = FileManager.default.enumerator(atPath: systemZones.path)
    var read = 0
    while let path = files?.nextObject() as? String {
      let url = systemZones.appendingPathComponent(path)
      guard let data = try? Data(contentsOf: url), data.starts(with: Array("TZif".utf8)) else {
        continue
      }
      if path.hasPrefix("right/") {
        #expect(throws: ZoneError.self, "\(path)") { try Zone(name: path, tzif: Array(data)) }
      } else {
        #expect(throws: Never.self, "\(path)") { try Zone(name: path, tzif: Array(data)) }
        read += 1
      }
    }
    #expect(read > 300)
  }
}

// MARK: - What Python says

/// A stretch of seconds in which nothing changes, and wall times around its end.
private struct Span {
  let start: Int64
  let end: Int64
  /// Whether a transition, not the end of what was asked for, ends it.
  let endsInTransition: Bool
  let offset: Int
  let isDaylight: Bool
  let abbreviation: String
  var wallTimes: [(local: Int, earlier: Int64, later: Int64)] = []
}

private func civilDateTime(_ local: Int) -> CivilDateTime {
  let days = (local - ((local % 86_400) + 86_400) % 86_400) / 86_400
  let second = local - days * 86_400
  let time = WallTime(hour: second / 3600, minute: second / 60 % 60, second: second % 60)
  return CivilDateTime(CivilDate(daysSinceEpoch: days), time ?? .midnight)
}

/// Zones whose files are the same, byte for byte.
private struct ZoneGroup {
  let names: [String]
  var spans: [Span] = []
}

/// Runs the oracle, which finds transitions by halving the days at whose ends the answers differ.
private func askPython() throws -> [ZoneGroup] {
  let process = Process()
  process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
  process.arguments = ["python3", "-c", oracle, systemZones.path]
  let output = Pipe()
  process.standardOutput = output
  try process.run()
  let data = try output.fileHandleForReading.readToEnd() ?? Data()
  process.waitUntilExit()
  try #require(process.terminationStatus == 0)
  var groups: [ZoneGroup] = []
  for line in String(decoding: data, as: UTF8.self).split(separator: "\n") {
    let fields = line.split(separator: " ")
    if fields[0] == "zone" {
      groups.append(ZoneGroup(names: fields.dropFirst().map(String.init)))
      continue
    }
    let numbers = fields[1...3].compactMap { Int64($0) }
    try #require(numbers.count == 3)
    let group = groups.count - 1
    if fields[0] == "wall" {
      let span = groups[group].spans.count - 1
      groups[group].spans[span].wallTimes.append((Int(numbers[0]), numbers[1], numbers[2]))
    } else {
      groups[group].spans.append(
        Span(
          start: numbers[0], end: numbers[1], endsInTransition: numbers[2] == 1,
          offset: try #require(Int(fields[4])), isDaylight: fields[5] == "1",
          abbreviation: String(fields[6])))
    }
  }
  return groups
}

private let oracle = """
  import os, sys, zoneinfo
  from datetime import datetime, timedelta, timezone
  root = sys.argv[1]
  zoneinfo.reset_tzpath([root])
  # Where the system keeps the old names in a package of their own, they may be missing.
  names = ["US/" + name for name in os.listdir(root + "/US")] if os.path.isdir(root + "/US") else []
  for line in open(root + "/zone.tab"):
      if line.split("\\t")[0] in ("US", "PR", "VI", "GU", "AS", "MP"):
          names.append(line.split("\\t")[2].strip())
  names += ["UTC", "EST5EDT", "Europe/Dublin", "Europe/Berlin", "Asia/Kathmandu", "Africa/Casablanca",
      "Australia/Lord_Howe", "America/Havana", "America/Sao_Paulo", "America/St_Johns",
      "America/Nuuk", "Pacific/Apia", "Asia/Gaza", "Antarctica/Troll"]
  same = {}
  for name in sorted(set(names)):
      same.setdefault(open(root + "/" + name, "rb").read(), []).append(name)
  epoch = datetime(1970, 1, 1)
  utc = epoch.replace(tzinfo=timezone.utc)
  def days(first, last):
      # Noons three days apart: no zone here changes its clocks at noon, or twice in three days.
      first, last = (datetime.fromisoformat(text + " 12:00") for text in (first, last))
      return [first + timedelta(days=day) for day in range(0, (last - first).days, 3)]
  periods = [days("1970-01-01", "2101-01-01"), days("2436-01-01", "2438-01-01"),
      days("9998-01-01", "9999-12-20")]
  for group in same.values():
      zone = zoneinfo.ZoneInfo(group[0])
      def told(t):
          at = (utc + timedelta(seconds=t)).astimezone(zone)
          return (int(at.utcoffset().total_seconds()), int(bool(at.dst())), at.tzname())
      def instant(wall, fold):
          return int((wall.replace(tzinfo=zone, fold=fold) - utc).total_seconds())
      print("zone", *group)
      for noons in periods:
          rows = list(zip(map(zone.utcoffset, noons), map(zone.dst, noons), map(zone.tzname, noons)))
          here = instant(noons[0], 0)
          for index in range(1, len(noons)):
              if rows[index] == rows[index - 1]: continue
              low, high = instant(noons[index - 1], 0), instant(noons[index], 0)
              now, then = told(low), told(high)
              if now == then: continue
              while high - low > 1:
                  middle = (low + high) // 2
                  if told(middle) == now: low = middle
                  else: high = middle
              print("span", here, high, 1, *now)
              before, after = high + min(now[0], then[0]), high + max(now[0], then[0])
              for local in {before - 1, before, (before + after) // 2, after - 1, after, after + 1}:
                  wall = epoch + timedelta(seconds=local)
                  both = instant(wall, 0), instant(wall, 1)
                  if local - both[0] != told(both[0])[0]: both = high, high
                  print("wall", local, min(both), max(both))
              here = high
          last = instant(noons[-1], 0)
          print("span", here, last, 0, *told(here))
  """
