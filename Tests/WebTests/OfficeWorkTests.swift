import CivilTime
import HTTPServer
import Office
import Programs
import Store
import Testing
import Workflow

@Suite struct `The administrator's pages of reviews and submissions` {
  @Test func `tell a review overdue at its due instant, and not the second before`() throws {
    let scene = try OfficeScene.always()
    let id = try scene.handIn("Reading conferences")
    let review = try scene.assign(id)
    let due = try #require(try scene.reviews(of: id).first).due
    let browser = try scene.browser()
    scene.district.clock.pass(until: due.adding(seconds: -1))
    #expect(try browser.get("/office/reviews").text.contains("1 review is open, and in time"))
    scene.district.clock.pass(until: due)
    #expect(try browser.get("/office/reviews").text.contains("1 review is overdue"))
    #expect(try browser.get("/office/reviews/\(review)").text.contains("is overdue"))
    #expect(try browser.get("/office").text.contains("1 review is overdue"))
  }

  @Test func `give a review to somebody who was chosen, or to nobody by name`() throws {
    let scene = try OfficeScene.always()
    let id = try scene.handIn("Reading conferences")
    let review = try scene.assign(id)
    let browser = try scene.browser()
    let other = try scene.district.person("501")
    #expect(try browser.get("/office/reviews/\(review)").html.contains("value=\"\(other)\""))
    let done = try browser.post("/office/reviews/\(review)/reassign", [("to", "\(other)")])
    #expect(done.location == "/office/reviews?done=reassigned")
    let open = try scene.reviews(of: id).filter(\.isOpen)
    #expect(open.map(\.evaluator) == [other])
    // The closed one can't be given away again.
    #expect(try browser.post("/office/reviews/\(review)/reassign", [("to", "")]).status == 409)
    let second = try #require(open.first).id
    let byItself = try browser.post("/office/reviews/\(second)/reassign", [("to", "")])
    #expect(byItself.location == "/office/reviews?done=reassigned-by-itself")
    #expect(try !scene.submission(id).lacking.isEmpty)
  }

  @Test func `give more time, as long as the teacher still hears in time`() throws {
    let scene = try OfficeScene.always()
    let id = try scene.handIn("Reading conferences")
    let review = try scene.assign(id)
    let before = try #require(try scene.reviews(of: id).first).due
    let browser = try scene.browser()
    let path = "/office/reviews/\(review)/extend"
    #expect(try browser.post(path, [("until", "2026-10-20")]).status == 409)
    #expect(try #require(try scene.reviews(of: id).first).due == before)
    #expect(try browser.post(path, [("until", "2026-10-09")]).status == 303)
    #expect(
      try #require(try scene.reviews(of: id).first).due
        == scene.district.zone.at("2026-10-10 00:00"))
    #expect(try browser.post(path, [("until", "soon")]).status == 400)
  }

  @Test func `list by state, by teacher and by number`() throws {
    let scene = try OfficeScene.always()
    let first = try scene.handIn("Reading conferences")
    try scene.ready(teacher: 1, "Number talks")
    let browser = try scene.browser()
    let all = try browser.get("/submissions").text
    #expect(all.contains("2 submissions"))
    #expect(all.contains("Teacher1 Zeugnis1"))
    let ready = try browser.get("/submissions?state=readyToRelease").text
    #expect(ready.contains("Number talks") && !ready.contains("Reading conferences"))
    let byName = try browser.get("/submissions?q=zeugnis0").text
    #expect(byName.contains("Reading conferences") && !byName.contains("Number talks"))
    let byNumber = try browser.get("/submissions?q=\(first)").text
    #expect(byNumber.contains("Reading conferences") && !byNumber.contains("Number talks"))
    #expect(try browser.get("/submissions?q=nobody").text.contains("Nothing here"))
    #expect(try browser.get("/submissions?window=x&state=y&after=z").status == 200)
  }

  @Test func `are what they were until something happens, or another year begins`() throws {
    let scene = try OfficeScene.always()
    let id = try scene.handIn("Reading conferences")
    let browser = try scene.browser()
    let path = "/submissions?q=zeugnis"
    let first = try browser.get(path).html
    #expect(try browser.get(path).html == first)
    #expect(try browser.get("/submissions?q=zeugnis&state=decided").text.contains("Nothing here"))
    #expect(try browser.get(path).html == first)
    try scene.handIn(teacher: 2, "Number talks")
    #expect(try browser.get(path).text.contains("Number talks"))
    try scene.assign(id)
    let second = try browser.get(path)
    #expect(second.html != first)
    #expect(second.text.contains("Sep 14") && !second.text.contains("Sep 14, 2026"))
    scene.district.clock.pass(until: try scene.district.zone.at("2027-01-01 00:00"))
    #expect(try scene.browser().get(path).text.contains("Sep 14, 2026"))
  }

  @Test func `go on after 200 rows`() throws {
    let scene = try OfficeScene.always()
    for number in 1...201 { try scene.handIn(teacher: number % 6, "Work \(number)") }
    let browser = try scene.browser()
    let first = try browser.get("/submissions")
    #expect(first.text.contains("200 submissions, and more"))
    #expect(first.html.contains("/submissions?after=200"))
    let second = try browser.get("/submissions?after=200").text
    #expect(second.contains("Work 201") && !second.contains("Work 200"))
  }

  @Test func `return, assign and withdraw a submission, and tell what happened`() throws {
    let scene = try OfficeScene.always()
    let id = try scene.handIn("Reading conferences")
    let browser = try scene.browser()
    let judge = try scene.district.person("502")
    let assigned = try browser.post(
      "/submissions/\(id)/assign", [("to", "\(judge)"), ("part", "evaluator")])
    #expect(assigned.location == "/submissions/\(id)?done=assigned")
    #expect(try scene.reviews(of: id).map(\.evaluator) == [judge])
    let returned = try browser.post(
      "/submissions/\(id)/return", [("kind", "linkClosed"), ("words", "It asks to sign in.")])
    #expect(returned.status == 303)
    #expect(try scene.state(id) == .returned)
    let page = try browser.get("/submissions/\(id)").text
    #expect(page.contains("A link is closed") && page.contains("It asks to sign in."))
    #expect(page.contains("Evaluator2 Judge2 has it"))
    #expect(try browser.post("/submissions/\(id)/return", [("kind", "else")]).status == 400)
    #expect(try browser.post("/submissions/\(id)/withdraw").status == 303)
    #expect(try scene.state(id) == .withdrawn)
  }

  @Test func `let somebody hand in late, and set roles and deputies`() throws {
    let scene = try OfficeScene.windows()
    let browser = try scene.browser()
    let person = try scene.district.person("1000")
    #expect(try browser.post("/people/\(person)/roles", [("role", "payroll")]).status == 303)
    var known = try #require(try scene.office.read { try $0.person(person) })
    #expect(known.roles.contains(.payroll))
    #expect(try browser.post("/people/\(person)/roles").status == 303)
    known = try #require(try scene.office.read { try $0.person(person) })
    #expect(known.roles.isEmpty)
    let own = try scene.district.person("100")
    let unknown = try browser.post(
      "/people/\(own)/deputies",
      [("deputy", "nobody@example.org"), ("from", "2026-09-01"), ("until", "2026-09-05")])
    #expect(unknown.location == "/people/\(own)?done=deputy-unknown")
    _ = try browser.post(
      "/people/\(own)/deputies",
      [("deputy", "1000"), ("from", "2026-08-24"), ("until", "2026-09-05")])
    #expect(try scene.browser("1000").get("/office").status == 200)
    // A page that is older than a change removes nobody else.
    _ = try browser.post("/people/\(own)/deputies", [("remove", "0")])
    #expect(try scene.browser("1000").get("/office").status == 200)
    let deputy = try scene.district.person("1000")
    _ = try browser.post(
      "/people/\(own)/deputies", [("remove", "\(deputy)/2026-08-24/2026-09-05")])
    #expect(try scene.browser("1000").get("/office").status == 403)
    let window = try scene.window(.proposal)
    let late = try browser.post(
      "/people/\(person)/late",
      [("window", "\(window.id)"), ("until", "2026-10-02"), ("reason", "Ill")])
    #expect(late.status == 303)
    known = try #require(try scene.office.read { try $0.person(person) })
    #expect(try known.late.map(\.until) == [scene.district.zone.at("2026-10-03 00:00")])
  }

  @Test func `find people by a part of their name, address or number`() throws {
    let scene = try OfficeScene.windows()
    let browser = try scene.browser()
    #expect(try browser.get("/people?q=ZEUGNIS3").text.contains("1 person"))
    #expect(try browser.get("/people?q=t4%40").text.contains("Teacher4 Zeugnis4"))
    #expect(try browser.get("/people?q=1002").text.contains("Teacher2 Zeugnis2"))
    #expect(try browser.get("/people?q=%25").text.contains("Nobody here"))
    let judges = try browser.get("/people?show=evaluators").text
    #expect(judges.contains("3 people") && !judges.contains("Teacher0"))
  }

  @Test func `stop all mail and let it go on`() throws {
    let scene = try OfficeScene.windows()
    let browser = try scene.browser()
    #expect(try browser.post("/mail/pause").status == 303)
    #expect(try scene.office.read { try $0.isOutboxPaused() })
    #expect(try browser.get("/mail").text.contains("No mail leaves"))
    #expect(try browser.get("/office").text.contains("No mail leaves"))
    #expect(try browser.post("/mail/resume").status == 303)
    #expect(try !scene.office.read { try $0.isOutboxPaused() })
  }

  @Test func `take a form's row in that was set aside, once it is put right`() throws {
    let scene = try OfficeScene.windows()
    try scene.live(until: "2026-09-15 09:00")
    let form = try #require(scene.district.program.intake.proposalForm)
    let parts = form.answers.sorted { $0.key < $1.key }
    let head = [form.timestamp, form.email, form.title] + parts.map(\.value)
    let row =
      ["9/15/2026 08:30:00", "stranger@kmsd.example.org", "Reading conferences"]
      + parts.map { "About \($0.key)." }
    let lines = [head, row].map { $0.map { "\"\($0)\"" }.joined(separator: ",") + "\r\n" }
    try scene.office.drop(Array(lines.joined().utf8), named: "form.csv")
    while try scene.office.beat().isMore {}
    let aside = try #require(try scene.office.read { try $0.openSetAsideRows(limit: 5).first })
    let browser = try scene.browser()
    #expect(try browser.get("/more").html.contains("href=\"/more/rows/\(aside.id)\""))
    let path = "/more/rows/\(aside.id)"
    let page = try browser.get(path).text
    #expect(page.contains(aside.reason) && page.contains("stranger@kmsd.example.org"))
    for (fields, problem) in [
      ([("person", "4711")], "Nobody has that address or number."),
      ([("person", "1000"), ("date", "2026-09-15")], "A date and a time are needed."),
      ([("person", "1000"), ("time", "08:30")], "A date and a time are needed."),
    ] {
      let wrong = try browser.post(path + "/take", fields)
      #expect(wrong.status == 422 && wrong.text.contains(problem), "\(fields)")
      #expect(wrong.html.contains("value=\"\(fields[0].1)\""))
    }
    // With nothing put right it still can't be.
    let still = try browser.post(path + "/take")
    #expect(still.status == 404 && still.text.contains("say whose work it is"))
    let done = try browser.post(path + "/take", [("person", "1000")])
    #expect(done.location == "/more?done=row-taken")
    let person = try scene.district.person("1000")
    let work = try #require(try scene.office.read { try $0.submissions(of: person).first })
    #expect(work.title.value == "Reading conferences")
    #expect(try work.receivedAt == scene.district.zone.at("2026-09-15 08:30"))
    // A second press.
    #expect(try browser.post(path + "/take", [("person", "1000")]).status == 409)
    #expect(try browser.get(path).status == 404)
  }

  @Test func `show rows that were set aside, and leave them out`() throws {
    let scene = try OfficeScene.windows()
    // Nobody has this number.
    try scene.office.drop(
      Array("Employee Number,Skills,Training Date,Load Max\r\n77,x: expert,2026-06-15,5\r\n".utf8),
      named: "evaluators-2.csv")
    while try scene.office.beat().isMore {}
    let row = try #require(try scene.office.read { try $0.openSetAsideRows(limit: 5).first })
    let browser = try scene.browser()
    #expect(try browser.get("/office").text.contains("row of a file was set aside"))
    let page = try browser.get("/more").text
    #expect(page.contains("1 row was set aside") && page.contains(row.reason))
    // By its file's name, not by its hash.
    #expect(page.contains("evaluators-2.csv") && !page.contains(row.file))
    let one = try browser.get("/more/rows/\(row.id)")
    #expect(one.text.contains("Mend the file, and drop it in again."))
    #expect(!one.html.contains("/take\"") && one.html.contains("/more/rows/\(row.id)/dismiss"))
    #expect(try browser.post("/more/rows/\(row.id)/dismiss").status == 303)
    #expect(try browser.get("/more").text.contains("No row was set aside"))
    #expect(try browser.post("/more/rows/\(row.id)/dismiss").status == 409)
  }
}
