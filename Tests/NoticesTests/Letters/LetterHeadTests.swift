import CivilTime
import Mail
import Notices
import Programs
import Testing
import Workflow

private typealias District = LetterDistrict

@Suite struct `The head of a letter` {
  private func announcement(_ district: LetterDistrict) throws -> Letter {
    try district.letter(
      district.notice(.windowAnnounced, to: District.maya, about: .window(District.fall)),
      thread: "window.1")
  }

  private func receipt(_ district: LetterDistrict) throws -> Letter {
    try district.letter(
      district.notice(.evidenceReceived, to: District.maya, about: .submission(District.design)),
      thread: "submission.812")
  }

  @Test func `is the office's, answers go there, and no machine answers it`() throws {
    let district = try District()
    let draft = try district.draft(receipt(district), at: "2026-09-26T21:42")
    #expect(draft.from.name == "Office of Teaching and Learning")
    #expect(draft.from.address.string == "credentials@maplehollow.example")
    #expect(draft.replyTo.map(\.address.string) == ["credentials@maplehollow.example"])
    #expect(draft.to.first?.name == "Maya Alder")
    #expect(draft.autoSubmitted == .generated && draft.suppressesAutomaticAnswers)
    #expect(draft.date == (try MapleHollow.instant("2026-09-26T21:42")))
    // Central Daylight Time, and after the clocks are changed Standard Time.
    #expect(draft.utcOffsetSeconds == -18_000)
    #expect(
      try district.draft(receipt(district), at: "2026-11-02T07:00").utcOffsetSeconds == -21_600)
    // Whatever is wrong with a message is found when it is made.
    _ = try MailMessage(draft)
  }

  @Test func `names a thread under which nothing was sent`() throws {
    let district = try District()
    let draft = try district.draft(receipt(district), at: "2026-09-26T21:42")
    #expect(
      draft.references.map(\.string) == ["thread.submission.812@credentials.maplehollow.example"])
    let alone = try district.letter(
      district.notice(.digest, to: District.robin, about: .district))
    #expect(try district.draft(alone, at: "2026-09-11T07:00").references == [])
  }

  @Test func `offers one click where a kind can be turned off for good, and only there`() throws {
    let district = try District()
    let draft = try district.draft(announcement(district), at: "2026-09-01T07:00")
    #expect(
      draft.unsubscribe
        == Unsubscribe(
          link: "https://credentials.maplehollow.example/u/K7QM2XD9RT4VBN6HWC3JY5PZ8A/announcements"
        ))
    _ = try MailMessage(draft)
    #expect(try district.draft(receipt(district), at: "2026-09-26T21:42").unsubscribe == nil)
  }

  @Test func `takes a Message-ID as it is, or what stands before its @`() throws {
    let district = try District()
    let recipient = try #require(district.records.people[District.maya])
    func messageID(_ text: String, at address: String) throws -> String {
      let writer = LetterWriter(
        program: district.program, zone: district.zone, texts: try MapleHollow.catalog(),
        publicAddress: address)
      return try writer.draft(
        of: receipt(district), to: recipient, address: "m.alder@maplehollow.example",
        link: District.link, messageID: text, facts: district.records, at: .epoch
      ).messageID.string
    }
    #expect(try messageID("<a@b.example>", at: "https://x.example/") == "a@b.example")
    #expect(
      try messageID("submission/812", at: "https://x.example:8443/") == "submission/812@x.example")
    // A bare name is no domain: the office's own stands for it.
    #expect(try messageID("a", at: "http://localhost:8080") == "a@maplehollow.example")
  }

  @Test func `is refused where an address is none`() throws {
    let district = try District()
    let recipient = try #require(district.records.people[District.maya])
    let error = #expect(throws: UnfilledNotice.self) {
      try district.writer().draft(
        of: receipt(district), to: recipient, address: "maya alder", link: District.link,
        messageID: "a@b.example", facts: district.records, at: .epoch)
    }
    #expect(error?.placeholders == ["address"])
  }
}

@Suite struct `A date in a letter` {
  @Test func `is an invitation for an evaluator, which ends at the moment that is shown`() throws {
    var district = try District()
    let ids = try district.assign()
    let letter = try district.letter(
      district.notice(
        .assignment, to: District.theo, about: .assignment(AssignmentID(31)),
        ["reviews": ids.map(\.description).joined(separator: ","), "thread": "assignment.31"]),
      thread: "assignment.31")
    let draft = try district.draft(letter, at: "2026-09-30T12:00")
    guard case .invitation(let event) = draft.calendar else {
      Issue.record("an invitation")
      return
    }
    let calendar = String(decoding: event.bytes, as: UTF8.self)
    for line in [
      "METHOD:REQUEST", "UID:assignment-31-evaluator-4@credentials.maplehollow.example",
      "DTSTART;TZID=America/Chicago:20261020T232900",
      "DTEND;TZID=America/Chicago:20261020T235900", "SUMMARY:Due: 3 reviews",
      "TRANSP:TRANSPARENT", "CLASS:PRIVATE",
    ] {
      #expect(calendar.contains(line + "\r\n"), "\(line)")
    }
    // Calendars are shared: neither titles nor teachers, nor the link.
    for word in ["Design", "Podcasts", "Maya", "Alder", "K7QM"] {
      #expect(!calendar.contains(word), "\(word)")
    }
    #expect(calendar.contains("mailto:t.birch@maplehollow.example"))

    let next = try district.draft(letter, at: "2026-09-30T12:01").calendar?.event.sequence
    #expect(try #require(next) > event.sequence)
    #expect(event.sequence > 0)
  }

  @Test func `is a file for a teacher, which a changed date replaces`() throws {
    var district = try District()
    let announced = try district.letter(
      district.notice(.windowAnnounced, to: District.maya, about: .window(District.fall)))
    let first = try district.draft(announced, at: "2026-09-01T07:00")
    guard case .attachment(let event, let fileName) = first.calendar else {
      Issue.record("a file")
      return
    }
    #expect(fileName == "due-date.ics" && event.method == .publish)
    #expect(event.summary == "Evidence window closes")
    #expect(event.end == (try MapleHollow.instant("2026-09-27T23:59")))
    #expect(event.start == (try MapleHollow.instant("2026-09-27T23:29")))

    district.records.allWindows[0].times.ends = try MapleHollow.instant("2026-10-01T16:00")
    let changed = try district.letter(
      district.notice(
        .windowChanged, to: District.maya, about: .window(District.fall),
        ["closesBefore": MapleHollow.field("2026-09-28T00:00")]))
    let second = try #require(try district.draft(changed, at: "2026-09-20T12:00").calendar?.event)
    #expect(second.uid == event.uid && second.sequence > event.sequence)
    // An end within a day is shown as it is.
    #expect(second.end == (try MapleHollow.instant("2026-10-01T16:00")))
  }

  @Test func `is not in a receipt`() throws {
    let district = try District()
    let letter = try district.letter(
      district.notice(.evidenceReceived, to: District.maya, about: .submission(District.design)))
    #expect(try district.draft(letter, at: "2026-09-26T21:42").calendar == nil)
  }
}

@Suite struct `A letter's link` {
  private func scope(_ letter: Letter, _ district: LetterDistrict) throws -> LinkScope {
    try district.writer().scope(of: letter, facts: district.records)
  }

  @Test func `opens what the letter is about, until its date`() throws {
    var district = try District()
    let window = try district.letter(
      district.notice(.windowOpen, to: District.maya, about: .window(District.fall)))
    #expect(
      try scope(window, district)
        == LinkScope(kind: "window", number: 1, deadline: MapleHollow.instant("2026-09-28T00:00")))
    let receipt = try district.letter(
      district.notice(.evidenceReceived, to: District.maya, about: .submission(District.design)))
    #expect(
      try scope(receipt, district)
        == LinkScope(
          kind: "submission", number: 812, deadline: MapleHollow.instant("2026-10-28T00:00")))
    try district.decide(District.design, .notYet, againBy: "2027-01-25T00:00")
    let decision = try district.letter(
      district.notice(.notYet, to: District.maya, about: .decision(DecisionID(51))))
    #expect(
      try scope(decision, district)
        == LinkScope(
          kind: "submission", number: 812, deadline: MapleHollow.instant("2027-01-25T00:00")))
    let digest = try district.letter(district.notice(.digest, to: District.robin, about: .district))
    #expect(
      try scope(digest, district) == LinkScope(kind: "office", number: 0, deadline: nil))
  }

  @Test func `opens one review, or all of an evaluator's`() throws {
    var district = try District()
    try district.assign()
    func letter(_ name: NoticeName, _ reviews: String) throws -> Letter {
      try district.letter(
        district.notice(
          name, to: District.theo, about: .assignment(AssignmentID(31)), ["reviews": reviews]))
    }
    let due = try MapleHollow.instant("2026-10-21T00:00")
    #expect(
      try scope(letter(.reminder, "2"), district)
        == LinkScope(kind: "review", number: 2, deadline: due))
    #expect(
      try scope(letter(.assignment, "1,2,3"), district)
        == LinkScope(kind: "reviews", number: 4, deadline: due))
    district.records.reviews[ReviewID(1)]?.state = .declined(
      .noTime, words: Personal(nil), at: .epoch)
    #expect(
      try scope(letter(.givenBack, "1"), district)
        == LinkScope(kind: "reviews", number: 4, deadline: nil))
  }
}
