import CivilTime
import Foundation
import Ledger
import Office
import Programs
import Testing
import Workflow

@Suite struct `What mails say of pay` {
  /// The words of every mail so far, each on one line.
  private func mails(_ district: District) throws -> [String] {
    try district.mails().map { mail in
      let parts = mail.text.replacing("\r\n", with: "\n").components(separatedBy: "\n\n")
      return parts.joined(separator: " ").replacing("=\n", with: "")
        .replacing("\n", with: " ")
    }
  }

  private func count(_ words: String, in district: District) throws -> Int {
    try mails(district).count { $0.contains(words) }
  }

  @Test func `is what is set aside, the rise and the warrant that it begins with`() throws {
    let district = try District.begun(at: "2026-08-24 09:00", teachers: 2)
    let administrator = try district.administrator
    let grace = try district.person("1000")
    try district.live(until: "2026-09-15 10:00")
    let paths = try district.propose(grace, "Learning paths", Money(cents: 500_00))
    try district.decide([paths], by: administrator, at: "2026-10-12 10:00")
    try district.live(until: "2026-10-12 12:00")
    #expect(try count("Pay set aside for this micro-credential: $500.00.", in: district) == 1)
    try district.live(until: "2026-10-27 10:00")
    let evidence = try district.handIn(.evidence, grace, "Learning paths")
    try district.decide([evidence], by: administrator, at: "2026-11-20 10:42")
    try district.live(until: "2026-11-20 12:00")
    #expect(
      try count("Pay: $500.00 a year, from December 1, 2026, first with the December", in: district)
        == 1)
  }

  @Test func `is what is paid next, what waits, and until when`() throws {
    let district = try District.begun(
      at: "2023-08-01 09:00", teachers: 2, evaluators: 0, program: "lake-elsinore"
    ) {
      $0.pay?.eligibility.bargainingUnits = []
      $0.mail.holdMinutes = 0
    }
    let administrator = try district.administrator
    let (ana, omar) = (try district.person("1000"), try district.person("1001"))
    try district.office.perform(
      .grantFunds(
        Money(cents: 700_00), on: try #require(CivilDate(iso: "2023-08-01")), reason: "Board."),
      by: administrator)
    try district.live(until: "2023-11-01 10:00")
    try district.accept(ana, ["One", "Two", "Three"], by: administrator)
    try district.live(until: "2023-11-02 12:00")
    #expect(try count("Pay: $250.00 with the January 2024 warrant.", in: district) == 2)
    #expect(
      try count(
        "Pay: $250.00 waits for a later year, which begins on July 1, 2024", in: district) == 1)
    // The funds have $200.00 left beside Ana's: what waits under her cap takes none.
    try district.accept(omar, ["One"], by: administrator)
    try district.live(until: "2023-11-03 12:00")
    #expect(
      try count(
        "Pay: $200.00 with the January 2024 warrant. The other $50.00 waits until funds are available.",
        in: district) == 1)
  }

  @Test func `is payroll's file once it is locked, and before it what is still open`() throws {
    let district = try District.begun(
      at: "2023-08-01 09:00", teachers: 2, evaluators: 0, program: "lake-elsinore"
    ) { $0.pay?.eligibility.bargainingUnits = [] }
    let administrator = try district.administrator
    let (ana, omar) = (try district.person("1000"), try district.person("1001"))
    try district.office.perform(
      .grantFunds(
        Money(cents: 700_00), on: try #require(CivilDate(iso: "2023-08-01")), reason: "Board."),
      by: administrator)
    try district.live(until: "2023-12-29 10:00")
    try district.accept(ana, ["One"], by: administrator)
    try district.handIn(.evidence, omar, "Two")
    try district.live(until: "2024-01-19 16:00")
    #expect(
      try count("Subject: Before payroll locks: 1 decision for January 2024", in: district) == 1)
    #expect(try count("Subject: Ready: payroll file", in: district) == 0)
    try district.live(until: "2024-01-22 12:00")
    #expect(
      try count("Subject: Ready: payroll file for the January 2024 warrant", in: district) == 1)
    #expect(try count("$250.00", in: district) > 0)
  }
}
