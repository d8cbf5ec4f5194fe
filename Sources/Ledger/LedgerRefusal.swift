public import CivilTime
public import Programs

/// Why nothing was entered. The text says what is left and what can be done.
public enum LedgerRefusal: Error, Hashable, Sendable {
  case overCap(OverCap)
  case notEligible(Ineligibility)
  /// HR's file names no salary, and the cap depends on it.
  case salaryUnknown([PersonNumber])
  case amountNotPositive
  case amountTooGreat
  case alreadyHeld(Item)
  case notHeld(Item)
  case alreadyAwarded(Item)
  case notAwarded(Item)
  /// It is another person's.
  case notTheirs(Item)
  case moreThanPaid(Money)
  case nothingCorrected
  case fundsShort(left: Money)
  case reasonMissing
  case payDateSealed(CivilDate)
  case payDateOutOfOrder(CivilDate, after: CivilDate)
  case payDateNotSealed(CivilDate)
  case payDatePaid(CivilDate)
  case payDateTooEarly(CivilDate, cutOff: Instant)
  case changedSincePreview
  case policyForThePast(CivilDate, today: CivilDate)
}

/// What was asked for, and what there is.
public struct OverCap: Hashable, Sendable {
  public var asked: Money
  public var standing: CapStanding

  public init(asked: Money, standing: CapStanding) {
    self.asked = asked
    self.standing = standing
  }
}

extension LedgerRefusal: CustomStringConvertible {
  public var description: String {
    switch self {
    case .overCap(let over):
      let standing = over.standing
      let more =
        over.asked > standing.cap
        ? "It is more than the whole cap of a year."
        : "There is \(standing.cap) again from \(standing.moreFrom)."
      return "\(over.asked) would pass the cap of \(standing.cap) for \(standing.period) "
        + "(\(standing.bracket)): \(standing.left) is left. \(more)"
    case .notEligible(let why): return why.description
    case .salaryUnknown(let people):
      let whom = people.count == 1 ? "this person" : "\(people.count) people"
      return "HR's file has no salary for \(whom), and the cap depends on it."
    case .amountNotPositive: return "An amount has to be above zero."
    case .amountTooGreat: return "An amount is at most \(Money.most)."
    case .alreadyHeld: return "An amount is held for it already."
    case .notHeld: return "No amount is held for it."
    case .alreadyAwarded: return "It was awarded already."
    case .notAwarded: return "It is not awarded."
    case .notTheirs: return "It belongs to somebody else."
    case .moreThanPaid(let paid): return "Only \(paid) was paid for it: no more can be taken back."
    case .nothingCorrected: return "A correction of nothing is none."
    case .fundsShort(let left): return "Only \(left) of the funds is left."
    case .reasonMissing: return "This needs a reason."
    case .payDateSealed(let date): return "The pay date of \(date) is sealed."
    case .payDateOutOfOrder(let date, let after):
      return "The pay date of \(after) is sealed already: \(date) is no longer ahead of it."
    case .payDateNotSealed(let date): return "The pay date of \(date) is not sealed."
    case .payDatePaid(let date): return "The pay date of \(date) is marked as paid."
    case .payDateTooEarly(let date, let cutOff):
      return "The pay date of \(date) can be sealed after its cut-off, \(cutOff)."
    case .changedSincePreview: return "Something has changed since this was shown. Look again."
    case .policyForThePast(let date, let today):
      return "A policy can't take effect on \(date), before \(today): it never rewrites the past."
    }
  }
}

extension Ineligibility: CustomStringConvertible {
  public var description: String {
    switch self {
    case .notEmployed(let day): "There is no employment in the district on \(day)."
    case .notInUnit(let day, let units):
      "Pay is for members of \(units.joined(separator: ", ")), which HR's file does not say for \(day)."
    case .employedTooShort(let until): "The time of employment is long enough from \(until)."
    case .hiredTooLate(let after): "Pay is for those who were hired by \(after)."
    case .hireDateUnknown: "HR's file has no hire date, and pay depends on it."
    }
  }
}
