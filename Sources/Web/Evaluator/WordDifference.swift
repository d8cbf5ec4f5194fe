/// What became of a text, word by word: the fewest words taken out and added that make the new one of the old one.
///
/// E. W. Myers, "An O(ND) Difference Algorithm and Its Variations", Algorithmica 1 (1986), on words; blanks between
/// them don't count. Changes with one or two common words between them are told as one, because people read phrases.
/// Needs time in proportion to words × changes, and gives up beyond ``changesMax``: then the text was written anew.
struct WordDifference: Equatable {
  enum Piece: Equatable {
    case same(String)
    case gone(String)
    case new(String)
    /// Words that stay, and are left out here.
    case more
  }

  /// The text's lines, each of some pieces.
  let lines: [[Piece]]
  /// How many words were taken out, and how many added.
  let gone: Int
  let new: Int

  /// Most words taken out and added together.
  static let changesMax = 800
  /// Common words between two changes that are told as part of them.
  private static let islandMax = 2
  /// Words that are shown beside a change; a longer stretch is shortened.
  private static let besideMax = 16

  /// Compares two texts; `nil` where too little stayed for them to be read as one.
  ///
  /// - Parameters:
  ///   - old: What it was.
  ///   - text: What it is.
  ///   - shortens: Whether long stretches that stay are left out.
  init?(from old: String, to text: String, shortens: Bool = true) {
    let (before, after) = (Self.words(old), Self.words(text))
    guard let changes = Self.changes(before.map(\.word), after.map(\.word)) else { return nil }
    gone = changes.reduce(0) { $0 + $1.old.count }
    new = changes.reduce(0) { $0 + $1.new.count }
    guard (after.count - new) * 3 >= max(before.count, after.count) else { return nil }
    var lines = Lines()
    var stands = 0
    for change in changes + [(old: before.count..<before.count, new: after.count..<after.count)] {
      let same = after[stands..<change.new.lowerBound]
      let (isFirst, isLast) = (stands == 0, change.new.lowerBound == after.count)
      let (head, tail) = (isFirst ? 0 : Self.besideMax, isLast ? 0 : Self.besideMax)
      if shortens, same.count > head + tail + Self.besideMax {
        lines.add(same.prefix(head)) { .same($0) }
        lines.addMore()
        lines.add(same.suffix(tail)) { .same($0) }
      } else {
        lines.add(same) { .same($0) }
      }
      // Where new words follow, they end the line.
      lines.add(before[change.old], endsLine: change.new.isEmpty) { .gone($0) }
      lines.add(after[change.new]) { .new($0) }
      stands = change.new.upperBound
    }
    self.lines = lines.all
  }

  /// Whether the words are the same.
  var isEmpty: Bool { gone == 0 && new == 0 }

  // MARK: Words

  private struct Word {
    var word: Substring
    /// Whether a line ends after it.
    var endsLine: Bool
  }

  private static func words(_ text: String) -> [Word] {
    text.split(whereSeparator: \.isNewline).flatMap { line in
      let words = line.split(whereSeparator: \.isWhitespace)
      return words.enumerated().map { Word(word: $1, endsLine: $0 == words.count - 1) }
    }
  }

  /// Pieces, gathered into lines.
  private struct Lines {
    private(set) var all: [[Piece]] = []
    private var isOpen = false

    mutating func add(
      _ words: ArraySlice<Word>, endsLine: Bool = true, _ piece: (String) -> Piece
    ) {
      for line in words.split(afterEach: \.endsLine) {
        add(piece(line.map { String($0.word) }.joined(separator: " ")))
        isOpen = line.last?.endsLine == false
      }
      if !endsLine, !words.isEmpty { isOpen = true }
    }

    mutating func addMore() { add(.more) }

    private mutating func add(_ piece: Piece) {
      if isOpen, !all.isEmpty {
        all[all.count - 1].append(piece)
      } else {
        all.append([piece])
      }
      isOpen = true
    }
  }

  // MARK: Changes

  private typealias Change = (old: Range<Int>, new: Range<Int>)

  private static func changes(_ old: [Substring], _ new: [Substring]) -> [Change]? {
    let first = zip(old, new).prefix { $0 == $1 }.count
    let rest = min(old.count, new.count) - first
    let last = zip(old.reversed(), new.reversed()).prefix(rest).prefix { $0 == $1 }.count
    guard
      let kept = kept(old[first..<old.count - last], new[first..<new.count - last])
    else { return nil }
    var changes: [Change] = []
    var at = (old: first, new: first)
    for place in kept + [(old.count - last, new.count - last)] {
      if at.old < place.0 || at.new < place.1 {
        let change = (old: at.old..<place.0, new: at.new..<place.1)
        if let before = changes.last, change.new.lowerBound - before.new.upperBound <= islandMax {
          changes[changes.count - 1] = (
            before.old.lowerBound..<change.old.upperBound,
            before.new.lowerBound..<change.new.upperBound
          )
        } else {
          changes.append(change)
        }
      }
      at = (place.0 + 1, place.1 + 1)
    }
    return changes
  }

  /// The places of the words that stay; `nil` beyond ``changesMax``.
  private static func kept(
    _ old: ArraySlice<Substring>, _ new: ArraySlice<Substring>
  ) -> [(Int, Int)]? {
    var numbers: [Substring: Int32] = [:]
    func number(_ word: Substring) -> Int32 {
      if let known = numbers[word] { return known }
      let next = Int32(numbers.count)
      numbers[word] = next
      return next
    }
    let (a, b) = (old.map(number), new.map(number))
    let most = min(a.count + b.count, changesMax)
    // How far each diagonal reaches with so many changes, kept for each number of them to find the way back.
    var reach = [Int](repeating: 0, count: 2 * most + 3)
    var trail: [[Int32]] = []
    let middle = most + 1
    for count in 0...most {
      for diagonal in stride(from: -count, through: count, by: 2) {
        let isDown =
          diagonal == -count
          || (diagonal != count
            && reach[middle + diagonal - 1] < reach[middle + diagonal + 1])
        var x = isDown ? reach[middle + diagonal + 1] : reach[middle + diagonal - 1] + 1
        while x < a.count, x - diagonal < b.count, a[x] == b[x - diagonal] { x += 1 }
        reach[middle + diagonal] = x
        guard x >= a.count, x - diagonal >= b.count else { continue }
        return back(trail, (a.count, b.count)).map { ($0 + old.startIndex, $1 + new.startIndex) }
      }
      trail.append(((middle - count)...(middle + count)).map { Int32(reach[$0]) })
    }
    return nil
  }

  /// From the ends back to the beginnings: the words on the way that both have.
  private static func back(_ trail: [[Int32]], _ end: (Int, Int)) -> [(Int, Int)] {
    var kept: [(Int, Int)] = []
    var (x, y) = end
    for count in stride(from: trail.count, to: 0, by: -1) {
      let before = trail[count - 1]
      // Of `count - 1` changes: diagonal d stands at d + count - 1; beyond its ends nothing was reached.
      func reach(_ diagonal: Int) -> Int {
        let place = diagonal + count - 1
        return before.indices.contains(place) ? Int(before[place]) : -1
      }
      let diagonal = x - y
      let isDown =
        diagonal == -count || (diagonal != count && reach(diagonal - 1) < reach(diagonal + 1))
      let from = isDown ? diagonal + 1 : diagonal - 1
      let start = (reach(from), reach(from) - from)
      let entered = isDown ? (start.0, start.1 + 1) : (start.0 + 1, start.1)
      while x > entered.0, y > entered.1 {
        (x, y) = (x - 1, y - 1)
        kept.append((x, y))
      }
      (x, y) = start
    }
    while x > 0, y > 0 {
      (x, y) = (x - 1, y - 1)
      kept.append((x, y))
    }
    return kept.reversed()
  }
}

extension ArraySlice {
  /// Pieces, each of which ends with an element of which something holds.
  fileprivate func split(afterEach ends: (Element) -> Bool) -> [ArraySlice<Element>] {
    var pieces: [ArraySlice<Element>] = []
    var start = startIndex
    for index in indices where ends(self[index]) {
      pieces.append(self[start...index])
      start = index + 1
    }
    if start < endIndex { pieces.append(self[start...]) }
    return pieces
  }
}
