import CivilTime
import Notices
import Programs
import Rubrics
import Testing
import Workflow

@Suite struct `What an evaluator is told` {
  // MARK: 16 assignment

  @Test func `is one mail with all submissions; nothing where there is nothing`() throws {
    var fall = try Fall(withProposals: false)
    for name in ["Ines", "Noor", "Lior"] { _ = try fall.district.hire(name) }
    try fall.district.pass(to: "2026-09-25T12:00")
    let staff = fall.district.records.staff(
      on: fall.district.zone.date(at: fall.district.now))
    fall.district.evaluators = [fall.evaluator]
    for person in staff.suffix(3) { try fall.district.handIn(person) }
    try fall.district.pass(to: "2026-09-30T10:00")
    try fall.district.releaseAssignment()
    try fall.district.pass(to: "2026-09-30T12:00")
    let letters = fall.district.records.outbox.mails.map(\.letter).filter {
      $0.name.notice == .assignment
    }
    #expect(letters.map(\.person) == [fall.evaluator])
    #expect(letters.first?.notices.first?.reviews.count == 3)
    #expect(letters.first?.thread == "assignment.1")
  }

  @Test func `is, undone and released again before it went out, the later one`() throws {
    var fall = try Fall()
    try fall.district.pass(to: "2026-09-25T12:00")
    try fall.district.handIn(fall.teacher)
    try fall.district.pass(to: "2026-09-30T10:00")
    try fall.district.releaseAssignment()
    try fall.district.pass(to: "2026-09-30T10:05")
    try fall.district.recall(AssignmentID(1))
    try fall.district.pass(to: "2026-09-30T12:00")
    #expect(fall.district.mails(to: fall.evaluator).isEmpty)
    try fall.district.releaseAssignment()
    try fall.district.pass(to: "2026-09-30T14:00")
    #expect(fall.district.mails(to: fall.evaluator) == ["2026-09-30 assignment"])
    let letter = fall.district.records.outbox.mails.last?.letter
    #expect(letter?.notices.first?.reviews == fall.district.open(fall.evaluator))
  }

  // MARK: 17 reminders

  @Test func `is no reminder of an assignment that is six days old, but one at seven`() throws {
    for (day, isYoung) in [("2026-10-06", false), ("2026-10-07", true)] {
      // The mail goes on September 30 at 12:10; 14 days before the due day would be another day.
      var fall = try Fall { $0.evaluators.reminderDays = [day == "2026-10-06" ? 13 : 14] }
      try fall.underReview()
      let stage = day == "2026-10-06" ? 13 : 14
      try fall.district.pass(to: "2026-10-07T12:00")
      // 13 days before October 20 is October 7, seven days after the mail; 14 days before, six.
      #expect(
        fall.district.disposition("review/\(fall.review)/reminder/\(stage)d")
          == (isYoung
            ? "cancelled youngAssignment"
            : "mailed reminder/\(fall.evaluator)/2026-10-07"))
    }
  }

  @Test func `is no reminder for somebody at work within a day, but the one on the day`() throws {
    for (saved, isAtWork) in [("2026-10-12T07:00", false), ("2026-10-12T07:01", true)] {
      var fall = try Fall()
      try fall.underReview()
      try fall.district.pass(to: saved)
      fall.district.save(fall.review)
      try fall.district.pass(to: "2026-10-13T12:00")
      #expect(
        fall.district.disposition("review/\(fall.review)/reminder/7d")
          == (isAtWork ? "cancelled atWork" : "mailed reminder/\(fall.evaluator)/2026-10-13"))
    }
    var onTheDay = try Fall()
    try onTheDay.underReview()
    try onTheDay.district.pass(to: "2026-10-19T20:00")
    onTheDay.district.save(onTheDay.review)
    try onTheDay.district.pass(to: "2026-10-20T12:00")
    #expect(onTheDay.told("review/\(onTheDay.review)/reminder/0d"))
  }

  @Test func `is, of two due dates on one morning, one mail with the nearer stage first`() throws {
    var fall = try Fall()
    let colleague = try fall.district.hire("Ines")
    try fall.district.approve(colleague, until: "2027-06-30")
    fall.district.evaluators = [fall.evaluator]
    try fall.district.pass(to: "2026-09-24T12:00")
    try fall.district.handIn(colleague)
    try fall.underReview()
    // Theirs is due on October 16, so three days before it is a week before the other's.
    let nearer = fall.review
    try fall.district.perform(
      .extendReview(nearer, until: #require(CivilDate(iso: "2026-10-16"))))
    try fall.district.pass(to: "2026-10-13T12:00")
    let letter = try #require(
      fall.district.records.outbox.mails.last { $0.letter.person == fall.evaluator }?.letter)
    #expect("\(letter.name)" == "reminder-3d")
    #expect(letter.key == "reminder/\(fall.evaluator)/2026-10-13")
    #expect(letter.notices.count == 2)
    #expect(letter.notices.first?.about == .review(nearer))
  }

  @Test func `moves before a weekend to the school day ahead, where two stages are one`() throws {
    // Due on a Sunday: 1 day before and the day itself both fall on the Friday.
    var fall = try Fall()
    try fall.underReview()
    try fall.district.perform(
      .extendReview(fall.review, until: #require(CivilDate(iso: "2026-10-18"))))
    try fall.district.pass(to: "2026-10-18T12:00")
    #expect(
      fall.mails(fall.evaluator, after: "2026-10-12") == [
        "2026-10-15 reminder-3d", "2026-10-16 reminder-0d",
      ])
    // Moved, they end in the number of the command that moved them.
    let moved = fall.district.records.outbox.notices.values.filter {
      $0.about == .review(fall.review) && $0.key.split(separator: "/").count == 5
    }
    let oneDay = try #require(moved.first { $0.stageDays == 1 }).key
    let onTheDay = try #require(moved.first { $0.stageDays == 0 }).key
    #expect(fall.district.disposition(oneDay) == "merged \(onTheDay)")
  }

  @Test func `moves with the school calendar, should a day become one without school`() throws {
    var fall = try Fall()
    try fall.underReview()
    let calendar = fall.district.records.theCalendar
    let day = try #require(CivilDate(iso: "2026-10-13"))
    try fall.district.perform(
      .setCalendar(
        SchoolCalendar(
          schoolYears: calendar.schoolYears,
          daysOff: calendar.daysOff + [DayOff("training", .break, from: day, to: day)])))
    try fall.district.pass(to: "2026-10-13T12:00")
    #expect(fall.mails(fall.evaluator, after: "2026-10-01") == ["2026-10-12 reminder-7d"])
  }

  @Test func `is reminded anew of a date that was extended after the first was told`() throws {
    var fall = try Fall()
    try fall.underReview()
    try fall.district.pass(to: "2026-10-20T10:00")
    try fall.district.perform(
      .extendReview(fall.review, until: #require(CivilDate(iso: "2026-10-23"))))
    try fall.district.pass(to: "2026-10-23T12:00")
    #expect(
      fall.mails(fall.evaluator, after: "2026-10-20") == [
        "2026-10-20 reminder-0d", "2026-10-22 reminder-1d", "2026-10-23 reminder-0d",
      ])
  }

  @Test func `is not reminded of an early stage by choice`() throws {
    var fall = try Fall { $0.evaluators.reminderDays = [12] }
    try fall.district.perform(
      .muteNotices(fall.evaluator, kind: MutableKind.earlyReminders.rawValue, isMuted: true))
    try fall.underReview()
    try fall.district.pass(to: "2026-10-08T12:00")
    #expect(fall.district.disposition("review/\(fall.review)/reminder/12d") == "suppressed")
  }

  // MARK: 18, 19 overdue

  @Test func `is, what is overdue, nothing once it is in, given back or extended`() throws {
    for act in ["judge", "decline", "extend"] {
      var fall = try Fall()
      try fall.underReview()
      let review = fall.review
      try fall.district.pass(to: "2026-10-20T20:00")
      switch act {
      case "judge": try fall.district.judge(review)
      case "decline":
        try fall.district.perform(
          .declineReview(review, .noTime, words: ""), by: .person(fall.evaluator))
      default:
        try fall.district.perform(
          .extendReview(review, until: #require(CivilDate(iso: "2026-10-22"))))
      }
      try fall.district.pass(to: "2026-10-21T12:00")
      #expect(!fall.told("review/\(review)/overdue/1"), "\(act)")
    }
  }

  @Test func `is, where both notes fall on one day, only the second`() throws {
    // The promise leaves a margin of four days: the escalation is on the school day after the due day.
    var fall = try Fall { $0.evidence.evaluatorMarginDays = 4 }
    try fall.underReview()
    try fall.district.pass(to: "2026-11-02T12:00")
    let overdue = fall.mails(fall.evaluator, after: "2026-10-20").filter {
      $0.contains("overdue")
    }
    #expect(overdue.count == 1)
    #expect(overdue.first?.hasSuffix("overdue-3") == true)
  }

  // MARK: 20 given back

  @Test func `is one mail for several that were given back within ten minutes, at night, too`()
    throws
  {
    var fall = try Fall()
    for name in ["Ines", "Noor"] {
      let person = try fall.district.hire(name)
      try fall.district.approve(person, until: "2027-06-30")
      try fall.district.pass(to: "2026-09-24T12:00")
      try fall.district.handIn(person)
    }
    fall.district.evaluators = [fall.evaluator]
    try fall.underReview()
    try fall.district.pass(to: "2026-10-03T22:00")
    let reviews = fall.district.open(fall.evaluator)
    try decline(reviews[0], &fall)
    try fall.district.pass(to: "2026-10-03T22:09")
    try decline(reviews[1], &fall)
    try fall.district.pass(to: "2026-10-03T22:10")
    #expect(
      fall.mails(fall.evaluator, after: "2026-10-02") == ["2026-10-03 given-back-several"])
    try decline(reviews[2], &fall)
    try fall.district.pass(to: "2026-10-03T22:30")
    #expect(fall.mails(fall.evaluator, after: "2026-10-02").last == "2026-10-03 given-back")
    // They gave it back themselves: nobody tells them that it is no longer theirs.
    try fall.district.pass(to: "2026-10-06T12:00")
    #expect(
      !fall.mails(fall.evaluator, after: "2026-10-02").contains { $0.contains("no-longer") })
  }

  // MARK: 21, 22 moved

  @Test func `is, what somebody else gets, told at once to them and to whoever had it`() throws {
    var fall = try Fall()
    try fall.underReview()
    try fall.district.pass(to: "2026-10-05T10:00")
    try fall.district.perform(.reassignReview(fall.review, to: fall.other))
    try fall.district.pass(to: "2026-10-05T12:00")
    #expect(fall.mails(fall.other, after: "2026-10-05") == ["2026-10-05 now-yours"])
    #expect(fall.mails(fall.evaluator, after: "2026-10-05") == ["2026-10-05 no-longer-yours"])
  }

  @Test func `is nothing of a review that moved before its mail went out`() throws {
    var fall = try Fall()
    try fall.district.pass(to: "2026-09-25T12:00")
    fall.work = try fall.district.handIn(fall.teacher)
    try fall.district.pass(to: "2026-09-30T10:00")
    try fall.district.releaseAssignment()
    try fall.district.pass(to: "2026-09-30T10:05")
    try fall.district.perform(.reassignReview(fall.review, to: fall.other))
    try fall.district.pass(to: "2026-10-02T12:00")
    #expect(fall.district.mails(to: fall.evaluator).isEmpty)
    #expect(fall.district.mails(to: fall.other) == ["2026-09-30 now-yours"])
  }

  @Test func `is, given several in a day, one mail; a later one waits for the next day`() throws {
    var fall = try Fall(withProposals: false)
    var people: [PersonID] = []
    for name in ["Ines", "Noor", "Lior"] { people.append(try fall.district.hire(name)) }
    fall.district.evaluators = [fall.evaluator]
    try fall.district.pass(to: "2026-09-25T12:00")
    for person in people { try fall.district.handIn(person) }
    try fall.district.pass(to: "2026-09-30T10:00")
    try fall.district.releaseAssignment()
    try fall.district.pass(to: "2026-10-05T10:00")
    let reviews = fall.district.open(fall.evaluator)
    for review in reviews.prefix(2) {
      try fall.district.perform(.reassignReview(review, to: fall.other))
    }
    try fall.district.pass(to: "2026-10-05T12:00")
    try fall.district.perform(.reassignReview(reviews[2], to: fall.other))
    try fall.district.pass(to: "2026-10-06T12:00")
    #expect(
      fall.mails(fall.other, after: "2026-10-05") == [
        "2026-10-05 now-yours-several", "2026-10-06 now-yours",
      ])
    #expect(
      fall.mails(fall.evaluator, after: "2026-10-05") == [
        "2026-10-05 no-longer-yours-several", "2026-10-06 no-longer-yours",
      ])
  }

  @Test func `goes, newly given while the assignment's mail waits, into that mail`() throws {
    var fall = try Fall(withProposals: false)
    let person = try fall.district.hire("Ines")
    fall.district.evaluators = [fall.evaluator, fall.other]
    try fall.district.pass(to: "2026-09-25T12:00")
    fall.work = try fall.district.handIn(fall.teacher)
    try fall.district.handIn(person)
    try fall.district.pass(to: "2026-09-30T20:00")
    try fall.district.releaseAssignment()
    try fall.district.perform(.reassignReview(fall.review, to: fall.other))
    try fall.district.pass(to: "2026-10-01T12:00")
    #expect(fall.district.mails(to: fall.other).last == "2026-10-01 assignment")
    let letter = try #require(
      fall.district.records.outbox.mails.last { $0.letter.person == fall.other }?.letter)
    #expect(letter.notices.map(\.name) == [.assignment, .nowYours])
    #expect(fall.mails(fall.evaluator, after: "2026-09-30").isEmpty)
  }

  @Test func `has what is gone as a line in the mail with what is new`() throws {
    var fall = try Fall(withProposals: false)
    let person = try fall.district.hire("Ines")
    fall.district.evaluators = [fall.evaluator, fall.other]
    try fall.district.pass(to: "2026-09-25T12:00")
    fall.work = try fall.district.handIn(fall.teacher)
    try fall.district.handIn(person)
    try fall.district.pass(to: "2026-09-30T10:00")
    try fall.district.releaseAssignment()
    try fall.district.pass(to: "2026-10-05T10:00")
    let (mine, theirs) = (
      fall.district.open(fall.evaluator)[0], fall.district.open(fall.other)[0]
    )
    try fall.district.perform(.reassignReview(mine, to: fall.other))
    try fall.district.perform(.reassignReview(theirs, to: fall.evaluator))
    try fall.district.pass(to: "2026-10-06T12:00")
    for evaluator in [fall.evaluator, fall.other] {
      #expect(fall.mails(evaluator, after: "2026-10-05") == ["2026-10-05 now-yours"])
      let letter = fall.district.records.outbox.mails.last { $0.letter.person == evaluator }
      #expect(letter?.letter.notices.map(\.name) == [.nowYours, .noLongerYours])
    }
  }

  @Test func `is an assignment of one, where work comes in again to the same evaluator`() throws {
    var fall = try Fall()
    try fall.judged(isMet: false)
    try fall.district.releaseReady()
    try fall.district.pass(to: "2026-10-12T16:00")
    try fall.district.handIn(fall.teacher, .evidence, "More.")
    try fall.district.pass(to: "2026-10-12T17:00")
    #expect(fall.mails(fall.evaluator, after: "2026-10-05") == ["2026-10-12 assignment"])
    #expect(fall.told("review/\(fall.review)/assigned"))
  }

  private func decline(_ review: ReviewID, _ fall: inout Fall) throws {
    try fall.district.perform(
      .declineReview(review, .noTime, words: ""), by: .person(fall.evaluator))
  }
}
