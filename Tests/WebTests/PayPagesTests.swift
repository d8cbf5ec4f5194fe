import CivilTime
import Crypto
import HTTPServer
import Ledger
import Office
import Programs
import Store
import Testing
import Web
import Workflow

@Suite struct `A pay date's page` {
  /// $600.00 a year from October 1, decided on September 21: nine of twelve months.
  private func earned() throws -> PayScene {
    let pay = try PayScene()
    try pay.earn("Learning paths")
    try pay.live(until: "2026-09-24 09:00")
    return pay
  }

  private let path = "/pay/dates/2026-10-16"

  @Test func `is previewed line by line, sealed as it was shown, fetched again and marked as paid`()
    throws
  {
    let pay = try earned()
    let clerk = try pay.browser()
    let list = try clerk.get("/pay")
    #expect(list.text.contains("The pay date of Friday, October 16 can be sealed"))
    #expect(list.text.contains("One line is in it so far, $450.00."))
    #expect(list.text.contains("Payroll locks on Friday, October 9, 5:00 PM."))

    let preview = try clerk.get(path)
    #expect(preview.status == 200)
    #expect(preview.text.contains("One line for one person, $450.00 in all."))
    #expect(preview.text.contains("Grace Hale No. 1000"))
    #expect(preview.text.contains("Rise of $600.00 a year from October 1, 2026, its first year"))
    #expect(preview.text.contains("Sealing can’t be undone."))
    #expect(preview.html.ranges(of: "class=\"button\"").count == 1)

    let shown = try #require(clerk.hidden("shown", in: preview))
    let lines = try #require(clerk.hidden("lines", in: preview))
    let answer = try clerk.post(path + "/seal", [("shown", shown), ("lines", lines)])
    #expect(answer.location == path + "?done=pay-sealed")
    let sealed = try clerk.get(path)
    #expect(sealed.text.contains("Sealed by Walter Dunne, Thursday, September 24, 9:00 AM."))
    #expect(sealed.text.contains("Save payroll’s file"))
    #expect(!sealed.html.contains("/seal\""))

    let file = try clerk.get(path + "/file")
    #expect(
      file.answer.headers["Content-Disposition"]?.contains("payroll-2026-10-16.txt") == true)
    #expect(file.html.contains("1000      Hale                     Grace"))
    let hash = SHA256.hash(file.bytes).hex
    let standing = try #require(
      try pay.office.payDates(from: day("2026-10-16"), through: day("2026-10-16")).first?.sealed)
    #expect(standing.hash == hash)
    #expect(try clerk.get(path + "/file").bytes == file.bytes)

    // Before the day, the file is the next step; on the day, that it is paid.
    #expect(sealed.html.contains("class=\"button\" href=\"/pay/dates") == false)
    #expect(try clerk.post(path + "/paid").location == path + "?done=pay-paid")
    #expect(try clerk.get(path).text.contains("Paid"))
    #expect(try clerk.get("/pay").text.contains("$450.00"))
    #expect(try clerk.post(path + "/paid").status == 409)
  }

  @Test func `comes again and says what has changed, if anything has since it was shown`() throws {
    let pay = try earned()
    let clerk = try pay.browser()
    let preview = try clerk.get(path)
    let shown = try #require(clerk.hidden("shown", in: preview))
    let lines = try #require(clerk.hidden("lines", in: preview))
    let proposal = try #require(try pay.scene.submissions().first { $0.stage == .proposal })
    try pay.office.perform(
      .correctPay(
        proposal.id, by: Money(cents: 12_34), reason: "A month was missing."),
      by: try pay.district.administrator)
    let answer = try clerk.post(path + "/seal", [("shown", shown), ("lines", lines)])
    #expect(answer.status == 409)
    #expect(answer.text.contains("Not sealed: something has changed since you looked"))
    #expect(answer.text.contains("One line is different. It is marked."))
    #expect(answer.text.contains("$12.34 new"))
    #expect(answer.text.contains("Correction"))
    #expect(answer.text.contains("A month was missing."))
    // What it shows now is what it seals.
    let again = try #require(clerk.hidden("shown", in: answer))
    #expect(try clerk.post(path + "/seal", [("shown", again)]).status == 303)
  }

  @Test func `says of each line that is gone what it was, and of a name that no amount changed`()
    throws
  {
    let pay = try earned()
    let clerk = try pay.browser()
    let preview = try clerk.get(path)
    let shown = try #require(clerk.hidden("shown", in: preview))
    let lines = try #require(clerk.hidden("lines", in: preview))
    try pay.office.drop(
      Array(
        "Employee Number,First Name,Last Name,Email\r\n1000,Grace,Holm,\(District.address(0))\r\n"
          .utf8), named: "names.csv")
    while try pay.office.beat().isMore {}
    let named = try clerk.post(path + "/seal", [("shown", shown), ("lines", lines)])
    #expect(named.text.contains("No amount is different"))

    let evidence = try #require(try pay.scene.submissions().last { $0.stage == .evidence })
    try pay.office.perform(
      .reopenDecision(evidence.id, reason: "Another’s work."), by: try pay.district.administrator)
    let gone = try clerk.post(path + "/seal", [("shown", shown), ("lines", lines)])
    #expect(gone.text.contains("Learning paths, $450.00, is not in it any more."))
    #expect(gone.text.contains("Nobody has anything due by this date."))
  }

  @Test func `can be sealed from the end of its cut-off on, and not a second before`() throws {
    let pay = try PayScene()
    try pay.earn("Learning paths")
    // The last day is whole: Wednesday, September 23.
    try pay.live(until: "2026-09-23 23:59:59")
    let clerk = try pay.browser()
    let before = try clerk.get(path)
    #expect(!before.html.contains("/seal\""))
    #expect(
      before.text.contains(
        "It can be exported and sealed after its cut-off, Wednesday, September 23, 11:59 PM."))
    let token = try pay.office.preview(of: try day("2026-10-16")).token
    let early = try clerk.post(path + "/seal", [("shown", token)])
    #expect(early.status == 409)
    #expect(early.text.contains("can be sealed after its cut-off"))
    try pay.live(until: "2026-09-24 00:00")
    #expect(try clerk.get(path).html.contains("/seal\""))
  }

  @Test func `says what the cap or the funds hold back, and why`() throws {
    let pay = try PayScene { program in
      program.pay?.funds = FundsPolicy()
    }
    try pay.office.perform(
      .grantFunds(
        Money(cents: 500_00), on: try day("2026-09-15"), reason: "Board."),
      by: try pay.district.administrator)
    try pay.earn("Learning paths")
    try pay.earn("Podcasts", of: "1002", 400_00)
    try pay.live(until: "2026-09-24 09:00")
    let shown = try pay.browser().get(path)
    // Whoever handed in first comes first.
    #expect(shown.text.contains("$250.00 without funds: carried over"))
    #expect(shown.text.contains("2 lines for 2 people, $500.00 in all."))
    #expect(shown.text.contains("$0.00"))
    // Once it is sealed it still says who was held back and why; the next one says since when they wait.
    try pay.seal("2026-10-16")
    let sealed = try pay.browser().get(path)
    #expect(sealed.text.contains("Sealed by Walter Dunne"))
    #expect(sealed.text.contains("$250.00 without funds: carried over"))
    #expect(sealed.text.contains("2 lines for 2 people, $500.00 in all."))
    let next = try pay.browser().get("/pay/dates/2026-11-20")
    #expect(next.text.contains("Podcasts"))
    #expect(next.text.contains("October 16, 2026"))
  }

  @Test func `says what does not fit into payroll's file, and can't be sealed then`() throws {
    let pay = try PayScene { program in
      for index in program.payroll?.columns.indices ?? 0..<0
      where program.payroll?.columns[index].value == .familyName {
        program.payroll?.columns[index].width = 3
      }
    }
    try pay.earn("Learning paths")
    try pay.live(until: "2026-09-24 09:00")
    let clerk = try pay.browser()
    let shown = try clerk.get(path)
    #expect(shown.text.contains("It does not fit into payroll’s file"))
    #expect(
      shown.text.contains(
        "1000 Grace Hale: “Hale” is longer than the 3 characters of the column"))
    #expect(!shown.html.contains("/seal\""))
    let token = try pay.office.preview(of: try day("2026-10-16")).token
    #expect(try clerk.post(path + "/seal", [("shown", token)]).status == 409)
  }
}

@Suite struct `Where an amount comes from` {
  @Test func `opens for an administrator down to the decision, its scorecards and its rubric`()
    throws
  {
    let pay = try PayScene()
    let (proposal, evidence) = try pay.earn("Learning paths")
    pay.scene.passHold()
    let administrator = try pay.browser(PayScene.administrator)
    let path = try "\(pay.statement())/submission-\(proposal)"
    let shown = try administrator.get(path)
    #expect(shown.text.contains("Where $450.00 comes from"))
    #expect(
      shown.text.contains("$600.00 × 9 of 12 months = $450.00, until June 30, 2027."))
    #expect(shown.text.contains("the decision was released by Avery Adams"))
    #expect(shown.text.contains("Scorecards of Evaluator0 Judge0"))
    #expect(shown.html.contains("href=\"/decisions/\(evidence)\""))
    #expect(shown.html.contains("href=\"/rubrics/kettle-moraine-evidence/"))
    #expect(
      shown.text.contains("The cap was $2,000.00 for 2026; $600.00 counts against it with this."))
    #expect(shown.text.contains("Policy version 1, since September 15, 2026."))
    // From there to what the evaluator wrote.
    #expect(try administrator.get("/decisions/\(evidence)").text.contains("Well shown for"))
  }

  @Test func `tells payroll who decided, and neither who judged nor what was written`() throws {
    let pay = try PayScene()
    let (proposal, evidence) = try pay.earn("Learning paths")
    let clerk = try pay.browser()
    let shown = try clerk.get("\(pay.statement())/submission-\(proposal)")
    #expect(shown.text.contains("the decision was released by Avery Adams"))
    #expect(shown.text.contains("It rests on one scorecard"))
    #expect(!shown.text.contains("Judge0"))
    #expect(!shown.text.contains("Well shown"))
    #expect(!shown.html.contains("/decisions/") && !shown.html.contains("/work/"))
    for path in ["/decisions/\(evidence)", "/submissions/\(evidence)", "/work/\(evidence)"] {
      #expect(try clerk.get(path).status >= 400)
    }
    // Whoever judges the work, or came by a link to it alone, is led to no pay.
    let judge = try pay.browser("500").get("/work/\(evidence)")
    #expect(!judge.html.contains("/statement/"))
  }

  @Test func `is a teacher's own once they are told, and nobody else's`() throws {
    let pay = try PayScene()
    let (proposal, evidence) = try pay.earn("Learning paths")
    let path = try "\(pay.statement())/submission-\(proposal)"
    let teacher = try pay.browser(PayScene.teacher)
    // For ten minutes the release can be taken back unseen.
    #expect(!(try teacher.get(path).text.contains("Earned")))
    #expect(!(try teacher.get(pay.statement()).text.contains("Earned")))
    #expect(try pay.browser().get(path).text.contains("Earned"))
    pay.scene.passHold()
    let told = try teacher.get(path)
    #expect(told.text.contains("Earned, as a rise of $600.00 a year from October 1, 2026"))
    #expect(told.html.contains("href=\"/work/\(evidence)\""))
    #expect(!told.text.contains("Judge0"))
    // The work's own page leads there.
    for id in [proposal, evidence] {
      #expect(try teacher.get("/work/\(id)").html.contains("href=\"\(path)\""))
    }
    // A link to this work alone opens the work, and leads to no pay.
    let byLink = try Browser(
      pay.district, as: PayScene.teacher, scope: (.submission, evidence.number))
    let narrow = try byLink.get("/work/\(evidence)")
    #expect(narrow.status == 200 && !narrow.html.contains("/statement/"))
    let other = try pay.browser("1001")
    #expect(try other.get(path).status == 404)
    #expect(try other.get(pay.statement()).status == 404)
    #expect(try teacher.get("\(pay.statement())/submission-9999").status == 404)
    // What is another's is not found under somebody's own name either.
    let theirs = try "\(pay.statement("1001"))/submission-\(proposal)"
    #expect(try pay.browser("1001").get(theirs).status == 404)
  }

  @Test func `says why an amount was corrected, and that a reopened decision takes it back`() throws
  {
    let pay = try PayScene()
    let (proposal, evidence) = try pay.earn("Learning paths")
    try pay.live(until: "2026-09-24 09:00")
    try pay.seal("2026-10-16")
    let administrator = try pay.district.administrator
    try pay.office.perform(
      .correctPay(proposal, by: Money(cents: -8_33), reason: "Paid <b>too</b> much."),
      by: administrator)
    try pay.office.perform(
      .reopenDecision(evidence, reason: "An appeal."), by: administrator)
    pay.scene.passHold()
    let shown = try pay.browser().get("\(pay.statement())/submission-\(proposal)")
    #expect(shown.text.contains("−$8.33: Corrected"))
    #expect(shown.html.contains("Paid &lt;b&gt;too&lt;/b&gt; much."))
    #expect(shown.text.contains("To be taken back with the next file"))
    #expect(!shown.text.contains("An appeal."))
    let november = try pay.browser().get("/pay/dates/2026-11-20")
    #expect(november.text.contains("Taken back"))
  }
}

@Suite struct `A statement` {
  @Test func `says every entry in words, what is left, and what comes`() throws {
    let pay = try PayScene()
    try pay.earn("Learning paths")
    _ = try pay.approve("Podcasts", of: PayScene.teacher, 400_00)
    try pay.live(until: "2026-09-24 09:00")
    let shown = try pay.browser(PayScene.teacher).get(pay.statement())
    #expect(shown.status == 200)
    #expect(
      shown.text.contains("$1,000.00 is left for 2026; $2,000.00 again from January 1, 2027."))
    #expect(shown.text.contains("$450.00 comes with the pay date of Friday, October 16."))
    #expect(shown.text.contains("Earned, as a rise of $600.00 a year from October 1, 2026"))
    #expect(shown.text.contains("Applied for, and held"))
    try pay.seal("2026-10-16")
    let sealed = try pay.browser().get(pay.statement())
    #expect(sealed.text.contains("In payroll’s file for October 16, 2026"))
    let file = try pay.browser().get(pay.statement() + "/file")
    #expect(file.answer.headers["Content-Disposition"]?.contains(".csv") == true)
    #expect(file.html.contains("450.00"))
  }

  @Test func `goes on to older entries, page by page, until all were shown`() throws {
    let pay = try PayScene()
    let proposal = try pay.approve("Learning paths", 100_00)
    let administrator = try pay.district.administrator
    for number in 1...210 {
      try pay.office.perform(
        .holdAmount(proposal, Money(cents: 100_00 + Int64(number)), reason: "Step \(number)."),
        by: administrator)
    }
    let clerk = try pay.browser()
    let first = try clerk.get(pay.statement())
    #expect(first.text.contains("$102.10") && !first.text.contains("$100.05"))
    let further = try #require(
      first.html.firstMatch(of: /href="(\/statement\/[0-9]+\?from=[0-9]+)"/)?.output.1)
    let second = try clerk.get(String(further))
    #expect(second.status == 200)
    #expect(second.text.contains("$100.00") && !second.html.contains("?from="))
    // No entry is on both pages, and none on neither.
    let rows = first.html.ranges(of: "role=\"row\"").count
    let others = second.html.ranges(of: "role=\"row\"").count
    #expect(rows == 201 && others == 12, "\(rows), \(others)")
    // Beyond the end is the oldest.
    #expect(try clerk.get(pay.statement() + "?from=9999").text.contains("$100.00"))
    #expect(try clerk.get(pay.statement() + "?from=-1").status == 200)
  }

  @Test func `says what HR's file lacks instead of what is left`() throws {
    let pay = try PayScene()
    let shown = try pay.browser(PayScene.administrator).get(pay.statement("500"))
    #expect(shown.text.contains("HR’s file has no salary, and the cap depends on it."))
  }

  @Test func `is found by payroll by name, and by nobody else`() throws {
    let pay = try PayScene()
    let shown = try pay.browser().get("/pay/people?q=Hale")
    #expect(shown.text.contains("Grace Hale"))
    #expect(!shown.text.contains("Ida Stone"))
    #expect(try pay.browser(PayScene.teacher).get("/pay/people").status == 403)
    #expect(try pay.browser(PayScene.teacher).get("/pay").status == 403)
  }

  @Test func `is not in the navigation where the program pays nothing`() throws {
    let scene = try TeacherScene()
    #expect(!(try scene.browser().get("/home").html.contains("/statement/")))
    let administrator = try scene.browser("100")
    #expect(!(try administrator.get("/office").html.contains("href=\"/pay")))
    #expect(try administrator.get("/pay").text.contains("There is no pay date"))
  }
}
