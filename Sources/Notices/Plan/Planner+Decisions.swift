import CivilTime
import Programs
import Workflow

extension Planning {
  // MARK: Released

  mutating func release(_ event: DecisionReleased) throws {
    guard let submission = try facts.submission(event.submission) else { return }
    let about = PlannedNotice.About.decision(event.decision)
    let key = NoticeKeys.decision(event.decision)
    if event.isOfThePast {
      planAndCancel(
        NoticeName(event.outcome), key, to: submission.earner, about: about, because: .ofThePast)
      try planYearsEnd(of: submission, isMoved: false)
      return
    }
    if try isByIssuer(event, submission) {
      // The proof is the decision: one mail says that it arrived and what came of it.
      cancel(
        PlanSelector(
          about: .submission(submission.id), names: [.proposalReceived, .evidenceReceived],
          command: entry.command),
        because: .replaced)
    }
    let due = afterHold(NoticeName(event.outcome))
    if let known = try toldDecision(before: event) {
      plan(
        .corrected, NoticeKeys.corrected(known.id, by: event.decision), to: submission.earner,
        about: about, due: due, .fields([.outcomeBefore: known.outcome.rawValue]))
    } else {
      plan(NoticeName(event.outcome), key, to: submission.earner, about: about, due: due)
    }
    if event.outcome == .approvedToBegin {
      try planYearsEnd(of: submission, approval: due, isMoved: event.corrects != nil)
    }
    try planYearsEnd(ofProposalOf: submission)
  }

  private func isByIssuer(_ event: DecisionReleased, _ submission: Submission) throws -> Bool {
    guard case .issuer = program.stage(submission.stage)?.judging else { return false }
    return event.reviews.isEmpty
  }

  /// The decision that the teacher knows of and that this one corrects; `nil` if they know of none.
  ///
  /// A correction that was itself taken back before it went out is passed over.
  private func toldDecision(before event: DecisionReleased) throws -> Decision? {
    var next = event.corrects
    var seen: Set<DecisionID> = [event.decision]
    while let id = next, seen.insert(id).inserted, let decision = try facts.decision(id) {
      if try facts.toldAt(key: NoticeKeys.decision(id)) != nil { return decision }
      if let corrected = decision.corrects,
        try facts.toldAt(key: NoticeKeys.corrected(corrected, by: id)) != nil
      {
        return decision
      }
      next = decision.corrects
    }
    return nil
  }

  // MARK: Taken back

  /// A decision is looked at again: what it had planned no longer holds.
  mutating func takeBack(_ event: DecisionReopened) throws {
    cancel(PlanSelector(about: .decision(event.decision)), because: .changed)
    cancel(
      PlanSelector(about: .submission(event.submission), names: [.yearEnding]),
      because: .changed)
    guard let submission = try facts.submission(event.submission) else { return }
    try planYearsEnd(ofProposalOf: submission)
  }

  // MARK: Ready to release

  /// Somebody's last scorecard came in, or was no longer needed: decisions may be ready for their release.
  ///
  /// Together go the submissions of a window that were promised the same day: a further round, months later, is a group
  /// of its own.
  ///
  /// - Parameters:
  ///   - id: The submission.
  ///   - isNews: Something came in or fell away, so that these may be all. Otherwise the day has moved, and the day before
  ///     it is told anew.
  /// - Throws: What the facts throw.
  mutating func reach(_ id: SubmissionID, isNews: Bool = true) throws {
    guard let submission = try facts.submission(id) else { return }
    let group = try ReadyGroup(of: submission, facts: facts)
    guard group.ready > 0 else { return }
    let releaseBy = submission.times.releaseBy
    let dayBefore = zone.date(at: releaseBy).adding(days: -1)
    let oneDay = times.hours.lastSchoolDay(onOrBefore: dayBefore)
    let all = times.next(.ready, onOrAfter: entry.at)
    for person in try office(on: zone.date(at: now), facts: facts) {
      func ready(_ stage: ReadyStage, _ due: Instant) {
        plan(
          .ready,
          NoticeKeys.ready(submission, promised: group.promised, stage: stage, to: person),
          to: person, about: submission.window.map { .window($0) } ?? .submission(id), due: due,
          .fields([
            .stage: stage.rawValue, .promised: submission.times.notifyBy.field,
          ]))
      }
      if isNews, group.waiting == 0 { ready(.all, all) }
      if now < oneDay { ready(.oneDay, oneDay) }
    }
  }
}

/// The submissions of a window that were promised the same day, and where they stand.
struct ReadyGroup {
  /// The promised day, where it is not the window's own.
  let promised: CivilDate?
  /// Scorecards are missing.
  let waiting: Int
  /// Waiting for their release.
  let ready: Int

  init(of submission: Submission, facts: some NoticeFacts) throws {
    try self.init(
      window: submission.window, notifyBy: submission.times.notifyBy, of: submission,
      facts: facts)
  }

  init(
    window id: WindowID?, notifyBy: Instant, of submission: Submission? = nil,
    facts: some NoticeFacts
  ) throws {
    let window = try id.flatMap(facts.window(_:))
    var group = try id.map(facts.submissions(in:)) ?? []
    if id == nil, let submission { group = [submission] }
    var waiting = 0
    var ready = 0
    for submission in group where submission.times.notifyBy == notifyBy {
      switch submission.state {
      case .submitted, .underReview: waiting += 1
      case .readyToRelease: ready += 1
      case .returned, .decided, .withdrawn: break
      }
    }
    self.waiting = waiting
    self.ready = ready
    promised = window?.times.notifyBy == notifyBy ? nil : Self.day(notifyBy)
  }

  /// A day by which a promise is told apart from others; in UTC, since it is only a part of a key.
  private static func day(_ notifyBy: Instant) -> CivilDate { Zone.utc.date(at: notifyBy) }
}
