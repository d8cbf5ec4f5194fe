import CivilTime
import Programs
import Workflow

/// Fewer days than this before the opening, a window is announced by the mail that it is open.
let announcedDaysMin = 7
/// A window of fewer days has no mail that it closes soon: the one that it is open says so.
let closingDaysMin = 4

extension Planning {
  // MARK: Announced, open, closing

  /// Announces a window to everybody whom it may concern; merged into the opening if that is near.
  mutating func announce(_ id: WindowID) throws {
    guard let window = try facts.window(id) else { return }
    let isSoon = zone.date(at: now).days(until: window.opensOn) < announcedDaysMin
    let due =
      isSoon
      ? times.next(.windowAnnounced, onOrAfter: max(now, window.times.opens))
      : afterHoldUnlessClock(.windowAnnounced)
    for person in try audience(of: window) {
      plan(
        .windowAnnounced, NoticeKeys.announced(id, to: person), to: person, about: .window(id),
        due: due, notAfter: window.times.ends)
    }
  }

  mutating func open(_ id: WindowID) throws {
    guard let window = try facts.window(id) else { return }
    let due = afterHoldUnlessClock(.windowOpen)
    for person in try audience(of: window) {
      plan(
        .windowOpen, NoticeKeys.open(id, to: person), to: person, about: .window(id), due: due,
        notAfter: window.times.ends)
    }
  }

  /// Whom a window may concern: all staff, or where evidence completes a proposal, who has something open.
  ///
  /// People's ids only: a window is told to 1,500 of them in one transaction.
  private func audience(of window: Window) throws -> [PersonID] {
    if window.stage == .evidence, program.proposals != nil {
      return try facts.peopleWithOpenWork(at: now)
    }
    return try facts.staff(on: zone.date(at: now))
  }

  mutating func noteClosing(_ id: WindowID) throws {
    guard let window = try facts.window(id) else { return }
    var concerned = Set(try facts.peopleWithDrafts(for: window.stage))
    for submission in try facts.submissions(in: id) where submission.state.name == .returned {
      concerned.insert(submission.earner)
    }
    if window.stage == .evidence {
      let last = try EvidenceWindows(facts: facts, program: program, zone: zone)
      for proposal in try facts.proposalsInProgress() {
        if last.isLast(window, for: proposal) { concerned.insert(proposal.earner) }
      }
    }
    for person in concerned.sorted() {
      plan(
        .windowClosing, NoticeKeys.closing(id, to: person), to: person, about: .window(id),
        due: times.next(.windowClosing, onOrAfter: now), notAfter: window.times.ends)
    }
  }

  // MARK: Moved and cancelled

  /// A window's dates moved: what is planned moves along, and who was told the old ones hears of the new ones.
  mutating func change(
    _ id: WindowID, version: Int, before: WindowChanged.Before, _ reason: String
  ) throws {
    try planYearsEndings(movedBy: facts.window(id)?.stage ?? .evidence)
    guard let window = try facts.window(id) else { return }
    try movePlanned(about: window)
    let planned = try facts.plannedNotices(about: .window(id)).filter { $0.name == .windowChanged }
    // Of several changes within the minutes for undoing, people hear of the last, against what they know.
    let opensBefore = planned.first?.instant(.opensBefore) ?? before.times.opens
    let closesBefore = planned.first?.instant(.closesBefore) ?? before.times.ends
    cancel(
      PlanSelector(about: .window(id), names: [.windowChanged]), because: .changed)
    if window.times.opens == opensBefore, window.times.ends == closesBefore { return }
    let told = try facts.peopleTold(
      about: .window(id), in: [.windowAnnounced, .windowOpen, .windowChanged])
    let concerned = try concerned(byMoving: window, from: before, closesBefore)
    for person in told where concerned.contains(person) {
      plan(
        .windowChanged, NoticeKeys.changed(id, version: version, to: person), to: person,
        about: .window(id), due: afterHold(.windowChanged), notAfter: window.times.ends,
        .fields([
          .opensBefore: opensBefore.field, .closesBefore: closesBefore.field,
          .version: "\(version)", .reason: reason.isEmpty ? nil : reason,
        ]))
    }
  }

  /// Whose draft, due date or promised day moves with a window.
  private func concerned(
    byMoving window: Window, from before: WindowChanged.Before, _ closesBefore: Instant
  ) throws -> Set<PersonID> {
    var concerned = Set(try facts.peopleWithDrafts(for: window.stage))
    for submission in try facts.submissions(in: window.id) {
      switch submission.state {
      case .submitted, .returned: concerned.insert(submission.earner)
      // Who judges it, and by when, stays; so does the day that the teacher was promised.
      case .underReview, .readyToRelease, .decided, .withdrawn: break
      }
    }
    if window.stage == .evidence, program.proposals != nil {
      let last = try EvidenceWindows(facts: facts, program: program, zone: zone)
      for proposal in try facts.proposalsInProgress() {
        guard case .inProgress(let ends) = proposal.progress else { continue }
        let known = last.lastMoment(
          yearEnds: ends, at: now, in: window.id, from: before.times.opens, to: closesBefore)
        if known != last.lastMoment(yearEnds: ends, at: now) { concerned.insert(proposal.earner) }
      }
    }
    return concerned
  }

  /// Announcements that nobody got yet go by the new dates.
  private mutating func movePlanned(about window: Window) throws {
    for notice in try facts.plannedNotices(about: .window(window.id)) {
      switch notice.name {
      case .windowAnnounced where window.state == .announced:
        let morning = max(now, min(window.times.announce, window.times.opens))
        move(
          notice, due: max(notice.due, times.next(.windowAnnounced, onOrAfter: morning)),
          notAfter: window.times.ends)
      case .windowAnnounced, .windowOpen, .windowClosing:
        move(notice, due: notice.due, notAfter: window.times.ends)
      default: break
      }
    }
  }

  mutating func cancel(_ id: WindowID) throws {
    cancel(
      PlanSelector(
        about: .window(id),
        names: [.windowAnnounced, .windowOpen, .windowClosing, .windowChanged]),
      because: .windowCancelled)
    guard let window = try facts.window(id) else { return }
    try planYearsEndings(movedBy: window.stage)
  }
}
