import CivilTime
import Mail
import Notices
import Programs
import Rubrics
import Testing
import Workflow

private typealias District = LetterDistrict

@Suite struct `A letter about a window` {
  @Test func `says the dates, and what of one's own waits`() throws {
    var district = try District()
    let about = PlannedNotice.About.window(District.fall)
    let announced = try district.notice(.windowAnnounced, to: District.maya, about: about)
    try district.expectExample(
      TemplateName(.windowAnnounced), district.letter(announced), at: "2026-09-01T07:00")

    district.records.submissions[District.proposal]?.progress = .inProgress(
      ends: try MapleHollow.instant("2027-10-23T00:00"))
    district.records.draftsOf[District.maya] = [try Self.draft()]
    let open = try district.notice(.windowOpen, to: District.maya, about: about)
    try district.expectExample(
      TemplateName(.windowOpen), district.letter(open), at: "2026-09-14T07:00")
    let closing = try district.notice(.windowClosing, to: District.maya, about: about)
    try district.expectExample(
      TemplateName(.windowClosing), district.letter(closing), at: "2026-09-24T07:00")
  }

  static func draft() throws -> DraftSummary {
    DraftSummary(
      stage: .evidence, title: "Design thinking in grade 4 science",
      submission: LetterDistrict.proposal, partsWithText: 2, partsTotal: 4,
      savedAt: try MapleHollow.instant("2026-09-20T10:00"))
  }

  @Test func `leaves out a draft for which "not this time" was chosen`() throws {
    var district = try District()
    var draft = try Self.draft()
    draft.notThisTime = District.fall
    district.records.draftsOf[District.maya] = [draft]
    let closing = try district.notice(
      .windowClosing, to: District.maya, about: .window(District.fall))
    let text = try district.draft(district.letter(closing), at: "2026-09-24T07:00").text
    #expect(!text.contains("Your draft"))
  }

  @Test func `names what came back, and a window that is the last of a year`() throws {
    var district = try District()
    try Self.giveBack(District.design, in: &district)
    district.records.submissions[District.proposal]?.progress = .inProgress(
      ends: try MapleHollow.instant("2027-01-11T00:00"))
    let closing = try district.notice(
      .windowClosing, to: District.maya, about: .window(District.fall))
    let letter = try district.letter(closing)
    let text = try district.draft(letter, at: "2026-09-24T07:00").text.unwrapped
    #expect(text.contains("science\" came back to you, because something is missing."))
    #expect(text.contains("it is the last window in your year."))
    // One instant later the winter's window opens within the year.
    district.records.submissions[District.proposal]?.progress = .inProgress(
      ends: try MapleHollow.instant("2027-01-11T00:01"))
    #expect(!(try district.draft(letter, at: "2026-09-24T07:00").text.contains("last window")))
  }

  static func giveBack(
    _ submission: SubmissionID, by handInBy: String = "2026-10-14T00:00",
    missing: [MissingPart] = [MissingPart(part: "samples", kind: .linkClosed)],
    in district: inout LetterDistrict
  ) throws {
    district.records.submissions[submission]?.state = .returned(
      Return(
        at: try MapleHollow.instant("2026-10-05T10:00"), missing: missing,
        handInBy: try MapleHollow.instant(handInBy), wasUnderReview: true))
  }

  @Test func `says later or sooner, and one's own promised day`() throws {
    var district = try District()
    func change(to ends: String, in district: inout LetterDistrict) throws -> Letter {
      let index = try #require(
        district.records.allWindows.firstIndex { $0.id == LetterDistrict.fall })
      district.records.allWindows[index].times.ends = try MapleHollow.instant(ends)
      let notice = try district.notice(
        .windowChanged, to: LetterDistrict.maya, about: .window(LetterDistrict.fall),
        [
          "closesBefore": MapleHollow.field("2026-09-28T00:00"),
          "reason": "Schools are closed on Friday because of the storm.",
        ])
      return try district.letter(notice)
    }
    let promise = NoticeValue.promise(try MapleHollow.instant("2026-10-28T00:00"))
    let later = try change(to: "2026-10-01T00:00", in: &district)
    try district.expectExample(
      TemplateName(.windowChanged), later, at: "2026-09-24T12:00", but: ["notify_by": promise])
    let sooner = try change(to: "2026-09-26T00:00", in: &district)
    let text = try district.draft(sooner, at: "2026-09-24T12:00").text
    #expect(text.contains("If this leaves you too little time, reply"))
    // The close stays, so nobody is told that it moved.
    let same = try change(to: "2026-09-28T00:00", in: &district)
    let draft = try district.draft(same, at: "2026-09-10T12:00")
    #expect(draft.subject == "Evidence window: September 14 to September 27")
    #expect(draft.text.unwrapped.contains("because of the storm. You can hand in evidence"))
  }
}

@Suite struct `A letter about a teacher's work` {
  @Test func `is a receipt with counts and kinds, and never a file's name`() throws {
    let district = try District()
    let notice = try district.notice(
      .evidenceReceived, to: District.maya, about: .submission(District.design))
    let letter = try district.letter(notice)
    try district.expectExample(
      TemplateName(.evidenceReceived), letter, at: "2026-09-26T21:42", but: ["met_line": .block([])]
    )
    let draft = try district.draft(letter, at: "2026-09-26T21:42")
    #expect(!draft.text.contains("Emma"))
    #expect(!String(decoding: draft.html ?? [], as: UTF8.self).contains("Lindqvist"))

    let proposal = try district.notice(
      .proposalReceived, to: District.maya, about: .submission(District.proposal))
    try district.expectExample(
      TemplateName(.proposalReceived), district.letter(proposal), at: "2026-09-25T21:42",
      but: ["received_at": .moment(try MapleHollow.instant("2026-09-26T21:42"))])
  }

  @Test func `says until when it can be changed, until that is past or somebody has it`() throws {
    var district = try District()
    let letter = try district.letter(
      district.notice(.evidenceReceived, to: District.maya, about: .submission(District.design)))
    func mayChange(at time: String) throws -> Bool {
      try district.draft(letter, at: time).text.contains("You can add to it")
    }
    #expect(try mayChange(at: "2026-09-27T23:59"))
    #expect(try !mayChange(at: "2026-09-28T00:00"))
    district.records.submissions[District.design]?.state = .underReview(since: .epoch)
    #expect(try !mayChange(at: "2026-09-27T23:59"))
  }

  @Test func `says after a "not yet" what stays met, with the rubric's titles`() throws {
    var district = try District()
    district.records.submissions[District.design]?.round = 2
    district.records.submissions[District.design]?.met = ["reflection", "learning"]
    let letter = try district.letter(
      district.notice(.evidenceReceived, to: District.maya, about: .submission(District.design)))
    let text = try district.draft(letter, at: "2026-09-26T21:42").text.unwrapped
    #expect(
      text.contains("What was met before stays met: Your own learning; Your reflection. Only"))
  }

  @Test func `says what is missing, until when, and whether the promise holds`() throws {
    var district = try District()
    try `A letter about a window`.giveBack(District.design, in: &district)
    let letter = try district.letter(
      district.notice(.returned, to: District.maya, about: .submission(District.design)))
    try district.expectExample(
      TemplateName(.returned), letter, at: "2026-10-06T07:00",
      but: ["missing_lines": .block([.closedLink(in: "Samples of student work, with reflections")])]
    )

    let words = MissingPart(part: nil, kind: .other, words: Personal("Which grade is it?"))
    let gone = MissingPart(part: "students", kind: .other, words: Personal(nil))
    try `A letter about a window`.giveBack(
      District.design, by: "2026-10-28T00:00", missing: [words, gone], in: &district)
    let text = try district.draft(letter, at: "2026-10-06T07:00").text.unwrapped
    #expect(
      text.contains(
        "1. Your evidence: Which grade is it? 2. How students learned, and how you measured it: "
          + "(erased)"
      ))
    #expect(!text.contains("still hear"))
  }

  @Test func `says a new day, and that something is taken back`() throws {
    var district = try District()
    district.records.submissions[District.design]?.times.notifyBy = try MapleHollow.instant(
      "2026-11-04T00:00")
    let delayed = try district.notice(
      .decisionDelayed, to: District.maya, about: .submission(District.design),
      ["before": MapleHollow.field("2026-10-28T00:00")])
    try district.expectExample(
      TemplateName(.decisionDelayed), district.letter(delayed), at: "2026-10-27T07:00")

    district.records.submissions[District.design]?.state = .withdrawn(
      at: try MapleHollow.instant("2026-10-02T15:15"))
    let withdrawn = try district.notice(
      .withdrawn, to: District.maya, about: .submission(District.design))
    let next = try MapleHollow.wording(sent: "2026-10-02T15:15")
      .nextWindow("evidence", opens: MapleHollow.instant("2027-01-11T00:00"))
    try district.expectExample(
      TemplateName(.withdrawn), district.letter(withdrawn), at: "2026-10-02T15:15",
      but: ["back_line": .block([next])])
  }

  @Test func `calls a title that is not there "your work"`() throws {
    var district = try District()
    district.records.submissions[District.design]?.title = Personal(nil)
    let letter = try district.letter(
      district.notice(.evidenceReceived, to: District.maya, about: .submission(District.design)))
    #expect(
      try district.draft(letter, at: "2026-09-26T21:42").subject
        == "Received: evidence for your work")
    // The catalog's title stands for one that was erased.
    let offering = Offering(
      id: OfferingID(7), code: "DT", title: "Design thinking", issuer: "", skills: [])
    district.records.offerings[offering.id] = offering
    district.records.submissions[District.design]?.offering = offering.id
    #expect(
      try district.draft(letter, at: "2026-09-26T21:42").subject
        == "Received: evidence for Design thinking")
  }

  @Test func `is refused by name where its record is gone`() throws {
    let district = try District()
    let letter = try district.letter(
      district.notice(.returned, to: District.maya, about: .submission(SubmissionID(99))))
    let error = #expect(throws: UnfilledNotice.self) {
      try district.draft(letter, at: "2026-10-06T07:00")
    }
    #expect(error?.placeholders == ["days_left", "hand_in_by", "missing_lines"])
  }
}

@Suite struct `A letter about a proposal's year` {
  private func district(ends: String = "2027-10-23T00:00") throws -> LetterDistrict {
    var district = try LetterDistrict()
    district.records.submissions[LetterDistrict.proposal]?.progress = .inProgress(
      ends: try MapleHollow.instant(ends))
    district.records.draftsOf[LetterDistrict.maya] = [try `A letter about a window`.draft()]
    return district
  }

  @Test func `counts back from the last window, which the program's rules may give`() throws {
    let district = try district()
    for (days, variant, time) in [
      (60, NoticeVariant.sixtyDays, "2027-07-28T07:00"), (30, .thirtyDays, "2027-08-27T07:00"),
      (7, .sevenDays, "2027-09-17T07:00"),
    ] {
      let notice = try district.notice(
        .yearEnding, to: District.maya, about: .submission(District.proposal),
        ["stage": "\(days)d", "lastClose": MapleHollow.field("2027-09-27T00:00")])
      // Seven days before its end the window is open already.
      try district.expectExample(
        TemplateName(.yearEnding, variant), district.letter(notice, variant: variant), at: time,
        but: days == 7 ? ["window_line": .block([])] : [:])
    }
    let without = try district.notice(
      .yearEnding, to: District.maya, about: .submission(District.proposal), ["stage": "30d"])
    let draft = try district.draft(
      district.letter(without, variant: .thirtyDays), at: "2027-09-23T07:00")
    #expect(draft.text.contains("No evidence window is left in your year."))
    #expect(draft.text.contains("Year ends:  Friday, October 22, 11:59 PM (Central Time)"))
  }

  @Test func `tells the day before the instant at which it ended`() throws {
    var district = try district()
    district.records.submissions[District.proposal]?.progress = .ended(
      at: try MapleHollow.instant("2027-10-23T00:03"))
    let notice = try district.notice(
      .yearEnded, to: District.maya, about: .submission(District.proposal))
    let letter = try district.letter(notice)
    try district.expectExample(
      TemplateName(.yearEnded), letter, at: "2027-10-25T07:00",
      but: ["next_window_line": .block([])])
    district.records.submissions[District.proposal]?.progress = .ended(
      at: try MapleHollow.instant("2027-10-22T14:23"))
    #expect(
      try district.draft(letter, at: "2027-10-25T07:00").text.contains("Friday, October 22"))
  }

  @Test func `gives the old end, the new one, and the windows until then`() throws {
    let district = try district(ends: "2028-01-29T00:00")
    let notice = try district.notice(
      .extended, to: District.maya, about: .submission(District.proposal),
      ["before": MapleHollow.field("2027-10-23T00:00")])
    let draft = try district.draft(district.letter(notice), at: "2027-09-20T12:00")
    #expect(draft.text.contains("New:     Friday, January 28, 2028, 11:59 PM (Central Time)"))
    #expect(draft.text.contains("Before:  Friday, October 22, 11:59 PM (Central Time)"))
    #expect(
      draft.text.contains(
        "\n\nSeptember 13 to September 26\nJanuary 10 to January 23, 2028\n\n"))
    #expect(draft.calendar?.event.uid == "proposal-811-year-end@credentials.maplehollow.example")
  }
}

extension String {
  /// The text with its lines joined, for looking for a sentence.
  var unwrapped: String {
    split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}
