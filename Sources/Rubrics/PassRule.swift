/// When a scorecard passes: all conditions that are named must hold, and at least one is.
public struct PassRule: Hashable, Sendable {
  /// The least level of every criterion that counts; nil when only some criteria have a bar.
  public let everyCriterionAtLeast: LevelID?
  /// The least total of weight × points over the criteria that count; nil when the total doesn't
  /// matter.
  public let totalAtLeast: Quantity?
  /// Criteria with a bar of their own, in the rubric's order. It may be higher or lower than
  /// ``everyCriterionAtLeast``, and goes before it.
  public let mustPass: [Bar]

  /// A criterion's own least level.
  public struct Bar: Hashable, Sendable {
    public let criterion: CriterionID
    public let atLeast: LevelID
  }
}

extension Rubric {
  /// The least level with which a criterion is met; nil when it has no bar.
  ///
  /// A criterion without a bar is met at its best level: then there is nothing left to ask for.
  public func bar(of criterion: Criterion) -> Level? {
    guard criterion.counts else { return nil }
    let own = pass.mustPass.first { $0.criterion == criterion.id }?.atLeast
    return (own ?? pass.everyCriterionAtLeast).flatMap { criterion[$0] }
  }

  /// The highest total that can be reached.
  public var totalMax: Quantity {
    criteria.reduce(.zero) { $0 + $1.worth(of: $1.levels.first) }
  }
}

extension Criterion {
  /// What a level adds to the total.
  func worth(of level: Level?) -> Quantity {
    guard let level, case .counts(let weight) = weighing else { return .zero }
    return level.points.weighted(by: weight)
  }
}
