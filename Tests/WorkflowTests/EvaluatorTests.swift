import CivilTime
import Programs
import Rubrics
import Testing
import Workflow

@Suite struct `Two evaluators` {
  private func underReview() throws -> (District, SubmissionID) {
    let program = try MapleHollow.program(
      proposals: .evaluators(.twoAndAdjudicator), evidence: .evaluators(.twoAndAdjudicator))
    var district = try MapleHollow.plannedDistrict(program)
    try district.pass(until: "2026-09-20 12:00")
    let id = try district.handIn(.proposal, of: maya, "Podcasts")
    try district.assign(id, to: theo)
    try district.assign(id, to: ines, as: .secondEvaluator)
    return (district, id)
  }

  private func outcome(_ level: LevelID) -> Outcome {
    level == "met" ? .approvedToBegin : level == "partly" ? .revise : .notApproved
  }

  private static let levels: [LevelID] = ["met", "partly", "not-shown"]

  @Test(arguments: levels, levels)
  func `settle it where they agree, in whatever order, and else ask an adjudicator`(
    first: LevelID, second: LevelID
  ) throws {
    for isSecondFirst in [false, true] {
      var (district, id) = try underReview()
      let cards: [(EvaluatorPart, LevelID)] = [(.evaluator, first), (.secondEvaluator, second)]
      let ordered = isSecondFirst ? cards.reversed() : cards
      let early = try district.judge(id, as: ordered[0].0, students: ordered[0].1)
      #expect(early.map(\.type) == ["scorecard-handed-in"])
      let late = try district.judge(id, as: ordered[1].0, students: ordered[1].1)
      if first == second {
        #expect(late.map(\.type) == ["scorecard-handed-in", "outcome-reached"])
        guard case .readyToRelease(let reached, _) = try district.submission(id).state else {
          Issue.record("not ready")
          return
        }
        #expect(reached == outcome(first))
      } else {
        #expect(late.map(\.type) == ["scorecard-handed-in", "evaluator-needed"])
        #expect(try district.submission(id).lacking.map(\.part) == [.adjudicator])
        #expect(try district.state(id) == .underReview)
      }
    }
  }

  @Test(arguments: levels)
  func `leave it to the adjudicator where they differ`(level: LevelID) throws {
    var (district, id) = try underReview()
    try district.judge(id, learning: "met", students: "partly")
    try district.judge(id, as: .secondEvaluator)
    for judge in [theo, ines] {
      #expect(
        try district.refusal(.assignReview(id, to: judge, part: .adjudicator, isByHand: true))?
          .reason == .againstTheRules)
    }
    try district.assign(id, to: omar, as: .adjudicator)
    #expect(try district.submission(id).lacking.isEmpty)
    try district.judge(id, as: .adjudicator, learning: "met", students: level)
    try district.perform(.releaseDecisions([id]))
    let submission = try district.submission(id)
    let decision = try #require(submission.decision.flatMap(district.records.decision))
    #expect(decision.outcome == outcome(level) && decision.reviews.count == 3)
    #expect(submission.met == (level == "met" ? ["learning", "students"] : ["learning"]))
  }

  @Test func `meet what both say is met`() throws {
    var (district, id) = try underReview()
    try district.judge(id, learning: "met", students: "partly")
    try district.judge(id, as: .secondEvaluator, learning: "partly", students: "met")
    try district.perform(.releaseDecisions([id]))
    #expect(try district.submission(id).met.isEmpty)
  }

  @Test func `get another adjudicator where one gives it back`() throws {
    var (district, id) = try underReview()
    try district.judge(id, students: "partly")
    try district.judge(id, as: .secondEvaluator)
    try district.assign(id, to: omar, as: .adjudicator)
    let review = try district.openReview(of: id, .adjudicator)
    try district.perform(.declineReview(review.id, .noTime, words: ""), by: person(omar))
    #expect(try district.submission(id).lacking.map(\.part) == [.adjudicator])
    try district.assign(id, to: lena, as: .adjudicator, expecting: .againstTheRules)
    // By hand, whoever gave it back for want of time can be asked once more.
    try district.assign(id, to: omar, as: .adjudicator)
    try district.judge(id, as: .adjudicator)
    #expect(try district.state(id) == .readyToRelease)
  }

  @Test func `are asked for together when one gets it by hand`() throws {
    let program = try MapleHollow.program(proposals: .evaluators(.twoAndAdjudicator))
    var district = try MapleHollow.plannedDistrict(program)
    try district.pass(until: "2026-09-20 12:00")
    let id = try district.handIn(.proposal, of: maya, "Podcasts")
    try district.assign(id, to: theo)
    #expect(try district.submission(id).lacking.map(\.part) == [.secondEvaluator])
    try district.beat()
    #expect(try district.openReview(of: id, .secondEvaluator).evaluator != theo)
  }

  @Test func `are never one person`() throws {
    var (district, id) = try underReview()
    let second = try district.openReview(of: id, .secondEvaluator)
    #expect(
      try district.refusal(.reassignReview(second.id, to: theo))?.reason == .againstTheRules)
    try district.judge(id)
    #expect(
      try district.refusal(.reassignReview(second.id, to: theo))?.reason == .againstTheRules)
  }

  @Test func `become one when the program changes, and the other is let go`() throws {
    var (district, id) = try underReview()
    try district.perform(.setProgram(MapleHollow.program()))
    let events = try district.judge(id)
    #expect(
      events.map(\.type) == ["scorecard-handed-in", "review-reassigned", "outcome-reached"])
    #expect(try district.state(id) == .readyToRelease)
    #expect(district.records.reviews(of: id).allSatisfy { !$0.isOpen })
  }

  @Test func `become two when the program changes, and the other is asked for`() throws {
    var district = try MapleHollow.plannedDistrict()
    try district.pass(until: "2026-09-20 12:00")
    let id = try district.handIn(.proposal, of: maya, "Podcasts")
    try district.assign(id, to: theo)
    try district.perform(
      .setProgram(MapleHollow.program(proposals: .evaluators(.twoAndAdjudicator))))
    let events = try district.judge(id)
    #expect(events.map(\.type) == ["scorecard-handed-in", "evaluator-needed"])
    #expect(try district.submission(id).lacking.map(\.part) == [.secondEvaluator])
    // What is ready by the rules of one stays ready.
    #expect(try district.state(id) == .underReview)
  }
}

extension District {
  fileprivate mutating func assign(
    _ id: SubmissionID, to evaluator: PersonID, as part: EvaluatorPart, expecting: Refusal.Reason
  ) throws {
    let command = Command.assignReview(id, to: evaluator, part: part, isByHand: true)
    #expect(try refusal(command)?.reason == expecting)
  }
}

@Suite struct `A scorecard` {
  private func underReview() throws -> (District, SubmissionID, ReviewID) {
    var district = try MapleHollow.plannedDistrict()
    try district.pass(until: "2026-09-20 12:00")
    let id = try district.handIn(.proposal, of: maya, "Podcasts")
    try district.assign(id, to: theo)
    return (district, id, try district.openReview(of: id).id)
  }

  @Test func `is taken whole, with what it meets and its words apart`() throws {
    var (district, id, review) = try underReview()
    try district.judge(id, students: "partly")
    guard
      case .handedIn(let card, let at) = try #require(district.records.review(review)).state
    else {
      Issue.record("not handed in")
      return
    }
    #expect(at == district.now && card.outcome == .revise && card.met == ["learning"])
    #expect(card.scores.map(\.level) == ["met", "partly"])
    #expect(card.words.value?.feedback.count == 2 && card.words.value?.note == "A note.")
  }

  @Test func `has to be complete, on the right words, and is taken once`() throws {
    var (district, id, review) = try underReview()
    let incomplete = try #require(
      try district.refusal(
        .handInScorecard(review, district.card(id, learning: nil, students: nil)), by: person(theo))
    )
    #expect(incomplete.reason == .incomplete)
    #expect(incomplete.text.split(separator: "\n").count == 2)
    let other = Scorecard(rubric: try MapleHollow.evidenceRubric().version)
    #expect(
      try district.refusal(.handInScorecard(review, other), by: person(theo))?.reason
        == .incomplete)
    let card = try district.card(id)
    try district.judge(id)
    #expect(
      try district.refusal(.handInScorecard(review, card), by: person(theo))?.reason
        == .notInThisState)
  }

  @Test func `is judged by the words that the work came in under`() throws {
    var district = try MapleHollow.plannedDistrict()
    try district.pass(until: "2026-09-20 12:00")
    _ = try district.approvedProposal(of: maya)
    try district.pass(until: "2026-11-02 12:00")
    let id = try district.handIn(.evidence, of: maya, "Podcasts")
    let version = try district.submission(id).rubric
    try district.perform(.addRubric(MapleHollow.evidenceRubricReworded()))
    #expect(try district.decided(.addRubric(MapleHollow.evidenceRubricReworded())).isEmpty)
    try district.assign(id, to: omar)
    try district.judge(id)
    try district.perform(.releaseDecisions([id]))
    let decision = try #require(
      try district.submission(id).decision.flatMap(district.records.decision))
    #expect(decision.rubric == version)
    #expect(version != (try MapleHollow.evidenceRubricReworded().version))
  }
}
