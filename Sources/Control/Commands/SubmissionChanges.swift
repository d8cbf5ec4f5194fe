import CivilTime
import Rubrics
import Store
import Workflow

struct SubmissionWithdraw: ControlCommand {
  static let signature = Signature(
    "submission withdraw", "Take a submission back that is not decided yet",
    parameters: [submissionParameter], example: "submission withdraw 12")
  private let id: Int64
  init(_ arguments: Arguments) throws(Failure) { id = try arguments.number(0) }
  var access: Access { .changing }
  func run(in session: Session) throws {
    try session.perform(.withdraw(SubmissionID(id)), "Submission \(id) is withdrawn.")
  }
}

struct SubmissionReturn: ControlCommand {
  static let signature = Signature(
    "submission return", "Send a submission back because something is missing",
    details: """
      KIND is linkClosed, fileUnreadable, partEmpty, documentMissing or other. PART is a criterion's id; \
      WORDS are for the teacher. Nothing counts as judged.
      """,
    parameters: [submissionParameter],
    options: [
      Option(
        "--missing", "KIND[:PART[:WORDS]]", "What is missing", isRequired: true,
        isRepeatable: true)
    ], example: "submission return 12 --missing linkClosed:student-work")
  private let id: Int64
  private let missing: [MissingPart]

  init(_ arguments: Arguments) throws(Failure) {
    id = try arguments.number(0)
    var missing: [MissingPart] = []
    for text in arguments.texts("--missing") {
      let parts = text.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      let kind: MissingKind = try Arguments.choice(String(parts[0]), "--missing")
      let part = parts.count > 1 && !parts[1].isEmpty ? String(parts[1]) : nil
      missing.append(
        MissingPart(
          part: part.map { CriterionID(rawValue: $0) }, kind: kind,
          words: Personal(parts.count > 2 ? String(parts[2]) : nil)))
    }
    self.missing = missing
  }

  var access: Access { .changing }

  func run(in session: Session) throws {
    try session.perform(
      .returnSubmission(SubmissionID(id), missing), "Submission \(id) is returned.")
  }
}

struct SubmissionAcceptLate: ControlCommand {
  static let signature = Signature(
    "submission accept-late", "Let one teacher hand in for a window after its end",
    parameters: [personParameter, windowParameter],
    options: [
      Option("--until", "DATE", "The last day, whole", isRequired: true),
      Option("--reason", "TEXT", "Why", isRequired: true),
    ],
    example: "submission accept-late maya@example.org 3 --until 2026-10-02 --reason \"In hospital\""
  )
  private let named: String
  private let window: Int64
  private let until: CivilDate
  private let reason: String

  init(_ arguments: Arguments) throws(Failure) {
    named = arguments[0]
    window = try arguments.number(1)
    until = try arguments.requiredDate("--until")
    reason = arguments.required("--reason")
  }

  var access: Access { .changing }

  func run(in session: Session) throws {
    let (person, end) = try session.read { records in
      let zone = try session.times(records).zone
      return (
        try Session.person(named, in: records).id, zone.startOfDay(until.adding(days: 1))
      )
    }
    try session.perform(
      .acceptLate(person, WindowID(window), until: end, reason: reason),
      "Work is taken until the end of \(until).")
  }
}

struct SubmissionExtend: ControlCommand {
  static let signature = Signature(
    "submission extend", "Give a proposal in progress more time",
    parameters: [submissionParameter],
    options: [
      Option("--until", "DATE", "The last day, whole", isRequired: true),
      Option("--reason", "TEXT", "Why", isRequired: true),
    ], example: "submission extend 12 --until 2027-12-17 --reason \"Parental leave\"")
  private let id: Int64
  private let until: CivilDate
  private let reason: String

  init(_ arguments: Arguments) throws(Failure) {
    id = try arguments.number(0)
    until = try arguments.requiredDate("--until")
    reason = arguments.required("--reason")
  }

  var access: Access { .changing }

  func run(in session: Session) throws {
    try session.perform(
      .extend(SubmissionID(id), until: until, reason: reason),
      "Submission \(id) has until the end of \(until).")
  }
}

struct SubmissionAmend: ControlCommand {
  static let signature = Signature(
    "submission amend", "Change a proposal in progress; it stays approved",
    parameters: [submissionParameter],
    options: [
      Option("--title", "TEXT", "The new title"),
      Option("--skill", "SKILL", "The skills, in the place of those before", isRepeatable: true),
      Option("--reason", "TEXT", "Why", isRequired: true),
    ], example: "submission amend 12 --title \"Design thinking in grade 5\" --reason \"New class\"")
  private let id: Int64
  private let title: String?
  private let skills: [String]
  private let reason: String

  init(_ arguments: Arguments) throws(Failure) {
    id = try arguments.number(0)
    title = arguments.text("--title")
    skills = arguments.texts("--skill")
    reason = arguments.required("--reason")
    if title == nil, skills.isEmpty { throw .usage("Say --title TEXT, --skill SKILL, or both.") }
  }

  var access: Access { .changing }

  func run(in session: Session) throws {
    let present = try session.read { try $0.theSubmission(id) }
    guard let content = present.content.value, let known = present.title.value else {
      throw Failure(.refused, "Submission \(id) was erased.")
    }
    try session.perform(
      .amend(
        present.id, title: title ?? known, skills: skills.isEmpty ? present.skills : skills,
        content, reason: reason), "Submission \(id) is amended.")
  }
}

struct SubmissionCheck: ControlCommand {
  static let signature = Signature(
    "submission check", "Say that a submission's documents are complete, where a clerk judges",
    parameters: [submissionParameter], example: "submission check 12 --as clerk@example.org")
  private let id: Int64
  init(_ arguments: Arguments) throws(Failure) { id = try arguments.number(0) }
  var access: Access { .changing }
  func run(in session: Session) throws {
    try session.perform(.checkDocuments(SubmissionID(id)), "Submission \(id) is accepted.")
  }
}
