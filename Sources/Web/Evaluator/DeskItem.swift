import CivilTime
import HTML
import Notices
import Programs
import Rubrics
import Store
import Workflow

/// A review in a list, with what is said of it.
struct DeskItem {
  let review: Review
  let submission: Submission
  let title: String
  /// Name and school; empty where evaluators don't learn whose work it is.
  let people: String
  /// How many criteria there are, and how many of them need nothing more.
  let criteria: Int
  let settled: Int
  let isBegun: Bool

  var path: Path { Path("reviews", "\(review.id)") }

  /// The rows with what is said of each.
  static func all(
    _ rows: [DeskRow], _ records: ReadRecords, _ visit: Visit
  ) throws -> [DeskItem] {
    let isNamed = visit.program.mail.teacherNamedToEvaluator
    return try rows.map { row in
      let submission = row.submission
      let rubric = try submission.rubric.flatMap { try records.rubric($0) }
      let kept = Set(submission.met).subtracting(submission.reopened.map(\.criterion))
      let scored = Set(row.draft?.scores.filter { $0.level != nil }.map(\.criterion) ?? [])
      let settled = rubric?.criteria.count { kept.contains($0.id) || scored.contains($0.id) }
      let teacher = isNamed ? try records.person(submission.earner) : nil
      return DeskItem(
        review: row.review, submission: submission,
        title: submission.title.value ?? visit.words("review.erased"),
        people: [teacher?.fullName ?? "", teacher?.record.school ?? ""]
          .filter { !$0.isEmpty }.joined(separator: ", "),
        criteria: rubric?.criteria.count ?? 0, settled: settled ?? 0,
        isBegun: row.draft.map { !$0.scores.isEmpty || !$0.note.isEmpty } ?? false)
    }
  }

  // MARK: What is said

  func dueState(_ visit: Visit) -> Markup {
    let words = visit.words
    let day = visit.wording.shownEnd(review.due).date
    let inDays = ["in": visit.wording.inDays(until: day)]
    if review.due <= visit.now { return state(words("queue.was-due", inDays), .short, .alert) }
    let isSoon = visit.wording.today.days(until: day) <= 3
    return state(words("queue.due-in", inDays), isSoon ? .wait : .plain, .clock)
  }

  func roundState(_ words: Words) -> Markup {
    guard review.round > 1 else { return Markup() }
    let round = ReviewHead.roundName(review.round, words)
    return state(words("queue.round", ["round": round]), .now, .back)
  }

  func partState(_ words: Words) -> Markup {
    guard review.part != .evaluator else { return Markup() }
    return state(words("queue.part.\(review.part.rawValue)"), .now, .person)
  }

  /// Filled and empty squares with their words.
  func progress(_ words: Words) -> Markup {
    Markup {
      if criteria > 0 {
        span(.class("pips"), .aria(hidden: true)) {
          for place in 0..<min(criteria, 12) {
            SVG.svg(.viewBox(width: 16, height: 16), .when(place < settled, .class("done"))) {
              SVG.rect(x: 2, y: 2, width: 12, height: 12, .rx(2))
            }
          }
        }
        " "
      }
      progressWords(words)
    }
  }

  func progressWords(_ words: Words) -> String {
    if settled == criteria, criteria > 0 {
      return words("queue.all-settled", ["of": "\(criteria)"])
    }
    if settled == 0 { return words(isBegun ? "queue.begun" : "queue.not-started") }
    return words("queue.settled", ["settled": "\(settled)", "of": "\(criteria)"])
  }

  /// What became of a review that is over.
  func became(_ visit: Visit) -> Markup {
    let words = visit.words
    return switch review.state {
    case .assigned, .seen: MarkupBuilder.buildExpression(words("became.open"))
    case .handedIn(let card, let at):
      words.markup(
        "became.handed-in.\(submission.round == review.round ? submission.state.name.rawValue : "other")",
        [
          "at": visit.stamped(at, visit.day(of: at)),
          "outcome": MarkupBuilder.buildExpression(card.outcome.words),
        ])
    case .declined(_, _, let at):
      words.markup("became.declined", ["at": visit.stamped(at, visit.day(of: at))])
    case .reassigned(_, let at):
      words.markup("became.reassigned", ["at": visit.stamped(at, visit.day(of: at))])
    case .closed(let reason, let at):
      words.markup("became.closed.\(reason.rawValue)", ["at": visit.stamped(at, visit.day(of: at))])
    }
  }
}

/// Reviews in rows, which are cards on a phone.
enum DeskTable {
  static func open(_ items: [DeskItem], _ visit: Visit) -> Markup {
    let words = visit.words
    return table(.class("table"), .role("table")) {
      caption { words("queue.table", count: items.count) }
      thead(.role("rowgroup")) {
        tr(.role("row")) {
          for key in ["queue.column.work", "queue.column.match", "queue.column.due"] {
            th(.scope(.column), .role("columnheader")) { words(key) }
          }
          th(.scope(.column), .role("columnheader")) { words("queue.column.progress") }
          th(.scope(.column), .role("columnheader")) {
            span(.class("unseen")) { words("queue.column.open") }
          }
        }
      }
      tbody(.role("rowgroup")) {
        for item in items { row(item, visit) }
      }
    }
  }

  private static func row(_ item: DeskItem, _ visit: Visit) -> Markup {
    let words = visit.words
    return tr(.role("row")) {
      th(.scope(.row), .role("rowheader")) {
        a(href: .path(item.path)) { item.title }
        if !item.people.isEmpty { span(.class("under")) { item.people } }
        if item.review.round > 1 || item.review.part != .evaluator {
          span(.class("under")) {
            item.roundState(words)
            " "
            item.partState(words)
          }
        }
      }
      td(.role("cell"), .dataLabel(words("queue.column.match"))) {
        words(item.review.isOutsideField ? "queue.outside" : "queue.inside")
      }
      td(.role("cell"), .dataLabel(words("queue.column.due"))) {
        div {
          visit.stamped(item.review.due, visit.longDay(ofEnd: item.review.due))
          span(.class("under")) {
            let day = visit.wording.shownEnd(item.review.due).date
            visit.wording.inDays(until: day)
          }
        }
      }
      td(.role("cell"), .dataLabel(words("queue.column.progress"))) {
        item.progressWords(words)
      }
      td(.role("cell")) {
        a(href: .path(item.path), .class("button button-quiet button-small")) {
          words(item.isBegun ? "queue.continue" : "queue.start")
          span(.class("unseen")) { words("queue.continue-of", ["title": item.title]) }
        }
      }
    }
  }

  static func past(_ items: [DeskItem], _ visit: Visit) -> Markup {
    let words = visit.words
    return table(.class("table"), .role("table")) {
      caption { words("past.table") }
      thead(.role("rowgroup")) {
        tr(.role("row")) {
          for key in ["queue.column.work", "past.column.kind", "past.column.became"] {
            th(.scope(.column), .role("columnheader")) { words(key) }
          }
        }
      }
      tbody(.role("rowgroup")) {
        for item in items {
          tr(.role("row")) {
            th(.scope(.row), .role("rowheader")) {
              a(href: .path(item.path)) { item.title }
              if !item.people.isEmpty { span(.class("under")) { item.people } }
            }
            td(.role("cell"), .dataLabel(words("past.column.kind"))) {
              div {
                words("review.kind.\(item.submission.stage.rawValue)")
                if item.review.round > 1 {
                  span(.class("under")) {
                    words("review.round", ["round": ReviewHead.roundName(item.review.round, words)])
                  }
                }
              }
            }
            td(.role("cell"), .dataLabel(words("past.column.became"))) {
              div { item.became(visit) }
            }
          }
        }
      }
    }
  }
}
