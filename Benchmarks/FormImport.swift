import CivilTime
import Crypto
import Files
import Office
import Programs
import Rubrics
import SQLite
import Simulation
import Store

/// 100,000 rows of a form's export, imported into a database on the disk with every commit synced.
func formImport() throws -> [Figure] {
  let rows = 100_000
  let folder = try Setting.folder("import")
  let files = LocalFiles(root: folder)
  let clock = SimulatedClock(at: .epoch)
  let program = try Setting.program()
  let zone = try Zone(name: program.zone, tzif: Setting.zoneFile(program.zone))
  clock.step(to: zone.startOfDay(CivilDate(year: 2026, month: 8, day: 1) ?? .first))
  let store = try DistrictStore(at: .folder(folder), random: BenchmarkRandom())
  try DistrictOffice.prepareFolders(files)
  var office = try Setting.office(store, files: files, clock: clock)
  let district = SampleDistrict(seed: 1)
  try district.begin(
    office, program: program, rubrics: Setting.rubrics(),
    firstDay: CivilDate(year: 2026, month: 7, day: 1) ?? .first, years: 1)
  clock.step(to: Setting.inWindow(zone))
  office = try Setting.office(store, files: files, clock: clock)
  // The window opens before the rows come in.
  for _ in 0..<3 { try office.beat() }
  try writeExport(rows, to: "\(folder)/export.csv", district)
  let file = try files.read("export.csv", limit: 128 << 20)
  let before = peakMebibytes()
  var taken = 0
  let spent = try seconds {
    taken = try office.take(file, named: "export.csv").file.taken
  }
  precondition(taken == rows, "\(taken) of \(rows) rows were taken")
  return [
    Figure(
      benchmark: "100,000 form rows imported", measure: "seconds", value: spent, aim: 5,
      isLessBetter: true),
    Figure(
      benchmark: "100,000 form rows imported", measure: "peak_mebibytes",
      value: max(before, peakMebibytes()), aim: 150, isLessBetter: true),
  ]
}

/// The export as the form's sheet writes it: each row another title, so that each is a submission.
private func writeExport(_ rows: Int, to path: String, _ district: SampleDistrict) throws {
  var text =
    "Timestamp,Email Address,Micro-credential title,Skills this micro-credential is about,"
  text += "How will this micro-credential positively impact your students?,"
  text += "\"How does it align with the district's mission and vision?\","
  text += "\"Which needs, shown by district or school data, does it answer?\","
  text += "Could it have an impact beyond our own students?\r\n"
  for row in 0..<rows {
    let email = district.member(1 + row % 1_499).email
    text += "9/15/2026 \(8 + row % 12):\(10 + row % 50):\(10 + row / 50 % 50),\(email),"
    text += "\"Title number \(row)\",\"STEM/STEAM, Technology\",They gain a lot,It fits,"
    text += "\"Last spring's results, by grade\",Perhaps\r\n"
  }
  let bytes = Array(text.utf8)
  let name = path.split(separator: "/").last.map(String.init) ?? "export.csv"
  let folder = String(path.dropLast(name.count + 1))
  try LocalFiles(root: folder).writeDurably(bytes, to: name, temporary: name + ".part")
}
