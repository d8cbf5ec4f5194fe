public import CivilTime
public import Ledger
import Programs
import Store
import Workflow

extension DistrictOffice {
  /// What the work under way could cost at each coming pay date, against the funds left.
  ///
  /// It is reckoned as if everything that may still be earned were earned when it is expected
  /// (``PayExpectations``); nothing of it is kept.
  ///
  /// - Parameter last: The last day that is looked at; the first is today.
  /// - Returns: The pay dates of those days that are not sealed, in their order; none where the program pays nothing.
  /// - Throws: ``OfficeError``.
  public func payForecast(
    through last: CivilDate
  ) throws(OfficeError) -> [ForecastDate] {
    try read { records in
      let now = try self.now(in: records)
      let zone = try zone(in: records)
      guard let rules = try records.payRules(zone: zone) else { return [] }
      let work = try records.expectedWork(zone, at: now)
      let people = Set(work.map { PersonID($0.person.number) }).sorted()
      guard
        let pay = try PayFacts.gather(
          [.openLots, .rises, .district] + people.map(LedgerPart.person), zone: zone,
          from: records)
      else { return [] }
      let worth = work.filter { one in
        // What came in before the program paid was not applied for.
        pay.book.items[one.item]?.isHeld == true
          || rules.isInForce(on: one.appliedOn ?? zone.date(at: one.handedIn))
      }
      return rules.forecast(
        of: worth, from: zone.date(at: now), through: last, people: pay.people, book: pay.book)
    }
  }
}

extension StoredRecords {
  /// Everything that may still be earned, with when it is expected, by what its money stands under.
  func expectedWork(_ zone: Zone, at now: Instant) throws -> [UnderWay] {
    guard let program = try program() else { return [] }
    let expectations = PayExpectations(
      program: program,
      deadlines: Deadlines(zone: zone, calendar: try calendar(), mail: program.mail),
      windows: try windows(), now: now)
    let work = try submissionsUnderWay(at: now)
    // Of several for one proposal the latest counts.
    var evidence: [SubmissionID: Submission] = [:]
    for one in work { if let proposal = one.proposal { evidence[proposal] = one } }
    return try work.filter { $0.proposal == nil }.compactMap { one in
      let latest = evidence[one.id]
      return expectations.underWay(
        one, evidence: latest, reviews: try reviews(of: (latest ?? one).id))
    }
  }
}
