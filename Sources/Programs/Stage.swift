public import CivilTime

/// One of a program's two steps: proposals or evidence.
public struct Stage: Hashable, Sendable, Codable {
  public var intake: IntakeKind
  public var judging: Judging
  /// The id of the rubric that evaluators use; `nil` where a clerk or the issuer judges.
  public var rubric: String?
  /// What a window is for, in a sentence that announcements quote.
  public var purpose: String
  /// Civil months from the window's end to the day by which the teacher hears: 1 by default.
  public var answerMonths: Int
  /// Days between the evaluator's due date and the day by which the teacher hears: 7 by default.
  public var evaluatorMarginDays: Int
  /// Minutes after the close during which work is still taken, silently: 10 by default.
  public var graceMinutes: Int
  /// Days that a teacher has to add what was missing when something is returned: 7 by default.
  public var returnDays: Int
  /// Days before a window's opening at which it is announced: 14 by default.
  public var announceDays: Int
  /// Days before a window's close at which people with an open draft are told: 3 by default.
  public var closingDays: Int

  public init(
    intake: IntakeKind, judging: Judging, rubric: String?, purpose: String, answerMonths: Int = 1,
    evaluatorMarginDays: Int = 7, graceMinutes: Int = 10, returnDays: Int = 7,
    announceDays: Int = 14, closingDays: Int = 3
  ) {
    self.intake = intake
    self.judging = judging
    self.rubric = rubric
    self.purpose = purpose
    self.answerMonths = answerMonths
    self.evaluatorMarginDays = evaluatorMarginDays
    self.graceMinutes = graceMinutes
    self.returnDays = returnDays
    self.announceDays = announceDays
    self.closingDays = closingDays
  }
}

/// When work may come in.
public enum IntakeKind: Hashable, Sendable, Codable {
  /// Windows, each with its opening rule and its length.
  case windows([WindowRule])
  /// Due dates; from one to the next, work may come in at any time.
  case cutOffs([CutOffRule])
  /// At any time; the month to the answer runs from the day of handing in.
  case always
}

/// One window a year: when it opens, and for how many days.
public struct WindowRule: Hashable, Sendable, Codable {
  /// What people call it, for example "Fall".
  public var label: String
  public var opens: DateRule
  /// Whole days; a window of 14 days that opens on a Monday ends at 00:00 of the third Monday.
  public var days: Int

  public init(label: String, opens: DateRule, days: Int = 14) {
    self.label = label
    self.opens = opens
    self.days = days
  }
}

/// One due date a year: the last day on which work counts for it.
public struct CutOffRule: Hashable, Sendable, Codable {
  public var label: String
  /// The last day that counts, whole: work is in time until 00:00 of the day after.
  public var lastDay: DateRule

  public init(label: String, lastDay: DateRule) {
    self.label = label
    self.lastDay = lastDay
  }
}

/// Who judges.
public enum Judging: Hashable, Sendable, Codable {
  /// Evaluators with a rubric: one, or two with an adjudicator when they differ.
  case evaluators(EvaluatorCount)
  /// A clerk checks documents against a list; nothing is scored.
  case clerk
  /// The outside issuer judges; the district keeps the record of its proof.
  case issuer
}

/// How many evaluators read one submission.
public enum EvaluatorCount: String, Hashable, Sendable, Codable {
  case one
  /// Two independently; an adjudicator settles it when their outcomes differ.
  case twoAndAdjudicator
}
