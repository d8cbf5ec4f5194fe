public import CivilTime
public import Programs

/// Somebody proposes a micro-credential that is worth an amount.
public struct Application: Hashable, Sendable {
  public var person: PersonNumber
  public var item: Item
  public var amount: Money
  /// When the proposal came in: its day says in which period it counts, and by which policy.
  public var at: Instant
  public var pastCap: PastCap

  public init(
    person: PersonNumber, item: Item, amount: Money, at: Instant, pastCap: PastCap = .no
  ) {
    self.person = person
    self.item = item
    self.amount = amount
    self.at = at
    self.pastCap = pastCap
  }
}

/// Whether an administrator lets an amount pass the cap.
public enum PastCap: Hashable, Sendable {
  case no
  /// The reason is kept with the journal's entry: entries of the ledger hold no words of people.
  case yes(reason: String)
}

extension PayRules {
  /// Holds the amount that was applied for. Where the cap binds on payment, nothing is held.
  func applied(
    _ application: Application, _ cause: Cause, _ people: [PersonNumber: Employment], _ book: Book
  ) throws(LedgerRefusal) -> LedgerEntry {
    try check(application.amount)
    let (person, item) = (application.person, application.item)
    if let account = book.items[item] {
      guard account.person == person else { throw LedgerRefusal.notTheirs(item) }
      let isHeld = account.hold.map { $0.reserved != .zero || $0.fulfilled != .zero } ?? false
      guard !isHeld else { throw LedgerRefusal.alreadyHeld(item) }
      guard !account.isAwarded else { throw LedgerRefusal.alreadyAwarded(item) }
    }
    let day = zone.date(at: application.at)
    let version = version(on: day)
    let employment = people[person] ?? Employment()
    if let why = version.policy.eligibility.objection(to: employment, on: day) {
      throw LedgerRefusal.notEligible(why)
    }
    guard version.policy.cap.binds == .whenApplying else {
      return entry(.applied, cause, policy: version.number, number: book.nextEntry, [])
    }
    let (limit, isBeyond) = try room(
      for: application.amount, person, employment, on: day, application.pastCap, book)
    let lot = LotKey(item, 0)
    return entry(
      isBeyond ? .appliedBeyondCap : .applied, cause, policy: version.number, limit: limit,
      number: book.nextEntry,
      [
        Posting(.counted, -application.amount, person: person, lot: lot, day: day),
        Posting(.reserved, application.amount, person: person, lot: lot, day: day),
      ])
  }

  /// Changes what is held for a proposal; the more of it has to fit under the cap of the proposal's own period.
  func amended(
    _ item: Item, to amount: Money, _ pastCap: PastCap, _ cause: Cause,
    _ people: [PersonNumber: Employment], _ book: Book
  ) throws(LedgerRefusal) -> [LedgerEntry] {
    try check(amount)
    guard let hold = book.items[item]?.hold, hold.reserved > .zero else {
      throw LedgerRefusal.notHeld(item)
    }
    let more = amount - hold.reserved
    guard more != .zero else { return [] }
    var limit: Limit?
    var isBeyond = false
    if more > .zero {
      let employment = people[hold.person] ?? Employment()
      (limit, isBeyond) = try room(
        for: more, hold.person, employment, on: hold.day, pastCap, book)
    }
    let lot = LotKey(item, 0)
    return [
      entry(
        isBeyond ? .amendedBeyondCap : .amended, cause, policy: hold.policy, limit: limit,
        number: book.nextEntry,
        [
          Posting(.counted, -more, person: hold.person, lot: lot, day: hold.day),
          Posting(.reserved, more, person: hold.person, lot: lot, day: hold.day),
        ])
    ]
  }

  /// Frees what is held: it counts no longer, in the period in which it was applied for.
  func released(
    _ item: Item, _ release: Release, _ cause: Cause, _ book: Book
  ) throws(LedgerRefusal) -> LedgerEntry {
    let today = version(on: zone.date(at: cause.at))
    guard let hold = book.items[item]?.hold, hold.reserved > .zero else {
      guard today.policy.cap.binds == .onPayment else { throw LedgerRefusal.notHeld(item) }
      return entry(
        .released(release), cause, policy: today.number, number: book.nextEntry, [])
    }
    let lot = LotKey(item, 0)
    return entry(
      .released(release), cause, policy: hold.policy, number: book.nextEntry,
      [
        Posting(.counted, hold.reserved, person: hold.person, lot: lot, day: hold.day),
        Posting(.reserved, -hold.reserved, person: hold.person, lot: lot, day: hold.day),
      ])
  }

  /// Holds again what was released. It counts in the period in which it was applied for, by that day's policy.
  func resumed(
    _ item: Item, _ pastCap: PastCap, _ cause: Cause, _ people: [PersonNumber: Employment],
    _ book: Book
  ) throws(LedgerRefusal) -> LedgerEntry {
    guard let account = book.items[item], let hold = account.hold else {
      throw LedgerRefusal.notHeld(item)
    }
    guard !account.isAwarded else { throw LedgerRefusal.alreadyAwarded(item) }
    guard account.isReleased else { throw LedgerRefusal.alreadyHeld(item) }
    let (limit, isBeyond) = try room(
      for: hold.amount, hold.person, people[hold.person] ?? Employment(), on: hold.day, pastCap,
      book)
    let lot = LotKey(item, 0)
    return entry(
      isBeyond ? .resumedBeyondCap : .resumed, cause, policy: hold.policy, limit: limit,
      number: book.nextEntry,
      [
        Posting(.counted, -hold.amount, person: hold.person, lot: lot, day: hold.day),
        Posting(.reserved, hold.amount, person: hold.person, lot: lot, day: hold.day),
      ])
  }

  /// The cap after an amount more, and whether it passes it by an administrator's will.
  private func room(
    for amount: Money, _ person: PersonNumber, _ employment: Employment, on day: CivilDate,
    _ pastCap: PastCap, _ book: Book
  ) throws(LedgerRefusal) -> (limit: Limit, isBeyond: Bool) {
    let standing = try standing(of: person, employment, on: day, in: book)
    let limit = Limit(
      person: person, period: standing.period, cap: standing.cap, used: standing.used + amount)
    if amount <= standing.left { return (limit, false) }
    switch pastCap {
    case .no:
      throw LedgerRefusal.overCap(OverCap(asked: amount, standing: standing))
    case .yes(let reason):
      guard reason.contains(where: { !$0.isWhitespace }) else {
        throw LedgerRefusal.reasonMissing
      }
      return (limit, true)
    }
  }

  func check(_ amount: Money) throws(LedgerRefusal) {
    guard amount > .zero else { throw LedgerRefusal.amountNotPositive }
    guard amount <= .most else { throw LedgerRefusal.amountTooGreat }
  }
}
