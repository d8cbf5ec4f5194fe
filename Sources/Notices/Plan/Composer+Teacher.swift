import CivilTime
import Programs
import Workflow

// Whether what a teacher is told still makes sense.
extension Composing {
  // MARK: Windows

  func relevance(ofWindow notice: PlannedNotice) throws -> Verdict {
    guard let window = try facts.window(WindowID(notice.about.number)) else {
      return .cancel(.nothingToSay)
    }
    if window.state == .cancelled { return .cancel(.windowCancelled) }
    if window.times.ends <= now { return .cancel(.stale) }
    switch notice.name {
    case .windowAnnounced: return try announced(window)
    case .windowOpen: return try open(window)
    case .windowClosing: return try closing(window)
    case .windowChanged:
      guard notice[.version] == "\(window.version)" else { return .cancel(.replaced) }
      let before = notice.instant(.closesBefore) ?? window.times.ends
      return .send(window.times.ends < before ? .sooner : .standard)
    default: return .cancel(.nothingToSay)
    }
  }

  private func announced(_ window: Window) throws -> Verdict {
    if isAway { return .cancel(.onLeave) }
    let open = NoticeKeys.open(window.id, to: person.id)
    if window.times.opens <= now {
      let isComing = try facts.isPlanned(key: open, for: person.id)
      let isTold = try facts.toldAt(key: open) != nil
      return isComing || isTold ? .end(.merged(into: open)) : .cancel(.replaced)
    }
    if today.days(until: window.opensOn) < announcedDaysMin {
      return .wait(until: times.next(.windowAnnounced, onOrAfter: window.times.opens))
    }
    return .send()
  }

  private func open(_ window: Window) throws -> Verdict {
    if isAway { return .cancel(.onLeave) }
    switch window.state {
    case .open: break
    // Its opening moved to a later day, on which it is told again.
    case .planned, .announced: return .cancel(.changed)
    case .closed, .cancelled: return .cancel(.stale)
    }
    let own = try facts.submissions(of: person.id)
    let isIn = own.contains { $0.window == window.id && $0.isIn }
    let isAllIn =
      window.stage == .evidence && program.proposals != nil
      && own.contains { $0.stage == .evidence && $0.isIn } && !hasOpenWork(own)
    return isIn || isAllIn ? .cancel(.handedIn) : .send()
  }

  private func closing(_ window: Window) throws -> Verdict {
    guard window.state == .open else { return .cancel(.stale) }
    let open = NoticeKeys.open(window.id, to: person.id)
    if window.opensOn.days(until: window.endsOn) < closingDaysMin,
      !person.muted.contains(MutableKind.announcements.rawValue)
    {
      let isComing = try facts.isPlanned(key: open, for: person.id)
      if try isComing || facts.toldAt(key: open) != nil { return .end(.merged(into: open)) }
    }
    let drafts = try facts.drafts(of: person.id).filter { $0.stage == window.stage }
    let isPutOff = drafts.contains { $0.notThisTime == window.id }
    if drafts.contains(where: { $0.notThisTime != window.id }) { return .send() }
    if isPutOff { return .cancel(.notThisTime) }
    let own = try facts.submissions(of: person.id)
    let ofWindow = own.filter { $0.window == window.id }
    if ofWindow.contains(where: { $0.state.name == .returned }) { return .send() }
    if window.stage == .evidence {
      let last = try EvidenceWindows(facts: facts, program: program, zone: zone)
      for proposal in own where evidenceStanding(of: proposal, own) == nil {
        if last.isLast(window, for: proposal) { return .send() }
      }
    }
    if ofWindow.contains(where: \.isIn) || own.contains(where: { $0.isIn }) {
      return .cancel(.handedIn)
    }
    if ofWindow.contains(where: { $0.state.name == .withdrawn }) { return .cancel(.withdrawn) }
    return .cancel(.nothingToSay)
  }

  private var isAway: Bool { person.evaluator?.isAway(on: today) ?? false }

  /// Whether anything of a teacher's can be handed in as evidence.
  private func hasOpenWork(_ own: [Submission]) -> Bool {
    own.contains { submission in
      if case .inProgress = submission.progress {
        return evidenceStanding(of: submission, own) == nil
      }
      return submission.canBeHandedInAgain(at: now)
    }
  }

  // MARK: Work

  func relevance(ofWork notice: PlannedNotice) throws -> Verdict {
    guard let submission = try facts.submission(SubmissionID(notice.about.number)) else {
      return .cancel(.nothingToSay)
    }
    switch notice.name {
    case .returned:
      switch submission.state {
      case .returned: return .send()
      case .withdrawn: return .cancel(.withdrawn)
      case .submitted, .underReview, .readyToRelease, .decided: return .cancel(.handedIn)
      }
    case .decisionDelayed: return try delayed(notice, submission)
    case .yearEnding: return try yearEnding(notice, submission)
    case .yearEnded:
      guard case .ended = submission.progress else { return .cancel(.extended) }
      let standing = evidenceStanding(of: submission, try facts.submissions(of: person.id))
      return standing.map(Verdict.cancel) ?? .send()
    case .extended:
      switch submission.progress {
      case .inProgress(let ends), .stopped(_, let ends):
        return ends == notice.instant(.after) ? .send() : .cancel(.replaced)
      case .completed, .ended, .none: return .cancel(.changed)
      }
    default: return .send()
    }
  }

  private func delayed(_ notice: PlannedNotice, _ submission: Submission) throws -> Verdict {
    switch submission.state {
    case .decided(let decision, _, _):
      // What was released that same morning says it, and so does what went out meanwhile.
      let waiting = try facts.plannedNotices(about: .decision(decision)).first {
        $0.name.isDecision
      }
      let key = waiting?.key ?? NoticeKeys.decision(decision)
      let isTold = try waiting != nil || facts.toldAt(key: key) != nil
      return isTold ? .end(.merged(into: key)) : .cancel(.decided)
    case .returned: return .cancel(.returned)
    case .withdrawn: return .cancel(.withdrawn)
    case .submitted, .underReview, .readyToRelease:
      // A window's new dates moved the day, and their mail said so.
      return submission.times.notifyBy == notice.instant(.after) ? .send() : .cancel(.changed)
    }
  }

  private func yearEnding(_ notice: PlannedNotice, _ proposal: Submission) throws -> Verdict {
    switch proposal.progress {
    case .inProgress: break
    case .stopped: return .cancel(.handedIn)
    case .completed: return .cancel(.decided)
    case .ended, .none: return .cancel(.stale)
    }
    let own = try facts.submissions(of: person.id)
    switch evidenceStanding(of: proposal, own) {
    // A "not yet" can still be handed in until the date that this names.
    case .none, .changed: break
    case .some(let reason): return .cancel(reason)
    }
    guard let last = notice.instant(.lastClose) else { return .send(.noWindow) }
    // Whoever heard this morning that the window closes knows it.
    for window in try facts.windows() where window.stage == .evidence && window.times.ends == last {
      let closing = NoticeKeys.closing(window.id, to: person.id)
      if let told = try facts.toldAt(key: closing), zone.date(at: told) == today {
        return .end(.merged(into: closing))
      }
    }
    return .send(.yearEnding(days: notice.stageDays ?? 0))
  }

  /// Why no evidence is awaited for a proposal: it is in, or on its way again; `nil` where it is.
  ///
  /// `changed` stands for a "not yet" that can be handed in again.
  private func evidenceStanding(of proposal: Submission, _ own: [Submission]) -> CancelReason? {
    for evidence in own where evidence.proposal == proposal.id {
      switch evidence.state {
      case .submitted, .underReview, .readyToRelease: return .handedIn
      case .returned where evidence.canBeHandedInAgain(at: now): return .returned
      case .decided(_, .earned, _): return .decided
      case .decided where evidence.canBeHandedInAgain(at: now): return .changed
      case .returned, .decided, .withdrawn: continue
      }
    }
    return nil
  }

  // MARK: Decisions

  func relevance(ofDecision notice: PlannedNotice) throws -> Verdict {
    guard let decision = try facts.decision(DecisionID(notice.about.number)) else {
      return .cancel(.nothingToSay)
    }
    switch decision.standing {
    case .inForce: break
    case .recalled: return .cancel(.undone)
    case .reopened: return .cancel(.changed)
    }
    switch notice.name {
    case .corrected:
      let before = notice[.outcomeBefore].flatMap(Outcome.init(rawValue:))
      return .send(before.map { .correction(from: $0, to: decision.outcome) } ?? .standard)
    case .notYet:
      let met = try facts.submission(decision.submission)?.met ?? []
      return .send(met.isEmpty ? .nothingMet : .standard)
    case .earned:
      let stage = try facts.submission(decision.submission)?.stage ?? .evidence
      return .send(program.isEvaluated(stage) ? .standard : .withoutBadge)
    default: return .send()
    }
  }
}

extension Submission {
  /// With the district, and not decided.
  fileprivate var isIn: Bool {
    switch state {
    case .submitted, .underReview, .readyToRelease: true
    case .returned, .decided, .withdrawn: false
    }
  }

  /// Something is missing, or more was asked for, and there is time for it.
  fileprivate func canBeHandedInAgain(at now: Instant) -> Bool {
    switch state {
    case .returned, .decided: handInAgainBy.map { now < $0 } ?? false
    case .submitted, .underReview, .readyToRelease, .withdrawn: false
    }
  }
}

extension NoticeVariant {
  /// The text of a year's reminder whose days the program may have set otherwise.
  static func yearEnding(days: Int) -> NoticeVariant {
    days > 45 ? .sixtyDays : days > 15 ? .thirtyDays : .sevenDays
  }

  /// The text of a review's reminder whose days the program may have set otherwise.
  static func reminder(days: Int) -> NoticeVariant {
    switch days {
    case ...0: .onTheDay
    case 1: .oneDay
    case 2...4: .threeDays
    case 5...10: .sevenDays
    default: .fourteenDays
    }
  }

  /// The text of a correction: for somebody, against them, or a decision that stays.
  static func correction(from before: Outcome, to after: Outcome) -> NoticeVariant {
    func worth(_ outcome: Outcome) -> Int {
      switch outcome {
      case .approvedToBegin, .earned: 2
      case .revise, .notYet: 1
      case .notApproved: 0
      }
    }
    if before == after { return .unchanged }
    return worth(after) < worth(before) ? .against : .standard
  }
}
