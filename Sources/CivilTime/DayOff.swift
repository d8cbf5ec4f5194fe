/// One or more days without school, with the name that people read.
public struct DayOff: Hashable, Sendable {
  /// What a day off means for mail.
  public enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
    /// No school, and no mail.
    case holiday
    /// No school; held mail goes on its weekdays.
    case `break`
  }

  public let name: String
  public let kind: Kind
  public let first: CivilDate
  /// Included; the same as ``first`` for a single day.
  public let last: CivilDate

  /// - Parameters:
  ///   - name: Such as `Labor Day` or `winter break`.
  ///   - kind: Whether mail goes.
  ///   - first: The first day without school.
  ///   - last: The last one, included; if nothing is said, the first.
  public init(_ name: String, _ kind: Kind, from first: CivilDate, to last: CivilDate? = nil) {
    self.name = name
    self.kind = kind
    self.first = first
    self.last = last ?? first
  }
}

extension DayOff: Codable {
  private enum CodingKeys: String, CodingKey {
    case name, kind, first, last
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      try container.decode(String.self, forKey: .name),
      try container.decode(Kind.self, forKey: .kind),
      from: try container.decode(CivilDate.self, forKey: .first),
      to: try container.decodeIfPresent(CivilDate.self, forKey: .last))
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(name, forKey: .name)
    try container.encode(kind, forKey: .kind)
    try container.encode(first, forKey: .first)
    if last != first { try container.encode(last, forKey: .last) }
  }
}

/// All mistakes in a school calendar, each a sentence with its place, what was found or expected.
public struct SchoolCalendarError: Error, Hashable, Sendable, CustomStringConvertible {
  public let problems: [String]

  public var description: String { problems.joined(separator: "; ") }
}

/// What a day is to school and mail.
enum DayKind: UInt8 {
  case school
  case weekend
  /// A weekday of a break.
  case pause
  /// A Saturday or Sunday within a holiday.
  case holidayAtWeekend
  case holiday

  var isHoliday: Bool { self == .holiday || self == .holidayAtWeekend }

  /// A Monday to Friday without holiday.
  var isWorkday: Bool { self == .school || self == .pause }

  /// Takes a day off into account; a holiday outweighs a break.
  mutating func close(_ kind: DayOff.Kind) {
    switch (self, kind) {
    case (.school, .holiday), (.pause, .holiday): self = .holiday
    case (.weekend, .holiday): self = .holidayAtWeekend
    case (.school, .break): self = .pause
    case (.weekend, .break), (.pause, .break), (.holiday, _), (.holidayAtWeekend, _): break
    }
  }
}
