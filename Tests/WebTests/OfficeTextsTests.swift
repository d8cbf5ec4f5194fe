import CivilTime
import Files
import HTTPServer
import Notices
import Office
import Programs
import Store
import Synchronization
import Testing
import Web
import Workflow

@Suite struct `The notices' words` {
  @Test func `are listed for whom they are, and shown with examples`() throws {
    let scene = try OfficeScene.windows()
    let browser = try scene.browser()
    let list = try browser.get("/texts")
    #expect(list.text.contains("37 notices, each in words"))
    #expect(!list.text.contains("notice.") && !list.text.contains("texts."))
    for (name, _) in NoticeCatalog.builtInTexts {
      #expect(list.html.contains("href=\"/texts/\(name)\""))
      let page = try browser.get("/texts/\(name)")
      #expect(page.status == 200, "\(name)")
      #expect(page.text.contains(scene.district.program.district.officeName), "\(name)")
      #expect(try browser.get("/texts/\(name)/mail").status == 200, "\(name)")
    }
    let page = try browser.get("/texts/overdue-1")
    #expect(page.text.contains("Was due"))
    #expect(page.html.contains("<iframe src=\"/texts/overdue-1/mail\""))
    #expect(page.html.contains("sandbox=\"\""))
  }

  @Test func `come as a mail program shows them, without any right`() throws {
    let scene = try OfficeScene.windows()
    let mail = try scene.browser().get("/texts/earned/mail")
    let policy = try #require(mail.answer.headers["Content-Security-Policy"])
    #expect(policy.contains("default-src 'none'") && policy.contains("sandbox"))
    #expect(!policy.contains("script-src") && policy.contains("frame-ancestors 'self'"))
    #expect(!mail.html.contains("<script"))
  }

  @Test func `are changed, shown before that, and go back`() throws {
    let scene = try OfficeScene.windows()
    let told = Mutex(0)
    let browser = try Browser(
      scene.district, as: "100", textsChanged: { told.withLock { $0 += 1 } })
    let ours = try #require(
      NoticeCatalog.builtInTexts.first { "\($0.name)" == "overdue-1" }?.text.source)
    let own = ours.replacing("Hello {first_name},", with: "Dear {first_name} <script>,")
    // As a browser sends it.
    let sent = own.replacing("\n", with: "\r\n")
    let shown = try browser.post("/texts/overdue-1", [("source", sent), ("do", "preview")])
    #expect(shown.status == 200 && shown.text.contains("As it would read"))
    #expect(shown.html.contains("Dear Theo &lt;script&gt;,"))
    #expect(try !scene.office.wording(of: TemplateName(.overdueOne)).isOwn)
    // As mail programs show it, too: it is sent along, and comes back into a frame without any right.
    #expect(shown.html.contains("action=\"/texts/overdue-1/mail\" target=\"letter\""))
    #expect(shown.html.contains("<iframe name=\"letter\"") && shown.html.contains("sandbox=\"\""))
    let mail = try browser.post("/texts/overdue-1/mail", [("source", sent)])
    #expect(mail.status == 200 && mail.html.contains("Dear Theo &lt;script&gt;,"))
    let policy = try #require(mail.answer.headers["Content-Security-Policy"])
    #expect(policy.contains("default-src 'none'") && policy.contains("sandbox"))
    #expect(!policy.contains("script-src") && policy.contains("frame-ancestors 'self'"))
    #expect(try browser.post("/texts/overdue-1/mail", [("source", "Subject")]).status == 400)
    let saved = try browser.post("/texts/overdue-1", [("source", sent), ("do", "save")])
    #expect(saved.location == "/texts/overdue-1?done=text-saved")
    #expect(told.withLock { $0 } == 1)
    let page = try browser.get("/texts/overdue-1")
    #expect(page.text.contains("It is in your own words."))
    #expect(page.html.contains("Dear Theo &lt;script&gt;,"))
    #expect(try browser.get("/texts").text.contains("your own words"))
    #expect(
      try scene.district.files.read("texts/overdue-1.txt", limit: 1 << 16) == Array(own.utf8))
    let back = try browser.post("/texts/overdue-1", [("source", ""), ("do", "reset")])
    #expect(back.location == "/texts/overdue-1?done=text-reset")
    #expect(told.withLock { $0 } == 2)
    #expect(try browser.get("/texts/overdue-1").text.contains("Hello Theo,"))
    // A double click, or a second tab.
    let twice = try browser.post("/texts/overdue-1", [("source", ""), ("do", "reset")])
    #expect(twice.location == "/texts/overdue-1?done=text-reset")
    #expect(try browser.get("/texts/overdue-1").text.contains("Hello Theo,"))
  }

  @Test func `stay as they are when something is wrong with the new ones`() throws {
    let scene = try OfficeScene.windows()
    let browser = try scene.browser()
    let wrong = "Subject: Hello {nobody}\nPreheader: x\nReply-To: {office_email}\n\nHello.\n"
    for wish in ["preview", "save"] {
      let page = try browser.post("/texts/overdue-1", [("source", wrong), ("do", wish)])
      #expect(page.status == 422)
      #expect(page.html.contains("id=\"source-problem\"") && page.text.contains("nobody"))
      #expect(page.html.contains("Subject: Hello {nobody}"))
    }
    #expect(try !scene.office.wording(of: TemplateName(.overdueOne)).isOwn)
    let long = String(repeating: "x", count: 20_001)
    #expect(try browser.post("/texts/overdue-1", [("source", long)]).status == 413)
    // A file that somebody broke by hand is told of, and ours are shown.
    try scene.district.files.createFolder("texts")
    try scene.district.files.writeDurably(
      Array(wrong.utf8), to: "texts/overdue-1.txt", temporary: "texts/.x")
    let page = try browser.get("/texts/earned")
    #expect(page.status == 200 && page.text.contains("texts/overdue-1.txt"))
  }

  @Test func `are sent as a test to whoever asks, the way every notice goes`() throws {
    let scene = try OfficeScene.windows()
    let browser = try scene.browser()
    let done = try browser.post("/texts/earned/test")
    #expect(done.location == "/texts/earned?done=text-tested")
    let mails = try scene.office.read { try $0.mails(.all, limit: 5) }
    let mail = try #require(mails.first { $0.key.hasPrefix("test/earned/") })
    #expect(mail.address == "avery.adams@kmsd.example.org" && mail.mailClass == .interactive)
    let body = String(decoding: mail.body ?? [], as: UTF8.self)
    #expect(body.contains("Subject: [Test] ") && body.contains("text/html"))
    while try scene.office.beat().isMore {}
    #expect(try scene.office.read { try $0.mail(mail.id) }?.state == .sent)
    #expect(try browser.get("/mail/\(mail.id)").text.contains("A mail"))
  }

  @Test func `are the office's`() throws {
    let scene = try OfficeScene.windows()
    for number in ["1000", "500"] {
      let browser = try scene.browser(number)
      for path in ["/texts", "/texts/earned", "/texts/earned/mail"] {
        #expect(try browser.get(path).status == 403)
      }
      #expect(try browser.post("/texts/earned", [("do", "reset")]).status == 403)
      #expect(try browser.post("/texts/earned/test").status == 403)
    }
    let browser = try scene.browser()
    for name in ["else", "earned.txt", ".earned", "installation"] {
      #expect(try browser.get("/texts/\(name)").status == 404)
      #expect(try browser.post("/texts/\(name)", [("do", "save"), ("source", "x")]).status == 404)
    }
    #expect(throws: OfficeError.self) {
      try scene.office.reword(
        TemplateName(.earned), as: nil, by: .person(try scene.district.person("1000")))
    }
  }
}
