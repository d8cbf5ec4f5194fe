public import CivilTime
public import Programs

/// A pay policy and the day from which it holds.
public struct PolicyVersion: Hashable, Sendable, Codable {
  /// From 1.
  public let number: Int
  public let effective: CivilDate
  public let policy: PayPolicy

  public init(number: Int, effective: CivilDate, policy: PayPolicy) {
    self.number = number
    self.effective = effective
    self.policy = policy
  }
}

/// By which rules money is reckoned: every version of the policy, with its district's zone and year.
public struct PayRules: Hashable, Sendable {
  /// By the day from which they hold; never empty.
  public private(set) var versions: [PolicyVersion]
  public let zone: Zone
  /// The month with which school years begin, 1…12.
  public let schoolYearFirstMonth: Int
  /// Minutes after a cut-off in which a hand-in still counts, as for the program's evidence.
  public let graceMinutes: Int

  /// Rules with a first policy, by which amounts from before it are read, too.
  public init(
    _ policy: PayPolicy, effective: CivilDate, zone: Zone, schoolYearFirstMonth: Int = 7,
    graceMinutes: Int = 0
  ) {
    versions = [PolicyVersion(number: 1, effective: effective, policy: policy)]
    self.zone = zone
    self.schoolYearFirstMonth = schoolYearFirstMonth
    self.graceMinutes = graceMinutes
  }

  /// Takes up a new policy from a day on. Nothing that happened before is reckoned anew.
  ///
  /// Of several for one day the latest holds.
  ///
  /// - Parameters:
  ///   - policy: The whole policy.
  ///   - effective: Its first day.
  ///   - today: The day on which it is decided.
  /// - Throws: ``LedgerRefusal/policyForThePast(_:today:)`` if `effective` is before `today`.
  public mutating func adopt(
    _ policy: PayPolicy, effective: CivilDate, today: CivilDate
  ) throws(LedgerRefusal) {
    guard effective >= today else {
      throw LedgerRefusal.policyForThePast(effective, today: today)
    }
    let number = (versions.map(\.number).max() ?? 0) + 1
    versions.append(PolicyVersion(number: number, effective: effective, policy: policy))
    versions.sort { ($0.effective, $0.number) < ($1.effective, $1.number) }
  }

  /// The version in force on a day: of those that have begun, the one that was decided last; before all of them,
  /// the first.
  public func version(on day: CivilDate) -> PolicyVersion {
    let begun = versions.prefix { $0.effective <= day }
    return begun.max { $0.number < $1.number } ?? versions[0]
  }

  /// Whether a policy holds on a day: before the first one, nothing is applied for or earned. Amounts from before
  /// go by the first one all the same.
  public func isInForce(on day: CivilDate) -> Bool {
    versions.contains { $0.effective <= day }
  }

  func version(numbered number: Int) -> PolicyVersion? { versions.first { $0.number == number } }

  public func period(_ kind: PeriodKind, holding day: CivilDate) -> Period {
    Period(kind, holding: day, schoolYearFirstMonth: schoolYearFirstMonth)
  }
}

/// What happened that money follows from.
public enum Happening: Hashable, Sendable {
  case applied(Application)
  /// A proposal in progress is worth another amount.
  case amended(Item, to: Money, pastCap: PastCap)
  case released(Item, Release)
  /// What was released is held again, as if it had been held all the time: the year goes on, or what was not
  /// approved is looked at afresh.
  case resumed(Item, pastCap: PastCap)
  case awarded(Award)
  /// The decision that granted it was opened again.
  case reopened(Item)
  /// An amount more, or less, for what was paid.
  case corrected(Item, by: Money)
  /// A year begins on or before that day: rises recur, and funds that the policy names are granted.
  case yearBegan(CivilDate)
  case fundsGranted(Money, on: CivilDate)
  case opened(OpeningFigure)
  /// The pay date was exported as it was previewed (``Settlement/token``); the hash is the file's.
  case sealed(PayDate, token: String, hash: String)
  /// Payroll has paid what was sealed for that day.
  case paid(CivilDate)
}

extension PayRules {
  /// Reckons what follows from something that happened.
  ///
  /// - Parameters:
  ///   - happening: What happened.
  ///   - cause: Where it stands in the journal, who decided it and when.
  ///   - people: Those whom it concerns; for a pay date and a new year, everybody with something open.
  ///   - book: All entries so far of those whom it concerns.
  /// - Returns: Entries to store and to carry into the book, in this order; empty when nothing follows.
  /// - Throws: ``LedgerRefusal`` when it may not be. Nothing has changed then.
  public func entries(
    for happening: Happening, cause: Cause, people: [PersonNumber: Employment], book: Book
  ) throws(LedgerRefusal) -> [LedgerEntry] {
    switch happening {
    case .applied(let application):
      return [try applied(application, cause, people, book)]
    case .amended(let item, let amount, let pastCap):
      return try amended(item, to: amount, pastCap, cause, people, book)
    case .released(let item, let release):
      return [try released(item, release, cause, book)]
    case .resumed(let item, let pastCap):
      return [try resumed(item, pastCap, cause, people, book)]
    case .awarded(let award):
      return [try awarded(award, cause, people, book)]
    case .reopened(let item):
      return try reopened(item, cause, book)
    case .corrected(let item, let amount):
      return try corrected(item, by: amount, cause, book)
    case .yearBegan(let day):
      return yearBegan(day, cause, people, book)
    case .fundsGranted(let amount, let day):
      return [try fundsGranted(amount, on: day, cause, book)]
    case .opened(let figure):
      return [try opened(figure, cause, book)]
    case .sealed(let payDate, let token, let hash):
      return try sealed(payDate, token, hash: hash, cause, people, book)
    case .paid(let day):
      return try paid(day, cause, book)
    }
  }

  /// An entry with the next number of a book, or one of the following.
  func entry(
    _ kind: LedgerEntry.Kind, _ cause: Cause, policy: Int, limit: Limit? = nil,
    terms: LotTerms? = nil,
    number: Int64, _ postings: [Posting]
  ) -> LedgerEntry {
    LedgerEntry(
      number: number, kind: kind, cause: cause, policy: policy, limit: limit,
      postings: postings.filter { $0.amount != .zero || $0.account == .earned }, terms: terms)
  }
}
