import CivilTime
import Notices
import Programs
import Rubrics
import Testing
import Workflow

@Suite struct `What the office is told` {
  // MARK: 23 escalation

  @Test func `is what is overdue, after the evaluators have heard on the same morning`() throws {
    var fall = try Fall()
    fall.district.beatMinutes = 1
    try fall.underReview()
    try fall.district.pass(to: "2026-10-23T07:59")
    #expect(fall.mails(fall.evaluator, after: "2026-10-23") == ["2026-10-23 overdue-3"])
    #expect(!fall.mails(fall.administrator, after: "2026-10-23").contains { $0.contains("esc") })
    try fall.district.pass(to: "2026-10-23T08:00")
    #expect(fall.mails(fall.administrator, after: "2026-10-23").last == "2026-10-23 escalation-one")
    let key = "window/\(fall.window)/overdue/2026-10-23/\(fall.administrator)"
    #expect(fall.told(key))
  }

  @Test func `waits while the evaluators' own note is held, so that nobody hears it from above`()
    throws
  {
    var fall = try Fall()
    try fall.underReview()
    try fall.district.pass(to: "2026-10-23T05:00")
    // The evaluator's note waits until ten.
    fall.district.records.outbox.carryOut([
      .move(
        key: "review/\(fall.review)/overdue/3",
        due: try fall.district.instant("2026-10-23T10:00"), notAfter: nil)
    ])
    try fall.district.pass(to: "2026-10-23T12:00")
    let times = fall.district.records.outbox.mails.filter {
      [.overdueThree, .escalation].contains($0.letter.name.notice)
    }.map(\.at)
    #expect(
      times == [
        try fall.district.instant("2026-10-23T10:00"),
        try fall.district.instant("2026-10-23T10:15"),
      ])
  }

  @Test func `is nothing where everything is in or reassigned by then`() throws {
    for isReassigned in [true, false] {
      var fall = try Fall()
      try fall.underReview()
      try fall.district.pass(to: "2026-10-23T07:30")
      if isReassigned {
        try fall.district.perform(.reassignReview(fall.review, to: fall.other))
      } else {
        try fall.district.judge(fall.review)
      }
      try fall.district.pass(to: "2026-10-23T09:00")
      #expect(
        fall.district.disposition(
          "window/\(fall.window)/overdue/2026-10-23/\(fall.administrator)")
          == (isReassigned ? "cancelled reassigned" : "cancelled handedIn"))
    }
  }

  @Test func `is told again only when a new one joins, and at most once a day`() throws {
    var fall = try Fall(withProposals: false)
    let person = try fall.district.hire("Ines")
    fall.district.evaluators = [fall.evaluator, fall.other]
    try fall.district.pass(to: "2026-09-25T12:00")
    try fall.district.handIn(fall.teacher)
    try fall.district.handIn(person)
    try fall.district.pass(to: "2026-09-30T10:00")
    try fall.district.releaseAssignment()
    try fall.district.pass(to: "2026-10-23T12:00")
    try fall.district.pass(to: "2026-10-26T12:00")
    let told = fall.district.records.outbox.mails.filter {
      $0.letter.name.notice == .escalation
    }
    #expect(told.count == 1)
    #expect(told.first?.letter.notices.first?.reviews.count == 2)
    #expect("\(told[0].letter.name)" == "escalation")
    // Told once more, of the same morning: it waits for the next day.
    let review = try #require(fall.district.open(fall.evaluator).first)
    try fall.district.record([
      .overdueEscalated(OverdueEscalated(window: fall.window, reviews: [review]))
    ])
    try fall.district.pass(to: "2026-10-26T13:30")
    try fall.district.record([
      .overdueEscalated(OverdueEscalated(window: fall.window, reviews: [review]))
    ])
    try fall.district.pass(to: "2026-10-27T12:00")
    let days = fall.mails(fall.administrator, after: "2026-10-20").filter {
      $0.contains("escalation")
    }
    #expect(
      days == [
        "2026-10-23 escalation", "2026-10-26 escalation-one", "2026-10-27 escalation-one",
      ])
  }

  @Test func `is, ready on the same morning, one mail with the escalation`() throws {
    var fall = try Fall(withProposals: false)
    let person = try fall.district.hire("Ines")
    fall.district.evaluators = [fall.evaluator, fall.other]
    try fall.district.pass(to: "2026-09-25T12:00")
    try fall.district.handIn(fall.teacher)
    try fall.district.handIn(person)
    try fall.district.pass(to: "2026-09-30T10:00")
    try fall.district.releaseAssignment()
    try fall.district.pass(to: "2026-10-15T12:00")
    try fall.district.judge(fall.district.open(fall.evaluator)[0])
    try fall.district.pass(to: "2026-10-23T12:00")
    // The day before her own due date is Sunday, October 25: moved back to Friday, as the escalation.
    #expect(
      fall.mails(fall.administrator, after: "2026-10-23") == [
        "2026-10-23 digest", "2026-10-23 escalation-one",
      ])
    let letter = try #require(
      fall.district.records.outbox.mails.last { $0.letter.name.notice == .escalation })
    #expect(letter.letter.notices.map(\.name) == [.escalation, .ready])
  }

  // MARK: 24 assignment proposed

  @Test func `is an assignment to check in the morning, to her and to her deputy in force`() throws
  {
    for (until, isTold) in [("2026-09-28", true), ("2026-09-27", false)] {
      var fall = try Fall()
      try fall.district.perform(
        .setDeputies(
          of: fall.administrator,
          [
            Deputy(
              person: fall.other, from: #require(CivilDate(iso: "2026-09-01")),
              until: #require(CivilDate(iso: until)))
          ]))
      try fall.district.pass(to: "2026-09-25T12:00")
      try fall.district.handIn(fall.teacher)
      try fall.district.pass(to: "2026-09-28T12:00")
      let proposed = "2026-09-28 assignment-proposed"
      #expect(fall.district.mails(to: fall.administrator).last == proposed)
      #expect(fall.district.mails(to: fall.other).contains(proposed) == isTold)
    }
  }

  @Test func `is nothing to check where nothing came in`() throws {
    var fall = try Fall()
    try fall.district.pass(to: "2026-09-28T12:00")
    #expect(
      fall.district.disposition("assignment/1/proposed/\(fall.administrator)")
        == "cancelled nothingToSay")
    #expect(!fall.district.mails(to: fall.administrator).contains("2026-09-28 assignment-proposed"))
  }

  @Test func `is suppressed for whoever asked for it on the page`() throws {
    var fall = try Fall()
    try fall.district.perform(
      .setDeputies(
        of: fall.administrator,
        [
          Deputy(
            person: fall.other, from: #require(CivilDate(iso: "2026-09-01")),
            until: #require(CivilDate(iso: "2026-12-01")))
        ]))
    try fall.district.pass(to: "2026-09-25T12:00")
    let work = try fall.district.handIn(fall.teacher)
    try fall.district.pass(to: "2026-09-28T05:00")
    try fall.district.perform(
      .proposeAssignment(fall.window, pairs: [], unassigned: [work]),
      by: .person(fall.administrator))
    try fall.district.pass(to: "2026-09-28T12:00")
    #expect(
      fall.district.disposition("assignment/1/proposed/\(fall.administrator)")
        == "cancelled replaced")
    #expect(
      fall.district.disposition("assignment/2/proposed/\(fall.administrator)") == "suppressed")
    #expect(fall.told("assignment/2/proposed/\(fall.other)"))
  }

  // MARK: 25 ready

  @Test func `is ready once the last scorecard is in, and not if they were released as they came`()
    throws
  {
    var fall = try Fall()
    try fall.underReview()
    try fall.district.pass(to: "2026-10-03T12:00")
    try fall.district.judge(fall.review)
    let key = "window/\(fall.window)/ready/all/\(fall.administrator)"
    var released = fall
    try released.district.releaseReady()
    try released.district.pass(to: "2026-10-05T12:00")
    #expect(released.district.disposition(key) == "cancelled decided")
    try fall.district.pass(to: "2026-10-05T12:00")
    #expect(fall.told(key))
  }

  @Test func `is told again a day before her own due date, unless the first was a day before`()
    throws
  {
    // Her due date is Monday, October 26, so it is told again on Friday the 23rd.
    for (judged, again) in [
      ("2026-10-21T12:00", "mailed"), ("2026-10-22T12:00", "cancelled replaced"),
    ] {
      var fall = try Fall()
      try fall.underReview()
      try fall.district.pass(to: judged)
      try fall.district.judge(fall.review)
      try fall.district.pass(to: "2026-10-23T12:00")
      let key = "window/\(fall.window)/ready/1d/\(fall.administrator)"
      #expect(fall.district.disposition(key).hasPrefix(again))
    }
  }

  @Test func `has a group of its own for a further round, months after its window`() throws {
    var fall = try Fall()
    try fall.judged(isMet: false)
    try fall.district.pass(to: "2026-10-06T12:00")
    try fall.district.releaseReady()
    try fall.district.pass(to: "2026-12-01T12:00")
    try fall.district.handIn(fall.teacher)
    try fall.district.pass(to: "2026-12-03T12:00")
    try fall.district.judge(fall.review)
    try fall.district.pass(to: "2026-12-03T13:00")
    #expect(fall.district.mails(to: fall.administrator).last == "2026-12-03 ready")
  }

  // MARK: 31, 32 files and addresses

  @Test
  func `is rows that were set aside: of an hour's files one mail, of a file with none nothing`()
    throws
  {
    var fall = try Fall()
    fall.district.beatMinutes = 1
    try fall.district.pass(to: "2026-09-28T10:05")
    for (file, wall) in [("aa", "10:05"), ("bb", "10:59"), ("cc", "11:00")] {
      try fall.district.pass(to: "2026-09-28T\(wall)")
      fall.district.records.desk.setAside[file] = [
        SetAsideRow(row: 17, column: "Employee number", problem: "nobody has this number")
      ]
      try take(file, setAside: 1, &fall)
    }
    try take("dd", setAside: 0, &fall)
    try take("ee", setAside: 1, &fall)
    try fall.district.pass(to: "2026-09-28T13:00")
    let letters = fall.district.records.outbox.mails.map(\.letter).filter {
      $0.name.notice == .intakeReport
    }
    #expect(letters.map { $0.notices.compactMap { $0.data["file"] } } == [["aa", "bb"], ["cc"]])
    #expect(fall.district.disposition("intake/dd/report/\(fall.administrator)") == "nothing")
    // Rows that were settled, or known from the last time, are no rows set aside any more.
    #expect(
      fall.district.disposition("intake/ee/report/\(fall.administrator)")
        == "cancelled nothingToSay")
  }

  @Test func `says when the first of its files came in`() throws {
    var fall = try Fall()
    for (wall, file) in [("2026-09-28T10:05", "aa"), ("2026-09-28T10:20", "bb")] {
      try fall.district.pass(to: wall)
      fall.district.records.desk.setAside[file] = [SetAsideRow(row: 1, column: "", problem: "x")]
      try fall.district.perform(
        .noteFile(FileTaken(file: file, kind: "people", rows: 2, taken: 1, setAside: 1)))
    }
    try fall.district.pass(to: "2026-09-28T12:00")
    let notices = fall.district.records.outbox.mails.last?.letter.notices ?? []
    #expect(
      try notices.map { $0.instant(.since) } == [
        fall.district.instant("2026-09-28T10:05"), fall.district.instant("2026-09-28T10:20"),
      ])
  }

  @Test func `has words of its own for a file that could not be read`() throws {
    var fall = try Fall()
    try fall.district.pass(to: "2026-09-28T10:05")
    try fall.district.perform(
      .noteFile(
        FileTaken(
          file: "ff", kind: "Form export", rows: 0, taken: 0, setAside: 0,
          unreadable: "Line 1: found no header.")))
    try fall.district.pass(to: "2026-09-28T12:00")
    #expect(
      fall.district.mails(to: fall.administrator).last == "2026-09-28 intake-report-not-taken")
  }

  @Test func `is addresses that bounced, on the next morning, one mail for all but her own`() throws
  {
    var fall = try Fall()
    // Friday, Saturday: both are told on Monday, with the bounces since Friday.
    for (wall, person) in [
      ("2026-10-02T10:00", fall.teacher), ("2026-10-03T10:00", fall.other),
    ] {
      try fall.district.pass(to: wall)
      fall.district.records.desk.bounced.append((person, fall.district.now))
      try fall.district.perform(.markAddress(person, hasBounced: true))
    }
    try fall.district.pass(to: "2026-10-05T12:00")
    #expect(
      fall.mails(fall.administrator, after: "2026-10-03") == ["2026-10-05 address-bounced"])
    let notice = fall.district.records.outbox.mails.last?.letter.notices.first
    #expect(notice?.instant(.since) == (try fall.district.instant("2026-10-02T00:00")))
    // The same address again: nothing has changed, and nothing is told.
    try fall.district.perform(.markAddress(fall.teacher, hasBounced: true))
    try fall.district.perform(.markAddress(fall.administrator, hasBounced: true))
    #expect(fall.district.records.outbox.planned(about: .district).map(\.name) == [.digest])
  }

  // MARK: 34 digest

  @Test
  func `is the digest on Friday at seven, in breaks, too, after a holiday on the next weekday`()
    throws
  {
    var fall = try Fall(from: "2026-11-15T12:00")
    try fall.district.pass(to: "2027-01-05T12:00")
    let mails = fall.district.records.outbox.mails.filter {
      $0.letter.name.notice == .digest
    }
    #expect(
      mails.map { "\(fall.district.zone.civil(at: $0.at))" } == [
        "2026-11-20T07:00:00", "2026-11-30T07:00:00", "2026-12-04T07:00:00",
        "2026-12-11T07:00:00", "2026-12-18T07:00:00", "2026-12-28T07:00:00",
        "2027-01-04T07:00:00",
      ])
    let robin = fall.administrator
    #expect(
      mails.map(\.letter.key) == [
        "digest/2026-W47/\(robin)", "digest/2026-W48/\(robin)", "digest/2026-W49/\(robin)",
        "digest/2026-W50/\(robin)", "digest/2026-W51/\(robin)", "digest/2026-W52/\(robin)",
        "digest/2026-W53/\(robin)",
      ])
  }

  @Test func `is planned once, and for a deputy as soon as there is one`() throws {
    var fall = try Fall()
    func standing() throws -> [PlanChange] {
      try Planner.standing(
        facts: fall.district.records, zone: fall.district.zone, at: fall.district.now)
    }
    #expect(try standing().count == 1)
    fall.district.records.outbox.carryOut(try standing())
    #expect(try standing().isEmpty)
    try fall.district.perform(
      .setDeputies(
        of: fall.administrator,
        [
          Deputy(
            person: fall.other, from: #require(CivilDate(iso: "2026-09-04")),
            until: #require(CivilDate(iso: "2026-09-04")))
        ]))
    #expect(try standing().count == 1)
  }

  // MARK: 30 pay dates

  /// Payroll locks on Friday, October 9, at 5 PM. The fifth school day before it is Friday the 2nd.
  private func withPayDate(cutOff: String) throws -> Fall {
    var fall = try Fall(from: "2026-09-29T12:00")
    fall.district.records.desk.payDates = [
      PayDateAhead(
        day: try #require(CivilDate(iso: "2026-10-16")),
        cutOff: try fall.district.instant(cutOff),
        locks: try fall.district.instant("2026-10-09T17:00"))
    ]
    fall.district.records.desk.payOpen = PayDateOpen(count: 3, late: 1)
    return fall
  }

  private func standing(_ fall: Fall, at time: String) throws -> [PlannedNotice] {
    try Planner.standing(
      facts: fall.district.records, zone: fall.district.zone, at: fall.district.instant(time)
    ).compactMap { change in
      guard case .plan(let notice) = change, notice.name == .payrollReady else { return nil }
      return notice
    }
  }

  @Test func `warns the office five school days before payroll locks, of what is still open`()
    throws
  {
    var fall = try withPayDate(cutOff: "2026-09-26T00:10")
    #expect(try standing(fall, at: "2026-10-01T23:59:59").isEmpty)
    let warned = try standing(fall, at: "2026-10-02T00:00")
    #expect(warned.map(\.key) == ["paydate/2026-10-16/risk/\(fall.administrator)"])
    #expect(warned.first?.due == (try fall.district.instant("2026-10-02T07:00")))
    #expect(warned.first?[.open] == "3" && warned.first?[.late] == "1")
    fall.district.records.outbox.carryOut(warned.map(PlanChange.plan))
    #expect(try standing(fall, at: "2026-10-05T09:00").isEmpty)
    // Nothing is said of it before the cut-off, nor where all is decided.
    fall = try withPayDate(cutOff: "2026-10-07T00:10")
    #expect(try standing(fall, at: "2026-10-07T00:09:59").isEmpty)
    #expect(try standing(fall, at: "2026-10-07T00:10").count == 1)
    fall.district.records.desk.payOpen = PayDateOpen(count: 0, late: 0)
    #expect(try standing(fall, at: "2026-10-07T00:10").isEmpty)
  }

  @Test func `gives payroll its file once it is locked, or the office where nobody is payroll`()
    throws
  {
    var fall = try withPayDate(cutOff: "2026-09-26T00:10")
    fall.district.records.desk.payFigures = PayDateFigures(
      lines: 61, corrections: 2, cents: 30_250_00)
    #expect(
      try standing(fall, at: "2026-10-09T16:59:59").map(\.key) == [
        "paydate/2026-10-16/risk/\(fall.administrator)"
      ])
    let ready = try standing(fall, at: "2026-10-09T17:00")
    #expect(ready.map(\.key) == ["paydate/2026-10-16/ready/\(fall.administrator)"])
    #expect(ready.first?[.lines] == "61" && ready.first?[.cents] == "3025000")
    #expect(ready.first?.instant(.lock) == (try fall.district.instant("2026-10-16T00:00")))
    try fall.district.perform(.grantRole(fall.other, .payroll))
    #expect(
      try standing(fall, at: "2026-10-09T17:00").map(\.key) == [
        "paydate/2026-10-16/ready/\(fall.other)"
      ])
    fall.district.records.desk.payFigures.lines = 0
    #expect(try standing(fall, at: "2026-10-09T17:00").isEmpty)
  }

  private func take(_ file: String, setAside: Int, _ fall: inout Fall) throws {
    try fall.district.perform(
      .noteFile(
        FileTaken(file: file, kind: "Form export", rows: 142, taken: 141, setAside: setAside)))
  }
}
