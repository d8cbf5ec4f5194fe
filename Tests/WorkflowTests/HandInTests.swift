import CivilTime
import Programs
import Rubrics
import Testing
import Workflow

@Suite struct `Handing in` {
  /// A district in its fall window for proposals.
  private func inWindow(_ program: Program? = nil) throws -> District {
    var district = try MapleHollow.plannedDistrict(program)
    try district.pass(until: "2026-09-20 12:00")
    return district
  }

  @Test func `picks from the catalog by title, or is an idea of one's own`() throws {
    var district = try inWindow()
    var work = district.work(
      .proposal, of: maya, " design  THINKING in the classroom", skills: [])
    try district.perform(.handIn(work))
    let picked = try district.submission(SubmissionID(1))
    #expect(picked.offering == designThinking && picked.skills == ["Design thinking"])
    // Another title makes it another thing: an idea of one's own.
    work.title = "Puppets"
    work.submission = picked.id
    work.skills = ["Puppetry"]
    work.arrivedAt = work.arrivedAt.adding(minutes: 1)
    try district.perform(.handIn(work))
    #expect(try district.submission(picked.id).offering == nil)
    #expect(try district.submission(picked.id).skills == ["Puppetry"])
    // What the catalog has no more can't be picked any more.
    try district.perform(
      .recordOffering(
        OfferingFacts(
          code: "DT-1", title: "Design thinking in the classroom", issuer: "Maple Hollow",
          skills: [], isActive: false)))
    let other = try district.handIn(.proposal, of: noah, "Design thinking in the classroom")
    #expect(try district.submission(other).offering == nil)
  }

  @Test func `changes what nobody has looked at, as long as the window is open`() throws {
    var district = try inWindow()
    let id = try district.handIn(.proposal, of: maya, "Podcasts")
    try district.pass(until: "2026-09-28 00:09:59.999")
    let work = district.work(.proposal, of: maya, "podcasts", "Better words.")
    let events = try district.perform(.handIn(work), by: person(maya))
    #expect(events.map(\.type) == ["content-changed"])
    let changed = try district.submission(id)
    #expect(changed.content.value == .about("Better words.") && changed.arrivals == 2)
    #expect(changed.round == 1 && changed.receivedAt == district.now)
    try district.pass(until: "2026-09-28 00:10")
    #expect(
      try district.refusal(.handIn(district.work(.proposal, of: maya, "Podcasts", "Best.")))?
        .reason == .notNow)
    #expect(try district.submission(id) == changed)
  }

  @Test func `says nothing twice: the same again, a form's row again, an older row after a newer`()
    throws
  {
    var district = try inWindow()
    let row = district.work(.proposal, of: maya, "Podcasts", "Row one.", source: .form)
    try district.perform(.handIn(row), by: .intake)
    district.now = district.now.adding(hours: 1)
    let second = district.work(.proposal, of: maya, "Podcasts", "Row two.", source: .form)
    try district.perform(.handIn(second), by: .intake)
    district.now = district.now.adding(hours: 1)
    for known in [row, second] { #expect(try district.decided(.handIn(known), by: .intake) == []) }
    // The same words from the page are no change either.
    let same = district.work(.proposal, of: maya, "Podcasts", "Row two.")
    #expect(try district.decided(.handIn(same), by: person(maya)) == [])
    #expect(district.records.tables.submissions.count == 1)

    // Not even when everything is decided and over.
    try district.assign(SubmissionID(1), to: omar)
    try district.judge(SubmissionID(1))
    #expect(try district.decided(.handIn(second), by: .intake) == [])
    try district.perform(.releaseDecisions([SubmissionID(1)]))
    district.now = district.now.adding(hours: 1)
    for known in [row, second] { #expect(try district.decided(.handIn(known), by: .intake) == []) }
  }

  @Test func `does not bring back what was withdrawn by a row from before`() throws {
    var district = try inWindow()
    let row = district.work(.proposal, of: maya, "Podcasts", source: .form)
    try district.perform(.handIn(row), by: .intake)
    district.now = district.now.adding(hours: 1)
    let between = district.work(.proposal, of: maya, "Podcasts", "More.", source: .form)
    district.now = district.now.adding(hours: 1)
    try district.perform(.withdraw(SubmissionID(1)))
    district.now = district.now.adding(hours: 1)
    #expect(try district.decided(.handIn(row), by: .intake) == [])
    #expect(try district.decided(.handIn(between), by: .intake) == [])
    // Somebody's own hand brings it back, as a round of its own.
    try district.handIn(.proposal, of: maya, "Podcasts")
    let again = try district.submission(SubmissionID(1))
    #expect(again.round == 2 && again.state.name == .submitted)
  }

  @Test func `refuses what is empty, too much, from the future or of nobody who works here`() throws
  {
    let district = try inWindow()
    func refused(_ change: (inout HandIn) throws -> Void) throws -> Refusal.Reason? {
      var work = district.work(.proposal, of: maya, "Podcasts")
      try change(&work)
      return try district.refusal(.handIn(work), by: .intake)?.reason
    }
    #expect(try refused { $0.title = " " } == .incomplete)
    #expect(try refused { $0.title = String(repeating: "x", count: 200) } == nil)
    #expect(try refused { $0.title = String(repeating: "x", count: 201) } == .incomplete)
    let link = Artifact(part: nil, place: .link("https://a.example"))
    #expect(
      try refused { $0.content.artifacts = Array(repeating: link, count: 60) } == nil)
    #expect(
      try refused { $0.content.artifacts = Array(repeating: link, count: 61) } == .incomplete)
    let long = String(repeating: "x", count: 20_001)
    #expect(
      try refused { $0.content.answers = [Answer(part: "learning", text: long)] } == .incomplete)
    #expect(
      try refused { $0.content.answers = [Answer(part: "learning", text: String(long.dropLast()))] }
        == nil)
    #expect(
      try refused { $0.arrivedAt = $0.arrivedAt.adding(minutes: 10) } == .incomplete)
    #expect(
      try refused { $0.arrivedAt = $0.arrivedAt.adding(minutes: 10).adding(milliseconds: -1) }
        == nil)
    #expect(try refused { $0.earner = PersonID(77) } == .notFound)
    #expect(try refused { $0.submission = SubmissionID(77) } == .notFound)
    var left = district
    try left.perform(
      .recordPerson(
        PersonFacts(
          details: MapleHollow.details(6, "Noah", "Foss"),
          record: EmploymentRecord(school: "Lake School", left: day("2026-09-20")))))
    #expect(
      try left.refusal(.handIn(left.work(.proposal, of: noah, "P")), by: .intake)?.reason
        == .againstTheRules)
  }

  @Test
  func `is taken late for whom the office excuses, until that minute, with a month of its own`()
    throws
  {
    var district = try inWindow()
    try district.pass(until: "2026-10-05 12:00")
    let fall = try district.window(.proposal, "Fall 2026").id
    let winter = try district.window(.evidence, "Winter 2027").id
    let command = Command.handIn(district.work(.proposal, of: maya, "Podcasts"))
    #expect(try district.refusal(command)?.reason == .notNow)
    // Leave for another step's window changes nothing here, and hides nothing.
    try district.perform(.acceptLate(maya, winter, until: at("2026-12-01"), reason: "Ill."))
    #expect(try district.refusal(command)?.reason == .notNow)
    try district.perform(.acceptLate(maya, fall, until: at("2026-10-06"), reason: "Ill."))
    #expect(
      try district.refusal(.acceptLate(maya, fall, until: district.now, reason: ""))?.reason
        == .incomplete)
    try district.pass(until: "2026-10-05 23:59:59.999")
    let id = try district.handIn(.proposal, of: maya, "Podcasts")
    #expect(try district.submission(id).window == fall)
    #expect(try district.submission(id).times.notifyBy == at("2026-11-06"))
    #expect(try district.submission(id).lacking.map(\.part) == [.evaluator])
    try district.pass(until: "2026-10-06")
    #expect(
      try district.refusal(.handIn(district.work(.proposal, of: maya, "Robots")))?.reason
        == .notNow)
  }

  @Test func `of long ago is recorded, and is of the past`() throws {
    for (days, isOfThePast) in [(14, false), (15, true)] {
      var district = try inWindow()
      let arrived = district.now
      try district.pass(until: arrived.adding(days24h: Int64(days)))
      let work = district.work(.proposal, of: maya, "P", source: .form, at: arrived)
      guard case .handedIn(let event) = try district.decided(.handIn(work), by: .intake).first
      else {
        Issue.record("not handed in")
        return
      }
      #expect(event.isOfThePast == isOfThePast)
    }
  }

  @Test func `never promises a day that is over`() throws {
    var district = try inWindow()
    let arrived = district.now
    try district.pass(until: "2026-10-27 07:00")
    let work = district.work(.proposal, of: maya, "P", source: .form, at: arrived)
    try district.perform(.handIn(work), by: .intake)
    #expect(
      try district.submission(SubmissionID(1)).times.notifyBy == at("2026-11-28"))
    try district.pass(until: "2026-10-28")
    let later = district.work(.proposal, of: noah, "P", source: .form, at: arrived)
    #expect(try district.refusal(.handIn(later), by: .intake)?.reason == .notNow)
  }
}

@Suite struct `Evidence` {
  /// Maya's approved proposal, on a day in the fall's evidence window.
  private func withProposal() throws -> (District, SubmissionID) {
    var district = try MapleHollow.plannedDistrict()
    try district.pass(until: "2026-09-20 12:00")
    let proposal = try district.approvedProposal(of: maya)
    try district.pass(until: "2026-11-02 12:00")
    return (district, proposal)
  }

  @Test func `finds its proposal: the one it names, the one of its title, or the only one`() throws
  {
    var (district, podcasts) = try withProposal()
    let only = try district.handIn(.evidence, of: maya, "Another title")
    #expect(try district.submission(only).proposal == podcasts)
    #expect(try district.submission(only).skills == ["Technology"])

    (district, podcasts) = try withProposal()
    district.now = try at("2026-09-21 12:00")
    let robots = try district.approvedProposal(of: maya, "Robots")
    district.now = try at("2026-11-02 12:00")
    let none = district.work(.evidence, of: maya, "Another title")
    #expect(try district.refusal(.handIn(none))?.reason == .notFound)
    var named = none
    named.proposal = robots
    try district.perform(.handIn(named))
    let titled = try district.handIn(.evidence, of: maya, "podcasts")
    #expect(try district.submission(titled).proposal == podcasts)
    #expect(district.records.submissions(of: maya).map(\.proposal).contains(robots))
    named.earner = noah
    #expect(try district.refusal(.handIn(named))?.reason == .notInThisState)
  }

  @Test func `needs a proposal that is in progress when it arrives`() throws {
    var (district, _) = try withProposal()
    let early = district.work(.evidence, of: noah, "Podcasts")
    #expect(try district.refusal(.handIn(early))?.reason == .notFound)
    var program = try MapleHollow.program()
    program.completion.months = 8
    district = try MapleHollow.plannedDistrict(program)
    try district.pass(until: "2026-09-20 12:00")
    let proposal = try district.approvedProposal(of: maya)
    #expect(try district.submission(proposal).progress == .inProgress(ends: at("2027-05-21")))
    // A row of the year's last millisecond counts even when it is read after the year.
    let last = try at("2027-05-20 23:59:59.999")
    try district.pass(until: "2027-05-21 12:00")
    #expect(try district.submission(proposal).progress == .ended(at: at("2027-05-21")))
    let late = district.work(
      .evidence, of: maya, "Podcasts", source: .form, at: last.adding(milliseconds: 1))
    #expect(try district.refusal(.handIn(late), by: .intake)?.reason == .notFound)
    let inTime = district.work(.evidence, of: maya, "Podcasts", source: .form, at: last)
    try district.perform(.handIn(inTime), by: .intake)
    #expect(
      try district.submission(proposal).progress
        == .stopped(since: last, ends: at("2027-05-21")))
  }

  @Test func `is the same evidence under another title`() throws {
    var (district, _) = try withProposal()
    let id = try district.handIn(.evidence, of: maya, "Podcasts")
    district.now = district.now.adding(minutes: 1)
    let other = district.work(.evidence, of: maya, "My podcasts", "More.")
    #expect(try district.perform(.handIn(other)).map(\.type) == ["content-changed"])
    #expect(try district.submission(id).title.value == "My podcasts")
  }

  @Test func `goes by what its proposal picked`() throws {
    var district = try MapleHollow.plannedDistrict()
    try district.pass(until: "2026-09-20 12:00")
    _ = try district.approvedProposal(of: maya, "Design thinking in the classroom")
    try district.pass(until: "2026-11-02 12:00")
    let id = try district.handIn(.evidence, of: maya, "What my class built")
    #expect(try district.submission(id).offering == designThinking)
    // Theo leads it, and so can't judge it.
    #expect(
      try district.refusal(.assignReview(id, to: theo, part: .evaluator, isByHand: true))?.reason
        == .againstTheRules)
  }
}
