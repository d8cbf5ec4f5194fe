import CivilTime
import HTML
import Notices

/// The mails of a rehearsed year: a bar for each week, and each day's in a table.
struct RehearsedMails {
  let year: RehearsedYear
  let from: CivilDate
  let through: CivilDate
  let visit: Visit

  private var words: Words { visit.words }

  /// Mails of a week, from the year's first day on.
  private var weeks: [Int] {
    var weeks = [Int](repeating: 0, count: 53)
    for mails in year.mails {
      let week = from.days(until: mails.date) / 7
      if weeks.indices.contains(week) { weeks[week] += mails.count }
    }
    return weeks
  }

  var section: Markup {
    let all = year.mails.reduce(0) { $0 + $1.count }
    return HTML.section(.class("part"), .aria(labelledBy: "mails")) {
      h2(.id("mails")) { words("rehearsal.mails", count: all) }
      if all > 0 {
        figure
        kinds
        days
      }
    }
  }

  private var figure: Markup {
    let weeks = weeks
    let most = weeks.max() ?? 0
    let busiest = weeks.firstIndex(of: most) ?? 0
    return HTML.figure(.class("plot")) {
      figcaption(.class("meta")) { words("rehearsal.mails-caption") }
      SVG.svg(
        .class("chart"), .height(184), .role("img"),
        .aria(
          label: words(
            "rehearsal.mails-label",
            [
              "count": Words.number(most),
              "day": visit.long(from.adding(days: busiest * 7)),
            ]))
      ) {
        for month in months { rule(month) }
        SVG.line(x1: 0, y1: 152.5, x2: .percent(100), y2: 152.5, .class("rule"))
        for (week, count) in weeks.enumerated() where count > 0 {
          bar(week, count, most: most, isBusiest: week == busiest)
        }
      }
    }
  }

  private var months: [CivilDate] {
    (0..<12).map { from.adding(months: $0) }
  }

  private func percent(_ date: CivilDate) -> Double {
    Double(from.days(until: date)) / Double(max(1, from.days(until: through) + 1)) * 100
  }

  private func rule(_ month: CivilDate) -> Markup {
    let x = Length.percent(percent(month))
    return Markup {
      SVG.line(x1: x, y1: 24, x2: x, y2: 152, .class("rule"))
      SVG.text(x: x, y: 172, .dx(2), .class("soft only-desk")) { month.monthName.prefix(3) }
      SVG.text(x: x, y: 172, .dx(2), .class("soft only-phone")) { month.monthName.prefix(1) }
    }
  }

  private func bar(_ week: Int, _ count: Int, most: Int, isBusiest: Bool) -> Markup {
    let left = percent(from.adding(days: week * 7))
    let height = max(1, Double(count) / Double(max(1, most)) * 116)
    return Markup {
      SVG.rect(
        x: .percent(left), y: .pixels(152 - height), width: .percent(1.5),
        height: .pixels(height), .class("win"))
      if isBusiest {
        SVG.text(
          x: .percent(left), y: .pixels(144 - height), .class("strong"),
          week > 40 ? .textAnchor("end") : .textAnchor("start")
        ) { Words.number(count) }
      }
    }
  }

  /// How many mails each kind of notice leads, the most first.
  private var kinds: Markup {
    var counts: [String: Int] = [:]
    for mails in year.mails { counts[mails.notice, default: 0] += mails.count }
    let rows = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    return details {
      summary { words("rehearsal.by-kind") }
      dataTable(
        Markup { words("rehearsal.by-kind") }, rows,
        head: TableColumn(words("column.notice")) { words("notice.\($0.key)") },
        [TableColumn(words("rehearsal.count"), isAmount: true) { Words.number($0.value) }])
    }
  }

  /// Each day with its mails.
  private var days: Markup {
    let byDay = Dictionary(grouping: year.mails, by: \.date)
    return details {
      summary { words("rehearsal.by-day", count: byDay.count) }
      dataTable(
        Markup { words("rehearsal.mails-caption") }, byDay.keys.sorted(),
        head: TableColumn(words("rehearsal.day")) { visit.short($0) },
        [
          TableColumn(words("rehearsal.count"), isAmount: true) { day in
            Words.number((byDay[day] ?? []).reduce(0) { $0 + $1.count })
          },
          TableColumn(words("column.notice")) { day in
            (byDay[day] ?? []).map {
              words(
                "rehearsal.kind",
                ["notice": words("notice.\($0.notice)"), "count": Words.number($0.count)])
            }.joined(separator: "; ")
          },
        ])
    }
  }
}
