import CivilTime
import Notices
import Office
import Programs
import Store
import Workflow

/// What the dashboard shows, as one look at the records gives it.
struct Dashboard {
  /// A window with what came in through it.
  struct Stretch {
    var window: Window
    var counts: [SubmissionStateName: Int]

    var handedIn: Int {
      counts.filter { $0.key != .withdrawn }.values.reduce(0, +)
    }
    func count(_ states: SubmissionStateName...) -> Int {
      states.reduce(0) { $0 + counts[$1, default: 0] }
    }
  }

  /// Something that was done and can be undone still.
  struct Done {
    var command: Int64
    var at: Instant
    var who: String
    var isOwn: Bool
    var what: String
    var more: Int
  }

  var counts: OfficeCounts
  /// When the first of those ready to release has to be released, and when its teacher hears.
  var ready: AnswerTimes?
  var late: [ReviewRow]
  var lacking: [SubmissionRow]
  /// Closed windows whose assignment was worked out and waits to be released.
  var proposed: [Window]
  var bounced: [PersonID]
  var setAside: Int
  var isPaused: Bool
  var failed: Int
  var unknown: Int
  var names: [PersonID: PersonName]
  var year: SchoolYearLine
  var stretches: [Stretch]
  /// The window that is told about: the open one, or the latest that closed.
  var present: Stretch?
  var releases: [Instant]
  var done: [Done]

  static func read(_ visit: Visit) throws -> Dashboard {
    let actor = Actor.person(try visit.person().id)
    return try visit.read { records in
      let counts = try records.officeCounts(at: visit.now)
      let windows = try records.windows().filter { $0.state != .cancelled }
      let year = SchoolYearLine(
        on: visit.wording.today, calendar: try records.calendar(),
        firstMonth: visit.program.schoolYearFirstMonth)
      let present = presentWindow(of: windows, at: visit.now)
      let shown = windows.filter {
        year.holds($0.opensOn) || year.holds($0.endsOn) || $0.id == present?.id
      }.suffix(24)
      let stretches = try shown.map {
        Stretch(window: $0, counts: try records.submissionCounts(in: $0.id))
      }
      let late = try records.lateReviews(at: visit.now, limit: 3)
      let lacking = try records.submissions(.lacking, limit: 3)
      let bounced = try visit.desk.bounced.value(at: try records.lastSequence()) {
        try records.bouncedPeople(limit: 100)
      }
      return Dashboard(
        counts: counts,
        ready: try counts.firstReady.flatMap { try records.submission($0)?.times }, late: late,
        lacking: lacking,
        proposed: try windows.filter { window in
          // An assignment is large: only one that waits is read whole.
          guard window.state == .closed, let id = window.assignment,
            try records.isProposed(id)
          else { return false }
          return try records.assignment(id)?.isEmpty == false
        },
        bounced: bounced, setAside: try records.openSetAsideCount(),
        isPaused: try records.isOutboxPaused(), failed: try records.mailCount(.failed),
        unknown: try records.mailCount(.unknown),
        names: try records.names(
          of: late.map(\.evaluator) + lacking.map(\.earner) + bounced.prefix(3)),
        year: year, stretches: stretches,
        present: stretches.first { $0.window.id == present?.id },
        releases: try present.map { try records.releases(in: $0.id, limit: 10_000) } ?? [],
        done: try done(records, by: actor, visit))
    }
  }

  /// The window that is told about: the latest that has opened.
  private static func presentWindow(of windows: [Window], at now: Instant) -> Window? {
    windows.last { $0.times.opens <= now && ($0.state == .open || $0.state == .closed) }
  }

  private static func done(
    _ records: ReadRecords, by actor: Actor, _ visit: Visit
  ) throws -> [Done] {
    let telling = Telling(visit, records)
    return try records.undoableCommands(
      by: actor, at: visit.now, zone: visit.zone, since: visit.now.adding(hours: -1),
      lookingBack: 25
    ).prefix(5).compactMap { command in
      // What the clock and files did is no one's to take back here.
      guard case .person = command.by, let first = command.events.first else { return nil }
      return Done(
        command: command.number, at: command.at, who: try telling.name(command.by),
        isOwn: command.by == actor, what: try telling.words(first),
        more: command.events.count - 1)
    }
  }
}
