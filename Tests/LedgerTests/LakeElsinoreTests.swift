import CivilTime
import Ledger
import Programs
import Testing

private let ana = PersonNumber(201)
private let omar = PersonNumber(202)
private let june = PersonNumber(203)
private let visitor = PersonNumber(204)

@Suite struct `Lake Elsinore` {
  private func office() throws -> Office {
    var office = try Office("lake-elsinore", zone: losAngeles(), effective: "2023-07-01")
    for person in [ana, omar, june] { office.people[person] = employed(80_000) }
    office.people[visitor] = employed(80_000, unit: nil)
    return office
  }

  @Test func `has the two warrants that were published`() throws {
    let office = try office()
    let dates = office.rules.payDates(from: day("2023-07-01"), through: day("2024-06-30"))
    #expect(dates.map(\.label) == ["January warrant", "June warrant"])
    // Handed in on 29 December 2023 and 14 June 2024, with ten silent minutes.
    #expect(dates[0].cutOff == office.at("2023-12-30T00:10:00"))
    #expect(dates[1].cutOff == office.at("2024-06-15T00:10:00"))
    #expect(dates.map(\.pays) == [day("2024-01-26"), day("2024-06-28")])
    #expect(dates[0].locks == office.at("2024-01-19T17:00"))
  }

  /// At most $500.00 a person in a school year, both payments together; what goes beyond is paid in subsequent
  /// school years, if funds are available then.
  @Test func `pays $500 a school year over two warrants, the rest later while funds last`() throws {
    var office = try office()
    try office.enter(.fundsGranted(1_500, on: day("2023-08-01")), "2023-08-01")
    // Ana: one of $300 for January, two for June: $200 more fit under the cap.
    try office.award(ana, 1, 300, handedIn: "2023-12-29T23:59:59", decided: "2024-01-10")
    try office.award(omar, 2, 250, handedIn: "2023-12-20", decided: "2024-01-10")
    try office.award(omar, 3, 250, handedIn: "2023-12-21", decided: "2024-01-10")
    try office.award(omar, 4, 250, handedIn: "2023-12-22", decided: "2024-01-10")
    let january = try office.pay("2024-01-26")
    #expect(office.paid(ana, january) == 300)
    #expect(office.paid(omar, january) == 500)
    #expect(january.fundsAfter == 700)
    #expect(office.balance(omar, .carriedOver) == 250)

    try office.award(ana, 5, 250, handedIn: "2024-06-14T23:59:59", decided: "2024-06-19")
    try office.award(ana, 6, 100, handedIn: "2024-06-14", decided: "2024-06-19")
    try office.award(june, 7, 500, handedIn: "2024-06-01", decided: "2024-06-19")
    let end = try office.pay("2024-06-28")
    #expect(office.paid(ana, end) == 200)
    #expect(office.paid(omar, end) == 0)
    #expect(office.paid(june, end) == 500)
    #expect(end.fundsAfter == 0)
    #expect(office.balance(ana, .carriedOver) == 150)

    // The next year has $350 only: what waits comes first, the longest first.
    try office.enter(.fundsGranted(350, on: day("2024-08-01")), "2024-08-01")
    try office.award(june, 8, 250, handedIn: "2024-12-01", decided: "2024-12-10")
    let later = try office.pay("2025-01-31")
    #expect(office.paid(omar, later) == 250)
    #expect(office.paid(ana, later) == 100)
    #expect(office.paid(june, later) == 0)
    #expect(later.fundsAfter == 0)

    // $50 and $250 are still owed; the year after next has enough, and nothing is forgotten.
    #expect(try office.pay("2025-06-27").total == 0)
    try office.enter(.fundsGranted(5_000, on: day("2025-07-01")), "2025-07-01")
    let last = try office.pay("2026-01-30")
    #expect(office.paid(ana, last) == 50)
    #expect(office.paid(june, last) == 250)
    for (person, paid) in [(ana, Money(cents: 650_00)), (omar, 750), (june, 750)] {
      #expect(office.balance(person, .paid) == paid)
      #expect(-office.balance(person, .earned) == paid)
      #expect(office.balance(person, .carriedOver) == 0)
    }
    #expect(office.book.balance(.spent) == 2_150)
  }

  @Test
  func `counts carried-over money against the later year's $500, or not, as the setting says`()
    throws
  {
    for (counts, expected) in [(true, Money(cents: 500_00)), (false, 700)] {
      var office = try office()
      var policy = office.rules.versions[0].policy
      policy.carryOver.countsAgainstCap = counts
      policy.funds = nil
      office.rules = PayRules(
        policy, effective: day("2023-07-01"), zone: office.rules.zone, graceMinutes: 10)
      try office.award(ana, 1, 700, handedIn: "2023-12-01", decided: "2023-12-10")
      #expect(try office.pay("2024-01-26").total == 500)
      // Within the same year it waits, whichever it is.
      #expect(try office.pay("2024-06-28").total == 0)
      try office.award(ana, 2, 500, handedIn: "2024-12-01", decided: "2024-12-10")
      #expect(try office.pay("2025-01-31").total == expected)
      #expect(office.balance(ana, .carriedOver) == 700 - expected)
    }
  }

  @Test func `counts carried-over money once, so that the year's other $300 are paid`() throws {
    var office = try office()
    office.rules = PayRules(
      {
        var policy = office.rules.versions[0].policy
        policy.funds = nil
        return policy
      }(), effective: day("2023-07-01"), zone: office.rules.zone)
    try office.award(ana, 1, 700, handedIn: "2023-12-01", decided: "2023-12-10")
    #expect(try office.pay("2024-01-26").total == 500)
    // $200 of the year before, paid in January, leave $300 of the $500 for June.
    #expect(try office.pay("2025-01-31").total == 200)
    try office.award(ana, 2, 400, handedIn: "2025-06-01", decided: "2025-06-10")
    let june = try office.pay("2025-06-27")
    #expect(june.total == 300 && office.balance(ana, .carriedOver) == 100)
  }

  @Test func `pays carried-over money before what is new, or after it, as the setting says`() throws
  {
    for (first, carried) in [(true, Money.zero), (false, 200)] {
      var office = try office()
      var policy = office.rules.versions[0].policy
      policy.carryOver.paidFirst = first
      policy.funds = nil
      office.rules = PayRules(policy, effective: day("2023-07-01"), zone: office.rules.zone)
      try office.award(ana, 1, 700, handedIn: "2023-12-01", decided: "2023-12-10")
      try office.pay("2024-01-26")
      try office.award(ana, 2, 500, handedIn: "2024-12-01", decided: "2024-12-10")
      try office.pay("2025-01-31")
      let old = office.book.lot(LotKey(Item(.submission, 1), 0))
      let new = office.book.lot(LotKey(Item(.submission, 2), 0))
      #expect(old?.carried.values.reduce(.zero, +) == carried)
      #expect(new?.carried.values.reduce(.zero, +) == 200 - carried)
    }
  }

  @Test func `refuses who is no member of the unit, visibly`() throws {
    var office = try office()
    try office.enter(.fundsGranted(1_500, on: day("2023-08-01")), "2023-08-01")
    try office.award(visitor, 1, 250, handedIn: "2023-12-01", decided: "2023-12-10")
    #expect(office.balance(visitor, .refused) == 250)
    #expect(-office.balance(visitor, .earned) == 250)
    #expect(try office.pay("2024-01-26").lines.isEmpty)
  }

  /// A clerk checks documents within a month; for the warrants there is less time.
  @Test func `brings a review's due date forward where a warrant would be missed`() throws {
    let office = try office()
    func due(_ handedIn: String, ordinary: String) -> Instant {
      office.rules.reviewsDue(ordinary: office.at(ordinary), handedIn: office.at(handedIn))
    }
    // Two days before the lock of 19 January, 17:00.
    #expect(
      due("2023-12-29T23:00", ordinary: "2024-01-23T00:00") == office.at("2024-01-17T17:00"))
    #expect(
      due("2023-12-01T09:00", ordinary: "2023-12-25T00:00") == office.at("2023-12-25T00:00"))
    // From 00:10 on it is June's: nothing comes forward.
    #expect(
      due("2023-12-30T00:10", ordinary: "2024-01-23T00:00") == office.at("2024-01-23T00:00"))
    #expect(
      due("2024-06-14T09:00", ordinary: "2024-07-08T00:00") == office.at("2024-06-19T17:00"))
  }
}
