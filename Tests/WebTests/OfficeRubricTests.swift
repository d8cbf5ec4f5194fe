import HTTPServer
import Office
import Rubrics
import Store
import Testing
import Workflow

@Suite struct `The rubrics' pages` {
  /// The evidence rubric's file with some words changed.
  private func changed(_ changes: (String, String)...) throws -> [UInt8] {
    var text = String(
      decoding: try bytes(of: "Rubrics/kettle-moraine-evidence.json5"), as: UTF8.self)
    for (old, new) in changes {
      try #require(text.contains(old))
      text = text.replacing(old, with: new)
    }
    return Array(text.utf8)
  }

  @Test func `list each version, and show one as teachers and evaluators read it`() throws {
    let scene = try OfficeScene.windows()
    let browser = try scene.browser()
    let list = try browser.get("/rubrics")
    #expect(list.text.contains("2 rubrics are in force"))
    let rubric = try scene.rubric(.evidence)
    let path = "/rubrics/\(rubric.id)/\(rubric.version.hash)"
    #expect(list.html.contains("href=\"\(path)\""))
    let page = try browser.get(path).text
    for criterion in rubric.criteria {
      #expect(page.contains(criterion.title))
      for level in criterion.levels { #expect(page.contains(level.title)) }
    }
    #expect(page.contains("What comes in now is judged by these words."))
    #expect(try browser.get("/rubrics/\(rubric.id)/0000").status == 404)
    let file = try browser.get(path + "/file")
    #expect(file.answer.headers["Content-Disposition"]?.contains("attachment") == true)
    #expect(try Rubric.read(file.bytes, file: "x").version == rubric.version)
  }

  @Test func `show what a new version would flip, and put it in force with a reason`() throws {
    let scene = try OfficeScene.always()
    // Judged "met", which is the bar of the version in force and not of the new one.
    let id = try scene.ready("Reading conferences", level: "met")
    let browser = try scene.browser()
    let rubric = try scene.rubric(.evidence)
    let bar = try Rubric.read(
      changed(("everyCriterionAtLeast: \"met\"", "everyCriterionAtLeast: \"beyond\"")),
      file: "stricter.json5")
    let shown = try browser.send("/rubrics/preview", file: Array(bar.export.utf8))
    #expect(shown.status == 200)
    #expect(shown.text.contains("1 scorecard would come out differently"))
    #expect(shown.text.contains("Reading conferences") && shown.text.contains("Teacher0 Zeugnis0"))
    #expect(shown.html.contains("/submissions/\(id)"))
    #expect(shown.text.contains("Nothing has changed yet."))
    #expect(shown.text.contains("One place differs"))
    #expect(
      try scene.office.read { try $0.rubricInForce(rubric.id) }?.version == rubric.version)
    let without = try browser.post("/rubrics/adopt", [("rubric", bar.canonical), ("reason", " ")])
    #expect(without.status == 409 && without.text.contains("A new version needs a reason."))
    let done = try browser.post(
      "/rubrics/adopt", [("rubric", bar.canonical), ("reason", "The board asked for it")])
    #expect(done.location == "/rubrics/\(bar.id)/\(bar.version.hash)?done=rubric-adopted")
    #expect(try scene.office.read { try $0.rubricInForce(rubric.id) }?.version == bar.version)
    #expect(try browser.get("/history").text.contains("The board asked for it"))
    // What was judged stays as it was.
    #expect(try scene.state(id) == .readyToRelease)
    let list = try browser.get("/rubrics").text
    #expect(list.contains("From before") && list.contains("In force"))
    // And back again.
    _ = try browser.post(
      "/rubrics/adopt", [("rubric", rubric.canonical), ("reason", "It was too strict")])
    #expect(
      try scene.office.read { try $0.rubricInForce(rubric.id) }?.version == rubric.version)
    #expect(try scene.office.verify().isSound)
  }

  @Test func `tell what is wrong with a file, and change nothing`() throws {
    let scene = try OfficeScene.windows()
    let browser = try scene.browser()
    let broken = try browser.send("/rubrics/preview", file: Array("{ id: \"x\" ".utf8))
    #expect(broken.status == 422 && broken.html.contains("id=\"file-problem\""))
    let wrong = try browser.send("/rubrics/preview", file: Array("{}".utf8))
    #expect(wrong.status == 422)
    #expect(try browser.send("/rubrics/preview", file: []).status == 422)
    let most = [UInt8](repeating: 0x20, count: 120_001)
    #expect(
      try browser.send("/rubrics/preview", file: most).text.contains("too large for a rubric"))
    let same = try browser.send(
      "/rubrics/preview", file: try bytes(of: "Rubrics/kettle-moraine-evidence.json5"))
    #expect(same.status == 200 && same.text.contains("This is the version in force"))
    #expect(
      try browser.post("/rubrics/adopt", [("rubric", "{}"), ("reason", "x")]).status == 400)
  }

  @Test func `show what is written in a file as text`() throws {
    let scene = try OfficeScene.windows()
    let rubric = try scene.rubric(.evidence)
    let mark = "<script>alert(1)</script>"
    let file = Array(rubric.canonical.replacing(rubric.title, with: mark).utf8)
    let page = try scene.browser().send("/rubrics/preview", file: file)
    #expect(page.status == 200 && !page.html.contains(mark))
    #expect(page.html.contains("&lt;script&gt;"))
  }

  @Test func `are the office's`() throws {
    let scene = try OfficeScene.windows()
    let rubric = try scene.rubric(.evidence)
    let path = "/rubrics/\(rubric.id)/\(rubric.version.hash)"
    for number in ["1000", "500"] {
      let browser = try scene.browser(number)
      for page in ["/rubrics", path, path + "/file"] {
        #expect(try browser.get(page).status == 403)
      }
      #expect(try browser.send("/rubrics/preview", file: [0x7B, 0x7D]).status == 403)
      #expect(
        try browser.post("/rubrics/adopt", [("rubric", "{}"), ("reason", "x")]).status == 403)
    }
    var other = try scene.browser()
    other.forget()
    #expect(try other.send("/rubrics/preview", file: [0x7B, 0x7D]).status == 403)
  }
}

extension Browser {
  /// Brings in a file.
  fileprivate func send(_ path: String, file bytes: [UInt8]) throws -> Shown {
    try send(path, [], files: [(field: "file", name: "rubric.json5", bytes: bytes)])
  }
}
