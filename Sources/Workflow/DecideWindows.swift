public import CivilTime
public import Programs

/// Most days that a window may be open: from one yearly due date to the next, and a month to move it by.
private let windowDaysMax = 400
/// A window that opens in fewer days than this is announced by the mail that it is open.
private let announcedDaysMin: Int64 = 7

func decideWindows(
  _ command: Command, by actor: Actor, facts: Facts, at now: Instant
) throws(Refusal) -> [Event] {
  switch command {
  case .planYear(let year): return try planYear(year, facts: facts, at: now)
  case .addWindow(let kind, let label, let opensOn, let endsOn):
    let stage = try facts.stage(kind)
    if case .always = stage.intake {
      throw Refusal(.againstTheRules, "This step takes work at any time: it has no windows.")
    }
    let times = try facts.deadlines().times(for: stage, opensOn: opensOn, endsOn: endsOn)
    try check(opensOn, endsOn, of: kind, besides: nil, facts: facts)
    guard now < times.ends else {
      throw Refusal(.notNow, "The window would be over already: choose later dates.")
    }
    var next = facts.next
    return [
      .windowPlanned(
        WindowPlanned(
          window: next.take(\.window), stage: kind, label: label, opensOn: opensOn,
          endsOn: endsOn, times: times))
    ]
  case .changeWindow(let id, let opensOn, let endsOn, let reason):
    return try changeWindow(id, opensOn, endsOn, reason, facts: facts, at: now)
  case .announceWindow(let id):
    let window = try facts.window(id)
    guard window.state == .planned else { return [] }
    if actor == .clock, now < min(window.times.announce, window.times.opens) { return [] }
    let isSoon = window.times.opens < now.adding(days24h: announcedDaysMin)
    return [.windowAnnounced(WindowAnnounced(window: id, isMergedIntoOpening: isSoon))]
  case .openWindow(let id):
    let window = try facts.window(id)
    guard window.state == .planned || window.state == .announced else { return [] }
    guard now < window.times.opens else { return [.windowOpened(WindowOpened(window: id))] }
    guard actor != .clock else { return [] }
    // Whoever opens it by hand opens it today: its dates say so from now on.
    return try changeWindow(
      id, facts.zone.date(at: now), window.endsOn, "", facts: facts, at: now)
      + [.windowOpened(WindowOpened(window: id))]
  case .noteWindowClosing(let id):
    let window = try facts.window(id)
    guard window.state == .open, !window.isClosingNoted, now >= window.times.closingNote
    else { return [] }
    return [.windowClosingNoted(WindowClosingNoted(window: id))]
  case .closeWindow(let id):
    let window = try facts.window(id)
    guard window.state == .open else { return [] }
    guard now < window.times.graceEnds else { return [.windowClosed(WindowClosed(window: id))] }
    guard actor != .clock else { return [] }
    // By hand it closes tonight: nobody is cut off while they write. In its grace it is closing already.
    let tonight = facts.zone.date(at: now).adding(days: 1)
    return tonight >= window.endsOn
      ? [] : try changeWindow(id, window.opensOn, tonight, "", facts: facts, at: now)
  case .reopenWindow(let id, let endsOn, let reason):
    return try reopenWindow(id, endsOn, reason, facts: facts, at: now)
  case .cancelWindow(let id, let reason):
    let window = try facts.window(id)
    guard window.state == .planned || window.state == .announced || window.state == .open else {
      throw Refusal(.notInThisState, "Window \(id) is \(window.state.rawValue) already.")
    }
    guard facts.inWindow.allSatisfy({ $0.state.name == .withdrawn }) else {
      throw Refusal(
        .againstTheRules,
        "Work has come in through window \(id). Close it early instead, so that nothing is lost.")
    }
    return [.windowCancelled(WindowCancelled(window: id, reason: reason))]
  default: return []
  }
}

extension Window {
  /// The dates as they stand, for telling and undoing a change.
  var dates: WindowChanged.Before {
    WindowChanged.Before(opensOn: opensOn, endsOn: endsOn, times: times)
  }
}

private func planYear(_ year: Int, facts: Facts, at now: Instant) throws(Refusal) -> [Event] {
  let program = try facts.policy()
  let deadlines = try facts.deadlines()
  var next = facts.next
  var events: [Event] = []
  for kind in StageKind.allCases {
    guard let stage = program.stage(kind) else { continue }
    for plan in stage.dates(inSchoolYear: year, firstMonth: program.schoolYearFirstMonth) {
      let known = facts.windows.filter { $0.stage == kind && $0.state != .cancelled }
      let opensOn = stage.opening(of: plan, after: known)
      let isKnown = known.contains { $0.opensOn < plan.endsOn && opensOn < $0.endsOn }
      let times = deadlines.times(for: stage, opensOn: opensOn, endsOn: plan.endsOn)
      // What is over when the program begins is nobody's window any more.
      if isKnown || times.ends <= now { continue }
      events.append(
        .windowPlanned(
          WindowPlanned(
            window: next.take(\.window), stage: kind, label: plan.label, opensOn: opensOn,
            endsOn: plan.endsOn, times: times)))
    }
  }
  return events
}

/// The dates of one window as its rule gives them for a year.
public struct PlannedDates: Hashable, Sendable {
  public var label: String
  public var opensOn: CivilDate
  public var endsOn: CivilDate
}

extension Stage {
  /// What the stage's rules give for a school year, in order of opening.
  ///
  /// From one cut-off to the next, work may come in at any time: each is a window that begins where the one
  /// before ended. The first begins where the rules of the year before end, or else with the school year.
  public func dates(inSchoolYear year: Int, firstMonth: Int) -> [PlannedDates] {
    switch intake {
    case .windows(let rules):
      let dates = rules.compactMap { rule -> PlannedDates? in
        guard let opensOn = rule.opens.date(inSchoolYearStarting: year, firstMonth: firstMonth)
        else { return nil }
        return PlannedDates(
          label: "\(rule.label) \(opensOn.year)", opensOn: opensOn,
          endsOn: opensOn.adding(days: rule.days))
      }
      return dates.sorted { $0.opensOn < $1.opensOn }
    case .cutOffs(let rules):
      func ends(_ year: Int) -> [(String, CivilDate)] {
        rules.compactMap { rule in
          rule.lastDay.date(inSchoolYearStarting: year, firstMonth: firstMonth).map {
            ("\(rule.label) \($0.year)", $0.adding(days: 1))
          }
        }.sorted { $0.1 < $1.1 }
      }
      guard let firstDay = CivilDate(year: year, month: firstMonth, day: 1) else { return [] }
      var begin = ends(year - 1).last?.1 ?? firstDay
      var dates: [PlannedDates] = []
      for (label, end) in ends(year) where begin < end {
        dates.append(PlannedDates(label: label, opensOn: begin, endsOn: end))
        begin = end
      }
      return dates
    case .always: return []
    }
  }

  /// The day on which planned dates open beside the windows that are there: what comes from one cut-off to the
  /// next begins where the one before really ends, should an administrator have moved it.
  fileprivate func opening(of plan: PlannedDates, after known: [Window]) -> CivilDate {
    guard case .cutOffs = intake else { return plan.opensOn }
    let before = known.filter { $0.opensOn < plan.opensOn && $0.endsOn < plan.endsOn }
    return max(plan.opensOn, before.map(\.endsOn).max() ?? plan.opensOn)
  }
}

private func check(
  _ opensOn: CivilDate, _ endsOn: CivilDate, of kind: StageKind, besides id: WindowID?,
  facts: Facts
) throws(Refusal) {
  guard opensOn < endsOn else {
    throw Refusal(.incomplete, "A window's last day can't be before its first.")
  }
  guard opensOn.days(until: endsOn) <= windowDaysMax else {
    throw Refusal(.againstTheRules, "A window is open for at most \(windowDaysMax) days.")
  }
  let other = facts.windows.first {
    $0.stage == kind && $0.id != id && $0.state != .cancelled && $0.opensOn < endsOn
      && opensOn < $0.endsOn
  }
  if let other {
    throw Refusal(
      .againstTheRules,
      "It would overlap with \"\(other.label)\", which is open from \(other.opensOn) "
        + "to \(other.endsOn.adding(days: -1)).")
  }
}

private func changeWindow(
  _ id: WindowID, _ opensOn: CivilDate, _ endsOn: CivilDate, _ reason: String, facts: Facts,
  at now: Instant
) throws(Refusal) -> [Event] {
  let window = try facts.window(id)
  switch window.state {
  case .planned, .announced: break
  case .open:
    guard opensOn == window.opensOn else {
      throw Refusal(.notInThisState, "The window is open already: only its last day can change.")
    }
  case .closed:
    throw Refusal(.notInThisState, "The window is closed: reopen it with a new last day.")
  case .cancelled: throw Refusal(.notInThisState, "The window is cancelled: add a new one.")
  }
  try check(opensOn, endsOn, of: window.stage, besides: id, facts: facts)
  if opensOn == window.opensOn, endsOn == window.endsOn { return [] }
  let stage = try facts.stage(window.stage)
  let times = try facts.deadlines().times(for: stage, opensOn: opensOn, endsOn: endsOn)
  guard now < times.ends else {
    throw Refusal(.notNow, "The window would be over already: choose a later last day.")
  }
  return [
    .windowChanged(
      WindowChanged(
        window: id, version: window.version + 1, opensOn: opensOn, endsOn: endsOn, times: times,
        before: window.dates, reason: reason))
  ]
}

private func reopenWindow(
  _ id: WindowID, _ endsOn: CivilDate, _ reason: String, facts: Facts, at now: Instant
) throws(Refusal) -> [Event] {
  let window = try facts.window(id)
  guard window.state == .closed else {
    throw Refusal(.notInThisState, "Window \(id) is \(window.state.rawValue), not closed.")
  }
  guard !reason.isEmpty else {
    throw Refusal(.incomplete, "Reopening needs a reason, which everybody who is told reads.")
  }
  try check(window.opensOn, endsOn, of: window.stage, besides: id, facts: facts)
  let stage = try facts.stage(window.stage)
  let times = try facts.deadlines().times(for: stage, opensOn: window.opensOn, endsOn: endsOn)
  guard now < times.ends else {
    throw Refusal(.notNow, "The window would be over already: choose a later last day.")
  }
  return [
    .windowReopened(
      WindowReopened(
        window: id, version: window.version + 1, endsOn: endsOn, times: times,
        before: window.dates, reason: reason))
  ]
}
