public import CivilTime
public import Programs
public import Rubrics

/// What somebody, or the agenda, asks for. Each goes through ``decide(_:by:facts:at:)``.
public enum Command: Hashable, Sendable {
  // The district's policy
  /// Puts a program in force; a pay policy other than before holds from a day on, today if none is given.
  case setProgram(Program, payFrom: CivilDate? = nil)
  case setCalendar(SchoolCalendar)
  /// Brings a version of a rubric into use, a new one or one from before.
  case addRubric(Rubric, reason: String = "")
  /// Records an offering under its code: a new one, or a change of the one that has that code.
  case recordOffering(OfferingFacts)
  // People
  /// Records a person under their employee number: a new one, or a change of the one that has it.
  case recordPerson(PersonFacts)
  case grantRole(PersonID, Role)
  case revokeRole(PersonID, Role)
  case recordEvaluator(PersonID, EvaluatorProfile?)
  case declareConflict(PersonID, with: PersonID)
  case setDeputies(of: PersonID, [Deputy])
  case markAddress(PersonID, hasBounced: Bool)
  case muteNotices(PersonID, kind: String, isMuted: Bool)
  /// Says on which days an evaluator can't work: all of them, in the place of those before.
  case setAway(PersonID, [AwaySpan])
  case erasePerson(PersonID)
  // Windows
  /// Plans the windows of a school year by the program's rules, those that are not planned yet.
  case planYear(Int)
  case addWindow(StageKind, label: String, opensOn: CivilDate, endsOn: CivilDate)
  case changeWindow(WindowID, opensOn: CivilDate, endsOn: CivilDate, reason: String)
  case announceWindow(WindowID)
  case openWindow(WindowID)
  case noteWindowClosing(WindowID)
  case closeWindow(WindowID)
  case reopenWindow(WindowID, endsOn: CivilDate, reason: String)
  case cancelWindow(WindowID, reason: String)
  // Submissions
  case handIn(HandIn)
  case withdraw(SubmissionID)
  case returnSubmission(SubmissionID, [MissingPart])
  case checkDocuments(SubmissionID)
  case acceptLate(PersonID, WindowID, until: Instant, reason: String)
  case amend(SubmissionID, title: String, skills: [String], Content, reason: String)
  case extend(SubmissionID, until: CivilDate, reason: String)
  case endYear(SubmissionID)
  case delayAnswer(SubmissionID)
  case recordOpening(OpeningFacts)
  // Assignment and reviews
  case proposeAssignment(WindowID, pairs: [AssignedPair], unassigned: [SubmissionID])
  case moveAssignment(AssignmentID, SubmissionID, to: PersonID, part: EvaluatorPart)
  case pinAssignment(AssignmentID, SubmissionID, PersonID, isPinned: Bool)
  case releaseAssignment(AssignmentID)
  case assignReview(SubmissionID, to: PersonID, part: EvaluatorPart, isByHand: Bool)
  case noteEvaluatorNeeded(SubmissionID, EvaluatorPart)
  case seeReview(ReviewID)
  case handInScorecard(ReviewID, Scorecard)
  case declineReview(ReviewID, DeclineReason, words: String)
  case reassignReview(ReviewID, to: PersonID?)
  case extendReview(ReviewID, until: CivilDate)
  case reopenCriterion(ReviewID, CriterionID, reason: String)
  case escalateOverdue(WindowID?)
  // Decisions
  case releaseDecisions([SubmissionID])
  case reopenDecision(SubmissionID, reason: String)
  // Pay
  /// Holds another amount for a submission, whatever the cap: by an administrator's will, with a reason.
  case holdAmount(SubmissionID, Money, reason: String)
  /// Grants funds for the period of a day, or takes some back.
  case grantFunds(Money, on: CivilDate, reason: String)
  /// An amount more, or less, for what was earned: a line of its own in the next file.
  case correctPay(SubmissionID, by: Money, reason: String)
  /// Seals a pay date as it was previewed (`Settlement.token`), with the SHA-256 of its file in hex.
  case sealPayDate(CivilDate, token: String, file: String)
  /// Payroll has paid what was sealed for that day.
  case markPaid(CivilDate)
  /// A year of salaries or funds begins on that day.
  case beginPayYear(CivilDate)
  // Care
  case noteFile(FileTaken)
  case undo(command: Int64)
  case confirmClock

  /// The command without its facts: what the permission table goes by.
  public var kind: CommandKind {
    switch self {
    case .setProgram: .setProgram
    case .setCalendar: .setCalendar
    case .addRubric: .addRubric
    case .recordOffering: .recordOffering
    case .recordPerson: .recordPerson
    case .grantRole: .grantRole
    case .revokeRole: .revokeRole
    case .recordEvaluator: .recordEvaluator
    case .declareConflict: .declareConflict
    case .setDeputies: .setDeputies
    case .markAddress: .markAddress
    case .muteNotices: .muteNotices
    case .setAway: .setAway
    case .erasePerson: .erasePerson
    case .planYear: .planYear
    case .addWindow: .addWindow
    case .changeWindow: .changeWindow
    case .announceWindow: .announceWindow
    case .openWindow: .openWindow
    case .noteWindowClosing: .noteWindowClosing
    case .closeWindow: .closeWindow
    case .reopenWindow: .reopenWindow
    case .cancelWindow: .cancelWindow
    case .handIn: .handIn
    case .withdraw: .withdraw
    case .returnSubmission: .returnSubmission
    case .checkDocuments: .checkDocuments
    case .acceptLate: .acceptLate
    case .amend: .amend
    case .extend: .extend
    case .endYear: .endYear
    case .delayAnswer: .delayAnswer
    case .recordOpening: .recordOpening
    case .proposeAssignment: .proposeAssignment
    case .moveAssignment: .moveAssignment
    case .pinAssignment: .pinAssignment
    case .releaseAssignment: .releaseAssignment
    case .assignReview: .assignReview
    case .noteEvaluatorNeeded: .noteEvaluatorNeeded
    case .seeReview: .seeReview
    case .handInScorecard: .handInScorecard
    case .declineReview: .declineReview
    case .reassignReview: .reassignReview
    case .extendReview: .extendReview
    case .reopenCriterion: .reopenCriterion
    case .escalateOverdue: .escalateOverdue
    case .releaseDecisions: .releaseDecisions
    case .reopenDecision: .reopenDecision
    case .holdAmount: .holdAmount
    case .grantFunds: .grantFunds
    case .correctPay: .correctPay
    case .sealPayDate: .sealPayDate
    case .markPaid: .markPaid
    case .beginPayYear: .beginPayYear
    case .noteFile: .noteFile
    case .undo: .undo
    case .confirmClock: .confirmClock
    }
  }
}

/// The kinds of command, by name.
public enum CommandKind: String, Hashable, Sendable, Codable, CaseIterable {
  case setProgram, setCalendar, addRubric, recordOffering
  case recordPerson, grantRole, revokeRole, recordEvaluator, declareConflict, setDeputies
  case markAddress, muteNotices, setAway, erasePerson
  case planYear, addWindow, changeWindow, announceWindow, openWindow, noteWindowClosing
  case closeWindow, reopenWindow, cancelWindow
  case handIn, withdraw, returnSubmission, checkDocuments, acceptLate, amend, extend, endYear
  case delayAnswer, recordOpening
  case proposeAssignment, moveAssignment, pinAssignment, releaseAssignment, assignReview
  case noteEvaluatorNeeded, seeReview, handInScorecard, declineReview, reassignReview, extendReview,
    reopenCriterion
  case escalateOverdue, releaseDecisions, reopenDecision
  case holdAmount, grantFunds, correctPay, sealPayDate, markPaid, beginPayYear
  case noteFile, undo, confirmClock
}

/// What HR says of a person, by employee number.
public struct PersonFacts: Hashable, Sendable {
  public var details: PersonDetails
  public var record: EmploymentRecord
  /// The supervisor by employee number; takes the place of `record.supervisor` where it is known.
  public var supervisorNumber: String?

  public init(details: PersonDetails, record: EmploymentRecord, supervisorNumber: String? = nil) {
    self.details = details
    self.record = record
    self.supervisorNumber = supervisorNumber
  }
}

/// What the catalog says of an offering, by its code.
public struct OfferingFacts: Hashable, Sendable {
  public var code: String
  public var title: String
  public var issuer: String
  public var skills: [String]
  public var leaderNumbers: [String]
  public var hoursHundredths: Int?
  /// What it pays, in whole cents.
  public var cents: Int64?
  public var summary: String
  public var link: String?
  public var isActive: Bool

  public init(
    code: String, title: String, issuer: String, skills: [String], leaderNumbers: [String] = [],
    hoursHundredths: Int? = nil, cents: Int64? = nil, summary: String = "", link: String? = nil,
    isActive: Bool = true
  ) {
    self.code = code
    self.title = title
    self.issuer = issuer
    self.skills = skills
    self.leaderNumbers = leaderNumbers
    self.hoursHundredths = hoursHundredths
    self.cents = cents
    self.summary = summary
    self.link = link
    self.isActive = isActive
  }
}

/// Work that a teacher hands in: a first time, again after a "not yet", or what had been missing.
public struct HandIn: Hashable, Sendable {
  public var stage: StageKind
  public var earner: PersonID
  /// The submission that it continues; `nil` lets the facts decide, by title.
  public var submission: SubmissionID?
  /// For evidence: the proposal that it completes; `nil` lets the facts decide, by title.
  public var proposal: SubmissionID?
  public var title: String
  public var skills: [String]
  public var content: Content
  public var source: Source
  /// When it arrived: the instant of the request's headers, or of the form's row.
  public var arrivedAt: Instant
  /// What is applied for, where the catalog names no amount; `nil` takes the program's.
  public var amount: Money?
  /// An administrator's reason for letting the amount pass a cap.
  public var pastCap: String?

  public init(
    stage: StageKind, earner: PersonID, submission: SubmissionID? = nil,
    proposal: SubmissionID? = nil, title: String, skills: [String] = [], content: Content,
    source: Source, arrivedAt: Instant, amount: Money? = nil, pastCap: String? = nil
  ) {
    self.stage = stage
    self.earner = earner
    self.submission = submission
    self.proposal = proposal
    self.title = title
    self.skills = skills
    self.content = content
    self.source = source
    self.arrivedAt = arrivedAt
    self.amount = amount
    self.pastCap = pastCap
  }
}

/// One row of an opening import.
public struct OpeningFacts: Hashable, Sendable {
  public var kind: Opening.Kind
  public var earner: PersonID
  public var title: String
  public var date: CivilDate
  /// For an open approval: the last day on which it can be completed.
  public var lastDay: CivilDate?
  public var cents: Int64?
  public var hoursHundredths: Int?

  public init(
    kind: Opening.Kind, earner: PersonID, title: String, date: CivilDate,
    lastDay: CivilDate? = nil, cents: Int64? = nil, hoursHundredths: Int? = nil
  ) {
    self.kind = kind
    self.earner = earner
    self.title = title
    self.date = date
    self.lastDay = lastDay
    self.cents = cents
    self.hoursHundredths = hoursHundredths
  }
}
