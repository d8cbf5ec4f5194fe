import CivilTime
import Documents
import IntakeFormats
import Office
import Programs
import Store
import Workflow

// Files of rows: taken once each, by the very code that takes files dropped into `intake/`. A row that can't be
// taken is set aside with its reason; a file that can't be used as a whole changes nothing.

/// A command that brings in one kind of file.
protocol RowImport: ControlCommand {
  var path: String { get }
  func kind(of bytes: [UInt8], in session: Session) throws -> IntakeFormats.FileKind
}

extension RowImport {
  var access: Access { .changing }

  func run(in session: Session) throws {
    let bytes = try session.file(path)
    session.progress("\(path): reading \(bytes.count / 1_024) KiB …")
    defer { session.endProgress() }
    let kind = try kind(of: bytes, in: session)
    let name = path.split(separator: "/").last.map(String.init) ?? path
    let report = try session.office.take(bytes, named: name, as: kind)
    let file = report.file
    session.endProgress()
    session.output.answer(
      .fields([
        "file": .string(file.name), "sha256": .string(file.sha256), "kind": .string(file.kind),
        "rows": .integer(file.rows), "taken": .integer(file.taken),
        "known": .integer(report.known), "setAside": .integer(file.setAside),
        "problems": .strings(report.problems),
      ]), String(report.text.dropLast()))
    if file.taken == 0, file.setAside > 0 {
      throw Failure(.data, "No row of it could be taken.", hint: "rubricctl intake list --rows")
    }
  }
}

private let fileParameter = Parameter("FILE", "The file; - for standard input", isInputFile: true)

struct ImportPeople: RowImport {
  static let signature = Signature(
    "import people", "Take HR's people: a table, or a OneRoster export as a zip file",
    details: "A person is known by employee number: who is there already is brought up to date.",
    parameters: [fileParameter], example: "import people people.csv")
  let path: String
  init(_ arguments: Arguments) throws(Failure) { path = arguments[0] }

  func kind(of bytes: [UInt8], in session: Session) -> IntakeFormats.FileKind {
    bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) ? .oneRosterZip : .people
  }
}

struct ImportEvaluators: RowImport {
  static let signature = Signature(
    "import evaluators", "Take who evaluates: skills, training, load, absences",
    parameters: [fileParameter], example: "import evaluators evaluators.csv")
  let path: String
  init(_ arguments: Arguments) throws(Failure) { path = arguments[0] }
  func kind(of bytes: [UInt8], in session: Session) -> IntakeFormats.FileKind { .evaluators }
}

struct ImportCatalog: RowImport {
  static let signature = Signature(
    "import catalog", "Take the offerings of the catalog, with who leads them",
    parameters: [fileParameter], example: "import catalog catalog.csv")
  let path: String
  init(_ arguments: Arguments) throws(Failure) { path = arguments[0] }
  func kind(of bytes: [UInt8], in session: Session) -> IntakeFormats.FileKind { .catalog }
}

struct ImportOpening: RowImport {
  static let signature = Signature(
    "import opening", "Take what was there before: open approvals, awards, amounts",
    parameters: [fileParameter], example: "import opening opening.csv")
  let path: String
  init(_ arguments: Arguments) throws(Failure) { path = arguments[0] }
  func kind(of bytes: [UInt8], in session: Session) -> IntakeFormats.FileKind { .opening }
}

struct ImportCalendar: RowImport {
  static let signature = Signature(
    "import calendar", "Take the school calendar: a table, or an iCalendar file",
    parameters: [fileParameter], example: "import calendar 2026-27.ics")
  let path: String
  init(_ arguments: Arguments) throws(Failure) { path = arguments[0] }

  func kind(of bytes: [UInt8], in session: Session) -> IntakeFormats.FileKind {
    let sign = Array("BEGIN:VCALENDAR".utf8)
    let head = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
    return head.starts(with: sign) ? .iCalendar : .calendarTable
  }
}

/// Takes the responses of one of the program's forms.
struct ImportForm: RowImport {
  static let signature = Signature(
    "import form", "Take a form's responses as proposals or evidence",
    details: """
      Exports grow and may be read again: a row that was taken is passed over, a changed one is a change of \
      what was handed in.
      """,
    parameters: [fileParameter],
    options: [
      Option("--stage", "STAGE", "proposal or evidence, where the file does not show it")
    ], example: "import form responses.csv --stage proposal")

  let path: String
  private let stage: StageKind?

  init(_ arguments: Arguments) throws(Failure) {
    path = arguments[0]
    stage = try arguments.choice("--stage")
  }

  func kind(of bytes: [UInt8], in session: Session) throws -> IntakeFormats.FileKind {
    let intake = try session.read { try $0.theProgram().intake }
    let forms: [(stage: StageKind, form: FormMapping?)] = [
      (.proposal, intake.proposalForm), (.evidence, intake.evidenceForm),
    ]
    if let stage {
      guard forms.contains(where: { $0.stage == stage && $0.form != nil }) else {
        throw Failure(.config, "The program names no form for \(stage.rawValue) (intake.…Form).")
      }
      return .form(stage.rawValue)
    }
    guard !bytes.isEmpty else { throw Failure(.data, "\(path): found nothing, expected a table") }
    let known = forms.filter { $0.form != nil }
    guard !known.isEmpty else {
      throw Failure(
        .config, "The program names no form (intake.proposalForm, intake.evidenceForm).")
    }
    let head = Array(bytes.prefix(64 << 10))
    let found = known.filter { _, form in
      guard let sign = form?.recognizedBy else { return false }
      return head.contains(Array(sign.utf8))
    }
    guard found.count == 1 else {
      throw Failure(
        .data, "\(path): it is not plain which form this is.",
        hint: "Say it with --stage proposal or --stage evidence.")
    }
    return .form(found[0].stage.rawValue)
  }
}
