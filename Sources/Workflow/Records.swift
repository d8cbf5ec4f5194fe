public import CivilTime
public import Ledger
public import Programs
public import Rubrics

/// What the tables hold, as facts are read from it.
///
/// Storage implements it over a database, tests over dictionaries. Every list is in a stated order, so that
/// decisions never depend on chance. Errors are the storage's own and pass through.
public protocol RecordReading {
  // MARK: Policy
  func program() throws -> Program?
  func calendar() throws -> SchoolCalendar
  func rubric(_ version: RubricVersion) throws -> Rubric?
  /// The latest version of a rubric by its id.
  func rubricInForce(_ id: RubricID) throws -> Rubric?
  func offering(_ id: OfferingID) throws -> Offering?
  func offering(code: String) throws -> Offering?
  /// Offerings whose title is the same when case and runs of spaces don't count, by id; at most 10.
  func offerings(titled title: String) throws -> [Offering]

  // MARK: People
  func person(_ id: PersonID) throws -> Person?
  func person(employeeNumber: String) throws -> Person?
  /// Without regard to case.
  func person(email: String) throws -> Person?
  /// Everybody with a role, by id.
  func people(with role: Role) throws -> [Person]
  /// Everybody with an evaluator's profile, by id.
  func evaluators() throws -> [Person]

  // MARK: Work
  func window(_ id: WindowID) throws -> Window?
  /// All windows, by opening, then id.
  func windows() throws -> [Window]
  func submission(_ id: SubmissionID) throws -> Submission?
  /// All of one person's, by id.
  func submissions(of earner: PersonID) throws -> [Submission]
  /// One person's whose title is the same when case and runs of spaces don't count, by id.
  func submissions(of earner: PersonID, titled title: String) throws -> [Submission]
  /// All of one window's, by id.
  func submissions(in window: WindowID) throws -> [Submission]
  func review(_ id: ReviewID) throws -> Review?
  /// All of one submission's, of every round, by id.
  func reviews(of submission: SubmissionID) throws -> [Review]
  /// The open ones of one evaluator, by id.
  func openReviews(of evaluator: PersonID) throws -> [Review]
  /// How many reviews each evaluator has open; nobody with none.
  func openReviewCounts() throws -> [PersonID: Int]
  /// Open reviews whose escalation has come and was not told, of a window or of none, by id.
  func overdueReviews(of window: WindowID?, at now: Instant) throws -> [Review]
  func decision(_ id: DecisionID) throws -> Decision?
  func assignment(_ id: AssignmentID) throws -> Assignment?
  /// All of a window, by id.
  func assignments(of window: WindowID) throws -> [Assignment]
  /// One person's opening figures, by id.
  func openings(of earner: PersonID) throws -> [Opening]
  /// Everybody's opening figures, by id.
  func openings() throws -> [Opening]

  // MARK: Pay
  /// Every version of the pay policy, by number.
  func payPolicies() throws -> [PolicyVersion]
  /// A part of the ledger's entries, by number.
  func ledger(_ part: LedgerPart) throws -> [LedgerEntry]
  /// What is left of the funds, by the day of each grant and payment.
  func fundsByDay() throws -> [CivilDate: Money]
  /// When the next year of salaries or funds begins; `nil` while the program pays nothing.
  func payYear() throws -> PayYearStart?

  // MARK: The journal
  /// The number of the journal's last entry; 0 while there is none.
  func lastSequence() throws -> Int64
  func nextIdentifiers() throws -> NextIdentifiers
  /// What a command led to, and whether anybody was told; `nil` if there is no such command.
  func recordedCommand(_ number: Int64) throws -> RecordedCommand?
  /// Journal entries whose personal values concern somebody, ascending.
  func entries(concerning person: PersonID) throws -> [Int64]
}

extension RecordReading {
  /// Looks through all of that person's; storage has an index for it.
  public func submissions(of earner: PersonID, titled title: String) throws -> [Submission] {
    let wanted = title.foldedTitle
    return try submissions(of: earner).filter { $0.title.value?.foldedTitle == wanted }
  }
}

/// Whose entries of the ledger are asked for.
public enum LedgerPart: Hashable, Sendable {
  /// Those that move something of one person's.
  case person(PersonID)
  /// All of everybody to whom something is owed.
  case openLots
  /// All of everybody who is in that day's file, and of the file itself.
  case payDate(CivilDate)
  /// All of everybody whose salary was raised.
  case rises
  /// Grants of funds and files that were sealed: what moves nothing of anybody's.
  case district
}

/// Records that events are carried into (``apply(_:to:)``).
public protocol Records: RecordReading {
  mutating func save(_ program: Program) throws
  mutating func save(_ calendar: SchoolCalendar) throws
  /// Keeps a rubric's canonical text, and makes it the version in force of its id.
  mutating func saveRubric(_ version: RubricVersion, text: String) throws
  mutating func save(_ offering: Offering) throws
  mutating func save(_ person: Person) throws
  mutating func save(_ window: Window) throws
  mutating func save(_ submission: Submission) throws
  mutating func save(_ review: Review) throws
  mutating func save(_ decision: Decision) throws
  mutating func save(_ assignment: Assignment) throws
  mutating func save(_ opening: Opening) throws
  mutating func save(_ policy: PolicyVersion) throws
  mutating func save(_ entry: LedgerEntry) throws
  mutating func save(_ year: PayYearStart) throws
  /// Drops policies and the year to come of a program that pays no longer, and has paid nothing.
  mutating func stopPaying() throws
  /// Erases what the tables hold of somebody's name, address and words.
  mutating func erase(_ person: PersonID, at instant: Instant) throws
}

/// A command that was performed, as undoing it needs to know it.
public struct RecordedCommand: Hashable, Sendable {
  public var number: Int64
  public var at: Instant
  public var by: Actor
  public var events: [Event]
  /// Whether a mail about it has gone out.
  public var isTold: Bool
  /// Whether it was undone already.
  public var isUndone: Bool

  public init(
    number: Int64, at: Instant, by: Actor, events: [Event], isTold: Bool, isUndone: Bool
  ) {
    self.number = number
    self.at = at
    self.by = by
    self.events = events
    self.isTold = isTold
    self.isUndone = isUndone
  }
}
