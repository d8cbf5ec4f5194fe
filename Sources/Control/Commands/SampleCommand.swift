import CivilTime
import Documents
import Files
import Glibc
import Office
import Programs
import Simulation

/// Builds a made-up district that has lived for more than a school year.
struct SampleCommand: ControlCommand {
  static let signature = Signature(
    "sample", "Build a made-up district that has lived for more than a school year",
    details: """
      1,500 staff and 12 evaluators who behave like people, lived through on a simulated clock by the very \
      office that runs real districts. The same seed gives the same life. The program is Kettle Moraine's \
      unless another is given.
      """,
    options: [
      Option(
        "--until", "DATE", "The life ends with the day before: a date, or today", isRequired: true),
      Option("--program", "FILE", "The district's program", isInputFile: true),
      Option("--rubric", "FILE", "A rubric", isRepeatable: true, isInputFile: true),
      InstallationFile.option,
      Option("--seed", "NUMBER", "Another seed is another district (default 1)"),
      Option("--small", nil, "A district of 40 staff and 4 evaluators"),
    ],
    example: "sample --data var/sample --until today")

  private let until: String
  private let program: String?
  private let rubrics: [String]
  private let installation: String?
  private let seed: UInt64
  private let isSmall: Bool

  init(_ arguments: Arguments) throws(Failure) {
    until = arguments.required("--until")
    program = arguments.text("--program")
    rubrics = arguments.texts("--rubric")
    installation = arguments.text("--installation")
    isSmall = arguments.has("--small")
    let number = arguments.text("--seed") ?? "1"
    guard let seed = UInt64(number) else {
      throw .usage("--seed: found \"\(number)\"; expected a whole number.")
    }
    self.seed = seed
    if until != "today", CivilDate(iso: until) == nil {
      throw .usage("--until: found \"\(until)\"; expected a date such as 2026-11-22, or today.")
    }
  }

  var access: Access { .nothing }

  func run(in session: Session) throws {
    let path = program ?? Self.shipped("Config/kettle-moraine.json5")
    let policy = try PolicyFiles(session).program(path, rubrics: rubrics)
    let installation = try InstallationFile(installation, session)
    let folder = DistrictFolder(session.directory)
    if try folder.hasDistrict() {
      throw Failure(
        .cantCreate, "There is a district in \(folder.path) already.",
        hint: "Give another folder, or remove that one.")
    }
    let zone = try Zone(
      name: policy.program.zone, tzif: try session.environment.zoneFile(policy.program.zone))
    let today = zone.date(at: session.environment.clock.now())
    let end = CivilDate(iso: until) ?? today
    guard end <= today else {
      throw Failure.usage(
        "--until: found \(end), which is still to come; expected today or before.")
    }
    let build = SampleBuild(
      program: policy.program, rubrics: policy.rubrics, until: end, seed: seed,
      size: isSmall ? .small : .whole, zoneFile: session.environment.zoneFile)
    try live(build, in: folder.path, installation, session)
    session.output.answer(
      .fields([
        "directory": .string(folder.path), "from": .string("\(build.firstDay)"),
        "until": .string("\(end)"),
      ]),
      "The sample district in \(folder.path) has lived from \(build.firstDay) to \(end).",
      "Next: rubricctl --data \(folder.path) window list")
  }

  /// Lives under another name, and gives the folder its own when it is whole: half a life is none.
  private func live(
    _ build: SampleBuild, in path: String, _ installation: InstallationFile, _ session: Session
  ) throws {
    let unfinished = path + ".unfinished"
    try Folders.removeTree(unfinished)
    try Folders.make(unfinished)
    do {
      try build.live(in: unfinished) { day in
        session.progress("Living \(day) …")
      }
      _ = try installation.put(in: DistrictFolder(unfinished))
    } catch {
      session.endProgress()
      try Folders.removeTree(unfinished)
      throw error
    }
    session.endProgress()
    sync()
    try Folders.replaceEmpty(path, with: unfinished)
  }

  /// A file that comes with rubricd: below the working folder, or beside where the program lies.
  static func shipped(_ name: String) -> String {
    if isThere(name) { return name }
    var buffer = [CChar](repeating: 0, count: 4_096)
    let count = unsafe readlink("/proc/self/exe", &buffer, buffer.count - 1)
    guard count > 0 else { return name }
    var folder = String(decoding: buffer[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self)
    while let slash = folder.lastIndex(of: "/"), slash > folder.startIndex {
      folder = String(folder[..<slash])
      for place in ["\(folder)/\(name)", "\(folder)/share/rubricd/\(name)"]
      where isThere(place) {
        return place
      }
    }
    return name
  }

  private static func isThere(_ path: String) -> Bool {
    unsafe Glibc.access(path, R_OK) == 0
  }
}

/// Folders as a whole.
enum Folders {
  /// Makes a folder and those above it.
  static func make(_ path: String) throws {
    try OutputFile.makeFolder(path)
  }

  /// Removes a folder with all that is in it; one that is not there is fine.
  static func removeTree(_ path: String) throws {
    let files = LocalFiles(root: path)
    guard unsafe access(path, F_OK) == 0 else { return }
    try empty(files, "")
    guard unsafe rmdir(path) == 0 else {
      throw Failure(
        .inputOutput,
        "The folder \(path) can't be removed: \(unsafe String(cString: strerror(errno)))")
    }
  }

  private static func empty(_ files: LocalFiles, _ folder: String) throws {
    for entry in try files.list(folder) {
      let path = folder.isEmpty ? entry.name : "\(folder)/\(entry.name)"
      if entry.kind == .folder { try empty(files, path) }
      try files.remove(path)
    }
  }

  /// Gives a folder the name of another, which is empty or not there.
  static func replaceEmpty(_ path: String, with folder: String) throws {
    guard unsafe rename(folder, path) == 0 else {
      throw Failure(
        .cantCreate, "\(path) can't take the sample: \(unsafe String(cString: strerror(errno)))",
        hint: "It has to be empty, or not there.")
    }
  }
}
