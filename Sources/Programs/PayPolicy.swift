public import CivilTime

/// What a micro-credential pays, to whom, up to which cap, from which funds and on which days.
///
/// Each setting that a district's own text leaves open has a default here, stated beside it.
public struct PayPolicy: Hashable, Sendable, Codable {
  public var kind: PayKind
  /// What one micro-credential is worth where the catalog names no amount; `nil`: the catalog must.
  public var amount: Money?
  public var cap: CapPolicy
  public var carryOver: CarryOverPolicy
  public var eligibility: EligibilityPolicy
  /// Funds that can run out; `nil` where there is no limit but the cap.
  public var funds: FundsPolicy?
  public var payDates: PayDatePolicy

  public init(
    kind: PayKind, amount: Money? = nil, cap: CapPolicy, carryOver: CarryOverPolicy = .init(),
    eligibility: EligibilityPolicy = .init(), funds: FundsPolicy? = nil, payDates: PayDatePolicy
  ) {
    self.kind = kind
    self.amount = amount
    self.cap = cap
    self.carryOver = carryOver
    self.eligibility = eligibility
    self.funds = funds
    self.payDates = payDates
  }
}

/// How an amount reaches its teacher.
public enum PayKind: Hashable, Sendable, Codable {
  /// The amount, once.
  case stipend
  /// The amount a year, from a day on.
  case salaryRise(RiseTerms)
}

/// From when a rise in base salary counts, and how its first year is reckoned.
public struct RiseTerms: Hashable, Sendable, Codable {
  public var effective: Effective
  public var prorated: Proration
  /// The year by which salaries are reckoned: the school year by default.
  public var year: PeriodKind
  /// Whether the rise is paid again each year, without counting against a cap again: yes by default.
  public var recurs: Bool

  public init(
    effective: Effective = .firstOfNextMonth, prorated: Proration = .months,
    year: PeriodKind = .schoolYear, recurs: Bool = true
  ) {
    self.effective = effective
    self.prorated = prorated
    self.year = year
    self.recurs = recurs
  }

  /// The first day of the rise.
  public enum Effective: String, Hashable, Sendable, Codable, CaseIterable {
    /// The day of the decision.
    case decision
    /// The first of the month after the decision; the default.
    case firstOfNextMonth
    /// The first day of the year after the decision.
    case nextYear
  }

  /// What is due in the first year.
  public enum Proration: String, Hashable, Sendable, Codable, CaseIterable {
    /// Whole months that are left, of twelve; a month that has begun does not count. The default.
    case months
    /// Days that are left, of the year's 365 or 366.
    case days
    /// The whole year's amount, whenever it begins.
    case none
  }
}

/// The year over which a cap or a fund is counted.
public enum PeriodKind: String, Hashable, Sendable, Codable, CaseIterable {
  case calendarYear
  /// From the first of the program's `schoolYearFirstMonth`.
  case schoolYear
}

/// The most that one person may have in a period.
public struct CapPolicy: Hashable, Sendable, Codable {
  public var period: PeriodKind
  public var binds: Binding
  /// Which day's salary says in which bracket somebody is: the day of applying by default.
  public var salaryOn: SalaryDay
  /// By salary, ascending; the last has no threshold.
  public var brackets: [CapBracket]
  /// Where a salary of exactly a threshold belongs: above it by default, since a cap "for less than $75,000"
  /// speaks of less.
  public var exactly: Side

  public init(
    period: PeriodKind, binds: Binding, salaryOn: SalaryDay = .applying, brackets: [CapBracket],
    exactly: Side = .above
  ) {
    self.period = period
    self.binds = binds
    self.salaryOn = salaryOn
    self.brackets = brackets
    self.exactly = exactly
  }

  /// What the cap holds down.
  public enum Binding: String, Hashable, Sendable, Codable, CaseIterable {
    /// What is applied for in a period: applying holds the amount.
    case whenApplying
    /// What is paid in a period: the rest waits.
    case onPayment
  }

  public enum SalaryDay: String, Hashable, Sendable, Codable, CaseIterable {
    /// The day of applying; on payment, the day of handing in.
    case applying
    /// The first day of the cap's period.
    case periodStart
    /// The pay date; only where the cap binds on payment.
    case paying
  }

  public enum Side: String, Hashable, Sendable, Codable, CaseIterable {
    case below, above
  }

  /// The bracket of a salary; `nil` only if there is none.
  public func bracket(of salary: Money) -> CapBracket? {
    brackets.first { bracket in
      guard let limit = bracket.salaryBelow else { return true }
      return exactly == .below ? salary <= limit : salary < limit
    } ?? brackets.last
  }
}

/// A range of salaries and its cap.
public struct CapBracket: Hashable, Sendable, Codable {
  public var label: String
  /// Salaries below this; `nil` for all the others.
  public var salaryBelow: Money?
  public var amount: Money

  public init(label: String, salaryBelow: Money? = nil, amount: Money) {
    self.label = label
    self.salaryBelow = salaryBelow
    self.amount = amount
  }
}

/// What becomes of earned money that a cap or the funds hold back at a pay date.
public struct CarryOverPolicy: Hashable, Sendable, Codable {
  /// Beyond a cap that binds on payment: carried over to a later period by default.
  public var beyondCap: Beyond
  /// Beyond the funds: carried over until there are some by default.
  public var beyondFunds: Beyond
  /// Whether money from an earlier period counts against the cap of the one in which it is paid: yes by
  /// default, since the cap is on what somebody is paid in a year.
  public var countsAgainstCap: Bool
  /// Whether it is paid before what is newly earned: yes by default.
  public var paidFirst: Bool

  public init(
    beyondCap: Beyond = .carriedOver, beyondFunds: Beyond = .carriedOver,
    countsAgainstCap: Bool = true, paidFirst: Bool = true
  ) {
    self.beyondCap = beyondCap
    self.beyondFunds = beyondFunds
    self.countsAgainstCap = countsAgainstCap
    self.paidFirst = paidFirst
  }

  public enum Beyond: String, Hashable, Sendable, Codable, CaseIterable {
    case carriedOver, refused
  }
}

/// Who is paid.
public struct EligibilityPolicy: Hashable, Sendable, Codable {
  /// Members of these only; everybody who is employed where it is empty, as by default.
  public var bargainingUnits: [String]
  /// Whole days since the hire date, at the least: 0 by default.
  public var employedDaysMin: Int
  /// The last hire date that counts; `nil`: any.
  public var hiredUntil: CivilDate?
  /// On which day it is looked at: that of applying or handing in by default, so that nobody loses pay for
  /// work done as a member.
  public var on: Day

  public init(
    bargainingUnits: [String] = [], employedDaysMin: Int = 0, hiredUntil: CivilDate? = nil,
    on: Day = .handingIn
  ) {
    self.bargainingUnits = bargainingUnits
    self.employedDaysMin = employedDaysMin
    self.hiredUntil = hiredUntil
    self.on = on
  }

  public enum Day: String, Hashable, Sendable, Codable, CaseIterable {
    /// Applying, where there are proposals; and handing in evidence.
    case handingIn
    /// The pay date as well: whoever is not eligible then is not paid.
    case paying
  }
}

/// Funds of a period, and who comes first when they are short.
public struct FundsPolicy: Hashable, Sendable, Codable {
  /// The year for which funds are granted: the school year by default.
  public var period: PeriodKind
  /// What a new period begins with; `nil`: an administrator says so each time.
  public var perPeriod: Money?
  public var order: Order

  public init(
    period: PeriodKind = .schoolYear, perPeriod: Money? = nil, order: Order = .earliestHandIn
  ) {
    self.period = period
    self.perPeriod = perPeriod
    self.order = order
  }

  public enum Order: String, Hashable, Sendable, Codable, CaseIterable {
    /// Whoever handed in first; the default.
    case earliestHandIn
    /// Whoever was decided first.
    case earliestDecision
    /// Everybody the same share; cents that can't be shared go to the greatest remainders.
    case proRata
  }
}

/// When payroll pays, and what is in time for it.
public struct PayDatePolicy: Hashable, Sendable, Codable {
  public var cutOffBy: CutOffBy
  /// Days before a pay date on which payroll locks: 7 by default.
  public var lockDays: Int
  /// The time of day of the lock: 17:00 by default.
  public var lockTime: WallTime
  /// Days that the administrator has between the last scorecard and the lock: 2 by default.
  public var releaseDays: Int
  public var dates: [PayDateRule]

  public init(
    cutOffBy: CutOffBy = .handIn, lockDays: Int = 7, lockTime: WallTime? = nil,
    releaseDays: Int = 2, dates: [PayDateRule]
  ) {
    self.cutOffBy = cutOffBy
    self.lockDays = lockDays
    self.lockTime = lockTime ?? Self.fivePM
    self.releaseDays = releaseDays
    self.dates = dates
  }

  private static let fivePM = WallTime(hour: 17, minute: 0) ?? .midnight

  /// What has to have happened by the cut-off.
  public enum CutOffBy: String, Hashable, Sendable, Codable, CaseIterable {
    /// Evidence was handed in; the default.
    case handIn
    /// The decision was released.
    case decision
  }
}

/// One pay date a year.
public struct PayDateRule: Hashable, Sendable, Codable {
  /// What people call it, for example "January warrant".
  public var label: String
  /// The last day that counts for it, whole: the latest one that the rule names before the pay date.
  public var cutOff: DateRule
  /// The day on which it is paid.
  public var pays: DateRule

  public init(label: String, cutOff: DateRule, pays: DateRule) {
    self.label = label
    self.cutOff = cutOff
    self.pays = pays
  }

  /// The days in one school year.
  ///
  /// - Parameters:
  ///   - year: The calendar year in which the school year begins that the pay date lies in.
  ///   - firstMonth: The month with which school years begin.
  /// - Returns: The cut-off's last day and the pay date; `nil` if one of them is not there.
  public func days(
    inSchoolYearStarting year: Int, firstMonth: Int
  ) -> (cutOff: CivilDate, pays: CivilDate)? {
    guard let pays = pays.date(inSchoolYearStarting: year, firstMonth: firstMonth) else {
      return nil
    }
    let cutOffs = [year, year - 1].compactMap {
      cutOff.date(inSchoolYearStarting: $0, firstMonth: firstMonth)
    }
    guard let cutOff = cutOffs.first(where: { $0 <= pays }) else { return nil }
    return (cutOff, pays)
  }
}
