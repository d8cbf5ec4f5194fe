/// What becomes of an assignment after a change, with as little moved as its price asks for.
public struct Reassignment: Sendable {
  /// The new assignment, as the best one for the problem in which each earlier pair is worth the bonus
  /// more. Its worth, its costs of moves and its certificate all count the bonus.
  public let solution: MatchingSolution
  /// The worth of the new assignment without any bonus.
  public let worth: Worth
  /// Earlier pairs that stay, by submission, then by evaluator; so are the other two.
  public let kept: [Placement]
  /// Earlier pairs that are given up, also those that have become impossible.
  public let dropped: [Placement]
  public let added: [Placement]
}

extension MatchingProblem {
  /// Assigns anew after a change, keeping what is there at a stated price.
  ///
  /// This is the problem as it is now: with an evaluator gone (``removing(evaluator:)``), pairs forbidden
  /// (``forbidding(_:)``), submissions added, loads changed. Earlier pairs are given up only where the
  /// affinity gained makes up for their bonuses, or where it lets one more review be placed or a lower load
  /// be met.
  ///
  /// - Parameters:
  ///   - existing: The earlier assignment; what is no pair of this problem counts as dropped.
  ///   - bonus: What it is worth to keep one earlier pair, in the unit of the affinities, from zero to
  ///     ``Limits/bonus``. With ``bonusThatKeepsMost``, no assignment that places as many and meets the
  ///     lower loads as well keeps more.
  /// - Returns: The new assignment and how it differs.
  /// - Throws: ``MatchingProblemError`` if the bonus is out of range, or too great for this size.
  public func leastChange(from existing: [Placement], bonus: Int64)
    throws(MatchingProblemError) -> Reassignment
  {
    guard (0...Limits.bonus).contains(bonus) else {
      throw MatchingProblemError(mistakes: [.bonus(found: bonus)])
    }
    let earlier = Set(existing)
    let problem = raising(existing, by: bonus)
    guard Scale(of: problem).fits else {
      throw MatchingProblemError(mistakes: [.tooLarge])
    }
    let solution = problem.solve()
    let now = Set(solution.placements)
    let kept = solution.placements.filter(earlier.contains)
    var worth = solution.worth
    worth.affinity -= bonus * Int64(kept.count)
    return Reassignment(
      solution: solution, worth: worth, kept: kept,
      dropped: earlier.subtracting(now).sorted(),
      added: solution.placements.filter { !earlier.contains($0) })
  }

  /// The same problem in which some pairs are worth more.
  private func raising(_ placements: [Placement], by bonus: Int64) -> Self {
    // One bonus can be marked in the cells; a second one is added to the affinities.
    let isMarked = pairs.bonus != 0 || !pairs.wide.isEmpty
    var raised = pairs
    if isMarked {
      raised.wide = pairs.cells.indices.map { pairs.affinity($0) }
      raised.bonus = 0
    } else {
      raised.bonus = bonus
    }
    for index in raised.cells.indices { raised.cells[index].bits &= ~Cell.earlierMark }
    for placement in placements {
      guard let index = index(of: placement) else { continue }
      if isMarked, raised.cells[index].bits & Cell.earlierMark == 0 {
        raised.wide[index] += bonus
      }
      raised.cells[index].bits |= Cell.earlierMark
    }
    return Self(needs: needs, loads: loads, pairs: raised, groups: groups)
  }

  /// A bonus so great that no gain in affinity is worth giving up a pair.
  public var bonusThatKeepsMost: Int64 {
    guard let (least, greatest) = pairs.extremes else { return 0 }
    let reviews = Int64(
      min(pairs.count, needs.reduce(0, +) + pairs.cells.count { $0.isPinned }))
    return (greatest - least) * reviews + 1
  }
}
