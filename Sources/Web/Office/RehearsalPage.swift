import CivilTime
import HTML
import HTTPServer
import Notices
import Programs
import Rubrics
import Store
import Workflow

/// `/rehearsal`: a year before it happens: its windows, its mails, and the dates that clash with the calendar.
enum RehearsalPage: Page {
  static let pattern: StaticString = "/rehearsal"
  static func sight(_ call: Call<Visit>) -> Sight { .office }
  /// School years that can be rehearsed: the present one and some that come.
  private static let yearsMax = 3

  static func show(_ call: Call<Visit>) throws -> Leaf {
    let visit = call.context
    let words = visit.words
    let present = Report.schoolYear(of: visit.wording.today, visit)
    let years = Array(present..<(present + yearsMax))
    let wanted = call.request.query["year"].flatMap { Int($0) }
      .flatMap { years.contains($0) ? $0 : nil }
    let year = wanted ?? present + 1
    let order = try order(for: year, visit)
    let standing = visit.desk.rehearsals?.ask(order)
    return Leaf(words("rehearsal.title"), at: .more) {
      p(.class("eyebrow")) {
        a(href: .path(Path("more"))) { words("nav.more") }
        " · " + Report.name(ofYear: year, visit)
      }
      switch standing {
      case .done(let rehearsed): result(rehearsed, order, visit)
      case .underWay:
        h1 { words("rehearsal.under-way") }
        p(.class("lead")) { words("rehearsal.under-way-lead") }
        p(.class("actions")) {
          buttonLink(
            words("rehearsal.look-again"), Path("rehearsal").query("year", "\(year)"))
        }
      case .refused(let why):
        h1 { words("rehearsal.refused") }
        p(.class("lead")) { words("rehearsal.refused-lead") }
        note(.short, .alert) { prose(why) }
      case .failed:
        h1 { words("rehearsal.failed") }
        p(.class("lead")) { words("rehearsal.failed-lead") }
        p(.class("actions")) {
          buttonLink(
            words("rehearsal.try-again"), Path("rehearsal").query("year", "\(year)"))
        }
      case nil:
        h1 { words("rehearsal.nowhere") }
        p(.class("lead")) { words("rehearsal.nowhere-lead") }
      }
      choose(year, of: years, visit)
    }
  }

  /// The year with everything that it depends on.
  private static func order(for year: Int, _ visit: Visit) throws -> RehearsalOrder {
    let month = visit.program.schoolYearFirstMonth
    let from = CivilDate(year: year, month: month, day: 1) ?? visit.wording.today
    let through = from.adding(years: 1).adding(days: -1)
    return try visit.read { records in
      RehearsalOrder(
        program: visit.program,
        rubrics: try [visit.program.proposals?.rubric, visit.program.evidence.rubric]
          .compactMap(\.self)
          .compactMap { try records.rubricInForce(RubricID(rawValue: $0)) },
        calendar: try records.calendar(),
        windows: try records.windows()
          .filter { $0.state != .cancelled && from <= $0.opensOn && $0.opensOn <= through }
          .map {
            RehearsalOrder.Window(
              stage: $0.stage, label: $0.label, opensOn: $0.opensOn, endsOn: $0.endsOn)
          },
        from: from, through: through, staff: try records.peopleCount(),
        evaluators: try records.evaluators().count)
    }
  }

  private static func choose(_ year: Int, of years: [Int], _ visit: Visit) -> Markup {
    let words = visit.words
    return form(action: Path("rehearsal"), method: .get, .class("card part")) {
      div(.class("inline")) {
        div(.class("field")) {
          label(for: "year") { words("rehearsal.another") }
          select(name: "year", .id("year")) {
            for other in years {
              option(
                Report.name(ofYear: other, visit), value: "\(other)", isSelected: other == year)
            }
          }
        }
        button(.class("button button-quiet")) { words("rehearsal.go") }
      }
    }
  }

  // MARK: What it showed

  private static func result(
    _ year: RehearsedYear, _ order: RehearsalOrder, _ visit: Visit
  ) -> Markup {
    let words = visit.words
    let isKnown = order.calendar.schoolYears.contains {
      $0.first <= order.through && order.from <= $0.last
    }
    // A window that ends on a Sunday is nothing to worry about; one that ends in a break may be.
    let weekends = year.clashes.filter { $0.why == $0.date.weekday.name }
    let clashes = year.clashes.filter { $0.why != $0.date.weekday.name }
    return Markup {
      h1 { words("rehearsal.heading", count: clashes.count) }
      p(.class("lead")) {
        words("rehearsal.lead", ["staff": Words.number(order.staff)])
      }
      if !isKnown { note(.wait, .calendar) { p { words("rehearsal.no-calendar") } } }
      if !year.clashes.isEmpty { told(clashes, weekends, visit) }
      windows(year, order, visit)
      RehearsedMails(year: year, from: order.from, through: order.through, visit: visit).section
    }
  }

  private static func told(
    _ clashes: [RehearsedYear.Clash], _ weekends: [RehearsedYear.Clash], _ visit: Visit
  ) -> Markup {
    let words = visit.words
    return section(.class("part"), .aria(labelledBy: "clashes")) {
      h2(.id("clashes")) { words("rehearsal.clashes") }
      p(.class("meta")) { words("rehearsal.clashes-text") }
      if !clashes.isEmpty { list(clashes, visit) }
      if !weekends.isEmpty {
        details {
          summary { words("rehearsal.weekends", count: weekends.count) }
          list(weekends, visit)
        }
      }
    }
  }

  private static func list(_ clashes: [RehearsedYear.Clash], _ visit: Visit) -> Markup {
    let words = visit.words
    return ul(.class("rows card")) {
      for clash in clashes {
        li {
          b {
            words(
              "rehearsal.clash.\(clash.moment.rawValue)",
              [
                "window": words(
                  "office.window-name",
                  ["stage": visit.stage(clash.stage), "label": clash.label]),
                "day": visit.long(clash.date),
              ])
          }
          span(.class("under")) { words("rehearsal.why", ["why": clash.why]) }
        }
      }
    }
  }

  private static func windows(
    _ year: RehearsedYear, _ order: RehearsalOrder, _ visit: Visit
  ) -> Markup {
    let words = visit.words
    let line = SchoolYearLine(
      on: order.from.adding(days: 75), calendar: order.calendar,
      firstMonth: visit.program.schoolYearFirstMonth)
    return section(.class("part"), .aria(labelledBy: "windows")) {
      h2(.id("windows")) { words("rehearsal.windows", count: year.windows.count) }
      if !year.windows.isEmpty {
        YearChart(year: line, windows: year.windows, visit: visit).figure
        details {
          summary { words("dashboard.table", count: year.windows.count) }
          dataTable(
            Markup { words("dashboard.table-caption") }, year.windows,
            head: TableColumn(words("column.window")) { visit.name(of: $0) },
            [
              TableColumn(words("column.opens")) { visit.short($0.opensOn) },
              TableColumn(words("column.closes")) { visit.shortDay(ofEnd: $0.times.ends) },
              TableColumn(words("window.reviews-due")) {
                visit.shortDay(ofEnd: $0.times.reviewsDue)
              },
              TableColumn(words("window.release-by")) {
                visit.short(visit.zone.date(at: $0.times.releaseBy))
              },
              TableColumn(words("column.hear-by")) { visit.shortDay(ofEnd: $0.times.notifyBy) },
            ])
        }
        p(.class("actions")) {
          buttonLink(words("dashboard.change-windows"), Path("windows"), isQuiet: true)
        }
      }
    }
  }
}
