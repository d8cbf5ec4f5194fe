import CivilTime
import Crypto
import Files
import Foundation
import HTTPServer
import Office
import Programs
import Rubrics
import Store
import Testing
import Workflow

@Suite struct `An evaluator's queue` {
  @Test func `says that nothing waits, and what comes next`() throws {
    let scene = try EvaluatorScene()
    let page = try scene.browser().get("/queue")
    #expect(page.status == 200 && page.text.contains("Nothing waits for you"))
    #expect(!page.html.contains("class=\"button\""))
  }

  @Test func `begins with the review that is due first, and says by when`() throws {
    let scene = try EvaluatorScene()
    let first = try scene.review("First in")
    scene.district.clock.pass(until: scene.district.clock.now().adding(hours: 48))
    let second = try scene.review("Second in", teacher: 1)
    let page = try scene.browser().get("/queue")
    #expect(page.text.contains("Two reviews wait for you"))
    let due = try scene.review(first).due
    #expect(try due < scene.review(second).due)
    #expect(page.html.contains("href=\"/reviews/\(first)\" class=\"button\""))
    #expect(page.html.contains("href=\"/reviews/\(second)\" class=\"button button-quiet"))
    #expect(page.text.contains("Start this review") && page.text.contains("One more review."))
    #expect(page.text.contains("2 of 15"))
    _ = try scene.browser().post("/reviews/\(first)/draft", [("level-student-work", "met")])
    let begun = try scene.browser().get("/queue")
    #expect(begun.text.contains("Continue this review") && begun.text.contains("1 of 4 settled"))
  }

  @Test func `lists what is over, a page at a time`() throws {
    let scene = try EvaluatorScene()
    #expect(try scene.browser().get("/queue/past").text.contains("You have no past reviews yet"))
    let done = try scene.review("Done")
    _ = try scene.browser().post("/reviews/\(done)/scores", try scene.card())
    let given = try scene.review("Given back", teacher: 1)
    _ = try scene.browser().post("/reviews/\(given)/decline", [("reason", "notMyField")])
    let page = try scene.browser().get("/queue/past")
    #expect(page.text.contains("Handed in Monday, September 14: earned. It waits for its release."))
    #expect(page.text.contains("Given back Monday, September 14."))
    let older = try scene.browser().get("/queue/past?before=\(given)")
    #expect(older.text.contains("Done") && !older.text.contains("Given back Monday"))
    #expect(try scene.browser().get("/queue/past?before=x").status == 200)
  }

  @Test func `is an evaluator's own`() throws {
    let scene = try EvaluatorScene()
    for path in ["/queue", "/queue/past"] {
      #expect(try scene.browser("1000").get(path).status == 403, "\(path)")
      #expect(try scene.browser(nil).get(path).location?.hasPrefix("/sign-in") == true)
      #expect(try scene.browser(scope: (.reviews, 0)).get(path).status == 200, "\(path)")
    }
    let id = try scene.review("Somebody else's")
    #expect(!(try scene.browser("501").get("/queue").html.contains("/reviews/\(id)")))
  }
}

@Suite struct `Days away` {
  private func spans(_ scene: EvaluatorScene) throws -> [AwaySpan] {
    let person = try scene.district.person(EvaluatorScene.judge)
    return try scene.office.read { try $0.person(person)?.evaluator?.away ?? [] }
  }

  @Test func `are said by the evaluator, and taken back`() throws {
    let scene = try EvaluatorScene()
    let browser = try scene.browser()
    #expect(try browser.get("/away").text.contains("You are not away"))
    let sent = try browser.post("/away", [("first", "2026-10-05"), ("last", "2026-10-09")])
    #expect(sent.location == "/away?done=away")
    let first = try #require(CivilDate(iso: "2026-10-05"))
    let last = try #require(CivilDate(iso: "2026-10-09"))
    #expect(try spans(scene) == [AwaySpan(first: first, last: last)])
    #expect(try browser.get("/away").text.contains("You are away from Monday, October 5"))
    _ = try browser.post("/away/end", [("first", "2026-10-05"), ("last", "2026-10-09")])
    #expect(try spans(scene).isEmpty)
  }

  @Test func `that can't be are told beside their field, with what was sent`() throws {
    let scene = try EvaluatorScene()
    let browser = try scene.browser()
    for (first, last, words) in [
      ("", "2026-10-05", "Choose a day."), ("2026-10-05", "2026-13-05", "Choose a day."),
      ("2026-10-05", "2026-10-04", "The last day is before the first."),
      ("2026-09-01", "2026-09-13", "That is over already"),
    ] {
      let page = try browser.post("/away", [("first", first), ("last", last)])
      #expect(page.status == 422 && page.text.contains(words), "\(first) \(last)")
      #expect(page.html.contains("value=\"\(first)\""))
    }
    // The last day may be today.
    let today = try browser.post("/away", [("first", "2026-09-14"), ("last", "2026-09-14")])
    #expect(today.status == 303)
    #expect(try spans(scene).count == 1)
  }

  @Test func `are said by nobody for somebody else, nor by a notice's link`() throws {
    let scene = try EvaluatorScene()
    #expect(try scene.browser("1000").get("/away").status == 404)
    let sent = try scene.browser("1000").post(
      "/away", [("first", "2026-10-05"), ("last", "2026-10-05")])
    #expect(sent.status == 404)
    let byLink = try scene.browser(scope: (.reviews, 0))
    #expect(try byLink.get("/away").location?.hasPrefix("/sign-in") == true)
  }
}

@Suite struct `A file of somebody's work` {
  private let bytes = Array("%PDF-1.7 and so on".utf8)

  private func scene(
    _ files: (any FileSystem)? = nil
  ) throws -> (EvaluatorScene, SubmissionID, String) {
    let scene = try EvaluatorScene(files: files)
    let digest = try Blobs(
      files: scene.district.files, random: scene.office.surroundings.random
    ).put(bytes)
    let file = Artifact.Place.file(
      sha256: digest.hex, bytes: Int64(bytes.count), mediaType: "text/html",
      name: "Ünit \"plan\".pdf")
    let work = try scene.handIn(
      content: try scene.content(files: [Artifact(part: nil, place: file)]))
    return (scene, work, digest.hex)
  }

  @Test func `is read by its teacher, its evaluator and the office, and by nobody else`() throws {
    let (scene, work, sha256) = try scene()
    let path = "/files/\(work)/\(sha256)"
    #expect(try scene.browser().get(path).status == 404)
    let id = try scene.assign(work)
    for number in ["500", "1000", "100"] {
      let shown = try scene.browser(number).get(path)
      #expect(shown.status == 200 && shown.bytes == bytes, "\(number)")
    }
    for number in ["501", "1001"] {
      #expect(try scene.browser(number).get(path).status == 404, "\(number)")
    }
    #expect(try scene.browser(scope: (.review, id.number)).get(path).status == 200)
    #expect(try scene.browser(scope: (.review, id.number + 1)).get(path).status == 404)
    #expect(try scene.browser(nil).get(path).location?.hasPrefix("/sign-in") == true)
    // Whoever gave the review back reads nothing of it any more.
    _ = try scene.browser().post("/reviews/\(id)/decline", [("reason", "conflict")])
    #expect(try scene.browser().get(path).status == 404)
  }

  @Test func `is shown as what it is, and runs nothing`() throws {
    let (scene, work, sha256) = try scene()
    let shown = try scene.browser("1000").get("/files/\(work)/\(sha256)")
    let headers = shown.answer.headers
    #expect(headers["Content-Type"] == "application/pdf")
    #expect(headers["X-Content-Type-Options"] == "nosniff")
    #expect(headers["Content-Security-Policy"]?.contains("default-src 'none'") == true)
    let disposition = try #require(headers["Content-Disposition"])
    #expect(disposition.hasPrefix("inline; filename=\"__nit _plan_.pdf\""))
  }

  @Test func `is sent from its folder, in parts where a film is asked for so`() throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("rubricd-file-\(ProcessInfo.processInfo.globallyUniqueString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let (scene, work, sha256) = try scene(LocalFiles(root: folder.path))
    let browser = try scene.browser("1000")
    let whole = try browser.get("/files/\(work)/\(sha256)")
    #expect(whole.status == 200)
    guard case .file(let file) = whole.answer.body else {
      Issue.record("it was read into memory")
      return
    }
    #expect(try file.read(0..<file.length) == bytes)
    let part = try browser.get("/files/\(work)/\(sha256)", [("Range", "bytes=1-3")])
    #expect(part.status == 206 && part.answer.range == 1..<4)
    let tag = try #require(whole.answer.headers["ETag"])
    #expect(try browser.get("/files/\(work)/\(sha256)", [("If-None-Match", tag)]).status == 304)
  }

  @Test func `that is none of the work is not there, whatever its name`() throws {
    let (scene, work, _) = try scene()
    for name in [String(repeating: "0", count: 64), "..%2F..%2Frubricd.sqlite3", "x"] {
      #expect(try scene.browser("1000").get("/files/\(work)/\(name)").status == 404, "\(name)")
    }
  }
}
