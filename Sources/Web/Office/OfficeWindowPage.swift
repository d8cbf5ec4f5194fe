import CivilTime
import HTML
import HTTPServer
import Notices
import Office
import Programs
import Store
import Workflow

/// `/windows/:window`: one window, with a preview of every notice that moves when its dates do.
enum OfficeWindowPage: Page {
  static let pattern: StaticString = "/windows/:window"
  static func sight(_ call: Call<Visit>) -> Sight { .office }

  static func show(_ call: Call<Visit>) throws -> Leaf {
    let visit = call.context
    let words = visit.words
    let number = try call.number("window")
    let (stretch, lines) = try visit.read { records in
      guard let window = try records.window(WindowID(number)) else {
        throw HTTPProblem(.notFound, "no such window")
      }
      let telling = Telling(visit, records)
      let lines = try records.history(of: .window, number, limit: 200).map { entry in
        SubmissionPage.Line(
          at: entry.at, who: try telling.name(entry.by), what: try telling.words(entry.event))
      }
      return (
        DashboardYear.Stretch(window: window, counts: try records.submissionCounts(in: window.id)),
        lines
      )
    }
    let window = stretch.window
    let preview = try WindowPreview.asked(call.request.query, of: window, visit)
    return Leaf(visit.name(of: window), at: .windows) {
      visit.told(call.request)
      p(.class("eyebrow")) {
        a(href: .path(Path("windows"))) { words("nav.windows") }
        " · " + visit.name(of: window)
      }
      h1 { heading(window, preview, visit) }
      p(.class("lead")) {
        words(
          window.state.canChange ? "window.lead" : "window.lead-closed",
          [
            "first": visit.long(window.opensOn), "last": visit.longDay(ofEnd: window.times.ends),
            "hear": visit.longDay(ofEnd: window.times.notifyBy),
          ])
      }
      div(.class("split part")) {
        div {
          if window.state.canChange { change(window, preview, visit) }
          if let preview { preview.table(visit) }
          if window.state == .closed { reopen(window, visit) }
          if preview == nil { div(.class("part")) { SubmissionPage.history(lines, visit) } }
        }
        aside(.class("aside"), .aria(label: words("window.aside"))) {
          facts(stretch, preview, visit)
          if window.state.canChange, stretch.handedIn == 0 { cancel(window, visit) }
        }
      }
      if let preview, case .moves = preview.answer { dock(window, preview, visit) }
    }
  }

  private static func heading(
    _ window: Window, _ preview: WindowPreview?, _ visit: Visit
  ) -> String {
    let words = visit.words
    if let preview { return preview.heading(visit) }
    return words("window.heading.\(window.state.rawValue)", ["window": visit.name(of: window)])
  }

  private static func change(
    _ window: Window, _ preview: WindowPreview?, _ visit: Visit
  ) -> Markup {
    let words = visit.words
    let last = window.endsOn.adding(days: -1)
    return section(.class("card"), .aria(labelledBy: "when")) {
      h2(.id("when")) { words("window.when") }
      form(action: Path("windows", "\(window.id)"), method: .get) {
        WindowsPage.dates(
          (opens: preview?.opensOn ?? window.opensOn, last: preview?.lastDay ?? last), visit)
        p(.class("actions")) {
          button(preview == nil ? .class("button") : .class("button button-quiet")) {
            words(preview == nil ? "window.preview" : "window.preview-again")
          }
          " "
          span(.class("meta")) { words("window.preview-text") }
        }
      }
    }
  }

  private static func dock(_ window: Window, _ preview: WindowPreview, _ visit: Visit) -> Markup {
    let words = visit.words
    return visit.form(Path("windows", "\(window.id)", "change")) {
      input(type: .hidden, name: "opens", .value("\(preview.opensOn)"))
      input(type: .hidden, name: "last", .value("\(preview.lastDay)"))
      div(.class("part")) {
        field("reason", words("office.reason"), hint: words("window.reason-hint")) { described in
          input(type: .text, name: "reason", .id("reason"), .maxlength(500), described)
        }
      }
      div(.class("dock")) {
        p(.class("dock-text")) {
          b { words("window.dock", ["last": visit.long(preview.lastDay)]) }
          " "
          small { words("decisions.dock-held", count: visit.program.mail.holdMinutes) }
        }
        p(.class("dock-do")) {
          a(
            href: .path(Path("windows", "\(window.id)")), .class("button button-plain")
          ) { words("window.leave") }
          " "
          button(.class("button")) { words("window.change") }
        }
      }
    }
  }

  private static func reopen(_ window: Window, _ visit: Visit) -> Markup {
    let words = visit.words
    return details(.class("part-in")) {
      summary { words("window.reopen") }
      p(.class("meta")) { words("window.reopen-text") }
      visit.form(Path("windows", "\(window.id)", "reopen")) {
        field("last", words("review.last-day"), hint: words("window.last-hint")) { described in
          input(type: .date, name: "last", .id("last"), .required(), described)
        }
        field("reason", words("office.reason"), hint: words("office.reason-read")) { described in
          input(type: .text, name: "reason", .id("reason"), .required(), .maxlength(500), described)
        }
        p(.class("actions")) { button(.class("button button-quiet")) { words("window.reopen-go") } }
      }
    }
  }

  private static func cancel(_ window: Window, _ visit: Visit) -> Markup {
    let words = visit.words
    return section(.class("card")) {
      h2 { words("window.cancel") }
      details {
        summary { words("window.cancel-open") }
        visit.form(Path("windows", "\(window.id)", "cancel")) {
          field("cancel-reason", words("office.reason"), hint: words("office.reason-read")) {
            described in
            input(
              type: .text, name: "reason", .id("cancel-reason"), .required(), .maxlength(500),
              described)
          }
          p(.class("actions")) {
            button(.class("button button-quiet")) { words("window.cancel-go") }
          }
        }
      }
    }
  }

  private static func facts(
    _ stretch: DashboardYear.Stretch, _ preview: WindowPreview?, _ visit: Visit
  ) -> Markup {
    let words = visit.words
    let window = stretch.window
    return Markup {
      section(.class("card")) {
        h2 { words("window.facts") }
        p { visit.standing(stretch) }
        dl(.class("facts facts-stacked part-in")) {
          div {
            dt { words("window.reviews-due") }
            dd { visit.shortEnd(window.times.reviewsDue) }
          }
          div {
            dt { words("window.release-by") }
            dd { visit.shortEnd(window.times.releaseBy) }
          }
          div {
            dt { words("legend.hear") }
            dd { visit.longDay(ofEnd: window.times.notifyBy) }
          }
          div {
            dt { words("column.handed-in") }
            dd {
              a(href: .path(Path("submissions").query("window", "\(window.id)"))) {
                words("submissions.found", count: stretch.handedIn)
              }
            }
          }
        }
      }
      if let closed = preview?.closedDay {
        note(.wait, .alert) {
          p { words("window.in-break", ["name": closed.name, "day": visit.long(closed.day)]) }
        }
      }
    }
  }
}

extension WindowState {
  /// Whether its dates can be moved.
  var canChange: Bool {
    switch self {
    case .planned, .announced, .open: true
    case .closed, .cancelled: false
    }
  }
}

/// Moves a window.
enum ChangeWindowAction: Action {
  static let pattern: StaticString = "/windows/:window/change"
  static func sight(_ call: Call<Visit>) -> Sight { .office }

  static func act(_ call: Call<Visit>, _ form: FormData) throws -> HTTPResponse {
    let id = WindowID(try call.number("window"))
    let command = Command.changeWindow(
      id, opensOn: try form.date("opens"), endsOn: try form.date("last").adding(days: 1),
      reason: try form.text("reason", max: 500))
    return try call.context.attempt(back: Path("windows", "\(id)")) {
      try call.context.perform(command)
      return try .done("window-changed", at: Path("office"))
    }
  }
}

/// Lets a closed window take work again.
enum ReopenWindowAction: Action {
  static let pattern: StaticString = "/windows/:window/reopen"
  static func sight(_ call: Call<Visit>) -> Sight { .office }

  static func act(_ call: Call<Visit>, _ form: FormData) throws -> HTTPResponse {
    let id = WindowID(try call.number("window"))
    let command = Command.reopenWindow(
      id, endsOn: try form.date("last").adding(days: 1), reason: try form.text("reason", max: 500))
    return try call.context.attempt(back: Path("windows", "\(id)")) {
      try call.context.perform(command)
      return try .done("window-reopened", at: Path("windows", "\(id)"))
    }
  }
}

/// Calls a window off through which nothing came in.
enum CancelWindowAction: Action {
  static let pattern: StaticString = "/windows/:window/cancel"
  static func sight(_ call: Call<Visit>) -> Sight { .office }

  static func act(_ call: Call<Visit>, _ form: FormData) throws -> HTTPResponse {
    let id = WindowID(try call.number("window"))
    let reason = try form.text("reason", max: 500)
    return try call.context.attempt(back: Path("windows", "\(id)")) {
      try call.context.perform(.cancelWindow(id, reason: reason))
      return try .done("window-cancelled", at: Path("windows"))
    }
  }
}
