import CivilTime
import Programs

extension PayRules {
  /// A decision that granted money was reopened.
  ///
  /// What was not exported yet is reversed where it stands; what is in a sealed file becomes an amount below zero
  /// that the next pay date takes back, counted against the cap of the day on which it counted. What was applied
  /// for is held again until there is a new decision, and a rise ends.
  func reopened(_ item: Item, _ cause: Cause, _ book: Book) throws(LedgerRefusal) -> [LedgerEntry] {
    guard let account = book.items[item], account.isAwarded else {
      throw LedgerRefusal.notAwarded(item)
    }
    let person = account.person
    let today = zone.date(at: cause.at)
    let policy = account.hold?.policy ?? version(on: today).number
    var postings: [Posting] = []
    for lot in account.lots.dropFirst(account.awardedPart) {
      func move(_ account: Account, _ amount: Money, day: CivilDate, _ shortage: PayShortage? = nil)
      {
        postings += [
          Posting(
            account, -amount, person: person, lot: lot.key, day: day, shortage: shortage),
          Posting(.reversed, amount, person: person, lot: lot.key, day: today),
        ]
      }
      move(.payable, lot.payable, day: today)
      for (carry, amount) in lot.carried.sorted(by: { $0.key < $1.key }) {
        move(.carriedOver, amount, day: carry.since, carry.shortage)
      }
      move(.refused, lot.refused, day: today)
    }
    if let hold = account.hold, hold.fulfilled > .zero {
      let key = LotKey(item, 0)
      postings += [
        Posting(.reserved, hold.fulfilled, person: person, lot: key, day: hold.day),
        Posting(.fulfilled, -hold.fulfilled, person: person, lot: key, day: hold.day),
      ]
    }
    // The entry stands even where nothing is left to move: it says that the award is over.
    if postings.allSatisfy({ $0.amount == .zero }) {
      postings = [
        Posting(.earned, .zero, person: person, lot: LotKey(item, account.awardedPart), day: today)
      ]
    }
    var entries = [entry(.reversed, cause, policy: policy, number: book.nextEntry, postings)]
    var part = account.lots.count
    for lot in account.lots.dropFirst(account.awardedPart) {
      for (payDate, amount) in lot.exported.sorted(by: { $0.key < $1.key }) {
        for (share, counts) in Self.split(amount, lot.counted[payDate]) {
          entries.append(
            back(
              -share, LotKey(item, part), of: person, counts, .reversed, cause, policy: policy,
              number: book.nextEntry + Int64(entries.count)))
          part += 1
        }
      }
    }
    return entries
  }

  /// What counted against a cap, and what did not.
  private static func split(
    _ amount: Money, _ counted: Lot.Counted?
  ) -> [(Money, LotTerms.Counting)] {
    guard let counted, counted.amount != .zero else { return [(amount, .never)] }
    let rest = amount - counted.amount
    let first = (counted.amount, LotTerms.Counting.on(counted.day))
    return rest == .zero ? [first] : [first, (rest, .never)]
  }

  /// An amount more, or less, for something that was paid: a line of its own with the next pay date.
  ///
  /// What is taken back counts against the cap of the day on which it counted, the latest first.
  func corrected(
    _ item: Item, by amount: Money, _ cause: Cause, _ book: Book
  ) throws(LedgerRefusal) -> [LedgerEntry] {
    guard amount != .zero else { throw LedgerRefusal.nothingCorrected }
    guard let account = book.items[item], account.isAwarded else {
      throw LedgerRefusal.notAwarded(item)
    }
    let policy = account.hold?.policy ?? version(on: zone.date(at: cause.at)).number
    let key = LotKey(item, account.lots.count)
    if amount > .zero {
      try check(amount)
      let first = account.lots[account.awardedPart].terms
      return [
        back(
          amount, key, of: account.person, first.counts, .corrected, cause, policy: policy,
          number: book.nextEntry)
      ]
    }
    let lots = account.lots.dropFirst(account.awardedPart)
    let exported = lots.reduce(Money.zero) { sum, lot in
      lot.exported.values.reduce(sum + min(lot.payable, .zero), +)
    }
    guard -amount <= exported else { throw LedgerRefusal.moreThanPaid(max(.zero, exported)) }
    var counted: [CivilDate: Money] = [:]
    for lot in lots {
      for one in lot.counted.values { counted[one.day, default: .zero] += one.amount }
      if case .on(let day) = lot.terms.counts { counted[day, default: .zero] += lot.payable }
    }
    var left = -amount
    var entries: [LedgerEntry] = []
    func take(_ share: Money, _ counts: LotTerms.Counting) {
      entries.append(
        back(
          -share, LotKey(item, key.part + entries.count), of: account.person, counts, .corrected,
          cause, policy: policy, number: book.nextEntry + Int64(entries.count)))
      left -= share
    }
    for (day, most) in counted.sorted(by: { $0.key > $1.key }) where most > .zero {
      if left > .zero { take(min(left, most), .on(day)) }
    }
    if left > .zero { take(left, .never) }
    return entries
  }

  /// A lot of its own that gives or takes back an amount.
  private func back(
    _ amount: Money, _ key: LotKey, of person: PersonNumber, _ counts: LotTerms.Counting,
    _ kind: LedgerEntry.Kind, _ cause: Cause, policy: Int, number: Int64
  ) -> LedgerEntry {
    let today = zone.date(at: cause.at)
    return entry(
      kind, cause, policy: policy,
      terms: LotTerms(kind: .correction, handedIn: cause.at, decided: cause.at, counts: counts),
      number: number,
      [
        amount < .zero
          ? Posting(.reversed, -amount, person: person, lot: key, day: today)
          : Posting(.earned, -amount, person: person, lot: key, day: today),
        Posting(.payable, amount, person: person, lot: key, day: today),
      ])
  }
}
