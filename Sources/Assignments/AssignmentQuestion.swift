public import CivilTime
public import Programs
public import Workflow

/// Which submissions need whom, and who could do it: everything that an assignment is worked out from.
public struct AssignmentQuestion: Sendable {
  public var submissions: [Submission]
  public var evaluators: [Person]
  public var earners: [PersonID: Person]
  public var offerings: [OfferingID: Offering]
  /// Open reviews that each evaluator has already.
  public var openCounts: [PersonID: Int]
  /// For each submission, whoever has or had a review of its present round.
  public var alreadyAsked: [SubmissionID: [PersonID]]
  /// Pairs that stay.
  public var pinned: [AssignedPair]
  public var program: Program
  public var today: CivilDate
  /// What the evaluators have judged before.
  public var history: [PastReview]

  public init(
    submissions: [Submission], evaluators: [Person], earners: [PersonID: Person],
    offerings: [OfferingID: Offering], openCounts: [PersonID: Int],
    alreadyAsked: [SubmissionID: [PersonID]], pinned: [AssignedPair], program: Program,
    today: CivilDate, history: [PastReview] = []
  ) {
    self.submissions = submissions
    self.evaluators = evaluators
    self.earners = earners
    self.offerings = offerings
    self.openCounts = openCounts
    self.alreadyAsked = alreadyAsked
    self.pinned = pinned
    self.program = program
    self.today = today
    self.history = history
  }

  public var policy: EvaluatorPolicy { program.evaluators }

  /// How many more reviews an evaluator has room for.
  public func room(of evaluator: Person) -> Int {
    let most = evaluator.evaluator?.loadMax ?? policy.openReviewsMax
    return max(0, most - openCounts[evaluator.id, default: 0])
  }

  /// Whether somebody may judge a submission at all; load is another matter.
  public func mayJudge(_ evaluator: Person, _ submission: Submission) -> Bool {
    guard let profile = evaluator.evaluator, evaluator.isEmployed(on: today),
      !profile.isAway(on: today), profile.trained.map({ $0 <= today }) ?? true,
      let earner = earners[submission.earner],
      !(alreadyAsked[submission.id] ?? []).contains(evaluator.id)
    else { return false }
    let offering = submission.offering.flatMap { offerings[$0] }
    return Conflict.between(
      evaluator: evaluator, earner: earner, offering: offering, by: policy) == nil
  }

  /// Everybody who may judge a submission, the best match first; those without room come last.
  ///
  /// Among equals, whoever has more room comes first, then by number.
  public func ranked(for submission: Submission, _ part: EvaluatorPart) -> [RankedEvaluator] {
    let table = AffinityTable(self, [submission], evaluators)
    return evaluators.indices.filter { column in
      mayJudge(evaluators[column], submission)
        && (part != .adjudicator || isSettler(evaluators[column]))
    }
    .map { column in
      RankedEvaluator(
        person: evaluators[column].id, affinity: table.affinity(column, submission),
        room: room(of: evaluators[column]))
    }
    .sorted {
      if $0.hasRoom != $1.hasRoom { return $0.hasRoom }
      if $0.affinity.thousandths != $1.affinity.thousandths {
        return $0.affinity.thousandths > $1.affinity.thousandths
      }
      return $0.room != $1.room ? $0.room > $1.room : $0.person < $1.person
    }
  }

  /// Whether somebody settles what two evaluators see differently: whoever has that role, or anybody where nobody
  /// has it.
  private func isSettler(_ evaluator: Person) -> Bool {
    evaluator.roles.contains(.adjudicator)
      || !evaluators.contains { $0.roles.contains(.adjudicator) }
  }
}

/// Somebody who may judge a submission, and how well that fits.
public struct RankedEvaluator: Hashable, Sendable {
  public var person: PersonID
  public var affinity: Affinity
  /// How many more reviews this evaluator has room for.
  public var room: Int
  public var hasRoom: Bool { room > 0 }
}
