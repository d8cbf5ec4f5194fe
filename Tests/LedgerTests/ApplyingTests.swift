import CivilTime
import Ledger
import Programs
import Testing

@Suite struct `Applying under a cap` {
  private func office(_ change: (inout PayPolicy) -> Void = { _ in }) throws -> Office {
    var policy = try #require(try shipped("kettle-moraine").pay)
    change(&policy)
    return Office(PayRules(policy, effective: day("2025-07-01"), zone: try chicago()))
  }

  @Test func `takes the first of two proposals in one instant that together pass it`() throws {
    var office = try office()
    office.people[grace] = employed(60_000)
    let first = office.application(grace, 1, 1_000, "2026-09-14T08:00:00")
    let second = office.application(grace, 2, 1_000.01, "2026-09-14T08:00:00")
    try office.enter(.applied(first), "2026-09-14T08:00:00")
    guard case .overCap(let over) = office.refusal(.applied(second), "2026-09-14T08:00:00") else {
      Issue.record("taken")
      return
    }
    #expect(over.standing.left == 1_000)
    // The other way round it is the other one.
    var mirrored = try self.office()
    mirrored.people[grace] = employed(60_000)
    try mirrored.enter(.applied(second), "2026-09-14T08:00:00")
    #expect(mirrored.refusal(.applied(first), "2026-09-14T08:00:00") != nil)
  }

  @Test func `goes by the salary of the day of applying when it crosses the bracket in mid-year`()
    throws
  {
    var office = try office()
    office.people[grace] = Employment(salaries: [
      .init(from: day("2026-07-01"), 76_000), .init(from: day("2020-07-01"), 74_000),
    ])
    try office.apply(grace, 1, 500, "2026-06-30T23:59")
    #expect(try office.left(grace, "2026-06-30") == 1_500)
    #expect(try office.left(grace, "2026-07-01") == 100)
    try office.apply(grace, 2, 100, "2026-07-01")
    #expect(try office.left(grace, "2026-07-02") == 0)

    // What was held under the higher cap stays; nothing more fits.
    var other = try self.office()
    other.people = office.people
    try other.apply(grace, 1, 1_800, "2026-06-30")
    #expect(try other.left(grace, "2026-07-01") == 0)
    #expect(-other.balance(grace, .counted) == 1_800)
    let more = other.application(grace, 2, 0.01, "2026-07-01")
    #expect(
      other.refusal(.applied(more), "2026-07-01")?.description.contains("$0.00 is left") == true)
  }

  @Test func `goes by the salary of the period's first day, where the program says so`() throws {
    var office = try office { $0.cap.salaryOn = .periodStart }
    office.people[grace] = Employment(salaries: [
      .init(from: day("2020-07-01"), 74_000), .init(from: day("2026-07-01"), 76_000),
    ])
    try office.apply(grace, 1, 500, "2026-06-30")
    #expect(try office.left(grace, "2026-07-01") == 1_500)
    #expect(try office.left(grace, "2027-01-01") == 600)
  }

  @Test func `needs a salary where the cap depends on it, and only there`() throws {
    var office = try office()
    let application = office.application(grace, 1, 500, "2026-06-30")
    #expect(office.refusal(.applied(application), "2026-06-30") == .salaryUnknown([grace]))
    office = try self.office { $0.cap.brackets.removeFirst() }
    #expect(office.refusal(.applied(application), "2026-06-30") == nil)
  }

  @Test func `counts on February 29 as on any day`() throws {
    var office = try office()
    office.people[grace] = employed(60_000)
    try office.apply(grace, 1, 2_000, "2028-02-29T23:59:59")
    #expect(try office.left(grace, "2028-02-29") == 0)
    #expect(try office.left(grace, "2028-03-01") == 0)
    #expect(try office.left(grace, "2029-01-01") == 2_000)
  }

  @Test func `takes amounts above zero and up to the greatest, once for each item`() throws {
    var office = try office {
      $0.cap.brackets = [CapBracket(label: "all", amount: .most)]
    }
    func refusal(_ amount: Money) -> LedgerRefusal? {
      office.refusal(.applied(office.application(grace, 1, amount, "2026-06-30")), "2026-06-30")
    }
    #expect(refusal(0) == .amountNotPositive)
    #expect(refusal(-1) == .amountNotPositive)
    #expect(refusal(.most + 0.01) == .amountTooGreat)
    #expect(refusal(.most) == nil)
    try office.apply(grace, 1, 1, "2026-06-30")
    let item = Item(.submission, 1)
    #expect(refusal(1) == .alreadyHeld(item))
    let other = office.application(ida, 1, 1, "2026-06-30")
    #expect(office.refusal(.applied(other), "2026-06-30") == .notTheirs(item))
  }

  @Test func `looks at unit and hire date on the day of applying`() throws {
    var office = try office {
      $0.cap.brackets.removeFirst()
      $0.eligibility = EligibilityPolicy(
        bargainingUnits: ["LETA"], employedDaysMin: 90, hiredUntil: day("2026-08-31"))
    }
    func refusal(_ on: String) -> LedgerRefusal? {
      office.refusal(.applied(office.application(grace, 1, 1, on)), on)
    }
    func why(_ on: String) -> Ineligibility? {
      guard case .notEligible(let why) = refusal(on) else { return nil }
      return why
    }
    office.people[grace] = Employment(
      units: [.init(from: day("2026-03-01"), "LETA"), .init(from: day("2026-09-01"), "Other")],
      hired: day("2026-01-15"), left: day("2027-01-01"))
    #expect(why("2026-01-14") == .notEmployed(on: day("2026-01-14")))
    #expect(why("2026-02-28") == .notInUnit(on: day("2026-02-28"), units: ["LETA"]))
    #expect(why("2026-04-14") == .employedTooShort(until: day("2026-04-15")))
    #expect(refusal("2026-04-15") == nil)
    #expect(refusal("2026-08-31") == nil)
    #expect(why("2026-09-01") == .notInUnit(on: day("2026-09-01"), units: ["LETA"]))
    office.people[grace]?.units = [.init(from: day("2020-01-01"), "LETA")]
    #expect(refusal("2026-12-31") == nil)
    #expect(why("2027-01-01") == .notEmployed(on: day("2027-01-01")))
    office.people[grace]?.hired = nil
    #expect(why("2026-12-31") == .hireDateUnknown)
    office.people[grace]?.hired = day("2026-09-01")
    #expect(why("2026-12-31") == .hiredTooLate(after: day("2026-08-31")))
  }

  @Test func `holds another amount when a proposal is amended, in its own period`() throws {
    var office = try office()
    office.people[grace] = employed(60_000)
    let item = Item(.submission, 1)
    try office.apply(grace, 1, 1_500, "2026-11-01")
    try office.enter(.amended(item, to: 1_000, pastCap: .no), "2027-01-10")
    #expect(try office.left(grace, "2026-12-31") == 1_000)
    #expect(try office.left(grace, "2027-01-10") == 2_000)
    try office.enter(.amended(item, to: 2_000, pastCap: .no), "2027-01-11")
    #expect(try office.left(grace, "2026-12-31") == 0)
    let more = Happening.amended(item, to: 2_000.01, pastCap: .no)
    #expect(office.refusal(more, "2027-01-12") != nil)
    let passed = try office.enter(
      .amended(item, to: 2_100, pastCap: .yes(reason: "A second school joined.")), "2027-01-12")
    #expect(passed.first?.kind == .amendedBeyondCap)
    #expect(try office.enter(.amended(item, to: 2_100, pastCap: .no), "2027-01-13") == [])
    let unknown = Item(.submission, 9)
    #expect(
      office.refusal(.amended(unknown, to: 1, pastCap: .no), "2027-01-13") == .notHeld(unknown))
  }

  @Test func `keeps to a new policy from its first day on, and never before`() throws {
    var office = try office()
    office.people[grace] = employed(60_000)
    try office.apply(grace, 1, 1_500, "2026-03-31")
    var policy = office.rules.versions[0].policy
    policy.cap.brackets[0].amount = 1_000
    policy.kind = .stipend
    do throws(LedgerRefusal) {
      try office.rules.adopt(policy, effective: day("2026-03-31"), today: day("2026-04-01"))
      Issue.record("rewrote the past")
    } catch {
      #expect(error == .policyForThePast(day("2026-03-31"), today: day("2026-04-01")))
    }
    try office.rules.adopt(policy, effective: day("2026-05-01"), today: day("2026-04-01"))
    #expect(try office.left(grace, "2026-04-30") == 500)
    #expect(try office.left(grace, "2026-05-01") == 0)
    try office.apply(grace, 2, 400, "2026-04-30")
    // What was applied for under the first version is a rise, whenever it is earned.
    try office.award(grace, 2, handedIn: "2026-10-19", decided: "2026-11-20")
    #expect(office.entries.last?.policy == 1)
    #expect(
      office.entries.last?.terms?.kind == .rise(annual: 400, from: day("2026-12-01")))
    try office.apply(grace, 3, 1_000, "2027-01-11")
    #expect(office.entries.last?.policy == 2)
    try office.award(grace, 3, handedIn: "2027-10-19", decided: "2027-11-20")
    #expect(office.entries.last?.terms?.kind == .stipend)
    // Of two for one day the later holds.
    try office.rules.adopt(
      office.rules.versions[0].policy, effective: day("2026-05-01"), today: day("2026-05-01"))
    #expect(office.rules.version(on: day("2026-05-01")).number == 3)
  }

  @Test func `holds again what was released, in the period in which it was applied for`() throws {
    var office = try office()
    office.people[grace] = employed(60_000)
    let item = Item(.submission, 1)
    #expect(office.refusal(.resumed(item, pastCap: .no), "2026-10-01") == .notHeld(item))
    try office.apply(grace, 1, 1_200, "2026-09-14")
    #expect(office.refusal(.resumed(item, pastCap: .no), "2026-10-01") == .alreadyHeld(item))
    try office.enter(.amended(item, to: 1_300, pastCap: .no), "2026-09-15")
    try office.enter(.released(item, .yearEnded), "2027-09-14")
    let again = try #require(
      office.enter(.resumed(item, pastCap: .no), "2027-09-20").first)
    #expect(again.kind == .resumed && again.limit?.used == 1_300)
    #expect(try office.left(grace, "2026-12-31") == 700)
    #expect(try office.left(grace, "2027-09-20") == 2_000)
    // What became free may be taken by then: it passes the cap by an administrator's will alone.
    try office.enter(.released(item, .yearEnded), "2027-09-21")
    try office.apply(grace, 2, 1_000, "2026-11-01")
    guard case .overCap = office.refusal(.resumed(item, pastCap: .no), "2027-09-22") else {
      Issue.record("taken")
      return
    }
    let told = try office.enter(
      .resumed(item, pastCap: .yes(reason: "An appeal.")), "2027-09-22")
    #expect(told.first?.kind == .resumedBeyondCap)
    try office.award(grace, 1, handedIn: "2027-09-01", decided: "2027-09-23")
    let late = Happening.resumed(item, pastCap: .no)
    #expect(office.refusal(late, "2027-09-24") == .alreadyAwarded(item))
  }

  @Test func `follows what was decided last, whatever was planned before`() throws {
    var office = try office()
    let policy = office.rules.versions[0].policy
    let today = day("2026-04-01")
    try office.rules.adopt(policy, effective: day("2027-01-01"), today: today)
    try office.rules.adopt(policy, effective: day("2026-09-01"), today: today)
    #expect(office.rules.version(on: day("2026-08-31")).number == 1)
    #expect(office.rules.version(on: day("2026-09-01")).number == 3)
    #expect(office.rules.version(on: day("2027-01-01")).number == 3)
  }
}
