import CivilTime
import Crypto
import Files
import Ledger
import Office
import Programs
import SQLite
import Simulation
import Store
import Workflow

/// Lake Elsinore's program in a district of any size.
private struct PayDistrict {
  let store: DistrictStore
  let zone: Zone
  let clock: SimulatedClock
  let office: DistrictOffice
  let rules: PayRules

  init(_ name: String, at time: CivilDate) throws {
    let folder = try Setting.folder(name)
    var options = Connection.Options()
    options.syncsEveryCommit = false
    store = try DistrictStore(
      at: .folder(folder), random: SeededRandom(seed: 3), options: options)
    var program = try Program.read(
      Setting.bytes("Config/lake-elsinore.json5"), file: "lake-elsinore.json5")
    program.pay?.eligibility.bargainingUnits = []
    zone = try Zone(name: program.zone, tzif: Setting.zoneFile(program.zone))
    clock = SimulatedClock(at: zone.startOfDay(time))
    office = try Setting.office(store, files: LocalFiles(root: folder), clock: clock)
    try DistrictOffice.prepareFolders(LocalFiles(root: folder))
    let first = CivilDate(year: 2_025, month: 7, day: 1) ?? .first
    let start = zone.startOfDay(first)
    try store.write { records in
      try records.append(
        .programSet(
          ProgramSet(program: program, payFrom: PayYearStart(day: first, at: start))),
        command: 1, at: start, by: .technician)
    }
    guard let rules = try store.read({ [zone] in try $0.payRules(zone: zone) }) else {
      throw Refusal.paysNothing
    }
    self.rules = rules
  }

  /// Adds people, an amount for each, and funds for most of them.
  func fill(people: Int, awardsEach: Int) throws {
    let start = clock.now().adding(days24h: -60)
    var number: Int64 = 0
    let granted = CivilDate(year: 2_026, month: 7, day: 1) ?? .first
    let funds = try rules.entries(
      for: .fundsGranted(.most, on: granted), cause: Cause(journal: 1, at: start), people: [:],
      book: Book())
    number = Int64(funds.count)
    try store.write { records in
      try records.append(
        .entriesMade(EntriesMade(entries: funds)), command: 2, at: start, by: .technician)
    }
    for batch in stride(from: 1, through: people, by: 2_000) {
      try store.write { records in
        for index in batch..<min(batch + 2_000, people + 1) {
          let id = PersonID(Int64(index))
          try records.append(
            .personRecorded(
              PersonRecorded(
                person: id,
                details: Personal(
                  PersonDetails(
                    employeeNumber: "\(100_000 + index)", givenName: "Maya",
                    familyName: "Alder \(index)", email: "m\(index)@maplehollow.example")),
                record: EmploymentRecord(school: "Birch Elementary"))),
            command: Int64(2 + index), at: start, by: .technician)
          var made: [LedgerEntry] = []
          var book = Book(nextEntry: number + 1)
          for award in 0..<awardsEach {
            let at = start.adding(seconds: Int64(index * awardsEach + award))
            let entries = try rules.entries(
              for: .awarded(
                Award(
                  person: id.inLedger,
                  item: Item(.submission, Int64(index * awardsEach + award)),
                  amount: Money(cents: 250_00), handedIn: at, decided: at)),
              cause: Cause(journal: Int64(index), at: at, by: PersonNumber(1), decision: 1),
              people: [:], book: book)
            book.apply(entries)
            made += entries
          }
          number += Int64(made.count)
          try records.append(
            .entriesMade(EntriesMade(entries: made)), command: Int64(2 + index), at: start,
            by: .technician)
        }
      }
    }
  }
}

/// A pay date for 100,000 people, from the database: previewed, and sealed with its file.
func payDate() throws -> [Figure] {
  guard let lock = CivilDate(iso: "2027-01-23"), let day = CivilDate(iso: "2027-01-29") else {
    return []
  }
  let district = try PayDistrict("pay-date", at: lock)
  try district.fill(people: 100_000, awardsEach: 1)
  var token = ""
  let previewed = try seconds {
    let preview = try district.office.preview(of: day)
    token = preview.token
  }
  let sealed = try seconds {
    _ = try district.office.sealPayDate(day, expecting: token, by: .technician)
  }
  return [
    Figure(
      benchmark: "a pay date for 100,000 people, previewed", measure: "seconds",
      value: previewed, aim: 2.5, isLessBetter: true),
    Figure(
      benchmark: "a pay date for 100,000 people, previewed and sealed", measure: "seconds",
      value: previewed + sealed, aim: 5, isLessBetter: true),
  ]
}

/// Somebody's statement in a ledger of 1,000,000 lines.
func payStatement() throws -> [Figure] {
  guard let today = CivilDate(iso: "2027-01-23") else { return [] }
  let district = try PayDistrict("pay-statement", at: today)
  let people = 20_000
  // Two lines for each amount that is earned.
  try district.fill(people: people, awardsEach: 25)
  var draw = Draw(seed: 5)
  var all: [Double] = []
  for _ in 0..<500 {
    let person = PersonID(Int64(1 + draw.next(below: people)))
    all.append(try seconds { _ = try district.office.payStatement(of: person) })
  }
  return [
    Figure(
      benchmark: "a person's statement, of 1,000,000 ledger lines", measure: "milliseconds",
      value: all.sorted()[all.count / 2] * 1_000, aim: 5, isLessBetter: true)
  ]
}

/// What the work under way of the sample district could cost at the coming pay dates: the dashboard reckons it after
/// each entry of the journal.
func payForecast() throws -> [Figure] {
  guard let day = CivilDate(iso: "2026-11-02") else { return [] }
  let folder = try Setting.folder("forecast")
  let program = try Setting.program()
  let build = SampleBuild(
    program: program, rubrics: try Setting.rubrics(), until: day, zoneFile: Setting.zoneFile)
  try build.live(in: folder)
  let zone = try Zone(name: program.zone, tzif: Setting.zoneFile(program.zone))
  let store = try DistrictStore(at: .folder(folder), random: SeededRandom(seed: 3))
  let office = try Setting.office(
    store, files: LocalFiles(root: folder), clock: SimulatedClock(at: zone.startOfDay(day)))
  var all: [Double] = []
  for _ in 0..<40 {
    all.append(try seconds { _ = try office.payForecast(through: day.adding(days: 200)) })
  }
  return [
    Figure(
      benchmark: "a forecast of pay in the sample district", measure: "milliseconds",
      value: all.sorted()[all.count / 2] * 1_000, aim: 25, isLessBetter: true)
  ]
}
