public import CivilTime
public import Crypto
public import Files
import Notices
public import Office
public import Programs
public import Rubrics
import SQLite
import Store
import Synchronization

/// A life in the sample district on a machine that can fail: database, intake and mail on one simulated disk,
/// behind one power switch, with one clock.
///
/// ```swift
/// let life = try SampleLife(LifePlan(program: program, rubrics: rubrics, …))
/// life.disk.arm(.powerLoss(.unsynced), at: 1_000)
/// do { try life.live() } catch { try life.restart(); try life.live() }
/// ```
public final class SampleLife {
  public let plan: LifePlan
  public let disk: SimulatedDisk
  public let clock: SimulatedClock
  /// The office as it is open now.
  public private(set) var office: DistrictOffice
  /// Where the power may go at a commit.
  public let commits: CommitSwitch
  private let layer: FaultVFS
  public let zone: Zone
  private let texts: NoticeCatalog
  private var restarts: UInt64
  private var year: SampleYear
  private var hasBegun: Bool

  /// Opens the office; nothing has happened yet.
  public convenience init(_ plan: LifePlan) throws {
    let clock = SimulatedClock(at: .epoch)
    let texts = try NoticeCatalog()
    let disk = SimulatedDisk { clock.now().milliseconds }
    try self.init(plan, disk: disk, clock: clock, texts: texts, restarts: 0, world: nil)
  }

  private init(
    _ plan: LifePlan, disk: SimulatedDisk, clock: SimulatedClock, texts: NoticeCatalog,
    restarts: UInt64, world: World?
  ) throws {
    self.plan = plan
    self.disk = disk
    self.clock = clock
    self.texts = texts
    self.restarts = restarts
    layer = FaultVFS(disk: disk, seed: plan.seed)
    commits = CommitSwitch(disk)
    let opened = try Self.open(plan, disk, layer, clock, commits, texts, restarts)
    zone = opened.zone
    if world == nil { clock.step(to: opened.zone.startOfDay(plan.firstDay)) }
    office = opened.office.restarted()
    let district = SampleDistrict(seed: plan.seed, size: plan.size)
    year =
      if let world {
        SampleYear(
          district: district, office: office, clock: clock, zone: zone, program: plan.program,
          world: world)
      } else {
        SampleYear(
          district: district, office: office, clock: clock, zone: zone, program: plan.program,
          firstDay: plan.firstDay)
      }
    hasBegun = world != nil
    year.notesAnswers = true
  }

  private static func open(
    _ plan: LifePlan, _ disk: SimulatedDisk, _ layer: FaultVFS, _ clock: SimulatedClock,
    _ commits: CommitSwitch, _ texts: NoticeCatalog, _ restarts: UInt64
  ) throws -> SampleSurroundings {
    var options = Connection.Options(vfs: layer.name)
    options.atCommit = { commits.reached($0) }
    // Salts and links of a new process are other ones, as the system's generator would give.
    return try SampleSurroundings(
      at: .file(DataDirectory.database), options: options, files: disk.files(), clock: clock,
      program: plan.program, seed: Chance(seed: plan.seed).bits("process", restarts),
      mail: plan.mail, texts: texts, zoneFile: plan.zoneFile)
  }

  /// The day that is being lived.
  public var today: CivilDate { year.today }

  /// The journal's head when the office last answered somebody; what is before it must never be lost.
  public var answered: Digest32? { year.answered }

  /// The mails that people have sent to the program, in their order.
  public var mails: [SentMail] { year.world.mails }

  /// Lives to an instant; `nil` for the end of the plan.
  ///
  /// - Parameter end: The first instant that is not lived.
  /// - Throws: `OfficeError` when the disk fails. Then ``restart()``, and live on.
  public func live(until end: Instant? = nil) throws {
    if !hasBegun {
      try year.district.begin(
        office, program: plan.program, rubrics: plan.rubrics, calendar: plan.calendar,
        firstDay: plan.firstDay,
        years: plan.firstDay.year.distance(to: plan.lastDay.year) + 1)
      hasBegun = true
    }
    try year.live(until: end ?? zone.startOfDay(plan.lastDay.adding(days: 1)))
  }

  /// Lives to the beginning of a day.
  public func live(untilDay day: CivilDate) throws {
    try live(until: zone.startOfDay(day))
  }

  /// Lets the power come back, and opens the office anew on what the disk has.
  ///
  /// - Throws: `OfficeError` or `StoreError` when the disk fails once more, or what it has can't be opened.
  public func restart() throws {
    disk.reopen()
    restarts += 1
    let opened = try Self.open(plan, disk, layer, clock, commits, texts, restarts)
    office = opened.office
    year.office = office
  }

  /// Another life from here, on a disk of its own with all that this one has: what one does, the other does not see.
  public func branched() throws -> SampleLife {
    let clock = SimulatedClock(like: self.clock)
    return try SampleLife(
      plan, disk: disk.branch(after: .processOnly), clock: clock, texts: texts,
      restarts: restarts + 1, world: year.world)
  }
}

/// What a life is made from.
public struct LifePlan: Sendable {
  public var program: Program
  public var rubrics: [Rubric]
  /// The school calendar as a table; `nil` takes the sample district's.
  public var calendar: [UInt8]?
  public var firstDay: CivilDate
  public var lastDay: CivilDate
  public var seed: UInt64
  public var size: SampleDistrict.Size
  /// Where its mails go: with a relay, a mailer of the caller's takes them from the outbox.
  public var mail: MailExit = .maildir
  public var zoneFile: @Sendable (String) throws -> [UInt8]

  public init(
    program: Program, rubrics: [Rubric], calendar: [UInt8]? = nil, firstDay: CivilDate,
    lastDay: CivilDate, seed: UInt64 = 1, size: SampleDistrict.Size = .small,
    zoneFile: @escaping @Sendable (String) throws -> [UInt8]
  ) {
    self.program = program
    self.rubrics = rubrics
    self.calendar = calendar
    self.firstDay = firstDay
    self.lastDay = lastDay
    self.seed = seed
    self.size = size
    self.zoneFile = zoneFile
  }
}

/// Cuts the power right before or right after a commit.
public final class CommitSwitch: Sendable {
  private struct Armed {
    var point: Connection.CommitPoint
    var remaining: Int
    var loss: SimulatedDisk.Loss
  }

  private struct State {
    var armed: Armed?
    var commits = 0
  }

  private let disk: SimulatedDisk
  private let state = Mutex(State())

  init(_ disk: SimulatedDisk) {
    self.disk = disk
  }

  /// How many commits there were.
  public var count: Int { state.withLock { $0.commits } }

  func arm(_ loss: SimulatedDisk.Loss, at number: Int, _ point: Connection.CommitPoint) {
    state.withLock { $0.armed = Armed(point: point, remaining: max(1, number), loss: loss) }
  }

  func disarm() {
    state.withLock { $0.armed = nil }
  }

  func reached(_ point: Connection.CommitPoint) {
    let loss = state.withLock { state -> SimulatedDisk.Loss? in
      if point == .afterCommit { state.commits += 1 }
      guard state.armed?.point == point else { return nil }
      state.armed?.remaining -= 1
      guard state.armed?.remaining == 0 else { return nil }
      defer { state.armed = nil }
      return state.armed?.loss
    }
    if let loss { disk.crash(loss) }
  }
}
