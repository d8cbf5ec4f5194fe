/// Something that happened. Events are stored for decades: a case is never removed, and a change of its
/// payload raises the payload's version and brings an upcaster (``EventCoding``).
public enum Event: Hashable, Sendable {
  // The district's policy
  case programSet(ProgramSet)
  case calendarSet(CalendarSet)
  case rubricAdded(RubricAdded)
  case offeringRecorded(OfferingRecorded)
  // People
  case personRecorded(PersonRecorded)
  case roleGranted(RoleGranted)
  case roleRevoked(RoleRevoked)
  case evaluatorRecorded(EvaluatorRecorded)
  case conflictDeclared(ConflictDeclared)
  case deputiesSet(DeputiesSet)
  case addressMarked(AddressMarked)
  case noticesMuted(NoticesMuted)
  case awaySet(AwaySet)
  case personErased(PersonErased)
  // Windows
  case windowPlanned(WindowPlanned)
  case windowAnnounced(WindowAnnounced)
  case windowOpened(WindowOpened)
  case windowClosingNoted(WindowClosingNoted)
  case windowClosed(WindowClosed)
  case windowChanged(WindowChanged)
  case windowReopened(WindowReopened)
  case windowCancelled(WindowCancelled)
  // Submissions
  case handedIn(HandedIn)
  case contentChanged(ContentChanged)
  case withdrawn(Withdrawn)
  case returned(Returned)
  case returnRecalled(ReturnRecalled)
  case lateAccepted(LateAccepted)
  case amended(Amended)
  case extended(Extended)
  case yearEnded(YearEnded)
  case answerDelayed(AnswerDelayed)
  case openingRecorded(OpeningRecorded)
  // Assignment and reviews
  case assignmentProposed(AssignmentProposed)
  case assignmentAdjusted(AssignmentAdjusted)
  case assignmentReleased(AssignmentReleased)
  case assignmentRecalled(AssignmentRecalled)
  case reviewAssigned(ReviewAssigned)
  case evaluatorNeeded(EvaluatorNeeded)
  case reviewSeen(ReviewSeen)
  case scorecardHandedIn(ScorecardHandedIn)
  case reviewDeclined(ReviewDeclined)
  case reviewReassigned(ReviewReassigned)
  case reviewExtended(ReviewExtended)
  case criterionReopened(CriterionReopened)
  case overdueEscalated(OverdueEscalated)
  // Decisions
  case outcomeReached(OutcomeReached)
  case decisionReleased(DecisionReleased)
  case decisionRecalled(DecisionRecalled)
  case decisionReopened(DecisionReopened)
  // Pay
  case entriesMade(EntriesMade)
  // Intake and care
  case fileTaken(FileTaken)
  case undone(Undone)
  case clockConfirmed(ClockConfirmed)
}

/// The facts of one kind of event, with the name and version under which it is stored.
public protocol EventPayload: Hashable, Sendable, Codable {
  static var type: String { get }
  static var version: Int { get }
  /// Whose personal values it holds: erasing one of them erases the values.
  var concerns: [PersonID] { get }
}

extension EventPayload {
  public static var version: Int { 1 }
  public var concerns: [PersonID] { [] }
}
