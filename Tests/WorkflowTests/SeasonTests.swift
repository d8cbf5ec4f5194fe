import CivilTime
import Rubrics
import Testing
import Workflow

/// One season from the window to the decision: everything below is a closer look at one of its steps.
@Suite struct `A season` {
  @Test func `leads from a proposal to what is earned`() throws {
    var district = try MapleHollow.plannedDistrict()
    try district.pass(until: "2026-09-20 21:42")
    let proposal = try district.handIn(.proposal, of: maya, "Podcasts for the library")
    #expect(try district.state(proposal) == .submitted)

    try district.pass(until: "2026-09-29 08:00")
    let window = try district.window(.proposal, "Fall 2026")
    #expect(window.state == .closed)
    try district.perform(.releaseAssignment(try #require(window.assignment)))
    #expect(try district.state(proposal) == .underReview)
    let review = try district.openReview(of: proposal)
    #expect(try review.due == at("2026-10-21"))

    try district.pass(until: "2026-10-15 16:00")
    try district.perform(.seeReview(review.id), by: person(review.evaluator))
    try district.judge(proposal)
    #expect(try district.state(proposal) == .readyToRelease)
    try district.perform(.releaseDecisions([proposal]))
    #expect(
      try district.submission(proposal).progress == .inProgress(ends: at("2027-10-16")))

    try district.pass(until: "2026-11-05 12:00")
    let evidence = try district.handIn(.evidence, of: maya, "Podcasts for the library")
    #expect(try district.submission(evidence).proposal == proposal)
    try district.pass(until: "2026-11-10 09:00")
    let assignment = try district.window(.evidence, "Fall 2026").assignment
    try district.perform(.releaseAssignment(try #require(assignment)))
    try district.judge(evidence, students: "partly")
    try district.perform(.releaseDecisions([evidence]))
    #expect(try district.submission(evidence).met == ["learning"])

    try district.pass(until: "2026-12-01 12:00")
    try district.handIn(.evidence, of: maya, "Podcasts for the library", "And the students' part.")
    #expect(try district.state(evidence) == .underReview)
    try district.judge(evidence, learning: nil)
    try district.perform(.releaseDecisions([evidence]))
    guard case .decided(_, .earned, _) = try district.submission(evidence).state else {
      Issue.record("not earned")
      return
    }
    #expect(try district.submission(proposal).progress == .completed(at: district.now))
  }
}
