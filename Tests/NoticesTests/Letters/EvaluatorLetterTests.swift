import CivilTime
import Mail
import Notices
import Programs
import Rubrics
import Testing
import Workflow

private typealias District = LetterDistrict

@Suite struct `A letter to an evaluator` {
  private let thread = "assignment.31"

  private func assignment(_ district: LetterDistrict, _ ids: [ReviewID]) throws -> Letter {
    try district.letter(
      district.notice(
        .assignment, to: District.theo, about: .assignment(AssignmentID(31)),
        ["reviews": ids.map(\.description).joined(separator: ","), "thread": thread]),
      thread: thread)
  }

  private func letter(
    _ name: NoticeName, _ district: LetterDistrict, _ ids: [Int64],
    variant: NoticeVariant = .standard, _ data: [String: String] = [:]
  ) throws -> Letter {
    let notices = try ids.map { id in
      try district.notice(
        name, to: District.theo, about: .review(ReviewID(id)),
        data.merging(["thread": thread]) { one, _ in one })
    }
    let first = try #require(notices.first)
    return Letter(
      key: first.key, name: TemplateName(name, variant), person: District.theo, notices: notices,
      mailClass: .deadline, thread: thread)
  }

  // MARK: New

  @Test func `lists all that is theirs, in the words of the example`() throws {
    var district = try District()
    let letter = try assignment(district, district.assign())
    try district.expectExample(TemplateName(.assignment), letter, at: "2026-09-30T12:00")
  }

  @Test func `names no teacher where the program evaluates without names`() throws {
    var district = try District()
    let letter = try assignment(district, district.assign())
    district.records.theProgram.mail.teacherNamedToEvaluator = false
    let draft = try district.draft(letter, at: "2026-09-30T12:00")
    for word in ["Maya", "Alder", "Birch Elementary", "Linden"] {
      #expect(!draft.text.contains(word))
    }
    #expect(draft.text.contains("1. Design thinking in grade 4 science\n   Your field"))
  }

  @Test func `leaves out what is no longer open or theirs, and counts one in the singular`() throws
  {
    var district = try District()
    let letter = try assignment(district, district.assign())
    district.records.reviews[ReviewID(1)]?.evaluator = District.ada
    district.records.reviews[ReviewID(2)]?.state = .closed(.withdrawn, at: .epoch)
    let draft = try district.draft(letter, at: "2026-09-30T12:00")
    #expect(draft.text.contains("You have 1 submission to evaluate"))
    #expect(!draft.text.contains("Choice boards") && !draft.text.contains("Design thinking"))
    #expect(draft.calendar?.event.summary == "Due: 1 review")
  }

  @Test func `names a due date that is not the mail's, and erased people and titles`() throws {
    var district = try District()
    let letter = try assignment(district, district.assign())
    district.records.reviews[ReviewID(3)]?.due = try MapleHollow.instant("2026-10-24T00:00")
    district.records.people[District.maya]?.details = Personal(nil)
    district.records.submissions[District.design]?.title = Personal(nil)
    let draft = try district.draft(letter, at: "2026-09-30T12:00")
    #expect(draft.text.contains("1. (erased)\n   (erased), Birch Elementary\n"))
    #expect(draft.text.contains("   Due: Friday, October 23, 11:59 PM (Central Time)\n"))
    let details = try #require(draft.calendar?.event.details)
    #expect(
      details == """
        2 reviews are due Tuesday, October 20, 11:59 PM (Central Time).
        1 review is due Friday, October 23, 11:59 PM (Central Time).
        The link is in our mail.
        """)
  }

  @Test func `asks for a no within half the time where that is short`() throws {
    var district = try District()
    let letter = try assignment(district, district.assign(due: "2026-10-07T00:00"))
    // From Wednesday, September 30, half of six days is Saturday: Friday is a school day.
    #expect(
      try district.draft(letter, at: "2026-09-30T12:00").text.unwrapped
        .contains("if you can by Friday, October 2."))
  }

  @Test func `says what came from somebody else, and how many are open in all`() throws {
    var district = try District()
    try district.assign([District.podcasts, District.choice])
    district.records.reviews[ReviewID(1)]?.due = try MapleHollow.instant("2026-10-30T16:00")
    try district.expectExample(
      TemplateName(.nowYours), letter(.nowYours, district, [1]), at: "2026-10-23T15:00")
    let both = try district.draft(letter(.nowYours, district, [1, 2]), at: "2026-10-13T15:00")
    #expect(both.subject == "New, due Tuesday, October 20: 2 more reviews")
    #expect(both.text.contains("With these you have 2 open reviews."))
  }

  @Test func `puts what came from somebody else into an assignment that is not out yet`() throws {
    var district = try District()
    let ids = try district.assign()
    var letter = try assignment(district, Array(ids.prefix(2)))
    letter.notices += try self.letter(.nowYours, district, [3]).notices
    let text = try district.draft(letter, at: "2026-09-30T12:00").text
    #expect(text.contains("You have 3 submissions to evaluate"))
    #expect(!text.contains("Also for you today"))
  }

  // MARK: Open

  @Test func `reminds of what is open, and how far it is`() throws {
    var district = try District()
    try district.assign([District.design, District.podcasts, District.choice])
    district.records.progress[ReviewID(1)] = ScorecardProgress(scored: 2, total: 4, savedAt: .epoch)
    district.records.reviews[ReviewID(3)]?.state = .closed(.withdrawn, at: .epoch)
    for (variant, time) in [
      (NoticeVariant.fourteenDays, "2026-10-06T07:00"), (.sevenDays, "2026-10-13T07:00"),
      (.threeDays, "2026-10-16T07:00"), (.oneDay, "2026-10-19T07:00"),
      (.onTheDay, "2026-10-20T07:00"),
    ] {
      try district.expectExample(
        TemplateName(.reminder, variant),
        letter(.reminder, district, [1, 2, 3], variant: variant), at: time)
    }
    district.records.reviews[ReviewID(1)]?.due = try MapleHollow.instant("2026-10-28T00:00")
    let text = try district.draft(
      letter(.reminder, district, [1, 2], variant: .oneDay), at: "2026-10-19T07:00"
    ).text
    #expect(text.contains("1 review is due tomorrow."))
    #expect(text.contains("   due: Tuesday, October 27, 11:59 PM (Central Time)\n"))
  }

  @Test func `tells what was due, of one and of several`() throws {
    var district = try District()
    try district.assign([District.podcasts, District.choice])
    district.records.progress[ReviewID(2)] = ScorecardProgress(scored: 3, total: 4, savedAt: .epoch)
    for (name, time) in [
      (NoticeName.overdueOne, "2026-10-21T07:00"), (.overdueThree, "2026-10-23T07:00"),
    ] {
      // Which text it is follows from what is open now, whatever was open when the letter was made.
      try district.expectExample(
        TemplateName(name), letter(name, district, [1], variant: .several), at: time)
      try district.expectExample(
        TemplateName(name, .several), letter(name, district, [1, 2]), at: time)
    }
  }

  // MARK: Gone

  @Test func `thanks for what is given back, and says what stays`() throws {
    var district = try District()
    try district.assign()
    district.records.reviews[ReviewID(3)]?.state = .declined(
      .conflict, words: Personal("my cousin"), at: .epoch)
    let letter = try letter(.givenBack, district, [3])
    try district.expectExample(
      TemplateName(.givenBack), letter, at: "2026-10-05T10:00",
      but: ["title": .text("Podcasts for the school library")])
    let draft = try district.draft(letter, at: "2026-10-05T10:00")
    #expect(!draft.text.contains("cousin"))
    guard case .invitation(let event) = draft.calendar, case .request = event.method else {
      Issue.record("an invitation with the new count")
      return
    }
    #expect(event.summary == "Due: 2 reviews")
    #expect(event.uid == "assignment-31-evaluator-4@credentials.maplehollow.example")
  }

  @Test func `takes the calendar entry away when nothing is left of the assignment`() throws {
    var district = try District()
    try district.assign([District.design])
    let letter = try letter(.noLongerYours, district, [1], ["why": "returned"])
    district.records.reviews[ReviewID(1)]?.state = .closed(.returned, at: .epoch)
    // A review that came by itself stays, and has an entry of its own.
    district.records.reviews[ReviewID(9)] = Review(
      id: ReviewID(9), submission: District.choice, round: 1, evaluator: District.theo,
      part: .evaluator, assignedAt: .epoch, due: try MapleHollow.instant("2026-10-28T00:00"),
      escalate: .distantFuture, isOutsideField: false, isByHand: false)
    let draft = try district.draft(letter, at: "2026-10-05T10:00")
    #expect(draft.text.unwrapped.contains("It will come to you again when that is here."))
    #expect(draft.text.contains("1 review stays with you, due Tuesday, October 27, 11:59 PM"))
    #expect(draft.text.contains("Your calendar entry goes away."))
    guard case .invitation(let event) = draft.calendar, case .cancel(let attendee) = event.method
    else {
      Issue.record("a cancellation")
      return
    }
    #expect(attendee?.address.string == "t.birch@maplehollow.example")
    #expect(event.summary == "Due: 1 review")
  }

  @Test func `has one entry a day for what was given singly`() throws {
    var district = try District()
    try district.assign([District.choice])
    for id in [ReviewID(8), ReviewID(9)] {
      district.records.reviews[id] = Review(
        id: id, submission: District.podcasts, round: 1, evaluator: District.theo,
        part: .evaluator, assignedAt: .epoch, due: try MapleHollow.instant("2026-10-21T00:00"),
        escalate: .distantFuture, isOutsideField: false, isByHand: false)
    }
    func letter() throws -> Letter {
      try district.letter(
        district.notice(
          .noLongerYours, to: District.theo, about: .review(ReviewID(8)),
          ["thread": "review.8", "why": "reassigned"]))
    }
    district.records.reviews[ReviewID(8)]?.state = .reassigned(to: nil, at: .epoch)
    // What came with the window's assignment is due that day, too, and has an entry of its own.
    let one = try #require(try district.draft(letter(), at: "2026-10-05T10:00").calendar?.event)
    #expect(one.uid == "reviews-2026-10-20-evaluator-4@credentials.maplehollow.example")
    #expect(one.summary == "Due: 1 review")
    guard case .request = one.method else {
      Issue.record("the entry stays")
      return
    }
    district.records.reviews[ReviewID(9)]?.due = try MapleHollow.instant("2026-10-22T00:00")
    let gone = try district.draft(letter(), at: "2026-10-05T10:00")
    #expect(gone.text.contains("Your calendar entry goes away."))
    #expect(gone.calendar?.event.uid == one.uid)
  }

  @Test func `gives each of several its reason`() throws {
    var district = try District()
    try district.assign()
    district.records.reviews[ReviewID(3)]?.state = .reassigned(to: nil, at: .epoch)
    try district.expectExample(
      TemplateName(.noLongerYours), letter(.noLongerYours, district, [3], ["why": "reassigned"]),
      at: "2026-10-05T10:00", but: ["title": .text("Podcasts for the school library")])
    var both = try letter(.noLongerYours, district, [3], ["why": "reassigned"])
    both.notices += try letter(.noLongerYours, district, [2], ["why": "withdrawn"]).notices
    let text = try district.draft(both, at: "2026-10-05T10:00").text
    #expect(
      text.contains("Choice boards in middle school math\n   The teacher has taken it back.\n"))
    #expect(text.contains("\n\nYou need to do nothing more for them."))
  }

  // MARK: What else is due

  @Test func `has a line for each notice of another kind`() throws {
    var district = try District()
    try district.assign()
    var letter = try letter(.reminder, district, [1], variant: .sevenDays)
    letter.notices += try self.letter(.overdueOne, district, [2]).notices
    letter.notices.append(
      try district.notice(.windowAnnounced, to: District.theo, about: .window(District.winter)))
    let text = try district.draft(letter, at: "2026-10-13T07:00").text
    #expect(
      text.unwrapped.contains(
        "Also for you today: \"Choice boards in middle school math\": due Tuesday, October 20, "
          + "11:59 PM (Central Time). Evidence window: January 11 to January 24, 2027."))
  }
}
