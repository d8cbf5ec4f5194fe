import CivilTime
import HTTPServer
import Office
import Programs
import Rubrics
import Store
import Testing
import Workflow

/// A district with an administrator who looks at where everything stands.
struct OfficeScene {
  let district: District
  var office: DistrictOffice { district.office }

  /// The administrator's number.
  static let administrator = "100"

  /// Work comes in at any time, and is given to evaluators by hand.
  static func always(at time: String = "2026-09-14 16:00") throws -> OfficeScene {
    OfficeScene(
      district: try District.begun(at: time, teachers: 6, evaluators: 3) { program in
        program.evidence.intake = .always
        program.proposals = nil
      })
  }

  /// The shipped program: three windows a year for proposals, three for evidence.
  static func windows(at time: String = "2026-08-24 09:00") throws -> OfficeScene {
    OfficeScene(district: try District.begun(at: time, teachers: 6, evaluators: 3))
  }

  func browser(_ number: String? = administrator) throws -> Browser {
    try Browser(district, as: number)
  }

  /// Lets the clock go on, and the office do what is due on the way.
  func live(until time: String) throws {
    let end = try district.zone.at(time)
    while district.clock.now() < end {
      let next = try office.nextDue() ?? end
      let now = district.clock.now()
      district.clock.pass(until: min(end, max(next, now.adding(minutes: 1))))
      while try office.beat().isMore {}
    }
  }

  func window(_ stage: StageKind, _ label: String = "Fall 2026") throws -> Window {
    try #require(
      try office.read { try $0.windows().first { $0.stage == stage && $0.label == label } })
  }

  func rubric(_ stage: StageKind) throws -> Rubric {
    let subject: Rubric.Subject = stage == .proposal ? .proposal : .evidence
    return try #require(district.rubrics.first { $0.subject == subject })
  }

  @discardableResult
  func handIn(
    teacher: Int = 0, _ title: String, stage: StageKind = .evidence, text: String = "What I did."
  ) throws -> SubmissionID {
    let earner = try district.person("\(1_000 + teacher)")
    let rubric = try rubric(stage)
    let content = Content(
      answers: rubric.criteria.map { Workflow.Answer(part: $0.id, text: text) },
      artifacts: [
        Artifact(part: rubric.criteria.first?.id, place: .link("https://drive.example.org/a"))
      ])
    try office.perform(
      .handIn(
        HandIn(
          stage: stage, earner: earner, title: title,
          skills: [district.program.intake.evidenceForm?.skillOptions.first ?? "Reading"],
          content: content, source: .page, arrivedAt: district.clock.now())),
      by: .person(earner))
    return try #require(
      try office.read { try $0.submissions(of: earner).last { $0.title.value == title } }
    ).id
  }

  @discardableResult
  func assign(_ submission: SubmissionID, to number: String = "500") throws -> ReviewID {
    let person = try district.person(number)
    try office.perform(
      .assignReview(submission, to: person, part: .evaluator, isByHand: true),
      by: try district.administrator)
    return try #require(try reviews(of: submission).last { $0.evaluator == person }).id
  }

  /// Work that an evaluator has judged: every criterion at its highest level, with the same words.
  @discardableResult
  func ready(
    teacher: Int = 0, _ title: String, feedback: String = "Clear samples.", level: LevelID? = nil
  ) throws -> SubmissionID {
    let id = try handIn(teacher: teacher, title)
    let review = try assign(id)
    let rubric = try rubric(.evidence)
    let scores = rubric.criteria.map { criterion in
      Scorecard.Score(
        criterion: criterion.id,
        level: level ?? criterion.levels.max { $0.points < $1.points }?.id, feedback: feedback)
    }
    try office.perform(
      .handInScorecard(review, Scorecard(rubric: rubric.version, scores: scores)),
      by: .person(try district.person("500")))
    return id
  }

  func submission(_ id: SubmissionID) throws -> Submission {
    try #require(try office.read { try $0.submission(id) })
  }

  func reviews(of id: SubmissionID) throws -> [Review] {
    try office.read { try $0.reviews(of: id) }
  }

  func state(_ id: SubmissionID) throws -> SubmissionStateName { try submission(id).state.name }
}
