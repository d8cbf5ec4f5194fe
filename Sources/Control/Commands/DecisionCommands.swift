import Documents
import Store
import Workflow

struct DecisionList: ControlCommand {
  static let signature = Signature(
    "decision list", "List decisions that are ready to be released, or those that were",
    options: [
      Option("--window", "WINDOW", "Only this window's"),
      Option("--released", nil, "Those that were released, not those that are ready"),
      Option("--limit", "N", "Most rows (default 200)"),
      Option("--after", "NUMBER", "Only after this submission: the next page"),
    ], example: "decision list --window 3")
  private let window: Int64?
  private let state: SubmissionStateName
  private let limit: Int
  private let after: Int64

  init(_ arguments: Arguments) throws(Failure) {
    window = try arguments.number("--window")
    state = arguments.has("--released") ? .decided : .readyToRelease
    limit = try arguments.limit()
    after = try arguments.number("--after") ?? 0
  }

  var access: Access { .reading }

  func run(in session: Session) throws {
    let lines = try session.read { records in
      let filter: SubmissionFilter =
        if let window {
          .windowAndState(try records.theWindow(window).id, state)
        } else {
          .state(state)
        }
      let rows = try records.submissions(filter, after: SubmissionID(after), limit: limit)
      return try SubmissionLine.lines(rows, records, session)
    }
    SubmissionLine.list(
      lines, none: state == .decided ? "Nothing is decided." : "Nothing is ready to release.",
      in: session)
  }
}

struct DecisionRelease: ControlCommand {
  static let signature = Signature(
    "decision release", "Release decisions; their teachers are told",
    details: "For some minutes it can be undone: rubricctl undo.",
    parameters: [Parameter("SUBMISSION", "Submissions that are ready", .anyNumber)],
    options: [
      Option("--window", "WINDOW", "All of this window's that are ready"),
      Option("--all", nil, "All that are ready"),
    ], example: "decision release --window 3")
  private let submissions: [SubmissionID]
  private let window: Int64?

  init(_ arguments: Arguments) throws(Failure) {
    var submissions: [SubmissionID] = []
    for text in arguments.positional {
      submissions.append(SubmissionID(try Arguments.number(text, "SUBMISSION")))
    }
    self.submissions = submissions
    window = try arguments.number("--window")
    let ways = [!submissions.isEmpty, window != nil, arguments.has("--all")].count { $0 }
    guard ways == 1 else {
      throw .usage("Name submissions, or say --window WINDOW, or --all.")
    }
  }

  var access: Access { .changing }

  func run(in session: Session) throws {
    let ready = submissions.isEmpty ? try ready(in: session) : submissions
    guard !ready.isEmpty else {
      throw Failure(.refused, "Nothing is ready to release.")
    }
    try session.perform(
      .releaseDecisions(ready),
      ready.count == 1 ? "Released 1 decision." : "Released \(ready.count) decisions.")
  }

  private func ready(in session: Session) throws -> [SubmissionID] {
    try session.read { records in
      let filter: SubmissionFilter =
        if let window {
          .windowAndState(try records.theWindow(window).id, .readyToRelease)
        } else {
          .state(.readyToRelease)
        }
      return try records.submissions(filter, limit: 10_000).map(\.id)
    }
  }
}

struct DecisionReopen: ControlCommand {
  static let signature = Signature(
    "decision reopen", "Look at a decision again, on appeal or because of a mistake",
    parameters: [submissionParameter],
    options: [Option("--reason", "TEXT", "Why", isRequired: true)],
    example: "decision reopen 12 --reason \"A link was read that had been closed\"")
  private let id: Int64
  private let reason: String

  init(_ arguments: Arguments) throws(Failure) {
    id = try arguments.number(0)
    reason = arguments.required("--reason")
  }

  var access: Access { .changing }

  func run(in session: Session) throws {
    try session.perform(
      .reopenDecision(SubmissionID(id), reason: reason), "Submission \(id) is under review again.")
  }
}
