public import CivilTime
import Files
import Office
import SQLite
import Store

/// A life in which the disk is full at each of its writes, one after the other.
///
/// Each day is lived once without faults. Then, for each write of that day, it is lived again on a disk that is full
/// from that write on: whoever asked is told so, nothing is done by half, and once there is room the day ends
/// like the day without faults.
public struct DiskFullWalk: Sendable {
  public var life: LifePlan

  public init(life: LifePlan) {
    self.life = life
  }

  /// What came of one day.
  public struct DayReport: Hashable, Sendable {
    public var day: CivilDate
    /// How many writes it has; the disk was full at each of them.
    public var writes = 0
    /// What was wrong, in sentences, the write named.
    public var problems: [String] = []
  }

  /// Walks through the writes of some days.
  ///
  /// - Parameters:
  ///   - from: The first day; those before it are lived without faults.
  ///   - until: The first day that is not lived.
  ///   - told: Gets what came of each day, in order.
  /// - Throws: What keeps even the life without faults from being lived.
  public func walk(
    from: CivilDate, until: CivilDate, _ told: (DayReport) throws -> Void
  ) throws {
    let life = try SampleLife(life)
    try life.live(untilDay: from)
    var day = from
    while day < until {
      let next = day.adding(days: 1)
      let calm = try life.branched()
      let before = calm.disk.counts.writes
      try calm.live(untilDay: next)
      let expected = try LifeRecord(of: calm)
      var report = DayReport(day: day, writes: calm.disk.counts.writes - before)
      for number in 1..<max(1, report.writes + 1) {
        report.problems += try problems(of: life, untilDay: next, fullAt: number, expected)
          .map { "\(day), write \(number): \($0)" }
      }
      try told(report)
      try life.live(untilDay: next)
      day = next
    }
  }

  private func problems(
    of life: SampleLife, untilDay next: CivilDate, fullAt number: Int, _ expected: LifeRecord
  ) throws -> [String] {
    let branch = try life.branched()
    branch.disk.arm(.diskFull, at: number, of: .write)
    var problems: [String] = []
    do {
      try branch.live(untilDay: next)
      problems.append("nobody was told")
    } catch {
      if !Self.isFull(error) { problems.append("what was told is \(error)") }
    }
    problems += try LifeCheck.problems(in: branch.office, head: branch.answered, replays: false)
    branch.disk.free()
    do {
      try branch.live(untilDay: next)
    } catch {
      return problems + ["it did not go on when there was room: \(error)"]
    }
    let record = try LifeRecord(of: branch)
    return problems + record.differences(from: expected) + record.mailFaults
  }

  /// Whether an error says that room is all that is missing.
  private static func isFull(_ error: any Error) -> Bool {
    switch error {
    case OfficeError.store(.database(let error)): error.isDiskFull
    case OfficeError.file(let error): error.reason == .noRoom
    default: false
    }
  }
}
