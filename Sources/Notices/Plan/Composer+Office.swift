import CivilTime
import Programs
import Workflow

/// Minutes after which an escalation looks again whether the evaluators have heard first.
private let escalationRetryMinutes: Int64 = 15
/// With fewer days than this between them, the second note on what is ready is left out.
private let readyDaysMin = 2

// Whether what the administrators are told still makes sense.
extension Composing {
  func relevance(ofOffice notice: PlannedNotice) throws -> Verdict {
    guard try office(on: today, facts: facts).contains(person.id) else {
      return .cancel(.changed)
    }
    switch notice.name {
    case .escalation: return try escalation(notice)
    case .assignmentProposed: return try proposed(notice)
    case .ready: return try ready(notice)
    case .intakeReport:
      if notice[.unreadable] != nil { return .send(.notTaken) }
      let rows = try notice[.file].map(facts.setAside(file:)) ?? []
      return rows.isEmpty ? .cancel(.nothingToSay) : .send()
    case .addressBounced:
      let bounced = try facts.bounced(since: notice.instant(.since) ?? now)
      return bounced.contains { $0.person != person.id } ? .send() : .cancel(.nothingToSay)
    case .digest: return .send(try isAnythingWaiting() ? .standard : .nothingWaits)
    default: return .cancel(.nothingToSay)
    }
  }

  /// Told while at least one is still open and overdue, and its evaluator has heard first.
  private func escalation(_ notice: PlannedNotice) throws -> Verdict {
    var open = 0
    var reason: CancelReason?
    var heardBy: Instant?
    for id in notice.reviews {
      guard let review = try facts.review(id) else { continue }
      if let ended = review.endReason ?? (now < review.due ? .extended : nil) {
        reason = reason ?? ended
        continue
      }
      open += 1
      for waiting in try facts.plannedNotices(about: .review(id))
      where waiting.name == .overdueThree {
        heardBy = max(heardBy ?? now, waiting.due)
      }
    }
    if open == 0 { return .cancel(reason ?? .nothingToSay) }
    if let heardBy {
      let again = max(heardBy, now).adding(minutes: escalationRetryMinutes)
      return .wait(until: times.next(.escalation, onOrAfter: again))
    }
    return .send(open == 1 ? .one : .standard)
  }

  private func proposed(_ notice: PlannedNotice) throws -> Verdict {
    guard let assignment = try facts.assignment(AssignmentID(notice.about.number)) else {
      return .cancel(.nothingToSay)
    }
    switch assignment.state {
    // A window through which nothing came has nothing to check.
    case .proposed: if assignment.isEmpty { return .cancel(.nothingToSay) }
    case .released: return .cancel(.decided)
    case .replaced: return .cancel(.replaced)
    }
    // Whoever asked for it on the page is looking at it.
    return notice[.asker] == "\(person.id)" ? .end(.suppressed) : .send()
  }

  private func ready(_ notice: PlannedNotice) throws -> Verdict {
    let group = try readyGroup(of: notice)
    guard let group, group.ready > 0 else { return .cancel(.decided) }
    guard notice[.stage] == ReadyStage.oneDay.rawValue else { return .send() }
    let all = notice.key.replacing(
      "/\(ReadyStage.oneDay.rawValue)/", with: "/\(ReadyStage.all.rawValue)/")
    if let told = try facts.toldAt(key: all),
      zone.date(at: told).days(until: today) < readyDaysMin
    {
      return .cancel(.replaced)
    }
    return .send(.oneDay)
  }

  private func readyGroup(of notice: PlannedNotice) throws -> ReadyGroup? {
    guard let promised = notice.instant(.promised) else { return nil }
    switch notice.about.kind {
    case .window:
      return try ReadyGroup(
        window: WindowID(notice.about.number), notifyBy: promised, facts: facts)
    case .submission:
      return try facts.submission(SubmissionID(notice.about.number)).map {
        try ReadyGroup(of: $0, facts: facts)
      }
    default: return nil
    }
  }

  private func isAnythingWaiting() throws -> Bool {
    let counts = try facts.counts()
    if counts.readyToRelease > 0 || counts.needingEvaluator > 0 { return true }
    if try facts.setAsideCount() > 0 { return true }
    for date in try facts.payDatesAhead(at: now, zone: zone)
    where date.cutOff <= now && now < date.locks {
      if try facts.payDateOpen(date.day, at: now, zone: zone).count > 0 { return true }
    }
    return try facts.windows().contains { try facts.hasAssignmentToCheck($0) }
  }
}
