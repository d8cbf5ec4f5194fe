public import CivilTime

/// What somebody is to the thing that they ask about.
public enum Capacity: String, Hashable, Sendable, CaseIterable {
  /// An administrator, or a deputy in force.
  case administrator
  case clerk
  case payroll
  case adjudicator
  /// The evaluator whose review it is.
  case evaluator
  /// The teacher whose work it is, or the person whom it is about.
  case owner
  /// The agenda.
  case clock
  /// A file that was dropped in.
  case intake
  /// Somebody at the machine's own command line, who could change the files themselves.
  case technician
}

/// Who may ask for what: the one table.
public enum Permission {
  /// The capacities in which a kind of command may be asked for.
  public static func allowed(_ kind: CommandKind) -> Set<Capacity> {
    switch kind {
    case .setProgram, .setCalendar, .addRubric, .recordOffering, .recordPerson, .recordEvaluator,
      .recordOpening:
      [.administrator, .intake, .technician]
    case .grantRole, .revokeRole, .erasePerson, .confirmClock: [.administrator, .technician]
    case .setDeputies, .cancelWindow, .planYear, .addWindow, .changeWindow, .reopenWindow:
      [.administrator, .technician]
    case .declareConflict: [.owner, .administrator, .technician]
    case .markAddress: [.administrator, .intake, .technician, .clock]
    case .muteNotices, .setAway: [.owner, .administrator, .technician]
    case .announceWindow, .openWindow, .noteWindowClosing, .closeWindow:
      [.clock, .administrator, .technician]
    case .handIn: [.owner, .intake, .administrator, .technician]
    case .withdraw, .amend: [.owner, .administrator, .technician]
    case .returnSubmission: [.evaluator, .clerk, .administrator, .technician]
    case .checkDocuments: [.clerk, .administrator, .technician]
    case .acceptLate, .extend: [.administrator, .technician]
    case .endYear, .delayAnswer, .escalateOverdue: [.clock]
    case .proposeAssignment: [.clock, .administrator, .technician]
    case .moveAssignment, .pinAssignment: [.administrator, .technician]
    case .releaseAssignment, .assignReview: [.clock, .administrator, .technician]
    case .noteEvaluatorNeeded: [.clock, .administrator, .technician]
    case .seeReview, .reopenCriterion: [.evaluator]
    case .handInScorecard: [.evaluator, .administrator, .technician]
    case .declineReview: [.evaluator, .administrator, .technician]
    case .reassignReview, .extendReview: [.clock, .administrator, .technician]
    case .releaseDecisions: [.clock, .administrator, .technician]
    case .reopenDecision, .undo: [.administrator, .technician]
    case .holdAmount, .grantFunds, .correctPay: [.administrator, .technician]
    case .sealPayDate, .markPaid: [.payroll, .administrator, .technician]
    case .beginPayYear: [.clock]
    case .noteFile: [.intake, .technician]
    }
  }
}

extension Permission {
  /// In which capacities a row that was set aside may be left out. It is no command: nothing of it is recorded.
  static let toDismissRows: Set<Capacity> = [.administrator, .clerk, .technician]

  /// In which capacities an evaluator may be reminded, and texts be looked after. These are no commands either.
  static let toLookAfterMail: Set<Capacity> = [.administrator, .technician]

  /// Refuses whoever may not leave out a row that was set aside.
  ///
  /// - Throws: ``Refusal``, or what reading the records throws.
  public static func checkDismissing(
    by actor: Actor, at now: Instant, zone: Zone, from records: some RecordReading
  ) throws {
    try check(toDismissRows, of: actor, at: now, zone: zone, from: records)
  }

  /// Refuses whoever may not remind evaluators, nor change the wording of notices.
  ///
  /// - Throws: ``Refusal``, or what reading the records throws.
  public static func checkLookingAfterMail(
    by actor: Actor, at now: Instant, zone: Zone, from records: some RecordReading
  ) throws {
    try check(toLookAfterMail, of: actor, at: now, zone: zone, from: records)
  }

  private static func check(
    _ allowed: Set<Capacity>, of actor: Actor, at now: Instant, zone: Zone,
    from records: some RecordReading
  ) throws {
    // Who somebody is does not hang on what they ask for; this asks about nothing else.
    let facts = try Facts.gather(
      for: .confirmClock, by: actor, at: now, zone: zone, from: records)
    let held = capacities(of: actor, for: .confirmClock, facts: facts, at: now)
    guard !allowed.isDisjoint(with: held) else { throw Refusal.notYours }
  }
}
