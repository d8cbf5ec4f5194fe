import CivilTime
import HTML
import Notices
import Programs
import Store
import Workflow

/// The school year on the dashboard: it changes when something happens and with the day, not with the hour or with who
/// looks, so that it is found out once for an entry of the journal.
struct DashboardYear: Sendable {
  /// A window with what came in through it.
  struct Stretch: Sendable {
    var window: Window
    var counts: [SubmissionStateName: Int]

    var handedIn: Int {
      counts.filter { $0.key != .withdrawn }.values.reduce(0, +)
    }
    func count(_ states: SubmissionStateName...) -> Int {
      states.reduce(0) { $0 + counts[$1, default: 0] }
    }
  }

  var stretches: [Stretch]
  /// The window that is told about: the open one, or the latest that closed.
  var present: Stretch?
  /// Closed windows whose assignment was worked out and waits to be released.
  var proposed: [Window]
  /// Whose address refuses mail: looked for among everybody.
  var bounced: [PersonID]
  /// The line of windows, and how far the present one has come.
  var shown: Markup

  /// What is known of it, or what is found out now.
  static func known(_ records: ReadRecords, _ visit: Visit) throws -> DashboardYear {
    try visit.remembered(in: visit.desk.years, records) { try read(records, visit) }
  }

  private static func read(_ records: ReadRecords, _ visit: Visit) throws -> DashboardYear {
    let windows = try records.windows().filter { $0.state != .cancelled }
    let line = SchoolYearLine(
      on: visit.wording.today, calendar: try records.calendar(),
      firstMonth: visit.program.schoolYearFirstMonth)
    // The clock opens a window at its instant, by the journal.
    let present = windows.last { $0.state == .open || $0.state == .closed }
    let stretches = try windows.filter {
      line.holds($0.opensOn) || line.holds($0.endsOn) || $0.id == present?.id
    }.suffix(24).map {
      Stretch(window: $0, counts: try records.submissionCounts(in: $0.id))
    }
    let releases = try present.map { try records.releases(in: $0.id, limit: 10_000) } ?? []
    let told = stretches.first { $0.window.id == present?.id }
    return DashboardYear(
      stretches: stretches, present: told,
      proposed: try windows.filter { window in
        // An assignment is large: only one that waits is read whole.
        guard window.state == .closed, let id = window.assignment, try records.isProposed(id)
        else { return false }
        return try records.assignment(id)?.isEmpty == false
      },
      bounced: try records.bouncedPeople(limit: 100),
      shown: Markup {
        yearLine(line, stretches, visit)
        if let told, told.handedIn > 0 {
          PresentWindow.markup(told, releases: releases, visit)
        }
      })
  }

  private static func yearLine(
    _ line: SchoolYearLine, _ stretches: [Stretch], _ visit: Visit
  ) -> Markup {
    let words = visit.words
    return section(.class("part"), .aria(labelledBy: "year")) {
      h2(.id("year")) { words("dashboard.year", ["year": line.name]) }
      if stretches.isEmpty {
        nothing(words("dashboard.no-windows"), words("dashboard.no-windows-text"))
      } else {
        YearChart(year: line, windows: stretches.map(\.window), visit: visit).figure
      }
      p(.class("actions")) {
        buttonLink(words("dashboard.change-windows"), Path("windows"), isQuiet: true)
      }
      if !stretches.isEmpty {
        details {
          summary { words("dashboard.table", count: stretches.count) }
          table(of: stretches, visit)
        }
      }
    }
  }

  static func table(of stretches: [Stretch], _ visit: Visit) -> Markup {
    let words = visit.words
    return dataTable(
      Markup { words("dashboard.table-caption") }, stretches,
      head: TableColumn(words("column.window")) { stretch in
        a(href: .path(Path("windows", "\(stretch.window.id)"))) {
          visit.name(of: stretch.window)
        }
      },
      [
        TableColumn(words("column.opens")) { visit.short($0.window.opensOn) },
        TableColumn(words("column.closes")) { visit.shortDay(ofEnd: $0.window.times.ends) },
        TableColumn(words("column.hear-by")) { visit.shortDay(ofEnd: $0.window.times.notifyBy) },
        TableColumn(words("column.handed-in"), isAmount: true) { stretch in
          if stretch.window.state != .planned { Words.number(stretch.handedIn) }
        },
        TableColumn(words("column.state")) { visit.standing($0) },
      ])
  }
}

extension Visit {
  /// Where a window stands, judged by what came in through it.
  func standing(_ stretch: DashboardYear.Stretch) -> Markup {
    switch stretch.window.state {
    case .planned: return state(words("window-state.planned"), .plain, .circle)
    case .announced: return state(words("window-state.announced"), .plain, .mail)
    case .open: return state(words("window-state.open"), .now, .dot)
    case .cancelled: return state(words("window-state.cancelled"), .short, .back)
    case .closed:
      if stretch.count(.submitted, .underReview, .readyToRelease) > 0 {
        return state(words("window-state.evaluation"), .now, .half)
      }
      return stretch.handedIn == 0
        ? state(words("window-state.closed"), .plain, .check)
        : state(words("window-state.decided"), .met, .check)
    }
  }
}
