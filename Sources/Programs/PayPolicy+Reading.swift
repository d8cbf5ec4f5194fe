import CivilTime
import Documents

extension PayPolicy {
  private enum Kind: String, CaseIterable { case stipend, salaryRise }

  static func read(_ fields: Fields, schoolYearFirstMonth month: Int) -> PayPolicy? {
    let kindName = fields.required("kind")?.choice(Kind.self)
    let riseReader = fields.optional("rise")
    let rise = riseReader?.fields(RiseTerms.read)
    let amount = fields.optional("amount")?.money(atLeast: 1)
    let capReader = fields.required("cap")
    let cap = capReader?.fields(CapPolicy.read)
    let carryReader = fields.optional("carryOver")
    let carryOver = carryReader?.fields(CarryOverPolicy.read)
    let eligibility = fields.optional("eligibility")?.fields(EligibilityPolicy.read)
    let funds = fields.optional("funds")?.fields(FundsPolicy.read)
    let payDates = fields.required("payDates")?
      .fields { PayDatePolicy.read($0, schoolYearFirstMonth: month) }

    if kindName == .stipend {
      riseReader?.mistake(
        found: "terms of a rise", expected: "none, since the kind is \"stipend\"")
    }
    if let cap {
      if kindName == .salaryRise, cap.binds == .onPayment {
        capReader?.mistake(
          found: "a cap on payment for a rise in salary",
          expected: "binds: \"whenApplying\", since a rise can't be paid in part")
      }
      if cap.binds == .whenApplying, funds == nil {
        carryReader?.mistake(
          found: "what becomes of money that is held back",
          expected:
            "none, since nothing is: the cap binds when applying, and there are no \"funds\"")
      }
    }
    guard let kindName, let cap, let payDates else { return nil }
    return PayPolicy(
      kind: kindName == .stipend ? .stipend : .salaryRise(rise ?? .init()), amount: amount,
      cap: cap, carryOver: carryOver ?? .init(), eligibility: eligibility ?? .init(),
      funds: funds, payDates: payDates)
  }
}

extension Reader {
  /// Dollars as a decimal string, `"2000.00"`: never a number, which some reader might round.
  fileprivate func money(atLeast least: Int64) -> Money? {
    parsed(
      expected:
        "dollars and cents in quotes such as \"2000.00\", from \(Money(cents: least).decimal) to \(Money.most.decimal)"
    ) {
      Money(decimal: $0).flatMap { $0.cents >= least ? $0 : nil }
    }
  }
}

extension Fields {
  fileprivate func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ key: String, else value: Choice
  ) -> Choice {
    optional(key)?.choice(Choice.self) ?? value
  }
}

extension RiseTerms {
  static func read(_ fields: Fields) -> RiseTerms? {
    let standard = RiseTerms()
    return RiseTerms(
      effective: fields.choice("effective", else: standard.effective),
      prorated: fields.choice("prorated", else: standard.prorated),
      year: fields.choice("year", else: standard.year),
      recurs: fields.flag("recurs", else: standard.recurs))
  }
}

extension CapPolicy {
  static func read(_ fields: Fields) -> CapPolicy? {
    let period = fields.required("period")?.choice(PeriodKind.self)
    let binds = fields.required("binds")?.choice(Binding.self)
    let salaryReader = fields.optional("salaryOn")
    let salaryOn = salaryReader?.choice(SalaryDay.self) ?? .applying
    let bracketsReader = fields.required("brackets")
    let brackets = bracketsReader?.list(count: 1...10, uniqueBy: "label", \.label) {
      $0.fields(CapBracket.read)
    }
    let exactly = fields.choice("exactly", else: Side.above)
    if salaryOn == .paying, binds == .whenApplying {
      salaryReader?.mistake(
        found: "the salary of the pay date",
        expected: "\"applying\" or \"periodStart\", since the cap binds when applying")
    }
    if let brackets, let bracketsReader { tellDisorder(brackets, bracketsReader) }
    guard let period, let binds, let brackets else { return nil }
    return CapPolicy(
      period: period, binds: binds, salaryOn: salaryOn, brackets: brackets, exactly: exactly)
  }

  /// Thresholds ascend, and only the last bracket has none: each salary is in exactly one.
  private static func tellDisorder(_ brackets: [CapBracket], _ reader: Reader) {
    if let last = brackets.last, let limit = last.salaryBelow {
      reader.mistake(
        found: "no bracket for \(limit) and more",
        expected: "a last bracket without \"salaryBelow\"")
    }
    for (lower, upper) in zip(brackets, brackets.dropFirst()) {
      guard let limit = lower.salaryBelow else {
        reader.mistake(
          found: "\(Mistake.quoted(lower.label)) without \"salaryBelow\" before another bracket",
          expected: "one, since only the last bracket takes all other salaries")
        return
      }
      if let next = upper.salaryBelow, next <= limit {
        reader.mistake(
          found: "\(next) after \(limit)", expected: "thresholds that ascend")
        return
      }
    }
  }
}

extension CapBracket {
  static func read(_ fields: Fields) -> CapBracket? {
    let label = fields.required("label")?.string(length: 1...60)
    let below = fields.optional("salaryBelow")?.money(atLeast: 1)
    let amount = fields.required("amount")?.money(atLeast: 0)
    guard let label, let amount else { return nil }
    return CapBracket(label: label, salaryBelow: below, amount: amount)
  }
}

extension CarryOverPolicy {
  static func read(_ fields: Fields) -> CarryOverPolicy? {
    let standard = CarryOverPolicy()
    return CarryOverPolicy(
      beyondCap: fields.choice("beyondCap", else: standard.beyondCap),
      beyondFunds: fields.choice("beyondFunds", else: standard.beyondFunds),
      countsAgainstCap: fields.flag("countsAgainstCap", else: standard.countsAgainstCap),
      paidFirst: fields.flag("paidFirst", else: standard.paidFirst))
  }
}

extension EligibilityPolicy {
  static func read(_ fields: Fields) -> EligibilityPolicy? {
    let standard = EligibilityPolicy()
    let units = fields.optional("bargainingUnits")?
      .list(count: 0...40, uniqueBy: "unit", \.self) { $0.string(length: 1...60) }
    let hired = fields.optional("hiredUntil")?
      .parsed(expected: "a date such as 2026-09-14") { CivilDate(iso: $0) }
    return EligibilityPolicy(
      bargainingUnits: units ?? standard.bargainingUnits,
      employedDaysMin: fields.integer(
        "employedDaysMin", in: 0...3_660, else: standard.employedDaysMin),
      hiredUntil: hired, on: fields.choice("on", else: standard.on))
  }
}

extension FundsPolicy {
  static func read(_ fields: Fields) -> FundsPolicy? {
    let standard = FundsPolicy()
    return FundsPolicy(
      period: fields.choice("period", else: standard.period),
      perPeriod: fields.optional("perPeriod")?.money(atLeast: 0),
      order: fields.choice("order", else: standard.order))
  }
}

extension PayDatePolicy {
  static func read(_ fields: Fields, schoolYearFirstMonth month: Int) -> PayDatePolicy? {
    let datesReader = fields.required("dates")
    let dates = datesReader?.list(count: 1...26, uniqueBy: "label", \.label) {
      $0.fields(PayDateRule.read)
    }
    let standard = PayDatePolicy(dates: [])
    let policy = PayDatePolicy(
      cutOffBy: fields.choice("cutOffBy", else: standard.cutOffBy),
      lockDays: fields.integer("lockDays", in: 0...60, else: standard.lockDays),
      lockTime: fields.time("lockTime", else: standard.lockTime),
      releaseDays: fields.integer("releaseDays", in: 0...30, else: standard.releaseDays),
      dates: dates ?? [])
    if let datesReader, dates != nil { policy.tellDisorder(datesReader, month) }
    return dates == nil ? nil : policy
  }

  /// Notes the first pay date that does not lie after its lock and cut-off, or cuts off before an earlier one.
  ///
  /// From 1901 to 2099 weekdays fall the same way every 28 years; plain dates are looked at in theirs.
  private func tellDisorder(_ reader: Reader, _ month: Int) {
    var years = Set(2_024...2_052)
    for rule in dates.flatMap({ [$0.cutOff, $0.pays] }) {
      if case .date(let date) = rule { years.formUnion(date.year - 2...date.year + 1) }
    }
    let taken = years.sorted().flatMap { year in
      dates.compactMap { rule in
        rule.days(inSchoolYearStarting: year, firstMonth: month).map { (rule.label, $0) }
      }
    }.sorted { ($0.1.pays, $0.0) < ($1.1.pays, $1.0) }
    for rule in dates where !taken.contains(where: { $0.0 == rule.label }) {
      reader.mistake(
        found: "\(Mistake.quoted(rule.label)), whose cut-off never lies in the year before it",
        expected: "a cut-off in the year before the pay date")
      return
    }
    for (label, days) in taken where days.pays.adding(days: -lockDays) <= days.cutOff {
      reader.mistake(
        found: "\(Mistake.quoted(label)), which locks \(lockDays) days before \(days.pays)",
        expected: "a lock after its cut-off, \(days.cutOff)")
      return
    }
    for (earlier, later) in zip(taken, taken.dropFirst())
    where later.1.pays == earlier.1.pays || later.1.cutOff <= earlier.1.cutOff {
      reader.mistake(
        found:
          "\(Mistake.quoted(earlier.0)) on \(earlier.1.pays) and \(Mistake.quoted(later.0)) on "
          + "\(later.1.pays), with the cut-offs \(earlier.1.cutOff) and \(later.1.cutOff)",
        expected: "cut-offs in the order of the pay dates, each on a day of its own")
      return
    }
  }
}

extension PayDateRule {
  static func read(_ fields: Fields) -> PayDateRule? {
    let label = fields.required("label")?.string(length: 1...60)
    let cutOff = fields.required("cutOff")?.dateRule()
    let pays = fields.required("pays")?.dateRule()
    guard let label, let cutOff, let pays else { return nil }
    return PayDateRule(label: label, cutOff: cutOff, pays: pays)
  }
}
