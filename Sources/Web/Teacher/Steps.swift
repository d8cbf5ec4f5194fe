import CivilTime
import HTML
import Store
import Workflow

/// One step of a timeline.
struct Step {
  enum Kind { case done, now, ahead }

  var kind: Kind
  var symbol: Symbol
  var title: String
  var detail: String

  static func timeline(_ steps: [Step]) -> Markup {
    ol(.class("timeline")) {
      for step in steps {
        li(step.attribute, .when(step.kind == .now, .aria(current: .step))) {
          step.symbol.icon
          b { step.title }
          small { step.detail }
        }
      }
    }
  }

  private var attribute: Attribute {
    switch kind {
    case .done: .class("is-done")
    case .now: .class("is-now")
    case .ahead: .none
    }
  }

  /// What happened with a submission and what comes, from its history: never who evaluates.
  static func steps(
    _ history: [Entry], _ submission: Submission, _ standing: Standing, _ visit: Visit
  ) -> [Step] {
    let words = visit.words
    var steps: [Step] = []
    var isAssigned = false
    var lastDecision: Int?
    func add(_ key: String, _ symbol: Symbol, at instant: Instant) {
      steps.append(
        Step(kind: .done, symbol: symbol, title: words(key), detail: visit.day(of: instant)))
    }
    for entry in history {
      switch entry.event {
      case .handedIn(let event) where event.submission == submission.id:
        add(event.round > 1 ? "step.again" : "step.received", .check, at: event.receivedAt)
        isAssigned = false
      case .reviewAssigned where !isAssigned:
        add("step.assigned", .check, at: entry.at)
        isAssigned = true
      case .returned: add("step.returned", .back, at: entry.at)
      case .withdrawn: add("step.withdrawn", .back, at: entry.at)
      case .decisionReleased(let event) where event.submission == submission.id:
        if case .underReview = standing, event.round == submission.round { continue }
        let isGood = event.outcome == .earned || event.outcome == .approvedToBegin
        lastDecision = steps.count
        add("standing.\(event.outcome.rawValue)", isGood ? .check : .back, at: entry.at)
      case .decisionRecalled:
        // Nobody was told of it.
        if let place = lastDecision, place < steps.count { steps.remove(at: place) }
        lastDecision = nil
      case .decisionReopened: add("step.reopened", .back, at: entry.at)
      default: continue
      }
    }
    // A long history keeps its beginning and its end.
    if steps.count > 6 { steps.removeSubrange(1..<(steps.count - 5)) }
    return steps + ahead(submission, standing, isAssigned, visit)
  }

  static func ahead(
    _ submission: Submission, _ standing: Standing, _ isAssigned: Bool, _ visit: Visit
  ) -> [Step] {
    let words = visit.words
    let hear = Step(
      kind: .ahead, symbol: .circle, title: words("step.hear"),
      detail: words("step.hear-by", ["day": visit.promise(submission.times.notifyBy)]))
    switch standing {
    case .received:
      return [
        Step(
          kind: .now, symbol: .dot, title: words("step.waiting"), detail: words("step.waiting-for")),
        hear,
      ]
    case .underReview:
      return [
        Step(
          kind: .now, symbol: .dot, title: words("standing.under-review"),
          detail: words("step.review-goes")),
        hear,
      ]
    case .returned(let back):
      guard visit.now < back.handInBy else { return [] }
      return [
        Step(
          kind: .now, symbol: .dot, title: words("step.add"),
          detail: words("step.until", ["until": visit.until(back.handInBy)])),
        hear,
      ]
    case .decided(let outcome):
      guard outcome.asksForMore, let end = submission.handInAgainBy, visit.now < end else {
        return []
      }
      return [
        Step(
          kind: .now, symbol: .dot, title: words("step.add"),
          detail: words("step.until", ["until": visit.until(end)]))
      ]
    case .withdrawn: return []
    }
  }
}
