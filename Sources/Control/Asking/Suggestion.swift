/// Guesses what was meant by a name that is none.
enum Suggestion {
  /// "Did you mean …?" if a name is near; `nil` otherwise.
  static func hint(for typed: String, among names: [String]) -> String? {
    nearest(to: typed, among: names).map { "Did you mean \($0)?" }
  }

  /// The name that was most likely meant: at most a third of its letters wrong, missing, too many, or swapped
  /// with their neighbour. Of equally near names the first wins.
  ///
  /// Complexity: O(n · m) for each name; both are cut at 40 letters.
  static func nearest(to typed: String, among names: [String]) -> String? {
    let letters = Array(typed.lowercased().unicodeScalars.prefix(40))
    var best: (name: String, distance: Int)?
    for name in names {
      let wanted = Array(name.lowercased().unicodeScalars.prefix(40))
      let distance = distance(letters, wanted)
      let isNear = distance <= max(1, max(letters.count, wanted.count) / 3)
      if isNear, distance < wanted.count, distance < best?.distance ?? .max {
        best = (name, distance)
      }
    }
    return best?.name
  }

  /// The optimal string alignment distance.
  private static func distance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
    if a.isEmpty || b.isEmpty { return max(a.count, b.count) }
    var beforeLast: [Int] = []
    var last = Array(0...b.count)
    for i in 1...a.count {
      var row = [i] + Array(repeating: 0, count: b.count)
      for j in 1...b.count {
        let changed = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)
        row[j] = min(changed, last[j] + 1, row[j - 1] + 1)
        if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
          row[j] = min(row[j], beforeLast[j - 2] + 1)
        }
      }
      beforeLast = last
      last = row
    }
    return last[b.count]
  }
}
