import CivilTime
import HTTPServer
import Office
import Programs
import Rubrics
import Store
import Testing
import Workflow

/// A double click, a page that was left open, the way back after a form: nothing happens twice, and the page says what
/// happened. Handing in, drafts and scorecards have theirs beside their other tests.
@Suite struct `What is pressed twice` {
  @Test func `is withdrawn once, and the second page leads on`() throws {
    let scene = try TeacherScene()
    let work = try scene.handIn()
    let browser = try scene.browser()
    #expect(
      try browser.post("/work/\(work)/withdraw").location == "/work/\(work)?done=withdrawn")
    let before = try scene.office.read { try $0.lastSequence() }
    let again = try browser.post("/work/\(work)/withdraw")
    #expect(again.status == 303 || again.status == 409)
    if again.status == 409 { #expect(again.text.contains("Nothing has changed")) }
    #expect(try scene.office.read { try $0.lastSequence() } == before)
  }

  @Test func `is begun once as another round, and a draft is given up once`() throws {
    let scene = try TeacherScene()
    let work = try scene.handIn()
    let browser = try scene.browser()
    let first = try browser.post("/work/\(work)/again")
    let path = "/drafts/proposal/submission-\(work)"
    #expect(first.location == path)
    let part = try #require(scene.rubric(.proposal).criteria.first).id
    _ = try browser.post(
      path + "/text", [("saved", try browser.saved(path)), ("text.\(part)", "Written since.")])
    // Pressed on the page that the way back shows: what was written since is still there.
    #expect(try browser.post("/work/\(work)/again").location == path)
    #expect(try browser.get(path).text.contains("Written since."))
    #expect(try browser.post(path + "/give-up").status == 303)
    #expect(try browser.post(path + "/give-up").status == 303)
    #expect(try scene.draft("submission/\(work)") == nil)
  }

  @Test func `releases an assignment once, and the other tab is told that it is released`() throws {
    let scene = try OfficeScene.windows(at: "2026-09-15 09:00")
    let ids = try (0..<3).map {
      try scene.handIn(teacher: $0, "Proposal \($0)", stage: .proposal)
    }
    try scene.live(until: "2026-09-28 09:00")
    let window = try scene.window(.proposal)
    let browser = try scene.browser()
    let path = "/assignments/\(window.id)"
    let judge = try scene.district.person("502")
    #expect(try browser.post(path, [("do", "release")]).status == 303)
    let reviews = try scene.reviews(of: ids[0]).count
    let before = try scene.office.read { try $0.lastSequence() }
    #expect(try browser.post(path, [("do", "release")]).status == 303)
    // Tabs that were opened before.
    let again = try browser.post(path, [("do", "again")])
    #expect(again.status == 409 && again.text.contains("Its assignment is released."))
    let moved = try browser.post("\(path)/move/\(ids[0])/evaluator", [("to", "\(judge)")])
    #expect(moved.status == 409 && moved.text.contains("released already"))
    #expect(try scene.reviews(of: ids[0]).count == reviews)
    #expect(try scene.office.read { try $0.lastSequence() } == before)
    #expect(try browser.get("/assignments").status == 200)
  }

  @Test func `gives a review back once, and returns work once`() throws {
    let scene = try EvaluatorScene()
    let browser = try scene.browser()
    let declined = try scene.review()
    _ = try browser.post("/reviews/\(declined)/decline", [("reason", "noTime")])
    let before = try scene.office.read { try $0.lastSequence() }
    let again = try browser.post("/reviews/\(declined)/decline", [("reason", "conflict")])
    #expect(again.location == "/reviews/\(declined)")
    #expect(try browser.get("/reviews/\(declined)").text.contains("You gave this review back"))
    #expect(try scene.office.read { try $0.lastSequence() } == before)
    let returned = try scene.review("Another", teacher: 1)
    _ = try browser.post("/reviews/\(returned)/unopenable", [("unopened", "0")])
    let after = try scene.office.read { try $0.lastSequence() }
    let twice = try browser.post("/reviews/\(returned)/unopenable", [("unopened", "0")])
    #expect(twice.location == "/reviews/\(returned)")
    #expect(
      try browser.get("/reviews/\(returned)").text.contains("The work went back to its teacher"))
    #expect(try scene.office.read { try $0.lastSequence() } == after)
  }
}

@Suite struct `Another round on a page` {
  /// Evidence that was judged "not yet" and its draft for the next round, at a time.
  private func ready(at time: (Submission) throws -> Instant) throws -> (
    TeacherScene, Browser, SubmissionID, saved: String, path: String
  ) {
    let scene = try TeacherScene()
    let work = try scene.handIn()
    let first = try #require(scene.rubric(.proposal).criteria.first).id
    try scene.decide(work, short: [first])
    scene.passHold()
    let early = try scene.browser()
    let path = "/drafts/proposal/submission-\(work)"
    _ = try early.post("/work/\(work)/again")
    _ = try early.send(
      path, [("saved", try early.saved(path)), ("text.\(first)", "New samples.")])
    scene.district.clock.pass(until: try time(try scene.submission(work)))
    let browser = try scene.browser()
    return (scene, browser, work, try browser.saved(path + "/check"), path)
  }

  @Test func `counts in the last second of its grace, and not one later`() throws {
    let grace = Int64(try TeacherScene().district.program.proposals?.graceMinutes ?? 0)
    func end(_ submission: Submission) throws -> Instant {
      try #require(submission.handInAgainBy).adding(minutes: grace)
    }
    let (scene, browser, work, saved, path) = try ready { try end($0).adding(seconds: -1) }
    let sent = try browser.post(path + "/hand-in", [("saved", saved)])
    #expect(sent.location == "/work/\(work)?done=handed-in")
    #expect(try scene.submission(work).round == 2)
    let late = try ready { try end($0).adding(seconds: -1) }
    late.0.district.clock.pass(until: try end(try late.0.submission(late.2)))
    let refused = try late.1.post(late.path + "/hand-in", [("saved", late.saved)])
    #expect(refused.status == 409 && refused.text.contains("Nothing is lost."))
    #expect(try late.0.submission(late.2).round == 1)
    #expect(try late.0.draft("submission/\(late.2)") != nil)
  }
}
