import CivilTime
import HTML
import HTTPServer
import Workflow

/// What an administrator can do with a submission, by where it stands. Each opens only when it is wanted.
enum SubmissionSteps {
  /// Who could judge it, where it needs somebody.
  static func candidates(_ file: CaseFile, _ visit: Visit) throws -> [Candidate] {
    let work = file.submission
    guard !work.lacking.isEmpty else { return [] }
    let besides = file.reviews.filter { $0.round == work.round }.map(\.evaluator)
    return try Candidate.of(work.id, besides: besides, visit)
  }

  static func markup(_ file: CaseFile, _ candidates: [Candidate], _ visit: Visit) -> Markup {
    let words = visit.words
    let work = file.submission
    let isOpen = work.state.name == .submitted || work.state.name == .underReview
    let choosing = work.lacking.first
    return Markup {
      if let choosing, isOpen { assign(work.id, candidates, choosing.part, visit) }
      if file.reviews.contains(where: \.isOpen) {
        section(.class("card")) {
          h2 { words("submission.reviews") }
          ul(.class("rows")) {
            for review in file.reviews where review.isOpen {
              li {
                b { file.names.name(review.evaluator) }
                span(.class("under")) {
                  words("submission.due", ["due": visit.shortEnd(review.due)])
                }
                p {
                  rowLink(
                    words("reviews.help"), file.names.name(review.evaluator),
                    Path("office", "reviews", "\(review.id)"))
                }
              }
            }
          }
        }
      }
      if isOpen || work.state.name == .returned || work.canBeExtended {
        section(.class("card")) {
          h2 { words("submission.do") }
          if isOpen { give(back: work, visit) }
          if work.canBeExtended { extend(work, visit) }
          if isOpen || work.state.name == .returned { withdraw(work, visit) }
        }
      }
    }
  }

  private static func assign(
    _ id: SubmissionID, _ found: [Candidate], _ part: EvaluatorPart, _ visit: Visit
  ) -> Markup {
    let words = visit.words
    return section(.class("card")) {
      h2 { words("submission.assign") }
      p(.class("meta")) { words("submission.assign-text") }
      if found.isEmpty {
        p { words("submission.assign-nobody") }
      } else {
        visit.form(Path("submissions", "\(id)", "assign")) {
          input(type: .hidden, name: "part", .value(part.rawValue))
          fieldset(.class("levels")) {
            legend { words("part.\(part.rawValue)") }
            for (place, candidate) in found.enumerated() {
              candidate.choice(visit, isFirst: place == 0)
            }
          }
          p(.class("actions")) { button(.class("button")) { words("submission.assign-go") } }
        }
      }
    }
  }

  private static func give(back work: Submission, _ visit: Visit) -> Markup {
    let words = visit.words
    return details {
      summary { words("submission.return") }
      p(.class("meta")) { words("submission.return-text") }
      visit.form(Path("submissions", "\(work.id)", "return")) {
        fieldset {
          legend { words("submission.missing") }
          for kind in MissingKind.allCases {
            label(.class("choice")) {
              input(
                type: .radio, name: "kind", .value(kind.rawValue), .required(),
                .checked(kind == .linkClosed))
              span { words("office-missing.\(kind.rawValue)") }
            }
          }
        }
        field("return-words", words("submission.return-words")) { described in
          textarea(name: "words", .id("return-words"), .rows(3), .maxlength(1_000), described)
        }
        p(.class("actions")) {
          button(.class("button button-quiet")) { words("submission.return-go") }
        }
      }
    }
  }

  private static func extend(_ work: Submission, _ visit: Visit) -> Markup {
    let words = visit.words
    return details {
      summary { words("submission.extend") }
      visit.form(Path("submissions", "\(work.id)", "extend")) {
        field("until", words("review.last-day")) { described in
          input(type: .date, name: "until", .id("until"), .required(), described)
        }
        field("extend-reason", words("office.reason"), hint: words("office.reason-read")) {
          described in
          textarea(
            name: "reason", .id("extend-reason"), .required(), .rows(3), .maxlength(1_000),
            described)
        }
        p(.class("actions")) {
          button(.class("button button-quiet")) { words("submission.extend-go") }
        }
      }
    }
  }

  private static func withdraw(_ work: Submission, _ visit: Visit) -> Markup {
    let words = visit.words
    return details {
      summary { words("submission.withdraw") }
      p(.class("meta")) { words("submission.withdraw-text") }
      visit.form(Path("submissions", "\(work.id)", "withdraw")) {
        p(.class("actions")) {
          button(.class("button button-quiet")) { words("submission.withdraw-go") }
        }
      }
    }
  }
}

extension Submission {
  /// Whether a proposal's year can be made longer.
  var canBeExtended: Bool {
    switch progress {
    case .inProgress, .stopped, .ended: true
    case .completed, nil: false
    }
  }
}

/// Takes a submission out for its teacher, who asked for it.
enum WithdrawForAction: Action {
  static let pattern: StaticString = "/submissions/:submission/withdraw"
  static func sight(_ call: Call<Visit>) -> Sight { .office }

  static func act(_ call: Call<Visit>, _ form: FormData) throws -> HTTPResponse {
    let id = try call.number("submission")
    return try call.context.attempt(back: Path("submissions", "\(id)")) {
      try call.context.perform(.withdraw(SubmissionID(id)))
      return try .done("withdrawn-for", at: Path("submissions", "\(id)"))
    }
  }
}

/// Gives a submission back because something is missing; nothing is judged.
enum ReturnForAction: Action {
  static let pattern: StaticString = "/submissions/:submission/return"
  static func sight(_ call: Call<Visit>) -> Sight { .office }

  static func act(_ call: Call<Visit>, _ form: FormData) throws -> HTTPResponse {
    let id = try call.number("submission")
    guard let kind = form["kind"].flatMap(MissingKind.init) else {
      throw HTTPProblem(.badRequest, "a return without what is missing")
    }
    let text = try form.text("words", max: 1_000)
    let missing = MissingPart(part: nil, kind: kind, words: Personal(text.isEmpty ? nil : text))
    return try call.context.attempt(back: Path("submissions", "\(id)")) {
      try call.context.perform(.returnSubmission(SubmissionID(id), [missing]))
      return try .done("returned-for", at: Path("submissions", "\(id)"))
    }
  }
}

/// Makes a proposal's year longer.
enum ExtendYearAction: Action {
  static let pattern: StaticString = "/submissions/:submission/extend"
  static func sight(_ call: Call<Visit>) -> Sight { .office }

  static func act(_ call: Call<Visit>, _ form: FormData) throws -> HTTPResponse {
    let id = try call.number("submission")
    let until = try form.date("until")
    let reason = try form.text("reason", max: 1_000)
    return try call.context.attempt(back: Path("submissions", "\(id)")) {
      try call.context.perform(.extend(SubmissionID(id), until: until, reason: reason))
      return try .done("extended", at: Path("submissions", "\(id)"))
    }
  }
}

/// Gives a submission to an evaluator whom the administrator chose, whatever their load.
enum AssignByHandAction: Action {
  static let pattern: StaticString = "/submissions/:submission/assign"
  static func sight(_ call: Call<Visit>) -> Sight { .office }

  static func act(_ call: Call<Visit>, _ form: FormData) throws -> HTTPResponse {
    let id = try call.number("submission")
    guard let to = form["to"].flatMap(Int64.init), to > 0 else {
      return try .done("nobody-chosen", at: Path("submissions", "\(id)"))
    }
    let part = form["part"].flatMap(EvaluatorPart.init) ?? .evaluator
    return try call.context.attempt(back: Path("submissions", "\(id)")) {
      try call.context.perform(
        .assignReview(SubmissionID(id), to: PersonID(to), part: part, isByHand: true))
      return try .done("assigned", at: Path("submissions", "\(id)"))
    }
  }
}
