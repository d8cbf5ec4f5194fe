import CivilTime
import HTTPServer
import Office
import Programs
import Rubrics
import Store
import Testing
import Workflow

@Suite struct `A calendar that is subscribed to` {
  /// Makes one, and gives its path and the page that shows it.
  private func made(_ browser: Browser) throws -> (path: String, page: Shown) {
    let page = try browser.post("/settings/calendar")
    try #require(page.status == 200)
    let start = try #require(page.html.firstRange(of: "value=\"https://"))
    let address = page.html[start.upperBound...].prefix { $0 != "\"" }
    return (String(try #require(address.firstIndex(of: "/").map { address[$0...] })), page)
  }

  /// The entries: what they are called, and when they begin.
  private func entries(_ calendar: Shown) -> [String] {
    var entries: [String] = []
    var start = ""
    let lines = calendar.html.replacing("\r\n ", with: "").split(separator: "\r\n")
    for line in lines {
      if line.hasPrefix("DTSTART:") { start = String(line.dropFirst(8)) }
      if line.hasPrefix("SUMMARY:") { entries.append("\(start) \(line.dropFirst(8))") }
    }
    return entries
  }

  @Test func `tells the windows in UTC, and is fetched without a cookie`() throws {
    let scene = try TeacherScene()
    let (path, page) = try made(try scene.browser())
    #expect(page.text.contains("Copy it now: it is not shown again."))
    #expect(page.answer.headers["Cache-Control"] == "no-store")
    let nobody = try Browser(scene.district)
    let calendar = try nobody.get(path)
    #expect(calendar.status == 200)
    #expect(calendar.answer.headers["Content-Type"] == "text/calendar; charset=utf-8")
    #expect(calendar.html.hasPrefix("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"))
    #expect(calendar.html.hasSuffix("END:VCALENDAR\r\n"))
    #expect(calendar.html.contains("\r\nMETHOD:PUBLISH\r\n"))
    // Chicago is five hours behind until November 1, and six after it; a window ends at 11:59 PM.
    let entries = entries(calendar)
    #expect(entries.contains("20260914T050000Z Proposals open"))
    #expect(entries.contains("20260928T042900Z Proposals close"))
    #expect(entries.contains("20261026T050000Z Evidence window opens"))
    #expect(entries.contains("20261109T052900Z Evidence window closes"))
    #expect(!calendar.html.contains("assignment"))
    for line in calendar.html.split(separator: "\r\n") { #expect(line.utf8.count <= 75) }
  }

  @Test func `is not sent again while it is the same`() throws {
    let scene = try TeacherScene()
    let (path, _) = try made(try scene.browser())
    let nobody = try Browser(scene.district)
    let tag = try #require(try nobody.get(path).answer.headers["ETag"])
    #expect(try nobody.get(path, [("If-None-Match", tag)]).status == 304)
    scene.district.clock.pass(until: scene.district.clock.now().adding(minutes: 90))
    #expect(try nobody.get(path, [("If-None-Match", tag)]).status == 304)
    _ = try scene.handIn()
    let changed = try nobody.get(path, [("If-None-Match", tag)])
    #expect(changed.status == 200)
    #expect(entries(changed).contains { $0.hasSuffix("You hear by today") })
  }

  @Test func `tells neither titles nor names, whatever they hold`() throws {
    let scene = try TeacherScene()
    let (path, _) = try made(try scene.browser())
    _ = try scene.handIn("Conferences\r\nATTENDEE:mailto:x@example.org")
    let calendar = try Browser(scene.district).get(path)
    for word in ["Conferences", "ATTENDEE", "Teacher0", "Zeugnis0", "t0@"] {
      #expect(!calendar.html.contains(word), "\(word)")
    }
  }

  @Test func `tells an evaluator how many reviews are due on a day`() throws {
    let scene = try EvaluatorScene()
    let (path, _) = try made(try scene.browser())
    let first = try scene.review("One", teacher: 0)
    _ = try scene.review("Two", teacher: 1)
    let due = try scene.review(first).due
    let calendar = try Browser(scene.district).get(path)
    #expect(entries(calendar).contains { $0.hasSuffix(" Due: 2 reviews") })
    #expect(calendar.html.contains("UID:reviews-\(due.milliseconds)-"))
    // What is handed in is gone with the next fetch.
    _ = try scene.browser().post("/reviews/\(first)/scores", try scene.card())
    let after = try Browser(scene.district).get(path)
    #expect(entries(after).contains { $0.hasSuffix(" Due: one review") })
  }

  @Test func `tells an administrator what is hers to release`() throws {
    let scene = try TeacherScene()
    let (path, _) = try made(try scene.browser("100"))
    let entries = entries(try Browser(scene.district).get(path))
    #expect(entries.contains { $0.hasSuffix("Release the assignment by today") })
    #expect(entries.contains { $0.hasSuffix("Release decisions by today") })
  }

  @Test func `tells what is asked once more, but only once the letter tells it`() throws {
    let scene = try TeacherScene()
    let (path, _) = try made(try scene.browser())
    let id = try scene.handIn()
    let first = try #require(try scene.rubric(.proposal).criteria.first?.id)
    try scene.decide(id, short: [first])
    let nobody = try Browser(scene.district)
    #expect(!entries(try nobody.get(path)).contains { $0.contains("once more") })
    scene.district.clock.pass(until: scene.district.clock.now().adding(minutes: 30))
    #expect(entries(try nobody.get(path)).contains { $0.contains("Due: your proposal once more") })
  }

  @Test func `has one address, which a new one takes the place of`() throws {
    let scene = try TeacherScene()
    let browser = try scene.browser()
    #expect(try browser.get("/settings").text.contains("Make an address for your calendar"))
    let old = try made(browser).path
    let new = try made(browser).path
    let nobody = try Browser(scene.district)
    #expect(old != new)
    #expect(try nobody.get(old).status == 404)
    #expect(try nobody.get(new).status == 200)
    let page = try browser.get("/settings")
    #expect(page.text.contains("Make a new address") && page.text.contains("There is an address"))
    // The page that is read later does not have it.
    #expect(!page.html.contains(new))
    let sent = try browser.post("/settings/calendar/remove")
    #expect(sent.location == "/settings?done=calendar-gone")
    #expect(try nobody.get(new).status == 404)
    #expect(try browser.get("/settings?done=calendar-gone").text.contains("Taken away."))
    // Another's is another's.
    #expect(try made(try scene.browser(TeacherScene.other)).path != new)
  }

  @Test func `opens nothing else: no page, no session`() throws {
    let scene = try TeacherScene()
    let (path, _) = try made(try scene.browser())
    let token = String(path.dropFirst("/calendar/".count).dropLast(".ics".count))
    #expect(token.count == 32)
    let nobody = try Browser(scene.district)
    for way in ["/s/\(token)", "/s/\(token.prefix(26))", "/u/\(token.prefix(26))"] {
      #expect(try nobody.get(way).status != 200 || !(try nobody.get(way).html.contains("Teacher0")))
      #expect(try nobody.post(way).answer.headers["Set-Cookie"] == nil)
    }
    let cookie = [("Cookie", "__Host-rubricd=\(token)")]
    #expect(try nobody.get("/home", cookie).location?.hasPrefix("/sign-in") == true)
    #expect(try nobody.get(path).answer.headers["Set-Cookie"] == nil)
    for wrong in [
      "/calendar/\(token)", "/calendar/\(token.lowercased()).ics", "/calendar/x.ics",
      "/calendar/\(String(repeating: "0", count: 32)).ics", "/calendar/.ics",
    ] where wrong != path {
      #expect(try nobody.get(wrong).status == 404, "\(wrong)")
    }
  }

  @Test func `is made by nobody for somebody else, nor by a notice's link`() throws {
    let scene = try TeacherScene()
    let id = try scene.handIn()
    let byLink = try scene.browser(scope: (.submission, id.number))
    #expect(try byLink.post("/settings/calendar").location?.hasPrefix("/sign-in") == true)
    var foreign = try scene.browser()
    foreign.forget()
    #expect(try foreign.post("/settings/calendar").status == 403)
    #expect(try foreign.post("/settings/calendar/remove").status == 403)
  }

  @Test func `ends with whoever leaves the district`() throws {
    let scene = try TeacherScene()
    let (path, _) = try made(try scene.browser())
    let people = District.people(teachers: 4, evaluators: 3).split(separator: "\r\n")
    let text = people.map { line in
      line.hasPrefix("Employee")
        ? line + ",Leave Date" : line + (line.hasPrefix("1000,") ? ",2026-09-20" : ",")
    }.joined(separator: "\r\n")
    try scene.office.drop(Array(text.utf8), named: "people-2.csv")
    try scene.office.beat()
    let nobody = try Browser(scene.district)
    #expect(try nobody.get(path).status == 200)
    try scene.district.pass(until: "2026-09-22 09:00")
    #expect(try nobody.get(path).status == 404)
  }
}
