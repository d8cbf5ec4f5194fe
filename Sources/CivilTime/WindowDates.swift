/// The days on which a window takes what people hand in.
///
/// A window of 14 days that opens on Monday, 14 September 2026 takes its last submission on Sunday,
/// 27 September, and ends at 00:00 of the 28th. After that it stays silently open for some minutes of
/// grace, for whoever was pressing "Submit"; nobody is told about them.
public struct WindowDates: Hashable, Sendable {
  /// The first day, from its 00:00.
  public let first: CivilDate
  /// How many days, 1…366.
  public let days: Int
  /// Minutes after the end in which a submission still counts, 0…1440.
  public let graceMinutes: Int

  public static let daysAllowed = 1...366
  public static let graceMinutesAllowed = 0...1440

  /// A window of so many days; `nil` if a number is out of range.
  public init?(opening first: CivilDate, days: Int, graceMinutes: Int = 0) {
    guard WindowDates.daysAllowed.contains(days),
      WindowDates.graceMinutesAllowed.contains(graceMinutes)
    else { return nil }
    self.first = first
    self.days = days
    self.graceMinutes = graceMinutes
  }

  /// The last day on which people are told that they can hand in.
  public var last: CivilDate { first.adding(days: days - 1) }

  /// The day with whose 00:00 the window ends.
  public var endExclusive: CivilDate { first.adding(days: days) }

  /// The window as announced: from 00:00 of ``first`` to 00:00 of ``endExclusive``.
  ///
  /// Where clocks are changed at midnight, both go to the submitter's favour: the start is the earlier
  /// 00:00, the end the later one. A window over a clock change has an hour less or more than 24 times
  /// its days: in America/Chicago 14 days from 2 March 2026 have 335 hours, from 26 October 337.
  public func interval(in zone: Zone) -> Interval {
    Interval(
      start: zone.startOfDay(first),
      end: zone.instant(of: CivilDateTime(endExclusive, .midnight), .later))
  }

  /// The window with its grace: a submission counts if its instant lies in this.
  public func intervalWithGrace(in zone: Zone) -> Interval {
    let announced = interval(in: zone)
    return Interval(
      start: announced.start, end: announced.end.adding(minutes: Int64(graceMinutes)))
  }
}

extension WindowDates: CustomStringConvertible {
  /// `2026-09-14 to 2026-09-27`, both days included.
  public var description: String { "\(first) to \(last)" }
}

extension WindowDates: Codable {
  private enum CodingKeys: String, CodingKey {
    case first, days, graceMinutes
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let days = try container.decode(Int.self, forKey: .days)
    let grace = try container.decodeIfPresent(Int.self, forKey: .graceMinutes) ?? 0
    guard
      let window = WindowDates(
        opening: try container.decode(CivilDate.self, forKey: .first), days: days,
        graceMinutes: grace)
    else {
      throw DecodingError.dataCorrupted(
        DecodingError.Context(
          codingPath: decoder.codingPath,
          debugDescription: "found \(days) days and \(grace) minutes of grace, expected 1 to 366 "
            + "days and 0 to 1440 minutes"))
    }
    self = window
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(first, forKey: .first)
    try container.encode(days, forKey: .days)
    try container.encode(graceMinutes, forKey: .graceMinutes)
  }
}
