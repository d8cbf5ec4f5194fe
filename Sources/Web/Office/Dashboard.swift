import CivilTime
import Notices
import Office
import Programs
import Store
import Workflow

/// What the dashboard shows, as one look at the records gives it.
struct Dashboard {
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
  var setAside: Int
  var isPaused: Bool
  var failed: Int
  var unknown: Int
  var names: [PersonID: PersonName]
  var year: DashboardYear
  var done: [Done]
  /// What is coming at the pay dates; `nil` where the program pays nothing.
  var forecast: Forecast?

  static func read(_ visit: Visit) throws -> Dashboard {
    let actor = Actor.person(try visit.person().id)
    let forecast = try Forecast.known(visit)
    return try visit.read { records in
      let counts = try records.officeCounts(at: visit.now)
      let late = try records.lateReviews(at: visit.now, limit: 3)
      let lacking = try records.submissions(.lacking, limit: 3)
      let year = try DashboardYear.known(records, visit)
      return Dashboard(
        counts: counts,
        ready: try counts.firstReady.flatMap { try records.submission($0)?.times }, late: late,
        lacking: lacking,
        setAside: try records.openSetAsideCount(),
        isPaused: try records.isOutboxPaused(), failed: try records.mailCount(.failed),
        unknown: try records.mailCount(.unknown),
        names: try records.names(
          of: late.map(\.evaluator) + lacking.map(\.earner) + year.bounced.prefix(3)),
        year: year,
        done: try done(records, by: actor, visit), forecast: forecast)
    }
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
