public import CivilTime
public import Rubrics

/// One evaluator's work on one round of one submission.
public struct Review: Hashable, Sendable, Codable {
  public let id: ReviewID
  public var submission: SubmissionID
  public var round: Int
  public var evaluator: PersonID
  public var part: EvaluatorPart
  public var assignedAt: Instant
  /// When it has to be in, exclusive.
  public var due: Instant
  /// When the administrator is told that it is overdue.
  public var escalate: Instant
  /// The skills it names are not among the evaluator's own.
  public var isOutsideField: Bool
  /// An administrator assigned it by hand, whatever the load.
  public var isByHand: Bool
  public var state: ReviewState
  /// The administrator was told that it is overdue.
  public var isEscalated = false

  public init(
    id: ReviewID, submission: SubmissionID, round: Int, evaluator: PersonID, part: EvaluatorPart,
    assignedAt: Instant, due: Instant, escalate: Instant, isOutsideField: Bool, isByHand: Bool
  ) {
    self.id = id
    self.submission = submission
    self.round = round
    self.evaluator = evaluator
    self.part = part
    self.assignedAt = assignedAt
    self.due = due
    self.escalate = escalate
    self.isOutsideField = isOutsideField
    self.isByHand = isByHand
    state = .assigned
  }

  /// Whether the evaluator still has to hand it in.
  public var isOpen: Bool {
    switch state {
    case .assigned, .seen: true
    case .handedIn, .declined, .reassigned, .closed: false
    }
  }
}

/// Which evaluator of a submission somebody is.
public enum EvaluatorPart: String, Hashable, Sendable, Codable, CaseIterable {
  case evaluator
  case secondEvaluator
  case adjudicator
}

/// Where a review stands.
public enum ReviewState: Hashable, Sendable, Codable {
  case assigned
  /// The evaluator has opened it.
  case seen(at: Instant)
  case handedIn(HandedInScorecard, at: Instant)
  case declined(DeclineReason, words: Personal<String>, at: Instant)
  /// Somebody else has it now.
  case reassigned(to: ReviewID?, at: Instant)
  /// Nothing is left to judge: withdrawn, returned, undone.
  case closed(CloseReason, at: Instant)

  /// The name of the state without its facts.
  public var name: ReviewStateName {
    switch self {
    case .assigned: .assigned
    case .seen: .seen
    case .handedIn: .handedIn
    case .declined: .declined
    case .reassigned: .reassigned
    case .closed: .closed
    }
  }
}

/// The states of a review by name.
public enum ReviewStateName: String, Hashable, Sendable, Codable, CaseIterable {
  case assigned
  case seen
  case handedIn
  case declined
  case reassigned
  case closed
}

/// Why an evaluator gave a review back.
public enum DeclineReason: String, Hashable, Sendable, Codable, CaseIterable {
  case conflict
  case notMyField
  case noTime
}

/// Why a review needs no scorecard any more.
public enum CloseReason: String, Hashable, Sendable, Codable, CaseIterable {
  case withdrawn
  case returned
  case undone
  case windowCancelled
}

/// A scorecard as it was handed in: scores and judgement are structure, the words are personal.
public struct HandedInScorecard: Hashable, Sendable, Codable {
  /// The content hash of the rubric that it was judged by.
  public var rubric: RubricVersion
  /// One score for each criterion that was judged, in the rubric's order.
  public var scores: [CriterionScore]
  public var words: Personal<ScorecardWords>
  /// The criteria that it meets, what stayed met from before included, in the rubric's order.
  public var met: [CriterionID]
  public var outcome: Outcome

  public init(
    rubric: RubricVersion, scores: [CriterionScore], words: Personal<ScorecardWords>,
    met: [CriterionID], outcome: Outcome
  ) {
    self.rubric = rubric
    self.scores = scores
    self.words = words
    self.met = met
    self.outcome = outcome
  }
}

/// The level that an evaluator chose for a criterion.
public struct CriterionScore: Hashable, Sendable, Codable {
  public var criterion: CriterionID
  public var level: LevelID

  public init(criterion: CriterionID, level: LevelID) {
    self.criterion = criterion
    self.level = level
  }
}

/// The feedback of a scorecard.
public struct ScorecardWords: Hashable, Sendable, Codable {
  public var feedback: [CriterionFeedback]
  public var note: String

  public init(feedback: [CriterionFeedback], note: String) {
    self.feedback = feedback
    self.note = note
  }
}

/// What an evaluator wrote beside a criterion.
public struct CriterionFeedback: Hashable, Sendable, Codable {
  public var criterion: CriterionID
  public var text: String

  public init(criterion: CriterionID, text: String) {
    self.criterion = criterion
    self.text = text
  }
}
