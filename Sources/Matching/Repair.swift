/// The second phase: from any prices to exact ones, one review by one shortest path.
///
/// Every submission first takes what is best for it at the prices. Then evaluators have too many reviews or
/// too few for their prices; each review too many goes along the cheapest chain of exchanges to where there
/// is room, and each one that is missing comes from where one is to spare. A search ends at the first such
/// place, and only the prices of the evaluators that it passed change, so that all choices stay best.
struct Repair {
  var search: PriceSearch
  /// The reviews of evaluator `e`: a list through ``next``, from `first[e]`.
  private var first: [Int32]
  private var next: [Int32]
  private var previous: [Int32]
  /// How many reviews each evaluator takes at the present price; the others are too many or too few.
  private(set) var taken: [Int32]
  private(set) var surplus: [Int32]

  // One search.
  private var distance: [Int64]
  private var reached: [Int32] = []
  /// By whose slot, and to which pair, a search came to an evaluator.
  private var slotOfWay: [Int32]
  private var pairOfWay: [Int32]
  private var heap = NearestFirst()

  /// The submissions that have each evaluator as a candidate; made when first needed.
  private var columns: [Int32] = []
  private var columnSubmissions: [Int32] = []

  /// Paths taken, and evaluators that searches passed.
  private(set) var paths = 0
  private(set) var passed = 0

  /// Farther than any way, and nearer than a pinned pair.
  private static let far: Int64 = 1 << 60

  init(_ search: PriceSearch) {
    self.search = search
    let evaluators = search.price.count
    first = Array(repeating: PriceSearch.none, count: evaluators)
    next = Array(repeating: PriceSearch.none, count: search.held.count)
    previous = next
    taken = Array(repeating: 0, count: evaluators)
    surplus = taken
    distance = Array(repeating: Self.far, count: evaluators)
    slotOfWay = Array(repeating: PriceSearch.none, count: evaluators)
    pairOfWay = slotOfWay
  }

  /// Makes prices and choices exact.
  ///
  /// - Parameter goesOn: Is told now and then how far the search is, and whether it goes on.
  /// - Returns: Whether it went on to the end; otherwise nothing here means anything.
  mutating func run(_ goesOn: (MatchingProgress) -> Bool) -> Bool {
    choose()
    settle()
    var work = (0..<search.price.count).filter { surplus[$0] > 0 }
    while let evaluator = work.last {
      if surplus[evaluator] <= 0 { work.removeLast() } else { send(from: evaluator) }
      if paths & 0x3F == 0, !goesOn(.repairing(left: work.count)) { return false }
    }
    work = (0..<search.price.count).filter { surplus[$0] < 0 }
    while let evaluator = work.last {
      if surplus[evaluator] >= 0 { work.removeLast() } else { fetch(to: evaluator) }
      if paths & 0x3F == 0, !goesOn(.repairing(left: work.count)) { return false }
    }
    return goesOn(.repairing(left: 0))
  }

  /// Lets every submission take what is best for it, what it holds already first among equals.
  private mutating func choose() {
    var best: [(value: Int64, isHeld: Bool, index: Int32)] = []
    let never = -search.placedUnit
    for submission in search.needs.indices where search.needs[submission] > 0 {
      let slots = Int(search.slots[submission])..<Int(search.slots[submission + 1])
      let need = slots.count
      best.removeAll(keepingCapacity: true)
      var threshold = never
      for index in search.rows[submission]..<search.rows[submission + 1] {
        let value = search.value(Int32(truncatingIfNeeded: index))
        guard value >= threshold else { continue }
        let isHeld = search.holds(submission, Int32(index))
        if best.count == need {
          guard value > threshold || (isHeld && !best[need - 1].isHeld) else { continue }
          best.removeLast()
        }
        var place = best.count
        best.append((value, isHeld, Int32(index)))
        while place > 0,
          best[place - 1].value < value
            || (best[place - 1].value == value && isHeld && !best[place - 1].isHeld)
        {
          best[place] = best[place - 1]
          place -= 1
        }
        best[place] = (value, isHeld, Int32(index))
        if best.count == need { threshold = best[need - 1].value }
      }
      for slot in slots { search.held[slot] = PriceSearch.none }
      for (offset, choice) in best.enumerated() {
        search.held[slots.lowerBound + offset] = choice.index
        link(Int32(slots.lowerBound + offset))
      }
    }
  }

  /// Finds how many reviews each evaluator takes at the present price.
  private mutating func settle() {
    for evaluator in search.price.indices {
      let price = search.price[evaluator]
      let (lower, upper) = (search.lower[evaluator], search.upper[evaluator])
      let least: Int32 = price > 0 ? upper : price > -search.lowerUnit ? lower : 0
      let most: Int32 = price >= 0 ? upper : price >= -search.lowerUnit ? lower : 0
      let load = surplus[evaluator]
      taken[evaluator] = min(max(load, least), most)
      surplus[evaluator] = load - taken[evaluator]
    }
  }

  private mutating func link(_ slot: Int32) {
    let evaluator = search.evaluator(holding: slot)
    let head = first[evaluator]
    next[Int(slot)] = head
    previous[Int(slot)] = PriceSearch.none
    if head != PriceSearch.none { previous[Int(head)] = slot }
    first[evaluator] = slot
    surplus[evaluator] += 1
  }

  private mutating func unlink(_ slot: Int32) {
    let evaluator = search.evaluator(holding: slot)
    let (before, after) = (previous[Int(slot)], next[Int(slot)])
    if before == PriceSearch.none { first[evaluator] = after } else { next[Int(before)] = after }
    if after != PriceSearch.none { previous[Int(after)] = before }
    surplus[evaluator] -= 1
  }

  /// Lets a slot hold another pair, or none.
  mutating func move(_ slot: Int32, to pair: Int32) {
    if search.held[Int(slot)] != PriceSearch.none { unlink(slot) }
    search.held[Int(slot)] = pair
    if pair != PriceSearch.none { link(slot) }
  }

  /// Takes over that one evaluator has given a review, and another has taken one.
  mutating func shift(from giver: Int, to taker: Int) {
    taken[giver] -= 1
    surplus[giver] += 1
    taken[taker] += 1
    surplus[taker] -= 1
  }

  /// The slots that hold an evaluator.
  func slots(of evaluator: Int) -> [Int32] {
    var slots: [Int32] = []
    var slot = first[evaluator]
    while slot != PriceSearch.none {
      slots.append(slot)
      slot = next[Int(slot)]
    }
    return slots
  }

  // MARK: - A review too many

  private enum End {
    case nowhere
    /// An evaluator who misses one.
    case missing(Int)
    /// An evaluator who can take one more.
    case room(Int)
    /// A review that nobody does any more.
    case unplaced(Int32)
  }

  private mutating func send(from start: Int) {
    begin(at: start)
    var length = Self.far
    var end = End.nowhere
    while let (evaluator, near) = heap.popFirst(), near < length {
      guard near == distance[evaluator] else { continue }
      passed += 1
      if surplus[evaluator] < 0 {
        (length, end) = (near, .missing(evaluator))
        break
      }
      if taken[evaluator] < search.upper[evaluator] {
        let gain = taken[evaluator] < search.lower[evaluator] ? search.lowerUnit : 0
        let total = near - gain - search.price[evaluator]
        if total < length { (length, end) = (total, .room(evaluator)) }
      }
      var slot = first[evaluator]
      while slot != PriceSearch.none {
        let lost = search.value(search.held[Int(slot)])
        let unplaced = near + lost + search.placedUnit
        if unplaced < length { (length, end) = (unplaced, .unplaced(slot)) }
        offer(slot, at: near + lost, below: length)
        slot = next[Int(slot)]
      }
    }
    var node: Int
    switch end {
    case .nowhere: node = start
    case .missing(let evaluator): node = evaluator
    case .room(let evaluator):
      node = evaluator
      taken[evaluator] += 1
      surplus[evaluator] -= 1
    case .unplaced(let slot):
      node = search.evaluator(holding: slot)
      move(slot, to: PriceSearch.none)
    }
    while node != start {
      let slot = slotOfWay[node]
      let from = search.evaluator(holding: slot)
      move(slot, to: pairOfWay[node])
      node = from
    }
    finish(raising: 1, length)
  }

  /// Reaches the other candidates of a slot's submission.
  @inline(__always)
  private mutating func offer(_ slot: Int32, at near: Int64, below length: Int64) {
    let submission = Int(search.owner[Int(slot)])
    for index in search.rows[submission]..<search.rows[submission + 1] {
      let cell = search.cells[index]
      let total = near &- search.weight(cell) &+ search.price[cell.evaluator]
      guard total < length, total < distance[cell.evaluator],
        !search.holds(submission, Int32(index))
      else { continue }
      reach(cell.evaluator, at: total, slot, Int32(index))
    }
  }

  // MARK: - A review too few

  private mutating func fetch(to start: Int) {
    makeColumns()
    begin(at: start)
    var length = Self.far
    var end = End.nowhere
    while let (evaluator, near) = heap.popFirst(), near < length {
      guard near == distance[evaluator] else { continue }
      passed += 1
      if surplus[evaluator] > 0 {
        (length, end) = (near, .missing(evaluator))
        break
      }
      if taken[evaluator] > 0 {
        let loss = taken[evaluator] <= search.lower[evaluator] ? search.lowerUnit : 0
        let total = near + loss + search.price[evaluator]
        if total < length { (length, end) = (total, .room(evaluator)) }
      }
      for place in Int(columns[evaluator])..<Int(columns[evaluator + 1]) {
        let submission = Int(columnSubmissions[place])
        guard search.needs[submission] > 0, let index = pair(submission, evaluator),
          !search.holds(submission, index)
        else { continue }
        let gained = search.value(index)
        for slot in search.slots[submission]..<search.slots[submission + 1] {
          let held = search.held[Int(slot)]
          guard held != PriceSearch.none else {
            let total = near - search.placedUnit - gained
            if total < length {
              (length, end) = (total, .unplaced(slot))
              pairOfUnplaced = index
            }
            continue
          }
          let total = near + search.value(held) - gained
          let other = search.cells[Int(held)].evaluator
          if total < length, total < distance[other] { reach(other, at: total, slot, index) }
        }
      }
    }
    var node: Int
    switch end {
    case .nowhere: node = start
    case .missing(let evaluator): node = evaluator
    case .room(let evaluator):
      node = evaluator
      taken[evaluator] -= 1
      surplus[evaluator] += 1
    case .unplaced(let slot):
      node = search.cells[Int(pairOfUnplaced)].evaluator
      move(slot, to: pairOfUnplaced)
    }
    while node != start {
      let to = search.cells[Int(pairOfWay[node])].evaluator
      move(slotOfWay[node], to: pairOfWay[node])
      node = to
    }
    finish(raising: -1, length)
  }

  private var pairOfUnplaced = PriceSearch.none

  /// The pair of a submission and an evaluator, unless it is pinned.
  private func pair(_ submission: Int, _ evaluator: Int) -> Int32? {
    var low = search.rows[submission]
    var high = search.rows[submission + 1]
    while low + 1 < high {
      let middle = (low + high) / 2
      if search.cells[middle].evaluator <= evaluator { low = middle } else { high = middle }
    }
    return search.cells[low].isPinned ? nil : Int32(low)
  }

  private mutating func makeColumns() {
    guard columns.isEmpty else { return }
    var starts = [Int32](repeating: 0, count: search.price.count + 1)
    for cell in search.cells { starts[cell.evaluator + 1] += 1 }
    for evaluator in search.price.indices { starts[evaluator + 1] += starts[evaluator] }
    columns = starts
    columnSubmissions = Array(repeating: 0, count: search.cells.count)
    for submission in search.needs.indices {
      for index in search.rows[submission]..<search.rows[submission + 1] {
        let evaluator = search.cells[index].evaluator
        columnSubmissions[Int(starts[evaluator])] = Int32(submission)
        starts[evaluator] += 1
      }
    }
  }

  // MARK: - Searching

  private mutating func begin(at start: Int) {
    heap.removeAll()
    reached.removeAll(keepingCapacity: true)
    reach(start, at: 0, PriceSearch.none, PriceSearch.none)
  }

  private mutating func reach(_ evaluator: Int, at near: Int64, _ slot: Int32, _ pair: Int32) {
    if distance[evaluator] == Self.far { reached.append(Int32(evaluator)) }
    distance[evaluator] = near
    slotOfWay[evaluator] = slot
    pairOfWay[evaluator] = pair
    heap.insert(evaluator, at: near)
  }

  /// Moves the prices of what the search passed, and forgets the search.
  private mutating func finish(raising sign: Int64, _ length: Int64) {
    paths += 1
    for evaluator in reached {
      let near = distance[Int(evaluator)]
      if near < length, length < Self.far {
        search.price[Int(evaluator)] += sign * (length - near)
      }
      distance[Int(evaluator)] = Self.far
    }
  }
}

/// A binary heap of nodes, nearest first; of equally near ones, any, but the same in every run.
struct NearestFirst {
  private var distances: [Int64] = []
  private var nodes: [Int32] = []

  mutating func removeAll() {
    distances.removeAll(keepingCapacity: true)
    nodes.removeAll(keepingCapacity: true)
  }

  mutating func insert(_ node: Int, at distance: Int64) {
    var place = nodes.count
    distances.append(distance)
    nodes.append(Int32(node))
    while place > 0 {
      let parent = (place - 1) / 2
      guard distance < distances[parent] else { break }
      distances[place] = distances[parent]
      nodes[place] = nodes[parent]
      place = parent
    }
    distances[place] = distance
    nodes[place] = Int32(node)
  }

  mutating func popFirst() -> (node: Int, distance: Int64)? {
    guard let nearest = nodes.first, let at = distances.first else { return nil }
    let (distance, node) = (distances.removeLast(), nodes.removeLast())
    let count = nodes.count
    if count > 0 {
      var place = 0
      while true {
        var child = 2 * place + 1
        guard child < count else { break }
        if child + 1 < count, distances[child + 1] < distances[child] { child += 1 }
        guard distances[child] < distance else { break }
        distances[place] = distances[child]
        nodes[place] = nodes[child]
        place = child
      }
      distances[place] = distance
      nodes[place] = node
    }
    return (Int(nearest), at)
  }
}
