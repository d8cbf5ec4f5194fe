import CivilTime
import HTML
import Mail
import Notices
import Office
import Programs
import Store
import Workflow

/// The dates of one person: the windows, and what is theirs to do.
struct CalendarDates {
  private let person: Person
  private let visit: Visit
  private let organizer: Mailbox

  /// Most entries; the earliest.
  private static let most = 400
  /// What is over stays for a while, so that nobody wonders where it went.
  private static let daysKept: Int64 = 31

  /// `nil` where the office has no address that could answer for them.
  init?(_ person: Person, _ visit: Visit) {
    guard let address = try? Address(visit.program.district.officeEmail) else { return nil }
    self.person = person
    self.visit = visit
    organizer = Mailbox(name: visit.program.district.officeName, address)
  }

  /// One date: what it is, when, and where more is said.
  private struct Entry {
    var name: String
    var at: Instant
    /// Whether it is the moment before which something has to be done, and not the one from which it can be.
    var isEnd = true
    var summary: String
    var path: Path
  }

  /// The whole calendar.
  func bytes() throws -> [UInt8] {
    CalendarFeed(
      name: visit.words("calendar.name", ["program": visit.program.name]), events: try events()
    ).bytes
  }

  /// All entries, the earliest first.
  private func events() throws -> [CalendarEvent] {
    let entries = try visit.read { records in
      try windows(records) + reviews(records) + work(records)
    }
    let first = visit.now.adding(days24h: -Self.daysKept)
    return entries.filter { first < $0.at }.sorted { ($0.at, $0.name) < ($1.at, $1.name) }
      .prefix(Self.most).map(event)
  }

  private func event(_ entry: Entry) -> CalendarEvent {
    let zone = visit.zone
    let shown = entry.isEnd ? zone.instant(of: visit.wording.shownEnd(entry.at)) : entry.at
    let start = entry.isEnd ? shown.adding(minutes: -30) : shown
    return CalendarEvent(
      method: .publish, uid: "\(entry.name)-\(person.id)@\(host)",
      // The same all day, so that a calendar that has not changed is told as such.
      stamp: zone.startOfDay(visit.wording.today), start: start,
      end: start.adding(minutes: 30), zone: .utc, summary: entry.summary,
      details: visit.words(
        "calendar.details",
        ["link": visit.office.settings.publicAddress + entry.path.string]),
      organizer: organizer)
  }

  private var host: String {
    let address = visit.office.settings.publicAddress
    let rest = address.firstRange(of: "://").map { address[$0.upperBound...] } ?? address[...]
    return String(rest.prefix { $0 != "/" && $0 != ":" })
  }

  // MARK: What there is

  private func windows(_ records: ReadRecords) throws -> [Entry] {
    let words = visit.words
    let isOffice = try Permission.held(
      by: person, seeing: .office, signedInTo: .everything, at: visit.now, zone: visit.zone,
      from: records
    ).contains(.administrator)
    return try records.windows().filter { $0.state != .cancelled }.flatMap { window in
      let stage = window.stage.rawValue
      var entries = [
        Entry(
          name: "window-\(window.id)-opens", at: window.times.opens, isEnd: false,
          summary: words("calendar.opens.\(stage)"), path: Path("home")),
        Entry(
          name: "window-\(window.id)-closes", at: window.times.ends,
          summary: words("calendar.closes.\(stage)"), path: Path("home")),
      ]
      if isOffice {
        entries.append(
          Entry(
            name: "window-\(window.id)-assign", at: window.times.assignBy,
            summary: words("calendar.assign-by"),
            path: Path("assignments").query("window", "\(window.id)")))
        entries.append(
          Entry(
            name: "window-\(window.id)-release", at: window.times.releaseBy,
            summary: words("calendar.release-by"), path: Path("decisions")))
      }
      return entries
    }
  }

  /// An entry a day: so many reviews.
  private func reviews(_ records: ReadRecords) throws -> [Entry] {
    guard person.evaluator != nil else { return [] }
    let open = try records.openDesk(of: person.id, limit: 500).map(\.review.due)
    return Dictionary(grouping: open, by: \.self).map { due, all in
      Entry(
        name: "reviews-\(due.milliseconds)", at: due,
        summary: visit.words("calendar.due", count: all.count), path: Path("queue"))
    }
  }

  private func work(_ records: ReadRecords) throws -> [Entry] {
    let words = visit.words
    let doors = Doors(
      windows: try records.windows(), late: person.late, program: visit.program, now: visit.now)
    let own = try records.submissions(of: person.id).suffix(2 * OwnWork.most)
    return try own.flatMap { submission -> [Entry] in
      let path = Path("work", "\(submission.id)")
      var entries: [Entry] = []
      func add(_ name: String, _ at: Instant, _ key: String) {
        entries.append(
          Entry(
            name: "work-\(submission.id)-\(name)", at: at, summary: words(key), path: path))
      }
      switch submission.state {
      case .submitted, .underReview, .readyToRelease:
        if submission.rubric != nil { add("hear", submission.times.notifyBy, "calendar.hear-by") }
      case .returned(let back):
        add("missing", back.handInBy, "calendar.missing-by")
      case .decided(let id, let outcome, _):
        // What the letter does not tell yet, the calendar does not either.
        let isTold = try records.decision(id).map { Judged.isTold($0, visit) } ?? false
        if outcome.asksForMore, isTold,
          case .open(let until?) = doors.again(submission, isTold: true)
        {
          add("again", until, "calendar.again-by.\(submission.stage.rawValue)")
        }
        if case .inProgress(let ends) = submission.progress, isTold {
          add("year", ends, "calendar.year-ends")
        }
      case .withdrawn: break
      }
      return entries
    }
  }
}
