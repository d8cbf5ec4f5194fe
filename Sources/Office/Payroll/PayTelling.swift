public import CivilTime
import Ledger
public import Notices
import Programs
public import Store
public import Workflow

// What notices say of pay, read from the ledger at the moment in which a letter is written.

/// Days ahead in which pay dates are looked at for notices.
private let daysAhead = 45

extension StoredRecords {
  public func pay(of decision: Decision, zone: Zone) throws -> PayTold? {
    guard let submission = try submission(decision.submission),
      let rules = try payRules(zone: zone)
    else { return nil }
    let entries = try ledger(.person(submission.earner))
    var book = Book()
    book.apply(entries)
    switch decision.outcome {
    case .approvedToBegin:
      guard let hold = book.items[submission.item]?.hold, hold.reserved > .zero else { return nil }
      return .setAside(cents: hold.reserved.cents)
    case .earned: return try earned(decision, submission, entries, book, rules)
    case .revise, .notYet, .notApproved:
      guard let before = decision.corrects,
        let award = entries.last(where: {
          $0.cause.decision == before.number && $0.kind == .awarded
        }),
        let key = award.postings.lazy.compactMap(\.lot).first
      else { return nil }
      return .takenBack(wasExported: book.lot(key)?.exported.isEmpty == false)
    }
  }

  private func earned(
    _ decision: Decision, _ submission: Submission, _ entries: [LedgerEntry], _ book: Book,
    _ rules: PayRules
  ) throws -> PayTold? {
    let award = entries.last { $0.cause.decision == decision.id.number && $0.kind == .awarded }
    guard let award, let terms = award.terms,
      let key = award.postings.first(where: { $0.account == .earned })?.lot,
      let lot = book.lot(key)
    else { return nil }
    if award.postings.contains(where: { $0.account == .refused }) { return .notEligible }
    let exported = lot.exported.keys.min()
    let paid = exported ?? rules.payDate(handedIn: terms.handedIn, decided: terms.decided)?.pays
    if case .rise(let annual, let from) = terms.kind {
      return .raise(cents: annual.cents, from: from, paid: paid)
    }
    if let exported {
      return .stipend(cents: lot.exported[exported]?.cents ?? 0, paid: exported, rest: nil)
    }
    guard let paid, let payDate = rules.payDates(from: paid, through: paid).first,
      let line = try line(of: key, submission.earner, payDate, rules)
    else { return .stipend(cents: lot.earned.cents, paid: paid, rest: nil) }
    return .stipend(
      cents: line.pays.cents, paid: line.pays == .zero ? nil : paid,
      rest: rest(of: line, rules, paid))
  }

  /// What a pay date would mean for one amount if it were sealed now.
  private func line(
    of key: LotKey, _ person: PersonID, _ payDate: PayDate, _ rules: PayRules
  ) throws -> PayLine? {
    var parts: [LedgerPart] = [.person(person)]
    if let funds = rules.version(on: payDate.pays).policy.funds {
      // Where the funds reach all that is owed, nobody's share depends on anybody else's.
      let period = rules.period(funds.period, holding: payDate.pays)
      let left = try fundsByDay().reduce(Money.zero) {
        period.contains($1.key) ? $0 + $1.value : $0
      }
      parts.append(.district)
      if left < (try owed()) { parts.append(.openLots) }
    }
    guard let pay = try PayFacts.gather(parts, zone: rules.zone, from: self) else { return nil }
    return pay.rules.settlement(for: payDate, people: pay.people, book: pay.book).lines
      .first { $0.lot == key && $0.from == nil }
  }

  private func rest(of line: PayLine, _ rules: PayRules, _ paid: CivilDate) -> PayRest? {
    let policy = rules.version(on: paid).policy
    if line.lacksSalary { return PayRest(cents: line.due.cents, until: .salary) }
    let rest = line.overCap + line.overFunds
    guard rest > .zero else { return nil }
    let until: PayRest.Until =
      if line.overCap > .zero {
        policy.carryOver.beyondCap == .refused
          ? .never : .year(rules.period(policy.cap.period, holding: paid).end)
      } else {
        policy.carryOver.beyondFunds == .refused ? .never : .funds
      }
    return PayRest(cents: rest.cents, until: until)
  }

  // MARK: Pay dates

  public func payDatesAhead(at now: Instant, zone: Zone) throws -> [PayDateAhead] {
    guard let rules = try payRules(zone: zone) else { return [] }
    let today = zone.date(at: now)
    let ahead = rules.payDates(from: today, through: today.adding(days: daysAhead))
    guard !ahead.isEmpty else { return [] }
    var book = Book()
    book.apply(try ledger(.district))
    return ahead.filter { book.payDates[$0.pays] == nil }.map {
      PayDateAhead(day: $0.pays, cutOff: $0.cutOff, locks: $0.locks)
    }
  }

  public func payDateFigures(_ day: CivilDate, zone: Zone) throws -> PayDateFigures {
    guard let pay = try PayFacts.gather([.openLots, .district], zone: zone, from: self),
      let payDate = pay.rules.payDates(from: day, through: day).first
    else { return PayDateFigures(lines: 0, corrections: 0, cents: 0) }
    let lines = pay.rules.settlement(for: payDate, people: pay.people, book: pay.book).paying
    let corrections = lines.filter { $0.kind == .correction || $0.due < .zero }
    return PayDateFigures(
      lines: Set(lines.map(\.lot)).count, corrections: Set(corrections.map(\.lot)).count,
      cents: lines.reduce(.zero) { $0 + $1.pays }.cents)
  }

  public func payDateOpen(
    _ day: CivilDate, at now: Instant, zone: Zone
  ) throws -> PayDateOpen {
    guard let rules = try payRules(zone: zone),
      let payDate = rules.payDates(from: day, through: day).first
    else { return PayDateOpen(count: 0, late: 0) }
    let open = rules.inTime(for: payDate, try payWork(in: rules, at: now))
    return PayDateOpen(count: open.count, late: open.count { $0.expected >= payDate.locks })
  }

  /// What is handed in and may still be earned, with when that is expected; only what pays something.
  func payWork(in rules: PayRules, at now: Instant) throws -> [UnderWay] {
    try expectedWork(rules.zone, at: now).filter { work in
      guard work.isHandedIn else { return false }
      if work.amount == .zero { return false }
      return rules.isInForce(on: work.appliedOn ?? rules.zone.date(at: work.handedIn))
    }
  }
}
