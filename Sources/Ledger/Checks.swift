public import Programs

/// What must hold after every entry, and does not.
public enum LedgerFinding: Hashable, Sendable {
  /// A ring of an entry is not zero.
  case unbalanced(entry: Int64, Account.Ring, Money)
  /// Rule 6: more counts against a cap than it allows, and nobody overrode it.
  case overCap(entry: Int64, Limit)
  /// Rule 6: earned is not paid, payable, carried over and refused, of a person or of one lot.
  case earnedDiffers(PersonNumber, LotKey?, Money)
  /// What can't be below zero is.
  case belowZero(Account, PersonNumber?, Money)
  /// What is left of a period's funds is below zero.
  case fundsBelowZero(Money)
}

/// Looks for what does not hold in entries by themselves.
///
/// - Parameter entries: In their order; those before the first one are taken for right.
/// - Returns: Nothing when all is well.
public func findings(in entries: some Sequence<LedgerEntry>) -> [LedgerFinding] {
  var found: [LedgerFinding] = []
  for entry in entries {
    for ring in Account.Ring.allCases {
      let sum = entry.postings.reduce(Money.zero) {
        $1.account.ring == ring ? $0 + $1.amount : $0
      }
      if sum != .zero { found.append(.unbalanced(entry: entry.number, ring, sum)) }
    }
    guard let limit = entry.limit, limit.used > limit.cap else { continue }
    switch entry.kind {
    case .appliedBeyondCap, .amendedBeyondCap, .resumedBeyondCap: continue
    default: found.append(.overCap(entry: entry.number, limit))
    }
  }
  return found
}

extension Book {
  /// Rule 6 and the balances, for everybody in the book: empty when all is well.
  public func findings() -> [LedgerFinding] {
    people.keys.sorted().flatMap { findings(of: $0) } + findingsOfItems()
  }

  /// Rule 6 and the balances of one person.
  public func findings(of person: PersonNumber) -> [LedgerFinding] {
    guard let account = people[person] else { return [] }
    var found: [LedgerFinding] = []
    let owed = [Account.payable, .sealed, .paid, .carriedOver, .refused].reduce(Money.zero) {
      $0 + account.balance($1)
    }
    let earned = -account.balance(.earned) - account.balance(.reversed)
    if earned != owed { found.append(.earnedDiffers(person, nil, earned - owed)) }
    for one in [Account.reserved, .carriedOver, .refused] where account.balance(one) < .zero {
      found.append(.belowZero(one, person, account.balance(one)))
    }
    let counted = -account.balance(.counted)
    if counted != account.balance(.reserved) + account.balance(.fulfilled) || counted < .zero {
      found.append(.belowZero(.counted, person, counted))
    }
    return found
  }

  private func findingsOfItems() -> [LedgerFinding] {
    var found: [LedgerFinding] = []
    for item in items.keys.sorted() {
      for lot in items[item]?.lots ?? [] {
        let parts = [lot.payable, lot.refused, lot.reversed].reduce(.zero, +)
        let all = lot.exported.values.reduce(parts + lot.carried.values.reduce(.zero, +), +)
        if all != lot.earned {
          found.append(.earnedDiffers(lot.person, lot.key, lot.earned - all))
        }
      }
    }
    return found
  }

  /// Whether a period's funds were overspent.
  public func findings(ofFundsIn period: Period) -> [LedgerFinding] {
    let left = fundsLeft(in: period)
    return left < .zero ? [.fundsBelowZero(left)] : []
  }
}
