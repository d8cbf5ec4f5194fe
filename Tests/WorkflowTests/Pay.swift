import CivilTime
import Ledger
import Programs
import Testing
import Workflow

/// What Maple Hollow pays, where a test says that it does.
enum Pay {
  private static func dates() throws -> PayDatePolicy {
    PayDatePolicy(
      cutOffBy: .decision,
      dates: try CivilDate.monthNames.map {
        PayDateRule(
          label: $0, cutOff: try MapleHollow.rule("first Monday of \($0)"),
          pays: try MapleHollow.rule("third Friday of \($0)"))
      })
  }

  /// A rise of $400.00 a year, of which somebody may apply for $1,000.00 in a calendar year.
  static func rises() throws -> PayPolicy {
    PayPolicy(
      kind: .salaryRise(RiseTerms()), amount: Money(cents: 400_00),
      cap: CapPolicy(
        period: .calendarYear, binds: .whenApplying,
        brackets: [
          CapBracket(
            label: "less than $75,000", salaryBelow: Money(cents: 75_000_00),
            amount: Money(cents: 1_000_00)),
          CapBracket(label: "over $75,000", amount: Money(cents: 600_00)),
        ]), payDates: try dates())
  }

  /// $250.00 once, of which somebody is paid $500.00 in a school year, as long as $700.00 a year last.
  static func stipends() throws -> PayPolicy {
    PayPolicy(
      kind: .stipend, amount: Money(cents: 250_00),
      cap: CapPolicy(
        period: .schoolYear, binds: .onPayment,
        brackets: [CapBracket(label: "everybody", amount: Money(cents: 500_00))]),
      funds: FundsPolicy(perPeriod: Money(cents: 700_00)), payDates: try dates())
  }

  /// Maya and Theo make less than $75,000, Noah makes more.
  static func employ(_ district: inout District) throws {
    for (id, dollars) in [(maya, Int64(61_000)), (theo, 74_999), (noah, 82_000)] {
      let person = try #require(district.records.person(id))
      var details = try #require(person.details.value)
      details.salaries = [SalaryStep(from: try day("2026-07-01"), cents: dollars * 100)]
      try district.perform(
        .recordPerson(PersonFacts(details: details, record: person.record)), by: .technician)
    }
  }
}

extension District {
  var rules: PayRules {
    get throws { try #require(try records.payRules(zone: zone)) }
  }

  /// Every entry of the ledger.
  var book: Book {
    var book = Book()
    book.apply(records.tables.ledger)
    return book
  }

  var employments: [PersonNumber: Employment] {
    Dictionary(
      uniqueKeysWithValues: records.tables.people.values.map { ($0.id.inLedger, $0.employment) })
  }

  /// The pay date after the last one that is sealed, as it would be sealed now; `nil` while nothing is due.
  func nextSettlement() throws -> Settlement? {
    let today = zone.date(at: now)
    let last = book.payDates.keys.max() ?? today.adding(days: -60)
    let next = try rules.payDates(from: last.adding(days: 1), through: today.adding(days: 40))
    guard let payDate = next.first, payDate.cutOff <= now else { return nil }
    return try rules.settlement(for: payDate, people: employments, book: book)
  }

  /// What is left under somebody's cap today.
  func left(_ person: PersonID) throws -> Money {
    try rules.standing(
      of: person.inLedger, employments[person.inLedger] ?? Employment(), on: zone.date(at: now),
      in: book
    ).left
  }
}
