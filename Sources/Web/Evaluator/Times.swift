import CivilTime
import HTML
import Notices

// Dates and times within a page: without the zone, which the foot of the page names, and without line breaks
// inside.

extension Visit {
  /// When something ends: "Friday, November 13, 11:59 PM".
  func end(_ instant: Instant) -> Markup {
    let shown = wording.shownEnd(instant)
    return time(datetime: Self.digits(shown)) { unbroken(wording.end(instant)) }
  }

  /// When something happened: "Thursday, October 22, 4:12 PM".
  func happened(_ instant: Instant) -> Markup {
    time(datetime: Self.digits(zone.civil(at: instant))) { unbroken(wording.moment(instant)) }
  }

  /// The day on which something happened.
  func dayOf(_ instant: Instant) -> Markup {
    let date = zone.date(at: instant)
    return time(datetime: "\(date)") { unbroken(wording.day(date)) }
  }

  /// The last day before something ends, for rows: "Friday, November 13".
  func endDay(_ instant: Instant) -> Markup {
    let date = wording.shownEnd(instant).date
    return time(datetime: "\(date)") { unbroken(wording.day(date)) }
  }

  /// The time of day alone: "4:12 PM".
  func timeOfDay(_ instant: Instant) -> String {
    let clock = zone.civil(at: instant).time
    let hour = clock.hour % 12 == 0 ? 12 : clock.hour % 12
    let minute = clock.minute < 10 ? "0\(clock.minute)" : "\(clock.minute)"
    return "\(hour):\(minute)\u{A0}\(clock.hour < 12 ? "AM" : "PM")"
  }

  /// A date's words without the zone, and with no-break spaces where it must not break.
  func unbroken(_ text: String) -> String {
    var text = text[...]
    let zone = " (\(zone.commonName))"
    if text.hasSuffix(zone) { text = text.dropLast(zone.count) }
    var words: [Substring] = []
    var whole = ""
    for word in text.split(separator: " ") {
      if let last = words.last {
        let isTied =
          word == "AM" || word == "PM" || CivilDate.monthNames.contains { $0 == String(last) }
        whole += isTied ? "\u{A0}" : " "
      }
      whole += word
      words.append(word)
    }
    return whole
  }

  private static func digits(_ civil: CivilDateTime) -> String {
    let (hour, minute) = (civil.time.hour, civil.time.minute)
    return "\(civil.date)T\(hour < 10 ? "0" : "")\(hour):\(minute < 10 ? "0" : "")\(minute)"
  }
}
