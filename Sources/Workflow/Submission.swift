public import CivilTime
public import Rubrics

/// A teacher's proposal or evidence, with where it stands.
public struct Submission: Hashable, Sendable, Codable {
  public let id: SubmissionID
  public var stage: StageKind
  public var earner: PersonID
  /// What was picked from the catalog; `nil` for an idea of one's own.
  public var offering: OfferingID?
  /// For evidence: the proposal that it completes; `nil` in programs without proposals.
  public var proposal: SubmissionID?
  /// The window it came in through; `nil` where intake is always open.
  public var window: WindowID?
  /// 1 at first; one more each time it is handed in again after "not yet" or "revise".
  public var round: Int
  /// How many times it was handed in again after a decision that asks for more.
  public var resubmissions: Int = 0
  /// How many times something arrived for it, changes included: receipts are numbered by this.
  public var arrivals: Int = 1
  public var title: Personal<String>
  public var skills: [String]
  public var content: Personal<Content>
  /// The content hash of the rubric that this round is judged by; `nil` where nothing is scored.
  public var rubric: RubricVersion?
  public var source: Source
  public var state: SubmissionState
  /// When the latest hand-in arrived.
  public var receivedAt: Instant
  /// By when what has to happen so that the teacher hears in time.
  public var times: AnswerTimes
  /// Criteria that an earlier round met; they stay met unless an evaluator reopens one.
  public var met: [CriterionID] = []
  /// Criteria that an evaluator of this round reopened, with the reason.
  public var reopened: [ReopenedCriterion] = []
  /// Until when a "not yet", a "revise" or something returned can be handed in again, exclusive.
  public var handInAgainBy: Instant?
  /// Evaluators that it needs and does not have: the "needs an evaluator" list.
  public var lacking: [LackingEvaluator] = []
  /// The decision in force.
  public var decision: DecisionID?
  /// What it is worth, in whole cents, where the program pays.
  public var cents: Int64?
  /// How many times the decision's day was moved because it was missed.
  public var delays: Int = 0
  /// For a proposal that was approved to begin: where the year stands.
  public var progress: Progress?

  public init(
    id: SubmissionID, stage: StageKind, earner: PersonID, offering: OfferingID?,
    proposal: SubmissionID?, window: WindowID?, round: Int, title: Personal<String>,
    skills: [String], content: Personal<Content>, rubric: RubricVersion?, source: Source,
    state: SubmissionState, receivedAt: Instant, times: AnswerTimes
  ) {
    self.id = id
    self.stage = stage
    self.earner = earner
    self.offering = offering
    self.proposal = proposal
    self.window = window
    self.round = round
    self.title = title
    self.skills = skills
    self.content = content
    self.rubric = rubric
    self.source = source
    self.state = state
    self.receivedAt = receivedAt
    self.times = times
  }
}

/// The instants that follow from the promise to answer within about a month.
public struct AnswerTimes: Hashable, Sendable, Codable {
  /// When evaluators have to be done, exclusive.
  public var reviewsDue: Instant
  /// When the administrator has to have released the decision.
  public var releaseBy: Instant
  /// The morning of the promised day: whoever has not heard by then is told a new day.
  public var promisedMorning: Instant
  /// When the teacher has heard, exclusive: the promised day is the last whole day before it.
  public var notifyBy: Instant

  public init(
    reviewsDue: Instant, releaseBy: Instant, promisedMorning: Instant, notifyBy: Instant
  ) {
    self.reviewsDue = reviewsDue
    self.releaseBy = releaseBy
    self.promisedMorning = promisedMorning
    self.notifyBy = notifyBy
  }
}

/// An evaluator that a submission needs and does not have.
public struct LackingEvaluator: Hashable, Sendable, Codable {
  public var part: EvaluatorPart
  public var since: Instant
  /// Nobody suitable had room: an administrator has to choose.
  public var isForAdministrator: Bool

  public init(part: EvaluatorPart, since: Instant, isForAdministrator: Bool) {
    self.part = part
    self.since = since
    self.isForAdministrator = isForAdministrator
  }
}

/// Where a submission stands. A draft is no submission yet: nobody else sees it, and it is not journalled.
public enum SubmissionState: Hashable, Sendable, Codable {
  /// It arrived, and waits for an evaluator, or for a clerk where there is none.
  case submitted(at: Instant)
  case underReview(since: Instant)
  /// Something is missing; nothing was judged.
  case returned(Return)
  /// Every scorecard is in; an administrator releases the decision.
  case readyToRelease(Outcome, since: Instant)
  case decided(DecisionID, Outcome, at: Instant)
  case withdrawn(at: Instant)

  /// The name of the state without its facts, as tables and filters know it.
  public var name: SubmissionStateName {
    switch self {
    case .submitted: .submitted
    case .underReview: .underReview
    case .returned: .returned
    case .readyToRelease: .readyToRelease
    case .decided: .decided
    case .withdrawn: .withdrawn
    }
  }
}

/// The states of a submission by name, in the order in which they come.
public enum SubmissionStateName: String, Hashable, Sendable, Codable, CaseIterable {
  case submitted
  case underReview
  case returned
  case readyToRelease
  case decided
  case withdrawn
}

/// Why something went back to the teacher, and until when it is awaited.
public struct Return: Hashable, Sendable, Codable {
  public var at: Instant
  public var missing: [MissingPart]
  public var handInBy: Instant
  /// Whether evaluators had it already: they get it again when it is here.
  public var wasUnderReview: Bool
  /// How everything stood before, so that the return can be undone.
  public var before: BeforeReturn?

  public init(
    at: Instant, missing: [MissingPart], handInBy: Instant, wasUnderReview: Bool,
    before: BeforeReturn? = nil
  ) {
    self.at = at
    self.missing = missing
    self.handInBy = handInBy
    self.wasUnderReview = wasUnderReview
    self.before = before
  }
}

/// What a return changed, as it was.
public struct BeforeReturn: Hashable, Sendable, Codable {
  /// Since when it was under review; `nil` where it waited for an evaluator.
  public var underReviewSince: Instant?
  public var lacking: [LackingEvaluator]
  /// Reviews that had been opened, by id, and when.
  public var seen: [SeenReview]
  /// For evidence: where its proposal's year stood.
  public var proposalProgress: Progress?

  public init(
    underReviewSince: Instant?, lacking: [LackingEvaluator], seen: [SeenReview],
    proposalProgress: Progress?
  ) {
    self.underReviewSince = underReviewSince
    self.lacking = lacking
    self.seen = seen
    self.proposalProgress = proposalProgress
  }
}

/// A review that its evaluator has opened.
public struct SeenReview: Hashable, Sendable, Codable {
  public var review: ReviewID
  public var at: Instant

  public init(review: ReviewID, at: Instant) {
    self.review = review
    self.at = at
  }
}

/// One thing that is missing.
public struct MissingPart: Hashable, Sendable, Codable {
  /// The part it belongs to; `nil` for the whole.
  public var part: CriterionID?
  public var kind: MissingKind
  /// The clerk's or evaluator's own words, if any.
  public var words: Personal<String>

  public init(part: CriterionID?, kind: MissingKind, words: Personal<String> = .init(nil)) {
    self.part = part
    self.kind = kind
    self.words = words
  }
}

/// What can be missing.
public enum MissingKind: String, Hashable, Sendable, Codable, CaseIterable {
  /// A link asks the reader to sign in, or leads nowhere.
  case linkClosed
  /// A file does not open.
  case fileUnreadable
  /// A part has nothing in it.
  case partEmpty
  /// A document that the catalog asks for is not there.
  case documentMissing
  /// Told in the words beside it.
  case other
}

/// The words of people for what was decided.
public enum Outcome: String, Hashable, Sendable, Codable, CaseIterable {
  case approvedToBegin
  case revise
  case notApproved
  case earned
  case notYet

  /// The outcome as people read it: "approved to begin", "not yet", …
  public var words: String {
    switch self {
    case .approvedToBegin: "approved to begin"
    case .revise: "revise"
    case .notApproved: "not approved"
    case .earned: "earned"
    case .notYet: "not yet"
    }
  }

  /// Whether another round follows.
  public var asksForMore: Bool { self == .revise || self == .notYet }
}

/// A criterion that was met before, and that an evaluator looks at again.
public struct ReopenedCriterion: Hashable, Sendable, Codable {
  public var criterion: CriterionID
  public var reason: Personal<String>

  public init(criterion: CriterionID, reason: Personal<String>) {
    self.criterion = criterion
    self.reason = reason
  }
}

/// How far an approved proposal is.
public enum Progress: Hashable, Sendable, Codable {
  /// The teacher has until `ends`, exclusive.
  case inProgress(ends: Instant)
  /// Evidence is under review since then, and the clock stands still.
  case stopped(since: Instant, ends: Instant)
  case completed(at: Instant)
  case ended(at: Instant)
}

/// How work came in.
public enum Source: String, Hashable, Sendable, Codable {
  case page
  case form
  case mail
  case opening
}

/// What a teacher handed in.
public struct Content: Hashable, Sendable, Codable {
  public var answers: [Answer]
  public var artifacts: [Artifact]

  public init(answers: [Answer] = [], artifacts: [Artifact] = []) {
    self.answers = answers
    self.artifacts = artifacts
  }

  /// Most answers and artifacts, and most characters of one text.
  public static let answersMax = 40
  public static let artifactsMax = 60
  public static let textCharactersMax = 20_000
}

/// The text for one part.
public struct Answer: Hashable, Sendable, Codable {
  public var part: CriterionID
  public var text: String

  public init(part: CriterionID, text: String) {
    self.part = part
    self.text = text
  }
}

/// A link or a file that shows something.
public struct Artifact: Hashable, Sendable, Codable {
  /// The part that it belongs to; `nil` for the whole.
  public var part: CriterionID?
  public var place: Place

  public init(part: CriterionID?, place: Place) {
    self.part = part
    self.place = place
  }

  public enum Place: Hashable, Sendable, Codable {
    case link(String)
    /// A file kept by rubricd: its SHA-256 in hex, its size, its kind and what the teacher called it.
    case file(sha256: String, bytes: Int64, mediaType: String, name: String)
  }
}
