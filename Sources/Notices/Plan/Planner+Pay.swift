import CivilTime
import Programs
import Workflow

/// School days before payroll's lock on whose morning the office hears what is still to be decided.
private let warningSchoolDays = 5

extension Planner {
  /// Plans what pay dates ask for: some school days before the lock a word to the office of what is in time and not
  /// decided, and payroll's file once it is locked.
  static func payDates(
    _ program: Program, facts: some NoticeFacts, zone: Zone, at now: Instant
  ) throws -> [PlanChange] {
    let ahead = try facts.payDatesAhead(at: now, zone: zone)
    guard !ahead.isEmpty else { return [] }
    let times = try MailTimes(program, facts.calendar(), zone)
    var changes: [PlanChange] = []
    for date in ahead {
      if date.locks <= now {
        changes += try ready(date, times, facts, at: now)
      } else if date.cutOff <= now, warning(before: date.locks, times) <= now {
        changes += try risk(date, times, facts, at: now)
      }
    }
    return changes
  }

  private static func warning(before lock: Instant, _ times: MailTimes) -> Instant {
    var day = times.zone.date(at: lock)
    for _ in 0..<warningSchoolDays {
      day = times.hours.calendar.schoolDay(onOrBefore: day.adding(days: -1))
    }
    return times.zone.startOfDay(day)
  }

  private static func risk(
    _ date: PayDateAhead, _ times: MailTimes, _ facts: some NoticeFacts, at now: Instant
  ) throws -> [PlanChange] {
    let due = times.next(.payrollReady, onOrAfter: now)
    let people = try office(on: times.zone.date(at: due), facts: facts).filter {
      try !isTold(NoticeKeys.payDateAtRisk(date.day, to: $0), to: $0, facts)
    }
    guard due < date.locks, !people.isEmpty else { return [] }
    let open = try facts.payDateOpen(date.day, at: now, zone: times.zone)
    guard open.count > 0 else { return [] }
    return people.map {
      .plan(
        .payDateAtRisk(
          date.day, to: $0, due: due, locks: date.locks, open: open.count, late: open.late))
    }
  }

  private static func ready(
    _ date: PayDateAhead, _ times: MailTimes, _ facts: some NoticeFacts, at now: Instant
  ) throws -> [PlanChange] {
    let due = times.next(.payrollReady, onOrAfter: now)
    let day = times.zone.date(at: due)
    var people = try facts.people(with: .payroll).filter { $0.isEmployed(on: day) }.map(\.id)
    if people.isEmpty { people = try office(on: day, facts: facts) }
    people = try people.filter {
      try !isTold(NoticeKeys.payrollReady("\(date.day)", to: $0), to: $0, facts)
    }
    guard !people.isEmpty else { return [] }
    let figures = try facts.payDateFigures(date.day, zone: times.zone)
    guard figures.lines > 0 else { return [] }
    return people.map {
      .plan(
        .payrollReady(
          date.day, to: $0, due: due, exportBy: times.zone.startOfDay(date.day),
          figures: figures))
    }
  }

  private static func isTold(
    _ key: String, to person: PersonID, _ facts: some NoticeFacts
  ) throws -> Bool {
    try facts.isPlanned(key: key, for: person) || facts.toldAt(key: key) != nil
  }
}
