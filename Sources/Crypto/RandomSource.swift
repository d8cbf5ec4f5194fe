import COpenSSL
import Synchronization

/// Where random bytes come from; handed in, so that a simulation repeats itself.
public protocol RandomSource: Sendable {
  /// Random bytes.
  ///
  /// - Parameter count: How many, at least 0.
  /// - Returns: `count` bytes.
  /// - Throws: ``CryptoError/noRandomness``; nothing was used up then.
  func bytes(_ count: Int) throws(CryptoError) -> [UInt8]
}

/// The operating system's generator by way of OpenSSL's: the only source for secrets.
public struct SecureRandom: RandomSource {
  public init() {}

  public func bytes(_ count: Int) throws(CryptoError) -> [UInt8] {
    guard count > 0 else { return [] }
    guard let length = Int32(exactly: count) else { throw .noRandomness }
    var bytes = [UInt8](repeating: 0, count: count)
    let filled = unsafe bytes.withUnsafeMutableBufferPointer { buffer in
      unsafe RAND_bytes(buffer.baseAddress, length)
    }
    guard filled == 1 else { throw .noRandomness }
    return bytes
  }
}

/// Repeatable bytes from a seed, for tests and simulations. **Never for secrets**: whoever sees
/// eight bytes in a row knows all that follow.
///
/// The generator is SplitMix64 (Steele, Lea, Flood 2014, doi:10.1145/2660193.2660195). It may be
/// shared between threads; what each of them gets then depends on who comes first.
public final class SeededRandom: RandomSource {
  private let state: Mutex<SplitMix64>

  /// A source that gives the same bytes for the same seed, always and everywhere.
  public init(seed: UInt64) {
    state = Mutex(SplitMix64(seed: seed))
  }

  public func bytes(_ count: Int) -> [UInt8] {
    state.withLock { generator in
      var bytes: [UInt8] = []
      bytes.reserveCapacity(max(0, count))
      while bytes.count < count {
        var word = generator.next()
        for _ in 0..<min(8, count - bytes.count) {
          bytes.append(UInt8(truncatingIfNeeded: word))
          word >>= 8
        }
      }
      return bytes
    }
  }
}

/// The generator behind ``SeededRandom``, as a value for one thread: takes part in the standard
/// library's `random(in:using:)` and `shuffled(using:)`. Not for secrets.
public struct SplitMix64: RandomNumberGenerator, Hashable, Sendable {
  private var state: UInt64

  /// A generator that gives the same numbers for the same seed.
  public init(seed: UInt64) {
    state = seed
  }

  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// A number in `0..<bound`, each equally likely (Lemire 2019, doi:10.1145/3230636); `bound` ≥ 1.
  public mutating func next(below bound: UInt64) -> UInt64 {
    precondition(bound > 0, "no number is below 0")
    var product = next().multipliedFullWidth(by: bound)
    if product.low < bound {
      let threshold = (0 &- bound) % bound
      while product.low < threshold {
        product = next().multipliedFullWidth(by: bound)
      }
    }
    return product.high
  }
}
