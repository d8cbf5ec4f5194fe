import CivilTime
import Crypto
import Files
import Office
import Programs
import Rubrics
import Store
import Testing
import Workflow

/// A district in which work is handed in at any time, and two people evaluate it.
struct EvaluatorScene {
  let district: District
  var office: DistrictOffice { district.office }

  /// The evaluators' numbers.
  static let judge = "500"
  static let other = "501"

  /// A district of three evaluators and six teachers, with a program that is otherwise as the closure has it.
  init(
    withProposals: Bool = false, at time: String = "2026-09-14 16:00",
    files: (any FileSystem)? = nil,
    _ change: (inout Program) -> Void = { _ in }
  ) throws {
    district = try District.begun(at: time, teachers: 6, evaluators: 3, files: files) { program in
      program.evidence.intake = .always
      if withProposals { program.proposals?.intake = .always } else { program.proposals = nil }
      change(&program)
    }
  }

  var evidence: Rubric {
    get throws { try #require(district.rubrics.first { $0.subject == .evidence }) }
  }

  var proposals: Rubric {
    get throws { try #require(district.rubrics.first { $0.subject == .proposal }) }
  }

  /// Work of a teacher, with a text for each criterion, a link for the first one and one for the whole.
  func content(_ stage: StageKind = .evidence, files: [Artifact] = []) throws -> Content {
    let rubric = stage == .evidence ? try evidence : try proposals
    let first = rubric.criteria.first?.id
    return Content(
      answers: rubric.criteria.map { Answer(part: $0.id, text: "What I did for \($0.id).") },
      artifacts: [
        Artifact(part: first, place: .link("https://drive.example.org/exit-slips")),
        Artifact(part: nil, place: .link("https://drive.example.org/all-of-it")),
      ] + files)
  }

  /// A teacher hands in.
  @discardableResult
  func handIn(
    teacher: Int = 0, _ title: String = "Reading conferences", stage: StageKind = .evidence,
    content: Content? = nil
  ) throws -> SubmissionID {
    let earner = try district.person("\(1_000 + teacher)")
    let performed = try office.perform(
      .handIn(
        HandIn(
          stage: stage, earner: earner, title: title,
          skills: [district.program.intake.evidenceForm?.skillOptions.first ?? "Reading"],
          content: content ?? self.content(stage), source: .page, arrivedAt: district.clock.now())),
      by: .person(earner))
    let known = try office.read { try $0.submissions(of: earner) }
    try #require(performed.command != nil)
    return try #require(known.last { $0.stage == stage && $0.title.value == title }).id
  }

  /// An administrator gives work to an evaluator.
  @discardableResult
  func assign(
    _ submission: SubmissionID, to number: String = judge, part: EvaluatorPart = .evaluator
  ) throws -> ReviewID {
    let person = try district.person(number)
    try office.perform(
      .assignReview(submission, to: person, part: part, isByHand: true),
      by: try district.administrator)
    return try #require(
      try office.read { try $0.reviews(of: submission).last { $0.evaluator == person } }
    ).id
  }

  /// The review that the evaluator was given by itself, because the work had been theirs before.
  func given(_ submission: SubmissionID) throws -> ReviewID {
    let person = try district.person(Self.judge)
    return try #require(
      try office.read { records in
        try records.reviews(of: submission).last { $0.evaluator == person && $0.isOpen }
      }
    ).id
  }

  /// Work that is handed in and given to the evaluator.
  @discardableResult
  func review(_ title: String = "Reading conferences", teacher: Int = 0) throws -> ReviewID {
    try assign(try handIn(teacher: teacher, title))
  }

  func review(_ id: ReviewID) throws -> Review {
    try #require(try office.read { try $0.review(id) })
  }

  func submission(of id: ReviewID) throws -> Submission {
    let review = try review(id)
    return try #require(try office.read { try $0.submission(review.submission) })
  }

  func draft(of id: ReviewID) throws -> Scorecard? {
    try office.read { try $0.draftScorecard(of: id)?.card }
  }

  func browser(
    _ number: String? = judge, scope: (kind: LinkKind, id: Int64)? = nil
  ) throws -> Browser {
    try Browser(district, as: number, scope: scope)
  }

  /// The fields of a scorecard on which everything is met, except what is named.
  func card(_ short: Set<CriterionID> = [], _ rubric: Rubric? = nil) throws -> [(String, String)] {
    let rubric = try rubric ?? evidence
    var fields: [(String, String)] = []
    for criterion in rubric.criteria {
      let level = short.contains(criterion.id) ? "partly" : "met"
      let chosen = try #require(
        criterion.levels.contains { $0.id.rawValue == level }
          ? level : criterion.levels.first?.id.rawValue)
      fields.append(("level-\(criterion.id)", chosen))
      fields.append(("feedback-\(criterion.id)", "Words on \(criterion.id)."))
    }
    return fields
  }

  /// A second round with a PDF and a link that were not in the first one, and a link that is gone.
  func secondRoundWithFile() throws -> ReviewID {
    let bytes = Self.pdf
    let digest = try Blobs(files: district.files, random: office.surroundings.random).put(bytes)
    let part: CriterionID = "student-work"
    let file = Artifact(
      part: part,
      place: .file(
        sha256: digest.hex, bytes: Int64(bytes.count), mediaType: "application/pdf",
        name: "Exit slips, October.pdf"))
    return try secondRound(
      had: [Artifact(part: part, place: .link("https://drive.example.org/september"))],
      has: [file],
      before: """
        I collected four exit slips in my third period class. The students wrote what they had learned.
        Most of them could name the parts of a filter.
        """,
      now: """
        I collected twenty-six exit slips in both of my classes. The students wrote what they had learned.
        Most of them could name the parts of a filter, and say what each is for.
        """)
  }

  /// A page with a line of text on it (ISO 32000-1 §7.5).
  private static let pdf: [UInt8] = {
    let line = "BT /F1 24 Tf 40 100 Td (Exit slips) Tj ET"
    let objects = [
      "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
      "<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Contents 4 0 R"
        + "/Resources<</Font<</F1 5 0 R>>>>>>",
      "<</Length \(line.utf8.count)>>stream\n\(line)\nendstream",
      "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    var text = "%PDF-1.4\n"
    for (place, object) in objects.enumerated() {
      text += "\(place + 1) 0 obj\n\(object)\nendobj\n"
    }
    return Array((text + "trailer<</Size 6/Root 1 0 R>>\n%%EOF\n").utf8)
  }()

  /// A second round: the first was judged "not yet" because of one criterion, and the rest is met.
  func secondRound(
    short: CriterionID = "student-work", had: [Artifact] = [], has: [Artifact] = [],
    before: String? = nil, now: String = "New samples of work."
  ) throws -> ReviewID {
    func content(_ text: String?, _ artifacts: [Artifact]) throws -> Content {
      var content = try self.content(files: artifacts)
      content.answers = content.answers.map { answer in
        answer.part == short ? Answer(part: short, text: text ?? answer.text) : answer
      }
      return content
    }
    let first = try assign(try handIn(content: try content(before, had)))
    let id = try review(first).submission
    let shown = try browser().post("/reviews/\(first)/scores", try card([short]))
    try #require(shown.status == 303)
    try office.perform(.releaseDecisions([id]), by: try district.administrator)
    district.clock.pass(until: district.clock.now().adding(minutes: 30))
    let submission = try #require(try office.read { try $0.submission(id) })
    try office.perform(
      .handIn(
        HandIn(
          stage: .evidence, earner: submission.earner, submission: id, title: "Reading conferences",
          content: try content(now, has), source: .page, arrivedAt: district.clock.now())),
      by: .person(submission.earner))
    return try given(id)
  }
}
