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
      try pin(form, of: window, visit)
      switch form["do"] {
      case "again":
        try visit.office.proposeAssignment(for: window, by: actor)
        return try .done("assignment-again", at: back)
      case "release":
        guard let id = try visit.read({ try $0.window(window)?.assignment }) else {
          throw HTTPProblem(.notFound, "no assignment")
        }
        try visit.perform(.releaseAssignment(id))
        return try .done("assignment-released", at: Path("office"))
      default: return try .done("pins-saved", at: back)
      }
    }
  }

  /// Pins and unpins what the page showed, where it stands otherwise now.
  private static func pin(_ form: FormData, of window: WindowID, _ visit: Visit) throws {
    let wanted = Set(form.all("pin"))
    let shown = Set(form.all("shown"))
    guard !shown.isEmpty else { return }
    let found = try visit.read { records in
      try records.window(window)?.assignment.flatMap { try records.assignment($0) }
    }
    guard let assignment = found, assignment.state == .proposed else { return }
    let commands = assignment.pairs.compactMap { pair -> Command? in
      let name = "\(pair.submission)-\(pair.evaluator)"
      let isPinned = wanted.contains(name)
      guard shown.contains(name), isPinned != pair.isPinned else { return nil }
      return .pinAssignment(
        assignment.id, pair.submission, pair.evaluator, isPinned: isPinned)
    }
    let results = try visit.office.performBatch(
      commands, by: .person(try visit.person().id))
    for case .failure(let refusal) in results { throw OfficeError.refused(refusal) }
  }
}

/// `/assignments/:window/move/:submission/:part`: to whom a submission goes instead.
enum MovePage: Page {
  static let pattern: StaticString = "/assignments/:window/move/:submission/:part"
  static func sight(_ call: Call<Visit>) -> Sight { .office }

  static func show(_ call: Call<Visit>) throws -> Leaf {
    let visit = call.context
    let words = visit.words
    let window = WindowID(try call.number("window"))
    let id = SubmissionID(try call.number("submission"))
    guard let part = EvaluatorPart(rawValue: try call.text("part")) else {
      throw HTTPProblem(.notFound, "no such part")
    }
    let (file, pairs) = try visit.read { records in
      let file = try CaseFile.read(id.number, from: records)
      let assignment = try records.window(window)?.assignment
        .flatMap { try records.assignment($0) }
      return (file, assignment?.pairs.filter { $0.submission == id } ?? [])
    }
    let holder = pairs.first { $0.part == part }?.evaluator
    let name = try holder.map { holder in
      try visit.read { try $0.names(of: [holder]).name(holder) }
    }
    let found = try Candidate.of(id, besides: pairs.map(\.evaluator), visit)
    return Leaf(words("assignment.move"), at: .assignment) {
      p(.class("eyebrow")) {
        a(href: .path(Path("assignments").query("window", "\(window)"))) {
          words("nav.assignment")
        }
        " · " + file.where(visit)
      }
      h1 { words("move.heading", ["title": visit.title(file.submission.title.value)]) }
      p(.class("lead")) {
        name.map { words("move.lead", ["name": $0]) } ?? words("move.lead-nobody")
      }
      if found.isEmpty {
        nothing(words("submission.assign-nobody"), words("move.nobody"))
      } else {
        visit.form(
          Path("assignments", "\(window)", "move", "\(id)", part.rawValue)
        ) {
          fieldset(.class("levels part")) {
            legend { words("review.to") }
            for (place, candidate) in found.enumerated() {
              candidate.choice(visit, isFirst: place == 0)
            }
          }
          p(.class("actions")) { button(.class("button")) { words("move.go") } }
        }
      }
    }
  }
}

/// Moves a submission to somebody else, before the assignment is released.
enum MoveAction: Action {
  static let pattern: StaticString = "/assignments/:window/move/:submission/:part"
  static func sight(_ call: Call<Visit>) -> Sight { .office }

  static func act(_ call: Call<Visit>, _ form: FormData) throws -> HTTPResponse {
    let visit = call.context
    let window = WindowID(try call.number("window"))
    let id = SubmissionID(try call.number("submission"))
    guard let part = EvaluatorPart(rawValue: try call.text("part")),
      let to = form["to"].flatMap(Int64.init),
      let assignment = try visit.read({ try $0.window(window)?.assignment })
    else { throw HTTPProblem(.notFound, "no such part, or nobody chosen") }
    let back = Path("assignments").query("window", "\(window)")
    return try visit.attempt(back: back) {
      try visit.perform(.moveAssignment(assignment, id, to: PersonID(to), part: part))
      return try .done("moved", at: back)
    }
  }
}
