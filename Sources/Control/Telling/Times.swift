import CivilTime
import Documents

/// Says instants in the district's own time.
struct Times {
  let zone: Zone

  /// The minute in which something happened: `2026-09-14 09:30`.
  func at(_ instant: Instant) -> String {
    let civil = zone.civil(at: instant)
    return "\(civil.date) \(clock(civil.time))"
  }

  /// The last minute before an end, which is exclusive: `2026-09-27 23:59` for 00:00 of the 28th.
  func end(_ instant: Instant) -> String {
    at(instant.adding(milliseconds: -1))
  }

  /// The last whole day before an end.
  func lastDay(_ instant: Instant) -> CivilDate {
    zone.date(at: instant.adding(milliseconds: -1))
  }

  private func clock(_ time: WallTime) -> String {
    "\(time.hour < 10 ? "0" : "")\(time.hour):\(time.minute < 10 ? "0" : "")\(time.minute)"
  }
}

extension Plain {
  static func instant(_ instant: Instant) -> Plain { .string("\(instant)") }
  static func date(_ date: CivilDate) -> Plain { .string("\(date)") }
  static func number(_ number: Int64) -> Plain { .integer(Int(number)) }
}

extension Instant {
  var plain: Plain { .instant(self) }
}
