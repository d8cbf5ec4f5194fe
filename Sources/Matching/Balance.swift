/// The third phase: of the assignments of greatest worth, one with the smallest sum of squared loads.
///
/// Only steps that cost nothing at the exact prices lead to assignments as good. A chain of them from an
/// evaluator with many reviews to one with at least two fewer lowers the sum; when there is none, the
/// sum is the least (Harvey, Ladner, Lovász and Tamir, "Semi-matchings for bipartite graphs and load
/// balancing", 2006, doi:10.1016/j.jalgor.2005.01.002). What each evaluator can be reached from then makes
/// prices for the squares too.
struct Balance {
  private var repair: Repair
  /// By submission, its pairs that cost nothing to take up; empty where no held one is equal.
  private var ties: [Int: Ties] = [:]
  private var isReached: [Bool]
  private var slotOfWay: [Int32]
  private var pairOfWay: [Int32]
  private var queue: [Int] = []
  /// What a review less costs by the squares, at best, through steps that cost nothing: by evaluator.
  private(set) var steepness: [Int]

  /// The worst value that a submission holds, and the pairs of that value that it does not hold.
  private struct Ties {
    let value: Int64
    var open: [Int32]
  }

  var search: PriceSearch { repair.search }

  init(_ repair: Repair) {
    self.repair = repair
    let evaluators = repair.search.price.count
    isReached = Array(repeating: false, count: evaluators)
    slotOfWay = Array(repeating: PriceSearch.none, count: evaluators)
    pairOfWay = slotOfWay
    steepness = Array(repeating: 1, count: evaluators)
    findTies()
  }

  private mutating func findTies() {
    let search = repair.search
    for submission in search.needs.indices where search.needs[submission] > 0 {
      var worst = Int64.max
      for slot in search.slots[submission]..<search.slots[submission + 1] {
        let held = search.held[Int(slot)]
        worst = min(worst, held == PriceSearch.none ? -search.placedUnit : search.value(held))
      }
      var open: [Int32] = []
      for index in search.rows[submission]..<search.rows[submission + 1]
      where search.value(Int32(index)) == worst && !search.holds(submission, Int32(index)) {
        open.append(Int32(index))
      }
      if !open.isEmpty { ties[submission] = Ties(value: worst, open: open) }
    }
  }

  /// The load of an evaluator, pins left out.
  private func load(_ evaluator: Int) -> Int { Int(repair.taken[evaluator]) }

  /// Whether an evaluator may have one review more, or less, at no cost.
  private func canTake(_ evaluator: Int) -> Bool {
    let search = repair.search
    let taken = repair.taken[evaluator]
    let gain = taken < search.lower[evaluator] ? search.lowerUnit : 0
    return taken < search.upper[evaluator] && search.price[evaluator] == -gain
  }

  private func canGive(_ evaluator: Int) -> Bool {
    let search = repair.search
    let taken = repair.taken[evaluator]
    let loss = taken <= search.lower[evaluator] ? search.lowerUnit : 0
    return taken > 0 && search.price[evaluator] == -loss
  }

  /// Evens the loads out.
  ///
  /// - Parameter pins: The pinned reviews of each evaluator, which count as load.
  mutating func run(pins: [Int]) {
    while flood(pins) {}
  }

  /// Goes from the evaluators who may give, those with the greatest load first, over steps that cost nothing.
  ///
  /// - Returns: Whether a chain was found and taken; otherwise ``steepness`` is complete.
  private mutating func flood(_ pins: [Int]) -> Bool {
    for evaluator in isReached.indices {
      isReached[evaluator] = false
      steepness[evaluator] = 1
    }
    let givers = isReached.indices.filter(canGive).sorted {
      (load($1) + pins[$1], $0) < (load($0) + pins[$0], $1)
    }
    for giver in givers where !isReached[giver] {
      let most = load(giver) + pins[giver]
      if most == 0 { break }
      if let end = flood(from: giver, most: most, pins) {
        take(from: giver, to: end)
        return true
      }
    }
    floodFromUnplaced()
    return false
  }

  private mutating func flood(from giver: Int, most: Int, _ pins: [Int]) -> Int? {
    queue.removeAll(keepingCapacity: true)
    reach(giver, 1 - 2 * most, PriceSearch.none, PriceSearch.none)
    var next = 0
    while next < queue.count {
      let evaluator = queue[next]
      next += 1
      if load(evaluator) + pins[evaluator] + 1 < most, canTake(evaluator) { return evaluator }
      reachOthers(from: evaluator, 1 - 2 * most)
    }
    return nil
  }

  /// Reaches who could get a review that nobody does, at no gain in reviews.
  private mutating func floodFromUnplaced() {
    let search = repair.search
    queue.removeAll(keepingCapacity: true)
    for submission in ties.keys.sorted() {
      guard let tie = ties[submission], tie.value == -search.placedUnit else { continue }
      let isShort = (search.slots[submission]..<search.slots[submission + 1]).contains {
        search.held[Int($0)] == PriceSearch.none
      }
      guard isShort else { continue }
      for index in tie.open { reach(search.cells[Int(index)].evaluator, 0, 0, index) }
    }
    var next = 0
    while next < queue.count {
      reachOthers(from: queue[next], 0)
      next += 1
    }
  }

  private mutating func reachOthers(from evaluator: Int, _ steep: Int) {
    for slot in repair.slots(of: evaluator) {
      guard let tie = ties[Int(repair.search.owner[Int(slot)])],
        repair.search.value(repair.search.held[Int(slot)]) == tie.value
      else { continue }
      for index in tie.open {
        reach(repair.search.cells[Int(index)].evaluator, steep, slot, index)
      }
    }
  }

  private mutating func reach(_ evaluator: Int, _ steep: Int, _ slot: Int32, _ pair: Int32) {
    guard !isReached[evaluator] else { return }
    isReached[evaluator] = true
    steepness[evaluator] = steep
    slotOfWay[evaluator] = slot
    pairOfWay[evaluator] = pair
    queue.append(evaluator)
  }

  private mutating func take(from giver: Int, to end: Int) {
    var node = end
    while node != giver {
      let slot = slotOfWay[node]
      let old = repair.search.held[Int(slot)]
      let from = repair.search.cells[Int(old)].evaluator
      let submission = Int(repair.search.owner[Int(slot)])
      ties[submission]?.open.removeAll { $0 == pairOfWay[node] }
      ties[submission]?.open.append(old)
      repair.move(slot, to: pairOfWay[node])
      node = from
    }
    repair.shift(from: giver, to: end)
  }
}

extension Network {
  /// Solves the problem: by prices where 64 bits hold them, otherwise by the simplex.
  ///
  /// - Parameters:
  ///   - prices: Of a similar problem, by evaluator; without them the search begins from nothing.
  ///   - goesOn: Is told now and then how far the search is, and whether it goes on.
  /// - Returns: A flow of least cost with its prices. It is one of the best, not yet the first of them.
  ///   Nothing if it was ended.
  func best(from prices: [Int64]?, _ goesOn: (MatchingProgress) -> Bool) -> Residual? {
    guard groupNodes.isEmpty, let search = PriceSearch(problem) else { return solved(goesOn) }
    let found = prices.map { search.solved(from: $0) } ?? search.solved(goesOn)
    guard let repair = found else { return nil }
    var balance = Balance(repair)
    balance.run(pins: pins)
    return residual(of: balance)
  }

  private func residual(of balance: Balance) -> Residual {
    let search = balance.search
    func number(_ value: Int64) -> Int128 {
      let (counts, affinity) = Self.split(value, base: search.lowerUnit)
      let (placed, lowerMet) = Self.split(counts, base: search.placedUnit / search.lowerUnit)
      return scale.number(
        for: Worth(placed: Int(placed), lowerMet: Int(lowerMet), affinity: affinity))
    }
    let evaluatorPrices = search.price.indices.map {
      number(search.price[$0]) - Int128(balance.steepness[$0])
    }
    var isPlaced = problem.pairs.cells.map(\.isPinned)
    for held in search.held where held != PriceSearch.none { isPlaced[Int(held)] = true }
    var submissionPrices = [Int128](repeating: 0, count: problem.needs.count)
    for submission in problem.needs.indices {
      let slots = search.slots[submission]..<search.slots[submission + 1]
      guard slots.count == needs[submission],
        !slots.contains(where: { search.held[Int($0)] == PriceSearch.none })
      else { continue }
      var least: Int128 = 0
      var most = Int128.max
      for index in problem.rows[submission]..<problem.rows[submission + 1]
      where !problem.pairs.cells[index].isPinned {
        let value =
          weight(of: index) - evaluatorPrices[problem.pairs.cells[index].evaluator]
        if isPlaced[index] { most = min(most, value) } else { least = max(least, value) }
      }
      submissionPrices[submission] = most > least + 1 ? least + 1 : least
    }
    return Residual(
      of: self, isPlaced: isPlaced, submissionPrices: submissionPrices,
      evaluatorPrices: evaluatorPrices, groupPrices: [], searchPrices: search.price)
  }

  private static func split(_ number: Int64, base: Int64) -> (rest: Int64, digit: Int64) {
    var digit = number % base
    if digit > base / 2 { digit -= base }
    if digit < -(base / 2) { digit += base }
    return ((number - digit) / base, digit)
  }
}
