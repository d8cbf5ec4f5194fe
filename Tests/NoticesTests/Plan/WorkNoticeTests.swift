import CivilTime
import Notices
import Rubrics
import Testing
import Workflow

@Suite struct `What a teacher is told of their work` {
  // MARK: 5, 6 received

  @Test func `is a receipt at once, at night, too`() throws {
    var fall = try Fall()
    try fall.district.pass(to: "2026-09-19T23:30")
    try fall.district.handIn(fall.teacher)
    try fall.district.pass(to: "2026-09-19T23:30")
    #expect(fall.mails(after: "2026-09-19") == ["2026-09-19 evidence-received"])
  }

  @Test func `is, changed again within ten minutes, one more receipt for the last`() throws {
    var fall = try Fall()
    try fall.district.pass(to: "2026-09-21T10:00")
    let work = try fall.district.handIn(fall.teacher)
    for minute in ["03", "08", "12"] {
      try fall.district.pass(to: "2026-09-21T10:\(minute)")
      try fall.district.handIn(fall.teacher, .evidence, minute)
    }
    try fall.district.pass(to: "2026-09-21T10:20")
    #expect(fall.mails(after: "2026-09-21").count == 1)
    try fall.district.pass(to: "2026-09-21T10:25")
    #expect(fall.mails(after: "2026-09-21").count == 2)
    #expect(fall.district.disposition("submission/\(work)/2/receipt") == "cancelled replaced")
    #expect(fall.district.disposition("submission/\(work)/3/receipt") == "cancelled replaced")
    #expect(fall.told("submission/\(work)/4/receipt"))
  }

  @Test func `is none for rows of the past and for an opening import, but a disposition`() throws {
    var fall = try Fall(withProposals: false)
    try fall.district.pass(to: "2026-10-06T10:00")
    let arrived = try fall.district.instant("2026-09-20T10:00")
    try fall.district.perform(
      .handIn(
        HandIn(
          stage: .evidence, earner: fall.teacher, title: "Old", content: Content(),
          source: .form, arrivedAt: arrived)), by: .intake)
    try fall.district.pass(to: "2026-10-06T12:00")
    #expect(!fall.mails(after: "2026-10-06").contains { $0.contains("received") })
    let work = try #require(fall.district.records.submissions(of: fall.teacher).last).id
    #expect(fall.district.disposition("submission/\(work)/1/receipt") == "cancelled ofThePast")

    let other = try Fall()
    #expect(
      other.district.disposition("submission/\(other.proposal)/1/receipt")
        == "cancelled ofThePast")
    let decision = try #require(other.district.records.submission(other.proposal)?.decision)
    #expect(other.district.disposition("decision/\(decision)/sent") == "cancelled ofThePast")
  }

  @Test func `is, what came by mail, told in the answer to the mail instead`() throws {
    var fall = try Fall()
    try fall.district.pass(to: "2026-09-21T10:00")
    try fall.district.perform(
      .handIn(
        HandIn(
          stage: .evidence, earner: fall.teacher, title: "Design \(fall.teacher)",
          content: Content(), source: .mail, arrivedAt: fall.district.now)), by: .intake)
    let work = try #require(fall.district.records.submissions(of: fall.teacher).last).id
    #expect(fall.district.disposition("submission/\(work)/1/receipt") == "cancelled replaced")
    // Checked within the ten minutes: the answer says what is missing; later a mail of its own does.
    for (minute, disposition) in [("09", "cancelled replaced"), ("10", "planned")] {
      var checked = fall
      try checked.district.pass(to: "2026-09-21T10:\(minute)")
      try checked.district.perform(
        .returnSubmission(work, [MissingPart(part: nil, kind: .documentMissing)]))
      #expect(checked.district.disposition("submission/\(work)/1/returned") == disposition)
    }
  }

  // MARK: 7 returned

  @Test func `is a return after ten minutes, in mail hours, and not if it was undone`() throws {
    for (wall, sent) in [
      ("17:49", "2026-10-05T17:59"), ("17:50", "2026-10-06T07:00"), ("06:00", "2026-10-05T07:00"),
    ] {
      var fall = try Fall()
      fall.district.beatMinutes = 1
      try fall.underReview()
      try fall.district.pass(to: "2026-10-05T\(wall)")
      try giveBack(&fall)
      var undone = fall
      try undone.district.undoLast()
      try undone.district.pass(to: "2026-10-06T12:00")
      #expect(!undone.mails(after: "2026-10-01").contains { $0.hasSuffix("returned") })
      #expect(
        undone.district.disposition("submission/\(fall.work)/1/returned") == "cancelled undone")
      // The evaluator keeps it, and is reminded as if nothing had been.
      #expect(
        undone.district.disposition("review/\(undone.review)/reminder/7d") == "planned")
      try fall.district.pass(to: "2026-10-06T12:00")
      let mail = try #require(
        fall.district.records.outbox.mails.first { $0.letter.name.notice == .returned })
      #expect(mail.at == (try fall.district.instant(sent)))
    }
  }

  @Test func `is no return once it is handed in again, or taken back`() throws {
    for isWithdrawn in [false, true] {
      var fall = try Fall()
      try fall.underReview()
      try fall.district.pass(to: "2026-10-05T20:00")
      try giveBack(&fall)
      try fall.district.pass(to: "2026-10-05T21:00")
      if isWithdrawn {
        try fall.district.perform(.withdraw(fall.work), by: .person(fall.teacher))
      } else {
        try fall.district.handIn(fall.teacher, .evidence, "The link is open now.")
      }
      try fall.district.pass(to: "2026-10-06T12:00")
      #expect(
        fall.district.disposition("submission/\(fall.work)/1/returned")
          == (isWithdrawn ? "cancelled withdrawn" : "cancelled handedIn"))
    }
  }

  @Test func `is, returned twice, two mails: each arrival has its own`() throws {
    var fall = try Fall()
    try fall.underReview()
    for day in ["05", "07"] {
      try fall.district.pass(to: "2026-10-\(day)T10:00")
      try giveBack(&fall)
      try fall.district.pass(to: "2026-10-\(day)T15:00")
      try fall.district.handIn(fall.teacher, .evidence, day)
      try fall.district.pass(to: "2026-10-\(day)T16:00")
    }
    #expect(
      fall.mails(after: "2026-10-01") == [
        "2026-10-05 returned", "2026-10-05 evidence-received", "2026-10-07 returned",
        "2026-10-07 evidence-received",
      ])
  }

  // MARK: 11 delayed

  @Test func `is a new day on the promised morning, if nothing is released`() throws {
    var fall = try Fall()
    fall.district.beatMinutes = 1
    try fall.judged()
    try fall.district.pass(to: "2026-10-27T06:59")
    #expect(!fall.mails(after: "2026-10-06").contains { $0.contains("delayed") })
    try fall.district.pass(to: "2026-10-27T07:00")
    #expect(fall.mails(after: "2026-10-06").last == "2026-10-27 decision-delayed")
    let notice = try #require(fall.district.records.outbox.mails.last?.letter.notices.first)
    #expect(notice.key == "submission/\(fall.work)/1/delayed")
    #expect(notice.instant(.before) == (try fall.district.instant("2026-10-28T00:00")))
    #expect(notice.instant(.after) == (try fall.district.instant("2026-11-04T00:00")))
    // It is told once, however often the day moves.
    try fall.district.pass(to: "2026-11-12T12:00")
    #expect(fall.district.records.submission(fall.work)?.delays == 3)
    #expect(fall.mails(after: "2026-10-06").filter { $0.contains("delayed") }.count == 1)
  }

  @Test func `is, released that same morning, the decision alone`() throws {
    var fall = try Fall()
    try fall.judged()
    try fall.district.pass(to: "2026-10-27T06:50")
    fall.district.isDown = true
    try fall.district.pass(to: "2026-10-27T07:00")
    try fall.district.perform(.delayAnswer(fall.work), by: .clock)
    try fall.district.releaseReady()
    fall.district.isDown = false
    try fall.district.pass(to: "2026-10-27T12:00")
    #expect(fall.mails(after: "2026-10-06") == ["2026-10-27 earned"])
    let decision = try #require(fall.district.records.submission(fall.work)?.decision)
    #expect(
      fall.district.disposition("submission/\(fall.work)/1/delayed")
        == "merged decision/\(decision)/sent")
  }

  @Test func `is no new day when the window's new dates said it`() throws {
    var fall = try Fall()
    try fall.district.pass(to: "2026-09-16T12:00")
    fall.work = try fall.district.handIn(fall.teacher)
    try fall.district.pass(to: "2026-09-17T12:00")
    try fall.district.perform(
      .changeWindow(
        fall.window, opensOn: #require(CivilDate(iso: "2026-09-14")),
        endsOn: #require(CivilDate(iso: "2026-10-01")), reason: "The storm."))
    try fall.district.pass(to: "2026-09-18T12:00")
    #expect(fall.mails(after: "2026-09-17") == ["2026-09-17 window-changed"])
    #expect(
      fall.district.records.submission(fall.work)?.times.notifyBy
        == (try fall.district.instant("2026-11-01T00:00")))
  }

  // MARK: 15 withdrawn

  @Test func `is at once that it is taken back, and its evaluator hears it, too`() throws {
    var fall = try Fall()
    try fall.underReview()
    try fall.district.pass(to: "2026-10-03T15:15")
    let review = fall.review
    try fall.district.perform(.withdraw(fall.work), by: .person(fall.teacher))
    try fall.district.pass(to: "2026-10-05T12:00")
    #expect(fall.mails(after: "2026-10-01") == ["2026-10-03 withdrawn"])
    #expect(
      fall.mails(fall.evaluator, after: "2026-10-01") == ["2026-10-05 no-longer-yours"])
    #expect(
      fall.district.disposition("review/\(review)/reminder/7d") == "cancelled withdrawn")
  }

  @Test func `is nothing once a person is erased, and nothing where the address bounced`() throws {
    var fall = try Fall()
    try fall.judged()
    try fall.district.releaseReady()
    let decision = try #require(fall.district.records.submission(fall.work)?.decision)
    var bounced = fall
    try bounced.district.perform(.markAddress(fall.teacher, hasBounced: true))
    try bounced.district.pass(to: "2026-10-05T13:00")
    #expect(bounced.district.disposition("decision/\(decision)/sent") == "cancelled addressBounced")
    try fall.district.perform(.erasePerson(fall.teacher))
    #expect(fall.district.disposition("decision/\(decision)/sent") == "cancelled erased")
  }

  private func giveBack(_ fall: inout Fall) throws {
    try fall.district.perform(
      .returnSubmission(fall.work, [MissingPart(part: "work", kind: .linkClosed)]))
  }
}
