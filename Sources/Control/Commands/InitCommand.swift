import CivilTime
import Documents
import Files
import IntakeFormats
import Office
import Programs
import Rubrics
import SQLite
import Store
import Workflow

/// Begins a district in an empty data directory.
struct InitCommand: ControlCommand {
  static let signature = Signature(
    "init", "Begin a district: its program, its rubrics, and the coming windows",
    details: """
      A rubric that the program names and that is not given is looked for beside the program's file, and in \
      the folder Rubrics next to it.
      """,
    options: [
      Option("--program", "FILE", "The district's program", isRequired: true, isInputFile: true),
      Option("--rubric", "FILE", "A rubric", isRepeatable: true, isInputFile: true),
      InstallationFile.option,
      Option("--people", "FILE", "HR's file of people, to begin with", isInputFile: true),
      Option(
        "--administrator", "PERSON", "Who runs the program, of those in --people",
        isRepeatable: true),
    ],
    example: "init --data var/kmsd --program Config/kettle-moraine.json5")

  private let program: String
  private let rubrics: [String]
  private let installation: String?
  private let people: String?
  private let administrators: [String]

  init(_ arguments: Arguments) throws(Failure) {
    program = arguments.required("--program")
    rubrics = arguments.texts("--rubric")
    installation = arguments.text("--installation")
    people = arguments.text("--people")
    administrators = arguments.texts("--administrator")
    if !administrators.isEmpty, people == nil {
      throw .usage("--administrator names somebody of --people FILE, which is missing.")
    }
  }

  var access: Access { .nothing }

  func run(in session: Session) throws {
    let existing = DistrictFolder(session.directory)
    if try existing.hasDistrict() { throw Self.taken(existing) }
    let policy = try PolicyFiles(session).program(program, rubrics: rubrics)
    let staff = try people.map { try session.file($0) }
    let installation = try InstallationFile(installation, session)
    let actor = Actor.technician
    try session.own { folder in
      if try folder.hasDistrict() { throw Self.taken(folder) }
      // Made under another name, and given its own when it is whole: half a district is none.
      let unfinished = DataDirectory.database + ".unfinished"
      try Self.remove(unfinished, from: folder)
      let toDo: String?
      do {
        try begin(policy, staff, at: "\(folder.path)/\(unfinished)", folder, session, actor)
        // Whoever finds the database finds the installation's file as well.
        toDo = try installation.put(in: folder)
        try folder.files.moveDurably(unfinished, to: DataDirectory.database)
      } catch {
        try Self.remove(unfinished, from: folder)
        throw error
      }
      let office = try folder.open(session.environment, forReading: true)
      let windows = try office.store.read { try $0.windows().count }
      session.output.answer(
        .fields([
          "district": .string(policy.program.district.name),
          "directory": .string(folder.path), "windows": .integer(windows),
          "rubrics": .strings(policy.rubrics.map { "\($0.version)" }),
        ]),
        "\(policy.program.district.name) begins in \(folder.path), with \(windows) windows ahead.",
        ([toDo] + [next(in: folder)]).compactMap(\.self).joined(separator: "\n"))
    }
  }

  /// What to ask for next; nothing where people and an administrator came along.
  private func next(in folder: DistrictFolder) -> String? {
    let command = "rubricctl --data \(folder.path)"
    if people == nil {
      return "Next: \(command) import people FILE, then person grant PERSON administrator"
    }
    return administrators.isEmpty ? "Next: \(command) person grant PERSON administrator" : nil
  }

  private func begin(
    _ policy: PolicyFiles.Policy, _ staff: [UInt8]?, at path: String, _ folder: DistrictFolder,
    _ session: Session, _ actor: Actor
  ) throws {
    let store = try DistrictStore(
      at: .file(path), random: session.environment.random,
      options: Connection.Options(journal: .rollback))
    let office = try folder.office(over: store, session.environment)
    try office.begin(policy.program, rubrics: policy.rubrics, by: actor)
    guard let staff, let people else { return }
    let report = try office.take(staff, named: people, as: .people)
    guard report.file.setAside == 0 else { throw Failure(.data, report.text) }
    for named in administrators {
      let person = try store.read { try Session.person(named, in: $0) }
      try office.perform(.grantRole(person.id, .administrator), by: actor)
    }
  }

  private static func taken(_ folder: DistrictFolder) -> Failure {
    Failure(
      .cantCreate, "There is a district in \(folder.path) already.",
      hint: "To change its program: rubricctl import program FILE")
  }

  private static func remove(_ name: String, from folder: DistrictFolder) throws {
    for suffix in ["", "-journal", "-wal", "-shm"] {
      try folder.files.removeIfPresent(name + suffix)
    }
  }
}

/// Reads programs and rubrics, with everything that is wrong in them told at once.
struct PolicyFiles {
  struct Policy {
    var program: Program
    var rubrics: [Rubric]
  }

  private let session: Session

  init(_ session: Session) {
    self.session = session
  }

  func program(_ path: String) throws -> Program {
    try Program.read(session.file(path, limit: Document.byteMax), file: path)
  }

  func rubric(_ path: String) throws -> Rubric {
    try Rubric.read(session.file(path, limit: Document.byteMax), file: path)
  }

  /// A program with every rubric that it names.
  func program(_ path: String, rubrics paths: [String]) throws -> Policy {
    let program = try program(path)
    var rubrics = try paths.map { try rubric($0) }
    let wanted = [program.proposals?.rubric, program.evidence.rubric].compactMap(\.self)
    for id in wanted where !rubrics.contains(where: { $0.id.rawValue == id }) {
      if let found = try find(id, besides: path) { rubrics.append(found) }
    }
    let problems = program.problems(with: rubrics)
    guard problems.isEmpty else {
      throw Failure(.config, problems.map { "\(path): \($0)" }.joined(separator: "\n"))
    }
    try checkZone(of: program, path)
    return Policy(program: program, rubrics: rubrics)
  }

  /// A zone that the system does not know is found before anything is made.
  private func checkZone(of program: Program, _ path: String) throws {
    do {
      try Zone.checkName(program.zone)
      _ = try Zone(name: program.zone, tzif: try session.environment.zoneFile(program.zone))
    } catch {
      throw Failure(.config, "\(path): at zone: \"\(program.zone)\" can't be used: \(error)")
    }
  }

  private func find(_ id: String, besides path: String) throws -> Rubric? {
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    for place in ["\(folder)\(id).json5", "\(folder)../Rubrics/\(id).json5"] {
      do {
        return try rubric(place)
      } catch let error as FileError where error.reason == .notFound {
        continue
      }
    }
    return nil
  }
}
