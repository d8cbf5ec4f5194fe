import CivilTime
import HTML
import HTTPServer
import Notices
import Store
import Workflow

/// `/away`: the days on which an evaluator gets nothing new, as they say it themselves.
enum AwayPage: Page {
  static let pattern: StaticString = "/away"
  static func sight(_ call: Call<Visit>) -> Sight { .own }

  /// What was sent and can't be taken.
  struct Problem {
    var key: String
    var isOfFirst = false
  }

  static func show(_ call: Call<Visit>) throws -> Leaf {
    try leaf(call.context, told: call.context.told(call.request))
  }

  static func leaf(
    _ visit: Visit, told: Markup? = nil, first: String = "", last: String = "",
    problem: Problem? = nil
  ) throws -> Leaf {
    let words = visit.words
    let spans = try spans(of: visit)
    let open = try visit.read { try $0.openDesk(of: visit.person().id, limit: 100).count }
    var leaf = Leaf(words("away.title"), at: .away) {
      h1 { heading(spans, visit) }
      p(.class("lead")) { words("away.lead") }
      if let told { div(.class("part-in")) { told } }
      if !spans.isEmpty { list(spans, visit) }
      section(.class("part"), .aria(labelledBy: "add")) {
        h2(.id("add")) { words("away.add") }
        visit.form(Path("away")) {
          div(.class("dates")) {
            date("first", first, problem.flatMap { $0.isOfFirst ? $0 : nil }, words)
            date("last", last, problem.flatMap { $0.isOfFirst ? nil : $0 }, words)
          }
          p(.class("actions")) { button(.class("button")) { words("away.do") } }
        }
      }
      if open > 0 {
        section(.class("part"), .aria(labelledBy: "open")) {
          h2(.id("open")) { words("away.open", count: open) }
          p(.class("prose")) { words("away.open-text") }
          p { a(href: .path(Path("queue"))) { words("away.to-queue") } }
        }
      }
    }
    if problem != nil { leaf.status = .unprocessableContent }
    return leaf
  }

  /// Those that are not over yet.
  static func spans(of visit: Visit) throws -> [AwaySpan] {
    guard let profile = try visit.person().evaluator else {
      throw HTTPProblem(.notFound, "for evaluators alone")
    }
    let today = visit.wording.today
    return profile.away.filter { today <= $0.last }
  }

  private static func heading(_ spans: [AwaySpan], _ visit: Visit) -> String {
    guard let next = spans.first else { return visit.words("away.none") }
    let today = visit.wording.today
    let day = visit.long(today < next.first ? next.first : next.last)
    return visit.words(today < next.first ? "away.from" : "away.until", ["day": day])
  }

  private static func list(_ spans: [AwaySpan], _ visit: Visit) -> Markup {
    let words = visit.words
    return section(.class("part-in"), .aria(labelledBy: "said")) {
      h2(.id("said")) { words("away.said") }
      ul(.class("rows card")) {
        for span in spans {
          li {
            let days = self.words(span, visit)
            p { b { days } }
            visit.form(Path("away", "end")) {
              input(type: .hidden, name: "first", .value("\(span.first)"))
              input(type: .hidden, name: "last", .value("\(span.last)"))
              button(.class("button button-plain button-small")) {
                words("away.remove")
                HTML.span(.class("unseen")) { ": " + days }
              }
            }
          }
        }
      }
    }
  }

  private static func words(_ span: AwaySpan, _ visit: Visit) -> String {
    let first = visit.long(span.first)
    if span.first == span.last { return first }
    let last = visit.long(span.last)
    return visit.words("away.span", ["first": first, "last": last])
  }

  private static func date(
    _ id: String, _ value: String, _ problem: Problem?, _ words: Words
  ) -> Markup {
    field(id, words("away.\(id)"), problem: problem.map { words($0.key) }) { described in
      input(
        type: .date, name: id, .id(id), .value(value), .required(), described,
        .when(problem != nil, .aria(invalid: true)))
    }
  }
}

/// Adds days on which an evaluator is away.
enum AddAway: Action {
  static let pattern: StaticString = "/away"
  static func sight(_ call: Call<Visit>) -> Sight { .own }

  static func act(_ call: Call<Visit>, _ form: FormData) throws -> HTTPResponse {
    let visit = call.context
    let sent = (first: form["first"] ?? "", last: form["last"] ?? "")
    func again(_ key: String, isOfFirst: Bool) throws -> HTTPResponse {
      visit.framed(
        try AwayPage.leaf(
          visit, first: sent.first, last: sent.last,
          problem: AwayPage.Problem(key: key, isOfFirst: isOfFirst)))
    }
    guard let first = CivilDate(iso: sent.first) else {
      return try again("away.problem.day", isOfFirst: true)
    }
    guard let last = CivilDate(iso: sent.last) else {
      return try again("away.problem.day", isOfFirst: false)
    }
    guard first <= last else { return try again("away.problem.order", isOfFirst: false) }
    guard visit.wording.today <= last else {
      return try again("away.problem.past", isOfFirst: false)
    }
    var spans = try AwayPage.spans(of: visit)
    let span = AwaySpan(first: first, last: last)
    if !spans.contains(span) { spans.append(span) }
    return try visit.attempt(back: Path("away")) {
      try visit.perform(.setAway(visit.person().id, spans))
      return try .done("away", at: Path("away"))
    }
  }
}

/// Takes such days back.
enum RemoveAway: Action {
  static let pattern: StaticString = "/away/end"
  static func sight(_ call: Call<Visit>) -> Sight { .own }

  static func act(_ call: Call<Visit>, _ form: FormData) throws -> HTTPResponse {
    let visit = call.context
    let spans = try AwayPage.spans(of: visit).filter {
      "\($0.first)" != form["first"] || "\($0.last)" != form["last"]
    }
    return try visit.attempt(back: Path("away")) {
      try visit.perform(.setAway(visit.person().id, spans))
      return try .done("not-away", at: Path("away"))
    }
  }
}
