import HTML
import Rubrics
import Workflow

/// A review that is over, or that an administrator looks at: what was handed in, or what became of it.
enum ReviewOverPage {
  static func leaf(_ sheet: ReviewSheet, _ visit: Visit, told: Markup?) -> Leaf {
    let words = visit.words
    let title = sheet.title(words)
    let isMine = visit.signedIn?.person.id == sheet.review.evaluator
    let canQueue = isMine && visit.signedIn?.scope != .review(sheet.review.id)
    return Leaf(words("review.page", ["title": title]), at: isMine ? .past : .reviews) {
      p(.class("eyebrow")) {
        words("review.kind.\(sheet.submission.stage.rawValue)")
        if sheet.review.round > 1 {
          ", " + words("review.round", ["round": ReviewHead.roundName(sheet.review.round, words)])
        }
        " · " + title
      }
      h1 { heading(sheet, visit) }
      p(.class("lead")) { lead(sheet, visit) }
      if let told { div(.class("part-in")) { told } }
      if case .handedIn(let card, _) = sheet.review.state { scorecard(card, sheet, words) }
      if canQueue {
        p(.class("actions")) { buttonLink(words("over.to-queue"), Path("queue")) }
      }
    }
  }

  private static func heading(_ sheet: ReviewSheet, _ visit: Visit) -> String {
    let words = visit.words
    if sheet.review.isOpen {
      return words("over.open", ["name": sheet.evaluator?.fullName ?? ""])
    }
    return words("over.\(sheet.review.state.name.rawValue).heading")
  }

  private static func lead(_ sheet: ReviewSheet, _ visit: Visit) -> Markup {
    let words = visit.words
    return switch sheet.review.state {
    case .assigned, .seen:
      words.markup("over.open-lead", ["due": strong { visit.stampedEnd(sheet.review.due) }])
    case .handedIn(let card, let at):
      words.markup(
        "over.handedIn.lead",
        [
          "at": strong { visit.stamped(at, visit.when(at)) },
          "outcome": strong { card.outcome.words },
        ])
    case .declined(let reason, _, let at):
      words.markup(
        "over.declined.lead.\(reason.rawValue)",
        ["at": strong { visit.stamped(at, visit.when(at)) }])
    case .reassigned(_, let at):
      words.markup("over.reassigned.lead", ["at": strong { visit.stamped(at, visit.when(at)) }])
    case .closed(let reason, let at):
      words.markup(
        "over.closed.\(reason.rawValue)", ["at": strong { visit.stamped(at, visit.when(at)) }])
    }
  }

  /// What was handed in, as the teacher reads it.
  private static func scorecard(
    _ card: HandedInScorecard, _ sheet: ReviewSheet, _ words: Words
  ) -> Markup {
    let feedback = card.words.value?.feedback ?? []
    return Markup {
      for criterion in sheet.rubric?.criteria ?? [] {
        let level = card.scores.first { $0.criterion == criterion.id }
          .flatMap { criterion[$0.level] }
        let isMet = card.met.contains(criterion.id)
        section(
          isMet ? .class("criterion criterion-met") : .class("criterion"),
          .aria(labelledBy: ReviewPage.anchor(criterion.id))
        ) {
          div(.class("criterion-head")) {
            h2(.id(ReviewPage.anchor(criterion.id))) { criterion.title }
            if let level {
              let isBelow = LevelPlace(level, criterion, sheet.rubric).isBelow
              state(
                level.title, isMet ? .met : isBelow ? .short : .plain,
                isMet ? .check : isBelow ? .half : .dot)
            } else if isMet {
              state(words("criterion.met-before"), .met, .check)
            }
          }
          if let text = feedback.first(where: { $0.criterion == criterion.id })?.text {
            div(.class("criterion-words prose")) { prose(text) }
          }
        }
      }
      if let note = card.words.value?.note, !note.isEmpty {
        section(.class("card part-in"), .aria(labelledBy: "note-h")) {
          h2(.id("note-h")) { words("review.note") }
          div(.class("prose")) { prose(note) }
        }
      }
      if card.words.value == nil {
        div(.class("part-in")) { note(.plain, .lock) { p { words("over.words-erased") } } }
      }
    }
  }
}
