import CivilTime
import Programs
import Rubrics
import Testing
import Workflow

@Suite struct `A decision` {
  private func ready(_ students: LevelID = "partly") throws -> (District, SubmissionID) {
    var district = try MapleHollow.plannedDistrict()
    try district.pass(until: "2026-09-20 12:00")
    let id = try district.handIn(.proposal, of: maya, "Podcasts")
    try district.assign(id, to: theo)
    try district.judge(id, students: students)
    return (district, id)
  }

  @Test func `is released for many at once, each of them once`() throws {
    var (district, first) = try ready()
    let second = try district.handIn(.proposal, of: noah, "Robots")
    try district.assign(second, to: theo)
    #expect(try district.refusal(.releaseDecisions([first, second]))?.reason == .notInThisState)
    try district.judge(second)
    let events = try district.perform(.releaseDecisions([second, first, second]))
    #expect(events.map(\.type) == ["decision-released", "decision-released"])
    #expect(district.records.tables.decisions.count == 2)
    #expect(try district.refusal(.releaseDecisions([]))?.reason == .incomplete)
    let many = Array(repeating: first, count: 501)
    #expect(try district.refusal(.releaseDecisions(many))?.reason == .incomplete)
    #expect(try district.refusal(.releaseDecisions([SubmissionID(9)]))?.reason == .notFound)
  }

  @Test func `releases itself where the program says so`() throws {
    var program = try MapleHollow.program()
    program.evaluators.releasesDecisionsByItself = true
    var district = try MapleHollow.plannedDistrict(program)
    try district.pass(until: "2026-09-20 12:00")
    let id = try district.handIn(.proposal, of: maya, "Podcasts")
    try district.assign(id, to: theo)
    try district.judge(id)
    #expect(try district.state(id) == .readyToRelease)
    try district.beat()
    #expect(try district.state(id) == .decided)
  }

  @Test func `can be handed in again until the end of the next window, or some months`() throws {
    var (district, id) = try ready()
    try district.perform(.releaseDecisions([id]))
    #expect(try district.submission(id).handInAgainBy == at("2027-01-25"))
    (district, id) = try ready()
    try district.perform(.cancelWindow(district.window(.proposal, "Winter 2027").id, reason: "R"))
    try district.perform(.cancelWindow(district.window(.proposal, "Spring 2027").id, reason: "R"))
    try district.perform(.releaseDecisions([id]))
    #expect(try district.submission(id).handInAgainBy == at("2026-12-21"))
  }

  @Test func `is reopened with a reason, judged afresh, and corrected`() throws {
    var (district, id) = try ready("met")
    try district.perform(.releaseDecisions([id]))
    let first = try #require(try district.submission(id).decision)
    #expect(try district.refusal(.reopenDecision(id, reason: ""))?.reason == .incomplete)
    try district.pass(until: "2026-10-01 12:00")
    try district.perform(.reopenDecision(id, reason: "It named another school."))
    var submission = try district.submission(id)
    #expect(submission.state == .underReview(since: district.now) && submission.round == 2)
    #expect(submission.met.isEmpty && submission.progress == nil)
    #expect(submission.lacking.map(\.isForAdministrator) == [true])
    #expect(try submission.times.notifyBy == at("2026-11-02"))
    guard case .reopened = try #require(district.records.decision(first)).standing else {
      Issue.record("still in force")
      return
    }
    // No clock gives it to anybody: an administrator chooses, the first evaluator too if she likes.
    try district.beat()
    #expect(district.records.reviews(of: id).allSatisfy { !$0.isOpen })
    try district.assign(id, to: theo)
    try district.judge(id, students: "partly")
    try district.perform(.releaseDecisions([id]))
    submission = try district.submission(id)
    let corrected = try #require(submission.decision.flatMap(district.records.decision))
    #expect(corrected.corrects == first && corrected.outcome == .revise)
    #expect(corrected.reviews.count == 1 && corrected.round == 2)
    #expect(submission.met == ["learning"])
  }

  @Test func `is reopened to both evaluators where there are two`() throws {
    let program = try MapleHollow.program(proposals: .evaluators(.twoAndAdjudicator))
    var district = try MapleHollow.plannedDistrict(program)
    try district.pass(until: "2026-09-20 12:00")
    let id = try district.handIn(.proposal, of: maya, "Podcasts")
    try district.assign(id, to: theo)
    try district.assign(id, to: ines, as: .secondEvaluator)
    try district.judge(id)
    try district.judge(id, as: .secondEvaluator)
    try district.perform(.releaseDecisions([id]))
    try district.perform(.reopenDecision(id, reason: "An appeal."))
    #expect(
      try district.submission(id).lacking.map(\.part) == [.evaluator, .secondEvaluator])
  }

  @Test func `on a proposal stays when evidence for it has come in`() throws {
    var (district, id) = try ready("met")
    try district.perform(.releaseDecisions([id]))
    let release = district.lastCommand
    try district.pass(until: "2026-11-02 12:00")
    let evidence = try district.handIn(.evidence, of: maya, "Podcasts")
    #expect(try district.refusal(.reopenDecision(id, reason: "R"))?.reason == .againstTheRules)
    #expect(try district.refusal(.undo(command: release))?.reason == .notInThisState)
    try district.perform(.withdraw(evidence))
    #expect(try district.refusal(.reopenDecision(id, reason: "R")) == nil)
  }

  @Test func `that was withdrawn after all scorecards were in is never made`() throws {
    var (district, id) = try ready()
    try district.perform(.withdraw(id), by: person(maya))
    #expect(try district.state(id) == .withdrawn)
    #expect(try district.refusal(.releaseDecisions([id]))?.reason == .notInThisState)
    #expect(
      try district.refusal(
        .handInScorecard(district.records.reviews(of: id)[0].id, district.card(id)),
        by: person(theo))?.reason == .notInThisState)
  }
}

@Suite struct `A proposal's year` {
  private func inProgress(
    _ program: Program? = nil
  ) throws -> (District, SubmissionID) {
    var district = try MapleHollow.plannedDistrict(program)
    try district.perform(.planYear(2027))
    try district.pass(until: "2026-09-20 12:00")
    let proposal = try district.approvedProposal(of: maya)
    return (district, proposal)
  }

  private func shortProgram(_ change: (inout CompletionPolicy) -> Void = { _ in }) throws -> Program
  {
    var program = try MapleHollow.program()
    program.completion.months = 2
    change(&program.completion)
    return program
  }

  @Test func `ends after its civil months, at 00:00 of the day after the last`() throws {
    var (district, proposal) = try inProgress()
    #expect(
      try district.submission(proposal).progress == .inProgress(ends: at("2027-09-21")))
    try district.pass(until: "2027-09-20 23:59:59.999")
    #expect(try district.decided(.endYear(proposal), by: .clock).isEmpty)
    // However late the clock comes by, it ended when it was to end.
    var late = district
    late.now = try at("2027-09-24 08:00")
    #expect(
      try late.decided(.endYear(proposal), by: .clock)
        == [.yearEnded(YearEnded(submission: proposal, ends: at("2027-09-21")))])
    try district.pass(until: "2027-09-21")
    #expect(try district.submission(proposal).progress == .ended(at: at("2027-09-21")))
    #expect(try district.decided(.endYear(proposal), by: .clock).isEmpty)
  }

  @Test func `stands still while evidence is judged, and goes on by as much`() throws {
    var (district, proposal) = try inProgress()
    let ends = try at("2027-09-21")
    try district.pass(until: "2026-11-02 12:00")
    let arrived = district.now
    let evidence = try district.handIn(.evidence, of: maya, "Podcasts")
    #expect(try district.submission(proposal).progress == .stopped(since: arrived, ends: ends))
    try district.pass(until: "2026-11-05 12:00")
    try district.perform(
      .returnSubmission(evidence, [MissingPart(part: nil, kind: .linkClosed)]))
    let threeDays: Int64 = 3 * 86_400_000
    var ended = ends.adding(milliseconds: threeDays)
    #expect(try district.submission(proposal).progress == .inProgress(ends: ended))
    try district.pass(until: "2026-11-07 12:00")
    try district.handIn(.evidence, of: maya, "Podcasts", "Open now.")
    #expect(
      try district.submission(proposal).progress == .stopped(since: district.now, ends: ended))
    try district.pass(until: "2026-11-08 12:00")
    try district.perform(.withdraw(evidence))
    ended = ended.adding(milliseconds: threeDays / 3)
    #expect(try district.submission(proposal).progress == .inProgress(ends: ended))
  }

  @Test func `runs on where the program lets it`() throws {
    let program = try shortProgram { $0.clockStopsUnderReview = false }
    var (district, proposal) = try inProgress(program)
    try district.pass(until: "2026-11-02 12:00")
    let evidence = try district.handIn(.evidence, of: maya, "Podcasts")
    #expect(
      try district.submission(proposal).progress == .inProgress(ends: at("2026-11-21")))
    try district.pass(until: "2026-11-21")
    #expect(try district.submission(proposal).progress == .ended(at: at("2026-11-21")))
    try district.assign(evidence, to: omar)
    // Who is judged to have earned it has, whatever the year.
    var earned = district
    try earned.judge(evidence)
    try earned.perform(.releaseDecisions([evidence]))
    #expect(try earned.submission(proposal).progress == .completed(at: earned.now))
    // A hand-in is still guaranteed after "not yet", and so the year goes on until then.
    try district.judge(evidence, students: "partly")
    try district.perform(.releaseDecisions([evidence]))
    let until = try at("2027-02-22")
    #expect(try district.submission(evidence).handInAgainBy == until)
    #expect(try district.submission(proposal).progress == .inProgress(ends: until))
  }

  @Test func `guarantees one more hand-in, and after that goes by its end`() throws {
    var (district, proposal) = try inProgress(shortProgram())
    try district.pass(until: "2026-11-02 12:00")
    let evidence = try district.handIn(.evidence, of: maya, "Podcasts")
    try district.assign(evidence, to: omar)
    try district.judge(evidence, students: "partly")
    try district.perform(.releaseDecisions([evidence]))
    let guaranteed = try at("2027-02-22")
    #expect(try district.submission(evidence).handInAgainBy == guaranteed)
    #expect(try district.submission(proposal).progress == .inProgress(ends: guaranteed))
    try district.pass(until: "2027-02-21 12:00")
    try district.handIn(.evidence, of: maya, "Podcasts", "More.")
    try district.pass(until: "2027-02-24 12:00")
    try district.judge(evidence, learning: nil, students: "partly")
    try district.perform(.releaseDecisions([evidence]))
    // The rest of the year, longer by the three days: no further window is promised.
    let ends = guaranteed.adding(milliseconds: 3 * 86_400_000)
    #expect(try district.submission(proposal).progress == .inProgress(ends: ends))
    #expect(try district.submission(evidence).handInAgainBy == ends)
    try district.pass(until: "2027-02-25")
    #expect(try district.submission(proposal).progress == .ended(at: ends))
    try district.pass(until: "2027-05-12 12:00")
    let late = Command.handIn(district.work(.evidence, of: maya, "Podcasts", "Even more."))
    #expect(try district.refusal(late)?.reason == .notInThisState)
    // More time brings it back, with what was met.
    try district.perform(.extend(proposal, until: day("2027-06-30"), reason: "A leave."))
    try district.handIn(.evidence, of: maya, "Podcasts", "Even more.")
    #expect(try district.submission(evidence).met == ["learning"])
    #expect(try district.submission(evidence).round == 3)
  }

  @Test func `lasts as long as something is returned, and what is missing can be added`() throws {
    var district = try MapleHollow.plannedDistrict(shortProgram())
    try district.pass(until: "2026-09-14 12:00")
    let proposal = try district.approvedProposal(of: maya)
    #expect(
      try district.submission(proposal).progress == .inProgress(ends: at("2026-11-15")))
    try district.pass(until: "2026-11-08 12:00")
    let evidence = try district.handIn(.evidence, of: maya, "Podcasts")
    try district.pass(until: "2026-11-08 12:30")
    try district.perform(
      .returnSubmission(evidence, [MissingPart(part: nil, kind: .linkClosed)]))
    #expect(
      try district.submission(proposal).progress == .inProgress(ends: at("2026-11-16")))
    try district.pass(until: "2026-11-15 12:00")
    try district.handIn(.evidence, of: maya, "Podcasts", "Open now.")
    #expect(
      try district.submission(proposal).progress
        == .stopped(since: district.now, ends: at("2026-11-16")))
  }

  @Test func `is extended to a later day with a reason, also after its end`() throws {
    var (district, proposal) = try inProgress(shortProgram())
    #expect(
      try district.refusal(.extend(proposal, until: day("2026-11-20"), reason: "R"))?.reason
        == .incomplete)
    #expect(
      try district.refusal(.extend(proposal, until: day("2026-11-21"), reason: ""))?.reason
        == .incomplete)
    try district.perform(.extend(proposal, until: day("2026-11-21"), reason: "A leave."))
    #expect(
      try district.submission(proposal).progress == .inProgress(ends: at("2026-11-22")))
    try district.pass(until: "2026-12-01 12:00")
    #expect(
      try district.refusal(.extend(proposal, until: day("2026-11-30"), reason: "R"))?.reason
        == .incomplete)
    try district.perform(.extend(proposal, until: day("2026-12-01"), reason: "A leave."))
    #expect(
      try district.submission(proposal).progress == .inProgress(ends: at("2026-12-02")))
    // While evidence is judged, the extension counts from where the clock stands.
    try district.perform(.extend(proposal, until: day("2027-03-01"), reason: "A leave."))
    try district.pass(until: "2027-02-10 12:00")
    try district.handIn(.evidence, of: maya, "Podcasts")
    let since = district.now
    try district.perform(.extend(proposal, until: day("2027-04-01"), reason: "A leave."))
    #expect(
      try district.submission(proposal).progress
        == .stopped(since: since, ends: at("2027-04-02")))
  }

  @Test func `goes on as it was when "earned" is looked at again`() throws {
    var (district, proposal) = try inProgress()
    try district.pass(until: "2026-11-02 12:00")
    let evidence = try district.handIn(.evidence, of: maya, "Podcasts")
    let since = district.now
    try district.assign(evidence, to: omar)
    try district.judge(evidence)
    try district.pass(until: "2026-11-12 12:00")
    try district.perform(.releaseDecisions([evidence]))
    #expect(try district.submission(proposal).progress == .completed(at: district.now))
    try district.pass(until: "2026-12-12 12:00")
    try district.perform(.reopenDecision(evidence, reason: "The wrong class."))
    #expect(
      try district.submission(proposal).progress
        == .stopped(since: since, ends: at("2027-09-21")))
    try district.assign(evidence, to: omar)
    try district.judge(evidence, students: "partly")
    try district.perform(.releaseDecisions([evidence]))
    #expect(
      try district.submission(proposal).progress == .inProgress(ends: at("2027-10-31")))
  }

  @Test func `is for a proposal in progress to be amended`() throws {
    var (district, proposal) = try inProgress()
    let command = Command.amend(
      proposal, title: "Podcasts in two classes", skills: ["Technology"], .about("Two classes."),
      reason: "A second class.")
    try district.perform(command, by: person(maya))
    let amended = try district.submission(proposal)
    #expect(amended.title.value == "Podcasts in two classes" && amended.state.name == .decided)
    #expect(try amended.progress == .inProgress(ends: at("2027-09-21")))
    for title in ["", String(repeating: "x", count: 201)] {
      #expect(
        try district.refusal(
          .amend(proposal, title: title, skills: [], Content(), reason: "R"))?.reason
          == .incomplete)
    }
    try district.pass(until: "2027-09-21")
    #expect(try district.refusal(command)?.reason == .notInThisState)
  }
}
