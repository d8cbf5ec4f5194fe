import CivilTime
import Control
import Crypto
import Files
import Foundation
import Notices
import Office
import SQLite
import Simulation
import Store
import Synchronization

// A small district in a folder of its own, and rubricctl run on it in this process.

/// The repository's root, found from where this file was compiled.
let repository = URL(fileURLWithPath: #filePath)
  .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

/// What a command printed, and how it ended.
struct Outcome {
  var code: ExitCode
  var output: String
  var errors: String

  /// The lines of the output as JSON objects.
  func objects() throws -> [[String: Any]] {
    try output.split(separator: "\n").map { line in
      let object = try JSONSerialization.jsonObject(with: Data(line.utf8))
      guard let object = object as? [String: Any] else { throw NoObject(line: String(line)) }
      return object
    }
  }

  struct NoObject: Error {
    var line: String
  }
}

/// Takes what is printed, from any thread.
final class Collector: Sendable {
  private let bytes = Mutex<[UInt8]>([])
  func add(_ piece: [UInt8]) { bytes.withLock { $0 += piece } }
  var text: String { bytes.withLock { String(decoding: $0, as: UTF8.self) } }
}

/// Waits that nobody waited for.
final class Waits: Sendable {
  private let list = Mutex<[Int64]>([])
  var milliseconds: [Int64] { list.withLock { $0 } }
  func add(_ one: Int64) { list.withLock { $0.append(one) } }
}

/// rubricctl over one data directory, with a clock that stands where it was put.
struct Desk: Sendable {
  let folder: String
  let clock: SimulatedClock
  /// The waits that were asked for, in milliseconds; they pass at once.
  let pauses = Waits()

  var data: String { folder + "/data" }

  @discardableResult
  func run(
    _ arguments: String..., files: [String: String] = [:], columns: Int? = 80,
    isTerminal: Bool = false
  ) -> Outcome {
    run(arguments, files: files, columns: columns, isTerminal: isTerminal)
  }

  func run(
    _ arguments: [String], files: [String: String] = [:], columns: Int? = 80,
    isTerminal: Bool = false
  ) -> Outcome {
    let (output, errors) = (Collector(), Collector())
    let environment = environment(
      arguments, files: files, columns: columns, isTerminal: isTerminal, output, errors)
    let code = ControlProgram.run(environment)
    return Outcome(code: code, output: output.text, errors: errors.text)
  }

  func environment(
    _ arguments: [String], files: [String: String], columns: Int? = nil, isTerminal: Bool = false,
    _ output: Collector, _ errors: Collector
  ) -> Environment {
    Environment(
      arguments: arguments, output: output.add, errors: errors.add, isTerminal: isTerminal,
      columns: columns, clock: clock, random: SecureRandom(),
      zoneFile: { name in
        Array(try Data(contentsOf: URL(fileURLWithPath: "/usr/share/zoneinfo/\(name)")))
      },
      readFile: { (path, limit) throws(FileError) in
        if let text = files[path] {
          guard text.utf8.count <= limit else {
            throw FileError(.tooLarge(limit: limit), path: path)
          }
          return Array(text.utf8)
        }
        let place = path.hasPrefix("/") ? path : repository + "/" + path
        guard let data = FileManager.default.contents(atPath: place) else {
          throw FileError(.notFound, path: path)
        }
        guard data.count <= limit else { throw FileError(.tooLarge(limit: limit), path: path) }
        return Array(data)
      }, dataDirectory: data, pause: pauses.add)
  }

  /// Begins Kettle Moraine, or another program, with five people, two of whom evaluate.
  @discardableResult
  func begin(program: String = "kettle-moraine") -> Outcome {
    run(
      "init", "--program", "Config/\(program).json5", "--people", "people.csv",
      "--administrator", "robin@kmsd.example.org", files: ["people.csv": Desk.people])
  }

  static let people = """
    Employee Number,First Name,Last Name,Email,School,Salary,Salary From
    1001,Robin,Vale,robin@kmsd.example.org,District Office,120000.00,2020-07-01
    1002,Theo,Marsh,theo@kmsd.example.org,Wales Elementary,68000.00,2020-07-01
    1003,Ada,Birch,ada@kmsd.example.org,Kettle Moraine High,82000.00,2020-07-01
    1004,Maya,Linden,maya@kmsd.example.org,Wales Elementary,61000.00,2020-07-01
    1005,Jonas,Field,jonas@kmsd.example.org,Magee Elementary,61000.00,2020-07-01

    """

  static let evaluators = """
    Employee Number,Skills,Trained,Load Max
    1002,Technology: expert; Design thinking: proficient,2026-06-15,8
    1003,Personalized learning: expert,2026-06-15,8

    """

  static let proposals = """
    Timestamp,Email Address,Micro-credential title,Skills this micro-credential is about,\
    How will this micro-credential positively impact your students?,\
    How does it align with the district's mission and vision?,\
    "Which needs, shown by district or school data, does it answer?",\
    Could it have an impact beyond our own students?
    9/15/2026 9:30:00,maya@kmsd.example.org,Robots that tell stories,Technology,They code.,It fits.,Survey.,Yes.
    9/16/2026 16:05:00,jonas@kmsd.example.org,Portfolios that pupils keep,Personalized learning,They choose.,It fits.,Survey.,Yes.

    """
}

/// Runs a test on a desk of its own, on 1 September 2026; its folder is gone afterwards.
func withDesk<Result>(_ body: (Desk) throws -> Result) throws -> Result {
  let folder = FileManager.default.temporaryDirectory.path + "/control-" + UUID().uuidString
  try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(atPath: folder) }
  let start = Instant(rfc3339: "2026-09-01T15:00:00Z") ?? .epoch
  return try body(Desk(folder: folder, clock: SimulatedClock(at: start)))
}

extension Desk {
  /// The daemon's side of the same data directory: an office that lives with it.
  func office() throws -> DistrictOffice {
    let store = try DistrictStore(
      at: .folder(data), random: SecureRandom(), threading: .pool(readers: 2))
    return DistrictOffice(
      store: store,
      surroundings: Surroundings(
        clock: clock, random: SecureRandom(), files: LocalFiles(root: data),
        zoneFile: environment([], files: [:], Collector(), Collector()).zoneFile),
      settings: OfficeSettings(
        publicAddress: "https://credentials.example.org", texts: try NoticeCatalog(),
        intakeRestMilliseconds: 0))
  }

  /// Time passes until an instant, and the office does what fell due.
  func pass(until text: String) throws {
    clock.pass(until: Instant(rfc3339: text) ?? .epoch)
    let office = try office()
    // What was done may have made something else fall due.
    while try office.beat().done > 0 {}
  }

  /// The district in the middle of its first window: two proposals are in.
  func withProposals() throws {
    begin()
    run("import", "evaluators", "evaluators.csv", files: ["evaluators.csv": Desk.evaluators])
    try pass(until: "2026-09-14T12:00:00Z")
    clock.pass(until: Instant(rfc3339: "2026-09-17T15:00:00Z") ?? .epoch)
    run("import", "form", "responses.csv", files: ["responses.csv": Desk.proposals])
  }

  /// The window is over, and its assignment is released.
  func withReviews() throws {
    try withProposals()
    try pass(until: "2026-09-28T12:05:00Z")
    run("assignment", "release", "1")
  }
}
