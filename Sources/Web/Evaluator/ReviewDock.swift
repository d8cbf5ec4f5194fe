import CivilTime
import HTML
import Notices
import Rubrics
import Workflow

/// What stands at the foot of a review: the outcome that follows from the scores, what is saved, and the one button.
enum ReviewDock {
  static func markup(_ sheet: ReviewSheet, _ visit: Visit) -> Markup {
    let words = visit.words
    let draft = Path("reviews", "\(sheet.review.id)", "draft")
    return div(.class("dock")) {
      div(.class("dock-text")) {
        outcome(sheet, words)
        p(.class("saved")) {
          (sheet.savedAt == nil || sheet.newerAt != nil ? Symbol.clock : .check).icon
          span(.dataSaved, .dataFailed(words("review.not-saved")), .aria(live: .polite)) {
            saved(sheet, visit)
          }
        }
      }
      div(.class("dock-do")) {
        button(.class("button button-quiet"), .formaction(draft)) { words("review.save") }
        button(.class("button")) { words("review.hand-in") }
      }
    }
  }

  private static func saved(_ sheet: ReviewSheet, _ visit: Visit) -> String {
    if sheet.newerAt != nil { return visit.words("review.not-saved-yet") }
    guard let at = sheet.savedAt else { return visit.words("review.nothing-saved") }
    let today = visit.zone.date(at: visit.now)
    let day = visit.zone.date(at: at)
    if day == today { return visit.words("review.saved", ["time": visit.clock(at)]) }
    return visit.words(
      "review.saved-on",
      ["day": visit.long(day), "time": visit.clock(at)])
  }

  /// The outcome. Where each criterion has its bar, the style sheet chooses among the sentences while somebody
  /// scores; where the total counts too, only the server can add it up, at each save.
  private static func outcome(_ sheet: ReviewSheet, _ words: Words) -> Markup {
    guard let rubric = sheet.rubric, let judgement = sheet.judgement else { return Markup() }
    let subject = rubric.subject.rawValue
    let pass = Sentence("verdict.earned", words("verdict.pass.\(subject)"), words)
    let notYet = Sentence("verdict.not-yet", words("verdict.not-yet.\(subject)"), words)
    let stopped = Sentence("verdict.stopped", words("verdict.stopped.\(subject)"), words)
    if rubric.pass.totalAtLeast != nil {
      return p(.class("outcome-known"), .aria(live: .polite)) {
        if judgement.missing.contains(where: \.isUnscored) {
          Sentence.open(words)
        } else {
          switch judgement.outcome {
          case .pass: pass.markup
          case .notYet: notYet.markup
          case .stopped: stopped.markup
          }
        }
        small { words("verdict.total", ["total": "\(judgement.total)"]) }
      }
    }
    return p(.class("outcome"), .aria(live: .polite)) {
      span(.class("outcome-open")) { Sentence.open(words) }
      span(.class("outcome-not-yet")) { notYet.markup }
      span(.class("outcome-stopped")) { stopped.markup }
      span(.class("outcome-earned")) { pass.markup }
    }
  }

  private struct Sentence {
    let markup: Markup

    init(_ key: String, _ outcome: String, _ words: Words) {
      markup = Markup {
        b { words("verdict.is", ["outcome": outcome]) }
        " " + words(key)
      }
    }

    static func open(_ words: Words) -> Markup {
      Markup {
        b { words("verdict.open") }
        " " + words("verdict.score-all")
      }
    }
  }
}

extension Judgement.Missing {
  /// Whether a level was not chosen yet.
  var isUnscored: Bool { if case .unscored = self { true } else { false } }
}
