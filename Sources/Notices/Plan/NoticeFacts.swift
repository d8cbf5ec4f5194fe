public import CivilTime
public import Workflow

/// What notices are planned, merged and worded from: the workflow's records, and what lies beside them.
///
/// Storage's connections implement it. Lists are in a stated order.
public protocol NoticeFacts: RecordReading {
  /// Everybody employed on a day whose name is not erased, by id.
  func staff(on day: CivilDate) throws -> [PersonID]
  /// Everybody with a proposal in progress, or with a "not yet" or something returned that can be handed in again.
  func peopleWithOpenWork(at now: Instant) throws -> [PersonID]
  /// Proposals in progress, by id.
  func proposalsInProgress() throws -> [Submission]
  /// What somebody has written and not handed in, newest first.
  func drafts(of person: PersonID) throws -> [DraftSummary]
  /// Everybody with a draft for a stage, by id.
  func peopleWithDrafts(for stage: StageKind) throws -> [PersonID]
  /// How far an evaluator is with a scorecard; `nil` if nothing is saved.
  func scorecardProgress(of review: ReviewID) throws -> ScorecardProgress?

  /// What is planned and unsent for somebody, due or not, by due instant, then key.
  func plannedNotices(for person: PersonID) throws -> [PlannedNotice]
  /// What is planned and unsent for somebody and due by an instant, by due instant, then key.
  func plannedNotices(for person: PersonID, dueBy instant: Instant) throws -> [PlannedNotice]
  /// Whether a notice is planned and unsent.
  func isPlanned(key: String, for person: PersonID) throws -> Bool
  /// What is planned and unsent about a record, by key.
  func plannedNotices(about: PlannedNotice.About) throws -> [PlannedNotice]
  /// Everybody who was told of a record in one of these notices, by id.
  func peopleTold(about: PlannedNotice.About, in names: [NoticeName]) throws -> [PersonID]
  /// When the mail that tells a notice, or that it was merged into, was written, whether it has gone out or waits for
  /// the relay; `nil` while it is planned, and if it was cancelled or suppressed.
  func toldAt(key: String) throws -> Instant?
  /// The mails that somebody was sent since an instant, oldest first.
  func mails(to person: PersonID, since: Instant) throws -> [ToldMail]

  /// Rows that were set aside of a file and are not settled, by row; at most 20.
  func setAside(file: String) throws -> [SetAsideRow]
  /// How many rows wait to be settled, in all files.
  func setAsideCount() throws -> Int
  /// People whose address bounced since an instant, with what did not reach them and the server's words.
  func bounced(since: Instant) throws -> [BouncedAddress]
  /// For overdue reviews: who could take each, the best match with room first. Empty where nobody can.
  func takers(for reviews: [ReviewID]) throws -> [ReviewID: [PersonID]]
  /// What a decision means in money; `nil` where it pays nothing.
  func pay(of decision: Decision, zone: Zone) throws -> PayTold?
  /// Pay dates of the coming weeks that are not sealed, by day; none where the program pays nothing.
  func payDatesAhead(at now: Instant, zone: Zone) throws -> [PayDateAhead]
  /// What a pay date would mean if it were sealed now.
  func payDateFigures(_ day: CivilDate, zone: Zone) throws -> PayDateFigures
  /// What is still to be decided for a pay date; nothing where its cut-off goes by the decision.
  func payDateOpen(_ day: CivilDate, at now: Instant, zone: Zone) throws -> PayDateOpen
  /// How many submissions are in each state, of the windows whose answers are not over.
  func counts() throws -> StandCounts
  /// When the last backup was made, as far as it is known here.
  func lastBackup() throws -> Instant?
  /// The hash of the journal's last entry, in hex.
  func head() throws -> String
  /// The first twelve hex digits of the hash of the journal entry with which a submission last arrived: what its receipt
  /// shows, and by which the entry can be found. Empty where nothing arrived.
  func receiptCode(of submission: SubmissionID) throws -> String
}

extension NoticeFacts {
  /// Whether a window's assignment waits to be checked and released; one without any work does not.
  func hasAssignmentToCheck(_ window: Window) throws -> Bool {
    guard window.state == .closed, !window.isAssigned, let id = window.assignment,
      let assignment = try assignment(id)
    else { return false }
    return assignment.state == .proposed && !assignment.isEmpty
  }
}

/// Something somebody has written and not handed in.
public struct DraftSummary: Hashable, Sendable {
  public var stage: StageKind
  public var title: String
  public var submission: SubmissionID?
  public var partsWithText: Int
  public var partsTotal: Int
  public var savedAt: Instant
  /// "Not this time" was chosen for this window.
  public var notThisTime: WindowID?

  public init(
    stage: StageKind, title: String, submission: SubmissionID?, partsWithText: Int,
    partsTotal: Int, savedAt: Instant, notThisTime: WindowID? = nil
  ) {
    self.stage = stage
    self.title = title
    self.submission = submission
    self.partsWithText = partsWithText
    self.partsTotal = partsTotal
    self.savedAt = savedAt
    self.notThisTime = notThisTime
  }
}

/// How far an evaluator is with a scorecard.
public struct ScorecardProgress: Hashable, Sendable {
  public var scored: Int
  public var total: Int
  public var savedAt: Instant

  public init(scored: Int, total: Int, savedAt: Instant) {
    self.scored = scored
    self.total = total
    self.savedAt = savedAt
  }
}

/// A mail that went out, or waits to.
public struct ToldMail: Hashable, Sendable {
  public var key: String
  public var name: NoticeName
  public var at: Instant

  public init(key: String, name: NoticeName, at: Instant) {
    self.key = key
    self.name = name
    self.at = at
  }
}

/// A row that could not be taken: where and why, never what its cells hold.
public struct SetAsideRow: Hashable, Sendable {
  public var row: Int
  public var column: String
  public var problem: String

  public init(row: Int, column: String, problem: String) {
    self.row = row
    self.column = column
    self.problem = problem
  }
}

/// Somebody whose mail came back for good.
public struct BouncedAddress: Hashable, Sendable {
  public var person: PersonID
  /// Mails that did not reach them, oldest first.
  public var missed: [ToldMail]
  /// What the server said of the last of them; empty where somebody marked the address by hand.
  public var serverWords: String

  public init(person: PersonID, missed: [ToldMail] = [], serverWords: String = "") {
    self.person = person
    self.missed = missed
    self.serverWords = serverWords
  }
}

/// Where the submissions stand, in numbers.
public struct StandCounts: Hashable, Sendable {
  public var handedIn: Int
  public var underReview: Int
  public var decided: Int
  public var returned: Int
  public var returnedAndInAgain: Int
  public var readyToRelease: Int
  public var needingEvaluator: Int

  public init(
    handedIn: Int = 0, underReview: Int = 0, decided: Int = 0, returned: Int = 0,
    returnedAndInAgain: Int = 0, readyToRelease: Int = 0, needingEvaluator: Int = 0
  ) {
    self.handedIn = handedIn
    self.underReview = underReview
    self.decided = decided
    self.returned = returned
    self.returnedAndInAgain = returnedAndInAgain
    self.readyToRelease = readyToRelease
    self.needingEvaluator = needingEvaluator
  }
}
