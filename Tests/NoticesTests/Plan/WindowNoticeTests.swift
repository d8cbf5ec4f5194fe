import CivilTime
import Notices
import Testing
import Workflow

@Suite struct `What is told of a window` {
  // MARK: 1 announced

  @Test
  func `goes to whoever has a proposal in progress, and where there are no proposals to all staff`()
    throws
  {
    var fall = try Fall()
    try fall.district.pass(to: "2026-09-01T12:00")
    #expect(fall.district.mails(to: fall.teacher) == ["2026-09-01 window-announced"])
    #expect(fall.district.mails(to: fall.other).isEmpty)
    var straight = try Fall(withProposals: false)
    try straight.district.pass(to: "2026-09-01T12:00")
    #expect(straight.district.mails(to: straight.other) == ["2026-09-01 window-announced"])
  }

  @Test
  func `is announced seven days before it opens, and six days before merged into the opening`()
    throws
  {
    for (opens, isMerged) in [("2026-10-13", false), ("2026-10-12", true)] {
      var fall = try Fall()
      try fall.district.pass(to: "2026-10-06T08:00")
      let day = fall.district.zone.date(at: try fall.district.instant("\(opens)T12:00"))
      try fall.district.perform(
        .addWindow(.evidence, label: "Extra", opensOn: day, endsOn: day.adding(days: 14)))
      let window = try fall.district.window(.evidence, "Extra")
      try fall.district.pass(to: "\(opens)T12:00")
      #expect(
        fall.mails(after: "2026-10-06")
          == (isMerged
            ? ["\(opens) window-open"]
            : ["2026-10-06 window-announced", "\(opens) window-open"]))
      #expect(
        fall.district.disposition(fall.key("window/\(window)/announced"))
          == (isMerged
            ? "merged \(fall.key("window/\(window)/open"))"
            : "mailed \(fall.key("window/\(window)/announced"))"))
    }
  }

  @Test func `is one mail for two windows on one day, a line each`() throws {
    var fall = try Fall(withProposals: false)
    try fall.district.pass(to: "2026-10-09T08:00")
    var windows: [WindowID] = []
    for (label, opens) in [("One", 24), ("Two", 25)] {
      let day = try #require(CivilDate(year: 2026, month: 10, day: opens))
      try fall.district.perform(
        .addWindow(.evidence, label: label, opensOn: day, endsOn: day.adding(days: 1)))
      windows.append(try fall.district.window(.evidence, label))
    }
    // Fourteen days before is a Saturday and a Sunday: both are announced on the Monday after.
    try fall.district.pass(to: "2026-10-12T12:00")
    let start = try fall.district.instant("2026-10-09T00:00")
    let letters = fall.district.records.outbox.mails.filter {
      $0.letter.person == fall.teacher && start < $0.at
    }
    #expect(letters.map(\.letter.notices.count) == [2])
    #expect(letters.first?.letter.notices.map(\.about) == windows.map { .window($0) })
  }

  @Test func `is cancelled for a person on leave`() throws {
    var fall = try Fall(withProposals: false)
    let first = try #require(CivilDate(iso: "2026-08-20"))
    try fall.district.perform(
      .recordEvaluator(
        fall.other,
        EvaluatorProfile(
          expertise: [], away: [AwaySpan(first: first, last: first.adding(days: 12))])))
    try fall.district.pass(to: "2026-09-01T12:00")
    #expect(
      fall.district.disposition("window/\(fall.window)/announced/\(fall.other)")
        == "cancelled onLeave")
    #expect(fall.told("window/\(fall.window)/announced/\(fall.evaluator)"))
  }

  @Test
  func `is suppressed for whoever switched announcements off: with nothing in hand, nothing comes`()
    throws
  {
    var fall = try Fall()
    try fall.district.perform(
      .muteNotices(
        fall.teacher, kind: MutableKind.announcements.rawValue, isMuted: true))
    try fall.district.pass(to: "2026-12-01T12:00")
    #expect(fall.district.mails(to: fall.teacher).isEmpty)
    #expect(fall.district.disposition(fall.key("window/\(fall.window)/announced")) == "suppressed")
    #expect(fall.district.disposition(fall.key("window/\(fall.window)/open")) == "suppressed")
  }

  @Test func `leaves somebody with nothing to do two mails a season`() throws {
    var fall = try Fall()
    try fall.district.pass(to: "2026-12-01T12:00")
    #expect(
      fall.district.mails(to: fall.teacher) == [
        "2026-09-01 window-announced", "2026-09-14 window-open",
      ])
  }

  // MARK: 2 open

  @Test func `is not said to be open to somebody whose work is in already`() throws {
    var fall = try Fall()
    try fall.district.pass(to: "2026-09-14T00:30")
    try fall.district.handIn(fall.teacher)
    try fall.district.pass(to: "2026-09-14T12:00")
    #expect(
      fall.district.disposition(fall.key("window/\(fall.window)/open")) == "cancelled handedIn")
    // A resubmission that is under review when the next window opens: there is nothing to hand in.
    var again = try Fall()
    try again.judged(isMet: false)
    try again.district.releaseReady()
    try again.district.pass(to: "2026-12-29T10:00")
    try again.district.handIn(again.teacher)
    try again.district.pass(to: "2027-01-12T12:00")
    #expect(again.mails(after: "2026-12-30").isEmpty)
  }

  @Test func `takes, open for less than four days, the place of the note that it closes`() throws {
    for (days, isMerged) in [(3, true), (4, false)] {
      var fall = try Fall()
      try fall.district.pass(to: "2026-10-05T08:00")
      let day = try #require(CivilDate(iso: "2026-10-20"))
      try fall.district.perform(
        .addWindow(.evidence, label: "Short", opensOn: day, endsOn: day.adding(days: days)))
      let window = try fall.district.window(.evidence, "Short")
      fall.district.draft(fall.teacher)
      try fall.district.pass(to: "2026-10-26T12:00")
      let open = fall.key("window/\(window)/open")
      #expect(fall.told(open))
      let closing = fall.district.disposition(fall.key("window/\(window)/closing"))
      #expect((closing == "merged \(open)") == isMerged, "\(days) \(closing)")
    }
  }

  // MARK: 3 closing

  @Test func `closes soon only for whoever has a draft, a return, or the last window of a year`()
    throws
  {
    var fall = try Fall()
    let drafting = try fall.district.hire("Ines")
    let ending = try fall.district.hire("Noor")
    let returning = try fall.district.hire("Lior")
    try fall.district.approve(drafting, until: "2027-06-30")
    // Its year ends before the winter window opens on January 11.
    try fall.district.approve(ending, until: "2027-01-10")
    try fall.district.approve(returning, until: "2027-01-11")
    try fall.district.pass(to: "2026-09-21T12:00")
    fall.district.draft(drafting)
    let work = try fall.district.handIn(returning)
    try fall.district.perform(
      .returnSubmission(work, [MissingPart(part: nil, kind: .linkClosed)]))
    try fall.district.pass(to: "2026-09-24T12:00")
    let closing = "2026-09-24 window-closing"
    #expect(fall.district.mails(to: drafting).last == closing)
    #expect(fall.district.mails(to: ending).last == closing)
    #expect(fall.district.mails(to: returning).last == closing)
    #expect(fall.district.mails(to: fall.teacher).last == "2026-09-14 window-open")
  }

  @Test func `is not said to close to whoever handed in, withdrew, or chose "not this time"`()
    throws
  {
    var fall = try Fall()
    let quick = try fall.district.hire("Ines")
    let gone = try fall.district.hire("Noor")
    let later = try fall.district.hire("Lior")
    for person in [quick, gone, later] { try fall.district.approve(person, until: "2027-06-30") }
    try fall.district.pass(to: "2026-09-23T12:00")
    for person in [quick, gone, later] { fall.district.draft(person) }
    // Noted on the 24th at seven, and held until these have acted.
    fall.district.isDown = true
    try fall.district.pass(to: "2026-09-24T08:00")
    try fall.district.perform(.noteWindowClosing(fall.window), by: .clock)
    try fall.district.handIn(quick)
    let work = try fall.district.handIn(gone)
    try fall.district.perform(.withdraw(work), by: .person(gone))
    fall.district.draft(later, notThisTime: fall.window)
    fall.district.isDown = false
    try fall.district.pass(to: "2026-09-24T12:00")
    func why(_ person: PersonID) -> String {
      fall.district.disposition("window/\(fall.window)/closing/\(person)")
    }
    #expect(why(quick) == "cancelled handedIn")
    #expect(why(gone) == "cancelled withdrawn")
    #expect(why(later) == "cancelled notThisTime")
  }

  // MARK: 4 changed

  @Test func `tells new dates to whoever was told the old ones and has a draft, ten minutes later`()
    throws
  {
    var fall = try Fall()
    let drafting = try fall.district.hire("Ines")
    try fall.district.approve(drafting, until: "2027-06-30")
    try fall.district.pass(to: "2026-09-22T10:00")
    fall.district.draft(drafting)
    try change(&fall, to: "2026-10-01")
    try fall.district.pass(to: "2026-09-22T10:09")
    #expect(!fall.district.mails(to: drafting).contains { $0.hasSuffix("changed") })
    try fall.district.pass(to: "2026-09-22T10:10")
    #expect(fall.district.mails(to: drafting).last == "2026-09-22 window-changed")
    #expect(fall.district.mails(to: fall.teacher).last == "2026-09-14 window-open")
    let told = fall.district.records.outbox.mails.last?.letter.notices.first
    #expect(told?.instant(.closesBefore) == (try fall.district.instant("2026-09-28T00:00")))
    #expect(told?[.reason] == "The storm.")
  }

  @Test func `has words of its own for a window that closes sooner`() throws {
    var fall = try Fall()
    try fall.district.pass(to: "2026-09-16T10:00")
    fall.district.draft(fall.teacher)
    try change(&fall, to: "2026-09-24")
    try fall.district.pass(to: "2026-09-16T12:00")
    #expect(fall.district.mails(to: fall.teacher).last == "2026-09-16 window-changed-sooner")
  }

  @Test func `tells of a window that closes tonight before it does, whatever the hour`() throws {
    var fall = try Fall()
    fall.district.beatMinutes = 1
    try fall.district.pass(to: "2026-09-16T17:55")
    fall.district.draft(fall.teacher)
    try change(&fall, to: "2026-09-17")
    try fall.district.pass(to: "2026-09-16T18:04")
    #expect(!fall.district.mails(to: fall.teacher).contains { $0.contains("changed") })
    try fall.district.pass(to: "2026-09-16T18:05")
    #expect(fall.district.mails(to: fall.teacher).last == "2026-09-16 window-changed-sooner")
  }

  @Test func `says nothing of dates that moved and moved back within ten minutes, or were undone`()
    throws
  {
    for isUndone in [true, false] {
      var fall = try Fall()
      try fall.district.pass(to: "2026-09-16T10:00")
      fall.district.draft(fall.teacher)
      try change(&fall, to: "2026-10-01")
      try fall.district.pass(to: "2026-09-16T10:05")
      if isUndone { try fall.district.undoLast() } else { try change(&fall, to: "2026-09-28") }
      try fall.district.pass(to: "2026-09-16T12:00")
      #expect(fall.district.mails(to: fall.teacher).last == "2026-09-14 window-open")
      #expect(
        fall.district.disposition(fall.key("window/\(fall.window)/changed/1"))
          .hasPrefix("cancelled"))
    }
  }

  @Test func `tells of two changes in ten minutes the last, against the dates people know`() throws
  {
    var fall = try Fall()
    try fall.district.pass(to: "2026-09-16T10:00")
    fall.district.draft(fall.teacher)
    try change(&fall, to: "2026-10-01")
    try fall.district.pass(to: "2026-09-16T10:05")
    try change(&fall, to: "2026-10-03")
    try fall.district.pass(to: "2026-09-16T12:00")
    #expect(
      fall.mails(after: "2026-09-15").filter { $0.contains("changed") }
        == ["2026-09-16 window-changed"])
    let told = fall.district.records.outbox.mails.last?.letter.notices.first
    #expect(told?.instant(.closesBefore) == (try fall.district.instant("2026-09-28T00:00")))
  }

  @Test func `carries new dates in the announcement when nobody has been told yet`() throws {
    var fall = try Fall(from: "2026-08-25T05:00")
    try change(&fall, to: "2026-10-01")
    try fall.district.pass(to: "2026-09-20T12:00")
    #expect(
      fall.district.mails(to: fall.teacher) == [
        "2026-09-01 window-announced", "2026-09-14 window-open",
      ])
  }

  @Test func `cancels what is unsent of a window that is cancelled`() throws {
    var fall = try Fall()
    try fall.district.pass(to: "2026-09-14T05:00")
    try fall.district.perform(.cancelWindow(fall.window, reason: "Not this fall."))
    try fall.district.pass(to: "2026-09-20T12:00")
    #expect(
      fall.district.disposition(fall.key("window/\(fall.window)/open"))
        == "cancelled windowCancelled")
  }

  private func change(_ fall: inout Fall, to end: String) throws {
    try fall.district.perform(
      .changeWindow(
        fall.window, opensOn: #require(CivilDate(iso: "2026-09-14")),
        endsOn: #require(CivilDate(iso: end)), reason: "The storm."))
  }
}
