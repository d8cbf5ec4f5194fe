import CivilTime
import Mail
import Notices
import Programs
import Rubrics
import Testing
import Workflow

/// Maple Hollow in the fall of 2026, as the examples of the texts tell it.
///
/// Maya, Ines and Noor hand in evidence; Theo and Lior evaluate it, Ada and Sam have room; Robin
/// runs the program.
struct LetterDistrict {
  var records: LetterRecords
  let zone: Zone

  static let maya = PersonID(1)
  static let ines = PersonID(2)
  static let noor = PersonID(3)
  static let theo = PersonID(4)
  static let lior = PersonID(5)
  static let ada = PersonID(6)
  static let sam = PersonID(7)
  static let robin = PersonID(8)

  /// Evidence windows of the fall, the winter and the spring, and the winter's for proposals.
  static let fall = WindowID(1)
  static let winter = WindowID(2)
  static let spring = WindowID(3)
  static let proposals = WindowID(4)

  /// Maya's proposal, and the three pieces of evidence.
  static let proposal = SubmissionID(811)
  static let design = SubmissionID(812)
  static let choice = SubmissionID(813)
  static let podcasts = SubmissionID(814)

  static let link = "https://credentials.maplehollow.example/s/K7QM2XD9RT4VBN6HWC3JY5PZ8A"

  init() throws {
    zone = try MapleHollow.central()
    let district = District(
      name: "Maple Hollow School District", officeName: "Office of Teaching and Learning",
      officePhone: "555-0142", officeEmail: "credentials@maplehollow.example")
    let rules = [
      WindowRule(label: "Fall", opens: .nth(2, .monday, month: 9)),
      WindowRule(label: "Winter", opens: .nth(2, .monday, month: 1)),
      WindowRule(label: "Spring", opens: .nth(2, .monday, month: 4)),
    ]
    let evidence = Stage(
      intake: .windows(rules), judging: .evaluators(.one), rubric: "evidence",
      purpose: "You can hand in evidence for a micro-credential that is approved to begin.")
    let proposals = Stage(
      intake: .windows(rules), judging: .evaluators(.one), rubric: "proposal",
      purpose: "You can propose a micro-credential of your own, or one from the catalog.")
    records = LetterRecords(
      theProgram: Program(
        name: "Micro-credentials", district: district, zone: "America/Chicago",
        proposals: proposals, evidence: evidence))
    try addRubrics()
    addPeople()
    try addWindow(Self.fall, .evidence, "2026-09-14", "2026-09-28")
    try addWindow(Self.winter, .evidence, "2027-01-11", "2027-01-25")
    try addWindow(Self.spring, .evidence, "2027-04-12", "2027-04-26")
    try addWindow(Self.proposals, .proposal, "2027-01-11", "2027-01-25")
    try addWork()
  }

  var program: Program { records.theProgram }

  // MARK: What is there at the beginning

  private mutating func addRubrics() throws {
    for (id, subject, criteria) in [
      (
        "evidence", "evidence",
        [
          ("learning", "Your own learning"),
          ("students", "How students learned, and how you measured it"),
          ("samples", "Samples of student work, with reflections"),
          ("reflection", "Your reflection"),
        ]
      ),
      (
        "proposal", "proposal",
        [
          ("helps", "Helps students"), ("mission", "Fits the district's mission"),
          ("need", "Need shown by data"),
        ]
      ),
    ] {
      let stops = subject == "proposal" ? ", stops: true" : ""
      let list = criteria.map { name, title in
        """
        {id: "\(name)", title: "\(title)", asks: "Show it.",
         levels: {met: "All of it.", partly: "Some of it.", no: "None of it."}}
        """
      }
      let text = """
        {format: 1, id: "\(id)", title: "A rubric", subject: "\(subject)",
         scale: [{id: "met", title: "Met", points: 2}, {id: "partly", title: "Partly", points: 1},
                 {id: "no", title: "No", points: 0\(stops)}],
         criteria: [\(list.joined(separator: ","))],
         pass: {everyCriterionAtLeast: "met"}}
        """
      let rubric = try Rubric.read(Array(text.utf8), file: "rubric.json5")
      records.rubrics[rubric.version] = rubric
    }
  }

  func rubric(_ stage: StageKind) throws -> Rubric {
    let id: RubricID = stage == .proposal ? "proposal" : "evidence"
    return try #require(records.rubricInForce(id))
  }

  private mutating func addPeople() {
    let people: [(PersonID, String, String, String, [String])] = [
      (Self.maya, "Maya", "Alder", "Birch Elementary", []),
      (Self.ines, "Ines", "Cedar", "Rowan Middle School", []),
      (Self.noor, "Noor", "Hazel", "Linden High School", []),
      (
        Self.theo, "Theo", "Birch", "Birch Elementary",
        ["design thinking", "personalized learning"]
      ),
      (Self.lior, "Lior", "Elm", "Linden High School", ["media"]),
      (Self.ada, "Ada", "Rowan", "Rowan Middle School", ["media"]),
      (Self.sam, "Sam", "Hazel", "Rowan Middle School", ["media"]),
      (Self.robin, "Robin", "Vale", "District Office", []),
    ]
    for (id, given, family, school, skills) in people {
      let email = "\(given.prefix(1)).\(family)@maplehollow.example".lowercased()
      var person = Person(
        id: id,
        details: Personal(
          PersonDetails(
            employeeNumber: "E\(id)", givenName: given, familyName: family, email: email,
            salaries: [SalaryStep(from: .first, cents: 61_234_00)])),
        record: EmploymentRecord(school: school))
      if !skills.isEmpty {
        person.evaluator = EvaluatorProfile(
          expertise: skills.map { Expertise(skill: $0, grade: .expert) })
      }
      records.people[id] = person
    }
    records.people[Self.robin]?.roles = [.administrator]
  }

  private mutating func addWindow(
    _ id: WindowID, _ kind: StageKind, _ opens: String, _ ends: String
  ) throws {
    let opensOn = try MapleHollow.date(opens)
    let endsOn = try MapleHollow.date(ends)
    let stage = try #require(program.stage(kind))
    let deadlines = Deadlines(zone: zone, calendar: .empty, mail: program.mail)
    var window = Window(
      id: id, stage: kind, label: "Fall 2026", opensOn: opensOn, endsOn: endsOn,
      times: deadlines.times(for: stage, opensOn: opensOn, endsOn: endsOn))
    window.state = .announced
    records.allWindows.append(window)
  }

  func window(_ id: WindowID) throws -> Window { try #require(records.window(id)) }

  private mutating func addWork() throws {
    let work: [(SubmissionID, PersonID, StageKind, String, [String])] = [
      (
        Self.proposal, Self.maya, .proposal, "Design thinking in grade 4 science",
        ["design thinking"]
      ),
      (
        Self.design, Self.maya, .evidence, "Design thinking in grade 4 science", ["design thinking"]
      ),
      (
        Self.choice, Self.ines, .evidence, "Choice boards in middle school math",
        ["personalized  learning"]
      ),
      (Self.podcasts, Self.noor, .evidence, "Podcasts for the school library", ["media"]),
    ]
    let times = try window(Self.fall).times
    let received = try MapleHollow.instant("2026-09-26T21:42")
    for (id, earner, stage, title, skills) in work {
      records.submissions[id] = Submission(
        id: id, stage: stage, earner: earner, offering: nil,
        proposal: id == Self.design ? Self.proposal : nil, window: Self.fall, round: 1,
        title: Personal(title), skills: skills, content: Personal(Self.content),
        rubric: try rubric(stage).version, source: .page, state: .submitted(at: received),
        receivedAt: received, times: times.answer)
    }
  }

  /// Four texts, three files and two links; the names of the files would point to children.
  static let content = Content(
    answers: ["learning", "students", "samples", "reflection"].map {
      Answer(part: CriterionID(rawValue: $0), text: "Said.")
    },
    artifacts: (1...3).map { number in
      Artifact(
        part: "samples",
        place: .file(
          sha256: "00", bytes: 1, mediaType: "image/png", name: "Emma-Lindqvist-\(number).png"))
    } + (1...2).map { Artifact(part: "students", place: .link("https://drive.example/\($0)")) })

  // MARK: Steps

  /// Gives Theo the three submissions, or others, as assignment 31.
  @discardableResult
  mutating func assign(
    _ submissions: [SubmissionID] = [design, choice, podcasts], to evaluator: PersonID = theo,
    from first: Int64 = 1, due: String = "2026-10-21T00:00"
  ) throws -> [ReviewID] {
    var assignment =
      records.assignments[AssignmentID(31)]
      ?? Assignment(id: AssignmentID(31), window: Self.fall, pairs: [], unassigned: [])
    assignment.state = .released
    var ids: [ReviewID] = []
    for (index, submission) in submissions.enumerated() {
      let id = ReviewID(first + Int64(index))
      records.reviews[id] = Review(
        id: id, submission: submission, round: 1, evaluator: evaluator, part: .evaluator,
        assignedAt: try MapleHollow.instant("2026-09-30T11:50"),
        due: try MapleHollow.instant(due), escalate: try MapleHollow.instant("2026-10-23T07:00"),
        isOutsideField: submission == Self.podcasts && evaluator == Self.theo, isByHand: false)
      records.submissions[submission]?.state = .underReview(
        since: try MapleHollow.instant("2026-09-30T11:50"))
      assignment.pairs.append(
        AssignedPair(
          submission: submission, evaluator: evaluator, part: .evaluator,
          affinityThousandths: 900, isOutsideField: submission == Self.podcasts))
      ids.append(id)
    }
    records.assignments[AssignmentID(31)] = assignment
    return ids
  }

  /// Decides on a submission with one scorecard, and records what follows.
  mutating func decide(
    _ submission: SubmissionID, _ outcome: Outcome, met: [CriterionID] = [],
    feedback: [CriterionID: String] = [:], note: String = "", at time: String = "2026-10-22T11:50",
    as number: Int64 = 51, againBy: String? = nil, yearEnds: String? = nil
  ) throws {
    let stage = try #require(records.submissions[submission]).stage
    let rubric = try rubric(stage)
    let at = try MapleHollow.instant(time)
    let review = ReviewID(number)
    let card = HandedInScorecard(
      rubric: rubric.version, scores: [],
      words: Personal(
        ScorecardWords(
          feedback: rubric.criteria.compactMap { criterion in
            feedback[criterion.id].map { CriterionFeedback(criterion: criterion.id, text: $0) }
          }, note: note)),
      met: met, outcome: outcome)
    var handedIn = Review(
      id: review, submission: submission, round: 1, evaluator: Self.theo, part: .evaluator,
      assignedAt: at, due: at, escalate: at, isOutsideField: false, isByHand: false)
    handedIn.state = .handedIn(card, at: at)
    records.reviews[review] = handedIn
    let decision = DecisionID(number)
    records.decisions[decision] = Decision(
      id: decision, submission: submission, round: 1, outcome: outcome, reviews: [review],
      rubric: rubric.version, releasedAt: at, releasedBy: .person(Self.robin), corrects: nil)
    records.submissions[submission]?.state = .decided(decision, outcome, at: at)
    records.submissions[submission]?.decision = decision
    records.submissions[submission]?.met = met
    records.submissions[submission]?.handInAgainBy = try againBy.map(MapleHollow.instant)
    if let yearEnds {
      records.submissions[submission]?.progress = .inProgress(
        ends: try MapleHollow.instant(yearEnds))
    }
  }

  // MARK: Letters

  func notice(
    _ name: NoticeName, to person: PersonID, about: PlannedNotice.About,
    due: String = "2026-09-26T21:42", _ data: [String: String] = [:]
  ) throws -> PlannedNotice {
    PlannedNotice(
      key: "\(name.rawValue)/\(about.number)/\(person)", name: name, person: person, about: about,
      due: try MapleHollow.instant(due), data: data, command: 1)
  }

  /// A letter as the composer makes it, with the variant that it chose.
  func letter(
    _ notices: PlannedNotice..., variant: NoticeVariant = .standard, thread: String? = nil
  ) throws -> Letter {
    let first = try #require(notices.first)
    return Letter(
      key: first.key, name: TemplateName(first.name, variant), person: first.person,
      notices: notices, mailClass: .deadline, thread: thread)
  }

  func draft(_ letter: Letter, at time: String, link: String = Self.link) throws -> MessageDraft {
    let recipient = try #require(records.people[letter.person])
    return try writer().draft(
      of: letter, to: recipient, address: recipient.details.value?.email ?? "x@y.example",
      link: link, messageID: "\(letter.key)@credentials.maplehollow.example", facts: records,
      at: MapleHollow.instant(time))
  }

  func writer() throws -> LetterWriter {
    LetterWriter(
      program: program, zone: zone, texts: try MapleHollow.catalog(),
      publicAddress: "https://credentials.maplehollow.example")
  }

  /// Holds a letter against the example of its text: every word the same.
  func expectExample(
    _ name: TemplateName, _ letter: Letter, at time: String, but values: NoticeValues = [:],
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let draft = try draft(letter, at: time)
    let example = try MapleHollow.preview(name, with: values)
    #expect(draft.text == example.text, sourceLocation: sourceLocation)
    #expect(draft.subject == example.subject, sourceLocation: sourceLocation)
    #expect(draft.html == example.html, sourceLocation: sourceLocation)
  }
}

extension Instant {
  /// As a planned notice carries it.
  var field: String { "\(milliseconds)" }
}

extension MapleHollow {
  static func field(_ time: String) throws -> String { try instant(time).field }
}
