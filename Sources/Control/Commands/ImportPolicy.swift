import Documents
import Office
import Programs
import Rubrics
import Store
import Workflow

/// Tells what a changed program file would change; applies it only when asked to.
struct ImportProgram: ControlCommand {
  static let signature = Signature(
    "import program", "Show what a program's file changes; with --apply, put it in force",
    parameters: [Parameter("FILE", "The program", isInputFile: true)],
    options: [
      Option("--rubric", "FILE", "A rubric that it names", isRepeatable: true, isInputFile: true),
      Option("--apply", nil, "Put it in force"),
    ], example: "import program Config/kettle-moraine.json5 --apply")

  private let path: String
  private let rubrics: [String]
  private let isApplied: Bool

  init(_ arguments: Arguments) throws(Failure) {
    path = arguments[0]
    rubrics = arguments.texts("--rubric")
    isApplied = arguments.has("--apply")
  }

  var access: Access { isApplied ? .changing : .reading }

  func run(in session: Session) throws {
    let files = PolicyFiles(session)
    let program = try files.program(path)
    let given = try rubrics.map { try files.rubric($0) }
    let known = try session.read { records in
      try [program.proposals?.rubric, program.evidence.rubric].compactMap(\.self)
        .filter { id in !given.contains { $0.id.rawValue == id } }
        .compactMap { try records.rubricInForce(RubricID(rawValue: $0)) }
    }
    let problems = program.problems(with: given + known)
    guard problems.isEmpty else {
      throw Failure(.config, problems.map { "\(path): \($0)" }.joined(separator: "\n"))
    }
    _ = try session.office.zone(of: program)
    let differences = try session.office.differences(to: program)
    session.output.list(
      differences, none: "It is the program in force.",
      columns: [Column("Change") { $0.description }],
      json: {
        .fields([
          "path": .string($0.path), "before": $0.before.map(Plain.string),
          "after": $0.after.map(Plain.string),
        ])
      })
    guard isApplied else {
      if !differences.isEmpty { session.output.say("Nothing was applied. To apply: --apply") }
      return
    }
    for rubric in given { try session.office.perform(.addRubric(rubric), by: session.actor()) }
    let performed = try session.office.perform(.setProgram(program), by: session.actor())
    try session.office.planComingYears(by: session.actor())
    if performed.command != nil {
      session.output.say("It is in force (command \(performed.command ?? 0)).")
    }
  }
}

/// Tells what a new version of a rubric would flip among past decisions; takes it only when asked to.
struct ImportRubric: ControlCommand {
  static let signature = Signature(
    "import rubric", "Show what a rubric's new version would flip; with --apply, take it",
    details: "Decisions of the past stay as they are: each keeps the version that it was made by.",
    parameters: [Parameter("FILE", "The rubric", isInputFile: true)],
    options: [Option("--apply", nil, "Take it: what comes in from now on is judged by it")],
    example: "import rubric Rubrics/kettle-moraine-evidence.json5")

  private let path: String
  private let isApplied: Bool

  init(_ arguments: Arguments) throws(Failure) {
    path = arguments[0]
    isApplied = arguments.has("--apply")
  }

  var access: Access { isApplied ? .changing : .reading }

  func run(in session: Session) throws {
    let rubric = try PolicyFiles(session).rubric(path)
    let present = try session.read { try $0.rubricInForce(rubric.id) }
    let differences = present?.differences(to: rubric) ?? []
    let found = try session.office.flips(by: rubric)
    var flipped: [Plain] = []
    var lines: [String] = differences.map(\.description)
    for flip in found?.flips.flips ?? [] {
      let submission = found?.submissions[flip.index] ?? SubmissionID(0)
      flipped.append(
        .fields([
          "submission": .number(submission.number), "before": .string(flip.before.rawValue),
          "after": .string(flip.after.rawValue),
        ]))
      lines.append(
        "submission \(submission) would be \(flip.after.rawValue), not \(flip.before.rawValue)")
    }
    let unjudged = found?.flips.unjudged ?? []
    if !unjudged.isEmpty {
      lines.append("\(unjudged.count) past scorecards can't be judged by the new words")
    }
    let isNew = present?.version != rubric.version
    if present == nil { lines.append("\(rubric.id) is new here.") }
    if !isNew { lines.append("It is the version in force.") }
    var command: Int64?
    if isApplied {
      let performed = try session.office.perform(.addRubric(rubric), by: session.actor())
      command = performed.command
      if let command { lines.append("\(rubric.version) is in force (command \(command)).") }
    } else if isNew {
      lines.append("Nothing was applied. To apply: --apply")
    }
    session.output.answer(
      .fields([
        "rubric": .string(rubric.id.rawValue), "version": .string(rubric.version.hash),
        "isNew": .bool(isNew), "differences": .strings(differences.map(\.description)),
        "flips": .list(flipped), "unchanged": .integer(found?.flips.unchanged ?? 0),
        "unjudged": .integer(unjudged.count), "command": command.map(Plain.number),
      ]), lines.joined(separator: "\n"))
  }
}
