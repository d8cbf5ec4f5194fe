import CivilTime
import Programs
import Rubrics
import Testing
import Workflow

/// Every command against every state of a submission. A new command or state does not compile, or fails, until it
/// is decided here.
@Suite struct `What may happen to a submission` {
  /// For each state, in the order in which they come: `+` it changes something, `.` nothing is left to do, `-` it
  /// is refused. `nil` where a command is not about one submission.
  private func expected(_ kind: CommandKind) -> String? {
    switch kind {
    //                        submitted, under review, returned, ready, decided (revise), withdrawn
    case .handIn: "+-+-++"
    case .withdraw: "++++-."
    case .returnSubmission: "++----"
    case .checkDocuments: "------"
    case .amend, .extend: "------"
    case .endYear, .delayAnswer, .noteEvaluatorNeeded: "......"
    case .assignReview: "+-----"
    case .seeReview: "-+...."
    case .handInScorecard, .declineReview, .reassignReview, .extendReview: "-+----"
    case .reopenCriterion: "------"
    case .releaseDecisions: "---+--"
    case .reopenDecision: "----+-"
    // This program pays nothing.
    case .holdAmount, .correctPay: "------"
    case .setProgram, .setCalendar, .addRubric, .recordOffering, .recordPerson, .grantRole,
      .revokeRole, .recordEvaluator, .declareConflict, .setDeputies, .markAddress, .muteNotices,
      .setAway, .erasePerson, .planYear, .addWindow, .changeWindow, .announceWindow, .openWindow,
      .noteWindowClosing, .closeWindow, .reopenWindow, .cancelWindow, .acceptLate, .recordOpening,
      .proposeAssignment, .moveAssignment, .pinAssignment, .releaseAssignment, .escalateOverdue,
      .grantFunds, .sealPayDate, .markPaid, .beginPayYear, .noteFile, .undo, .confirmClock:
      nil
    }
  }

  /// Maya's proposal in a state, on a day on which its window is open.
  private func proposal(_ state: SubmissionStateName) throws -> (District, SubmissionID) {
    var district = try MapleHollow.plannedDistrict()
    try district.pass(until: "2026-09-20 12:00")
    let id = try district.handIn(.proposal, of: maya, "Podcasts")
    district.now = district.now.adding(minutes: 1)
    if state != .submitted { try district.assign(id, to: theo) }
    switch state {
    case .submitted, .underReview: break
    case .returned:
      try district.perform(.returnSubmission(id, [MissingPart(part: nil, kind: .linkClosed)]))
    case .readyToRelease: try district.judge(id, students: "partly")
    case .decided:
      try district.judge(id, students: "partly")
      try district.perform(.releaseDecisions([id]))
    case .withdrawn: try district.perform(.withdraw(id))
    }
    district.now = district.now.adding(minutes: 1)
    return (district, id)
  }

  /// The command about a submission, and whoever would give it.
  private func command(
    _ kind: CommandKind, about id: SubmissionID, in district: District
  ) throws -> (Command, Actor)? {
    let review = district.records.reviews(of: id).first?.id ?? ReviewID(99)
    let office = Actor.person(robin)
    switch kind {
    case .handIn:
      var work = district.work(.proposal, of: maya, "Podcasts", "More words.")
      work.submission = id
      return (.handIn(work), .person(maya))
    case .withdraw: return (.withdraw(id), .person(maya))
    case .returnSubmission:
      return (.returnSubmission(id, [MissingPart(part: nil, kind: .fileUnreadable)]), office)
    case .checkDocuments: return (.checkDocuments(id), .person(val))
    case .amend:
      return (.amend(id, title: "T", skills: [], Content(), reason: "R"), .person(maya))
    case .extend: return (.extend(id, until: try day("2028-01-01"), reason: "R"), office)
    case .endYear: return (.endYear(id), .clock)
    case .delayAnswer: return (.delayAnswer(id), .clock)
    case .noteEvaluatorNeeded: return (.noteEvaluatorNeeded(id, .evaluator), office)
    case .assignReview:
      return (.assignReview(id, to: ines, part: .evaluator, isByHand: true), office)
    case .seeReview: return (.seeReview(review), .person(theo))
    case .handInScorecard:
      return (.handInScorecard(review, try district.card(id)), .technician)
    case .declineReview: return (.declineReview(review, .noTime, words: ""), office)
    case .reassignReview: return (.reassignReview(review, to: ines), office)
    case .extendReview: return (.extendReview(review, until: try day("2026-10-22")), office)
    case .reopenCriterion:
      return (.reopenCriterion(review, "learning", reason: "R"), .person(theo))
    case .releaseDecisions: return (.releaseDecisions([id]), office)
    case .reopenDecision: return (.reopenDecision(id, reason: "R"), office)
    case .holdAmount: return (.holdAmount(id, Money(cents: 1), reason: "R"), office)
    case .correctPay: return (.correctPay(id, by: Money(cents: 1), reason: "R"), office)
    default: return nil
    }
  }

  @Test(arguments: SubmissionStateName.allCases)
  func `follows the table`(state: SubmissionStateName) throws {
    let (district, id) = try proposal(state)
    try #require(district.state(id) == state)
    let place = try #require(SubmissionStateName.allCases.firstIndex(of: state))
    for kind in CommandKind.allCases {
      let row = expected(kind)
      let command = try command(kind, about: id, in: district)
      #expect((row == nil) == (command == nil), "\(kind)")
      guard let row, let (command, actor) = command else { continue }
      try #require(row.count == SubmissionStateName.allCases.count)
      let found: Character
      if let refusal = try district.refusal(command, by: actor) {
        found = "-"
        // Where there is no review yet, nobody is its evaluator.
        let hasReview = !district.records.reviews(of: id).isEmpty
        #expect(refusal.reason != .notAllowed || !hasReview, "\(kind): \(refusal)")
      } else {
        found = try district.decided(command, by: actor).isEmpty ? "." : "+"
      }
      #expect(found == Array(row)[place], "\(kind) of something \(state)")
    }
  }

  @Test func `is checked by a clerk where nothing is scored, once and never one's own`() throws {
    var district = try MapleHollow.district(MapleHollow.programWithoutProposals())
    let mine = try district.handIn(.evidence, of: maya, "Podcasts")
    let clerks = try district.handIn(.evidence, of: val, "Robots")
    #expect(
      try district.refusal(.checkDocuments(clerks), by: .person(val))?.reason == .againstTheRules)
    try district.perform(.checkDocuments(mine), by: .person(val))
    guard case .decided(let decision, .earned, _) = try district.submission(mine).state else {
      Issue.record("not earned")
      return
    }
    #expect(district.records.decision(decision)?.rubric == nil)
    #expect(
      try district.refusal(.checkDocuments(mine), by: .person(val))?.reason == .notInThisState)
  }

  @Test func `is decided by the issuer's proof as soon as it is here, each time`() throws {
    var district = try MapleHollow.district(
      MapleHollow.programWithoutProposals(judging: .issuer))
    let id = try district.handIn(.evidence, of: maya, "Health in school")
    #expect(try district.state(id) == .decided)
    district.now = district.now.adding(minutes: 1)
    try district.perform(.reopenDecision(id, reason: "The wrong certificate."))
    #expect(try district.state(id) == .submitted)
    try district.perform(
      .returnSubmission(id, [MissingPart(part: nil, kind: .documentMissing)]), by: .person(val))
    district.now = district.now.adding(minutes: 1)
    try district.handIn(.evidence, of: maya, "Health in school", "The right one.")
    #expect(try district.state(id) == .decided)
    try district.perform(.reopenDecision(id, reason: "A look at it."))
    try district.perform(.checkDocuments(id), by: .person(val))
    #expect(try district.state(id) == .decided)
  }
}
