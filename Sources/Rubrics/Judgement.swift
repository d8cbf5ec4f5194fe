/// What follows from a scorecard.
public struct Judgement: Hashable, Codable, Sendable {
  public enum Outcome: String, Hashable, Codable, Sendable {
    /// A proposal is approved to begin; evidence is earned.
    case pass
    /// A proposal is to be revised; evidence is "not yet".
    case notYet
    /// A proposal is not approved: a level was chosen that ends the matter. Evidence never is.
    case stopped
  }

  /// What stands between a scorecard and passing.
  public enum Missing: Hashable, Codable, Sendable {
    case unscored(CriterionID)
    case belowBar(CriterionID, LevelID, bar: LevelID)
    case stopped(CriterionID, LevelID)
    /// The total is lower than the rule asks, by this much.
    case total(by: Quantity)

    var isTotal: Bool { if case .total = self { true } else { false } }
  }

  public let outcome: Outcome
  /// Criteria that count and are met, now or before, in the rubric's order. They stay met in the
  /// next round.
  public let met: [CriterionID]
  /// The sum of weight × points over the criteria that count.
  public let total: Quantity
  /// In the rubric's order, the total last; empty exactly when the outcome is ``Outcome/pass``.
  public let missing: [Missing]

  public init(outcome: Outcome, met: [CriterionID], total: Quantity, missing: [Missing]) {
    self.outcome = outcome
    self.met = met
    self.total = total
    self.missing = missing
  }

  public var passes: Bool { outcome == .pass }
}

extension Rubric {
  /// What follows from a scorecard. Every one has an answer, and a half-done one doesn't pass.
  ///
  /// A criterion met before stays met, whatever the card says of it: taking that back is a decision
  /// of its own, which removes it from `alreadyMet`. Its points are those of the card's level if
  /// they are higher than those of its bar, so whoever carries a criterion over copies its score
  /// into the new card. A level that the rubric doesn't know counts as none, and of two scores for
  /// one criterion the first counts.
  ///
  /// - Parameters:
  ///   - card: What the evaluator wrote.
  ///   - alreadyMet: Criteria met in an earlier round and not reopened.
  /// - Returns: The outcome, what is met, and what is missing.
  public func judge(_ card: Scorecard, alreadyMet: Set<CriterionID> = []) -> Judgement {
    var met: [CriterionID] = []
    var missing: [Judgement.Missing] = []
    var total = Quantity.zero
    for criterion in criteria where criterion.counts {
      let level = card[criterion.id]?.level.flatMap { criterion[$0] }
      let bar = bar(of: criterion)
      if alreadyMet.contains(criterion.id) {
        met.append(criterion.id)
        let least = criterion.worth(of: bar ?? criterion.levels.first)
        total = total + max(least, criterion.worth(of: level))
        continue
      }
      guard let level else {
        missing.append(.unscored(criterion.id))
        continue
      }
      total = total + criterion.worth(of: level)
      if level.stops {
        missing.append(.stopped(criterion.id, level.id))
      } else if let bar, !criterion.reaches(level.id, bar: bar.id) {
        missing.append(.belowBar(criterion.id, level.id, bar: bar.id))
      } else if bar != nil || level.id == criterion.levels.first?.id {
        met.append(criterion.id)
      }
    }
    if let least = pass.totalAtLeast, total < least {
      missing.append(.total(by: .shortfall(from: total, to: least)))
    }
    let stopped = missing.contains { if case .stopped = $0 { true } else { false } }
    return Judgement(
      outcome: missing.isEmpty ? .pass : stopped ? .stopped : .notYet, met: met, total: total,
      missing: missing)
  }

  /// What is missing, in a phrase for the teacher.
  public func words(for missing: Judgement.Missing) -> String {
    switch missing {
    case .unscored(let id): return "“\(title(of: id))” has not been judged."
    case .belowBar(let id, let level, let bar):
      let criterion = self[id]
      return "“\(title(of: id))” is at “\(criterion?[level]?.title ?? level.rawValue)”; "
        + "“\(criterion?[bar]?.title ?? bar.rawValue)” is needed."
    case .stopped(let id, let level):
      return "“\(title(of: id))” is at “\(self[id]?[level]?.title ?? level.rawValue)”."
    case .total(let short): return "The total is \(short) short of what is needed."
    }
  }
}
