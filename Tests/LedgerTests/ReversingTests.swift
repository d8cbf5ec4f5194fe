import CivilTime
import Ledger
import Programs
import Rubrics
import Testing

private let ana = PersonNumber(201)

@Suite struct `A decision that is reopened` {
  private let item = Item(.submission, 1)

  private func elsinore() throws -> Office {
    var office = try Office("lake-elsinore", zone: losAngeles(), effective: "2023-07-01")
    office.people[ana] = employed(80_000)
    try office.enter(.fundsGranted(2_000, on: day("2023-08-01")), "2023-08-01")
    return office
  }

  @Test func `after payment leads to a reversal, never to an edit`() throws {
    var office = try elsinore()
    try office.award(ana, 1, 300, handedIn: "2023-12-01", decided: "2023-12-10")
    try office.pay("2024-01-26")
    let before = office.entries
    let made = try office.enter(.reopened(item), "2024-02-10")
    #expect(Array(office.entries.prefix(before.count)) == before)
    #expect(made.allSatisfy { $0.kind == .reversed })
    #expect(office.balance(ana, .paid) == 300)
    #expect(office.balance(ana, .payable) == -300)
    #expect(office.balance(ana, .reversed) == 300)
    let end = try office.pay("2024-06-28")
    #expect(end.lines.map(\.pays) == [-300])
    #expect(office.balance(ana, .paid) == 0)
    // Cap and funds have it back.
    #expect(try office.left(ana, "2024-06-28") == 500)
    #expect(end.fundsAfter == 2_000)
    #expect(office.refusal(.reopened(item), "2024-07-01") == .notAwarded(item))
  }

  @Test func `gives a later year's cap nothing for what counted in an earlier one`() throws {
    var office = try elsinore()
    try office.award(ana, 1, 500, handedIn: "2023-12-01", decided: "2023-12-10")
    try office.pay("2024-01-26")
    try office.pay("2024-06-28")
    try office.enter(.reopened(item), "2024-09-10")
    try office.enter(.fundsGranted(2_000, on: day("2024-09-11")), "2024-09-11")
    try office.award(ana, 2, 700, handedIn: "2024-12-01", decided: "2024-12-10")
    let later = try office.pay("2025-01-31")
    #expect(later.lines.map(\.pays) == [-500, 500])
    #expect(try office.left(ana, "2025-01-31") == 0)
    #expect(try office.left(ana, "2024-06-28") == 500)
    #expect(office.balance(ana, .carriedOver) == 200)
  }

  @Test func `before payment is taken out where it stands`() throws {
    var office = try elsinore()
    try office.award(ana, 1, 700, handedIn: "2023-12-01", decided: "2023-12-10")
    try office.enter(.reopened(item), "2023-12-20")
    #expect(try office.preview("2024-01-26").lines.isEmpty)
    // Decided again: earned after all, partly paid, the rest carried over; then reopened once more.
    try office.award(ana, 1, 700, handedIn: "2023-12-01", decided: "2024-01-10")
    try office.pay("2024-01-26")
    #expect(office.balance(ana, .carriedOver) == 200)
    try office.enter(.reopened(item), "2024-02-01")
    #expect(office.balance(ana, .carriedOver) == 0)
    #expect(office.balance(ana, .payable) == -500)
    // And earned for good, before the file went out: it nets to nothing owed, nothing double.
    try office.award(ana, 1, 700, handedIn: "2023-12-01", decided: "2024-02-05")
    #expect(try office.pay("2024-06-28").total == 0)
    #expect(office.balance(ana, .paid) == 500)
    #expect(office.balance(ana, .carriedOver) == 200)
    #expect(-office.balance(ana, .earned) - office.balance(ana, .reversed) == 700)
  }

  @Test func `in a sealed file that is not paid yet comes back with the next one`() throws {
    var office = try elsinore()
    try office.award(ana, 1, 300, handedIn: "2023-12-01", decided: "2023-12-10")
    let shown = try office.preview("2024-01-26")
    try office.enter(.sealed(shown.payDate, token: shown.token, hash: "ab"), "2024-01-20")
    try office.enter(.reopened(item), "2024-01-22")
    try office.enter(.paid(day("2024-01-26")), "2024-01-26")
    #expect(office.balance(ana, .paid) == 300)
    #expect(try office.pay("2024-06-28").total == -300)
  }

  @Test func `ends a rise, and holds the amount again until there is a new decision`() throws {
    var office = try Office("kettle-moraine", zone: chicago(), effective: "2025-07-01")
    office.people[grace] = employed(60_000)
    try office.apply(grace, 1, 1_200, "2026-01-12")
    try office.award(grace, 1, handedIn: "2026-02-10", decided: "2026-03-10")
    #expect(try office.pay("2026-04-17").total == 300)
    try office.enter(.reopened(item), "2026-05-01")
    #expect(try office.left(grace, "2026-05-01") == 800)
    #expect(office.balance(grace, .reserved) == 1_200)
    #expect(try office.enter(.yearBegan(day("2026-07-01")), "2026-07-01") == [])
    #expect(try office.pay("2026-05-15").total == -300)
    #expect(try office.pay("2026-06-19").total == 0)
    // Not approved in the end: the cap has it back.
    try office.enter(.released(item, .notApproved), "2026-06-20")
    #expect(try office.left(grace, "2026-06-20") == 2_000)
    #expect(office.balance(grace, .paid) == 0)
  }

  @Test func `is traced down to who decided what, by which rubric and policy`() throws {
    var office = try Office("kettle-moraine", zone: chicago(), effective: "2025-07-01")
    office.people[ida] = employed(68_000)
    let rubric = RubricVersion(
      rubric: try #require(RubricID(slug: "kettle-moraine-evidence")), hash: "9c1f04bee27a")
    try office.apply(ida, 1, 600, "2025-10-20")
    try office.enter(
      .awarded(
        Award(
          person: ida, item: item, handedIn: office.at("2026-10-19T20:15"),
          decided: office.at("2026-11-20T10:42"))), "2026-11-20T10:42", decision: 77,
      rubric: rubric)
    try office.pay("2026-12-18")
    let steps = trace(item, in: office.entries)
    #expect(
      steps.map(\.kind) == [
        .applied, .awarded, .settled(day("2026-12-18")), .paid(day("2026-12-18")),
      ])
    #expect(steps[0].limit?.cap == 2_000)
    #expect(steps[1].cause.decision == 77)
    #expect(steps[1].cause.rubric == rubric)
    #expect(steps[1].cause.at == office.at("2026-11-20T10:42"))
    #expect(steps.allSatisfy { $0.policy == 1 && $0.cause.journal > 0 })

    let lines = statement(of: ida, in: office.entries)
    #expect(lines.map(\.entry.number) == [1, 2, 4, 5])
    #expect(lines.last?.moved == [.sealed: -350, .paid: 350])
    #expect(lines.last?.balances[.paid] == 350)
    #expect(statement(of: grace, in: office.entries).isEmpty)
  }
}

@Suite struct `A correction` {
  private let item = Item(.submission, 1)

  @Test func `is a line of its own in the next file, and takes back no more than was paid`() throws
  {
    var office = try Office("lake-elsinore", zone: losAngeles(), effective: "2023-07-01")
    office.people[ana] = employed(80_000)
    try office.enter(.fundsGranted(2_000, on: day("2023-08-01")), "2023-08-01")
    #expect(office.refusal(.corrected(item, by: -1), "2024-02-01") == .notAwarded(item))
    try office.award(ana, 1, 500, handedIn: "2023-12-01", decided: "2023-12-10")
    #expect(office.refusal(.corrected(item, by: -1), "2023-12-11") == .moreThanPaid(0))
    try office.pay("2024-01-26")
    #expect(office.refusal(.corrected(item, by: 0), "2024-02-01") == .nothingCorrected)
    #expect(office.refusal(.corrected(item, by: -500.01), "2024-02-01") == .moreThanPaid(500))
    try office.enter(.corrected(item, by: -100), "2024-02-01")
    #expect(office.refusal(.corrected(item, by: -400.01), "2024-02-01") == .moreThanPaid(400))
    // After the cut-off, and before the lock.
    try office.enter(.corrected(item, by: 30), "2024-06-21T16:59:59")
    let end = try office.pay("2024-06-28")
    #expect(end.lines.map(\.pays) == [-100, 30])
    #expect(end.lines.map(\.kind) == [.correction, .correction])
    #expect(try office.left(ana, "2024-06-28") == 70)
    #expect(office.balance(ana, .paid) == 430)
    // Reopened after all: everything comes back, corrections too.
    try office.enter(.reopened(item), "2024-08-01")
    #expect(office.balance(ana, .payable) == -430)
    #expect(try office.pay("2025-01-31").total == -430)
    #expect(try office.left(ana, "2024-06-28") == 500)
    #expect(try office.left(ana, "2025-01-31") == 500)
  }
}
