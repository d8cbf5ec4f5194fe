import HTTPServer
import Rubrics
import Workflow

/// The fields of a scorecard: their names, and what is read from them.
enum ScorecardForm {
  static func level(_ criterion: CriterionID) -> String { "level-\(criterion)" }
  static func feedback(_ criterion: CriterionID) -> String { "feedback-\(criterion)" }
  static func reopening(_ criterion: CriterionID) -> String { "reopen-\(criterion)" }
  static let note = "note"
  /// When the scorecard was kept that the form was made from.
  static let base = "saved"

  /// The scorecard that a form holds. A level that is none of the rubric's counts as not chosen.
  static func read(_ form: FormData, _ rubric: Rubric) -> Scorecard {
    var card = Scorecard(rubric: rubric.version, note: text(form[note]))
    for criterion in rubric.criteria {
      let level = form[level(criterion.id)].flatMap { criterion[LevelID(rawValue: $0)]?.id }
      let feedback = text(form[feedback(criterion.id)])
      guard level != nil || !feedback.isEmpty else { continue }
      card.scores.append(
        Scorecard.Score(criterion: criterion.id, level: level, feedback: feedback))
    }
    return card
  }

  /// One of the district's sentences, by criterion, level and place, as its button sends them.
  static func snippet(_ value: String, _ rubric: Rubric) -> (criterion: CriterionID, text: String)?
  {
    let parts = value.split(separator: "/")
    guard parts.count == 3, let criterion = rubric[CriterionID(rawValue: String(parts[0]))],
      let level = criterion[LevelID(rawValue: String(parts[1]))], let place = Int(parts[2]),
      level.snippets.indices.contains(place)
    else { return nil }
    return (criterion.id, level.snippets[place])
  }

  static func value(of snippet: Int, _ level: Level, _ criterion: Criterion) -> String {
    "\(criterion.id)/\(level.id)/\(snippet)"
  }

  /// A text as it is kept: with the line feeds that everybody else uses, and without blanks around it.
  static func text(_ sent: String?) -> String {
    let plain = (sent ?? "").replacing("\r\n", with: "\n").replacing("\r", with: "\n")
    guard let first = plain.firstIndex(where: { !$0.isWhitespace }),
      let last = plain.lastIndex(where: { !$0.isWhitespace })
    else { return "" }
    return String(plain[first...last])
  }
}

extension Scorecard {
  /// Puts a sentence at the end of what is written about a criterion.
  mutating func add(_ text: String, to criterion: CriterionID) {
    guard let place = scores.firstIndex(where: { $0.criterion == criterion }) else {
      scores.append(Score(criterion: criterion, level: nil, feedback: text))
      return
    }
    let before = scores[place].feedback
    scores[place].feedback = before.isEmpty ? text : before + "\n" + text
  }
}
