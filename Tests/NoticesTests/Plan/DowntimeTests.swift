import CivilTime
import Notices
import Rubrics
import Testing
import Workflow

@Suite struct `After days without mail` {
  @Test func `a week's reminders meet in one mail, and nobody gets four on a morning`() throws {
    var fall = try Fall()
    try fall.underReview()
    fall.district.isDown = true
    try fall.district.pass(to: "2026-10-12T12:00")
    // 7 days on Tuesday, 3 days on Friday, 1 day on Monday: all wait.
    try fall.district.pass(to: "2026-10-19T10:00")
    fall.district.isDown = false
    try fall.district.pass(to: "2026-10-19T12:00")
    #expect(fall.mails(fall.evaluator, after: "2026-10-12") == ["2026-10-19 reminder-1d"])
    for stage in ["7d", "3d"] {
      #expect(
        fall.district.disposition("review/\(fall.review)/reminder/\(stage)")
          == "merged review/\(fall.review)/reminder/1d")
    }
  }

  @Test func `a reminder whose due date has passed is stale, and what is overdue is told once`()
    throws
  {
    var fall = try Fall()
    try fall.underReview()
    fall.district.isDown = true
    try fall.district.pass(to: "2026-10-23T10:00")
    fall.district.isDown = false
    try fall.district.pass(to: "2026-10-23T12:00")
    #expect(fall.mails(fall.evaluator, after: "2026-10-01") == ["2026-10-23 overdue-3"])
    #expect(fall.district.disposition("review/\(fall.review)/reminder/0d") == "cancelled stale")
    #expect(
      fall.district.disposition("review/\(fall.review)/overdue/1")
        == "merged review/\(fall.review)/overdue/3")
    // The administrator hears after the evaluator, on the same day.
    #expect(fall.mails(fall.administrator, after: "2026-10-23").last == "2026-10-23 escalation-one")
  }

  @Test func `comes back at night: mail waits for the morning, but nothing past its own deadline`()
    throws
  {
    var fall = try Fall()
    try fall.underReview()
    try fall.district.pass(to: "2026-10-12T12:00")
    fall.district.isDown = true
    try fall.district.pass(to: "2026-10-13T20:00")
    fall.district.isDown = false
    var late = fall
    try fall.district.pass(to: "2026-10-13T22:00")
    #expect(fall.mails(fall.evaluator, after: "2026-10-12").isEmpty)
    try fall.district.pass(to: "2026-10-14T08:00")
    #expect(fall.mails(fall.evaluator, after: "2026-10-12") == ["2026-10-14 reminder-7d"])
    // On the due day itself the next morning is too late.
    late.district.isDown = true
    try late.district.pass(to: "2026-10-20T20:00")
    late.district.isDown = false
    try late.district.pass(to: "2026-10-20T20:30")
    #expect(late.mails(late.evaluator, after: "2026-10-12") == ["2026-10-20 reminder-0d"])
  }

  @Test func `announces a window that opened meanwhile by the mail that it is open`() throws {
    var fall = try Fall(from: "2026-08-25T05:00")
    fall.district.isDown = true
    try fall.district.pass(to: "2026-09-16T10:00")
    fall.district.isDown = false
    try fall.district.pass(to: "2026-09-16T12:00")
    #expect(fall.district.mails(to: fall.teacher) == ["2026-09-16 window-open"])
  }

  @Test func `of several digests sends the last`() throws {
    var fall = try Fall()
    try fall.district.pass(to: "2026-09-02T12:00")
    // Two weeks' digests were planned and not sent.
    fall.district.isDown = true
    try fall.district.pass(to: "2026-09-05T12:00")
    fall.district.records.outbox.carryOut(
      try Planner.standing(
        facts: fall.district.records, zone: fall.district.zone, at: fall.district.now))
    try fall.district.pass(to: "2026-09-14T12:00")
    fall.district.isDown = false
    try fall.district.pass(to: "2026-09-14T13:00")
    let digests = fall.mails(fall.administrator, after: "2026-09-02").filter {
      $0.contains("digest")
    }
    #expect(digests.count == 1)
    #expect(
      fall.district.disposition("digest/2026-W36/\(fall.administrator)")
        == "merged digest/2026-W37/\(fall.administrator)")
  }
}

@Suite struct `Composing mail` {
  @Test func `says the same when asked twice, whatever notices are handed in`() throws {
    var fall = try Fall()
    try fall.underReview()
    try fall.district.pass(to: "2026-10-12T12:00")
    fall.district.isDown = true
    try fall.district.pass(to: "2026-10-13T10:00")
    let records = fall.district.records
    let evaluator = try #require(records.person(fall.evaluator))
    let due = records.outbox.planned(for: fall.evaluator).filter { $0.due <= fall.district.now }
    #expect(!due.isEmpty)
    let whole = try Composer.compose(
      for: evaluator, due: due, facts: records, zone: fall.district.zone, at: fall.district.now)
    let none = try Composer.compose(
      for: evaluator, due: [], facts: records, zone: fall.district.zone, at: fall.district.now)
    #expect(whole == none)
    #expect(whole == (try fall.district.compose(for: evaluator)))
    // Once it is stored, nothing is due.
    fall.district.records.outbox.carryOut(whole, at: fall.district.now)
    #expect(try fall.district.compose(for: evaluator) == Composition())
  }

  @Test func `leaves a notice that is not due yet for its time`() throws {
    let fall = try Fall()
    let teacher = try #require(fall.district.records.person(fall.teacher))
    let notice = PlannedNotice.signIn(
      request: "r1", to: fall.teacher, at: fall.district.now.adding(minutes: 1),
      expires: fall.district.now.adding(minutes: 15))
    func compose(at now: Instant) throws -> Composition {
      try Composer.compose(
        for: teacher, due: [notice], facts: fall.district.records, zone: fall.district.zone,
        at: now)
    }
    #expect(try compose(at: fall.district.now).later == [notice.key: notice.due])
    #expect(try compose(at: notice.due).letters.map(\.key) == ["signin/r1"])
    let expires = fall.district.now.adding(minutes: 15)
    #expect(try compose(at: expires.adding(milliseconds: -1)).letters.count == 1)
    #expect(try compose(at: expires).ended == [notice.key: .cancelled(.stale)])
  }

  @Test func `puts an announcement off to a day on which nothing else goes`() throws {
    var fall = try Fall()
    let opens = try #require(CivilDate(iso: "2026-10-27"))
    try fall.district.pass(to: "2026-10-01T12:00")
    try fall.district.perform(
      .addWindow(.evidence, label: "Extra", opensOn: opens, endsOn: opens.adding(days: 7)))
    // Announced on Tuesday, October 13, on which more time is told as well.
    try fall.district.pass(to: "2026-10-12T20:00")
    try fall.district.perform(
      .extend(fall.proposal, until: #require(CivilDate(iso: "2027-10-29")), reason: "Ill."))
    try fall.district.pass(to: "2026-10-15T12:00")
    #expect(
      fall.mails(after: "2026-10-02") == ["2026-10-13 extended", "2026-10-14 window-announced"])
  }

  @Test func `gives the keys of notices that no event plans`() throws {
    let now = Instant.epoch
    let person = PersonID(7)
    let payDay = try #require(CivilDate(iso: "2027-01-15"))
    #expect(
      [
        PlannedNotice.certificateInvited(DecisionID(3), to: person, due: now, command: 1).key,
        PlannedNotice.payrollReady(
          payDay, to: person, due: now, exportBy: now,
          figures: PayDateFigures(lines: 1, corrections: 0, cents: 1)
        ).key,
        PlannedNotice.payDateAtRisk(
          payDay, to: person, due: now, locks: now, open: 1, late: 0
        ).key,
        PlannedNotice.relayTrouble("20", isOver: false, to: person, due: now, since: now).key,
        PlannedNotice.relayTrouble("20", isOver: true, to: person, due: now, since: now).key,
        PlannedNotice.mailAnswer(
          message: "m", isTaken: true, about: nil, to: person, at: now, command: 1
        ).key,
      ] == [
        "award/3/invited", "paydate/2027-01-15/ready/7", "paydate/2027-01-15/risk/7",
        "relay/20/trouble/7", "relay/20/over/7",
        "mailin/m/answer",
      ])
  }

  @Test func `announces a window to 1,500 people in one go, each once`() throws {
    var fall = try Fall(withProposals: false)
    for number in 1...1_500 {
      let id = PersonID(Int64(1_000 + number))
      fall.district.records.save(
        Person(
          id: id,
          details: Personal(
            PersonDetails(
              employeeNumber: "N\(number)", givenName: "A", familyName: "B",
              email: "n\(number)@maplehollow.example")), record: EmploymentRecord(school: "S")))
    }
    let entry = Entry(
      sequence: 1, command: 1, at: fall.district.now, by: .clock,
      event: .windowAnnounced(
        WindowAnnounced(window: fall.window, isMergedIntoOpening: false)))
    let changes = try Planner.changes(
      after: entry, facts: fall.district.records, zone: fall.district.zone, at: fall.district.now)
    let keys = Set(
      changes.compactMap { change -> String? in
        if case .plan(let notice) = change { notice.key } else { nil }
      })
    #expect(changes.count == 1_504)
    #expect(keys.count == 1_504)
  }
}
