import CivilTime
import Crypto
import HTTPServer
import Office
import Rubrics
import Store
import Testing
import Web
import Workflow

@Suite struct `A link of a notice` {
  private func scene() throws -> (TeacherScene, SubmissionID, Instant) {
    let scene = try TeacherScene()
    let work = try scene.handIn()
    let ends = scene.district.clock.now().adding(hours: 24)
    try scene.office.store.write { records in
      try records.add(
        LinkToken(
          hash: SHA256.hash(Array(Self.token.utf8)), person: scene.district.person("1000"),
          scopeKind: LinkKind.submission.rawValue, scopeID: work.number, expires: ends))
    }
    return (scene, work, ends)
  }

  private static let token = "0000000000000000000000000C"

  @Test func `works a millisecond before its end, and from its end on offers a fresh one`() throws {
    let (scene, work, ends) = try scene()
    let nobody = try Browser(scene.district)
    scene.district.clock.pass(until: ends.adding(milliseconds: -1))
    let pressed = try nobody.post("/s/\(Self.token)")
    #expect(pressed.status == 303 && pressed.location == "/work/\(work)")
    scene.district.clock.pass(until: ends)
    for shown in [try nobody.get("/s/\(Self.token)"), try nobody.post("/s/\(Self.token)")] {
      #expect(shown.status == 410)
      #expect(shown.answer.headers["Set-Cookie"] == nil)
      #expect(shown.text.contains("Send me a fresh one") || shown.text.contains("run out"))
    }
  }

  @Test func `works again and again until then, each time with another cookie`() throws {
    let (scene, _, _) = try scene()
    let nobody = try Browser(scene.district)
    let cookies = try (0..<3).map { _ in
      try #require(try nobody.post("/s/\(Self.token)").answer.headers["Set-Cookie"])
    }
    #expect(Set(cookies).count == 3)
  }

  @Test func `opens nothing but its work: not by another address, another scope, or a role`() throws
  {
    let (scene, work, _) = try scene()
    let other = try scene.handIn("Number talks")
    let browser = try scene.browser(scope: (.submission, work.number))
    #expect(try browser.get("/work/\(work)").status == 200)
    for path in [
      "/work/\(other)", "/work/0\(work)", "/work/\(work)%20", "/work/%2B\(work)", "/work/-\(work)",
    ] {
      #expect(try browser.get(path).status == 404, "\(path)")
    }
    try scene.office.perform(
      .grantRole(try scene.district.person("1000"), .administrator), by: .technician)
    for path in ["/office", "/people", "/home", "/submissions/\(other)"] {
      #expect(try browser.get(path).location?.hasPrefix("/sign-in") == true, "\(path)")
    }
    #expect(try browser.get("/work/\(other)").status == 404)
  }

  @Test func `is no use to anybody once its person is erased`() throws {
    let (scene, work, _) = try scene()
    let browser = try scene.browser(scope: (.submission, work.number))
    try scene.office.perform(.withdraw(work), by: .person(scene.district.person("1000")))
    try scene.office.perform(
      .erasePerson(try scene.district.person("1000")), by: try scene.district.administrator)
    #expect(try browser.get("/work/\(work)").status != 200)
    #expect(try Browser(scene.district).post("/s/\(Self.token)").status == 404)
  }
}

@Suite struct `What a page says was done` {
  @Test func `is said to a browser that comes from this site, and to nobody by a crafted address`()
    throws
  {
    let scene = try OfficeScene.windows()
    let browser = try scene.browser()
    let said = "The decisions are released."
    for (site, isSaid) in [
      ("same-origin", true), ("none", false), ("cross-site", false), ("same-site", false),
    ] {
      let shown = try browser.get("/office?done=released", [("Sec-Fetch-Site", site)])
      #expect(shown.status == 200 && shown.text.contains(said) == isSaid, "\(site)")
    }
    // A browser that does not say where it comes from.
    #expect(try browser.get("/office?done=released").text.contains(said))
    // Nothing but what stands in the table is ever said.
    for free in ["You%20owe%20us", "<b>Paid</b>", "../nav.mail", "released.", ""] {
      let shown = try browser.get("/office?done=\(free)", [("Sec-Fetch-Site", "same-origin")])
      #expect(!shown.text.contains("You owe us") && !shown.html.contains("note-met"), "\(free)")
    }
  }
}

@Suite struct `An answer's header` {
  private let broken = "\r\nSet-Cookie: __Host-rubricd=planted\r\n\r\n<script>alert(1)</script>"

  private func isClean(_ shown: Shown) -> Bool {
    shown.answer.headers["Set-Cookie"] == nil
      && ["Location", "Content-Disposition", "Content-Type", "ETag"].allSatisfy { name in
        shown.answer.headers[name].map { $0.utf8.allSatisfy { (0x20...0x7E).contains($0) } } ?? true
      }
  }

  @Test func `holds no line's end of a file's name`() throws {
    let scene = try TeacherScene()
    let bytes = Array("%PDF-1.7".utf8)
    let digest = try Blobs(files: scene.district.files, random: scene.office.surroundings.random)
      .put(bytes)
    var content = try scene.content(.proposal)
    content.artifacts = [
      Artifact(
        part: nil,
        place: .file(
          sha256: digest.hex, bytes: Int64(bytes.count), mediaType: "text/html\(broken)",
          name: "a\(broken)\u{2028}\".pdf"))
    ]
    let work = try scene.handIn(content: content)
    let shown = try scene.browser().get("/files/\(work)/\(digest.hex)")
    #expect(shown.status == 200)
    #expect(isClean(shown))
  }

  @Test func `holds no line's end, and no other site, of an address that somebody made up`() throws
  {
    let scene = try TeacherScene()
    let browsers = [try Browser(scene.district), try scene.browser()]
    let addresses = [
      "/home%0D%0ASet-Cookie:%20a=b", "/home%0D%0A/", "/home/%0d%0aLocation:%20https:%2F%2Fevil/",
      "/sign-in?next=https://evil.example/", "/sign-in?next=//evil.example",
      "/sign-in?next=%0D%0ALocation:%20https://evil.example", "/propose?offering=%0D%0A1",
      "/propose?offering=//evil.example", "//evil.example/home", "/%5Cevil.example/",
      "/.//evil.example/", "/work/%2F%2Fevil.example/", "/catalog/?next=https://evil.example",
    ]
    for browser in browsers {
      for address in addresses {
        // What is no address at all is refused before there is a page.
        guard let shown = try? browser.get(address) else { continue }
        #expect(isClean(shown), "\(address)")
        if let location = shown.location {
          #expect(location.hasPrefix("/") && !location.hasPrefix("//"), "\(address): \(location)")
          #expect(!location.contains("\\"), "\(address): \(location)")
        }
        #expect(!shown.html.contains("href=\"https://evil"), "\(address)")
        #expect(!shown.html.contains("href=\"//evil"), "\(address)")
      }
    }
  }

  @Test func `leads nowhere that a form said`() throws {
    let scene = try TeacherScene()
    let link = try scene.office.makeSignInLink(for: scene.district.person("1000"))
    let path = String(link.dropFirst(scene.office.settings.publicAddress.count))
    let elsewhere = [
      ("next", "https://evil.example"), ("back", "//evil.example"), ("title", broken),
      ("address", "a@b.example\(broken)"), ("stay", broken),
    ]
    let pressed = try Browser(scene.district).post(path + "?next=//evil.example", elsewhere)
    #expect(pressed.location == "/home")
    let browser = try scene.browser()
    for path in ["/begin/proposal", "/settings/notices", "/settings/sign-out", "/sign-in"] {
      let shown = try browser.post(path, elsewhere, [("Referer", "https://evil.example/")])
      #expect(isClean(shown), "\(path)")
      #expect(shown.location?.contains("evil") != true, "\(path)")
    }
  }
}

@Suite struct `A file that somebody sends` {
  private let path = "/drafts/proposal/new-1"

  private func sent(
    _ name: String, _ bytes: [UInt8]
  ) throws -> (scene: TeacherScene, work: SubmissionID, file: (sha256: String, name: String)) {
    let scene = try TeacherScene()
    let browser = try scene.browser()
    _ = try browser.post("/begin/proposal", [("title", "Reading conferences")])
    let part = try #require(try scene.rubric(.proposal).criteria.first?.id)
    let shown = try browser.send(
      path, [("saved", try browser.saved(path)), ("text.\(part)", "What I did.")],
      files: [("file.\(part)", name, bytes)])
    try #require(shown.status == 303, "\(name): \(shown.status)")
    let done = try browser.post(path + "/hand-in", [("saved", try browser.saved(path))])
    let work = try #require(try scene.submissions().first)
    try #require(done.location?.hasPrefix("/work/\(work.id)") == true)
    for case .file(let sha256, _, _, let name) in work.content.value?.artifacts.map(\.place) ?? [] {
      return (scene, work.id, (sha256, name))
    }
    throw Missing()
  }

  private struct Missing: Error {}

  @Test(arguments: [
    "../../etc/passwd", "..\\..\\rubricd.sqlite3", "/etc/passwd", "C:\\Users\\a\\b.txt", "..", ".",
    "a/../../b", "%2e%2e%2fpasswd", "....//....//x", ".htaccess",
  ])
  func `lies where its content says, whatever its name`(name: String) throws {
    let bytes = Array("of \(name)".utf8)
    let (scene, work, file) = try sent(name, bytes)
    let digest = SHA256.hash(bytes).hex
    #expect(file.sha256 == digest)
    #expect(!file.name.contains("/") && !file.name.contains("\\") && !file.name.contains("\0"))
    #expect(file.name != "." && file.name != ".." && !file.name.isEmpty)
    let kept = try scene.district.state(of: "blobs").filter {
      $0.replacing("/", with: "").hasSuffix(digest)
    }
    #expect(kept.count == 1 && kept.allSatisfy { !$0.contains("..") })
    #expect(try scene.browser().get("/files/\(work)/\(digest)").bytes == bytes)
  }

  @Test func `with a name that no header can hold is refused, and nothing of it stays`() throws {
    let scene = try TeacherScene()
    let browser = try scene.browser()
    _ = try browser.post("/begin/proposal", [("title", "Reading conferences")])
    let saved = try browser.saved(path)
    let shown = try browser.send(
      path, [("saved", saved)], files: [("file.students", "a\0b.pdf", [1])])
    #expect(shown.status == 400)
    #expect(try scene.district.state(of: "blobs").isEmpty)
  }

  /// What a browser may show of it in its place: nothing that runs.
  @Test(arguments: [
    ("plan.pdf", "application/octet-stream", "attachment"),
    ("photo.png", "application/octet-stream", "attachment"),
    ("notes.txt", "text/plain", "inline"),
    ("plan.pdf.html", "application/octet-stream", "attachment"),
    ("drawing.svg", "application/octet-stream", "attachment"), ("page.xhtml", "", "attachment"),
    ("run.js", "application/octet-stream", "attachment"),
    ("PLAN.HTML", "application/octet-stream", "attachment"),
    ("no-ending", "application/octet-stream", "attachment"),
  ])
  func `is no page of this site, whatever is in it`(
    name: String, type: String, place: String
  ) throws {
    let page = "<!doctype html><svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'>"
    let (scene, work, file) = try sent(name, Array((page + "<script>alert(1)</script>").utf8))
    let shown = try scene.browser().get("/files/\(work)/\(file.sha256)")
    let headers = shown.answer.headers
    #expect(shown.status == 200)
    #expect(headers["Content-Type"]?.hasPrefix(type) == true, "\(headers["Content-Type"] ?? "")")
    #expect(headers["X-Content-Type-Options"] == "nosniff")
    #expect(headers["Content-Disposition"]?.hasPrefix(place) == true)
    let policy = try #require(headers["Content-Security-Policy"])
    #expect(policy.contains("sandbox;") && policy.contains("default-src 'none'"))
    #expect(!policy.contains("script-src") && !policy.contains("allow-"))
  }
}
