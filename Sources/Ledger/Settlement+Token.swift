import CivilTime
import Crypto
import Programs

extension Settlement {
  /// What stands for all of it, in hex: whoever was shown it names this to seal it, so that no line changes unseen,
  /// not even one that pays nothing.
  public var token: String {
    var hash = SHA256()
    hash.update(
      """
      \(payDate.pays) \(payDate.cutOff.milliseconds) \(payDate.locks.milliseconds) \(policy) \
      \(Self.text(fundsBefore)) \(payDate.label)

      """)
    for line in lines { hash.update(line.text) }
    return hash.finish().hex
  }

  fileprivate static func text(_ amount: Money?) -> String {
    amount.map { String($0.cents) } ?? "-"
  }
}

extension PayLine {
  /// All that it says, in one line.
  fileprivate var text: String {
    let amounts = [due, pays, overCap, overFunds, ineligible].map { String($0.cents) }
    let day = countsOn.map { "\($0)" } ?? "-"
    let waits = from.map { "\($0.since) \($0.shortage.rawValue)" } ?? "-"
    return """
      \(person.number) \(lot.item.source.rawValue) \(lot.item.number) \(lot.part) \(kind.text) \
      \(handedIn.milliseconds) \(decided.milliseconds) \(waits) \(amounts.joined(separator: " ")) \
      \(lacksSalary) \(day) \(Settlement.text(cap))

      """
  }
}

extension LotTerms.Kind {
  fileprivate var text: String {
    switch self {
    case .stipend: "stipend"
    case .rise(let annual, let from): "rise \(annual.cents) \(from)"
    case .laterYear(let day): "later \(day)"
    case .correction: "correction"
    case .opening: "opening"
    }
  }
}
