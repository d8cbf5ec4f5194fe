import CivilTime
import HTML
import HTTPServer
import Notices
import Store
import Workflow

/// `/office`: where everything stands, and the one next step.
enum DashboardPage: Page {
  static let pattern: StaticString = "/office"
  static func sight(_ call: Call<Visit>) -> Sight { .office }

  static func show(_ call: Call<Visit>) throws -> Leaf {
    let visit = call.context
    let words = visit.words
    let board = try Dashboard.read(visit)
    let chief = board.chief(visit)
    let besides = board.needs(visit).filter { $0.kind != chief.kind }
    return Leaf(words("nav.office"), at: .office) {
      visit.told(call.request)
      p(.class("eyebrow")) {
        visit.long(visit.wording.today)
        if let present = board.year.present { " · " + visit.name(of: present.window) }
      }
      h1 { chief.heading }
      p(.class("lead")) { chief.lead }
      if let action = chief.action {
        p(.class("actions")) { buttonLink(action.text, action.path) }
      }
      if !besides.isEmpty { needs(besides, words) }
      justDone(board.done, visit)
      board.year.shown
      if let forecast = board.forecast, !forecast.isEmpty { forecast.section(visit) }
    }
  }

  private static func needs(_ needs: [Dashboard.Need], _ words: Words) -> Markup {
    section(.class("part"), .aria(labelledBy: "needs")) {
      h2(.id("needs")) { words("dashboard.besides") }
      ul(.class("todo")) {
        for need in needs {
          li {
            if let count = need.count {
              span(.class("todo-count")) { Words.number(count) }
            } else {
              span(.class("todo-count")) { Symbol.alert.icon }
            }
            div {
              h3 { need.heading }
              p(.class("meta")) { need.text }
            }
            div(.class("todo-do")) {
              a(href: .path(need.path), .class("button button-quiet button-small")) {
                need.action
                span(.class("unseen")) { ": " + need.heading }
              }
            }
          }
        }
      }
    }
  }

  // MARK: Just done

  private static func justDone(_ done: [Dashboard.Done], _ visit: Visit) -> Markup {
    let words = visit.words
    return Markup {
      if !done.isEmpty {
        section(.class("part"), .aria(labelledBy: "done")) {
          h2(.id("done")) { words("dashboard.done") }
          ul(.class("rows card")) {
            for item in done {
              li {
                b {
                  words(
                    item.isOwn ? "dashboard.done-own" : "dashboard.done-other",
                    ["who": item.who, "what": item.what])
                }
                " "
                span(.class("meta")) {
                  visit.stamped(item.at, visit.moment(item.at))
                  if item.more > 0 { " · " + words("dashboard.done-more", count: item.more) }
                  " · " + words("dashboard.done-held")
                }
                visit.form(Path("office", "undo")) {
                  input(type: .hidden, name: "command", .value("\(item.command)"))
                  button(.class("button button-plain button-small")) {
                    words("dashboard.undo")
                    span(.class("unseen")) { ": " + item.what }
                  }
                }
              }
            }
          }
        }
      }
    }
  }
}

/// Takes back what was just done, as long as nobody has been told.
enum UndoAction: Action {
  static let pattern: StaticString = "/office/undo"
  static func sight(_ call: Call<Visit>) -> Sight { .office }

  static func act(_ call: Call<Visit>, _ form: FormData) throws -> HTTPResponse {
    guard let number = form["command"].flatMap(Int64.init), number > 0 else {
      throw HTTPProblem(.badRequest, "an undo without a command")
    }
    return try call.context.attempt(back: Path("office")) {
      try call.context.perform(.undo(command: number))
      return try .done("undone", at: Path("office"))
    }
  }
}
