import CivilTime
import Ledger
import Programs
import Testing

@Suite struct `Kettle Moraine` {
  /// Two people below the threshold, one above it, one exactly at it.
  private func office() throws -> Office {
    var office = try Office("kettle-moraine", zone: chicago(), effective: "2025-07-01")
    office.people = [
      grace: employed(74_999.99), luis: employed(61_000), ida: employed(82_000),
      ben: employed(75_000),
    ]
    return office
  }

  @Test func `lets a teacher below $75,000 apply for $2,000 in a calendar year`() throws {
    var office = try office()
    try office.apply(grace, 1, 1_200, "2026-01-12")
    try office.apply(grace, 2, 500, "2026-04-06")
    #expect(try office.left(grace, "2026-04-06") == 300)
    // What passes the cap is told at once, with what is left and from when there is more.
    let tooMuch = office.application(grace, 3, 300.01, "2026-09-14")
    let refusal = try #require(office.refusal(.applied(tooMuch), "2026-09-14"))
    guard case .overCap(let over) = refusal else {
      Issue.record("\(refusal)")
      return
    }
    #expect(over.standing.left == 300)
    #expect(over.standing.moreFrom == day("2027-01-01"))
    #expect(
      refusal.description
        == "$300.01 would pass the cap of $2,000.00 for 2026 (less than $75,000): $300.00 is left. "
        + "There is $2,000.00 again from 2027-01-01.")
    try office.apply(grace, 3, 300, "2026-09-14")
    #expect(try office.left(grace, "2026-12-31") == 0)
    #expect(try office.left(grace, "2027-01-01") == 2_000)
  }

  @Test func `lets a teacher over $75,000 apply for $600, and one at exactly $75,000 too`() throws {
    var office = try office()
    for (number, person) in [(Int64(1), ida), (2, ben)] {
      try office.apply(person, number, 600, "2026-01-12")
      let more = office.application(person, number + 10, 0.01, "2026-04-06")
      #expect(office.refusal(.applied(more), "2026-04-06") != nil)
    }
    // The source leaves exactly $75,000 open: as a setting, it may be below instead.
    var policy = office.rules.versions[0].policy
    policy.cap.exactly = .below
    var other = Office(PayRules(policy, effective: day("2025-07-01"), zone: office.rules.zone))
    other.people = office.people
    #expect(try other.left(ben, "2026-01-12") == 2_000)
    #expect(try other.left(ida, "2026-01-12") == 600)
  }

  @Test func `counts a proposal in the year of applying, though it is earned after New Year`()
    throws
  {
    var office = try office()
    try office.apply(grace, 1, 2_000, "2026-09-14T08:00")
    try office.award(
      grace, 1, handedIn: "2027-02-10T20:15", decided: "2027-03-05T10:42")
    #expect(try office.left(grace, "2026-12-31") == 0)
    #expect(try office.left(grace, "2027-03-05") == 2_000)
    // What was held is fulfilled: nothing frees it any more.
    #expect(office.balance(grace, .fulfilled) == 2_000)
    #expect(office.balance(grace, .reserved) == 0)
    let item = Item(.submission, 1)
    #expect(office.refusal(.released(item, .yearEnded), "2027-03-06") == .notHeld(item))
    try office.apply(grace, 2, 2_000, "2027-03-06")
    // At midnight in the district, though it is 06:00 of the new year in Greenwich.
    try office.apply(luis, 3, 2_000, "2026-12-31T23:59:59")
    #expect(try office.left(luis, "2026-12-31") == 0)
    try office.apply(luis, 4, 2_000, "2027-01-01T00:00:00")
    #expect(try office.left(luis, "2027-01-01") == 0)
  }

  @Test func `frees what is withdrawn, not approved or over after its year`() throws {
    var office = try office()
    let items = (1...4).map { Item(.submission, $0) }
    for item in items { try office.apply(grace, item.number, 500, "2026-01-12") }
    for (item, release) in zip(items, Release.allCases) {
      try office.enter(.released(item, release), "2026-02-20")
    }
    #expect(try office.left(grace, "2026-02-20") == 1_500)
    #expect(office.refusal(.released(items[0], .withdrawn), "2026-02-21") == .notHeld(items[0]))
    // The year's end comes in the next calendar year: it frees nothing there.
    try office.enter(.released(items[3], .yearEnded), "2027-02-20")
    #expect(try office.left(grace, "2027-02-20") == 2_000)
    #expect(try office.left(grace, "2026-12-31") == 2_000)
    // What is free may be proposed anew.
    try office.apply(grace, 1, 2_000, "2027-03-01")
    #expect(try office.left(grace, "2027-03-01") == 0)
    #expect(try office.left(grace, "2026-12-31") == 2_000)
  }

  @Test func `lets an administrator override the cap, with a reason`() throws {
    var office = try office()
    try office.apply(ida, 1, 600, "2026-01-12")
    let item = Item(.submission, 2)
    let blank = office.application(ida, 2, 100, "2026-01-13", .yes(reason: " "))
    #expect(office.refusal(.applied(blank), "2026-01-13") == .reasonMissing)
    let told = office.application(ida, 2, 100, "2026-01-13", .yes(reason: "Leads the pilot."))
    let entry = try #require(office.enter(.applied(told), "2026-01-13").first)
    #expect(entry.kind == .appliedBeyondCap)
    #expect(entry.limit?.used == 700)
    #expect(try office.left(ida, "2026-01-13") == 0)
    // What fits needs no override, though one was offered.
    try office.enter(.released(item, .withdrawn), "2026-01-14")
    try office.enter(.released(Item(.submission, 1), .withdrawn), "2026-01-14")
    let fits = try office.enter(.applied(told), "2026-01-15")
    #expect(fits.first?.kind == .applied)
  }

  /// The pay date of 18 December 2026 as its page shows it.
  @Test func `ends with its figures: six rises of $2,450.00 a year, $1,370.83 on December 18`()
    throws
  {
    var office = try office()
    for person in [erin, hannah] { office.people[person] = employed(61_000) }
    office.people[ida] = employed(68_000)
    office.people[ben] = employed(70_000)
    let rises: [(PersonNumber, Int64, Money, String, Money)] = [
      (grace, 1, 400, "2026-11-20T09:00", 233.33), (ida, 2, 600, "2026-11-20T10:42", 350),
      (luis, 3, 400, "2026-11-23", 233.33), (erin, 4, 250, "2026-11-24", 145.83),
      (ben, 5, 500, "2026-11-23", 291.67), (hannah, 6, 300, "2026-11-20", 175),
    ]
    // Ben's earlier rise: decided in May, $700 a year from June 1, one of twelve months.
    try office.apply(ben, 50, 700, "2025-09-15")
    try office.award(ben, 50, handedIn: "2026-04-20", decided: "2026-05-20")
    #expect(try office.pay("2026-06-19").total == 58.33)
    try office.enter(.yearBegan(day("2026-07-01")), "2026-07-01")
    #expect(try office.pay("2026-07-17").total == 700)
    for rise in rises { try office.apply(rise.0, rise.1, rise.2, "2025-10-20") }
    for rise in rises {
      try office.award(rise.0, rise.1, handedIn: "2026-10-19T20:15", decided: rise.3)
    }
    // One month too many was paid.
    try office.enter(.corrected(Item(.submission, 50), by: -58.33), "2026-11-18")

    let settlement = try office.pay("2026-12-18")
    #expect(settlement.lines.count == 7)
    #expect(Set(settlement.lines.map(\.person)).count == 6)
    for rise in rises {
      let line = settlement.lines.first { $0.lot.item == Item(.submission, rise.1) }
      #expect(line?.pays == rise.4)
      #expect(line?.kind == .rise(annual: rise.2, from: day("2026-12-01")))
    }
    #expect(settlement.lines.last { $0.person == ben }?.pays == -58.33)
    #expect(settlement.total == 1_370.83)
    #expect(settlement.payDate.locks == office.at("2026-12-11T17:00"))

    // From July on, each rise is paid again, and counts against no cap again.
    let entries = try office.enter(.yearBegan(day("2027-07-01")), "2027-07-01")
    #expect(entries.count == 7)
    #expect(try office.enter(.yearBegan(day("2027-07-02")), "2027-07-02") == [])
    #expect(try office.pay("2027-07-16").total == 3_150)
    for person in [grace, luis, ida] { #expect(try office.left(person, "2027-07-02") == 2_000) }
    #expect(-office.book.balance(.earned) == 5_337.49)
    #expect(office.book.balance(.paid) == 5_279.16)
  }

  @Test func `pays in January what is decided after November 25`() throws {
    var office = try office()
    try office.apply(grace, 1, 400, "2026-01-12")
    try office.apply(luis, 2, 400, "2026-01-12")
    try office.award(grace, 1, handedIn: "2026-10-19", decided: "2026-11-25T23:59:59")
    try office.award(luis, 2, handedIn: "2026-10-19", decided: "2026-11-26T00:00:00")
    let december = try office.pay("2026-12-18")
    #expect(office.paid(grace, december) == 233.33)
    #expect(office.paid(luis, december) == 0)
    #expect(office.paid(luis, try office.pay("2027-01-15")) == 233.33)
  }
}
