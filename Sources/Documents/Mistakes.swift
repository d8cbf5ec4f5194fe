/// All that is wrong in one or several files, told at once; there is always at least one.
public struct Mistakes: Error, Hashable, Sendable, CustomStringConvertible {
  /// Most mistakes that are kept and told; the rest is counted.
  public static let toldMax = 50

  /// The mistakes to tell, at most ``toldMax``.
  public private(set) var told: [Mistake]
  /// How many more there were.
  public private(set) var untold = 0

  public init(_ first: Mistake) {
    told = [first]
  }

  /// All mistakes of a list; nil when the list is empty.
  public init?(_ list: some Sequence<Mistake>) {
    told = []
    for mistake in list { add(mistake) }
    if told.isEmpty { return nil }
  }

  /// How many mistakes there are, told or not.
  public var count: Int { told.count + untold }

  public mutating func add(_ mistake: Mistake) {
    if told.count < Self.toldMax { told.append(mistake) } else { untold += 1 }
  }

  /// Adds what is wrong in another file.
  public mutating func add(_ others: Mistakes) {
    for mistake in others.told { add(mistake) }
    untold += others.untold
  }

  /// The same mistakes in the order of their file; those without a line come first.
  public func inFileOrder() -> Mistakes {
    var sorted = self
    let numbered = told.enumerated().sorted { left, right in
      let (a, b) = (left.element.place, right.element.place)
      return (a.line ?? 0, a.column ?? 0, left.offset) < (b.line ?? 0, b.column ?? 0, right.offset)
    }
    sorted.told = numbered.map(\.element)
    return sorted
  }

  /// One line for each mistake, then `and N more`.
  public var description: String {
    var lines = told.map(\.description)
    if untold > 0 { lines.append("and \(untold) more") }
    return lines.joined(separator: "\n")
  }
}

/// Where a reading notes its mistakes. It lives as long as one call of ``Document/read(_:)``.
final class Notes {
  let file: String
  private(set) var mistakes: Mistakes?

  init(file: String, mistakes: Mistakes?) {
    self.file = file
    self.mistakes = mistakes
  }

  func add(at position: Position, path: String, found: String, expected: String) {
    let place = Mistake.Place(line: position.line, column: position.column, path: path)
    let mistake = Mistake(file: file, place: place, found: found, expected: expected)
    if mistakes == nil { mistakes = Mistakes(mistake) } else { mistakes?.add(mistake) }
  }
}
