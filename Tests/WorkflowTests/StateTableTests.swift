import CivilTime
import Programs
import Rubrics
import Testing
import Workflow

/// What a command does: `+` it changes something, `.` nothing is left to do, `-` it is refused.
private func effect(
  of command: Command, by actor: Actor, in district: District
) throws -> Character {
  if let refusal = try district.refusal(command, by: actor) {
    #expect(refusal.reason != .notAllowed, "\(command.kind): \(refusal)")
    return "-"
  }
  return try district.decided(command, by: actor).isEmpty ? "." : "+"
}

/// Every command about a window against every state of one.
@Suite struct `What may happen to a window` {
  //                    planned, announced, open, closed, cancelled
  private let table: [CommandKind: String] = [
    .announceWindow: "+....", .openWindow: "++...", .noteWindowClosing: "..+..",
    .closeWindow: "..+..", .changeWindow: "+++--", .reopenWindow: "---+-",
    .cancelWindow: "+++--", .acceptLate: "++++-", .proposeAssignment: "---+-",
    .escalateOverdue: ".....",
    // A window that is not cancelled is in the way of another on its days, and is planned once.
    .addWindow: "----+", .planYear: "....+",
  ]

  private func fall(_ state: WindowState) throws -> (District, WindowID) {
    var district = try MapleHollow.plannedDistrict()
    let id = try district.window(.proposal, "Fall 2026").id
    switch state {
    case .planned: break
    case .announced: try district.pass(until: "2026-09-05 12:00")
    case .open: try district.pass(until: "2026-09-20 12:00")
    case .closed: try district.pass(until: "2026-09-28 12:00")
    case .cancelled: try district.perform(.cancelWindow(id, reason: "R"))
    }
    try #require(district.records.window(id)?.state == state)
    return (district, id)
  }

  private func command(_ kind: CommandKind, _ id: WindowID) throws -> Command? {
    switch kind {
    case .announceWindow: .announceWindow(id)
    case .openWindow: .openWindow(id)
    case .noteWindowClosing: .noteWindowClosing(id)
    case .closeWindow: .closeWindow(id)
    case .changeWindow:
      .changeWindow(
        id, opensOn: try day("2026-09-14"), endsOn: try day("2026-10-02"), reason: "R")
    case .reopenWindow: .reopenWindow(id, endsOn: try day("2026-10-02"), reason: "R")
    case .cancelWindow: .cancelWindow(id, reason: "R")
    case .acceptLate: .acceptLate(maya, id, until: try at("2026-12-01"), reason: "R")
    case .proposeAssignment: .proposeAssignment(id, pairs: [], unassigned: [])
    case .escalateOverdue: .escalateOverdue(id)
    case .addWindow:
      .addWindow(
        .proposal, label: "Another", opensOn: try day("2026-09-21"), endsOn: try day("2026-09-30"))
    case .planYear: .planYear(2026)
    default: nil
    }
  }

  @Test(arguments: WindowState.allCases)
  func `follows the table`(state: WindowState) throws {
    let (standing, id) = try fall(state)
    let place = try #require(WindowState.allCases.firstIndex(of: state))
    for (kind, row) in table {
      let command = try #require(try command(kind, id))
      var district = standing
      // The note is due, whether or not the clock has come by.
      if kind == .noteWindowClosing { district.now = max(district.now, try at("2026-09-25")) }
      let actor = kind == .escalateOverdue ? Actor.clock : .person(robin)
      #expect(
        try effect(of: command, by: actor, in: district) == Array(row)[place],
        "\(kind) of a window that is \(state)")
    }
  }

  @Test func `belongs in one of these tables, or goes by no state`() {
    let elsewhere: Set<CommandKind> = [
      // What is about a submission, a review, an assignment or a year has a table of its own.
      .handIn, .withdraw, .returnSubmission, .checkDocuments, .amend, .extend, .endYear,
      .delayAnswer, .assignReview, .noteEvaluatorNeeded, .seeReview, .handInScorecard,
      .declineReview, .reassignReview, .extendReview, .reopenCriterion, .releaseDecisions,
      .reopenDecision, .moveAssignment, .pinAssignment, .releaseAssignment,
      // What is about people, policy and care goes by what is recorded.
      .setProgram, .setCalendar, .addRubric, .recordOffering, .recordPerson, .grantRole,
      .revokeRole, .recordEvaluator, .declareConflict, .setDeputies, .markAddress, .muteNotices,
      .setAway, .erasePerson, .recordOpening, .noteFile, .undo, .confirmClock,
      // What is about money goes by the ledger.
      .holdAmount, .grantFunds, .correctPay, .sealPayDate, .markPaid, .beginPayYear,
    ]
    #expect(elsewhere.union(table.keys) == Set(CommandKind.allCases))
    #expect(elsewhere.isDisjoint(with: table.keys))
  }
}

/// Every command about a review against every state of one.
@Suite struct `What may happen to a review` {
  //               assigned, seen, handed in, declined, reassigned, closed
  private let table: [CommandKind: String] = [
    .seeReview: "+.....", .handInScorecard: "++----", .declineReview: "++----",
    .reassignReview: "++----", .extendReview: "++----", .reopenCriterion: "++----",
  ]

  /// A second look at a proposal of Maya's on which "learning" was met.
  private func review(_ state: ReviewStateName) throws -> (District, Review) {
    var district = try MapleHollow.plannedDistrict()
    try district.pass(until: "2026-09-16 12:00")
    let id = try district.handIn(.proposal, of: maya, "Podcasts")
    try district.assign(id, to: theo)
    try district.judge(id, students: "partly")
    try district.perform(.releaseDecisions([id]))
    try district.pass(until: "2026-09-17 12:00")
    try district.handIn(.proposal, of: maya, "Podcasts", "Better.")
    try district.beat()
    let review = try district.openReview(of: id)
    switch state {
    case .assigned: break
    case .seen: try district.perform(.seeReview(review.id), by: person(review.evaluator))
    case .handedIn: try district.judge(id, learning: nil)
    case .declined: try district.perform(.declineReview(review.id, .noTime, words: ""))
    case .reassigned: try district.perform(.reassignReview(review.id, to: nil))
    case .closed: try district.perform(.withdraw(id))
    }
    try #require(district.records.review(review.id)?.state.name == state)
    return (district, review)
  }

  private func command(_ kind: CommandKind, _ review: Review, _ district: District) throws
    -> Command?
  {
    switch kind {
    case .seeReview: .seeReview(review.id)
    case .handInScorecard:
      .handInScorecard(review.id, try district.card(review.submission, learning: nil))
    case .declineReview: .declineReview(review.id, .noTime, words: "")
    case .reassignReview: .reassignReview(review.id, to: nil)
    case .extendReview: .extendReview(review.id, until: district.zone.date(at: review.due))
    case .reopenCriterion: .reopenCriterion(review.id, "learning", reason: "R")
    default: nil
    }
  }

  @Test(arguments: ReviewStateName.allCases)
  func `follows the table`(state: ReviewStateName) throws {
    let (district, review) = try review(state)
    let place = try #require(ReviewStateName.allCases.firstIndex(of: state))
    for (kind, row) in table {
      let command = try #require(try command(kind, review, district))
      let actor =
        Permission.allowed(kind).contains(.evaluator) ? person(review.evaluator) : person(robin)
      #expect(
        try effect(of: command, by: actor, in: district) == Array(row)[place],
        "\(kind) of a review that is \(state)")
    }
  }
}

/// Every command about an assignment, before and after its release.
@Suite struct `What may happen to an assignment` {
  @Test func `is anything while it is proposed, and nothing once it is released or replaced`()
    throws
  {
    var district = try MapleHollow.plannedDistrict()
    try district.pass(until: "2026-09-20 12:00")
    let work = try district.handIn(.proposal, of: maya, "Podcasts")
    try district.pass(until: "2026-09-28 12:00")
    let id = AssignmentID(1)
    let pair = try #require(district.records.assignment(id)?.pairs.first)
    let other = pair.evaluator == theo ? ines : theo
    let commands: [Command] = [
      .moveAssignment(id, work, to: other, part: .evaluator),
      .pinAssignment(id, work, pair.evaluator, isPinned: true), .releaseAssignment(id),
    ]
    for command in commands {
      #expect(try effect(of: command, by: person(robin), in: district) == "+", "\(command.kind)")
    }
    var replaced = district
    try replaced.perform(
      .proposeAssignment(WindowID(1), pairs: [pair], unassigned: []))
    var released = district
    try released.perform(.releaseAssignment(id))
    for (standing, expected) in [(replaced, "---"), (released, "--.")] {
      for (command, mark) in zip(commands, expected) {
        #expect(
          try effect(of: command, by: person(robin), in: standing) == mark, "\(command.kind)")
      }
    }
  }
}

/// Every command about a proposal's year, wherever it stands.
@Suite struct `What may happen to a year` {
  private enum Standing: String, CaseIterable {
    case inProgress, stopped, completed, ended
  }

  //               in progress, stopped, completed, ended
  private let table: [CommandKind: String] = [
    .handIn: "++--", .amend: "++--", .extend: "++-+", .endYear: "....",
  ]

  private func proposal(_ standing: Standing) throws -> (District, SubmissionID) {
    var district = try MapleHollow.plannedDistrict()
    try district.perform(.planYear(2027))
    try district.pass(until: "2026-09-20 12:00")
    let id = try district.approvedProposal(of: maya)
    try district.pass(until: "2026-11-02 12:00")
    if standing == .stopped || standing == .completed {
      let evidence = try district.handIn(.evidence, of: maya, "Podcasts")
      if standing == .completed {
        try district.assign(evidence, to: omar)
        try district.judge(evidence)
        try district.perform(.releaseDecisions([evidence]))
      }
    }
    if standing == .ended { try district.pass(until: "2027-10-28 12:00") }
    district.now = district.now.adding(minutes: 1)
    return (district, id)
  }

  @Test(arguments: ["inProgress", "stopped", "completed", "ended"])
  func `follows the table`(name: String) throws {
    let standing = try #require(Standing(rawValue: name))
    let (district, id) = try proposal(standing)
    let place = try #require(Standing.allCases.firstIndex(of: standing))
    let commands: [(Command, Actor)] = [
      (
        .handIn(district.work(.evidence, of: maya, "Podcasts", "More words.")), person(maya)
      ),
      (.amend(id, title: "T", skills: [], Content(), reason: "R"), person(maya)),
      (.extend(id, until: try day("2028-06-01"), reason: "R"), person(robin)),
      (.endYear(id), .clock),
    ]
    #expect(Set(commands.map(\.0.kind)) == Set(table.keys))
    for (command, actor) in commands {
      let row = try #require(table[command.kind])
      #expect(
        try effect(of: command, by: actor, in: district) == Array(row)[place],
        "\(command.kind) of a year that is \(standing)")
    }
  }
}
