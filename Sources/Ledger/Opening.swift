public import CivilTime
public import Programs

/// A figure from before the program ran here. Past awards move no money and are no figures of the ledger.
public struct OpeningFigure: Hashable, Sendable {
  public var kind: Kind
  public var person: PersonNumber
  /// The submission of an open approval; else the figure's own number.
  public var item: Item
  public var amount: Money
  /// The day on which it was applied for, granted or carried over.
  public var day: CivilDate

  public init(kind: Kind, person: PersonNumber, item: Item, amount: Money, day: CivilDate) {
    self.kind = kind
    self.person = person
    self.item = item
    self.amount = amount
    self.day = day
  }

  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// An amount that is held for an open approval.
    case approval
    /// An amount that counts against the cap of that day's period already.
    case granted
    /// Money that was earned in an earlier period and waits to be paid.
    case carriedOver
  }
}

extension PayRules {
  /// Takes a figure as it is: the past is not held against a cap, though it counts.
  func opened(
    _ figure: OpeningFigure, _ cause: Cause, _ book: Book
  ) throws(LedgerRefusal) -> LedgerEntry {
    try check(figure.amount)
    guard book.items[figure.item] == nil else { throw LedgerRefusal.alreadyHeld(figure.item) }
    let (person, amount, day) = (figure.person, figure.amount, figure.day)
    let lot = LotKey(figure.item, 0)
    let version = version(on: day)
    let bindsOnPayment = version.policy.cap.binds == .onPayment
    let start = zone.startOfDay(day)
    let counted = Posting(.counted, -amount, person: person, lot: lot, day: day)
    var terms: LotTerms?
    var postings: [Posting]
    switch figure.kind {
    case .approval:
      let reserved = Posting(.reserved, amount, person: person, lot: lot, day: day)
      postings = bindsOnPayment ? [] : [counted, reserved]
    case .granted:
      postings = [counted, Posting(.fulfilled, amount, person: person, lot: lot, day: day)]
      if bindsOnPayment {
        terms = LotTerms(kind: .opening, handedIn: start, decided: start, counts: .whenPaid)
        for index in postings.indices { postings[index].payDate = day }
        postings += [
          Posting(.earned, -amount, person: person, lot: lot, day: day),
          Posting(.paid, amount, person: person, lot: lot, day: day, payDate: day),
        ]
      }
    case .carriedOver:
      terms = LotTerms(
        kind: .opening, handedIn: start, decided: start,
        counts: bindsOnPayment ? .whenPaid : .never)
      // It comes from an earlier period, whatever day the file gives it.
      let period = period(version.policy.cap.period, holding: zone.date(at: cause.at))
      let since = min(day, period.first.adding(days: -1))
      postings = [
        Posting(.earned, -amount, person: person, lot: lot, day: day),
        Posting(
          .carriedOver, amount, person: person, lot: lot, day: since, shortage: .funds),
      ]
    }
    return entry(
      .opened, cause, policy: version.number, terms: terms, number: book.nextEntry, postings)
  }
}
