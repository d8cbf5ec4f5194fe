import CivilTime
import Programs
import Rubrics
import Testing
import Workflow

@Suite struct `A window` {
  private let millisecond: Int64 = 1

  private func fall(_ district: District) throws -> Window {
    try district.window(.proposal, "Fall 2026")
  }

  @Test func `is announced, opens, is noted to close and closes, each at its millisecond`() throws {
    var district = try MapleHollow.plannedDistrict()
    let steps: [(WindowState, Bool, String)] = [
      (.announced, false, "2026-09-01 07:00"), (.open, false, "2026-09-14"),
      (.open, true, "2026-09-24 07:00"), (.closed, true, "2026-09-28 00:10"),
    ]
    for (state, isNoted, time) in steps {
      let before = try fall(district)
      try district.pass(until: at(time).adding(milliseconds: -millisecond))
      #expect(try fall(district) == before, "before \(time)")
      try district.pass(until: at(time))
      #expect(try fall(district).state == state && fall(district).isClosingNoted == isNoted)
    }
  }

  @Test func `does nothing for the clock before its time, and once for whoever asks twice`() throws
  {
    var district = try MapleHollow.plannedDistrict()
    let id = try fall(district).id
    for command in [Command.announceWindow(id), .openWindow(id), .closeWindow(id)] {
      #expect(try district.decided(command, by: .clock).isEmpty)
    }
    try district.perform(.announceWindow(id))
    #expect(try district.decided(.announceWindow(id)).isEmpty)
    #expect(try fall(district).state == .announced)
  }

  @Test func `is announced by its opening where less than a week is left`() throws {
    for (time, isMerged) in [("2026-09-06 23:59:59.999", false), ("2026-09-07 00:00:00.001", true)]
    {
      var district = try MapleHollow.plannedDistrict()
      district.now = try at(time)
      let id = try fall(district).id
      #expect(
        try district.decided(.announceWindow(id), by: .clock)
          == [.windowAnnounced(WindowAnnounced(window: id, isMergedIntoOpening: isMerged))])
    }
  }

  @Test func `takes work from its opening to the end of its grace`() throws {
    for (time, isTaken) in [
      ("2026-09-13 23:59:59.999", false), ("2026-09-14 00:00", true),
      ("2026-09-28 00:00", true), ("2026-09-28 00:09:59.999", true), ("2026-09-28 00:10", false),
    ] {
      var district = try MapleHollow.plannedDistrict()
      try district.pass(until: time)
      let command = Command.handIn(district.work(.proposal, of: maya, "Podcasts"))
      let refusal = try district.refusal(command, by: person(maya))
      #expect((refusal == nil) == isTaken, "\(time)")
      if let refusal { #expect(refusal.reason == .notNow) }
    }
  }

  @Test func `counts the arrival, however late it is read`() throws {
    var district = try MapleHollow.plannedDistrict()
    let arrived = try at("2026-09-28 00:09:59.999")
    try district.pass(until: "2026-09-29 12:00")
    let work = district.work(.proposal, of: maya, "Podcasts", source: .form, at: arrived)
    try district.perform(.handIn(work), by: .intake)
    let submission = try #require(district.records.submission(SubmissionID(1)))
    #expect(try submission.window == fall(district).id)
    // Its assignment is being checked already: this one is given to an evaluator by itself.
    #expect(submission.lacking.map(\.part) == [.evaluator])
  }

  @Test func `is opened by hand today, and closed tonight`() throws {
    var district = try MapleHollow.plannedDistrict()
    try district.pass(until: "2026-09-10 11:00")
    let id = try fall(district).id
    try district.perform(.openWindow(id))
    #expect(try fall(district).opensOn == day("2026-09-10") && fall(district).state == .open)
    #expect(try district.refusal(.handIn(district.work(.proposal, of: maya, "P"))) == nil)

    try district.perform(.closeWindow(id))
    #expect(try fall(district).endsOn == day("2026-09-11") && fall(district).state == .open)
    #expect(try district.decided(.closeWindow(id)).isEmpty)
    try district.pass(until: "2026-09-11 00:10")
    #expect(try fall(district).state == .closed)
  }

  @Test func `is not made longer by closing it by hand in its grace`() throws {
    var district = try MapleHollow.plannedDistrict()
    try district.pass(until: "2026-09-28 00:05")
    #expect(try district.decided(.closeWindow(fall(district).id)).isEmpty)
  }

  @Test func `moves with everything that follows from it, and what waits in it`() throws {
    var district = try MapleHollow.plannedDistrict()
    try district.pass(until: "2026-09-20 12:00")
    let id = try district.handIn(.proposal, of: maya, "Podcasts")
    let window = try fall(district)
    let events = try district.perform(
      .changeWindow(
        window.id, opensOn: window.opensOn, endsOn: day("2026-10-01"), reason: "The storm."))
    #expect(events.count == 1)
    #expect(try fall(district).version == 1)
    #expect(try fall(district).times.graceEnds == at("2026-10-01 00:10"))
    #expect(try district.submission(id).times.notifyBy == at("2026-11-01"))
  }

  @Test func `leaves alone the promise of what goes by a day of its own`() throws {
    var district = try MapleHollow.plannedDistrict()
    try district.pass(until: "2026-09-20 12:00")
    let id = try district.handIn(.proposal, of: maya, "Podcasts")
    try district.assign(id, to: theo)
    try district.judge(id, students: "partly")
    try district.perform(.releaseDecisions([id]))
    // Theo can't take it again, so it waits in the next round.
    try district.perform(
      .recordEvaluator(
        theo,
        EvaluatorProfile(
          expertise: [],
          away: [
            AwaySpan(first: day("2026-09-01"), last: day("2026-10-30"))
          ])))
    try district.pass(until: "2026-09-22 12:00")
    try district.handIn(.proposal, of: maya, "Podcasts", "Better.")
    let times = try district.submission(id).times
    #expect(try district.state(id) == .submitted && times.notifyBy == at("2026-10-23"))
    try district.perform(
      .changeWindow(
        fall(district).id, opensOn: fall(district).opensOn, endsOn: day("2026-10-05"), reason: ""))
    #expect(try district.submission(id).times == times)
  }

  @Test func `can't overlap with another of its step, be over, empty or too long`() throws {
    var district = try MapleHollow.plannedDistrict()
    func add(_ opens: String, _ ends: String) throws -> Refusal.Reason? {
      try district.refusal(
        .addWindow(.proposal, label: "Extra", opensOn: day(opens), endsOn: day(ends)))?.reason
    }
    #expect(try add("2026-09-01", "2026-09-14") == nil)
    #expect(try add("2026-09-01", "2026-09-15") == .againstTheRules)
    #expect(try add("2026-09-28", "2026-10-01") == nil)
    #expect(try add("2026-09-27", "2026-10-01") == .againstTheRules)
    #expect(try add("2026-08-10", "2026-08-10") == .incomplete)
    #expect(try add("2027-05-01", "2028-06-05") == .againstTheRules)
    #expect(try add("2027-05-01", "2028-06-04") == nil)
    #expect(try add("2026-08-01", "2026-08-03") == .notNow)
    #expect(try add("2026-08-01", "2026-08-04") == nil)
    let id = try fall(district).id
    func change(_ opens: String, _ ends: String) throws -> Refusal.Reason? {
      try district.refusal(
        .changeWindow(id, opensOn: day(opens), endsOn: day(ends), reason: ""))?.reason
    }
    #expect(try change("2027-01-01", "2027-01-12") == .againstTheRules)
    try district.pass(until: "2026-09-20 12:00")
    #expect(try change("2026-09-15", "2026-09-28") == .notInThisState)
    #expect(try change("2026-09-14", "2026-09-20") == .notNow)
    #expect(try change("2026-09-14", "2026-09-21") == nil)
    try district.pass(until: "2026-09-29")
    #expect(try change("2026-09-14", "2026-10-20") == .notInThisState)
  }

  @Test func `is noted again to close when its end moves, and not when it stays`() throws {
    var district = try MapleHollow.plannedDistrict()
    try district.pass(until: "2026-09-25")
    let id = try fall(district).id
    #expect(try fall(district).isClosingNoted)
    try district.perform(
      .changeWindow(id, opensOn: day("2026-09-14"), endsOn: day("2026-10-05"), reason: ""))
    #expect(try !fall(district).isClosingNoted)
    try district.pass(until: "2026-10-01 07:00")
    #expect(try fall(district).isClosingNoted)
  }

  @Test func `is reopened with a reason, and takes work until its new end`() throws {
    var district = try MapleHollow.plannedDistrict()
    try district.pass(until: "2026-09-29 12:00")
    let id = try fall(district).id
    #expect(
      try district.refusal(.reopenWindow(id, endsOn: day("2026-10-02"), reason: ""))?.reason
        == .incomplete)
    #expect(
      try district.refusal(.reopenWindow(id, endsOn: day("2026-09-29"), reason: "R"))?.reason
        == .notNow)
    try district.perform(.reopenWindow(id, endsOn: day("2026-09-30"), reason: "The storm."))
    let submission = try district.handIn(.proposal, of: maya, "Podcasts")
    #expect(try district.submission(submission).times.notifyBy == at("2026-10-30"))
    try district.pass(until: "2026-09-30 00:10")
    #expect(try fall(district).state == .closed)
    #expect(
      try district.refusal(.reopenWindow(WindowID(99), endsOn: day("2026-10-30"), reason: "R"))?
        .reason == .notFound)
  }

  @Test func `is cancelled as long as no work is in it`() throws {
    var district = try MapleHollow.plannedDistrict()
    try district.pass(until: "2026-09-20 12:00")
    let id = try fall(district).id
    let submission = try district.handIn(.proposal, of: maya, "Podcasts")
    #expect(
      try district.refusal(.cancelWindow(id, reason: "R"))?.reason == .againstTheRules)
    try district.perform(.withdraw(submission))
    try district.perform(.cancelWindow(id, reason: "Too few."))
    #expect(try fall(district).state == .cancelled)
    #expect(
      try district.refusal(.handIn(district.work(.proposal, of: noah, "R")))?.reason == .notNow)
    #expect(
      try district.refusal(.acceptLate(noah, id, until: at("2027-01-01"), reason: "R"))?.reason
        == .notInThisState)
    #expect(try district.refusal(.cancelWindow(id, reason: "R"))?.reason == .notInThisState)
    // Its days are free again.
    #expect(
      try district.decided(.planYear(2026)).count == 1)
  }

  @Test func `is as long as its days, over the two clock changes, New Year and 29 February`() throws
  {
    let program = try MapleHollow.program()
    let deadlines = Deadlines(
      zone: centralTime, calendar: try MapleHollow.calendar(), mail: program.mail)
    func hours(_ opens: String, _ ends: String) throws -> Int64 {
      let times = deadlines.times(
        for: program.evidence, opensOn: try day(opens), endsOn: try day(ends))
      return times.ends.milliseconds(since: times.opens) / 3_600_000
    }
    #expect(try hours("2026-10-26", "2026-11-09") == 14 * 24 + 1)
    #expect(try hours("2027-03-08", "2027-03-22") == 14 * 24 - 1)
    #expect(try hours("2026-12-28", "2027-01-11") == 14 * 24)
    #expect(try hours("2028-02-28", "2028-03-01") == 2 * 24)
    let fallBack = deadlines.times(
      for: program.evidence, opensOn: try day("2026-10-18"), endsOn: try day("2026-11-01"))
    #expect(fallBack.ends == Instant(rfc3339: "2026-11-01T05:00:00Z"))
    #expect(fallBack.notifyBy == Instant(rfc3339: "2026-12-01T06:00:00Z"))
  }
}

@Suite struct `A school year's windows` {
  private func planned(_ program: Program, _ year: Int = 2026) throws -> [Window] {
    try MapleHollow.plannedDistrict(program).records.windows()
  }

  @Test func `come from the rules, by step, once`() throws {
    var district = try MapleHollow.plannedDistrict()
    let dates = district.records.windows().map {
      "\($0.stage) \($0.label) \($0.opensOn) \($0.endsOn)"
    }
    #expect(
      dates == [
        "proposal Fall 2026 2026-09-14 2026-09-28", "evidence Fall 2026 2026-10-26 2026-11-09",
        "proposal Winter 2027 2027-01-11 2027-01-25",
        "evidence Winter 2027 2027-02-08 2027-02-22",
        "proposal Spring 2027 2027-04-05 2027-04-19",
        "evidence Spring 2027 2027-05-10 2027-05-24",
      ])
    #expect(try district.decided(.planYear(2026)).isEmpty)
    // What was moved is not planned a second time where it was.
    let fall = try district.window(.proposal, "Fall 2026")
    try district.perform(
      .changeWindow(fall.id, opensOn: day("2026-09-21"), endsOn: day("2026-10-05"), reason: ""))
    #expect(try district.decided(.planYear(2026)).isEmpty)
    #expect(try district.decided(.planYear(2027)).count == 6)
  }

  @Test func `leave out what is over when the program begins`() throws {
    var district = try MapleHollow.district()
    district.now = try at("2026-11-09")
    let planned = try district.decided(.planYear(2026))
    #expect(planned.count == 4)
    district.now = try at("2026-11-08 23:59:59.999")
    #expect(try district.decided(.planYear(2026)).count == 5)
  }

  @Test func `follow one upon the other where work comes in until a due date`() throws {
    let program = try MapleHollow.programWithoutProposals(
      intake: .cutOffs([
        CutOffRule(label: "June warrant", lastDay: MapleHollow.rule("second Friday of June")),
        CutOffRule(label: "January warrant", lastDay: MapleHollow.rule("last Tuesday of December")),
      ]))
    var district = try MapleHollow.plannedDistrict(program)
    try district.perform(.planYear(2027))
    let windows = district.records.windows()
    #expect(
      windows.map(\.label) == [
        "January warrant 2026", "June warrant 2027", "January warrant 2027", "June warrant 2028",
      ])
    #expect(try windows[0].opensOn == day("2026-06-13"))
    for (window, next) in zip(windows, windows.dropFirst()) {
      #expect(window.endsOn == next.opensOn)
    }
    #expect(try windows[0].endsOn == day("2026-12-30"))
    // In the grace, work still counts for the due date that was.
    try district.pass(until: "2026-12-30 00:09")
    let late = try district.handIn(.evidence, of: maya, "Podcasts")
    #expect(try district.submission(late).window == windows[0].id)
    try district.pass(until: "2026-12-30 00:10")
    let next = try district.handIn(.evidence, of: noah, "Podcasts")
    #expect(try district.submission(next).window == windows[1].id)
  }

  @Test func `begin where the last due date really was, when an administrator moved it`() throws {
    let program = try MapleHollow.programWithoutProposals(
      intake: .cutOffs([
        CutOffRule(label: "June", lastDay: MapleHollow.rule("second Friday of June"))
      ]))
    var district = try MapleHollow.plannedDistrict(program)
    let june = try #require(district.records.windows().first)
    #expect(try june.endsOn == day("2027-06-12"))
    try district.perform(
      .changeWindow(june.id, opensOn: june.opensOn, endsOn: day("2027-06-19"), reason: ""))
    try district.perform(.planYear(2027))
    #expect(try district.records.windows().last?.opensOn == day("2027-06-19"))
    #expect(try district.decided(.planYear(2027)).isEmpty)
  }

  @Test func `are none where work may come in at any time`() throws {
    var district = try MapleHollow.plannedDistrict(MapleHollow.programWithoutProposals())
    #expect(district.records.windows().isEmpty)
    #expect(
      try district.refusal(
        .addWindow(.evidence, label: "W", opensOn: day("2026-10-01"), endsOn: day("2026-10-09")))?
        .reason == .againstTheRules)
    let id = try district.handIn(.evidence, of: maya, "Podcasts")
    #expect(try district.submission(id).times.notifyBy == at("2026-09-04"))
    #expect(try district.submission(id).window == nil)
  }

  @Test func `move with the school calendar and the program, as long as nobody was told`() throws {
    var district = try MapleHollow.plannedDistrict()
    try district.pass(until: "2026-09-02")
    var program = try MapleHollow.program()
    program.evidence.answerMonths = 2
    program.proposals?.answerMonths = 2
    let events = try district.perform(.setProgram(program))
    // The fall's proposals are announced; the five others are not.
    #expect(events.count == 1 + 5)
    #expect(try district.window(.proposal, "Fall 2026").version == 0)
    #expect(try district.window(.evidence, "Fall 2026").times.notifyBy == at("2027-01-09"))
    #expect(try district.decided(.setProgram(program)).isEmpty)
    #expect(try district.decided(.setCalendar(MapleHollow.calendar())).isEmpty)
    #expect(try district.perform(.setCalendar(.empty)).count > 1)
  }
}
