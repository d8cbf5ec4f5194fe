import HTML
import Workflow

// The plots of a report. Each says its figures in its label, and has them in a table beside it.

/// How many decisions took how long, week by week.
struct TurnaroundChart {
  let group: Report.Group
  let words: Words

  /// A bar: from a day to a day, both counted in.
  struct Bar {
    var name: String
    var count: Int
  }

  /// Weeks, then all the rest.
  private static let weeks = 6

  /// Weeks from the first to the last that has any, at most six and the rest.
  static func bars(_ group: Report.Group) -> [Bar] {
    var counts = [Int](repeating: 0, count: weeks + 1)
    for (day, count) in group.days { counts[min(day / 7, weeks)] += count }
    while counts.count > 1, counts.last == 0 { counts.removeLast() }
    return counts.enumerated().map { week, count in
      Bar(
        name: week == weeks ? "\(weeks * 7)+" : "\(week * 7)–\(week * 7 + 6)", count: count)
    }
  }

  var figure: Markup {
    let bars = Self.bars(group)
    let label = bars.map { words("days.bar", count: $0.count, ["days": $0.name]) }
    return HTML.figure(.class("plot")) {
      figcaption(.class("meta")) { words("reports.turnaround-caption") }
      SVG.svg(
        .class("chart"), .height(168), .role("img"),
        .aria(label: words("reports.turnaround-label", ["bars": label.joined(separator: ", ")]))
      ) {
        columns(bars)
        SVG.line(x1: 0, y1: 140.5, x2: .percent(100), y2: 140.5, .class("rule"))
      }
    }
  }

  private func columns(_ bars: [Bar]) -> Markup {
    let slot = 100 / Double(max(3, bars.count))
    let most = Double(max(1, bars.map(\.count).max() ?? 1))
    return Markup {
      for (index, bar) in bars.enumerated() {
        let height = Double(bar.count) / most * 110
        let middle = Length.percent((Double(index) + 0.5) * slot)
        if bar.count > 0 {
          SVG.rect(
            x: .percent((Double(index) + 0.15) * slot), y: .pixels(140 - height),
            width: .percent(slot * 0.7), height: .pixels(height), .class("win"), .rx(2))
        }
        SVG.text(
          x: middle, y: .pixels(132 - height), .class("strong"), .textAnchor("middle")
        ) { Words.number(bar.count) }
        SVG.text(x: middle, y: 160, .class("soft"), .textAnchor("middle")) { bar.name }
      }
    }
  }
}

/// Outcomes of groups, one bar each: as long as there were decisions, in the parts that each outcome has.
struct OutcomeChart {
  let groups: [Report.Group]
  let stage: StageKind
  let caption: String
  let words: Words

  /// Most bars; the table has all.
  static let barsMax = 12
  private static let rowHeight = 48.0

  var figure: Markup {
    let shown = Array(groups.prefix(Self.barsMax))
    return HTML.figure(.class("plot")) {
      figcaption(.class("meta")) { caption }
      SVG.svg(
        .class("chart"), .height(.pixels(Double(shown.count) * Self.rowHeight)), .role("img"),
        .aria(label: words("reports.outcome-label", ["groups": label(shown)]))
      ) {
        bars(shown)
      }
      legend
    }
  }

  private func label(_ shown: [Report.Group]) -> String {
    shown.map { group in
      let parts = Report.outcomes(stage).map { outcome in
        words(
          "reports.part",
          [
            "count": Words.number(group.outcomes[outcome] ?? 0),
            "outcome": words("office-outcome.\(outcome.rawValue)"),
          ])
      }
      return words(
        "reports.group", ["name": group.name, "parts": parts.joined(separator: ", ")])
    }.joined(separator: "; ")
  }

  private func bars(_ shown: [Report.Group]) -> Markup {
    let most = Double(max(1, shown.map(\.decided).max() ?? 1))
    return Markup {
      for (row, group) in shown.enumerated() {
        let top = Double(row) * Self.rowHeight
        SVG.text(x: 0, y: .pixels(top + 15)) { Self.short(group.name) }
        SVG.text(
          x: .percent(100), y: .pixels(top + 15), .class("strong"), .textAnchor("end")
        ) { Words.number(group.decided) }
        for part in parts(of: group, most: most) {
          SVG.rect(
            x: .percent(part.left), y: .pixels(top + 23), width: .percent(part.width), height: 14,
            look(part.outcome))
        }
      }
    }
  }

  private func parts(
    of group: Report.Group, most: Double
  ) -> [(outcome: Outcome, left: Double, width: Double)] {
    var left = 0.0
    return Report.outcomes(stage).compactMap { outcome in
      guard let count = group.outcomes[outcome], count > 0 else { return nil }
      let width = Double(count) / most * 100
      defer { left += width }
      return (outcome, left, width)
    }
  }

  /// Full, hatched, hollow: told apart without colour.
  private func look(_ outcome: Outcome) -> Attribute {
    switch outcome {
    case .approvedToBegin, .earned: .class("win")
    case .revise, .notYet: .class("win win-evidence")
    case .notApproved: .class("win win-hollow")
    }
  }

  private var legend: Markup {
    ul(.class("legend")) {
      for outcome in Report.outcomes(stage) {
        li {
          SVG.svg(.aria(hidden: true), .class("chart")) {
            SVG.rect(x: 1, y: 1, width: 22, height: 12, look(outcome), .rx(2))
          }
          words("office-outcome.\(outcome.rawValue)")
        }
      }
    }
  }

  /// A name that has room on a phone; the table has it whole.
  private static func short(_ name: String) -> String {
    name.count <= 34 ? name : name.prefix(33) + "…"
  }
}
