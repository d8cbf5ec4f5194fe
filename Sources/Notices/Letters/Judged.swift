import Programs
import Rubrics
import Workflow

/// What the scorecards of a decision say to the teacher: what is met, what is not, and the
/// evaluators' words. Points stay on the page.
struct Judged {
  private let rubric: Rubric?
  private let met: [CriterionID]
  private let cards: [(card: HandedInScorecard, evaluator: PersonID)]

  init(_ decision: Decision, of submission: Submission, facts: some NoticeFacts) throws {
    cards = try decision.scorecards { try facts.review($0) }
    met = submission.met(by: cards.map(\.card))
    rubric = try (decision.rubric ?? submission.rubric).flatMap(facts.rubric(_:))
  }

  /// The titles of what is met, in the rubric's order.
  var metTitles: [String] {
    guard let rubric else { return met.map(\.rawValue) }
    return rubric.criteria.filter { $0.counts && met.contains($0.id) }.map(\.title)
  }

  /// What needs more: each criterion with the evaluators' words on it.
  ///
  /// - Parameter isWhole: Whether the words stand in the mail, or only on the page.
  /// - Returns: At least one line.
  func feedback(isWhole: Bool) -> [BlockLine] {
    let open = rubric?.criteria.filter { $0.counts && !met.contains($0.id) } ?? []
    if !isWhole {
      return open.map { .entry($0.title) } + [.line("What was written about it is on your page.")]
    }
    let lines = open.map { criterion -> BlockLine in
      let words = words(on: criterion.id)
      return .feedback(
        criterion: criterion.title, text: words.isEmpty ? "This is asked: \(criterion.asks)" : words
      )
    }
    if !lines.isEmpty { return lines }
    // Every criterion reaches its bar and the total does not: whatever was written helps.
    let written = (rubric?.criteria ?? []).compactMap { criterion -> BlockLine? in
      let words = words(on: criterion.id)
      return words.isEmpty ? nil : .feedback(criterion: criterion.title, text: words)
    }
    return written.isEmpty ? [.line("What is asked for is on your page.")] : written
  }

  /// The evaluators' words about the whole, and who wrote them; nothing where they wrote none.
  var notes: [(text: String, evaluator: PersonID)] {
    cards.compactMap { card, evaluator in
      guard let words = card.words.value else { return (TitleWords.erased, evaluator) }
      let note = Shortening.singleLine(words.note)
      return note.isEmpty ? nil : (note, evaluator)
    }
  }

  private func words(on criterion: CriterionID) -> String {
    var texts: [String] = []
    for (card, _) in cards {
      guard let words = card.words.value else { return TitleWords.erased }
      for feedback in words.feedback where feedback.criterion == criterion {
        let isBlank = feedback.text.allSatisfy(\.isWhitespace)
        if !isBlank, !texts.contains(feedback.text) { texts.append(feedback.text) }
      }
    }
    return texts.joined(separator: "\n")
  }
}
