import CivilTime
import HTTPServer
import Office
import Programs
import Store
import Testing
import Workflow

@Suite struct `An evaluator's profile` {
  @Test func `shows skills by grade, load, training and one's own words as they are noted`() throws
  {
    let scene = try EvaluatorScene()
    let person = try scene.district.person(EvaluatorScene.judge)
    try scene.office.perform(
      .recordEvaluator(
        person,
        EvaluatorProfile(
          expertise: [
            Expertise(skill: "Reading <b>", grade: .expert),
            Expertise(skill: "Data", grade: .related),
          ], trained: CivilDate(iso: "2026-06-15"), loadMax: 7,
          interests: Personal("<script>alert(1)</script> and podcasts"))),
      by: try scene.district.administrator)
    let page = try scene.browser().get("/profile")
    #expect(page.status == 200)
    #expect(page.text.contains("You are asked for 2 fields"))
    #expect(page.text.contains("Expert Reading &lt;b&gt;") && page.text.contains("Related Data"))
    #expect(page.text.contains("0 of 7") && page.text.contains("Monday, June 15"))
    #expect(page.html.contains("&lt;script&gt;alert(1)&lt;/script&gt; and podcasts"))
    #expect(!page.html.contains("<script>alert"))
    #expect(try scene.browser().get("/queue").html.contains("href=\"/profile\""))
  }

  @Test func `is for evaluators alone, signed in to all that is theirs`() throws {
    let scene = try EvaluatorScene()
    #expect(try scene.browser("1000").get("/profile").status == 404)
    #expect(try scene.browser("1000").post("/profile/conflicts", [("email", "x")]).status == 404)
    #expect(try scene.browser(nil).get("/profile").location?.hasPrefix("/sign-in") == true)
    let byLink = try scene.browser(scope: (.reviews, 0))
    #expect(try byLink.get("/profile").location?.hasPrefix("/sign-in") == true)
    #expect(!(try scene.browser("1000").get("/home").html.contains("href=\"/profile\"")))
  }

  @Test func `takes whose work is not to be judged, and what was open of it goes on`() throws {
    let scene = try EvaluatorScene()
    let id = try scene.review()
    let browser = try scene.browser()
    let sent = try browser.post("/profile/conflicts", [("email", " T0@kmsd.example.org ")])
    #expect(sent.location == "/profile?done=conflict")
    let page = try browser.get("/profile")
    #expect(page.text.contains("One person's work you do not judge"))
    #expect(page.text.contains("Teacher0 Zeugnis0"))
    #expect(!(try scene.review(id).isOpen))
    // Twice is once.
    #expect(
      try browser.post("/profile/conflicts", [("email", "t0@kmsd.example.org")]).status == 303)
    #expect(try browser.get("/profile").text.contains("One person's work you do not judge"))
  }

  @Test func `says beside the field when nobody has an address, or oneself`() throws {
    let scene = try EvaluatorScene()
    let browser = try scene.browser()
    let nobody = try browser.post("/profile/conflicts", [("email", "\"><script>@x")])
    #expect(
      nobody.status == 422 && nobody.text.contains("Nobody at the district has this address."))
    #expect(!nobody.html.contains("\"><script>"))
    let own = try browser.post("/profile/conflicts", [("email", "e0@kmsd.example.org")])
    #expect(own.status == 422 && own.text.contains("This is your own address"))
    var foreign = browser
    foreign.forget()
    #expect(
      try foreign.post("/profile/conflicts", [("email", "t0@kmsd.example.org")]).status == 403)
  }
}
