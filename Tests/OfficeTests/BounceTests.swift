import CivilTime
import Files
import Foundation
import Office
import Store
import Testing
import Workflow

@Suite struct `A mail that came back` {
  /// A report as Postfix writes it, about one recipient.
  private func report(
    _ address: String, status: String = "5.1.1", action: String = "failed",
    about id: String = "review.1.assignment@credentials.example.org"
  ) -> String {
    """
    From: MAILER-DAEMON@cellar.example.org
    Subject: Undelivered Mail Returned to Sender
    MIME-Version: 1.0
    Content-Type: multipart/report; report-type=delivery-status; boundary="b"

    --b
    Content-Type: message/delivery-status

    Reporting-MTA: dns; cellar.example.org

    Final-Recipient: rfc822; \(address)
    Action: \(action)
    Status: \(status)
    Diagnostic-Code: smtp; 550 \(status) no such user here

    --b
    Content-Type: message/rfc822

    From: office@kmsd.example.org
    Message-ID: <\(id)>

    Hello.

    --b--
    """
  }

  /// A mail to a teacher that has gone.
  private func send(to person: PersonID, _ address: String, in district: District) throws -> Int64 {
    try district.office.store.write { records in
      try #require(
        try records.add(
          OutgoingMail(
            key: "review/1/assignment", person: person, address: address,
            messageID: "review.1.assignment@credentials.example.org", mailClass: .deadline,
            state: .sent, createdAt: district.clock.now(), nextAttempt: district.clock.now(),
            notices: [], body: nil)))
    }
  }

  private func isMarked(_ person: PersonID, in district: District) throws -> Bool {
    try #require(try district.office.read { try $0.person(person) }).addressBounced
  }

  @Test func `marks the address, and says on its mail what the other system said`() throws {
    let district = try District.begun()
    let person = try district.person("1000")
    let mail = try send(to: person, District.address(0), in: district)
    let taken = try district.office.takeBounce(Array(report(District.address(0)).utf8))
    #expect(taken == BounceTaken(marked: [person], failed: [mail]))
    #expect(try isMarked(person, in: district))
    let failed = try #require(try district.office.read { try $0.mail(mail) })
    #expect(failed.state == .failed)
    #expect(failed.serverWords.contains("no such user here"))
    // The administrator hears of it in the morning.
    let told = try district.office.read { records in
      try records.plannedNotices(for: district.person("100"), dueBy: .distantFuture, limit: 100)
    }
    #expect(told.contains { $0.template == "address-bounced" })
    // The same bounce again changes nothing more.
    let again = try district.office.takeBounce(Array(report(District.address(0)).utf8))
    #expect(again?.failed == [])
  }

  @Test func `only fails when the mailbox is full, and marks nobody`() throws {
    let district = try District.begun()
    let person = try district.person("1000")
    let mail = try send(to: person, District.address(0), in: district)
    let full = report(District.address(0), status: "5.2.2")
    #expect(
      try district.office.takeBounce(Array(full.utf8)) == BounceTaken(marked: [], failed: [mail]))
    #expect(try !isMarked(person, in: district))
  }

  @Test(arguments: ["delayed", "delivered", "relayed"])
  func `is nothing to act upon while it is only`(action: String) throws {
    let district = try District.begun()
    let person = try district.person("1000")
    _ = try send(to: person, District.address(0), in: district)
    let text = report(District.address(0), status: "4.4.1", action: action)
    #expect(try district.office.takeBounce(Array(text.utf8)) == BounceTaken())
    #expect(try !isMarked(person, in: district))
  }

  @Test func `of somebody whom nobody here knows changes nothing`() throws {
    let district = try District.begun()
    let before = try district.state
    let taken = try district.office.takeBounce(Array(report("stranger@elsewhere.example").utf8))
    #expect(taken == BounceTaken())
    #expect(try district.state == before)
    #expect(try district.office.takeBounce(Array("Subject: Hello\n\nHello.\n".utf8)) == nil)
  }

  @Test func `marks nobody unless the mail was sent from here, and to that address`() throws {
    let district = try District.begun()
    let person = try district.person("1000")
    _ = try send(to: person, District.address(0), in: district)
    let before = try district.state
    // Anybody can write such a report, of a mail that never was or of one to somebody else.
    let reports = [
      report(District.address(0), about: "review.2.assignment@credentials.example.org"),
      report(District.address(0)).replacingOccurrences(of: "Message-ID", with: "X-Message-ID"),
      report(District.address(1)),
    ]
    for text in reports {
      #expect(try district.office.takeBounce(Array(text.utf8)) == BounceTaken())
    }
    #expect(try district.state == before)
  }

  @Test func `that may not be read keeps no other waiting`() throws {
    let clock = HandClock(Instant(milliseconds: 1_787_583_600_000))
    let files = ClosedFiles(SimulatedDisk { clock.now().milliseconds }.files())
    let district = try District.begun(files: files)
    let person = try district.person("1001")
    _ = try send(to: person, District.address(1), in: district)
    try files.writeDurably([0x0A], to: "bounces/new/1.locked", temporary: "bounces/tmp/1")
    try files.writeDurably(
      Array(report(District.address(1)).utf8), to: "bounces/new/2.bounce",
      temporary: "bounces/tmp/2")
    files.close { $0 == "bounces/new/1.locked" }
    try district.beat()
    #expect(try isMarked(person, in: district))
    #expect(try district.names(in: "bounces/new") == ["1.locked"])
  }

  @Test func `is taken from its Maildir by the beat, whatever lies beside it`() throws {
    let district = try District.begun()
    let person = try district.person("1001")
    _ = try send(to: person, District.address(1), in: district)
    let files = district.files
    for (name, text) in [
      ("1.bounce", report(District.address(1))), ("2.letter", "Subject: Hello\n\nHello.\n"),
    ] {
      try files.writeDurably(
        Array(text.utf8), to: "bounces/new/\(name)", temporary: "bounces/tmp/\(name)")
    }
    try district.beat()
    #expect(try isMarked(person, in: district))
    #expect(try district.names(in: "bounces/new").isEmpty)
    #expect(try district.names(in: "bounces/cur").sorted() == ["1.bounce", "2.letter"])
  }
}
