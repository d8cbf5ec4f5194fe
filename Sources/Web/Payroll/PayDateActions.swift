import CivilTime
import HTML
import HTTPServer
import IntakeFormats
import Ledger
import Office
import Programs
import Workflow

/// Seals a pay date as it was shown. If something has changed since, the page comes again and says what.
enum SealAction: Action {
  static let pattern: StaticString = "/pay/dates/:day/seal"
  static func sight(_ call: Call<Visit>) -> Sight { .payroll }

  static func act(_ call: Call<Visit>, _ form: FormData) throws -> HTTPResponse {
    let visit = call.context
    let day = try PayDatePage.day(call)
    let back = Path("pay", "dates", "\(day)")
    do {
      _ = try visit.office.sealPayDate(
        day, expecting: form["shown"] ?? "", by: .person(visit.person().id))
      return try .done("pay-sealed", at: back)
    } catch OfficeError.refused(let refusal) {
      guard refusal.ledger == .changedSincePreview else {
        return visit.refused(refusal, back: back)
      }
      let sheet = try PayDateSheet.read(day, shownBefore: form["lines"], visit)
      return visit.framed(PayDatePage.leaf(sheet, isAgain: true, told: nil, visit))
    }
  }
}

/// Payroll has paid what was sealed for that day.
enum PaidAction: Action {
  static let pattern: StaticString = "/pay/dates/:day/paid"
  static func sight(_ call: Call<Visit>) -> Sight { .payroll }

  static func act(_ call: Call<Visit>, _ form: FormData) throws -> HTTPResponse {
    let day = try PayDatePage.day(call)
    let back = Path("pay", "dates", "\(day)")
    return try call.context.attempt(back: back) {
      try call.context.perform(.markPaid(day))
      return try .done("pay-paid", at: back)
    }
  }
}

/// `/pay/dates/:day/file`: payroll's file of a sealed pay date, to be saved: the same bytes each time.
enum PayFile {
  static let pattern: StaticString = "/pay/dates/:day/file"

  static func answer(_ call: Call<Visit>) throws -> HTTPResponse {
    let visit = call.context
    try visit.require(.payroll)
    let day = try PayDatePage.day(call)
    return try visit.attempt(back: Path("pay", "dates", "\(day)")) {
      let file = try visit.office.payrollFile(of: day)
      // Once somebody in it was erased, the sealed bytes are gone, and what is made anew has another hash.
      let end = visit.program.payroll?.kind == .fixedWidth ? "txt" : "csv"
      let name = "payroll-\(day)\(file.isSealedOne ? "" : "-anew").\(end)"
      return HTTPResponse(.ok, type: .csv, file.bytes).with(cache: .never).download(named: name)
    }
  }
}
