public import CivilTime
public import Rubrics

/// Every scorecard that the program asks for is in, and they settle the outcome.
public struct OutcomeReached: EventPayload {
  public static var type: String { "outcome-reached" }
  public var submission: SubmissionID
  public var outcome: Outcome
  public var met: [CriterionID]

  public init(submission: SubmissionID, outcome: Outcome, met: [CriterionID]) {
    self.submission = submission
    self.outcome = outcome
    self.met = met
  }
}

public struct DecisionReleased: EventPayload {
  public static var type: String { "decision-released" }
  public var decision: DecisionID
  public var submission: SubmissionID
  public var round: Int
  public var outcome: Outcome
  public var reviews: [ReviewID]
  public var rubric: RubricVersion?
  public var met: [CriterionID]
  /// Until when it can be handed in again, exclusive, where the outcome asks for more.
  public var handInAgainBy: Instant?
  /// When the proposal's year ends, exclusive, where it is approved to begin.
  public var yearEnds: Instant?
  /// For evidence that is "not yet" with a hand-in still guaranteed: its proposal's year lasts at least until
  /// then, exclusive.
  public var yearLastsUntil: Instant?
  /// The decision that this one corrects.
  public var corrects: DecisionID?
  /// It was made before rubricd ran here: nobody is told.
  public var isOfThePast: Bool

  public init(
    decision: DecisionID, submission: SubmissionID, round: Int, outcome: Outcome,
    reviews: [ReviewID], rubric: RubricVersion?, met: [CriterionID], handInAgainBy: Instant?,
    yearEnds: Instant?, corrects: DecisionID?, isOfThePast: Bool = false,
    yearLastsUntil: Instant? = nil
  ) {
    self.decision = decision
    self.submission = submission
    self.round = round
    self.outcome = outcome
    self.reviews = reviews
    self.rubric = rubric
    self.met = met
    self.handInAgainBy = handInAgainBy
    self.yearEnds = yearEnds
    self.yearLastsUntil = yearLastsUntil
    self.corrects = corrects
    self.isOfThePast = isOfThePast
  }
}

/// A release was undone before the teacher had heard.
public struct DecisionRecalled: EventPayload {
  public static var type: String { "decision-recalled" }
  public var decision: DecisionID

  public init(decision: DecisionID) { self.decision = decision }
}

/// A decision that went out is looked at again.
public struct DecisionReopened: EventPayload {
  public static var type: String { "decision-reopened" }
  public var decision: DecisionID
  public var submission: SubmissionID
  public var earner: PersonID
  /// The new promise.
  public var times: AnswerTimes
  /// Evaluators who look afresh; none where a clerk or an issuer judges.
  public var lacking: [EvaluatorPart]
  public var reason: Personal<String>

  public init(
    decision: DecisionID, submission: SubmissionID, earner: PersonID, times: AnswerTimes,
    lacking: [EvaluatorPart] = [.evaluator], reason: Personal<String>
  ) {
    self.decision = decision
    self.submission = submission
    self.earner = earner
    self.times = times
    self.lacking = lacking
    self.reason = reason
  }

  public var concerns: [PersonID] { [earner] }
}
