import CivilTime
import Notices
import Programs
import Rubrics
import Testing
import Workflow

@Suite struct `What is told of a decision` {
  @Test func `goes out ten minutes after the release, and is cancelled if it is undone by then`()
    throws
  {
    var fall = try Fall()
    fall.district.beatMinutes = 1
    try fall.judged()
    try fall.district.releaseReady()
    try fall.district.pass(to: "2026-10-05T12:09")
    #expect(fall.mails(after: "2026-10-05").isEmpty)
    var undone = fall
    try undone.district.undoLast()
    try undone.district.pass(to: "2026-10-06T12:00")
    #expect(undone.mails(after: "2026-10-05").isEmpty)
    #expect(undone.district.disposition("decision/2/sent") == "cancelled undone")
    try fall.district.pass(to: "2026-10-05T12:10")
    #expect(fall.mails(after: "2026-10-05") == ["2026-10-05 earned"])
    // Once it is out, it can't be undone.
    #expect(throws: Refusal.self) { try fall.district.undoLast() }
  }

  @Test func `waits in a break for the next weekday, and for no school`() throws {
    // Released on Saturday, December 26; school begins on January 4.
    var fall = try Fall()
    try fall.judged()
    try fall.district.pass(to: "2026-12-26T10:00")
    try fall.district.releaseReady()
    try fall.district.pass(to: "2026-12-31T10:00")
    #expect(fall.mails(after: "2026-12-26").last == "2026-12-28 earned")
    // On Christmas Day, a Friday, nothing goes.
    var holiday = try Fall()
    try holiday.judged()
    try holiday.district.pass(to: "2026-12-25T10:00")
    try holiday.district.releaseReady()
    try holiday.district.pass(to: "2026-12-31T10:00")
    #expect(holiday.mails(after: "2026-12-25").last == "2026-12-28 earned")
  }

  @Test func `has words of its own for a "not yet" with nothing met`() throws {
    var fall = try Fall()
    try fall.underReview()
    let version = try #require(fall.district.records.submission(fall.work)?.rubric)
    let scores = (["work", "reflection"] as [CriterionID]).map {
      Scorecard.Score(criterion: $0, level: "no", feedback: "Not there.")
    }
    try fall.district.perform(
      .handInScorecard(fall.review, Scorecard(rubric: version, scores: scores)),
      by: .person(fall.evaluator))
    try fall.district.releaseReady()
    try fall.district.pass(to: "2026-10-01T12:00")
    #expect(fall.district.mails(to: fall.teacher).last == "2026-09-30 not-yet-nothing-met")
  }

  @Test func `is, where the issuer judges, the only mail: its proof is the decision`() throws {
    var fall = try Fall(withProposals: false) { program in
      program.evidence.intake = .always
      program.evidence.judging = .issuer
      program.evidence.rubric = nil
    }
    try fall.district.pass(to: "2026-10-05T12:00")
    let work = try fall.district.handIn(fall.teacher)
    try fall.district.pass(to: "2026-10-05T13:00")
    #expect(fall.district.mails(to: fall.teacher) == ["2026-10-05 earned-without-badge"])
    #expect(fall.district.disposition("submission/\(work)/1/receipt") == "cancelled replaced")
  }

  @Test func `is, where a clerk checks documents, a receipt and then the decision`() throws {
    var fall = try Fall(withProposals: false) { program in
      program.evidence.intake = .always
      program.evidence.judging = .clerk
      program.evidence.rubric = nil
    }
    try fall.district.pass(to: "2026-10-05T12:00")
    let work = try fall.district.handIn(fall.teacher)
    try fall.district.pass(to: "2026-10-06T12:00")
    try fall.district.perform(.checkDocuments(work))
    try fall.district.pass(to: "2026-10-06T13:00")
    #expect(
      fall.district.mails(to: fall.teacher) == [
        "2026-10-05 evidence-received", "2026-10-06 earned-without-badge",
      ])
  }

  // MARK: 29 corrected

  @Test func `is a correction once the first went out, for and against, and the same again`() throws
  {
    for (first, second, text) in [
      (false, true, "corrected"), (true, false, "corrected-against"),
      (false, false, "corrected-unchanged"),
    ] {
      var fall = try Fall()
      try fall.judged(isMet: first)
      try fall.district.releaseReady()
      try fall.district.pass(to: "2026-10-06T12:00")
      let known = try #require(fall.district.records.submission(fall.work)?.decision)
      try again(&fall, isMet: second)
      try fall.district.pass(to: "2026-10-08T12:00")
      #expect(fall.mails(after: "2026-10-06").last == "2026-10-07 \(text)")
      let new = try #require(fall.district.records.submission(fall.work)?.decision)
      #expect(fall.told("decision/\(known)/corrected/\(new)"))
    }
  }

  @Test func `is only the new decision where the first never went out`() throws {
    var fall = try Fall()
    try fall.judged(isMet: false)
    try fall.district.pass(to: "2026-10-06T20:00")
    try fall.district.releaseReady()
    let known = try #require(fall.district.records.submission(fall.work)?.decision)
    try again(&fall, isMet: true, at: "2026-10-06T20:05")
    try fall.district.pass(to: "2026-10-08T12:00")
    #expect(fall.mails(after: "2026-10-06") == ["2026-10-07 earned"])
    #expect(fall.district.disposition("decision/\(known)/sent") == "cancelled changed")
  }

  /// Reopened and judged by somebody else.
  private func again(_ fall: inout Fall, isMet: Bool, at wall: String = "2026-10-07T10:00")
    throws
  {
    try fall.district.pass(to: wall)
    try fall.district.perform(.reopenDecision(fall.work, reason: "Looked at again."))
    try fall.district.perform(
      .assignReview(fall.work, to: fall.other, part: .evaluator, isByHand: true))
    if !isMet, fall.district.records.submission(fall.work)?.met.contains("reflection") == true {
      try fall.district.perform(
        .reopenCriterion(fall.review, "reflection", reason: "The second half is missing."),
        by: .person(fall.other))
    }
    try fall.district.judge(fall.review, isMet: isMet)
    try fall.district.releaseReady()
  }
}
