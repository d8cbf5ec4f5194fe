import CivilTime
import HTML
import HTTPServer
import Ledger
import Notices
import Office
import Programs
import Store
import Workflow

/// What is coming at the pay dates ahead, found out once for an entry of the journal.
struct Forecast: Sendable {
  var dates: [ForecastDate]

  /// Days that are looked ahead.
  private static let days = 200

  /// Work that was handed in for a pay date and would miss it, with that date.
  var missing: [(work: UnderWay, payDate: PayDate)] {
    dates.flatMap { date in date.missing.map { ($0, date.payDate) } }
  }

  /// Whether there is anything to show.
  var isEmpty: Bool {
    dates.allSatisfy { $0.certain == .zero && $0.possible == .zero && $0.missing.isEmpty }
  }

  /// What is known of it, or what is found out now; `nil` where the program pays nothing.
  static func known(_ visit: Visit) throws -> Forecast? {
    guard let pay = visit.program.pay?.payDates else { return nil }
    // Within a day it changes when a cut-off is over, with its grace, and when payroll locks.
    let today = visit.wording.today
    let grace = visit.zone.startOfDay(today).adding(
      minutes: Int64(visit.program.evidence.graceMinutes))
    let lock = visit.zone.instant(of: CivilDateTime(today, pay.lockTime))
    let question = "\(today) \(grace <= visit.now) \(lock <= visit.now)"
    return try visit.desk.forecasts.value(at: visit.sequence, for: question) {
      Forecast(
        dates: try visit.office.payForecast(through: visit.wording.today.adding(days: days)))
    }
  }
}

/// `/pay/forecast`: what the work under way could cost by each pay date, and what would miss one.
enum ForecastPage: Page {
  static let pattern: StaticString = "/pay/forecast"
  static func sight(_ call: Call<Visit>) -> Sight { .office }

  static func show(_ call: Call<Visit>) throws -> Leaf {
    let visit = call.context
    let words = visit.words
    let forecast = try Forecast.known(visit) ?? Forecast(dates: [])
    let missing = Array(forecast.missing.prefix(OfficeLimits.rowsMax))
    let (names, titles) = try visit.read { records in
      (
        try records.names(of: Set(missing.map { PersonID($0.work.person.number) })),
        try records.titles(of: Set(missing.map { SubmissionID($0.work.item.number) }))
      )
    }
    return Leaf(words("forecast.title"), at: .pay) {
      p(.class("eyebrow")) { a(href: .path(Path("pay"))) { words("nav.pay") } }
      h1 { words("forecast.heading", count: forecast.missing.count) }
      p(.class("lead")) { words("forecast.lead") }
      if !missing.isEmpty {
        section(.class("part"), .aria(labelledBy: "missing")) {
          h2(.id("missing")) { words("forecast.missing") }
          dataTable(
            Markup { words("forecast.missing-caption") }, missing,
            head: TableColumn(words("column.submission")) { line in
              a(href: .path(Path("submissions", "\(line.work.item.number)"))) {
                visit.title(titles[SubmissionID(line.work.item.number)])
              }
            },
            [
              TableColumn(words("column.teacher")) {
                names.name(PersonID($0.work.person.number))
              },
              TableColumn(words("column.expected")) { visit.shortEnd($0.work.expected) },
              TableColumn(words("column.pay-date")) { visit.short($0.payDate.pays) },
              TableColumn(words("column.locks")) { visit.short($0.payDate.locks) },
            ])
        }
      }
      section(.class("part"), .aria(labelledBy: "forecast")) {
        h2(.id("forecast")) { words("forecast.ahead") }
        if forecast.dates.isEmpty {
          div(.class("empty")) { p { words("pay.dates-none-text") } }
        } else {
          ForecastChart(dates: forecast.dates, visit: visit).figure
          table(forecast, visit)
        }
      }
    }
  }

  private static func table(_ forecast: Forecast, _ visit: Visit) -> Markup {
    let words = visit.words
    let hasFunds = forecast.dates.contains { $0.fundsLeft != nil }
    var columns: [TableColumn<ForecastDate>] = [
      TableColumn(words("forecast.certain"), isAmount: true) { $0.certain.shown },
      TableColumn(words("forecast.possible"), isAmount: true) { $0.possible.shown },
      TableColumn(words("column.held"), isAmount: true) { $0.heldBack.shown },
    ]
    if hasFunds {
      columns.append(
        TableColumn(words("forecast.left"), isAmount: true) { $0.fundsLeft?.shown ?? "" })
    }
    return div(.class("part-in")) {
      dataTable(
        Markup { words("forecast.table-caption") }, forecast.dates,
        head: TableColumn(words("column.pay-date")) { date in
          a(href: .path(Path("pay", "dates", "\(date.payDate.pays)"))) {
            visit.short(date.payDate.pays)
          }
        }, columns)
    }
  }
}

extension Forecast {
  /// What the dashboard shows of it.
  func section(_ visit: Visit) -> Markup {
    let words = visit.words
    return HTML.section(.class("part"), .aria(labelledBy: "pay")) {
      h2(.id("pay")) { words("forecast.dashboard") }
      if let left = dates.first?.fundsLeft, let first = dates.first {
        p(.class("meta")) {
          words("forecast.left-now", ["left": (left + first.possible).shown])
        }
      }
      ForecastChart(dates: dates, visit: visit).figure
      p(.class("actions")) {
        buttonLink(words("forecast.go"), Path("pay", "forecast"), isQuiet: true)
      }
    }
  }
}
