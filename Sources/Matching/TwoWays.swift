/// What it costs to exchange two pairs that start from different nodes: one in a group, and one outside it or
/// in another.
///
/// Placing the one and giving up the other leaves two nodes with a review too many and two with one too few.
/// Two ways that don't get into each other's way put that right; the cheapest way first and the cheapest one
/// after it are the cheapest two (Ford and Fulkerson, "Flows in networks", 1962).
extension Residual {
  /// - Parameters:
  ///   - starts: The two nodes with a review too many.
  ///   - ends: The two nodes with a review too few.
  ///   - avoided: The two pairs, which are no part of any way.
  ///   - columns: The pairs by evaluator.
  /// - Returns: The least cost at these prices; nothing if there are no two ways.
  func costOfTwoWays(
    from starts: [Int], to ends: [Int], avoiding avoided: [Int], by columns: Columns
  ) -> Int128? {
    var changed = self
    var starts = starts
    var ends = ends
    var total: Int128 = 0
    while !starts.isEmpty {
      guard let way = changed.cheapestWay(from: starts, to: ends, avoiding: avoided, by: columns)
      else { return nil }
      total += way.cost
      starts.removeAll { $0 == way.steps.first?.from }
      ends.removeAll { $0 == way.steps.last?.to }
      for step in way.steps { changed.take(step) }
    }
    return total
  }

  /// The cheapest of the ways from any of some nodes to any of others, by correcting labels: after a first
  /// way, steps may cost less than nothing, but no cycle of them does.
  private func cheapestWay(
    from starts: [Int], to ends: [Int], avoiding avoided: [Int], by columns: Columns
  ) -> (cost: Int128, steps: [Step])? {
    var distances = [Int128?](repeating: nil, count: root + 1)
    var ways = [Step?](repeating: nil, count: root + 1)
    var isQueued = [Bool](repeating: false, count: root + 1)
    var queue = ends
    var next = 0
    for end in ends { distances[end] = 0 }
    while next < queue.count {
      let node = queue[next]
      next += 1
      isQueued[node] = false
      guard let distance = distances[node] else { continue }
      forEachStep(to: node, by: columns) { step in
        if let pair = step.pair, avoided.contains(pair) { return }
        let reached = distance + step.cost
        if let known = distances[step.from], known <= reached { return }
        distances[step.from] = reached
        ways[step.from] = step
        if !isQueued[step.from] {
          isQueued[step.from] = true
          queue.append(step.from)
        }
      }
    }
    var best: (cost: Int128, start: Int)?
    for start in starts {
      guard let distance = distances[start] else { continue }
      if best.map({ distance < $0.cost }) ?? true { best = (distance, start) }
    }
    guard let best else { return nil }
    var steps: [Step] = []
    var node = best.start
    while let step = ways[node] {
      steps.append(step)
      node = step.to
    }
    return (best.cost, steps)
  }
}
