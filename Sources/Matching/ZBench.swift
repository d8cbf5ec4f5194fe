extension MatchingProblem {
  public init(
    benchNeeds needs: [Int], loads: [LoadBounds], rows: [Int], columns: [Int32], affinities: [Int32]
  ) {
    self.init(
      needs: needs, loads: loads,
      pairs: CandidatePairs(
        rows: rows,
        cells: zip(columns, affinities).map { Cell(bits: UInt32(bitPattern: $0), affinity: $1) },
        wide: [], bonus: 0))
  }
}
