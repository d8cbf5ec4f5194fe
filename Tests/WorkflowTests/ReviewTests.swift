import CivilTime
import Programs
import Rubrics
import Testing
import Workflow

@Suite struct `A review` {
  private func underReview() throws -> (District, SubmissionID, Review) {
    var district = try MapleHollow.plannedDistrict()
    try district.pass(until: "2026-09-30 12:00")
    let arrived = try at("2026-09-20 12:00")
    try district.perform(
      .handIn(district.work(.proposal, of: maya, "Podcasts", source: .form, at: arrived)),
      by: .intake)
    let id = SubmissionID(1)
    try district.assign(id, to: omar)
    return (district, id, try district.openReview(of: id))
  }

  @Test func `is seen once`() throws {
    var (district, _, review) = try underReview()
    try district.perform(.seeReview(review.id), by: person(omar))
    #expect(district.records.review(review.id)?.state == .seen(at: district.now))
    district.now = district.now.adding(hours: 1)
    #expect(try district.decided(.seeReview(review.id), by: person(omar)).isEmpty)
  }

  @Test func `goes to somebody else when it is given back, never to the same by itself`() throws {
    var (district, id, review) = try underReview()
    try district.perform(
      .declineReview(review.id, .notMyField, words: "Not mine."), by: person(omar))
    #expect(try district.submission(id).lacking.map(\.part) == [.evaluator])
    #expect(try district.state(id) == .underReview)
    #expect(
      try district.refusal(
        .assignReview(id, to: omar, part: .evaluator, isByHand: false), by: .clock)?.reason
        == .againstTheRules)
    try district.beat()
    #expect(try district.openReview(of: id).evaluator == theo)
    #expect(try district.submission(id).lacking.isEmpty)
  }

  @Test func `that is given back for a conflict declares it, and ends the others`() throws {
    var (district, id, review) = try underReview()
    let other = SubmissionID(2)
    try district.perform(
      .handIn(
        district.work(
          .proposal, of: maya, "Robots", source: .form, at: at("2026-09-21 12:00"))), by: .intake)
    try district.assign(other, to: omar)
    let events = try district.perform(
      .declineReview(review.id, .conflict, words: ""), by: person(omar))
    #expect(
      events.map(\.type) == ["review-declined", "conflict-declared", "review-reassigned"])
    #expect(district.records.openReviews(of: omar).isEmpty)
    for work in [id, other] {
      #expect(try district.submission(work).lacking.map(\.part) == [.evaluator])
      #expect(
        try district.refusal(.assignReview(work, to: omar, part: .evaluator, isByHand: true))?
          .reason == .againstTheRules)
    }
  }

  @Test func `is reassigned by hand, or taken so that somebody is found`() throws {
    var (district, id, review) = try underReview()
    #expect(try district.refusal(.reassignReview(review.id, to: omar))?.reason == .incomplete)
    #expect(
      try district.refusal(.reassignReview(review.id, to: lena))?.reason == .againstTheRules)
    #expect(
      try district.refusal(.reassignReview(review.id, to: noah))?.reason == .againstTheRules)
    var taken = district
    try taken.perform(.reassignReview(review.id, to: nil))
    #expect(try taken.submission(id).lacking.map(\.part) == [.evaluator])
    try taken.beat()
    #expect(try taken.openReview(of: id).evaluator == theo)

    try district.perform(.reassignReview(review.id, to: ines))
    let moved = try district.openReview(of: id)
    #expect(moved.evaluator == ines && moved.isByHand && !moved.isOutsideField)
    #expect(
      district.records.review(review.id)?.state == .reassigned(to: moved.id, at: district.now))
  }

  @Test func `says whether it lies outside its evaluator's field`() throws {
    var (district, id, review) = try underReview()
    #expect(review.isOutsideField)
    try district.perform(.reassignReview(review.id, to: ines))
    #expect(try !district.openReview(of: id).isOutsideField)
  }

  @Test func `has more time until the teacher hears`() throws {
    var (district, _, review) = try underReview()
    #expect(try review.due == at("2026-10-21"))
    for (until, expected) in [
      ("2026-10-20", Refusal.Reason.incomplete), ("2026-09-29", .incomplete),
      ("2026-10-27", .againstTheRules), ("2026-10-26", nil), ("2026-09-30", nil),
    ] {
      #expect(
        try district.refusal(.extendReview(review.id, until: day(until)))?.reason == expected,
        "\(until)")
    }
    try district.perform(.extendReview(review.id, until: day("2026-10-23")))
    let extended = try #require(district.records.review(review.id))
    #expect(try extended.due == at("2026-10-24") && extended.escalate == at("2026-10-26 07:00"))
  }

  @Test func `goes to somebody else at once when an absence leaves too few days for it`() throws {
    // Due on 20 October at the end of the day, and it is 30 September: seven days must be left.
    let (before, id, review) = try underReview()
    func isKept(_ first: String, _ last: String, at time: String = "2026-09-30 12:00") throws
      -> Bool
    {
      var district = before
      try district.pass(until: time)
      let span = try AwaySpan(first: day(first), last: day(last))
      let events = try district.perform(
        .setAway(review.evaluator, [span]), by: .person(review.evaluator))
      let isKept = district.records.review(review.id)?.isOpen == true
      #expect(events.count == (isKept ? 1 : 2))
      #expect(
        district.records.submission(id)?.lacking.map(\.part) == (isKept ? [] : [.evaluator]))
      return isKept
    }
    #expect(try isKept("2026-10-07", "2026-10-20"))
    #expect(try !isKept("2026-10-06", "2026-10-20"))
    #expect(try isKept("2026-09-30", "2026-10-13"))
    #expect(try !isKept("2026-09-30", "2026-10-14"))
    // What is away after it is due keeps nobody from it.
    #expect(try isKept("2026-10-21", "2026-11-30"))
    // Of fewer days than that, each is needed.
    #expect(try !isKept("2026-10-19", "2026-10-19", at: "2026-10-18 12:00"))
    #expect(try isKept("2026-10-21", "2026-10-21", at: "2026-10-18 12:00"))
    // Overdue, and away: somebody else.
    #expect(try !isKept("2026-10-22", "2026-10-22", at: "2026-10-22 12:00"))
  }

  @Test func `stays where it is when an absence that was known is put right`() throws {
    var (district, _, review) = try underReview()
    let (first, last) = try (day("2026-10-06"), day("2026-10-20"))
    let long = AwaySpan(first: first, last: last)
    var known = try #require(district.records.person(review.evaluator))
    known.evaluator?.away = [long]
    district.records.save(known)
    let shorter = AwaySpan(first: first.adding(days: -1), last: last)
    #expect(
      try district.perform(.setAway(review.evaluator, [shorter]), by: .person(review.evaluator))
        .count == 1)
  }

  @Test func `is escalated once, at its instant, and again after more time`() throws {
    var (district, _, review) = try underReview()
    #expect(try review.escalate == at("2026-10-23 07:00"))
    district.now = try at("2026-10-23 06:59:59.999")
    #expect(try district.decided(.escalateOverdue(WindowID(1)), by: .clock).isEmpty)
    try district.pass(until: "2026-10-23 07:00")
    #expect(district.records.review(review.id)?.isEscalated == true)
    #expect(try district.decided(.escalateOverdue(WindowID(1)), by: .clock).isEmpty)
    try district.perform(.extendReview(review.id, until: day("2026-10-24")))
    #expect(district.records.review(review.id)?.isEscalated == false)
    try district.pass(until: "2026-10-26 07:00")
    #expect(district.records.review(review.id)?.isEscalated == true)
  }

  @Test func `goes to nobody who may not judge it`() throws {
    var district = try MapleHollow.plannedDistrict()
    try district.pass(until: "2026-09-20 12:00")
    let id = try district.handIn(.proposal, of: maya, "Podcasts")
    func reason(_ evaluator: PersonID, byHand: Bool = true) throws -> String? {
      // What is not on the list is nobody's by itself, so it is asked about by hand or after giving back.
      var district = district
      if !byHand {
        try district.assign(id, to: omar)
        try district.perform(
          .declineReview(district.openReview(of: id).id, .noTime, words: ""), by: person(omar))
      }
      return try district.refusal(
        .assignReview(id, to: evaluator, part: .evaluator, isByHand: byHand))?.text
    }
    #expect(try reason(maya)?.contains("their own work") == true)
    #expect(try reason(lena)?.contains("they supervise the teacher") == true)
    #expect(try reason(noah)?.contains("not an evaluator") == true)
    #expect(try reason(theo) == nil)
    try district.perform(.declareConflict(maya, with: ines))
    #expect(try reason(ines)?.contains("a conflict is declared") == true)
    try district.perform(
      .recordEvaluator(
        theo,
        EvaluatorProfile(
          expertise: [], trained: day("2026-09-21"), loadMax: 0,
          away: [AwaySpan(first: day("2026-09-20"), last: day("2026-09-22"))])))
    #expect(try reason(theo) == nil)
    #expect(try reason(theo, byHand: false)?.contains("training") == true)
    district.now = try at("2026-09-21")
    #expect(try reason(theo, byHand: false)?.contains("away") == true)
    district.now = try at("2026-09-23")
    #expect(try reason(theo, byHand: false)?.contains("0 open reviews, and may have 0") == true)
  }

  @Test func `is given by nobody for a part that is not needed`() throws {
    let (district, id, _) = try underReview()
    for (part, expected) in [
      (EvaluatorPart.evaluator, Refusal.Reason.notInThisState),
      (.secondEvaluator, .againstTheRules), (.adjudicator, .againstTheRules),
    ] {
      #expect(
        try district.refusal(.assignReview(id, to: ines, part: part, isByHand: true))?.reason
          == expected)
    }
    #expect(
      try district.decided(
        .assignReview(id, to: ines, part: .secondEvaluator, isByHand: false), by: .clock
      ).isEmpty)
  }

  @Test func `that nobody can take is the administrator's to give`() throws {
    var (district, id, review) = try underReview()
    for evaluator in [theo, ines, omar, lena] {
      try district.perform(
        .recordEvaluator(evaluator, EvaluatorProfile(expertise: [], loadMax: 0)))
    }
    try district.perform(.declineReview(review.id, .noTime, words: ""), by: person(omar))
    try district.beat()
    #expect(
      try district.submission(id).lacking.map(\.isForAdministrator) == [true])
    #expect(try district.decided(.noteEvaluatorNeeded(id, .evaluator)).isEmpty)
    try district.assign(id, to: theo)
    #expect(try district.submission(id).lacking.isEmpty)
  }

  @Test func `ends with whatever makes its evaluator one who may not judge`() throws {
    var (district, id, _) = try underReview()
    var declared = district
    #expect(
      try declared.perform(.declareConflict(maya, with: omar), by: person(maya)).map(\.type) == [
        "conflict-declared", "review-reassigned",
      ])
    #expect(try declared.submission(id).lacking.map(\.part) == [.evaluator])
    #expect(try declared.decided(.declareConflict(omar, with: maya)).isEmpty)

    try district.perform(
      .handIn(
        district.work(
          .proposal, of: maya, "Design thinking in the classroom", source: .form,
          at: at("2026-09-22 12:00"))), by: .intake)
    try district.assign(SubmissionID(2), to: omar)
    let leads = OfferingFacts(
      code: "DT-1", title: "Design thinking in the classroom", issuer: "Maple Hollow", skills: [],
      leaderNumbers: ["1004"])
    #expect(
      try district.perform(.recordOffering(leads)).map(\.type) == [
        "offering-recorded", "review-reassigned",
      ])
    #expect(district.records.openReviews(of: omar).map(\.submission) == [id])
  }
}
