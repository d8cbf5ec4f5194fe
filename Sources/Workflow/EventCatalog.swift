/// One place that knows every kind of event by its stored name.
extension Event {
  /// The facts of the event.
  public var payload: any EventPayload {
    switch self {
    case .programSet(let payload): payload
    case .calendarSet(let payload): payload
    case .rubricAdded(let payload): payload
    case .offeringRecorded(let payload): payload
    case .personRecorded(let payload): payload
    case .roleGranted(let payload): payload
    case .roleRevoked(let payload): payload
    case .evaluatorRecorded(let payload): payload
    case .conflictDeclared(let payload): payload
    case .deputiesSet(let payload): payload
    case .addressMarked(let payload): payload
    case .noticesMuted(let payload): payload
    case .awaySet(let payload): payload
    case .personErased(let payload): payload
    case .windowPlanned(let payload): payload
    case .windowAnnounced(let payload): payload
    case .windowOpened(let payload): payload
    case .windowClosingNoted(let payload): payload
    case .windowClosed(let payload): payload
    case .windowChanged(let payload): payload
    case .windowReopened(let payload): payload
    case .windowCancelled(let payload): payload
    case .handedIn(let payload): payload
    case .contentChanged(let payload): payload
    case .withdrawn(let payload): payload
    case .returned(let payload): payload
    case .returnRecalled(let payload): payload
    case .lateAccepted(let payload): payload
    case .amended(let payload): payload
    case .extended(let payload): payload
    case .yearEnded(let payload): payload
    case .answerDelayed(let payload): payload
    case .openingRecorded(let payload): payload
    case .assignmentProposed(let payload): payload
    case .assignmentAdjusted(let payload): payload
    case .assignmentReleased(let payload): payload
    case .assignmentRecalled(let payload): payload
    case .reviewAssigned(let payload): payload
    case .evaluatorNeeded(let payload): payload
    case .reviewSeen(let payload): payload
    case .scorecardHandedIn(let payload): payload
    case .reviewDeclined(let payload): payload
    case .reviewReassigned(let payload): payload
    case .reviewExtended(let payload): payload
    case .criterionReopened(let payload): payload
    case .overdueEscalated(let payload): payload
    case .outcomeReached(let payload): payload
    case .decisionReleased(let payload): payload
    case .decisionRecalled(let payload): payload
    case .decisionReopened(let payload): payload
    case .entriesMade(let payload): payload
    case .fileTaken(let payload): payload
    case .undone(let payload): payload
    case .clockConfirmed(let payload): payload
    }
  }

  /// The name under which it is stored.
  public var type: String { Swift.type(of: payload).type }

  /// How each stored name is read back.
  static let readers: [String: Reader] = {
    var readers: [String: Reader] = [:]
    add(ProgramSet.self, { .programSet($0) }, to: &readers)
    add(CalendarSet.self, { .calendarSet($0) }, to: &readers)
    add(RubricAdded.self, { .rubricAdded($0) }, to: &readers)
    add(OfferingRecorded.self, { .offeringRecorded($0) }, to: &readers)
    add(PersonRecorded.self, { .personRecorded($0) }, to: &readers)
    add(RoleGranted.self, { .roleGranted($0) }, to: &readers)
    add(RoleRevoked.self, { .roleRevoked($0) }, to: &readers)
    add(EvaluatorRecorded.self, { .evaluatorRecorded($0) }, to: &readers)
    add(ConflictDeclared.self, { .conflictDeclared($0) }, to: &readers)
    add(DeputiesSet.self, { .deputiesSet($0) }, to: &readers)
    add(AddressMarked.self, { .addressMarked($0) }, to: &readers)
    add(NoticesMuted.self, { .noticesMuted($0) }, to: &readers)
    add(AwaySet.self, { .awaySet($0) }, to: &readers)
    add(PersonErased.self, { .personErased($0) }, to: &readers)
    add(WindowPlanned.self, { .windowPlanned($0) }, to: &readers)
    add(WindowAnnounced.self, { .windowAnnounced($0) }, to: &readers)
    add(WindowOpened.self, { .windowOpened($0) }, to: &readers)
    add(WindowClosingNoted.self, { .windowClosingNoted($0) }, to: &readers)
    add(WindowClosed.self, { .windowClosed($0) }, to: &readers)
    add(WindowChanged.self, { .windowChanged($0) }, to: &readers)
    add(WindowReopened.self, { .windowReopened($0) }, to: &readers)
    add(WindowCancelled.self, { .windowCancelled($0) }, to: &readers)
    add(HandedIn.self, { .handedIn($0) }, to: &readers)
    add(ContentChanged.self, { .contentChanged($0) }, to: &readers)
    add(Withdrawn.self, { .withdrawn($0) }, to: &readers)
    add(Returned.self, { .returned($0) }, to: &readers)
    add(ReturnRecalled.self, { .returnRecalled($0) }, to: &readers)
    add(LateAccepted.self, { .lateAccepted($0) }, to: &readers)
    add(Amended.self, { .amended($0) }, to: &readers)
    add(Extended.self, { .extended($0) }, to: &readers)
    add(YearEnded.self, { .yearEnded($0) }, to: &readers)
    add(AnswerDelayed.self, { .answerDelayed($0) }, to: &readers)
    add(OpeningRecorded.self, { .openingRecorded($0) }, to: &readers)
    add(AssignmentProposed.self, { .assignmentProposed($0) }, to: &readers)
    add(AssignmentAdjusted.self, { .assignmentAdjusted($0) }, to: &readers)
    add(AssignmentReleased.self, { .assignmentReleased($0) }, to: &readers)
    add(AssignmentRecalled.self, { .assignmentRecalled($0) }, to: &readers)
    add(ReviewAssigned.self, { .reviewAssigned($0) }, to: &readers)
    add(EvaluatorNeeded.self, { .evaluatorNeeded($0) }, to: &readers)
    add(ReviewSeen.self, { .reviewSeen($0) }, to: &readers)
    add(ScorecardHandedIn.self, { .scorecardHandedIn($0) }, to: &readers)
    add(ReviewDeclined.self, { .reviewDeclined($0) }, to: &readers)
    add(ReviewReassigned.self, { .reviewReassigned($0) }, to: &readers)
    add(ReviewExtended.self, { .reviewExtended($0) }, to: &readers)
    add(CriterionReopened.self, { .criterionReopened($0) }, to: &readers)
    add(OverdueEscalated.self, { .overdueEscalated($0) }, to: &readers)
    add(OutcomeReached.self, { .outcomeReached($0) }, to: &readers)
    add(DecisionReleased.self, { .decisionReleased($0) }, to: &readers)
    add(DecisionRecalled.self, { .decisionRecalled($0) }, to: &readers)
    add(DecisionReopened.self, { .decisionReopened($0) }, to: &readers)
    add(EntriesMade.self, { .entriesMade($0) }, to: &readers)
    add(FileTaken.self, { .fileTaken($0) }, to: &readers)
    add(Undone.self, { .undone($0) }, to: &readers)
    add(ClockConfirmed.self, { .clockConfirmed($0) }, to: &readers)
    return readers
  }()

  private static func add<Payload: EventPayload>(
    _: Payload.Type, _ make: @escaping @Sendable (Payload) -> Event,
    to readers: inout [String: Reader]
  ) {
    readers[Payload.type] = Reader(version: Payload.version) { coder in
      make(try coder.read(Payload.self))
    }
  }

  /// Reads the facts of one kind of event at its present version.
  struct Reader: Sendable {
    var version: Int
    var read: @Sendable (StructureReader) throws -> Event
  }
}
