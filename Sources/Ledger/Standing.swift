public import CivilTime
public import Programs

/// What somebody may still have in a period, and from when there is more.
public struct CapStanding: Hashable, Sendable {
  public var period: Period
  /// The bracket's label.
  public var bracket: String
  public var cap: Money
  /// What counts against the cap already.
  public var used: Money

  /// What is left; never below zero, though a lower bracket may leave less than what is used.
  public var left: Money { max(.zero, cap - used) }
  /// The first day of the next period.
  public var moreFrom: CivilDate { period.end }

  public init(period: Period, bracket: String, cap: Money, used: Money) {
    self.period = period
    self.bracket = bracket
    self.cap = cap
    self.used = used
  }
}

extension PayRules {
  /// What is left under somebody's cap on a day.
  ///
  /// - Parameters:
  ///   - person: Whose cap.
  ///   - employment: What HR says of that person.
  ///   - day: A day of the period that is asked about; applying then is what it is reckoned for.
  ///   - book: That person's entries.
  /// - Returns: The cap of that day's bracket, and what counts against it in that day's period.
  /// - Throws: ``LedgerRefusal/salaryUnknown(_:)``.
  public func standing(
    of person: PersonNumber, _ employment: Employment, on day: CivilDate, in book: Book
  ) throws(LedgerRefusal) -> CapStanding {
    let policy = version(on: day).policy
    let bracket = try bracket(policy.cap, person, employment, applied: day, counted: day)
    let period = period(policy.cap.period, holding: day)
    return CapStanding(
      period: period, bracket: bracket.label, cap: bracket.amount,
      used: book.used(by: person, in: period))
  }

  /// The bracket of a person.
  ///
  /// - Parameters:
  ///   - cap: The cap in force.
  ///   - person: Whose bracket.
  ///   - employment: What HR says of that person.
  ///   - applied: The day of applying, or of handing in.
  ///   - counted: The day on which it counts: that of applying, or the pay date.
  /// - Returns: The bracket of the salary of the day that the cap names.
  /// - Throws: ``LedgerRefusal/salaryUnknown(_:)``.
  func bracket(
    _ cap: CapPolicy, _ person: PersonNumber, _ employment: Employment, applied: CivilDate,
    counted: CivilDate
  ) throws(LedgerRefusal) -> CapBracket {
    if cap.brackets.count == 1 { return cap.brackets[0] }
    let day =
      switch cap.salaryOn {
      case .applying: applied
      case .periodStart: period(cap.period, holding: counted).first
      case .paying: counted
      }
    guard let salary = employment.salary(on: day), let bracket = cap.bracket(of: salary) else {
      throw LedgerRefusal.salaryUnknown([person])
    }
    return bracket
  }
}
