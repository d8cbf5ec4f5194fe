import CivilTime
import Ledger
import Programs
import Testing

private let ana = PersonNumber(201)

@Suite struct `A start in mid-year` {
  @Test func `counts what was granted, holds open approvals, and frees them as its own`() throws {
    var office = try Office("kettle-moraine", zone: chicago(), effective: "2026-03-01")
    office.people[grace] = employed(60_000)
    let approval = Item(.submission, 7)
    func open(
      _ kind: OpeningFigure.Kind, _ item: Item, _ amount: Money, _ on: String
    ) throws -> [LedgerEntry] {
      try office.enter(
        .opened(
          OpeningFigure(kind: kind, person: grace, item: item, amount: amount, day: day(on))),
        "2026-03-02")
    }
    _ = try open(.granted, Item(.opening, 1), 900, "2026-01-20")
    _ = try open(.approval, approval, 600, "2026-02-10")
    // One of the year before counts there.
    _ = try open(.approval, Item(.submission, 8), 1_000, "2025-10-01")
    #expect(try office.left(grace, "2026-03-02") == 500)
    #expect(try office.left(grace, "2025-12-31") == 1_000)
    let more = office.application(grace, 9, 500.01, "2026-04-06")
    #expect(office.refusal(.applied(more), "2026-04-06") != nil)
    try office.award(grace, 7, handedIn: "2026-05-12", decided: "2026-05-20")
    #expect(office.balance(grace, .payable) == 50)
    try office.enter(.released(Item(.submission, 8), .yearEnded), "2026-10-02")
    #expect(try office.left(grace, "2026-10-02") == 500)
    let again = OpeningFigure(
      kind: .approval, person: grace, item: approval, amount: 1, day: day("2026-01-01"))
    #expect(office.refusal(.opened(again), "2026-10-02") == .alreadyHeld(approval))
  }

  @Test func `takes figures past the cap as they are, and lets nothing more in`() throws {
    var office = try Office("kettle-moraine", zone: chicago(), effective: "2026-03-01")
    office.people[ida] = employed(90_000)
    try office.enter(
      .opened(
        OpeningFigure(
          kind: .granted, person: ida, item: Item(.opening, 1), amount: 2_000,
          day: day("2026-01-20"))), "2026-03-02")
    #expect(try office.left(ida, "2026-03-02") == 0)
  }

  @Test func `pays carried-over balances, under the rules of later years`() throws {
    var office = try Office("lake-elsinore", zone: losAngeles(), effective: "2024-01-02")
    office.people[ana] = employed(80_000)
    try office.enter(.fundsGranted(2_000, on: day("2024-01-02")), "2024-01-02")
    // $300 of this year is paid; $400 waits since last year, though the file gives it a day of this one.
    for (kind, amount, number) in [
      (OpeningFigure.Kind.granted, Money(cents: 300_00), Int64(1)), (.carriedOver, 400, 2),
    ] {
      try office.enter(
        .opened(
          OpeningFigure(
            kind: kind, person: ana, item: Item(.opening, number), amount: amount,
            day: day("2023-09-01"))), "2024-01-02")
    }
    #expect(try office.left(ana, "2024-01-02") == 200)
    #expect(try office.pay("2024-01-26").total == 200)
    #expect(office.balance(ana, .carriedOver) == 200)
    #expect(try office.pay("2024-06-28").total == 0)
    try office.enter(.fundsGranted(150, on: day("2024-08-01")), "2024-08-01")
    #expect(try office.pay("2025-01-31").total == 150)
    #expect(office.balance(ana, .carriedOver) == 50)
  }
}

@Suite struct `A balance that was brought along` {
  @Test func `comes from an earlier year, whatever day its file gives it`() throws {
    var policy = try #require(try shipped("lake-elsinore").pay)
    policy.carryOver.countsAgainstCap = false
    policy.funds = nil
    var office = Office(PayRules(policy, effective: day("2024-01-02"), zone: try losAngeles()))
    office.people[ana] = employed(80_000)
    try office.enter(
      .opened(
        OpeningFigure(
          kind: .carriedOver, person: ana, item: Item(.opening, 1), amount: 400,
          day: day("2023-09-01"))), "2024-01-02")
    try office.award(ana, 2, 500, handedIn: "2023-12-01", decided: "2024-01-03")
    // So it does not count against this year's $500, where such money does not.
    #expect(try office.pay("2024-01-26").total == 900)
    #expect(try office.left(ana, "2024-01-26") == 0)
  }
}

@Suite struct `A rise's first year` {
  private func first(
    _ annual: Money, _ proration: RiseTerms.Proration, _ effective: RiseTerms.Effective,
    decided: String, year: PeriodKind = .schoolYear
  ) throws -> (Money, CivilDate) {
    var policy = try #require(try shipped("kettle-moraine").pay)
    policy.kind = .salaryRise(RiseTerms(effective: effective, prorated: proration, year: year))
    var office = Office(PayRules(policy, effective: day("2020-01-01"), zone: try chicago()))
    office.people[grace] = employed(60_000)
    try office.apply(grace, 1, annual, "2026-01-12")
    try office.award(grace, 1, handedIn: decided, decided: decided)
    guard case .rise(_, let from) = office.entries.last?.terms?.kind else {
      return (.zero, .first)
    }
    return (-office.balance(grace, .earned), from)
  }

  @Test func `is months of twelve, from the first of the month after the decision`() throws {
    #expect(
      try first(600, .months, .firstOfNextMonth, decided: "2026-11-20")
        == (350, day("2026-12-01")))
    #expect(
      try first(600, .months, .firstOfNextMonth, decided: "2026-11-01") == (350, day("2026-12-01")))
    #expect(
      try first(600, .months, .firstOfNextMonth, decided: "2026-12-31T23:59:59")
        == (300, day("2027-01-01")))
    // In June it is the whole of the next year.
    #expect(
      try first(600, .months, .firstOfNextMonth, decided: "2026-06-10") == (600, day("2026-07-01")))
    #expect(
      try first(600, .months, .firstOfNextMonth, decided: "2026-05-31") == (50, day("2026-06-01")))
  }

  @Test func `is days of 365, or of 366 where the year has a February 29`() throws {
    // From February 29 to June 30, 2028: 123 days of 366.
    #expect(
      try first(366, .days, .decision, decided: "2028-02-29") == (123, day("2028-02-29")))
    #expect(try first(365, .days, .decision, decided: "2027-03-01") == (122, day("2027-03-01")))
    #expect(try first(366, .days, .decision, decided: "2027-07-01") == (366, day("2027-07-01")))
    #expect(try first(366, .days, .decision, decided: "2028-06-30") == (1, day("2028-06-30")))
    #expect(
      try first(366, .days, .decision, decided: "2028-12-31", year: .calendarYear)
        == (1, day("2028-12-31")))
  }

  @Test func `counts no month that has begun, and may begin with the next year`() throws {
    #expect(try first(1_200, .months, .decision, decided: "2026-11-02") == (700, day("2026-11-02")))
    #expect(try first(1_200, .months, .decision, decided: "2026-11-01") == (800, day("2026-11-01")))
    #expect(try first(1_200, .months, .decision, decided: "2026-06-15") == (0, day("2026-06-15")))
    #expect(
      try first(1_200, .months, .nextYear, decided: "2026-11-02") == (1_200, day("2027-07-01")))
    #expect(try first(1_200, .none, .decision, decided: "2026-11-02") == (1_200, day("2026-11-02")))
  }

  @Test func `is followed by whole years as long as there is employment`() throws {
    var office = try Office("kettle-moraine", zone: chicago(), effective: "2025-07-01")
    office.people[grace] = employed(60_000)
    try office.apply(grace, 1, 1_200, "2026-01-12")
    try office.award(grace, 1, handedIn: "2026-02-10", decided: "2026-03-10")
    // Two years at once, where nobody asked in between; the third begins after the last day.
    office.people[grace]?.left = day("2028-07-01")
    let entries = try office.enter(.yearBegan(day("2028-08-01")), "2028-08-01")
    let years = ["2026-07-01", "2027-07-01", "2028-07-01"]
    #expect(entries.map(\.kind) == years.map { .recurred(day($0)) })
    #expect(-office.balance(grace, .earned) == 2_700)
    // Whoever comes back is owed nothing for the years between.
    office.people[grace]?.left = nil
    let back = try office.enter(.yearBegan(day("2029-08-01")), "2029-08-01")
    #expect(back.map(\.kind) == [.recurred(day("2029-07-01"))])
    #expect(-office.balance(grace, .earned) == 3_900)
    #expect(try office.left(grace, "2028-01-01") == 2_000)
  }
}
