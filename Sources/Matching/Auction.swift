/// The first phase: submissions bid for places, and prices rise to where the choices nearly fit the loads.
///
/// A submission that lacks evaluators bids for the best ones at the present prices, for each as much as
/// makes the next best choice as good, and one step more. An evaluator keeps the highest bids: as many as
/// the upper load while they are above nothing, as many as the lower load below; the price is the lowest
/// bid that is kept, once there is one too many. Steps get smaller from one auction to the next, and each
/// starts a few steps below the prices that the last one ended with.
///
/// Nothing here needs to be right for the result to be: what an auction gets wrong costs only time later.
struct Auction {
  /// Where the bids of evaluator `e` begin in ``bids``.
  private let base: [Int]
  private var count: [Int32]
  private var bids: [Int64]
  private var bidders: [Int32]

  private var queue: [Int32]
  private var isQueued: [Bool]

  /// Bids made, all auctions together.
  private(set) var work = 0

  init(_ search: PriceSearch) {
    var base = [0]
    for upper in search.upper { base.append((base.last ?? 0) + Int(upper) + 1) }
    self.base = base
    count = Array(repeating: 0, count: search.upper.count)
    bids = Array(repeating: 0, count: base.last ?? 0)
    bidders = Array(repeating: 0, count: base.last ?? 0)
    queue = []
    isQueued = Array(repeating: false, count: search.needs.count)
  }

  /// Holds one auction from scratch.
  ///
  /// - Parameters:
  ///   - search: Its prices are where the auction begins and ends.
  ///   - step: What a bid must better the last one by.
  ///   - lowering: By how much the prices go down first.
  ///   - most: Bids after which the auction ends as it is.
  ///   - goesOn: Is told now and then how far the search is, and whether it goes on.
  /// - Returns: Whether it went on to the end.
  mutating func hold(
    _ search: inout PriceSearch, step: Int64, lowering: Int64, most: Int,
    _ goesOn: (MatchingProgress) -> Bool
  ) -> Bool {
    for evaluator in search.price.indices {
      let floor = search.lower[evaluator] > 0 ? -search.range : 0
      search.price[evaluator] = max(floor, search.price[evaluator] - lowering)
      count[evaluator] = 0
    }
    for slot in search.held.indices { search.held[slot] = PriceSearch.none }
    queue = (0..<Int32(search.needs.count)).filter { search.needs[Int($0)] > 0 }
    for submission in queue { isQueued[Int(submission)] = true }
    var next = 0
    let end = work + most
    while next < queue.count, work < end {
      let submission = Int(queue[next])
      next += 1
      isQueued[submission] = false
      if next & 0xFFFF == 0, !goesOn(.bidding(bids: work, step: step)) { return false }
      bid(submission, &search, step: step)
      if next > 1 << 16, next * 2 > queue.count {
        queue.removeFirst(next)
        next = 0
      }
    }
    for submission in queue[next...] { isQueued[Int(submission)] = false }
    return goesOn(.bidding(bids: work, step: step))
  }

  /// The best pairs that a submission may bid for, best first.
  private var best: [(value: Int64, index: Int32)] = []

  private mutating func bid(_ submission: Int, _ search: inout PriceSearch, step: Int64) {
    let slots = Int(search.slots[submission])..<Int(search.slots[submission + 1])
    var open = 0
    for slot in slots where search.held[slot] == PriceSearch.none { open += 1 }
    guard open > 0 else { return }
    search.bestOpen(submission, open, &best)
    let reference =
      best.count > open ? best[open].value : (best.last?.value ?? 0) - search.range
    var slot = slots.lowerBound
    for (value, index) in best.prefix(open) {
      while search.held[slot] != PriceSearch.none { slot += 1 }
      search.held[slot] = index
      let evaluator = search.cells[Int(index)].evaluator
      place(
        search.price[evaluator] + (value - reference) + step, of: Int32(slot), with: evaluator,
        &search)
      slot += 1
    }
  }

  /// Enters a bid, and turns away the lowest one if it is one too many.
  private mutating func place(
    _ bid: Int64, of slot: Int32, with evaluator: Int, _ search: inout PriceSearch
  ) {
    work += 1
    let (lower, upper) = (search.lower[evaluator], search.upper[evaluator])
    insert(bid, slot, evaluator)
    let first = base[evaluator]
    if count[evaluator] > upper || (count[evaluator] > lower && bids[first] < 0) {
      let loser = bidders[first]
      removeLowest(evaluator)
      search.held[Int(loser)] = PriceSearch.none
      let submission = search.owner[Int(loser)]
      if !isQueued[Int(submission)] {
        isQueued[Int(submission)] = true
        queue.append(submission)
      }
    }
    let load = count[evaluator]
    guard load > 0, load >= lower else { return }
    let lowest = bids[first]
    let price = load >= upper ? lowest : load == lower ? min(lowest, 0) : 0
    if price > search.price[evaluator] { search.price[evaluator] = price }
  }

  private mutating func insert(_ bid: Int64, _ slot: Int32, _ evaluator: Int) {
    let first = base[evaluator]
    var place = Int(count[evaluator])
    count[evaluator] += 1
    while place > 0 {
      let parent = (place - 1) / 2
      guard bid < bids[first + parent] else { break }
      bids[first + place] = bids[first + parent]
      bidders[first + place] = bidders[first + parent]
      place = parent
    }
    bids[first + place] = bid
    bidders[first + place] = slot
  }

  private mutating func removeLowest(_ evaluator: Int) {
    let first = base[evaluator]
    count[evaluator] -= 1
    let last = Int(count[evaluator])
    let (bid, slot) = (bids[first + last], bidders[first + last])
    var place = 0
    while true {
      var child = 2 * place + 1
      guard child < last else { break }
      if child + 1 < last, bids[first + child + 1] < bids[first + child] { child += 1 }
      guard bids[first + child] < bid else { break }
      bids[first + place] = bids[first + child]
      bidders[first + place] = bidders[first + child]
      place = child
    }
    bids[first + place] = bid
    bidders[first + place] = slot
  }
}
