import Assignments
import CivilTime
import Programs
import Testing
import Workflow

@Suite struct `An assignment` {
  @Test func `goes to whoever knows the field best`() {
    let question = Maple.question(
      [Maple.submission(1, ["Media"]), Maple.submission(2, ["design thinking"])],
      [
        Maple.evaluator(1, [("design thinking", .expert), ("media", .interested)]),
        Maple.evaluator(2, [("media", .proficient)]),
      ])
    let best = question.bestAssignment()
    #expect(best.pairs.map(\.evaluator) == [PersonID(2), PersonID(1)])
    #expect(best.pairs.map(\.affinityThousandths) == [800, 1_000])
    #expect(best.unassigned.isEmpty)
    #expect(best.gapThousandths == 0)
  }

  @Test func `labels what is outside of an evaluator's fields`() {
    let question = Maple.question(
      [Maple.submission(1, ["media"]), Maple.submission(2, [])],
      [Maple.evaluator(1, [("literacy", .expert)])])
    let best = question.bestAssignment()
    #expect(best.pairs.map(\.isOutsideField) == [true, false])
  }

  @Test func `never goes to the teacher whose work it is`() {
    let question = Maple.question(
      [Maple.submission(1, ["media"], by: 1)], [Maple.evaluator(1, [("media", .expert)])])
    let best = question.bestAssignment()
    #expect(best.pairs.isEmpty)
    #expect(best.unassigned == [SubmissionID(1)])
  }

  @Test func `fills an evaluator to the last place and not beyond`() {
    let submissions = (1...3).map { Maple.submission($0, ["media"]) }
    let evaluator = Maple.evaluator(1, [("media", .expert)], room: 4)
    let fits = Maple.question(submissions, [evaluator], open: [PersonID(1): 1]).bestAssignment()
    #expect(fits.unassigned.isEmpty)
    let full = Maple.question(submissions, [evaluator], open: [PersonID(1): 2]).bestAssignment()
    #expect(full.pairs.count == 2)
    #expect(full.unassigned.count == 1)
  }

  @Test func `gives two different evaluators where the program asks for two`() {
    let question = Maple.question(
      [Maple.submission(1, ["media"])],
      [Maple.evaluator(1, [("media", .expert)]), Maple.evaluator(2, [])],
      count: .twoAndAdjudicator)
    let pairs = question.bestAssignment().pairs
    #expect(Set(pairs.map(\.evaluator)).count == 2)
    #expect(pairs.map(\.part) == [.evaluator, .secondEvaluator])
  }

  @Test func `keeps what is pinned, even where somebody knows the field better`() {
    let pin = AssignedPair(
      submission: SubmissionID(1), evaluator: PersonID(2), part: .evaluator,
      affinityThousandths: 0, isOutsideField: true, isByHand: true, isPinned: true)
    let question = Maple.question(
      [Maple.submission(1, ["media"])],
      [Maple.evaluator(1, [("media", .expert)]), Maple.evaluator(2, [])], pinned: [pin])
    let pairs = question.bestAssignment().pairs
    #expect(pairs.map(\.evaluator) == [PersonID(2)])
    #expect(pairs.map(\.isPinned) == [true])
    #expect(pairs.map(\.isByHand) == [true])
  }

  @Test func `is the same for every order of what it is worked out from`() {
    let submissions = (1...6).map {
      Maple.submission($0, [$0.isMultiple(of: 2) ? "media" : "data"])
    }
    let evaluators = [
      Maple.evaluator(1, [("media", .expert)], room: 2),
      Maple.evaluator(2, [("data", .related), ("media", .related)], room: 2),
      Maple.evaluator(3, [("data", .expert)], room: 3),
    ]
    let first = Maple.question(submissions, evaluators).bestAssignment()
    let other = Maple.question(submissions.reversed(), evaluators.reversed()).bestAssignment()
    #expect(first == other)
  }
}

@Suite struct `A ranking of evaluators` {
  @Test func `puts the best match with room first, and whoever is full last`() {
    let question = Maple.question(
      [Maple.submission(1, ["media"])],
      [
        Maple.evaluator(1, [("media", .expert)], room: 1),
        Maple.evaluator(2, [("media", .related)]), Maple.evaluator(3, []),
      ], open: [PersonID(1): 1])
    let ranked = question.ranked(for: question.submissions[0], .evaluator)
    #expect(ranked.map(\.person) == [PersonID(2), PersonID(3), PersonID(1)])
    #expect(
      ranked.map(\.affinity.words) == [
        "media: related", "outside their fields: media", "media: expert",
      ])
  }

  @Test func `leaves out who is away today, and lets in who is back`() {
    var away = Maple.evaluator(1, [("media", .expert)])
    away.evaluator?.away = [AwaySpan(first: Maple.today, last: Maple.today)]
    var back = Maple.evaluator(2, [])
    let yesterday = Maple.today.adding(days: -1)
    back.evaluator?.away = [AwaySpan(first: yesterday, last: yesterday)]
    let question = Maple.question([Maple.submission(1, ["media"])], [away, back])
    #expect(
      question.ranked(for: question.submissions[0], .evaluator).map(\.person) == [PersonID(2)])
  }

  @Test func `takes only those with the role to settle, where somebody has it`() {
    var settler = Maple.evaluator(3, [])
    settler.roles.insert(.adjudicator)
    let others = [Maple.evaluator(1, [("media", .expert)]), settler]
    let question = Maple.question([Maple.submission(1, ["media"])], others)
    #expect(
      question.ranked(for: question.submissions[0], .adjudicator).map(\.person) == [PersonID(3)])
  }
}

@Suite struct `Giving a review to somebody else` {
  private let submissions = [Maple.submission(1, ["media"]), Maple.submission(2, ["media"])]

  @Test func `costs what all together lose, if the rest is worked out around it`() throws {
    let question = Maple.question(
      submissions,
      [
        Maple.evaluator(1, [("media", .expert)], room: 2),
        Maple.evaluator(2, [("media", .proficient)], room: 2),
        Maple.evaluator(3, [("data", .expert)], room: 2),
      ])
    let best = question.bestAssignment()
    #expect(best.pairs.map(\.evaluator) == [PersonID(1), PersonID(1)])
    let place = ReviewPlace(submission: SubmissionID(1), evaluator: PersonID(1))
    let costs = question.costs(of: place)
    #expect(costs[PersonID(2)]?.thousandths == 200 && costs[PersonID(2)]?.unplaced == 0)
    #expect(costs[PersonID(3)]?.thousandths == 1_000)
    #expect(costs[PersonID(1)] == nil)
    let second = try #require(question.secondBests()[place])
    #expect(second.evaluator == PersonID(2) && second.affinity.thousandths == 800)
    #expect(second.cost.thousandths == 200 && !second.cost.isNothing)
  }

  @Test func `costs nothing where two are as good, and a review where nobody else has room`() {
    let equal = Maple.question(
      [submissions[0]],
      [Maple.evaluator(1, [("media", .expert)]), Maple.evaluator(2, [("media", .expert)])])
    let place = ReviewPlace(
      submission: SubmissionID(1), evaluator: equal.bestAssignment().pairs[0].evaluator)
    #expect(equal.secondBests()[place]?.cost.isNothing == true)
    let tight = Maple.question(
      submissions,
      [
        Maple.evaluator(1, [("media", .expert)], room: 1),
        Maple.evaluator(2, [("media", .related)], room: 1),
      ])
    // Each has one: they change places, and nothing is lost.
    for pair in tight.bestAssignment().pairs {
      let place = ReviewPlace(submission: pair.submission, evaluator: pair.evaluator)
      #expect(tight.secondBests()[place]?.cost.isNothing == true)
    }
    let one = Maple.question([submissions[0]], [Maple.evaluator(1, [("media", .expert)])])
    #expect(one.secondBests().isEmpty)
  }

  @Test func `is not asked of what is pinned, or is not part of the best`() {
    let pin = AssignedPair(
      submission: SubmissionID(1), evaluator: PersonID(2), part: .evaluator,
      affinityThousandths: 0, isOutsideField: true, isByHand: true, isPinned: true)
    let question = Maple.question(
      [submissions[0]], [Maple.evaluator(1, [("media", .expert)]), Maple.evaluator(2, [])],
      pinned: [pin])
    #expect(question.secondBests().isEmpty)
    for evaluator in [1, 2, 9] {
      let place = ReviewPlace(submission: SubmissionID(1), evaluator: PersonID(Int64(evaluator)))
      #expect(question.costs(of: place).isEmpty)
    }
  }
}
