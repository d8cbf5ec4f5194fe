/// Why a scorecard can't be handed in yet.
public enum ScorecardProblem: Hashable, Sendable {
  /// It was written on other words than these.
  case otherVersion(RubricVersion)
  case tooManyScores(count: Int)
  case unscored(CriterionID)
  case unknownCriterion(CriterionID)
  case unknownLevel(CriterionID, LevelID)
  case scoredTwice(CriterionID)
  /// The level is below the bar, or it stops; a teacher can't act on a level alone.
  case feedbackMissing(CriterionID)
  case feedbackTooLong(CriterionID, count: Int)
  /// The total is too low although no criterion is below its bar: somebody must say what to
  /// improve.
  case noteMissing
  case noteTooLong(count: Int)
}

extension Rubric {
  /// Everything that is missing or wrong in a scorecard, in the rubric's order; empty when it can
  /// be handed in.
  ///
  /// - Parameters:
  ///   - card: What the evaluator wrote.
  ///   - alreadyMet: Criteria met in an earlier round and not reopened: they need no score.
  /// - Returns: All problems at once.
  public func problems(
    in card: Scorecard, alreadyMet: Set<CriterionID> = []
  ) -> [ScorecardProblem] {
    guard card.rubric == version else { return [.otherVersion(card.rubric)] }
    guard card.scores.count <= Self.criteriaMax else {
      return [.tooManyScores(count: card.scores.count)]
    }
    var problems = criteria.flatMap {
      self.problems(with: $0, in: card, carried: alreadyMet.contains($0.id))
    }
    for score in card.scores where self[score.criterion] == nil {
      problems.append(.unknownCriterion(score.criterion))
    }
    let noteLength = card.note.unicodeScalars.count
    if noteLength > Scorecard.feedbackMax { problems.append(.noteTooLong(count: noteLength)) }
    if problems.isEmpty, isBlank(card.note) {
      let judgement = judge(card, alreadyMet: alreadyMet)
      if !judgement.passes, judgement.missing.allSatisfy(\.isTotal) {
        problems.append(.noteMissing)
      }
    }
    return problems
  }

  private func problems(
    with criterion: Criterion, in card: Scorecard, carried: Bool
  ) -> [ScorecardProblem] {
    let scores = card.scores.filter { $0.criterion == criterion.id }
    if scores.count > 1 { return [.scoredTwice(criterion.id)] }
    guard let score = scores.first else { return carried ? [] : [.unscored(criterion.id)] }
    var problems: [ScorecardProblem] = []
    let length = score.feedback.unicodeScalars.count
    if length > Scorecard.feedbackMax {
      problems.append(.feedbackTooLong(criterion.id, count: length))
    }
    guard let id = score.level else {
      return carried ? problems : problems + [.unscored(criterion.id)]
    }
    guard let level = criterion[id] else { return problems + [.unknownLevel(criterion.id, id)] }
    let falls = bar(of: criterion).map { !criterion.reaches(level.id, bar: $0.id) } ?? level.stops
    if !carried, falls, isBlank(score.feedback) {
      problems.append(.feedbackMissing(criterion.id))
    }
    return problems
  }

  /// A problem in a sentence that its evaluator can act on.
  public func words(for problem: ScorecardProblem) -> String {
    switch problem {
    case .otherVersion(let other):
      "This scorecard was written on \(other), and the rubric in force is \(version)."
    case .tooManyScores(let count):
      "The scorecard has \(count) scores; a rubric has at most \(Self.criteriaMax) criteria."
    case .unscored(let id): "“\(title(of: id))” has no level yet."
    case .unknownCriterion(let id): "This rubric has no criterion “\(id.rawValue.prefix(64))”."
    case .unknownLevel(let id, let level):
      "“\(title(of: id))” has no level “\(level.rawValue.prefix(64))”."
    case .scoredTwice(let id): "“\(title(of: id))” is scored more than once."
    case .feedbackMissing(let id):
      "“\(title(of: id))” is below what is needed: please say why, and what would help."
    case .feedbackTooLong(let id, let count):
      "The feedback on “\(title(of: id))” has \(count) characters; "
        + "at most \(Scorecard.feedbackMax) are possible."
    case .noteMissing:
      "The total is too low to pass: please say in the note what would raise it."
    case .noteTooLong(let count):
      "The note has \(count) characters; at most \(Scorecard.feedbackMax) are possible."
    }
  }

  /// A criterion's title, or its id when this version doesn't have it.
  func title(of id: CriterionID) -> String {
    self[id]?.title ?? String(id.rawValue.prefix(64))
  }
}

private func isBlank(_ text: String) -> Bool {
  text.unicodeScalars.allSatisfy(\.properties.isWhitespace)
}
