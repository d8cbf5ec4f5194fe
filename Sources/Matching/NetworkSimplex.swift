/// The network simplex method: a flow of least cost in which every node can send what it has to one root.
///
/// A basis is a spanning tree; a pivot takes an arc whose reduced cost is of the wrong sign into the tree
/// and puts the first arc that blocks the cycle out of it. The arc to leave is chosen so that every basis
/// stays *strongly feasible*: from each node some flow can still go up the tree to the root. That rules out
/// cycling without any perturbation (Cunningham, 1976, doi:10.1007/BF01580379). The arc to enter is the
/// worst of a block of arcs, block after block; see Király and Kovács, "Efficient implementations of
/// minimum-cost flow algorithms", arXiv:1207.6381, for why this is hard to beat.
///
/// Use: one ``addTreeArc(from:cost:capacity:flow:)`` for each node, then ``addArc(from:to:cost:)``, then
/// ``solve()``. Afterwards ``flow`` is optimal and ``potential`` proves it: with
/// `reduced = cost + potential[tail] − potential[head]`, no arc with room has a negative reduced cost and
/// no arc with flow a positive one.
struct NetworkSimplex {
  /// Where an arc is: in the tree, or outside it with no flow or with all it can take.
  private enum Place: Int8 {
    case empty = 1
    case tree = 0
    case full = -1
  }

  private(set) var flow: [Int] = []
  private(set) var potential: [Int128]

  private var tail: [Int] = []
  private var head: [Int] = []
  private var cost: [Int128] = []
  private var capacity: [Int] = []
  private var place: [Place] = []

  private let root: Int
  private var parent: [Int]
  /// The arc between a node and its parent, and whether it points to the parent.
  private var parentArc: [Int]
  private var pointsUp: [Bool]
  private var depth: [Int]
  private var firstChild: [Int]
  private var nextSibling: [Int]
  private var previousSibling: [Int]

  private static let none = -1

  /// A network whose nodes are 0 up to the root, which is the last.
  init(root: Int) {
    self.root = root
    let none = [Int](repeating: Self.none, count: root + 1)
    potential = Array(repeating: 0, count: root + 1)
    parent = none
    parentArc = none
    pointsUp = Array(repeating: true, count: root + 1)
    depth = Array(repeating: 0, count: root + 1)
    firstChild = none
    nextSibling = none
    previousSibling = none
  }

  /// Adds an arc from a node to the root, as part of the first tree.
  ///
  /// - Parameters:
  ///   - node: A node that has no tree arc yet.
  ///   - cost: The cost of a unit.
  ///   - capacity: Greater than `flow`, which makes the first tree strongly feasible.
  ///   - flow: All that the node has to send.
  /// - Returns: The arc's number.
  @discardableResult
  mutating func addTreeArc(from node: Int, cost: Int128, capacity: Int, flow: Int) -> Int {
    let arc = append(from: node, to: root, cost: cost, capacity: capacity)
    self.flow[arc] = flow
    place[arc] = .tree
    parentArc[node] = arc
    depth[node] = 1
    potential[node] = -cost
    attach(node, to: root)
    return arc
  }

  /// Adds an arc that can take one unit, or more.
  ///
  /// - Returns: The arc's number; numbers count up from 0 over both kinds of arc.
  @discardableResult
  mutating func addArc(from node: Int, to other: Int, cost: Int128, capacity: Int = 1) -> Int {
    append(from: node, to: other, cost: cost, capacity: capacity)
  }

  private mutating func append(from node: Int, to other: Int, cost: Int128, capacity: Int) -> Int {
    tail.append(node)
    head.append(other)
    self.cost.append(cost)
    self.capacity.append(capacity)
    flow.append(0)
    place.append(.empty)
    return tail.count - 1
  }

  /// Pivots until no arc improves the flow.
  ///
  /// - Parameter goesOn: Is told now and then how many pivots were made, and whether to go on.
  /// - Returns: Whether it went on to the end.
  mutating func solve(while goesOn: (_ pivots: Int) -> Bool) -> Bool {
    // About the square root of the number of arcs: the better choice of longer blocks costs more to find.
    var block = 32
    while block * block < tail.count { block += 1 }
    var next = 0
    var pivots = 0
    while let arc = entering(from: &next, block: block) {
      if pivots & 0xFFF == 0, !goesOn(pivots) { return false }
      pivot(arc)
      pivots += 1
    }
    return goesOn(pivots)
  }

  // MARK: - Which arc enters

  /// The worst arc of the first block that has a bad one, starting at `next`.
  private func entering(from next: inout Int, block: Int) -> Int? {
    let arcs = tail.count
    var worst: Int128 = 0
    var best = Self.none
    var left = block
    for _ in 0..<arcs {
      let arc = next
      next += 1
      if next == arcs { next = 0 }
      let reduced = cost[arc] + potential[tail[arc]] - potential[head[arc]]
      switch place[arc] {
      case .tree: break
      case .empty: if reduced < worst { (worst, best) = (reduced, arc) }
      case .full: if -reduced < worst { (worst, best) = (-reduced, arc) }
      }
      left -= 1
      if left == 0 {
        if best != Self.none { return best }
        left = block
      }
    }
    return best == Self.none ? nil : best
  }

  // MARK: - A pivot

  /// The end of the entering arc below which a tree arc blocks the cycle, and that arc's lower node.
  private struct Blocking {
    var isTail: Bool
    var node: Int
  }

  private mutating func pivot(_ arc: Int) {
    let join = nearestCommonAncestor(tail[arc], head[arc])
    let (delta, blocking) = blocking(arc, below: join)
    push(delta, along: arc, below: join)
    guard let blocking else {
      place[arc] = place[arc] == .empty ? .full : .empty
      return
    }
    let leaving = parentArc[blocking.node]
    place[arc] = .tree
    place[leaving] = flow[leaving] == 0 ? .empty : .full
    hang(
      from: blocking.isTail ? tail[arc] : head[arc], upTo: blocking.node,
      under: blocking.isTail ? head[arc] : tail[arc], by: arc)
  }

  private func nearestCommonAncestor(_ node: Int, _ other: Int) -> Int {
    var (node, other) = (node, other)
    while depth[node] > depth[other] { node = parent[node] }
    while depth[other] > depth[node] { other = parent[other] }
    while node != other {
      node = parent[node]
      other = parent[other]
    }
    return node
  }

  /// How far the flow along the cycle can change, and the arc that stops it.
  ///
  /// Of several, it is the last one met when the cycle is followed from the join in the direction of the
  /// change: the rule that keeps the tree strongly feasible. Nothing if the entering arc itself stops it.
  private func blocking(_ arc: Int, below join: Int) -> (delta: Int, Blocking?) {
    let isFilling = place[arc] == .empty
    var delta = capacity[arc]
    var blocking: Blocking?
    // Down from the join to where the change enters the arc: the nearest to the arc comes last.
    var node = isFilling ? tail[arc] : head[arc]
    while node != join {
      let room = room(below: node, upward: false)
      if room < delta {
        delta = room
        blocking = Blocking(isTail: isFilling, node: node)
      }
      node = parent[node]
    }
    // Up from the arc's other end: the nearest to the join comes last.
    node = isFilling ? head[arc] : tail[arc]
    while node != join {
      let room = room(below: node, upward: true)
      if room <= delta {
        delta = room
        blocking = Blocking(isTail: !isFilling, node: node)
      }
      node = parent[node]
    }
    return (delta, blocking)
  }

  /// How much more can go between a node and its parent, up or down.
  private func room(below node: Int, upward: Bool) -> Int {
    let arc = parentArc[node]
    return pointsUp[node] == upward ? capacity[arc] - flow[arc] : flow[arc]
  }

  private mutating func push(_ delta: Int, along arc: Int, below join: Int) {
    guard delta > 0 else { return }
    let change = place[arc] == .empty ? delta : -delta
    flow[arc] += change
    var node = tail[arc]
    while node != join {
      flow[parentArc[node]] += pointsUp[node] ? -change : change
      node = parent[node]
    }
    node = head[arc]
    while node != join {
      flow[parentArc[node]] += pointsUp[node] ? change : -change
      node = parent[node]
    }
  }

  // MARK: - The tree

  /// Cuts the subtree of `last` off, makes `first`, a node in it, its top and hangs it under another node.
  private mutating func hang(from first: Int, upTo last: Int, under newParent: Int, by arc: Int) {
    var node = first
    var upper = newParent
    var link = arc
    var linkPointsUp = tail[arc] == first
    while true {
      let (oldParent, oldLink, oldPointsUp) = (parent[node], parentArc[node], pointsUp[node])
      detach(node)
      attach(node, to: upper)
      parentArc[node] = link
      pointsUp[node] = linkPointsUp
      if node == last { break }
      (upper, link, linkPointsUp) = (node, oldLink, !oldPointsUp)
      node = oldParent
    }
    let reduced = cost[arc] + potential[tail[arc]] - potential[head[arc]]
    refresh(below: first, shift: tail[arc] == first ? -reduced : reduced)
  }

  /// Corrects depth and potential of a node and all below it.
  private mutating func refresh(below top: Int, shift: Int128) {
    var node = top
    while true {
      depth[node] = depth[parent[node]] + 1
      potential[node] += shift
      if firstChild[node] != Self.none {
        node = firstChild[node]
        continue
      }
      while node != top, nextSibling[node] == Self.none { node = parent[node] }
      if node == top { return }
      node = nextSibling[node]
    }
  }

  private mutating func attach(_ node: Int, to upper: Int) {
    let sibling = firstChild[upper]
    parent[node] = upper
    previousSibling[node] = Self.none
    nextSibling[node] = sibling
    if sibling != Self.none { previousSibling[sibling] = node }
    firstChild[upper] = node
  }

  private mutating func detach(_ node: Int) {
    let (previous, next) = (previousSibling[node], nextSibling[node])
    if previous == Self.none {
      firstChild[parent[node]] = next
    } else {
      nextSibling[previous] = next
    }
    if next != Self.none { previousSibling[next] = previous }
  }
}
