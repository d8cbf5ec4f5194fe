import CivilTime
import Notices
import Programs
import Rubrics
import Testing
import Workflow

@Suite struct `What is told of a year's end` {
  // MARK: 12 ending

  @Test func `counts back from the close of the last window in the year, on school days`() throws {
    // The year ends on June 30; the last window closes on April 25, shown as Sunday, April 25.
    var fall = try Fall()
    try fall.district.pass(to: "2027-04-25T12:00")
    #expect(
      fall.mails(after: "2027-01-20") == [
        "2027-02-24 year-ending-60d",
        // 30 days before is March 26, a Friday of the spring break.
        "2027-03-19 year-ending-30d",
        "2027-03-29 window-announced",
        "2027-04-12 window-open",
        // 7 days before is Sunday, April 18.
        "2027-04-16 year-ending-7d",
        "2027-04-22 window-closing",
      ])
  }

  @Test func `counts back from the year's end where that is sooner than the close`() throws {
    let fall = try Fall()
    var district = fall.district
    let person = try district.hire("Ines")
    let proposal = try district.approve(person, until: "2027-04-20")
    let notice = try #require(
      district.records.outbox.notices["proposal/\(proposal)/year-end/7d"])
    #expect(notice.due == (try district.instant("2027-04-13T07:00")))
    #expect(notice.notAfter == (try district.instant("2027-04-21T00:00")))
  }

  @Test func `counts on the windows that the rules will give, where a year is not planned yet`()
    throws
  {
    // Fall 2027 is not planned: its window opens on September 13, and the year goes on to October.
    let fall = try Fall()
    var district = fall.district
    let person = try district.hire("Ines")
    let proposal = try district.approve(person, until: "2027-10-22")
    let notice = try #require(
      district.records.outbox.notices["proposal/\(proposal)/year-end/7d"])
    #expect(notice.instant(.lastClose) == (try district.instant("2027-09-27T00:00")))
    #expect(notice.due == (try district.instant("2027-09-17T07:00")))
  }

  @Test func `moves with the window, and says so when none is left`() throws {
    var fall = try Fall()
    let spring = try fall.district.window(.evidence, "Spring 2027")
    let key = "proposal/\(fall.proposal)/year-end/7d"
    try fall.district.perform(
      .changeWindow(
        spring, opensOn: #require(CivilDate(iso: "2027-05-03")),
        endsOn: #require(CivilDate(iso: "2027-05-17")), reason: "Later."))
    #expect(
      fall.district.records.outbox.notices[key]?.due
        == (try fall.district.instant("2027-05-07T07:00")))
    let winter = try fall.district.window(.evidence, "Winter 2027")
    for window in [fall.window, winter, spring] {
      try fall.district.perform(.cancelWindow(window, reason: "Not this year."))
    }
    #expect(fall.district.records.outbox.notices[key]?.instant(.lastClose) == nil)
    try fall.district.pass(to: "2027-06-09T12:00")
    #expect(
      fall.district.mails(to: fall.teacher).filter { $0.contains("year-ending") } == [
        "2027-04-30 year-ending-no-window", "2027-05-31 year-ending-no-window",
        // 7 days before is in the summer: the last school day is June 9.
        "2027-06-09 year-ending-no-window",
      ])
  }

  @Test func `is nothing while evidence is in, and is planned anew when it comes back`() throws {
    var fall = try Fall()
    try fall.underReview()
    let first = "proposal/\(fall.proposal)/year-end/60d"
    fall.district.records.outbox.carryOut([
      .move(key: first, due: try fall.district.instant("2026-10-01T07:00"), notAfter: nil)
    ])
    try fall.district.pass(to: "2026-10-01T12:00")
    #expect(fall.district.disposition(first) == "cancelled handedIn")
    try fall.district.judge(fall.review, isMet: false)
    try fall.district.releaseReady()
    #expect(stages(fall) == [7, 30, 60])
    try fall.district.pass(to: "2026-10-05T12:00")
    try fall.district.handIn(fall.teacher)
    try fall.district.judge(fall.review)
    try fall.district.releaseReady()
    #expect(stages(fall).isEmpty)
  }

  @Test func `is merged into the note that the window closes, on one day`() throws {
    var fall = try Fall { $0.completion.reminderDays = [3] }
    try fall.district.pass(to: "2027-04-22T12:00")
    #expect(fall.mails(after: "2027-04-13") == ["2027-04-22 window-closing"])
    let spring = try fall.district.window(.evidence, "Spring 2027")
    #expect(
      fall.district.disposition("proposal/\(fall.proposal)/year-end/3d")
        == "merged \(fall.key("window/\(spring)/closing"))")
  }

  @Test func `is merged into the approval where less than sixty days are left from it`() throws {
    for (months, isMerged) in [(2, false), (1, true)] {
      var fall = try Fall { program in
        program.completion.months = months
        program.evidence.intake = .always
      }
      try fall.district.pass(to: "2027-05-12T10:00")
      let work = try fall.district.handIn(fall.other, .proposal)
      try fall.district.pass(to: "2027-05-25T10:00")
      try fall.district.releaseAssignment()
      let review = try #require(fall.district.records.reviews(of: work).last).id
      try fall.district.judge(review)
      try fall.district.pass(to: "2027-06-01T10:00")
      try fall.district.releaseReady()
      try fall.district.pass(to: "2027-06-01T12:00")
      let decision = try #require(fall.district.records.submission(work)?.decision)
      // Two months from June 1 are 61 days.
      #expect(
        fall.district.disposition("proposal/\(work)/year-end/60d")
          == (isMerged ? "merged decision/\(decision)/sent" : "planned"))
    }
  }

  @Test func `is, the first of three, suppressed by choice; the others always come`() throws {
    var fall = try Fall()
    try fall.district.perform(
      .muteNotices(fall.teacher, kind: MutableKind.earlyReminders.rawValue, isMuted: true))
    try fall.district.pass(to: "2027-03-20T12:00")
    #expect(fall.district.disposition("proposal/\(fall.proposal)/year-end/60d") == "suppressed")
    #expect(fall.told("proposal/\(fall.proposal)/year-end/30d"))
  }

  // MARK: 13 ended

  @Test func `is told on the next school day after it`() throws {
    var fall = try Fall()
    let person = try fall.district.hire("Ines")
    let proposal = try fall.district.approve(person, until: "2026-12-18")
    try fall.district.pass(to: "2027-01-05T12:00")
    #expect(
      fall.district.mails(to: person).filter { $0 > "2026-12-19" } == ["2027-01-04 year-ended"])
    #expect(fall.told("proposal/\(proposal)/year-ended"))
  }

  @Test func `is not told while a "not yet" can be handed in again`() throws {
    var fall = try Fall()
    try fall.judged(isMet: false)
    try fall.district.releaseReady()
    // As if the year had ended all the same.
    try fall.district.record([
      .yearEnded(YearEnded(submission: fall.proposal, ends: fall.district.now))
    ])
    try fall.district.pass(to: "2026-10-06T12:00")
    #expect(
      fall.district.disposition("proposal/\(fall.proposal)/year-ended") == "cancelled changed")
  }

  // MARK: 14 extended

  @Test func `is more time, ten minutes later, with reminders of its own`() throws {
    var fall = try Fall()
    try fall.district.pass(to: "2027-03-20T12:00")
    let before = fall.district.mails(to: fall.teacher).count
    try fall.district.pass(to: "2027-03-29T10:00")
    try fall.district.perform(
      .extend(fall.proposal, until: #require(CivilDate(iso: "2027-10-29")), reason: "Ill."))
    try fall.district.pass(to: "2027-03-29T12:00")
    #expect(
      fall.district.mails(to: fall.teacher).dropFirst(before)
        == [
          "2027-03-29 window-announced", "2027-03-30 extended",
        ].prefix(1))
    try fall.district.pass(to: "2027-03-30T12:00")
    #expect(fall.district.mails(to: fall.teacher).last == "2027-03-30 extended")
    #expect(stages(fall) == [7, 30, 60])
    let last = try fall.district.instant("2027-09-27T00:00")
    #expect(planned(fall).allSatisfy { $0.instant(.lastClose) == last })
  }

  @Test func `is not told once it was undone, and the old reminders are back`() throws {
    var fall = try Fall()
    let before = planned(fall).map(\.due)
    try fall.district.pass(to: "2026-10-05T10:00")
    try fall.district.perform(
      .extend(fall.proposal, until: #require(CivilDate(iso: "2027-10-29")), reason: "Ill."))
    #expect(planned(fall).map(\.due) != before)
    try fall.district.undoLast()
    try fall.district.pass(to: "2026-10-05T12:00")
    #expect(!fall.district.mails(to: fall.teacher).contains { $0.hasSuffix("extended") })
    #expect(planned(fall).map(\.due) == before)
  }

  /// The reminders of the teacher's year that are planned, the first to come first.
  private func planned(_ fall: Fall) -> [PlannedNotice] {
    fall.district.records.plannedNotices(for: fall.teacher).filter { $0.name == .yearEnding }
  }

  private func stages(_ fall: Fall) -> [Int] {
    planned(fall).compactMap(\.stageDays).sorted()
  }
}
