import CivilTime
import Programs
import Workflow

/// Minutes between the evaluators' note and the administrator's, so that nobody learns it from their superior.
private let escalationMinutes: Int64 = 60

extension Planning {
  // MARK: Overdue

  /// Tells the administrators which reviews are overdue, after the evaluators and at most once a day.
  mutating func escalate(_ event: OverdueEscalated) throws {
    let today = times.next(.escalation, onOrAfter: entry.at.adding(minutes: escalationMinutes))
    let about = event.window.map(PlannedNotice.About.window(_:)) ?? .district
    for person in try office(on: zone.date(at: today), facts: facts) {
      var due = today
      var key = NoticeKeys.escalation(event.window, on: zone.date(at: due), to: person)
      if try facts.toldAt(key: key) != nil {
        due = times.nextDay(.escalation, after: due)
        key = NoticeKeys.escalation(event.window, on: zone.date(at: due), to: person)
      }
      let waiting = try facts.plannedNotices(about: about).first { $0.key == key }
      let reviews = (waiting?.reviews ?? []) + event.reviews
      plan(
        .escalation, key, to: person, about: about, due: waiting?.due ?? due,
        .fields([.reviews: PlannedNotice.list(reviews)]))
    }
  }

  // MARK: Files and addresses

  /// Tells of rows that could not be taken. What of an hour's files was set aside makes one mail.
  mutating func report(_ event: FileTaken) throws {
    guard event.setAside > 0 || !event.unreadable.isEmpty else { return }
    let wall = zone.civil(at: entry.at).time
    let left = 3_600 - wall.minute * 60 - wall.second
    let due = times.next(.intakeReport, onOrAfter: entry.at.adding(seconds: Int64(left)))
    for person in try office(on: zone.date(at: due), facts: facts) {
      plan(
        .intakeReport, NoticeKeys.intakeReport(file: event.file, to: person), to: person,
        about: PlannedNotice.About(.file, entry.sequence), due: due,
        .fields([
          .file: event.file, .kind: event.kind, .rows: "\(event.rows)", .taken: "\(event.taken)",
          .setAside: "\(event.setAside)", .since: entry.at.field,
          .unreadable: event.unreadable.isEmpty ? nil : event.unreadable,
        ]))
    }
  }

  /// Tells on the next morning whose address bounced; never to that address itself.
  mutating func report(_ event: AddressMarked) throws {
    guard event.hasBounced else { return }
    let today = zone.date(at: entry.at)
    let due = times.next(
      .addressBounced, onOrAfter: zone.startOfDay(today.adding(days: 1)))
    for person in try office(on: zone.date(at: due), facts: facts) where person != event.person {
      let key = NoticeKeys.addressBounced(on: zone.date(at: due), to: person)
      let waiting = try facts.plannedNotices(about: .district).first { $0.key == key }
      let since = waiting?.instant(.since) ?? zone.startOfDay(today)
      plan(
        .addressBounced, key, to: person, about: .district, due: due,
        .fields([.since: since.field]))
    }
  }
}

extension Planner {
  // MARK: The weekly digest

  /// Plans the coming digest for everybody who runs the program on its day.
  static func digest(
    _ program: Program, facts: some NoticeFacts, zone: Zone, at now: Instant
  ) throws -> [PlanChange] {
    let times = try MailTimes(program, facts.calendar(), zone)
    var day = zone.date(at: now)
    var nominal = zone.instant(of: CivilDateTime(day, program.mail.digestTime))
    while day.weekday != program.mail.digestWeekday || nominal <= now {
      day = day.adding(days: 1)
      nominal = zone.instant(of: CivilDateTime(day, program.mail.digestTime))
    }
    // In breaks, too, since the check code must not have a gap; after a holiday on the next weekday.
    let due = times.next(.digest, onOrAfter: nominal)
    let week = day.week
    let planned = Set(try facts.plannedNotices(about: .district))
    return try office(on: zone.date(at: due), facts: facts).compactMap { person in
      let notice = PlannedNotice(
        key: NoticeKeys.digest(year: week.year, week: week.number, to: person), name: .digest,
        person: person, about: .district, due: due, command: 0)
      return planned.contains(notice) ? nil : .plan(notice)
    }
  }
}

extension CivilDate {
  /// The ISO 8601 week: it belongs to the year that its Thursday lies in.
  var week: (year: Int, number: Int) {
    let thursday = adding(days: 3 - daysSinceMonday)
    let first = CivilDate(year: thursday.year, month: 1, day: 1) ?? thursday
    return (thursday.year, first.days(until: thursday) / 7 + 1)
  }

  /// 0 on a Monday, 6 on a Sunday. Day 0 was a Thursday.
  private var daysSinceMonday: Int { ((daysSinceEpoch + 3) % 7 + 7) % 7 }
}
