import CivilTime
import Notices
import Programs
import Rubrics
import Testing
import Workflow

/// A program, a calendar and people to fill a simulated district with.
extension SimulatedDistrict {
  static let rubrics = ["evidence", "proposal"].map { subject in
    """
    { format: 1, id: "sample-\(subject)", title: "A sample", subject: "\(subject)",
      scale: [ { id: "met", title: "Met", points: 2 }, { id: "partly", title: "Partly", points: 1 },
        { id: "no", title: "No", points: 0\(subject == "proposal" ? ", stops: true" : "") } ],
      criteria: [
        { id: "work", title: "The work", asks: "Where is it?", weight: "1",
          levels: { met: "All of it.", partly: "Some of it.", no: "None of it." } },
        { id: "reflection", title: "The reflection", asks: "What did you learn?", weight: "1",
          levels: { met: "All of it.", partly: "Some of it.", no: "None of it." } },
      ],
      pass: { everyCriterionAtLeast: "met" } }
    """
  }

  /// Evidence in three windows a year; proposals, if any, a month before each.
  static func program(withProposals: Bool = true) -> Program {
    func stage(_ subject: String, _ windows: [WindowRule]) -> Stage {
      Stage(
        intake: .windows(windows), judging: .evaluators(.one), rubric: "sample-\(subject)",
        purpose: "Hand in.")
    }
    return Program(
      name: "Micro-credentials",
      district: District(
        name: "Maple Hollow School District", officeName: "Office", officePhone: "555-0142",
        officeEmail: "office@maplehollow.example"),
      zone: "America/Chicago",
      proposals: withProposals
        ? stage(
          "proposal", [WindowRule(label: "Spring", opens: .nth(2, .monday, month: 5))]) : nil,
      evidence: stage(
        "evidence",
        [
          WindowRule(label: "Fall", opens: .nth(2, .monday, month: 9)),
          WindowRule(label: "Winter", opens: .nth(2, .monday, month: 1)),
          WindowRule(label: "Spring", opens: .nth(2, .monday, month: 4)),
        ]))
  }

  /// The school years around fall 2026: school begins on September 1, and September 7 is a holiday.
  static func calendar() throws -> SchoolCalendar {
    func day(_ text: String) throws -> CivilDate { try #require(CivilDate(iso: text)) }
    return try SchoolCalendar(
      schoolYears: [
        .init(first: day("2025-09-02"), last: day("2026-06-10")),
        .init(first: day("2026-09-01"), last: day("2027-06-09")),
        .init(first: day("2027-09-01"), last: day("2028-06-09")),
      ],
      daysOff: [
        DayOff("Labor Day", .holiday, from: day("2026-09-07")),
        DayOff("Thanksgiving", .holiday, from: day("2026-11-26"), to: day("2026-11-27")),
        DayOff("winter break", .break, from: day("2026-12-21"), to: day("2027-01-01")),
        DayOff("Christmas", .holiday, from: day("2026-12-25")),
        DayOff("New Year", .holiday, from: day("2027-01-01")),
        DayOff("spring break", .break, from: day("2027-03-22"), to: day("2027-03-26")),
      ])
  }

  init(_ wall: String, withProposals: Bool = true) throws {
    try self.init(
      wall, program: Self.program(withProposals: withProposals), calendar: Self.calendar())
  }

  // MARK: People

  mutating func hire(_ name: String, roles: [Role] = []) throws -> PersonID {
    try perform(
      .recordPerson(
        PersonFacts(
          details: PersonDetails(
            employeeNumber: "E\(name)", givenName: name, familyName: "Alder",
            email: "\(name.lowercased())@maplehollow.example"),
          record: EmploymentRecord(school: name))))
    let id = try #require(records.person(employeeNumber: "E\(name)")).id
    for role in roles { try perform(.grantRole(id, role)) }
    return id
  }

  mutating func hireEvaluator(_ name: String) throws -> PersonID {
    let id = try hire(name)
    try perform(.recordEvaluator(id, EvaluatorProfile(expertise: [])))
    evaluators.append(id)
    return id
  }

  /// A proposal in progress from before the program ran here.
  @discardableResult
  mutating func approve(_ person: PersonID, until last: String) throws -> SubmissionID {
    let day = zone.date(at: try instant("\(last)T12:00"))
    try perform(
      .recordOpening(
        OpeningFacts(
          kind: .approval, earner: person, title: "Design \(person)",
          date: zone.date(at: now).adding(days: -90), lastDay: day)))
    return try #require(records.submissions(of: person).last).id
  }

  // MARK: Work

  /// Hands in evidence, or a proposal, for the first time or again; the draft goes with it.
  @discardableResult
  mutating func handIn(_ person: PersonID, _ stage: StageKind = .evidence, _ more: String = "")
    throws -> SubmissionID
  {
    try perform(
      .handIn(
        HandIn(
          stage: stage, earner: person, title: "Design \(person)",
          content: Content(answers: [Answer(part: "work", text: "Here. \(more)")]), source: .page,
          arrivedAt: now)), by: .person(person))
    records.desk.drafts[person]?.removeAll { $0.stage == stage }
    return try #require(records.submissions(of: person).last { $0.stage == stage }).id
  }

  mutating func draft(_ person: PersonID, notThisTime: WindowID? = nil) {
    records.desk.drafts[person] = [
      DraftSummary(
        stage: .evidence, title: "Design \(person)", submission: nil, partsWithText: 1,
        partsTotal: 2, savedAt: now, notThisTime: notThisTime)
    ]
  }

  /// The open reviews of an evaluator.
  func open(_ evaluator: PersonID) -> [ReviewID] { records.openReviews(of: evaluator).map(\.id) }

  mutating func save(_ review: ReviewID) {
    records.desk.progress[review] = ScorecardProgress(scored: 1, total: 2, savedAt: now)
  }

  /// Hands in the scorecard of a review: everything met, or the reflection only partly.
  mutating func judge(_ review: ReviewID, isMet: Bool = true) throws {
    let submission = try #require(records.reviews[review]).submission
    let version = try #require(records.submissions[submission]?.rubric)
    let evaluator = try #require(records.reviews[review]).evaluator
    let levels: [(CriterionID, LevelID)] = [
      ("work", "met"), ("reflection", isMet ? "met" : "partly"),
    ]
    try perform(
      .handInScorecard(
        review,
        Scorecard(
          rubric: version,
          scores: levels.map { .init(criterion: $0.0, level: $0.1, feedback: "Go on.") })),
      by: .person(evaluator))
  }

  /// Releases all that is ready.
  mutating func releaseReady(by actor: Actor = .technician) throws {
    let ready = records.submissions.values.filter { $0.state.name == .readyToRelease }
    if ready.isEmpty { return }
    try perform(.releaseDecisions(ready.map(\.id).sorted()), by: actor)
  }

  mutating func releaseAssignment() throws {
    let proposed = records.assignments.values.filter { $0.state == .proposed }.map(\.id).max()
    try perform(.releaseAssignment(#require(proposed)))
  }

  func window(_ stage: StageKind, _ label: String) throws -> WindowID {
    try #require(
      records.windows().first { $0.stage == stage && $0.label == label }, "\(label)"
    ).id
  }
}
