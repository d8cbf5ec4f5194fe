import CivilTime

/// Writes iCalendar: content lines, folded and escaped (RFC 5545 §3.1, §3.3.11).
struct CalendarWriter {
  /// Bytes of a line before its CRLF.
  static let lineLengthMaximum = 75

  private(set) var bytes: [UInt8] = []

  /// Writes a calendar with one event.
  mutating func write(_ event: CalendarEvent) {
    bytes.reserveCapacity(2_048)
    begin(event.method)
    let usesUTC =
      event.zone == Zone.utc || Self.isRepeated(event.start, in: event.zone)
      || Self.isRepeated(event.end, in: event.zone)
    if !usesUTC { write(CalendarZone(event.zone, around: event.start), named: event.zone.name) }
    write(entry: event, usesUTC: usesUTC)
    line("END:VCALENDAR")
  }

  /// Writes a calendar to subscribe to.
  mutating func write(_ feed: CalendarFeed) {
    bytes.reserveCapacity(512 * (feed.events.count + 1))
    begin(.publish)
    // The second of each pair is what programs knew before RFC 7986.
    line("NAME:" + Self.escape(feed.name))
    line("X-WR-CALNAME:" + Self.escape(feed.name))
    line("REFRESH-INTERVAL;VALUE=DURATION:PT\(feed.refreshHours)H")
    line("X-PUBLISHED-TTL:PT\(feed.refreshHours)H")
    for event in feed.events { write(entry: event, usesUTC: true) }
    line("END:VCALENDAR")
  }

  private mutating func begin(_ method: CalendarEvent.Method) {
    line("BEGIN:VCALENDAR")
    line("VERSION:2.0")
    line("PRODID:-//rubricd//notices//EN")
    line("METHOD:" + method.name)
  }

  private mutating func write(entry event: CalendarEvent, usesUTC: Bool) {
    line("BEGIN:VEVENT")
    line("UID:" + Self.escape(event.uid))
    line("SEQUENCE:\(event.sequence)")
    line("DTSTAMP:" + Self.utc(event.stamp))
    if usesUTC {
      line("DTSTART:" + Self.utc(event.start))
      line("DTEND:" + Self.utc(event.end))
    } else {
      let zone = ";TZID=" + Self.parameter(event.zone.name) + ":"
      line("DTSTART" + zone + Self.local(event.zone.civil(at: event.start)))
      line("DTEND" + zone + Self.local(event.zone.civil(at: event.end)))
    }
    line("SUMMARY:" + Self.escape(event.summary))
    if !event.details.isEmpty { line("DESCRIPTION:" + Self.escape(event.details)) }
    line("ORGANIZER" + Self.commonName(event.organizer) + ":" + event.organizer.address.mailto)
    if let attendee = event.attendee {
      line(
        "ATTENDEE" + Self.commonName(attendee)
          + ";ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=FALSE:" + attendee.address.mailto)
    }
    line("STATUS:" + Self.status(event.method))
    line("TRANSP:TRANSPARENT")
    line("CLASS:PRIVATE")
    line("END:VEVENT")
  }

  private mutating func write(_ zone: CalendarZone, named name: String) {
    line("BEGIN:VTIMEZONE")
    line("TZID:" + Self.escape(name))
    for observance in zone.observances {
      let kind = observance.isDaylight ? "DAYLIGHT" : "STANDARD"
      line("BEGIN:" + kind)
      line("DTSTART:" + Self.local(observance.start))
      if let rule = observance.rule { line("RRULE:" + rule) }
      line("TZOFFSETFROM:" + Self.offset(observance.offsetBefore))
      line("TZOFFSETTO:" + Self.offset(observance.offset))
      line("TZNAME:" + Self.escape(observance.abbreviation))
      line("END:" + kind)
    }
    line("END:VTIMEZONE")
  }

  /// Writes a content line, folded before the character that no longer fits.
  mutating func line(_ text: String) {
    var rest = Array(text.utf8)[...]
    var room = Self.lineLengthMaximum
    while rest.count > room {
      var end = rest.startIndex + room
      // Back to where a character begins: the other bytes of one are 10xxxxxx.
      while rest[end] & 0xC0 == 0x80, end > rest.startIndex { end -= 1 }
      bytes.append(contentsOf: rest[..<end])
      bytes.append(contentsOf: [0x0D, 0x0A, 0x20])
      rest = rest[end...]
      room = Self.lineLengthMaximum - 1
    }
    bytes.append(contentsOf: rest)
    bytes.append(contentsOf: [0x0D, 0x0A])
  }

  /// Text as a value: backslash, semicolon, comma and line ends escaped, other controls left out.
  static func escape(_ text: String) -> String {
    let isPlain = text.utf8.allSatisfy {
      $0 >= 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "\\") && $0 != UInt8(ascii: ";")
        && $0 != UInt8(ascii: ",")
    }
    guard !isPlain else { return text }
    var escaped = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\", ";", ",":
        escaped.append("\\")
        escaped.append(scalar)
      case "\n": escaped.append(contentsOf: "\\n".unicodeScalars)
      case "\t": escaped.append(scalar)
      case "\u{00}"..."\u{1F}", "\u{7F}": continue
      default: escaped.append(scalar)
      }
    }
    return String(escaped)
  }

  /// Text as a parameter's value, quoted where it needs it, with RFC 6868 for what quotes can't hold.
  static func parameter(_ text: String) -> String {
    var value = String.UnicodeScalarView()
    var needsQuotes = false
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": value.append(contentsOf: "^'".unicodeScalars)
      case "^": value.append(contentsOf: "^^".unicodeScalars)
      case "\u{00}"..."\u{1F}", "\u{7F}": continue
      default:
        if scalar == ":" || scalar == ";" || scalar == "," { needsQuotes = true }
        value.append(scalar)
      }
    }
    return needsQuotes ? "\"" + String(value) + "\"" : String(value)
  }

  /// Whether the clocks show this time for the second time. A local time in a calendar means the
  /// first (§3.3.5), so only UTC can say it.
  private static func isRepeated(_ instant: Instant, in zone: Zone) -> Bool {
    let first = zone.instant(of: zone.civil(at: instant), .earlier)
    return instant.milliseconds(since: first) >= 1_000
  }

  private static func commonName(_ mailbox: Mailbox) -> String {
    mailbox.name.map { ";CN=" + parameter($0) } ?? ""
  }

  private static func status(_ method: CalendarEvent.Method) -> String {
    switch method {
    case .request, .publish: "CONFIRMED"
    case .cancel: "CANCELLED"
    }
  }

  private static func utc(_ instant: Instant) -> String {
    local(Zone.utc.civil(at: instant)) + "Z"
  }

  static func local(_ civil: CivilDateTime) -> String {
    Digits.four(civil.date.year) + Digits.two(civil.date.month) + Digits.two(civil.date.day) + "T"
      + Digits.two(civil.time.hour) + Digits.two(civil.time.minute)
      + Digits.two(civil.time.second)
  }

  /// `-0600`, with seconds only if there are some (§3.3.14).
  private static func offset(_ seconds: Int) -> String {
    let size = abs(seconds)
    return (seconds < 0 ? "-" : "+") + Digits.two(size / 3_600) + Digits.two(size / 60 % 60)
      + (size % 60 == 0 ? "" : Digits.two(size % 60))
  }
}
