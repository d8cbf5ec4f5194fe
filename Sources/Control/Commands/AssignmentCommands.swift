import CivilTime
import Documents
import Office
import Store
import Workflow

struct AssignmentPropose: ControlCommand {
  static let signature = Signature(
    "assignment propose", "Work out who evaluates what of a closed window; nobody is told yet",
    details: "What is pinned stays. A proposal takes the place of the one before.",
    parameters: [windowParameter], example: "assignment propose 3")
  private let window: Int64
  init(_ arguments: Arguments) throws(Failure) { window = try arguments.number(0) }
  var access: Access { .changing }

  func run(in session: Session) throws {
    let id = try session.read { try $0.theWindow(window).id }
    session.progress("working out the assignment of window \(window) …")
    let performed = try session.office.proposeAssignment(for: id, by: session.actor())
    session.endProgress()
    session.tell(performed, "Proposed. Look at it: rubricctl assignment show \(window)")
  }
}

extension StoredRecords {
  /// The latest assignment of a window.
  func theAssignment(of window: Window) throws -> Assignment {
    guard let id = window.assignment, let assignment = try assignment(id) else {
      throw Failure(
        .noInput, "Window \(window.id) has no assignment yet.",
        hint: "rubricctl assignment propose \(window.id)")
    }
    return assignment
  }
}

struct AssignmentMove: ControlCommand {
  static let signature = Signature(
    "assignment move", "Give a submission of a proposed assignment to somebody else",
    parameters: [
      windowParameter, submissionParameter, Parameter("EVALUATOR", "Who is to have it"),
    ],
    options: [Option("--part", "PART", "evaluator (default), secondEvaluator or adjudicator")],
    example: "assignment move 3 12 theo@example.org")
  private let window: Int64
  private let submission: Int64
  private let evaluator: String
  private let part: EvaluatorPart

  init(_ arguments: Arguments) throws(Failure) {
    window = try arguments.number(0)
    submission = try arguments.number(1)
    evaluator = arguments[2]
    part = try arguments.choice("--part") ?? .evaluator
  }

  var access: Access { .changing }

  func run(in session: Session) throws {
    let (assignment, person) = try session.read { records in
      let window = try records.theWindow(window)
      return (try records.theAssignment(of: window), try Session.person(evaluator, in: records))
    }
    try session.perform(
      .moveAssignment(assignment.id, SubmissionID(submission), to: person.id, part: part),
      "Submission \(submission) goes to \(person.fullName).")
  }
}

struct AssignmentPin: ControlCommand {
  static let signature = Signature(
    "assignment pin", "Keep a pair in whatever is proposed next",
    parameters: [windowParameter, submissionParameter, Parameter("EVALUATOR", "Who has it")],
    example: "assignment pin 3 12 theo@example.org")
  private let pinning: Pinning
  init(_ arguments: Arguments) throws(Failure) { pinning = try Pinning(arguments) }
  var access: Access { .changing }
  func run(in session: Session) throws { try pinning.perform(isPinned: true, in: session) }
}

struct AssignmentUnpin: ControlCommand {
  static let signature = Signature(
    "assignment unpin", "No longer keep a pair",
    parameters: [windowParameter, submissionParameter, Parameter("EVALUATOR", "Who has it")],
    example: "assignment unpin 3 12 theo@example.org")
  private let pinning: Pinning
  init(_ arguments: Arguments) throws(Failure) { pinning = try Pinning(arguments) }
  var access: Access { .changing }
  func run(in session: Session) throws { try pinning.perform(isPinned: false, in: session) }
}

private struct Pinning: Sendable {
  let window: Int64
  let submission: Int64
  let evaluator: String

  init(_ arguments: Arguments) throws(Failure) {
    window = try arguments.number(0)
    submission = try arguments.number(1)
    evaluator = arguments[2]
  }

  func perform(isPinned: Bool, in session: Session) throws {
    let (assignment, person) = try session.read { records in
      let window = try records.theWindow(window)
      return (try records.theAssignment(of: window), try Session.person(evaluator, in: records))
    }
    try session.perform(
      .pinAssignment(assignment.id, SubmissionID(submission), person.id, isPinned: isPinned),
      isPinned ? "Pinned." : "No longer pinned.")
  }
}

struct AssignmentRelease: ControlCommand {
  static let signature = Signature(
    "assignment release", "Put a window's proposed assignment in force; evaluators are told",
    details:
      "For some minutes it can be undone (rubricctl undo); after that, reassign single reviews.",
    parameters: [windowParameter], example: "assignment release 3")
  private let window: Int64
  init(_ arguments: Arguments) throws(Failure) { window = try arguments.number(0) }
  var access: Access { .changing }

  func run(in session: Session) throws {
    let assignment = try session.read { try $0.theAssignment(of: $0.theWindow(window)) }
    try session.perform(
      .releaseAssignment(assignment.id), "Released: \(assignment.pairs.count) reviews.")
  }
}

struct AssignmentSuggest: ControlCommand {
  static let signature = Signature(
    "assignment suggest", "List who could evaluate a submission, the best match first",
    parameters: [submissionParameter], options: [Option("--limit", "N", "Most rows (default 200)")],
    example: "assignment suggest 12 --limit 5")
  private let submission: Int64
  private let limit: Int

  init(_ arguments: Arguments) throws(Failure) {
    submission = try arguments.number(0)
    limit = try arguments.limit()
  }

  var access: Access { .reading }

  func run(in session: Session) throws {
    let id = try session.read { try $0.theSubmission(submission).id }
    let people = try session.office.suggestions(for: id, limit: limit)
    let rows = try session.read { records in
      let counts = try records.openReviewCounts()
      return try people.compactMap { id in
        try records.person(id).map { (person: $0, open: counts[id] ?? 0) }
      }
    }
    session.output.list(
      rows, none: "Nobody without a conflict could evaluate it.",
      columns: [
        Column("#", .right) { "\($0.person.id)" },
        Column("EVALUATOR", .flexible) { $0.person.fullName },
        Column("OPEN", .right) { "\($0.open)" },
        Column("SKILLS", .flexible) { row in
          (row.person.evaluator?.expertise ?? []).map(\.skill).joined(separator: ", ")
        },
      ],
      json: { row in
        .fields([
          "person": .number(row.person.id.number), "name": .string(row.person.fullName),
          "openReviews": .integer(row.open),
          "skills": .strings((row.person.evaluator?.expertise ?? []).map(\.skill)),
        ])
      })
  }
}
