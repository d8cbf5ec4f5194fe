import CivilTime
import Control
import Crypto
import Daemon
import Files
import Foundation
import Notices
import Office
import Programs
import Rubrics
import Simulation
import SQLite
import Store
import Workflow

/// A small made-up district with a proposal window, in a data directory of its own.
struct MapleHollow {
  let folder: TemporaryFolder
  let district: SampleDistrict
  let program: Program
  /// Who may hand in, by place in the sample's list: some have left, more of them the later in the year it is.
  private(set) var teachers: [Int] = []

  var path: String { folder.path }
  var files: LocalFiles { LocalFiles(root: folder.path) }

  /// Begins the district by a clock, with a window that opened on the day before, and leaves it closed.
  init(by clock: any Clock, staff: Int = 40) throws {
    folder = try TemporaryFolder()
    district = SampleDistrict(
      seed: 7, size: .init(staff: staff, evaluators: 4, requestsAWindow: 9))
    let zone = try Zone(
      name: "America/Chicago", tzif: SystemZones().bytes("America/Chicago"))
    let today = zone.date(at: clock.now())
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    func text(_ path: String) throws -> String {
      try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
    }
    // Kettle Moraine's program, with one window of proposals, open since yesterday; a school year that begins
    // today has no yesterday.
    let opens = today.month == 7 && today.day == 1 ? today : today.adding(days: -1)
    let source = try text("Config/kettle-moraine.json5")
      .replacing("second Monday of September", with: "\(opens)")
      .replacing("{ label: \"Winter\", opens: \"second Monday of January\", days: 14 },", with: "")
      .replacing("{ label: \"Spring\", opens: \"first Monday of April\", days: 14 },", with: "")
    program = try Program.read(Array(source.utf8), file: "program")
    let rubrics = try ["viability", "evidence"].map { name in
      try Rubric.read(Array(text("Rubrics/kettle-moraine-\(name).json5").utf8), file: name)
    }
    try "{ format: 1, publicAddress: \"https://credentials.example.org\" }"
      .write(toFile: path + "/installation.json5", atomically: false, encoding: .utf8)
    try DistrictOffice.prepareFolders(files)
    let store = try DistrictStore(at: .folder(path), random: SecureRandom())
    let office = DistrictOffice(
      store: store,
      surroundings: Surroundings(
        clock: clock, random: SecureRandom(), files: files,
        zoneFile: { try SystemZones().bytes($0) }),
      settings: OfficeSettings(
        publicAddress: "https://credentials.example.org", texts: try .init(),
        intakeRestMilliseconds: 0))
    try district.begin(office, program: program, rubrics: rubrics, firstDay: today, years: 1)
    let sample = district
    teachers = try store.read { records in
      try sample.teacherIndices.filter { index in
        let person = try records.person(email: sample.member(index).email)
        return person.map { $0.record.left.map { $0 > today } ?? true } ?? false
      }
    }
  }

  /// The store, to look into it while no daemon runs.
  func store() throws -> DistrictStore {
    try DistrictStore(
      at: .folder(path), random: SecureRandom(), options: .init(access: .readWrite))
  }

  /// An export of the proposal form with a response of each of the first teachers, handed in just now.
  func export(teachers count: Int, at instant: Instant) throws -> [UInt8] {
    guard let form = program.intake.proposalForm else { return [] }
    let zone = try Zone(
      name: "America/Chicago", tzif: SystemZones().bytes("America/Chicago"))
    let now = zone.civil(at: instant)
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let time = "\(now.time.hour):\(two(now.time.minute)):\(two(now.time.second))"
    let answers = form.answers.sorted { $0.key < $1.key }.map(\.value)
    var text =
      ([form.timestamp, form.email, form.title, form.skills ?? ""] + answers)
      .map { "\"\($0)\"" }.joined(separator: ",") + "\r\n"
    for index in teachers.prefix(count) {
      let teacher = district.member(index)
      text += "\(now.date.month)/\(now.date.day)/\(now.date.year) \(time),\(teacher.email),"
      text += "\"Proposal of \(index)\",Technology"
      text += String(repeating: ",\"It does.\"", count: answers.count) + "\r\n"
    }
    return Array(text.utf8)
  }

  /// Drops a file as a finished one: it has rested, and comes in by a renaming.
  func drop(_ bytes: [UInt8], named name: String) throws {
    let part = path + "/intake/.\(name).part"
    try Data(bytes).write(to: URL(fileURLWithPath: part))
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSinceNow: -60)], ofItemAtPath: part)
    try FileManager.default.moveItem(atPath: part, toPath: path + "/intake/" + name)
  }

  /// Names of visible files in a folder of the data directory.
  func names(in folder: String) throws -> [String] {
    try files.list(folder).filter { $0.kind == .file && !$0.name.hasPrefix(".") }.map(\.name)
  }
}
