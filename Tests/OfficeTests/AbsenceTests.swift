import Assignments
import CivilTime
import Office
import Programs
import Store
import Testing
import Workflow

@Suite struct `An evaluator who is away in mid-review` {
  /// The season's evidence, or the first of it, was given to evaluators this morning.
  private func underReview(
    rows count: Int = 30, evaluators: Int = 4, _ change: (inout Program) -> Void = { _ in }
  ) throws -> District {
    let district = try District.begun(
      at: "2026-10-13 09:00", teachers: 142, evaluators: evaluators
    ) {
      $0.intake.evidenceForm?.skillOptions.append(FormRow.withComma)
      change(&$0)
    }
    let rows = Array(FormRow.season.prefix(count))
    try district.office.drop(FormRow.approvals(of: rows), named: "opening.csv")
    try district.beat()
    try district.live(until: "2026-11-05 08:00")
    try district.take(FormRow.sheet(rows, in: district.zone), named: "evidence.csv")
    try district.live(until: "2026-11-10 10:00")
    let assignment = try #require(try district.window(.evidence).assignment)
    try district.office.perform(.releaseAssignment(assignment), by: district.administrator)
    return district
  }

  private func open(_ district: District) throws -> [Review] {
    try district.office.read { records in
      try records.evaluators().flatMap { try records.openReviews(of: $0.id) }
    }
  }

  @Test func `gives on their reviews alone, within everybody's load and the price of the best`()
    throws
  {
    let district = try underReview(rows: 142, evaluators: 12)
    // Some have begun, some are done.
    for review in try open(district) where review.id.number.isMultiple(of: 3) {
      try district.office.perform(.seeReview(review.id), by: .person(review.evaluator))
    }
    let before = try open(district)
    let counts = Dictionary(grouping: before, by: \.evaluator).mapValues(\.count)
    let leaver = try #require(
      counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key)
    let theirs = before.filter { $0.evaluator == leaver }
    #expect(before.count > 100 && theirs.count >= 8)

    let away = try AwaySpan(
      first: #require(CivilDate(iso: "2026-11-12")), last: #require(CivilDate(iso: "2026-12-15")))
    try district.office.perform(.setAway(leaver, [away]), by: .person(leaver))
    // What could be reached if everything might move as it likes.
    let work = Set(theirs.map(\.submission))
    let held = before.filter { $0.evaluator != leaver && $0.state == .assigned }.map {
      HeldReview(review: $0.id, submission: $0.submission, evaluator: $0.evaluator)
    }
    var question = try #require(
      try district.office.read { records in
        try records.assignmentQuestion(
          for: Array(
            records.wholeSubmissions(of: work.union(held.map(\.submission))).values), pinned: [],
          today: away.first)
      })
    question.program.evaluators.changePoints = 0
    let best = try #require(question.leastChange(among: held)).thousandths
    try district.beat()

    // Only theirs have moved, every one of them, to somebody else and each to one.
    let after = try open(district)
    #expect(after.count == before.count)
    #expect(!after.contains { $0.evaluator == leaver })
    let stayed = Set(before.filter { $0.evaluator != leaver }.map(\.id))
    #expect(stayed.isSubset(of: after.map(\.id)))
    let new = after.filter { !stayed.contains($0.id) }
    #expect(Set(new.map(\.submission)) == work && new.count == theirs.count)
    let lacking = try district.submissions.filter { !$0.lacking.isEmpty }
    #expect(lacking.isEmpty)

    // Nobody holds more than they may.
    let holds = Dictionary(grouping: after, by: \.evaluator).mapValues(\.count)
    #expect(holds.values.allSatisfy { $0 <= 15 }, "\(holds)")

    // All together are within the stated price of the best: three hundred points for each that stays.
    let places = (new.map(\.submission) + held.map(\.submission)).enumerated().map { index, work in
      ReviewPlace(
        submission: work,
        evaluator: index < new.count ? new[index].evaluator : held[index - new.count].evaluator)
    }
    let total = question.affinities(of: places).values.reduce(0) { $0 + $1.thousandths }
    #expect(total <= best && total >= best - 3_000 * held.count)
    // Far less than that: what they leave is given out as well as it can be while the others stay.
    #expect(best - total < 300 * theirs.count, "\(best) \(total)")
  }

  @Test func `keeps what can be done before and after, and what was asked for the day before`()
    throws
  {
    let district = try underReview()
    let before = try open(district)
    let evaluator = try #require(before.first?.evaluator)
    let days = try (
      #require(CivilDate(iso: "2026-11-12")), #require(CivilDate(iso: "2026-11-14"))
    )
    try district.office.perform(
      .setAway(evaluator, [AwaySpan(first: days.0, last: days.1)]), by: .person(evaluator))
    try district.beat()
    #expect(Set(try open(district).map(\.id)) == Set(before.map(\.id)))
  }

  @Test func `moves one more where nobody else could take what is left`() throws {
    // One evaluator alone may judge at the teacher's school, and has no room: what they have goes on first.
    let district = try underReview()
    let all = try open(district)
    let review = try #require(all.first { $0.state == .assigned })
    let people = try district.office.read { try $0.evaluators() }
    let taker = try #require(people.first { $0.id != review.evaluator })
    let earner = try #require(
      try district.office.read { try $0.submission(review.submission)?.earner })
    // Everybody but the taker is in conflict with this teacher, and the taker is full.
    for other in people where other.id != taker.id && other.id != review.evaluator {
      try district.office.perform(
        .declareConflict(other.id, with: earner), by: district.administrator)
    }
    try district.beat()
    let taken = try open(district).filter { $0.evaluator == taker.id }
    var profile = try #require(taker.evaluator)
    profile.loadMax = taken.count
    try district.office.perform(.recordEvaluator(taker.id, profile), by: district.administrator)
    try district.office.perform(
      .declineReview(review.id, .conflict, words: ""), by: .person(review.evaluator))
    try district.beat()
    let now = try open(district)
    let one = try #require(now.first { $0.submission == review.submission })
    #expect(one.evaluator == taker.id)
    #expect(now.count { $0.evaluator == taker.id } == taken.count)
    // Exactly one of the taker's went to somebody with room.
    let left = taken.filter { before in !now.contains { $0.id == before.id } }
    #expect(left.count == 1)
    #expect(now.contains { $0.submission == left[0].submission && $0.evaluator != taker.id })
  }

  @Test func `has what is overdue taken from them, if the program says so`() throws {
    for isTaken in [false, true] {
      let district = try underReview { $0.evaluators.reassignsOverdue = isTaken }
      let review = try #require(try open(district).first)
      try district.live(until: "2026-12-09 12:00")
      let now = try #require(try district.office.read { try $0.review(review.id) })
      #expect(now.isEscalated)
      #expect(now.isOpen == !isTaken)
    }
  }
}
