import CivilTime
import Ledger
import Programs
import Rubrics
import Testing
import Workflow

@Suite struct `What is applied for` {
  private func district(_ change: (inout Program) -> Void = { _ in }) throws -> District {
    var program = try MapleHollow.program()
    program.pay = try Pay.rises()
    change(&program)
    var district = try MapleHollow.plannedDistrict(program)
    try Pay.employ(&district)
    try district.pass(until: "2026-09-20 12:00")
    return district
  }

  private func item(_ district: District, _ id: SubmissionID) -> ItemAccount? {
    district.book.items[id.inLedger]
  }

  private func reject(_ id: SubmissionID, in district: inout District) throws {
    try district.assign(id, to: omar)
    try district.judge(id, learning: "not-shown")
    try district.perform(.releaseDecisions([id]))
  }

  @Test func `is held until it is withdrawn, and what passes the cap is told at once`() throws {
    var district = try district()
    let first = try district.handIn(.proposal, of: maya, "Podcasts")
    try district.handIn(.proposal, of: maya, "Robots")
    #expect(try district.left(maya) == Money(cents: 200_00))
    let third = Command.handIn(district.work(.proposal, of: maya, "Gardens"))
    let refusal = try #require(try district.refusal(third, by: person(maya)))
    #expect(refusal.reason == .againstTheRules)
    #expect(
      refusal.text
        == "$400.00 would pass the cap of $1,000.00 for 2026 (less than $75,000): $200.00 is left. "
        + "There is $1,000.00 again from 2027-01-01.")
    // It is entered as it was reckoned, and says from what.
    let made = try #require(district.records.tables.ledger.first)
    #expect(
      made.cause.journal
        == district.records.journal.first { $0.event.type == "handed-in" }?
        .sequence)
    #expect(made.cause.by == maya.inLedger && made.policy == 1)
    // Somebody who makes more may have less.
    try district.handIn(.proposal, of: noah, "Gardens")
    #expect(try district.left(noah) == Money(cents: 200_00))

    try district.perform(.withdraw(first), by: person(maya))
    #expect(try district.left(maya) == Money(cents: 600_00))
    try district.perform(third, by: person(maya))
    #expect(try district.left(maya) == Money(cents: 200_00))
  }

  @Test func `is what the catalog says, or else its teacher, or else the program`() throws {
    var district = try district()
    let offering = OfferingFacts(
      code: "DT-1", title: "Design thinking in the classroom", issuer: "Maple Hollow",
      skills: ["Design thinking"], leaderNumbers: ["1002"], cents: 150_00)
    try district.perform(.recordOffering(offering))
    let picked = try district.handIn(.proposal, of: maya, offering.title)
    var own = district.work(.proposal, of: maya, "Podcasts")
    own.amount = Money(cents: 620_50)
    try district.perform(.handIn(own), by: person(maya))
    #expect(item(district, picked)?.hold?.reserved == Money(cents: 150_00))
    #expect(try district.left(maya) == Money(cents: 229_50))

    // Before anybody has looked, it can be changed; then something else counts, or nothing.
    district.now = district.now.adding(minutes: 1)
    var changed = district.work(.proposal, of: maya, "Podcasts", "Other words.")
    changed.amount = Money(cents: 849_99)
    try district.perform(.handIn(changed), by: person(maya))
    #expect(try district.left(maya) == Money(cents: 1))
    district.now = district.now.adding(minutes: 1)
    changed.arrivedAt = district.now
    changed.amount = Money(cents: 850_01)
    #expect(try district.refusal(.handIn(changed), by: person(maya))?.reason == .againstTheRules)
    var free = offering
    free.cents = 0
    try district.perform(.recordOffering(free))
    #expect(item(district, picked)?.isHeld == true)
    district.now = district.now.adding(minutes: 1)
    let nothing = try district.handIn(.proposal, of: noah, offering.title)
    #expect(item(district, nothing) == nil)
  }

  @Test func `passes the cap by an administrator's will alone, with a reason`() throws {
    var district = try district()
    try district.handIn(.proposal, of: noah, "Podcasts")
    var more = district.work(.proposal, of: noah, "Robots")
    more.pastCap = "Leads the pilot."
    #expect(try district.refusal(.handIn(more), by: person(noah))?.reason == .notAllowed)
    let events = try district.perform(.handIn(more))
    guard case .entriesMade(let made) = events.last else {
      Issue.record("\(events)")
      return
    }
    #expect(made.entries.map(\.kind) == [.appliedBeyondCap])
    #expect(made.reason.value == "Leads the pilot." && made.concerns == [noah])
    let id = try #require(made.submissions.first)
    #expect(
      try district.refusal(.holdAmount(id, Money(cents: 500_00), reason: " "))?.reason
        == .againstTheRules)
    try district.perform(.holdAmount(id, Money(cents: 500_00), reason: "A larger class."))
    #expect(item(district, id)?.hold?.reserved == Money(cents: 500_00))
  }

  @Test func `is free once it is not approved, and held again when that is undone or reopened`()
    throws
  {
    var district = try district()
    let id = try district.handIn(.proposal, of: maya, "Podcasts")
    try reject(id, in: &district)
    #expect(try district.left(maya) == Money(cents: 1_000_00))
    try district.perform(.undo(command: district.lastCommand))
    #expect(try district.left(maya) == Money(cents: 600_00))
    try district.perform(.releaseDecisions([id]))
    // What became free was applied for anew, so the reopened one passes the cap, by the reason that was given.
    try district.handIn(.proposal, of: maya, "Robots")
    try district.handIn(.proposal, of: maya, "Gardens")
    let events = try district.perform(.reopenDecision(id, reason: "An appeal."))
    guard case .entriesMade(let made) = events.last else {
      Issue.record("\(events)")
      return
    }
    #expect(made.entries.map(\.kind) == [.resumedBeyondCap])
    #expect(made.reason.value == "An appeal.")
  }

  @Test func `is free when the year is over, but not while evidence is being judged`() throws {
    for isJudged in [true, false] {
      var district = try district {
        $0.completion.clockStopsUnderReview = false
        $0.completion.months = 2
      }
      let id = try district.approvedProposal(of: maya)
      try district.pass(until: "2026-11-02 12:00")
      let evidence = isJudged ? try district.handIn(.evidence, of: maya, "Podcasts") : nil
      try district.pass(until: "2026-11-24 12:00")
      #expect(item(district, id)?.isHeld == isJudged)
      guard let evidence else { continue }
      if try district.state(evidence) != .underReview { try district.assign(evidence, to: omar) }
      try district.judge(evidence)
      try district.perform(.releaseDecisions([evidence]))
      #expect(item(district, id)?.isAwarded == true)
    }
  }

  @Test func `of a program that paid nothing before is not paid, unless an administrator says so`()
    throws
  {
    var program = try MapleHollow.program()
    var district = try MapleHollow.plannedDistrict(program)
    try Pay.employ(&district)
    try district.pass(until: "2026-09-20 12:00")
    let first = try district.approvedProposal(of: maya)
    let second = try district.approvedProposal(of: maya, "Robots")
    program.pay = try Pay.rises()
    try district.perform(.setProgram(program))
    #expect(district.records.tables.payPolicies.map(\.number) == [1])
    try district.perform(.holdAmount(second, Money(cents: 400_00), reason: "As was agreed."))
    try district.pass(until: "2026-11-02 12:00")
    for (proposal, title) in [(first, "Podcasts"), (second, "Robots")] {
      let evidence = try district.handIn(.evidence, of: maya, title)
      try district.assign(evidence, to: omar)
      try district.judge(evidence)
      try district.perform(.releaseDecisions([evidence]))
      let isPaid = proposal == second
      #expect(item(district, proposal)?.isAwarded == (isPaid ? true : nil))
    }
    // What is owed has to be paid, by the days that it was reckoned in.
    var other = program
    other.pay = nil
    #expect(try district.refusal(.setProgram(other))?.reason == .againstTheRules)
    other = program
    other.schoolYearFirstMonth = 8
    #expect(try district.refusal(.setProgram(other))?.reason == .againstTheRules)
    let past = Command.setProgram(program, payFrom: try day("2026-11-01"))
    #expect(try district.refusal(past) == nil, "the same program changes nothing")
    other = program
    other.pay?.amount = Money(cents: 500_00)
    #expect(
      try district.refusal(.setProgram(other, payFrom: day("2026-11-01")))?.reason
        == .againstTheRules)
    try district.perform(.setProgram(other, payFrom: day("2027-01-01")))
    #expect(try district.rules.version(on: day("2026-12-31")).number == 1)
    #expect(try district.rules.version(on: day("2027-01-01")).number == 2)
  }
}

@Suite struct `What is earned` {
  private func earned() throws -> (District, evidence: SubmissionID) {
    var program = try MapleHollow.program()
    program.pay = try Pay.rises()
    var district = try MapleHollow.plannedDistrict(program)
    try Pay.employ(&district)
    try district.pass(until: "2026-09-20 12:00")
    _ = try district.approvedProposal(of: maya)
    try district.pass(until: "2026-11-02 12:00")
    let evidence = try district.handIn(.evidence, of: maya, "Podcasts")
    try district.assign(evidence, to: omar)
    try district.judge(evidence)
    try district.perform(.releaseDecisions([evidence]))
    return (district, evidence)
  }

  /// $400.00 a year from December 1, seven of twelve months of the school year: $233.33.
  @Test func `goes with its pay date, is sealed once, and is marked as paid`() throws {
    var (district, evidence) = try earned()
    let decision = try #require(try district.submission(evidence).decision)
    let award = try #require(district.records.tables.ledger.last)
    #expect(award.cause.decision == decision.number)
    #expect(award.cause.rubric == district.records.decision(decision)?.rubric)
    try district.perform(.grantRole(val, .payroll))

    try district.pass(until: "2026-12-08 09:00")
    let rules = try district.rules
    let payDate = try #require(
      rules.payDates(from: day("2026-12-01"), through: day("2026-12-31")).first)
    let settlement = rules.settlement(
      for: payDate, people: district.employments, book: district.book)
    #expect(settlement.total == Money(cents: 233_33))
    #expect(
      try district.refusal(
        .sealPayDate(settlement.payDate.pays, token: settlement.token, file: "f"), by: person(maya))
        != nil)
    // What came between makes the preview stale.
    var stale = district
    try stale.perform(.correctPay(evidence, by: Money(cents: 1_00), reason: "A day more."))
    #expect(
      try stale.refusal(.sealPayDate(settlement.payDate.pays, token: settlement.token, file: "f"))?
        .text
        == "Something has changed since this was shown. Look again.")

    try district.perform(
      .sealPayDate(settlement.payDate.pays, token: settlement.token, file: "f"), by: person(val))
    #expect(
      try district.refusal(
        .sealPayDate(settlement.payDate.pays, token: settlement.token, file: "f")) != nil)
    #expect(
      try district.refusal(.undo(command: district.lastCommand))?.reason == .againstTheRules)
    try district.perform(.markPaid(payDate.pays), by: person(val))
    #expect(district.book.balance(.paid) == Money(cents: 233_33))
    #expect(district.book.balance(.payable) == .zero)

    // The decision is reopened: the next file takes it back, and what was applied for is held again.
    try district.perform(.reopenDecision(evidence, reason: "Another's work."))
    #expect(district.book.balance(.payable) == Money(cents: -233_33))
    #expect(district.book.balance(.reserved) == Money(cents: 400_00))
    #expect(Invariants(records: district.records, now: district.now).broken().isEmpty)
  }

  @Test func `of a rise is owed again when the next school year begins, once`() throws {
    var (district, _) = try earned()
    try district.pass(until: "2027-06-30 23:59")
    #expect(-district.book.balance(.earned) == Money(cents: 233_33))
    try district.pass(until: "2027-07-01 00:00")
    #expect(-district.book.balance(.earned) == Money(cents: 633_33))
    try district.pass(until: "2028-06-30 00:00")
    #expect(-district.book.balance(.earned) == Money(cents: 633_33))
    #expect(try replay(district.records.journal) == district.records.tables)
  }

  @Test func `is taken back when its release is undone, as long as no file has it`() throws {
    var (district, _) = try earned()
    let release = district.lastCommand
    var undone = district
    try undone.perform(.undo(command: release))
    #expect(undone.book.balance(.payable) == .zero)
    #expect(undone.book.balance(.reserved) == Money(cents: 400_00))
    try district.pass(until: "2026-12-08 09:00")
    let settlement = try #require(try district.nextSettlement())
    try district.perform(.sealPayDate(settlement.payDate.pays, token: settlement.token, file: "f"))
    let december = try #require(try district.nextSettlement() ?? nil)
    try district.perform(.sealPayDate(december.payDate.pays, token: december.token, file: "g"))
    let refusal = try #require(try district.refusal(.undo(command: release)))
    #expect(refusal.text.contains("payroll file"))
  }
}

@Suite struct `A pay date of very many people` {
  @Test func `is sealed in several events, each of which a journal can hold`() throws {
    var program = try MapleHollow.program()
    program.pay = try Pay.stipends()
    program.pay?.funds = nil
    var district = try MapleHollow.plannedDistrict(program)
    try district.pass(until: "2026-09-10 12:00")
    let rules = try district.rules
    var book = Book()
    for number in 1...Int64(2_500) {
      let entries = try rules.entries(
        for: .awarded(
          Award(
            person: PersonNumber(number), item: Item(.submission, number),
            amount: Money(cents: 250_00), handedIn: at("2026-09-01"), decided: at("2026-09-02"))),
        cause: Cause(journal: 1, at: at("2026-09-02")), people: [:], book: book)
      book.apply(entries)
    }
    let payDate = try #require(
      rules.payDates(from: try day("2026-09-01"), through: try day("2026-09-30")).first)
    let settlement = rules.settlement(for: payDate, people: [:], book: book)
    let command = Command.sealPayDate(payDate.pays, token: settlement.token, file: "0a")
    var facts = try Facts.gather(
      for: command, by: .technician, at: district.now, zone: district.zone,
      from: district.records)
    facts.pay?.book = book
    let events = try decide(command, by: .technician, facts: facts, at: district.now)
    let parts = events.compactMap { event in
      if case .entriesMade(let made) = event { made.entries } else { nil }
    }
    #expect(parts.map(\.count) == [2_000, 501])
    #expect(parts.joined().map(\.number) == Array(2_501...5_001))
  }
}
