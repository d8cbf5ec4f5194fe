/// The name that was most likely meant, or nil when none is near.
///
/// Near means: at most a third of the longer name's letters wrong, missing, too many, or swapped
/// with their neighbour (the optimal string alignment distance), case left aside. Of equally near
/// names the first wins. Names of more than 64 letters are near to none.
public func nearestName(to name: String, among names: [String]) -> String? {
  let typed = Array(name.lowercased().unicodeScalars.prefix(65))
  guard typed.count <= 64 else { return nil }
  var best: (name: String, distance: Int)?
  for candidate in names {
    let letters = Array(candidate.lowercased().unicodeScalars.prefix(64))
    let distance = alignmentDistance(typed, letters)
    if distance <= max(1, max(typed.count, letters.count) / 3), distance < letters.count,
      distance < best?.distance ?? .max
    {
      best = (candidate, distance)
    }
  }
  return best?.name
}

/// Names in quotes, separated by commas, at most twenty of them.
func listed(_ names: [String]) -> String {
  let told = names.prefix(20).map(Mistake.quoted).joined(separator: ", ")
  return names.count > 20 ? told + ", …" : told
}

/// How many letters must be changed, put in, left out or swapped with their neighbour.
///
/// Complexity: O(`a.count` × `b.count`) in time and space; callers cut both at 64.
private func alignmentDistance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
  if a.isEmpty || b.isEmpty { return max(a.count, b.count) }
  var table = Array(repeating: Array(repeating: 0, count: b.count + 1), count: a.count + 1)
  for i in 0...a.count { table[i][0] = i }
  for j in 0...b.count { table[0][j] = j }
  for i in 1...a.count {
    for j in 1...b.count {
      let changed = table[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)
      var least = min(changed, table[i - 1][j] + 1, table[i][j - 1] + 1)
      if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
        least = min(least, table[i - 2][j - 2] + 1)
      }
      table[i][j] = least
    }
  }
  return table[a.count][b.count]
}
