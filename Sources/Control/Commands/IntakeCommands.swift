import CivilTime
import Documents
import Office
import Store
import Workflow

struct IntakeList: ControlCommand {
  static let signature = Signature(
    "intake list", "List the files that came in, or the rows that could not be taken",
    options: [
      Option("--rows", nil, "The rows that wait for somebody to settle them"),
      Option("--limit", "N", "Most rows (default 200)"),
      Option("--after", "NUMBER", "With --rows: only after this number"),
    ], example: "intake list --rows")
  private let areRows: Bool
  private let limit: Int
  private let after: Int64

  init(_ arguments: Arguments) throws(Failure) {
    areRows = arguments.has("--rows")
    limit = try arguments.limit()
    after = try arguments.number("--after") ?? 0
  }

  var access: Access { .reading }

  func run(in session: Session) throws {
    if areRows { return try listRows(session) }
    let (files, times) = try session.read {
      (try $0.intakeFiles(limit: limit), try session.times($0))
    }
    session.output.list(
      files, none: "No files came in.",
      columns: [
        Column("WHEN") { times.at($0.updatedAt) }, Column("FILE", .flexible) { $0.name },
        Column("KIND") { $0.kind }, Column("STATE") { $0.state.rawValue },
        Column("ROWS", .right) { "\($0.rows)" }, Column("TAKEN", .right) { "\($0.taken)" },
        Column("ASIDE", .right) { "\($0.setAside)" },
        Column("PROBLEM", .flexible) { $0.problem },
      ],
      json: { file in
        .fields([
          "file": .string(file.name), "sha256": .string(file.sha256), "kind": .string(file.kind),
          "state": .string(file.state.rawValue), "rows": .integer(file.rows),
          "taken": .integer(file.taken), "setAside": .integer(file.setAside),
          "problem": .string(file.problem), "updatedAt": file.updatedAt.plain,
        ])
      })
  }

  private func listRows(_ session: Session) throws {
    let rows = try session.read { try $0.openSetAsideRows(after: after, limit: limit) }
    session.output.list(
      rows, none: "No row waits.",
      columns: [
        Column("#", .right) { "\($0.id)" }, Column("KIND") { $0.kind },
        Column("ROW", .right) { "\($0.rowNumber)" }, Column("WHY", .flexible) { $0.reason },
        Column("WHAT IT SAYS", .flexible) { row in
          row.fields.map { "\($0.column): \($0.text)" }.joined(separator: ", ")
        },
      ],
      json: { row in
        .fields([
          "row": .number(row.id), "file": .string(row.file), "kind": .string(row.kind),
          "rowNumber": .integer(row.rowNumber), "reason": .string(row.reason),
          "person": row.person.map { .number($0.number) }, "createdAt": row.createdAt.plain,
          "fields": .list(
            row.fields.map {
              .fields(["column": .string($0.column), "text": .string($0.text)])
            }),
        ])
      })
  }
}

struct IntakeSettle: ControlCommand {
  static let signature = Signature(
    "intake settle", "Take a form's row that could not be taken, put right; or leave it out",
    details: """
      It counts from the moment at which it was first handed in. A row of another kind of file is settled by \
      mending the file, importing it again, and --dismiss.
      """,
    parameters: [Parameter("ROW", "Its number in intake list --rows")],
    options: [
      Option("--person", "PERSON", "Whose work it is (default: the row's address)"),
      Option("--title", "TEXT", "What it is called (default: the row's title)"),
      Option("--arrived", "TIME", "When it was handed in, as 2026-09-14T16:30"),
      Option("--dismiss", nil, "Leave it out for good"),
    ], example: "intake settle 4 --person maya@example.org")
  private let id: Int64
  private let named: String?
  private let title: String?
  private let arrived: CivilDateTime?
  private let isDismissed: Bool

  init(_ arguments: Arguments) throws(Failure) {
    id = try arguments.number(0)
    named = arguments.text("--person")
    title = arguments.text("--title")
    isDismissed = arguments.has("--dismiss")
    if let text = arguments.text("--arrived") {
      guard let time = CivilDateTime(iso: text) else {
        throw .usage(
          "--arrived: found \"\(Plainly.line(text))\", expected a time like 2026-09-14T16:30")
      }
      arrived = time
    } else {
      arrived = nil
    }
    if isDismissed, named != nil || title != nil || arrived != nil {
      throw .usage("--dismiss stands alone.")
    }
  }

  var access: Access { .changing }

  func run(in session: Session) throws {
    if isDismissed {
      try session.office.dismiss(row: id, by: session.actor())
      return session.output.answer(.fields(["row": .number(id)]), "Row \(id) is left out.")
    }
    let (person, instant) = try session.read { records in
      let zone = try session.times(records).zone
      return (
        try named.map { try Session.person($0, in: records).id },
        arrived.map { zone.instant(of: $0) }
      )
    }
    let performed = try session.office.settle(
      row: id, person: person, title: title, arrivedAt: instant, by: session.actor())
    session.tell(performed, "Row \(id) is taken.")
  }
}

struct IntakeBounce: ControlCommand {
  static let signature = Signature(
    "intake bounce", "Take a mail that came back, and mark the address that failed",
    details: """
      For a pipe of the district's mail system: every mail to the address that notices come from may go through it; \
      what is no bounce changes nothing. The exit status is 0 then, too.
      """,
    parameters: [Parameter("FILE", "The message; - for standard input", isInputFile: true)],
    example: "intake bounce -")
  private static let bytesMax = 32 << 20
  private let path: String
  init(_ arguments: Arguments) throws(Failure) { path = arguments.positional[0] }
  var access: Access { .changing }

  func run(in session: Session) throws {
    let message = try session.file(path, limit: Self.bytesMax)
    guard let taken = try session.office.takeBounce(message) else {
      return session.output.answer(.fields(["isBounce": false]), "This is no bounce.")
    }
    session.output.answer(
      .fields([
        "isBounce": true, "marked": .list(taken.marked.map { .number($0.number) }),
        "failed": .list(taken.failed.map(Plain.number)),
      ]),
      taken.marked.isEmpty && taken.failed.isEmpty
        ? "A bounce that changes nothing here."
        : "\(taken.marked.count) addresses marked, \(taken.failed.count) mails failed.")
  }
}
