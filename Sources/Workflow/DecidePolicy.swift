import CivilTime
import Programs
import Rubrics

func decidePolicy(
  _ command: Command, facts: Facts, at now: Instant
) throws(Refusal) -> [Event] {
  switch command {
  case .setProgram(let program, let payFrom):
    if facts.program == program { return [] }
    let effective = try facts.payEffective(program, payFrom, at: now)
    for kind in StageKind.allCases {
      guard let id = program.stage(kind)?.rubric, facts.rubricInForce[kind] == nil else { continue }
      throw Refusal(
        .incomplete,
        "The program's \(kind.rawValue) step uses the rubric \"\(id)\", which is not here yet: "
          + "import it first.")
    }
    return [.programSet(ProgramSet(program: program, payFrom: effective))]
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

extension Facts {
  /// The first day of a program's pay policy; `nil` where it stays as it was.
  ///
  /// What is in the ledger was reckoned in days and years of the zone and the school year in force, and has to be
  /// paid: neither can change under it, nor can a program stop to pay what it owes.
  fileprivate func payEffective(
    _ new: Program, _ day: CivilDate?, at now: Instant
  ) throws(Refusal) -> PayYearStart? {
    let today = zone.date(at: now)
    if let day, day < today {
      throw Refusal(
        .againstTheRules,
        "A pay policy can't hold from \(day), before today: it never rewrites the past.")
    }
    let isInUse = next.ledgerEntry > 1
    if isInUse, let old = program {
      guard new.pay != nil else {
        throw Refusal(
          .againstTheRules,
          "Amounts are held or owed by this program's `pay`: a program without it would leave them."
        )
      }
      guard new.zone == old.zone, new.schoolYearFirstMonth == old.schoolYearFirstMonth else {
        throw Refusal(
          .againstTheRules,
          "Amounts are reckoned by `zone` and `schoolYearFirstMonth`: neither can change any more.")
      }
    }
    guard new.pay != nil, new.pay != program?.pay else { return nil }
    let first = day ?? today
    return PayYearStart(day: first, at: first == today ? now : zone.startOfDay(first))
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
    hoursHundredths: offering.hoursHundredths, cents: offering.cents, summary: offering.summary,
    link: offering.link, isActive: offering.isActive)
  if recorded == known { return [] }
  let mayLead = facts.program?.evaluators.offeringLeaderMayEvaluate ?? true
  return [.offeringRecorded(OfferingRecorded(offering: recorded))]
    + facts.handedBack { review, submission in
      !mayLead && leaders.contains(review.evaluator) && submission.offering == recorded.id
    }
}
