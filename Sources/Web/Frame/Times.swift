import CivilTime
import HTML
import Notices

// How pages say when: as the letters do, without the zone, which the foot of each page names once. Whole in sentences,
// short in tables. No space holds a line's end but one behind a comma, and an end at midnight is the minute before it.

extension Visit {
  // MARK: In sentences

  /// `Sunday, October 25, 11:59 PM`, for something that ends at 00:00 of the 26th.
  func until(_ end: Instant) -> String { tied(wording.end(end)) }

  /// `Monday, October 26, 12:20 AM`.
  func when(_ instant: Instant) -> String { tied(wording.moment(instant)) }

  /// `Monday, September 14`, with the time if it does not open with the day.
  func opening(_ instant: Instant) -> String { tied(wording.start(instant)) }

  /// The day of a promise: `Tuesday, October 27`.
  func promise(_ instant: Instant) -> String { tied(wording.promise(instant)) }

  /// `Wednesday, November 25`, with the year if it is another one.
  func long(_ date: CivilDate) -> String { tied(wording.day(date)) }

  /// `January 1, 2027`, in any year.
  func dated(_ date: CivilDate) -> String { tied(wording.dayWithYear(date)) }

  /// The day on which something happened.
  func day(of instant: Instant) -> String { long(zone.date(at: instant)) }

  /// The day of an end: `Wednesday, November 25`.
  func longDay(ofEnd instant: Instant) -> String { long(wording.shownEnd(instant).date) }

  /// `tomorrow`, `in 5 days`: how long there is until an end.
  func left(until end: Instant) -> String { wording.inDays(until: wording.shownEnd(end).date) }

  /// The time of day alone: `4:12 PM`.
  func clock(_ instant: Instant) -> String { tied(wording.clock(zone.civil(at: instant).time)) }

  /// When something was saved: `at 4:07 PM` today, with the day before today.
  func savedAt(_ instant: Instant) -> String {
    zone.date(at: instant) == wording.today
      ? words("clock.today", ["time": clock(instant)]) : words("clock.day", ["time": when(instant)])
  }

  // MARK: In tables

  /// `Wed, Nov 25`.
  func short(_ date: CivilDate) -> String {
    let year = date.year == wording.today.year ? "" : ", \(date.year)"
    return tied("\(date.weekday.name.prefix(3)), \(date.monthName.prefix(3)) \(date.day)\(year)")
  }

  /// The day of an end: `Wed, Nov 25`.
  func shortDay(ofEnd instant: Instant) -> String { short(wording.shownEnd(instant).date) }

  /// An end: `Wed, Nov 25, 11:59 PM`.
  func shortEnd(_ instant: Instant) -> String {
    let shown = wording.shownEnd(instant)
    return "\(short(shown.date)), \(tied(wording.clock(shown.time)))"
  }

  /// An instant: `Wed, Nov 25, 4:12 PM`.
  func short(_ instant: Instant) -> String {
    "\(short(zone.date(at: instant))), \(clock(instant))"
  }

  /// When something happened: `10:42 AM` today, else `Fri, Nov 20, 10:42 AM`.
  func moment(_ instant: Instant) -> String {
    zone.date(at: instant) == wording.today ? clock(instant) : short(instant)
  }

  // MARK: For programs

  /// A time for people, and the same for programs.
  func stamped(_ instant: Instant, _ text: String) -> Markup {
    time(datetime: iso(zone.civil(at: instant))) { text }
  }

  /// An end for people, and for programs as it is shown: `Sunday, October 25, 11:59 PM`.
  func stampedEnd(_ end: Instant) -> Markup {
    time(datetime: iso(wording.shownEnd(end))) { until(end) }
  }

  /// `2026-10-25T23:59`, on the wall clock of the district.
  private func iso(_ civil: CivilDateTime) -> String {
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(civil.date)T\(two(civil.time.hour)):\(two(civil.time.minute))"
  }

  /// Without the zone's name; spaces that don't follow a comma hold.
  private func tied(_ text: String) -> String {
    let text = text.contains("(") ? text.replacing(" (\(zone.commonName))", with: "") : text
    var result: [UInt8] = []
    var last = UInt8(ascii: " ")
    for byte in text.utf8 {
      if byte == UInt8(ascii: " "), last != UInt8(ascii: ",") {
        // U+00A0
        result += [0xC2, 0xA0]
      } else {
        result.append(byte)
      }
      last = byte
    }
    return String(decoding: result, as: UTF8.self)
  }
}
