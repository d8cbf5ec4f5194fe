import CivilTime
import Files
import Foundation
import Office
import Programs
import Rubrics
import Simulation
import Store
import Workflow

/// The sample district under Kettle Moraine's program.
enum Sample {
  /// So few people that a life takes a moment, and still one of everything happens.
  static let tiny = SampleDistrict.Size(staff: 16, evaluators: 3, requestsAWindow: 5)
  /// Fewer still, where a day is lived hundreds of times.
  static let few = SampleDistrict.Size(staff: 8, evaluators: 2, requestsAWindow: 3)

  static func plan(
    _ from: String, _ through: String, seed: UInt64 = 1, size: SampleDistrict.Size = tiny
  ) throws -> LifePlan {
    LifePlan(
      program: try Program.read(
        bytes("Config/kettle-moraine.json5"), file: "kettle-moraine.json5"),
      rubrics: try ["kettle-moraine-viability", "kettle-moraine-evidence"].map {
        try Rubric.read(bytes("Rubrics/\($0).json5"), file: $0)
      },
      firstDay: try day(from), lastDay: try day(through), seed: seed, size: size,
      zoneFile: { try LocalFiles(root: "/usr/share/zoneinfo").read($0, limit: 1 << 20) })
  }

  /// The same life by the program of Lake Elsinore: evidence by a due date, and a clerk who checks documents.
  static func lakeElsinore(_ plan: LifePlan) throws -> LifePlan {
    var plan = plan
    plan.program = try Program.read(bytes("Config/lake-elsinore.json5"), file: "lake-elsinore")
    plan.rubrics = []
    return plan
  }

  static func day(_ iso: String) throws -> CivilDate {
    guard let date = CivilDate(iso: iso) else { throw NoSuchDay(iso: iso) }
    return date
  }

  struct NoSuchDay: Error {
    var iso: String
  }

  private static func bytes(_ path: String) throws -> [UInt8] {
    let root = URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    return [UInt8](try Data(contentsOf: root.appendingPathComponent(path)))
  }
}

extension SampleLife {
  /// Who runs the district.
  func administrator() throws -> PersonID {
    let number = SampleDistrict(seed: plan.seed, size: plan.size).administrator.employeeNumber
    guard let person = try office.read({ try $0.person(employeeNumber: number) }) else {
      throw Nobody()
    }
    return person.id
  }

  struct Nobody: Error {}

  func instant(_ iso: String, _ hour: Int, _ minute: Int = 0) throws -> Instant {
    zone.startOfDay(try Sample.day(iso)).adding(minutes: Int64(hour * 60 + minute))
  }

  /// The window whose days were set by hand in a test.
  func window(_ label: String) throws -> Window? {
    try office.read { try $0.windows().first { $0.label == label } }
  }
}
