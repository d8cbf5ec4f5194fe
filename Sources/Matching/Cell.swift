/// One possible pair in eight bytes: the evaluator with two marks, and the affinity.
///
/// The two lie side by side because every search reads both; eight million pairs are then 64 MB that is
/// read from front to back.
struct Cell: Hashable, Sendable {
  /// The evaluator's index in the low 30 bits, then the two marks.
  var bits: UInt32
  /// The affinity, unless the problem keeps wide ones.
  var affinity: Int32

  static let evaluatorMask: UInt32 = (1 << 30) - 1
  /// Marks a pair of the earlier assignment, which is worth the problem's bonus more.
  static let earlierMark: UInt32 = 1 << 30
  /// Marks a pair that is part of every assignment.
  static let pinMark: UInt32 = 1 << 31

  @inline(__always) var evaluator: Int { Int(bits & Self.evaluatorMask) }
  @inline(__always) var isPinned: Bool { bits & Self.pinMark != 0 }
  @inline(__always) var isEarlier: Bool { bits & Self.earlierMark != 0 }
}

/// The possible pairs of a problem, by submission, then by evaluator.
///
/// A view: it costs nothing to make, and each pair is put together when it is asked for. A pair knows its
/// submission by a search in the rows, so going through all of them is faster in order than at random.
public struct CandidatePairs: RandomAccessCollection, Hashable, Sendable {
  let rows: [Int]
  var cells: [Cell]
  /// The affinities, where they don't fit into a cell; otherwise empty.
  var wide: [Int64]
  /// What a pair of the earlier assignment is worth more.
  var bonus: Int64

  public var startIndex: Int { 0 }
  public var endIndex: Int { cells.count }

  public subscript(index: Int) -> CandidatePair {
    pair(index, of: submission(of: index))
  }

  /// The pair at an index, whose submission is known.
  @inline(__always) func pair(_ index: Int, of submission: Int) -> CandidatePair {
    CandidatePair(
      submission: submission, evaluator: cells[index].evaluator, affinity: affinity(index),
      isPinned: cells[index].isPinned)
  }

  /// The affinity of a pair, with the bonus if it is an earlier one.
  @inline(__always) func affinity(_ index: Int) -> Int64 {
    let cell = cells[index]
    let own = wide.isEmpty ? Int64(cell.affinity) : wide[index]
    return cell.isEarlier ? own + bonus : own
  }

  /// The least and the greatest affinity.
  var extremes: (least: Int64, greatest: Int64)? {
    guard !cells.isEmpty else { return nil }
    var (least, greatest) = (Int64.max, Int64.min)
    for index in cells.indices {
      let affinity = affinity(index)
      least = Swift.min(least, affinity)
      greatest = Swift.max(greatest, affinity)
    }
    return (least, greatest)
  }

  /// The submission whose row an index lies in.
  func submission(of index: Int) -> Int {
    var low = 0
    var high = rows.count - 1
    while low + 1 < high {
      let middle = (low + high) / 2
      if rows[middle] <= index { low = middle } else { high = middle }
    }
    return low
  }

  /// The same pairs without those that a condition refuses.
  func keeping(_ isKept: (_ submission: Int, Cell) -> Bool) -> Self {
    var rows = [0]
    var cells: [Cell] = []
    var wide: [Int64] = []
    cells.reserveCapacity(self.cells.count)
    for submission in 0..<self.rows.count - 1 {
      for index in self.rows[submission]..<self.rows[submission + 1]
      where isKept(submission, self.cells[index]) {
        cells.append(self.cells[index])
        if !self.wide.isEmpty { wide.append(self.wide[index]) }
      }
      rows.append(cells.count)
    }
    return Self(rows: rows, cells: cells, wide: wide, bonus: bonus)
  }

  public func makeIterator() -> Iterator { Iterator(pairs: self) }

  /// Goes through the pairs in order, a row after the other.
  public struct Iterator: IteratorProtocol {
    let pairs: CandidatePairs
    var index = 0
    var submission = 0

    public mutating func next() -> CandidatePair? {
      guard index < pairs.cells.count else { return nil }
      while pairs.rows[submission + 1] <= index { submission += 1 }
      defer { index += 1 }
      return pairs.pair(index, of: submission)
    }
  }
}
