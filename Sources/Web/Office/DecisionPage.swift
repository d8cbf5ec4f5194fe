import CivilTime
import HTML
import HTTPServer
import Notices
import Programs
import Rubrics
import Store
import Workflow

/// `/decisions/:submission`: one decision with what it rests on.
enum DecisionPage: Page {
  static let pattern: StaticString = "/decisions/:submission"
  static func sight(_ call: Call<Visit>) -> Sight { .office }

  static func show(_ call: Call<Visit>) throws -> Leaf {
    let visit = call.context
    let words = visit.words
    let file = try CaseFile.read(try call.number("submission"), visit)
    let work = file.submission
    return Leaf(visit.title(work.title.value), at: .decisions) {
      visit.told(call.request)
      p(.class("eyebrow")) {
        a(href: .path(Path("decisions"))) { words("nav.decisions") }
        " · " + file.where(visit)
      }
      h1 { visit.title(work.title.value) }
      p(.class("lead")) { lead(file, visit) }
      p {
        a(href: .path(Path("submissions", "\(work.id)"))) { words("decision.history") }
      }
      div(.class("split part")) {
        div { CaseSheet.markup(file, visit) }
        aside(.class("aside"), .aria(label: words("decision.aside"))) { side(file, visit) }
      }
    }
  }

  private static func lead(_ file: CaseFile, _ visit: Visit) -> Markup {
    let words = visit.words
    switch file.submission.state {
    case .readyToRelease(let outcome, _):
      return words.markup(
        "decision.ready",
        [
          "name": strong { file.names.name(file.submission.earner) },
          "outcome": strong { words("office-outcome.\(outcome.rawValue)") },
        ])
    case .decided(_, let outcome, let at):
      return words.markup(
        "decision.decided",
        [
          "name": strong { file.names.name(file.submission.earner) },
          "outcome": strong { words("office-outcome.\(outcome.rawValue)") },
          "at": Markup { visit.moment(at) },
        ])
    case .submitted, .underReview, .returned, .withdrawn:
      return Markup {
        words("decision.not-yet", ["name": file.names.name(file.submission.earner)])
      }
    }
  }

  private static func side(_ file: CaseFile, _ visit: Visit) -> Markup {
    let words = visit.words
    let work = file.submission
    return Markup {
      section(.class("card")) {
        h2 { words("decision.stands") }
        p { visit.standing(work.state.name, file.outcome) }
        dl(.class("facts facts-stacked part-in")) {
          div {
            dt { words("column.hear-by") }
            dd { visit.longDay(ofEnd: work.times.notifyBy) }
          }
          div {
            dt { words("column.evaluators") }
            dd {
              for review in file.reviews where review.round == work.round {
                p {
                  file.names.name(review.evaluator)
                  span(.class("under")) { words("part.\(review.part.rawValue)") }
                }
              }
            }
          }
        }
      }
      switch work.state {
      case .readyToRelease:
        section(.class("card")) {
          h2 { words("decision.release-heading") }
          p(.class("meta")) {
            words("decisions.dock-held", count: visit.program.mail.holdMinutes)
          }
          visit.form(Path("decisions", "release")) {
            input(type: .hidden, name: "release", .value("\(work.id)"))
            p(.class("actions")) { button(.class("button")) { words("decision.release") } }
          }
        }
      case .decided:
        section(.class("card")) {
          h2 { words("decision.reopen-heading") }
          p(.class("meta")) { words("decision.reopen-text") }
          visit.form(Path("decisions", "\(work.id)", "reopen")) {
            field("reason", words("office.reason"), hint: words("decision.reopen-hint")) {
              described in
              textarea(
                name: "reason", .id("reason"), .required(), .rows(3), .maxlength(1_000), described)
            }
            p(.class("actions")) {
              button(.class("button button-quiet")) { words("decision.reopen") }
            }
          }
        }
      case .submitted, .underReview, .returned, .withdrawn: Markup()
      }
    }
  }
}

/// Opens a decision again, on appeal or because of a mistake.
enum ReopenDecisionAction: Action {
  static let pattern: StaticString = "/decisions/:submission/reopen"
  static func sight(_ call: Call<Visit>) -> Sight { .office }

  static func act(_ call: Call<Visit>, _ form: FormData) throws -> HTTPResponse {
    let id = try call.number("submission")
    let back = Path("decisions", "\(id)")
    return try call.context.attempt(back: back) {
      try call.context.perform(
        .reopenDecision(SubmissionID(id), reason: try form.text("reason", max: 1_000)))
      return try .done("reopened", at: back)
    }
  }
}
