public import CivilTime
public import Programs

/// What a pay date would mean, line by line: what an administrator sees before it is sealed.
public struct Settlement: Hashable, Sendable {
  public let payDate: PayDate
  /// The policy's version by which it is reckoned.
  public let policy: Int
  /// By person, then by lot; lines that pay nothing say what becomes of their amount.
  public let lines: [PayLine]
  /// What is left of the period's funds before it; `nil` where there is no limit.
  public let fundsBefore: Money?

  public init(payDate: PayDate, policy: Int, lines: [PayLine], fundsBefore: Money?) {
    self.payDate = payDate
    self.policy = policy
    self.lines = lines
    self.fundsBefore = fundsBefore
  }

  /// What goes into the file. For somebody who owes it may be below zero: payroll settles that.
  public var total: Money { lines.reduce(.zero) { $0 + $1.pays } }
  public var fundsAfter: Money? { fundsBefore.map { $0 - total } }
  /// Whose amounts wait until HR's file has a salary, by number.
  public var lackingSalary: [PersonNumber] {
    Set(lines.lazy.filter(\.lacksSalary).map(\.person)).sorted()
  }
  /// Lines of the file: those that pay or take back something.
  public var paying: [PayLine] { lines.filter { $0.pays != .zero } }
}

/// What one pay date does with one amount.
public struct PayLine: Hashable, Sendable {
  public let person: PersonNumber
  public let lot: LotKey
  public let kind: LotTerms.Kind
  public let handedIn: Instant
  public let decided: Instant
  /// Since when it waits, if it was carried over.
  public let from: Carry?
  /// What there was to pay; below zero for a correction that takes back.
  public let due: Money
  public internal(set) var pays: Money
  /// Held back by the cap.
  public internal(set) var overCap = Money.zero
  /// Held back for want of funds.
  public internal(set) var overFunds = Money.zero
  /// Refused because the person is not eligible on the pay date.
  public internal(set) var ineligible = Money.zero
  /// It waits, because HR's file has no salary for this person and the cap depends on it.
  public internal(set) var lacksSalary = false
  /// The day against whose cap it counts; `nil`: against none.
  public internal(set) var countsOn: CivilDate?
  public internal(set) var cap: Money?
}

extension PayRules {
  /// Reckons a pay date.
  ///
  /// First each person's amounts go under their cap, corrections before all, then in the policy's order; then
  /// what is left of it shares the funds in the policy's order. The same book gives the same lines, in whatever
  /// order it was filled.
  ///
  /// - Parameters:
  ///   - payDate: One of ``payDates(from:through:)``.
  ///   - people: Everybody with an open lot.
  ///   - book: All open lots, and what counts against the caps of their people in this period.
  /// - Returns: Every line of it; nothing is entered. Where a salary is missing, that line waits, and no other.
  public func settlement(
    for payDate: PayDate, people: [PersonNumber: Employment], book: Book
  ) -> Settlement {
    let version = version(on: payDate.pays)
    var claims = claims(for: payDate, version.policy, book)
    claims.sort { precedes($0, $1, version.policy) }
    putUnderCaps(&claims, payDate, version.policy, people, book)
    var before: Money?
    if let funds = version.policy.funds {
      let left = book.fundsLeft(in: period(funds.period, holding: payDate.pays))
      before = left
      shareFunds(&claims, left: left, funds.order, paidFirst: version.policy.carryOver.paidFirst)
    }
    return Settlement(
      payDate: payDate, policy: version.number, lines: claims.sorted { isAbove($0, $1) },
      fundsBefore: before)
  }

  private func isAbove(_ left: PayLine, _ right: PayLine) -> Bool {
    if left.person != right.person { return left.person < right.person }
    if left.lot != right.lot { return left.lot < right.lot }
    switch (left.from, right.from) {
    case (nil, nil), (_?, nil): return false
    case (nil, _?): return true
    case (let one?, let other?): return one < other
    }
  }

  /// Everything that is in time, and everything that waits and may be paid in this period.
  private func claims(for payDate: PayDate, _ policy: PayPolicy, _ book: Book) -> [PayLine] {
    let period = period(policy.cap.period, holding: payDate.pays)
    var claims: [PayLine] = []
    for key in book.open {
      guard let lot = book.lot(key) else { continue }
      func claim(_ due: Money, from: Carry?) -> PayLine {
        PayLine(
          person: lot.person, lot: key, kind: lot.terms.kind, handedIn: lot.terms.handedIn,
          decided: lot.terms.decided, from: from, due: due, pays: due)
      }
      if lot.payable != .zero,
        isInTime(for: payDate, lot.terms)
      {
        claims.append(claim(lot.payable, from: nil))
      }
      for (carry, amount) in lot.carried
      where carry.shortage == .funds || carry.since < period.first {
        claims.append(claim(amount, from: carry))
      }
    }
    return claims
  }

  /// A correction goes with the next file, whatever its cut-off; a later year of a rise with its year's first.
  private func isInTime(for payDate: PayDate, _ terms: LotTerms) -> Bool {
    switch terms.kind {
    case .stipend, .rise, .opening:
      isInTime(for: payDate, handedIn: terms.handedIn, decided: terms.decided)
    case .correction: terms.decided < payDate.locks
    case .laterYear(let first): first <= payDate.pays
    }
  }

  /// The order in which claims are served: what takes back, what was carried over or not, the earliest.
  private func precedes(_ left: PayLine, _ right: PayLine, _ policy: PayPolicy) -> Bool {
    let leftRank = rank(left, policy.carryOver.paidFirst)
    let rightRank = rank(right, policy.carryOver.paidFirst)
    if leftRank != rightRank { return leftRank < rightRank }
    if let one = left.from, let other = right.from, one.since != other.since {
      return one.since < other.since
    }
    let byDecision = policy.funds?.order == .earliestDecision
    let one = byDecision ? left.decided : left.handedIn
    let other = byDecision ? right.decided : right.handedIn
    if one != other { return one < other }
    return left.lot == right.lot ? isAbove(left, right) : left.lot < right.lot
  }

  private func rank(_ line: PayLine, _ paidFirst: Bool) -> Int {
    if line.due < .zero { return 0 }
    return (line.from != nil) == paidFirst ? 1 : 2
  }

  private func putUnderCaps(
    _ claims: inout [PayLine], _ payDate: PayDate, _ policy: PayPolicy,
    _ people: [PersonNumber: Employment], _ book: Book
  ) {
    let period = period(policy.cap.period, holding: payDate.pays)
    var used: [PersonNumber: Money] = [:]
    for index in claims.indices {
      let line = claims[index]
      let employment = people[line.person] ?? Employment()
      if line.due > .zero, policy.eligibility.on == .paying,
        policy.eligibility.objection(to: employment, on: payDate.pays) != nil
      {
        claims[index].ineligible = line.due
        claims[index].pays = .zero
        continue
      }
      let soFar = used[line.person] ?? book.used(by: line.person, in: period)
      switch book.lot(line.lot)?.terms.counts ?? .never {
      case .never: continue
      case .on(let day):
        claims[index].countsOn = day
        if period.contains(day) { used[line.person] = soFar + line.due }
      case .whenPaid:
        let isFromEarlier = line.from.map { $0.since < period.first } ?? false
        if isFromEarlier, !policy.carryOver.countsAgainstCap { continue }
        guard let cap = cap(policy.cap, of: line, employment, paidOn: payDate.pays, book) else {
          claims[index].pays = .zero
          claims[index].lacksSalary = true
          continue
        }
        let pays = min(line.due, max(.zero, cap - soFar))
        claims[index].pays = pays
        claims[index].overCap = line.due - pays
        claims[index].countsOn = payDate.pays
        claims[index].cap = cap
        used[line.person] = soFar + pays
      }
    }
  }

  /// The cap that a line goes under; whoever was erased keeps the one known last. `nil`: no salary is known.
  private func cap(
    _ policy: CapPolicy, of line: PayLine, _ employment: Employment, paidOn day: CivilDate,
    _ book: Book
  ) -> Money? {
    let bracket = try? bracket(
      policy, line.person, employment, applied: zone.date(at: line.handedIn), counted: day)
    if let bracket { return bracket.amount }
    return employment.isErased ? book.people[line.person]?.lastCap : nil
  }

  /// Cuts what passes the funds, from the end of the order or from everybody alike.
  private func shareFunds(
    _ claims: inout [PayLine], left: Money, _ order: FundsPolicy.Order, paidFirst: Bool
  ) {
    // What is taken back goes to the funds first.
    var left = claims.reduce(left) { $1.pays < .zero ? $0 - $1.pays : $0 }
    for rank in 1...2 {
      let group = claims.indices.filter {
        claims[$0].pays > .zero && self.rank(claims[$0], paidFirst) == rank
      }
      let demand = group.reduce(Money.zero) { $0 + claims[$1].pays }
      guard demand > left else {
        left -= demand
        continue
      }
      let available = max(.zero, left)
      let shares =
        order == .proRata
        ? proportionally(available, among: group.map { claims[$0].pays })
        : inOrder(available, among: group.map { claims[$0].pays })
      for (index, share) in zip(group, shares) {
        claims[index].overFunds = claims[index].pays - share
        claims[index].pays = share
        left -= share
      }
    }
  }

  private func inOrder(_ available: Money, among wishes: [Money]) -> [Money] {
    var left = available
    return wishes.map { wish in
      let share = min(wish, left)
      left -= share
      return share
    }
  }

  /// Shares an amount in proportion, to the cent: what rounding down leaves over goes to the greatest
  /// remainders, of equal ones to the earlier (the method of Hare and Niemeyer).
  private func proportionally(_ available: Money, among wishes: [Money]) -> [Money] {
    let demand = UInt64(wishes.reduce(Money.zero, +).cents.magnitude)
    guard demand > 0 else { return wishes }
    let parts = wishes.map { wish in
      let product = wish.cents.magnitude.multipliedFullWidth(by: available.cents.magnitude)
      return demand.dividingFullWidth(product)
    }
    var shares = parts.map { Money(cents: Int64($0.quotient)) }
    let over = Int((available - shares.reduce(.zero, +)).cents)
    let byRemainder = parts.indices.sorted {
      (parts[$0].remainder, $1) > (parts[$1].remainder, $0)
    }
    for index in byRemainder.prefix(over) { shares[index] += Money(cents: 1) }
    return shares
  }
}
