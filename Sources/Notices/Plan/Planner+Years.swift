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

  /// Plans the reminders of a proposal's year anew, from the year's end as it stands.
  ///
  /// - Parameters:
  ///   - proposal: The proposal, as it is recorded now.
  ///   - decided: When the approval's own mail is due: a reminder whose day is past by then is merged into it. `nil`
  ///     leaves such reminders out.
  /// - Throws: What the facts throw.
  mutating func planYearsEnd(of proposal: Submission, mergedIntoMailAt decided: Instant? = nil)
    throws
  {
    var replaced = Set(
      try facts.plannedNotices(about: .submission(proposal.id))
        .filter { $0.name == .yearEnding }.map(\.key))
    if case .inProgress(let ends) = proposal.progress {
      let last = try LastWindows(facts: facts, program: program, times: times)
      let end = YearsEnd(ends: ends, lastClose: last.lastMoment(yearEnds: ends, at: now))
      for days in program.completion.reminderDays {
        var due = times.reminder(days: days, before: end.date)
        if let decided { due = max(due, decided) } else if due <= now { continue }
        let key = try free { NoticeKeys.yearEnding(proposal.id, days: days, since: $0) }
        replaced.remove(key)
        plan(
          .yearEnding, key, to: proposal.earner, about: .submission(proposal.id), due: due,
          notAfter: end.date,
          .fields([.stage: "\(days)d", .lastClose: end.lastClose?.field]))
      }
    }
    for key in replaced.sorted() { cancel(PlanSelector(key: key), because: .changed) }
  }

  /// Windows have moved: the reminders of all proposals in progress move with them.
  mutating func planYearsEndings(movedBy stage: StageKind) throws {
    guard stage == .evidence, program.proposals != nil else { return }
    let last = try LastWindows(facts: facts, program: program, times: times)
    for proposal in try facts.proposalsInProgress() {
      guard case .inProgress(let ends) = proposal.progress else { continue }
      let end = YearsEnd(ends: ends, lastClose: last.lastMoment(yearEnds: ends, at: now))
      for notice in try facts.plannedNotices(about: .submission(proposal.id)) {
        guard notice.name == .yearEnding, let days = notice.stageDays else { continue }
        guard notice.instant(.lastClose) != end.lastClose || notice.notAfter != end.date else {
          continue
        }
        var moved = notice
        moved.due = max(times.reminder(days: days, before: end.date), now)
        moved.notAfter = end.date
        moved[.lastClose] = end.lastClose?.field
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
    plan(
      .yearEnded, try free { NoticeKeys.yearEnded(proposal.id, since: $0) }, to: proposal.earner,
      about: .submission(proposal.id), due: times.hours.nextSchoolMorning(onOrAfter: now))
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
