import CivilTime
import Office
import Programs
import Rubrics
import Store
import Testing
import Workflow

@Suite struct `The page of a piece of work` {
  let scene: TeacherScene
  let browser: Browser

  init() throws {
    scene = try TeacherScene()
    browser = try scene.browser()
  }

  @Test func `says that it arrived, what it holds, and by when one hears`() throws {
    let work = try scene.handIn()
    let page = try browser.get("/work/\(work)")
    #expect(page.text.contains("Received: Reading conferences"))
    #expect(page.text.contains("you hear by Tuesday, October 27"))
    #expect(page.text.contains("4 texts, 1 link"))
    #expect(page.text.contains("Change what you handed in"))
  }

  @Test func `never names who evaluates`() throws {
    let work = try scene.handIn()
    try scene.decide(work)
    scene.passHold()
    let page = try browser.get("/work/\(work)")
    #expect(page.text.contains("With an evaluator"))
    #expect(!page.text.contains("Judge0"))
    #expect(!page.text.contains("Evaluator0"))
  }

  @Test func `shows a decision when the minutes are over in which it can be taken back`() throws {
    let work = try scene.handIn()
    try scene.decide(work)
    let hidden = try browser.get("/work/\(work)")
    #expect(hidden.text.contains("Under review: Reading conferences"))
    #expect(!hidden.text.contains("Approved"))
    #expect(!hidden.text.contains("Well shown"))
    #expect(try !browser.get("/home").text.contains("Approved"))
    // What rests on it can't be begun: it could no longer be taken back.
    #expect(try !browser.get("/begin/evidence").text.contains("Reading conferences"))
    #expect(try browser.post("/begin/evidence", [("proposal", "\(work)")]).status == 404)
    scene.district.clock.pass(until: scene.district.clock.now().adding(minutes: 10))
    let shown = try browser.get("/work/\(work)")
    #expect(shown.text.contains("Approved to begin: Reading conferences"))
    #expect(shown.text.contains("Well shown for"))
    #expect(try browser.get("/home").text.contains("Approved to begin"))
    #expect(try browser.get("/begin/evidence").text.contains("Reading conferences"))
  }

  @Test func `says in a "revise" what is missing, and hands in again what was there`() throws {
    let work = try scene.handIn()
    let short = try #require(scene.rubric(.proposal).criteria.first)
    try scene.decide(work, short: [short.id])
    scene.passHold()
    let page = try browser.get("/work/\(work)")
    #expect(page.text.contains("Revise: Reading conferences"))
    #expect(page.text.contains("I could not find it for \(short.id)."))
    #expect(page.text.contains("What is met, and stays met"))
    let begun = try browser.post("/work/\(work)/again")
    let path = "/drafts/proposal/submission-\(work)"
    #expect(begun.location == path)
    let writing = try browser.get(path)
    #expect(writing.html.contains("What I did for \(short.id).</textarea>"))
    #expect(writing.text.contains("It stays met. There is nothing to write here."))
    #expect(writing.text.contains("What the evaluator said I could not find it for \(short.id)."))
    #expect(try browser.get(path + "/check").text.contains("Nothing has changed since"))
    _ = try browser.send(
      path, [("saved", try browser.saved(path)), ("text.\(short.id)", "Now it is here.")])
    #expect(try !browser.get(path + "/check").text.contains("Nothing has changed since"))
    let sent = try browser.post(path + "/hand-in", [("saved", try browser.saved(path + "/check"))])
    #expect(sent.location == "/work/\(work)?done=handed-in")
    let after = try scene.submission(work)
    #expect(after.round == 2)
    #expect(after.content.value?.answers.count == 4)
    let second = try browser.get("/work/\(work)")
    #expect(second.text.contains("Proposal, second round"))
    #expect(second.text.contains("Changed"))
    #expect(second.text.contains("What you wrote in the round before What I did for \(short.id)."))
  }

  @Test func `says of what came back what is missing, and takes it up to its day`() throws {
    let work = try scene.handIn()
    let part = try #require(scene.rubric(.proposal).criteria.first)
    try scene.office.perform(
      .returnSubmission(
        work, [MissingPart(part: part.id, kind: .linkClosed, words: .init("Is it <b>shared</b>?"))]),
      by: scene.district.administrator)
    let page = try browser.get("/work/\(work)")
    #expect(page.text.contains("Something is missing: Reading conferences"))
    #expect(page.text.contains("Tuesday, September 22, 11:59 PM"))
    #expect(page.html.contains("Is it &lt;b&gt;shared&lt;/b&gt;?"))
    _ = try browser.post("/work/\(work)/again")
    let path = "/drafts/proposal/submission-\(work)"
    _ = try browser.send(
      path, [("saved", try browser.saved(path)), ("link.\(part.id)", "example.org/open")])
    try scene.district.pass(until: "2026-09-22 23:59:59")
    let sent = try browser.post(path + "/hand-in", [("saved", try browser.saved(path + "/check"))])
    #expect(sent.location == "/work/\(work)?done=handed-in")
    #expect(try scene.submission(work).content.value?.artifacts.count == 2)
  }

  @Test func `says when the day for what is missing is over, and what comes next`() throws {
    let work = try scene.handIn()
    try scene.office.perform(
      .returnSubmission(work, [MissingPart(part: nil, kind: .partEmpty)]),
      by: scene.district.administrator)
    try scene.district.pass(until: "2026-10-02 09:00")
    let page = try browser.get("/work/\(work)")
    #expect(page.text.contains("The day to add what is missing was Tuesday, September 22"))
    #expect(page.text.contains("it can be handed in from Monday, January 11, 2027"))
    #expect(try !browser.get("/home").text.contains("See what is missing"))
  }

  @Test func `lets its teacher take it back, after asking`() throws {
    let work = try scene.handIn()
    #expect(try browser.get("/work/\(work)/withdraw").text.contains("Take it back?"))
    #expect(try scene.submission(work).state.name == .submitted)
    let sent = try browser.post("/work/\(work)/withdraw")
    #expect(sent.location == "/work/\(work)?done=withdrawn")
    #expect(try scene.submission(work).state.name == .withdrawn)
    #expect(try browser.get("/work/\(work)").text.contains("Taken back: Reading conferences"))
    let decided = try scene.handIn("Another")
    try scene.decide(decided)
    #expect(try browser.post("/work/\(decided)/withdraw").status == 409)
  }

  @Test func `is its teacher's and the office's, and the office only reads it`() throws {
    let work = try scene.handIn()
    let paths = ["/work/\(work)", "/work/\(work)/withdraw"]
    let other = try scene.browser(TeacherScene.other)
    let evaluator = try scene.browser("500")
    let office = try scene.browser("100")
    for path in paths {
      #expect(try other.get(path).status == 404, "\(path)")
      #expect(try evaluator.get(path).status == 404, "\(path)")
    }
    #expect(try office.get("/work/\(work)").status == 200)
    #expect(try office.get("/work/\(work)/withdraw").status == 404)
    for browser in [other, evaluator, office] {
      #expect(try browser.post("/work/\(work)/withdraw").status == 404)
      #expect(try browser.post("/work/\(work)/again").status == 404)
    }
    #expect(try scene.submission(work).state.name == .submitted)
    #expect(try browser.get("/work/999").status == 404)
    #expect(try browser.get("/work/0").status == 404)
  }

  @Test func `is all that the link of its notice opens`() throws {
    let work = try scene.handIn()
    let hidden = try scene.handIn("Number talks")
    let short = try #require(scene.rubric(.proposal).criteria.first)
    try scene.decide(work, short: [short.id])
    scene.passHold()
    let linked = try scene.browser(scope: (.submission, work.number))
    #expect(try linked.get("/work/\(work)").status == 200)
    #expect(try linked.get("/work/\(hidden)").status == 404)
    for path in ["/home", "/settings", "/begin/proposal", "/drafts/proposal/new-1"] {
      #expect(try linked.get(path).location?.hasPrefix("/sign-in") == true, "\(path)")
    }
    _ = try linked.post("/work/\(work)/again")
    let path = "/drafts/proposal/submission-\(work)"
    _ = try linked.send(
      path, [("saved", try linked.saved(path)), ("text.\(short.id)", "Now it is here.")])
    let sent = try linked.post(path + "/hand-in", [("saved", try linked.saved(path + "/check"))])
    #expect(sent.location == "/work/\(work)?done=handed-in")
    #expect(try linked.get("/drafts/proposal/submission-\(hidden)").status == 404)
  }
}

@Suite struct `A teacher's own page` {
  let scene: TeacherScene
  let browser: Browser

  init() throws {
    scene = try TeacherScene()
    browser = try scene.browser()
  }

  @Test func `says what is open, and that nothing was handed in`() throws {
    let page = try browser.get("/home")
    #expect(page.text.contains("Proposals are open until Sunday, September 27, 11:59 PM"))
    #expect(page.text.contains("You have not handed in anything yet."))
    #expect(page.text.contains("Begin a proposal"))
  }

  @Test func `says between windows what opens next`() throws {
    try scene.district.pass(until: "2026-12-05 10:00")
    let later = try scene.browser()
    let page = try later.get("/home")
    #expect(page.text.contains("Proposals open on Monday, January 11, 2027"))
    #expect(page.text.contains("Nothing is asked of you today"))
  }

  @Test func `asks first for what is missing, then for the draft, then for another round`() throws {
    let short = try #require(scene.rubric(.proposal).criteria.first)
    let revise = try scene.handIn("Restorative circles")
    try scene.decide(revise, short: [short.id])
    scene.passHold()
    #expect(try browser.get("/home").text.contains("Read the feedback"))
    _ = try browser.post("/begin/proposal", [("title", "Number talks")])
    #expect(try browser.get("/home").text.contains("Continue your proposal"))
    let back = try scene.handIn("Reading conferences")
    try scene.office.perform(
      .returnSubmission(back, [MissingPart(part: nil, kind: .partEmpty)]),
      by: scene.district.administrator)
    let page = try browser.get("/home")
    #expect(page.text.contains("See what is missing"))
    #expect(!page.text.contains("Continue your proposal"))
  }

  @Test func `leads from an approval to evidence once its window is open`() throws {
    let proposal = try scene.handIn()
    try scene.decide(proposal)
    scene.passHold()
    #expect(try browser.get("/home").text.contains("Evidence from Monday, October 26"))
    try scene.district.pass(until: "2026-10-26 08:00")
    let later = try scene.browser()
    let page = try later.get("/home")
    #expect(page.text.contains("Evidence is open until Sunday, November 8, 11:59 PM"))
    #expect(page.text.contains("Begin your evidence"))
  }

  @Test func `keeps which notices somebody wants`() throws {
    let person = try scene.district.person(TeacherScene.teacher)
    let sent = try browser.post("/settings/notices", [("kind", "announcements")])
    #expect(sent.location == "/settings?done=notices")
    let muted = try scene.office.read { try $0.person(person)?.muted }
    #expect(muted.map { Array($0) } == ["early-reminders"])
    _ = try browser.post(
      "/settings/notices", [("kind", "announcements"), ("kind", "early-reminders")])
    #expect(try scene.office.read { try $0.person(person)?.muted.isEmpty } == true)
  }

  @Test func `signs other browsers out, and nobody else's`() throws {
    let second = try scene.browser()
    let stranger = try scene.browser(TeacherScene.other)
    let mark = try #require(browser.hidden("browser", in: try browser.get("/settings")))
    _ = try stranger.post("/settings/sign-out", [("browser", mark)])
    #expect(try second.get("/home").status == 200)
    _ = try browser.post("/settings/sign-out", [("browser", mark)])
    #expect(try second.get("/home").location?.hasPrefix("/sign-in") == true)
    #expect(try browser.get("/home").status == 200)
    let third = try scene.browser()
    _ = try browser.post("/settings/sign-out-others")
    #expect(try third.get("/home").status == 303)
    #expect(try browser.get("/settings").status == 200)
    #expect(try stranger.get("/home").status == 200)
  }
}
