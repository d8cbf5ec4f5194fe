import CivilTime
import HTTPServer
import Programs
import Office
import Store
import Testing
import Web
import Workflow

@Suite struct `The catalog` {
  let scene: TeacherScene
  let nobody: Browser

  init() throws {
    scene = try TeacherScene()
    nobody = try Browser(scene.district)
  }

  @Test func `is everybody's, by its words, issuer, skill and hours`() throws {
    try scene.offer("A", "Number Talks", skills: ["Math"], hours: 1_000)
    try scene.offer(
      "B", "Restorative Circles", issuer: "Digital Promise", skills: ["Climate"], hours: 3_001,
      summary: "Listen, and be heard.")
    try scene.offer("C", "Old Ways", isActive: false)
    func titles(_ query: String) throws -> [String] {
      let text = try nobody.get("/catalog?" + query).text
      return ["Number Talks", "Restorative Circles", "Old Ways"].filter(text.contains)
    }
    #expect(try titles("") == ["Number Talks", "Restorative Circles"])
    #expect(try titles("q=NUMBER") == ["Number Talks"])
    #expect(try titles("q=heard+circles") == ["Restorative Circles"])
    #expect(try titles("q=number+circles") == [])
    #expect(try titles("issuer=Digital+Promise") == ["Restorative Circles"])
    #expect(try titles("skill=Math") == ["Number Talks"])
    #expect(try titles("hours=short") == ["Number Talks"])
    #expect(try titles("hours=middle") == [])
    #expect(try titles("hours=long") == ["Restorative Circles"])
    #expect(try nobody.get("/catalog?q=zebra").text.contains("None found"))
  }

  @Test func `comes twenty at a time`() throws {
    for number in 1...21 { try scene.offer("X\(number)", "Course \(number + 100)") }
    let first = try nobody.get("/catalog")
    #expect(first.text.contains("21 found"))
    #expect(first.text.contains("Course 120") && !first.text.contains("Course 121"))
    let second = try nobody.get("/catalog?page=2")
    #expect(second.text.contains("Course 121") && !second.text.contains("Course 120"))
    #expect(try nobody.get("/catalog?page=99").text.contains("Page 2 of 2"))
    #expect(try nobody.get("/catalog?page=-1").text.contains("Page 1 of 2"))
  }

  @Test func `shows what was typed, and what was imported, as text`() throws {
    let script = "<script>alert(1)</script>"
    let id = try scene.offer("A", script, issuer: script, skills: [script], summary: script)
    for path in ["/catalog?q=%3Cscript%3E", "/catalog/\(id)"] {
      let html = try nobody.get(path).html
      #expect(!html.contains("<script>"), "\(path)")
      #expect(html.contains("&lt;script&gt;"), "\(path)")
    }
  }

  @Test func `begins a proposal with the offering's title and skills`() throws {
    let id = try scene.offer("A", "Number Talks", skills: ["Math"])
    #expect(try nobody.get("/catalog/\(id)").text.contains("Sign in to begin"))
    let browser = try scene.browser()
    #expect(try browser.get("/propose?offering=\(id)").location == "/catalog/\(id)")
    #expect(try browser.get("/catalog/\(id)").text.contains("Propose this"))
    let begun = try browser.post("/begin/proposal", [("offering", "\(id)")])
    #expect(begun.location == "/drafts/proposal/new-1")
    #expect(try scene.draft("new/1")?.title == "Number Talks")
    #expect(try scene.draft("new/1")?.skills == ["Math"])
    _ = try browser.post(
      "/drafts/proposal/new-1/hand-in",
      [("saved", try browser.saved("/drafts/proposal/new-1/check"))])
    #expect(try scene.submissions().first?.offering == id)
    #expect(try nobody.get("/catalog/999").status == 404)
  }

  @Test func `is for people of the district where it is not shown to all`() throws {
    try scene.offer("A", "Number Talks")
    let office = scene.office
    let site = Website(
      WebDesk(office: { office }, settings: { WebSettings(showsCatalog: false) })
    ).site()
    let request = try HTTPRequest(
      .get, "/catalog", arrivedAtMilliseconds: scene.district.clock.now().milliseconds)
    let answer = site.answer(request)
    #expect(answer.status.code == 303)
    #expect(answer.headers["Location"] == "/sign-in?next=%2Fcatalog")
  }
}

@Suite struct `What went wrong` {
  @Test func `is told below the bar with the district's name`() throws {
    let scene = try OfficeScene.always()
    let page = try scene.browser(nil).get("/there-is-no-such-page")
    #expect(page.status == 404)
    #expect(page.html.contains("class=\"brand\""))
    #expect(page.text.contains(scene.district.program.district.name))
    #expect(page.html.contains("href=\"#main\""))
  }
}
