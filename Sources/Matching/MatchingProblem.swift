/// A submission and an evaluator who may review it.
///
/// A pair that is absent from a problem is forbidden, whatever the reason.
public struct CandidatePair: Hashable, Sendable {
  public var submission: Int
  public var evaluator: Int
  /// How well the evaluator suits the submission: fixed point in a unit of the caller's choice, for
  /// example millionths. May be zero or negative.
  public var affinity: Int64
  /// Whether the pair is part of every assignment. A pin counts towards the submission's need and the
  /// evaluator's load, and holds even where it exceeds them.
  public var isPinned: Bool

  public init(submission: Int, evaluator: Int, affinity: Int64, isPinned: Bool = false) {
    self.submission = submission
    self.evaluator = evaluator
    self.affinity = affinity
    self.isPinned = isPinned
  }

  /// The pair without its affinity.
  public var placement: Placement { Placement(submission: submission, evaluator: evaluator) }
}

/// One review: this evaluator evaluates this submission.
public struct Placement: Hashable, Comparable, Sendable {
  public var submission: Int
  public var evaluator: Int

  public init(submission: Int, evaluator: Int) {
    self.submission = submission
    self.evaluator = evaluator
  }

  public static func < (left: Self, right: Self) -> Bool {
    (left.submission, left.evaluator) < (right.submission, right.evaluator)
  }
}

/// How many reviews one evaluator should have at least, and may have at most.
public struct LoadBounds: Hashable, Sendable {
  /// Honoured as far as the pairs allow; what is missing is reported, never an error.
  public var lower: Int
  /// Never exceeded, but by pins. `Int.max` is a way to say "no limit".
  public var upper: Int

  public init(lower: Int = 0, upper: Int) {
    self.lower = lower
    self.upper = upper
  }
}

/// What is to be assigned: who needs how many evaluators, who can take how many, and which pairs are
/// possible.
///
/// Two problems with the same needs, loads and pairs are equal, in whatever order the pairs were given.
public struct MatchingProblem: Hashable, Sendable {
  /// The most that a problem may hold; each bound is included.
  ///
  /// Besides these, one 128-bit number must hold the worth of an assignment. A problem within these limits
  /// exceeds that only when great affinities meet great sizes: 200,000 submissions with three evaluators
  /// each fit with affinities up to a million.
  public enum Limits {
    public static let submissions = 1_000_000
    public static let evaluators = 100_000
    public static let pairs = 50_000_000
    /// Evaluators that one submission can ask for.
    public static let need = 10_000
    /// The greatest absolute affinity.
    public static let affinity: Int64 = 1 << 40
    /// The greatest bonus of ``MatchingProblem/leastChange(from:bonus:)``.
    public static let bonus: Int64 = 1 << 50
    /// Mistakes that one ``MatchingProblemError`` lists.
    public static let mistakes = 100
  }

  /// How many evaluators each submission needs.
  public let needs: [Int]
  /// The load bounds of each evaluator.
  public let loads: [LoadBounds]
  /// The possible pairs, by submission, then by evaluator.
  public let pairs: CandidatePairs
  /// The groups of which a submission may have only so many, by their first evaluator.
  public let groups: [EvaluatorGroup]

  /// The pairs of submission `s` are `pairs[rows[s]..<rows[s + 1]]`.
  var rows: [Int] { pairs.rows }

  /// Checks and sorts a problem.
  ///
  /// - Parameters:
  ///   - needs: How many evaluators each submission needs; the count is the number of submissions.
  ///   - loads: The load bounds of each evaluator; the count is the number of evaluators.
  ///   - pairs: The possible pairs, in any order, each at most once.
  ///   - groups: The groups of which a submission may have only so many, in any order. An evaluator is in
  ///     one of them at most.
  /// - Throws: ``MatchingProblemError`` with all mistakes, up to ``Limits/mistakes``.
  public init(
    needs: [Int], loads: [LoadBounds], pairs: [CandidatePair], groups: [EvaluatorGroup] = []
  ) throws(MatchingProblemError) {
    let sorted = pairs.sorted { $0.placement < $1.placement }
    let groups = EvaluatorGroup.inOrder(groups)
    let mistakes =
      Self.mistakes(needs: needs, loads: loads, sorted: sorted)
      + EvaluatorGroup.mistakes(in: groups, evaluators: loads.count)
    guard mistakes.isEmpty else {
      throw MatchingProblemError(mistakes: Array(mistakes.prefix(Limits.mistakes)))
    }
    self.init(needs: needs, loads: loads, sorted: sorted, groups: groups)
    guard Scale(of: self).fits else {
      throw MatchingProblemError(mistakes: [.tooLarge])
    }
  }

  /// A problem in which nearly every pair is possible, from one row of affinities for each submission.
  ///
  /// - Parameters:
  ///   - needs: How many evaluators each submission needs.
  ///   - loads: The load bounds of each evaluator.
  ///   - affinities: By submission, then by evaluator; nothing forbids the pair.
  /// - Throws: ``MatchingProblemError`` with all mistakes, up to ``Limits/mistakes``.
  public init(needs: [Int], loads: [LoadBounds], affinities: [[Int64?]])
    throws(MatchingProblemError)
  {
    var pairs: [CandidatePair] = []
    for (submission, row) in affinities.enumerated() {
      for (evaluator, affinity) in row.enumerated() {
        guard let affinity else { continue }
        pairs.append(
          CandidatePair(submission: submission, evaluator: evaluator, affinity: affinity))
      }
    }
    try self.init(needs: needs, loads: loads, pairs: pairs)
  }

  /// Takes over what is known to be right and sorted.
  init(
    needs: [Int], loads: [LoadBounds], sorted pairs: [CandidatePair], groups: [EvaluatorGroup]
  ) {
    var rows = [Int](repeating: 0, count: needs.count + 1)
    for pair in pairs { rows[pair.submission + 1] += 1 }
    for submission in needs.indices { rows[submission + 1] += rows[submission] }
    let isWide = pairs.contains { Int32(exactly: $0.affinity) == nil }
    self.init(
      needs: needs, loads: loads,
      pairs: CandidatePairs(
        rows: rows,
        cells: pairs.map {
          Cell(
            bits: UInt32($0.evaluator) | ($0.isPinned ? Cell.pinMark : 0),
            affinity: isWide ? 0 : Int32($0.affinity))
        },
        wide: isWide ? pairs.map(\.affinity) : [], bonus: 0), groups: groups)
  }

  /// Takes over what is known to be right and sorted.
  init(
    needs: [Int], loads: [LoadBounds], pairs: CandidatePairs, groups: [EvaluatorGroup] = []
  ) {
    self.needs = needs
    self.loads = loads
    self.pairs = pairs
    self.groups = groups
  }

  private static func mistakes(needs: [Int], loads: [LoadBounds], sorted: [CandidatePair])
    -> [MatchingMistake]
  {
    let isWithinSize =
      needs.count <= Limits.submissions && loads.count <= Limits.evaluators
      && sorted.count <= Limits.pairs
    guard isWithinSize else { return [.tooLarge] }
    var found: [MatchingMistake] = []
    func note(_ mistake: MatchingMistake) {
      if found.count < Limits.mistakes { found.append(mistake) }
    }
    for (submission, need) in needs.enumerated() where !(0...Limits.need).contains(need) {
      note(.need(submission: submission, found: need))
    }
    for (evaluator, load) in loads.enumerated() where load.lower < 0 || load.upper < load.lower {
      note(.load(evaluator: evaluator, found: load))
    }
    var previous: Placement?
    for pair in sorted {
      if !needs.indices.contains(pair.submission) {
        note(.unknownSubmission(pair.placement))
      }
      if !loads.indices.contains(pair.evaluator) {
        note(.unknownEvaluator(pair.placement))
      }
      if !(-Limits.affinity...Limits.affinity).contains(pair.affinity) {
        note(.affinity(pair.placement, found: pair.affinity))
      }
      if previous == pair.placement {
        note(.doublePair(pair.placement))
      }
      previous = pair.placement
    }
    return found
  }

  /// The index in ``pairs`` of a possible pair.
  func index(of placement: Placement) -> Int? {
    guard needs.indices.contains(placement.submission) else { return nil }
    var low = rows[placement.submission]
    var high = rows[placement.submission + 1]
    while low < high {
      let middle = (low + high) / 2
      if pairs.cells[middle].evaluator < placement.evaluator {
        low = middle + 1
      } else {
        high = middle
      }
    }
    guard low < rows[placement.submission + 1], pairs.cells[low].evaluator == placement.evaluator
    else {
      return nil
    }
    return low
  }
}

// MARK: - Changes

extension MatchingProblem {
  /// The same problem after an evaluator has gone: no pairs, pinned ones included, and no load.
  ///
  /// The other indices stay as they are. An index that is no evaluator's changes nothing.
  public func removing(evaluator: Int) -> Self {
    guard loads.indices.contains(evaluator) else { return self }
    var loads = self.loads
    loads[evaluator] = LoadBounds(lower: 0, upper: 0)
    return Self(
      needs: needs, loads: loads, pairs: pairs.keeping { $1.evaluator != evaluator },
      groups: groups)
  }

  /// The same problem with some pairs newly forbidden, pinned or not; those already absent are ignored.
  public func forbidding(_ placements: Set<Placement>) -> Self {
    Self(
      needs: needs, loads: loads,
      pairs: pairs.keeping {
        !placements.contains(Placement(submission: $0, evaluator: $1.evaluator))
      }, groups: groups)
  }

  /// The same problem with some pairs pinned.
  ///
  /// - Parameter placements: Possible pairs of this problem.
  /// - Returns: The problem; pairs that were pinned before stay pinned.
  /// - Throws: ``MatchingProblemError`` naming each placement that is not a possible pair.
  public func pinning(_ placements: [Placement]) throws(MatchingProblemError) -> Self {
    var pairs = self.pairs
    var mistakes: [MatchingMistake] = []
    for placement in placements {
      if let index = index(of: placement) {
        pairs.cells[index].bits |= Cell.pinMark
      } else if mistakes.count < Limits.mistakes {
        mistakes.append(.pinOfAbsentPair(placement))
      }
    }
    guard mistakes.isEmpty else { throw MatchingProblemError(mistakes: mistakes) }
    let pinned = Self(needs: needs, loads: loads, pairs: pairs, groups: groups)
    guard Scale(of: pinned).fits else {
      throw MatchingProblemError(mistakes: [.tooLarge])
    }
    return pinned
  }
}

// MARK: - Mistakes

/// One thing that is wrong with a problem as given.
public enum MatchingMistake: Hashable, Sendable {
  /// A need below zero or above ``MatchingProblem/Limits/need``.
  case need(submission: Int, found: Int)
  /// A lower load below zero, or an upper load below the lower one.
  case load(evaluator: Int, found: LoadBounds)
  case unknownSubmission(Placement)
  case unknownEvaluator(Placement)
  /// An affinity beyond ``MatchingProblem/Limits/affinity``.
  case affinity(Placement, found: Int64)
  case doublePair(Placement)
  case pinOfAbsentPair(Placement)
  /// A group of which a submission might have fewer than one, by its place in order.
  case groupMost(group: Int, found: Int)
  /// A group's evaluator who is none, or who is in a group twice or in two.
  case groupMember(group: Int, evaluator: Int)
  /// A bonus for kept pairs below zero or beyond ``MatchingProblem/Limits/bonus``.
  case bonus(found: Int64)
  /// More than ``MatchingProblem/Limits`` allow, or affinities too great for that size.
  case tooLarge
}

/// All that is wrong with a problem, pairs in order; the caller gave it, so the caller corrects it.
public struct MatchingProblemError: Error, Hashable, Sendable {
  public let mistakes: [MatchingMistake]

  public init(mistakes: [MatchingMistake]) {
    self.mistakes = mistakes
  }
}
