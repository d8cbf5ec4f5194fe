public import CivilTime
public import Programs

/// What the clock will ask for, and when.
///
/// It is derived from the records alone: storage keeps these rows beside each record, indexed by instant, so
/// that "what is due" is one query and never a timer. What is due twice is done once: doing it changes the
/// record, and the row goes with it.
public struct AgendaEntry: Hashable, Sendable {
  public var item: AgendaItem
  public var due: Instant

  public init(item: AgendaItem, due: Instant) {
    self.item = item
    self.due = due
  }
}

/// A thing that falls due.
public enum AgendaItem: Hashable, Sendable {
  case announceWindow(WindowID)
  case openWindow(WindowID)
  case noteWindowClosing(WindowID)
  case closeWindow(WindowID)
  /// The window is over: an assignment has to be worked out, which happens outside of any transaction.
  case proposeAssignment(WindowID)
  /// A submission needs an evaluator, who has to be worked out as well.
  case findEvaluator(SubmissionID)
  case releaseDecision(SubmissionID)
  case delayAnswer(SubmissionID)
  case endYear(SubmissionID)
  case escalateOverdue(ReviewID)
  /// A year of salaries or funds begins.
  case beginPayYear(CivilDate)

  /// The name under which it is stored.
  public var name: String {
    switch self {
    case .announceWindow: "announce-window"
    case .openWindow: "open-window"
    case .noteWindowClosing: "note-window-closing"
    case .closeWindow: "close-window"
    case .proposeAssignment: "propose-assignment"
    case .findEvaluator: "find-evaluator"
    case .releaseDecision: "release-decision"
    case .delayAnswer: "delay-answer"
    case .endYear: "end-year"
    case .escalateOverdue: "escalate-overdue"
    case .beginPayYear: "begin-pay-year"
    }
  }

  /// The number of the record that it is about.
  public var subject: Int64 {
    switch self {
    case .announceWindow(let id), .openWindow(let id), .noteWindowClosing(let id),
      .closeWindow(let id), .proposeAssignment(let id):
      id.number
    case .findEvaluator(let id), .releaseDecision(let id), .delayAnswer(let id), .endYear(let id):
      id.number
    case .escalateOverdue(let id): id.number
    // As people write it: 20270101.
    case .beginPayYear(let day): Int64(day.year * 10_000 + day.month * 100 + day.day)
    }
  }

  /// The item of a stored name.
  public init?(name: String, subject: Int64) {
    switch name {
    case "announce-window": self = .announceWindow(WindowID(subject))
    case "open-window": self = .openWindow(WindowID(subject))
    case "note-window-closing": self = .noteWindowClosing(WindowID(subject))
    case "close-window": self = .closeWindow(WindowID(subject))
    case "propose-assignment": self = .proposeAssignment(WindowID(subject))
    case "find-evaluator": self = .findEvaluator(SubmissionID(subject))
    case "release-decision": self = .releaseDecision(SubmissionID(subject))
    case "delay-answer": self = .delayAnswer(SubmissionID(subject))
    case "end-year": self = .endYear(SubmissionID(subject))
    case "escalate-overdue": self = .escalateOverdue(ReviewID(subject))
    case "begin-pay-year":
      let number = Int(subject)
      guard
        let day = CivilDate(year: number / 10_000, month: number / 100 % 100, day: number % 100)
      else { return nil }
      self = .beginPayYear(day)
    default: return nil
    }
  }
}

extension PayYearStart {
  /// What the clock will ask for this year.
  public var agenda: [AgendaEntry] { [AgendaEntry(item: .beginPayYear(day), due: at)] }
}

extension Window {
  /// What the clock will ask for this window.
  public func agenda(by program: Program) -> [AgendaEntry] {
    switch state {
    case .planned:
      // A window that was set too late to be announced first opens all the same.
      [AgendaEntry(item: .announceWindow(id), due: min(times.announce, times.opens))]
    case .announced: [AgendaEntry(item: .openWindow(id), due: times.opens)]
    case .open:
      isClosingNoted
        ? [AgendaEntry(item: .closeWindow(id), due: times.graceEnds)]
        : [
          AgendaEntry(item: .noteWindowClosing(id), due: times.closingNote),
          AgendaEntry(item: .closeWindow(id), due: times.graceEnds),
        ]
    case .closed:
      assignment == nil && program.isEvaluated(stage)
        ? [AgendaEntry(item: .proposeAssignment(id), due: times.graceEnds)] : []
    case .cancelled: []
    }
  }
}

extension Submission {
  /// What the clock will ask for this submission.
  public func agenda(by program: Program) -> [AgendaEntry] {
    var entries: [AgendaEntry] = []
    switch state {
    case .submitted, .underReview:
      entries.append(AgendaEntry(item: .delayAnswer(id), due: times.promisedMorning))
    case .readyToRelease(_, let since):
      entries.append(AgendaEntry(item: .delayAnswer(id), due: times.promisedMorning))
      if program.evaluators.releasesDecisionsByItself {
        entries.append(AgendaEntry(item: .releaseDecision(id), due: since))
      }
    case .returned, .decided, .withdrawn: break
    }
    if program.evaluators.reassignsByItself,
      let first = lacking.filter({ !$0.isForAdministrator }).map(\.since).min()
    {
      entries.append(AgendaEntry(item: .findEvaluator(id), due: first))
    }
    if case .inProgress(let ends) = progress {
      entries.append(AgendaEntry(item: .endYear(id), due: ends))
    }
    return entries
  }
}

extension Review {
  /// What the clock will ask for this review.
  public func agenda() -> [AgendaEntry] {
    isOpen && !isEscalated ? [AgendaEntry(item: .escalateOverdue(id), due: escalate)] : []
  }
}

extension Program {
  /// The stage of a kind; `nil` where the program has none.
  public func stage(_ kind: StageKind) -> Stage? {
    switch kind {
    case .proposal: proposals
    case .evidence: evidence
    }
  }

  /// Whether evaluators with a rubric judge a stage.
  public func isEvaluated(_ kind: StageKind) -> Bool {
    guard case .evaluators = stage(kind)?.judging else { return false }
    return true
  }

  /// The evaluators that each submission of a stage gets at first.
  public func parts(_ kind: StageKind) -> [EvaluatorPart] {
    switch stage(kind)?.judging {
    case .evaluators(.one): [.evaluator]
    case .evaluators(.twoAndAdjudicator): [.evaluator, .secondEvaluator]
    case .clerk, .issuer, .none: []
    }
  }
}
