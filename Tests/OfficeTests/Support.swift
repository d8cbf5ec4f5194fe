import CivilTime
import Crypto
import Files
import Foundation
import Notices
import Office
import Programs
import Rubrics
import SQLite
import Store
import Synchronization
import Testing
import Workflow

/// A clock that stands where the test puts it.
final class HandClock: Clock {
  private let hands: Mutex<(wall: Instant, monotonic: Int64)>

  init(_ instant: Instant) { hands = Mutex((instant, 0)) }

  func now() -> Instant { hands.withLock { $0.wall } }
  func monotonicMilliseconds() -> Int64 { hands.withLock { $0.monotonic } }

  /// Time passes until an instant.
  func pass(until instant: Instant) {
    hands.withLock {
      $0.monotonic += max(0, instant.milliseconds(since: $0.wall))
      $0.wall = max($0.wall, instant)
    }
  }

  /// Somebody sets the wall clock; no time passes.
  func step(to instant: Instant) { hands.withLock { $0.wall = instant } }
}

/// The repository's root, found from where this file was compiled.
let repository = URL(fileURLWithPath: #filePath)
  .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

func bytes(of path: String) throws -> [UInt8] {
  [UInt8](try Data(contentsOf: repository.appendingPathComponent(path)))
}

/// An office in Kettle Moraine, with a data directory of its own.
struct District {
  let clock: HandClock
  let disk: SimulatedDisk
  let files: any FileSystem
  let office: DistrictOffice
  let zone: Zone
  let program: Program
  let rubrics: [Rubric]

  /// A district at a time on the wall clock in its zone, such as `2026-08-24 09:00`, with the shipped program as
  /// the closure changes it. Without a data directory it gets one on a simulated disk.
  init(
    at time: String = "2026-08-24 09:00", place: DistrictStore.Place = .memory,
    files: (any FileSystem)? = nil, log: any Log = Silence(),
    program name: String = "kettle-moraine", _ change: (inout Program) -> Void = { _ in }
  ) throws {
    let zoneFile: @Sendable (String) throws -> [UInt8] = { name in
      [UInt8](try Data(contentsOf: URL(fileURLWithPath: "/usr/share/zoneinfo/\(name)")))
    }
    var program = try Program.read(bytes(of: "Config/\(name).json5"), file: "\(name).json5")
    change(&program)
    zone = try Zone(name: program.zone, tzif: zoneFile(program.zone))
    let clock = HandClock(try zone.at(time))
    self.clock = clock
    disk = SimulatedDisk { clock.now().milliseconds }
    self.files = files ?? disk.files()
    let random = SeededRandom(seed: 1)
    office = DistrictOffice(
      store: try DistrictStore(at: place, random: random),
      surroundings: Surroundings(
        clock: clock, random: random, files: self.files, zoneFile: zoneFile, log: log),
      settings: OfficeSettings(
        publicAddress: "https://credentials.kmsd.example.org", texts: try NoticeCatalog(),
        intakeRestMilliseconds: 0))
    self.program = program
    rubrics = try [program.proposals?.rubric, program.evidence.rubric].compactMap(\.self).map {
      try Rubric.read(bytes(of: "Rubrics/\($0).json5"), file: $0)
    }
    try DistrictOffice.prepareFolders(self.files)
  }

  /// A district with its program, a school calendar, and so many teachers and evaluators beside the administrator.
  static func begun(
    at time: String = "2026-08-24 09:00", teachers: Int = 6, evaluators: Int = 3,
    place: DistrictStore.Place = .memory, files: (any FileSystem)? = nil,
    log: any Log = Silence(), program name: String = "kettle-moraine",
    _ change: (inout Program) -> Void = { _ in }
  ) throws -> District {
    let district = try District(
      at: time, place: place, files: files, log: log, program: name, change)
    try district.office.drop(Array(calendar.utf8), named: "calendar.csv")
    try district.office.beat()
    try district.office.begin(district.program, rubrics: district.rubrics, by: .technician)
    try district.office.drop(
      Array(people(teachers: teachers, evaluators: evaluators).utf8), named: "people.csv")
    try district.office.beat()
    try district.office.drop(
      Array(evaluatorTable(evaluators, in: district.program).utf8), named: "evaluators.csv")
    try district.office.beat()
    try district.office.perform(
      .grantRole(try district.person("100"), .administrator), by: .technician)
    return district
  }

  // MARK: Asking

  func person(_ number: String) throws -> PersonID {
    try #require(try office.read { try $0.person(employeeNumber: number)?.id })
  }

  var administrator: Actor {
    get throws { .person(try person("100")) }
  }

  /// Puts the clock to a time in the district's zone, and lets the office do what is due on the way.
  func live(until time: String) throws {
    let end = try zone.at(time)
    while clock.now() < end {
      let next = try office.nextDue() ?? end
      clock.pass(until: min(end, max(next, clock.now().adding(minutes: 1))))
      try beat()
    }
  }

  func beat() throws {
    while try office.beat().isMore {}
  }

  func drop(_ text: String, named name: String) throws {
    try office.drop(Array(text.utf8), named: name)
  }

  /// Drops a file and takes it.
  func take(_ text: String, named name: String) throws {
    try drop(text, named: name)
    try beat()
  }

  func window(_ stage: StageKind, _ label: String = "Fall 2026") throws -> Window {
    try #require(
      try office.read { try $0.windows().first { $0.stage == stage && $0.label == label } })
  }

  var submissions: [Submission] {
    get throws {
      try office.read { records in
        try records.submissions(.all, limit: 10_000).compactMap { try records.submission($0.id) }
      }
    }
  }

  var waitingRows: [Store.SetAsideRow] {
    get throws { try office.read { try $0.openSetAsideRows(limit: 1_000) } }
  }

  var lastSequence: Int64 {
    get throws { try office.read { try $0.lastSequence() } }
  }

  /// Everything that a refused command must leave as it is.
  var state: String {
    get throws {
      "\(try office.store.tablesHash().hex) \(try lastSequence) "
        + "\(try office.read { try $0.mailCounts() }.values.reduce(0, +))"
    }
  }

  func names(in folder: String) throws -> [String] {
    try files.list(folder).map(\.name)
  }

  func text(of path: String) throws -> String {
    String(decoding: try files.read(path, limit: 1 << 24), as: UTF8.self)
  }

  /// The headers of every mail in the Maildir.
  func mails() throws -> [MailHeaders] {
    try files.list("mail/new").map { MailHeaders(try text(of: "mail/new/\($0.name)")) }
  }

  // MARK: Files of the district

  static let calendar = """
    From,To,Kind,Name\r
    2026-09-01,2027-06-11,school year,2026-27\r
    2026-09-07,,holiday,Labor Day\r
    2026-11-26,2026-11-27,holiday,Thanksgiving\r
    2026-12-23,2027-01-01,break,Winter break\r
    2027-03-29,2027-04-02,break,Spring break\r

    """

  static func address(_ number: Int) -> String { "t\(number)@kmsd.example.org" }

  static func people(teachers: Int, evaluators: Int) -> String {
    var text = "Employee Number,First Name,Last Name,Email,School,Supervisor,Hire Date,"
    text += "Bargaining Unit,Salary,Salary From\r\n"
    // HR writes whoever heads the district as their own supervisor.
    text += "100,Avery,Adams,avery.adams@kmsd.example.org,District Office,100,2010-07-01,"
    text += ",120000.00,2020-07-01\r\n"
    for index in 0..<evaluators {
      text += "\(500 + index),Evaluator\(index),Judge\(index),e\(index)@kmsd.example.org,"
      text += "District Office,100,2012-07-01,teachers,80000.00,2020-07-01\r\n"
    }
    for index in 0..<teachers {
      text += "\(1_000 + index),Teacher\(index),Zeugnis\(index),\(address(index)),"
      text += "\(index % 2 == 0 ? "North" : "South") Elementary,100,2018-07-01,"
      text += "teachers,61000.00,2020-07-01\r\n"
    }
    return text
  }

  static func evaluatorTable(_ count: Int, in program: Program) -> String {
    let skills = program.intake.evidenceForm?.skillOptions ?? []
    var text = "Employee Number,Skills,Training Date,Load Max\r\n"
    for index in 0..<count where !skills.isEmpty {
      let first = skills[index % skills.count]
      let second = skills[(index + 1) % skills.count]
      text += "\(500 + index),\"\(first): expert; \(second): proficient\",2026-06-15,15\r\n"
    }
    return text
  }
}

extension Zone {
  /// The instant of `2026-08-24 09:00`, with or without seconds.
  func at(_ text: String) throws -> Instant {
    let parts = text.split(separator: " ")
    let clock = parts[1].split(separator: ":").compactMap { Int($0) }
    let date = try #require(CivilDate(iso: String(parts[0])))
    let time = try #require(
      WallTime(hour: clock[0], minute: clock[1], second: clock.count > 2 ? clock[2] : 0))
    return instant(of: CivilDateTime(date, time))
  }
}

/// The headers of one mail, unfolded.
struct MailHeaders {
  private var fields: [String: String] = [:]
  let text: String

  init(_ text: String) {
    self.text = text
    var name = ""
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.isEmpty { break }
      if line.first == " " || line.first == "\t" {
        fields[name, default: ""] += line
        continue
      }
      let parts = line.split(separator: ":", maxSplits: 1)
      name = parts[0].lowercased()
      fields[name] = parts.count > 1 ? parts[1].trimmingCharacters(in: .whitespaces) : ""
    }
  }

  subscript(_ name: String) -> String { fields[name.lowercased()] ?? "" }

  /// The address that it goes to.
  var to: String {
    self["To"].split(whereSeparator: { "<> ".contains($0) }).last { $0.contains("@") }
      .map(String.init) ?? ""
  }

  /// The key of the outbox that its Message-ID is made of.
  var key: String {
    String(self["Message-ID"].dropFirst().prefix { $0 != "@" }).replacing(".", with: "/")
  }
}
