import CivilTime
import Programs
import Rubrics
import Testing
import Workflow

@Suite struct `Undoing` {
  /// Records without what only counts changes, and without what was made and is void.
  private func standing(_ district: District) -> MemoryRecords.Tables {
    var tables = district.records.tables
    for id in tables.windows.keys { tables.windows[id]?.version = 0 }
    tables.reviews = tables.reviews.filter {
      if case .closed(.undone, _) = $0.value.state { false } else { true }
    }
    tables.decisions = tables.decisions.filter {
      if case .recalled = $0.value.standing { false } else { true }
    }
    return tables
  }

  /// Performs a command and takes it back a minute later: everything has to be as it was.
  private func restores(
    _ command: Command, in district: District, by actor: Actor? = nil,
    _ location: SourceLocation = #_sourceLocation
  ) throws {
    var district = district
    let before = standing(district)
    let events = try district.perform(command, by: actor)
    #expect(!events.isEmpty, sourceLocation: location)
    #expect(standing(district) != before, sourceLocation: location)
    let number = district.lastCommand
    district.now = district.now.adding(minutes: 1)
    var told = district
    told.records.told.insert(number)
    #expect(
      try told.refusal(.undo(command: number))?.reason == .notNow, sourceLocation: location)
    try district.perform(.undo(command: number))
    #expect(standing(district) == before, sourceLocation: location)
    #expect(
      try district.refusal(.undo(command: number))?.reason == .notInThisState,
      sourceLocation: location)
    let broken = Invariants(records: district.records, now: district.now).broken()
    #expect(broken.isEmpty, sourceLocation: location)
    #expect(try replay(district.records.journal) == district.records.tables)
  }

  private func underReview(_ program: Program? = nil) throws -> (District, SubmissionID, Review) {
    var district = try MapleHollow.plannedDistrict(program)
    try district.pass(until: "2026-09-20 12:00")
    let id = try district.handIn(.proposal, of: maya, "Podcasts")
    try district.assign(id, to: theo)
    return (district, id, try district.openReview(of: id))
  }

  private func evidenceReady(_ students: LevelID) throws -> (District, SubmissionID) {
    var district = try MapleHollow.plannedDistrict()
    try district.pass(until: "2026-09-20 12:00")
    _ = try district.approvedProposal(of: maya)
    try district.pass(until: "2026-11-02 12:00")
    let id = try district.handIn(.evidence, of: maya, "Podcasts")
    try district.assign(id, to: omar)
    try district.judge(id, students: students)
    district.now = district.now.adding(hours: 5)
    return (district, id)
  }

  @Test func `a window's new dates brings back the old, and what waits in it`() throws {
    var district = try MapleHollow.plannedDistrict()
    try district.pass(until: "2026-09-25 12:00")
    try district.handIn(.proposal, of: maya, "Podcasts")
    let fall = try district.window(.proposal, "Fall 2026")
    try restores(
      .changeWindow(fall.id, opensOn: fall.opensOn, endsOn: day("2026-10-05"), reason: "R"),
      in: district)
    try restores(.closeWindow(fall.id), in: district)
    let winter = try district.window(.proposal, "Winter 2027")
    try restores(
      .changeWindow(winter.id, opensOn: day("2027-01-13"), endsOn: day("2027-01-20"), reason: "R"),
      in: district)
  }

  @Test func `a window's new dates is too late once it has opened or closed by them`() throws {
    var district = try MapleHollow.plannedDistrict()
    try district.pass(until: "2026-09-10 12:00")
    let id = try district.window(.proposal, "Fall 2026").id
    try district.perform(
      .changeWindow(id, opensOn: day("2026-09-11"), endsOn: day("2026-09-12"), reason: "R"))
    let number = district.lastCommand
    #expect(try district.refusal(.undo(command: number)) == nil)
    for time in ["2026-09-11", "2026-09-12 00:10"] {
      try district.pass(until: time)
      #expect(try district.refusal(.undo(command: number))?.reason == .notInThisState)
    }
  }

  @Test func `reopening closes the window again`() throws {
    var district = try MapleHollow.plannedDistrict()
    try district.pass(until: "2026-09-25 12:00")
    try district.handIn(.proposal, of: maya, "Podcasts")
    try district.pass(until: "2026-09-29 12:00")
    try restores(
      .reopenWindow(WindowID(1), endsOn: day("2026-10-05"), reason: "R"), in: district)
  }

  @Test func `an assignment's release takes the reviews back, with the days that it moved`() throws
  {
    for time in ["2026-09-28 12:00", "2026-10-26 12:00"] {
      var district = try MapleHollow.plannedDistrict()
      try district.pass(until: "2026-09-25 12:00")
      for earner in [maya, noah, val] { try district.handIn(.proposal, of: earner, "Podcasts") }
      try district.pass(until: "2026-09-28 00:10")
      try district.perform(
        .proposeAssignment(
          WindowID(1),
          pairs: Array(
            try #require(district.records.assignment(AssignmentID(1))).pairs.dropLast()),
          unassigned: [SubmissionID(3)]))
      // One was returned and filled in: it is on the list already.
      try district.perform(
        .returnSubmission(SubmissionID(2), [MissingPart(part: nil, kind: .partEmpty)]))
      district.now = district.now.adding(minutes: 1)
      try district.handIn(.proposal, of: noah, "Podcasts", "Here.")
      #expect(try !district.submission(SubmissionID(2)).lacking.isEmpty)
      district.now = try at(time)
      try restores(.releaseAssignment(AssignmentID(2)), in: district)
    }
  }

  @Test func `an assignment's release is too late once somebody has begun, or got something`()
    throws
  {
    var district = try MapleHollow.plannedDistrict()
    try district.pass(until: "2026-09-25 12:00")
    let id = try district.handIn(.proposal, of: maya, "Podcasts")
    try district.pass(until: "2026-09-28 12:00")
    try district.perform(.releaseAssignment(AssignmentID(1)))
    let number = district.lastCommand
    var reassigned = district
    try reassigned.perform(.reassignReview(district.openReview(of: id).id, to: omar))
    #expect(try reassigned.refusal(.undo(command: number))?.reason == .notInThisState)
    try district.judge(id)
    #expect(try district.refusal(.undo(command: number))?.reason == .notInThisState)
  }

  @Test func `a release that went with its proposal leaves the proposal to be checked`() throws {
    var program = try MapleHollow.program()
    program.evaluators.releasesByItself = true
    var district = try MapleHollow.plannedDistrict(program)
    try district.pass(until: "2026-09-25 12:00")
    let id = try district.handIn(.proposal, of: maya, "Podcasts")
    try district.pass(until: "2026-09-28 12:00")
    let number = try #require(
      district.records.journal.last { $0.event.type == AssignmentReleased.type }?.command)
    try district.perform(.undo(command: number))
    #expect(try district.state(id) == .submitted)
    #expect(district.records.assignment(AssignmentID(1))?.state == .proposed)
    try district.beat()
    #expect(try district.state(id) == .submitted)
    try district.perform(.releaseAssignment(AssignmentID(1)))
    #expect(try district.state(id) == .underReview)
  }

  @Test func `a move in an assignment puts the pair back, as long as it is not released`() throws {
    var district = try MapleHollow.plannedDistrict()
    try district.pass(until: "2026-09-25 12:00")
    let id = try district.handIn(.proposal, of: maya, "Podcasts")
    try district.pass(until: "2026-09-28 12:00")
    let move = Command.moveAssignment(AssignmentID(1), id, to: omar, part: .evaluator)
    try restores(move, in: district)
    let had = try #require(district.records.assignment(AssignmentID(1))?.pairs.first).evaluator
    try restores(.pinAssignment(AssignmentID(1), id, had, isPinned: true), in: district)
    try district.perform(move)
    let number = district.lastCommand
    try district.perform(.releaseAssignment(AssignmentID(1)))
    #expect(try district.refusal(.undo(command: number))?.reason == .notInThisState)
  }

  @Test(arguments: ["met", "partly", "not-shown"] as [LevelID])
  func `a decision's release makes it ready again`(level: LevelID) throws {
    var (district, id, _) = try underReview()
    try district.judge(id, students: level)
    district.now = district.now.adding(hours: 5)
    try restores(.releaseDecisions([id]), in: district)
    let (withEvidence, evidence) = try evidenceReady(level)
    try restores(.releaseDecisions([evidence]), in: withEvidence)
  }

  @Test func `a corrected decision, a further round's and a clerk's brings back what was before`()
    throws
  {
    var (district, id, _) = try underReview()
    try district.judge(id, students: "partly")
    try district.perform(.releaseDecisions([id]))
    try district.perform(.reopenDecision(id, reason: "An appeal."))
    try district.assign(id, to: omar)
    try district.judge(id)
    try restores(.releaseDecisions([id]), in: district)

    var (second, evidence) = try evidenceReady("partly")
    try second.perform(.releaseDecisions([evidence]))
    second.now = second.now.adding(hours: 5)
    try second.handIn(.evidence, of: maya, "Podcasts", "More.")
    try second.judge(evidence, learning: nil)
    try restores(.releaseDecisions([evidence]), in: second)

    var clerks = try MapleHollow.district(MapleHollow.programWithoutProposals())
    let documents = try clerks.handIn(.evidence, of: maya, "Podcasts")
    clerks.now = clerks.now.adding(hours: 5)
    try restores(.checkDocuments(documents), in: clerks, by: person(val))
  }

  @Test func `a decision's release is too late once its year has moved`() throws {
    var (district, id, _) = try underReview()
    try district.judge(id)
    try district.perform(.releaseDecisions([id]))
    let number = district.lastCommand
    try district.perform(.extend(id, until: day("2027-12-01"), reason: "R"))
    #expect(try district.refusal(.undo(command: number))?.reason == .notInThisState)
  }

  @Test func `a return gives the work back to whoever had it, opened or not`() throws {
    var (district, id, review) = try underReview()
    let command = Command.returnSubmission(
      id, [MissingPart(part: "students", kind: .linkClosed, words: .init("It asks."))])
    try restores(command, in: district)
    try district.perform(.seeReview(review.id), by: person(theo))
    district.now = district.now.adding(hours: 5)
    try restores(command, in: district, by: person(theo))
    // On the list, too.
    try district.perform(.declineReview(review.id, .noTime, words: ""), by: person(theo))
    try restores(command, in: district)
    let (waiting, proposal) = try waitingDistrict()
    try restores(
      .returnSubmission(proposal, [MissingPart(part: nil, kind: .partEmpty)]), in: waiting)

    var evidence = try MapleHollow.plannedDistrict()
    try evidence.pass(until: "2026-09-20 12:00")
    _ = try evidence.approvedProposal(of: maya)
    try evidence.pass(until: "2026-11-02 12:00")
    let work = try evidence.handIn(.evidence, of: maya, "Podcasts")
    evidence.now = evidence.now.adding(hours: 5)
    try restores(
      .returnSubmission(work, [MissingPart(part: nil, kind: .linkClosed)]), in: evidence)
  }

  private func waitingDistrict() throws -> (District, SubmissionID) {
    var district = try MapleHollow.plannedDistrict()
    try district.pass(until: "2026-09-20 12:00")
    let id = try district.handIn(.proposal, of: maya, "Podcasts")
    return (district, id)
  }

  @Test func `a return is too late once the work is here again, or was returned once more`() throws
  {
    var (district, id, _) = try underReview()
    let command = Command.returnSubmission(id, [MissingPart(part: nil, kind: .other)])
    try district.perform(command)
    let number = district.lastCommand
    district.now = district.now.adding(minutes: 1)
    var again = district
    try again.handIn(.proposal, of: maya, "Podcasts", "Here.")
    #expect(try again.refusal(.undo(command: number))?.reason == .notInThisState)
    try again.perform(.returnSubmission(id, [MissingPart(part: nil, kind: .linkClosed)]))
    #expect(try again.refusal(.undo(command: number))?.reason == .notInThisState)
  }

  @Test func `more time brings back the year as it was, running, stopped or over`() throws {
    var district = try MapleHollow.plannedDistrict()
    try district.pass(until: "2026-09-20 12:00")
    let proposal = try district.approvedProposal(of: maya)
    let command = Command.extend(proposal, until: try day("2027-12-01"), reason: "R")
    try restores(command, in: district)
    var stopped = district
    try stopped.pass(until: "2026-11-02 12:00")
    try stopped.handIn(.evidence, of: maya, "Podcasts")
    try restores(command, in: stopped)
    try district.pass(until: "2027-10-01 12:00")
    try restores(command, in: district)
  }

  @Test func `more time for a review brings back its day, and that it was overdue`() throws {
    var (district, _, review) = try underReview()
    try restores(.extendReview(review.id, until: day("2026-10-24")), in: district)
    try district.pass(until: "2026-10-23 12:00")
    #expect(district.records.review(review.id)?.isEscalated == true)
    try restores(.extendReview(review.id, until: day("2026-10-25")), in: district)
  }

  @Test func `a role gives it back or takes it, but for the last administrator's`() throws {
    var district = try MapleHollow.district()
    try restores(.grantRole(maya, .payroll), in: district)
    try restores(.revokeRole(val, .clerk), in: district)
    try district.perform(.grantRole(dana, .administrator))
    let number = district.lastCommand
    try district.perform(.revokeRole(robin, .administrator))
    #expect(
      try district.refusal(.undo(command: number), by: person(dana))?.reason == .notInThisState)
  }

  @Test func `is refused for what has no way back, and says what to do instead`() throws {
    var (district, id, review) = try underReview()
    let commands: [Command] = [
      .addWindow(
        .proposal, label: "W", opensOn: try day("2026-10-05"), endsOn: try day("2026-10-09")),
      .withdraw(id), .declineReview(review.id, .noTime, words: ""),
      .reassignReview(review.id, to: omar), .erasePerson(noah),
      .cancelWindow(try district.window(.proposal, "Winter 2027").id, reason: "R"),
      .delayAnswer(id),
    ]
    for command in commands {
      var district = district
      if case .delayAnswer = command { district.now = try at("2026-10-27 07:00") }
      try district.perform(command, by: command.kind == .delayAnswer ? .clock : nil)
      let refusal = try #require(try district.refusal(.undo(command: district.lastCommand)))
      #expect(refusal.reason == .againstTheRules && refusal.text.count > 40, "\(command.kind)")
    }
    #expect(try district.refusal(.undo(command: 9_999))?.reason == .notFound)
    try district.perform(.extendReview(review.id, until: day("2026-10-24")))
    try district.perform(.undo(command: district.lastCommand))
    // What undid something is not undone: it is asked for again.
    #expect(
      try district.refusal(.undo(command: district.lastCommand))?.reason == .againstTheRules)
  }
}
