import CivilTime
import Programs
import Rubrics
import Testing
import Workflow

// Maple Hollow, a small district in Wisconsin: its people, its rubrics, and its programs.

/// Central Time by its rule alone. Falling back to UTC would fail every test that looks at a wall clock.
let centralTime = (try? Zone(name: "America/Chicago", posixRule: "CST6CDT,M3.2.0,M11.1.0")) ?? .utc

// MARK: People

/// The assistant superintendent.
let robin = PersonID(1)
/// Evaluates design thinking; leads an offering of it.
let theo = PersonID(2)
/// Evaluates technology.
let ines = PersonID(3)
/// Evaluates personalized learning, and settles what others see differently.
let omar = PersonID(4)
/// A teacher at Oak School, whom Ines supervises in no way, and Lena does.
let maya = PersonID(5)
/// A teacher at Lake School.
let noah = PersonID(6)
/// Checks documents.
let val = PersonID(7)
/// Stands in for Robin when she is on leave.
let dana = PersonID(8)
/// Maya's principal, who evaluates too.
let lena = PersonID(9)

let designThinking = OfferingID(1)

func person(_ id: PersonID) -> Actor { .person(id) }

// MARK: Rubrics

private func rubricText(_ id: String, subject: String, lowest: String) -> String {
  """
  {
    format: 1, id: "\(id)", title: "What we look for", subject: "\(subject)",
    scale: [
      { id: "met", title: "Met", points: 2 }, { id: "partly", title: "Partly", points: 1 },
      { id: "not-shown", title: "Not shown", points: 0\(lowest) },
    ],
    criteria: [
      { id: "learning", title: "Learning", asks: "What was learned?",
        levels: { met: "It shows.", partly: "In part.", "not-shown": "Nothing yet." } },
      { id: "students", title: "Students", asks: "What did students do?",
        levels: { met: "It shows.", partly: "In part.", "not-shown": "Nothing yet." } },
    ],
    pass: { everyCriterionAtLeast: "met" },
  }
  """
}

enum MapleHollow {
  static func proposalRubric() throws -> Rubric {
    try read(rubricText("viability", subject: "proposal", lowest: ", stops: true"))
  }

  static func evidenceRubric() throws -> Rubric {
    try read(rubricText("evidence", subject: "evidence", lowest: ""))
  }

  /// The evidence rubric in other words.
  static func evidenceRubricReworded() throws -> Rubric {
    try read(
      rubricText("evidence", subject: "evidence", lowest: "").replacing("It shows.", with: "Yes."))
  }

  private static func read(_ text: String) throws -> Rubric {
    try Rubric.read(Array(text.utf8), file: "rubric")
  }

  static func rule(_ text: String) throws -> DateRule { try #require(DateRule(text)) }

  // MARK: Programs

  /// Proposals and evidence in three windows a year each, as in Kettle Moraine.
  static func program(
    proposals: Judging = .evaluators(.one), evidence: Judging = .evaluators(.one)
  ) throws -> Program {
    func rubric(_ judging: Judging, _ id: String) -> String? {
      if case .evaluators = judging { id } else { nil }
    }
    return Program(
      name: "Micro-credentials",
      district: Programs.District(
        name: "Maple Hollow School District", officeName: "Office of Teaching and Learning",
        officePhone: "555-0142", officeEmail: "credentials@maplehollow.example"),
      zone: "America/Chicago",
      proposals: Stage(
        intake: .windows([
          WindowRule(label: "Fall", opens: try rule("second Monday of September")),
          WindowRule(label: "Winter", opens: try rule("second Monday of January")),
          WindowRule(label: "Spring", opens: try rule("first Monday of April")),
        ]), judging: proposals, rubric: rubric(proposals, "viability"), purpose: "Propose."),
      evidence: Stage(
        intake: .windows([
          WindowRule(label: "Fall", opens: try rule("fourth Monday of October")),
          WindowRule(label: "Winter", opens: try rule("second Monday of February")),
          WindowRule(label: "Spring", opens: try rule("second Monday of May")),
        ]), judging: evidence, rubric: rubric(evidence, "evidence"), purpose: "Hand in."))
  }

  /// Evidence straight away, at any time.
  static func programWithoutProposals(
    judging: Judging = .clerk, intake: IntakeKind = .always
  ) throws -> Program {
    var program = try program(evidence: judging)
    program.proposals = nil
    program.evidence.intake = intake
    return program
  }

  static func calendar() throws -> SchoolCalendar {
    try SchoolCalendar(
      schoolYears: [
        .init(first: day("2025-09-02"), last: day("2026-06-10")),
        .init(first: day("2026-09-01"), last: day("2027-06-09")),
        .init(first: day("2027-09-01"), last: day("2028-06-08")),
      ],
      daysOff: [
        DayOff("Labor Day", .holiday, from: day("2026-09-07")),
        DayOff("Thanksgiving", .holiday, from: day("2026-11-26"), to: day("2026-11-27")),
        DayOff("winter break", .break, from: day("2026-12-21"), to: day("2027-01-01")),
        DayOff("spring break", .break, from: day("2027-03-22"), to: day("2027-03-26")),
      ])
  }

  // MARK: The district

  static func details(_ number: Int64, _ given: String, _ family: String) -> PersonDetails {
    PersonDetails(
      employeeNumber: "\(1000 + number)", givenName: given, familyName: family,
      email: "\(given.lowercased())@maplehollow.example")
  }

  /// Everything as it stands on the third of August 2026: people, rubrics, one offering, no window yet.
  static func district(_ program: Program? = nil) throws -> District {
    if let program { return try newDistrict(program) }
    return try usual.get()
  }

  /// As ``district(_:)``, with the windows of the school year planned.
  static func plannedDistrict(_ program: Program? = nil) throws -> District {
    guard let program else { return try usualPlanned.get() }
    var district = try newDistrict(program)
    try district.perform(.planYear(2026))
    return district
  }

  private static let usual = Result { try newDistrict(program()) }
  private static let usualPlanned = Result {
    var district = try usual.get()
    try district.perform(.planYear(2026))
    return district
  }

  private static func newDistrict(_ program: Program) throws -> District {
    var district = District(at: try at("2026-08-03 09:00"))
    for rubric in [try proposalRubric(), try evidenceRubric()] {
      try district.perform(.addRubric(rubric), by: .technician)
    }
    try district.perform(.setProgram(program), by: .technician)
    try district.perform(.setCalendar(calendar()), by: .technician)
    let people: [(String, String, String)] = [
      ("Robin", "Adler", ""), ("Theo", "Brandt", ""), ("Ines", "Castro", "Lake School"),
      ("Omar", "Darwish", ""), ("Maya", "Ellis", "Oak School"), ("Noah", "Foss", "Lake School"),
      ("Val", "Green", ""), ("Dana", "Hart", ""), ("Lena", "Ivers", "Oak School"),
    ]
    for (index, (given, family, school)) in people.enumerated() {
      try district.perform(
        .recordPerson(
          PersonFacts(
            details: details(Int64(index) + 1, given, family),
            record: EmploymentRecord(school: school, supervisor: given == "Maya" ? lena : nil))),
        by: .technician)
    }
    try district.perform(.grantRole(robin, .administrator), by: .technician)
    try district.perform(.grantRole(omar, .adjudicator))
    try district.perform(.grantRole(val, .clerk))
    for (evaluator, skill) in [
      (theo, "Design thinking"), (ines, "Technology"), (omar, "Personalized learning"),
      (lena, "Technology"),
    ] {
      try district.perform(
        .recordEvaluator(
          evaluator, EvaluatorProfile(expertise: [Expertise(skill: skill, grade: .expert)])))
    }
    try district.perform(
      .recordOffering(
        OfferingFacts(
          code: "DT-1", title: "Design thinking in the classroom", issuer: "Maple Hollow",
          skills: ["Design thinking"], leaderNumbers: ["1002"])))
    return district
  }
}

// MARK: What people do

extension Content {
  /// A text for a part, and a link.
  static func about(_ words: String) -> Content {
    Content(
      answers: [Answer(part: "learning", text: words)],
      artifacts: [
        Artifact(part: "students", place: .link("https://drive.example/\(words.count)"))
      ])
  }
}

extension District {
  /// Work that arrives now.
  func work(
    _ stage: StageKind, of earner: PersonID, _ title: String, _ words: String = "What I did.",
    skills: [String] = ["Technology"], source: Source = .page, at arrivedAt: Instant? = nil
  ) -> HandIn {
    HandIn(
      stage: stage, earner: earner, title: title, skills: skills, content: .about(words),
      source: source, arrivedAt: arrivedAt ?? now)
  }

  /// Somebody hands in now; the number of what it became.
  @discardableResult
  mutating func handIn(
    _ stage: StageKind, of earner: PersonID, _ title: String, _ words: String = "What I did."
  ) throws -> SubmissionID {
    let events = try perform(.handIn(work(stage, of: earner, title, words)), by: .person(earner))
    let arrived = try #require(events.first)
    guard case .handedIn(let handedIn) = arrived else {
      throw Unexpected("\(arrived)")
    }
    return handedIn.submission
  }

  func submission(_ id: SubmissionID) throws -> Submission {
    try #require(records.submission(id))
  }

  func state(_ id: SubmissionID) throws -> SubmissionStateName {
    try submission(id).state.name
  }

  func window(_ stage: StageKind, _ label: String) throws -> Window {
    try #require(records.windows().first { $0.stage == stage && $0.label == label })
  }

  /// The open review of a part.
  func openReview(of id: SubmissionID, _ part: EvaluatorPart = .evaluator) throws -> Review {
    try #require(records.reviews(of: id).first { $0.isOpen && $0.part == part })
  }

  /// A scorecard on the rubric of a submission; feedback everywhere.
  func card(
    _ id: SubmissionID, learning: LevelID? = "met", students: LevelID? = "met"
  ) throws -> Scorecard {
    let scores: [(CriterionID, LevelID?)] = [("learning", learning), ("students", students)]
    return Scorecard(
      rubric: try #require(try submission(id).rubric),
      scores: scores.filter { $0.1 != nil }.map {
        .init(criterion: $0.0, level: $0.1, feedback: "Feedback on \($0.0).")
      }, note: "A note.")
  }

  /// The evaluator of a part hands in a scorecard.
  @discardableResult
  mutating func judge(
    _ id: SubmissionID, as part: EvaluatorPart = .evaluator, learning: LevelID? = "met",
    students: LevelID? = "met"
  ) throws -> [Event] {
    let review = try openReview(of: id, part)
    return try perform(
      .handInScorecard(review.id, card(id, learning: learning, students: students)),
      by: .person(review.evaluator))
  }

  mutating func assign(
    _ id: SubmissionID, to evaluator: PersonID, as part: EvaluatorPart = .evaluator
  ) throws {
    try perform(.assignReview(id, to: evaluator, part: part, isByHand: true))
  }

  /// A proposal of this person that is approved to begin: its year runs.
  mutating func approvedProposal(
    of earner: PersonID, _ title: String = "Podcasts"
  ) throws -> SubmissionID {
    let proposal = try handIn(.proposal, of: earner, title)
    try assign(proposal, to: omar)
    try judge(proposal)
    try perform(.releaseDecisions([proposal]))
    return proposal
  }
}

/// Something that a test did not foresee.
struct Unexpected: Error {
  var what: String

  init(_ what: String) { self.what = what }
}
