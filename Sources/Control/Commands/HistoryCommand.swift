import Documents
import Store
import Workflow

/// What happened, as the journal tells it.
struct HistoryCommand: ControlCommand {
  static let signature = Signature(
    "history", "Say what happened to a submission, a window or a person, and who asked for it",
    parameters: [Parameter("SUBMISSION", "The submission's number", .optional)],
    options: [
      Option("--window", "WINDOW", "A window's history"),
      Option("--person", "PERSON", "A person's history"),
      Option("--limit", "N", "Most rows (default 200)"),
      Option("--after", "NUMBER", "Only after this entry: the next page"),
    ], example: "history 12")
  private let submission: Int64?
  private let window: Int64?
  private let named: String?
  private let limit: Int
  private let after: Int64

  init(_ arguments: Arguments) throws(Failure) {
    submission = arguments.optional(0) == nil ? nil : try arguments.number(0)
    window = try arguments.number("--window")
    named = arguments.text("--person")
    limit = try arguments.limit()
    after = try arguments.number("--after") ?? 0
    guard [submission != nil, window != nil, named != nil].count(where: { $0 }) == 1 else {
      throw .usage("Name one SUBMISSION, or say --window WINDOW, or --person PERSON.")
    }
  }

  var access: Access { .reading }

  private struct Row {
    var entry: Entry
    var who: String
    var words: String
  }

  func run(in session: Session) throws {
    let (rows, times) = try session.read { records in
      let times = try session.times(records)
      let names = Names(records)
      let words = EventWords(names: names, times: times)
      let rows = try entries(records).map { entry in
        Row(
          entry: entry, who: try names.name(entry.by), words: try words.words(entry.event))
      }
      return (rows, times)
    }
    session.output.list(
      rows, none: "Nothing happened.",
      columns: [
        Column("WHEN") { times.at($0.entry.at) }, Column("WHO", .flexible) { $0.who },
        Column("WHAT", .flexible) { $0.words },
        Column("COMMAND", .right) { "\($0.entry.command)" },
      ],
      json: { row in
        .fields([
          "entry": .number(row.entry.sequence), "command": .number(row.entry.command),
          "at": row.entry.at.plain, "by": row.entry.by.plain, "byName": .string(row.who),
          "event": .string(row.entry.event.payload.name), "words": .string(row.words),
        ])
      })
  }

  private func entries(_ records: ReadRecords) throws -> [Entry] {
    let subject: (kind: JournalSubject, number: Int64)
    if let submission {
      subject = (.submission, try records.theSubmission(submission).id.number)
    } else if let window {
      subject = (.window, try records.theWindow(window).id.number)
    } else {
      subject = (.person, try Session.person(named ?? "", in: records).id.number)
    }
    return try records.history(of: subject.kind, subject.number, after: after, limit: limit)
  }
}
