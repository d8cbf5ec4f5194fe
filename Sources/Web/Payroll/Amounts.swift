import CivilTime
import HTML
import Ledger
import Programs
import Workflow

// How pages say amounts, and what the ledger refuses: with dates as they are said everywhere else.

extension Money {
  /// `$2,000.00`, `−$58.33`: with a minus that is read as one, and does not end a line.
  var shown: String { self < .zero ? "−" + (-self).description : description }

  /// An amount as somebody types it: `400`, `400.00`, `$2,000.00`.
  init?(typed text: String) {
    self.init(decimal: text.filter { !$0.isWhitespace && $0 != "$" && $0 != "," })
  }
}

extension PayKind {
  /// An amount with what it is: `$600.00 a year`, `$250.00`.
  func said(_ amount: Money, _ words: Words) -> String {
    switch self {
    case .stipend: words("pay.amount.stipend", ["amount": amount.shown])
    case .salaryRise: words("pay.amount.rise", ["amount": amount.shown])
    }
  }
}

extension Visit {
  /// What the office refuses, as pages say it.
  func sentence(_ refusal: Refusal) -> String {
    refusal.ledger.map { sentence($0) } ?? refusal.text
  }

  /// What the ledger refuses, as pages say it.
  func sentence(_ refusal: LedgerRefusal) -> String {
    func say(_ key: String, _ values: [String: String] = [:]) -> String {
      words("pay.refused.\(key)", values)
    }
    return switch refusal {
    case .overCap(let over): sentence(over)
    case .notEligible(let why): sentence(why)
    case .salaryUnknown(let people): words("pay.refused.salary-unknown", count: people.count)
    case .amountNotPositive: say("not-positive")
    case .amountTooGreat: say("too-great", ["most": Money.most.shown])
    case .alreadyHeld: say("already-held")
    case .notHeld: say("not-held")
    case .alreadyAwarded: say("already-awarded")
    case .notAwarded: say("not-awarded")
    case .notTheirs: say("not-theirs")
    case .moreThanPaid(let paid): say("more-than-paid", ["paid": paid.shown])
    case .nothingCorrected: say("nothing-corrected")
    case .fundsShort(let left): say("funds-short", ["left": left.shown])
    case .reasonMissing: say("reason-missing")
    case .payDateSealed(let day): say("sealed", ["day": long(day)])
    case .payDateOutOfOrder(let day, let after):
      say("out-of-order", ["day": long(day), "after": long(after)])
    case .payDateNotSealed(let day): say("not-sealed", ["day": long(day)])
    case .payDatePaid(let day): say("paid", ["day": long(day)])
    case .payDateTooEarly(let day, let cutOff):
      say("too-early", ["day": long(day), "cutOff": until(cutOff)])
    case .changedSincePreview: say("changed")
    case .policyForThePast(let day, let today):
      say("past-policy", ["day": long(day), "today": long(today)])
    }
  }

  private func sentence(_ over: OverCap) -> String {
    let standing = over.standing
    return words(
      over.asked > standing.cap ? "pay.refused.over-cap-whole" : "pay.refused.over-cap",
      [
        "asked": over.asked.shown, "cap": standing.cap.shown, "bracket": standing.bracket,
        "period": standing.period.description, "left": standing.left.shown,
        "day": dated(standing.moreFrom),
      ])
  }

  /// Why somebody is not paid.
  func sentence(_ why: Ineligibility) -> String {
    switch why {
    case .notEmployed(let day): words("pay.not-eligible.employed", ["day": long(day)])
    case .notInUnit(let day, let units):
      words(
        "pay.not-eligible.unit",
        ["units": units.joined(separator: ", "), "day": long(day)])
    case .employedTooShort(let until):
      words("pay.not-eligible.too-short", ["day": long(until)])
    case .hiredTooLate(let after): words("pay.not-eligible.too-late", ["day": long(after)])
    case .hireDateUnknown: words("pay.not-eligible.unknown")
    }
  }
}

/// What an amount is: a state of its own where it corrects.
extension LotTerms.Kind {
  /// What it is, in words; `nil` where the amount says all.
  func said(_ visit: Visit) -> String {
    let words = visit.words
    return switch self {
    case .stipend: words("pay.kind.stipend")
    case .rise(let annual, let from):
      words("pay.kind.rise", ["annual": annual.shown, "from": visit.dated(from)])
    case .laterYear(let first): words("pay.kind.later-year", ["from": visit.dated(first)])
    case .correction: words("pay.kind.correction")
    case .opening: words("pay.kind.opening")
    }
  }

  var isCorrection: Bool { if case .correction = self { true } else { false } }
}
