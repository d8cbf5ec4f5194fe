public import CivilTime
public import Ledger
public import Store
public import Workflow

// What is asked of the ledger: what is left under a cap, what a pay date would mean, what somebody was paid.

/// A pay date with where it stands.
public struct PayDateStanding: Hashable, Sendable {
  public let payDate: PayDate
  /// Once its file was sealed.
  public let sealed: Sealing?

  public struct Sealing: Hashable, Sendable {
    /// The SHA-256 of the file, in hex.
    public let hash: String
    public let cause: Cause
    /// Whether payroll has paid it.
    public let isPaid: Bool
  }
}

extension DistrictOffice {
  /// What is left under somebody's cap on a day; `nil` where the program pays nothing then.
  ///
  /// - Parameters:
  ///   - person: Whose cap.
  ///   - day: A day of the period that is asked about.
  /// - Returns: The cap, and what counts against it.
  /// - Throws: ``OfficeError``; refused where HR's file does not say what the cap depends on.
  public func payStanding(
    of person: PersonID, on day: CivilDate
  ) throws(OfficeError) -> CapStanding? {
    try read { records in
      guard
        let pay = try PayFacts.gather([.person(person)], zone: zone(in: records), from: records),
        pay.rules.isInForce(on: day)
      else { return nil }
      return try Self.refusing {
        try pay.rules.standing(
          of: person.inLedger, pay.people[person.inLedger] ?? Employment(), on: day, in: pay.book)
      }
    }
  }

  /// What somebody applied for, earned and was paid, entry by entry.
  public func payStatement(of person: PersonID) throws(OfficeError) -> [StatementLine] {
    try read { records in
      statement(of: person.inLedger, in: try records.ledger(.person(person)))
    }
  }

  /// The pay dates from one day to another, with where they stand; none where the program pays nothing.
  public func payDates(
    from first: CivilDate, through last: CivilDate
  ) throws(OfficeError) -> [PayDateStanding] {
    try read { records in try self.payDates(from: first, through: last, in: records) }
  }

  /// The same, of one state of the records.
  public func payDates(
    from first: CivilDate, through last: CivilDate, in records: some StoredRecords
  ) throws -> [PayDateStanding] {
    guard let rules = try records.payRules(zone: zone(in: records)) else { return [] }
    var book = Book()
    book.apply(try records.ledger(.district))
    let paid = try records.paidDays()
    return rules.payDates(from: first, through: last).map { payDate in
      let sealed = book.payDates[payDate.pays].map {
        PayDateStanding.Sealing(
          hash: $0.hash, cause: $0.cause, isPaid: paid.contains(payDate.pays))
      }
      return PayDateStanding(payDate: payDate, sealed: sealed)
    }
  }

  /// What a pay date would mean if it were sealed now.
  ///
  /// - Parameter day: The day on which it is paid.
  /// - Returns: Every line of it; nothing is entered.
  /// - Throws: ``OfficeError``; refused where there is no such pay date.
  public func settlement(of day: CivilDate) throws(OfficeError) -> Settlement {
    try read { records in try self.reckoned(day, in: records).settlement }
  }

  /// A pay date as it would be sealed now, with what it is reckoned from: read once, since a district may owe
  /// something to very many.
  func reckoned(_ day: CivilDate, in records: some StoredRecords) throws -> Reckoned {
    let owed = try records.peopleOwed()
    guard
      let pay = try PayFacts.gather(
        [.openLots, .district], zone: zone(in: records), knowing: owed, from: records)
    else {
      throw Refusal.paysNothing
    }
    guard let payDate = pay.rules.payDates(from: day, through: day).first else {
      throw Refusal.noPayDate(day)
    }
    return Reckoned(
      pay: pay, people: owed,
      settlement: pay.rules.settlement(for: payDate, people: pay.people, book: pay.book))
  }

  struct Reckoned {
    var pay: PayFacts
    var people: [PersonID: Person]
    var settlement: Settlement
  }

  /// What the ledger refuses, the office refuses.
  private static func refusing<Result>(_ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch let refusal as LedgerRefusal {
      throw Refusal(refusal)
    }
  }
}
