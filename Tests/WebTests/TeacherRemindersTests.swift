import CivilTime
import HTTPServer
import Office
import Store
import Testing
import Workflow

@Suite struct `"Not this time"` {
  /// A draft in the window that is open, and what became of the reminder before it closes.
  private func begun() throws -> (TeacherScene, Browser, path: String) {
    let scene = try TeacherScene()
    let browser = try scene.browser()
    let sent = try browser.post("/begin/proposal", [("title", "Reading conferences")])
    return (scene, browser, try #require(sent.location))
  }

  private func reminder(_ scene: TeacherScene) throws -> (state: NoticeState, reason: String?)? {
    let window = try scene.window(.proposal)
    let person = try scene.district.person(TeacherScene.teacher)
    let key = "window/\(window.id)/closing/\(person)"
    return try scene.office.read { try $0.notice(key: key).map { ($0.state, $0.reason) } }
  }

  @Test func `keeps the draft, and no reminder comes`() throws {
    let (scene, browser, path) = try begun()
    #expect(try browser.get(path).text.contains("No reminder comes before the proposal window"))
    let sent = try browser.post(path + "/not-this-time", [("do", "not-now")])
    #expect(sent.location == path + "?done=not-this-time")
    let page = try browser.get(path)
    #expect(page.text.contains("You said \"not this time\""))
    #expect(try scene.draft("new/1")?.notThisTime == scene.window(.proposal).id)
    #expect(try scene.draft("new/1")?.title == "Reading conferences")
    try live(scene, until: "2026-09-27 12:00")
    let reminder = try reminder(scene)
    #expect(reminder == nil || reminder?.state == .cancelled)
  }

  @Test func `can be taken back, and the reminder comes`() throws {
    let (scene, browser, path) = try begun()
    _ = try browser.post(path + "/not-this-time", [("do", "not-now")])
    let sent = try browser.post(path + "/not-this-time", [("do", "remind")])
    #expect(sent.location == path + "?done=reminded")
    #expect(try scene.draft("new/1")?.notThisTime == nil)
    try live(scene, until: "2026-09-27 12:00")
    #expect(try reminder(scene)?.state == .mailed)
  }

  @Test func `outlives writing on, and is nobody else's`() throws {
    let (scene, browser, path) = try begun()
    _ = try browser.post(path + "/not-this-time")
    let kept = try browser.post(
      path + "/text", [("saved", try browser.saved(path)), ("title", "Another title")],
      [("Accept", "text/plain")])
    #expect(kept.status == 200)
    #expect(try scene.draft("new/1")?.title == "Another title")
    #expect(try scene.draft("new/1")?.notThisTime == scene.window(.proposal).id)
    let other = try scene.browser(TeacherScene.other)
    let sent = try other.post(path + "/not-this-time", [("do", "remind")])
    #expect(sent.location == "/home?done=no-draft")
    #expect(try scene.draft("new/1")?.notThisTime != nil)
    var foreign = browser
    foreign.forget()
    #expect(try foreign.post(path + "/not-this-time", [("do", "remind")]).status == 403)
  }

  @Test func `is not asked where no window is open`() throws {
    let scene = try TeacherScene()
    let browser = try scene.browser()
    let path = try #require(try browser.post("/begin/proposal", [("title", "Late")]).location)
    try scene.district.pass(until: "2026-10-02 09:00")
    #expect(!(try browser.get(path).text.contains("Not this time")))
    // Pressed on a page that was left open: nothing to be reminded of.
    let sent = try browser.post(path + "/not-this-time", [("do", "not-now")])
    #expect(sent.status == 303)
    #expect(try scene.draft("new/1")?.notThisTime == nil)
  }

  /// Lives an hour at a time, as the daemon does.
  private func live(_ scene: TeacherScene, until time: String) throws {
    let end = try scene.district.zone.at(time)
    while scene.district.clock.now() < end {
      scene.district.clock.pass(until: min(end, scene.district.clock.now().adding(hours: 1)))
      try scene.office.beat()
    }
  }
}
