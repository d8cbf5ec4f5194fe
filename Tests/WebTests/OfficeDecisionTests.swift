import CivilTime
import HTTPServer
import Office
import Store
import Testing
import Workflow

@Suite struct `The administrator's decisions` {
  @Test(arguments: [
    "/office", "/decisions", "/office/reviews", "/submissions", "/windows", "/assignments",
    "/people", "/mail", "/history", "/more",
  ])
  func `are open to administrators alone`(_ path: String) throws {
    let scene = try OfficeScene.always()
    #expect(try scene.browser().get(path).status == 200)
    #expect(try scene.browser("500").get(path).status == 403)
    #expect(try scene.browser("1000").get(path).status == 403)
    let stranger = try scene.browser(nil).get(path)
    #expect(stranger.status == 303)
    #expect(stranger.location?.hasPrefix("/sign-in") == true)
  }

  @Test func `stand in the heading, with the day by which the first teacher hears`() throws {
    let scene = try OfficeScene.always()
    let browser = try scene.browser()
    #expect(try browser.get("/office").text.contains("Nothing needs you today"))
    try scene.ready("Reading conferences")
    try scene.ready(teacher: 1, "Number talks")
    let page = try browser.get("/office").text
    #expect(page.contains("2 decisions are ready to release"))
    #expect(page.contains("Read and release 2 decisions"))
    #expect(page.contains("the first teacher hears by Wednesday, October 14"))
  }

  @Test func `are released by those that were chosen, and no others`() throws {
    let scene = try OfficeScene.always()
    let first = try scene.ready("Reading conferences")
    let second = try scene.ready(teacher: 1, "Number talks")
    let browser = try scene.browser()
    let nothing = try browser.post(
      "/decisions/release", [("do", "some"), ("all", "\(first),\(second)")])
    #expect(nothing.location == "/decisions?done=none-chosen")
    let shown = try browser.post(
      "/decisions/release",
      [("do", "some"), ("all", "\(first),\(second)"), ("release", "\(first)")])
    #expect(shown.status == 303)
    #expect(try scene.state(first) == .decided)
    #expect(try scene.state(second) == .readyToRelease)
  }

  @Test func `are released together as far as the page showed them, and undone once`() throws {
    let scene = try OfficeScene.always()
    let first = try scene.ready("Reading conferences")
    let second = try scene.ready(teacher: 1, "Number talks")
    let browser = try scene.browser()
    #expect(try browser.get("/decisions").text.contains("Release all 2"))
    // What became ready after the page was made is not released unseen.
    let third = try scene.ready(teacher: 2, "Book clubs")
    _ = try browser.post("/decisions/release", [("do", "all"), ("all", "\(first),\(second)")])
    #expect(try scene.state(first) == .decided)
    #expect(try scene.state(second) == .decided)
    #expect(try scene.state(third) == .readyToRelease)
    let page = try browser.get("/office")
    let field = try #require(page.html.firstMatch(of: /name="command" value="(\d+)"/))
    let undone = try browser.post("/office/undo", [("command", String(field.1))])
    #expect(undone.location == "/office?done=undone")
    // The history tells what was taken back, not by which number.
    let history = try browser.get("/history").text
    #expect(history.contains("Taken back: Decision released"))
    #expect(try scene.state(first) == .readyToRelease)
    #expect(try scene.state(second) == .readyToRelease)
    let again = try browser.post("/office/undo", [("command", String(field.1))])
    #expect(again.status == 409)
  }

  @Test func `can't be undone once somebody was told`() throws {
    let scene = try OfficeScene.always()
    let id = try scene.ready("Reading conferences")
    let browser = try scene.browser()
    _ = try browser.post("/decisions/release", [("release", "\(id)")])
    let page = try browser.get("/office")
    let field = try #require(page.html.firstMatch(of: /name="command" value="(\d+)"/))
    try scene.live(until: "2026-09-15 08:00")
    let late = try browser.post("/office/undo", [("command", String(field.1))])
    #expect(late.status == 409)
    #expect(try scene.state(id) == .decided)
  }

  @Test func `are read with the scorecard beside the work, every text escaped`() throws {
    let scene = try OfficeScene.always()
    let script = "<script>alert(1)</script>"
    let id = try scene.ready("Title \(script)", feedback: "Words \(script)")
    let page = try scene.browser().get("/decisions/\(id)")
    #expect(page.status == 200)
    #expect(!page.html.contains(script))
    #expect(page.html.contains("Title &lt;script&gt;"))
    #expect(page.html.contains("Words &lt;script&gt;"))
    #expect(page.text.contains("Release this decision"))
    for path in ["/decisions", "/submissions", "/submissions/\(id)", "/office", "/history"] {
      #expect(try !scene.browser().get(path).html.contains(script), "\(path)")
    }
  }

  @Test func `are reopened with a reason, and not without`() throws {
    let scene = try OfficeScene.always()
    let id = try scene.ready("Reading conferences")
    let browser = try scene.browser()
    _ = try browser.post("/decisions/release", [("release", "\(id)")])
    try scene.live(until: "2026-09-16 09:00")
    let page = try browser.get("/decisions/\(id)")
    #expect(page.text.contains("Reopen the decision"))
    #expect(try browser.post("/decisions/\(id)/reopen", [("reason", " ")]).status == 409)
    #expect(try scene.state(id) == .decided)
    let done = try browser.post("/decisions/\(id)/reopen", [("reason", "A wrong sample")])
    #expect(done.location == "/decisions/\(id)?done=reopened")
    #expect(try scene.state(id) != .decided)
  }

  @Test func `are nobody's to release by a form without its token, or of another site`() throws {
    let scene = try OfficeScene.always()
    let id = try scene.ready("Reading conferences")
    let fields = [("release", "\(id)")]
    #expect(try scene.browser("500").post("/decisions/release", fields).status == 403)
    var browser = try scene.browser()
    let other = try browser.post(
      "/decisions/release", fields, [("Sec-Fetch-Site", "cross-site")])
    #expect(other.status == 403)
    browser.forget()
    #expect(try browser.post("/decisions/release", fields).status == 403)
    #expect(try scene.state(id) == .readyToRelease)
  }

  @Test func `of no submission are not found`() throws {
    let scene = try OfficeScene.always()
    let browser = try scene.browser()
    for path in [
      "/decisions/99", "/submissions/99", "/office/reviews/99", "/windows/99", "/people/99",
      "/decisions/x", "/submissions/0",
    ] {
      #expect(try browser.get(path).status == 404, "\(path)")
    }
  }
}
