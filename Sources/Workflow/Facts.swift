public import CivilTime
public import Ledger
public import Programs
public import Rubrics

/// What a decision is made from: read in the same transaction, before it.
///
/// Each command fills what it needs (``gather(for:by:zone:from:)``) and no more; what it did not ask for is empty.
public struct Facts: Sendable {
  public var program: Program?
  public var calendar: SchoolCalendar
  public var zone: Zone
  public var next: NextIdentifiers
  /// Who asks, if it is a person.
  public var asker: Person?
  public var administrators: [Person] = []
  public var people: [PersonID: Person] = [:]
  public var windows: [Window] = []
  /// The submissions that the command names.
  public var submissions: [SubmissionID: Submission] = [:]
  /// All submissions of the teacher who hands in, by id.
  public var own: [Submission] = []
  public var inWindow: [Submission] = []
  public var reviews: [SubmissionID: [Review]] = [:]
  public var decisions: [DecisionID: Decision] = [:]
  public var assignment: Assignment?
  public var openCounts: [PersonID: Int] = [:]
  public var overdue: [Review] = []
  public var offerings: [Offering] = []
  public var rubrics: [RubricVersion: Rubric] = [:]
  /// The rubric in force of each stage.
  public var rubricInForce: [StageKind: Rubric] = [:]
  public var openings: [Opening] = []
  public var recorded: RecordedCommand?
  public var concerning: [Int64] = []
  /// `nil` where the program pays nothing. Its dates bring due dates forward.
  public var payRules: PayRules?
  /// `nil` where the program pays nothing, or the command moves no money.
  public var pay: PayFacts?

  public init(
    program: Program?, calendar: SchoolCalendar, zone: Zone, next: NextIdentifiers
  ) {
    self.program = program
    self.calendar = calendar
    self.zone = zone
    self.next = next
  }

  /// Every instant that follows from dates, by the program's policy.
  public func deadlines() throws(Refusal) -> Deadlines {
    Deadlines(zone: zone, calendar: calendar, mail: try policy().mail)
  }

  /// The program in force.
  public func policy() throws(Refusal) -> Program {
    guard let program else {
      throw Refusal(.notNow, "No program is set yet: begin with `rubricctl init --program FILE`.")
    }
    return program
  }

  func stage(_ kind: StageKind) throws(Refusal) -> Stage {
    guard let stage = try policy().stage(kind) else {
      throw Refusal(.againstTheRules, "This program has no \(kind.rawValue) step.")
    }
    return stage
  }

  /// By which rules work goes on that came in for a step: the step's own, or where the program has given the step
  /// up, those of the one that it has.
  func stage(of submission: Submission) throws(Refusal) -> Stage {
    let program = try policy()
    return program.stage(submission.stage) ?? program.evidence
  }

  func window(_ id: WindowID) throws(Refusal) -> Window {
    guard let window = windows.first(where: { $0.id == id }) else { throw .notFound("window", id) }
    return window
  }

  func person(_ id: PersonID) throws(Refusal) -> Person {
    guard let person = people[id] else { throw .notFound("person", id) }
    return person
  }

  /// Somebody whose name and words are still here: nothing new is written about whoever was erased.
  func present(_ id: PersonID) throws(Refusal) -> Person {
    let person = try person(id)
    guard person.erased == nil else {
      throw Refusal(.notInThisState, "What the district knew of person \(id) was erased.")
    }
    return person
  }

  func submission(_ id: SubmissionID) throws(Refusal) -> Submission {
    guard let submission = submissions[id] else { throw .notFound("submission", id) }
    return submission
  }

  func review(_ id: ReviewID) throws(Refusal) -> Review {
    for reviews in reviews.values {
      if let review = reviews.first(where: { $0.id == id }) { return review }
    }
    throw .notFound("review", id)
  }

  func theAssignment(_ id: AssignmentID) throws(Refusal) -> Assignment {
    guard let assignment, assignment.id == id else { throw .notFound("assignment", id) }
    return assignment
  }
}
