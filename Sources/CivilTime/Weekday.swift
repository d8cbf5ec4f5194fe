/// A day of the week; Monday is the first (ISO 8601). In JSON its English name, such as `"Monday"`.
public enum Weekday: Int, CaseIterable, Hashable, Sendable {
  case monday = 1
  case tuesday, wednesday, thursday, friday, saturday, sunday

  /// The English name: `Monday`.
  public var name: String {
    switch self {
    case .monday: "Monday"
    case .tuesday: "Tuesday"
    case .wednesday: "Wednesday"
    case .thursday: "Thursday"
    case .friday: "Friday"
    case .saturday: "Saturday"
    case .sunday: "Sunday"
    }
  }

  /// Whether it is Saturday or Sunday.
  public var isWeekend: Bool { self == .saturday || self == .sunday }

  /// The weekday with this English name, in any case.
  public init?(name: String) {
    let wanted = name.lowercased()
    guard let day = Weekday.allCases.first(where: { $0.name.lowercased() == wanted }) else {
      return nil
    }
    self = day
  }

  init(daysSinceEpoch days: Int) {
    // 1970-01-01 was a Thursday.
    switch ((days % 7) + 7) % 7 {
    case 0: self = .thursday
    case 1: self = .friday
    case 2: self = .saturday
    case 3: self = .sunday
    case 4: self = .monday
    case 5: self = .tuesday
    default: self = .wednesday
    }
  }
}

extension Weekday: Comparable {
  public static func < (left: Weekday, right: Weekday) -> Bool { left.rawValue < right.rawValue }
}

extension Weekday: CustomStringConvertible {
  public var description: String { name }
}

extension Weekday: Codable {
  public init(from decoder: any Decoder) throws {
    self = try decodeText(from: decoder, expected: "a weekday such as Monday") { Weekday(name: $0) }
  }

  public func encode(to encoder: any Encoder) throws {
    try encodeText(name, to: encoder)
  }
}
