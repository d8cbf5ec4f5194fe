import CivilTime
import HTML
import Notices
import Workflow

/// The windows of a school year on a line, each with the month in which teachers hear.
struct YearChart {
  let year: SchoolYearLine
  let windows: [Window]
  let visit: Visit

  private var words: Words { visit.words }
  private var hasProposals: Bool { windows.contains { $0.stage == .proposal } }
  /// The y of a stage's lane.
  private func lane(_ stage: StageKind) -> Double {
    stage == .evidence && hasProposals ? 120 : 56
  }
  private var bottom: Double { hasProposals ? 156 : 92 }

  var figure: Markup {
    HTML.figure(.class("plot")) {
      figcaption(.class("meta")) {
        words(hasProposals ? "dashboard.year-caption" : "dashboard.year-caption-evidence")
      }
      Self.hatch
      SVG.svg(
        .class("chart"), .height(.pixels(bottom + 32)), .role("img"),
        .aria(label: words("dashboard.year-label", ["year": year.name]))
      ) {
        for span in year.breaks { pause(span) }
        for month in year.months { rule(month) }
        SVG.line(
          x1: 0, y1: .pixels(bottom), x2: .percent(100), y2: .pixels(bottom), .class("rule"))
        for window in windows { stretch(window) }
        today
      }
      legend
    }
  }

  private func pause(_ span: DayOff) -> Markup {
    let left = year.percent(span.first)
    let right = year.percent(span.last.adding(days: 1))
    return Markup {
      SVG.rect(
        x: .percent(left), y: 24, width: .percent(right - left), height: .pixels(bottom - 24),
        .class("break"))
      SVG.text(
        x: .percent(left), y: .pixels(bottom + 20), .class("soft only-desk")
      ) { span.name }
    }
  }

  private func rule(_ month: CivilDate) -> Markup {
    let x = Length.percent(year.percent(month))
    return Markup {
      SVG.line(x1: x, y1: 24, x2: x, y2: .pixels(bottom), .class("rule"))
      SVG.text(x: x, y: 14, .dx(2), .class("soft only-desk")) { month.monthName }
      SVG.text(x: x, y: 14, .dx(2), .class("soft only-phone")) { String(month.monthName.prefix(1)) }
    }
  }

  private func stretch(_ window: Window) -> Markup {
    let y = lane(window.stage)
    let left = year.percent(window.opensOn)
    let right = year.percent(window.endsOn)
    let hear = year.percent(visit.wording.promisedDay(window.times.notifyBy))
    let last = window.endsOn.adding(days: -1)
    let days =
      window.opensOn.month == last.month
      ? "\(window.opensOn.monthName.prefix(3)) \(window.opensOn.day)–\(last.day)"
      : "\(window.opensOn.monthName.prefix(3)) \(window.opensOn.day)–"
        + "\(last.monthName.prefix(3)) \(last.day)"
    return Markup {
      SVG.line(
        x1: .percent(right), y1: .pixels(y), x2: .percent(hear), y2: .pixels(y), .class("lane"))
      SVG.rect(
        x: .percent(left), y: .pixels(y - 10), width: .percent(right - left), height: 20, .rx(3),
        window.stage == .evidence ? .class("win win-evidence") : .class("win"))
      SVG.circle(cx: .percent(hear), cy: .pixels(y), r: 5, .class("hear"))
      SVG.text(x: .percent(left), y: .pixels(y + 27), .class("only-desk")) { days }
    }
  }

  private var today: Markup {
    Markup {
      if year.holds(visit.wording.today) {
        let x = Length.percent(year.percent(visit.wording.today))
        SVG.line(x1: x, y1: 24, x2: x, y2: .pixels(bottom + 8), .class("today"))
        SVG.text(
          x: x, y: .pixels(bottom + 24), .class("today-text"), .textAnchor("middle")
        ) { words("dashboard.today") }
      }
    }
  }

  private var legend: Markup {
    ul(.class("legend")) {
      if hasProposals {
        li {
          SVG.svg(.aria(hidden: true), .class("chart")) {
            SVG.rect(x: 1, y: 1, width: 22, height: 12, .class("win"), .rx(2))
          }
          words("legend.proposal")
        }
      }
      li {
        SVG.svg(.aria(hidden: true), .class("chart")) {
          SVG.rect(x: 1, y: 1, width: 22, height: 12, .class("win win-evidence"), .rx(2))
        }
        words("legend.evidence")
      }
      li {
        SVG.svg(.aria(hidden: true), .class("chart")) {
          SVG.line(x1: 0, y1: 7, x2: 14, y2: 7, .class("lane"))
          SVG.circle(cx: 17, cy: 7, r: 4.5, .class("hear"))
        }
        words("legend.hear")
      }
      if !year.breaks.isEmpty {
        li {
          SVG.svg(.aria(hidden: true), .class("chart")) {
            SVG.rect(width: 24, height: 14, .class("break"))
          }
          words("legend.break")
        }
      }
    }
  }

  /// How evidence is told from proposals without colour. It must not stand in a hidden drawing.
  static let hatch = SVG.svg(
    .width(0), .height(0), .aria(hidden: true), .notFocusable, .class("unseen")
  ) {
    SVG.defs {
      SVG.pattern(id: "hatch", width: 6, height: 6, .patternRotation(45)) {
        SVG.rect(width: 6, height: 6, .class("hatch-ground"))
        SVG.path("M0 0v6", .class("hatch-line"))
      }
    }
  }
}
