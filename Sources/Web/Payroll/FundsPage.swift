import CivilTime
import HTML
import HTTPServer
import Ledger
import Notices
import Programs
import Store
import Workflow

/// `/pay/funds`: what is left of the funds, what was granted, and granting more.
enum FundsPage: Page {
  static let pattern: StaticString = "/pay/funds"
  static func sight(_ call: Call<Visit>) -> Sight { .office }

  static func show(_ call: Call<Visit>) throws -> Leaf {
    let visit = call.context
    return leaf(
      try FundsSheet.read(visit), .empty, day: visit.wording.today,
      told: visit.told(call.request), visit)
  }

  /// The page.
  ///
  /// - Parameters:
  ///   - sheet: What it shows.
  ///   - wish: What was typed.
  ///   - day: A day of the period that it is for.
  ///   - isSent: Whether something was typed, so that what is wrong with it is said.
  ///   - refusal: What the ledger would refuse.
  ///   - told: What was just done.
  ///   - visit: Whose page.
  /// - Returns: The page.
  static func leaf(
    _ sheet: FundsSheet, _ wish: AmountForm, day: CivilDate, isSent: Bool = false,
    refusal: LedgerRefusal? = nil, told: Markup?, _ visit: Visit
  ) -> Leaf {
    let words = visit.words
    var problems = isSent ? wish.problems(visit) : (nil, nil)
    if let refusal { problems.0 = visit.sentence(refusal) }
    return Leaf(words("funds.title"), at: .pay) {
      told
      p(.class("eyebrow")) { a(href: .path(Path("pay"))) { words("nav.pay") } }
      if let left = sheet.left {
        h1 {
          words(
            "pay.funds-left", ["left": left.left.shown, "period": left.period.description])
        }
        p(.class("lead")) { words("funds.lead") }
        section(.class("card part"), .aria(labelledBy: "grant")) {
          h2(.id("grant")) { words("funds.grant") }
          visit.form(Path("pay", "funds")) {
            wish.fields(
              more: words("funds.more"), less: words("funds.less"), problems: problems, visit)
            field("on", words("funds.on"), hint: words("funds.on-hint")) { described in
              input(
                type: .date, name: "on", .id("on"), .value("\(day)"), .required(), described)
            }
            p(.class("actions")) { button(.class("button")) { words("amount.look") } }
          }
        }
      } else {
        h1 { words("funds.none") }
        p(.class("lead")) { words("funds.none-text") }
      }
      if !sheet.grants.isEmpty {
        section(.class("part"), .aria(labelledBy: "grants")) {
          h2(.id("grants")) { words("funds.grants") }
          dataTable(
            Markup { words("funds.caption") }, sheet.grants,
            head: TableColumn(words("column.when")) { visit.short($0.at) },
            [
              TableColumn(words("column.period")) { $0.period.description },
              TableColumn(words("column.by")) { $0.by },
              TableColumn(words("office.reason")) { grant in bdi { grant.reason } },
              TableColumn(words("column.amount"), isAmount: true) { $0.amount.shown },
            ])
        }
      }
    }
  }
}

/// What the page of funds shows, read at once.
struct FundsSheet {
  struct Grant {
    var at: Instant
    var amount: Money
    var period: Period
    var by: String
    var reason: String
  }

  /// What is left of today's period; `nil` where there is no limit.
  var left: (period: Period, left: Money)?
  /// The latest first.
  var grants: [Grant]

  static func read(_ visit: Visit) throws -> FundsSheet {
    try visit.read { records in
      guard let rules = try records.payRules(zone: visit.zone) else {
        return FundsSheet(left: nil, grants: [])
      }
      let today = visit.wording.today
      var book = Book()
      book.take(funds: try records.fundsByDay())
      let left = rules.version(on: today).policy.funds.map { funds in
        let period = rules.period(funds.period, holding: today)
        return (period, book.fundsLeft(in: period))
      }
      let granted = try records.ledger(.district).filter {
        if case .fundsGranted = $0.kind { true } else { false }
      }
      return FundsSheet(
        left: left,
        grants: try granted.suffix(OfficeLimits.rowsMax).reversed().map { entry in
          let day = entry.postings.first?.day ?? today
          let kind = rules.version(on: day).policy.funds?.period ?? .schoolYear
          return Grant(
            at: entry.cause.at, amount: entry.postings.moved[.funds] ?? .zero,
            period: rules.period(kind, holding: day),
            by: try entry.cause.by.flatMap { try records.person(PersonID($0.number))?.fullName }
              ?? visit.words("happened.by-clock"),
            reason: try records.reason(of: entry) ?? "")
        })
    }
  }

  /// What a grant would leave, or why it is refused.
  static func after(
    _ amount: Money, on day: CivilDate, _ visit: Visit
  ) throws -> Result<(period: Period, before: Money, after: Money), LedgerRefusal> {
    try visit.read { records in
      guard let rules = try records.payRules(zone: visit.zone) else {
        throw HTTPProblem(.notFound, "pays nothing")
      }
      var book = Book()
      book.take(funds: try records.fundsByDay())
      let kind = rules.version(on: day).policy.funds?.period ?? .schoolYear
      let period = rules.period(kind, holding: day)
      do throws(LedgerRefusal) {
        let made = try rules.entries(
          for: .fundsGranted(amount, on: day), cause: Cause(journal: 0, at: visit.now),
          people: [:], book: book)
        let before = book.fundsLeft(in: period)
        book.apply(made)
        return .success((period, before, book.fundsLeft(in: period)))
      } catch {
        return .failure(error)
      }
    }
  }
}

/// Grants funds, or takes some back: first it says what that does.
enum GrantAction: Action {
  static let pattern: StaticString = "/pay/funds"
  static func sight(_ call: Call<Visit>) -> Sight { .office }

  static func act(_ call: Call<Visit>, _ form: FormData) throws -> HTTPResponse {
    let visit = call.context
    let words = visit.words
    let wish = try AmountForm(form)
    let day = try form.date("on")
    func again(_ refusal: LedgerRefusal? = nil) throws -> HTTPResponse {
      var leaf = FundsPage.leaf(
        try FundsSheet.read(visit), wish, day: day, isSent: true, refusal: refusal, told: nil,
        visit)
      leaf.status = .unprocessableContent
      return visit.framed(leaf)
    }
    guard wish.problems(visit) == (nil, nil), let amount = wish.amount else { return try again() }
    if wish.isSure {
      return try visit.attempt(back: Path("pay", "funds")) {
        try visit.perform(.grantFunds(amount, on: day, reason: wish.reason))
        return try .done("funds-granted", at: Path("pay", "funds"))
      }
    }
    switch try FundsSheet.after(amount, on: day, visit) {
    case .failure(let refusal): return try again(refusal)
    case .success(let change):
      return visit.framed(
        Leaf(words("funds.title"), at: .pay) {
          p(.class("eyebrow")) { a(href: .path(Path("pay", "funds"))) { words("funds.title") } }
          h1 { words("funds.look", ["period": change.period.description]) }
          div(.class("card part-in")) {
            facts([
              (words("funds.before"), Markup { change.before.shown }),
              (words("funds.change"), Markup { b { amount.shown } }),
              (words("funds.after"), Markup { b { change.after.shown } }),
              (words("office.reason"), Markup { bdi { wish.reason } }),
            ])
          }
          visit.form(Path("pay", "funds")) {
            wish.hidden
            input(type: .hidden, name: "on", .value("\(day)"))
            p(.class("actions")) {
              button(.class("button"), .name("do"), .value("sure")) {
                words(wish.isLess ? "funds.take" : "funds.go")
              }
              a(href: .path(Path("pay", "funds"))) { words("amount.not") }
            }
          }
        })
    }
  }
}
