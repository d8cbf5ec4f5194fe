import CivilTime
import Ledger
import Programs
import Rubrics
import Testing
import Workflow

/// A generator whose whole state is its seed (SplitMix64, https://prng.di.unimi.it/splitmix64.c).
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

/// People who do anything they might, at any time, in a small district.
struct RandomWalk {
  var district: District
  var random: SeededGenerator
  /// What was done last, for whoever looks into a broken invariant.
  private(set) var trace: [String] = []
  private(set) var performed = 0

  init(_ district: District, seed: UInt64) {
    self.district = district
    random = SeededGenerator(state: seed)
  }

  private var titles: [String] {
    ["Podcasts", "Robots", "Design thinking in the classroom"]
      + (isPaying ? ["Reading circle"] : [])
  }
  private var isPaying: Bool { district.records.tables.program?.pay != nil }
  private let teachers = [maya, noah, theo]
  private let evaluators = [theo, ines, omar, lena]

  private mutating func one<Element>(of elements: [Element]) -> Element? {
    elements.randomElement(using: &random)
  }

  private mutating func chance(_ percent: Int) -> Bool {
    Int.random(in: 0..<100, using: &random) < percent
  }

  private mutating func submission(_ states: SubmissionStateName...) -> SubmissionID? {
    let found = district.records.tables.submissions.values
      .filter { states.isEmpty || states.contains($0.state.name) }.map(\.id).sorted()
    // Mostly what the command makes sense for, and now and then anything.
    let all = district.records.tables.submissions.keys.sorted()
    return one(of: found.isEmpty || chance(5) ? all : found)
  }

  private mutating func review() -> ReviewID? {
    let open = district.records.tables.reviews.values.filter(\.isOpen).map(\.id).sorted()
    return one(of: open.isEmpty || chance(5) ? district.records.tables.reviews.keys.sorted() : open)
  }

  private mutating func window() -> WindowID? {
    one(of: district.records.windows().map(\.id))
  }

  private mutating func date(within days: ClosedRange<Int>) -> CivilDate {
    district.zone.date(at: district.now).adding(days: Int.random(in: days, using: &random))
  }

  /// Lets time pass: often to an instant at which something falls due, or to a millisecond beside it.
  private mutating func passTime() throws {
    var target = district.now.adding(minutes: Int64.random(in: 1...3_000, using: &random))
    if chance(50), let entry = district.records.agenda.first(where: { $0.due > district.now }) {
      target = entry.due.adding(milliseconds: Int64.random(in: -1...1, using: &random))
      // The end of grace follows the end of a window: nothing else shows that gap.
      if chance(20) { target = target.adding(minutes: 5) }
    }
    trace.append("time passes to \(target)")
    try district.pass(until: max(target, district.now))
  }

  /// One thing that happens, and whatever falls due with it.
  mutating func step() throws {
    if chance(22) {
      try passTime()
    } else if let (command, actor) = try command() {
      do {
        let events = try district.perform(command, by: actor)
        if !events.isEmpty { performed += 1 }
        trace.append("\(command.kind) by \(actor): \(events.map(\.type))")
      } catch let refusal as Refusal {
        trace.append("\(command.kind) by \(actor): \(refusal.reason)")
      }
    }
    if chance(3) { district.records.told.insert(district.lastCommand) }
    try district.beat()
  }

  private mutating func work(_ stage: StageKind) -> (Command, Actor)? {
    guard let earner = one(of: teachers), let title = one(of: titles) else { return nil }
    if chance(25) {
      // A form's row is read days after it was sent, and more than once.
      let arrived = district.now.adding(minutes: -Int64.random(in: 0...12_000, using: &random))
      return (
        .handIn(
          district.work(stage, of: earner, title, "Row \(arrived)", source: .form, at: arrived)),
        .intake
      )
    }
    let words = "Words \(Int.random(in: 0...99, using: &random))"
    let source: Source = chance(10) ? .mail : .page
    var work = district.work(stage, of: earner, title, words, source: source)
    if isPaying, chance(50) {
      // What is here may become something else, mostly before anybody has looked.
      let own = district.records.submissions(of: earner).filter { $0.stage == stage }
      let unseen = own.filter { $0.state.name == .submitted }
      work.submission = one(of: (unseen.isEmpty ? own : unseen).map(\.id))
    }
    return (.handIn(work), .person(earner))
  }

  private mutating func command() throws -> (Command, Actor)? {
    let robin = Actor.person(WorkflowTests.robin)
    if isPaying, chance(12) { return try payCommand() }
    switch Int.random(in: 0..<34, using: &random) {
    case 0...2: return work(.proposal)
    case 3...5: return work(.evidence)
    case 6:
      guard chance(40), let id = submission(.submitted, .underReview, .returned, .readyToRelease)
      else { return nil }
      return (.withdraw(id), robin)
    case 7:
      guard chance(60), let id = submission(.submitted, .underReview) else { return nil }
      return (
        .returnSubmission(
          id, [MissingPart(part: "students", kind: .linkClosed, words: .init("It asks."))]), robin
      )
    case 8:
      guard let id = submission(.submitted) else { return nil }
      return (.checkDocuments(id), .person(val))
    case 9:
      guard let teacher = one(of: teachers), let window = window() else { return nil }
      let until = district.now.adding(hours: Int64.random(in: -1...200, using: &random))
      return (.acceptLate(teacher, window, until: until, reason: "Ill."), robin)
    case 10:
      guard let id = submission(.decided) else { return nil }
      return (
        .amend(id, title: "Podcasts", skills: [], .about("Other words."), reason: "Other class."),
        robin
      )
    case 11:
      guard let id = submission(.decided) else { return nil }
      return (.extend(id, until: date(within: -10...500), reason: "A leave."), robin)
    case 12:
      guard let id = one(of: district.records.windows().filter { $0.state == .closed }.map(\.id))
      else { return nil }
      try district.proposeAgain(id)
      return nil
    case 13:
      guard
        let assignment = one(of: district.records.tables.assignments.keys.sorted()),
        let id = submission(.submitted), let evaluator = one(of: evaluators),
        let part = one(of: EvaluatorPart.allCases)
      else { return nil }
      return (.moveAssignment(assignment, id, to: evaluator, part: part), robin)
    case 14, 15:
      guard let id = one(of: district.records.tables.assignments.keys.sorted().suffix(2))
      else { return nil }
      return (.releaseAssignment(id), robin)
    case 16, 17:
      guard let id = submission(.submitted, .underReview), let evaluator = one(of: evaluators),
        let part = one(of: EvaluatorPart.allCases)
      else { return nil }
      return (.assignReview(id, to: evaluator, part: part, isByHand: chance(50)), robin)
    case 18:
      guard let id = review(), let review = district.records.review(id) else { return nil }
      return (.seeReview(id), .person(review.evaluator))
    case 19...22:
      guard let id = review(), let review = district.records.review(id),
        let level: LevelID = one(of: ["met", "met", "partly", "not-shown"]),
        district.records.submission(review.submission)?.rubric != nil
      else { return nil }
      return (
        .handInScorecard(id, try district.card(review.submission, students: level)),
        .person(review.evaluator)
      )
    case 23:
      guard let id = review(), let review = district.records.review(id),
        let reason = one(of: DeclineReason.allCases)
      else { return nil }
      return (.declineReview(id, reason, words: "Sorry."), .person(review.evaluator))
    case 24:
      guard let id = review() else { return nil }
      return (.reassignReview(id, to: chance(30) ? nil : one(of: evaluators)), robin)
    case 25:
      guard let id = review() else { return nil }
      return (.extendReview(id, until: date(within: -2...30)), robin)
    case 26:
      guard let id = review(), let review = district.records.review(id) else { return nil }
      return (
        .reopenCriterion(id, "learning", reason: "Look again."), .person(review.evaluator)
      )
    case 27, 28:
      guard let id = submission(.readyToRelease) else { return nil }
      return (.releaseDecisions([id]), robin)
    case 29:
      guard chance(40), let id = submission(.decided) else { return nil }
      return (.reopenDecision(id, reason: "An appeal."), robin)
    case 30, 31:
      let last = district.lastCommand
      guard last > 0 else { return nil }
      let number = chance(60) ? last : Int64.random(in: max(1, last - 30)...last, using: &random)
      return (.undo(command: number), robin)
    case 32: return windowCommand()
    default: return care()
    }
  }

  private mutating func payCommand() throws -> (Command, Actor)? {
    let amount = Money(cents: Int64.random(in: -30_000...60_000, using: &random))
    let command: Command?
    switch Int.random(in: 0..<6, using: &random) {
    case 0: command = submission().map { .holdAmount($0, amount, reason: "As was agreed.") }
    case 1: command = submission(.decided).map { .correctPay($0, by: amount, reason: "A month.") }
    case 2: command = .grantFunds(amount, on: date(within: -400...100), reason: "The board.")
    case 3, 4:
      command = try district.nextSettlement().map {
        .sealPayDate($0.payDate.pays, token: $0.token, file: "\($0.total)")
      }
    default:
      let days = district.records.ledger(.district).compactMap { entry -> CivilDate? in
        if case .sealed(let payDate, _) = entry.kind { payDate.pays } else { nil }
      }
      command = one(of: days).map { .markPaid($0) }
    }
    return command.map { ($0, .person(robin)) }
  }

  private mutating func windowCommand() -> (Command, Actor)? {
    guard let id = window(), let window = district.records.window(id) else { return nil }
    let command: Command? =
      switch Int.random(in: 0..<8, using: &random) {
      case 0:
        .changeWindow(
          id, opensOn: window.opensOn, endsOn: date(within: 0...30), reason: "More time.")
      case 1:
        .changeWindow(
          id, opensOn: date(within: 0...20), endsOn: date(within: 21...40), reason: "Moved.")
      case 2: .openWindow(id)
      case 3: .closeWindow(id)
      case 4: .reopenWindow(id, endsOn: date(within: 0...10), reason: "The storm.")
      case 5: chance(20) ? .cancelWindow(id, reason: "Too few.") : nil
      case 6: .announceWindow(id)
      default: .planYear(district.zone.date(at: district.now).year)
      }
    return command.map { ($0, .person(robin)) }
  }

  /// The catalog says what something pays: nothing, or one amount or another.
  private mutating func offering() -> Command? {
    one(of: [0, 0, 150_00, 400_00]).map { cents in
      .recordOffering(
        OfferingFacts(
          code: "RC-1", title: "Reading circle", issuer: "Maple Hollow", skills: ["Technology"],
          cents: cents))
    }
  }

  private mutating func care() -> (Command, Actor)? {
    guard let evaluator = one(of: evaluators), let teacher = one(of: teachers) else { return nil }
    let command: Command? =
      switch Int.random(in: 0..<(isPaying ? 7 : 6), using: &random) {
      case 0: chance(15) ? .declareConflict(evaluator, with: teacher) : nil
      case 1:
        .recordEvaluator(
          evaluator,
          EvaluatorProfile(
            expertise: [Expertise(skill: "Technology", grade: .expert)], loadMax: 2,
            away: chance(30)
              ? [AwaySpan(first: date(within: -3...0), last: date(within: 1...9))] : []))
      case 2: .muteNotices(teacher, kind: "window-announced", isMuted: chance(50))
      case 3: .grantRole(teacher, chance(50) ? .clerk : .administrator)
      case 4: .revokeRole(teacher, chance(50) ? .clerk : .administrator)
      case 5: .markAddress(teacher, hasBounced: chance(50))
      default: offering()
      }
    return command.map { ($0, .person(robin)) }
  }
}

extension District {
  /// As an administrator asks for it: whatever is refused is refused.
  fileprivate mutating func proposeAgain(_ id: WindowID) throws {
    do {
      try proposeAssignment(id)
    } catch is Refusal {
      return
    }
  }
}
