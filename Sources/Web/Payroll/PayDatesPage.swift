import CivilTime
import HTML
import HTTPServer
import Ledger
import Notices
import Office
import Programs
import Store
import Workflow

/// `/pay`: pay dates, where each stands, and what comes next.
enum PayDatesPage: Page {
  static let pattern: StaticString = "/pay"
  static func sight(_ call: Call<Visit>) -> Sight { .payroll }

  /// Days of pay dates before and after today.
  private static let daysBack = 186
  private static let daysAhead = 186

  private struct Sheet {
    var dates: [PayDateStanding]
    var totals: [CivilDate: SealedTotal]
    /// The date that is next, as it would be sealed now.
    var next: Settlement?
    /// What is left of the funds of today's period; `nil` where there is no limit.
    var funds: (period: Period, left: Money)?

    /// The pay date that something is to be done with.
    func chief(on today: CivilDate, at now: Instant) -> PayDateStanding? {
      let unpaid = dates.first {
        $0.sealed.map { !$0.isPaid } == true && $0.payDate.pays <= today
      }
      return unpaid ?? dates.first { $0.sealed == nil && $0.payDate.pays >= today }
        ?? dates.first { $0.sealed.map { !$0.isPaid } == true }
    }
  }

  static func show(_ call: Call<Visit>) throws -> Leaf {
    let visit = call.context
    let words = visit.words
    let sheet = try read(visit)
    return Leaf(words("nav.pay"), at: .pay) {
      visit.told(call.request)
      if let funds = sheet.funds {
        p(.class("eyebrow")) {
          words(
            "pay.funds-left",
            ["left": funds.left.shown, "period": funds.period.description])
        }
      }
      head(sheet, visit)
      div(.class("part")) {
        if sheet.dates.isEmpty {
          nothing(words("pay.dates-none"), words("pay.dates-none-text"))
        } else {
          table(sheet, visit)
        }
      }
      p(.class("actions")) {
        buttonLink(words("nav.statements"), Path("pay", "people"), isQuiet: true)
        if visit.signedIn?.isAdministrator == true {
          buttonLink(words("forecast.title"), Path("pay", "forecast"), isQuiet: true)
          if sheet.funds != nil {
            buttonLink(words("funds.title"), Path("pay", "funds"), isQuiet: true)
          }
        }
      }
    }
  }

  private static func read(_ visit: Visit) throws -> Sheet {
    let today = visit.wording.today
    let (first, last) = (today.adding(days: -daysBack), today.adding(days: daysAhead))
    return try visit.read { records in
      let dates = try visit.office.payDates(from: first, through: last, in: records)
      var sheet = Sheet(
        dates: dates, totals: try records.sealedTotals(from: first, through: last))
      if let next = sheet.chief(on: today, at: visit.now), next.sealed == nil {
        sheet.next =
          try visit.office.preview(of: next.payDate.pays, in: records).settlement
      }
      if let rules = try records.payRules(zone: visit.zone),
        let funds = rules.version(on: today).policy.funds
      {
        var book = Book()
        book.take(funds: try records.fundsByDay())
        let period = rules.period(funds.period, holding: today)
        sheet.funds = (period, book.fundsLeft(in: period))
      }
      return sheet
    }
  }

  private static func head(_ sheet: Sheet, _ visit: Visit) -> Markup {
    let words = visit.words
    guard let chief = sheet.chief(on: visit.wording.today, at: visit.now) else {
      return h1 { words("pay.heading-none") }
    }
    let day = visit.long(chief.payDate.pays)
    let key =
      if chief.sealed != nil { "to-pay" } else if chief.payDate.cutOff <= visit.now {
        "to-seal"
      } else { "next" }
    return Markup {
      h1 { words("pay.heading-\(key)", ["day": day]) }
      p(.class("lead")) {
        if let next = sheet.next {
          words.markup(
            "pay.so-far", count: next.paying.count,
            ["total": strong { next.total.shown }])
          " "
          words.markup(
            "pay.locks", ["lock": strong { visit.when(chief.payDate.locks) }])
        } else {
          words("pay.to-pay-lead")
        }
      }
      p(.class("actions")) {
        buttonLink(
          words("pay.look", ["day": day]), Path("pay", "dates", "\(chief.payDate.pays)"))
      }
    }
  }

  private static func table(_ sheet: Sheet, _ visit: Visit) -> Markup {
    let words = visit.words
    return dataTable(
      Markup { words("pay.dates-caption") }, sheet.dates,
      head: TableColumn(words("column.pay-date")) { date in
        a(href: .path(Path("pay", "dates", "\(date.payDate.pays)"))) {
          visit.short(date.payDate.pays)
        }
        span(.class("under")) { date.payDate.label }
      },
      [
        TableColumn(words("column.in-time-until")) { visit.shortEnd($0.payDate.cutOff) },
        TableColumn(words("column.locks")) { visit.short($0.payDate.locks) },
        TableColumn(words("column.state")) { visit.standing($0) },
        TableColumn(words("column.total"), isAmount: true) { date in
          if date.sealed != nil { (sheet.totals[date.payDate.pays]?.amount ?? .zero).shown }
        },
      ])
  }
}

extension Visit {
  /// Where a pay date stands: shape, word, colour.
  func standing(_ date: PayDateStanding) -> Markup {
    if let sealed = date.sealed {
      return sealed.isPaid
        ? state(words("pay.state.paid"), .met, .check)
        : state(words("pay.state.sealed"), .wait, .lock)
    }
    if date.payDate.pays < wording.today { return state(words("pay.state.passed"), .plain, .back) }
    return date.payDate.cutOff <= now
      ? state(words("pay.state.ready"), .now, .dot)
      : state(words("pay.state.open"), .plain, .circle)
  }
}
