import CivilTime
import Ledger
import Programs
import Rubrics
import Testing
import Workflow

// One event of each kind, with every field filled in and marks in everything that is personal.

/// Stands in every personal text, and so must stand in no structure.
let mark = "Secret"

extension Event {
  /// The number of its kind. A new kind does not compile until it has one, and a fixture.
  var kindNumber: Int {
    switch self {
    case .programSet: 0
    case .calendarSet: 1
    case .rubricAdded: 2
    case .offeringRecorded: 3
    case .personRecorded: 4
    case .roleGranted: 5
    case .roleRevoked: 6
    case .evaluatorRecorded: 7
    case .conflictDeclared: 8
    case .deputiesSet: 9
    case .addressMarked: 10
    case .noticesMuted: 11
    case .personErased: 12
    case .windowPlanned: 13
    case .windowAnnounced: 14
    case .windowOpened: 15
    case .windowClosingNoted: 16
    case .windowClosed: 17
    case .windowChanged: 18
    case .windowReopened: 19
    case .windowCancelled: 20
    case .handedIn: 21
    case .contentChanged: 22
    case .withdrawn: 23
    case .returned: 24
    case .returnRecalled: 25
    case .lateAccepted: 26
    case .amended: 27
    case .extended: 28
    case .yearEnded: 29
    case .answerDelayed: 30
    case .openingRecorded: 31
    case .assignmentProposed: 32
    case .assignmentAdjusted: 33
    case .assignmentReleased: 34
    case .assignmentRecalled: 35
    case .reviewAssigned: 36
    case .evaluatorNeeded: 37
    case .reviewSeen: 38
    case .scorecardHandedIn: 39
    case .reviewDeclined: 40
    case .reviewReassigned: 41
    case .reviewExtended: 42
    case .criterionReopened: 43
    case .overdueEscalated: 44
    case .outcomeReached: 45
    case .decisionReleased: 46
    case .decisionRecalled: 47
    case .decisionReopened: 48
    case .fileTaken: 49
    case .undone: 50
    case .clockConfirmed: 51
    case .awaySet: 52
    case .entriesMade: 53
    }
  }

  static let kindCount = 54
}

enum EventFixtures {
  private static let noon = Instant(milliseconds: 1_789_000_000_000)
  private static let later = Instant(milliseconds: 1_790_000_000_000)
  private static let person = PersonID(5)
  private static let submission = SubmissionID(7)
  private static let version = RubricVersion(
    rubric: "evidence", hash: String(repeating: "0a", count: 32))

  private static func secret<Value>(_ value: Value) -> Personal<Value> { Personal(value) }
  private static func words(_ what: String) -> Personal<String> { Personal("\(mark) \(what)") }

  private static let content = Content(
    answers: [Answer(part: "learning", text: "\(mark) answer")],
    artifacts: [
      Artifact(part: "students", place: .link("https://drive.example/\(mark)")),
      Artifact(
        part: nil,
        place: .file(
          sha256: String(repeating: "ab", count: 32), bytes: 1_234, mediaType: "application/pdf",
          name: "\(mark).pdf")),
    ])

  private static let answer = AnswerTimes(
    reviewsDue: noon, releaseBy: noon, promisedMorning: later, notifyBy: later)

  private static let window = WindowTimes(
    announce: noon, opens: noon, closingNote: noon, ends: later, graceEnds: later,
    assignBy: later, reviewsDue: later, releaseBy: later, promisedMorning: later, notifyBy: later)

  private static let review = NewReview(
    review: ReviewID(9), submission: submission, round: 2, evaluator: PersonID(2),
    part: .secondEvaluator, due: noon, escalate: later, isOutsideField: true, isByHand: false)

  private static let pair = AssignedPair(
    submission: submission, evaluator: PersonID(2), part: .evaluator, affinityThousandths: 800,
    isOutsideField: false, isByHand: true, isPinned: true)

  private static let card = HandedInScorecard(
    rubric: version, scores: [CriterionScore(criterion: "learning", level: "met")],
    words: secret(
      ScorecardWords(
        feedback: [CriterionFeedback(criterion: "learning", text: "\(mark) feedback")],
        note: "\(mark) note")), met: ["learning"], outcome: .notYet)

  static func all() throws -> [Event] {
    try policy() + people() + windows() + submissions() + reviews() + decisions() + pay()
  }

  private static func policy() throws -> [Event] {
    [
      .programSet(ProgramSet(program: try MapleHollow.program())),
      .calendarSet(CalendarSet(calendar: try MapleHollow.calendar())),
      .rubricAdded(RubricAdded(version: version, text: "{\"id\":\"evidence\"}")),
      .offeringRecorded(
        OfferingRecorded(
          offering: Offering(
            id: OfferingID(1), code: "DT-1", title: "Design thinking", issuer: "Maple Hollow",
            skills: ["Design thinking"], leaders: [PersonID(2)], hoursHundredths: 450,
            summary: "Think.", link: "https://catalog.example/dt-1", isActive: true))),
      .fileTaken(
        FileTaken(
          file: String(repeating: "cd", count: 32), kind: "people", rows: 3, taken: 2, setAside: 1,
          unreadable: "")),
      .undone(Undone(command: 41)), .clockConfirmed(ClockConfirmed(at: noon)),
      .openingRecorded(
        OpeningRecorded(
          opening: Opening(
            id: OpeningID(3), kind: .carriedOver, earner: person, title: words("title"),
            offering: OfferingID(1), date: try day("2025-05-01"), cents: 20_000,
            hoursHundredths: 400, submission: submission))),
    ]
  }

  private static func people() throws -> [Event] {
    let details = PersonDetails(
      employeeNumber: "\(mark)-1005", givenName: "\(mark) Maya", preferredName: "\(mark) M",
      familyName: "\(mark) Ellis", email: "\(mark)@maplehollow.example",
      salaries: [SalaryStep(from: try day("2026-07-01"), cents: 7_654_321)])
    let record = EmploymentRecord(
      school: "Oak School", supervisor: PersonID(9), bargainingUnit: "Teachers",
      fullTimeThousandths: 500, hired: try day("2010-08-15"), left: try day("2030-06-30"))
    let profile = EvaluatorProfile(
      expertise: [Expertise(skill: "Technology", grade: .proficient)],
      trained: try day("2026-08-01"), loadMin: 1, loadMax: 4,
      away: [AwaySpan(first: try day("2026-10-01"), last: try day("2026-10-05"))],
      interests: words("interests"))
    return [
      .personRecorded(PersonRecorded(person: person, details: secret(details), record: record)),
      .roleGranted(RoleGranted(person: person, role: .clerk)),
      .roleRevoked(RoleRevoked(person: person, role: .adjudicator)),
      .evaluatorRecorded(EvaluatorRecorded(person: person, profile: profile)),
      .conflictDeclared(ConflictDeclared(person: person, other: PersonID(2))),
      .deputiesSet(
        DeputiesSet(
          administrator: PersonID(1),
          deputies: [
            Deputy(person: PersonID(8), from: try day("2026-10-01"), until: try day("2026-10-05"))
          ])),
      .addressMarked(AddressMarked(person: person, hasBounced: true)),
      .noticesMuted(NoticesMuted(person: person, kind: "window-announced", isMuted: true)),
      .awaySet(
        AwaySet(
          person: person,
          away: [AwaySpan(first: try day("2026-10-01"), last: try day("2026-10-05"))])),
      .personErased(PersonErased(person: person, entries: [3, 8])),
      .lateAccepted(
        LateAccepted(
          person: person, window: WindowID(4), until: later, reason: words("reason"))),
    ]
  }

  private static func windows() throws -> [Event] {
    let id = WindowID(4)
    let before = WindowChanged.Before(
      opensOn: try day("2026-09-14"), endsOn: try day("2026-09-28"), times: window)
    return [
      .windowPlanned(
        WindowPlanned(
          window: id, stage: .evidence, label: "Fall 2026", opensOn: try day("2026-09-14"),
          endsOn: try day("2026-09-28"), times: window)),
      .windowAnnounced(WindowAnnounced(window: id, isMergedIntoOpening: true)),
      .windowOpened(WindowOpened(window: id)),
      .windowClosingNoted(WindowClosingNoted(window: id)),
      .windowClosed(WindowClosed(window: id)),
      .windowChanged(
        WindowChanged(
          window: id, version: 2, opensOn: try day("2026-09-14"), endsOn: try day("2026-10-01"),
          times: window, before: before, reason: "The storm.")),
      .windowReopened(
        WindowReopened(
          window: id, version: 3, endsOn: try day("2026-10-05"), times: window, before: before,
          reason: "The storm.")),
      .windowCancelled(WindowCancelled(window: id, reason: "Too few.")),
    ]
  }

  private static func submissions() -> [Event] {
    [
      .handedIn(
        HandedIn(
          submission: submission, stage: .evidence, earner: person, offering: OfferingID(1),
          proposal: SubmissionID(2), window: WindowID(4), round: 2, title: words("title"),
          skills: ["Technology"], content: secret(content), rubric: version, source: .mail,
          receivedAt: noon, times: answer, lacking: [.evaluator], isOfThePast: true)),
      .contentChanged(
        ContentChanged(
          submission: submission, earner: person, offering: OfferingID(1), title: words("title"),
          skills: ["Technology"], content: secret(content), receivedAt: noon)),
      .withdrawn(Withdrawn(submission: submission, reviews: [ReviewID(9)])),
      .returned(
        Returned(
          submission: submission, earner: person,
          missing: [
            MissingPart(part: "students", kind: .linkClosed, words: words("link")),
            MissingPart(part: nil, kind: .other),
          ], handInBy: later, reviews: [ReviewID(9)])),
      .returnRecalled(ReturnRecalled(submission: submission, reviews: [ReviewID(9)])),
      .amended(
        Amended(
          submission: submission, earner: person, title: words("title"), skills: ["Technology"],
          content: secret(content), reason: words("reason"))),
      .extended(
        Extended(
          submission: submission, earner: person, ends: later, endedBefore: noon,
          reason: words("reason"))),
      .yearEnded(YearEnded(submission: submission, ends: later)),
      .answerDelayed(
        AnswerDelayed(submission: submission, round: 2, before: answer, times: answer)),
    ]
  }

  private static func reviews() -> [Event] {
    let id = ReviewID(9)
    return [
      .assignmentProposed(
        AssignmentProposed(
          assignment: AssignmentID(6), window: WindowID(4), pairs: [pair],
          unassigned: [SubmissionID(8)], replaces: AssignmentID(5))),
      .assignmentAdjusted(
        AssignmentAdjusted(assignment: AssignmentID(6), before: pair, pair: pair)),
      .assignmentReleased(
        AssignmentReleased(
          assignment: AssignmentID(6), window: WindowID(4), reviews: [review],
          lacking: [
            NewLack(submission: SubmissionID(8), part: .evaluator, isForAdministrator: true)
          ])),
      .assignmentRecalled(AssignmentRecalled(assignment: AssignmentID(6), reviews: [id])),
      .reviewAssigned(ReviewAssigned(review: review)),
      .evaluatorNeeded(
        EvaluatorNeeded(submission: submission, part: .adjudicator, isForAdministrator: false)),
      .reviewSeen(ReviewSeen(review: id)),
      .scorecardHandedIn(
        ScorecardHandedIn(review: id, submission: submission, earner: person, scorecard: card)),
      .reviewDeclined(
        ReviewDeclined(
          review: id, submission: submission, evaluator: PersonID(2), earner: person,
          reason: .notMyField, words: words("words"))),
      .reviewReassigned(ReviewReassigned(from: id, to: review)),
      .reviewExtended(
        ReviewExtended(
          review: id, due: later, escalate: later, dueBefore: noon, escalateBefore: noon)),
      .criterionReopened(
        CriterionReopened(
          submission: submission, earner: person, review: id, criterion: "learning",
          reason: words("reason"))),
      .overdueEscalated(OverdueEscalated(window: WindowID(4), reviews: [id])),
    ]
  }

  private static func decisions() -> [Event] {
    [
      .outcomeReached(
        OutcomeReached(submission: submission, outcome: .earned, met: ["learning"])),
      .decisionReleased(
        DecisionReleased(
          decision: DecisionID(11), submission: submission, round: 2, outcome: .notYet,
          reviews: [ReviewID(9)], rubric: version, met: ["learning"], handInAgainBy: later,
          yearEnds: later, corrects: DecisionID(10), isOfThePast: true, yearLastsUntil: later)),
      .decisionRecalled(DecisionRecalled(decision: DecisionID(11))),
      .decisionReopened(
        DecisionReopened(
          decision: DecisionID(11), submission: submission, earner: person, times: answer,
          lacking: [.evaluator, .secondEvaluator], reason: words("reason"))),
    ]
  }

  /// Kinds that were there before there was pay, with what they say of it.
  static func withPay() throws -> [Event] {
    var program = try MapleHollow.program()
    program.pay = try Pay.stipends()
    program.pay?.payDates.dates = [
      PayDateRule(
        label: "January", cutOff: try MapleHollow.rule("last Friday of December"),
        pays: try MapleHollow.rule("last Friday of January"))
    ]
    program.payroll = PayrollFormat(
      kind: .fixedWidth, hasHeadings: false, lineEnd: .lf, encoding: .latin1,
      columns: [
        PayrollColumn(
          "Amount", .amount, amounts: .cents, width: 10, align: .right, pad: .zero),
        PayrollColumn("Account", .account, width: 8),
      ], trailer: [PayrollColumn("Kind", .text, text: "T", width: 1)],
      accounts: PayrollAccounts(stipend: "1130-210"))
    return try [
      .programSet(
        ProgramSet(program: program, payFrom: PayYearStart(day: day("2026-07-01"), at: noon)))
    ]
      + people().prefix(1).map { event in
        guard case .personRecorded(var recorded) = event else { return event }
        recorded.unitFrom = try day("2026-08-24")
        return .personRecorded(recorded)
      }
      + policy().filter { $0.type == "offering-recorded" }.map { event in
        guard case .offeringRecorded(var recorded) = event else { return event }
        recorded.offering.cents = 150_00
        return .offeringRecorded(recorded)
      }
      + submissions().prefix(2).map { event in
        switch event {
        case .handedIn(var event):
          event.cents = 400_01
          return .handedIn(event)
        case .contentChanged(var event):
          event.cents = 0
          return .contentChanged(event)
        default: return event
        }
      }
  }

  /// What one rise leads to, from applying to a reversal after it was paid.
  private static func pay() throws -> [Event] {
    let rules = PayRules(
      try Pay.rises(), effective: try day("2026-07-01"), zone: centralTime, graceMinutes: 10)
    let salary = Employment.Salary(from: try day("2026-07-01"), Money(cents: 61_000_00))
    let people = [person.inLedger: Employment(salaries: [salary])]
    var book = Book(nextEntry: 41)
    var entries: [LedgerEntry] = []
    func enter(_ happening: Happening, _ time: String) throws {
      let cause = Cause(
        journal: 93, at: try at(time), by: PersonNumber(1), decision: 11, rubric: version)
      let made = try rules.entries(for: happening, cause: cause, people: people, book: book)
      book.apply(made)
      entries += made
    }
    try enter(
      .applied(
        Application(
          person: person.inLedger, item: submission.inLedger, amount: Money(cents: 400_01),
          at: at("2026-09-20"))), "2026-09-20")
    try enter(
      .awarded(
        Award(
          person: person.inLedger, item: submission.inLedger, handedIn: at("2026-11-02"),
          decided: at("2026-11-20"))), "2026-11-20")
    let dates = rules.payDates(from: try day("2026-12-01"), through: try day("2026-12-31"))
    let payDate = try #require(dates.first)
    let settlement = rules.settlement(for: payDate, people: people, book: book)
    try enter(.sealed(payDate, token: settlement.token, hash: "0a0b"), "2026-12-10")
    try enter(.paid(try day("2026-12-18")), "2026-12-18")
    try enter(.reopened(submission.inLedger), "2027-01-10")
    return [
      .entriesMade(
        EntriesMade(
          entries: entries, reason: words("reason"),
          nextYear: PayYearStart(day: try day("2027-07-01"), at: later)))
    ]
  }
}
