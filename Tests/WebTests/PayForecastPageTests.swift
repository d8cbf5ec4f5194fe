import CivilTime
import HTTPServer
import Ledger
import Office
import Programs
import Store
import Testing
import Workflow

@Suite struct `What is coming at the pay dates` {
  /// Pay goes by the day of handing in, so that a late judgement misses a date.
  private func scene() throws -> PayScene {
    let pay = try PayScene { program in
      program.pay?.payDates.cutOffBy = .handIn
      program.pay?.funds = FundsPolicy()
    }
    try pay.office.perform(
      .grantFunds(Money(cents: 1_000_00), on: day("2026-09-15"), reason: "Board."),
      by: try pay.district.administrator)
    return pay
  }

  @Test func `stands on the dashboard as a plot that says its figures, and in a table`() throws {
    let pay = try scene()
    try pay.earn("Learning paths")
    _ = try pay.approve("Podcasts", of: "1002", 400_00)
    let administrator = try pay.browser(PayScene.administrator)
    let board = try administrator.get("/office")
    #expect(board.text.contains("Pay ahead"))
    #expect(board.text.contains("$1,000.00 of the funds is left."))
    #expect(board.html.contains("Fri, Oct\u{A0}16, $450.00 decided, "))
    let page = try administrator.get("/pay/forecast")
    #expect(page.text.contains("Nothing handed in so far would miss its pay date"))
    #expect(page.text.contains("$450.00"))
    #expect(try pay.browser().get("/pay/forecast").status == 403)
  }

  @Test func `names what would miss its pay date, with whom it is from and when it is expected`()
    throws
  {
    let pay = try scene()
    let proposal = try pay.approve("Learning paths", 600_00)
    try pay.live(until: "2026-09-23 20:00")
    try pay.scene.handIn("Learning paths", .evidence, proposal: proposal)
    // Nobody has judged it. A minute before payroll locks there is still time.
    try pay.live(until: "2026-10-09 16:59")
    let administrator = try pay.browser(PayScene.administrator)
    let before = try administrator.get("/pay/forecast")
    #expect(before.text.contains("Nothing handed in so far would miss its pay date"))
    try pay.live(until: "2026-10-09 17:01")
    let board = try administrator.get("/office")
    #expect(board.text.contains("submission would miss its pay date"))
    let page = try administrator.get("/pay/forecast")
    #expect(page.text.contains("1 submission would miss its pay date"))
    #expect(page.text.contains("Learning paths") && page.text.contains("Grace Hale"))
  }

  @Test func `is not there where the program pays nothing`() throws {
    let scene = try TeacherScene()
    #expect(!(try scene.browser("100").get("/office").text.contains("Pay ahead")))
  }
}
