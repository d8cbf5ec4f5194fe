import CivilTime
import Documents
import Simulation
import Workflow

/// Shows a year before it happens.
struct RehearseCommand: ControlCommand {
  static let signature = Signature(
    "rehearse", "Show a year before it happens: windows, notices on their dates, clashes",
    details: """
      The year is lived by made-up people through the very office that runs real districts, in a folder of its \
      own for as long as it lasts; no mail leaves it.
      """,
    options: [
      Option("--program", "FILE", "The district's program", isRequired: true, isInputFile: true),
      Option("--rubric", "FILE", "A rubric", isRepeatable: true, isInputFile: true),
      Option("--calendar", "FILE", "The school calendar as a table", isInputFile: true),
      Option("--from", "DATE", "The first day", isRequired: true),
      Option("--to", "DATE", "The last day", isRequired: true),
      Option("--small", nil, "With 40 staff instead of 1,500"),
    ],
    example: "rehearse --program Config/kettle-moraine.json5 --from 2026-07-01 --to 2027-06-30")

  private let program: String
  private let rubrics: [String]
  private let calendar: String?
  private let from: CivilDate
  private let through: CivilDate
  private let isSmall: Bool

  init(_ arguments: Arguments) throws(Failure) {
    program = arguments.required("--program")
    rubrics = arguments.texts("--rubric")
    calendar = arguments.text("--calendar")
    isSmall = arguments.has("--small")
    from = try Self.date("--from", arguments)
    through = try Self.date("--to", arguments)
    guard from <= through, from.days(until: through) <= 20 * 366 else {
      throw .usage(
        "--to: found \(through); expected a day from \(from) on, at most 20 years later.")
    }
  }

  private static func date(
    _ option: String, _ arguments: Arguments
  ) throws(Failure) -> CivilDate {
    let text = arguments.required(option)
    guard let date = CivilDate(iso: text) else {
      throw .usage("\(option): found \"\(text)\"; expected a date such as 2026-07-01.")
    }
    return date
  }

  var access: Access { .nothing }

  func run(in session: Session) throws {
    let policy = try PolicyFiles(session).program(program, rubrics: rubrics)
    var plan = Rehearsal.Plan(
      program: policy.program, rubrics: policy.rubrics,
      calendar: try calendar.map { try session.file($0) }, from: from, through: through,
      size: isSmall ? .small : .whole, zoneFile: session.environment.zoneFile)
    let rehearsal = try ScratchFolder.with(named: session.environment.random) { folder in
      plan.scratch = folder
      return try Rehearsal.run(plan) { day in
        if day.weekday == .sunday { session.progress("Rehearsing \(day) …") }
      }
    }
    session.endProgress()
    tell(rehearsal, session)
  }

  private func tell(_ rehearsal: Rehearsal, _ session: Session) {
    let output = session.output
    guard !output.isJSON else {
      return output.answer(
        .fields([
          "from": .string("\(from)"), "to": .string("\(through)"),
          "windows": .list(rehearsal.windows.map(\.plain)),
          "notices": .list(rehearsal.notices.map(\.plain)),
          "clashes": .list(rehearsal.clashes.map(\.plain)),
        ]))
    }
    output.list(
      rehearsal.windows, none: "No window opens in this time.",
      columns: [
        Column("Stage") { $0.stage.rawValue },
        Column("Window", .flexible) { $0.label },
        Column("Opens") { "\($0.opensOn)" },
        Column("Last day") { "\($0.lastDay)" },
        Column("Days", .right) { "\($0.days)" },
        Column("Reviews due") { "\($0.reviewsDue)" },
        Column("Answer by") { "\($0.answerBy)" },
      ], json: \.plain)
    output.say("")
    output.list(
      rehearsal.notices, none: "No mail goes out in this time.",
      columns: [
        Column("Date") { "\($0.date)" }, Column("Notice", .flexible) { $0.notice },
        Column("Mails", .right) { "\($0.count)" },
      ], json: \.plain)
    output.say("")
    output.list(
      rehearsal.clashes, none: "No date falls on a day without school.",
      columns: [
        Column("Date") { "\($0.date)" }, Column("What", .flexible) { $0.what },
        Column("Why") { $0.why },
      ], json: \.plain)
  }
}

extension Rehearsal.RehearsedWindow {
  fileprivate var plain: Plain {
    .fields([
      "stage": .string(stage.rawValue), "label": .string(label), "opens": .string("\(opensOn)"),
      "lastDay": .string("\(lastDay)"), "days": .integer(days),
      "reviewsDue": .string("\(reviewsDue)"), "releaseBy": .string("\(releaseBy)"),
      "answerBy": .string("\(answerBy)"),
    ])
  }
}

extension Rehearsal.RehearsedNotices {
  fileprivate var plain: Plain {
    .fields([
      "date": .string("\(date)"), "notice": .string(notice), "mails": .integer(count),
    ])
  }
}

extension Rehearsal.Clash {
  fileprivate var plain: Plain {
    .fields(["date": .string("\(date)"), "what": .string(what), "why": .string(why)])
  }
}
