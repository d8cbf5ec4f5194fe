import CivilTime

/// The two shapes in which a form service exports responses, told by their timestamps.
public enum FormShape: String, Hashable, Sendable {
  /// From the linked sheet: `8/31/2023 19:08:16`, in the form's zone; answers joined by ", ".
  case sheet
  /// The form's own download: `2026/09/27 3:00:00 PM GMT+3`; answers joined by ";".
  case download
}

/// When a response came in, as its export says it.
struct FormTimestamp: Hashable {
  let instant: Instant
  /// What a clock in the form's zone showed.
  let local: CivilDateTime
  let shape: FormShape
  /// Whether the clocks of the form's zone skipped what the sheet says, so that the zone may be
  /// another one.
  let isSkipped: Bool

  static let expected =
    "a time such as 8/31/2023 19:08:16 or 2026/09/27 3:00:00 PM GMT+3, of 2000 to 2100"

  /// Reads a timestamp of either shape, or in the form of ISO 8601; nil when it is none of these.
  ///
  /// A sheet's time that the clocks showed twice is taken for the earlier instant: it decides
  /// whether somebody was in time, and the export no longer knows.
  ///
  /// - Parameters:
  ///   - cell: The trimmed cell.
  ///   - zone: The form's zone, for times without an offset.
  ///   - order: In which order the sheet's dates name month and day.
  init?(_ cell: ArraySlice<UInt8>, zone: Zone, order: DateOrder) {
    var scanner = Scanner(cell)
    guard let date = CellValues.date(&scanner, order: order), (2000...2100).contains(date.year)
    else { return nil }
    if !scanner.take("T") {
      _ = scanner.take(",")
      guard let next = scanner.next, next == 0x20 || next >= 0x80 else { return nil }
      scanner.skipSpaces()
    }
    guard let time = Self.time(&scanner) else { return nil }
    scanner.skipSpaces()
    let written = CivilDateTime(date, time)
    if scanner.isAtEnd {
      shape = .sheet
      local = written
      instant = zone.instant(of: written, .earlier)
      isSkipped = zone.civil(at: instant) != written
    } else {
      guard let offset = Self.offset(&scanner), scanner.isAtEnd else { return nil }
      shape = .download
      let seconds = Int64(date.daysSinceEpoch) * 86_400 + Int64(time.secondOfDay)
      instant = Instant(seconds: seconds - Int64(offset))
      local = zone.civil(at: instant)
      isSkipped = false
    }
  }

  /// Takes `19:08:16`, `7:08 PM` or `19:08:16.250`.
  private static func time(_ scanner: inout Scanner) -> WallTime? {
    guard let hour = scanner.number(upTo: 2), scanner.take(":"),
      let minute = scanner.number(upTo: 2), minute.digits == 2
    else { return nil }
    var second = 0
    if scanner.take(":") {
      guard let found = scanner.number(upTo: 2), found.digits == 2 else { return nil }
      second = found.value
      if scanner.take("."), scanner.number(upTo: 9) == nil { return nil }
    }
    var ahead = scanner
    ahead.skipSpaces()
    let half = ahead.letters(upTo: 2)
    guard half == "AM" || half == "PM" else {
      return WallTime(hour: hour.value, minute: minute.value, second: second)
    }
    scanner = ahead
    guard (1...12).contains(hour.value) else { return nil }
    return WallTime(
      hour: hour.value % 12 + (half == "PM" ? 12 : 0), minute: minute.value, second: second)
  }

  /// Takes `GMT+3`, `UTC-05:30`, `+0530`, `Z` or the abbreviation of a zone of the United States,
  /// which the form service writes there for forms that were made in one.
  private static func offset(_ scanner: inout Scanner) -> Int? {
    let name = scanner.letters(upTo: 5)
    switch name {
    case "GMT", "UTC", "Z", "":
      if scanner.isAtEnd { return name.isEmpty ? nil : 0 }
    default:
      return abbreviations[name].map { $0 * 3600 }
    }
    guard let sign = scanner.take(oneOf: ["+", "-"]), let first = scanner.number(upTo: 4) else {
      return nil
    }
    var hours = first.value
    var minutes = 0
    if first.digits > 2 {
      (hours, minutes) = (first.value / 100, first.value % 100)
    } else if scanner.take(":") {
      guard let found = scanner.number(upTo: 2), found.digits == 2 else { return nil }
      minutes = found.value
    }
    guard hours <= 14, minutes < 60 else { return nil }
    return (hours * 3600 + minutes * 60) * (sign == "-" ? -1 : 1)
  }

  /// Hours from UTC. (RFC 822 §5.1 for the four continental zones.)
  private static let abbreviations = [
    "AST": -4, "ADT": -3, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6,
    "PST": -8, "PDT": -7, "AKST": -9, "AKDT": -8, "HST": -10, "HDT": -9, "SST": -11, "CHST": 10,
  ]
}
