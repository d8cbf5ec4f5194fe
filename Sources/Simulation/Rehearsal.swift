public import CivilTime
import Crypto
import Files
import Notices
import Office
public import Programs
public import Rubrics
import SQLite
import Store
public import Workflow

/// A year before it happens: the program's windows, every notice on its date, and what clashes.
///
/// It is lived by the sample district's people through the same office, in memory; no mail leaves it.
public struct Rehearsal: Hashable, Sendable {
  public var windows: [RehearsedWindow] = []
  /// By date, then by notice.
  public var notices: [RehearsedNotices] = []
  public var clashes: [Clash] = []

  /// A window with every date that follows from it.
  public struct RehearsedWindow: Hashable, Sendable {
    public var stage: StageKind
    public var label: String
    public var opensOn: CivilDate
    /// Its last whole day.
    public var lastDay: CivilDate
    public var days: Int
    /// The last days for evaluators, for the administrator, and by which teachers hear.
    public var reviewsDue: CivilDate
    public var releaseBy: CivilDate
    public var answerBy: CivilDate
  }

  /// How many mails of one kind went out on a day.
  public struct RehearsedNotices: Hashable, Sendable {
    public var date: CivilDate
    public var notice: String
    public var count: Int
  }

  /// A date that falls on a day on which school is closed.
  public struct Clash: Hashable, Sendable {
    public var date: CivilDate
    /// What falls on it, for example "Fall 2026 (proposal) opens".
    public var what: String
    /// Why school is closed: "Labor Day", "Saturday", "Winter break".
    public var why: String
  }

  /// What a rehearsal is made from.
  public struct Plan: Sendable {
    public var program: Program
    public var rubrics: [Rubric]
    /// The school calendar as a table; `nil` takes the sample district's.
    public var calendar: [UInt8]?
    public var from: CivilDate
    /// The last day.
    public var through: CivilDate
    public var seed: UInt64
    public var size: SampleDistrict.Size
    public var zoneFile: @Sendable (String) throws -> [UInt8]
    /// An empty folder for the rehearsal's database, which is good for nothing afterwards; `nil` keeps it in memory,
    /// where years take longer: SQLite copies a page there before each change.
    public var scratch: String?

    public init(
      program: Program, rubrics: [Rubric], calendar: [UInt8]? = nil, from: CivilDate,
      through: CivilDate, seed: UInt64 = 1, size: SampleDistrict.Size = .whole,
      zoneFile: @escaping @Sendable (String) throws -> [UInt8]
    ) {
      self.program = program
      self.rubrics = rubrics
      self.calendar = calendar
      self.from = from
      self.through = through
      self.seed = seed
      self.size = size
      self.zoneFile = zoneFile
    }
  }

  /// Lives through a span of days.
  ///
  /// - Parameters:
  ///   - plan: What is rehearsed.
  ///   - progress: Called at the end of each day.
  /// - Returns: The year as it would go.
  /// - Throws: ``OfficeError`` when the program can't run: a rubric that is missing, an unknown zone.
  public static func run(
    _ plan: Plan, progress: (CivilDate) -> Void = { _ in }
  ) throws -> Rehearsal {
    let district = SampleDistrict(seed: plan.seed, size: plan.size)
    let clock = SimulatedClock(at: .epoch)
    let disk = SimulatedDisk { clock.now().milliseconds }
    var options = Connection.Options()
    options.syncsEveryCommit = false
    options.locksExclusively = true
    options.cacheBytes = 64 << 20
    options.checkpointPages = 16_000
    let surroundings = try SampleSurroundings(
      at: plan.scratch.map { .folder($0) } ?? .memory, options: options, files: disk.files(),
      clock: clock, program: plan.program, seed: plan.seed,
      mail: .none, zoneFile: plan.zoneFile)
    let zone = surroundings.zone
    clock.step(to: zone.startOfDay(plan.from))
    let office = surroundings.office.restarted()
    let years = plan.from.year.distance(to: plan.through.year) + 1
    try district.begin(
      office, program: plan.program, rubrics: plan.rubrics, calendar: plan.calendar,
      firstDay: plan.from, years: years)
    let life = SampleYear(
      district: district, office: office, clock: clock, zone: zone, program: plan.program,
      firstDay: plan.from)
    try life.live(until: zone.startOfDay(plan.through.adding(days: 1)), progress: progress)
    return try Rehearsal(of: office, zone: zone, from: plan.from, through: plan.through)
  }

  private init(
    of office: DistrictOffice, zone: Zone, from: CivilDate, through: CivilDate
  ) throws {
    try office.read { records in
      let calendar = try records.calendar()
      for window in try records.windows()
      where window.state != .cancelled && window.opensOn >= from && window.opensOn <= through {
        let rehearsed = RehearsedWindow(window, zone)
        windows.append(rehearsed)
        clashes += rehearsed.clashes(with: calendar)
      }
      var counts: [CivilDate: [String: Int]] = [:]
      var before = Int64.max
      while true {
        let page = try records.mails(.all, before: before, limit: 2_000)
        guard let last = page.last else { break }
        for mail in page {
          guard let lead = try mail.notices.first.flatMap({ try records.notice($0) }) else {
            continue
          }
          counts[zone.date(at: mail.createdAt), default: [:]][lead.template, default: 0] += 1
        }
        before = last.id
      }
      notices = counts.flatMap { date, kinds in
        kinds.map { RehearsedNotices(date: date, notice: $0.key, count: $0.value) }
      }.sorted { ($0.date, $0.notice) < ($1.date, $1.notice) }
    }
  }
}

extension Rehearsal.RehearsedWindow {
  init(_ window: Window, _ zone: Zone) {
    func lastDay(before instant: Instant) -> CivilDate {
      zone.date(at: instant.adding(milliseconds: -1))
    }
    self.init(
      stage: window.stage, label: window.label, opensOn: window.opensOn,
      lastDay: window.endsOn.adding(days: -1), days: window.opensOn.days(until: window.endsOn),
      reviewsDue: lastDay(before: window.times.reviewsDue),
      releaseBy: zone.date(at: window.times.releaseBy),
      answerBy: lastDay(before: window.times.notifyBy))
  }

  /// Its dates on which school is closed.
  func clashes(with calendar: SchoolCalendar) -> [Rehearsal.Clash] {
    let dates = [
      ("opens", opensOn), ("has its last day", lastDay), ("has its reviews due", reviewsDue),
      ("has its decisions due", releaseBy), ("has its answers promised", answerBy),
    ]
    return dates.compactMap { what, date in
      guard let why = calendar.reasonClosed(date) else { return nil }
      return Rehearsal.Clash(
        date: date, what: "\(label) (\(stage.rawValue)) \(what)", why: why)
    }
  }
}
