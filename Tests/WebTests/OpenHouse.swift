import CivilTime
import Files
import Foundation
import HTTPServer
import Office
import Programs
import Rubrics
import Simulation
import Store
import Testing
import Web
import Workflow

/// The sample district at an hour of its life, at a socket, for a real browser. Its clock stands still meanwhile.
final class OpenHouse {
  let life: SampleLife
  private let door: OpenDoor

  /// Lives from July to an hour of a day, and opens the pages.
  ///
  /// - Parameters:
  ///   - day: Such as `2026-11-10`.
  ///   - hour: Of the wall clock.
  ///   - isWanted: Lives on from there, an hour at a time, until this holds; for six weeks at most.
  /// - Throws: What the life or the server throws.
  init(
    _ day: String, hour: Int, until isWanted: (ReadRecords) throws -> Bool = { _ in true }
  ) throws {
    let root = URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    func bytes(_ path: String) throws -> [UInt8] {
      [UInt8](try Data(contentsOf: root.appendingPathComponent(path)))
    }
    let last = try #require(CivilDate(iso: day))
    let first = try #require(CivilDate(iso: "2026-07-01"))
    life = try SampleLife(
      LifePlan(
        program: try Program.read(bytes("Config/kettle-moraine.json5"), file: "program"),
        rubrics: try ["kettle-moraine-viability", "kettle-moraine-evidence"].map {
          try Rubric.read(bytes("Rubrics/\($0).json5"), file: $0)
        },
        firstDay: first, lastDay: last.adding(days: 43), seed: 3,
        size: SampleDistrict.Size(staff: 40, evaluators: 4, requestsAWindow: 12),
        zoneFile: { try LocalFiles(root: "/usr/share/zoneinfo").read($0, limit: 1 << 20) }))
    try life.live(until: life.zone.startOfDay(last).adding(hours: Int64(hour)))
    var hours: Int64 = 0
    while hours < 42 * 24, try !life.office.read(isWanted) {
      hours += 1
      try life.live(until: life.zone.startOfDay(last).adding(hours: Int64(hour) + hours))
    }
    let clock = life.clock
    door = try OpenDoor(life.office) { clock.now() }
  }

  var address: String { door.address }

  func read<Result>(_ body: (ReadRecords) throws -> Result) throws -> Result {
    try life.office.read(body)
  }

  /// A link that signs somebody in, once.
  func link(for person: PersonID) throws -> String {
    let link = try life.office.makeSignInLink(for: person)
    return link.replacing(life.office.settings.publicAddress, with: address)
  }

  /// Lets a script of `Tests/Browser` do what people do.
  func visit(_ script: String, _ wish: [String: Any] = [:]) throws {
    try door.visit(script, wish)
  }
}

/// An office's pages at a socket, for a real browser.
final class OpenDoor {
  private let server: WebServer

  init(_ office: DistrictOffice, now: @escaping @Sendable () -> Instant) throws {
    // The database is one thread's at a time: so is the server.
    var settings = WebServerSettings()
    settings.threads = 1
    server = try WebServer(
      Website(WebDesk(office: { office }, rehearsals: PromptRoom())).site(),
      at: .address(.loopback4, port: 0),
      settings: settings,
      clocks: ServerClocks(
        wallMilliseconds: { now().milliseconds },
        monotonicMilliseconds: {
          Int64(DispatchTime.now().uptimeNanoseconds / 1_000_000)
        }))
  }

  deinit { server.stop(withinMilliseconds: 0) }

  var address: String { "http://localhost:\(server.port)" }

  /// Lets a script of `Tests/Browser` do what people do; what they stumble over fails the test.
  ///
  /// - Parameters:
  ///   - script: The script's name.
  ///   - wish: What it is told, besides the address and where pictures go.
  /// - Throws: When there is no such program to run.
  func visit(_ script: String, _ wish: [String: Any] = [:]) throws {
    let root = URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let python = root.appendingPathComponent(".venv/bin/python")
    try #require(
      FileManager.default.isExecutableFile(atPath: python.path), "Scripts/test makes .venv")
    var wish = wish
    wish["address"] = address
    wish["pictures"] = root.appendingPathComponent("Tests/Screenshots").path
    let process = Process()
    process.executableURL = python
    process.arguments = [root.appendingPathComponent("Tests/Browser/\(script).py").path]
    let (input, output) = (Pipe(), Pipe())
    process.standardInput = input
    process.standardOutput = output
    process.standardError = output
    try process.run()
    input.fileHandleForWriting.write(try JSONSerialization.data(withJSONObject: wish))
    try input.fileHandleForWriting.close()
    let told = String(
      decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 0 && told.hasSuffix("done\n"), "\(told.suffix(3_000))")
  }
}
