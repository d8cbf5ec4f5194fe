/// Where an amount stands.
///
/// The first of each ring is what the others of it account for: it is never above zero, they are its
/// counterparts.
public enum Account: String, Hashable, Sendable, Codable, CaseIterable {
  // MARK: What counts against a cap

  /// Everything that counts against somebody's cap, on the day on which it does.
  case counted
  /// Applied for, and neither released nor awarded yet.
  case reserved
  /// What was counted and came to something: awarded, or paid.
  case fulfilled

  // MARK: What is owed

  /// What decisions have granted, ever; a reversal does not lower it.
  case earned
  /// To be paid, in no sealed file yet; below zero where somebody owes.
  case payable
  /// In a payroll file that is sealed, and not marked as paid yet. Rule 6 takes it for payable.
  case sealed
  case paid
  /// Held back by a cap or for want of funds, to be paid later.
  case carriedOver
  /// Held back for good.
  case refused
  /// Earned by a decision that no longer stands, or corrected.
  case reversed

  // MARK: Funds

  /// What was granted for a period.
  case granted
  /// What is left of it.
  case funds
  case spent

  public enum Ring: String, Hashable, Sendable, CaseIterable {
    case cap, owed, funds
  }

  public var ring: Ring {
    switch self {
    case .counted, .reserved, .fulfilled: .cap
    case .earned, .payable, .sealed, .paid, .carriedOver, .refused, .reversed: .owed
    case .granted, .funds, .spent: .funds
    }
  }
}

/// What held money back.
public enum PayShortage: String, Hashable, Sendable, Codable, CaseIterable, Comparable {
  case cap, funds

  public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// Somebody's number in the district's records.
public struct PersonNumber: Hashable, Comparable, Sendable, Codable {
  public var number: Int64

  public init(_ number: Int64) { self.number = number }

  public init(from decoder: any Decoder) throws {
    number = try decoder.singleValueContainer().decode(Int64.self)
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(number)
  }

  public static func < (left: Self, right: Self) -> Bool { left.number < right.number }
}

/// What an amount is for: a proposal with the evidence for it, or evidence without one; or a figure that was
/// brought along.
public struct Item: Hashable, Comparable, Sendable, Codable {
  public var source: Source
  public var number: Int64

  public init(_ source: Source, _ number: Int64) {
    self.source = source
    self.number = number
  }

  public enum Source: String, Hashable, Sendable, Codable {
    case submission, opening
  }

  public static func < (left: Self, right: Self) -> Bool {
    (left.source.rawValue, left.number) < (right.source.rawValue, right.number)
  }
}

/// One amount that is owed for an item: its award, a later year of a rise, or a correction.
public struct LotKey: Hashable, Comparable, Sendable, Codable {
  public var item: Item
  /// Counted from 0 for each item.
  public var part: Int

  public init(_ item: Item, _ part: Int) {
    self.item = item
    self.part = part
  }

  public static func < (left: Self, right: Self) -> Bool {
    (left.item, left.part) < (right.item, right.part)
  }
}
