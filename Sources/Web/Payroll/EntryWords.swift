import CivilTime
import Ledger
import Programs

/// One entry of the ledger in words, as it concerns somebody or something of theirs.
struct EntryWords {
  /// What happened.
  var text: String
  /// The amount that it is about; `nil` where it moved none.
  var amount: Money?

  /// - Parameters:
  ///   - entry: The entry.
  ///   - moved: What it moved, by account.
  ///   - visit: How dates are said.
  init(_ entry: LedgerEntry, moved: [Account: Money], _ visit: Visit) {
    func say(_ key: String, _ values: [String: String] = [:]) -> String {
      visit.words("pay.entry.\(key)", values)
    }
    func of(_ account: Account) -> Money { moved[account] ?? .zero }
    let held = of(.reserved)
    switch entry.kind {
    case .applied: (text, amount) = (say("applied"), held)
    case .appliedBeyondCap: (text, amount) = (say("applied-beyond"), held)
    case .amended: (text, amount) = (say("amended"), held)
    case .amendedBeyondCap: (text, amount) = (say("amended-beyond"), held)
    case .released(let why): (text, amount) = (say("released-\(why.rawValue)"), held)
    case .resumed: (text, amount) = (say("resumed"), held)
    case .resumedBeyondCap: (text, amount) = (say("resumed-beyond"), held)
    case .awarded:
      amount = -of(.earned)
      if of(.refused) > .zero {
        text = say("refused")
      } else if case .rise(let annual, let from)? = entry.terms?.kind {
        text = say("rise", ["annual": annual.shown, "from": visit.dated(from)])
      } else {
        text = say("awarded")
      }
    case .recurred(let year):
      text = say(
        of(.earned) == .zero ? "not-recurred" : "recurred", ["from": visit.dated(year)])
      amount = -of(.earned)
    case .reversed:
      // What was exported already is taken back by a line of its own.
      let isBack = entry.terms?.kind == .correction
      (text, amount) = (say(isBack ? "taken-back" : "reversed"), of(.payable))
    case .corrected: (text, amount) = (say("corrected"), of(.payable))
    case .settled(let day):
      amount = of(.sealed)
      let waits = of(.carriedOver)
      if of(.sealed) == .zero, of(.refused) > .zero {
        (text, amount) = (say("not-paid", ["day": visit.dated(day)]), of(.refused))
      } else if of(.sealed) == .zero, waits > .zero {
        let shortage = entry.postings.first { $0.account == .carriedOver }?.shortage ?? .funds
        (text, amount) = (say("waits-\(shortage.rawValue)", ["day": visit.dated(day)]), waits)
      } else if waits > .zero {
        text = say("in-file-part", ["day": visit.dated(day), "rest": waits.shown])
      } else {
        text = say("in-file", ["day": visit.dated(day)])
      }
    case .paid(let day): (text, amount) = (say("paid", ["day": visit.dated(day)]), of(.paid))
    case .opened:
      text = say("opened")
      amount =
        [.reserved, .carriedOver, .payable, .paid, .fulfilled].lazy.map(of)
        .first { $0 != .zero }
    case .sealed(let payDate, _):
      (text, amount) = (say("in-file", ["day": visit.dated(payDate.pays)]), nil)
    case .fundsGranted: (text, amount) = (say("funds"), of(.funds))
    }
    if amount == .zero { amount = nil }
  }
}

extension Sequence<Posting> {
  /// What they move, by account.
  var moved: [Account: Money] {
    reduce(into: [:]) { $0[$1.account, default: .zero] += $1.amount }
  }
}

extension Item {
  /// How an address names it: `submission-12`.
  var name: String { "\(source.rawValue)-\(number)" }

  init?(name: String) {
    let parts = name.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 2, let source = Source(rawValue: String(parts[0])),
      let number = Int64(parts[1]), number > 0, "\(number)" == parts[1]
    else { return nil }
    self.init(source, number)
  }
}
