public import CivilTime
public import Programs

/// A micro-credential was earned.
public struct Award: Hashable, Sendable {
  public var person: PersonNumber
  public var item: Item
  /// What it is worth where nothing was held for it; `nil`: what the policy says.
  public var amount: Money?
  /// When the evidence came in that it was earned with.
  public var handedIn: Instant
  public var decided: Instant
  /// Where nothing was held: the day whose policy holds, because it was applied for then; `nil`: that of handing in.
  public var appliedOn: CivilDate?

  public init(
    person: PersonNumber, item: Item, amount: Money? = nil, handedIn: Instant, decided: Instant,
    appliedOn: CivilDate? = nil
  ) {
    self.person = person
    self.item = item
    self.amount = amount
    self.handedIn = handedIn
    self.decided = decided
    self.appliedOn = appliedOn
  }
}

extension PayRules {
  /// What an award owes: the amount that was held, by the policy of the day of applying; without a hold, by that
  /// of the day of handing in, or of another that is named. Whoever is not eligible on that day has earned it, and is refused it.
  func awarded(
    _ award: Award, _ cause: Cause, _ people: [PersonNumber: Employment], _ book: Book
  ) throws(LedgerRefusal) -> LedgerEntry {
    let (person, item) = (award.person, award.item)
    let account = book.items[item]
    guard account?.isAwarded != true else { throw LedgerRefusal.alreadyAwarded(item) }
    if let account, account.person != person { throw LedgerRefusal.notTheirs(item) }
    let day = zone.date(at: award.handedIn)
    let hold = account?.hold.flatMap { $0.reserved > .zero ? $0 : nil }
    let version =
      hold.flatMap { self.version(numbered: $0.policy) } ?? self.version(on: award.appliedOn ?? day)
    let policy = version.policy
    if hold == nil, policy.cap.binds == .whenApplying { throw LedgerRefusal.notHeld(item) }
    let amount = hold?.reserved ?? award.amount ?? policy.amount ?? .zero
    try check(amount)

    let lot = LotKey(item, account?.lots.count ?? 0)
    var terms = LotTerms(
      kind: .stipend, handedIn: award.handedIn, decided: award.decided,
      counts: policy.cap.binds == .onPayment ? .whenPaid : .never)
    let employment = people[person] ?? Employment()
    if policy.eligibility.objection(to: employment, on: day) != nil {
      var postings = [
        Posting(.earned, -amount, person: person, lot: lot, day: day),
        Posting(.refused, amount, person: person, lot: lot, day: day),
      ]
      if let hold {
        postings += [
          Posting(.counted, hold.reserved, person: person, lot: LotKey(item, 0), day: hold.day),
          Posting(.reserved, -hold.reserved, person: person, lot: LotKey(item, 0), day: hold.day),
        ]
      }
      return entry(
        .awarded, cause, policy: version.number, terms: terms, number: book.nextEntry, postings)
    }

    var owed = amount
    var owedOn = day
    if case .salaryRise(let rise) = policy.kind {
      let from = firstDay(of: rise, decided: award.decided)
      let year = period(rise.year, holding: from)
      terms.kind = .rise(annual: amount, from: from)
      owed = firstYear(of: amount, rise.prorated, from: from, in: year)
      owedOn = year.first
    }
    var postings = [
      Posting(.earned, -owed, person: person, lot: lot, day: owedOn),
      Posting(.payable, owed, person: person, lot: lot, day: owedOn),
    ]
    if let hold {
      postings += [
        Posting(.fulfilled, hold.reserved, person: person, lot: LotKey(item, 0), day: hold.day),
        Posting(.reserved, -hold.reserved, person: person, lot: LotKey(item, 0), day: hold.day),
      ]
    }
    return entry(
      .awarded, cause, policy: version.number, terms: terms, number: book.nextEntry, postings)
  }

  /// The first day of a rise.
  func firstDay(of rise: RiseTerms, decided: Instant) -> CivilDate {
    let day = zone.date(at: decided)
    switch rise.effective {
    case .decision: return day
    case .firstOfNextMonth: return day.adding(days: 1 - day.day).adding(months: 1)
    case .nextYear: return period(rise.year, holding: day).end
    }
  }

  /// What is due in a rise's first year, rounded to the cent.
  ///
  /// $600.00 a year from 1 December in a year that ends on 30 June is 7 of 12 months: $350.00.
  func firstYear(
    of annual: Money, _ proration: RiseTerms.Proration, from day: CivilDate, in year: Period
  ) -> Money {
    switch proration {
    case .none: return annual
    case .days: return annual.share(day.days(until: year.end), of: year.days)
    case .months:
      // A month that has begun does not count.
      let whole = day.day == 1 ? day : day.adding(days: 1 - day.day).adding(months: 1)
      let months = (year.end.year - whole.year) * 12 + year.end.month - whole.month
      return annual.share(months, of: 12)
    }
  }

  /// Rises for the years that have begun, and funds that the policy names for a period.
  func yearBegan(
    _ day: CivilDate, _ cause: Cause, _ people: [PersonNumber: Employment], _ book: Book
  ) -> [LedgerEntry] {
    var entries: [LedgerEntry] = []
    let today = version(on: day)
    if let funds = today.policy.funds, let amount = funds.perPeriod, amount > .zero {
      let first = period(funds.period, holding: day).first
      if !book.granted.contains(first) {
        entries.append(
          entry(
            .fundsGranted(byPolicy: true), cause, policy: today.number, number: book.nextEntry,
            Self.grant(amount, on: first)))
      }
    }
    for item in book.rises.sorted() {
      guard let account = book.items[item], let rise = account.rise else { continue }
      let version =
        account.hold.flatMap { self.version(numbered: $0.policy) } ?? self.version(on: rise.from)
      guard case .salaryRise(let terms) = version.policy.kind, terms.recurs else { continue }
      let employment = people[account.person] ?? Employment()
      var part = account.lots.count
      var year = period(terms.year, holding: rise.lastYear)
      while year.end <= day, year.end < .last {
        year = period(terms.year, holding: year.end)
        let number = book.nextEntry + Int64(entries.count)
        guard employment.isEmployed(on: year.first) else {
          // The year is over for this rise, whenever its person comes back.
          let award = LotKey(item, account.awardedPart)
          entries.append(
            entry(
              .recurred(year.first), cause, policy: version.number, number: number,
              [Posting(.earned, .zero, person: account.person, lot: award, day: year.first)]))
          continue
        }
        let start = zone.startOfDay(year.first)
        let lot = LotKey(item, part)
        entries.append(
          entry(
            .recurred(year.first), cause, policy: version.number,
            terms: LotTerms(
              kind: .laterYear(year.first), handedIn: start, decided: start, counts: .never),
            number: number,
            [
              Posting(.earned, -rise.annual, person: account.person, lot: lot, day: year.first),
              Posting(.payable, rise.annual, person: account.person, lot: lot, day: year.first),
            ]))
        part += 1
      }
    }
    return entries
  }

  /// Funds that an administrator grants for the period of a day, or takes back.
  func fundsGranted(
    _ amount: Money, on day: CivilDate, _ cause: Cause, _ book: Book
  ) throws(LedgerRefusal) -> LedgerEntry {
    guard amount != .zero else { throw LedgerRefusal.amountNotPositive }
    guard amount <= .most, amount >= -.most else { throw LedgerRefusal.amountTooGreat }
    let version = version(on: day)
    let kind = version.policy.funds?.period ?? .schoolYear
    let left = book.fundsLeft(in: period(kind, holding: day))
    guard left + amount >= .zero else { throw LedgerRefusal.fundsShort(left: left) }
    return entry(
      .fundsGranted(byPolicy: false), cause, policy: version.number, number: book.nextEntry,
      Self.grant(amount, on: day))
  }

  private static func grant(_ amount: Money, on day: CivilDate) -> [Posting] {
    [Posting(.granted, -amount, day: day), Posting(.funds, amount, day: day)]
  }
}
