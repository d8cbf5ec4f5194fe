import CivilTime
import HTTPServer
import Notices
import Programs
import Store
import Workflow

/// What became of a year's work, counted: by window, by school and by skill.
struct Report {
  /// What is counted: the decisions of a school year on work of one stage.
  struct Wanted: Hashable {
    /// The year in which the school year begins.
    var year: Int
    var stage: StageKind

    func span(_ visit: Visit) -> DecidedSpan {
      DecidedSpan(
        stage: stage, from: Report.start(of: year, visit), until: Report.start(of: year + 1, visit))
    }
  }

  /// Work that is counted together.
  struct Group {
    var name: String
    var outcomes: [Outcome: Int] = [:]
    /// How many took so many days.
    var days: [Int: Int] = [:]
    var inTime = 0

    var decided: Int { outcomes.values.reduce(0, +) }

    /// Half were decided within so many days.
    var median: Int? {
      let half = (decided + 1) / 2
      var before = 0
      for day in days.keys.sorted() {
        before += days[day] ?? 0
        if before >= half { return day }
      }
      return nil
    }

    mutating func add(_ count: DecidedCount) {
      outcomes[count.outcome, default: 0] += count.count
      days[count.days, default: 0] += count.count
      inTime += count.inTime
    }
  }

  var wanted: Wanted
  /// The school years that have decisions, and the present one; the latest first.
  var years: [Int]
  var all: Group
  var windows: [Group]
  /// By name.
  var schools: [Group]
  /// The most frequent first.
  var skills: [Group]
  /// Whether only the latest decisions were read for their skills.
  var areSkillsCut: Bool

  /// Each table of a report, as files and addresses name it.
  enum Table: String, CaseIterable {
    case turnaround, window, school, skill
  }

  /// The outcomes that there can be, the best first.
  static func outcomes(_ stage: StageKind) -> [Outcome] {
    switch stage {
    case .proposal: [.approvedToBegin, .revise, .notApproved]
    case .evidence: [.earned, .notYet]
    }
  }

  static func read(_ query: FormData, _ visit: Visit) throws -> Report {
    try visit.read { records in
      let present = schoolYear(of: visit.wording.today, visit)
      var years: [Int] = [present]
      if let (first, last) = try records.decidedSince() {
        let oldest = schoolYear(of: visit.zone.date(at: first), visit)
        let newest = max(present, schoolYear(of: visit.zone.date(at: last), visit))
        years = Array((max(oldest, newest - 49)...newest).reversed())
      }
      let year = query["year"].flatMap { Int($0) }.flatMap { years.contains($0) ? $0 : nil }
      let wanted = Wanted(
        year: year ?? present,
        stage: visit.program.proposals == nil
          ? .evidence : query["stage"].flatMap(StageKind.init) ?? .evidence)
      let span = wanted.span(visit)
      let byWindow = try records.decided(by: .window, in: span)
      var all = Group(name: "")
      for count in byWindow { all.add(count) }
      let windows = try records.windows()
      let names = Dictionary(windows.map { ("\($0.id)", $0.label) }) { first, _ in first }
      let order = Dictionary(
        windows.enumerated().map { ("\($0.element.id)", $0.offset) }
      ) { first, _ in first }
      return Report(
        wanted: wanted, years: years, all: all,
        windows: grouped(byWindow) {
          order[$0] ?? .max
        } named: {
          names[$0] ?? visit.words("reports.no-window")
        },
        schools: grouped(try records.decided(by: .school, in: span)) {
          $0.lowercased()
        } named: {
          $0.isEmpty ? visit.words("reports.no-school") : $0
        },
        skills: grouped(alike(try records.decided(by: .skill, in: span))) {
          $0.lowercased()
        } named: {
          $0
        }.sorted { $0.decided > $1.decided },
        areSkillsCut: all.decided > ReadRecords.skillDecisionsMax)
    }
  }

  /// Skills that differ by capitals alone are one, spelled as most spell it.
  private static func alike(_ counts: [DecidedCount]) -> [DecidedCount] {
    var spellings: [String: [String: Int]] = [:]
    for count in counts {
      spellings[count.group.lowercased(), default: [:]][count.group, default: 0] += count.count
    }
    return counts.map { count in
      var count = count
      let all = spellings[count.group.lowercased()] ?? [:]
      count.group = all.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? count.group
      return count
    }
  }

  private static func grouped(
    _ counts: [DecidedCount], by order: (String) -> some Comparable, named: (String) -> String
  ) -> [Group] {
    var groups: [String: Group] = [:]
    for count in counts {
      groups[count.group, default: Group(name: named(count.group))].add(count)
    }
    return groups.sorted { (order($0.key), $0.key) < (order($1.key), $1.key) }.map(\.value)
  }

  // MARK: School years

  static func schoolYear(of date: CivilDate, _ visit: Visit) -> Int {
    date.month < visit.program.schoolYearFirstMonth ? date.year - 1 : date.year
  }

  private static func start(of year: Int, _ visit: Visit) -> Instant {
    let day = CivilDate(year: year, month: visit.program.schoolYearFirstMonth, day: 1)
    return visit.zone.startOfDay(day ?? visit.wording.today)
  }

  /// "2026–27", or "2026" where it is the calendar's.
  static func name(ofYear year: Int, _ visit: Visit) -> String {
    guard visit.program.schoolYearFirstMonth > 1 else { return "\(year)" }
    let next = (year + 1) % 100
    return "\(year)–\(next < 10 ? "0" : "")\(next)"
  }
}
