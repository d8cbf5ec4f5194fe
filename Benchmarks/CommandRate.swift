import CivilTime
import Crypto
import Files
import Office
import Programs
import Rubrics
import SQLite
import Simulation
import Store
import Workflow

/// The system's generator, as the daemon uses it.
typealias BenchmarkRandom = SecureRandom

/// Commands a second through the whole office, against bare commits of one row with FULL sync in the same run.
func commandRate() throws -> [Figure] {
  let folder = try Setting.folder("commands")
  let files = LocalFiles(root: folder)
  let program = try Setting.program()
  let zone = try Zone(name: program.zone, tzif: Setting.zoneFile(program.zone))
  let clock = SimulatedClock(at: Setting.inWindow(zone))
  let store = try DistrictStore(at: .folder(folder), random: BenchmarkRandom())
  try DistrictOffice.prepareFolders(files)
  let office = try Setting.office(store, files: files, clock: clock)
  let district = SampleDistrict(seed: 1)
  try district.begin(
    office, program: program, rubrics: Setting.rubrics(),
    firstDay: CivilDate(year: 2026, month: 7, day: 1) ?? .first, years: 1)
  for _ in 0..<3 { try office.beat() }
  let people = try store.read { try $0.employed(on: zone.date(at: clock.now())) }
  let bare = try Connection(path: "\(folder)/bare.sqlite3")
  try bare.executeScript("CREATE TABLE row (id INTEGER PRIMARY KEY, text TEXT) STRICT;")
  let count = 1_000
  var ratios: [Double] = []
  var rate = 0.0
  // In turn, so that a disk whose speed drifts slows both.
  for turn in 0..<5 {
    let bareSeconds = try seconds {
      for _ in 0..<count / 5 {
        try bare.transaction(.immediate) { connection throws(SQLiteError) in
          _ = try connection.execute("INSERT INTO row (text) VALUES (?)", "a row of some length")
        }
      }
    }
    let officeSeconds = try seconds {
      for number in 0..<count / 5 {
        let earner = people[1 + (turn * count / 5 + number) % (people.count - 1)]
        try office.perform(
          .handIn(
            HandIn(
              stage: .proposal, earner: earner, title: "Title \(turn) \(number)",
              content: Content(answers: [Answer(part: "students", text: "They gain.")]),
              source: .page, arrivedAt: clock.now())), by: .person(earner))
      }
    }
    ratios.append(bareSeconds / officeSeconds)
    rate = Double(count / 5) / officeSeconds
  }
  return [
    Figure(
      benchmark: "commands against bare commits", measure: "ratio",
      value: ratios.sorted()[ratios.count / 2], aim: 0.3, isLessBetter: false),
    Figure(
      benchmark: "commands", measure: "a_second", value: rate, aim: 0, isLessBetter: false),
  ]
}
