import CivilTime
import Programs

extension PayRules {
  /// Seals a pay date as it was previewed: its lines are in the file, and what they hold back is carried over or
  /// refused. Nothing of it is changed after that; corrections go with the next one.
  func sealed(
    _ payDate: PayDate, _ token: String, hash: String, _ cause: Cause,
    _ people: [PersonNumber: Employment], _ book: Book
  ) throws(LedgerRefusal) -> [LedgerEntry] {
    guard book.payDates[payDate.pays] == nil else {
      throw LedgerRefusal.payDateSealed(payDate.pays)
    }
    if let last = book.payDates.keys.max(), last > payDate.pays {
      throw LedgerRefusal.payDateOutOfOrder(payDate.pays, after: last)
    }
    guard cause.at >= payDate.cutOff else {
      throw LedgerRefusal.payDateTooEarly(payDate.pays, cutOff: payDate.cutOff)
    }
    let settlement = settlement(for: payDate, people: people, book: book)
    guard settlement.token == token else { throw LedgerRefusal.changedSincePreview }
    return entries(sealing: settlement, hash: hash, cause, book)
  }

  /// What a pay date's lines enter, once it may be sealed.
  func entries(
    sealing settlement: Settlement, hash: String, _ cause: Cause, _ book: Book
  ) -> [LedgerEntry] {
    let payDate = settlement.payDate
    let version = version(on: payDate.pays)
    let capPeriod = period(version.policy.cap.period, holding: payDate.pays)
    var entries = [
      entry(
        .sealed(payDate, hash: hash), cause, policy: version.number, number: book.nextEntry, [])
    ]
    var start = 0
    while start < settlement.lines.count {
      let person = settlement.lines[start].person
      var end = start
      while end < settlement.lines.count, settlement.lines[end].person == person { end += 1 }
      let lines = settlement.lines[start..<end]
      start = end
      let postings = lines.flatMap { self.postings($0, payDate, version.policy) }
      guard !postings.isEmpty else { continue }
      let cap = lines.filter { $0.cap != nil && $0.pays > .zero }.compactMap(\.cap).max()
      let limit = cap.map { cap in
        let more = lines.reduce(Money.zero) { sum, line in
          line.countsOn.map(capPeriod.contains) == true ? sum + line.pays : sum
        }
        return Limit(
          person: person, period: capPeriod, cap: cap,
          used: book.used(by: person, in: capPeriod) + more)
      }
      entries.append(
        entry(
          .settled(payDate.pays), cause, policy: version.number, limit: limit,
          number: book.nextEntry + Int64(entries.count), postings))
    }
    return entries
  }

  private func postings(_ line: PayLine, _ payDate: PayDate, _ policy: PayPolicy) -> [Posting] {
    let day = payDate.pays
    func posting(
      _ account: Account, _ amount: Money, day: CivilDate, shortage: PayShortage? = nil
    ) -> Posting {
      Posting(
        account, amount, person: line.person, lot: line.lot, day: day, payDate: payDate.pays,
        shortage: shortage)
    }
    var postings: [Posting] = []
    func leave(_ amount: Money) {
      if let from = line.from {
        postings.append(
          Posting(
            .carriedOver, -amount, person: line.person, lot: line.lot, day: from.since,
            payDate: day, shortage: from.shortage))
      } else {
        postings.append(posting(.payable, -amount, day: day))
      }
    }
    leave(line.pays)
    postings.append(posting(.sealed, line.pays, day: day))
    if let countsOn = line.countsOn {
      postings.append(posting(.counted, -line.pays, day: countsOn))
      postings.append(posting(.fulfilled, line.pays, day: countsOn))
    }
    if policy.funds != nil {
      postings.append(posting(.funds, -line.pays, day: day))
      postings.append(posting(.spent, line.pays, day: day))
    }
    leave(line.ineligible)
    postings.append(posting(.refused, line.ineligible, day: day))
    for (amount, beyond, shortage) in [
      (line.overCap, policy.carryOver.beyondCap, PayShortage.cap),
      (line.overFunds, policy.carryOver.beyondFunds, .funds),
    ] {
      // What was carried over already goes on waiting as it is.
      if line.from != nil, beyond == .carriedOver { continue }
      leave(amount)
      postings.append(
        posting(
          beyond == .carriedOver ? .carriedOver : .refused, amount, day: day, shortage: shortage))
    }
    return postings.filter { $0.amount != .zero }
  }

  /// Payroll has paid what was sealed for a day.
  func paid(
    _ day: CivilDate, _ cause: Cause, _ book: Book
  ) throws(LedgerRefusal) -> [LedgerEntry] {
    guard let sealed = book.payDates[day] else { throw LedgerRefusal.payDateNotSealed(day) }
    guard !sealed.isPaid else { throw LedgerRefusal.payDatePaid(day) }
    let policy = version(on: day).number
    var people: [PersonNumber: [Posting]] = [:]
    for key in sealed.lots.sorted() {
      guard let lot = book.lot(key), let amount = lot.sealed[day], amount != .zero else { continue }
      people[lot.person, default: []] += [
        Posting(.sealed, -amount, person: lot.person, lot: key, day: day, payDate: day),
        Posting(.paid, amount, person: lot.person, lot: key, day: day, payDate: day),
      ]
    }
    var entries: [LedgerEntry] = []
    for (_, postings) in people.sorted(by: { $0.key < $1.key }) {
      entries.append(
        entry(
          .paid(day), cause, policy: policy, number: book.nextEntry + Int64(entries.count),
          postings))
    }
    if entries.isEmpty {
      entries.append(entry(.paid(day), cause, policy: policy, number: book.nextEntry, []))
    }
    return entries
  }
}
