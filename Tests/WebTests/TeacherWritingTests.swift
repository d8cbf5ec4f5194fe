import CivilTime
import Crypto
import Files
import HTTPServer
import Office
import Rubrics
import Store
import Testing
import Workflow

@Suite struct `A writing page` {
  let scene: TeacherScene
  let browser: Browser
  let path = "/drafts/proposal/new-1"
  let part: String

  init() throws {
    scene = try TeacherScene()
    browser = try scene.browser()
    part = try #require(scene.rubric(.proposal).criteria.first).id.rawValue
    let begun = try browser.post("/begin/proposal", [("title", "Reading conferences")])
    try #require(begun.location == path)
  }

  var draft: Draft { get throws { try #require(try scene.draft("new/1")) } }

  @Test func `shows each criterion of the rubric beside its field`() throws {
    let shown = try browser.get(path)
    #expect(shown.status == 200)
    for criterion in try scene.rubric(.proposal).criteria {
      #expect(shown.text.contains(criterion.asks))
      #expect(shown.html.contains("name=\"text.\(criterion.id)\""))
    }
    #expect(shown.text.contains("Hand in by Sunday, September 27, 11:59 PM, in 12 days."))
  }

  @Test func `keeps what is sent, and says so`() throws {
    let sent = try browser.send(
      path,
      [
        ("saved", try browser.saved(path)), ("title", "Conferences  in reading"),
        ("text.\(part)", "One.\r\nTwo."), ("skills", "yes"), ("skill", "Technology"),
      ])
    #expect(sent.status == 303)
    #expect(sent.location == path + "?done=saved")
    let kept = try draft
    #expect(kept.title == "Conferences in reading")
    #expect(kept.content.answers == [Answer(part: CriterionID(rawValue: part), text: "One.\nTwo.")])
    #expect(kept.skills == ["Technology"])
    #expect(try browser.get(path).html.contains("One.\nTwo.</textarea>"))
  }

  @Test func `makes whole a link that was typed without its scheme`() throws {
    let sent = try browser.send(
      path, [("saved", try browser.saved(path)), ("link.\(part)", "docs.example.org/a?b=c")])
    #expect(sent.location == path + "?done=saved")
    #expect(
      try draft.content.artifacts == [
        Artifact(
          part: CriterionID(rawValue: part), place: .link("https://docs.example.org/a?b=c"))
      ])
  }

  @Test(arguments: ["not a link", "javascript:alert(1)", "https://", "data:text/html,x", "nowhere"])
  func `names a link that leads nowhere, and keeps the texts`(_ link: String) throws {
    let sent = try browser.send(
      path,
      [("saved", try browser.saved(path)), ("text.\(part)", "Kept."), ("link.\(part)", link)])
    #expect(sent.status == 422)
    #expect(sent.text.contains("This is no address."))
    #expect(sent.html.contains("value=\"\(link)\""))
    #expect(try draft.content.artifacts.isEmpty)
    #expect(try draft.content.answers.map(\.text) == ["Kept."])
  }

  @Test func `keeps a file under its hash, by the type that its name tells`() throws {
    let bytes = [UInt8](repeating: 9, count: 300_000)
    let sent = try browser.send(
      path, [("saved", try browser.saved(path))],
      files: [("file.\(part)", "../../etc/Talk <b>.mp4", bytes)])
    #expect(sent.location == path + "?done=added#part-\(part)")
    let digest = SHA256.hash(bytes).hex
    #expect(
      try draft.content.artifacts == [
        Artifact(
          part: CriterionID(rawValue: part),
          place: .file(
            sha256: digest, bytes: 300_000, mediaType: "video/mp4", name: "Talk <b>.mp4"))
      ])
    let blobs = Blobs(
      files: scene.district.files, random: scene.office.surroundings.random)
    #expect(try blobs.isSound(digest, bytes: 300_000))
    let page = try browser.get(path)
    #expect(page.html.contains("Talk &lt;b&gt;.mp4"))
    #expect(!page.html.contains("Talk <b>"))
  }

  @Test func `takes a file away with a button, and nothing else`() throws {
    _ = try browser.send(
      path, [("saved", try browser.saved(path))],
      files: [("file.\(part)", "a.txt", [1]), ("file.\(part)", "b.txt", [2])])
    let html = try browser.get(path).html
    let mark = try #require(html.split(separator: "\"").first { $0.hasPrefix("remove.") })
    let sent = try browser.send(
      path, [("saved", try browser.saved(path)), ("text.\(part)", "Kept."), ("do", String(mark))])
    #expect(sent.location == path + "?done=removed")
    #expect(try draft.content.artifacts.count == 1)
    #expect(try draft.content.answers.map(\.text) == ["Kept."])
    // Pressed again in a page that still has it.
    _ = try browser.send(path, [("saved", "0"), ("do", String(mark))])
    #expect(try draft.content.artifacts.count == 1)
  }

  @Test func `leaves nothing of an upload that broke off`() throws {
    let before = try scene.district.state(of: "blobs")
    let sent = try browser.send(
      path, [("saved", try browser.saved(path))],
      files: [("file.\(part)", "a.mp4", [UInt8](repeating: 1, count: 200_000))], isCut: true)
    #expect(sent.status == 400)
    #expect(try draft.content.artifacts.isEmpty)
    #expect(try scene.district.state(of: "blobs") == before)
  }

  @Test func `leaves nothing of an upload whose form has no token`() throws {
    var stranger = browser
    stranger.forget()
    let sent = try stranger.send(
      path, [("saved", try browser.saved(path))], files: [("file.\(part)", "a.mp4", [1, 2, 3])])
    #expect(sent.status == 403)
    #expect(try draft.content.artifacts.isEmpty)
    #expect(try scene.district.state(of: "blobs").isEmpty)
  }

  @Test func `says of an empty file that it holds nothing`() throws {
    let sent = try browser.send(
      path, [("saved", try browser.saved(path))], files: [("file.\(part)", "a.pdf", [])])
    #expect(sent.status == 422)
    #expect(sent.text.contains("“a.pdf” holds nothing"))
    #expect(try draft.content.artifacts.isEmpty)
  }

  @Test func `has room for as many files and links as the installation sets`() throws {
    for count in 0..<20 {
      _ = try browser.send(
        path, [("saved", "0"), ("link.\(part)", "https://example.org/\(count)")])
    }
    let sent = try browser.send(path, [("saved", "0"), ("link.\(part)", "https://example.org/20")])
    #expect(sent.status == 422)
    #expect(sent.text.contains("There is room for 20 files and links."))
    #expect(try draft.content.artifacts.count == 20)
  }

  @Test func `never writes over what another tab saved, and shows both`() throws {
    let old = try browser.saved(path)
    _ = try browser.send(path, [("saved", old), ("text.\(part)", "The newer text.")])
    let sent = try browser.send(
      path, [("saved", old), ("text.\(part)", "The older tab.")],
      files: [("file.\(part)", "a.txt", [1])])
    #expect(sent.status == 409)
    #expect(sent.html.contains("The older tab.</textarea>"))
    #expect(sent.html.contains("<p>The newer text.</p>"))
    #expect(try draft.content.answers.map(\.text) == ["The newer text."])
    // A file is no text: it is there whatever tab it came from.
    #expect(try draft.content.artifacts.count == 1)
    // From the page that shows both, saving is meant.
    let now = try #require(browser.hidden("saved", in: sent))
    let again = try browser.send(path, [("saved", now), ("text.\(part)", "The older tab.")])
    #expect(again.location == path + "?done=saved")
    #expect(try draft.content.answers.map(\.text) == ["The older tab."])
  }

  @Test func `shows both titles where another tab changed the title`() throws {
    let old = try browser.saved(path)
    _ = try browser.send(path, [("saved", old), ("title", "The newer title")])
    let sent = try browser.send(path, [("saved", old), ("title", "The older tab's")])
    #expect(sent.status == 409)
    #expect(sent.html.contains("value=\"The older tab's\""))
    #expect(sent.html.contains("<p>The newer title</p>"))
    #expect(try draft.title == "The newer title")
  }

  @Test func `takes the same text from an older tab as no conflict`() throws {
    let old = try browser.saved(path)
    _ = try browser.send(path, [("saved", old), ("text.\(part)", "Same.")])
    let sent = try browser.send(path, [("saved", old), ("text.\(part)", "Same.")])
    #expect(sent.location == path + "?done=saved")
  }

  @Test func `is saved while somebody writes, and tells what the next saving is made from`() throws
  {
    let old = try browser.saved(path)
    scene.district.clock.pass(until: try scene.district.zone.at("2026-09-15 16:07"))
    let first = try browser.post(path + "/text", [("saved", old), ("text.\(part)", "One")])
    #expect(first.status == 200)
    #expect(first.html == "Saved at 4:07\u{a0}PM.")
    let base = try #require(first.answer.headers["Saved-As"])
    #expect(base == "\(try draft.savedAt.milliseconds)")
    #expect(
      try browser.post(path + "/text", [("saved", base), ("text.\(part)", "Two")]).status == 200)
    let late = try browser.post(path + "/text", [("saved", base), ("text.\(part)", "Three")])
    #expect(late.status == 409)
    #expect(try draft.content.answers.map(\.text) == ["Two"])
    _ = try browser.post(path + "/give-up")
    #expect(try browser.post(path + "/text", [("text.\(part)", "Four")]).status == 410)
    #expect(try scene.draft("new/1") == nil)
  }

  @Test func `keeps a text that is too long, and does not hand it in`() throws {
    let most = String(repeating: "a", count: Content.textCharactersMax)
    _ = try browser.send(path, [("saved", try browser.saved(path)), ("text.\(part)", most)])
    #expect(try browser.get(path + "/check").text.contains("Hand in your proposal"))
    _ = try browser.send(path, [("saved", try browser.saved(path)), ("text.\(part)", most + "a")])
    #expect(try draft.content.answers.first?.text.count == Content.textCharactersMax + 1)
    #expect(try browser.get(path).text.contains("This is one character too long."))
    let check = try browser.get(path + "/check")
    #expect(check.text.contains("Not ready to hand in"))
    #expect(!check.text.contains("Hand in your proposal"))
  }

  @Test func `shows whatever was typed as text, and never as markup`() throws {
    let script = "<script>alert(1)</script>\"'><img src=x>"
    _ = try browser.send(
      path,
      [
        ("saved", try browser.saved(path)), ("title", script), ("text.\(part)", script),
        ("skills", "yes"), ("skill", script),
      ], files: [("file.\(part)", "<script>alert(1)</script>.pdf", [1])])
    for place in [path, path + "/check", "/home", "/begin/proposal"] {
      let html = try browser.get(place).html
      #expect(!html.contains("<script>"), "\(place)")
      #expect(!html.contains("<img"), "\(place)")
      #expect(html.contains("&lt;script&gt;"), "\(place)")
    }
    let done = try browser.post(path + "/hand-in", [("saved", try browser.saved(path))])
    let html = try browser.get(try #require(done.location)).html
    #expect(!html.contains("<script>"))
    #expect(html.contains("&lt;script&gt;"))
  }

  @Test func `is nobody else's`() throws {
    for number in [TeacherScene.other, "100", "500"] {
      let other = try scene.browser(number)
      #expect(try other.get(path).location?.hasPrefix("/home") == true)
      #expect(try other.send(path, [("text.\(part)", "Mine.")]).status == 303)
    }
    let nobody = try Browser(scene.district)
    #expect(try nobody.get(path).location?.hasPrefix("/sign-in") == true)
    #expect(
      try nobody.send(path, [("text.\(part)", "Mine.")]).location?.hasPrefix("/sign-in") == true)
    #expect(try draft.content.answers.isEmpty)
  }

  @Test func `is there ten times at once, and pressing twice begins once`() throws {
    #expect(
      try browser.post("/begin/proposal", [("title", "reading CONFERENCES")]).location == path)
    for count in 2...10 {
      #expect(
        try browser.post("/begin/proposal", [("title", "Idea \(count)")]).location
          == "/drafts/proposal/new-\(count)")
    }
    #expect(
      try browser.post("/begin/proposal", [("title", "One more")]).location
        == "/begin/proposal?done=too-many-drafts")
    #expect(
      try browser.post("/begin/proposal", [("title", "  ")]).location
        == "/begin/proposal?done=no-title")
  }

  @Test(arguments: ["new-0", "new-11", "new-01", "submission-x", "other-1", "new-1-2"])
  func `has no other addresses`(_ key: String) throws {
    #expect(try browser.get("/drafts/proposal/\(key)").status == 404)
    #expect(try browser.get("/drafts/other/new-1").status == 404)
  }
}

extension District {
  /// The names of all files below a folder.
  func state(of folder: String) throws -> [String] {
    guard try files.attributes(folder) != nil else { return [] }
    return try files.list(folder).flatMap { entry -> [String] in
      let path = folder + "/" + entry.name
      return entry.kind == .folder ? try state(of: path) : [path]
    }
  }
}
