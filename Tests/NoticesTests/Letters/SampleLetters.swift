import CivilTime
import Mail
import Notices
import Programs
import Rubrics
import Testing
import Workflow

private typealias District = LetterDistrict

/// A letter of each kind: about Maple Hollow's fall as it goes, or about records that nobody would think of.
struct SampleLetters {
  var district: LetterDistrict
  var random: SeededNumbers
  private let isOrdinary: Bool

  /// The fall as the examples of the texts tell it.
  init() throws {
    district = try LetterDistrict()
    random = SeededNumbers(seed: 0)
    isOrdinary = true
  }

  init(seed: UInt64) throws {
    district = try LetterDistrict()
    random = SeededNumbers(seed: seed)
    isOrdinary = false
    try muddle()
  }

  /// A letter of every kind, with what is sent of it.
  mutating func drafts(at time: String) throws -> [(letter: Letter, draft: MessageDraft)] {
    var drafts: [(letter: Letter, draft: MessageDraft)] = []
    for group in Group.allCases {
      for letter in try letters(group) {
        drafts.append((letter, try district.draft(letter, at: time)))
      }
    }
    return drafts
  }

  private mutating func text(_ longest: Int) -> String {
    if isOrdinary {
      let words = "The students measured rainfall in two gardens and compared what they found."
      return words.split(separator: " ").prefix(max(1, longest)).joined(separator: " ")
    }
    let words = [
      "and", "learning\r\nBcc:", "<b>students</b>", "“design”", "Über", "a", "\u{202E}right",
      "{link}", "supercalifragilisticexpialidocious", "x. Next", "\t", "🎓", "日本語",
    ]
    let count = Int.random(in: 0...longest, using: &random)
    return (0..<count).map { _ in words.randomElement(using: &random) ?? "" }.joined(separator: " ")
      .replacing("{", with: "")
  }

  /// Whether something is so: by chance, and never where all goes as usual, unless that is the usual.
  private mutating func isSo(usually: Bool = false) -> Bool {
    isOrdinary ? usually : Bool.random(using: &random)
  }

  /// Longer, shorter, erased.
  private mutating func muddle() throws {
    for (id, known) in district.records.submissions.sorted(by: { $0.key < $1.key }) {
      var submission = known
      if isSo() { submission.title = Personal(isSo() ? nil : text(30)) }
      if isSo() { submission.content = Personal(isSo() ? nil : Content()) }
      if isSo() { submission.skills = [text(5), text(2)] }
      if isSo() { submission.rubric = nil }
      district.records.submissions[id] = submission
    }
    for (id, known) in district.records.people.sorted(by: { $0.key < $1.key }) {
      var person = known
      if isSo() { person.details.value?.preferredName = text(3) }
      if isSo() { person.record.school = text(8) }
      if isSo(), id == District.noor { person.details = Personal(nil) }
      district.records.people[id] = person
    }
    district.records.theProgram.mail.evaluatorNamedToTeacher = isSo()
    district.records.theProgram.mail.teacherNamedToEvaluator = isSo()
    district.records.theProgram.mail.feedbackInMail = isSo()
    if isSo() { district.records.theProgram.evidence.intake = .always }
    if isSo() { district.records.allWindows.removeLast(3) }
  }

  /// Letters that are made from the same state of the records.
  enum Group: CaseIterable {
    case windows, work, decisions, reviews, office
  }

  mutating func letters(_ group: Group) throws -> [Letter] {
    switch group {
    case .windows: try windowLetters()
    case .work: try workLetters()
    case .decisions: try decisionLetters()
    case .reviews: try reviewLetters()
    case .office: try officeLetters()
    }
  }

  private mutating func one(
    _ name: NoticeName, to person: PersonID, _ about: PlannedNotice.About,
    _ data: [String: String] = [:]
  ) throws -> Letter {
    var letter = try district.letter(
      district.notice(name, to: person, about: about, data), thread: "submission.812")
    if isSo() {
      letter.notices.append(
        try district.notice(.windowAnnounced, to: person, about: .window(District.fall)))
    }
    return letter
  }

  private mutating func windowLetters() throws -> [Letter] {
    let about = PlannedNotice.About.window(District.fall)
    district.records.draftsOf[District.maya] = [
      DraftSummary(
        stage: .evidence, title: text(20), submission: nil, partsWithText: 1,
        partsTotal: Int.random(in: 1...12, using: &random), savedAt: .epoch)
    ]
    let changed = [
      "closesBefore": isSo() ? "\(Int64.random(in: 0...4_000_000_000_000, using: &random))" : "0",
      "reason": text(60),
    ]
    return try [
      one(.windowAnnounced, to: District.maya, about), one(.windowOpen, to: District.maya, about),
      one(.windowClosing, to: District.maya, about),
      one(.windowChanged, to: District.maya, about, changed),
    ]
  }

  private mutating func workLetters() throws -> [Letter] {
    let about = PlannedNotice.About.submission(District.design)
    let proposal = PlannedNotice.About.submission(District.proposal)
    let kinds = MissingKind.allCases
    var missing: [MissingPart] = []
    for _ in 0..<Int.random(in: 0...4, using: &random) {
      let part: CriterionID? = isSo() ? (isSo() ? "samples" : "gone") : nil
      missing.append(
        MissingPart(
          part: part, kind: kinds.randomElement(using: &random) ?? .other,
          words: Personal(isSo() ? nil : text(200))))
    }
    district.records.submissions[District.choice]?.state = .returned(
      Return(
        at: .epoch, missing: missing, handInBy: try MapleHollow.instant("2026-11-02T00:00"),
        wasUnderReview: true))
    let end = try MapleHollow.field("2027-09-27T00:00")
    let ends = Progress.inProgress(ends: try MapleHollow.instant("2027-10-23T00:00"))
    district.records.submissions[District.proposal]?.progress = ends
    return try [
      one(.evidenceReceived, to: District.maya, about),
      one(.proposalReceived, to: District.maya, proposal),
      one(.returned, to: District.ines, .submission(District.choice)),
      one(.withdrawn, to: District.maya, about),
      one(.decisionDelayed, to: District.maya, about, ["before": end, "reason": text(40)]),
      one(.yearEnding, to: District.maya, proposal, ["stage": "30d", "lastClose": end]),
      one(.yearEnding, to: District.maya, proposal, ["stage": "60d"]),
      one(.extended, to: District.maya, proposal, ["before": end]),
      one(.mailTaken, to: District.maya, about), one(.mailMissing, to: District.maya, about),
      one(.signIn, to: District.maya, about, ["expires": end]),
    ]
  }

  private mutating func decisionLetters() throws -> [Letter] {
    var letters: [Letter] = []
    let outcomes: [(SubmissionID, Outcome, NoticeName)] = [
      (District.proposal, .approvedToBegin, .proposalApproved),
      (District.proposal, .revise, .proposalRevise),
      (District.proposal, .notApproved, .proposalNotApproved),
      (District.design, .notYet, .notYet), (District.design, .earned, .earned),
    ]
    for (index, (submission, outcome, name)) in outcomes.enumerated() {
      let number = Int64(60 + index)
      let stage: StageKind = submission == District.proposal ? .proposal : .evidence
      let criteria = try district.rubric(stage).criteria.map(\.id)
      let isGood = outcome == .earned || outcome == .approvedToBegin
      let met = criteria.filter { _ in isSo(usually: isGood) }
      var feedback: [CriterionID: String] = [:]
      for criterion in criteria where isSo(usually: !isGood) { feedback[criterion] = text(400) }
      try district.decide(
        submission, outcome, met: met, feedback: feedback, note: text(300), as: number,
        againBy: isSo() ? "2027-01-25T00:00" : nil)
      if isSo(),
        case .handedIn(var card, let at)? = district.records.reviews[ReviewID(number)]?.state
      {
        card.words = Personal(nil)
        district.records.reviews[ReviewID(number)]?.state = .handedIn(card, at: at)
      }
      letters.append(try one(name, to: District.maya, .decision(DecisionID(number))))
    }
    district.records.decisions[DecisionID(64)]?.corrects = DecisionID(63)
    let reason = isSo() ? nil : text(100)
    district.records.decisions[DecisionID(63)]?.standing = .reopened(
      at: .epoch, reason: Personal(reason))
    let outcome = isOrdinary ? .notYet : Outcome.allCases.randomElement(using: &random)
    let before = ["outcomeBefore": outcome?.rawValue ?? ""]
    letters.append(try one(.corrected, to: District.maya, .decision(DecisionID(64)), before))
    letters.append(try one(.certificateInvited, to: District.maya, .decision(DecisionID(64))))
    return letters
  }

  private mutating func reviewLetters() throws -> [Letter] {
    try district.assign(due: isSo() ? "2026-10-21T00:00" : "2026-10-30T16:00")
    district.records.progress[ReviewID(1)] = ScorecardProgress(
      scored: Int.random(in: 0...4, using: &random), total: 4, savedAt: .epoch)
    let reviews = isSo() ? "1" : "1,2,3"
    let data = ["reviews": reviews, "thread": "assignment.31", "why": "reassigned"]
    let about = PlannedNotice.About.assignment(AssignmentID(31))
    return try [
      NoticeName.assignment, .nowYours, .overdueOne, .overdueThree, .givenBack, .noLongerYours,
    ].map { try one($0, to: District.theo, about, data) }
      + [NoticeVariant.fourteenDays, .sevenDays, .threeDays, .oneDay, .onTheDay].map {
        var letter = try one(.reminder, to: District.theo, about, data)
        letter.name = TemplateName(.reminder, $0)
        return letter
      }
  }

  private mutating func officeLetters() throws -> [Letter] {
    for id in [ReviewID(1), ReviewID(2)] {
      district.records.reviews[id]?.due = try MapleHollow.instant("2026-10-19T00:00")
    }
    if isSo() { district.records.takersOf[ReviewID(1)] = [District.noor] }
    district.records.submissions[District.podcasts]?.state = .readyToRelease(.notYet, since: .epoch)
    district.records.stand = StandCounts(
      handedIn: 3, readyToRelease: Int.random(in: 1...1_500, using: &random), needingEvaluator: 1)
    district.records.asideRows["f"] = [
      SetAsideRow(row: 12, column: text(20), problem: text(60))
    ]
    district.records.bouncedAddresses = [
      BouncedAddress(
        person: District.noor, missed: [ToldMail(key: "k", name: .earned, at: .epoch)],
        serverWords: text(90))
    ]
    district.records.submissions[District.proposal]?.progress = .ended(
      at: try MapleHollow.instant("2026-10-19T00:05"))
    district.records.theHead = isSo() ? "" : String(repeating: "0123abcd", count: 8)
    let promised = try MapleHollow.field("2026-10-28T00:00")
    let window = PlannedNotice.About.window(District.fall)
    return try [
      one(.yearEnded, to: District.maya, .submission(District.proposal)),
      one(.escalation, to: District.robin, window, ["reviews": "1,2,3"]),
      one(
        .assignmentProposed, to: District.robin, .assignment(AssignmentID(31))),
      one(.ready, to: District.robin, window, ["promised": promised, "stage": "1d"]),
      one(.ready, to: District.robin, .district, ["promised": promised, "stage": "all"]),
      one(.digest, to: District.robin, .district),
      one(.addressBounced, to: District.robin, .district),
      one(
        .intakeReport, to: District.robin, .district,
        ["file": "f", "kind": "form Evidence", "rows": "2", "taken": "1", "setAside": "1"]),
      one(
        .relayTrouble, to: District.robin, .district, ["since": promised, "server": text(90)]),
      one(
        .payrollReady, to: District.robin, .district,
        ["warrant": "January 2027", "cents": "1", "lock": promised]),
    ]
  }
}
