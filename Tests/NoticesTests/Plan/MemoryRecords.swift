import CivilTime
import Ledger
import Notices
import Programs
import Rubrics
import Workflow

/// The workflow's records over dictionaries: what storage does with tables.
struct MemoryRecords {
  var theProgram: Program?
  var theCalendar = SchoolCalendar.empty
  var rubrics: [RubricVersion: Rubric] = [:]
  var rubricsInForce: [RubricID: RubricVersion] = [:]
  var offerings: [OfferingID: Offering] = [:]
  var people: [PersonID: Person] = [:]
  var allWindows: [WindowID: Window] = [:]
  var submissions: [SubmissionID: Submission] = [:]
  var reviews: [ReviewID: Review] = [:]
  var decisions: [DecisionID: Decision] = [:]
  var assignments: [AssignmentID: Assignment] = [:]
  var allOpenings: [OpeningID: Opening] = [:]
  var commands: [Int64: RecordedCommand] = [:]
  /// What lies beside the records.
  var outbox = MemoryOutbox()
  var desk = MemoryDesk()
}

extension MemoryRecords: Records {
  // MARK: Policy
  func program() -> Program? { theProgram }
  func calendar() -> SchoolCalendar { theCalendar }
  func rubric(_ version: RubricVersion) -> Rubric? { rubrics[version] }
  func rubricInForce(_ id: RubricID) -> Rubric? { rubricsInForce[id].flatMap { rubrics[$0] } }
  func offering(_ id: OfferingID) -> Offering? { offerings[id] }
  func offering(code: String) -> Offering? { offerings.values.first { $0.code == code } }
  func offerings(titled title: String) -> [Offering] {
    sorted(offerings, \.id) { $0.title.foldedTitle == title.foldedTitle }
  }

  // MARK: People
  func person(_ id: PersonID) -> Person? { people[id] }
  func person(employeeNumber: String) -> Person? {
    people.values.first { $0.details.value?.employeeNumber == employeeNumber }
  }
  func person(email: String) -> Person? {
    people.values.first { $0.details.value?.email == email.lowercased() }
  }
  func people(with role: Role) -> [Person] { sorted(people, \.id) { $0.roles.contains(role) } }
  func evaluators() -> [Person] { sorted(people, \.id) { $0.evaluator != nil } }

  // MARK: Work
  func window(_ id: WindowID) -> Window? { allWindows[id] }
  func windows() -> [Window] {
    allWindows.values.sorted { ($0.times.opens, $0.id) < ($1.times.opens, $1.id) }
  }
  func submission(_ id: SubmissionID) -> Submission? { submissions[id] }
  func submissions(of earner: PersonID) -> [Submission] {
    sorted(submissions, \.id) { $0.earner == earner }
  }
  func submissions(in window: WindowID) -> [Submission] {
    sorted(submissions, \.id) { $0.window == window }
  }
  func review(_ id: ReviewID) -> Review? { reviews[id] }
  func reviews(of submission: SubmissionID) -> [Review] {
    sorted(reviews, \.id) { $0.submission == submission }
  }
  func openReviews(of evaluator: PersonID) -> [Review] {
    sorted(reviews, \.id) { $0.evaluator == evaluator && $0.isOpen }
  }
  func openReviewCounts() -> [PersonID: Int] {
    reviews.values.filter(\.isOpen).reduce(into: [:]) { $0[$1.evaluator, default: 0] += 1 }
  }
  func overdueReviews(of window: WindowID?, at now: Instant) -> [Review] {
    sorted(reviews, \.id) {
      $0.isOpen && !$0.isEscalated && $0.escalate <= now
        && submissions[$0.submission]?.window == window
    }
  }
  func decision(_ id: DecisionID) -> Decision? { decisions[id] }
  func assignment(_ id: AssignmentID) -> Assignment? { assignments[id] }
  func assignments(of window: WindowID) -> [Assignment] {
    sorted(assignments, \.id) { $0.window == window }
  }
  func openings() -> [Opening] { sorted(allOpenings, \.id) { _ in true } }
  func openings(of earner: PersonID) -> [Opening] {
    sorted(allOpenings, \.id) { $0.earner == earner }
  }
  func payPolicies() -> [PolicyVersion] { [] }
  func ledger(_ part: LedgerPart) -> [LedgerEntry] { [] }
  func fundsByDay() -> [CivilDate: Money] { [:] }
  func payYear() -> PayYearStart? { nil }
  func lastSequence() -> Int64 { 0 }
  func nextIdentifiers() -> NextIdentifiers {
    NextIdentifiers(
      person: next(people), offering: next(offerings), window: next(allWindows),
      submission: next(submissions), review: next(reviews), decision: next(decisions),
      assignment: next(assignments), opening: next(allOpenings))
  }
  func recordedCommand(_ number: Int64) -> RecordedCommand? {
    var command = commands[number]
    command?.isTold = outbox.isTold(command: number)
    return command
  }
  func entries(concerning person: PersonID) -> [Int64] { [] }

  // MARK: Saving
  mutating func save(_ program: Program) { theProgram = program }
  mutating func save(_ calendar: SchoolCalendar) { theCalendar = calendar }
  mutating func saveRubric(_ version: RubricVersion, text: String) throws {
    rubrics[version] = try Rubric.read(Array(text.utf8), file: "rubric")
    rubricsInForce[version.rubric] = version
  }
  mutating func save(_ offering: Offering) { offerings[offering.id] = offering }
  mutating func save(_ person: Person) { people[person.id] = person }
  mutating func save(_ window: Window) { allWindows[window.id] = window }
  mutating func save(_ submission: Submission) { submissions[submission.id] = submission }
  mutating func save(_ review: Review) { reviews[review.id] = review }
  mutating func save(_ decision: Decision) { decisions[decision.id] = decision }
  mutating func save(_ assignment: Assignment) { assignments[assignment.id] = assignment }
  mutating func save(_ opening: Opening) { allOpenings[opening.id] = opening }
  mutating func save(_ policy: PolicyVersion) {}
  mutating func save(_ entry: LedgerEntry) {}
  mutating func save(_ year: PayYearStart) {}
  mutating func stopPaying() {}
  mutating func erase(_ person: PersonID, at instant: Instant) {
    people[person]?.details = Personal(nil)
    desk.drafts[person] = nil
  }

  private func sorted<Kind, Value>(
    _ table: [Identifier<Kind>: Value], _ id: KeyPath<Value, Identifier<Kind>>,
    _ fits: (Value) -> Bool
  ) -> [Value] {
    table.values.filter(fits).sorted { $0[keyPath: id] < $1[keyPath: id] }
  }

  private func next<Kind, Value>(_ table: [Identifier<Kind>: Value]) -> Int64 {
    (table.keys.map(\.number).max() ?? 0) + 1
  }
}

// MARK: - What lies beside the records

/// What is on people's desks and not in the records.
struct MemoryDesk {
  var drafts: [PersonID: [DraftSummary]] = [:]
  var progress: [ReviewID: ScorecardProgress] = [:]
  var setAside: [String: [SetAsideRow]] = [:]
  var bounced: [(person: PersonID, at: Instant)] = []
  var payDates: [PayDateAhead] = []
  var payFigures = PayDateFigures(lines: 0, corrections: 0, cents: 0)
  var payOpen = PayDateOpen(count: 0, late: 0)
}

extension MemoryRecords: NoticeFacts {
  func pay(of decision: Decision, zone: Zone) -> PayTold? { nil }
  func payDatesAhead(at now: Instant, zone: Zone) -> [PayDateAhead] { desk.payDates }
  func payDateFigures(_ day: CivilDate, zone: Zone) -> PayDateFigures { desk.payFigures }
  func payDateOpen(_ day: CivilDate, at now: Instant, zone: Zone) -> PayDateOpen { desk.payOpen }
  func staff(on day: CivilDate) -> [PersonID] {
    people.values.filter { $0.isEmployed(on: day) }.map(\.id).sorted()
  }
  func peopleWithOpenWork(at now: Instant) -> [PersonID] {
    var found: Set<PersonID> = []
    for submission in submissions.values {
      if case .inProgress = submission.progress { found.insert(submission.earner) }
      let name = submission.state.name
      if name == .returned || name == .decided, let by = submission.handInAgainBy, now < by {
        found.insert(submission.earner)
      }
    }
    return found.sorted()
  }
  func proposalsInProgress() -> [Submission] {
    submissions.values.filter {
      if case .inProgress = $0.progress { true } else { false }
    }.sorted { $0.id < $1.id }
  }
  func drafts(of person: PersonID) -> [DraftSummary] {
    (desk.drafts[person] ?? []).sorted { $1.savedAt < $0.savedAt }
  }
  func peopleWithDrafts(for stage: StageKind) -> [PersonID] {
    desk.drafts.filter { $0.value.contains { $0.stage == stage } }.map(\.key).sorted()
  }
  func scorecardProgress(of review: ReviewID) -> ScorecardProgress? { desk.progress[review] }

  func plannedNotices(for person: PersonID) -> [PlannedNotice] { outbox.planned(for: person) }

  func plannedNotices(for person: PersonID, dueBy instant: Instant) -> [PlannedNotice] {
    outbox.planned(for: person).filter { $0.due <= instant }
  }

  func isPlanned(key: String, for person: PersonID) -> Bool {
    outbox.planned(for: person).contains { $0.key == key }
  }

  func plannedNotices(about: PlannedNotice.About) -> [PlannedNotice] {
    outbox.planned(about: about)
  }
  func peopleTold(about: PlannedNotice.About, in names: [NoticeName]) -> [PersonID] {
    outbox.peopleTold(about: about, in: names)
  }
  func toldAt(key: String) -> Instant? { outbox.toldAt(key) }
  func mails(to person: PersonID, since: Instant) -> [ToldMail] {
    outbox.mails(to: person, since: since)
  }

  func setAside(file: String) -> [SetAsideRow] { desk.setAside[file] ?? [] }
  func setAsideCount() -> Int { desk.setAside.values.map(\.count).reduce(0, +) }
  func bounced(since: Instant) -> [BouncedAddress] {
    desk.bounced.filter { since <= $0.at }.map {
      BouncedAddress(person: $0.person, serverWords: "550 5.1.1")
    }
  }
  func takers(for reviews: [ReviewID]) -> [ReviewID: [PersonID]] { [:] }
  func counts() -> StandCounts {
    var counts = StandCounts()
    for submission in submissions.values {
      counts.handedIn += 1
      switch submission.state.name {
      case .underReview: counts.underReview += 1
      case .decided: counts.decided += 1
      case .returned: counts.returned += 1
      case .readyToRelease: counts.readyToRelease += 1
      case .submitted, .withdrawn: break
      }
      if submission.lacking.contains(where: \.isForAdministrator) { counts.needingEvaluator += 1 }
    }
    return counts
  }
  func receiptCode(of submission: SubmissionID) -> String { "7f3a91c05de2" }
  func lastBackup() -> Instant? { nil }
  func head() -> String { String(repeating: "0", count: 64) }
}
