import CivilTime
import Programs
import Workflow

/// What reminders of a year's end count back from.
struct YearsEnd {
  /// When the year ends, exclusive.
  let ends: Instant
  /// The last moment at which evidence can come in; `nil` if no window is left in the year.
  let lastClose: Instant?

  /// The date that the teacher has to keep.
  var date: Instant { lastClose ?? ends }
}

extension Planning {
  // MARK: Planning and moving reminders

  /// Plans the reminders of a proposal's year, from its end as it stands; what was planned for another end is cancelled.
  ///
  /// - Parameters:
  ///   - proposal: The proposal, as it is recorded now.
  ///   - approval: When the approval's own mail is due, if this is the approval: a reminder whose day is past by then is
  ///     merged into it. Otherwise such reminders are left out.
  ///   - isMoved: The year had another end before, of which some may have been told.
  /// - Throws: What the facts throw.
  mutating func planYearsEnd(
    of proposal: Submission, approval: Instant? = nil, isMoved: Bool = true
  ) throws {
    for notice in try facts.plannedNotices(about: .submission(proposal.id))
    where notice.name == .yearEnding {
      cancel(PlanSelector(key: notice.key), because: .changed)
    }
    guard case .inProgress(let ends) = proposal.progress else { return }
    let last = try EvidenceWindows(facts: facts, program: program, zone: zone)
    let end = YearsEnd(ends: ends, lastClose: last.lastMoment(yearEnds: ends, at: now))
    for days in program.completion.reminderDays {
      var due = times.reminder(days: days, before: end.date)
      if let approval { due = max(due, approval) } else if due <= now { continue }
      plan(
        .yearEnding,
        NoticeKeys.yearEnding(proposal.id, days: days, since: isMoved ? entry.command : nil),
        to: proposal.earner, about: .submission(proposal.id), due: due, notAfter: end.date,
        .fields([.stage: "\(days)d", .lastClose: end.lastClose?.field]))
    }
  }

  /// Windows have moved: the reminders of all proposals in progress move with them.
  mutating func planYearsEndings(movedBy stage: StageKind) throws {
    guard stage == .evidence, program.proposals != nil else { return }
    let last = try EvidenceWindows(facts: facts, program: program, zone: zone)
    for proposal in try facts.proposalsInProgress() {
      guard case .inProgress(let ends) = proposal.progress else { continue }
      let end = YearsEnd(ends: ends, lastClose: last.lastMoment(yearEnds: ends, at: now))
      for notice in try facts.plannedNotices(about: .submission(proposal.id)) {
        guard notice.name == .yearEnding, let days = notice.stageDays else { continue }
        var moved = notice
        moved.notAfter = end.date
        moved[.lastClose] = end.lastClose?.field
        // Whose day is past waits for its mail already, or goes now because the date came nearer.
        let due = times.reminder(days: days, before: end.date)
        moved.due = due > now ? due : moved == notice ? notice.due : now
        if moved == notice { continue }
        replan(moved)
      }
    }
  }

  /// The year of evidence's proposal goes on, is over, or stands still: its reminders follow.
  mutating func planYearsEnd(ofProposalOf submission: Submission) throws {
    guard let id = submission.proposal, let proposal = try facts.submission(id) else { return }
    try planYearsEnd(of: proposal)
  }

  // MARK: Ended and extended

  mutating func endYear(_ event: YearEnded) throws {
    guard let proposal = try facts.submission(event.submission) else { return }
    cancel(
      PlanSelector(about: .submission(proposal.id), names: [.yearEnding]), because: .stale)
    let first = NoticeKeys.yearEnded(proposal.id, since: nil)
    let isFirst = try facts.toldAt(key: first) == nil
    plan(
      .yearEnded,
      isFirst ? first : NoticeKeys.yearEnded(proposal.id, since: entry.command),
      to: proposal.earner, about: .submission(proposal.id),
      due: times.hours.nextSchoolMorning(onOrAfter: now))
  }

  mutating func extend(_ event: Extended) throws {
    guard let proposal = try facts.submission(event.submission) else { return }
    // What was extended before and not told is told with this one, from the end that the teacher knows.
    let waiting = try facts.plannedNotices(about: .submission(proposal.id))
    let before = waiting.first { $0.name == .extended }?.instant(.before) ?? event.endedBefore
    cancel(
      PlanSelector(about: .submission(proposal.id), names: [.extended, .yearEnded]),
      because: .replaced)
    plan(
      .extended, NoticeKeys.extended(proposal.id, command: entry.command), to: event.earner,
      about: .submission(proposal.id), due: afterHold(.extended), notAfter: event.ends,
      .fields([.before: before.field, .after: event.ends.field]))
    try planYearsEnd(of: proposal)
  }
}
