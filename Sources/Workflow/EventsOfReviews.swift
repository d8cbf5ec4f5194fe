public import CivilTime
public import Rubrics

/// An assignment was worked out for a window; nobody has been told.
public struct AssignmentProposed: EventPayload {
  public static var type: String { "assignment-proposed" }
  public var assignment: AssignmentID
  public var window: WindowID
  public var pairs: [AssignedPair]
  public var unassigned: [SubmissionID]
  /// The proposal that it takes the place of.
  public var replaces: AssignmentID?

  public init(
    assignment: AssignmentID, window: WindowID, pairs: [AssignedPair], unassigned: [SubmissionID],
    replaces: AssignmentID?
  ) {
    self.assignment = assignment
    self.window = window
    self.pairs = pairs
    self.unassigned = unassigned
    self.replaces = replaces
  }
}

/// An administrator moved or pinned a pair of a proposed assignment.
public struct AssignmentAdjusted: EventPayload {
  public static var type: String { "assignment-adjusted" }
  public var assignment: AssignmentID
  /// The pair as it was; `nil` where the submission had nobody.
  public var before: AssignedPair?
  public var pair: AssignedPair

  public init(assignment: AssignmentID, before: AssignedPair?, pair: AssignedPair) {
    self.assignment = assignment
    self.before = before
    self.pair = pair
  }
}

/// The assignment is in force: each pair is a review now.
public struct AssignmentReleased: EventPayload {
  public static var type: String { "assignment-released" }
  public var assignment: AssignmentID
  public var window: WindowID
  public var reviews: [NewReview]
  /// Evaluators that submissions of the window need and did not get, by submission, then by part.
  public var lacking: [NewLack]

  public init(
    assignment: AssignmentID, window: WindowID, reviews: [NewReview], lacking: [NewLack] = []
  ) {
    self.assignment = assignment
    self.window = window
    self.reviews = reviews
    self.lacking = lacking
  }
}

/// An evaluator that a submission needs from now on.
public struct NewLack: Hashable, Sendable, Codable {
  public var submission: SubmissionID
  public var part: EvaluatorPart
  /// Nobody suitable had room: an administrator has to choose.
  public var isForAdministrator: Bool

  public init(submission: SubmissionID, part: EvaluatorPart, isForAdministrator: Bool) {
    self.submission = submission
    self.part = part
    self.isForAdministrator = isForAdministrator
  }
}

/// A review as it is given to an evaluator.
public struct NewReview: Hashable, Sendable, Codable {
  public var review: ReviewID
  public var submission: SubmissionID
  public var round: Int
  public var evaluator: PersonID
  public var part: EvaluatorPart
  public var due: Instant
  public var escalate: Instant
  public var isOutsideField: Bool
  public var isByHand: Bool

  public init(
    review: ReviewID, submission: SubmissionID, round: Int, evaluator: PersonID,
    part: EvaluatorPart, due: Instant, escalate: Instant, isOutsideField: Bool, isByHand: Bool
  ) {
    self.review = review
    self.submission = submission
    self.round = round
    self.evaluator = evaluator
    self.part = part
    self.due = due
    self.escalate = escalate
    self.isOutsideField = isOutsideField
    self.isByHand = isByHand
  }
}

/// A release was undone before anybody had heard.
public struct AssignmentRecalled: EventPayload {
  public static var type: String { "assignment-recalled" }
  public var assignment: AssignmentID
  public var reviews: [ReviewID]

  public init(assignment: AssignmentID, reviews: [ReviewID]) {
    self.assignment = assignment
    self.reviews = reviews
  }
}

/// One evaluator was given one submission outside of a window's assignment.
public struct ReviewAssigned: EventPayload {
  public static var type: String { "review-assigned" }
  public var review: NewReview

  public init(review: NewReview) { self.review = review }
}

/// A submission needs an evaluator: two differed and somebody has to settle it, or nobody had room.
public struct EvaluatorNeeded: EventPayload {
  public static var type: String { "evaluator-needed" }
  public var submission: SubmissionID
  public var part: EvaluatorPart
  /// Nobody suitable had room: an administrator has to choose.
  public var isForAdministrator: Bool

  public init(submission: SubmissionID, part: EvaluatorPart, isForAdministrator: Bool) {
    self.submission = submission
    self.part = part
    self.isForAdministrator = isForAdministrator
  }
}

public struct ReviewSeen: EventPayload {
  public static var type: String { "review-seen" }
  public var review: ReviewID

  public init(review: ReviewID) { self.review = review }
}

public struct ScorecardHandedIn: EventPayload {
  public static var type: String { "scorecard-handed-in" }
  public var review: ReviewID
  public var submission: SubmissionID
  public var earner: PersonID
  public var scorecard: HandedInScorecard

  public init(
    review: ReviewID, submission: SubmissionID, earner: PersonID, scorecard: HandedInScorecard
  ) {
    self.review = review
    self.submission = submission
    self.earner = earner
    self.scorecard = scorecard
  }

  public var concerns: [PersonID] { [earner] }
}

public struct ReviewDeclined: EventPayload {
  public static var type: String { "review-declined" }
  public var review: ReviewID
  public var submission: SubmissionID
  public var evaluator: PersonID
  public var earner: PersonID
  public var reason: DeclineReason
  public var words: Personal<String>

  public init(
    review: ReviewID, submission: SubmissionID, evaluator: PersonID, earner: PersonID,
    reason: DeclineReason, words: Personal<String>
  ) {
    self.review = review
    self.submission = submission
    self.evaluator = evaluator
    self.earner = earner
    self.reason = reason
    self.words = words
  }

  public var concerns: [PersonID] { [evaluator, earner] }
}

/// A review went from one evaluator to another.
public struct ReviewReassigned: EventPayload {
  public static var type: String { "review-reassigned" }
  public var from: ReviewID
  /// The review of whoever has it now; `nil` while nobody does.
  public var to: NewReview?

  public init(from: ReviewID, to: NewReview?) {
    self.from = from
    self.to = to
  }
}

public struct ReviewExtended: EventPayload {
  public static var type: String { "review-extended" }
  public var review: ReviewID
  public var due: Instant
  public var escalate: Instant
  public var dueBefore: Instant
  public var escalateBefore: Instant

  public init(
    review: ReviewID, due: Instant, escalate: Instant, dueBefore: Instant, escalateBefore: Instant
  ) {
    self.review = review
    self.due = due
    self.escalate = escalate
    self.dueBefore = dueBefore
    self.escalateBefore = escalateBefore
  }
}

/// An evaluator looks again at a criterion that had been met.
public struct CriterionReopened: EventPayload {
  public static var type: String { "criterion-reopened" }
  public var submission: SubmissionID
  public var earner: PersonID
  public var review: ReviewID
  public var criterion: CriterionID
  public var reason: Personal<String>

  public init(
    submission: SubmissionID, earner: PersonID, review: ReviewID, criterion: CriterionID,
    reason: Personal<String>
  ) {
    self.submission = submission
    self.earner = earner
    self.review = review
    self.criterion = criterion
    self.reason = reason
  }

  public var concerns: [PersonID] { [earner] }
}

/// The administrator was told which reviews are overdue.
public struct OverdueEscalated: EventPayload {
  public static var type: String { "overdue-escalated" }
  public var window: WindowID?
  public var reviews: [ReviewID]

  public init(window: WindowID?, reviews: [ReviewID]) {
    self.window = window
    self.reviews = reviews
  }
}
