import CivilTime
import Ledger
import Programs
import Testing

private let ana = PersonNumber(201)
private let omar = PersonNumber(202)
private let june = PersonNumber(203)

@Suite struct `A pay date` {
  private func office(_ change: (inout PayPolicy) -> Void = { _ in }) throws -> Office {
    var policy = try #require(try shipped("lake-elsinore").pay)
    change(&policy)
    var office = Office(
      PayRules(policy, effective: day("2023-07-01"), zone: try losAngeles(), graceMinutes: 0))
    for person in [ana, omar, june] { office.people[person] = employed(80_000) }
    return office
  }

  @Test func `takes what was handed in on the cut-off's last second, and nothing one second later`()
    throws
  {
    var office = try office { $0.funds = nil }
    try office.award(ana, 1, 100, handedIn: "2023-12-29T23:59:59", decided: "2024-01-10")
    try office.award(omar, 2, 100, handedIn: "2023-12-30T00:00:00", decided: "2024-01-10")
    let january = try office.pay("2024-01-26")
    #expect(january.lines.map(\.person) == [ana])
    #expect(try office.pay("2024-06-28").lines.map(\.person) == [omar])
  }

  @Test func `takes what was decided before the lock, and nothing from then on`() throws {
    var office = try office { $0.funds = nil }
    try office.award(ana, 1, 100, handedIn: "2023-12-01", decided: "2024-01-19T16:59:59")
    try office.award(omar, 2, 100, handedIn: "2023-12-01", decided: "2024-01-19T17:00:00")
    #expect(try office.preview("2024-01-26").lines.map(\.person) == [ana])
    #expect(
      office.rules.payDate(
        handedIn: office.at("2023-12-01"), decided: office.at("2024-01-19T17:00:00"))?.pays
        == day("2024-06-28"))
  }

  @Test func `cuts off on February 29 at its end`() throws {
    var office = try office {
      $0.funds = nil
      $0.payDates.dates = [
        PayDateRule(
          label: "Leap", cutOff: .date(day("2028-02-29")), pays: .date(day("2028-03-31")))
      ]
    }
    try office.award(ana, 1, 100, handedIn: "2028-02-29T23:59:59", decided: "2028-03-10")
    try office.award(omar, 2, 100, handedIn: "2028-03-01T00:00:00", decided: "2028-03-10")
    #expect(try office.pay("2028-03-31").lines.map(\.person) == [ana])
  }

  @Test func `lets funds that end within it reach whoever handed in first`() throws {
    for (order, shares) in [
      (FundsPolicy.Order.earliestHandIn, [Money.zero, 150, 300]),
      (.earliestDecision, [300, 150, 0]), (.proRata, [150, 150, 150]),
    ] {
      var office = try office { $0.funds?.order = order }
      try office.enter(.fundsGranted(450, on: day("2023-08-01")), "2023-08-01")
      try office.award(ana, 1, 300, handedIn: "2023-12-03", decided: "2024-01-10")
      try office.award(omar, 2, 300, handedIn: "2023-12-02", decided: "2024-01-11")
      try office.award(june, 3, 300, handedIn: "2023-12-01", decided: "2024-01-12")
      let settlement = try office.pay("2024-01-26")
      #expect([ana, omar, june].map { office.paid($0, settlement) } == shares, "\(order)")
      #expect(settlement.fundsAfter == 0)
      #expect(office.book.balance(.carriedOver) == 450)
      // More funds in the same year: what waits for funds, and not for the cap, is paid then.
      try office.enter(.fundsGranted(1_000, on: day("2024-03-01")), "2024-03-01")
      #expect(try office.pay("2024-06-28").total == 450)
      #expect(office.book.balance(.carriedOver) == 0)
    }
  }

  @Test func `shares cents that can't be shared by the greatest remainders`() throws {
    var office = try office { $0.funds?.order = .proRata }
    try office.enter(.fundsGranted(100, on: day("2023-08-01")), "2023-08-01")
    for (number, person) in [(Int64(1), ana), (2, omar), (3, june)] {
      try office.award(person, number, 70, handedIn: "2023-12-0\(number)", decided: "2024-01-10")
    }
    let settlement = try office.pay("2024-01-26")
    #expect([ana, omar, june].map { office.paid($0, settlement) } == [33.34, 33.33, 33.33])
  }

  @Test func `refuses what passes cap and funds, where the program says so`() throws {
    var office = try office {
      $0.carryOver.beyondCap = .refused
      $0.carryOver.beyondFunds = .refused
    }
    try office.enter(.fundsGranted(550, on: day("2023-08-01")), "2023-08-01")
    try office.award(ana, 1, 700, handedIn: "2023-12-01", decided: "2024-01-10")
    try office.award(omar, 2, 300, handedIn: "2023-12-02", decided: "2024-01-10")
    let settlement = try office.pay("2024-01-26")
    #expect(office.paid(ana, settlement) == 500)
    #expect(office.paid(omar, settlement) == 50)
    #expect(office.balance(ana, .refused) == 200)
    #expect(office.balance(omar, .refused) == 250)
    #expect(office.book.balance(.carriedOver) == 0)
  }

  @Test func `goes by the salary of the day of handing in, or of the pay date`() throws {
    for (salaryOn, expected) in [
      (CapPolicy.SalaryDay.applying, Money(cents: 500_00)), (.paying, 100), (.periodStart, 500),
    ] {
      var office = try office {
        $0.funds = nil
        $0.cap.salaryOn = salaryOn
        $0.cap.brackets = [
          CapBracket(label: "below", salaryBelow: 75_000, amount: 500),
          CapBracket(label: "above", amount: 100),
        ]
      }
      office.people[ana] = employed(74_000)
      office.people[ana]?.salaries.append(.init(from: day("2024-01-01"), 76_000))
      try office.award(ana, 1, 600, handedIn: "2023-12-01", decided: "2024-01-10")
      #expect(try office.pay("2024-01-26").total == expected, "\(salaryOn)")
      office.people[ana]?.salaries = []
      try office.award(ana, 2, 600, handedIn: "2024-06-01", decided: "2024-06-10")
      // Until HR's file has her salary her lines wait, and nobody else's.
      office.people[june] = employed(74_000)
      try office.award(june, 3, 100, handedIn: "2024-06-01", decided: "2024-06-10")
      let second = try office.pay("2024-06-28")
      #expect(second.lackingSalary == [ana])
      #expect(second.lines.filter(\.lacksSalary).map(\.pays) == [0])
      #expect(second.total == 100, "\(salaryOn)")
      // Of somebody who was erased HR says nothing any more: the cap known last goes on to hold.
      let waiting = office.balance(ana, .payable)
      #expect(waiting == 600)
      office.people[ana] = Employment(isErased: true)
      let third = try office.preview("2025-01-31")
      #expect(third.lackingSalary.isEmpty)
      let known = third.lines.filter { $0.person == ana && $0.from == nil }
      #expect(known.map(\.cap) == [expected], "\(salaryOn)")
    }
  }

  @Test func `pays who leaves the unit between handing in and paying, or not, as the setting says`()
    throws
  {
    for (on, expected) in [
      (EligibilityPolicy.Day.handingIn, Money(cents: 250_00)), (.paying, 0),
    ] {
      var office = try office {
        $0.funds = nil
        $0.eligibility.on = on
      }
      try office.award(ana, 1, 250, handedIn: "2023-12-29", decided: "2024-01-10")
      office.people[ana]?.units.append(.init(from: day("2024-01-02"), nil))
      #expect(try office.pay("2024-01-26").total == expected)
      #expect(office.balance(ana, .refused) == 250 - expected)
      #expect(office.balance(ana, .paid) == expected)
    }
    // Who was no member when handing in is refused, whatever comes after.
    var office = try office { $0.funds = nil }
    office.people[ana]?.units = [.init(from: day("2023-12-30"), "LETA")]
    try office.award(ana, 1, 250, handedIn: "2023-12-29", decided: "2024-01-10")
    #expect(try office.pay("2024-01-26").lines.isEmpty)
  }

  @Test func `is sealed once, as it was shown, after its cut-off and in order`() throws {
    var office = try office { $0.funds = nil }
    try office.award(ana, 1, 100, handedIn: "2023-12-01", decided: "2023-12-10")
    let shown = try office.preview("2024-01-26")
    let seal = Happening.sealed(shown.payDate, token: shown.token, hash: "ab")
    #expect(
      office.refusal(seal, "2023-12-29T23:59:59")
        == .payDateTooEarly(day("2024-01-26"), cutOff: office.at("2023-12-30T00:00")))
    #expect(office.refusal(seal, "2023-12-30T00:00:00") == nil)
    try office.award(omar, 2, 100, handedIn: "2023-12-01", decided: "2024-01-10")
    #expect(office.refusal(seal, "2024-01-20") == .changedSincePreview)
    #expect(
      office.refusal(.paid(day("2024-01-26")), "2024-01-26") == .payDateNotSealed(day("2024-01-26"))
    )
    let shownAgain = try office.preview("2024-01-26")
    try office.enter(
      .sealed(shownAgain.payDate, token: shownAgain.token, hash: "cd"), "2024-01-20")
    let sealed = try #require(office.book.payDates[day("2024-01-26")])
    #expect(sealed.hash == "cd")
    #expect(sealed.cause.by == administrator)
    #expect(sealed.cause.at == office.at("2024-01-20"))
    #expect(sealed.total == 200)
    #expect(sealed.lots.count == 2)
    #expect(office.refusal(seal, "2024-01-20") == .payDateSealed(day("2024-01-26")))
    #expect(office.balance(ana, .sealed) == 100)
    try office.enter(.paid(day("2024-01-26")), "2024-01-26")
    #expect(office.balance(ana, .sealed) == 0)
    #expect(office.balance(ana, .paid) == 100)
    #expect(
      office.refusal(.paid(day("2024-01-26")), "2024-01-27") == .payDatePaid(day("2024-01-26")))
    try office.pay("2024-06-28")
    let before = PayDate(label: "", pays: day("2024-05-01"), cutOff: .epoch, locks: .epoch)
    #expect(
      office.refusal(.sealed(before, token: "", hash: ""), "2024-07-01")
        == .payDateOutOfOrder(day("2024-05-01"), after: day("2024-06-28")))
  }

  @Test func `shows the same lines in whatever order awards came`() throws {
    var forward = try office { $0.funds?.order = .proRata }
    var backward = try office { $0.funds?.order = .proRata }
    try forward.enter(.fundsGranted(400, on: day("2023-08-01")), "2023-08-01")
    try backward.enter(.fundsGranted(400, on: day("2023-08-01")), "2023-08-01")
    let awards: [(PersonNumber, Int64, Money)] = (Int64(0)..<30).map { number in
      ([ana, omar, june][Int(number % 3)], number, Money(cents: 1_000 + number * 7))
    }
    for award in awards {
      try forward.award(
        award.0, award.1, award.2, handedIn: "2023-12-\(10 + award.1 / 2)", decided: "2024-01-05")
    }
    for award in awards.reversed() {
      try backward.award(
        award.0, award.1, award.2, handedIn: "2023-12-\(10 + award.1 / 2)", decided: "2024-01-05")
    }
    #expect(try forward.preview("2024-01-26") == backward.preview("2024-01-26"))
  }

  @Test func `needs an amount from somewhere, and an award only once`() throws {
    var office = try office {
      $0.funds = nil
      $0.amount = nil
    }
    let item = Item(.submission, 1)
    func award(_ amount: Money?) -> Happening {
      .awarded(
        Award(
          person: ana, item: item, amount: amount, handedIn: office.at("2023-12-01"),
          decided: office.at("2023-12-02")))
    }
    #expect(office.refusal(award(nil), "2023-12-02") == .amountNotPositive)
    let once = award(100)
    try office.enter(once, "2023-12-02")
    #expect(office.refusal(once, "2023-12-02") == .alreadyAwarded(item))
    // In Kettle Moraine nothing is awarded for which nothing was applied for.
    let kettle = try Office("kettle-moraine", zone: chicago(), effective: "2023-07-01")
    #expect(kettle.refusal(once, "2023-12-02") == .notHeld(item))
  }
}
