import CivilTime
import Ledger
import Programs
import Testing

@Suite struct `Five hundred random years` {
  /// Whatever happens in whatever order under whatever policy: after every event, every ring is zero, earned is
  /// paid, payable, carried over and refused, nobody is over a cap without an override, and the funds hold.
  @Test func `keep rule 6 after every event, and balance to zero`() throws {
    var seen = RandomYear.Seen()
    for seed in 0..<UInt64(500) {
      var year = try RandomYear(seed: seed)
      try year.run()
      seen += year.seen
      guard year.complaints.isEmpty else {
        Issue.record("seed \(seed): \(year.complaints.joined(separator: "\n"))")
        return
      }
    }
    // The years are no use if they never come near what they try.
    #expect(seen.entries > 20_000)
    #expect(seen.overCap > 500)
    #expect(seen.overrides > 100)
    #expect(seen.capped > 200)
    #expect(seen.short > 200)
    #expect(seen.reversals > 200)
    #expect(seen.corrections > 200)
    #expect(seen.recurred > 100)
  }
}

/// Fourteen months of one district, made from a seed; caps and sums are reckoned a second time, more simply.
private struct RandomYear {
  struct Seen {
    var entries = 0
    var overCap = 0
    var overrides = 0
    var capped = 0
    var short = 0
    var reversals = 0
    var corrections = 0
    var recurred = 0

    static func += (left: inout Seen, right: Seen) {
      left.entries += right.entries
      left.overCap += right.overCap
      left.overrides += right.overrides
      left.capped += right.capped
      left.short += right.short
      left.reversals += right.reversals
      left.corrections += right.corrections
      left.recurred += right.recurred
    }
  }

  /// What was applied for, as the test itself keeps it.
  struct Applied {
    var person: PersonNumber
    var amount: Money
    var day: CivilDate
    var isReleased = false
  }

  var random: SeededGenerator
  var rules: PayRules
  var policy: PayPolicy
  var people: [PersonNumber: Employment] = [:]
  var book = Book()
  var entries: [LedgerEntry] = []
  var now: Instant
  var nextItem: Int64 = 1
  var items: [Item] = []
  var applied: [Item: Applied] = [:]
  /// What counts against somebody's cap by being paid, by the day on which it does.
  var counted: [PersonNumber: [(day: CivilDate, amount: Money)]] = [:]
  /// The greatest cap that anybody had, override aside.
  var payDates: [PayDate] = []
  var complaints: [String] = []
  var seen = Seen()

  init(seed: UInt64) throws {
    var random = SeededGenerator(state: seed)
    let bindsOnPayment = Bool.random(using: &random)
    func pick<Value>(_ values: [Value]) -> Value {
      values[Int.random(in: 0..<values.count, using: &random)]
    }
    let isRise = !bindsOnPayment && Bool.random(using: &random)
    policy = PayPolicy(
      kind: isRise
        ? .salaryRise(
          RiseTerms(
            effective: pick([.decision, .firstOfNextMonth, .nextYear]),
            prorated: pick([.months, .days, .none]), year: pick(PeriodKind.allCases)))
        : .stipend,
      amount: 250,
      cap: CapPolicy(
        period: pick(PeriodKind.allCases), binds: bindsOnPayment ? .onPayment : .whenApplying,
        salaryOn: pick(bindsOnPayment ? CapPolicy.SalaryDay.allCases : [.applying, .periodStart]),
        brackets: [
          CapBracket(label: "below", salaryBelow: 75_000, amount: pick([2_000, 500])),
          CapBracket(label: "above", amount: pick([600, 0])),
        ], exactly: pick([.above, .below])),
      carryOver: CarryOverPolicy(
        beyondCap: pick([.carriedOver, .carriedOver, .refused]),
        beyondFunds: pick([.carriedOver, .carriedOver, .refused]),
        countsAgainstCap: pick([true, false]), paidFirst: pick([true, false])),
      eligibility: EligibilityPolicy(
        bargainingUnits: pick([[], ["LETA"]]), on: pick([.handingIn, .paying])),
      funds: pick([
        nil, FundsPolicy(order: .earliestHandIn), FundsPolicy(order: .proRata),
        FundsPolicy(perPeriod: 1_500, order: .earliestDecision),
      ]),
      payDates: PayDatePolicy(
        cutOffBy: pick([.handIn, .decision]),
        dates: [
          PayDateRule(
            label: "J", cutOff: .last(.friday, month: 12), pays: .last(.friday, month: 1)),
          PayDateRule(
            label: "A", cutOff: .nth(2, .friday, month: 3), pays: .nth(3, .friday, month: 4)),
          PayDateRule(
            label: "S", cutOff: .nth(2, .friday, month: 6), pays: .last(.friday, month: 6)),
          PayDateRule(
            label: "O", cutOff: .nth(2, .friday, month: 9), pays: .last(.friday, month: 10)),
        ]))
    let start = CivilDate(year: pick([2025, 2026, 2027, 2028]), month: 1, day: 1) ?? .first
    rules = PayRules(
      policy, effective: start, zone: .utc, schoolYearFirstMonth: pick([7, 8]),
      graceMinutes: pick([0, 10]))
    now = Zone.utc.startOfDay(start.adding(days: 200))
    payDates = rules.payDates(from: start.adding(days: 200), through: start.adding(days: 900))
    for number in Int64(2)...6 {
      let salary = Money(cents: pick([74_000_00, 75_000_00, 76_000_00]))
      var person = Employment(
        salaries: [.init(from: start, salary)], units: [.init(from: start, "LETA")])
      if pick([true, false]) {
        person.salaries.append(
          .init(
            from: start.adding(days: Int.random(in: 200...600, using: &random)),
            pick([74_000, 76_000])))
      }
      if pick([true, false, false]) {
        person.units.append(
          .init(from: start.adding(days: Int.random(in: 250...600, using: &random)), nil))
      }
      people[PersonNumber(number)] = person
    }
    self.random = random
  }

  mutating func run() throws {
    for _ in 0..<70 {
      now = now.adding(minutes: Int64.random(in: 0...12_000, using: &random))
      try settleWhatIsDue()
      try something()
      if !complaints.isEmpty { return }
    }
    var again = Book()
    again.apply(entries)
    if again != book { complaints.append("the entries carried anew give another book") }
    for ring in Account.Ring.allCases {
      let sum = Account.allCases.reduce(Money.zero) {
        $1.ring == ring ? $0 + book.balance($1) : $0
      }
      if sum != .zero { complaints.append("\(ring) is \(sum)") }
    }
    seen.entries += entries.count
  }

  private mutating func settleWhatIsDue() throws {
    let begun = try enter(.yearBegan(rules.zone.date(at: now)))
    seen.recurred += begun?.count { if case .recurred = $0.kind { true } else { false } } ?? 0
    while let payDate = payDates.first, payDate.locks <= now {
      payDates.removeFirst()
      let settlement = rules.settlement(for: payDate, people: people, book: book)
      seen.capped += settlement.lines.count { $0.overCap > .zero }
      seen.short += settlement.lines.count { $0.overFunds > .zero }
      try enter(
        .sealed(payDate, token: settlement.token, hash: "\(payDate.pays)"))
      check(settlement)
      if chance(2) { try enter(.paid(payDate.pays)) }
    }
  }

  private mutating func something() throws {
    let person = PersonNumber(Int64.random(in: 2...6, using: &random))
    let item = items.randomElement(using: &random) ?? Item(.submission, 0)
    let amount = Money(cents: Int64.random(in: 1...60_000, using: &random))
    switch Int.random(in: 0..<20, using: &random) {
    case 0..<6: try apply(person, amount)
    case 6..<12: try award(person, item, amount)
    case 12:
      if try enter(.released(item, .withdrawn)) != nil { applied[item]?.isReleased = true }
    case 13, 14: if try enter(.reopened(item)) != nil { seen.reversals += 1 }
    case 15, 16:
      let sign: Int64 = chance(3) ? -1 : 1
      let by = Money(cents: sign * Int64.random(in: 1...10_000, using: &random))
      if try enter(.corrected(item, by: by)) != nil { seen.corrections += 1 }
    case 17:
      try enter(.fundsGranted(chance(4) ? amount : -amount, on: rules.zone.date(at: now)))
    case 18: try amend(item, amount)
    default: try open(person, amount)
    }
  }

  private mutating func apply(_ person: PersonNumber, _ amount: Money) throws {
    let item = Item(.submission, nextItem)
    nextItem += 1
    items.append(item)
    let isOverride = !chance(8)
    let application = Application(
      person: person, item: item, amount: amount, at: now,
      pastCap: isOverride ? .yes(reason: "r") : .no)
    let made = try enter(.applied(application))
    guard let made, policy.cap.binds == .whenApplying else { return }
    if made.contains(where: { $0.kind == .appliedBeyondCap }) { seen.overrides += 1 }
    let day = rules.zone.date(at: now)
    applied[item] = Applied(person: person, amount: amount, day: day)
    let used = used(by: person, on: day)
    if !isOverride, used > cap(of: person, applied: day, counted: day) {
      complaints.append("\(person) has \(used) applied for, past the cap")
    }
  }

  private mutating func amend(_ item: Item, _ amount: Money) throws {
    guard let before = applied[item], !before.isReleased,
      try enter(.amended(item, to: amount, pastCap: .no)) != nil
    else { return }
    applied[item]?.amount = amount
    let used = used(by: before.person, on: before.day)
    let cap = cap(of: before.person, applied: before.day, counted: before.day)
    if amount > before.amount, used > cap {
      complaints.append("\(before.person) has \(used) after amending, past the cap")
    }
  }

  private mutating func award(_ person: PersonNumber, _ item: Item, _ amount: Money) throws {
    let isNew = policy.cap.binds == .onPayment && chance(4)
    if isNew { nextItem += 1 }
    let item = isNew ? Item(.submission, nextItem) : item
    if isNew { items.append(item) }
    let handedIn = now.adding(minutes: -Int64.random(in: 0...60_000, using: &random))
    let made = try enter(
      .awarded(
        Award(
          person: applied[item]?.person ?? book.items[item]?.person ?? person, item: item,
          amount: amount, handedIn: handedIn, decided: now)))
    // Whoever is not eligible any more is refused, and what was held is free.
    let isRefused = made?.first?.postings.contains { $0.account == .refused } ?? false
    if isRefused { applied[item]?.isReleased = true }
  }

  private mutating func open(_ person: PersonNumber, _ amount: Money) throws {
    let item = Item(.opening, nextItem)
    nextItem += 1
    let today = rules.zone.date(at: now)
    let kind = OpeningFigure.Kind.allCases.randomElement(using: &random) ?? .granted
    // Figures from before may be past the cap; those that are would make each later check fail.
    let cap = cap(of: person, applied: today, counted: today)
    guard kind == .carriedOver || used(by: person, on: today) + amount <= cap else { return }
    let made = try enter(
      .opened(OpeningFigure(kind: kind, person: person, item: item, amount: amount, day: today)))
    guard made != nil, kind != .carriedOver else { return }
    if policy.cap.binds == .whenApplying {
      applied[item] = Applied(person: person, amount: amount, day: today)
    } else if kind == .granted {
      counted[person, default: []].append((today, amount))
    }
  }

  /// Enters it, or takes the refusal; then holds every rule against the book.
  @discardableResult
  private mutating func enter(_ happening: Happening) throws -> [LedgerEntry]? {
    let cause = Cause(journal: Int64(entries.count), at: now)
    do throws(LedgerRefusal) {
      let made = try rules.entries(for: happening, cause: cause, people: people, book: book)
      book.apply(made)
      entries += made
      complaints += findings(in: made).map { "\($0) after \(happening)" }
      complaints += book.findings().map { "\($0) after \(happening)" }
      if let funds = policy.funds {
        let period = rules.period(funds.period, holding: rules.zone.date(at: now))
        complaints += book.findings(ofFundsIn: period).map { "\($0) after \(happening)" }
      }
      return made
    } catch {
      if case .overCap(let over) = error {
        seen.overCap += 1
        let standing = over.standing
        let isNeeded = standing.used + over.asked > standing.cap
        if !isNeeded { complaints.append("refused without need: \(error)") }
      }
      return nil
    }
  }

  // MARK: The second reckoning

  private func cap(
    of person: PersonNumber, applied: CivilDate, counted: CivilDate
  ) -> Money {
    let on =
      switch policy.cap.salaryOn {
      case .applying: applied
      case .periodStart: rules.period(policy.cap.period, holding: counted).first
      case .paying: counted
      }
    let salary = people[person]?.salary(on: on)?.cents ?? 0
    let isBelow = salary < 75_000_00 || salary == 75_000_00 && policy.cap.exactly == .below
    return policy.cap.brackets[isBelow ? 0 : 1].amount
  }

  private func used(by person: PersonNumber, on day: CivilDate) -> Money {
    let period = rules.period(policy.cap.period, holding: day)
    let held = applied.values.reduce(Money.zero) {
      $1.person == person && !$1.isReleased && period.contains($1.day) ? $0 + $1.amount : $0
    }
    return (counted[person] ?? []).reduce(held) {
      period.contains($1.day) ? $0 + $1.amount : $0
    }
  }

  /// Paid in a period ≤ the cap: of its lines that pay, by the greatest cap that one of them may have.
  private mutating func check(_ settlement: Settlement) {
    guard policy.cap.binds == .onPayment else { return }
    let pays = settlement.payDate.pays
    let period = rules.period(policy.cap.period, holding: pays)
    for line in settlement.lines where line.pays != .zero {
      let isFromEarlier = line.from.map { $0.since < period.first } ?? false
      if isFromEarlier, !policy.carryOver.countsAgainstCap, line.countsOn == nil { continue }
      if let day = line.countsOn { counted[line.person, default: []].append((day, line.pays)) }
      guard line.pays > .zero, line.kind != .correction else { continue }
      if line.countsOn == nil { complaints.append("\(line) does not count") }
    }
    // What the cap holds back has no room under it: nothing is counted twice.
    for person in Set(settlement.lines.filter { $0.overCap > .zero }.map(\.person)) {
      let mine = settlement.lines.filter { $0.person == person }
      if mine.contains(where: { $0.overFunds > .zero }) { continue }
      let least = mine.filter { $0.overCap > .zero }.map {
        cap(of: person, applied: rules.zone.date(at: $0.handedIn), counted: pays)
      }.min()
      let used = used(by: person, on: pays)
      if let least, used < least {
        complaints.append("\(person) is paid \(used) of \(least), and is held back")
      }
    }
    for person in Set(settlement.lines.filter { $0.pays > .zero }.map(\.person)) {
      let mine = settlement.lines.filter { $0.person == person && $0.kind != .correction }
      guard mine.contains(where: { $0.pays > .zero && $0.countsOn != nil }) else { continue }
      let most =
        mine.map {
          cap(of: person, applied: rules.zone.date(at: $0.handedIn), counted: pays)
        }.max() ?? .zero
      let used = used(by: person, on: pays)
      if used > most { complaints.append("\(person) is paid \(used) of \(most)") }
    }
  }

  private mutating func chance(_ outOfTen: Int) -> Bool {
    Int.random(in: 0..<10, using: &random) < outOfTen
  }
}
