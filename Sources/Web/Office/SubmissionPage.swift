import CivilTime
import HTML
import HTTPServer
import Store
import Workflow

/// `/submissions/:submission`: what was handed in, all that happened to it, and what an administrator can do.
enum SubmissionPage: Page {
  static let pattern: StaticString = "/submissions/:submission"
  static func sight(_ call: Call<Visit>) -> Sight { .office }
  /// Most lines of its history.
  private static let linesMax = 500

  struct Line {
    var at: Instant
    var who: String
    var what: String
  }

  static func show(_ call: Call<Visit>) throws -> Leaf {
    let visit = call.context
    let words = visit.words
    let number = try call.number("submission")
    let (file, lines, held) = try visit.read { records in
      let file = try CaseFile.read(number, from: records)
      let telling = Telling(visit, records)
      let lines = try records.history(of: .submission, number, limit: linesMax).map { entry in
        Line(
          at: entry.at, who: try telling.name(entry.by), what: try telling.words(entry.event))
      }
      return (file, lines, try HeldAmount.read(of: file.submission, records, visit))
    }
    let work = file.submission
    let candidates = try SubmissionSteps.candidates(file, visit)
    return Leaf(visit.title(work.title.value), at: .submissions) {
      visit.told(call.request)
      p(.class("eyebrow")) {
        a(href: .path(Path("submissions"))) { words("nav.submissions") }
        " · " + file.where(visit)
      }
      h1 { visit.title(work.title.value) }
      p(.class("stands")) { visit.standing(work.state.name, file.outcome) }
      div(.class("split part")) {
        div {
          history(lines, visit)
          section(.class("part"), .aria(labelledBy: "content")) {
            h2(.id("content")) { words("submission.content") }
            CaseSheet.markup(file, visit)
          }
        }
        aside(.class("aside"), .aria(label: words("submission.aside"))) {
          facts(file, visit)
          held?.card(visit)
          SubmissionSteps.markup(file, candidates, visit)
        }
      }
    }
  }

  static func history(_ lines: [Line], _ visit: Visit) -> Markup {
    section(.aria(labelledBy: "history")) {
      h2(.id("history")) { visit.words("submission.history") }
      ol(.class("rows card history")) {
        for line in lines {
          li {
            p { line.what }
            p(.class("meta")) {
              visit.stamped(line.at, visit.moment(line.at))
              " · " + line.who
            }
          }
        }
      }
    }
  }

  private static func facts(_ file: CaseFile, _ visit: Visit) -> Markup {
    let words = visit.words
    let work = file.submission
    return section(.class("card")) {
      h2 { words("submission.facts") }
      dl(.class("facts facts-stacked")) {
        div {
          dt { words("column.teacher") }
          dd {
            a(href: .path(Path("people", "\(work.earner)"))) { file.names.name(work.earner) }
          }
        }
        if let offering = file.offering {
          div {
            dt { words("submission.offering") }
            dd { offering }
          }
        }
        if !work.skills.isEmpty {
          div {
            dt { words("submission.skills") }
            dd { work.skills.joined(separator: ", ") }
          }
        }
        div {
          dt { words("column.received") }
          dd { visit.moment(work.receivedAt) }
        }
        switch work.state {
        case .submitted, .underReview, .readyToRelease:
          div {
            dt { words("column.hear-by") }
            dd { visit.longDay(ofEnd: work.times.notifyBy) }
          }
        case .returned(let back):
          div {
            dt { words("submission.again-by") }
            dd { visit.shortEnd(back.handInBy) }
          }
        case .decided, .withdrawn: Markup()
        }
        if case .inProgress(let ends) = work.progress {
          div {
            dt { words("submission.year-ends") }
            dd { visit.longDay(ofEnd: ends) }
          }
        }
        if let proposal = work.proposal {
          div {
            dt { words("office-stage.proposal") }
            dd { a(href: .path(Path("submissions", "\(proposal)"))) { "#\(proposal)" } }
          }
        }
      }
      if work.state.name == .readyToRelease || work.state.name == .decided {
        p(.class("actions")) {
          buttonLink(words("submission.decision"), Path("decisions", "\(work.id)"), isQuiet: true)
        }
      }
    }
  }
}
