import Matching
import Programs
public import Workflow

/// The best assignment, as a command takes it.
public struct BestAssignment: Hashable, Sendable {
  /// By submission, then by part.
  public var pairs: [AssignedPair]
  /// Submissions for which an evaluator is missing, by id.
  public var unassigned: [SubmissionID]
  /// How far the assignment may be from the best, in thousandths of affinity: 0 is proven optimal.
  public var gapThousandths: Int64
}

extension AssignmentQuestion {
  /// The assignment of greatest total affinity that places as many reviews as can be placed.
  ///
  /// Loads, conflicts and pins are kept; ties go to balanced loads. The same answer for every order of the input.
  public func bestAssignment() -> BestAssignment {
    guard !submissions.isEmpty else {
      return BestAssignment(pairs: [], unassigned: [], gapThousandths: 0)
    }
    guard let solved = solved() else {
      return BestAssignment(pairs: [], unassigned: submissions.map(\.id), gapThousandths: 0)
    }
    var pairs: [AssignedPair] = []
    var unassigned: [SubmissionID] = []
    for (row, submission) in solved.submissions.enumerated() {
      let found = solved.solution.evaluators(of: row)
      let parts = program.parts(submission.stage)
      for (part, column) in zip(parts, found) {
        pairs.append(
          pair(
            submission, solved.evaluators[column], part,
            solved.affinities.affinity(column, submission)))
      }
      if found.count < parts.count { unassigned.append(submission.id) }
    }
    return BestAssignment(
      pairs: pairs, unassigned: unassigned,
      gapThousandths: (solved.solution.gap.affinity + 999) / 1_000)
  }

  /// What was solved, and whom its indices stand for.
  struct Solved {
    var submissions: [Submission]
    var evaluators: [Person]
    var affinities: AffinityTable
    var solution: MatchingSolution
  }

  /// Solves the question; `nil` only for what is beyond the solver's limits.
  func solved() -> Solved? {
    let submissions = submissions.sorted { $0.id < $1.id }
    let evaluators = evaluators.sorted { $0.id < $1.id }
    let pins = Set(pinned.map { Place(submission: $0.submission, evaluator: $0.evaluator) })
    let table = AffinityTable(self, submissions, evaluators)
    var candidates: [CandidatePair] = []
    for (row, submission) in submissions.enumerated() {
      for (column, evaluator) in evaluators.enumerated() {
        let isPinned = pins.contains(Place(submission: submission.id, evaluator: evaluator.id))
        guard isPinned || mayJudge(evaluator, submission) else { continue }
        let affinity = table.affinity(column, submission)
        candidates.append(
          CandidatePair(
            submission: row, evaluator: column,
            affinity: table.millionths(column, submission, affinity), isPinned: isPinned))
      }
    }
    let needs = submissions.map { program.parts($0.stage).count }
    let loads = evaluators.map { evaluator in
      let room = room(of: evaluator)
      return LoadBounds(lower: min(room, evaluator.evaluator?.loadMin ?? 0), upper: room)
    }
    // Every value comes from the domain's own limits, which are narrower than the solver's.
    guard
      let problem = try? MatchingProblem(needs: needs, loads: loads, pairs: candidates)
    else { return nil }
    return Solved(
      submissions: submissions, evaluators: evaluators, affinities: table,
      solution: problem.solve())
  }

  private struct Place: Hashable {
    var submission: SubmissionID
    var evaluator: PersonID
  }

  private func pair(
    _ submission: Submission, _ evaluator: Person, _ part: EvaluatorPart, _ affinity: Affinity
  ) -> AssignedPair {
    let pin = pinned.first { $0.submission == submission.id && $0.evaluator == evaluator.id }
    return AssignedPair(
      submission: submission.id, evaluator: evaluator.id, part: part,
      affinityThousandths: affinity.thousandths, isOutsideField: affinity.isOutsideField,
      isByHand: pin?.isByHand ?? false, isPinned: pin != nil)
  }
}
