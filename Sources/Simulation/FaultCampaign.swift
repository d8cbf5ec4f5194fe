import CivilTime
public import Files
import Office
import SQLite
import Store

/// Lives in which the power goes again and again.
///
/// Each life is first lived without faults; then again from the same seed, with crashes at points drawn by
/// ``Chance``. After each the disk is what the power left of it, the office is opened anew, `verify` is asked,
/// and the people go on with what they were at. In the end both lives must have left the same record: the same
/// decisions, nothing lost, nobody told twice.
public struct FaultCampaign: Sendable {
  public var life: LifePlan
  /// Most crashes of one life; about as many happen.
  public var crashesALife: Int
  /// Of how many crashes one is followed by a replay of the journal.
  public var crashesAReplay: Int

  public init(life: LifePlan, crashesALife: Int = 60, crashesAReplay: Int = 8) {
    self.life = life
    self.crashesALife = crashesALife
    self.crashesAReplay = crashesAReplay
  }

  /// Where the power goes.
  public enum Point: String, Hashable, Sendable, CaseIterable {
    /// At any operation that changes the disk.
    case operation
    /// Before a file gets its name: creating, renaming, removing.
    case beforeRename
    /// After it got its name, and before the folder has it for sure.
    case afterRename
    /// When what was written is to be made durable.
    case beforeSync
    /// Everything was asked for, nothing is durable.
    case beforeCommit
    /// It is durable, and whoever asked does not know.
    case afterCommit
  }

  /// One crash, as it was drawn: enough to understand a failure, and its seed repeats it.
  public struct Crash: Hashable, Sendable, CustomStringConvertible {
    public var point: Point
    public var number: Int
    public var loss: SimulatedDisk.Loss
    /// When it happened, on the life's clock; "never" if the life ended before.
    public var happened: String

    public var description: String { "\(happened): \(point.rawValue) \(number), \(loss)" }
  }

  /// What came of one life.
  public struct LifeReport: Hashable, Sendable {
    public var seed: UInt64
    public var crashes: [Crash] = []
    /// What was wrong, in sentences, the crash before it named.
    public var problems: [String] = []
  }

  /// Lives one life with crashes.
  ///
  /// - Parameters:
  ///   - seed: The seed of the life, and of its crashes.
  ///   - crashes: Most crashes.
  /// - Returns: What came of it; no problems if all is well.
  /// - Throws: What keeps even the life without faults from being lived.
  public func live(seed: UInt64, crashes: Int) throws -> LifeReport {
    var plan = life
    plan.seed = seed
    let calm = try SampleLife(plan)
    try calm.live()
    let expected = try LifeRecord(of: calm)
    var report = LifeReport(seed: seed)
    report.problems += expected.mailFaults.map { "without faults: \($0)" }
    report.problems += try LifeCheck.problems(in: calm.office, head: nil, replays: true)
      .map { "without faults: \($0)" }
    var trial = Trial(
      campaign: self, chance: Chance(seed: seed), crashes: min(crashes, crashesALife),
      extent: Extent(calm), life: try SampleLife(plan), report: report)
    do {
      try trial.run()
      let record = try LifeRecord(of: trial.life)
      trial.report.problems += record.differences(from: expected) + record.mailFaults
    } catch {
      trial.report.problems.append("\(trial.lastCrash) it could not be lived on: \(error)")
    }
    return trial.report
  }

  /// How much a life without faults does, to draw points from.
  struct Extent {
    var counts: SimulatedDisk.Counts
    var commits: Int

    init(_ life: SampleLife) {
      counts = life.disk.counts
      commits = life.commits.count
    }

    func total(of point: Point) -> Int {
      switch point {
      case .operation: counts.changes
      case .beforeRename: counts.nameChanges
      case .afterRename: counts.folderSyncs
      case .beforeSync: counts.syncs
      case .beforeCommit, .afterCommit: commits
      }
    }
  }
}

/// One life with crashes, on its way.
private struct Trial {
  let campaign: FaultCampaign
  let chance: Chance
  let crashes: Int
  let extent: FaultCampaign.Extent
  let life: SampleLife
  var report: FaultCampaign.LifeReport

  mutating func run() throws {
    var isOver = false
    while !isOver {
      let armed = report.crashes.count < crashes
      if armed { arm() }
      do {
        try life.live()
        isOver = true
        life.disk.disarm()
        life.commits.disarm()
        // The power may go in the last operation, after which nobody asks for anything.
        if life.disk.isDown { try recover() }
      } catch {
        guard life.disk.isDown else { throw error }
        try recover()
      }
    }
    if report.crashes.last?.happened == "never" { report.crashes.removeLast() }
    try check(replays: true)
  }

  /// Draws the next crash.
  private mutating func arm() {
    let number = report.crashes.count
    // Half of them anywhere, since there are far more operations than named points.
    let isAnywhere = chance.happens(thousandths: 500, "anywhere", number)
    let point =
      isAnywhere ? .operation : chance.pick(FaultCampaign.Point.allCases, "point", number)
    // The points of all crashes lie side by side over the whole life.
    let reach = max(1, 2 * extent.total(of: point) / max(1, crashes))
    let at = 1 + chance.number(below: reach, "operations", number)
    let loss = loss(number)
    report.crashes.append(
      FaultCampaign.Crash(point: point, number: at, loss: loss, happened: "never"))
    switch point {
    case .operation: life.disk.arm(.powerLoss(loss), at: at)
    case .beforeRename: life.disk.arm(.powerLoss(loss), at: at, of: .names)
    case .afterRename: life.disk.arm(.powerLoss(loss), at: at, of: .syncFolder)
    case .beforeSync: life.disk.arm(.powerLoss(loss), at: at, of: .sync)
    case .beforeCommit: life.commits.arm(loss, at: at, .beforeCommit)
    case .afterCommit: life.commits.arm(loss, at: at, .afterCommit)
    }
  }

  private func loss(_ number: Int) -> SimulatedDisk.Loss {
    switch chance.number(below: 10, "loss", number) {
    case ..<4: .unsynced
    case ..<6: .torn(sectorBytes: 512, seed: chance.bits("torn", number))
    case ..<9: .torn(sectorBytes: 4_096, seed: chance.bits("torn", number))
    default: .processOnly
    }
  }

  /// Opens the office on what is left, and looks at it.
  private mutating func recover() throws {
    let number = report.crashes.count
    if number > 0 { report.crashes[number - 1].happened = "\(life.clock.now())" }
    try life.restart()
    let replays = chance.number(below: campaign.crashesAReplay, "replay", number) == 0
    try check(replays: replays)
  }

  private mutating func check(replays: Bool) throws {
    report.problems += try LifeCheck.problems(
      in: life.office, head: life.answered, replays: replays
    ).map { "\(lastCrash) \($0)" }
  }

  /// The last crash, to begin a sentence with.
  var lastCrash: String { "after " + (report.crashes.last?.description ?? "the beginning") + ":" }
}
