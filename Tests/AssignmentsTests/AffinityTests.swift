import Assignments
import CivilTime
import Programs
import Testing
import Workflow

@Suite struct `A skill that belongs to a broader one` {
  private let tree = SkillTree(narrower: [
    "STEM": ["Robotics", "coding"], "Arts": ["media", "coding"],
  ])

  private func affinity(_ own: String, _ grade: ExpertiseGrade, to named: String...) -> Affinity {
    Affinity(
      of: named, for: EvaluatorProfile(expertise: [Expertise(skill: own, grade: grade)]), by: tree)
  }

  @Test func `is known a grade less to whoever knows the broader one, and the other way round`() {
    #expect(affinity("STEM", .expert, to: "robotics").thousandths == 800)
    #expect(affinity("robotics", .expert, to: " stem ").thousandths == 800)
    #expect(affinity("STEM", .expert, to: "robotics").words == "robotics: proficient through STEM")
    #expect(affinity("stem", .related, to: "coding").words == "coding: interested through stem")
    #expect(affinity("stem", .interested, to: "coding").words == "outside their fields: coding")
  }

  @Test func `is known two grades less to whoever knows another of them`() {
    #expect(affinity("robotics", .expert, to: "coding").words == "coding: related through robotics")
    #expect(affinity("robotics", .related, to: "coding").isOutsideField)
    #expect(affinity("robotics", .expert, to: "media").isOutsideField)
    // Coding belongs to both.
    #expect(affinity("media", .expert, to: "coding").words == "coding: related through media")
  }

  @Test func `counts at the better of two ways, and the own grade before them`() {
    let profile = EvaluatorProfile(expertise: [
      Expertise(skill: "robotics", grade: .expert), Expertise(skill: "coding", grade: .related),
      Expertise(skill: "STEM", grade: .proficient),
    ])
    let found = Affinity(of: ["coding", "arts", "robotics"], for: profile, by: tree)
    #expect(
      found.words
        == "robotics: expert; coding: related; arts: interested through coding")
    #expect(found.thousandths == (1_000 + 500 + 300) / 3)
    #expect(profile.affinityThousandths(to: ["coding", "arts", "robotics"], by: tree) == 600)
  }

  @Test func `decides who gets it`() {
    let question = Maple.question(
      [Maple.submission(1, ["robotics"])],
      [Maple.evaluator(1, [("media", .expert)]), Maple.evaluator(2, [("STEM", .proficient)])],
      skills: tree)
    let pair = question.bestAssignment().pairs[0]
    #expect(pair.evaluator == PersonID(2) && pair.affinityThousandths == 500)
    #expect(!pair.isOutsideField)
  }
}

@Suite struct `Work that names no skill that anybody knows` {
  private func question(_ skills: [String], history: [PastReview] = []) -> AssignmentQuestion {
    var submission = Maple.submission(1, skills)
    submission.title = Personal("Bees on the roof: we keep a hive and count pollinators")
    var gardener = Maple.evaluator(2, [("literacy", .expert)])
    gardener.evaluator?.interests = Personal("School gardens, pollinators and bees.")
    return Maple.question(
      [submission],
      [Maple.evaluator(1, [("media", .expert)]), gardener, Maple.evaluator(3, [])],
      history: history)
  }

  @Test(arguments: [[], ["beekeeping"]]) func `goes to whose words are nearest`(skills: [String]) {
    let question = question(skills)
    let pair = question.bestAssignment().pairs[0]
    #expect(pair.evaluator == PersonID(2))
    #expect(pair.affinityThousandths > 0 && pair.affinityThousandths <= 500)
    #expect(pair.isOutsideField == !skills.isEmpty)
    let best = question.ranked(for: question.submissions[0], .evaluator)[0]
    #expect(best.affinity.sharedWords == ["bee", "pollinator"])
    #expect(best.affinity.words.hasSuffix("words in common: bee, pollinator"))
  }

  @Test func `is compared with what was judged before too`() {
    let past = PastReview(
      evaluator: PersonID(3), offering: nil, title: "Bees on the roof: a hive",
      isThisYear: false)
    let ranked = question([], history: [past])
    #expect(ranked.bestAssignment().pairs[0].evaluator == PersonID(3))
  }

  @Test func `is not compared by words once somebody knows a skill of it`() {
    let question = question(["media", "bees"])
    #expect(question.bestAssignment().pairs[0].evaluator == PersonID(1))
    let ranked = question.ranked(for: question.submissions[0], .evaluator)
    #expect(ranked.allSatisfy { $0.affinity.sharedWords.isEmpty })
  }
}

@Suite struct `Between evaluators who match alike` {
  private func past(_ person: Int64, _ count: Int, offering: Int64? = nil) -> [PastReview] {
    (0..<count).map { _ in
      PastReview(
        evaluator: PersonID(person), offering: offering.map(OfferingID.init), title: "",
        isThisYear: true)
    }
  }

  private func chosen(_ history: [PastReview], second: ExpertiseGrade = .expert) -> AssignedPair {
    var submission = Maple.submission(1, ["media"])
    submission.offering = OfferingID(7)
    return Maple.question(
      [submission],
      [Maple.evaluator(1, [("media", .expert)]), Maple.evaluator(2, [("media", second)])],
      history: history
    ).bestAssignment().pairs[0]
  }

  @Test func `it goes to whoever had less this year`() {
    #expect(chosen(past(1, 3) + past(2, 2)).evaluator == PersonID(2))
    #expect(chosen(past(1, 2) + past(2, 3)).evaluator == PersonID(1))
  }

  @Test func `it goes to whoever has judged the same before, and nothing outweighs a grade`() {
    #expect(chosen(past(2, 9, offering: 7) + past(1, 1)).evaluator == PersonID(2))
    #expect(chosen(past(2, 9, offering: 8) + past(1, 1)).evaluator == PersonID(1))
    let better = chosen(past(1, 200), second: .proficient)
    #expect(better.evaluator == PersonID(1) && better.affinityThousandths == 1_000)
  }

  @Test func `both are told where they matter, and cost nothing to pass over`() {
    var submission = Maple.submission(1, ["media"])
    submission.offering = OfferingID(7)
    let question = Maple.question(
      [submission],
      [Maple.evaluator(1, [("media", .expert)]), Maple.evaluator(2, [("media", .expert)])],
      history: past(1, 1) + past(2, 2, offering: 7))
    let ranked = question.ranked(for: submission, .evaluator)
    #expect(
      Set(ranked.map(\.affinity.words)) == [
        "media: expert", "media: expert; judged the same before: 2",
      ])
    #expect(question.secondBests().values.allSatisfy { $0.cost.thousandths <= 20 })
  }
}

@Suite struct `The least change` {
  private func lacking(_ number: Int64, _ skill: String) -> Submission {
    var submission = Maple.submission(number, [skill])
    submission.lacking = [
      LackingEvaluator(part: .evaluator, since: .epoch, isForAdministrator: false)
    ]
    return submission
  }

  private func held(_ review: Int64, _ submission: Int64, _ evaluator: Int64) -> HeldReview {
    HeldReview(
      review: ReviewID(review), submission: SubmissionID(submission),
      evaluator: PersonID(evaluator))
  }

  @Test func `gives what is lacking to the best with room, and moves nobody else's`() throws {
    let question = Maple.question(
      [lacking(1, "media"), Maple.submission(2, ["data"])],
      [
        Maple.evaluator(1, [("media", .expert), ("data", .related)], room: 2),
        Maple.evaluator(2, [("data", .expert)], room: 2),
      ], open: [PersonID(1): 1], asked: [SubmissionID(2): [PersonID(1)]])
    let change = try #require(question.leastChange(among: [held(9, 2, 1)]))
    #expect(change.moves.isEmpty)
    #expect(change.gifts.map(\.evaluator) == [PersonID(1)])
    #expect(change.thousandths == 1_500)
    // At no price, the other moves to whom it fits better.
    var free = question
    free.program.evaluators.changePoints = 0
    let best = try #require(free.leastChange(among: [held(9, 2, 1)]))
    #expect(best.moves.map(\.to) == [PersonID(2)] && best.thousandths == 2_000)
    #expect(change.thousandths >= best.thousandths - change.boundThousandths)
  }

  @Test func `moves one to make room where nobody has any, first the move and then the gift`()
    throws
  {
    var first = Maple.evaluator(1, [("media", .expert)], room: 1)
    first.record.school = "Birch Elementary"
    let question = Maple.question(
      [lacking(1, "media"), Maple.submission(2, ["media"])],
      [first, Maple.evaluator(2, [], room: 1)], open: [PersonID(1): 1],
      asked: [SubmissionID(1): [PersonID(2)], SubmissionID(2): [PersonID(1)]])
    let change = try #require(question.leastChange(among: [held(9, 2, 1)]))
    #expect(change.moves.map(\.to) == [PersonID(2)] && change.moves.map(\.from) == [PersonID(1)])
    #expect(change.gifts.map(\.evaluator) == [PersonID(1)])
    // What may not move stays, and then nobody is found.
    let fixed = try #require(question.leastChange(among: []))
    #expect(fixed.moves.isEmpty && fixed.gifts.isEmpty)
  }

  @Test func `gives several out together, as well as all of them can be`() throws {
    // One by one, the first would take the only expert's last place from the second.
    let question = Maple.question(
      [lacking(1, "media"), lacking(2, "media")],
      [
        Maple.evaluator(1, [("media", .expert)], room: 1),
        Maple.evaluator(2, [("media", .proficient)], room: 1),
      ], asked: [SubmissionID(2): [PersonID(2)]])
    let change = try #require(question.leastChange(among: []))
    #expect(change.gifts.map(\.evaluator) == [PersonID(2), PersonID(1)])
  }

  @Test func `leaves to the administrator what is hers, and adjudicators to another search`() throws
  {
    var hers = lacking(1, "media")
    hers.lacking[0].isForAdministrator = true
    var settled = lacking(2, "media")
    settled.lacking[0].part = .adjudicator
    let question = Maple.question([hers, settled], [Maple.evaluator(1, [("media", .expert)])])
    #expect(try #require(question.leastChange(among: [])).gifts.isEmpty)
  }
}
