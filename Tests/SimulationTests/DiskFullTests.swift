import Files
import Office
import Simulation
import SQLite
import Store
import Testing

@Suite struct `A disk that is full` {
  /// The day after a proposal window: the last responses come in, the window closes, an assignment is worked out
  /// and mails go out.
  @Test func `at any write of a busy day is told, does nothing by half, and once freed goes on`()
    throws
  {
    let life = try SampleLife(Sample.plan("2026-09-12", "2026-09-28"))
    try life.live(untilDay: Sample.day("2026-09-27"))
    let calm = try life.branched()
    let before = calm.disk.counts
    try calm.live()
    let writes = calm.disk.counts.writes - before.writes
    let expected = try LifeRecord(of: calm)
    #expect(writes > 40)
    for number in stride(from: 1, through: writes, by: max(1, writes / 60)) {
      let branch = try life.branched()
      branch.disk.arm(.diskFull, at: number, of: .write)
      var isTold = false
      do {
        try branch.live()
      } catch {
        isTold = isFull(error)
        #expect(isTold, "write \(number): \(error)")
      }
      #expect(isTold, "write \(number): nobody was told")
      #expect(
        try LifeCheck.problems(in: branch.office, head: branch.answered, replays: false) == [],
        "write \(number)")
      branch.disk.free()
      try branch.live()
      let record = try LifeRecord(of: branch)
      #expect(record.differences(from: expected) == [], "write \(number)")
      #expect(record.mailFaults == [], "write \(number)")
    }
  }

  private func isFull(_ error: any Error) -> Bool {
    switch error {
    case OfficeError.store(.database(let error)): error.isDiskFull
    case OfficeError.file(let error): error.reason == .noRoom
    default: false
    }
  }
}
