import CivilTime
import Mail
import Notices
import Programs
import Rubrics
import Testing
import Workflow

private typealias District = LetterDistrict

@Suite struct `A letter to the office` {
  private func letter(
    _ name: NoticeName, _ district: LetterDistrict,
    about: PlannedNotice.About = .district, due: String = "2026-09-28T08:00",
    _ data: [String: String] = [:]
  ) throws -> Letter {
    try district.letter(
      district.notice(name, to: District.robin, about: about, due: due, data))
  }

  // MARK: Windows

  @Test func `names each evaluator with what is overdue, and who could take it`() throws {
    var district = try District()
    try district.assign([District.design])
    try district.assign([District.choice, District.podcasts], to: District.lior, from: 2)
    district.records.reviews[ReviewID(1)]?.state = .seen(
      at: try MapleHollow.instant("2026-10-12T09:00"))
    district.records.progress[ReviewID(1)] = ScorecardProgress(
      scored: 1, total: 4, savedAt: try MapleHollow.instant("2026-10-14T21:00"))
    district.records.takersOf = [
      ReviewID(1): [District.ada, District.sam], ReviewID(2): [District.ada],
      ReviewID(3): [District.sam],
    ]
    let all = try letter(
      .escalation, district, about: .window(District.fall), ["reviews": "1,2,3"])
    let draft = try district.draft(all, at: "2026-10-23T08:00")
    #expect(draft.subject == "Decide: 3 reviews were due Tuesday, October 20")
    #expect(
      draft.text.contains(
        """
        Lior Elm: 2 open, not opened yet
           could take them: Ada Rowan (1), Sam Hazel (1)
        Theo Birch: 1 open, last worked on October 14
           could take it: Ada Rowan

        """))
    #expect(draft.text.unwrapped.contains("an answer by Tuesday, October 27, in 4 days."))

    // What came in meanwhile is out; one is told in the singular, and nobody may have room.
    for id in [ReviewID(2), ReviewID(3)] {
      district.records.reviews[id]?.state = .closed(.withdrawn, at: .epoch)
    }
    district.records.takersOf = [:]
    let one = try district.draft(all, at: "2026-10-23T08:00")
    #expect(one.subject == "Decide: 1 review was due Tuesday, October 20")
    #expect(one.text.contains("nobody without a conflict has room"))
  }

  @Test func `gives an assignment's figures`() throws {
    var district = try District()
    try district.assign([District.design, District.choice])
    try district.assign([District.podcasts], to: District.lior, from: 3)
    district.records.assignments[AssignmentID(31)]?.unassigned = [SubmissionID(99)]
    district.records.assignments[AssignmentID(31)]?.pairs[0].affinityThousandths = 0
    let draft = try district.draft(
      letter(.assignmentProposed, district, about: .assignment(AssignmentID(31))),
      at: "2026-09-28T08:00")
    #expect(draft.subject == "Check: assignment for 4 submissions")
    for line in [
      "Evaluators:  2 evaluators, 1 or 2 each", "Match:       2 in field, 1 outside",
      "1 needs an evaluator: nobody without a conflict has room.",
      "1 match is weak: the page says why.",
      "If you release it by Wednesday, September 30, 4:00 PM (Central Time),",
    ] {
      #expect(draft.text.contains(line), "\(line)")
    }
  }

  @Test func `counts the decisions of one promised day`() throws {
    var district = try District()
    for (id, outcome) in [(District.design, Outcome.earned), (District.choice, .notYet)] {
      district.records.submissions[id]?.state = .readyToRelease(outcome, since: .epoch)
    }
    let promised = ["promised": try MapleHollow.field("2026-10-28T00:00")]
    let about = PlannedNotice.About.window(District.fall)
    let draft = try district.draft(
      letter(.ready, district, about: about, promised.merging(["stage": "all"]) { $1 }),
      at: "2026-10-22T12:00")
    #expect(draft.subject == "Ready to release: 2 decisions")
    #expect(draft.text.contains("Outcome:  1 earned, 1 not yet\n"))
    #expect(draft.text.contains("by Monday, October 26, 4:00 PM (Central Time)."))
    #expect(!draft.text.contains("differed"))
    #expect(draft.calendar?.event.summary == "Due: release 2 decisions")
    #expect(draft.calendar?.event.end == (try MapleHollow.instant("2026-10-26T16:00")))

    district.records.submissions[District.choice]?.state = .withdrawn(at: .epoch)
    district.records.theProgram.evidence.judging = .evaluators(.twoAndAdjudicator)
    try district.assign([District.design])
    let card = HandedInScorecard(
      rubric: try district.rubric(.evidence).version, scores: [], words: Personal(nil), met: [],
      outcome: .earned)
    district.records.reviews[ReviewID(1)]?.part = .adjudicator
    district.records.reviews[ReviewID(1)]?.state = .handedIn(card, at: .epoch)
    district.records.submissions[District.design]?.state = .readyToRelease(.earned, since: .epoch)
    let one = try district.draft(
      letter(.ready, district, about: about, promised.merging(["stage": "1d"]) { $1 }),
      at: "2026-10-25T12:00")
    #expect(one.subject == "Release by Monday, October 26: 1 decision")
    #expect(one.text.contains("1 decision waits for your release, due tomorrow."))
    #expect(one.text.contains("1 rests on two scorecards that differed"))
  }

  @Test func `is a digest of what waits, where things stand, and the check code`() throws {
    var district = try District()
    district.records.theHead = String(repeating: "9b1c4e77", count: 8)
    let quiet = try district.draft(letter(.digest, district), at: "2026-09-11T07:00")
    #expect(quiet.subject == "Your week: September 5 to September 11")
    #expect(quiet.text.contains("Nothing waits for you this week."))
    #expect(
      quiet.text.contains(
        "September 14: the evidence window opens\nSeptember 27: the evidence window closes\n"))
    let half = String(repeating: "9b1c4e77", count: 4)
    #expect(quiet.text.contains("\n\(half)\n\(half)\n"))

    district.records.submissions[District.design]?.state = .readyToRelease(.earned, since: .epoch)
    district.records.stand = StandCounts(
      handedIn: 142, underReview: 4, decided: 80, returned: 6, returnedAndInAgain: 5,
      readyToRelease: 3, needingEvaluator: 1)
    district.records.asideRows["f"] = [SetAsideRow(row: 1, column: "", problem: "x")]
    let busy = try district.draft(letter(.digest, district), at: "2026-10-23T07:00")
    #expect(
      busy.text.contains(
        """
        Release 1 decision, by Monday, October 26, 4:00 PM (Central Time)
        Release 2 decisions
        Find an evaluator for 1 submission
        Settle 1 row that was set aside

        """))
    #expect(busy.text.contains("Returned: 6, of which 5 are in again\n"))
    #expect(busy.text.contains("October 27: last day by which teachers hear\n"))
  }

  // MARK: Running

  @Test func `reports rows by number and column, and no cell`() throws {
    var district = try District()
    district.records.asideRows["f"] = [
      SetAsideRow(row: 17, column: "Employee number", problem: "nobody has this number"),
      SetAsideRow(
        row: 58, column: "Micro-credential", problem: "two in the catalog have this title"),
      SetAsideRow(row: 103, column: "Timestamp", problem: "not a date and time"),
    ]
    var data = [
      "file": "f", "kind": "form export", "rows": "142", "taken": "139", "setAside": "3",
      "since": try MapleHollow.field("2026-09-28T07:05"),
    ]
    let about = PlannedNotice.About(.file, 12)
    try district.expectExample(
      TemplateName(.intakeReport), letter(.intakeReport, district, about: about, data),
      at: "2026-09-28T08:00")
    district.records.asideRows["f"] = (1...20).map {
      SetAsideRow(row: $0, column: "Timestamp", problem: "not a date and time.")
    }
    data["setAside"] = "26"
    let many = try district.draft(
      letter(.intakeReport, district, about: about, data), at: "2026-09-28T08:00")
    #expect(many.text.contains("\": not a date and time.\nAnd 6 more rows, on the page.\n"))
    district.records.asideRows = [:]
    data["unreadable"] = "Row 1: found no heading that is known."
    let none = try district.draft(
      letter(.intakeReport, district, about: about, data), at: "2026-09-28T08:00")
    #expect(none.subject == "Not taken: Form export")
    #expect(none.text.contains("Row 1: found no heading that is known.\n"))
  }

  @Test func `tells whose mail came back`() throws {
    var district = try District()
    district.records.bouncedAddresses = [
      BouncedAddress(
        person: District.maya,
        missed: [
          ToldMail(key: "d", name: .earned, at: try MapleHollow.instant("2026-10-22T12:00"))
        ], serverWords: "550 5.1.1 User unknown"),
      BouncedAddress(person: District.robin),
    ]
    let letter = try letter(.addressBounced, district)
    try district.expectExample(TemplateName(.addressBounced), letter, at: "2026-10-23T07:00")
    district.records.bouncedAddresses[0].missed = try (1...5).flatMap { day in
      let at = try MapleHollow.instant("2026-10-0\(day)T07:00")
      return [
        ToldMail(key: "a\(day)", name: .windowOpen, at: at),
        ToldMail(key: "b\(day)", name: .windowClosing, at: at),
      ]
    }
    let many = try district.draft(letter, at: "2026-10-23T07:00").text
    #expect(
      Self.unwrapped(many).contains(
        "did not get: the note on a window of October 5, the note on a window of October 4, "
          + "the note on a window of October 3 and 2 more"), "\(many)")
    district.records.bouncedAddresses[0] = BouncedAddress(person: District.maya)
    district.records.people[District.maya]?.details = Personal(nil)
    #expect(
      try district.draft(letter, at: "2026-10-23T07:00").text.contains("for good:\n\n(erased)\n\n"))
  }

  private static func unwrapped(_ text: String) -> String {
    text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  @Test func `says in the digest when the last backup was made, and only if that is known`() throws
  {
    var district = try District()
    func text() throws -> String {
      Self.unwrapped(try district.draft(letter(.digest, district), at: "2026-09-11T07:00").text)
    }
    #expect(try text().contains("Backup: none is known."))
    district.records.theLastBackup = try MapleHollow.instant("2026-09-10T02:00")
    #expect(
      try text().contains(
        "Backup: the last was made on Thursday, September 10, 2:00 AM (Central Time)."))
  }

  @Test func `names in the digest what is still open for a pay date, until payroll locks`() throws {
    var district = try District()
    district.records.payDates = [
      PayDateAhead(
        day: try #require(CivilDate(iso: "2026-09-25")),
        cutOff: try MapleHollow.instant("2026-09-11T00:10"),
        locks: try MapleHollow.instant("2026-09-18T17:00"))
    ]
    district.records.payOpen = PayDateOpen(count: 3, late: 1)
    func text(_ time: String) throws -> String {
      Self.unwrapped(try district.draft(letter(.digest, district), at: time).text)
    }
    #expect(
      try text("2026-09-18T07:00").contains(
        "See that 3 decisions (1 expected later) for the September 2026 warrant come in time, by "
          + "Friday, September 18, 5:00 PM"))
    #expect(try !text("2026-09-18T17:00").contains("warrant come in time"))
    #expect(try !text("2026-09-11T00:09:59").contains("warrant come in time"))
    district.records.payOpen = PayDateOpen(count: 0, late: 0)
    #expect(try !text("2026-09-18T07:00").contains("warrant come in time"))
  }

  @Test func `has nothing to check in the digest for a window through which nothing came`() throws {
    var district = try District()
    let id = AssignmentID(77)
    let fall = try #require(
      district.records.allWindows.firstIndex { $0.id == District.fall })
    district.records.allWindows[fall].state = .closed
    district.records.allWindows[fall].isAssigned = false
    district.records.allWindows[fall].assignment = id
    district.records.assignments[id] = Assignment(
      id: id, window: District.fall, pairs: [], unassigned: [])
    func text() throws -> String {
      try district.draft(letter(.digest, district), at: "2026-09-29T07:00").text
    }
    #expect(try !text().contains("release the assignment"))
    district.records.assignments[id]?.unassigned = [District.design]
    #expect(try text().contains("release the assignment"))
  }

  @Test func `tells that mail waits and that it flows, and that a payroll file is ready`() throws {
    let district = try District()
    var data = [
      "stage": "trouble", "since": try MapleHollow.field("2026-10-20T06:10"), "waiting": "214",
      "server": "535 5.7.139 Authentication unsuccessful",
      "meaning": "The mail server no longer accepts our sign-in. "
        + "The technician renews it with \"rubricctl mail token\".",
    ]
    try district.expectExample(
      TemplateName(.relayTrouble), letter(.relayTrouble, district, data), at: "2026-10-20T08:00")
    data.merge([
      "stage": "over", "until": try MapleHollow.field("2026-10-21T09:30"), "expired": "12",
      "reminders": "37", "reminderMails": "12", "passed": "2",
    ]) { $1 }
    try district.expectExample(
      TemplateName(.relayTrouble, .over), letter(.relayTrouble, district, data),
      at: "2026-10-21T09:40")
    let pay = [
      "warrant": "January 2027", "lines": "61", "corrections": "2", "cents": "3025000",
      "lock": try MapleHollow.field("2027-01-08T16:00"), "open": "3",
    ]
    let draft = try district.draft(
      letter(.payrollReady, district, pay), at: "2026-12-18T12:00")
    let example = try MapleHollow.preview(
      TemplateName(.payrollReady), with: ["first_name": .text("Robin")])
    #expect(draft.text == example.text)
    let risk = [
      "stage": "risk", "warrant": "2027-01-15", "lock": try MapleHollow.field("2027-01-08T16:00"),
      "open": "3", "late": "1",
    ]
    let warned = try district.draft(
      letter(.payrollReady, district, risk), at: "2026-12-18T12:00")
    let atRisk = try MapleHollow.preview(
      TemplateName(.payrollReady, .atRisk), with: ["first_name": .text("Robin")])
    #expect(warned.text == atRisk.text)
  }

  // MARK: Answers

  @Test func `answers whoever asks to sign in`() throws {
    let district = try District()
    let notice = try district.notice(
      .signIn, to: District.maya, about: .submission(District.design), due: "2026-10-26T10:16",
      ["expires": MapleHollow.field("2026-10-26T10:31"), "device": "Firefox on Windows"])
    try district.expectExample(
      TemplateName(.signIn), district.letter(notice), at: "2026-10-26T10:16")
  }

  @Test func `answers a mail, in its own thread`() throws {
    var district = try District()
    district.records.submissions[District.design]?.receivedAt = try MapleHollow.instant(
      "2026-12-29T16:47")
    district.records.submissions[District.design]?.times.notifyBy = try MapleHollow.instant(
      "2027-01-09T00:00")
    let taken = try district.notice(
      .mailTaken, to: District.maya, about: .submission(District.design),
      [
        "contents": "1 certificate, 1 reflection", "warrant": "2027-01-29", "ignored": "1",
        "inReplyTo": "<abc@mail.maplehollow.example>",
      ])
    try district.expectExample(
      TemplateName(.mailTaken), district.letter(taken), at: "2026-12-29T16:47")
    let draft = try district.draft(district.letter(taken), at: "2026-12-29T16:47")
    #expect(draft.inReplyTo?.string == "abc@mail.maplehollow.example")
    #expect(draft.autoSubmitted == .replied)

    try `A letter about a window`.giveBack(
      District.design, by: "2026-12-30T00:00",
      missing: [MissingPart(part: nil, kind: .documentMissing)], in: &district)
    let missing = try district.notice(
      .mailMissing, to: District.maya, about: .submission(District.design),
      [
        "contents": "1 reflection", "warrant": "2027-06-25",
        "intake": "mc+s812@maplehollow.example",
      ])
    try district.expectExample(
      TemplateName(.mailMissing), district.letter(missing), at: "2026-12-22T16:47",
      but: [
        "missing_lines": .block([
          .item("Your evidence: a document that is asked for is not here yet.")
        ])
      ])
    let reply = try district.draft(district.letter(missing), at: "2026-12-22T16:47").replyTo
    #expect(reply.map(\.address.string) == ["mc+s812@maplehollow.example"])
  }
}
