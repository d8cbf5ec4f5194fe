import CivilTime
import Crypto
import Foundation
import Programs
import Rubrics
import Store
import Testing
import Workflow

/// A small district over a store: commands are decided and stored as the office does it.
struct District {
  let store: DistrictStore
  var now: Instant
  let zone: Zone

  // The people, in the order in which `founded` records them.
  let robin = PersonID(1)
  let ana = PersonID(2)
  let ben = PersonID(3)
  let eve = PersonID(4)
  let max = PersonID(5)

  /// A district that nothing has happened in yet.
  init(in store: DistrictStore) throws {
    self.store = store
    now = try at("2026-09-01T13:00:00Z")
    zone = try Zone(name: "America/Chicago", posixRule: "CST6CDT,M3.2.0,M11.1.0")
  }

  /// Performs a command as one transaction.
  ///
  /// - Returns: The entries that it led to.
  @discardableResult
  mutating func perform(_ command: Command, by actor: Actor = .technician) throws -> [Entry] {
    now = now.adding(minutes: 1)
    return try store.write { records in
      try Self.perform(command, by: actor, at: now, zone: zone, on: &records)
    }
  }

  static func perform(
    _ command: Command, by actor: Actor, at now: Instant, zone: Zone,
    on records: inout WriteRecords
  ) throws -> [Entry] {
    let facts = try Facts.gather(for: command, by: actor, at: now, zone: zone, from: records)
    let events = try decide(command, by: actor, facts: facts, at: now)
    let number = try records.nextCommand()
    return try events.map { event in
      try records.append(event, command: number, at: now, by: actor)
    }
  }

  /// Policy, five people, one offering, and a window that is open.
  static func founded(in store: DistrictStore) throws -> District {
    var district = try District(in: store)
    try district.perform(.addRubric(try evidenceRubric()))
    try district.perform(.setProgram(program))
    for facts in people { try district.perform(.recordPerson(facts)) }
    try district.perform(.grantRole(district.robin, .administrator))
    let profile = EvaluatorProfile(
      expertise: [Expertise(skill: "Design thinking", grade: .expert)],
      interests: Personal("robots that fold paper"))
    try district.perform(.recordEvaluator(district.eve, profile))
    try district.perform(.recordEvaluator(district.max, profile))
    try district.perform(
      .recordOffering(
        OfferingFacts(
          code: "DT-1", title: "Design  Thinking", issuer: "Kettle Moraine",
          skills: ["Design thinking"], leaderNumbers: ["E5"])))
    try district.perform(
      .addWindow(
        .evidence, label: "Fall 2026", opensOn: try day("2026-09-14"),
        endsOn: try day("2026-09-28")))
    try district.perform(.announceWindow(district.fall))
    district.now = try at("2026-09-14T05:00:00Z")
    try district.perform(.openWindow(district.fall))
    return district
  }

  let fall = WindowID(1)

  /// Hands in with words that can be looked for afterwards.
  @discardableResult
  mutating func handIn(
    _ earner: PersonID, title: String, answer: String, artifacts: [Artifact] = []
  ) throws -> SubmissionID {
    let content = Content(
      answers: [Answer(part: "reflection", text: answer)], artifacts: artifacts)
    let entries = try perform(
      .handIn(
        HandIn(
          stage: .evidence, earner: earner, title: title, content: content, source: .page,
          arrivedAt: now)), by: .person(earner))
    guard case .handedIn(let event) = entries.first?.event else {
      throw Unexpected(what: "nothing was handed in")
    }
    return event.submission
  }

  /// The fall as it goes: two submissions, one earned, one declined and given to somebody else.
  mutating func passFall() throws {
    let first = try handIn(ana, title: "Design Thinking", answer: "We built bridges of paper.")
    let second = try handIn(ben, title: "My own idea", answer: "We measured the creek.")
    now = try at("2026-09-28T06:00:00Z")
    try perform(.closeWindow(fall), by: .clock)
    try perform(
      .proposeAssignment(
        fall,
        pairs: [pair(first, eve), pair(second, max)], unassigned: []), by: .clock)
    try perform(.releaseAssignment(AssignmentID(1)), by: .person(robin))
    try perform(.seeReview(ReviewID(1)), by: .person(eve))
    try perform(
      .handInScorecard(ReviewID(1), try scorecard("met", feedback: "Ana, the bridges convince.")),
      by: .person(eve))
    try perform(
      .declineReview(ReviewID(2), .notMyField, words: "Ben's creek is no field of mine."),
      by: .person(max))
    try perform(
      .assignReview(second, to: eve, part: .evaluator, isByHand: false), by: .clock)
    try perform(.releaseDecisions([first]), by: .person(robin))
    try perform(
      .handInScorecard(ReviewID(3), try scorecard("partly", feedback: "Ben, which creek?")),
      by: .person(eve))
    try perform(.releaseDecisions([second]), by: .person(robin))
    try perform(.reopenDecision(first, reason: "Ana's video was overlooked."), by: .person(robin))
    try perform(
      .assignReview(first, to: eve, part: .evaluator, isByHand: true), by: .person(robin))
    try perform(
      .handInScorecard(ReviewID(4), try scorecard("met", feedback: "Seen again.")),
      by: .person(eve))
    try perform(.releaseDecisions([first]), by: .person(robin))
  }

  func pair(_ submission: SubmissionID, _ evaluator: PersonID) -> AssignedPair {
    AssignedPair(
      submission: submission, evaluator: evaluator, part: .evaluator, affinityThousandths: 900,
      isOutsideField: false)
  }

  func scorecard(_ level: LevelID, feedback: String) throws -> Scorecard {
    Scorecard(
      rubric: try Self.evidenceRubric().version,
      scores: [.init(criterion: "reflection", level: level, feedback: feedback)],
      note: "A note.")
  }

  // MARK: What is known of it

  static let program = Program(
    name: "Micro-credentials",
    district: Programs.District(
      name: "Kettle Moraine School District", officeName: "Office of Teaching and Learning",
      officePhone: "+1 262 555 0100", officeEmail: "office@example.org"),
    zone: "America/Chicago", proposals: nil,
    evidence: Stage(
      intake: .windows([]), judging: .evaluators(.one), rubric: "kettle-moraine-evidence",
      purpose: "Hand in evidence of your learning."))

  static func evidenceRubric(title: String = "Evidence of learning") throws -> Rubric {
    let text = """
      {
        format: 1, id: "kettle-moraine-evidence", title: "\(title)", subject: "evidence",
        scale: [
          { id: "met", title: "Met", points: 2 },
          { id: "partly", title: "Partly met", points: 1 },
        ],
        criteria: [
          {
            id: "reflection", title: "Reflection", asks: "What was learned?",
            levels: { met: "It shows.", partly: "Not yet." },
          },
        ],
        pass: { everyCriterionAtLeast: "met" },
      }
      """
    return try Rubric.read(Array(text.utf8), file: "evidence.json5")
  }

  static let people = [
    person("E1", "Robin", "Castellanos"), person("E2", "Anastasia", "Vandermolen"),
    person("E3", "Benedict", "Oyelaran"), person("E4", "Evelyn", "Strandberg"),
    person("E5", "Maximilian", "Quartermaine"),
  ]

  private static func person(_ number: String, _ given: String, _ family: String) -> PersonFacts {
    PersonFacts(
      details: PersonDetails(
        employeeNumber: number, givenName: given, familyName: family,
        email: "\(given).\(family)@Example.org"),
      record: EmploymentRecord(school: "Wales Elementary"))
  }
}

/// Something that a test takes for granted, and that was not so.
struct Unexpected: Error {
  var what: String
}

func at(_ text: String) throws -> Instant { try #require(Instant(rfc3339: text)) }

func day(_ text: String) throws -> CivilDate { try #require(CivilDate(iso: text)) }

/// A store in memory.
func newStore(seed: UInt64 = 7) throws -> DistrictStore {
  try DistrictStore(at: .memory, random: SeededRandom(seed: seed))
}

/// A folder of its own for a test that needs files; it is gone afterwards.
func withFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
  let path = FileManager.default.temporaryDirectory.path + "/store-" + UUID().uuidString
  try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(atPath: path) }
  return try body(path)
}
