import CivilTime
import HTTPServer
import Notices
import Office
import Store
import Testing
import Workflow

@Suite struct `The administrator's pages of mail` {
  /// A review that is an hour late on a Tuesday morning in mail hours.
  private func late() throws -> (OfficeScene, SubmissionID, ReviewID) {
    let scene = try OfficeScene.always()
    let id = try scene.handIn("Reading conferences")
    let review = try scene.assign(id)
    let due = try #require(try scene.reviews(of: id).first).due
    // Past the two that go by themselves.
    try scene.live(until: "2026-10-20 09:00")
    #expect(due < scene.district.clock.now())
    return (scene, id, review)
  }

  private func byHand(_ scene: OfficeScene, _ review: ReviewID) throws -> [Store.Notice] {
    try scene.office.read {
      try $0.notices(aboutKind: "review", review.number, limit: 50)
        .filter { $0.key.contains("by-hand") }
    }
  }

  @Test func `remind of an overdue review, once a day`() throws {
    let (scene, _, review) = try late()
    let browser = try scene.browser()
    #expect(try browser.get("/office/reviews").html.contains("/office/reviews/\(review)/remind"))
    let page = try browser.get("/office/reviews/\(review)").text
    #expect(page.contains("Remind Evaluator0 Judge0") && page.contains("A review is overdue"))
    let done = try browser.post("/office/reviews/\(review)/remind")
    #expect(done.location == "/office/reviews/\(review)?done=reminded-now")
    // A double click.
    let again = try browser.post("/office/reviews/\(review)/remind")
    #expect(again.status == 409 && again.text.contains("one such mail a day"))
    while try scene.office.beat().isMore {}
    let notice = try #require(try byHand(scene, review).first)
    #expect(try byHand(scene, review).count == 1)
    let number = try #require(notice.mail)
    let mail = try #require(try scene.office.read { try $0.mail(number) })
    #expect(mail.state == .sent && mail.person == notice.person)
    #expect(try browser.post("/office/reviews/\(review)/remind").status == 409)
    let shown = try browser.get("/mail/\(number)").text
    #expect(shown.contains("A review is overdue, to Evaluator0 Judge0"))
    #expect(shown.contains("The server has taken it.") && shown.contains("in the Maildir"))
    // The next day it can be asked for again.
    try scene.live(until: "2026-10-21 09:00")
    #expect(try browser.post("/office/reviews/\(review)/remind").status == 303)
    #expect(try scene.office.verify().isSound)
  }

  @Test func `wait for mail hours with a reminder of the evening, and drop it once it is in`()
    throws
  {
    let (scene, id, review) = try late()
    try scene.live(until: "2026-10-20 21:00")
    let browser = try scene.browser()
    let done = try browser.post("/office/reviews/\(review)/remind")
    #expect(done.location == "/office/reviews/\(review)?done=reminded-later")
    let notice = try #require(try byHand(scene, review).first)
    #expect(try notice.due == scene.district.zone.at("2026-10-21 07:00"))
    try scene.office.perform(.withdraw(id), by: try scene.district.administrator)
    try scene.live(until: "2026-10-21 09:00")
    #expect(try byHand(scene, review).first?.state == .cancelled)
    let closed = try browser.post("/office/reviews/\(review)/remind")
    #expect(closed.status == 409 && closed.text.contains("This review is closed"))
  }

  @Test func `remind of nothing that is in time, and nobody but the office does`() throws {
    let scene = try OfficeScene.always()
    let id = try scene.handIn("Reading conferences")
    let review = try scene.assign(id)
    let due = try #require(try scene.reviews(of: id).first).due
    scene.district.clock.pass(until: due.adding(seconds: -1))
    let browser = try scene.browser()
    let path = "/office/reviews/\(review)/remind"
    #expect(try !browser.get("/office/reviews/\(review)").text.contains("Remind"))
    #expect(try browser.post(path).status == 409)
    scene.district.clock.pass(until: due)
    #expect(try scene.browser("500").post(path).status == 403)
    #expect(try scene.browser("1000").post(path).status == 403)
    #expect(try browser.post("/office/reviews/999/remind").status == 404)
    #expect(try browser.post(path).status == 303)
  }

  @Test func `tell of a mail that came back, in the server's words`() throws {
    let scene = try OfficeScene.always()
    try scene.handIn("Reading conferences")
    while try scene.office.beat().isMore {}
    let person = try scene.district.person("1000")
    let mail = try #require(
      try scene.office.read { try $0.mails(.person(person), limit: 1).first })
    let words = "550 5.1.1 <script>alert(1)</script> no such user"
    try scene.office.store.write { records in
      try records.mark(mail: mail.id, .failed, words: words, at: scene.district.clock.now())
    }
    try scene.office.perform(.markAddress(person, hasBounced: true), by: .clock)
    let browser = try scene.browser()
    let page = try browser.get("/mail/\(mail.id)")
    #expect(page.text.contains("Evidence has arrived, to Teacher0 Zeugnis0"))
    #expect(page.html.contains("550 5.1.1 &lt;script&gt;"))
    #expect(page.text.contains("This address refuses our mail."))
    let list = try browser.get("/mail").text
    #expect(list.contains("1 address refuses mail") && list.contains(District.address(0)))
    #expect(try browser.get("/mail").html.contains("href=\"/mail/\(mail.id)\""))
    // In words, not by what the program calls it.
    #expect(list.contains("Teacher0 Zeugnis0 Evidence has arrived"))
    let notices = try scene.office.read { try $0.notices(inMail: mail.id) }
    for key in [mail.key] + notices.map(\.key) {
      #expect(!list.contains(key) && !page.text.contains(key), "\(key)")
    }
    #expect(try browser.get("/mail/999").status == 404)
    #expect(try scene.browser("1000").get("/mail/\(mail.id)").status == 403)
  }

  @Test func `send a mail again that did not arrive, to the address that is good now`() throws {
    let scene = try OfficeScene.always()
    try scene.handIn("Reading conferences")
    while try scene.office.beat().isMore {}
    let person = try scene.district.person("1000")
    func latest() throws -> OutgoingMail {
      try #require(try scene.office.read { try $0.mails(.person(person), limit: 1).first })
    }
    let mail = try latest()
    let browser = try scene.browser()
    #expect(try browser.post("/mail/\(mail.id)/again").status == 409)
    #expect(try !browser.get("/mail/\(mail.id)").text.contains("Send it again"))
    try scene.office.store.write { records in
      try records.mark(
        mail: mail.id, .failed, words: "550 5.1.1 no such user", at: scene.district.clock.now())
    }
    try scene.office.perform(.markAddress(person, hasBounced: true), by: .clock)
    // An address that refuses mail comes first.
    #expect(try !browser.get("/mail/\(mail.id)").text.contains("Send it again"))
    #expect(try browser.post("/mail/\(mail.id)/again").status == 409)
    #expect(try browser.post("/people/\(person)/address").status == 303)
    #expect(try browser.get("/mail/\(mail.id)").text.contains("Send it again"))
    let done = try browser.post("/mail/\(mail.id)/again")
    #expect(done.location == "/mail/\(mail.id)?done=mail-again")
    // A double click.
    #expect(try browser.post("/mail/\(mail.id)/again").status == 409)
    while try scene.office.beat().isMore {}
    let other = try latest()
    #expect(other.id != mail.id && other.state == .sent && other.attempts == 1)
    let page = try browser.get("/mail/\(mail.id)")
    #expect(page.text.contains("Evidence has arrived, to Teacher0 Zeugnis0"))
    #expect(page.text.contains("is told by another mail"))
    #expect(page.html.contains("href=\"/mail/\(other.id)\""))
    #expect(page.text.contains("550 5.1.1 no such user"))
    #expect(try scene.office.verify().isSound)
  }

  @Test func `send a mail again as it was, of which nobody knows whether it went`() throws {
    let scene = try OfficeScene.always()
    let number = try scene.district.person("1000")
    let teacher = try #require(try scene.office.read { try $0.person(number) })
    let id = try scene.office.queueTest(
      of: TemplateName(.earned), to: teacher, marked: "Test:", by: try scene.district.administrator)
    let now = scene.district.clock.now()
    let before = try #require(try scene.office.read { try $0.mail(id) })
    try scene.office.store.write { records in
      try records.mark(mail: id, .unknown, words: "no answer to the last dot", at: now)
    }
    scene.district.clock.pass(until: now.adding(hours: 24 * 30))
    let browser = try scene.browser()
    #expect(try browser.get("/mail/\(id)").text.contains("sees it once"))
    #expect(try browser.post("/mail/\(id)/again").status == 303)
    let queued = try #require(try scene.office.read { try $0.mail(id) })
    #expect(queued.state == .queued && queued.attempts == 0 && queued.body == before.body)
    #expect(queued.messageID == before.messageID)
    // It has as long before it as one that was made now.
    #expect(queued.createdAt == scene.district.clock.now())
  }
}
