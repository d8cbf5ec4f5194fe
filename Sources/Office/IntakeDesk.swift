import CivilTime
import Crypto
import Files
public import IntakeFormats
import Programs
public import Store
import Workflow

// The desk that takes files. A file dropped into `intake/` is taken once, whatever happens in between: what it is
// known by is the hash of its bytes, how far it was read stands in the database in the same transaction as what
// came of its rows, and only then it moves to `done/` or `rejected/`, with a report beside it. A file is read
// through before any row of it is taken: one that was cut off changes nothing.

extension DistrictOffice {
  /// Most files that one beat takes.
  private static let filesABeat = 20
  /// The largest file that is ever read, whatever the installation sets.
  static let fileBytesMax = 64 << 20

  /// Takes the files that have been dropped in.
  ///
  /// - Returns: How many were taken or refused.
  @discardableResult
  public func takeFiles() throws(OfficeError) -> Int {
    let names: [String]
    do {
      names = try surroundings.files.list(DataDirectory.intake)
        .filter { $0.kind == .file && !$0.name.hasPrefix(".") && !$0.name.hasSuffix(".part") }
        .map(\.name)
    } catch {
      // No folder means that nothing was dropped in.
      if error.reason == .notFound { return 0 }
      throw .file(error)
    }
    var taken = 0
    for name in names where taken < Self.filesABeat {
      do {
        if try takeFile(name) { taken += 1 }
      } catch OfficeError.file(let error) where error.reason == .notPermitted {
        // One file that rubricd may not read or move must not keep the others waiting, nor the clock.
        try tellOfClosedFile(name)
      }
    }
    return taken
  }

  /// Tells the administrator of a file that rubricd may not read or move: once, until it is another one.
  private func tellOfClosedFile(_ name: String) throws(OfficeError) {
    let modified = try? surroundings.files.attributes("\(DataDirectory.intake)/\(name)")?
      .modifiedMilliseconds
    let identity = Self.identity(ofName: name, modified: modified ?? 0)
    if try read({ try $0.intakeFile(sha256: identity)?.state == .rejected }) { return }
    surroundings.log.write(.warning, "intake: a file waits that is not permitted to be taken")
    let problem = FileProblem(
      file: name, .notPermitted, found: "a file that rubricd may not read or move",
      expected: "one that belongs to rubricd, or that it may read and move")
    try noteRejected(problem, identity: identity)
  }

  /// What a file is known by that is not read: never its name, which stays in the journal for ever.
  private static func identity(ofName name: String, modified milliseconds: Int64) -> String {
    SHA256.hash(Array("\(milliseconds):\(name)".utf8)).hex
  }

  /// Drops a file into the intake folder, whole or not at all.
  public func drop(_ bytes: [UInt8], named name: String) throws(OfficeError) {
    do {
      try surroundings.files.writeDurably(
        bytes, to: "\(DataDirectory.intake)/\(name)",
        temporary: "\(DataDirectory.intake)/.\(name).part")
    } catch {
      throw .file(error)
    }
  }

  /// Takes one file, if it has rested.
  private func takeFile(_ name: String) throws(OfficeError) -> Bool {
    let path = "\(DataDirectory.intake)/\(name)"
    let bytes: [UInt8]
    do {
      guard let attributes = try surroundings.files.attributes(path) else { return false }
      let rested = surroundings.clock.now().milliseconds - attributes.modifiedMilliseconds
      // A time stamp from the future is a wrong clock, not a file that is still being written.
      if rested >= 0 && rested < settings.intakeRestMilliseconds { return false }
      let bytesMax = min(settings.intakeFileBytesMax, Self.fileBytesMax)
      if attributes.byteCount > bytesMax {
        try reject(
          path, name,
          FileProblem(
            file: name, .tooLarge, found: "\(attributes.byteCount) bytes",
            expected: "a file of at most \(bytesMax) bytes: limits.intakeFileMebibytes in the "
              + "installation's file"),
          identity: Self.identity(ofName: name, modified: attributes.modifiedMilliseconds))
        return true
      }
      bytes = try surroundings.files.read(path, limit: bytesMax)
    } catch let error as FileError {
      if error.reason == .notFound { return false }
      throw .file(error)
    } catch {
      throw .lifted(error)
    }
    let report: IntakeReport
    do throws(IntakeStop) {
      report = try take(bytes, named: name)
    } catch {
      switch error {
      case .problem(let problem):
        try reject(path, name, problem, identity: SHA256.hash(bytes).hex)
        return true
      case .office(let error): throw error
      }
    }
    try move(path, named: name, hash: report.file.sha256, to: DataDirectory.intakeDone, report.text)
    return true
  }

  /// Takes a file's rows.
  ///
  /// - Parameters:
  ///   - bytes: The file.
  ///   - name: Its name, for messages.
  ///   - kind: What it is; `nil` tells by its headings.
  /// - Returns: How many rows were taken and set aside, and why.
  /// - Throws: ``IntakeStop`` when the file can't be used as a whole; nothing of it was taken then.
  public func take(
    _ bytes: [UInt8], named name: String, as kind: IntakeFormats.FileKind? = nil
  ) throws(IntakeStop) -> IntakeReport {
    let hash = SHA256.hash(bytes).hex
    let known = try office { () throws(OfficeError) in
      try self.read { try $0.intakeFile(sha256: hash) }
    }
    if let known, known.state == .taken { return IntakeReport(file: known) }
    let reading = try office { () throws(OfficeError) in try IntakeReading(self) }
    let found: IntakeFormats.FileKind
    if let kind {
      found = kind
    } else {
      do throws(FileProblem) {
        found = try reading.sniffer.kind(
          of: name, head: Array(bytes.prefix(Sniffer.headBytes)))
      } catch {
        throw .problem(error)
      }
    }
    var file = IntakeFile(
      sha256: hash, name: name, kind: found.description, state: .reading,
      updatedAt: surroundings.clock.now())
    // A form whose reading was cut short goes on behind the last row that is done. The other kinds are read from
    // their beginning: what is recorded already changes nothing.
    if case .form = found, let known, known.kind == file.kind, known.state == .reading {
      file = known
    }
    var job = IntakeJob(office: self, reading: reading, file: file)
    switch found {
    case .people: try job.takePeople(bytes)
    case .evaluators: try job.takeEvaluators(bytes)
    case .catalog: try job.takeCatalog(bytes)
    case .opening: try job.takeOpenings(bytes)
    case .calendarTable: try job.takeCalendar(bytes)
    case .iCalendar: try job.takeICalendar(bytes)
    case .form(let form): try job.takeForm(form, bytes)
    case .oneRosterZip: try job.takeRoster(bytes)
    case .oneRosterFile:
      throw .problem(
        FileProblem(
          file: name, .unknownKind, found: "one file of a OneRoster export",
          expected: "the export whole, as a zip file"))
    }
    return try job.finish()
  }

  private func office<Result>(
    _ body: () throws(OfficeError) -> Result
  ) throws(IntakeStop) -> Result {
    do throws(OfficeError) {
      return try body()
    } catch {
      throw .office(error)
    }
  }

  /// A file that can't be used goes to `rejected/`, with the reason beside it, and the administrator is told.
  private func reject(
    _ path: String, _ name: String, _ problem: FileProblem, identity: String
  ) throws(OfficeError) {
    let isKnown = try read { try $0.intakeFile(sha256: identity)?.state == .rejected }
    if !isKnown { try noteRejected(problem, identity: identity) }
    try move(
      path, named: name, hash: identity, to: DataDirectory.intakeRejected, "\(problem)\n")
  }

  /// Keeps that a file was not taken, and tells the administrator.
  private func noteRejected(_ problem: FileProblem, identity: String) throws(OfficeError) {
    try write { records, now in
      try records.save(
        IntakeFile(
          sha256: identity, name: problem.file, kind: "unknown", state: .rejected,
          problem: problem.description, updatedAt: now))
      _ = try self.perform(
        .noteFile(
          FileTaken(
            file: identity, kind: "file", rows: 0, taken: 0, setAside: 0,
            unreadable: "\(problem.place): found \(problem.found); expected \(problem.expected)")),
        by: .intake, at: now, in: &records)
    }
  }

  /// Moves a file out of the way, with the report beside it. A file that has the name of an earlier one is told
  /// from it by its hash: what was handed over is never overwritten.
  private func move(
    _ path: String, named name: String, hash: String, to folder: String, _ report: String
  ) throws(OfficeError) {
    do {
      var destination = "\(folder)/\(name)"
      if try surroundings.files.exists(destination) {
        destination = "\(folder)/\(hash.prefix(12))-\(name)"
      }
      try surroundings.files.writeDurably(
        Array(report.utf8), to: destination + ".report.txt",
        temporary: destination + ".report.part")
      try surroundings.files.moveDurably(path, to: destination)
    } catch {
      throw .file(error)
    }
  }
}

/// Why a file was not taken.
public enum IntakeStop: Error, Sendable {
  /// The file as a whole can't be used; nothing of it was taken.
  case problem(FileProblem)
  case office(OfficeError)
}

/// What came of a file.
public struct IntakeReport: Hashable, Sendable {
  public var file: IntakeFile
  /// Rows that were read again and had been taken before.
  public var known = 0
  /// The first rows that were not taken: number, column and reason, never what a cell holds.
  public var problems: [String] = []

  public init(file: IntakeFile) {
    self.file = file
  }

  /// The report as it lies beside the file.
  public var text: String {
    var text = "\(file.name): \(file.kind), \(file.rows) rows, \(file.taken) taken, "
    text += "\(known) known before, \(file.setAside) set aside\n"
    for problem in problems { text += problem + "\n" }
    return text
  }
}

/// How this district's files are read: by its program's own columns, in its own zone.
struct IntakeReading {
  var program: Program?
  var zone: Zone
  var people: ColumnMapping
  var evaluators: ColumnMapping
  var catalog: ColumnMapping
  var opening: ColumnMapping
  var forms: [FormFormat] = []
  var sniffer: Sniffer

  init(_ office: DistrictOffice) throws(OfficeError) {
    let program = try office.read { try $0.program() }
    self.program = program
    zone = if let program { try office.zone(of: program) } else { .utc }
    func mapping(
      _ standard: ColumnMapping, _ kind: String
    ) throws(OfficeError) -> ColumnMapping {
      guard let own = program?.intake.columns[kind] else { return standard }
      do {
        return try standard.preferring(own)
      } catch {
        throw .refused(Refusal(.incomplete, "The program's columns for \(kind): \(error)"))
      }
    }
    people = try mapping(PeopleFormat.standardMapping, "people")
    evaluators = try mapping(EvaluatorsFormat.standardMapping, "evaluators")
    catalog = try mapping(CatalogFormat.standardMapping, "catalog")
    opening = try mapping(OpeningFormat.standardMapping, "opening")
    for (stage, form) in [
      (StageKind.proposal, program?.intake.proposalForm),
      (.evidence, program?.intake.evidenceForm),
    ] {
      if let form { forms.append(FormFormat(form, for: stage, zone: zone)) }
    }
    sniffer = Sniffer(
      people: people, evaluators: evaluators, catalog: catalog, opening: opening, forms: forms)
  }
}
