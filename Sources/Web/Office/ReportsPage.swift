import CivilTime
import HTML
import HTTPServer
import Notices
import Programs
import Workflow

/// `/reports`: how long decisions took, and what they were, by window, school and skill.
enum ReportsPage: Page {
  static let pattern: StaticString = "/reports"
  static func sight(_ call: Call<Visit>) -> Sight { .office }

  static func show(_ call: Call<Visit>) throws -> Leaf {
    let visit = call.context
    let words = visit.words
    let report = try Report.read(call.request.query, visit)
    let all = report.all
    return Leaf(words("reports.title"), at: .more) {
      p(.class("eyebrow")) {
        a(href: .path(Path("more"))) { words("nav.more") }
        " · "
        words(
          "reports.of",
          [
            "stage": visit.stage(report.wanted.stage),
            "year": Report.name(ofYear: report.wanted.year, visit),
          ])
      }
      h1 { words("reports.heading", count: all.decided, ["days": "\(all.median ?? 0)"]) }
      p(.class("lead")) {
        if all.decided == 0 {
          words("reports.none")
        } else if all.inTime == all.decided {
          words("reports.all-in-time")
        } else {
          words("reports.late", count: all.decided - all.inTime)
        }
        " "
        words("reports.once")
      }
      choose(report, visit)
      if all.decided > 0 {
        YearChart.hatch
        turnaround(report, visit)
        outcomes(.window, report.windows, report, visit)
        outcomes(.school, report.schools, report, visit)
        if !report.skills.isEmpty { outcomes(.skill, report.skills, report, visit) }
      }
    }
  }

  private static func choose(_ report: Report, _ visit: Visit) -> Markup {
    let words = visit.words
    return form(action: Path("reports"), method: .get, .class("card part-in")) {
      div(.class("inline")) {
        div(.class("field")) {
          label(for: "year") { words("windows.year") }
          select(name: "year", .id("year")) {
            for year in report.years {
              option(
                Report.name(ofYear: year, visit), value: "\(year)",
                isSelected: year == report.wanted.year)
            }
          }
        }
        if visit.program.proposals != nil {
          div(.class("field")) {
            label(for: "stage") { words("windows.stage") }
            select(name: "stage", .id("stage")) {
              for stage in [StageKind.evidence, .proposal] {
                option(
                  visit.stage(stage), value: stage.rawValue,
                  isSelected: stage == report.wanted.stage)
              }
            }
          }
        }
        button(.class("button button-quiet")) { words("submissions.show") }
      }
    }
  }

  // MARK: Sections

  private static func turnaround(_ report: Report, _ visit: Visit) -> Markup {
    let words = visit.words
    let days = report.all.days.sorted { $0.key < $1.key }
    return section(.class("part"), .aria(labelledBy: "turnaround")) {
      h2(.id("turnaround")) { words("reports.turnaround") }
      TurnaroundChart(group: report.all, words: words).figure
      details {
        summary { words("reports.table") }
        dataTable(
          Markup { words("reports.turnaround-caption") }, days,
          head: TableColumn(words("reports.days")) { "\($0.key)" },
          [
            TableColumn(words("reports.decided"), isAmount: true) { Words.number($0.value) }
          ])
      }
      file(.turnaround, report, visit)
    }
  }

  private static func outcomes(
    _ table: Report.Table, _ groups: [Report.Group], _ report: Report, _ visit: Visit
  ) -> Markup {
    let words = visit.words
    let caption = words("reports.caption.\(table.rawValue)")
    return section(.class("part"), .aria(labelledBy: table.rawValue)) {
      h2(.id(table.rawValue)) { words("reports.by.\(table.rawValue)") }
      if table == .skill, report.areSkillsCut {
        p(.class("meta")) { words("reports.skills-cut") }
      }
      OutcomeChart(
        groups: groups, stage: report.wanted.stage, caption: caption, words: words
      ).figure
      if groups.count > OutcomeChart.barsMax {
        p(.class("fine")) {
          words("reports.more-bars", count: groups.count - OutcomeChart.barsMax)
        }
      }
      details {
        summary { words("reports.table") }
        dataTable(
          Markup { caption }, Array(groups.prefix(OfficeLimits.rowsMax)),
          head: TableColumn(words("reports.name.\(table.rawValue)")) { group in
            bdi { group.name }
          },
          columns(report.wanted.stage, words))
      }
      file(table, report, visit)
    }
  }

  private static func columns(
    _ stage: StageKind, _ words: Words
  ) -> [TableColumn<Report.Group>] {
    var columns = [
      TableColumn<Report.Group>(words("reports.decided"), isAmount: true) { group in
        Words.number(group.decided)
      }
    ]
    for outcome in Report.outcomes(stage) {
      columns.append(
        TableColumn(words("office-outcome.\(outcome.rawValue)"), isAmount: true) { group in
          Words.number(group.outcomes[outcome] ?? 0)
        })
    }
    columns.append(
      TableColumn(words("reports.half"), isAmount: true) { group in "\(group.median ?? 0)" })
    columns.append(
      TableColumn(words("reports.in-time"), isAmount: true) { group in
        Words.number(group.inTime)
      })
    return columns
  }

  private static func file(_ table: Report.Table, _ report: Report, _ visit: Visit) -> Markup {
    let path = Path("reports", table.rawValue + ".csv")
      .query("year", "\(report.wanted.year)").query("stage", report.wanted.stage.rawValue)
    return p(.class("actions")) {
      a(href: .path(path), .class("button button-quiet button-small")) {
        visit.words("reports.csv")
        span(.class("unseen")) { ": " + visit.words("reports.by.\(table.rawValue)") }
      }
    }
  }
}
