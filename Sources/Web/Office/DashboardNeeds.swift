import HTML
import Ledger
import Notices
import Store
import Workflow

// What needs an administrator, the most urgent first. The first that there is gives the page its heading.

extension Dashboard {
  enum NeedKind: Hashable {
    case ready, assignment, late, payDate, lacking, bounced, setAside, mail
  }

  /// One thing that needs her.
  struct Need {
    var kind: NeedKind
    /// How many; `nil` where it can't be counted.
    var count: Int?
    var heading: String
    var text: String
    var action: String
    var path: Path
  }

  /// The heading of the page, and what can be done about it.
  struct Chief {
    var kind: NeedKind?
    var heading: String
    var lead: String
    var action: (text: String, path: Path)?
  }

  func chief(_ visit: Visit) -> Chief {
    let words = visit.words
    if counts.readyToRelease > 0 {
      return Chief(
        kind: .ready, heading: words("dashboard.ready", count: counts.readyToRelease),
        lead: readyLead(visit),
        action: (words("dashboard.ready-go", count: counts.readyToRelease), Path("decisions")))
    }
    if let need = needs(visit).first(where: { $0.kind != .setAside }) {
      let heading = need.count.map { "\(Words.number($0)) \(need.heading)" } ?? need.heading
      return Chief(
        kind: need.kind, heading: heading, lead: need.text, action: (need.action, need.path))
    }
    if let window = year.present?.window, window.state == .open {
      return Chief(
        heading: words("dashboard.open", ["window": visit.name(of: window)]),
        lead: words(
          "dashboard.open-lead",
          [
            "until": visit.longDay(ofEnd: window.times.ends),
            "hear": visit.longDay(ofEnd: window.times.notifyBy),
          ]))
    }
    let next = year.stretches.map(\.window).first { visit.now < $0.times.opens }
    return Chief(
      heading: words("dashboard.nothing"),
      lead: next.map {
        words(
          "dashboard.nothing-next",
          ["window": visit.name(of: $0), "day": visit.long($0.opensOn)])
      } ?? words("dashboard.nothing-lead"))
  }

  private func readyLead(_ visit: Visit) -> String {
    let words = visit.words
    guard let ready else { return "" }
    let key =
      ready.notifyBy <= visit.now ? "past" : ready.releaseBy <= visit.now ? "today" : "lead"
    return words(
      "dashboard.ready-\(key)",
      [
        "release": visit.longDay(ofEnd: ready.releaseBy),
        "hear": visit.longDay(ofEnd: ready.notifyBy),
      ])
  }

  func needs(_ visit: Visit) -> [Need] {
    let words = visit.words
    var needs: [Need] = []
    for window in year.proposed {
      let isLate = window.times.assignBy <= visit.now
      needs.append(
        Need(
          kind: .assignment, count: nil,
          heading: words("needs.assignment", ["window": visit.name(of: window)]),
          text: words(
            isLate ? "needs.assignment-late" : "needs.assignment-text",
            [
              "day": visit.longDay(ofEnd: window.times.assignBy),
              "due": visit.longDay(ofEnd: window.times.reviewsDue),
            ]),
          action: words("needs.assignment-go"), path: Path("assignments")))
    }
    if counts.lateReviews > 0, let first = late.first {
      let people = Set(late.map(\.evaluator)).map { names.name($0) }.sorted()
      let isMore = counts.lateReviews > late.count
      needs.append(
        Need(
          kind: .late, count: counts.lateReviews,
          heading: words("needs.late", count: counts.lateReviews),
          text: words(
            isMore ? "needs.late-text-more" : "needs.late-text",
            ["day": visit.longDay(ofEnd: first.due), "people": Wording.list(people)]),
          action: words("needs.late-go"), path: Path("office", "reviews")))
    }
    if let missing = forecast?.missing, let first = missing.first {
      needs.append(
        Need(
          kind: .payDate, count: missing.count,
          heading: words("needs.pay-date", count: missing.count),
          text: words(
            "needs.pay-date-text",
            ["day": visit.long(first.payDate.pays), "lock": visit.when(first.payDate.locks)]),
          action: words("needs.pay-date-go"), path: Path("pay", "forecast")))
    }
    if counts.needEvaluator > 0 {
      needs.append(
        Need(
          kind: .lacking, count: counts.needEvaluator,
          heading: words("needs.lacking", count: counts.needEvaluator),
          text: lacking.map { "\(names.name($0.earner)), \(visit.title($0.title))" }
            .joined(separator: "; ") + (counts.needEvaluator > lacking.count ? "; …" : "."),
          action: words("needs.lacking-go"),
          path: Path("submissions").query("state", "lacking")))
    }
    let bounced = year.bounced
    if !bounced.isEmpty {
      let people = bounced.prefix(3).map { names.name($0) }
      needs.append(
        Need(
          kind: .bounced, count: bounced.count,
          heading: words("needs.bounced", count: bounced.count),
          text: words(
            bounced.count > 3 ? "needs.bounced-text-more" : "needs.bounced-text",
            ["people": Wording.list(people)]), action: words("needs.bounced-go"),
          path: bounced.count == 1
            ? Path("people", "\(bounced[0])") : Path("people").query("show", "bounced")))
    }
    if setAside > 0 {
      needs.append(
        Need(
          kind: .setAside, count: setAside, heading: words("needs.set-aside", count: setAside),
          text: words("needs.set-aside-text"), action: words("needs.set-aside-go"),
          path: Path("more")))
    }
    if isPaused || failed + unknown > 0 {
      needs.append(
        Need(
          kind: .mail, count: isPaused ? nil : failed + unknown,
          heading: isPaused
            ? words("needs.paused") : words("needs.mail", count: failed + unknown),
          text: words(isPaused ? "needs.paused-text" : "needs.mail-text"),
          action: words("needs.mail-go"), path: Path("mail")))
    }
    return needs
  }
}
