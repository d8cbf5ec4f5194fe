import CivilTime
import Ledger
import Office
import Programs
import Testing
import Workflow

/// Pay dates with money by a forecast: the day, what is certain and what is possible, in cents.
private func figures(_ forecast: [ForecastDate]) -> [String] {
  forecast.filter { $0.possible != .zero }
    .map { "\($0.payDate.pays) \($0.certain.decimal) \($0.possible.decimal)" }
}

@Suite struct `The forecast of pay` {
  private func day(_ iso: String) throws -> CivilDate { try #require(CivilDate(iso: iso)) }

  /// Kettle Moraine in November: one has handed in evidence, one works on a proposal, one has withdrawn.
  private func fall() throws -> (District, grace: PersonID, sprint: SubmissionID) {
    let district = try District.begun(at: "2026-08-24 09:00", teachers: 3)
    let administrator = try district.administrator
    let people = try (1_000...1_002).map { try district.person("\($0)") }
    try district.live(until: "2026-09-15 10:00")
    let sprint = try district.propose(people[0], "Design sprint", Money(cents: 1_200_00))
    let lab = try district.propose(people[1], "Creek lab", Money(cents: 600_00))
    let robots = try district.propose(people[2], "Robots", Money(cents: 700_00))
    try district.office.perform(.withdraw(robots), by: .person(people[2]))
    try district.decide([sprint, lab], by: administrator, at: "2026-10-12 10:00")
    try district.live(until: "2026-10-27 10:00")
    return (district, people[0], sprint)
  }

  @Test func `expects what is judged by its release day, and what is worked on at its year's end`()
    throws
  {
    let (district, grace, _) = try fall()
    try district.handIn(.evidence, grace, "Design sprint")
    let before = try district.state
    // Evidence of the fall is decided by December 7: from January on six of twelve months of $1,200.00. The other can
    // come in until May 23 at the latest, before its year ends on October 12: it counts from July on, as a whole year.
    let forecast = try district.office.payForecast(through: day("2027-08-31"))
    #expect(
      figures(forecast) == ["2027-01-15 0.00 600.00", "2027-07-16 0.00 1800.00"], "\(forecast)")
    #expect(forecast.first?.payDate.pays == (try day("2026-11-20")))
    #expect(forecast.allSatisfy { $0.fundsLeft == nil && $0.heldBack == .zero })
    #expect(try district.state == before)
  }

  @Test func `is certain of what is decided, and knows no more of what is sealed`() throws {
    let (district, grace, sprint) = try fall()
    let administrator = try district.administrator
    let evidence = try district.handIn(.evidence, grace, "Design sprint")
    try district.decide([evidence], by: administrator, at: "2026-11-20 10:42")
    // From December on: seven of twelve months. What is over is not expected any more.
    #expect(
      figures(try district.office.payForecast(through: day("2027-07-31")))
        == ["2026-12-18 700.00 700.00", "2027-07-16 1200.00 1800.00"])
    #expect(try district.account(grace, sprint)?.isHeld == false)
    try district.live(until: "2026-12-14 09:00")
    let preview = try district.office.preview(of: day("2026-12-18"))
    _ = try district.office.sealPayDate(
      day("2026-12-18"), expecting: preview.token, by: administrator)
    let left = try district.office.payForecast(through: day("2027-07-31"))
    #expect(figures(left) == ["2027-07-16 1200.00 1800.00"])
    #expect(left.first?.payDate.pays == (try day("2027-01-15")))
  }

  @Test func `says what the funds reach, and what comes too late for the lock`() throws {
    let district = try District.begun(
      at: "2023-08-01 09:00", teachers: 2, evaluators: 0, program: "lake-elsinore"
    ) { $0.pay?.eligibility.bargainingUnits = [] }
    let administrator = try district.administrator
    let (ana, omar) = (try district.person("1000"), try district.person("1001"))
    try district.office.perform(
      .grantFunds(Money(cents: 600_00), on: day("2023-08-01"), reason: "The board."),
      by: administrator)
    try district.live(until: "2023-11-01 10:00")
    try district.accept(ana, ["One"], by: administrator)
    try district.handIn(.evidence, ana, "Two")
    try district.handIn(.evidence, omar, "Three")
    // Both are to be decided before the lock of January 19, 5:00 PM; the funds reach $350.00 of their $500.00.
    for time in ["2023-11-02 10:00", "2024-01-19 16:59:59"] {
      try district.live(until: time)
      let forecast = try district.office.payForecast(through: day("2024-06-30"))
      #expect(figures(forecast) == ["2024-01-26 250.00 600.00"])
      #expect(forecast.map(\.fundsLeft) == [.zero, .zero])
      #expect(forecast.first?.heldBack == Money(cents: 150_00))
      #expect(forecast.map(\.missing.count) == [0, 0])
    }
    // What is not decided then goes with June's warrant.
    try district.live(until: "2024-01-19 17:00")
    let late = try district.office.payForecast(through: day("2024-06-30"))
    #expect(figures(late) == ["2024-01-26 250.00 250.00", "2024-06-28 0.00 350.00"])
    #expect(late.map(\.fundsLeft) == [Money(cents: 350_00), .zero])
    #expect(late.map(\.missing.count) == [2, 0])
  }

  @Test func `is empty where the program pays nothing`() throws {
    let district = try District.begun(teachers: 1) { $0.pay = nil }
    try district.live(until: "2026-09-15 10:00")
    try district.propose(try district.person("1000"), "Design sprint")
    #expect(try district.office.payForecast(through: day("2027-12-31")) == [])
  }
}
