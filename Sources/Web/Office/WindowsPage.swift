import CivilTime
import HTML
import HTTPServer
import Notices
import Office
import Programs
import Store
import Workflow

/// `/windows`: every window with its dates, those to come first.
enum WindowsPage: Page {
  static let pattern: StaticString = "/windows"
  static func sight(_ call: Call<Visit>) -> Sight { .office }
  /// Windows that are over and shown all the same.
  private static let pastMax = 24

  static func show(_ call: Call<Visit>) throws -> Leaf {
    let visit = call.context
    let words = visit.words
    let stretches = try visit.read { records in
      let windows = try records.windows()
      let ahead = windows.filter { visit.now < $0.times.notifyBy }
      let past = windows.filter { $0.times.notifyBy <= visit.now }.suffix(pastMax)
      return try (ahead + past.reversed()).map {
        DashboardYear.Stretch(window: $0, counts: try records.submissionCounts(in: $0.id))
      }
    }
    let ahead = stretches.filter { visit.now < $0.window.times.notifyBy }
    let past = stretches.filter { $0.window.times.notifyBy <= visit.now }
    return Leaf(words("nav.windows"), at: .windows) {
      visit.told(call.request)
      h1 { heading(ahead.map(\.window), visit) }
      p(.class("lead")) { words(ahead.isEmpty ? "windows.lead-none" : "windows.lead") }
      if !ahead.isEmpty {
        div(.class("part")) { DashboardYear.table(of: ahead, visit) }
      }
      div(.class("pair part")) {
        section(.class("card")) {
          h2 { words("windows.add") }
          addForm(visit)
        }
        section(.class("card")) {
          h2 { words("windows.plan") }
          p(.class("meta")) { words("windows.plan-text") }
          planForm(visit)
        }
      }
      if !past.isEmpty {
        section(.class("part"), .aria(labelledBy: "past")) {
          h2(.id("past")) { words("windows.past") }
          DashboardYear.table(of: past, visit)
        }
      }
    }
  }

  private static func heading(_ ahead: [Window], _ visit: Visit) -> String {
    let words = visit.words
    if let open = ahead.first(where: { $0.state == .open }) {
      return words(
        "windows.open",
        ["window": visit.name(of: open), "day": visit.longDay(ofEnd: open.times.ends)])
    }
    if let next = ahead.first(where: { visit.now < $0.times.opens && $0.state != .cancelled }) {
      return words(
        "windows.next", ["window": visit.name(of: next), "day": visit.long(next.opensOn)])
    }
    return words("windows.none")
  }

  private static func addForm(_ visit: Visit) -> Markup {
    let words = visit.words
    return visit.form(Path("windows", "add")) {
      div(.class("stack")) {
        fieldset {
          legend { words("windows.stage") }
          for stage in StageKind.allCases where stage == .evidence || visit.program.proposals != nil
          {
            label(.class("choice")) {
              input(
                type: .radio, name: "stage", .value(stage.rawValue), .required(),
                .checked(stage == .evidence))
              span { visit.stage(stage) }
            }
          }
        }
        field("label", words("windows.label"), hint: words("windows.label-hint")) { described in
          input(type: .text, name: "label", .id("label"), .required(), .maxlength(80), described)
        }
        dates(nil, visit)
      }
      p(.class("actions")) { button(.class("button button-quiet")) { words("windows.add-go") } }
    }
  }

  /// The first and the last day.
  static func dates(_ dates: (opens: CivilDate, last: CivilDate)?, _ visit: Visit) -> Markup {
    let words = visit.words
    return div(.class("dates")) {
      field("opens", words("column.opens"), hint: words("window.opens-hint")) { described in
        input(
          type: .date, name: "opens", .id("opens"), .required(), described,
          dates.map { .value("\($0.opens)") } ?? .none)
      }
      field("last", words("column.closes"), hint: words("window.last-hint")) { described in
        input(
          type: .date, name: "last", .id("last"), .required(), described,
          dates.map { .value("\($0.last)") } ?? .none)
      }
    }
  }

  private static func planForm(_ visit: Visit) -> Markup {
    let words = visit.words
    let today = visit.wording.today
    let first = today.month < visit.program.schoolYearFirstMonth ? today.year - 1 : today.year
    return visit.form(Path("windows", "plan")) {
      fieldset {
        legend { words("windows.year") }
        for year in first...first + 1 {
          label(.class("choice")) {
            input(
              type: .radio, name: "year", .value("\(year)"), .required(), .checked(year == first))
            span { "\(year)–\((year + 1) % 100)" }
          }
        }
      }
      p(.class("actions")) { button(.class("button button-quiet")) { words("windows.plan-go") } }
    }
  }
}

/// Adds a window.
enum AddWindowAction: Action {
  static let pattern: StaticString = "/windows/add"
  static func sight(_ call: Call<Visit>) -> Sight { .office }

  static func act(_ call: Call<Visit>, _ form: FormData) throws -> HTTPResponse {
    guard let stage = form["stage"].flatMap(StageKind.init) else {
      throw HTTPProblem(.badRequest, "a window without its step")
    }
    let command = Command.addWindow(
      stage, label: try form.text("label", max: 80), opensOn: try form.date("opens"),
      endsOn: try form.date("last").adding(days: 1))
    return try call.context.attempt(back: Path("windows")) {
      try call.context.perform(command)
      return try .done("window-added", at: Path("windows"))
    }
  }
}

/// Plans a school year's windows by the program's rules.
enum PlanYearAction: Action {
  static let pattern: StaticString = "/windows/plan"
  static func sight(_ call: Call<Visit>) -> Sight { .office }

  static func act(_ call: Call<Visit>, _ form: FormData) throws -> HTTPResponse {
    guard let year = form["year"].flatMap(Int.init), (1_970...9_000).contains(year) else {
      throw HTTPProblem(.badRequest, "a plan without its year")
    }
    return try call.context.attempt(back: Path("windows")) {
      let performed = try call.context.perform(.planYear(year))
      return try .done(
        performed.events.isEmpty ? "year-planned-already" : "year-planned", at: Path("windows"))
    }
  }
}
