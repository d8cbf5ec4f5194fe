public import CivilTime
public import Ledger
import Programs

/// What pay is reckoned from: read in the same transaction, where the program pays.
public struct PayFacts: Sendable {
  public var rules: PayRules
  /// The entries of those whom the command concerns.
  public var book: Book
  public var people: [PersonNumber: Employment]
  /// The number of the journal's next entry.
  public var sequence: Int64

  public init(
    rules: PayRules, book: Book, people: [PersonNumber: Employment], sequence: Int64
  ) {
    self.rules = rules
    self.book = book
    self.people = people
    self.sequence = sequence
  }
}

extension PayFacts {
  /// Reads some parts of the ledger, with the people whom they concern.
  ///
  /// - Parameters:
  ///   - parts: Whose entries; whoever belongs to two of them has each entry once.
  ///   - zone: The district's zone.
  ///   - known: People who were read already.
  ///   - records: The records.
  /// - Returns: `nil` where the program pays nothing.
  /// - Throws: Whatever the records throw when they can't be read.
  public static func gather(
    _ parts: [LedgerPart], zone: Zone, knowing known: [PersonID: Person] = [:],
    from records: borrowing some RecordReading
  ) throws -> PayFacts? {
    guard let rules = try records.payRules(zone: zone) else { return nil }
    var book = Book(nextEntry: try records.nextIdentifiers().ledgerEntry)
    var entries: [Int64: LedgerEntry] = [:]
    for part in Set(parts) {
      for entry in try records.ledger(part) { entries[entry.number] = entry }
    }
    for number in entries.keys.sorted() {
      if let entry = entries[number] { book.apply(entry) }
    }
    if parts.contains(.district) { book.take(funds: try records.fundsByDay()) }
    var concerned = Set(book.people.keys.map { PersonID($0.number) })
    for case .person(let id) in parts { concerned.insert(id) }
    var employments: [PersonNumber: Employment] = [:]
    for id in concerned {
      employments[id.inLedger] =
        if let person = known[id] { person.employment } else {
          try records.person(id)?.employment
        }
    }
    return PayFacts(
      rules: rules, book: book, people: employments, sequence: try records.lastSequence() + 1)
  }
}

extension PersonID {
  /// The number under which the ledger knows this person.
  public var inLedger: PersonNumber { PersonNumber(number) }
}

extension Actor {
  /// The person who asks, as the ledger knows them; nobody for the clock, files and whoever sits at the machine.
  var inLedger: PersonNumber? { if case .person(let id) = self { id.inLedger } else { nil } }
}

extension SubmissionID {
  /// What this submission's money stands under.
  public var inLedger: Item { Item(.submission, number) }
}

extension OpeningID {
  /// What this figure's money stands under.
  public var inLedger: Item { Item(.opening, number) }
}

extension Submission {
  /// What its money stands under: evidence is paid by its proposal, where there is one.
  public var item: Item { (proposal ?? id).inLedger }
}

extension Person {
  /// What pay needs to know, as HR tells it. What was erased is not known any more.
  public var employment: Employment {
    Employment(
      salaries: details.value?.salaries.map {
        Employment.Salary(from: $0.from, Money(cents: $0.cents))
      } ?? [],
      units: units.map { Employment.Membership(from: $0.from, $0.unit) }, hired: record.hired,
      left: record.left, isErased: erased != nil)
  }
}

extension RecordReading {
  /// The rules of the program in force; `nil` where it pays nothing.
  ///
  /// - Parameter zone: The district's zone.
  /// - Returns: Every version of its policy, in the order in which they were adopted.
  /// - Throws: Whatever the records throw when they can't be read.
  public borrowing func payRules(zone: Zone) throws -> PayRules? {
    guard let program = try program(), program.pay != nil else { return nil }
    let versions = try payPolicies()
    guard let first = versions.first else { return nil }
    var rules = PayRules(
      first.policy, effective: first.effective, zone: zone,
      schoolYearFirstMonth: program.schoolYearFirstMonth,
      graceMinutes: program.evidence.graceMinutes)
    for version in versions.dropFirst() {
      try rules.adopt(version.policy, effective: version.effective, today: version.effective)
    }
    return rules
  }
}

extension Facts {
  /// Reads what pay is reckoned from, where the program pays and the command can lead to money.
  mutating func gatherPay(
    for command: Command, at now: Instant, from records: borrowing some RecordReading
  ) throws {
    if case .setProgram(let new, let day) = command {
      return try gatherFirstPay(of: new, from: day ?? zone.date(at: now), records)
    }
    guard program?.pay != nil, let parts = try ledgerParts(for: command, from: records)
    else { return }
    pay = try PayFacts.gather(parts, zone: zone, knowing: people, from: records)
  }

  /// Reads what a program owes from before it paid: every figure that the district brought along.
  private mutating func gatherFirstPay(
    of new: Program, from day: CivilDate, _ records: borrowing some RecordReading
  ) throws {
    guard program?.pay == nil, let policy = new.pay else { return }
    openings = try records.openings()
    for id in openings.compactMap(\.submission) {
      submissions[id] = try records.submission(id)
    }
    pay = PayFacts(
      rules: PayRules(
        policy, effective: day, zone: zone, schoolYearFirstMonth: new.schoolYearFirstMonth,
        graceMinutes: new.evidence.graceMinutes),
      book: Book(nextEntry: next.ledgerEntry), people: [:],
      sequence: try records.lastSequence() + 1)
  }

  /// Which entries of the ledger a command needs; `nil`: it moves no money.
  private mutating func ledgerParts(
    for command: Command, from records: borrowing some RecordReading
  ) throws -> [LedgerPart]? {
    switch command {
    case .handIn(let work): return [.person(work.earner)]
    case .recordOpening(let opening): return [.person(opening.earner)]
    case .endYear(let id):
      guard let earner = submissions[id]?.earner else { return nil }
      // Evidence that is being judged keeps what is held for its proposal.
      own = try records.submissions(of: earner)
      return [.person(earner)]
    case .withdraw, .returnSubmission, .checkDocuments, .extend, .releaseDecisions,
      .reopenDecision, .holdAmount, .correctPay, .undo:
      return submissions.values.map { .person($0.earner) }
    case .grantFunds: return [.district]
    case .sealPayDate: return [.openLots, .district]
    case .markPaid(let day): return [.payDate(day), .district]
    case .beginPayYear: return [.rises, .district]
    default: return nil
    }
  }
}
