import CivilTime
import Programs
import Rubrics
import Testing
import Workflow

@Suite struct `An assignment` {
  /// Three proposals in a closed window, with an assignment proposed: Ines has Maya's work, Theo the others'.
  private func proposed(_ program: Program? = nil) throws -> (District, AssignmentID) {
    var district = try withWork(program)
    try district.pass(until: "2026-09-28 12:00")
    return (district, AssignmentID(1))
  }

  private func withWork(_ program: Program? = nil) throws -> District {
    var district = try MapleHollow.plannedDistrict(program)
    try district.pass(until: "2026-09-20 12:00")
    for (earner, title) in [(maya, "Podcasts"), (noah, "Robots"), (val, "Puppets")] {
      try district.handIn(.proposal, of: earner, title)
    }
    return district
  }

  private func pair(
    _ submission: Int64, _ evaluator: PersonID, _ part: EvaluatorPart = .evaluator
  ) -> AssignedPair {
    AssignedPair(
      submission: SubmissionID(submission), evaluator: evaluator, part: part,
      affinityThousandths: 500, isOutsideField: false)
  }

  @Test func `is worked out when the window is closed, and nobody is told before its release`()
    throws
  {
    var district = try withWork()
    #expect(
      try district.refusal(
        .proposeAssignment(WindowID(1), pairs: [], unassigned: []))?.reason == .notNow)
    try district.pass(until: "2026-09-28 00:10")
    let assignment = try #require(district.records.assignment(AssignmentID(1)))
    #expect(assignment.state == .proposed && assignment.pairs.count == 3)
    #expect(district.records.tables.reviews.isEmpty)
    try district.perform(.releaseAssignment(AssignmentID(1)))
    #expect(district.records.tables.reviews.count == 3)
    #expect(try district.window(.proposal, "Fall 2026").isAssigned)
    #expect(try district.decided(.releaseAssignment(AssignmentID(1))).isEmpty)
    #expect(
      try district.refusal(.proposeAssignment(WindowID(1), pairs: [], unassigned: []))?.reason
        == .notInThisState)
  }

  @Test func `breaks no rule, whoever worked it out`() throws {
    let (district, _) = try proposed()
    func reason(_ pairs: AssignedPair...) throws -> Refusal.Reason? {
      try district.refusal(
        .proposeAssignment(WindowID(1), pairs: pairs, unassigned: []))?.reason
    }
    #expect(try reason(pair(1, theo), pair(2, theo)) == nil)
    #expect(try reason(pair(1, lena)) == .againstTheRules)
    #expect(try reason(pair(9, theo)) == .notFound)
    #expect(try reason(pair(1, PersonID(99))) == .notFound)
    #expect(try reason(pair(1, theo), pair(1, theo)) == .againstTheRules)
    #expect(try reason(pair(1, theo), pair(1, ines)) == .againstTheRules)
    #expect(try reason(pair(1, theo, .secondEvaluator)) == .againstTheRules)
    var full = district
    try full.perform(.recordEvaluator(theo, EvaluatorProfile(expertise: [], loadMax: 1)))
    #expect(
      try full.refusal(
        .proposeAssignment(
          WindowID(1), pairs: [pair(1, theo), pair(2, theo)], unassigned: []))?.reason
        == .againstTheRules)
  }

  @Test func `is held against every rule again when it is released`() throws {
    var (district, id) = try proposed()
    let pairs = try #require(district.records.assignment(id)).pairs
    try district.perform(.declareConflict(pairs[0].evaluator, with: maya))
    let refusal = try #require(try district.refusal(.releaseAssignment(id)))
    #expect(refusal.reason == .againstTheRules && refusal.text.contains("conflict"))
    try district.perform(
      .moveAssignment(id, SubmissionID(1), to: omar, part: .evaluator))
    try district.perform(.releaseAssignment(id))
    #expect(try district.openReview(of: SubmissionID(1)).evaluator == omar)
  }

  @Test func `is moved and pinned by hand, whatever the load, and never against a conflict`() throws
  {
    var (district, id) = try proposed()
    try district.perform(.recordEvaluator(omar, EvaluatorProfile(expertise: [], loadMax: 0)))
    try district.perform(.moveAssignment(id, SubmissionID(2), to: omar, part: .evaluator))
    let moved = try #require(district.records.assignment(id)?.pairs.first { $0.evaluator == omar })
    #expect(moved.isByHand && moved.isPinned && moved.isOutsideField)
    #expect(moved.affinityThousandths == 0)
    #expect(
      try district.decided(.moveAssignment(id, SubmissionID(2), to: omar, part: .evaluator))
        .isEmpty)
    #expect(
      try district.refusal(.moveAssignment(id, SubmissionID(1), to: lena, part: .evaluator))?
        .reason == .againstTheRules)
    #expect(
      try district.decided(.pinAssignment(id, SubmissionID(2), omar, isPinned: true)).isEmpty)
    try district.perform(.pinAssignment(id, SubmissionID(2), omar, isPinned: false))
    #expect(
      try district.refusal(.pinAssignment(id, SubmissionID(2), lena, isPinned: true))?.reason
        == .notFound)
    try district.perform(.releaseAssignment(id))
    #expect(try district.openReview(of: SubmissionID(2)).isByHand)
    #expect(
      try district.refusal(.moveAssignment(id, SubmissionID(1), to: omar, part: .evaluator))?
        .reason == .notInThisState)
  }

  @Test func `passes over what was taken back, and puts what came in on the list`() throws {
    var (district, id) = try proposed()
    try district.perform(.withdraw(SubmissionID(1)))
    // It was being worked out when this came in, late: nobody knew of it.
    var late = try withWork()
    try late.perform(.acceptLate(dana, WindowID(1), until: at("2026-12-01"), reason: "Ill."))
    late.now = try at("2026-09-28 00:10")
    try late.perform(.closeWindow(WindowID(1)), by: .clock)
    let missed = try late.handIn(.proposal, of: dana, "Gardens")
    #expect(try late.submission(missed).lacking.isEmpty)
    try late.perform(
      .proposeAssignment(
        WindowID(1), pairs: [pair(1, theo)], unassigned: [SubmissionID(2)]), by: .clock)
    try late.perform(.releaseAssignment(AssignmentID(1)))
    #expect(try late.submission(missed).lacking.map(\.isForAdministrator) == [false])
    #expect(try late.submission(SubmissionID(2)).lacking.map(\.isForAdministrator) == [true])
    #expect(try late.submission(SubmissionID(3)).lacking.map(\.isForAdministrator) == [false])

    try district.perform(.releaseAssignment(id))
    #expect(district.records.tables.reviews.count == 2)
    #expect(try district.submission(SubmissionID(1)).lacking.isEmpty)
  }

  @Test func `takes the place of the one before`() throws {
    var (district, id) = try proposed()
    try district.proposeAssignment(WindowID(1))
    #expect(district.records.assignment(id)?.state == .replaced)
    #expect(try district.refusal(.releaseAssignment(id))?.reason == .notInThisState)
    #expect(try district.window(.proposal, "Fall 2026").assignment == AssignmentID(2))
  }

  @Test func `waits while its window is open again`() throws {
    var (district, id) = try proposed()
    try district.perform(
      .reopenWindow(WindowID(1), endsOn: day("2026-10-01"), reason: "The storm."))
    #expect(try district.refusal(.releaseAssignment(id))?.reason == .notNow)
    let new = try district.handIn(.proposal, of: dana, "Gardens")
    #expect(try district.submission(new).lacking.map(\.part) == [.evaluator])
    try district.pass(until: "2026-10-01 00:10")
    try district.perform(.releaseAssignment(id))
  }

  @Test func `releases itself where the program says so, in one with its proposal`() throws {
    var program = try MapleHollow.program()
    program.evaluators.releasesByItself = true
    let (district, id) = try proposed(program)
    #expect(district.records.assignment(id)?.state == .released)
    #expect(district.records.tables.reviews.count == 3)
    let commands = Set(
      district.records.journal.filter {
        [AssignmentProposed.type, AssignmentReleased.type].contains($0.event.type)
      }.map(\.command))
    #expect(commands.count == 1)
  }

  @Test func `gives two evaluators to each, or says who is missing`() throws {
    let program = try MapleHollow.program(proposals: .evaluators(.twoAndAdjudicator))
    var (district, id) = try proposed(program)
    let pairs = try #require(district.records.assignment(id)).pairs
    #expect(pairs.count == 6)
    // The same person can't be moved to both parts.
    #expect(
      try district.refusal(
        .moveAssignment(id, SubmissionID(1), to: pairs[0].evaluator, part: .secondEvaluator))?
        .reason == .againstTheRules)
    try district.perform(
      .proposeAssignment(
        WindowID(1), pairs: [pair(1, theo, .secondEvaluator)], unassigned: [SubmissionID(1)]))
    try district.perform(.releaseAssignment(AssignmentID(2)))
    #expect(try district.submission(SubmissionID(1)).lacking.map(\.part) == [.evaluator])
    #expect(
      try district.submission(SubmissionID(2)).lacking.map(\.part)
        == [.evaluator, .secondEvaluator])
  }

  @Test func `that is released too late moves the promise of each once`() throws {
    let program = try MapleHollow.program(proposals: .evaluators(.twoAndAdjudicator))
    var (district, id) = try proposed(program)
    district.now = try at("2026-10-26 12:00")
    let events = try district.perform(.releaseAssignment(id))
    #expect(
      events.map(\.type) == ["assignment-released"] + Array(repeating: "answer-delayed", count: 3))
    for number in 1...3 {
      let submission = try district.submission(SubmissionID(Int64(number)))
      for review in district.records.reviews(of: submission.id) {
        #expect(review.due < submission.times.notifyBy)
      }
    }
  }
}
