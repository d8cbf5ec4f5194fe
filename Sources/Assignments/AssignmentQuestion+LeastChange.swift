import Matching
import Programs
public import Workflow

/// A review that an evaluator has and has not begun: it could go to somebody else if that must be.
public struct HeldReview: Hashable, Sendable {
  public var review: ReviewID
  public var submission: SubmissionID
  public var evaluator: PersonID

  public init(review: ReviewID, submission: SubmissionID, evaluator: PersonID) {
    self.review = review
    self.submission = submission
    self.evaluator = evaluator
  }
}

/// How what has no evaluator gets one with as little moved as can be.
public struct LeastChange: Hashable, Sendable {
  /// A review that changes hands, in an order in which nobody ever holds too many.
  public struct Move: Hashable, Sendable {
    public var review: ReviewID
    public var submission: SubmissionID
    public var from: PersonID
    public var to: PersonID
  }

  /// A part that gets an evaluator, once the moves are made.
  public struct Gift: Hashable, Sendable {
    public var submission: SubmissionID
    public var part: EvaluatorPart
    public var evaluator: PersonID
  }

  public var moves: [Move]
  public var gifts: [Gift]
  /// The affinity of all reviews that were up for it, as they stand then, in thousandths.
  public var thousandths: Int
  /// How far that may be from the best that any assignment reaches which moves as it likes, in thousandths: what the
  /// reviews that stay are worth by the program's price.
  public var boundThousandths: Int
}

extension AssignmentQuestion {
  /// Finds evaluators for what lacks them, at the program's price for each review that changes hands besides.
  ///
  /// The question's submissions are those that lack somebody and those of `held`. Everybody who has a review of
  /// them counts as asked already, whoever holds one of `held` too. An adjudicator is not looked for here.
  ///
  /// - Parameter held: Open reviews that may move.
  /// - Returns: Who gets what; `nil` only for what is beyond the solver's limits. The same for every order of the
  ///   question.
  public func leastChange(among held: [HeldReview]) -> LeastChange? {
    let submissions = submissions.sorted { $0.id < $1.id }
    let evaluators = evaluators.sorted { $0.id < $1.id }
    let table = AffinityTable(self, submissions, evaluators)
    let columns = Dictionary(evaluators.enumerated().map { ($1.id, $0) }) { first, _ in first }
    let mayMove = held.filter { columns[$0.evaluator] != nil }
    let heldOf = Dictionary(grouping: mayMove, by: \.submission)
    var holds = [Int](repeating: 0, count: evaluators.count)
    var candidates: [CandidatePair] = []
    var existing: [Placement] = []
    for (row, submission) in submissions.enumerated() {
      let holders = Set((heldOf[submission.id] ?? []).compactMap { columns[$0.evaluator] })
      for column in holders {
        holds[column] += 1
        existing.append(Placement(submission: row, evaluator: column))
      }
      for (column, evaluator) in evaluators.enumerated() {
        guard holders.contains(column) || mayJudge(evaluator, submission) else { continue }
        let affinity = table.affinity(column, submission)
        candidates.append(
          CandidatePair(
            submission: row, evaluator: column,
            affinity: table.millionths(column, submission, affinity)))
      }
    }
    let needs = submissions.map { submission in
      lackingParts(of: submission).count + (heldOf[submission.id] ?? []).count
    }
    let loads = evaluators.indices.map { LoadBounds(upper: room(of: evaluators[$0]) + holds[$0]) }
    guard let problem = try? MatchingProblem(needs: needs, loads: loads, pairs: candidates),
      let change = try? problem.leastChange(
        from: existing, bonus: Int64(policy.changeThousandths) * 1_000)
    else { return nil }
    var answer = LeastChange(
      moves: [], gifts: [], thousandths: Int(change.worth.affinity / 1_000),
      boundThousandths: policy.changeThousandths * change.kept.count)
    for (row, submission) in submissions.enumerated() {
      var chosen = change.solution.evaluators(of: row).map { evaluators[$0].id }
      var left: [HeldReview] = []
      for review in (heldOf[submission.id] ?? []).sorted(by: { $0.review < $1.review }) {
        if let place = chosen.firstIndex(of: review.evaluator) {
          chosen.remove(at: place)
        } else {
          left.append(review)
        }
      }
      for (review, evaluator) in zip(left, chosen) {
        answer.moves.append(
          LeastChange.Move(
            review: review.review, submission: submission.id, from: review.evaluator,
            to: evaluator))
      }
      for (part, evaluator) in zip(lackingParts(of: submission), chosen.dropFirst(left.count)) {
        answer.gifts.append(
          LeastChange.Gift(submission: submission.id, part: part, evaluator: evaluator))
      }
    }
    putInOrder(&answer)
    return answer
  }

  /// The parts for which somebody is looked for without the administrator.
  private func lackingParts(of submission: Submission) -> [EvaluatorPart] {
    submission.lacking.filter { !$0.isForAdministrator && $0.part != .adjudicator }.map(\.part)
  }

  /// Orders the moves so that whoever gets one has room by then. What only a ring of exchanges could do is left out.
  private func putInOrder(_ change: inout LeastChange) {
    var room = Dictionary(evaluators.map { ($0.id, self.room(of: $0)) }) { first, _ in first }
    var waiting = change.moves
    change.moves = []
    while let next = waiting.firstIndex(where: { room[$0.to, default: 0] > 0 }) {
      let move = waiting.remove(at: next)
      room[move.to, default: 0] -= 1
      room[move.from, default: 0] += 1
      change.moves.append(move)
    }
    change.gifts = change.gifts.filter { gift in
      guard room[gift.evaluator, default: 0] > 0 else { return false }
      room[gift.evaluator, default: 0] -= 1
      return true
    }
  }
}
