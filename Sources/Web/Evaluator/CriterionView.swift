import HTML
import Rubrics
import Workflow

/// One criterion of a review: what was handed in for it on the left, what is said of it on the right.
struct CriterionView {
  let sheet: ReviewSheet
  let visit: Visit
  /// Shown open although it needs nothing more.
  var opened: CriterionID?
  var problems: [ScorecardProblem] = []
  var reopeningWithoutReason: CriterionID?

  private var words: Words { visit.words }
  private var change: ChangeView? { ChangeView(sheet, words) }

  func markup(_ criterion: Criterion) -> Markup {
    sheet.kept.contains(criterion.id) ? met(criterion) : toScore(criterion)
  }

  private func heading(_ criterion: Criterion) -> Markup {
    h2(.id(ReviewPage.anchor(criterion.id) + "-h")) { criterion.title }
  }

  // MARK: Met before

  private func met(_ criterion: Criterion) -> Markup {
    let earlier = sheet.earlier[criterion.id]
    let isOpen = reopeningWithoutReason == criterion.id
    return details(
      .class("criterion criterion-met"), .id(ReviewPage.anchor(criterion.id)), .open(isOpen)
    ) {
      HTML.summary(.class("criterion-head")) {
        heading(criterion)
        state(metWords(earlier), .met, .check)
      }
      div(.class("criterion-body")) {
        div {
          handedIn(criterion)
        }
        div(.class("stack")) {
          p { words("criterion.stays-met") }
          if let earlier, !earlier.feedback.isEmpty {
            p(.class("label")) { words("criterion.written-then") }
            div(.class("quote prose")) { prose(earlier.feedback) }
          }
          reopening(criterion, isOpen: isOpen)
        }
      }
    }
  }

  private func metWords(_ earlier: ReviewSheet.EarlierScore?) -> String {
    guard let earlier else { return words("criterion.met-before") }
    return words("criterion.met-in", ["round": ReviewHead.roundName(earlier.round, words)])
  }

  private func reopening(_ criterion: Criterion, isOpen: Bool) -> Markup {
    let name = ScorecardForm.reopening(criterion.id)
    return details(.open(isOpen)) {
      HTML.summary { words("criterion.reopen") }
      field(
        name, words("criterion.reopen-why"),
        hint: words("criterion.reopen-hint", ["teacher": sheet.teacherName(words)]),
        problem: isOpen ? words("criterion.reopen-missing") : nil
      ) { described in
        textarea(name: name, .id(name), .rows(3), described, .when(isOpen, .aria(invalid: true)))
      }
      p(.class("actions")) {
        button(
          .class("button button-quiet"), .name("reopen"), .value(criterion.id.rawValue),
          .formaction(Path("reviews", "\(sheet.review.id)", "reopen"))
        ) {
          words("criterion.reopen-do")
          span(.class("unseen")) { ": " + criterion.title }
        }
      }
    }
  }

  // MARK: To score

  private func toScore(_ criterion: Criterion) -> Markup {
    let score = sheet.card[criterion.id]
    let level = score?.level.flatMap { criterion[$0] }
    let own = problems.filter { $0.criterion == criterion.id }
    let isOpen = level == nil || !own.isEmpty || opened == criterion.id
    let isBelow = level.map { LevelPlace($0, criterion, sheet.rubric).isBelow } ?? false
    return details(
      level == nil
        ? .class("criterion")
        : isBelow
          ? .class("criterion criterion-short")
          : .class("criterion criterion-scored"),
      .id(ReviewPage.anchor(criterion.id)), .open(isOpen)
    ) {
      HTML.summary(.class("criterion-head")) {
        heading(criterion)
        if !own.isEmpty {
          state(words("criterion.missing"), .short, .alert)
        } else if let level {
          state(
            words("criterion.scored", ["level": level.title]), isBelow ? .short : .now,
            isBelow ? .half : .check)
        } else {
          state(words("criterion.to-score"), .plain, .circle)
        }
      }
      div(.class("criterion-body")) {
        div { div(.class("stay")) { asked(criterion) } }
        div(.class("stack")) {
          levels(criterion, chosen: level, problem: own.first(where: \.isOfLevel))
          feedback(criterion, score?.feedback ?? "", problem: own.first { !$0.isOfLevel })
          snippets(criterion)
        }
      }
    }
  }

  /// What is asked, what was said of it before, and what was handed in for it.
  private func asked(_ criterion: Criterion) -> Markup {
    Markup {
      p(.class("criterion-asks")) { criterion.asks }
      if let reopened = sheet.submission.reopened.first(where: { $0.criterion == criterion.id }) {
        note(.wait, .back) {
          p { words("criterion.reopened") }
          if let reason = reopened.reason.value { p(.class("quote")) { reason } }
        }
      } else if let earlier = sheet.earlier[criterion.id], !earlier.feedback.isEmpty {
        div(.class("criterion-before")) {
          p(.class("label")) {
            words("criterion.asked-before", ["round": ReviewHead.roundName(earlier.round, words)])
          }
          div(.class("quote prose")) { prose(earlier.feedback) }
        }
      }
      if let said = sheet.differing[criterion.id] { differing(said, criterion) }
      handedIn(criterion)
    }
  }

  /// What the evaluators said between whom an adjudicator decides.
  private func differing(
    _ said: [ReviewSheet.EarlierScore], _ criterion: Criterion
  ) -> Markup {
    div(.class("criterion-before")) {
      p(.class("label")) { words("criterion.differing") }
      ul(.class("rows")) {
        for score in said {
          li {
            b { criterion[score.level]?.title ?? score.level.rawValue }
            if !score.feedback.isEmpty { div(.class("quote prose")) { prose(score.feedback) } }
          }
        }
      }
    }
  }

  private func handedIn(_ criterion: Criterion) -> Markup {
    let text = sheet.submission.answer(criterion.id) ?? ""
    let artifacts = sheet.submission.artifacts(criterion.id)
    return Markup {
      p(.class("label")) {
        words("criterion.handed-in", ["teacher": sheet.teacherName(words)])
      }
      change?.text(criterion.id, isOpen: !sheet.kept.contains(criterion.id))
      if !text.isEmpty { div(.class("prose")) { prose(text) } }
      if text.isEmpty, artifacts.isEmpty {
        p(.class("meta")) {
          words(
            sheet.submission.artifacts(nil).isEmpty
              ? "criterion.nothing" : "criterion.nothing-here")
        }
      }
      ArtifactList.markup(artifacts, of: sheet, visit)
      change?.went(criterion.id)
    }
  }

  private func levels(
    _ criterion: Criterion, chosen: Level?, problem: ScorecardProblem?
  ) -> Markup {
    let problemID = ScorecardForm.level(criterion.id) + "-problem"
    return fieldset(
      .class("levels"), .when(problem != nil, .aria(describedBy: problemID))
    ) {
      legend { words("criterion.how-well.\(sheet.submission.stage.rawValue)") }
      if let problem {
        p(.class("problem"), .id(problemID)) {
          Symbol.alert.icon
          problem.words(words)
        }
      }
      for level in criterion.levels.reversed() {
        let place = LevelPlace(level, criterion, sheet.rubric)
        label(place.classes) {
          input(
            type: .radio, name: ScorecardForm.level(criterion.id), .value(level.id.rawValue),
            .required(), .checked(level.id == chosen?.id))
          b {
            level.title
            if let key = place.key { small { words(key) } }
          }
          span { level.descriptor }
        }
      }
    }
  }

  private func feedback(
    _ criterion: Criterion, _ text: String, problem: ScorecardProblem?
  ) -> Markup {
    let name = ScorecardForm.feedback(criterion.id)
    let teacher = ["teacher": sheet.teacherName(words)]
    return field(
      name, words("criterion.feedback", teacher), hint: words("criterion.feedback-hint"),
      problem: problem?.words(words)
    ) { described in
      textarea(
        name: name, text: text, .id(name), .rows(4), described,
        .when(problem != nil, .aria(invalid: true)))
    }
  }

  /// The district's sentences, to start from: none is sent that was not chosen.
  private func snippets(_ criterion: Criterion) -> Markup {
    let count = criterion.levels.reduce(0) { $0 + $1.snippets.count }
    return Markup {
      if count > 0 {
        details(.class("snippets")) {
          HTML.summary { words("criterion.snippets", count: count) }
          for level in criterion.levels.reversed() where !level.snippets.isEmpty {
            p(.class("label")) { level.title }
            ul {
              for (place, text) in level.snippets.enumerated() {
                li {
                  p { text }
                  button(
                    .class("button button-plain button-small"), .name("insert"),
                    .value(ScorecardForm.value(of: place, level, criterion)),
                    .formaction(Path("reviews", "\(sheet.review.id)", "draft")),
                    .dataInsert(ScorecardForm.feedback(criterion.id))
                  ) {
                    words("criterion.insert")
                    span(.class("unseen")) { ": " + text }
                  }
                }
              }
            }
          }
        }
      }
    }
  }
}

/// Where a level stands to its criterion's bar.
struct LevelPlace {
  let isBelow: Bool
  let stops: Bool
  /// Whether its criterion has a bar, so that something can be said of it.
  private let hasBar: Bool

  init(_ level: Level, _ criterion: Criterion, _ rubric: Rubric?) {
    stops = level.stops && criterion.counts
    let bar = rubric?.bar(of: criterion).flatMap { bar in
      criterion.levels.firstIndex { $0.id == bar.id }
    }
    let place = criterion.levels.firstIndex { $0.id == level.id }
    hasBar = bar != nil
    if let bar, let place { isBelow = place > bar || stops } else { isBelow = stops }
  }

  var classes: Attribute {
    if stops { return .class("level level-below level-stops") }
    return isBelow ? .class("level level-below") : .class("level")
  }

  /// The words beside the level's title.
  var key: String? {
    if stops { return "level.stops" }
    guard hasBar else { return nil }
    return isBelow ? "level.below" : "level.meets"
  }
}
