import Matching
import Testing

@Suite struct `A worth` {
  @Test func `compares its counts in order, the first that differs deciding`() {
    let rising = [
      Worth(placed: -1, lowerMet: 9, affinity: 9),
      Worth(lowerMet: -1, affinity: 9),
      Worth(affinity: -1, imbalance: -9),
      Worth(imbalance: 1),
      Worth.zero,
      Worth(imbalance: -1),
      Worth(affinity: 1, imbalance: 9),
      Worth(lowerMet: 1, affinity: -9, imbalance: 9),
      Worth(placed: 1, lowerMet: -9, affinity: -9, imbalance: 9),
    ]
    for (index, worth) in rising.enumerated() {
      for (other, greater) in rising.enumerated() {
        #expect((worth < greater) == (index < other))
      }
    }
  }

  @Test func `adds, subtracts and multiplies count by count`() {
    let worth = Worth(placed: 1, lowerMet: 2, affinity: 3, imbalance: 4)
    let sum = Worth(placed: 11, lowerMet: 22, affinity: 33, imbalance: 44)
    #expect(worth + worth * 10 == sum)
    #expect(sum - worth == worth * 10)
    #expect(worth * 0 == .zero)
  }
}
