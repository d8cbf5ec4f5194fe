import Crypto
import Testing

@Suite struct `A seeded source` {
  @Test func `repeats itself, and differs from another seed`() {
    #expect(SeededRandom(seed: 5).bytes(100) == SeededRandom(seed: 5).bytes(100))
    #expect(SeededRandom(seed: 5).bytes(100) != SeededRandom(seed: 6).bytes(100))
    let source = SeededRandom(seed: 5)
    #expect(source.bytes(16) != source.bytes(16))
  }

  /// The reference values of SplitMix64 for the seed 1234567 (from its authors' C code).
  @Test func `is SplitMix64`() {
    var generator = SplitMix64(seed: 1_234_567)
    let expected: [UInt64] = [
      6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
      4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
    ]
    #expect(expected.map { _ in generator.next() } == expected)
    let first = (0..<8).map { UInt8(truncatingIfNeeded: expected[0] >> (8 * $0)) }
    #expect(SeededRandom(seed: 1_234_567).bytes(8) == first)
  }

  @Test func `gives every number below a bound about equally often`() {
    var generator = SplitMix64(seed: 3)
    var counts = [Int](repeating: 0, count: 7)
    for _ in 0..<7_000 { counts[Int(generator.next(below: 7))] += 1 }
    #expect(counts.allSatisfy { (850...1_150).contains($0) }, "\(counts)")
    #expect(generator.next(below: 1) == 0)
  }
}

@Suite struct `The secure source` {
  @Test func `gives as many bytes as asked for, never the same`() throws {
    let source = SecureRandom()
    for count in [0, 1, 31, 32, 1_000] {
      #expect(try source.bytes(count).count == count)
    }
    #expect(try source.bytes(32) != source.bytes(32))
  }
}
