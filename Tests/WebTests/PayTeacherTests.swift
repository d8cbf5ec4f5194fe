import CivilTime
import HTTPServer
import Ledger
import Office
import Programs
import Rubrics
import Store
import Testing
import Workflow

@Suite struct `What is left under the cap` {
  private func begin(
    _ pay: PayScene, _ title: String, _ amount: String? = nil, of number: String = PayScene.teacher
  ) throws -> (browser: Browser, path: String) {
    let browser = try pay.browser(number)
    let begun = try browser.post("/begin/proposal", [("title", title)])
    let path = try #require(begun.location)
    if let amount {
      let rubric = try pay.scene.rubric(.proposal)
      _ = try browser.send(
        path,
        [("saved", try browser.saved(path)), ("title", title), ("amount", amount)]
          + rubric.criteria.map { ("text.\($0.id)", "What I will do.") })
    }
    return (browser, path)
  }

  @Test func `is said in the catalog, while beginning, while writing and before handing in`() throws
  {
    let pay = try PayScene()
    _ = try pay.approve("Learning paths", 1_700_00)
    let dear = try pay.scene.offer("A", "Design sprint", cents: 500_00)
    let small = try pay.scene.offer("B", "Creek lab", cents: 300_00)
    let left = "$300.00 is left for 2026; $2,000.00 again from January 1, 2027."
    let teacher = try pay.browser(PayScene.teacher)
    let over = try teacher.get("/catalog/\(dear)")
    #expect(over.text.contains("This would pass your cap"))
    #expect(
      over.text.contains(
        "$500.00 would pass your cap of $2,000.00 for 2026 (less than $75,000). $300.00 is left. "
          + "There is $2,000.00 again from January 1, 2027."))
    let fits = try teacher.get("/catalog/\(small)")
    #expect(fits.text.contains("It pays $300.00 a year. That much is held for you"))
    #expect(fits.text.contains(left))
    // Whoever is not signed in is told what it pays, and nothing of anybody's cap.
    let nobody = try Browser(pay.district).get("/catalog/\(small)")
    #expect(nobody.text.contains("$300.00 a year") && !nobody.text.contains("is left"))
    #expect(try teacher.get("/begin/proposal").text.contains(left))
    #expect(try teacher.get("/home").text.contains(left))
    let (browser, path) = try begin(pay, "Podcasts", "300.00")
    #expect(try browser.get(path).text.contains("It pays $300.00 a year."))
    #expect(try browser.get(path + "/check").html.contains("/hand-in\""))
    let answer = try browser.post(
      path + "/hand-in", [("saved", try browser.saved(path + "/check"))])
    #expect(answer.status == 303)
    #expect(try pay.scene.submissions().last?.cents == 300_00)
    #expect(try browser.get("/home").text.contains("$0.00 is left for 2026"))
  }

  @Test func `refuses a cent more on the page, and so does handing in`() throws {
    let pay = try PayScene()
    _ = try pay.approve("Learning paths", 1_700_00)
    let (browser, path) = try begin(pay, "Podcasts", "$300.01")
    let check = try browser.get(path + "/check")
    #expect(check.text.contains("$300.01 would pass your cap of $2,000.00 for 2026"))
    #expect(!check.html.contains("/hand-in\""))
    let answer = try browser.post(
      path + "/hand-in", [("saved", try browser.saved(path))])
    #expect(answer.status == 409)
    #expect(answer.text.contains("There is $2,000.00 again from January 1, 2027."))
    #expect(answer.text.contains("is safe") || answer.text.contains("draft"))
    #expect(try pay.scene.draft("new/1") != nil)
  }

  @Test func `takes an amount as people write it, and keeps what is none beside its field`() throws
  {
    let pay = try PayScene()
    let (browser, path) = try begin(pay, "Podcasts", " $1,234.50 ")
    #expect(try pay.scene.draft("new/1")?.cents == 1_234_50)
    #expect(try browser.get(path).html.contains("value=\"1234.50\""))
    for typed in ["a lot <b>", "12.345", "-5", "0"] {
      let again = try browser.send(
        path, [("saved", try browser.saved(path)), ("title", "Podcasts"), ("amount", typed)])
      #expect(again.status == 422, "\(typed)")
      #expect(again.text.contains("is no amount"))
      #expect(!again.html.contains("a lot <b>"))
      #expect(try pay.scene.draft("new/1")?.cents == 1_234_50)
    }
    // Left empty it is the program's own.
    _ = try browser.send(
      path, [("saved", try browser.saved(path)), ("title", "Podcasts"), ("amount", "")])
    #expect(try browser.get(path).text.contains("It pays $400.00 a year."))
  }

  @Test func `is that of the year in which the next window opens`() throws {
    let pay = try PayScene()
    _ = try pay.approve("Learning paths", 2_000_00)
    try pay.live(until: "2026-10-05 09:00")
    // Proposals open again in January.
    let shown = try pay.browser(PayScene.teacher).get("/begin/proposal")
    #expect(
      shown.text.contains("$2,000.00 is left for 2027; $2,000.00 again from January 1, 2028."))
  }

  @Test func `is by the bracket of somebody's own salary, and is nothing without one`() throws {
    let pay = try PayScene()
    #expect(
      try pay.browser("1001").get("/begin/proposal").text.contains(
        "$600.00 is left for 2026; $600.00 again from January 1, 2027."))
    let without = try pay.browser(PayScene.clerk).get("/begin/proposal")
    #expect(without.text.contains("Nothing can be applied for now"))
    #expect(without.text.contains("HR’s file has no salary"))
  }

  @Test func `says nothing of caps where the program pays nothing`() throws {
    let scene = try TeacherScene()
    let teacher = try scene.browser()
    #expect(!(try teacher.get("/begin/proposal").text.contains("is left")))
    let path = try #require(
      try teacher.post("/begin/proposal", [("title", "Podcasts")]).location)
    #expect(!(try teacher.get(path).html.contains("name=\"amount\"")))
  }
}

@Suite struct `An administrator's hand in pay` {
  @Test func `holds another amount for a reason, whatever the cap`() throws {
    let pay = try PayScene()
    let proposal = try pay.scene.handIn("Learning paths")
    let administrator = try pay.browser(PayScene.administrator)
    let page = try administrator.get("/submissions/\(proposal)")
    #expect(page.text.contains("$400.00 a year is held for it."))
    let path = "/submissions/\(proposal)/amount"
    #expect(try administrator.post(path, [("amount", "2500"), ("reason", " ")]).status == 409)
    let unclear = try administrator.post(path, [("amount", "lots"), ("reason", "The pilot.")])
    #expect(unclear.text.contains("“lots” is no amount") && unclear.text.contains("The pilot."))
    #expect(
      try administrator.post(path, [("amount", "2,500.00"), ("reason", "The pilot.")]).location
        == "/submissions/\(proposal)?done=held")
    #expect(
      try administrator.get("/submissions/\(proposal)").text.contains(
        "$2,500.00 a year is held for it."))
    let trace = try administrator.get("\(pay.statement())/submission-\(proposal)")
    #expect(trace.text.contains("beyond the cap") && trace.text.contains("The pilot."))
  }

  @Test func `corrects what was earned after a look at what that does`() throws {
    let pay = try PayScene()
    let (proposal, _) = try pay.earn("Learning paths")
    try pay.live(until: "2026-09-24 09:00")
    try pay.seal("2026-10-16")
    let administrator = try pay.browser(PayScene.administrator)
    let path = try "\(pay.statement())/submission-\(proposal)/correct"
    #expect(try administrator.get(path).text.contains("In payroll’s files $450.00"))
    let wish = [("change", "less"), ("amount", "8.33"), ("reason", "A week too many.")]
    let look = try administrator.post(path, wish)
    #expect(look.status == 200)
    #expect(look.text.contains("−$8.33 for Grace Hale"))
    #expect(look.text.contains("It goes with the next file, that of Friday, November 20."))
    // Looking has changed nothing.
    #expect(
      try pay.office.preview(of: try day("2026-11-20")).settlement.total
        == .zero)
    #expect(try administrator.post(path, wish + [("do", "sure")]).status == 303)
    #expect(
      try pay.office.preview(of: try day("2026-11-20")).settlement.total
        == Money(cents: -8_33))
    let tooMuch = try administrator.post(
      path, [("change", "less"), ("amount", "441.68"), ("reason", "All.")])
    #expect(tooMuch.status == 422)
    #expect(tooMuch.text.contains("Only $441.67 was paid for it: no more can be taken back."))
    let empty = try administrator.post(path, [("amount", ""), ("reason", "")])
    #expect(empty.status == 422)
    #expect(empty.text.contains("is no amount") && empty.text.contains("Say why."))
  }

  @Test func `grants funds, and takes no more back than there is`() throws {
    let pay = try PayScene { $0.pay?.funds = FundsPolicy() }
    let administrator = try pay.browser(PayScene.administrator)
    let wish = [
      ("change", "more"), ("amount", "5,000"), ("reason", "The board."), ("on", "2026-09-15"),
    ]
    let look = try administrator.post("/pay/funds", wish)
    #expect(look.text.contains("Left before $0.00") && look.text.contains("Left after $5,000.00"))
    #expect(
      try administrator.get("/pay/funds").text.contains("$0.00 of the funds is left for 2026–27"))
    #expect(try administrator.post("/pay/funds", wish + [("do", "sure")]).status == 303)
    let after = try administrator.get("/pay/funds")
    #expect(after.text.contains("$5,000.00 of the funds is left for 2026–27"))
    #expect(after.text.contains("The board.") && after.text.contains("Avery Adams"))
    let short = try administrator.post(
      "/pay/funds",
      [("change", "less"), ("amount", "5000.01"), ("reason", "Cut."), ("on", "2026-09-15")])
    #expect(short.status == 422)
    #expect(short.text.contains("Only $5,000.00 of the funds is left."))
    #expect(try pay.browser().get("/pay/funds").status == 403)
  }
}
