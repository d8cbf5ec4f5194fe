public import CivilTime
public import Rubrics

/// What was decided on one round of a submission, and what it rests on.
public struct Decision: Hashable, Sendable, Codable {
  public let id: DecisionID
  public var submission: SubmissionID
  public var round: Int
  public var outcome: Outcome
  /// The reviews whose scorecards it rests on; empty where a clerk or an issuer judged.
  public var reviews: [ReviewID]
  public var rubric: RubricVersion?
  public var releasedAt: Instant
  public var releasedBy: Actor
  /// The decision that it corrects, if it does.
  public var corrects: DecisionID?
  public var standing: Standing
  /// How everything stood before its release, so that it can be recalled or looked at afresh.
  public var before: BeforeDecision?

  public init(
    id: DecisionID, submission: SubmissionID, round: Int, outcome: Outcome, reviews: [ReviewID],
    rubric: RubricVersion?, releasedAt: Instant, releasedBy: Actor, corrects: DecisionID?
  ) {
    self.id = id
    self.submission = submission
    self.round = round
    self.outcome = outcome
    self.reviews = reviews
    self.rubric = rubric
    self.releasedAt = releasedAt
    self.releasedBy = releasedBy
    self.corrects = corrects
    standing = .inForce
  }

  /// Whether it still counts.
  public enum Standing: Hashable, Sendable, Codable {
    case inForce
    /// Taken back within the minutes in which nobody had been told.
    case recalled(at: Instant)
    /// Opened again, on appeal or because of a mistake.
    case reopened(at: Instant, reason: Personal<String>)
  }
}

/// What a decision changed, as it was.
public struct BeforeDecision: Hashable, Sendable, Codable {
  /// Since when scorecards had settled the outcome; `nil` where a clerk or an issuer judged.
  public var readySince: Instant?
  public var decision: DecisionID?
  public var met: [CriterionID]
  public var handInAgainBy: Instant?
  /// For a proposal: where its year stood.
  public var progress: Progress?
  /// For evidence: where its proposal's year stood.
  public var proposalProgress: Progress?

  public init(
    readySince: Instant?, decision: DecisionID?, met: [CriterionID],
    handInAgainBy: Instant?, progress: Progress?, proposalProgress: Progress?
  ) {
    self.readySince = readySince
    self.decision = decision
    self.met = met
    self.handInAgainBy = handInAgainBy
    self.progress = progress
    self.proposalProgress = proposalProgress
  }
}

/// An assignment of one window's submissions to evaluators, proposed or released.
public struct Assignment: Hashable, Sendable, Codable {
  public let id: AssignmentID
  public var window: WindowID
  public var pairs: [AssignedPair]
  /// Submissions for which nobody without a conflict had room.
  public var unassigned: [SubmissionID]
  public var state: State
  /// How its submissions stood before its release, by id, so that it can be recalled.
  public var before: [BeforeAssignment] = []

  public init(
    id: AssignmentID, window: WindowID, pairs: [AssignedPair], unassigned: [SubmissionID]
  ) {
    self.id = id
    self.window = window
    self.pairs = pairs
    self.unassigned = unassigned
    state = .proposed
  }

  public enum State: String, Hashable, Sendable, Codable {
    case proposed
    case released
    /// A later proposal took its place, or its release was undone.
    case replaced
  }

  /// Whether there is nothing to assign: nothing came in, or all of it went elsewhere.
  public var isEmpty: Bool { pairs.isEmpty && unassigned.isEmpty }
}

/// What the release of an assignment changed about one submission, as it was.
public struct BeforeAssignment: Hashable, Sendable, Codable {
  public var submission: SubmissionID
  public var lacking: [LackingEvaluator]
  public var times: AnswerTimes
  public var delays: Int

  public init(
    submission: SubmissionID, lacking: [LackingEvaluator], times: AnswerTimes, delays: Int
  ) {
    self.submission = submission
    self.lacking = lacking
    self.times = times
    self.delays = delays
  }
}

/// One submission and one evaluator for it.
public struct AssignedPair: Hashable, Sendable, Codable {
  public var submission: SubmissionID
  public var evaluator: PersonID
  public var part: EvaluatorPart
  /// How well they match, in thousandths: 1,000 is the best that can be.
  public var affinityThousandths: Int
  public var isOutsideField: Bool
  /// The administrator moved it here, whatever the load.
  public var isByHand: Bool
  /// The administrator wants it kept in the next proposal.
  public var isPinned: Bool

  public init(
    submission: SubmissionID, evaluator: PersonID, part: EvaluatorPart, affinityThousandths: Int,
    isOutsideField: Bool, isByHand: Bool = false, isPinned: Bool = false
  ) {
    self.submission = submission
    self.evaluator = evaluator
    self.part = part
    self.affinityThousandths = affinityThousandths
    self.isOutsideField = isOutsideField
    self.isByHand = isByHand
    self.isPinned = isPinned
  }
}

/// Who asked for something.
public enum Actor: Hashable, Sendable, Codable {
  case person(PersonID)
  /// The agenda: an instant has come.
  case clock
  /// A file that was dropped in.
  case intake
  /// Somebody at the machine's own command line.
  case technician
}
