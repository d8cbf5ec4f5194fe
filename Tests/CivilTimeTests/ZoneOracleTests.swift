import CivilTime
import Foundation
import Testing

/// Python's zoneinfo reads the same files by other code; both must tell the same of every second.
@Suite struct `Zones, held against Python's zoneinfo` {
  @Test func `agree at and around every transition from 1970 to 2100, and far beyond`() throws {
    let groups = try askPython()
    #expect(groups.flatMap(\.names).count >= 55)
    for group in groups {
      let bytes = try zoneBytes(group.names[0])
      for name in group.names { #expect(try zoneBytes(name) == bytes) }
      let zone = try Zone(name: group.names[0], tzif: bytes)
      for span in group.spans {
        check(span, in: zone)
        for row in span.wallTimes {
          let wall = civilDateTime(row.local)
          let both = [Zone.Ambiguity.earlier, .later].map { zone.instant(of: wall, $0).seconds }
          #expect(both == [row.earlier, row.later], "\(zone.name) \(wall)")
        }
      }
    }
  }

  private func check(_ span: Span, in zone: Zone) {
    let middle = span.start + (span.end - span.start) / 2
    for seconds in [span.start, span.start + 1, middle, span.end - 1] {
      let instant = Instant(seconds: seconds)
      let found = Told(
        offset: zone.offset(at: instant), isDaylight: zone.isDaylight(at: instant),
        abbreviation: zone.abbreviation(at: instant))
      #expect(found == span.told, "\(zone.name) \(instant)")
      let local = Int(seconds) + span.told.offset
      #expect(zone.civil(at: instant) == civilDateTime(local), "\(zone.name) \(instant)")
    }
    let next = zone.nextTransition(after: Instant(seconds: span.start))
    if span.endsInTransition {
      #expect(next == Instant(seconds: span.end), "\(zone.name) \(span.start)")
    } else {
      #expect(next ?? .distantFuture >= Instant(seconds: span.end), "\(zone.name) \(span.start)")
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
    #expect(read > 400)
  }
}

// MARK: - What Python says

private struct Told: Equatable {
  let offset: Int
  let isDaylight: Bool
  let abbreviation: String
}

/// A stretch of seconds in which nothing changes, and wall times around its end.
private struct Span {
  let start: Int64
  let end: Int64
  /// Whether a transition, not the end of what was asked for, ends it.
  let endsInTransition: Bool
  let told: Told
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
  for line in data.split(separator: UInt8(ascii: "\n")) {
    let fields = line.split(separator: UInt8(ascii: " ")).map {
      String(decoding: $0, as: UTF8.self)
    }
    if fields[0] == "zone" {
      groups.append(ZoneGroup(names: Array(fields.dropFirst())))
      continue
    }
    let numbers = try fields.dropFirst().prefix(3).map { try #require(Int64($0)) }
    if fields[0] == "wall" {
      let last = groups[groups.count - 1].spans.count - 1
      groups[groups.count - 1].spans[last].wallTimes.append(
        (Int(numbers[0]), numbers[1], numbers[2]))
      continue
    }
    groups[groups.count - 1].spans.append(
      Span(
        start: numbers[0], end: numbers[1], endsInTransition: numbers[2] == 1,
        told: Told(
          offset: try #require(Int(fields[4])), isDaylight: fields[5] == "1",
          abbreviation: fields[6])))
  }
  return groups
}

private let oracle = """
  import os, sys, zoneinfo
  from datetime import datetime, timedelta, timezone
  root = sys.argv[1]
  zoneinfo.reset_tzpath([root])
  names = ["US/" + name for name in os.listdir(root + "/US")]
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
  periods = [days("1970-01-01", "2101-01-01"), days("2436-01-01", "2441-01-01"),
      days("9990-01-01", "9999-12-20")]
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
