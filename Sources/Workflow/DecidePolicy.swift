import CivilTime
import Programs
import Rubrics

func decidePolicy(
  _ command: Command, facts: Facts, at now: Instant
) throws(Refusal) -> [Event] {
  switch command {
  case .setProgram(let program):
    if facts.program == program { return [] }
    for kind in StageKind.allCases {
      guard let id = program.stage(kind)?.rubric, facts.rubricInForce[kind] == nil else { continue }
      throw Refusal(
        .incomplete,
        "The program's \(kind.rawValue) step uses the rubric \"\(id)\", which is not here yet: "
          + "import it first.")
    }
    return [.programSet(ProgramSet(program: program))]
      + replanned(facts, program, facts.calendar)
  case .setCalendar(let calendar):
    if facts.calendar == calendar { return [] }
    return [.calendarSet(CalendarSet(calendar: calendar))]
      + (facts.program.map { replanned(facts, $0, calendar) } ?? [])
  case .addRubric(let rubric, let reason):
    if facts.rubrics[rubric.version] != nil { return [] }
    return [
      .rubricAdded(
        RubricAdded(
          version: rubric.version, text: rubric.canonical,
          reason: reason.isEmpty ? nil : Personal(reason)))
    ]
  case .recordOffering(let offering): return try recordOffering(offering, facts: facts)
  case .noteFile(let file): return [.fileTaken(file)]
  case .confirmClock: return [.clockConfirmed(ClockConfirmed(at: now))]
  default: return []
  }
}

/// What lies ahead moves with the program and the school calendar; what people were told stays.
private func replanned(
  _ facts: Facts, _ program: Program, _ calendar: SchoolCalendar
) -> [Event] {
  let deadlines = Deadlines(zone: facts.zone, calendar: calendar, mail: program.mail)
  return facts.windows.compactMap { window in
    guard window.state == .planned, let stage = program.stage(window.stage) else { return nil }
    let times = deadlines.times(for: stage, opensOn: window.opensOn, endsOn: window.endsOn)
    guard times != window.times else { return nil }
    return .windowChanged(
      WindowChanged(
        window: window.id, version: window.version + 1, opensOn: window.opensOn,
        endsOn: window.endsOn, times: times, before: window.dates, reason: ""))
  }
}

private func recordOffering(
  _ offering: OfferingFacts, facts: Facts
) throws(Refusal) -> [Event] {
  guard !offering.code.isEmpty, !offering.title.isEmpty else {
    throw Refusal(.incomplete, "An offering needs a code and a title.")
  }
  var leaders = SortedSet<PersonID>()
  for number in offering.leaderNumbers {
    let leader = facts.people.values.first { $0.details.value?.employeeNumber == number }
    guard let leader else {
      throw Refusal(
        .notFound, "The leader's employee number belongs to nobody: import the people first.")
    }
    leaders.insert(leader.id)
  }
  var next = facts.next
  let known = facts.offerings.first
  let recorded = Offering(
    id: known?.id ?? next.take(\.offering), code: offering.code, title: offering.title,
    issuer: offering.issuer, skills: offering.skills, leaders: leaders,
    hoursHundredths: offering.hoursHundredths, summary: offering.summary, link: offering.link,
    isActive: offering.isActive)
  if recorded == known { return [] }
  let mayLead = facts.program?.evaluators.offeringLeaderMayEvaluate ?? true
  return [.offeringRecorded(OfferingRecorded(offering: recorded))]
    + facts.handedBack { review, submission in
      !mayLead && leaders.contains(review.evaluator) && submission.offering == recorded.id
    }
}
