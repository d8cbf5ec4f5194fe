public import CivilTime
public import Rubrics

/// Work arrived: for the first time, or as a further round, or what had been missing.
public struct HandedIn: EventPayload {
  public static var type: String { "handed-in" }
  public var submission: SubmissionID
  public var stage: StageKind
  public var earner: PersonID
  public var offering: OfferingID?
  public var proposal: SubmissionID?
  public var window: WindowID?
  public var round: Int
  public var title: Personal<String>
  public var skills: [String]
  public var content: Personal<Content>
  public var rubric: RubricVersion?
  public var source: Source
  public var receivedAt: Instant
  public var times: AnswerTimes
  /// Evaluators that it needs now, because its window's assignment is over or it has none.
  public var lacking: [EvaluatorPart]
  /// It belongs to a window that was over before rubricd heard of it: nobody is told.
  public var isOfThePast: Bool
  /// What it is worth, in whole cents, as that day's catalog or program says; `nil` where the program pays nothing,
  /// and for evidence of a proposal, which is worth what was applied for.
  public var cents: Int64?

  public init(
    submission: SubmissionID, stage: StageKind, earner: PersonID, offering: OfferingID?,
    proposal: SubmissionID?, window: WindowID?, round: Int, title: Personal<String>,
    skills: [String], content: Personal<Content>, rubric: RubricVersion?, source: Source,
    receivedAt: Instant, times: AnswerTimes, lacking: [EvaluatorPart], isOfThePast: Bool,
    cents: Int64? = nil
  ) {
    self.submission = submission
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
    self.receivedAt = receivedAt
    self.times = times
    self.lacking = lacking
    self.isOfThePast = isOfThePast
    self.cents = cents
  }

  public var concerns: [PersonID] { [earner] }
}

/// What was handed in was changed before anybody looked at it.
public struct ContentChanged: EventPayload {
  public static var type: String { "content-changed" }
  public var submission: SubmissionID
  public var earner: PersonID
  public var offering: OfferingID?
  public var title: Personal<String>
  public var skills: [String]
  public var content: Personal<Content>
  public var receivedAt: Instant
  /// What it is worth now, in whole cents, where the program pays.
  public var cents: Int64?

  public init(
    submission: SubmissionID, earner: PersonID, offering: OfferingID?, title: Personal<String>,
    skills: [String], content: Personal<Content>, receivedAt: Instant, cents: Int64? = nil
  ) {
    self.submission = submission
    self.earner = earner
    self.offering = offering
    self.title = title
    self.skills = skills
    self.content = content
    self.receivedAt = receivedAt
    self.cents = cents
  }

  public var concerns: [PersonID] { [earner] }
}

public struct Withdrawn: EventPayload {
  public static var type: String { "withdrawn" }
  public var submission: SubmissionID
  /// The open reviews that end with it.
  public var reviews: [ReviewID]

  public init(submission: SubmissionID, reviews: [ReviewID]) {
    self.submission = submission
    self.reviews = reviews
  }
}

/// Something is missing: it went back to the teacher, and nothing was judged.
public struct Returned: EventPayload {
  public static var type: String { "returned" }
  public var submission: SubmissionID
  public var earner: PersonID
  public var missing: [MissingPart]
  public var handInBy: Instant
  /// The open reviews that end with it.
  public var reviews: [ReviewID]

  public init(
    submission: SubmissionID, earner: PersonID, missing: [MissingPart], handInBy: Instant,
    reviews: [ReviewID]
  ) {
    self.submission = submission
    self.earner = earner
    self.missing = missing
    self.handInBy = handInBy
    self.reviews = reviews
  }

  public var concerns: [PersonID] { [earner] }
}

/// A return was undone before the teacher had heard: everything is as it was.
public struct ReturnRecalled: EventPayload {
  public static var type: String { "return-recalled" }
  public var submission: SubmissionID
  public var reviews: [ReviewID]

  public init(submission: SubmissionID, reviews: [ReviewID]) {
    self.submission = submission
    self.reviews = reviews
  }
}

/// An administrator takes work after its time.
public struct LateAccepted: EventPayload {
  public static var type: String { "late-accepted" }
  public var person: PersonID
  public var window: WindowID
  /// Until when it may come in, exclusive.
  public var until: Instant
  public var reason: Personal<String>

  public init(person: PersonID, window: WindowID, until: Instant, reason: Personal<String>) {
    self.person = person
    self.window = window
    self.until = until
    self.reason = reason
  }

  public var concerns: [PersonID] { [person] }
}

/// A proposal in progress was changed; it stays approved.
public struct Amended: EventPayload {
  public static var type: String { "amended" }
  public var submission: SubmissionID
  public var earner: PersonID
  public var title: Personal<String>
  public var skills: [String]
  public var content: Personal<Content>
  public var reason: Personal<String>

  public init(
    submission: SubmissionID, earner: PersonID, title: Personal<String>, skills: [String],
    content: Personal<Content>, reason: Personal<String>
  ) {
    self.submission = submission
    self.earner = earner
    self.title = title
    self.skills = skills
    self.content = content
    self.reason = reason
  }

  public var concerns: [PersonID] { [earner] }
}

/// A proposal in progress has more time.
public struct Extended: EventPayload {
  public static var type: String { "extended" }
  public var submission: SubmissionID
  public var earner: PersonID
  public var ends: Instant
  public var endedBefore: Instant
  public var reason: Personal<String>

  public init(
    submission: SubmissionID, earner: PersonID, ends: Instant, endedBefore: Instant,
    reason: Personal<String>
  ) {
    self.submission = submission
    self.earner = earner
    self.ends = ends
    self.endedBefore = endedBefore
    self.reason = reason
  }

  public var concerns: [PersonID] { [earner] }
}

/// The year of a proposal ended without evidence.
public struct YearEnded: EventPayload {
  public static var type: String { "year-ended" }
  public var submission: SubmissionID
  /// When it ended: when it was to end, not when somebody noticed.
  public var ends: Instant

  public init(submission: SubmissionID, ends: Instant) {
    self.submission = submission
    self.ends = ends
  }
}

/// The promised day came and nothing was released: the teacher is told a new day.
public struct AnswerDelayed: EventPayload {
  public static var type: String { "answer-delayed" }
  public var submission: SubmissionID
  public var round: Int
  public var before: AnswerTimes
  public var times: AnswerTimes

  public init(
    submission: SubmissionID, round: Int, before: AnswerTimes, times: AnswerTimes
  ) {
    self.submission = submission
    self.round = round
    self.before = before
    self.times = times
  }
}
