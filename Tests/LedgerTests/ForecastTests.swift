import CivilTime
import Ledger
import Programs
import Testing

private let ana = PersonNumber(201)
private let omar = PersonNumber(202)

@Suite struct `A forecast` {
  @Test func `says what is certain and what could come, under caps and funds`() throws {
    var office = try Office("lake-elsinore", zone: losAngeles(), effective: "2023-07-01")
    for person in [ana, omar] { office.people[person] = employed(80_000) }
    try office.enter(.fundsGranted(800, on: day("2023-08-01")), "2023-08-01")
    try office.award(ana, 1, 300, handedIn: "2023-11-01", decided: "2023-11-20")
    func work(
      _ person: PersonNumber, _ number: Int64, _ amount: Money, _ handedIn: String,
      _ expected: String
    ) -> UnderWay {
      UnderWay(
        person: person, item: Item(.submission, number), amount: amount,
        handedIn: office.at(handedIn), expected: office.at(expected))
    }
    let underWay = [
      work(ana, 2, 300, "2023-12-10", "2024-01-10"),
      work(omar, 3, 250, "2023-12-20", "2024-01-19T16:59"),
      // In time by its hand-in, too late by its expected decision.
      work(omar, 4, 100, "2023-12-20", "2024-01-19T17:00"),
      work(omar, 5, 400, "2024-02-01", "2024-03-01"),
    ]
    let forecast = office.rules.forecast(
      of: underWay, from: day("2023-12-01"), through: day("2024-06-30"), people: office.people,
      book: office.book)
    #expect(forecast.map(\.payDate.pays) == [day("2024-01-26"), day("2024-06-28")])
    #expect(forecast.map(\.certain) == [300, 0])
    #expect(forecast.map(\.possible) == [750, 50])
    #expect(forecast.map(\.fundsLeft) == [50, 0])
    // $100 of Ana's over the cap; then Omar's, of which the funds reach $50.
    #expect(forecast.map(\.heldBack) == [100, 450])
    #expect(forecast.map { $0.missing.map(\.item.number) } == [[4], []])
    // Nothing of it is kept, and it comes true if all is earned as expected.
    #expect(office.balance(omar, .payable) == 0)
    for one in underWay.sorted(by: { $0.expected < $1.expected }) where one.item.number != 4 {
      try office.enter(
        .awarded(
          Award(
            person: one.person, item: one.item, amount: one.amount, handedIn: one.handedIn,
            decided: one.expected)), at: one.expected)
    }
    #expect(try office.pay("2024-01-26").total == 750)
  }

  @Test func `goes by decisions where the cut-off does, and by what is held`() throws {
    var office = try Office("kettle-moraine", zone: chicago(), effective: "2025-07-01")
    for (number, person) in [(Int64(1), grace), (2, luis)] {
      office.people[person] = employed(60_000)
      try office.apply(person, number, 1_200, "2026-01-12")
    }
    func work(_ person: PersonNumber, _ number: Int64, _ expected: String) -> UnderWay {
      UnderWay(
        person: person, item: Item(.submission, number), handedIn: office.at("2026-11-02"),
        expected: office.at(expected))
    }
    let forecast = office.rules.forecast(
      of: [
        work(grace, 1, "2026-11-25T23:59:59"), work(luis, 2, "2026-11-26T00:00:00"),
        work(luis, 3, "2026-11-20"),
      ], from: day("2026-12-01"), through: day("2027-01-31"), people: office.people,
      book: office.book)
    #expect(forecast.map(\.payDate.pays) == [day("2026-12-18"), day("2027-01-15")])
    #expect(forecast.map(\.possible) == [700, 700])
    #expect(forecast.map(\.fundsLeft) == [nil, nil])
    #expect(forecast[0].missing.map(\.item.number) == [2])
  }

  @Test func `grants the funds that the policy names as their years begin`() throws {
    var policy = try #require(try shipped("lake-elsinore").pay)
    policy.funds?.perPeriod = 300
    var office = Office(PayRules(policy, effective: day("2023-07-01"), zone: try losAngeles()))
    office.people[ana] = employed(80_000)
    #expect(try office.enter(.yearBegan(day("2023-07-01")), "2023-07-01").count == 1)
    #expect(try office.enter(.yearBegan(day("2024-06-30")), "2024-06-30") == [])
    try office.award(ana, 1, 500, handedIn: "2023-11-01", decided: "2023-11-20")
    let forecast = office.rules.forecast(
      of: [], from: day("2023-12-01"), through: day("2025-01-31"), people: office.people,
      book: office.book)
    #expect(forecast.map(\.certain) == [300, 0, 200])
    #expect(forecast.map(\.fundsLeft) == [0, 0, 100])
    // Unused funds end with their year; an administrator takes back no more than is left.
    #expect(
      office.refusal(.fundsGranted(-300.01, on: day("2023-12-01")), "2023-12-01")
        == .fundsShort(left: 300))
    try office.enter(.fundsGranted(-300, on: day("2023-12-01")), "2023-12-01")
    #expect(try office.pay("2024-01-26").total == 0)
  }
}
