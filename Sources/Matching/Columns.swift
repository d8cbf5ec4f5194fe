/// The pairs of a problem by evaluator, then by submission: what searches backwards go through.
struct Columns {
  private let starts: [Int32]
  private let pairs: [Int32]
  private let submissions: [Int32]

  init(of problem: MatchingProblem) {
    let (rows, cells) = (problem.rows, problem.pairs.cells)
    var starts = [Int32](repeating: 0, count: problem.loads.count + 1)
    for cell in cells { starts[cell.evaluator + 1] += 1 }
    for evaluator in problem.loads.indices { starts[evaluator + 1] += starts[evaluator] }
    var next = starts
    var pairs = [Int32](repeating: 0, count: cells.count)
    var submissions = pairs
    for submission in problem.needs.indices {
      for index in rows[submission]..<rows[submission + 1] {
        let place = Int(next[cells[index].evaluator])
        next[cells[index].evaluator] += 1
        pairs[place] = Int32(index)
        submissions[place] = Int32(submission)
      }
    }
    self.starts = starts
    self.pairs = pairs
    self.submissions = submissions
  }

  /// Calls `body` with each pair of an evaluator and its submission.
  func forEachPair(of evaluator: Int, _ body: (_ pair: Int, _ submission: Int) -> Void) {
    for place in Int(starts[evaluator])..<Int(starts[evaluator + 1]) {
      body(Int(pairs[place]), Int(submissions[place]))
    }
  }
}
