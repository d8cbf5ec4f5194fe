import CivilTime
import Crypto
import Files
import Foundation
import HTTPServer
import Notices
import Office
import Programs
import Rubrics
import Store
import Synchronization
import Testing
import Web
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
    files: (any FileSystem)? = nil, log: any Log = Silence(), pays: Bool = false,
    _ change: (inout Program) -> Void = { _ in }
  ) throws {
    let zoneFile: @Sendable (String) throws -> [UInt8] = { name in
      [UInt8](try Data(contentsOf: URL(fileURLWithPath: "/usr/share/zoneinfo/\(name)")))
    }
    zone = try Zone(name: "America/Chicago", tzif: zoneFile("America/Chicago"))
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
    var program = try Program.read(
      bytes(of: "Config/kettle-moraine.json5"), file: "kettle-moraine.json5")
    // Where it does not pay, somebody may propose as much as a test needs.
    if !pays { program.pay = nil }
    change(&program)
    self.program = program
    rubrics = try ["kettle-moraine-viability", "kettle-moraine-evidence"].map {
      try Rubric.read(bytes(of: "Rubrics/\($0).json5"), file: $0)
    }
    try DistrictOffice.prepareFolders(self.files)
  }

  /// A district with its program, a school calendar, and so many teachers and evaluators beside the administrator.
  static func begun(
    at time: String = "2026-08-24 09:00", teachers: Int = 6, evaluators: Int = 3,
    place: DistrictStore.Place = .memory, files: (any FileSystem)? = nil,
    log: any Log = Silence(), pays: Bool = false, _ change: (inout Program) -> Void = { _ in }
  ) throws -> District {
    let district = try District(
      at: time, place: place, files: files, log: log, pays: pays, change)
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

  /// Puts the clock to a time in the district's zone; nothing falls due by it.
  func pass(until time: String) throws { clock.pass(until: try zone.at(time)) }

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
    var text = "Employee Number,First Name,Last Name,Email,School,Supervisor,Hire Date\r\n"
    // HR writes whoever heads the district as their own supervisor.
    text += "100,Avery,Adams,avery.adams@kmsd.example.org,District Office,100,2010-07-01\r\n"
    for index in 0..<evaluators {
      text += "\(500 + index),Evaluator\(index),Judge\(index),e\(index)@kmsd.example.org,"
      text += "District Office,100,2012-07-01\r\n"
    }
    for index in 0..<teachers {
      text += "\(1_000 + index),Teacher\(index),Zeugnis\(index),\(address(index)),"
      text += "\(index % 2 == 0 ? "North" : "South") Elementary,100,2018-07-01\r\n"
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

/// A browser at the district's pages, with or without somebody signed in.
struct Browser {
  let district: District
  let site: Site
  private(set) var secret: String?
  private(set) var token = ""

  /// Somebody who has pressed the button of a link: one that was asked for, or one of a notice with its scope.
  init(
    _ district: District, as number: String? = nil, scope: (kind: LinkKind, id: Int64)? = nil,
    rehearsals: (any RehearsalRoom)? = nil, textsChanged: @escaping @Sendable () -> Void = {}
  ) throws {
    self.district = district
    site = Website(
      WebDesk(
        office: { district.office }, rehearsals: rehearsals, textsChanged: textsChanged)
    ).site()
    guard let number else { return }
    let person = try district.person(number)
    var address = try district.office.makeSignInLink(for: person)
    if let scope {
      let token = CrockfordBase32.encode(try district.office.surroundings.random.bytes(16))
      try district.office.store.write { records in
        try records.add(
          LinkToken(
            hash: SHA256.hash(Array(token.utf8)), person: person, scopeKind: scope.kind.rawValue,
            scopeID: scope.id, expires: district.clock.now().adding(hours: 9_999)))
      }
      address = "/s/" + token
    }
    let token = String(try #require(address.split(separator: "/").last))
    let entrance = try #require(try district.office.enter(token, device: "Test", stays: true))
    secret = entrance.secret
    // As pages have it: made of the cookie, and found in each form.
    self.token = String(SHA256.hash(Array("form:\(entrance.secret)".utf8)).hex.prefix(32))
  }

  /// Loses what the forms of its pages carry, as a form of another site does not have it.
  mutating func forget() { token = "none" }

  /// Has what the forms of another browser's pages carry.
  mutating func take(from other: Browser) { token = other.token }

  /// Asks for a page.
  func get(_ path: String, _ headers: [(String, String)] = []) throws -> Shown {
    try ask(.get, path, headers, body: [])
  }

  /// Sends a form, with the token that its page had.
  func post(
    _ path: String, _ fields: [(String, String)] = [], _ headers: [(String, String)] = []
  ) throws -> Shown {
    let all = fields + [("token", token)]
    let body = all.map { Self.encoded($0) + "=" + Self.encoded($1) }.joined(separator: "&")
    let type = [("Content-Type", "application/x-www-form-urlencoded")]
    return try ask(.post, path, type + headers, body: Array(body.utf8))
  }

  private func ask(
    _ method: HTTPMethod, _ path: String, _ fields: [(String, String)], body: [UInt8]
  ) throws -> Shown {
    var headers = HTTPHeaders()
    if let secret { try headers.add("Cookie", "__Host-rubricd=\(secret)") }
    for (name, value) in fields { try headers.add(name, value) }
    let request = try HTTPRequest(
      method, path, headers: headers, body: body,
      arrivedAtMilliseconds: district.clock.now().milliseconds)
    return Shown(site.answer(request))
  }

  private static func encoded(_ text: String) -> String {
    text.utf8.map { byte in
      let isPlain =
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
      return isPlain ? String(UnicodeScalar(byte)) : "%" + Hex.encode([byte])
    }.joined()
  }
}

/// What a browser got.
struct Shown {
  let answer: HTTPServer.Answer

  init(_ answer: HTTPServer.Answer) { self.answer = answer }

  var status: Int { answer.status.code }
  var location: String? { answer.headers["Location"] }
  var bytes: [UInt8] {
    if case .bytes(let bytes) = answer.body { bytes } else { [] }
  }
  var html: String { String(decoding: bytes, as: UTF8.self) }
  /// The page's words without its tags, with one space where there are several.
  var text: String {
    var text = ""
    var isTag = false
    for character in html {
      if character == "<" { isTag = true; text += " " }
      if !isTag { text.append(character == "\u{A0}" ? " " : character) }
      if character == ">" { isTag = false }
    }
    let plain = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return plain.replacing(" .", with: ".").replacing(" :", with: ":").replacing(" ,", with: ",")
  }
}
