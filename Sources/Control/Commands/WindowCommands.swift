import CivilTime
import Documents
import Office
import Store
import Workflow

struct WindowList: ControlCommand {
  static let signature = Signature(
    "window list", "List the windows with their dates and what came in",
    details: """
      The last day is the last whole day of the window; ANSWER BY is the last day on which teachers hear.
      """,
    options: [
      Option("--stage", "STAGE", "Only proposal, or only evidence"),
      Option("--state", "STATE", "Only planned, announced, open, closed or cancelled"),
    ], example: "window list --stage proposal")

  private let stage: StageKind?
  private let state: WindowState?

  init(_ arguments: Arguments) throws(Failure) {
    stage = try arguments.choice("--stage")
    state = try arguments.choice("--state")
  }

  var access: Access { .reading }

  private struct Row {
    var window: Window
    var count: Int
    var answerBy: CivilDate
  }

  func run(in session: Session) throws {
    let rows = try session.read { records in
      let times = try session.times(records)
      return try records.windows()
        .filter { stage == nil || $0.stage == stage }.filter { state == nil || $0.state == state }
        .map { window in
          let count = try records.submissionCounts(in: window.id).values.reduce(0, +)
          return Row(
            window: window, count: count, answerBy: times.lastDay(window.times.notifyBy))
        }
    }
    session.output.list(
      rows, none: "No windows are planned: rubricctl window plan",
      columns: [
        Column("#", .right) { "\($0.window.id)" }, Column("STAGE") { $0.window.stage.rawValue },
        Column("WINDOW", .flexible) { $0.window.label }, Column("OPENS") { "\($0.window.opensOn)" },
        Column("LAST DAY") { "\($0.window.lastDay)" }, Column("STATE") { $0.window.state.rawValue },
        Column("IN", .right) { "\($0.count)" }, Column("ANSWER BY") { "\($0.answerBy)" },
      ],
      json: { row in
        .fields([
          "window": .number(row.window.id.number), "stage": .string(row.window.stage.rawValue),
          "label": .string(row.window.label), "opensOn": .date(row.window.opensOn),
          "lastDay": .date(row.window.lastDay), "state": .string(row.window.state.rawValue),
          "submissions": .integer(row.count), "answerBy": .date(row.answerBy),
          "opens": row.window.times.opens.plain, "ends": row.window.times.ends.plain,
          "reviewsDue": row.window.times.reviewsDue.plain,
          "releaseBy": row.window.times.releaseBy.plain,
          "notifyBy": row.window.times.notifyBy.plain,
          "assignment": row.window.assignment.map { .number($0.number) },
          "isAssigned": .bool(row.window.isAssigned),
        ])
      })
  }
}

extension Window {
  /// The last whole day on which work counts.
  var lastDay: CivilDate { endsOn.adding(days: -1) }
}

struct WindowPlan: ControlCommand {
  static let signature = Signature(
    "window plan", "Plan a school year's windows by the program's rules",
    details: "Windows that are planned already stay as they are.",
    parameters: [
      Parameter(
        "YEAR", "The year in which the school year begins (default: this and next)", .optional)
    ], example: "window plan 2027")
  private let year: Int64?

  init(_ arguments: Arguments) throws(Failure) {
    year = arguments.optional(0) == nil ? nil : try arguments.number(0)
    if let year, !(1_970...9_000).contains(year) {
      throw .usage("YEAR: found \(year), expected a year like 2027")
    }
  }

  var access: Access { .changing }

  func run(in session: Session) throws {
    guard let year else {
      try session.office.planComingYears(by: session.actor())
      let count = try session.read { try $0.windows().count }
      session.output.answer(
        .fields(["windows": .integer(count)]), "There are \(count) windows now.")
      return
    }
    try session.perform(.planYear(Int(year)), "Planned.")
  }
}

struct WindowAdd: ControlCommand {
  static let signature = Signature(
    "window add", "Add a window", parameters: [Parameter("STAGE", "proposal or evidence")],
    options: [
      Option("--label", "TEXT", "What people call it", isRequired: true),
      Option("--opens", "DATE", "Its first day", isRequired: true),
      Option("--last-day", "DATE", "Its last day, whole", isRequired: true),
    ],
    example: "window add proposal --label \"Summer 2027\" --opens 2027-07-06 --last-day 2027-07-19")
  private let stage: StageKind
  private let label: String
  private let opensOn: CivilDate
  private let lastDay: CivilDate

  init(_ arguments: Arguments) throws(Failure) {
    stage = try arguments.choice(0)
    label = arguments.required("--label")
    opensOn = try arguments.requiredDate("--opens")
    lastDay = try arguments.requiredDate("--last-day")
  }

  var access: Access { .changing }

  func run(in session: Session) throws {
    try session.perform(
      .addWindow(stage, label: label, opensOn: opensOn, endsOn: lastDay.adding(days: 1)),
      "\(label) is planned.")
  }
}

struct WindowChange: ControlCommand {
  static let signature = Signature(
    "window change", "Move a window's dates; who was told hears of it",
    parameters: [windowParameter],
    options: [
      Option("--opens", "DATE", "Its first day"),
      Option("--last-day", "DATE", "Its last day, whole"),
      Option("--reason", "TEXT", "Why, for everybody who is told"),
    ], example: "window change 3 --last-day 2026-09-30 --reason \"Two days without power\"")
  private let window: Int64
  private let opensOn: CivilDate?
  private let lastDay: CivilDate?
  private let reason: String

  init(_ arguments: Arguments) throws(Failure) {
    window = try arguments.number(0)
    opensOn = try arguments.date("--opens")
    lastDay = try arguments.date("--last-day")
    reason = arguments.text("--reason") ?? ""
    if opensOn == nil, lastDay == nil {
      throw .usage("Say --opens DATE, --last-day DATE, or both.")
    }
  }

  var access: Access { .changing }

  func run(in session: Session) throws {
    let present = try session.read { try $0.theWindow(window) }
    try session.perform(
      .changeWindow(
        present.id, opensOn: opensOn ?? present.opensOn,
        endsOn: lastDay?.adding(days: 1) ?? present.endsOn, reason: reason),
      "\(present.label) has new dates.")
  }
}

struct WindowOpen: ControlCommand {
  static let signature = Signature(
    "window open", "Open a window whose time has come, before the clock does",
    parameters: [windowParameter], example: "window open 3")
  private let window: Int64
  init(_ arguments: Arguments) throws(Failure) { window = try arguments.number(0) }
  var access: Access { .changing }
  func run(in session: Session) throws {
    try session.perform(.openWindow(WindowID(window)), "Window \(window) is open.")
  }
}

struct WindowClose: ControlCommand {
  static let signature = Signature(
    "window close", "Close a window whose time is over, before the clock does",
    parameters: [windowParameter], example: "window close 3")
  private let window: Int64
  init(_ arguments: Arguments) throws(Failure) { window = try arguments.number(0) }
  var access: Access { .changing }
  func run(in session: Session) throws {
    try session.perform(.closeWindow(WindowID(window)), "Window \(window) is closed.")
  }
}

struct WindowReopen: ControlCommand {
  static let signature = Signature(
    "window reopen", "Let a closed window take work again, until a new last day",
    parameters: [windowParameter],
    options: [
      Option("--last-day", "DATE", "Its new last day, whole", isRequired: true),
      Option("--reason", "TEXT", "Why", isRequired: true),
    ], example: "window reopen 3 --last-day 2026-10-02 --reason \"Snow days\"")
  private let window: Int64
  private let lastDay: CivilDate
  private let reason: String

  init(_ arguments: Arguments) throws(Failure) {
    window = try arguments.number(0)
    lastDay = try arguments.requiredDate("--last-day")
    reason = arguments.required("--reason")
  }

  var access: Access { .changing }

  func run(in session: Session) throws {
    try session.perform(
      .reopenWindow(WindowID(window), endsOn: lastDay.adding(days: 1), reason: reason),
      "Window \(window) is open until \(lastDay).")
  }
}

struct WindowCancel: ControlCommand {
  static let signature = Signature(
    "window cancel", "Cancel a window that is not closed yet", parameters: [windowParameter],
    options: [Option("--reason", "TEXT", "Why", isRequired: true)],
    example: "window cancel 6 --reason \"No funds this spring\"")
  private let window: Int64
  private let reason: String

  init(_ arguments: Arguments) throws(Failure) {
    window = try arguments.number(0)
    reason = arguments.required("--reason")
  }

  var access: Access { .changing }

  func run(in session: Session) throws {
    try session.perform(
      .cancelWindow(WindowID(window), reason: reason), "Window \(window) is cancelled.")
  }
}

let windowParameter = Parameter("WINDOW", "The window's number")
