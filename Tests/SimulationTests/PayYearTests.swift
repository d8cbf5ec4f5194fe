import CivilTime
import Ledger
import Office
import Programs
import Simulation
import Store
import Testing
import Workflow

/// Years in which people propose, earn, leave, appeal and are paid, by the programs of both districts.
@Suite struct `A sample year with pay` {
  /// Lives a plan; after each day every rule has to hold.
  private func lived(_ plan: LifePlan) throws -> (life: SampleLife, entries: [LedgerEntry]) {
    let life = try SampleLife(plan)
    var day = plan.firstDay
    while day <= plan.lastDay {
      day = day.adding(days: 7)
      try life.live(untilDay: min(day, plan.lastDay.adding(days: 1)))
      let findings = try life.office.read { try $0.findings().map(\.description) }
      try #require(findings == [], "\(day): \(findings)")
    }
    #expect(try LifeCheck.problems(in: life.office, head: life.answered, replays: true) == [])
    return (life, try entries(of: life))
  }

  /// Every entry of the ledger, in order.
  private func entries(of life: SampleLife) throws -> [LedgerEntry] {
    try life.office.read { records in
      var found: [Int64: LedgerEntry] = [:]
      for person in 1..<(try records.nextIdentifiers().person) {
        for entry in try records.ledger(.person(PersonID(person))) { found[entry.number] = entry }
      }
      for entry in try records.ledger(.district) { found[entry.number] = entry }
      return found.keys.sorted().compactMap { found[$0] }
    }
  }

  /// Rule 6 after each entry: each ring is zero, and earned is paid, payable, carried over, refused and reversed.
  private func expectBalanced(_ entries: [LedgerEntry]) throws {
    var book = Book()
    for entry in entries {
      #expect(entry.number == book.nextEntry)
      book.apply(entry)
      let found = book.findings()
      try #require(found.isEmpty, "entry \(entry.number): \(found)")
      if let limit = entry.limit, !"\(entry.kind)".contains("eyondCap") {
        try #require(limit.used <= limit.cap, "entry \(entry.number)")
      }
    }
    #expect(Ledger.findings(in: entries) == [])
  }

  private func count(
    _ entries: [LedgerEntry], _ fits: (LedgerEntry.Kind) -> Bool
  ) -> Int { entries.count { fits($0.kind) } }

  private func isReleased(_ kind: LedgerEntry.Kind) -> Bool {
    if case .released = kind { true } else { false }
  }

  @Test func `holds, awards, pays and takes back in Kettle Moraine, and every rule holds`() throws {
    let (life, entries) = try lived(
      Sample.plan(
        "2026-07-01", "2027-12-31", seed: 5,
        size: .init(staff: 40, evaluators: 4, requestsAWindow: 9)))
    try expectBalanced(entries)
    #expect(count(entries) { $0 == .applied } > 20)
    #expect(count(entries) { $0 == .awarded } > 5)
    #expect(count(entries, isReleased) > 0)
    #expect(count(entries) { if case .recurred = $0 { true } else { false } } > 0)
    #expect(count(entries) { if case .paid = $0 { true } else { false } } > 5)
    var book = Book()
    book.apply(entries)
    #expect(book.balance(.paid) > .zero)
    // The files are payroll's own, as wide as the program says.
    let sealed = try #require(book.payDates.values.first { $0.total > .zero }?.payDate.pays)
    let file = try life.office.payrollFile(of: sealed)
    #expect(file.isSealedOne)
    let lines = file.bytes.split(separator: 0x0A).map { $0.count }
    #expect(lines.dropLast().allSatisfy { $0 == 113 } && lines.last == 19, "\(lines)")
  }

  @Test func `pays under cap and funds in Lake Elsinore, the rest later, and every rule holds`()
    throws
  {
    var plan = try Sample.plan(
      "2026-07-01", "2028-07-31", seed: 3,
      size: .init(staff: 40, evaluators: 2, requestsAWindow: 24))
    plan = try Sample.lakeElsinore(plan)
    let (life, entries) = try lived(plan)
    try expectBalanced(entries)
    var book = Book()
    book.apply(entries)
    #expect(count(entries) { $0 == .awarded } > 40)
    #expect(book.balance(.paid) > .zero && book.balance(.refused) > .zero)
    #expect(book.payDates.count == 4 && book.payDates.values.allSatisfy(\.isPaid))
    let carried = entries.filter { entry in
      entry.postings.contains { $0.account == .carriedOver && $0.amount > .zero }
    }
    let later = entries.filter { entry in
      entry.postings.contains { $0.account == .carriedOver && $0.amount < .zero }
    }
    #expect(!carried.isEmpty && !later.isEmpty)
    #expect(try LifeRecord(of: life).mailFaults == [])
  }

  @Test func `goes through crashes and power loss to the same cents`() throws {
    for district in ["kettle-moraine", "lake-elsinore"] {
      var plan = try Sample.plan("2026-12-14", "2027-02-02", size: Sample.few)
      if district == "lake-elsinore" { plan = try Sample.lakeElsinore(plan) }
      let report = try FaultCampaign(life: plan, crashesALife: 12, crashesAReplay: 4)
        .live(seed: 11, crashes: 12)
      #expect(report.problems == [], "\(district)")
      #expect(report.crashes.count > 4)
    }
  }
}
