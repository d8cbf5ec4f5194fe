import CivilTime
import HTML
import HTTPServer
import Notices
import Programs
import Rubrics
import Store
import Workflow

/// `/queue`: the reviews that wait for an evaluator, by due date; the first is the next step.
enum QueuePage: Page {
  static let pattern: StaticString = "/queue"
  static func sight(_ call: Call<Visit>) -> Sight { .queue }

  /// More than anybody holds.
  private static let openMax = 100
  private static let doneMax = 10

  /// What the page shows.
  private struct Desk {
    var items: [DeskItem]
    var done: [DeskItem]
    var most: Int
  }

  static func show(_ call: Call<Visit>) throws -> Leaf {
    let visit = call.context
    let person = try visit.person()
    let desk = try visit.read { records in
      Desk(
        items: try DeskItem.all(records.openDesk(of: person.id, limit: openMax), records, visit),
        done: try DeskItem.all(
          records.pastDesk(of: person.id, before: nil, limit: doneMax), records, visit),
        most: person.evaluator?.loadMax ?? visit.program.evaluators.openReviewsMax)
    }
    let told = visit.told(call.request)
    return desk.items.isEmpty ? empty(desk, visit, told) : full(desk, visit, told)
  }

  private static func eyebrow(_ visit: Visit) -> Markup {
    p(.class("eyebrow")) { visit.long(visit.wording.today) }
  }

  // MARK: Nothing waits

  private static func empty(_ desk: Desk, _ visit: Visit, _ told: Markup?) -> Leaf {
    let words = visit.words
    return Leaf(words("queue.title"), at: .queue) {
      eyebrow(visit)
      h1 { words("queue.none") }
      p(.class("lead")) { words("queue.none-lead") }
      if let told { div(.class("part-in")) { told } }
      div(.class("empty gate part-in stack")) {
        h2 { words("queue.next") }
        p { words("queue.next-by-mail") }
        p(.class("actions")) {
          buttonLink(words("queue.past"), Path("queue", "past"), isQuiet: true)
          awayLink(visit)
        }
      }
      done(desk.done, visit)
    }
  }

  // MARK: Something waits

  private static func full(_ desk: Desk, _ visit: Visit, _ told: Markup?) -> Leaf {
    let words = visit.words
    let rest = desk.items.dropFirst()
    return Leaf(words("queue.title"), at: .queue) {
      eyebrow(visit)
      h1 {
        words(
          "queue.heading", count: desk.items.count,
          ["number": Wording.spelled(desk.items.count, atBeginning: true)])
      }
      p(.class("lead")) { lead(desk.items, visit) }
      if let told { div(.class("part-in")) { told } }
      next(desk.items[0], visit)
      div(.class("split part")) {
        if rest.isEmpty {
          done(desk.done, visit, isOpen: true)
        } else {
          section(.aria(labelledBy: "rest")) {
            h2(.id("rest")) { words("queue.rest") }
            DeskTable.open(Array(rest), visit)
          }
        }
        side(desk, visit)
      }
      if !rest.isEmpty { done(desk.done, visit) }
    }
  }

  private static func lead(_ items: [DeskItem], _ visit: Visit) -> Markup {
    let words = visit.words
    let late = items.count { $0.review.due <= visit.now }
    if late > 0 { return MarkupBuilder.buildExpression(words("queue.lead-late", count: late)) }
    let due = strong { visit.stampedEnd(items[0].review.due) }
    return words.markup(items.count == 1 ? "queue.lead-one" : "queue.lead", ["due": due])
  }

  private static func next(_ item: DeskItem, _ visit: Visit) -> Markup {
    let words = visit.words
    return section(.class("next"), .aria(labelledBy: "first")) {
      p(.class("eyebrow")) { words("queue.next-for-you") }
      h2(.id("first")) { item.title }
      p {
        item.people.isEmpty ? words("review.kind.\(item.submission.stage.rawValue)") : item.people
      }
      p(.class("actions")) {
        item.dueState(visit)
        item.roundState(words)
        item.partState(words)
        span(.class("meta")) { item.progress(words) }
      }
      p(.class("actions")) {
        buttonLink(
          words(item.isBegun ? "queue.continue-this" : "queue.start-this"), item.path)
      }
    }
  }

  private static func side(_ desk: Desk, _ visit: Visit) -> Markup {
    let words = visit.words
    let share = desk.most > 0 ? min(100, Double(desk.items.count) * 100 / Double(desk.most)) : 100
    let lastPromise = desk.items.map(\.submission.times.notifyBy).max()
    return aside(.class("aside"), .aria(label: words("queue.side"))) {
      section(.class("card load")) {
        h2 { words("queue.load") }
        p {
          span { words("queue.load-open") }
          " "
          b(.class("num")) {
            words("queue.load-of", ["open": "\(desk.items.count)", "most": "\(desk.most)"])
          }
        }
        SVG.svg(.class("bar"), .aria(hidden: true)) {
          SVG.rect(
            width: .percent(share), height: .percent(100),
            .class(desk.items.count >= desk.most ? "bar-fill bar-full" : "bar-fill"))
        }
      }
      if let lastPromise {
        section(.class("card")) {
          h2 { words("queue.dates") }
          p {
            words.markup(
              "queue.promise",
              ["day": b { visit.promise(lastPromise) }])
          }
        }
      }
      if visit.signedIn?.scope == .everything {
        section(.class("card")) {
          h2 { words("queue.not-there") }
          p { words("queue.not-there-text") }
          p { awayLink(visit) }
        }
      }
    }
  }

  private static func awayLink(_ visit: Visit) -> Markup {
    guard visit.signedIn?.scope == .everything else { return Markup() }
    return a(href: .path(Path("away"))) { visit.words("queue.set-away") }
  }

  // MARK: Done

  private static func done(_ items: [DeskItem], _ visit: Visit, isOpen: Bool = false) -> Markup {
    let words = visit.words
    guard !items.isEmpty else { return section(.class("part")) {} }
    return section(.class("part"), .aria(labelledBy: "done")) {
      h2(.id("done")) { words("queue.done") }
      details(.open(isOpen)) {
        summary { words("queue.done-last", count: items.count) }
        ul(.class("rows card")) {
          for item in items {
            li {
              a(href: .path(item.path)) { b { item.title } }
              " "
              span(.class("meta")) { item.became(visit) }
            }
          }
        }
        p(.class("part-in")) { a(href: .path(Path("queue", "past"))) { words("queue.past") } }
      }
    }
  }
}

/// `/queue/past`: reviews that are over, the latest first.
enum PastReviewsPage: Page {
  static let pattern: StaticString = "/queue/past"
  static func sight(_ call: Call<Visit>) -> Sight { .queue }
  private static let pageSize = 50

  static func show(_ call: Call<Visit>) throws -> Leaf {
    let visit = call.context
    let words = visit.words
    let person = try visit.person()
    let before = call.request.query["before"].flatMap { Int64($0) }.map { ReviewID($0) }
    let items = try visit.read { records in
      try DeskItem.all(
        records.pastDesk(of: person.id, before: before, limit: pageSize + 1), records, visit)
    }
    let shown = Array(items.prefix(pageSize))
    return Leaf(words("past.title"), at: .past) {
      h1 { words(shown.isEmpty && before == nil ? "past.none" : "past.heading") }
      p(.class("lead")) {
        words(shown.isEmpty && before == nil ? "past.none-lead" : "past.lead")
      }
      if !shown.isEmpty { div(.class("part-in")) { DeskTable.past(shown, visit) } }
      p(.class("actions")) {
        if items.count > pageSize, let last = shown.last {
          buttonLink(
            words("past.older"), Path("queue", "past").query("before", "\(last.review.id)"),
            isQuiet: true)
        }
        if before != nil { a(href: .path(Path("queue", "past"))) { words("past.latest") } }
        a(href: .path(Path("queue"))) { words("past.to-queue") }
      }
    }
  }
}
