import CivilTime
import Foundation
import Ledger
public import Programs
import Rubrics
import Testing

/// The repository's root, found from where this file was compiled.
private let repository = URL(fileURLWithPath: #filePath)
  .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

func shipped(_ name: String) throws -> Program {
  let url = repository.appendingPathComponent("Config/\(name).json5")
  return try Program.read([UInt8](Data(contentsOf: url)), file: name)
}

func chicago() throws -> Zone {
  try Zone(name: "America/Chicago", posixRule: "CST6CDT,M3.2.0,M11.1.0")
}

func losAngeles() throws -> Zone {
  try Zone(name: "America/Los_Angeles", posixRule: "PST8PDT,M3.2.0,M11.1.0")
}

extension Money: ExpressibleByIntegerLiteral {
  /// Whole dollars.
  public init(integerLiteral dollars: Int64) { self.init(cents: dollars * 100) }
}

extension Money: ExpressibleByFloatLiteral {
  /// Dollars and cents as they stand in a test, such as `233.33`.
  public init(floatLiteral dollars: Double) {
    self.init(cents: Int64((dollars * 100).rounded()))
  }
}

func day(_ iso: String) -> CivilDate { CivilDate(iso: iso) ?? .first }

/// A program's rules with everything that was entered by them.
struct Office {
  var rules: PayRules
  var people: [PersonNumber: Employment] = [:]
  private(set) var book = Book()
  private(set) var entries: [LedgerEntry] = []
  private var journal: Int64 = 0

  init(_ rules: PayRules) { self.rules = rules }

  /// A district's program as it is shipped.
  init(_ name: String, zone: Zone, effective: String) throws {
    let program = try shipped(name)
    self.init(
      PayRules(
        try #require(program.pay), effective: day(effective), zone: zone,
        schoolYearFirstMonth: program.schoolYearFirstMonth,
        graceMinutes: program.evidence.graceMinutes))
  }

  /// An instant of the district's own clocks.
  func at(_ text: String) -> Instant {
    let text = text.contains("T") ? text : text + "T12:00"
    return CivilDateTime(iso: text).map { rules.zone.instant(of: $0) } ?? .epoch
  }

  /// Enters what follows from something that happened, and holds every rule against it.
  @discardableResult
  mutating func enter(
    _ happening: Happening, _ when: String, decision: Int64? = nil, rubric: RubricVersion? = nil
  ) throws -> [LedgerEntry] {
    try enter(happening, at: at(when), decision: decision, rubric: rubric)
  }

  @discardableResult
  mutating func enter(
    _ happening: Happening, at instant: Instant, decision: Int64? = nil,
    rubric: RubricVersion? = nil
  ) throws(LedgerRefusal) -> [LedgerEntry] {
    let cause = Cause(
      journal: journal + 1, at: instant, by: administrator, decision: decision, rubric: rubric)
    let made = try rules.entries(for: happening, cause: cause, people: people, book: book)
    journal += 1
    book.apply(made)
    entries += made
    #expect(findings(in: made) == [])
    #expect(book.findings() == [])
    return made
  }

  /// Why something was refused; `nil` if it was not.
  func refusal(_ happening: Happening, _ when: String) -> LedgerRefusal? {
    do throws(LedgerRefusal) {
      let cause = Cause(journal: journal + 1, at: at(when))
      _ = try rules.entries(for: happening, cause: cause, people: people, book: book)
      return nil
    } catch {
      return error
    }
  }

  mutating func apply(
    _ person: PersonNumber, _ item: Int64, _ amount: Money, _ when: String
  ) throws {
    try enter(.applied(application(person, item, amount, when)), when)
  }

  func application(
    _ person: PersonNumber, _ item: Int64, _ amount: Money, _ when: String,
    _ pastCap: PastCap = .no
  ) -> Application {
    Application(
      person: person, item: Item(.submission, item), amount: amount, at: at(when),
      pastCap: pastCap)
  }

  mutating func award(
    _ person: PersonNumber, _ item: Int64, _ amount: Money? = nil, handedIn: String,
    decided: String
  ) throws {
    try enter(
      .awarded(
        Award(
          person: person, item: Item(.submission, item), amount: amount, handedIn: at(handedIn),
          decided: at(decided))), decided, decision: item)
  }

  func payDate(_ pays: String) throws -> PayDate {
    try #require(rules.payDates(from: day(pays), through: day(pays)).first, "\(pays)")
  }

  func preview(_ pays: String) throws -> Settlement {
    try rules.settlement(for: payDate(pays), people: people, book: book)
  }

  /// Seals a pay date at its lock, and marks it as paid on its day.
  @discardableResult
  mutating func pay(_ pays: String) throws -> Settlement {
    let settlement = try preview(pays)
    try enter(
      .sealed(settlement.payDate, token: settlement.token, hash: "5ea1"),
      at: settlement.payDate.locks)
    try enter(.paid(day(pays)), pays)
    return settlement
  }

  /// What one pay date pays a person.
  func paid(_ person: PersonNumber, _ settlement: Settlement) -> Money {
    settlement.lines.reduce(.zero) { $1.person == person ? $0 + $1.pays : $0 }
  }

  func balance(_ person: PersonNumber, _ account: Account) -> Money {
    book.people[person]?.balance(account) ?? .zero
  }

  func left(_ person: PersonNumber, _ on: String) throws -> Money {
    try rules.standing(of: person, people[person] ?? .init(), on: day(on), in: book).left
  }
}

let administrator = PersonNumber(1)
let grace = PersonNumber(10_482)
let ida = PersonNumber(10_117)
let luis = PersonNumber(10_871)
let erin = PersonNumber(12_044)
let ben = PersonNumber(10_339)
let hannah = PersonNumber(11_930)

/// Somebody of the unit, employed for long, on one salary.
func employed(_ salary: Money, unit: String? = "LETA") -> Employment {
  Employment(
    salaries: [.init(from: day("2020-07-01"), salary)],
    units: [.init(from: day("2020-07-01"), unit)], hired: day("2020-07-01"))
}

/// A generator whose whole state is its seed (SplitMix64, https://prng.di.unimi.it/splitmix64.c).
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
