import CivilTime
import HTTPServer
import Office
import Store
import Testing
import Workflow

@Suite struct `The administrator's windows and assignment` {
  @Test func `show what would move, and move nothing`() throws {
    let scene = try OfficeScene.windows()
    let window = try scene.window(.evidence)
    let browser = try scene.browser()
    let before = try scene.office.store.tablesHash()
    let last = try scene.office.read { try $0.lastSequence() }
    let page = try browser.get("/windows/\(window.id)?opens=2026-10-26&last=2026-11-15")
    #expect(page.status == 200)
    #expect(page.text.contains("Sun, Nov 8, 11:59 PM"))
    #expect(page.text.contains("Sun, Nov 15, 11:59 PM"))
    #expect(page.text.contains("Change the window"))
    #expect(try scene.office.store.tablesHash() == before)
    #expect(try scene.office.read { try $0.lastSequence() } == last)
    #expect(try scene.window(.evidence) == window)
  }

  @Test func `say why dates do not go, and when nothing would change`() throws {
    let scene = try OfficeScene.windows()
    let window = try scene.window(.evidence)
    let browser = try scene.browser()
    let path = "/windows/\(window.id)"
    let same = try browser.get("\(path)?opens=2026-10-26&last=2026-11-08").text
    #expect(same.contains("These are its dates already"))
    let wrong = try browser.get("\(path)?opens=2026-10-26&last=2026-10-25").text
    #expect(wrong.contains("can't be before its first") || wrong.contains("before its first"))
    #expect(!wrong.contains("Change the window"))
    #expect(try browser.get("\(path)?opens=2026-10-26&last=never").status == 400)
    let refused = try browser.post(
      "\(path)/change", [("opens", "2026-10-26"), ("last", "2026-10-25")])
    #expect(refused.status == 409)
  }

  @Test func `move, and are undone`() throws {
    let scene = try OfficeScene.windows()
    let window = try scene.window(.evidence)
    let browser = try scene.browser()
    #expect(try !browser.get("/office").text.contains("Nov 15"))
    let done = try browser.post(
      "/windows/\(window.id)/change",
      [("opens", "2026-10-26"), ("last", "2026-11-15"), ("reason", "Snow")])
    #expect(done.location == "/office?done=window-changed")
    #expect("\(try scene.window(.evidence).endsOn)" == "2026-11-16")
    let page = try browser.get("/office")
    #expect(page.text.contains("Nov 15"))
    let field = try #require(page.html.firstMatch(of: /name="command" value="(\d+)"/))
    #expect(try browser.post("/office/undo", [("command", String(field.1))]).status == 303)
    #expect(try scene.window(.evidence).endsOn == window.endsOn)
    #expect(try !browser.get("/office").text.contains("Nov 15"))
  }

  @Test func `are added, called off, and reopened with a reason`() throws {
    let scene = try OfficeScene.windows()
    let browser = try scene.browser()
    let added = try browser.post(
      "/windows/add",
      [
        ("stage", "evidence"), ("label", "Summer 2027"), ("opens", "2027-07-06"),
        ("last", "2027-07-19"),
      ])
    #expect(added.location == "/windows?done=window-added")
    let window = try scene.window(.evidence, "Summer 2027")
    let cancelled = try browser.post("/windows/\(window.id)/cancel", [("reason", "No funds")])
    #expect(cancelled.status == 303)
    #expect(try scene.window(.evidence, "Summer 2027").state == .cancelled)
    try scene.live(until: "2026-09-28 09:00")
    let proposals = try scene.window(.proposal)
    #expect(proposals.state == .closed)
    let path = "/windows/\(proposals.id)/reopen"
    // The sign-in of August is over by now.
    let later = try scene.browser()
    #expect(try later.post(path, [("last", "2026-10-02"), ("reason", "")]).status == 409)
    #expect(try later.post(path, [("last", "2026-10-02"), ("reason", "Snow")]).status == 303)
    #expect(try scene.window(.proposal).state == .open)
  }

  @Test func `keep no pins of a release that is refused`() throws {
    let scene = try OfficeScene.windows()
    try scene.live(until: "2026-09-15 09:00")
    let id = try scene.handIn(teacher: 0, "Proposal", stage: .proposal)
    try scene.live(until: "2026-09-28 09:00")
    let window = try scene.window(.proposal).id
    func pair() throws -> AssignedPair {
      try #require(
        try scene.office.read { records in
          try records.window(window)?.assignment.flatMap { try records.assignment($0) }?.pairs.first
        })
    }
    let name = try "\(id)-\(pair().evaluator)"
    try scene.office.perform(
      .declareConflict(pair().evaluator, with: scene.submission(id).earner),
      by: scene.district.administrator)
    let form = [("do", "release"), ("shown", name), ("pin", name)]
    #expect(try scene.browser().post("/assignments/\(window)", form).status == 409)
    #expect(try !pair().isPinned)
    #expect(try scene.state(id) == .submitted)
  }

  @Test func `hand the assignment out after pins and a move, and take it back`() throws {
    let scene = try OfficeScene.windows()
    try scene.live(until: "2026-09-15 09:00")
    let ids = try (0..<4).map {
      try scene.handIn(teacher: $0, "Proposal \($0)", stage: .proposal)
    }
    try scene.live(until: "2026-09-28 09:00")
    let window = try scene.window(.proposal)
    let browser = try scene.browser()
    func assignment() throws -> Assignment {
      try #require(
        try scene.office.read { records in
          try records.window(window.id)?.assignment.flatMap { try records.assignment($0) }
        })
    }
    let page = try browser.get("/assignments")
    #expect(page.text.contains("The assignment: 4 reviews"))
    let pair = try #require(try assignment().pairs.first { $0.submission == ids[0] })
    let name = "\(pair.submission)-\(pair.evaluator)"
    let path = "/assignments/\(window.id)"
    _ = try browser.post(path, [("do", "save"), ("shown", name), ("pin", name)])
    #expect(try assignment().pairs.filter(\.isPinned).map(\.submission) == [ids[0]])
    _ = try browser.post(path, [("do", "again"), ("shown", name), ("pin", name)])
    #expect(try assignment().pairs.contains { $0.submission == ids[0] && $0.isPinned })
    let other = try #require(
      try ["500", "501", "502"].map(scene.district.person).first { $0 != pair.evaluator })
    // What is pinned is moved by hand alone; the others have a second best, with what it costs.
    #expect(page.text.contains("Next best: Evaluator"))
    #expect(page.text.contains("All in all that would"))
    let move = "\(path)/move/\(ids[0])/evaluator"
    let choices = try browser.get(move)
    #expect(choices.status == 200)
    #expect(choices.text.contains("has it as it stands.") && choices.text.contains("of 100"))
    #expect(choices.text.contains("would hold") && choices.text.contains("All in all"))
    #expect(try browser.post(move, [("to", "\(other)")]).status == 303)
    #expect(
      try assignment().pairs.first { $0.submission == ids[0] && $0.part == .evaluator }?.evaluator
        == other)
    // The pair bears its true match: it stands where its match puts it, and not among the worst served.
    let moved = try #require(
      try assignment().pairs.first { $0.submission == ids[0] && $0.evaluator == other })
    let skills = try scene.submission(ids[0]).skills
    let judge = try #require(try scene.office.read { try $0.person(other) }?.evaluator)
    #expect(moved.affinityThousandths == judge.affinityThousandths(to: skills))
    #expect(try browser.get("/assignments").text.contains("Moved by hand, and pinned."))
    #expect(
      try browser.post(path, [("do", "release")]).location == "/office?done=assignment-released")
    #expect(try scene.state(ids[0]) == .underReview)
    let office = try browser.get("/office")
    let field = try #require(office.html.firstMatch(of: /name="command" value="(\d+)"/))
    #expect(try browser.post("/office/undo", [("command", String(field.1))]).status == 303)
    #expect(try scene.state(ids[0]) == .submitted)
  }
}
