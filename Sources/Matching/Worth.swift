/// What an assignment is worth, or the difference between two: four counts, of which an earlier one
/// outweighs all later ones.
///
/// Worths add and subtract count by count and compare in the order of the properties. Less imbalance is
/// more worth. So a cost of `placed: 1` is never made good by affinity.
public struct Worth: Hashable, Sendable {
  /// Reviews that have an evaluator.
  public var placed: Int
  /// Reviews that count towards lower loads: for each evaluator, the load up to the lower bound.
  public var lowerMet: Int
  /// The total affinity, in the unit of the pairs.
  public var affinity: Int64
  /// The sum of the squared loads.
  public var imbalance: Int

  public init(placed: Int = 0, lowerMet: Int = 0, affinity: Int64 = 0, imbalance: Int = 0) {
    self.placed = placed
    self.lowerMet = lowerMet
    self.affinity = affinity
    self.imbalance = imbalance
  }

  public static let zero = Worth()
}

extension Worth: Comparable, AdditiveArithmetic {
  public static func < (left: Self, right: Self) -> Bool {
    (left.placed, left.lowerMet, left.affinity, right.imbalance)
      < (right.placed, right.lowerMet, right.affinity, left.imbalance)
  }

  public static func + (left: Self, right: Self) -> Self {
    Self(
      placed: left.placed + right.placed,
      lowerMet: left.lowerMet + right.lowerMet,
      affinity: left.affinity + right.affinity,
      imbalance: left.imbalance + right.imbalance)
  }

  public static func - (left: Self, right: Self) -> Self {
    Self(
      placed: left.placed - right.placed,
      lowerMet: left.lowerMet - right.lowerMet,
      affinity: left.affinity - right.affinity,
      imbalance: left.imbalance - right.imbalance)
  }

  /// This worth, `count` times.
  public static func * (worth: Self, count: Int) -> Self {
    Self(
      placed: worth.placed * count,
      lowerMet: worth.lowerMet * count,
      affinity: worth.affinity * Int64(count),
      imbalance: worth.imbalance * count)
  }
}

/// One number for a worth: `placed · P + lowerMet · L + affinity · A − imbalance`.
///
/// The units are chosen for one problem, so that no sum which can arise while solving it carries from one
/// count into the next. Numbers then compare as their worths do, and a number gives its worth back: each
/// count is a digit between plus and minus half its base.
///
/// What can arise: the worth of an assignment, the difference of two, and what lies on one path in the
/// network: no more pairs than the path has nodes, and two arcs of the root.
struct Scale: Sendable {
  let placedUnit: Int128
  let lowerUnit: Int128
  let affinityUnit: Int128

  /// Whether 128 bits hold the numbers, and 64 the affinity of a whole assignment.
  let fits: Bool

  /// Chooses the units for a problem.
  init(of problem: MatchingProblem) {
    var degrees = [Int](repeating: 0, count: problem.loads.count)
    var pins = degrees
    var greatest: UInt64 = 1
    for cell in problem.pairs.cells {
      degrees[cell.evaluator] += 1
      if cell.isPinned { pins[cell.evaluator] += 1 }
    }
    if let (least, most) = problem.pairs.extremes {
      greatest = max(1, least.magnitude, most.magnitude)
    }
    let reviews = min(problem.needs.reduce(0, +) + pins.reduce(0, +), problem.pairs.count)
    // A path meets an evaluator once, and a submission once more for each of its groups.
    let nodes =
      problem.groups.isEmpty
      ? min(problem.needs.count, problem.loads.count) : problem.loads.count
    let arcs = 2 * nodes + 4
    let load =
      problem.loads.indices.map { min(degrees[$0], max(pins[$0], problem.loads[$0].upper)) }.max()
      ?? 0

    let imbalanceBase = 8 * Int128(reviews + 2) * Int128(load + 2)
    let affinityBase = 8 * Int128(max(reviews, arcs)) * Int128(greatest)
    let countBase = 8 * Int128(reviews + 4)
    let bits = [imbalanceBase, affinityBase, countBase, countBase].map {
      Int128.bitWidth - $0.leadingZeroBitCount
    }
    fits = bits.reduce(0, +) < 126 && bits[1] < 64
    affinityUnit = imbalanceBase
    lowerUnit = affinityUnit &* affinityBase
    placedUnit = lowerUnit &* countBase
  }

  func number(for worth: Worth) -> Int128 {
    Int128(worth.placed) * placedUnit + Int128(worth.lowerMet) * lowerUnit
      + Int128(worth.affinity) * affinityUnit - Int128(worth.imbalance)
  }

  func worth(of number: Int128) -> Worth {
    let (upper, imbalance) = Self.split(number, base: affinityUnit)
    let (counts, affinity) = Self.split(upper, base: lowerUnit / affinityUnit)
    let (placed, lowerMet) = Self.split(counts, base: placedUnit / lowerUnit)
    return Worth(
      placed: Int(placed), lowerMet: Int(lowerMet), affinity: Int64(affinity),
      imbalance: -Int(imbalance))
  }

  /// The last digit of a number, nearest to zero, and what is before it.
  private static func split(_ number: Int128, base: Int128) -> (rest: Int128, digit: Int128) {
    var digit = number % base
    if digit > base / 2 { digit -= base }
    if digit < -(base / 2) { digit += base }
    return ((number - digit) / base, digit)
  }
}
