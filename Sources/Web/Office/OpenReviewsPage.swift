import CivilTime
import HTML
import HTTPServer
import Notices
import Store
import Workflow

/// `/office/reviews`: every open review by its due instant, the overdue ones first.
enum OpenReviewsPage: Page {
  static let pattern: StaticString = "/office/reviews"
  static func sight(_ call: Call<Visit>) -> Sight { .office }

  private struct Listing {
    var late: Int
    var open: Int
    var rows: [ReviewRow]
    var work: [SubmissionID: SubmissionRow]
    var names: [PersonID: PersonName]
    var next: Path?
  }

  static func show(_ call: Call<Visit>) throws -> Leaf {
    let visit = call.context
    let words = visit.words
    let list = try read(visit, after: call.request.query["after"] ?? "")
    let late = list.rows.filter { $0.due <= visit.now }
    let inTime = list.rows.filter { visit.now < $0.due }
    return Leaf(words("nav.reviews"), at: .reviews) {
      visit.told(call.request)
      h1 {
        list.late > 0
          ? words("reviews.late", count: list.late) : words("reviews.open", count: list.open)
      }
      p(.class("lead")) {
        words(
          list.late > 0 ? "reviews.late-lead" : list.open > 0 ? "reviews.open-lead" : "reviews.none"
        )
      }
      if !late.isEmpty {
        section(.class("part"), .aria(labelledBy: "late")) {
          h2(.id("late")) { words("reviews.overdue") }
          table(late, list, words("reviews.late-caption"), visit)
        }
      }
      if !inTime.isEmpty {
        section(.class("part"), .aria(labelledBy: "open")) {
          h2(.id("open")) { words("reviews.in-time") }
          table(inTime, list, words("reviews.open-caption"), visit)
        }
      }
      visit.further(list.next)
    }
  }

  private static func read(_ visit: Visit, after: String) throws -> Listing {
    let parts = after.split(separator: "-").compactMap { Int64($0) }
    let start =
      parts.count == 2 ? (due: Instant(milliseconds: parts[0]), id: ReviewID(parts[1])) : nil
    return try visit.read { records in
      let rows = try records.openReviewRows(after: start, limit: OfficeLimits.rowsMax + 1)
      let shown = Array(rows.prefix(OfficeLimits.rowsMax))
      let work = try records.submissionRows(of: Set(shown.map(\.submission)))
      let counts = try records.officeCounts(at: visit.now)
      return Listing(
        late: counts.lateReviews, open: counts.openReviews, rows: shown, work: work,
        names: try records.names(
          of: Set(shown.map(\.evaluator) + work.values.map(\.earner))),
        next: rows.count > OfficeLimits.rowsMax
          ? shown.last.map {
            Path("office", "reviews").query("after", "\($0.due.milliseconds)-\($0.id)")
          } : nil)
    }
  }

  private static func table(
    _ rows: [ReviewRow], _ list: Listing, _ caption: String, _ visit: Visit
  ) -> Markup {
    let words = visit.words
    return dataTable(
      Markup { caption }, rows,
      head: TableColumn(words("column.evaluator")) { row in
        b { list.names.name(row.evaluator) }
        span(.class("under")) { words("part.\(row.part.rawValue)") }
      },
      [
        TableColumn(words("column.submission")) { row in
          a(href: .path(Path("submissions", "\(row.submission)"))) { visit.title(row.title) }
          if let work = list.work[row.submission] {
            span(.class("under")) { list.names.name(work.earner) }
          }
        },
        TableColumn(words("column.due")) { row in
          visit.stamped(row.due, visit.shortEnd(row.due))
          span(.class("under")) {
            visit.wording.inDays(until: visit.wording.shownEnd(row.due).date)
          }
        },
        TableColumn(words("column.hear-by")) { row in
          if let work = list.work[row.submission] { visit.shortDay(ofEnd: work.notifyBy) }
        },
        TableColumn(words("column.state")) { row in
          if row.due <= visit.now {
            state(words("review-state.overdue"), .short, .alert)
          } else {
            state(
              words("review-state.\(row.state.rawValue)"), row.state == .seen ? .now : .plain,
              row.state == .seen ? .half : .circle)
          }
        },
        TableColumn("") { row in
          rowLink(
            words("reviews.help"), visit.title(row.title),
            Path("office", "reviews", "\(row.id)"))
          if row.due <= visit.now { visit.remindButton(row.id, of: visit.title(row.title)) }
        },
      ])
  }
}
