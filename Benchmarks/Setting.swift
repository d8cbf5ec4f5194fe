import CivilTime
import Crypto
import Documents
import Files
import Glibc
import Notices
import Office
import Programs
import Rubrics
import SQLite
import Simulation
import Store

/// Where benchmarks take place: the sample district under Kettle Moraine's program.
enum Setting {
  static func program() throws -> Program {
    try Program.read(bytes("Config/kettle-moraine.json5"), file: "kettle-moraine.json5")
  }

  static func rubrics() throws -> [Rubric] {
    try ["kettle-moraine-viability", "kettle-moraine-evidence"].map {
      try Rubric.read(bytes("Rubrics/\($0).json5"), file: $0)
    }
  }

  static let zoneFile: @Sendable (String) throws -> [UInt8] = { name in
    try LocalFiles(root: "/usr/share/zoneinfo").read(name, limit: 1 << 20)
  }

  /// A file of the project; benchmarks are run from its top.
  static func bytes(_ path: String) throws -> [UInt8] {
    try LocalFiles(root: ".").read(path, limit: 1 << 20)
  }

  /// A folder of its own on the disk, below the build folder.
  static func folder(_ name: String) throws -> String {
    let path = ".build/benchmarks/\(name)-\(getpid())"
    try LocalFiles(root: ".").createFolder(path)
    return path
  }

  /// An office over a store, at an instant.
  static func office(
    _ store: DistrictStore, files: any FileSystem, clock: any Clock, mail: MailExit = .none
  ) throws -> DistrictOffice {
    DistrictOffice(
      store: store,
      surroundings: Surroundings(
        clock: clock, random: SeededRandom(seed: 7), files: files, zoneFile: zoneFile),
      settings: OfficeSettings(
        publicAddress: "https://credentials.maplehollow.example", texts: try NoticeCatalog(),
        intakeRestMilliseconds: 0, mail: mail))
  }

  /// A day in the fall's proposal window.
  static func inWindow(_ zone: Zone) -> Instant {
    zone.startOfDay(CivilDate(year: 2026, month: 9, day: 20) ?? .first).adding(hours: 12)
  }
}
