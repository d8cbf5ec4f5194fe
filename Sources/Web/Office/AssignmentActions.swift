import CivilTime
import HTML
import HTTPServer
import Office
import Programs
import Store
import Workflow

/// Keeps the pins of the page, and then works the assignment out again or releases it, if that was pressed.
enum AssignmentAction: Action {
  static let pattern: StaticString = "/assignments/:window"
  static func sight(_ call: Call<Visit>) -> Sight { .office }

  static func act(_ call: Call<Visit>, _ form: FormData) throws -> HTTPResponse {
    let visit = call.context
    let window = WindowID(try call.number("window"))
    let back = Path("assignments").query("window", "\(window)")
    let actor = Actor.person(try visit.person().id)
    return try visit.attempt(back: back) {
      switch form["do"] {
      case "again":
        try visit.performTogether { try pins(form, of: window, in: $0) }
        try visit.office.proposeAssignment(for: window, by: actor)
        return try .done("assignment-again", at: back)
      case "release":
        // With its pins, or not at all.
        var isThere = false
        try visit.performTogether { records in
          guard let id = try records.window(window)?.assignment else { return [] }
          isThere = true
          return try pins(form, of: window, in: records) + [.releaseAssignment(id)]
        }
        guard isThere else { throw HTTPProblem(.notFound, "no assignment") }
        return try .done("assignment-released", at: Path("office"))
      default:
        try visit.performTogether { try pins(form, of: window, in: $0) }
        return try .done("pins-saved", at: back)
      }
    }
  }

  /// Pins and unpins what the page showed, where it stands otherwise now.
  private static func pins(
    _ form: FormData, of window: WindowID, in records: WriteRecords
  ) throws -> [Command] {
    let wanted = Set(form.all("pin"))
    let shown = Set(form.all("shown"))
    guard !shown.isEmpty else { return [] }
    let found = try records.window(window)?.assignment.flatMap { try records.assignment($0) }
    guard let assignment = found, assignment.state == .proposed else { return [] }
    return assignment.pairs.compactMap { pair -> Command? in
      let name = "\(pair.submission)-\(pair.evaluator)"
      let isPinned = wanted.contains(name)
      guard shown.contains(name), isPinned != pair.isPinned else { return nil }
      return .pinAssignment(
        assignment.id, pair.submission, pair.evaluator, isPinned: isPinned)
    }
  }
}
