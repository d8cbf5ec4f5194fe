import CivilTime
import Testing

@Suite struct `A zone file` {
  @Test func `of version 1 to 4 is read`() throws {
    let winter = try instant("2026-01-15T12:00:00Z")
    let summer = try instant("2026-07-15T12:00:00Z")
    for version in ["2", "3", "4"] {
      let zone = try Zone(name: "Test", tzif: TZif(version: version).bytes)
      #expect(zone.rule == (try chicago().rule))
      #expect(zone.offset(at: winter) == -21_600)
      #expect(zone.offset(at: summer) == -18_000)
      #expect(zone.offset(at: try instant("1883-11-18T12:00:00Z")) == -21_036)
      #expect(zone.abbreviation(at: try instant("1883-11-18T12:00:00Z")) == "LMT")
    }
    // 1883 lies beyond 32 bits.
    var old = TZif(version: nil)
    old.times.removeFirst()
    old.indices.removeFirst()
    let zone = try Zone(name: "Test", tzif: old.bytes)
    #expect(zone.offset(at: winter) == -21_600)
    #expect(zone.offset(at: summer) == -21_600)
    #expect(zone.rule == nil)
  }

  @Test func `without a footer keeps its last offset`() throws {
    var file = TZif(version: "2")
    file.footer = ""
    let zone = try Zone(name: "Test", tzif: file.bytes)
    #expect(zone.abbreviation(at: .distantFuture) == "CST")
    #expect(zone.nextTransition(after: try instant("2007-11-04T07:00:00Z")) == nil)
  }

  @Test func `that is malformed is refused with its place`() {
    var rows: [(name: String, offset: Int, found: String, bytes: [UInt8])] = []
    func row(_ name: String, _ offset: Int, _ found: String, _ change: (inout TZif) -> Void) {
      var file = TZif(version: "2")
      change(&file)
      rows.append((name, offset, found, file.bytes))
    }
    // The second header begins at byte 44 + 7 = 51, its data at 95: five times of 8 bytes, five
    // indices (135), three types of 6 bytes (140), twelve bytes of names (158), the footer (170).
    row("no magic", 0, "bytes [84, 90, 105, 103]") { $0.magic = "TZig" }
    row("an unknown version", 4, "\"5\"") { $0.version = "5" }
    row("two versions", 55, "version 3") { $0.secondVersion = "3" }
    row("leap seconds", 51 + 28, "1") { $0.leapSeconds = 1 }
    row("no types", 51 + 36, "0") { $0.types = [] }
    row("no names", 51 + 40, "0") { $0.names = "" }
    row("too few UT flags", 51 + 20, "2") { $0.utFlags = [0, 0] }
    row("too many standard flags", 51 + 24, "4") { $0.standardFlags = [0, 0, 0, 0] }
    row("times in disorder", 103, "transition time -2717650800") { $0.times[1] = -2_717_650_800 }
    row("a time twice", 103, "transition time -2717647200") { $0.times[1] = -2_717_647_200 }
    row("times before the universe", 95, "transition time -576460752303423489") {
      $0.times[0] = -(1 << 59) - 1
    }
    row("a type beyond the table", 137, "local time type 3") { $0.indices[2] = 3 }
    row("an impossible offset", 140, "offset -90000") { $0.types[0].offset = -90_000 }
    row("an offset too far east", 152, "offset 93600") { $0.types[2].offset = 93_600 }
    row("a daylight flag of 2", 144, "daylight flag 2") { $0.types[0].isDaylight = 2 }
    row("a name beyond the table", 151, "abbreviation at 12") { $0.types[1].name = 12 }
    row("a name without an end", 166, "[67, 83, 84, 88]") { $0.names = "LMT\0CDT\0CSTX" }
    row("a name that is no name", 158, "[76, 32, 84, 0, 67, 68, 84, 0, 67, 83, 84, 0]") {
      $0.names = "L T\0CDT\0CST\0"
    }
    row("a rule that makes no sense", 174, "the end") { $0.footer = "CST" }
    row("a rule that doesn't continue", 171, "a rule with offsets [-18000, -14400]") {
      $0.footer = "EST5EDT,M3.2.0,M11.1.0"
    }
    row("bytes after the footer", 194, "1 more bytes") { $0.tail = [0] }
    row("no footer", 170, "the end") { $0.footer = nil }
    for (name, offset, found, bytes) in rows {
      let error = #expect(throws: ZoneError.self, "\(name)") { try Zone(name: "Test", tzif: bytes) }
      #expect(error?.part == .file)
      #expect(error?.offset == offset, "\(name): \(error?.description ?? "")")
      #expect(error?.found == found, "\(name): \(error?.description ?? "")")
      #expect(error?.description.hasPrefix("zone \"Test\", file, byte \(offset): found ") == true)
    }
  }

  @Test func `is refused wherever it is cut off`() throws {
    let bytes = TZif(version: "2").bytes
    for count in bytes.indices {
      let error = #expect(throws: ZoneError.self) {
        try Zone(name: "Test", tzif: Array(bytes.prefix(count)))
      }
      #expect(error?.offset ?? .max <= count)
    }
  }

  @Test func `is at most 256 KiB long`() {
    let error = #expect(throws: ZoneError.self) {
      try Zone(name: "Test", tzif: Array(repeating: 0, count: 262_145))
    }
    #expect(error?.found == "262145 bytes")
  }

  @Test func `that is damaged anywhere is refused or read, never a trap`() throws {
    var random = Seeded(state: 2026)
    let originals = try [
      "America/Chicago", "Europe/Dublin", "Asia/Kathmandu", "Australia/Lord_Howe", "Asia/Gaza",
    ].map { try zoneBytes($0) }
    let probes =
      [Instant.distantPast, .epoch, .distantFuture]
      + (0..<12).map { Instant(seconds: -3_000_000_000 + $0 * 900_000_000) }
    var refused = 0
    var read = 0
    for round in 0..<1500 {
      // Version 2 and later say everything twice: half of the rounds spare the block that is skipped.
      var bytes = originals[round % originals.count]
      for _ in 0..<Int.random(in: 1...6, using: &random) {
        damage(&bytes, sparing: round % 2 == 0 ? 0 : bytes.count / 3, using: &random)
      }
      guard let zone = try? Zone(name: "Test", tzif: bytes) else {
        refused += 1
        continue
      }
      read += 1
      for probe in probes {
        let shown = zone.civil(at: probe)
        _ = zone.abbreviation(at: probe)
        _ = zone.nextTransition(after: probe)
        _ = zone.instant(of: shown, .earlier)
        _ = zone.instant(of: shown, .later)
      }
    }
    #expect(refused > 300 && read > 60, "refused \(refused), read \(read)")
  }

  /// One mistake of the kinds that disks and programs make.
  private func damage(_ bytes: inout [UInt8], sparing start: Int, using random: inout Seeded) {
    guard start < bytes.count else { return }
    let place = Int.random(in: start..<bytes.count, using: &random)
    switch Int.random(in: 0..<12, using: &random) {
    case 0: bytes.removeLast(bytes.count - place)
    case 1: bytes.insert(UInt8.random(in: 0...255, using: &random), at: place)
    case 2: bytes.remove(at: place)
    case 3: bytes.replaceSubrange(place..<min(place + 8, bytes.count), with: [0x7F, 0xFF])
    case 4: for index in place..<min(place + 8, bytes.count) { bytes[index] = 0xFF }
    case 5: bytes.append(contentsOf: bytes[place...])
    default: bytes[place] = UInt8.random(in: 0...255, using: &random)
    }
  }
}

/// The bytes of a small file for Chicago, each part of which a test may change.
private struct TZif {
  var magic = "TZif"
  var version: String?
  var secondVersion: String?
  var leapSeconds: UInt32 = 0
  var utFlags: [UInt8] = []
  var standardFlags: [UInt8] = []
  /// 1883-11-18T17:00:00Z, and the changes of 2006 (April) and 2007.
  var times: [Int64] = [
    -2_717_647_200, 1_143_964_800, 1_162_105_200, 1_173_600_000, 1_194_159_600,
  ]
  var indices: [UInt8] = [2, 1, 2, 1, 2]
  var types: [(offset: Int32, isDaylight: UInt8, name: UInt8)] = [
    (-21_036, 0, 0), (-18_000, 1, 4), (-21_600, 0, 8),
  ]
  var names = "LMT\0CDT\0CST\0"
  var footer: String? = "CST6CDT,M3.2.0,M11.1.0"
  var tail: [UInt8] = []

  init(version: String?) {
    self.version = version
  }

  var bytes: [UInt8] {
    guard let version else {
      return header(nil, isEmpty: false) + block(timeSize: 4) + tail
    }
    let first = header(version, isEmpty: true) + bigEndian(0, size: 4) + [0, 0, 0]
    let second = header(secondVersion ?? version, isEmpty: false) + block(timeSize: 8)
    let end = footer.map { Array("\n\($0)\n".utf8) } ?? []
    return first + second + end + tail
  }

  private func header(_ version: String?, isEmpty: Bool) -> [UInt8] {
    var bytes = Array(magic.utf8) + (version.map { Array($0.utf8) } ?? [0])
    bytes += Array(repeating: 0, count: 15)
    let counts =
      isEmpty
      ? [0, 0, 0, 0, 1, 1]
      : [
        utFlags.count, standardFlags.count, Int(leapSeconds), times.count, types.count,
        names.utf8.count,
      ]
    return bytes + counts.flatMap { bigEndian(Int64($0), size: 4) }
  }

  private func block(timeSize: Int) -> [UInt8] {
    times.flatMap { bigEndian($0, size: timeSize) } + indices
      + types.flatMap { bigEndian(Int64($0.offset), size: 4) + [$0.isDaylight, $0.name] }
      + Array(names.utf8) + Array(repeating: 0, count: Int(leapSeconds) * (timeSize + 4))
      + standardFlags + utFlags
  }

  private func bigEndian(_ value: Int64, size: Int) -> [UInt8] {
    (0..<size).reversed().map { UInt8(truncatingIfNeeded: value >> Int64($0 * 8)) }
  }
}
