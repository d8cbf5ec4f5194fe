/// What a changed rubric would have made of past decisions.
///
/// Shown before a new version is put in force: a word changed in a pass rule may fail half of last
/// year. It changes no decision; those rest on the version they were made under.
public struct Flips: Hashable, Sendable {
  /// A scorecard on which a decision rested.
  public struct Past: Hashable, Sendable {
    public let card: Scorecard
    /// What had been met in earlier rounds.
    public let alreadyMet: Set<CriterionID>

    public init(_ card: Scorecard, alreadyMet: Set<CriterionID> = []) {
      self.card = card
      self.alreadyMet = alreadyMet
    }
  }

  /// A decision that would come out differently.
  public struct Flip: Hashable, Sendable {
    /// Its place in the list that was handed in.
    public let index: Int
    public let before: Judgement.Outcome
    public let after: Judgement.Outcome
    /// What would be missing under the new version.
    public let missing: [Judgement.Missing]

    public init(
      index: Int, before: Judgement.Outcome, after: Judgement.Outcome,
      missing: [Judgement.Missing]
    ) {
      self.index = index
      self.before = before
      self.after = after
      self.missing = missing
    }
  }

  /// A scorecard that the new version can't judge.
  public struct Unjudged: Hashable, Sendable {
    public let index: Int
    public let reasons: [Reason]

    public init(index: Int, reasons: [Reason]) {
      self.index = index
      self.reasons = reasons
    }
  }

  public enum Reason: Hashable, Sendable {
    /// The card was written on words other than the old version's.
    case otherVersion(RubricVersion)
    /// The new version asks for something that was not judged then.
    case criterionIsNew(CriterionID)
    /// The card has a level that the criterion no longer has.
    case levelIsGone(CriterionID, LevelID)
    /// The card was not complete under the old version, so its outcome then says nothing.
    case wasIncomplete(CriterionID)
  }

  public let flips: [Flip]
  public let unjudged: [Unjudged]
  /// How many decisions would stay as they are.
  public let unchanged: Int
}

extension Rubric {
  /// What a changed version would flip among past decisions. Criteria and levels are matched by id.
  ///
  /// - Parameters:
  ///   - old: The version under which the decisions were made.
  ///   - new: The version that might replace it.
  ///   - past: The scorecards that the decisions rested on.
  /// - Returns: Flips and what can't be judged, by index; complexity O(cards × criteria²).
  public static func flips(from old: Rubric, to new: Rubric, past: [Flips.Past]) -> Flips {
    var flips: [Flips.Flip] = []
    var unjudged: [Flips.Unjudged] = []
    var unchanged = 0
    for (index, decision) in past.enumerated() {
      let reasons = hindrances(from: old, to: new, decision)
      guard reasons.isEmpty else {
        unjudged.append(.init(index: index, reasons: reasons))
        continue
      }
      let before = old.judge(decision.card, alreadyMet: decision.alreadyMet).outcome
      let after = new.judge(decision.card, alreadyMet: decision.alreadyMet)
      if before == after.outcome {
        unchanged += 1
      } else {
        flips.append(
          .init(index: index, before: before, after: after.outcome, missing: after.missing))
      }
    }
    return Flips(flips: flips, unjudged: unjudged, unchanged: unchanged)
  }

  /// The same for scorecards of first rounds.
  public static func flips(from old: Rubric, to new: Rubric, past: [Scorecard]) -> Flips {
    flips(from: old, to: new, past: past.map { Flips.Past($0) })
  }

  private static func hindrances(
    from old: Rubric, to new: Rubric, _ decision: Flips.Past
  ) -> [Flips.Reason] {
    let card = decision.card
    guard card.rubric == old.version else { return [.otherVersion(card.rubric)] }
    var reasons: [Flips.Reason] = []
    for criterion in old.criteria
    where criterion.counts && !decision.alreadyMet.contains(criterion.id) {
      if card[criterion.id]?.level.flatMap({ criterion[$0] }) == nil {
        reasons.append(.wasIncomplete(criterion.id))
      }
    }
    for criterion in new.criteria
    where criterion.counts && !decision.alreadyMet.contains(criterion.id) {
      guard let level = card[criterion.id]?.level else {
        if old[criterion.id]?.counts != true { reasons.append(.criterionIsNew(criterion.id)) }
        continue
      }
      if criterion[level] == nil { reasons.append(.levelIsGone(criterion.id, level)) }
    }
    return reasons
  }

  /// Why a past scorecard can't be judged, in a sentence for the administrator.
  public func words(for reason: Flips.Reason) -> String {
    switch reason {
    case .otherVersion(let version): "It was judged under another version, \(version)."
    case .criterionIsNew(let id): "“\(title(of: id))” is new: it was not judged then."
    case .levelIsGone(let id, let level):
      "“\(title(of: id))” no longer has the level “\(level.rawValue.prefix(64))”."
    case .wasIncomplete(let id): "“\(title(of: id))” had no level then."
    }
  }
}
