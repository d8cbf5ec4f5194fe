/// A place's rules for turning instants into civil dates and back.
///
/// Made from the bytes of a TZif file, which the caller reads (see ``checkName(_:)`` first), or from a
/// POSIX rule. Answers take one or two binary searches over a sorted array, well below a microsecond.
///
/// What holds after the file's last transition comes from its rule. It is written out for 402 years
/// when the zone is made; later years are folded back into these, because the Gregorian calendar, and
/// with it every such rule, repeats after 400 years (146,097 days, which are whole weeks).
public struct Zone: Hashable, Sendable {
  /// Which of two instants a wall time means that the clocks showed twice.
  ///
  /// In America/Chicago, 01:30 on 1 November 2026 is 06:30:00Z and 07:30:00Z. In a gap there is
  /// nothing to choose: 02:30 on 8 March 2026 is 08:00:00Z either way, the first instant after it.
  public enum Ambiguity: Hashable, Sendable {
    /// For starts: the window is open as soon as a clock shows its opening time.
    case earlier
    /// For deadlines: nobody is late while a clock may still show an earlier time.
    case later
  }

  /// The name in the zone database, such as `America/Chicago`.
  public let name: String

  /// The rule that holds from the file's last transition on; `nil` if the file has none.
  public let rule: PosixRule?

  /// Seconds since 1970 at which the local type changes, ascending.
  private let transitions: [Int64]
  /// Indices into `types`: the first holds before all transitions, each other from one on.
  private let typeIndices: [UInt16]
  private let types: [ZoneFile.LocalType]
  private let leastOffset: Int64
  private let greatestOffset: Int64
  /// From this second on, times are folded back by whole periods; `nil` without daylight saving time.
  private let foldFrom: Int64?

  /// 400 Gregorian years in seconds.
  private static let period: Int64 = 146_097 * 86_400

  /// Reads a zone from the bytes of its TZif file.
  ///
  /// - Parameters:
  ///   - name: The zone's name, as ``checkName(_:)`` allows it.
  ///   - tzif: The whole file, at most 256 KiB.
  /// - Throws: ``ZoneError`` at the first mistake: byte, found, expected.
  public init(name: String, tzif: [UInt8]) throws(ZoneError) {
    try Zone.checkName(name)
    let file = try ZoneFile(tzif, zone: name)
    self.init(
      name: name, types: file.types, transitions: file.transitions, typeAfter: file.typeAfter,
      rule: file.rule)
  }

  /// A zone that has followed one rule at all times.
  ///
  /// - Parameters:
  ///   - name: The zone's name, as ``checkName(_:)`` allows it.
  ///   - posixRule: Such as `CST6CDT,M3.2.0,M11.1.0`.
  /// - Throws: ``ZoneError`` at the first mistake: byte, found, expected.
  public init(name: String, posixRule: String) throws(ZoneError) {
    try Zone.checkName(name)
    let rule = try PosixRule(
      bytes: Array(posixRule.utf8), zone: name, part: .rule, base: 0)
    self.init(name: name, types: [], transitions: [], typeAfter: [], rule: rule)
  }

  /// Coordinated Universal Time, named `UTC`.
  public static let utc = Zone(
    name: "UTC",
    types: [ZoneFile.LocalType(offset: 0, isDaylight: false, abbreviation: "UTC")],
    transitions: [], typeAfter: [], rule: nil)

  /// Joins what the file lists with what its rule says for later.
  private init(
    name: String, types: [ZoneFile.LocalType], transitions: [Int64], typeAfter: [Int],
    rule: PosixRule?
  ) {
    var types = types
    var transitions = transitions
    var typeIndices = [UInt16(0)] + typeAfter.map { UInt16($0) }
    var foldFrom: Int64?
    if let rule {
      let written = RuleExpansion(rule, after: transitions.last)
      if types.isEmpty { types.append(written.typeBefore) }
      let firstType = types.count
      types += written.types
      transitions += written.transitions.map(\.seconds)
      typeIndices += written.transitions.map { UInt16(firstType + ($0.isDaylight ? 1 : 0)) }
      foldFrom = written.foldFrom
    }
    self.name = name
    self.rule = rule
    self.transitions = transitions
    self.typeIndices = typeIndices
    self.types = types
    self.foldFrom = foldFrom
    leastOffset = Int64(types.map(\.offset).min() ?? 0)
    greatestOffset = Int64(types.map(\.offset).max() ?? 0)
  }
}

// MARK: - From instants

extension Zone {
  /// Seconds that the zone's clocks are ahead of UTC at that instant; negative in America.
  public func offset(at instant: Instant) -> Int { type(at: instant).offset }

  /// What the zone's time is called at that instant, such as `CDT`.
  public func abbreviation(at instant: Instant) -> String { type(at: instant).abbreviation }

  /// Whether the zone counts that instant as daylight saving time.
  ///
  /// Europe/Dublin's own law calls its winter the exception: there it may be true in winter.
  public func isDaylight(at instant: Instant) -> Bool { type(at: instant).isDaylight }

  /// The date and time that clocks show at that instant.
  ///
  /// Beyond the years 1…9999 the date stays at the edge.
  public func civil(at instant: Instant) -> CivilDateTime {
    let local = Int(instant.seconds) + type(at: instant).offset
    let days = floorDivide(local, by: 86_400)
    return CivilDateTime(
      CivilDate(daysSinceEpoch: days), WallTime(secondOfDay: local - days * 86_400))
  }

  /// The date on calendars at that instant.
  public func date(at instant: Instant) -> CivilDate { civil(at: instant).date }

  /// The first instant after this one at which offset, name or kind of time change.
  ///
  /// - Returns: `nil` if there is none before the end of the year 9999.
  public func nextTransition(after instant: Instant) -> Instant? {
    let seconds = instant.seconds
    let shift = foldShift(seconds)
    var index = segment(at: seconds - shift)
    while index < transitions.count {
      defer { index += 1 }
      guard types[Int(typeIndices[index])] != types[Int(typeIndices[index + 1])] else { continue }
      let found = transitions[index] + shift
      guard found <= Instant.distantFuture.seconds else { return nil }
      guard found >= Instant.distantPast.seconds else { continue }
      return Instant(seconds: found)
    }
    return nil
  }

  private func type(at instant: Instant) -> ZoneFile.LocalType {
    let seconds = instant.seconds
    return types[Int(typeIndices[segment(at: seconds - foldShift(seconds))])]
  }

  /// How far to go back to reach the years that are written out: a multiple of the period.
  private func foldShift(_ seconds: Int64) -> Int64 {
    guard let foldFrom, seconds >= foldFrom else { return 0 }
    return ((seconds - foldFrom) / Zone.period + 1) * Zone.period
  }

  /// The number of transitions at or before that second.
  private func segment(at seconds: Int64) -> Int {
    var low = 0
    var high = transitions.count
    while low < high {
      let middle = (low + high) / 2
      if transitions[middle] <= seconds { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

// MARK: - To instants

extension Zone {
  /// The instant at which clocks show that date and time.
  ///
  /// A wall time that the clocks skip is moved to the first instant after the gap. Worked dates for
  /// America/Chicago:
  ///
  /// | wall time | `.earlier` | `.later` |
  /// | --- | --- | --- |
  /// | 2026-03-08 01:59:59 | 07:59:59Z | 07:59:59Z |
  /// | 2026-03-08 02:00:00 | 08:00:00Z | 08:00:00Z |
  /// | 2026-03-08 02:30:00 | 08:00:00Z | 08:00:00Z |
  /// | 2026-03-08 03:00:00 | 08:00:00Z | 08:00:00Z |
  /// | 2026-11-01 00:59:59 | 05:59:59Z | 05:59:59Z |
  /// | 2026-11-01 01:00:00 | 06:00:00Z | 07:00:00Z |
  /// | 2026-11-01 01:30:00 | 06:30:00Z | 07:30:00Z |
  /// | 2026-11-01 02:00:00 | 08:00:00Z | 08:00:00Z |
  ///
  /// - Parameters:
  ///   - civil: The date and time.
  ///   - ambiguity: Which instant to take if the clocks show it twice. If nothing is said, it is the
  ///     later one: most of what is computed is a deadline, and an hour lost there is somebody's work.
  /// - Returns: An instant at which clocks show `civil`, or the first one after the gap.
  public func instant(of civil: CivilDateTime, _ ambiguity: Ambiguity = .later) -> Instant {
    let wall = Int64(civil.date.daysSinceEpoch * 86_400 + civil.time.secondOfDay)
    let shift = foldShift(wall)
    let local = wall - shift
    // Whatever offset holds, the instant lies between these two; mostly they are in one segment.
    var index = segment(at: local - greatestOffset)
    let last = segment(at: local - leastOffset)
    var found: Int64?
    var afterGap: Int64?
    while index <= last {
      let offset = Int64(types[Int(typeIndices[index])].offset)
      let candidate = local - offset
      let hasBegun = index == 0 || transitions[index - 1] <= candidate
      let hasNotEnded = index == transitions.count || candidate < transitions[index]
      if hasBegun && hasNotEnded {
        found = candidate
        if ambiguity == .earlier { break }
      } else if !hasBegun && afterGap == nil {
        afterGap = transitions[index - 1]
      }
      index += 1
    }
    return Instant(seconds: (found ?? afterGap ?? local - leastOffset) + shift)
  }

  /// The first instant of that day: its 00:00, or where clocks skip that, the end of the gap.
  public func startOfDay(_ date: CivilDate) -> Instant {
    instant(of: CivilDateTime(date, .midnight), .earlier)
  }

  /// The same wall time so many civil days later.
  ///
  /// From 12:00 on 7 March 2026 in America/Chicago one day leads to 12:00 on 8 March, 23 hours later;
  /// from 12:00 on 31 October to 12:00 on 1 November, 25 hours later. Milliseconds are kept.
  public func adding(days: Int, to instant: Instant) -> Instant {
    moving(instant) { $0.adding(days: days) }
  }

  /// The same wall time so many months later, on the month's last day if it is shorter.
  ///
  /// See ``CivilDate/adding(months:)``. Milliseconds are kept.
  public func adding(months: Int, to instant: Instant) -> Instant {
    moving(instant) { $0.adding(months: months) }
  }

  private func moving(_ instant: Instant, _ move: (CivilDate) -> CivilDate) -> Instant {
    let from = civil(at: instant)
    let moved = self.instant(of: CivilDateTime(move(from.date), from.time), .later)
    return moved.adding(milliseconds: instant.milliseconds - instant.seconds * 1000)
  }
}

// MARK: - The rule, written out

/// The yearly transitions of a rule, for one period and some years beyond its ends, so that whatever is
/// asked of the period's edges finds its neighbours.
private struct RuleExpansion {
  /// Strictly ascending; of two that fall on one second, only the one that holds is here.
  var transitions: [(seconds: Int64, isDaylight: Bool)] = []
  /// Standard time, then daylight saving time if there is one.
  var types: [ZoneFile.LocalType]
  /// What holds before the first transition of a zone that has nothing but the rule.
  var typeBefore: ZoneFile.LocalType
  var foldFrom: Int64?

  /// - Parameters:
  ///   - rule: What to write out.
  ///   - last: The last transition that the file lists; only what is after it is written.
  init(_ rule: PosixRule, after last: Int64?) {
    let standard = ZoneFile.LocalType(
      offset: rule.standard.offset, isDaylight: false, abbreviation: rule.standard.abbreviation)
    types = [standard]
    typeBefore = standard
    guard let daylight = rule.daylight else { return }
    let summer = ZoneFile.LocalType(
      offset: daylight.side.offset, isDaylight: true, abbreviation: daylight.side.abbreviation)
    types.append(summer)
    // A file whose last transition lies beyond the year 9999 needs nothing written out.
    guard (last ?? 0) < Instant.distantFuture.seconds else { return }
    let firstYear =
      last.map { CivilDate(daysSinceEpoch: Int(floorDivide($0, by: 86_400))).year } ?? 1
    var changes: [(seconds: Int64, isDaylight: Bool)] = []
    for year in firstYear - 1...firstYear + 403 {
      let begins = daylight.begins.seconds(inYear: year, offset: standard.offset)
      let ends = daylight.ends.seconds(inYear: year, offset: summer.offset)
      changes += [(begins, true), (ends, false)]
    }
    // Daylight saving time that lasts all year ends in the very second in which it begins again
    // (RFC 8536 §3.3.1): of two changes at once the one to daylight saving time is the last.
    changes.sort { ($0.seconds, $0.isDaylight ? 1 : 0) < ($1.seconds, $1.isDaylight ? 1 : 0) }
    if changes.first?.isDaylight == false { typeBefore = summer }
    let end = Int64(daysSinceEpoch(year: firstYear + 403, month: 1)) * 86_400
    for change in changes where change.seconds > last ?? .min && change.seconds < end {
      if transitions.last?.seconds == change.seconds { transitions.removeLast() }
      transitions.append(change)
    }
    foldFrom = Int64(daysSinceEpoch(year: firstYear + 402, month: 1)) * 86_400
  }
}
