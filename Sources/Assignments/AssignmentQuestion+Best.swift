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
    let submissions = submissions.sorted { $0.id < $1.id }
    let evaluators = evaluators.sorted { $0.id < $1.id }
    guard !submissions.isEmpty else {
      return BestAssignment(pairs: [], unassigned: [], gapThousandths: 0)
    }
    var affinities: [Placement: Affinity] = [:]
    var candidates: [CandidatePair] = []
    for (row, submission) in submissions.enumerated() {
      for (column, evaluator) in evaluators.enumerated() {
        let isPinned = pinned.contains {
          $0.submission == submission.id && $0.evaluator == evaluator.id
        }
        guard isPinned || mayJudge(evaluator, submission) else { continue }
        let affinity = affinity(of: evaluator, submission)
        affinities[Placement(submission: row, evaluator: column)] = affinity
        candidates.append(
          CandidatePair(
            submission: row, evaluator: column, affinity: Int64(affinity.thousandths),
            isPinned: isPinned))
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
    else {
      return BestAssignment(pairs: [], unassigned: submissions.map(\.id), gapThousandths: 0)
    }
    let solution = problem.solve()
    var pairs: [AssignedPair] = []
    var unassigned: [SubmissionID] = []
    for (row, submission) in submissions.enumerated() {
      let found = solution.evaluators(of: row)
      let parts = program.parts(submission.stage)
      for (part, column) in zip(parts, found) {
        let affinity = affinities[Placement(submission: row, evaluator: column)]
        pairs.append(pair(submission, evaluators[column], part, affinity))
      }
      if found.count < parts.count { unassigned.append(submission.id) }
    }
    return BestAssignment(
      pairs: pairs, unassigned: unassigned, gapThousandths: solution.gap.affinity)
  }

  private func pair(
    _ submission: Submission, _ evaluator: Person, _ part: EvaluatorPart, _ affinity: Affinity?
  ) -> AssignedPair {
    let pin = pinned.first { $0.submission == submission.id && $0.evaluator == evaluator.id }
    return AssignedPair(
      submission: submission.id, evaluator: evaluator.id, part: part,
      affinityThousandths: affinity?.thousandths ?? 0,
      isOutsideField: affinity?.isOutsideField ?? true, isByHand: pin?.isByHand ?? false,
      isPinned: pin != nil)
  }
}
