import CivilTime
import Ledger
import Programs
import Rubrics
import Testing
import Workflow

@Suite struct `A proposal that is changed before anybody has looked` {
  private let free = OfferingFacts(
    code: "RC-1", title: "Reading circle", issuer: "Maple Hollow", skills: ["Technology"], cents: 0)

  private func district(paying: Bool = true) throws -> District {
    var program = try MapleHollow.program()
    if paying { program.pay = try Pay.rises() }
    var district = try MapleHollow.plannedDistrict(program)
    try Pay.employ(&district)
    try district.perform(.recordOffering(free))
    try district.pass(until: "2026-09-20 12:00")
    return district
  }

  private func change(
    _ id: SubmissionID, to title: String, _ amount: Money? = nil, of earner: PersonID,
    in district: District
  ) -> Command {
    var work = district.work(.proposal, of: earner, title)
    (work.submission, work.amount) = (id, amount)
    return .handIn(work)
  }

  @Test
  func `holds what it is worth each time: nothing for what pays nothing, and an amount again`()
    throws
  {
    var district = try district()
    let id = try district.handIn(.proposal, of: maya, "Podcasts")
    for (title, cents) in [(free.title, Int64(0)), ("Podcasts", 400_00)] {
      district.now = district.now.adding(minutes: 1)
      try district.perform(change(id, to: title, of: maya, in: district), by: person(maya))
      #expect(district.book.balance(.reserved) == Money(cents: cents))
      #expect(try district.submission(id).cents == cents)
    }
    // What began as something that pays nothing is applied for once it is something else.
    let other = try district.handIn(.proposal, of: noah, free.title)
    district.now = district.now.adding(minutes: 1)
    let tooMuch = change(other, to: "Robots", Money(cents: 600_01), of: noah, in: district)
    #expect(try district.refusal(tooMuch, by: person(noah))?.reason == .againstTheRules)
    try district.perform(
      change(other, to: "Robots", Money(cents: 600_00), of: noah, in: district), by: person(noah))
    #expect(try district.left(noah) == .zero)
    #expect(Invariants(records: district.records, now: district.now).broken().isEmpty)
  }

  @Test func `is applied for with the change, if it came in before the program paid`() throws {
    var district = try district(paying: false)
    let id = try district.handIn(.proposal, of: maya, "Podcasts")
    var program = try #require(district.records.tables.program)
    program.pay = try Pay.rises()
    try district.perform(.setProgram(program))
    #expect(district.book.items[id.inLedger] == nil)
    district.now = district.now.adding(minutes: 1)
    try district.perform(change(id, to: "Podcasting", of: maya, in: district), by: person(maya))
    #expect(try district.left(maya) == Money(cents: 600_00))
  }
}

@Suite struct `A program that begins to pay` {
  @Test func `counts what the district brought along, and owes what was carried over`() throws {
    var program = try MapleHollow.program()
    var district = try MapleHollow.plannedDistrict(program)
    try Pay.employ(&district)
    for (kind, cents) in [
      (Opening.Kind.granted, Int64(150_00)), (.carriedOver, 620_50), (.approval, 300_00),
      (.award, 90_00),
    ] {
      try district.perform(
        .recordOpening(
          OpeningFacts(
            kind: kind, earner: maya, title: "Podcasts", date: try day("2026-03-02"), cents: cents)
        ), by: .intake)
    }
    // Another approval was given up since.
    try district.perform(
      .recordOpening(
        OpeningFacts(
          kind: .approval, earner: noah, title: "Robots", date: try day("2026-03-02"),
          lastDay: try day("2026-09-01"), cents: 300_00)), by: .intake)
    try district.pass(until: "2026-09-20 12:00")
    #expect(district.records.tables.ledger.isEmpty)
    program.pay = try Pay.rises()
    let events = try district.perform(.setProgram(program, payFrom: day("2026-10-01")))
    #expect(events.map(\.type) == ["program-set", "entries-made"])
    try district.pass(until: "2026-10-01 12:00")
    #expect(try district.left(maya) == Money(cents: 550_00))
    #expect(try district.left(noah) == Money(cents: 600_00))
    #expect(district.book.balance(.carriedOver) == Money(cents: 620_50))
    let made = try #require(district.records.tables.ledger.first)
    #expect(
      made.cause.journal
        == district.records.journal.last { $0.event.type == "program-set" }?.sequence)
    // Once: neither a new policy nor the same file brings it again.
    program.pay?.amount = Money(cents: 350_00)
    #expect(try district.perform(.setProgram(program)).map(\.type) == ["program-set"])
    #expect(Invariants(records: district.records, now: district.now).broken().isEmpty)
    #expect(try replay(district.records.journal) == district.records.tables)
  }

  /// Lake Elsinore: handed in on December 1, paid from December 10 on, accepted on December 15.
  @Test func `awards nothing for what came in before, where the cap binds on payment`() throws {
    var program = try MapleHollow.programWithoutProposals()
    var district = try MapleHollow.plannedDistrict(program)
    try Pay.employ(&district)
    try district.pass(until: "2026-12-01 12:00")
    let before = try district.handIn(.evidence, of: maya, "Podcasts")
    try district.pass(until: "2026-12-03 12:00")
    program.pay = try Pay.stipends()
    try district.perform(.setProgram(program, payFrom: day("2026-12-10")))
    let between = try district.handIn(.evidence, of: maya, "Robots")
    #expect(try district.submission(between).cents == nil)
    try district.pass(until: "2026-12-10 00:00")
    let since = try district.handIn(.evidence, of: maya, "Gardens")
    try district.pass(until: "2026-12-15 12:00")
    for id in [before, between, since] {
      try district.perform(.checkDocuments(id), by: person(val))
    }
    #expect(Array(district.book.items.keys) == [since.inLedger])
    #expect(district.book.balance(.payable) == Money(cents: 250_00))
    let dates = try district.rules.payDates(from: day("2026-11-01"), through: day("2027-01-31"))
    #expect(dates.map(\.label) == ["December", "January"])
    // Nothing is held before payment, so nothing else can be held either.
    let another = try district.handIn(.evidence, of: maya, "Choirs")
    let hold = Command.holdAmount(another, Money(cents: 500_00), reason: "As was agreed.")
    #expect(try district.refusal(hold)?.text.contains("binds on payment") == true)
  }

  @Test func `pays a proposal from when nothing was held by the policy of that day`() throws {
    var program = try MapleHollow.program()
    program.pay = try Pay.stipends()
    var district = try MapleHollow.plannedDistrict(program)
    try Pay.employ(&district)
    try district.pass(until: "2026-09-20 12:00")
    let proposal = try district.approvedProposal(of: maya)
    program.pay = try Pay.rises()
    try district.perform(.setProgram(program, payFrom: day("2026-10-01")))
    try district.pass(until: "2026-11-02 12:00")
    let evidence = try district.handIn(.evidence, of: maya, "Podcasts")
    try district.assign(evidence, to: omar)
    try district.judge(evidence)
    try district.perform(.releaseDecisions([evidence]))
    #expect(district.book.items[proposal.inLedger]?.isAwarded == true)
    #expect(district.book.balance(.payable) == Money(cents: 250_00))
    #expect(Invariants(records: district.records, now: district.now).broken().isEmpty)
  }

  @Test func `grants funds with a reason that can be erased with whoever gave it`() throws {
    var program = try MapleHollow.programWithoutProposals()
    program.pay = try Pay.stipends()
    var district = try MapleHollow.plannedDistrict(program)
    let grant = Command.grantFunds(
      Money(cents: 1_00), on: try day("2026-09-14"), reason: "Maya asked for it.")
    #expect(try district.perform(grant).map(\.payload.concerns) == [[robin]])
  }

  @Test func `may stop as long as nothing was applied for, and leaves nothing that falls due`()
    throws
  {
    var program = try MapleHollow.program()
    var district = try MapleHollow.plannedDistrict(program)
    program.pay = try Pay.rises()
    try district.perform(.setProgram(program))
    #expect(district.records.tables.payYear != nil)
    program.pay = nil
    try district.perform(.setProgram(program))
    #expect(district.records.tables.payYear == nil)
    #expect(district.records.tables.payPolicies.isEmpty)
    try district.pass(until: "2027-07-02 00:00")
    #expect(try replay(district.records.journal) == district.records.tables)
  }
}

@Suite struct `A release that is undone` {
  @Test func `holds again what its refusal had freed, so that the next release says the same`()
    throws
  {
    var program = try MapleHollow.program()
    program.pay = try Pay.rises()
    program.pay?.eligibility.bargainingUnits = ["MHTA"]
    var district = try MapleHollow.plannedDistrict(program)
    try Pay.employ(&district)
    func put(_ unit: String?) throws {
      let known = try #require(district.records.person(maya))
      var record = known.record
      record.bargainingUnit = unit
      try district.perform(
        .recordPerson(PersonFacts(details: try #require(known.details.value), record: record)),
        by: .technician)
    }
    try put("MHTA")
    try district.pass(until: "2026-09-20 12:00")
    let proposal = try district.approvedProposal(of: maya)
    try district.pass(until: "2026-10-01 12:00")
    try put("None")
    try district.pass(until: "2026-11-02 12:00")
    let evidence = try district.handIn(.evidence, of: maya, "Podcasts")
    try district.assign(evidence, to: omar)
    try district.judge(evidence)
    for _ in 1...2 {
      try district.perform(.releaseDecisions([evidence]))
      #expect(district.book.balance(.refused) == Money(cents: 400_00))
      #expect(district.book.items[proposal.inLedger]?.isAwarded == true)
      try district.perform(.undo(command: district.lastCommand))
      #expect(district.book.balance(.refused) == .zero)
      #expect(district.book.items[proposal.inLedger]?.isHeld == true)
    }
    #expect(Invariants(records: district.records, now: district.now).broken().isEmpty)
  }
}

@Suite struct `What is held for work that goes on` {
  @Test func `can be given up after a "revise", and applied for again`() throws {
    var program = try MapleHollow.program()
    program.pay = try Pay.rises()
    var district = try MapleHollow.plannedDistrict(program)
    try Pay.employ(&district)
    try district.pass(until: "2026-09-20 12:00")
    let id = try district.handIn(.proposal, of: noah, "Podcasts")
    try district.assign(id, to: omar)
    try district.judge(id, students: "partly")
    try district.perform(.releaseDecisions([id]))
    #expect(try district.left(noah) == Money(cents: 200_00))
    try district.perform(.withdraw(id), by: person(noah))
    #expect(try district.left(noah) == Money(cents: 600_00))
    #expect(try district.state(id) == .withdrawn)
    district.now = district.now.adding(minutes: 1)
    try district.handIn(.proposal, of: noah, "Podcasts", "Better.")
    #expect(try district.left(noah) == Money(cents: 200_00))
    #expect(Invariants(records: district.records, now: district.now).broken().isEmpty)
    #expect(try replay(district.records.journal) == district.records.tables)
  }

  @Test func `stays while evidence is judged, also when more time is taken back`() throws {
    var program = try MapleHollow.program()
    program.pay = try Pay.rises()
    program.completion.clockStopsUnderReview = false
    program.completion.months = 2
    var district = try MapleHollow.plannedDistrict(program)
    try Pay.employ(&district)
    try district.pass(until: "2026-09-20 12:00")
    let id = try district.approvedProposal(of: maya)
    try district.pass(until: "2026-11-02 12:00")
    try district.handIn(.evidence, of: maya, "Podcasts")
    guard case .inProgress(let ends) = try district.submission(id).progress else {
      Issue.record("\(try district.submission(id))")
      return
    }
    try district.pass(until: ends.adding(minutes: -5))
    try district.perform(.extend(id, until: day("2027-01-31"), reason: "A leave."))
    let extended = district.lastCommand
    try district.pass(until: ends.adding(minutes: 2))
    try district.perform(.undo(command: extended))
    try district.beat()
    #expect(district.book.items[id.inLedger]?.isHeld == true)
    #expect(Invariants(records: district.records, now: district.now).broken().isEmpty)
  }
}

@Suite struct `Their own money` {
  @Test func `is nobody's to decide on, administrators and deputies included`() throws {
    var program = try MapleHollow.program()
    program.pay = try Pay.rises()
    var district = try MapleHollow.plannedDistrict(program)
    try Pay.employ(&district)
    try district.perform(.grantRole(maya, .administrator))
    try district.pass(until: "2026-09-20 12:00")
    let id = try district.approvedProposal(of: maya)
    let more = Money(cents: 100_00)
    var pastCap = district.work(.proposal, of: maya, "Robots")
    pastCap.pastCap = "Leads the pilot."
    for command in [
      Command.handIn(pastCap), .holdAmount(id, more, reason: "A larger class."),
      .correctPay(id, by: more, reason: "A month."),
    ] {
      #expect(
        try district.refusal(command, by: person(maya))?.text
          == "It is their own money: another administrator has to decide on it.",
        "\(command.kind)")
      #expect(
        try district.refusal(command)?.text
          != "It is their own money: another administrator has to decide on it.")
    }
  }
}
