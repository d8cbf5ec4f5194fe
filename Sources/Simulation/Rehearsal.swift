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
    /// The window itself, as it was planned.
    public var window: Window
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
    public var stage: StageKind
    /// The window's.
    public var label: String
    public var moment: Moment
    /// Why school is closed: "Labor Day", "Saturday", "Winter break".
    public var why: String

    /// What falls on it, for example "Fall 2026 (proposal) opens".
    public var what: String { "\(label) (\(stage.rawValue)) \(moment.words)" }
  }

  /// A date of a window.
  public enum Moment: String, Hashable, Sendable, CaseIterable {
    case opens, lastDay, reviewsDue, releaseBy, answerBy

    fileprivate var words: String {
      switch self {
      case .opens: "opens"
      case .lastDay: "has its last day"
      case .reviewsDue: "has its reviews due"
      case .releaseBy: "has its decisions due"
      case .answerBy: "has its answers promised"
      }
    }
  }

  /// A window as a district has planned it, other than by its program's rules.
  public struct OwnWindow: Hashable, Sendable {
    public var stage: StageKind
    public var label: String
    public var opensOn: CivilDate
    /// The day after its last.
    public var endsOn: CivilDate

    public init(stage: StageKind, label: String, opensOn: CivilDate, endsOn: CivilDate) {
      self.stage = stage
      self.label = label
      self.opensOn = opensOn
      self.endsOn = endsOn
    }
  }

  /// What a rehearsal is made from.
  public struct Plan: Sendable {
    public var program: Program
    public var rubrics: [Rubric]
    /// The school calendar as a table; `nil` takes the sample district's.
    public var calendar: [UInt8]?
    /// The school calendar as a district has it; it takes the place of the table.
    public var schoolCalendar: SchoolCalendar?
    /// The windows of the span as a district has them; `nil` goes by the program's rules.
    public var windows: [OwnWindow]?
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
  ///   - progress: Called at the end of each day; what it throws ends the rehearsal.
  /// - Returns: The year as it would go.
  /// - Throws: ``OfficeError`` when the program can't run: a rubric that is missing, an unknown zone.
  public static func run(
    _ plan: Plan, progress: (CivilDate) throws -> Void = { _ in }
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
    if let calendar = plan.schoolCalendar {
      try office.perform(.setCalendar(calendar), by: .technician)
    }
    if let windows = plan.windows { try plan.take(windows, in: office) }
    let life = SampleYear(
      district: district, office: office, clock: clock, zone: zone, program: plan.program,
      firstDay: plan.from)
    // What a district has called off or moved stays so.
    life.plansYears = plan.windows == nil
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

extension Rehearsal.Plan {
  /// Plans the windows of the span as a district has them: moved, added, and called off where it has none.
  fileprivate func take(_ own: [Rehearsal.OwnWindow], in office: DistrictOffice) throws {
    let planned = try office.read { try $0.windows() }
      .filter { $0.opensOn >= from && $0.opensOn <= through }
    for window in planned {
      guard !own.contains(where: { $0.stage == window.stage && $0.label == window.label }) else {
        continue
      }
      try office.perform(.cancelWindow(window.id, reason: ""), by: .technician)
    }
    for window in own {
      let known = planned.first { $0.stage == window.stage && $0.label == window.label }
      if let known, known.opensOn == window.opensOn, known.endsOn == window.endsOn { continue }
      let command: Command =
        if let known {
          .changeWindow(known.id, opensOn: window.opensOn, endsOn: window.endsOn, reason: "")
        } else {
          .addWindow(
            window.stage, label: window.label, opensOn: window.opensOn, endsOn: window.endsOn)
        }
      try office.perform(command, by: .technician)
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
      answerBy: lastDay(before: window.times.notifyBy), window: window)
  }

  /// Its dates on which school is closed.
  func clashes(with calendar: SchoolCalendar) -> [Rehearsal.Clash] {
    let dates: [(Rehearsal.Moment, CivilDate)] = [
      (.opens, opensOn), (.lastDay, lastDay), (.reviewsDue, reviewsDue),
      (.releaseBy, releaseBy), (.answerBy, answerBy),
    ]
    return dates.compactMap { moment, date in
      guard let why = calendar.reasonClosed(date) else { return nil }
      return Rehearsal.Clash(date: date, stage: stage, label: label, moment: moment, why: why)
    }
  }
}
