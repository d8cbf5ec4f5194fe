import CivilTime
import Documents
import Store
import Workflow

/// What the clock will do.
struct AgendaCommand: ControlCommand {
  static let signature = Signature(
    "agenda", "List what falls due, the first first",
    options: [
      Option("--until", "DATE", "Only to the end of this day"),
      Option("--limit", "N", "Most rows (default 200)"),
    ], example: "agenda --until 2026-09-30")
  private let until: CivilDate?
  private let limit: Int

  init(_ arguments: Arguments) throws(Failure) {
    until = try arguments.date("--until")
    limit = try arguments.limit()
  }

  var access: Access { .reading }

  func run(in session: Session) throws {
    let now = try session.now()
    let (entries, times, labels) = try session.read { records in
      let times = try session.times(records)
      let end = until.map { times.zone.startOfDay($0.adding(days: 1)) } ?? .distantFuture
      let entries = try records.agenda(from: .distantPast, until: end, limit: limit)
      var labels: [Int64: String] = [:]
      for window in try records.windows() {
        labels[window.id.number] = "\(window.stage.rawValue) \(window.label)"
      }
      return (entries, times, labels)
    }
    session.output.list(
      entries, none: "Nothing falls due.",
      columns: [
        Column("DUE") { times.at($0.due) }, Column("WHAT") { $0.item.words },
        Column("ABOUT", .flexible) { entry in
          let kind = entry.item.subjectKind
          let label = kind == "window" ? labels[entry.item.subject] : nil
          return "\(kind) \(entry.item.subject)" + (label.map { ", \($0)" } ?? "")
        }, Column("") { $0.due <= now ? "now" : "" },
      ],
      json: { entry in
        .fields([
          "due": entry.due.plain, "item": .string(entry.item.name),
          "aboutKind": .string(entry.item.subjectKind), "about": .number(entry.item.subject),
          "isDue": .bool(entry.due <= now),
        ])
      })
  }
}

extension AgendaItem {
  fileprivate var words: String {
    switch self {
    case .announceWindow: "announce the window"
    case .openWindow: "open the window"
    case .noteWindowClosing: "say that it closes soon"
    case .closeWindow: "close the window"
    case .proposeAssignment: "propose an assignment"
    case .findEvaluator: "find an evaluator"
    case .releaseDecision: "release the decision"
    case .delayAnswer: "tell the teacher a new day"
    case .endYear: "end the year"
    case .escalateOverdue: "tell who is overdue"
    case .beginPayYear: "begin a year of pay"
    }
  }

  fileprivate var subjectKind: String {
    switch self {
    case .announceWindow, .openWindow, .noteWindowClosing, .closeWindow, .proposeAssignment:
      "window"
    case .findEvaluator, .releaseDecision, .delayAnswer, .endYear: "submission"
    case .escalateOverdue: "review"
    case .beginPayYear: "day"
    }
  }
}
