/// A choice that depends on who chooses, about what, and when, and on nothing that went before.
///
/// The value is a hash (FNV-1a over the words, mixed by SplitMix64's finalizer): good enough that neighbouring
/// subjects don't resemble each other, and no secret.
public struct Chance: Sendable {
  private let seed: UInt64

  public init(seed: UInt64) {
    self.seed = seed
  }

  /// 64 bits for a choice.
  public func bits(_ words: Any...) -> UInt64 { hash(words.map { "\($0)" }) }

  /// A number from 0 to below `bound`.
  public func number(below bound: Int, _ words: Any...) -> Int {
    Int(hash(words.map { "\($0)" }) % UInt64(max(1, bound)))
  }

  /// Whether something of a probability, in thousandths, happens.
  public func happens(thousandths: Int, _ words: Any...) -> Bool {
    Int(hash(words.map { "\($0)" }) % 1_000) < thousandths
  }

  /// One of several.
  public func pick<Choice>(_ choices: [Choice], _ words: Any...) -> Choice {
    choices[Int(hash(words.map { "\($0)" }) % UInt64(choices.count))]
  }

  private func hash(_ words: [String]) -> UInt64 {
    var hash = 0xcbf2_9ce4_8422_2325 ^ seed
    for word in words {
      for byte in word.utf8 {
        hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
      }
      hash = (hash ^ 0x1f) &* 0x100_0000_01b3
    }
    hash = (hash ^ (hash >> 30)) &* 0xbf58_476d_1ce4_e5b9
    hash = (hash ^ (hash >> 27)) &* 0x94d0_49bb_1331_11eb
    return hash ^ (hash >> 31)
  }
}
