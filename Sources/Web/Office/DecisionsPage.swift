import CivilTime
import HTML
import HTTPServer
import Notices
import Programs
import Rubrics
import Store
import Workflow

/// `/decisions`: what is ready to release, to be read and released singly or together.
enum DecisionsPage: Page {
  static let pattern: StaticString = "/decisions"
  static func sight(_ call: Call<Visit>) -> Sight { .office }

  /// One that is ready.
  private struct Ready {
    var row: SubmissionRow
    var reviews: [Review]
    /// How many criteria are met, of how many.
    var met: Int
    var judged: Int
  }

  private struct Listing {
    var all: Int
    var ready: [Ready]
    var names: [PersonID: PersonName]
    var first: AnswerTimes?
    var next: Path?
  }

  static func show(_ call: Call<Visit>) throws -> Leaf {
    let visit = call.context
    let words = visit.words
    let list = try read(visit, after: call.request.query["after"])
    return Leaf(words("nav.decisions"), at: .decisions) {
      visit.told(call.request)
      h1 { words("decisions.heading", count: list.all) }
      if list.ready.isEmpty {
        p(.class("lead")) { words("decisions.none") }
        p {
          a(href: .path(Path("submissions").query("state", "decided"))) { words("decisions.old") }
        }
      } else {
        p(.class("lead")) { lead(list, visit) }
        visit.form(Path("decisions", "release")) {
          let ids = list.ready.map { "\($0.row.id)" }
          input(type: .hidden, name: "all", .value(ids.joined(separator: ",")))
          button(.class("unseen"), .name("do"), .value("some"), .tabindex(-1), .aria(hidden: true))
          {
            words("decisions.release-some")
          }
          div(.class("part")) { table(list, visit) }
          visit.further(list.next)
          div(.class("dock")) {
            p(.class("dock-text")) {
              b { words("decisions.dock", count: list.ready.count) }
              " "
              small {
                words("decisions.dock-held", count: visit.program.mail.holdMinutes)
              }
            }
            p(.class("dock-do")) {
              button(.class("button button-quiet"), .name("do"), .value("some")) {
                words("decisions.release-some")
              }
              " "
              button(.class("button"), .name("do"), .value("all")) {
                words("decisions.release-all", count: list.ready.count)
              }
            }
          }
        }
      }
    }
  }

  private static func read(_ visit: Visit, after: String?) throws -> Listing {
    try visit.read { records in
      let start = SubmissionID(after.flatMap(Int64.init) ?? 0)
      let rows = try records.submissions(
        .state(.readyToRelease), after: start, limit: OfficeLimits.rowsMax + 1)
      let shown = rows.prefix(OfficeLimits.rowsMax)
      let reviews = try records.reviews(of: shown.map(\.id))
      let counts = try records.officeCounts(at: visit.now)
      var ready: [Ready] = []
      for row in shown {
        let mine = (reviews[row.id] ?? []).filter { $0.round == row.round && $0.scorecard != nil }
        let last = mine.last?.scorecard
        var judged = 0
        if let version = last?.rubric { judged = try records.rubric(version)?.criteria.count ?? 0 }
        ready.append(
          Ready(row: row, reviews: mine, met: last?.met.count ?? 0, judged: judged))
      }
      let people = Set(
        shown.map(\.earner) + ready.flatMap { $0.reviews.map(\.evaluator) })
      return Listing(
        all: counts.readyToRelease, ready: ready, names: try records.names(of: people),
        first: try counts.firstReady.flatMap { try records.submission($0)?.times },
        next: rows.count > OfficeLimits.rowsMax
          ? shown.last.map { Path("decisions").query("after", "\($0.id)") } : nil)
    }
  }

  private static func lead(_ list: Listing, _ visit: Visit) -> String {
    guard let first = list.first else { return "" }
    return visit.words(
      first.notifyBy <= visit.now
        ? "dashboard.ready-past"
        : first.releaseBy <= visit.now ? "dashboard.ready-today" : "dashboard.ready-lead",
      [
        "release": visit.longDay(ofEnd: first.releaseBy),
        "hear": visit.longDay(ofEnd: first.notifyBy),
      ])
  }

  private static func table(_ list: Listing, _ visit: Visit) -> Markup {
    let words = visit.words
    return dataTable(
      Markup { words("decisions.caption") }, list.ready,
      head: TableColumn(words("column.submission")) { ready in
        label(.class("choice")) {
          input(type: .checkbox, name: "release", .value("\(ready.row.id)"))
          span {
            b { visit.title(ready.row.title) }
            span(.class("under")) {
              [
                list.names.name(ready.row.earner), list.names[ready.row.earner]?.school ?? "",
                visit.stage(ready.row.stage)
                  + (ready.row.round > 1
                    ? ", " + words("office.round", ["round": "\(ready.row.round)"]) : ""),
              ]
              .filter { !$0.isEmpty }.joined(separator: " · ")
            }
          }
        }
      },
      [
        TableColumn(words("column.outcome")) { ready in
          if let outcome = ready.row.outcome { visit.outcome(outcome) }
          if ready.judged > 0 {
            span(.class("under")) {
              words("decisions.met", ["met": "\(ready.met)", "all": "\(ready.judged)"])
            }
          }
        },
        TableColumn(words("column.evaluators")) { ready in
          Wording.list(ready.reviews.map { list.names.name($0.evaluator) })
        },
        TableColumn(words("column.hear-by")) { visit.shortDay(ofEnd: $0.row.notifyBy) },
        TableColumn("") { ready in
          rowLink(
            words("decisions.read"), visit.title(ready.row.title),
            Path("decisions", "\(ready.row.id)"))
        },
      ])
  }
}

/// Releases the decisions that were chosen, or all that the page showed.
enum ReleaseAction: Action {
  static let pattern: StaticString = "/decisions/release"
  static func sight(_ call: Call<Visit>) -> Sight { .office }

  static func act(_ call: Call<Visit>, _ form: FormData) throws -> HTTPResponse {
    let visit = call.context
    let chosen =
      form["do"] == "all"
      ? (form["all"] ?? "").split(separator: ",").map(String.init) : form.all("release")
    let ids = Visit.numbers(chosen).map { SubmissionID($0) }
    guard !ids.isEmpty else { return try .done("none-chosen", at: Path("decisions")) }
    return try visit.attempt(back: Path("decisions")) {
      try visit.perform(.releaseDecisions(ids))
      return try .done(ids.count == 1 ? "released-one" : "released", at: Path("office"))
    }
  }
}

extension Review {
  /// What was handed in, if it was.
  var scorecard: HandedInScorecard? {
    if case .handedIn(let scorecard, _) = state { scorecard } else { nil }
  }
}
