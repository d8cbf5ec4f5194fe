/// Prices for the places with evaluators, at which the assignment that every submission would choose by
/// itself is the best one: an auction to come near, then shortest paths to be exact.
///
/// At given prices, each submission would have the evaluators of greatest affinity less price. All that is
/// kept are the prices and these choices, so a problem of eight million pairs takes little more memory than
/// the pairs themselves, and submissions need no node in any search.
///
/// - ``PriceSearch/bid(step:lowering:)`` (`Auction`) raises prices until the choices nearly fit the loads;
///   it may stop anywhere, since whatever is left
/// - ``PriceSearch/repair()`` (`Repair`) puts right exactly, one review by one shortest path.
///
/// Bertsekas, "The auction algorithm for the transportation problem" (1989, doi:10.1007/BF02216936), and
/// Jonker and Volgenant, "A shortest augmenting path algorithm" (1987, doi:10.1007/BF02278710), who join a
/// cheap first phase to an exact second one in the same way.
///
/// Numbers: a review placed is worth `placedUnit` more than its affinity, and one below a lower load
/// `lowerUnit` more. The units exceed what any path of affinities adds up to, so the sums compare like the
/// three counts one after another.
struct PriceSearch {
  let problem: MatchingProblem
  let rows: [Int]
  let cells: [Cell]
  /// What a pair is worth besides its affinity, by its two marks; a pinned one can't be chosen again.
  let extra: [Int64]

  let lowerUnit: Int64
  let placedUnit: Int64
  /// The difference between the greatest and the least weight, at least one.
  let range: Int64

  /// Evaluators that each submission needs, and load bounds of each evaluator: all beyond the pins.
  let needs: [Int32]
  let lower: [Int32]
  let upper: [Int32]

  /// The price of a place with each evaluator.
  var price: [Int64]
  /// Each submission has a slot for each evaluator it needs: `slots[s]..<slots[s + 1]`.
  let slots: [Int32]
  /// The submission of each slot.
  let owner: [Int32]
  /// The pair that each slot holds, as an index in ``cells``, or `none`.
  var held: [Int32]

  static let none: Int32 = -1
  /// Less than any sum: what a pinned pair would be worth in the search.
  static let never: Int64 = -(1 << 61)

  /// Prepares the search; there is none if 64 bits would not hold the sums.
  ///
  /// - Parameter problem: A problem whose affinities fit into its cells.
  init?(_ problem: MatchingProblem) {
    guard problem.pairs.wide.isEmpty else { return nil }
    self.problem = problem
    rows = problem.pairs.rows
    cells = problem.pairs.cells
    let bonus = problem.pairs.bonus
    extra = [0, bonus, Self.never, Self.never]
    let bounds = Self.bounds(of: problem)
    (needs, lower, upper) = (bounds.needs, bounds.lower, bounds.upper)
    let least = Int64(bounds.least)
    let (greatest, isTooGreat) = Int64(bounds.greatest).addingReportingOverflow(bonus)
    let (range, _) = (max(0, greatest) - min(0, least)).addingReportingOverflow(1)
    let length = Int64(16 * min(problem.needs.count, problem.loads.count) + 64)
    let (unit, isOver) = range.multipliedReportingOverflow(by: length)
    guard !isTooGreat, !isOver, unit < 1 << 55 else { return nil }
    self.range = range
    lowerUnit = unit
    placedUnit = 4 * unit
    price = Array(repeating: 0, count: problem.loads.count)
    var slots: [Int32] = [0]
    slots.reserveCapacity(needs.count + 1)
    var owner: [Int32] = []
    owner.reserveCapacity(needs.reduce(0) { $0 + Int($1) })
    for (submission, need) in needs.enumerated() {
      for _ in 0..<need { owner.append(Int32(submission)) }
      slots.append(Int32(owner.count))
    }
    self.slots = slots
    self.owner = owner
    held = Array(repeating: Self.none, count: owner.count)
  }

  private static func bounds(of problem: MatchingProblem) -> (
    needs: [Int32], lower: [Int32], upper: [Int32], least: Int32, greatest: Int32
  ) {
    let rows = problem.pairs.rows
    var degrees = [Int](repeating: 0, count: problem.loads.count)
    var pins = degrees
    var needs: [Int32] = []
    needs.reserveCapacity(problem.needs.count)
    var (least, greatest) = (Int32.max, Int32.min)
    let cells = problem.pairs.cells
    for submission in problem.needs.indices {
      var pinned = 0
      for index in rows[submission]..<rows[submission + 1] {
        let cell = cells[index]
        least = min(least, cell.affinity)
        greatest = max(greatest, cell.affinity)
        degrees[cell.evaluator] += 1
        if cell.isPinned {
          pins[cell.evaluator] += 1
          pinned += 1
        }
      }
      let open = rows[submission + 1] - rows[submission] - pinned
      needs.append(Int32(max(0, min(problem.needs[submission] - pinned, open))))
    }
    var lower: [Int32] = []
    var upper: [Int32] = []
    for (evaluator, load) in problem.loads.enumerated() {
      let most = max(0, min(load.upper, degrees[evaluator]) - pins[evaluator])
      upper.append(Int32(most))
      lower.append(Int32(max(0, min(load.lower - pins[evaluator], most))))
    }
    if least > greatest { (least, greatest) = (0, 0) }
    return (needs, lower, upper, least, greatest)
  }

  /// Runs the second phase alone, from the prices of a similar problem.
  ///
  /// - Parameter prices: A price for each evaluator.
  /// - Returns: Exact prices, and an assignment of the greatest worth at them.
  func solved(from prices: [Int64]) -> Repair {
    var search = self
    // What lay far out did so in the other problem's units.
    search.price = prices.map { min(max($0, -4 * range), 4 * range) }
    var repair = Repair(search)
    _ = repair.run { _ in true }
    return repair
  }

  /// Runs both phases.
  ///
  /// - Parameter goesOn: Is told now and then how far the search is, and whether it goes on.
  /// - Returns: Exact prices, and an assignment of the greatest worth at them; nothing if it was ended.
  func solved(_ goesOn: (MatchingProgress) -> Bool) -> Repair? {
    var search = self
    var auction = Auction(search)
    let reviews = held.count
    var step = max(1, range / 8)
    var lowering: Int64 = range
    while true {
      let isHeld = auction.hold(
        &search, step: step, lowering: lowering, most: 20 * reviews, goesOn)
      guard isHeld else { return nil }
      if step <= max(1, range / 100_000) { break }
      lowering = 3 * step
      step = max(1, step / 12)
    }
    // A review too many is sent on faster than a missing one is fetched.
    for evaluator in search.price.indices {
      let price = search.price[evaluator]
      if price > 0 { search.price[evaluator] = max(0, price - 50 * step) }
      if price < 0 { search.price[evaluator] = price - 50 * step }
    }
    var repair = Repair(search)
    return repair.run(goesOn) ? repair : nil
  }

  /// What a pair is worth without the price of its evaluator.
  @inline(__always) func weight(_ cell: Cell) -> Int64 {
    cell.bits < Cell.earlierMark
      ? Int64(cell.affinity) : Int64(cell.affinity) &+ extra[Int(cell.bits >> 30)]
  }

  /// What a pair is worth to its submission at the present prices.
  @inline(__always) func value(_ index: Int32) -> Int64 {
    let cell = cells[Int(index)]
    return weight(cell) &- price[cell.evaluator]
  }

  @inline(__always) func evaluator(holding slot: Int32) -> Int {
    cells[Int(held[Int(slot)])].evaluator
  }

  /// Whether a submission holds a pair.
  @inline(__always) func holds(_ submission: Int, _ index: Int32) -> Bool {
    for slot in Int(slots[submission])..<Int(slots[submission + 1]) where held[slot] == index {
      return true
    }
    return false
  }

  /// Finds the best pairs that a submission does not hold.
  ///
  /// - Parameters:
  ///   - submission: Whose pairs.
  ///   - count: One more than this are found, if there are so many.
  ///   - best: What is found, the best first.
  func bestOpen(
    _ submission: Int, _ count: Int, _ best: inout [(value: Int64, index: Int32)]
  ) {
    best.removeAll(keepingCapacity: true)
    // Whoever would have to pay more than this gives up: prices stay far below a review's worth.
    var threshold = -4 * range
    let (cells, price) = (cells.span, price.span)
    for index in rows[submission]..<rows[submission + 1] {
      let cell = unsafe cells[unchecked: index]
      let value = unsafe weight(cell) &- price[unchecked: cell.evaluator]
      guard value > threshold, !holds(submission, Int32(truncatingIfNeeded: index)) else {
        continue
      }
      var place = best.count
      if place <= count {
        best.append((value, Int32(truncatingIfNeeded: index)))
      } else {
        place = count
      }
      while place > 0, best[place - 1].value < value {
        best[place] = best[place - 1]
        place -= 1
      }
      best[place] = (value, Int32(truncatingIfNeeded: index))
      if best.count > count { threshold = best[count].value }
    }
  }
}
