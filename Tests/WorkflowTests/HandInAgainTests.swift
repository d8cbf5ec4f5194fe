import CivilTime
import Programs
import Rubrics
import Testing
import Workflow

@Suite struct `Handing in again` {
  private func decided(
    _ students: LevelID, _ program: Program? = nil
  ) throws -> (District, SubmissionID) {
    var district = try MapleHollow.plannedDistrict(program)
    try district.pass(until: "2026-09-20 12:00")
    let id = try district.handIn(.proposal, of: maya, "Podcasts")
    try district.assign(id, to: omar)
    try district.judge(id, students: students)
    try district.perform(.releaseDecisions([id]))
    return (district, id)
  }

  @Test func `keeps what was met, and brings the same evaluator, within a month`() throws {
    var (district, id) = try decided("partly")
    #expect(try district.submission(id).handInAgainBy == at("2027-01-25"))
    try district.pass(until: "2026-10-10 12:00")
    let events = try district.perform(
      .handIn(district.work(.proposal, of: maya, "Podcasts", "The students, too.")))
    #expect(events.map(\.type) == ["handed-in", "review-assigned"])
    let again = try district.submission(id)
    #expect(again.round == 2 && again.resubmissions == 1 && again.met == ["learning"])
    #expect(try again.times.notifyBy == at("2026-11-11"))
    let review = try district.openReview(of: id)
    #expect(review.evaluator == omar && review.round == 2)
    // What was met needs no score; what was not, does.
    #expect(
      try district.refusal(
        .handInScorecard(review.id, district.card(id, learning: nil, students: nil)),
        by: person(omar))?.reason == .incomplete)
    try district.judge(id, learning: nil)
    #expect(try district.state(id) == .readyToRelease)
    try district.perform(.releaseDecisions([id]))
    #expect(try district.submission(id).met == ["learning", "students"])
  }

  @Test func `looks again at what was met only when an evaluator says why`() throws {
    var (district, id) = try decided("partly")
    try district.pass(until: "2026-10-10 12:00")
    try district.handIn(.proposal, of: maya, "Podcasts", "Less than before.")
    let review = try district.openReview(of: id)
    for (criterion, reason, expected) in [
      ("learning", "", Refusal.Reason.incomplete), ("students", "Why.", .notInThisState),
    ] {
      #expect(
        try district.refusal(
          .reopenCriterion(review.id, CriterionID(rawValue: criterion), reason: reason),
          by: person(omar))?.reason == expected)
    }
    let command = Command.reopenCriterion(review.id, "learning", reason: "It is gone.")
    try district.perform(command, by: person(omar))
    #expect(try district.decided(command, by: person(omar)).isEmpty)
    #expect(
      try district.refusal(
        .handInScorecard(review.id, district.card(id, learning: nil)), by: person(omar))?.reason
        == .incomplete)
    try district.judge(id, learning: "partly")
    try district.perform(.releaseDecisions([id]))
    #expect(try district.submission(id).met == ["students"])
  }

  @Test func `is in time until the last millisecond of its day's grace`() throws {
    for (time, isInTime) in [("2027-01-25 00:09:59.999", true), ("2027-01-25 00:10", false)] {
      var (district, id) = try decided("partly")
      try district.pass(until: time)
      let refusal = try district.refusal(
        .handIn(district.work(.proposal, of: maya, "Podcasts", "Again.")), by: person(maya))
      #expect((refusal == nil) == isInTime, "\(time)")
      #expect(try district.state(id) == .decided)
    }
  }

  @Test func `waits for the next window after its day, and still keeps what was met`() throws {
    var (district, id) = try decided("partly")
    try district.pass(until: "2027-02-01 12:00")
    let late = Command.handIn(district.work(.proposal, of: maya, "Podcasts", "Again."))
    let refusal = try #require(try district.refusal(late))
    #expect(refusal.reason == .notNow && refusal.text.contains("2027-04-05"))
    var excused = district
    try excused.perform(
      .acceptLate(maya, WindowID(1), until: at("2027-02-02"), reason: "Ill."))
    #expect(try excused.refusal(late) == nil)
    try district.pass(until: "2027-04-06 12:00")
    try district.handIn(.proposal, of: maya, "Podcasts", "Again.")
    let again = try district.submission(id)
    #expect(again.round == 2 && again.met == ["learning"])
    #expect(try again.window == district.window(.proposal, "Spring 2027").id)
    #expect(again.lacking.isEmpty && again.state.name == .submitted)
    #expect(try again.times.notifyBy == at("2027-05-19"))
  }

  @Test func `is not needed after approval, and begins anew after "not approved"`() throws {
    var (district, id) = try decided("not-shown")
    guard case .decided(_, .notApproved, _) = try district.submission(id).state else {
      Issue.record("not refused")
      return
    }
    #expect(try district.submission(id).handInAgainBy == nil)
    district.now = district.now.adding(minutes: 1)
    let other = try district.handIn(.proposal, of: maya, "Podcasts")
    #expect(other != id)

    (district, id) = try decided("met")
    district.now = district.now.adding(minutes: 1)
    var work = district.work(.proposal, of: maya, "Podcasts")
    work.submission = id
    #expect(try district.refusal(.handIn(work))?.reason == .notInThisState)
  }

  @Test func `does not count what arrived before the decision`() throws {
    var district = try MapleHollow.plannedDistrict()
    try district.pass(until: "2026-09-20 12:00")
    let id = try district.handIn(.proposal, of: maya, "Podcasts")
    try district.assign(id, to: omar)
    let row = district.work(
      .proposal, of: maya, "Podcasts", "Meanwhile.", source: .form,
      at: district.now.adding(milliseconds: 1))
    #expect(try district.refusal(.handIn(row), by: .intake)?.reason == .notInThisState)
    district.now = district.now.adding(milliseconds: 2)
    try district.judge(id, students: "partly")
    try district.perform(.releaseDecisions([id]))
    #expect(try district.refusal(.handIn(row), by: .intake)?.reason == .notInThisState)
    var later = row
    later.arrivedAt = district.now
    #expect(try district.refusal(.handIn(later), by: .intake) == nil)
  }

  @Test func `is for its own teacher and its own step`() throws {
    var (district, id) = try decided("partly")
    district.now = district.now.adding(minutes: 1)
    var work = district.work(.proposal, of: noah, "Podcasts")
    work.submission = id
    #expect(try district.refusal(.handIn(work))?.reason == .notFound)
    work.earner = maya
    work.stage = .evidence
    #expect(try district.refusal(.handIn(work))?.reason == .notAllowed)
  }
}

@Suite struct `What is returned` {
  private func returned(
    _ program: Program? = nil
  ) throws -> (District, SubmissionID, Review) {
    var district = try MapleHollow.plannedDistrict(program)
    try district.pass(until: "2026-09-20 12:00")
    let id = try district.handIn(.proposal, of: maya, "Podcasts")
    try district.pass(until: "2026-10-06 12:00")
    try district.assign(id, to: omar)
    let review = try district.openReview(of: id)
    try district.perform(
      .returnSubmission(
        id, [MissingPart(part: "students", kind: .linkClosed, words: .init("It asks."))]),
      by: person(omar))
    return (district, id, review)
  }

  @Test func `is not judged, and goes back for a week`() throws {
    let (district, id, review) = try returned()
    guard case .returned(let back) = try district.submission(id).state else {
      Issue.record("not returned")
      return
    }
    #expect(try back.handInBy == at("2026-10-14") && back.wasUnderReview)
    #expect(
      try #require(district.records.review(review.id)).state
        == .closed(.returned, at: district.now))
    #expect(try district.submission(id).lacking.isEmpty)
    #expect(
      try district.refusal(.returnSubmission(id, [MissingPart(part: nil, kind: .other)]))?.reason
        == .notInThisState)
  }

  @Test func `says what is missing, within limits`() throws {
    var district = try MapleHollow.plannedDistrict()
    try district.pass(until: "2026-09-20 12:00")
    let id = try district.handIn(.proposal, of: maya, "Podcasts")
    let one = MissingPart(part: nil, kind: .other)
    for (count, isTaken) in [(0, false), (1, true), (20, true), (21, false)] {
      let refusal = try district.refusal(
        .returnSubmission(id, Array(repeating: one, count: count)))
      #expect((refusal == nil) == isTaken, "\(count)")
    }
  }

  @Test func `comes back to the same evaluator in the same round, by the day that was promised`()
    throws
  {
    var (district, id, review) = try returned()
    try district.pass(until: "2026-10-14 00:09:59.999")
    try district.handIn(.proposal, of: maya, "Podcasts", "The link is open.")
    let again = try district.submission(id)
    #expect(again.round == 1 && again.resubmissions == 0 && again.arrivals == 2)
    #expect(try again.times.notifyBy == at("2026-10-28") && again.handInAgainBy == nil)
    let open = try district.openReview(of: id)
    #expect(open.evaluator == review.evaluator && open.id != review.id && open.round == 1)
  }

  @Test func `is too late after its grace, until a window opens or the office excuses it`() throws {
    var (district, id, _) = try returned()
    try district.pass(until: "2026-10-14 00:10")
    #expect(
      try district.refusal(.handIn(district.work(.proposal, of: maya, "Podcasts", "Now.")))?.reason
        == .notNow)
    var excused = district
    try excused.perform(
      .acceptLate(maya, WindowID(1), until: at("2026-10-16"), reason: "Ill."))
    try excused.handIn(.proposal, of: maya, "Podcasts", "Now.")
    #expect(try excused.state(id) == .underReview)
    try district.pass(until: "2027-01-12 12:00")
    try district.handIn(.proposal, of: maya, "Podcasts", "Now.")
    let again = try district.submission(id)
    #expect(again.round == 1)
    #expect(try again.window == district.window(.proposal, "Winter 2027").id)
    #expect(again.times.notifyBy > district.now)
  }

  @Test func `can be filled in at any time where work always comes in`() throws {
    var district = try MapleHollow.district(MapleHollow.programWithoutProposals())
    let id = try district.handIn(.evidence, of: maya, "Podcasts")
    try district.perform(
      .returnSubmission(id, [MissingPart(part: nil, kind: .documentMissing)]), by: person(val))
    try district.pass(until: "2027-02-01 12:00")
    try district.handIn(.evidence, of: maya, "Podcasts", "The certificate.")
    #expect(try district.state(id) == .submitted)
    #expect(try district.submission(id).times.notifyBy == at("2027-03-02"))
  }

  @Test
  func `adds to what was there where a mail or a form brings it, and replaces it on the page`()
    throws
  {
    for source in [Source.mail, .form, .page] {
      var (district, id, _) = try returned()
      district.now = district.now.adding(hours: 1)
      var work = district.work(.proposal, of: maya, "Podcasts", source: source)
      work.content = Content(
        answers: [Answer(part: "students", text: "What they did.")],
        artifacts: [Artifact(part: nil, place: .link("https://new.example"))])
      try district.perform(.handIn(work), by: source == .page ? person(maya) : .intake)
      let content = try #require(try district.submission(id).content.value)
      #expect(content.answers.count == (source == .page ? 1 : 2))
      #expect(content.artifacts.count == (source == .page ? 1 : 2))
    }
  }

  @Test func `never loses an artifact to the limit`() throws {
    var (district, _, _) = try returned()
    district.now = district.now.adding(hours: 1)
    var work = district.work(.proposal, of: maya, "Podcasts", source: .mail)
    work.content.artifacts = (0..<60).map {
      Artifact(part: nil, place: .link("https://new.example/\($0)"))
    }
    #expect(try district.refusal(.handIn(work), by: .intake)?.reason == .incomplete)
    work.content.artifacts.removeLast()
    #expect(try district.refusal(.handIn(work), by: .intake) == nil)
  }

  @Test func `goes to the window's assignment if nobody had it`() throws {
    var district = try MapleHollow.plannedDistrict()
    try district.pass(until: "2026-09-20 12:00")
    let id = try district.handIn(.proposal, of: maya, "Podcasts")
    try district.perform(.returnSubmission(id, [MissingPart(part: nil, kind: .partEmpty)]))
    district.now = district.now.adding(hours: 1)
    try district.handIn(.proposal, of: maya, "Podcasts", "Here it is.")
    #expect(try district.submission(id).lacking.isEmpty)
    try district.pass(until: "2026-09-28 12:00")
    let assignment = try #require(district.records.assignment(AssignmentID(1)))
    #expect(assignment.pairs.map(\.submission) == [id])
  }

  @Test func `leaves a scorecard that is in as it is: only the other evaluator looks again`() throws
  {
    let program = try MapleHollow.program(proposals: .evaluators(.twoAndAdjudicator))
    var district = try MapleHollow.plannedDistrict(program)
    try district.pass(until: "2026-09-20 12:00")
    let id = try district.handIn(.proposal, of: maya, "Podcasts")
    try district.assign(id, to: theo)
    try district.assign(id, to: ines, as: .secondEvaluator)
    try district.judge(id)
    try district.perform(
      .returnSubmission(id, [MissingPart(part: nil, kind: .linkClosed)]), by: person(ines))
    district.now = district.now.adding(hours: 1)
    let events = try district.perform(
      .handIn(district.work(.proposal, of: maya, "Podcasts", "Open now.")))
    #expect(events.map(\.type) == ["handed-in", "review-assigned"])
    #expect(try district.openReview(of: id, .secondEvaluator).evaluator == ines)
    try district.judge(id, as: .secondEvaluator)
    #expect(try district.state(id) == .readyToRelease)
  }
}
