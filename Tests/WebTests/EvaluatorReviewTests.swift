import CivilTime
import HTTPServer
import Office
import Programs
import Rubrics
import Store
import Testing
import Workflow

@Suite struct `The page of a review` {
  @Test func `shows the work beside what is asked, and notes once that it was seen`() throws {
    let scene = try EvaluatorScene()
    let id = try scene.review()
    let sequence = try scene.district.office.read { try $0.lastSequence() }
    let page = try scene.browser().get("/reviews/\(id)")
    #expect(page.status == 200)
    let rubric = try scene.evidence
    for criterion in rubric.criteria {
      #expect(page.text.contains(criterion.asks))
      #expect(page.text.contains("What I did for \(criterion.id)."))
      for level in criterion.levels { #expect(page.html.contains(escaped(level.descriptor))) }
    }
    #expect(page.html.contains("href=\"https://drive.example.org/exit-slips\""))
    #expect(page.html.contains("rel=\"noopener noreferrer nofollow\""))
    #expect(page.text.contains("Teacher0 Zeugnis0, North Elementary"))
    #expect(try scene.review(id).state.name == .seen)
    _ = try scene.browser().get("/reviews/\(id)")
    #expect(try scene.office.read { try $0.lastSequence() } == sequence + 1)
  }

  @Test func `is not seen by a browser that fetches ahead, nor by HEAD`() throws {
    let scene = try EvaluatorScene()
    let id = try scene.review()
    let ahead = try scene.browser().get("/reviews/\(id)", [("Sec-Purpose", "prefetch")])
    #expect(ahead.status == 200)
    #expect(try scene.review(id).state == .assigned)
  }

  @Test func `leaves the teacher unnamed where the program says so`() throws {
    let scene = try EvaluatorScene { $0.mail.teacherNamedToEvaluator = false }
    let id = try scene.review()
    for path in ["/queue", "/reviews/\(id)"] {
      let page = try scene.browser().get(path)
      #expect(page.status == 200)
      #expect(!page.html.contains("Teacher0") && !page.html.contains("North Elementary"), "\(path)")
    }
  }

  @Test func `is nobody else's, and whoever is not signed in comes to sign in first`() throws {
    let scene = try EvaluatorScene()
    let id = try scene.review()
    for number in ["501", "1000", "1001"] {
      #expect(try scene.browser(number).get("/reviews/\(id)").status == 404, "\(number)")
      let sent = try scene.browser(number).post("/reviews/\(id)/scores", try scene.card())
      #expect(sent.status == 404, "\(number)")
    }
    #expect(try scene.browser(nil).get("/reviews/\(id)").location?.hasPrefix("/sign-in") == true)
    #expect(try scene.browser().get("/reviews/99").status == 404)
    // An administrator sees where it stands, and writes nothing into it.
    let administrator = try scene.browser("100").get("/reviews/\(id)")
    #expect(administrator.status == 200 && administrator.text.contains("has this review"))
    #expect(!administrator.html.contains("name=\"level-"))
    #expect(
      try scene.browser("100").post("/reviews/\(id)/scores", try scene.card()).status == 404)
    #expect(try scene.review(id).state == .assigned)
  }

  @Test func `is all that a link to it opens`() throws {
    let scene = try EvaluatorScene()
    let mine = try scene.review()
    let another = try scene.review("Another", teacher: 1)
    let browser = try scene.browser(scope: (.review, mine.number))
    let page = try browser.get("/reviews/\(mine)")
    #expect(page.status == 200 && !page.html.contains("href=\"/queue"))
    #expect(try browser.get("/reviews/\(another)").status == 404)
    #expect(try browser.get("/queue").location?.hasPrefix("/sign-in") == true)
    let sent = try browser.post("/reviews/\(mine)/scores", try scene.card())
    #expect(sent.location == "/reviews/\(mine)?done=review-in")
    #expect(
      try browser.get("/reviews/\(mine)?done=review-in").text.contains("Your scorecard is in"))
  }

  @Test func `shows scripts in every text as text`() throws {
    let scene = try EvaluatorScene()
    let script = "<script>alert(1)</script>"
    var content = try scene.content()
    content.answers = content.answers.map { Answer(part: $0.part, text: script) }
    content.artifacts.append(Artifact(part: nil, place: .link("javascript:alert(1)")))
    content.artifacts.append(Artifact(part: nil, place: .link("https://x.example/\"><script>")))
    let id = try scene.assign(try scene.handIn("T " + script, content: content))
    var card = try scene.card()
    card = card.map { $0.0.hasPrefix("feedback") ? ($0.0, script) : $0 } + [("note", script)]
    card.removeAll { $0.0 == "level-student-work" }
    let problems = try scene.browser().post("/reviews/\(id)/scores", card)
    #expect(problems.status == 422)
    for page in [
      problems, try scene.browser().get("/reviews/\(id)"), try scene.browser().get("/queue"),
    ] {
      #expect(!page.html.contains("<script>alert") && !page.html.contains("\"javascript:"))
      #expect(page.html.contains("&lt;script"))
    }
  }
}

@Suite struct `A scorecard` {
  @Test func `is kept as one goes, by a button and by script`() throws {
    let scene = try EvaluatorScene()
    let id = try scene.review()
    let browser = try scene.browser()
    let some = [("level-student-work", "met"), ("feedback-student-work", "Good.\r\nMore.  ")]
    let sent = try browser.post("/reviews/\(id)/draft", some + [("note", "All in all")])
    #expect(sent.location == "/reviews/\(id)?done=review-saved")
    let draft = try #require(try scene.draft(of: id))
    #expect(
      draft["student-work"]
        == Scorecard.Score(criterion: "student-work", level: "met", feedback: "Good.\nMore."))
    #expect(draft.scores.count == 1 && draft.note == "All in all")
    let page = try browser.get("/reviews/\(id)?done=review-saved")
    #expect(page.text.contains("Saved at 4:00 PM") && page.text.contains("Scored: Met"))
    try scene.district.pass(until: "2026-09-14 16:12")
    let byScript = try browser.post(
      "/reviews/\(id)/draft", [("level-student-work", "nonsense")], [("Accept", "text/plain")])
    #expect(byScript.status == 200 && byScript.html == "Saved at 4:12\u{A0}PM")
    #expect(try scene.draft(of: id)?.scores.isEmpty == true)
  }

  @Test func `that is open in two tabs is not undone by the older one unseen`() throws {
    let scene = try EvaluatorScene()
    let id = try scene.review()
    let browser = try scene.browser()
    let path = "/reviews/\(id)/draft"
    let script = [("Accept", "text/plain")]
    // Both tabs were opened before anything was saved.
    let first = try browser.post(path, [("saved", ""), ("note", "From the first")], script)
    let base = try #require(first.answer.headers["Saved-As"])
    let second = try browser.post(path, [("saved", ""), ("note", "From the second")], script)
    #expect(second.status == 409 && second.text.contains("another tab saved a newer"))
    #expect(try scene.draft(of: id)?.note == "From the first")
    // The first goes on; each saving is newer, though the clock stands still.
    let more = try browser.post(path, [("saved", base), ("note", "More")], script)
    #expect(more.status == 200 && more.answer.headers["Saved-As"] != base)
    let late = try browser.post(
      "/reviews/\(id)/scores", [("saved", base)] + (try scene.card()))
    #expect(late.status == 409 && late.text.contains("saved a newer scorecard at 4:00 PM"))
    #expect(late.html.contains(">Words on student-work.</textarea>"))
    #expect(try scene.review(id).isOpen)
    // Seen, and sent once more: it counts.
    let newest = try #require(more.answer.headers["Saved-As"])
    #expect(late.html.contains("name=\"saved\" value=\"\(newest)\""))
    let sent = try browser.post(
      "/reviews/\(id)/scores", [("saved", newest)] + (try scene.card()))
    #expect(sent.status == 303)
  }

  @Test func `is started from one of the district's sentences`() throws {
    let scene = try EvaluatorScene()
    let id = try scene.review()
    let browser = try scene.browser()
    let sentence = try #require(
      try scene.evidence["student-work"]?["partly"]?.snippets.first)
    let sent = try browser.post(
      "/reviews/\(id)/draft",
      [("feedback-student-work", "Mine."), ("insert", "student-work/partly/0")])
    #expect(sent.location == "/reviews/\(id)?open=student-work#criterion-student-work")
    #expect(try scene.draft(of: id)?["student-work"]?.feedback == "Mine.\n" + sentence)
    for nonsense in ["student-work/partly/9", "a/b/0", "student-work/partly/-1", ""] {
      let sent = try browser.post("/reviews/\(id)/draft", [("insert", nonsense)])
      #expect(sent.location == "/reviews/\(id)?done=review-saved", "\(nonsense)")
    }
  }

  @Test func `that is not finished is told about whole, and nothing of it is lost`() throws {
    let scene = try EvaluatorScene()
    let id = try scene.review()
    let browser = try scene.browser()
    let short: [(String, String)] = [
      ("level-own-learning", "partly"), ("feedback-own-learning", ""),
      ("level-student-learning", "met"), ("feedback-student-learning", "Kept words"),
      ("level-student-work", "met"),
      ("feedback-student-work", String(repeating: "a", count: 4_001)),
    ]
    let page = try browser.post("/reviews/\(id)/scores", short)
    #expect(page.status == 422)
    #expect(page.text.contains("3 things are missing before you can hand in"))
    #expect(page.text.contains("a level alone does not tell"))
    #expect(page.text.contains("This has 4,001 characters; 4,000 can be handed in."))
    #expect(page.html.contains("href=\"#feedback-own-learning\""))
    #expect(
      page.html.contains("id=\"level-reflection-problem\"") || page.text.contains("Choose a level.")
    )
    #expect(page.html.contains(">Kept words</textarea>"))
    #expect(try scene.review(id).isOpen)
    #expect(try scene.draft(of: id)?["student-learning"]?.feedback == "Kept words")
  }

  @Test func `is handed in once, however often the button is pressed`() throws {
    let scene = try EvaluatorScene()
    let id = try scene.review()
    let browser = try scene.browser()
    let sent = try browser.post("/reviews/\(id)/scores", try scene.card())
    #expect(sent.status == 303 && sent.location == "/queue?done=review-in")
    guard case .handedIn(let card, _) = try scene.review(id).state else {
      Issue.record("it is \(try scene.review(id).state.name)")
      return
    }
    let count = try scene.evidence.criteria.count
    #expect(card.outcome == .earned && card.scores.count == count)
    #expect(try scene.draft(of: id) == nil)
    let sequence = try scene.office.read { try $0.lastSequence() }
    let again = try browser.post("/reviews/\(id)/scores", try scene.card(["student-work"]))
    #expect(again.location == "/reviews/\(id)")
    #expect(try scene.office.read { try $0.lastSequence() } == sequence)
    let late = try browser.post("/reviews/\(id)/draft", [], [("Accept", "text/plain")])
    #expect(late.status == 409)
    let page = try browser.get("/reviews/\(id)")
    #expect(
      page.text.contains("Your scorecard is in") && page.text.contains("Words on student-work."))
    #expect(!page.html.contains("name=\"level-"))
  }

  @Test func `still counts after its date, and the page says that it is past`() throws {
    let scene = try EvaluatorScene()
    let id = try scene.review()
    let due = try scene.review(id).due
    let browser = try scene.browser()
    scene.district.clock.pass(until: due.adding(milliseconds: -1))
    #expect(try browser.get("/reviews/\(id)").text.contains("Your scorecard is due"))
    scene.district.clock.pass(until: due)
    #expect(try browser.get("/reviews/\(id)").text.contains("Your scorecard was due"))
    #expect(try browser.get("/queue").text.contains("One is past its date."))
    #expect(try browser.post("/reviews/\(id)/scores", try scene.card()).status == 303)
  }

  @Test func `needs the token of its page`() throws {
    let scene = try EvaluatorScene()
    let id = try scene.review()
    let stranger = try scene.browser("501")
    var browser = try scene.browser()
    browser.forget()
    #expect(try browser.post("/reviews/\(id)/scores", try scene.card()).status == 403)
    #expect(try stranger.post("/reviews/\(id)/draft", []).status == 404)
    #expect(try scene.review(id).state == .assigned)
  }
}

@Suite struct `A review that is not judged` {
  @Test func `is given back with a reason, and is closed to whoever gave it back`() throws {
    let scene = try EvaluatorScene()
    let id = try scene.review()
    let browser = try scene.browser()
    let without = try browser.post("/reviews/\(id)/decline", [("feedback-student-work", "Kept")])
    #expect(without.status == 422 && without.text.contains("Choose a reason."))
    #expect(try scene.draft(of: id)?["student-work"]?.feedback == "Kept")
    let sent = try browser.post(
      "/reviews/\(id)/decline", [("reason", "noTime"), ("decline-words", "A wedding.")])
    #expect(sent.location == "/queue?done=declined")
    guard case .declined(.noTime, let words, _) = try scene.review(id).state else {
      Issue.record("it is \(try scene.review(id).state.name)")
      return
    }
    #expect(words.value == "A wedding.")
    let page = try browser.get("/reviews/\(id)")
    #expect(page.text.contains("You gave this review back"))
    #expect(!page.text.contains("What I did for"))
  }

  @Test func `goes back to its teacher when a link does not open, in one click`() throws {
    let scene = try EvaluatorScene()
    let id = try scene.review()
    let browser = try scene.browser()
    #expect(try browser.post("/reviews/\(id)/unopenable", [("unopened", "7")]).status == 400)
    let sent = try browser.post(
      "/reviews/\(id)/unopenable", [("unopened", "0"), ("level-student-work", "met")])
    #expect(sent.location == "/queue?done=returned")
    guard case .returned(let back) = try scene.submission(of: id).state else {
      Issue.record("it is \(try scene.submission(of: id).state.name)")
      return
    }
    #expect(back.missing.map(\.kind) == [.linkClosed])
    #expect(back.missing.first?.part == "own-learning")
    #expect(try scene.review(id).state.name == .closed)
    // What was scored before is there once the work is.
    let earner = try scene.submission(of: id).earner
    scene.district.clock.pass(until: scene.district.clock.now().adding(minutes: 5))
    try scene.office.perform(
      .handIn(
        HandIn(
          stage: .evidence, earner: earner, submission: try scene.review(id).submission,
          title: "Reading conferences", content: try scene.content(), source: .page,
          arrivedAt: scene.district.clock.now())),
      by: .person(earner))
    let again = try scene.given(try scene.review(id).submission)
    #expect(again != id)
    #expect(try browser.get("/reviews/\(again)").text.contains("Scored: Met"))
  }
}

@Suite struct `A second round` {
  @Test func `shows what is met, asks for the rest, and takes that alone`() throws {
    let scene = try EvaluatorScene()
    let id = try scene.secondRound()
    let browser = try scene.browser()
    let page = try browser.get("/reviews/\(id)")
    #expect(page.text.contains("second round") && page.text.contains("Met in the first round"))
    #expect(page.text.contains("What the first round said Words on student-work."))
    #expect(page.html.contains("name=\"level-student-work\""))
    #expect(!page.html.contains("name=\"level-own-learning\""))
    #expect(try browser.get("/queue").text.contains("3 of 4 settled"))
    let sent = try browser.post(
      "/reviews/\(id)/scores", [("level-student-work", "met"), ("feedback-student-work", "Yes")])
    #expect(sent.status == 303)
    guard case .handedIn(let card, _) = try scene.review(id).state else {
      Issue.record("it is \(try scene.review(id).state.name)")
      return
    }
    let count = try scene.evidence.criteria.count
    #expect(card.outcome == .earned && card.met.count == count)
  }

  @Test func `reopens what was met only with a reason`() throws {
    let scene = try EvaluatorScene()
    let id = try scene.secondRound()
    let browser = try scene.browser()
    let without = try browser.post(
      "/reviews/\(id)/reopen",
      [("reopen", "own-learning"), ("reopen-own-learning", " \n"), ("note", "Kept")])
    #expect(without.status == 422 && without.text.contains("Say why, before it is scored again."))
    #expect(try scene.draft(of: id)?.note == "Kept")
    #expect(try scene.submission(of: id).reopened.isEmpty)
    #expect(try browser.post("/reviews/\(id)/reopen", [("reopen", "student-work")]).status == 400)
    let sent = try browser.post(
      "/reviews/\(id)/reopen",
      [("reopen", "own-learning"), ("reopen-own-learning", "The log is another teacher's.")])
    #expect(sent.location == "/reviews/\(id)?open=own-learning#criterion-own-learning")
    let page = try browser.get("/reviews/\(id)")
    #expect(page.html.contains("name=\"level-own-learning\""))
    #expect(page.text.contains("The log is another teacher"))
    // It is not met any more until it is scored.
    let handIn = try browser.post(
      "/reviews/\(id)/scores", [("level-student-work", "met"), ("feedback-student-work", "Yes")])
    #expect(handIn.status == 422)
  }
}

/// A text as it stands in a page.
func escaped(_ text: String) -> String {
  text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
}
