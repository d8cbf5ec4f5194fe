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
  public func bits<each Word: CustomStringConvertible>(_ words: repeat each Word) -> UInt64 {
    var hash = WordHash(seed: seed)
    repeat hash.add((each words).description)
    return hash.mixed
  }

  /// A number from 0 to below `bound`.
  public func number<each Word: CustomStringConvertible>(
    below bound: Int, _ words: repeat each Word
  ) -> Int {
    Int(bits(repeat each words) % UInt64(max(1, bound)))
  }

  /// Whether something of a probability, in thousandths, happens.
  public func happens<each Word: CustomStringConvertible>(
    thousandths: Int, _ words: repeat each Word
  ) -> Bool {
    number(below: 1_000, repeat each words) < thousandths
  }

  /// One of several.
  public func pick<Choice, each Word: CustomStringConvertible>(
    _ choices: [Choice], _ words: repeat each Word
  ) -> Choice {
    choices[number(below: choices.count, repeat each words)]
  }
}

/// FNV-1a over words, each closed by a byte that none of them holds.
private struct WordHash {
  private var hash: UInt64

  init(seed: UInt64) {
    hash = 0xcbf2_9ce4_8422_2325 ^ seed
  }

  mutating func add(_ word: String) {
    for byte in word.utf8 { add(byte) }
    add(0x1f)
  }

  private mutating func add(_ byte: UInt8) {
    hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
  }

  var mixed: UInt64 {
    var bits = hash
    bits = (bits ^ (bits >> 30)) &* 0xbf58_476d_1ce4_e5b9
    bits = (bits ^ (bits >> 27)) &* 0x94d0_49bb_1331_11eb
    return bits ^ (bits >> 31)
  }
}
