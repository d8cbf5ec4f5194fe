import CivilTime
import Foundation
import Simulation
import Testing

/// A whole sample year is walked by `Scripts/campaign disk-full`, which sets this.
private let seed = ProcessInfo.processInfo.environment["RUBRICD_DISK_FULL_SEED"]
  .flatMap(UInt64.init)

@Suite struct `A disk that is full` {
  /// The last day of a window, on which the last responses come in, and the morning after, on which it is closed, an
  /// assignment is worked out and mails go out.
  @Test func `at any write is told, does nothing by half, and goes on once there is room`() throws {
    let plan = try Sample.plan("2026-09-12", "2026-09-29", seed: seed ?? 1, size: Sample.few)
    let year = try Sample.plan("2026-07-01", "2027-06-30", seed: seed ?? 1)
    let walk = DiskFullWalk(life: seed == nil ? plan : year)
    var writes = 0
    try walk.walk(
      from: Sample.day(seed == nil ? "2026-09-27" : "2026-07-02"),
      until: Sample.day(seed == nil ? "2026-09-29" : "2027-07-01")
    ) { report in
      writes += report.writes
      #expect(report.problems == [])
      if seed != nil { print("\(report.day): \(report.writes) writes") }
    }
    #expect(writes > 40)
  }
}
