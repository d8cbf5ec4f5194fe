import Documents

/// Guesses what was meant by a name that is none.
enum Suggestion {
  /// "Did you mean …?" if a name is near; `nil` otherwise.
  static func hint(for typed: String, among names: [String]) -> String? {
    nearestName(to: typed, among: names).map { "Did you mean \($0)?" }
  }
}
