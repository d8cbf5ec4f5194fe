import Assignments
import CivilTime
import HTML
import HTTPServer
import Office
import Programs
import Store
import Workflow

/// `/assignments/:window/move/:submission/:part`: to whom a submission goes instead, and what that costs.
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
    let file = try visit.read { try CaseFile.read(id.number, from: $0) }
    let sheet = try MoveSheet.read(window, file.submission, part, visit)
    return Leaf(words("assignment.move"), at: .assignment) {
      p(.class("eyebrow")) {
        a(href: .path(Path("assignments").query("window", "\(window)"))) {
          words("nav.assignment")
        }
        " · " + file.where(visit)
      }
      h1 { words("move.heading", ["title": visit.title(file.submission.title.value)]) }
      p(.class("lead")) {
        sheet.holder.map {
          words("move.lead", ["name": $0.name]) + " "
            + words("move.match-now", ["points": Self.points($0.affinity.thousandths)])
        } ?? words("move.lead-nobody")
      }
      if sheet.choices.isEmpty {
        nothing(words("submission.assign-nobody"), words("move.nobody"))
      } else {
        visit.form(
          Path("assignments", "\(window)", "move", "\(id)", part.rawValue)
        ) {
          fieldset(.class("levels part")) {
            legend { words("review.to") }
            for (place, choice) in sheet.choices.enumerated() {
              radio(choice, sheet, visit, isFirst: place == 0)
            }
          }
          p(.class("hint part-in")) { words("move.points") }
          p(.class("actions")) { button(.class("button")) { words("move.go") } }
        }
      }
    }
  }

  private static func radio(
    _ choice: MoveSheet.Choice, _ sheet: MoveSheet, _ visit: Visit, isFirst: Bool
  ) -> Markup {
    let words = visit.words
    return label(.class("level")) {
      input(type: .radio, name: "to", .value("\(choice.person)"), .required(), .checked(isFirst))
      b {
        choice.name
        " "
        small {
          words(
            choice.holds >= choice.most ? "move.full" : "move.load",
            ["holds": "\(choice.holds)", "most": "\(choice.most)"])
        }
      }
      span {
        choice.affinity.words(words)
        span(.class("under")) { cost(choice, sheet, words) }
      }
    }
  }

  /// What the move costs by itself, and if the rest is worked out again around it.
  private static func cost(
    _ choice: MoveSheet.Choice, _ sheet: MoveSheet, _ words: Words
  ) -> String {
    let match = ["points": points(choice.affinity.thousandths)]
    guard let holder = sheet.holder else { return words("move.match", match) }
    let difference = choice.affinity.thousandths - holder.affinity.thousandths
    let alone =
      difference == 0
      ? words("move.same", match)
      : words(
        difference > 0 ? "move.more" : "move.less",
        match.merging(["difference": points(abs(difference))]) { first, _ in first })
    guard let cost = choice.cost else { return alone }
    return alone + " " + words.again(cost)
  }

  static func points(_ thousandths: Int) -> String { Words.number((thousandths + 5) / 10) }
}

/// What the page of a move shows.
struct MoveSheet {
  /// Who has it now, if anybody.
  struct Holder {
    var name: String
    var affinity: Affinity
  }

  /// Somebody who could have it.
  struct Choice {
    var person: PersonID
    var name: String
    var affinity: Affinity
    /// Reviews that they would hold with this one, and may hold.
    var holds: Int
    var most: Int
    /// What it costs if the rest is worked out again; `nil` where that can't be told.
    var cost: ChangeCost?
  }

  var holder: Holder?
  var choices: [Choice]

  /// Most people to choose from.
  private static let most = 12

  static func read(
    _ window: WindowID, _ submission: Submission, _ part: EvaluatorPart, _ visit: Visit
  ) throws -> MoveSheet {
    let pairs = try visit.read { records in
      try records.window(window)?.assignment.flatMap { try records.assignment($0) }?.pairs ?? []
    }
    let own = pairs.filter { $0.submission == submission.id }
    let place = own.first { $0.part == part }.map {
      ReviewPlace(submission: $0.submission, evaluator: $0.evaluator)
    }
    guard
      let question = try visit.office.assignmentQuestion(of: window, unpinning: place)
    else { return MoveSheet(choices: []) }
    let costs = place.map(question.costs(of:)) ?? [:]
    let people = Dictionary(question.evaluators.map { ($0.id, $0) }) { first, _ in first }
    var holds = question.openCounts
    for pair in pairs { holds[pair.evaluator, default: 0] += 1 }
    let choices = question.ranked(for: submission, part)
      .filter { found in !own.contains { $0.evaluator == found.person } }.prefix(most)
      .compactMap { found -> Choice? in
        guard let person = people[found.person] else { return nil }
        return Choice(
          person: person.id, name: person.fullName, affinity: found.affinity,
          holds: holds[person.id, default: 0] + 1,
          most: person.evaluator?.loadMax ?? visit.program.evaluators.openReviewsMax,
          cost: costs[person.id])
      }
    return MoveSheet(
      holder: place.flatMap { people[$0.evaluator] }.map { person in
        Holder(
          name: person.fullName,
          affinity: Affinity(
            of: submission.skills, for: person.evaluator ?? EvaluatorProfile(expertise: []),
            by: visit.program.skills))
      }, choices: choices)
  }
}

extension Affinity {
  /// The match as the office reads it: what is known of each skill, and what is not.
  func words(_ words: Words) -> String {
    guard !fields.isEmpty || !outside.isEmpty else {
      return ([words("assignment.no-skill")] + besides(words)).joined(separator: "; ")
    }
    let known = fields.map { field in
      let grade = words("office-grade.\(field.grade.rawValue)")
      guard let through = field.through else {
        return words("skill.known", ["skill": field.skill, "grade": grade])
      }
      return words(
        "skill.known-through", ["skill": field.skill, "grade": grade, "through": through])
    }
    return (known + outside.map { words("skill.unknown", ["skill": $0]) } + besides(words))
      .joined(separator: "; ")
  }

  /// What speaks for the match besides skills.
  private func besides(_ words: Words) -> [String] {
    var parts: [String] = []
    if !sharedWords.isEmpty {
      parts.append(
        words("skill.shared-words", ["words": sharedWords.joined(separator: ", ")]))
    }
    if judgedBefore > 0 { parts.append(words("skill.judged-before", count: judgedBefore)) }
    return parts
  }
}

extension Words {
  /// What a change costs when everything else may shift to make up for it.
  func again(_ cost: ChangeCost) -> String {
    if cost.unplaced > 0 { return self("cost.unplaced", count: cost.unplaced) }
    if cost.isNothing { return self("cost.nothing") }
    return self("cost.points", ["points": MovePage.points(cost.thousandths)])
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
