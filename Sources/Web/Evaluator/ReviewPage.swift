import CivilTime
import HTML
import HTTPServer
import Notices
import Programs
import Rubrics
import Workflow

/// `/reviews/:review`: the work beside what it is judged by, criterion by criterion.
///
/// The page is one form. Its first button, unseen, saves: whoever presses Enter in a field loses nothing and hands
/// nothing in. Criteria that need nothing more are closed; the dock at its foot says what stands.
enum ReviewPage: Page {
  static let pattern: StaticString = "/reviews/:review"
  static func sight(_ call: Call<Visit>) throws -> Sight {
    .review(ReviewID(try call.number("review")))
  }

  static func show(_ call: Call<Visit>) throws -> Leaf {
    let visit = call.context
    let id = ReviewID(try call.number("review"))
    guard let sheet = try ReviewSheet.read(id, by: visit) else {
      throw HTTPProblem(.notFound, "no such review")
    }
    let isMine = try visit.person().id == sheet.review.evaluator
    guard isMine, sheet.review.isOpen, sheet.rubric != nil else {
      return ReviewOverPage.leaf(sheet, visit, told: visit.told(call.request))
    }
    // A browser that fetches pages ahead has nobody in front of it.
    let isAhead = call.request.headers["Sec-Purpose"] != nil
    if call.request.method == .get, !isAhead, case .assigned = sheet.review.state {
      try visit.perform(.seeReview(id))
    }
    return leaf(
      sheet, visit, told: visit.told(call.request),
      opened: call.request.query["open"].map { CriterionID(rawValue: $0) })
  }

  /// The id of a criterion's place on the page.
  static func anchor(_ criterion: CriterionID) -> String { "criterion-\(criterion)" }

  /// The page of an open review.
  ///
  /// - Parameters:
  ///   - sheet: The review.
  ///   - visit: Who looks.
  ///   - told: What was just done.
  ///   - opened: A criterion that is shown open although it is scored.
  ///   - problems: What is missing before it can be handed in.
  ///   - reasonMissing: Whether it was to be given back without saying why.
  ///   - reopeningWithoutReason: What was to be looked at again without saying why.
  /// - Returns: The page; with 422 where something is missing.
  static func leaf(
    _ sheet: ReviewSheet, _ visit: Visit, told: Markup? = nil, opened: CriterionID? = nil,
    problems: [ScorecardProblem] = [], reasonMissing: Bool = false,
    reopeningWithoutReason: CriterionID? = nil
  ) -> Leaf {
    let words = visit.words
    let path = Path("reviews", "\(sheet.review.id)")
    let title = sheet.title(words)
    let view = CriterionView(
      sheet: sheet, visit: visit, opened: opened, problems: problems,
      reopeningWithoutReason: reopeningWithoutReason)
    var leaf = Leaf(words("review.page", ["title": title]), at: .queue) {
      ReviewHead.markup(
        sheet, visit,
        news: sheet.newerAt.map { newer($0, path, visit) }
          ?? (problems.isEmpty ? told ?? Markup() : summary(problems, sheet, words)))
      ReviewHead.whole(sheet, visit)
      HTML.form(
        action: Path("reviews", "\(sheet.review.id)", "scores"), .id("scorecard"),
        .class("scoring"), .novalidate(), .dataSave(Path("reviews", "\(sheet.review.id)", "draft"))
      ) {
        visit.token
        input(
          type: .hidden, name: ScorecardForm.base,
          .value(sheet.savedAt.map { "\($0.milliseconds)" } ?? ""), .autocomplete("off"))
        button(
          .class("unseen"), .formaction(Path("reviews", "\(sheet.review.id)", "draft")),
          .tabindex(-1), .aria(hidden: true)
        ) { words("review.save") }
        for criterion in sheet.rubric?.criteria ?? [] { view.markup(criterion) }
        note(sheet, words, problems)
        decline(sheet, visit, path, reasonMissing: reasonMissing)
        ReviewDock.markup(sheet, visit)
      }
    }
    if !problems.isEmpty || reasonMissing || reopeningWithoutReason != nil {
      leaf.status = .unprocessableContent
    }
    if sheet.newerAt != nil { leaf.status = .conflict }
    return leaf
  }

  /// Told to whoever has the review open twice.
  private static func newer(_ at: Instant, _ path: Path, _ visit: Visit) -> Markup {
    let words = visit.words
    return Web.note(.wait, .alert) {
      p { b { words("review.newer", ["time": visit.clock(at)]) } }
      p { words("review.newer-choice") }
      p { a(href: .path(path), .newTab) { words("review.newer-other") } }
    }
  }

  private static func summary(
    _ problems: [ScorecardProblem], _ sheet: ReviewSheet, _ words: Words
  ) -> Markup {
    Web.note(.short, .alert) {
      p { b { words("review.problems", count: problems.count) } }
      p { words("review.problems-safe") }
      ul(.class("prose part-in")) {
        for problem in problems {
          li {
            a(href: .fragment(problem.anchor)) {
              problem.criterion.flatMap { sheet.rubric?[$0]?.title } ?? words("review.note")
            }
            ": " + problem.words(words)
          }
        }
      }
    }
  }

  private static func note(
    _ sheet: ReviewSheet, _ words: Words, _ problems: [ScorecardProblem]
  ) -> Markup {
    let problem = problems.first { $0.criterion == nil }
    return section(.class("part"), .aria(labelledBy: "note-h")) {
      h2(.id("note-h")) { words("review.note") }
      field(
        ScorecardForm.note, words("review.note-label"), hint: words("review.note-hint"),
        problem: problem?.words(words)
      ) { described in
        textarea(
          name: ScorecardForm.note, text: sheet.card.note, .id(ScorecardForm.note), .rows(3),
          described, .when(problem != nil, .aria(invalid: true)))
      }
    }
  }

  private static func decline(
    _ sheet: ReviewSheet, _ visit: Visit, _ path: Path, reasonMissing: Bool
  ) -> Markup {
    let words = visit.words
    return section(.class("part"), .id("decline"), .aria(labelledBy: "decline-h")) {
      h2(.id("decline-h")) { words("give-back.heading") }
      details(.open(reasonMissing)) {
        HTML.summary { words("give-back.open") }
        fieldset(
          .class("stack"), .when(reasonMissing, .aria(describedBy: "reason-problem"))
        ) {
          legend { words("give-back.why") }
          if reasonMissing {
            p(.class("problem"), .id("reason-problem")) {
              Symbol.alert.icon
              words("give-back.reason-missing")
            }
          }
          for reason in DeclineReason.allCases {
            label(.class("choice")) {
              input(type: .radio, name: "reason", .value(reason.rawValue))
              span { words("give-back.\(reason.rawValue)") }
            }
          }
        }
        field("decline-words", words("give-back.words"), hint: words("give-back.words-hint")) {
          described in
          textarea(name: "decline-words", .id("decline-words"), .rows(2), described)
        }
        p(.class("hint part-in")) { words("give-back.what-follows") }
        p(.class("actions")) {
          button(
            .class("button button-quiet"),
            .formaction(Path("reviews", "\(sheet.review.id)", "decline"))
          ) { words("give-back.do") }
        }
      }
    }
  }
}

extension ReviewSheet {
  /// The work's title.
  func title(_ words: Words) -> String {
    submission.title.value ?? words("review.erased")
  }

  /// How the teacher is spoken of: by name, or as "the teacher" where evaluators don't learn it.
  func teacherName(_ words: Words) -> String {
    guard let name = teacher?.greetingName, !name.isEmpty else { return words("review.teacher") }
    return name
  }
}

extension ScorecardProblem {
  /// The criterion that it is about; `nil` for the whole.
  var criterion: CriterionID? {
    switch self {
    case .unscored(let id), .unknownCriterion(let id), .unknownLevel(let id, _),
      .scoredTwice(let id), .feedbackMissing(let id), .feedbackTooLong(let id, _):
      id
    case .otherVersion, .tooManyScores, .noteMissing, .noteTooLong: nil
    }
  }

  /// Whether it is about the chosen level, and not about what is written.
  var isOfLevel: Bool {
    switch self {
    case .unscored, .unknownCriterion, .unknownLevel, .scoredTwice: true
    case .otherVersion, .tooManyScores, .feedbackMissing, .feedbackTooLong, .noteMissing,
      .noteTooLong:
      false
    }
  }

  /// Where it is mended.
  var anchor: String {
    guard let criterion else { return ScorecardForm.note }
    return isOfLevel ? ReviewPage.anchor(criterion) : ScorecardForm.feedback(criterion)
  }

  func words(_ words: Words) -> String {
    switch self {
    case .unscored, .unknownCriterion, .unknownLevel, .scoredTwice:
      words("review.problem.level")
    case .feedbackMissing: words("review.problem.feedback")
    case .feedbackTooLong(_, let count), .noteTooLong(let count):
      words(
        "review.problem.too-long",
        ["count": Words.number(count), "most": Words.number(Scorecard.feedbackMax)])
    case .noteMissing: words("review.problem.note")
    case .otherVersion, .tooManyScores: words("review.problem.version")
    }
  }
}
