public import CivilTime
public import Programs

/// What pay needs to know about somebody's employment, as HR tells it.
public struct Employment: Hashable, Sendable, Codable {
  /// Yearly salaries with their first days.
  public var salaries: [Salary]
  /// Bargaining units with their first days; `nil` for none.
  public var units: [Membership]
  public var hired: CivilDate?
  /// The first day on which this person no longer works in the district.
  public var left: CivilDate?
  /// Whether what the district knew of this person was erased: HR will never say more.
  public var isErased: Bool

  public init(
    salaries: [Salary] = [], units: [Membership] = [], hired: CivilDate? = nil,
    left: CivilDate? = nil, isErased: Bool = false
  ) {
    self.salaries = salaries.sorted { $0.from < $1.from }
    self.units = units.sorted { $0.from < $1.from }
    self.hired = hired
    self.left = left
    self.isErased = isErased
  }

  public struct Salary: Hashable, Sendable, Codable {
    public var from: CivilDate
    public var amount: Money

    public init(from: CivilDate, _ amount: Money) {
      self.from = from
      self.amount = amount
    }
  }

  public struct Membership: Hashable, Sendable, Codable {
    public var from: CivilDate
    public var unit: String?

    public init(from: CivilDate, _ unit: String?) {
      self.from = from
      self.unit = unit
    }
  }

  /// The salary in force on a day; before the first one that HR names, that first one.
  public func salary(on day: CivilDate) -> Money? {
    (salaries.last { $0.from <= day } ?? salaries.first)?.amount
  }

  public func unit(on day: CivilDate) -> String? {
    units.last { $0.from <= day }?.unit
  }

  public func isEmployed(on day: CivilDate) -> Bool {
    if let hired, day < hired { return false }
    if let left, day >= left { return false }
    return true
  }
}

/// Why somebody is not paid for micro-credentials.
public enum Ineligibility: Hashable, Sendable, Codable {
  case notEmployed(on: CivilDate)
  /// Not in one of the units that the program names.
  case notInUnit(on: CivilDate, units: [String])
  /// Hired too short a time before.
  case employedTooShort(until: CivilDate)
  case hiredTooLate(after: CivilDate)
  /// HR's file does not say what the program asks for.
  case hireDateUnknown
}

extension EligibilityPolicy {
  /// What speaks against somebody on a day; nothing if all is well.
  public func objection(to person: Employment, on day: CivilDate) -> Ineligibility? {
    guard person.isEmployed(on: day) else { return .notEmployed(on: day) }
    if !bargainingUnits.isEmpty {
      guard let unit = person.unit(on: day), bargainingUnits.contains(unit) else {
        return .notInUnit(on: day, units: bargainingUnits)
      }
    }
    guard employedDaysMin > 0 || hiredUntil != nil else { return nil }
    guard let hired = person.hired else { return .hireDateUnknown }
    if let hiredUntil, hired > hiredUntil { return .hiredTooLate(after: hiredUntil) }
    let from = hired.adding(days: employedDaysMin)
    return day < from ? .employedTooShort(until: from) : nil
  }
}
