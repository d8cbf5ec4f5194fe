import CivilTime
import HTML
import Ledger
import Programs
import Workflow

/// What coming pay dates could cost: what is decided, what may still be earned, and what there is.
struct ForecastChart {
  let dates: [ForecastDate]
  let visit: Visit

  /// Most pay dates that have room on a phone; the table has all.
  static let datesMax = 6

  private var words: Words { visit.words }
  private var shown: [ForecastDate] { Array(dates.prefix(Self.datesMax)) }

  private static let top = 28.0
  private static let bottom = 148.0

  var figure: Markup {
    HTML.figure(.class("plot")) {
      figcaption(.class("meta")) { words("forecast.caption") }
      YearChart.hatch
      SVG.svg(
        .class("chart"), .height(.pixels(Self.bottom + 36)), .role("img"),
        .aria(label: words("forecast.label", ["dates": label]))
      ) {
        for (place, date) in shown.enumerated() { column(date, place) }
        SVG.line(
          x1: 0, y1: .pixels(Self.bottom + 0.5), x2: .percent(100), y2: .pixels(Self.bottom + 0.5),
          .class("rule"))
      }
      legend
    }
  }

  private var label: String {
    shown.map { date in
      words(
        date.fundsLeft == nil ? "forecast.bar" : "forecast.bar-funds",
        [
          "day": visit.short(date.payDate.pays), "certain": date.certain.shown,
          "possible": date.possible.shown, "left": (date.fundsLeft ?? .zero).shown,
        ])
    }.joined(separator: "; ")
  }

  /// The most that a column shows: what could be paid, with some air above it.
  private var most: Double {
    max(1, shown.map { Double(max($0.possible, $0.certain, .zero).cents) }.max() ?? 1) * 1.15
  }

  private func y(_ amount: Money) -> Double {
    let share = min(1, Double(max(amount, .zero).cents) / most)
    return Self.bottom - share * (Self.bottom - Self.top)
  }

  private func column(_ date: ForecastDate, _ place: Int) -> Markup {
    let slot = 100 / Double(max(3, shown.count))
    let left = (Double(place) + 0.2) * slot
    let middle = Length.percent((Double(place) + 0.5) * slot)
    let certain = y(date.certain)
    let possible = min(certain, y(date.possible))
    return Markup {
      if date.possible > date.certain {
        SVG.rect(
          x: .percent(left), y: .pixels(possible), width: .percent(slot * 0.6),
          height: .pixels(certain - possible), .class("win win-evidence"), .rx(2))
      }
      if date.certain > .zero {
        SVG.rect(
          x: .percent(left), y: .pixels(certain), width: .percent(slot * 0.6),
          height: .pixels(Self.bottom - certain), .class("win"), .rx(2))
      }
      if let available = date.fundsLeft.map({ $0 + date.possible }),
        Double(available.cents) <= most
      {
        SVG.line(
          x1: .percent(left - slot * 0.1), y1: .pixels(y(available)),
          x2: .percent(left + slot * 0.7), y2: .pixels(y(available)), .class("limit"))
      }
      if max(date.possible, date.certain) > .zero {
        SVG.text(
          x: middle, y: .pixels(min(certain, possible) - 8), .class("strong only-desk"),
          .textAnchor("middle")
        ) { max(date.possible, date.certain).shown }
      }
      SVG.text(
        x: middle, y: .pixels(Self.bottom + 18), .class("soft"), .textAnchor("middle")
      ) { "\(date.payDate.pays.monthName.prefix(3)) \(date.payDate.pays.day)" }
    }
  }

  private var legend: Markup {
    ul(.class("legend")) {
      li {
        SVG.svg(.aria(hidden: true), .class("chart")) {
          SVG.rect(x: 1, y: 1, width: 22, height: 12, .class("win"), .rx(2))
        }
        words("forecast.certain")
      }
      li {
        SVG.svg(.aria(hidden: true), .class("chart")) {
          SVG.rect(x: 1, y: 1, width: 22, height: 12, .class("win win-evidence"), .rx(2))
        }
        words("forecast.possible")
      }
      if dates.contains(where: { $0.fundsLeft != nil }) {
        li {
          SVG.svg(.aria(hidden: true), .class("chart")) {
            SVG.line(x1: 0, y1: 7, x2: 24, y2: 7, .class("limit"))
          }
          words("forecast.funds")
        }
      }
    }
  }
}
