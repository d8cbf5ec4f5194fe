public import CivilTime
import Crypto
public import Files
public import Notices
public import Office
public import Programs
public import Rubrics
public import SQLite
public import Store
import Workflow

/// What a life needs before its first day.
public struct SampleSurroundings: Sendable {
  public var clock: SimulatedClock
  public var office: DistrictOffice
  public var zone: Zone

  /// Opens an office in a made-up district.
  ///
  /// - Parameters:
  ///   - place: Where its database is.
  ///   - options: How to open it: the fault VFS for a simulated disk.
  ///   - files: Its data directory.
  ///   - clock: Its clock.
  ///   - program: Its program.
  ///   - seed: What its salts and links are drawn from.
  ///   - mail: Where mails go.
  ///   - texts: The wording of notices; `nil` reads rubricd's own.
  ///   - zoneFile: The bytes of a zone file.
  /// - Throws: ``OfficeError`` or `StoreError`.
  public init(
    at place: DistrictStore.Place, options: Connection.Options = .init(), files: any FileSystem,
    clock: SimulatedClock, program: Program, seed: UInt64, mail: MailExit,
    texts: NoticeCatalog? = nil,
    zoneFile: @escaping @Sendable (String) throws -> [UInt8]
  ) throws {
    let random = SeededRandom(seed: seed)
    let store = try DistrictStore(at: place, random: random, options: options)
    self.clock = clock
    office = DistrictOffice(
      store: store,
      surroundings: Surroundings(clock: clock, random: random, files: files, zoneFile: zoneFile),
      settings: OfficeSettings(
        publicAddress: "https://credentials.maplehollow.example",
        texts: try texts ?? NoticeCatalog(), intakeRestMilliseconds: 0, mail: mail))
    zone = try office.zone(of: program)
    try DistrictOffice.prepareFolders(files)
    try office.freeLeases()
  }
}

extension SampleDistrict {
  /// The first day of a life that shows a whole school year by the time it ends.
  public static func firstDay(until end: CivilDate, firstMonth: Int) -> CivilDate {
    let year = end.month < firstMonth ? end.year - 1 : end.year
    return CivilDate(year: year - 1, month: firstMonth, day: 1) ?? end.adding(years: -1)
  }

  /// Begins the district: program, people, catalog, calendar, and somebody to run it.
  ///
  /// What is there already stays as it is, so that a life that was cut short can be begun again.
  ///
  /// - Parameters:
  ///   - office: An office with an empty database, or one that was begun before.
  ///   - program: The program.
  ///   - rubrics: The rubrics that it names.
  ///   - calendar: The school calendar as a table; `nil` takes the district's own.
  ///   - firstDay: The first day of the life.
  ///   - years: How many school years the calendar covers.
  /// - Throws: ``OfficeError``.
  public func begin(
    _ office: DistrictOffice, program: Program, rubrics: [Rubric], calendar: [UInt8]? = nil,
    firstDay: CivilDate, years: Int
  ) throws {
    try office.drop(
      calendar ?? calendarFile(firstYear: firstDay.year - 1, years: years + 2),
      named: "1-calendar.csv")
    try office.takeFiles()
    try office.begin(program, rubrics: rubrics, by: .technician)
    try office.drop(
      peopleFile(
        asOf: firstDay, unit: program.pay?.eligibility.bargainingUnits.first,
        firstMonth: program.schoolYearFirstMonth), named: "2-people.csv")
    try office.drop(catalogFile(), named: "3-catalog.csv")
    if program.isEvaluated(.proposal) || program.isEvaluated(.evidence) {
      try office.drop(evaluatorsFile(), named: "4-evaluators.csv")
    }
    // Files only: what falls due waits for the life's first day, however often the beginning is cut short.
    try office.takeFiles()
    var roles: [(member: Int, role: Role)] = [(0, .administrator)]
    if program.pay != nil { roles.append((payrollClerk, .payroll)) }
    if program.evidence.judging == .clerk { roles.append((documentClerk, .clerk)) }
    for (index, role) in roles {
      let person = try office.read {
        try $0.person(employeeNumber: member(index).employeeNumber)?.id
      }
      if let person { try office.perform(.grantRole(person, role), by: .technician) }
    }
  }
}
