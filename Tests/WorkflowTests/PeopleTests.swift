import CivilTime
import Programs
import Rubrics
import Testing
import Workflow

@Suite struct `People and policy` {
  private func facts(_ number: Int64, _ given: String, _ family: String) -> PersonFacts {
    PersonFacts(
      details: MapleHollow.details(number, given, family),
      record: EmploymentRecord(school: "Oak School"))
  }

  @Test func `are known by their employee number, and are recorded once`() throws {
    var district = try MapleHollow.district()
    var una = facts(50, "Una", "Jones")
    una.supervisorNumber = "1009"
    try district.perform(.recordPerson(una))
    let id = try #require(district.records.person(employeeNumber: "1050")).id
    #expect(district.records.person(id)?.record.supervisor == lena)
    #expect(try district.decided(.recordPerson(una)).isEmpty)
    una.details.familyName = "Klein"
    try district.perform(.recordPerson(una))
    #expect(district.records.person(id)?.fullName == "Una Klein")
    una.supervisorNumber = "9999"
    #expect(try district.refusal(.recordPerson(una))?.reason == .notFound)
    #expect(
      try district.refusal(
        .recordPerson(
          PersonFacts(
            details: PersonDetails(
              employeeNumber: "", givenName: "N", familyName: "N", email: "n@d.example"),
            record: EmploymentRecord(school: ""))))?.reason == .incomplete)
  }

  @Test func `never share an address, in whatever case, and may have none`() throws {
    var district = try MapleHollow.district()
    var una = facts(50, "Una", "Jones")
    una.details.email = "MAYA@maplehollow.example"
    #expect(try district.refusal(.recordPerson(una))?.reason == .againstTheRules)
    una.details.email = ""
    try district.perform(.recordPerson(una))
    var other = facts(51, "Vera", "Klein")
    other.details.email = ""
    try district.perform(.recordPerson(other))
  }

  @Test func `who evaluate say themselves when they are away`() throws {
    var district = try MapleHollow.plannedDistrict()
    try district.pass(until: "2026-09-20 12:00")
    let now = AwaySpan(first: try day("2026-09-18"), last: try day("2026-09-20"))
    let later = AwaySpan(first: try day("2026-10-05"), last: try day("2026-10-09"))
    let events = try district.perform(.setAway(theo, [later, now]), by: .person(theo))
    #expect(events == [.awaySet(AwaySet(person: theo, away: [now, later]))])
    #expect(district.records.person(theo)?.evaluator?.away == [now, later])
    #expect(try district.decided(.setAway(theo, [now, later]), by: .person(theo)).isEmpty)
    let other = try district.refusal(.setAway(theo, []), by: .person(omar))
    #expect(other?.reason == .notAllowed)
    let teacher = try district.refusal(.setAway(maya, [now]), by: .person(maya))
    #expect(teacher?.reason == .againstTheRules)
    let backwards = AwaySpan(first: later.last, last: later.first)
    #expect(try district.refusal(.setAway(theo, [backwards]))?.reason == .incomplete)
    let most = (0..<20).map { AwaySpan(first: now.first, last: now.last.adding(days: $0)) }
    #expect(try district.refusal(.setAway(theo, most)) == nil)
    #expect(try district.refusal(.setAway(theo, most + [later]))?.reason == .incomplete)
  }

  @Test func `have a bounced address until HR has another`() throws {
    var district = try MapleHollow.district()
    try district.perform(.markAddress(maya, hasBounced: true), by: .clock)
    #expect(try district.decided(.markAddress(maya, hasBounced: true), by: .clock).isEmpty)
    var same = PersonFacts(
      details: MapleHollow.details(5, "Maya", "Ellis"),
      record: EmploymentRecord(school: "Lake School"))
    try district.perform(.recordPerson(same))
    #expect(district.records.person(maya)?.addressBounced == true)
    same.details.email = "maya.ellis@maplehollow.example"
    try district.perform(.recordPerson(same))
    #expect(district.records.person(maya)?.addressBounced == false)
  }

  @Test func `keep one administrator at least`() throws {
    var district = try MapleHollow.district()
    for command in [Command.revokeRole(robin, .administrator), .erasePerson(robin)] {
      #expect(try district.refusal(command, by: .technician)?.reason == .againstTheRules)
    }
    try district.perform(.grantRole(dana, .administrator))
    #expect(try district.decided(.grantRole(dana, .administrator)).isEmpty)
    try district.perform(.revokeRole(robin, .administrator))
    #expect(
      try district.decided(.revokeRole(robin, .administrator), by: person(dana)).isEmpty)
  }

  @Test func `stand in for administrators alone, and for nobody twice or backwards`() throws {
    let district = try MapleHollow.district()
    func reason(_ administrator: PersonID, _ deputies: Deputy...) throws -> Refusal.Reason? {
      try district.refusal(.setDeputies(of: administrator, deputies))?.reason
    }
    let from = try day("2026-10-01")
    let until = try day("2026-10-05")
    #expect(try reason(robin, Deputy(person: dana, from: from, until: from)) == nil)
    #expect(try reason(maya, Deputy(person: dana, from: from, until: until)) == .againstTheRules)
    #expect(try reason(robin, Deputy(person: dana, from: until, until: from)) == .incomplete)
    #expect(try reason(robin, Deputy(person: robin, from: from, until: until)) == .incomplete)
    #expect(try reason(robin, Deputy(person: PersonID(99), from: from, until: until)) == .notFound)
    #expect(try district.decided(.setDeputies(of: robin, [])).isEmpty)
  }

  @Test func `declare conflicts on both sides, never with themselves`() throws {
    var district = try MapleHollow.district()
    #expect(try district.refusal(.declareConflict(maya, with: maya))?.reason == .incomplete)
    try district.perform(.declareConflict(maya, with: omar))
    #expect(district.records.person(maya)?.conflicts == [omar])
    #expect(district.records.person(omar)?.conflicts == [maya])
  }

  @Test func `need a program, and a program its rubrics`() throws {
    var district = District(at: try at("2026-08-03 09:00"))
    #expect(try district.refusal(.planYear(2026), by: .technician)?.reason == .notNow)
    let program = try MapleHollow.program()
    #expect(try district.refusal(.setProgram(program), by: .technician)?.reason == .incomplete)
    for rubric in [try MapleHollow.proposalRubric(), try MapleHollow.evidenceRubric()] {
      try district.perform(.addRubric(rubric), by: .technician)
      #expect(try district.decided(.addRubric(rubric), by: .technician).isEmpty)
    }
    try district.perform(.setProgram(program), by: .technician)
  }

  @Test func `go back to an older wording of a rubric when it is added again`() throws {
    var district = try MapleHollow.district()
    try district.perform(.addRubric(MapleHollow.evidenceRubricReworded()))
    try district.perform(.addRubric(MapleHollow.evidenceRubric()))
    #expect(
      try district.records.rubricInForce("evidence")?.version
        == MapleHollow.evidenceRubric().version)
  }

  @Test func `finish a step that the program has given up`() throws {
    var district = try MapleHollow.plannedDistrict()
    try district.pass(until: "2026-09-20 12:00")
    let id = try district.handIn(.proposal, of: maya, "Podcasts")
    try district.assign(id, to: theo)
    let other = try district.handIn(.proposal, of: noah, "Robots")
    try district.perform(.setProgram(MapleHollow.programWithoutProposals()))
    // The clock finds its way, the evaluator finishes, and what nobody had can still be given to somebody.
    try district.pass(until: "2026-11-20 12:00")
    try district.judge(id)
    try district.perform(.releaseDecisions([id]))
    #expect(try district.state(id) == .decided)
    try district.perform(.withdraw(other))
    #expect(
      try district.refusal(.handIn(district.work(.proposal, of: maya, "New")))?.reason
        == .againstTheRules)
  }

  @Test func `record an offering under its code, with leaders who are known`() throws {
    var district = try MapleHollow.district()
    var offering = OfferingFacts(
      code: "R-1", title: "Robots", issuer: "Digital Promise", skills: ["Technology"],
      leaderNumbers: ["1003"])
    try district.perform(.recordOffering(offering))
    #expect(try district.decided(.recordOffering(offering)).isEmpty)
    #expect(district.records.offering(code: "R-1")?.leaders == [ines])
    offering.leaderNumbers = ["9999"]
    #expect(try district.refusal(.recordOffering(offering))?.reason == .notFound)
    offering.title = ""
    #expect(try district.refusal(.recordOffering(offering))?.reason == .incomplete)
  }
}

@Suite struct `An opening import` {
  private func approval(_ lastDay: String? = nil) throws -> OpeningFacts {
    OpeningFacts(
      kind: .approval, earner: maya, title: "Podcasts", date: try day("2026-03-01"),
      lastDay: try lastDay.map { try day($0) })
  }

  @Test func `brings a proposal whose year runs, once, and nobody is told`() throws {
    var district = try MapleHollow.plannedDistrict()
    let events = try district.perform(.recordOpening(approval()), by: .intake)
    #expect(events.map(\.type) == ["handed-in", "decision-released", "opening-recorded"])
    guard case .handedIn(let arrived) = events[0], case .decisionReleased(let decision) = events[1]
    else {
      Issue.record("\(events)")
      return
    }
    #expect(arrived.isOfThePast && decision.isOfThePast)
    let proposal = try district.submission(SubmissionID(1))
    #expect(try proposal.progress == .inProgress(ends: at("2027-03-02")))
    #expect(proposal.source == .opening && proposal.state.name == .decided)
    #expect(try district.decided(.recordOpening(approval()), by: .intake).isEmpty)
    try district.pass(until: "2026-11-02 12:00")
    let evidence = try district.handIn(.evidence, of: maya, "podcasts")
    #expect(try district.submission(evidence).proposal == proposal.id)
  }

  @Test func `goes by the last day that it names, and refuses what is over`() throws {
    let district = try MapleHollow.plannedDistrict()
    #expect(try district.refusal(.recordOpening(approval("2026-08-02")))?.reason == .notNow)
    #expect(try district.refusal(.recordOpening(approval("2026-08-03"))) == nil)
  }

  @Test func `brings figures that are told apart by what they say`() throws {
    var district = try MapleHollow.plannedDistrict()
    var award = OpeningFacts(
      kind: .award, earner: maya, title: "Robots", date: try day("2025-05-01"), cents: 20_000,
      hoursHundredths: 400)
    try district.perform(.recordOpening(award))
    #expect(try district.decided(.recordOpening(award)).isEmpty)
    award.cents = 30_000
    try district.perform(.recordOpening(award))
    award.kind = .carriedOver
    try district.perform(.recordOpening(award))
    #expect(district.records.openings(of: maya).map(\.cents) == [20_000, 30_000, 30_000])
    // An amount may belong to several micro-credentials; what was awarded was one.
    award.title = " "
    #expect(try district.refusal(.recordOpening(award)) == nil)
    for kind in [Opening.Kind.award, .approval] {
      award.kind = kind
      #expect(try district.refusal(.recordOpening(award))?.reason == .incomplete)
    }
  }
}

@Suite struct `Erasing somebody` {
  @Test func `names every entry that holds something of theirs, and leaves no word`() throws {
    var district = try MapleHollow.plannedDistrict()
    try district.pass(until: "2026-09-20 12:00")
    let id = try district.handIn(.proposal, of: maya, "Podcasts")
    try district.assign(id, to: theo)
    #expect(try district.refusal(.erasePerson(maya))?.reason == .notNow)
    try district.judge(id, students: "partly")
    #expect(try district.refusal(.erasePerson(maya))?.reason == .notNow)
    try district.perform(.releaseDecisions([id]))
    let concerning = district.records.entries(concerning: maya)
    #expect(
      try district.perform(.erasePerson(maya))
        == [.personErased(PersonErased(person: maya, entries: concerning))])
    let gone = try #require(district.records.person(maya))
    #expect(gone.details.value == nil && gone.fullName == "(erased)" && gone.greetingName == "")
    #expect(try district.submission(id).title.value == nil)
    #expect(try district.state(id) == .decided)
    #expect(try district.decided(.erasePerson(maya)).isEmpty)
    let told = district.records.reviews(of: id).compactMap { review -> ScorecardWords? in
      guard case .handedIn(let card, _) = review.state else { return nil }
      return card.words.value
    }
    #expect(told.isEmpty)
  }

  @Test func `lets nothing new be written about them`() throws {
    var district = try MapleHollow.plannedDistrict()
    try district.pass(until: "2026-09-20 12:00")
    let proposal = try district.approvedProposal(of: maya)
    try district.perform(.erasePerson(maya))
    let commands: [Command] = [
      .amend(proposal, title: "T", skills: [], Content(), reason: "R"),
      .extend(proposal, until: try day("2028-01-01"), reason: "R"),
      .reopenDecision(proposal, reason: "R"),
      .acceptLate(maya, WindowID(1), until: try at("2027-01-01"), reason: "R"),
      .recordEvaluator(maya, EvaluatorProfile(expertise: [])),
      .recordOpening(
        OpeningFacts(kind: .award, earner: maya, title: "T", date: try day("2025-01-01"))),
      .handIn(district.work(.proposal, of: maya, "T")),
    ]
    for command in commands {
      #expect(try district.refusal(command) != nil, "\(command.kind)")
    }
    // The year ends all the same.
    try district.pass(until: "2027-09-21")
    #expect(try district.submission(proposal).progress == .ended(at: at("2027-09-21")))
  }

  @Test func `hands back what an evaluator had`() throws {
    var district = try MapleHollow.plannedDistrict()
    try district.pass(until: "2026-09-20 12:00")
    let id = try district.handIn(.proposal, of: maya, "Podcasts")
    try district.assign(id, to: theo)
    let events = try district.perform(.erasePerson(theo))
    #expect(events.map(\.type) == ["review-reassigned", "person-erased"])
    #expect(try district.submission(id).lacking.map(\.part) == [.evaluator])
    #expect(
      try district.refusal(.assignReview(id, to: theo, part: .evaluator, isByHand: true))?.reason
        == .againstTheRules)
  }
}
