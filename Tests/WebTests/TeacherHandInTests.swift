import CivilTime
import Office
import Programs
import Rubrics
import Store
import Testing
import Workflow

@Suite struct `Handing in on a page` {
  let path = "/drafts/proposal/new-1"

  /// A draft with a text, and the browser that has it, at a time.
  func ready(at time: String) throws -> (scene: TeacherScene, browser: Browser, saved: String) {
    let scene = try TeacherScene()
    let early = try scene.browser()
    let part = try #require(scene.rubric(.proposal).criteria.first).id
    _ = try early.post("/begin/proposal", [("title", "Reading conferences")])
    _ = try early.send(
      path, [("saved", try early.saved(path)), ("text.\(part)", "Students choose books.")])
    try scene.district.pass(until: time)
    let browser = try scene.browser()
    return (scene, browser, try browser.saved(path + "/check"))
  }

  @Test func `makes a submission of the draft, with a receipt`() throws {
    let (scene, browser, saved) = try ready(at: "2026-09-16 09:00")
    let sent = try browser.post(path + "/hand-in", [("saved", saved)])
    let work = try #require(try scene.submissions().first)
    #expect(sent.location == "/work/\(work.id)?done=handed-in")
    #expect(work.source == .page)
    #expect(work.receivedAt == (try scene.district.zone.at("2026-09-16 09:00")))
    #expect(try scene.draft("new/1") == nil)
    let page = try browser.get("/work/\(work.id)?done=handed-in")
    #expect(page.text.contains("It has arrived, all of it."))
    let code = try scene.office.read { try $0.receiptCode(of: work.id) }
    let grouped = stride(from: 0, to: 12, by: 4).map { String(code.dropFirst($0).prefix(4)) }
    #expect(page.text.contains(grouped.joined(separator: " ")))
  }

  @Test(arguments: ["2026-09-27 23:59:59", "2026-09-28 00:09:59"])
  func `counts in the window's last second, and in its grace`(_ time: String) throws {
    let (scene, browser, saved) = try ready(at: time)
    #expect(try browser.get(path + "/check").text.contains("Hand in your proposal"))
    let sent = try browser.post(path + "/hand-in", [("saved", saved)])
    #expect(sent.location?.hasSuffix("done=handed-in") == true)
    #expect(try scene.submissions().first?.window == scene.window(.proposal).id)
  }

  @Test func `is refused when the grace is over, and the draft stays`() throws {
    let (scene, browser, _) = try ready(at: "2026-09-28 00:09:59")
    let saved = try browser.saved(path + "/check")
    try scene.district.pass(until: "2026-09-28 00:10:00")
    let sent = try browser.post(path + "/hand-in", [("saved", saved)])
    #expect(sent.status == 409)
    #expect(sent.text.contains("The window closed before this arrived"))
    #expect(sent.text.contains("It closed on Sunday, September 27, 11:59 PM."))
    #expect(sent.text.contains("Nothing is lost."))
    #expect(sent.text.contains("The next window opens on Monday, January 11, 2027."))
    #expect(try scene.submissions().isEmpty)
    #expect(try scene.draft("new/1")?.content.answers.first?.text == "Students choose books.")
    #expect(try browser.get(path).text.contains("hand it in from Monday, January 11, 2027"))
    let check = try browser.get(path + "/check")
    #expect(check.text.contains("Not ready to hand in"))
    #expect(!check.html.contains("/hand-in"))
  }

  @Test func `happens once, however often the button is pressed`() throws {
    let (scene, browser, saved) = try ready(at: "2026-09-16 09:00")
    _ = try browser.post(path + "/hand-in", [("saved", saved)])
    let work = try #require(try scene.submissions().first)
    let again = try browser.post(path + "/hand-in", [("saved", saved)])
    #expect(again.location == "/work/\(work.id)?done=already")
    #expect(try scene.submissions().count == 1)
    // Back after handing in: the pages of the draft lead to the receipt, too.
    #expect(try browser.get(path).location == "/work/\(work.id)?done=already")
    #expect(try browser.get(path + "/check").location == "/work/\(work.id)?done=already")
    #expect(try browser.send(path, [("title", "x")]).location == "/work/\(work.id)?done=already")
  }

  @Test func `takes only what was looked at`() throws {
    let (scene, browser, saved) = try ready(at: "2026-09-16 09:00")
    let part = try #require(scene.rubric(.proposal).criteria.first).id
    _ = try browser.post(path + "/text", [("saved", saved), ("text.\(part)", "Changed.")])
    let sent = try browser.post(path + "/hand-in", [("saved", saved)])
    #expect(sent.location == path + "/check?done=draft-changed")
    #expect(try scene.submissions().isEmpty)
  }

  @Test func `takes evidence for a proposal in progress alone`() throws {
    let scene = try TeacherScene()
    let proposal = try scene.handIn("Reading conferences")
    let other = try scene.handIn("Number talks")
    try scene.decide(proposal)
    try scene.district.pass(until: "2026-10-27 09:00")
    let browser = try scene.browser()
    let page = try browser.get("/begin/evidence")
    #expect(page.text.contains("Reading conferences"))
    #expect(!page.text.contains("Number talks"))
    #expect(try browser.post("/begin/evidence", [("proposal", "\(other)")]).status == 404)
    let begun = try browser.post("/begin/evidence", [("proposal", "\(proposal)")])
    let path = "/drafts/evidence/proposal-\(proposal)"
    #expect(begun.location == path)
    // Its title is the proposal's, whatever a form says.
    _ = try browser.send(path, [("saved", try browser.saved(path)), ("title", "Another")])
    _ = try browser.post(path + "/hand-in", [("saved", try browser.saved(path + "/check"))])
    let evidence = try #require(try scene.submissions().last)
    #expect(evidence.proposal == proposal)
    #expect(evidence.title.value == "Reading conferences")
    let stranger = try scene.browser(TeacherScene.other)
    #expect(try stranger.post("/begin/evidence", [("proposal", "\(proposal)")]).status == 404)
  }

  @Test func `works by the link of a window, which shows nothing that was handed in`() throws {
    let (scene, _, _) = try ready(at: "2026-09-16 09:00")
    let window = try scene.window(.proposal)
    let browser = try scene.browser(scope: (.window, window.id.number))
    let landing = "/windows/\(window.id)/open"
    #expect(try browser.get(landing).text.contains("Proposals are open until Sunday, September 27"))
    let sent = try browser.post(
      path + "/hand-in", [("saved", try browser.saved(path + "/check"))])
    #expect(sent.location == landing + "?done=handed-in-by-link")
    #expect(try browser.get(landing + "?done=handed-in-by-link").text.contains("It has arrived"))
    let work = try #require(try scene.submissions().first)
    #expect(try browser.get("/work/\(work.id)").status == 404)
    #expect(try browser.get("/home").location?.hasPrefix("/sign-in") == true)
    #expect(try browser.get("/begin/evidence").location?.hasPrefix("/sign-in") == true)
    let later = try scene.window(.evidence)
    #expect(try browser.get("/windows/\(later.id)/open").location?.hasPrefix("/sign-in") == true)
    #expect(try browser.get("/windows/999/open").status == 404)
  }

  @Test func `works where nothing is scored and work comes in at any time`() throws {
    let scene = try TeacherScene { program in
      program.proposals = nil
      program.evidence.intake = .always
      program.evidence.judging = .clerk
      program.evidence.rubric = nil
      program.intake.evidenceForm?.answers = [:]
    }
    let browser = try scene.browser()
    #expect(try browser.get("/home").text.contains("Evidence is open at any time"))
    #expect(try browser.get("/propose").location == "/begin/evidence")
    #expect(try browser.get("/begin/proposal").status == 404)
    #expect(try browser.post("/begin/proposal", [("title", "x")]).status == 404)
    let path = "/drafts/evidence/new-1"
    #expect(try browser.post("/begin/evidence", [("title", "A course")]).location == path)
    _ = try browser.send(
      path,
      [
        ("saved", try browser.saved(path)), ("text.about", "I took it."),
        ("link.-", "example.org/a"),
      ],
      files: [("file.-", "certificate.pdf", [1, 2, 3])])
    #expect(try browser.get(path).text.contains("certificate.pdf"))
    let sent = try browser.post(path + "/hand-in", [("saved", try browser.saved(path + "/check"))])
    let work = try #require(try scene.submissions().first)
    #expect(sent.location == "/work/\(work.id)?done=handed-in")
    #expect(work.content.value?.answers.map(\.text) == ["I took it."])
    #expect(work.content.value?.artifacts.map(\.part) == [nil, nil])
    let page = try browser.get("/work/\(work.id)")
    #expect(page.text.contains("certificate.pdf") && page.text.contains("I took it."))
    try scene.office.perform(.checkDocuments(work.id), by: scene.district.administrator)
    scene.passHold()
    #expect(try browser.get("/work/\(work.id)").text.contains("Earned: A course"))
    #expect(try browser.get("/home").text.contains("Earned"))
  }
}
