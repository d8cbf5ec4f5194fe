import CivilTime
import Office
import Programs
import Store
import Workflow

/// What the assistant superintendent does, on the days on which her office is open.
extension SampleYear {
  private var administrator: PersonID? { world.members[0] }

  /// In the morning: the assignment that waits, whoever needs an evaluator, what is overdue.
  func administratorWorks() throws {
    guard let administrator, try isOfficeDay() else { return }
    if plansYears, today.day <= 3, today.month == program.schoolYearFirstMonth {
      try office.planComingYears(by: .person(administrator))
    }
    for window in try office.read({ try $0.windows() }) {
      guard let id = window.assignment, !window.isAssigned, window.state == .closed else {
        continue
      }
      let closed = zone.date(at: window.times.ends)
      guard today >= closed.adding(days: 2) else { continue }
      try ask(.releaseAssignment(id), by: administrator)
    }
    try findEvaluators(administrator)
    try reassignSilent(administrator)
    try extendSome(administrator)
  }

  /// Late in the afternoon: decisions that are ready go out, all together or as they come in.
  func administratorReleases() throws {
    guard let administrator, try isOfficeDay() else { return }
    let ready = try office.read { try $0.submissions(in: .readyToRelease, limit: 500) }
    let now = clock.now()
    let due = ready.filter {
      $0.times.releaseBy <= now.adding(days24h: 3)
        || chance.happens(thousandths: 300, "releases", $0.id, today)
    }
    guard !due.isEmpty else { return }
    try ask(.releaseDecisions(due.map(\.id)), by: administrator)
  }

  func isOfficeDay() throws -> Bool {
    let calendar = try office.read { try $0.calendar() }
    return !today.weekday.isWeekend && !calendar.isHoliday(today)
      && calendar.reasonClosed(today)?.contains("inter break") != true
  }

  private func findEvaluators(_ administrator: PersonID) throws {
    let lacking = try office.read { try $0.submissionsLackingEvaluator(limit: 100) }
    for submission in lacking {
      for place in submission.lacking where place.isForAdministrator {
        for evaluator in try office.suggestions(for: submission.id, limit: 3) {
          let command = Command.assignReview(
            submission.id, to: evaluator, part: place.part, isByHand: true)
          if try ask(command, by: administrator) { break }
        }
      }
    }
  }

  /// What an evaluator has not touched three school days after the day goes to somebody else.
  private func reassignSilent(_ administrator: PersonID) throws {
    for review in try office.read({ try $0.overdueReviews(at: clock.now(), limit: 100) })
    where review.isEscalated {
      let since = zone.date(at: review.escalate).days(until: today)
      guard since >= 1 else { continue }
      for evaluator in try office.suggestions(for: review.submission, limit: 3)
      where evaluator != review.evaluator {
        if try ask(.reassignReview(review.id, to: evaluator), by: administrator) { break }
      }
    }
  }

  /// Some teachers ask for more time before their year ends.
  private func extendSome(_ administrator: PersonID) throws {
    guard today.day == 1 else { return }
    for proposal in try office.read({ try $0.proposalsInProgress() }) {
      guard case .inProgress(let ends) = proposal.progress,
        ends < clock.now().adding(days24h: 45),
        chance.happens(thousandths: 300, "asks for time", proposal.id)
      else { continue }
      try ask(
        .extend(
          proposal.id, until: zone.date(at: ends).adding(months: 3),
          reason: "The teacher was away for some weeks."),
        by: administrator)
    }
  }
}
