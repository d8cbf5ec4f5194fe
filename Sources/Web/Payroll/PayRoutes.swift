import HTTPServer

extension Website {
  /// Adds the pages of pay: pay dates, what each line rests on, everybody's statement, funds.
  static func addPayroll(to router: inout Router<Visit>) {
    router.add(PayDatesPage.self)
    router.add(PayDatePage.self)
    router.add(SealAction.self)
    router.add(PaidAction.self)
    router.get(PayFile.pattern) { try PayFile.answer($0) }
    router.add(StatementsPage.self)
    router.add(StatementPage.self)
    router.get(StatementFile.pattern) { try StatementFile.answer($0) }
    router.add(TracePage.self)
    router.add(CorrectPage.self)
    router.add(CorrectAction.self)
    router.add(ForecastPage.self)
    router.add(FundsPage.self)
    router.add(GrantAction.self)
    router.add(HoldAction.self)
  }
}
