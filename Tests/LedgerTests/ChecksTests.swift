import CivilTime
import Foundation
import Ledger
import Programs
import Testing

private let ana = PersonNumber(201)

@Suite struct `The checks` {
  private func office() throws -> Office {
    var office = try Office("lake-elsinore", zone: losAngeles(), effective: "2023-07-01")
    office.people[ana] = employed(80_000)
    try office.enter(.fundsGranted(2_000, on: day("2023-08-01")), "2023-08-01")
    try office.award(ana, 1, 700, handedIn: "2023-12-01", decided: "2023-12-10")
    try office.pay("2024-01-26")
    return office
  }

  @Test func `find a posting that is a cent off, in its entry and in the book`() throws {
    let office = try office()
    #expect(findings(in: office.entries) == [])
    for (index, entry) in office.entries.enumerated() {
      for place in entry.postings.indices {
        var entries = office.entries
        entries[index].postings[place].amount += 0.01
        let ring = entries[index].postings[place].account.ring
        #expect(
          findings(in: entries) == [.unbalanced(entry: entry.number, ring, 0.01)], "\(entry.number)"
        )
        var book = Book()
        book.apply(entries)
        if ring != .funds { #expect(book.findings() != [], "\(entry.number), \(place)") }
      }
    }
  }

  @Test func `find who is over a cap, unless that was overridden`() throws {
    var entries = try office().entries
    let index = try #require(entries.firstIndex { $0.limit != nil })
    #expect(entries[index].limit?.cap == 500)
    #expect(entries[index].limit?.used == 500)
    entries[index].limit?.cap = 499.99
    let limit = try #require(entries[index].limit)
    #expect(findings(in: entries) == [.overCap(entry: entries[index].number, limit)])
    entries[index].kind = .appliedBeyondCap
    #expect(findings(in: entries) == [])
  }

  @Test func `find funds that are overspent`() throws {
    let office = try office()
    var entries = office.entries
    #expect(entries.removeFirst().kind == .fundsGranted(byPolicy: false))
    var book = Book()
    book.apply(entries)
    let period = office.rules.period(.schoolYear, holding: day("2024-01-26"))
    #expect(book.findings(ofFundsIn: period) == [.fundsBelowZero(-500)])
    #expect(office.book.findings(ofFundsIn: period) == [])
  }

  @Test func `see the same book in entries that were stored and read`() throws {
    let office = try office()
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let stored = try encoder.encode(office.entries)
    #expect(try encoder.encode(office.entries) == stored)
    let read = try JSONDecoder().decode([LedgerEntry].self, from: stored)
    #expect(read == office.entries)
    var book = Book()
    book.apply(read)
    #expect(book == office.book)
    #expect(book.nextEntry == Int64(read.count) + 1)
  }
}

@Suite struct `A period` {
  @Test func `is a calendar year, or a school year from its first month on`() {
    func period(_ kind: PeriodKind, _ on: String, _ month: Int = 7) -> Period {
      Period(kind, holding: day(on), schoolYearFirstMonth: month)
    }
    #expect(period(.calendarYear, "2026-12-31").description == "2026")
    #expect(period(.calendarYear, "2027-01-01").description == "2027")
    #expect(period(.schoolYear, "2026-06-30").description == "2025–26")
    #expect(period(.schoolYear, "2026-07-01").description == "2026–27")
    #expect(period(.schoolYear, "2099-08-01", 8).description == "2099–00")
    #expect(period(.schoolYear, "2026-03-01", 1).description == "2026")
    #expect(period(.schoolYear, "2028-02-29").days == 366)
    #expect(period(.calendarYear, "2026-02-28").days == 365)
    #expect(!period(.calendarYear, "2026-05-05").contains(day("2027-01-01")))
  }
}
