public import CivilTime
import Workflow

// What decisions mean in money. A letter says the figures of the moment in which it is written.

extension Teller {
  /// The lines about pay of a decision; none where it pays nothing.
  func payLines(_ decision: Decision) throws -> [BlockLine] {
    guard let pay = try facts.pay(of: decision, zone: zone) else { return [] }
    switch pay {
    case .setAside(let cents): return [.setAside(cents: cents)]
    case .stipend(let cents, let paid, let rest):
      return [wording.stipend(cents: cents, paid: paid, rest: rest)]
    case .raise(let cents, let from, let paid):
      return [wording.raise(cents: cents, from: from, paid: paid)]
    case .notEligible: return [.notEligible]
    case .takenBack(let wasExported): return [wasExported ? .payrollCalls : .notPaid]
    }
  }
}

extension Wording {
  /// The month of a pay date, by which people know its warrant: `January 2027`.
  public func warrant(_ day: CivilDate) -> String {
    "\(CivilDate.monthNames[day.month - 1]) \(day.year)"
  }

  /// A stipend, and what of it waits: `Pay: $600.00 with the January 2027 warrant.`
  public func stipend(cents: Int64, paid: CivilDate?, rest: PayRest?) -> BlockLine {
    let when = paid.map { "with the \(warrant($0)) warrant" } ?? "with a coming pay date"
    guard let rest else { return .entry("Pay: \(Self.money(cents: cents)) \(when).") }
    let now = cents == 0 ? "" : "\(Self.money(cents: cents)) \(when). "
    let other = Self.money(cents: rest.cents)
    let what = cents == 0 ? other : "The other \(other)"
    let waits =
      switch rest.until {
      case .year(let day):
        "waits for a later year, which begins on \(dayWithYear(day)), when funds are available"
      case .funds: "waits until funds are available"
      case .salary: "waits until payroll knows your salary"
      case .never: "is more than can be paid for this year"
      }
    return .entry("Pay: \(now)\(what) \(waits).")
  }

  /// A rise in base salary: `Pay: $600.00 a year, from January 1, 2027, first with the January 2027 warrant.`
  public func raise(cents: Int64, from date: CivilDate, paid: CivilDate?) -> BlockLine {
    let first = paid.map { ", first with the \(warrant($0)) warrant" } ?? ""
    return .entry(
      "Pay: \(Self.money(cents: cents)) a year, from \(dayWithYear(date))\(first).")
  }
}

extension BlockLine {
  /// Somebody who is not paid for it.
  public static let notEligible = BlockLine.entry(
    "Pay: none, because the program's pay is not for everybody. If you think it is for you, reply to this mail."
  )
  /// Nothing was paid, and nothing is.
  public static let notPaid = BlockLine.entry("Pay: nothing was paid for it yet, and nothing is.")
}
