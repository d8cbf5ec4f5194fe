public import CivilTime
public import Programs
public import Rubrics

/// Who decided what and when: from here each cent opens down to its scorecard.
public struct Cause: Hashable, Sendable, Codable {
  /// The entry of the journal from which this follows.
  public var journal: Int64
  public var at: Instant
  /// Who asked; `nil` for the clock and for files.
  public var by: PersonNumber?
  public var decision: Int64?
  public var rubric: RubricVersion?

  public init(
    journal: Int64, at: Instant, by: PersonNumber? = nil, decision: Int64? = nil,
    rubric: RubricVersion? = nil
  ) {
    self.journal = journal
    self.at = at
    self.by = by
    self.decision = decision
    self.rubric = rubric
  }
}

/// One movement of money: postings that together are zero, with what they rest on.
public struct LedgerEntry: Hashable, Sendable, Codable {
  /// From 1, without gaps.
  public let number: Int64
  public var kind: Kind
  public var cause: Cause
  /// The version of the pay policy by which it was reckoned.
  public var policy: Int
  /// The cap that held, where the entry counts against one.
  public var limit: Limit?
  public var postings: [Posting]
  /// What an award or a correction owes, and by which terms.
  public var terms: LotTerms?

  public enum Kind: Hashable, Sendable, Codable {
    case applied
    /// An administrator let it pass the cap; the journal's entry has the reason.
    case appliedBeyondCap
    case amended
    case amendedBeyondCap
    case released(Release)
    /// What was released is held again, in the period in which it was applied for.
    case resumed
    case resumedBeyondCap
    case awarded
    /// A rise's amount for the year that begins on that day.
    case recurred(CivilDate)
    /// The decision was reopened.
    case reversed
    case corrected
    /// By an administrator, or because a period began for which the policy names an amount.
    case fundsGranted(byPolicy: Bool)
    /// A pay date's file was sealed.
    case sealed(PayDate, hash: String)
    /// What the sealed pay date means for one person.
    case settled(CivilDate)
    case paid(CivilDate)
    case opened
  }
}

extension LedgerEntry.Kind {
  /// The kind without what it holds, as it is stored beside the entry and as people read it.
  public var name: String {
    switch self {
    case .applied: "applied"
    case .appliedBeyondCap: "applied beyond cap"
    case .amended: "amended"
    case .amendedBeyondCap: "amended beyond cap"
    case .released: "released"
    case .resumed: "resumed"
    case .resumedBeyondCap: "resumed beyond cap"
    case .awarded: "awarded"
    case .recurred: "recurred"
    case .reversed: "reversed"
    case .corrected: "corrected"
    case .fundsGranted: "funds granted"
    case .sealed: "sealed"
    case .settled: "settled"
    case .paid: "paid"
    case .opened: "opened"
    }
  }
}

/// Why an amount that was held is free again.
public enum Release: String, Hashable, Sendable, Codable, CaseIterable {
  case withdrawn, notApproved, yearEnded
}

/// An amount in an account. In one entry there may be several for the same account.
public struct Posting: Hashable, Sendable, Codable {
  public var account: Account
  public var amount: Money
  /// Nobody where it is about the funds alone.
  public var person: PersonNumber?
  public var lot: LotKey?
  /// The day that says in which period it counts: that of applying, or of the pay date. For money that is
  /// carried over, the day since when.
  public var day: CivilDate
  public var payDate: CivilDate?
  /// For money that is carried over or refused: what held it back, if that was a cap or the funds.
  public var shortage: PayShortage?

  public init(
    _ account: Account, _ amount: Money, person: PersonNumber? = nil, lot: LotKey? = nil,
    day: CivilDate, payDate: CivilDate? = nil, shortage: PayShortage? = nil
  ) {
    self.account = account
    self.amount = amount
    self.person = person
    self.lot = lot
    self.day = day
    self.payDate = payDate
    self.shortage = shortage
  }
}

/// A cap, and what counts against it after an entry.
public struct Limit: Hashable, Sendable, Codable {
  public var person: PersonNumber
  public var period: Period
  public var cap: Money
  public var used: Money

  public init(person: PersonNumber, period: Period, cap: Money, used: Money) {
    self.person = person
    self.period = period
    self.cap = cap
    self.used = used
  }
}

/// By which terms a lot is owed.
public struct LotTerms: Hashable, Sendable, Codable {
  public var kind: Kind
  public var handedIn: Instant
  public var decided: Instant
  public var counts: Counting

  public init(kind: Kind, handedIn: Instant, decided: Instant, counts: Counting) {
    self.kind = kind
    self.handedIn = handedIn
    self.decided = decided
    self.counts = counts
  }

  public enum Kind: Hashable, Sendable, Codable {
    case stipend
    /// The first year of a rise by so much a year from that day on.
    case rise(annual: Money, from: CivilDate)
    /// A later year of a rise.
    case laterYear(CivilDate)
    case correction
    /// Brought along from before.
    case opening
  }

  /// Whether paying it counts against a cap.
  public enum Counting: Hashable, Sendable, Codable {
    /// Against the cap of the period in which it is paid.
    case whenPaid
    /// A correction of what counted on that day.
    case on(CivilDate)
    /// It was counted when applying, or does not count again.
    case never
  }
}
