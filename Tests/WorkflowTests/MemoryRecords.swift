import CivilTime
import Ledger
import Programs
import Rubrics
import Workflow

/// Records over dictionaries: what storage does, without storage.
struct MemoryRecords: Sendable {
  /// What events are carried into; the journal lies beside it.
  struct Tables: Hashable, Sendable {
    var program: Program?
    var calendar = SchoolCalendar.empty
    var rubrics: [RubricVersion: String] = [:]
    var rubricInForce: [RubricID: RubricVersion] = [:]
    var offerings: [OfferingID: Offering] = [:]
    var people: [PersonID: Person] = [:]
    var windows: [WindowID: Window] = [:]
    var submissions: [SubmissionID: Submission] = [:]
    var reviews: [ReviewID: Review] = [:]
    var decisions: [DecisionID: Decision] = [:]
    var assignments: [AssignmentID: Assignment] = [:]
    var openings: [OpeningID: Opening] = [:]
    var payPolicies: [PolicyVersion] = []
    var ledger: [LedgerEntry] = []
    var payYear: PayYearStart?
  }

  var tables = Tables()
  var journal: [Entry] = []
  /// Commands of which somebody has been told.
  var told: Set<Int64> = []
  /// Rubrics as they were read, so that a test does not read them again with each command.
  var readRubrics: [RubricVersion: Rubric] = [:]

  /// What falls due, by instant, then by name and record.
  var agenda: [AgendaEntry] {
    guard let program = tables.program else { return [] }
    let entries =
      tables.windows.values.flatMap { $0.agenda(by: program) }
      + tables.submissions.values.flatMap { $0.agenda(by: program) }
      + tables.reviews.values.flatMap { $0.agenda() } + (tables.payYear?.agenda ?? [])
    return entries.sorted {
      ($0.due, $0.item.name, $0.item.subject) < ($1.due, $1.item.name, $1.item.subject)
    }
  }
}

extension MemoryRecords: RecordReading {
  func program() -> Program? { tables.program }
  func calendar() -> SchoolCalendar { tables.calendar }

  func rubric(_ version: RubricVersion) throws -> Rubric? {
    if let known = readRubrics[version] { return known }
    return try tables.rubrics[version].map {
      try Rubric.read(Array($0.utf8), file: version.description)
    }
  }

  func rubricInForce(_ id: RubricID) throws -> Rubric? {
    try tables.rubricInForce[id].flatMap(rubric)
  }

  func offering(_ id: OfferingID) -> Offering? { tables.offerings[id] }
  func offering(code: String) -> Offering? { tables.offerings.values.first { $0.code == code } }

  func offerings(titled title: String) -> [Offering] {
    let found = tables.offerings.values.filter { $0.title.foldedTitle == title.foldedTitle }
    return Array(found.sorted { $0.id < $1.id }.prefix(10))
  }

  func person(_ id: PersonID) -> Person? { tables.people[id] }

  func person(employeeNumber: String) -> Person? {
    tables.people.values.first { $0.details.value?.employeeNumber == employeeNumber }
  }

  func person(email: String) -> Person? {
    tables.people.values.first { $0.details.value?.email.lowercased() == email.lowercased() }
  }

  func people(with role: Role) -> [Person] {
    tables.people.values.filter { $0.roles.contains(role) }.sorted { $0.id < $1.id }
  }

  func evaluators() -> [Person] {
    tables.people.values.filter { $0.evaluator != nil }.sorted { $0.id < $1.id }
  }

  func window(_ id: WindowID) -> Window? { tables.windows[id] }

  func windows() -> [Window] {
    tables.windows.values.sorted { ($0.times.opens, $0.id) < ($1.times.opens, $1.id) }
  }

  func submission(_ id: SubmissionID) -> Submission? { tables.submissions[id] }

  func submissions(of earner: PersonID) -> [Submission] {
    tables.submissions.values.filter { $0.earner == earner }.sorted { $0.id < $1.id }
  }

  func submissions(in window: WindowID) -> [Submission] {
    tables.submissions.values.filter { $0.window == window }.sorted { $0.id < $1.id }
  }

  func review(_ id: ReviewID) -> Review? { tables.reviews[id] }

  func reviews(of submission: SubmissionID) -> [Review] {
    tables.reviews.values.filter { $0.submission == submission }.sorted { $0.id < $1.id }
  }

  func openReviews(of evaluator: PersonID) -> [Review] {
    tables.reviews.values.filter { $0.evaluator == evaluator && $0.isOpen }
      .sorted { $0.id < $1.id }
  }

  func openReviewCounts() -> [PersonID: Int] {
    tables.reviews.values.filter(\.isOpen).reduce(into: [:]) { $0[$1.evaluator, default: 0] += 1 }
  }

  func overdueReviews(of window: WindowID?, at now: Instant) -> [Review] {
    tables.reviews.values.filter {
      $0.isOpen && !$0.isEscalated && $0.escalate <= now
        && tables.submissions[$0.submission]?.window == window
    }.sorted { $0.id < $1.id }
  }

  func decision(_ id: DecisionID) -> Decision? { tables.decisions[id] }
  func assignment(_ id: AssignmentID) -> Assignment? { tables.assignments[id] }

  func assignments(of window: WindowID) -> [Assignment] {
    tables.assignments.values.filter { $0.window == window }.sorted { $0.id < $1.id }
  }

  func openings(of earner: PersonID) -> [Opening] {
    tables.openings.values.filter { $0.earner == earner }.sorted { $0.id < $1.id }
  }

  func openings() -> [Opening] { tables.openings.values.sorted { $0.id < $1.id } }

  func payPolicies() -> [PolicyVersion] { tables.payPolicies }

  func ledger(_ part: LedgerPart) -> [LedgerEntry] {
    var book = Book()
    book.apply(tables.ledger)
    func entries(of people: Set<PersonNumber>) -> [LedgerEntry] {
      tables.ledger.filter { entry in
        entry.postings.contains { $0.person.map(people.contains) ?? false }
      }
    }
    switch part {
    case .person(let id): return entries(of: [id.inLedger])
    case .openLots: return entries(of: Set(book.open.compactMap { book.lot($0)?.person }))
    case .payDate(let day):
      return entries(of: Set(book.payDates[day]?.lots.compactMap { book.lot($0)?.person } ?? []))
    case .rises: return entries(of: Set(book.rises.compactMap { book.items[$0]?.person }))
    case .district:
      return tables.ledger.filter { $0.postings.allSatisfy { $0.person == nil } }
    }
  }

  func fundsByDay() -> [CivilDate: Money] {
    var book = Book()
    book.apply(tables.ledger)
    return book.funds
  }

  func payYear() -> PayYearStart? { tables.payYear }

  func lastSequence() -> Int64 { journal.last?.sequence ?? 0 }

  func nextIdentifiers() -> NextIdentifiers {
    NextIdentifiers(
      person: next(tables.people.keys), offering: next(tables.offerings.keys),
      window: next(tables.windows.keys), submission: next(tables.submissions.keys),
      review: next(tables.reviews.keys), decision: next(tables.decisions.keys),
      assignment: next(tables.assignments.keys), opening: next(tables.openings.keys),
      ledgerEntry: (tables.ledger.last?.number ?? 0) + 1)
  }

  private func next<Kind>(_ ids: some Sequence<Identifier<Kind>>) -> Int64 {
    (ids.max()?.number ?? 0) + 1
  }

  func recordedCommand(_ number: Int64) -> RecordedCommand? {
    let entries = journal.filter { $0.command == number }
    guard let first = entries.first else { return nil }
    return RecordedCommand(
      number: number, at: first.at, by: first.by, events: entries.map(\.event),
      isTold: told.contains(number),
      isUndone: journal.contains { $0.event == .undone(Undone(command: number)) })
  }

  func entries(concerning person: PersonID) -> [Int64] {
    journal.filter { $0.event.payload.concerns.contains(person) }.map(\.sequence)
  }
}

extension MemoryRecords: Records {
  mutating func save(_ program: Program) { tables.program = program }
  mutating func save(_ calendar: SchoolCalendar) { tables.calendar = calendar }

  mutating func saveRubric(_ version: RubricVersion, text: String) throws {
    tables.rubrics[version] = text
    tables.rubricInForce[version.rubric] = version
    readRubrics[version] = try Rubric.read(Array(text.utf8), file: version.description)
  }

  mutating func save(_ offering: Offering) { tables.offerings[offering.id] = offering }
  mutating func save(_ person: Person) { tables.people[person.id] = person }
  mutating func save(_ window: Window) { tables.windows[window.id] = window }

  mutating func save(_ submission: Submission) {
    tables.submissions[submission.id] = submission
  }

  mutating func save(_ review: Review) { tables.reviews[review.id] = review }
  mutating func save(_ decision: Decision) { tables.decisions[decision.id] = decision }
  mutating func save(_ assignment: Assignment) { tables.assignments[assignment.id] = assignment }
  mutating func save(_ opening: Opening) { tables.openings[opening.id] = opening }
  mutating func save(_ policy: PolicyVersion) { tables.payPolicies.append(policy) }
  mutating func save(_ entry: LedgerEntry) { tables.ledger.append(entry) }
  mutating func save(_ year: PayYearStart) { tables.payYear = year }
  mutating func stopPaying() { (tables.payPolicies, tables.payYear) = ([], nil) }

  mutating func erase(_ person: PersonID, at instant: Instant) {
    tables.people[person]?.details.value = nil
    tables.people[person]?.evaluator?.interests.value = nil
    for submission in submissions(of: person) {
      tables.submissions[submission.id] = submission.withoutWords
      for review in reviews(of: submission.id) { tables.reviews[review.id] = review.withoutWords }
      for decision in tables.decisions.values where decision.submission == submission.id {
        guard case .reopened(let at, _) = decision.standing else { continue }
        tables.decisions[decision.id]?.standing = .reopened(at: at, reason: .init(nil))
      }
    }
    for review in tables.reviews.values where review.evaluator == person {
      guard review.state.name == .declined else { continue }
      tables.reviews[review.id] = review.withoutWords
    }
    for opening in openings(of: person) { tables.openings[opening.id]?.title.value = nil }
  }
}

extension Submission {
  fileprivate var withoutWords: Submission {
    var erased = self
    erased.title.value = nil
    erased.content.value = nil
    for index in erased.reopened.indices { erased.reopened[index].reason.value = nil }
    if case .returned(var back) = erased.state {
      for index in back.missing.indices { back.missing[index].words.value = nil }
      erased.state = .returned(back)
    }
    return erased
  }
}

extension Review {
  fileprivate var withoutWords: Review {
    var erased = self
    switch state {
    case .handedIn(var scorecard, let at):
      scorecard.words.value = nil
      erased.state = .handedIn(scorecard, at: at)
    case .declined(let reason, _, let at):
      erased.state = .declined(reason, words: .init(nil), at: at)
    case .assigned, .seen, .reassigned, .closed: break
    }
    return erased
  }
}
