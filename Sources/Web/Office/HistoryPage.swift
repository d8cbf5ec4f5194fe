import HTML
import HTTPServer
import Store
import Workflow

/// `/history`: what happened, the latest first, as the journal tells it.
enum HistoryPage: Page {
  static let pattern: StaticString = "/history"
  static func sight(_ call: Call<Visit>) -> Sight { .office }
  /// Entries of one page.
  private static let linesMax: Int64 = 100

  static func show(_ call: Call<Visit>) throws -> Leaf {
    let visit = call.context
    let words = visit.words
    let wanted = call.request.query["before"].flatMap(Int64.init)
    let (lines, next) = try visit.read { records in
      let end = min(max(1, wanted ?? .max), try records.lastSequence() + 1)
      let start = max(0, end - 1 - linesMax)
      let telling = Telling(visit, records)
      let entries = try records.entries(after: start, limit: Int(linesMax))
        .filter { $0.sequence < end }
      let lines = try entries.reversed().map { entry in
        SubmissionPage.Line(
          at: entry.at, who: try telling.name(entry.by), what: try telling.words(entry.event))
      }
      return (lines, start > 0 ? start + 1 : nil)
    }
    return Leaf(words("history.heading"), at: .more) {
      p(.class("eyebrow")) { a(href: .path(Path("more"))) { words("nav.more") } }
      h1 { words("history.heading") }
      p(.class("lead")) { words("history.lead") }
      div(.class("part")) { SubmissionPage.history(lines, visit) }
      visit.further(next.map { Path("history").query("before", "\($0)") })
    }
  }
}
