import CivilTime
import HTML
import Notices

// How the administrator's pages say dates: short in tables, whole in sentences. Nothing of a date breaks across
// lines, and an end at midnight is the minute before it.

extension Visit {
  /// `Wednesday, November 25`, with the year if it is another one.
  func long(_ date: CivilDate) -> String { Self.unbroken(wording.day(date)) }

  /// `Wed, Nov 25`.
  func short(_ date: CivilDate) -> String {
    let year = date.year == wording.today.year ? "" : ", \(date.year)"
    return Self.unbroken(
      "\(date.weekday.name.prefix(3)), \(date.monthName.prefix(3)) \(date.day)\(year)")
  }

  /// The day of an end, in a sentence: `Wednesday, November 25`.
  func longDay(ofEnd instant: Instant) -> String { long(wording.shownEnd(instant).date) }

  /// The day of an end, in a table: `Wed, Nov 25`.
  func shortDay(ofEnd instant: Instant) -> String { short(wording.shownEnd(instant).date) }

  /// An end in a table: `Wed, Nov 25, 11:59 PM`.
  func shortEnd(_ instant: Instant) -> String {
    let shown = wording.shownEnd(instant)
    return "\(short(shown.date)), \(Self.clock(shown.time))"
  }

  /// When something happened: `10:42 AM` today, else `Fri, Nov 20, 10:42 AM`.
  func moment(_ instant: Instant) -> String {
    let civil = zone.civil(at: instant)
    let clock = Self.clock(civil.time)
    return civil.date == wording.today ? clock : "\(short(civil.date)), \(clock)"
  }

  static func clock(_ time: WallTime) -> String {
    let hour = time.hour % 12 == 0 ? 12 : time.hour % 12
    let minute = time.minute < 10 ? "0\(time.minute)" : "\(time.minute)"
    return "\(hour):\(minute)\u{A0}\(time.hour < 12 ? "AM" : "PM")"
  }

  /// Spaces that don't follow a comma hold.
  static func unbroken(_ text: String) -> String {
    var result = ""
    var last: Character = " "
    for character in text {
      result.append(character == " " && last != "," ? "\u{A0}" : character)
      last = character
    }
    return result
  }
}
