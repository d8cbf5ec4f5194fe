import CivilTime
import Ledger
import Programs
import Testing
import Workflow

/// Handed in by October 16, evidence is paid on November 13: payroll locks on November 6, 5:00 PM, and the administrator
/// has two days before it.
@Suite struct `Evidence that is in time for a pay date` {
  private func district(
    intake: IntakeKind = .always, by cutOffBy: PayDatePolicy.CutOffBy = .handIn
  ) throws -> District {
    var program = try MapleHollow.programWithoutProposals(
      judging: .evaluators(.one), intake: intake)
    program.pay = try Pay.stipends()
    program.pay?.payDates = PayDatePolicy(
      cutOffBy: cutOffBy,
      dates: try [("October", "November"), ("November", "December")].map { before, month in
        PayDateRule(
          label: month, cutOff: try MapleHollow.rule("third Friday of \(before)"),
          pays: try MapleHollow.rule("second Friday of \(month)"))
      })
    program.evaluators.reassignsByItself = false
    return try MapleHollow.plannedDistrict(program)
  }

  /// The times of evidence that comes in at an instant.
  private func times(
    _ time: String, by cutOffBy: PayDatePolicy.CutOffBy = .handIn
  ) throws -> AnswerTimes {
    var district = try district(by: cutOffBy)
    try district.pass(until: time)
    let id = try district.handIn(.evidence, of: maya, "Podcasts")
    return try district.submission(id).times
  }

  @Test func `is judged before its lock where a month would be too long`() throws {
    // In the ordinary way it would be due on November 6, and released on the 11th.
    let first = try times("2026-10-12 10:00")
    #expect(first.reviewsDue == (try at("2026-11-04 17:00")))
    #expect(first.releaseBy == (try at("2026-11-06 16:00")))
    // The promise to the teacher stays.
    #expect(first.notifyBy == (try at("2026-11-13 00:00")))
    // What is judged in time anyway stays as it is.
    #expect(try times("2026-10-05 10:00").reviewsDue == at("2026-10-30 00:00"))
    // Until the cut-off's last second, ten minutes of grace included; then it is December's.
    #expect(try times("2026-10-17 00:09:59").reviewsDue == at("2026-11-04 17:00"))
    #expect(try times("2026-10-17 00:10").reviewsDue == at("2026-11-11 00:00"))
    // Where decisions are what a cut-off goes by, a later one goes with a later pay date.
    #expect(try times("2026-10-12 10:00", by: .decision).reviewsDue == at("2026-11-06 00:00"))
  }

  @Test func `is due before its lock for whoever gets it, as long as that leaves three days`()
    throws
  {
    var district = try district()
    try district.pass(until: "2026-10-16 10:00")
    let id = try district.handIn(.evidence, of: maya, "Podcasts")
    try district.assign(id, to: omar)
    #expect(try district.openReview(of: id).due == at("2026-11-04 17:00"))
    try district.pass(until: "2026-11-01 23:59:59")
    try district.perform(.reassignReview(district.openReview(of: id).id, to: ines))
    #expect(try district.openReview(of: id).due == at("2026-11-04 17:00"))
    // From the second on it can't be done any more: seven days, as for any late review.
    try district.pass(until: "2026-11-02 00:00")
    try district.perform(.reassignReview(district.openReview(of: id).id, to: theo))
    #expect(try district.openReview(of: id).due == at("2026-11-10 00:00"))
  }

  @Test func `gets no more time for its review than the lock leaves`() throws {
    var district = try district()
    try district.pass(until: "2026-10-16 10:00")
    let id = try district.handIn(.evidence, of: maya, "Podcasts")
    try district.assign(id, to: omar)
    let review = try district.openReview(of: id).id
    let refusal = try district.refusal(.extendReview(review, until: day("2026-11-04")))
    #expect(
      refusal?.text.contains("the pay date of 2026-11-13 (November)") == true
        && refusal?.text.contains("Choose 2026-11-03 or an earlier day") == true)
    #expect(try district.refusal(.extendReview(review, until: day("2026-11-03"))) == nil)
    // Once it is missed, there is no reason to hurry for it.
    try district.pass(until: "2026-11-04 16:59:59")
    #expect(try district.refusal(.extendReview(review, until: day("2026-11-10"))) != nil)
    try district.pass(until: "2026-11-04 17:00")
    #expect(try district.refusal(.extendReview(review, until: day("2026-11-10"))) == nil)
  }

  @Test func `keeps its earlier day when its window moves`() throws {
    var district = try district(
      intake: .windows([
        WindowRule(label: "Fall", opens: try MapleHollow.rule("second Monday of October"))
      ]))
    try district.pass(until: "2026-10-16 10:00")
    let early = try district.handIn(.evidence, of: maya, "Podcasts")
    try district.pass(until: "2026-10-17 10:00")
    let late = try district.handIn(.evidence, of: theo, "Robots")
    #expect(try district.submission(late).times.reviewsDue == at("2026-11-19 00:00"))
    let window = try district.window(.evidence, "Fall 2026")
    try district.perform(
      .changeWindow(
        window.id, opensOn: window.opensOn, endsOn: day("2026-10-28"), reason: "Two days more."))
    let times = try (early: district.submission(early).times, late: district.submission(late).times)
    #expect(times.early.reviewsDue == (try at("2026-11-04 17:00")))
    #expect(times.early.releaseBy == (try at("2026-11-06 16:00")))
    #expect(times.late.reviewsDue == (try at("2026-11-21 00:00")))
    #expect(times.early.notifyBy == times.late.notifyBy)
    // Its assignment gives it by that day, too.
    try district.pass(until: "2026-10-29 10:00")
    let assignment = try #require(try district.window(.evidence, "Fall 2026").assignment)
    try district.perform(.releaseAssignment(assignment))
    #expect(try district.openReview(of: early).due == at("2026-11-04 17:00"))
    #expect(try district.openReview(of: late).due == at("2026-11-21 00:00"))
  }
}
