import CivilTime
import Ledger
import Programs
import Rubrics
import Testing
import Workflow

@Suite struct `Who may ask for what` {
  /// Everybody who might ask, seen from Maya's proposal, which Theo evaluates.
  private enum Asker: String, CaseIterable {
    case administrator, deputy, clerk, otherEvaluator, evaluator, owner, otherTeacher
    case clock, intake, technician

    var actor: Actor {
      switch self {
      case .administrator: .person(robin)
      case .deputy: .person(dana)
      case .clerk: .person(val)
      case .otherEvaluator: .person(omar)
      case .evaluator: .person(theo)
      case .owner: .person(maya)
      case .otherTeacher: .person(noah)
      case .clock: .clock
      case .intake: .intake
      case .technician: .technician
      }
    }
  }

  /// The table, by hand: not read from what it is to check.
  private func allowed(_ kind: CommandKind) -> Set<Asker> {
    let office: Set<Asker> = [.administrator, .deputy, .technician]
    switch kind {
    case .setProgram, .setCalendar, .addRubric, .recordOffering, .recordPerson, .recordEvaluator,
      .recordOpening:
      return office.union([.intake])
    case .grantRole, .revokeRole, .erasePerson, .confirmClock, .setDeputies, .cancelWindow,
      .planYear, .addWindow, .changeWindow, .reopenWindow, .acceptLate, .extend, .moveAssignment,
      .pinAssignment, .reopenDecision, .holdAmount, .grantFunds, .correctPay, .undo:
      return office
    // And whoever is in payroll, who has a test of their own.
    case .sealPayDate, .markPaid: return office
    case .declareConflict, .muteNotices, .setAway, .withdraw, .amend: return office.union([.owner])
    case .markAddress: return office.union([.intake, .clock])
    case .announceWindow, .openWindow, .noteWindowClosing, .closeWindow, .proposeAssignment,
      .releaseAssignment, .assignReview, .noteEvaluatorNeeded, .reassignReview, .extendReview,
      .releaseDecisions:
      return office.union([.clock])
    case .handIn: return office.union([.owner, .intake])
    case .returnSubmission: return office.union([.evaluator, .clerk])
    case .checkDocuments: return office.union([.clerk])
    case .endYear, .delayAnswer, .escalateOverdue, .beginPayYear: return [.clock]
    case .seeReview, .reopenCriterion: return [.evaluator]
    case .handInScorecard, .declineReview: return office.union([.evaluator])
    case .noteFile: return [.intake, .technician]
    }
  }

  private func command(_ kind: CommandKind, _ world: World) throws -> Command {
    let proposal = world.proposal
    let review = world.review
    let window = world.window
    switch kind {
    case .setProgram: return .setProgram(try MapleHollow.program())
    case .setCalendar: return .setCalendar(.empty)
    case .addRubric: return .addRubric(try MapleHollow.evidenceRubricReworded())
    case .recordOffering:
      return .recordOffering(OfferingFacts(code: "N", title: "New", issuer: "Us", skills: []))
    case .recordPerson:
      return .recordPerson(
        PersonFacts(
          details: MapleHollow.details(50, "Una", "Jones"), record: EmploymentRecord(school: "")))
    case .grantRole: return .grantRole(noah, .clerk)
    case .revokeRole: return .revokeRole(val, .clerk)
    case .recordEvaluator: return .recordEvaluator(noah, EvaluatorProfile(expertise: []))
    case .declareConflict: return .declareConflict(maya, with: ines)
    case .setDeputies: return .setDeputies(of: robin, [])
    case .markAddress: return .markAddress(maya, hasBounced: true)
    case .muteNotices: return .muteNotices(maya, kind: "window-announced", isMuted: true)
    case .setAway: return .setAway(maya, [])
    case .erasePerson: return .erasePerson(lena)
    case .planYear: return .planYear(2027)
    case .addWindow:
      return .addWindow(
        .proposal, label: "Extra", opensOn: try day("2026-11-02"), endsOn: try day("2026-11-09"))
    case .changeWindow:
      return .changeWindow(
        window, opensOn: try day("2026-09-14"), endsOn: try day("2026-09-30"), reason: "")
    case .announceWindow: return .announceWindow(window)
    case .openWindow: return .openWindow(window)
    case .noteWindowClosing: return .noteWindowClosing(window)
    case .closeWindow: return .closeWindow(window)
    case .reopenWindow: return .reopenWindow(window, endsOn: try day("2026-10-01"), reason: "R")
    case .cancelWindow: return .cancelWindow(window, reason: "R")
    case .handIn: return .handIn(world.district.work(.proposal, of: maya, "Robots"))
    case .withdraw: return .withdraw(proposal)
    case .returnSubmission:
      return .returnSubmission(proposal, [MissingPart(part: nil, kind: .other)])
    case .checkDocuments: return .checkDocuments(proposal)
    case .acceptLate:
      return .acceptLate(maya, window, until: try at("2027-01-01"), reason: "R")
    case .amend: return .amend(proposal, title: "T", skills: [], Content(), reason: "R")
    case .extend: return .extend(proposal, until: try day("2028-01-01"), reason: "R")
    case .endYear: return .endYear(proposal)
    case .delayAnswer: return .delayAnswer(proposal)
    case .recordOpening:
      return .recordOpening(
        OpeningFacts(kind: .award, earner: maya, title: "Old", date: try day("2025-01-01")))
    case .proposeAssignment: return .proposeAssignment(window, pairs: [], unassigned: [])
    case .moveAssignment:
      return .moveAssignment(AssignmentID(1), proposal, to: ines, part: .evaluator)
    case .pinAssignment: return .pinAssignment(AssignmentID(1), proposal, ines, isPinned: true)
    case .releaseAssignment: return .releaseAssignment(AssignmentID(1))
    case .assignReview:
      return .assignReview(proposal, to: ines, part: .evaluator, isByHand: true)
    case .noteEvaluatorNeeded: return .noteEvaluatorNeeded(proposal, .evaluator)
    case .seeReview: return .seeReview(review)
    case .handInScorecard: return .handInScorecard(review, try world.district.card(proposal))
    case .declineReview: return .declineReview(review, .noTime, words: "")
    case .reassignReview: return .reassignReview(review, to: nil)
    case .extendReview: return .extendReview(review, until: try day("2026-10-22"))
    case .reopenCriterion: return .reopenCriterion(review, "learning", reason: "R")
    case .escalateOverdue: return .escalateOverdue(window)
    case .releaseDecisions: return .releaseDecisions([proposal])
    case .reopenDecision: return .reopenDecision(proposal, reason: "R")
    case .holdAmount: return .holdAmount(proposal, Money(cents: 1), reason: "R")
    case .grantFunds: return .grantFunds(Money(cents: 1), on: try day("2026-09-14"), reason: "R")
    case .correctPay: return .correctPay(proposal, by: Money(cents: 1), reason: "R")
    case .sealPayDate: return .sealPayDate(try day("2026-09-14"), token: "t", file: "f")
    case .markPaid: return .markPaid(try day("2026-09-14"))
    case .beginPayYear: return .beginPayYear(try day("2027-01-01"))
    case .noteFile:
      return .noteFile(FileTaken(file: "f", kind: "people", rows: 0, taken: 0, setAside: 0))
    case .undo: return .undo(command: 1)
    case .confirmClock: return .confirmClock
    }
  }

  private struct World {
    var district: District
    var proposal: SubmissionID
    var review: ReviewID
    var window: WindowID
  }

  private func world() throws -> World {
    var district = try MapleHollow.plannedDistrict()
    try district.perform(
      .setDeputies(
        of: robin,
        [Deputy(person: dana, from: day("2026-09-20"), until: day("2026-09-22"))]))
    try district.pass(until: "2026-09-20 12:00")
    let proposal = try district.handIn(.proposal, of: maya, "Podcasts")
    try district.assign(proposal, to: theo)
    return World(
      district: district, proposal: proposal, review: try district.openReview(of: proposal).id,
      window: try district.window(.proposal, "Fall 2026").id)
  }

  @Test func `follows the table, for one's own and for another's`() throws {
    let world = try world()
    for kind in CommandKind.allCases {
      let command = try command(kind, world)
      #expect(command.kind == kind)
      for asker in Asker.allCases {
        let refusal = try world.district.refusal(command, by: asker.actor)
        #expect(
          (refusal?.reason != .notAllowed) == allowed(kind).contains(asker),
          "\(kind) by \(asker)")
      }
    }
  }

  @Test func `is never more than the table of capacities says`() {
    for kind in CommandKind.allCases {
      let capacities = Permission.allowed(kind)
      #expect(!capacities.isEmpty, "\(kind)")
      // Nobody changes anything because they settle differences; whoever gets the payroll file seals it.
      #expect(!capacities.contains(.adjudicator), "\(kind)")
      #expect(
        capacities.contains(.payroll) == (kind == .sealPayDate || kind == .markPaid), "\(kind)")
      #expect(capacities.contains(.owner) == allowed(kind).contains(.owner), "\(kind)")
      #expect(capacities.contains(.evaluator) == allowed(kind).contains(.evaluator), "\(kind)")
    }
  }

  @Test func `lets a deputy act on the first and the last day, and on no other`() throws {
    var district = try world().district
    let command = Command.planYear(2027)
    for (time, isAllowed) in [
      ("2026-09-22 23:59:59.999", true), ("2026-09-23 00:00", false),
    ] {
      district.now = try at(time)
      #expect((try district.refusal(command, by: .person(dana)) == nil) == isAllowed, "\(time)")
    }
    var early = try MapleHollow.plannedDistrict()
    try early.perform(
      .setDeputies(
        of: robin, [Deputy(person: dana, from: day("2026-09-20"), until: day("2026-09-22"))]))
    for (time, isAllowed) in [
      ("2026-09-19 23:59:59.999", false), ("2026-09-20 00:00", true),
    ] {
      early.now = try at(time)
      #expect((try early.refusal(command, by: .person(dana)) == nil) == isAllowed, "\(time)")
    }
  }

  @Test func `ends for a role when its holder leaves the district, and with erasure for all`()
    throws
  {
    var district = try MapleHollow.plannedDistrict()
    try district.perform(
      .recordPerson(
        PersonFacts(
          details: MapleHollow.details(7, "Val", "Green"),
          record: EmploymentRecord(school: "", left: day("2026-09-01")))))
    try district.perform(.grantRole(val, .administrator))
    district.now = try at("2026-08-31 23:59:59.999")
    #expect(try district.refusal(.planYear(2027), by: .person(val)) == nil)
    district.now = try at("2026-09-01")
    #expect(try district.refusal(.planYear(2027), by: .person(val))?.reason == .notAllowed)
    try district.perform(.erasePerson(noah))
    #expect(
      try district.refusal(.muteNotices(noah, kind: "k", isMuted: true), by: .person(noah))?.reason
        == .notAllowed)
  }

  @Test func `keeps an administrator from judging their own work`() throws {
    var world = try world()
    try world.district.perform(.grantRole(maya, .administrator))
    let card = Command.handInScorecard(world.review, try world.district.card(world.proposal))
    #expect(try world.district.refusal(card, by: .person(maya))?.reason == .againstTheRules)
    #expect(try world.district.refusal(card, by: .person(robin)) == nil)
  }
}
