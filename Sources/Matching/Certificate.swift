/// Prices from which anybody can prove, without solving anything, that an assignment is the best.
///
/// Let every submission pay its price for each evaluator it needs, and every evaluator be paid theirs for
/// each place they give. Whatever the prices (a submission's below zero counts as zero), no assignment is
/// worth more than ``bound(on:)``, because
///
/// - a review that is placed brings its own worth, and at most `worth − both prices` more than it pays;
/// - submissions pay at most for what they need, and for each group at most for so many as they may have;
/// - an evaluator gains at most what the best load within the bounds brings at that price.
///
/// So an assignment whose worth equals the bound is optimal. That is linear-programming duality, with
/// worths in place of numbers: all it takes is that they add up and compare.
public struct Certificate: Hashable, Sendable {
  /// What one review more of each submission would bring, at the margin; never below zero.
  public let submissionPrices: [Worth]
  /// What a place with each evaluator costs the review that gets it, at the margin.
  ///
  /// The place of an evaluator in demand is dear; that of one who must yet reach a lower load is below zero.
  public let evaluatorPrices: [Worth]
  /// What one more of a group would bring a submission, by submission, then by group; where it is nothing,
  /// it is left out.
  public let groupPrices: [GroupPrice]

  public init(
    submissionPrices: [Worth], evaluatorPrices: [Worth], groupPrices: [GroupPrice] = []
  ) {
    self.submissionPrices = submissionPrices
    self.evaluatorPrices = evaluatorPrices
    self.groupPrices = groupPrices
  }

  /// More than this no assignment for the problem is worth, as far as these prices tell.
  ///
  /// - Parameter problem: A problem with as many submissions and evaluators as there are prices, and with the
  ///   groups that have one.
  /// - Returns: The bound, in O(pairs + all loads).
  public func bound(on problem: MatchingProblem) -> Worth {
    let submissionPrices = self.submissionPrices.map { max(.zero, $0) }
    var needs = problem.needs
    var pins = [Int](repeating: 0, count: problem.loads.count)
    var degrees = pins
    var bound = Worth.zero
    let groupOfEach = EvaluatorGroup.groupOfEach(in: problem)
    var groupPaid = [Worth](repeating: .zero, count: problem.groups.count)
    var groupRoom = problem.groups.map(\.most)
    var next = 0
    let (rows, cells) = (problem.rows, problem.pairs.cells)
    for submission in needs.indices {
      let price = submissionPrices[submission]
      let first = next
      while next < groupPrices.count, groupPrices[next].submission == submission {
        groupPaid[groupPrices[next].group] = max(.zero, groupPrices[next].price)
        next += 1
      }
      for index in rows[submission]..<rows[submission + 1] {
        let cell = cells[index]
        let worth = Worth(placed: 1, affinity: problem.pairs.affinity(index))
        degrees[cell.evaluator] += 1
        if cell.isPinned {
          pins[cell.evaluator] += 1
          needs[submission] = max(0, needs[submission] - 1)
          bound += worth
          if !groupOfEach.isEmpty, groupOfEach[cell.evaluator] >= 0 {
            groupRoom[groupOfEach[cell.evaluator]] -= 1
          }
        } else {
          var margin = worth - price - evaluatorPrices[cell.evaluator]
          if first < next, groupOfEach[cell.evaluator] >= 0 {
            margin -= groupPaid[groupOfEach[cell.evaluator]]
          }
          if margin > .zero { bound += margin }
        }
      }
      for paid in groupPrices[first..<next] {
        bound += groupPaid[paid.group] * max(0, groupRoom[paid.group])
        groupPaid[paid.group] = .zero
      }
      for index in rows[submission]..<rows[submission + 1]
      where cells[index].isPinned && !groupOfEach.isEmpty {
        let group = groupOfEach[cells[index].evaluator]
        if group >= 0 { groupRoom[group] += 1 }
      }
    }
    for (submission, need) in needs.enumerated() {
      bound += submissionPrices[submission] * need
    }
    for (evaluator, load) in problem.loads.enumerated() {
      let most = max(pins[evaluator], min(load.upper, degrees[evaluator]))
      let returns = (pins[evaluator]...most).map { count in
        Worth(lowerMet: min(count, load.lower), imbalance: count * count)
          + evaluatorPrices[evaluator] * (count - pins[evaluator])
      }
      bound += returns.max() ?? .zero
    }
    return bound
  }
}

/// What it would bring a submission to be allowed one more of a group.
public struct GroupPrice: Hashable, Sendable {
  public let submission: Int
  /// The place of the group in ``MatchingProblem/groups``.
  public let group: Int
  public let price: Worth

  public init(submission: Int, group: Int, price: Worth) {
    self.submission = submission
    self.group = group
    self.price = price
  }
}

extension MatchingSolution {
  /// How much more some assignment might be worth, by the certificate: ``Worth/zero`` proves the optimum.
  public var gap: Worth { certificate.bound(on: problem) - worth }
}
