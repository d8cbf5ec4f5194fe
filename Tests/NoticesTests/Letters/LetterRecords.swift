import CivilTime
import Ledger
import Notices
import Programs
import Rubrics
import Workflow

/// What letters are worded from, over dictionaries; each test changes what it is about.
struct LetterRecords {
  var theProgram: Program
  var rubrics: [RubricVersion: Rubric] = [:]
  var offerings: [OfferingID: Offering] = [:]
  var people: [PersonID: Person] = [:]
  var allWindows: [Window] = []
  var submissions: [SubmissionID: Submission] = [:]
  var reviews: [ReviewID: Review] = [:]
  var decisions: [DecisionID: Decision] = [:]
  var assignments: [AssignmentID: Assignment] = [:]
  var draftsOf: [PersonID: [DraftSummary]] = [:]
  var progress: [ReviewID: ScorecardProgress] = [:]
  var told: [String: Instant] = [:]
  var asideRows: [String: [SetAsideRow]] = [:]
  var bouncedAddresses: [BouncedAddress] = []
  var theLastBackup: Instant?
  var takersOf: [ReviewID: [PersonID]] = [:]
  var stand = StandCounts()
  var payOf: [DecisionID: PayTold] = [:]
  var payDates: [PayDateAhead] = []
  var payOpen = PayDateOpen(count: 0, late: 0)
  var theHead = ""

  private func sorted<Kind, Value>(
    _ table: [Identifier<Kind>: Value], _ fits: (Value) -> Bool
  ) -> [Value] {
    table.sorted { $0.key < $1.key }.map(\.value).filter(fits)
  }
}

extension LetterRecords: NoticeFacts {
  func pay(of decision: Decision, zone: Zone) -> PayTold? { payOf[decision.id] }
  func payDatesAhead(at now: Instant, zone: Zone) -> [PayDateAhead] { payDates }
  func payDateFigures(_ day: CivilDate, zone: Zone) -> PayDateFigures {
    PayDateFigures(lines: 0, corrections: 0, cents: 0)
  }
  func payDateOpen(_ day: CivilDate, at now: Instant, zone: Zone) -> PayDateOpen { payOpen }
  func program() -> Program? { theProgram }
  func calendar() -> SchoolCalendar { .empty }
  func rubric(_ version: RubricVersion) -> Rubric? { rubrics[version] }
  func rubricInForce(_ id: RubricID) -> Rubric? { rubrics.values.first { $0.id == id } }
  func offering(_ id: OfferingID) -> Offering? { offerings[id] }
  func offering(code: String) -> Offering? { nil }
  func offerings(titled title: String) -> [Offering] { [] }

  func person(_ id: PersonID) -> Person? { people[id] }
  func person(employeeNumber: String) -> Person? { nil }
  func person(email: String) -> Person? { nil }
  func people(with role: Role) -> [Person] { sorted(people) { $0.roles.contains(role) } }
  func evaluators() -> [Person] { sorted(people) { $0.evaluator != nil } }

  func window(_ id: WindowID) -> Window? { allWindows.first { $0.id == id } }
  func windows() -> [Window] {
    allWindows.sorted { ($0.times.opens, $0.id) < ($1.times.opens, $1.id) }
  }
  func submission(_ id: SubmissionID) -> Submission? { submissions[id] }
  func submissions(of earner: PersonID) -> [Submission] {
    sorted(submissions) { $0.earner == earner }
  }
  func submissions(in window: WindowID) -> [Submission] {
    sorted(submissions) { $0.window == window }
  }
  func review(_ id: ReviewID) -> Review? { reviews[id] }
  func reviews(of submission: SubmissionID) -> [Review] {
    sorted(reviews) { $0.submission == submission }
  }
  func openReviews(of evaluator: PersonID) -> [Review] {
    sorted(reviews) { $0.evaluator == evaluator && $0.isOpen }
  }
  func openReviewCounts() -> [PersonID: Int] { [:] }
  func overdueReviews(of window: WindowID?, at now: Instant) -> [Review] { [] }
  func decision(_ id: DecisionID) -> Decision? { decisions[id] }
  func assignment(_ id: AssignmentID) -> Assignment? { assignments[id] }
  func assignments(of window: WindowID) -> [Assignment] {
    sorted(assignments) { $0.window == window }
  }
  func openings(of earner: PersonID) -> [Opening] { [] }
  func openings() -> [Opening] { [] }
  func payPolicies() -> [PolicyVersion] { [] }
  func ledger(_ part: LedgerPart) -> [LedgerEntry] { [] }
  func fundsByDay() -> [CivilDate: Money] { [:] }
  func payYear() -> PayYearStart? { nil }
  func lastSequence() -> Int64 { 0 }
  func nextIdentifiers() -> NextIdentifiers { NextIdentifiers() }
  func recordedCommand(_ number: Int64) -> RecordedCommand? { nil }
  func entries(concerning person: PersonID) -> [Int64] { [] }

  func staff(on day: CivilDate) -> [PersonID] { people.keys.sorted() }
  func peopleWithOpenWork(at now: Instant) -> [PersonID] { [] }
  func proposalsInProgress() -> [Submission] { [] }
  func drafts(of person: PersonID) -> [DraftSummary] { draftsOf[person] ?? [] }
  func peopleWithDrafts(for stage: StageKind) -> [PersonID] { [] }
  func scorecardProgress(of review: ReviewID) -> ScorecardProgress? { progress[review] }
  func plannedNotices(for person: PersonID) -> [PlannedNotice] { [] }
  func plannedNotices(for person: PersonID, dueBy instant: Instant) -> [PlannedNotice] { [] }
  func isPlanned(key: String, for person: PersonID) -> Bool { false }
  func plannedNotices(about: PlannedNotice.About) -> [PlannedNotice] { [] }
  func peopleTold(about: PlannedNotice.About, in names: [NoticeName]) -> [PersonID] { [] }
  func toldAt(key: String) -> Instant? { told[key] }
  func mails(to person: PersonID, since: Instant) -> [ToldMail] { [] }
  func setAside(file: String) -> [SetAsideRow] { asideRows[file] ?? [] }
  func setAsideCount() -> Int { asideRows.values.reduce(0) { $0 + $1.count } }
  func bounced(since: Instant) -> [BouncedAddress] { bouncedAddresses }
  func takers(for reviews: [ReviewID]) -> [ReviewID: [PersonID]] { takersOf }
  func counts() -> StandCounts { stand }
  func lastBackup() -> Instant? { theLastBackup }
  func head() -> String { theHead }
  func receiptCode(of submission: SubmissionID) -> String { "7f3a91c05de2" }
}
