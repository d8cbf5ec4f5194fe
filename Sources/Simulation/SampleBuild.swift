public import CivilTime
import Files
import Office
public import Programs
public import Rubrics
import SQLite
import Store
import Workflow

/// Builds the sample district's data directory: a life of more than a school year, as a newcomer sees it.
public struct SampleBuild: Sendable {
  public var program: Program
  public var rubrics: [Rubric]
  /// The life ends with the day before this one.
  public var until: CivilDate
  public var seed: UInt64
  public var size: SampleDistrict.Size
  public var zoneFile: @Sendable (String) throws -> [UInt8]

  public init(
    program: Program, rubrics: [Rubric], until: CivilDate, seed: UInt64 = 1,
    size: SampleDistrict.Size = .whole, zoneFile: @escaping @Sendable (String) throws -> [UInt8]
  ) {
    self.program = program
    self.rubrics = rubrics
    self.until = until
    self.seed = seed
    self.size = size
    self.zoneFile = zoneFile
  }

  /// The first day of the life.
  public var firstDay: CivilDate {
    SampleDistrict.firstDay(until: until, firstMonth: program.schoolYearFirstMonth)
  }

  /// Lives in an empty folder that nobody uses yet. Nothing is synced: do that when it has returned.
  ///
  /// - Parameters:
  ///   - folder: The path of the folder.
  ///   - progress: Called at the end of each day.
  /// - Throws: ``OfficeError`` or `StoreError`; the folder is good for nothing then.
  public func live(in folder: String, progress: (CivilDate) -> Void = { _ in }) throws {
    let clock = SimulatedClock(at: .epoch)
    var options = Connection.Options()
    options.syncsEveryCommit = false
    let surroundings = try SampleSurroundings(
      at: .folder(folder), options: options, files: UnsyncedFiles(base: LocalFiles(root: folder)),
      clock: clock, program: program, seed: seed, mail: .maildir, zoneFile: zoneFile)
    let zone = surroundings.zone
    clock.step(to: zone.startOfDay(firstDay))
    let office = surroundings.office.restarted()
    let district = SampleDistrict(seed: seed, size: size)
    try district.begin(
      office, program: program, rubrics: rubrics, firstDay: firstDay,
      years: firstDay.year.distance(to: until.year) + 2)
    let life = SampleYear(
      district: district, office: office, clock: clock, zone: zone, program: program,
      firstDay: firstDay)
    try life.live(until: zone.startOfDay(until), progress: progress)
  }
}
