import CivilTime
import Documents
import Files
import Office
import Store
import Workflow

struct BackupCommand: ControlCommand {
  static let signature = Signature(
    "backup", "Copy the district into another folder, while everything goes on",
    details: """
      The database first, then the artifacts; those that the folder has already are not copied again. The copy \
      is checked before it takes the place of an older one.
      """,
    parameters: [Parameter("DIR", "The folder of the backup; it is made if there is none")],
    example: "backup /srv/backup/kmsd")
  private let target: String
  init(_ arguments: Arguments) throws(Failure) { target = arguments[0] }
  var access: Access { .reading }

  func run(in session: Session) throws {
    guard !Self.isSame(target, session.directory) else {
      throw Failure.usage("DIR: found the data directory itself, expected another folder")
    }
    do throws(FileError) {
      try OutputFile.makeFolder(target)
    } catch {
      throw Failure(.cantCreate, error.description)
    }
    session.progress("copying to \(target) …")
    defer { session.endProgress() }
    let report = try session.office.backUp(
      to: DataFolder(path: target, random: session.environment.random))
    session.endProgress()
    var lines = [
      "Backed up to \(target): \(report.lastSequence) entries, \(report.files) files, "
        + "\(report.filesCopied) of them new."
    ]
    lines += report.filesMissing.map { "missing or damaged: \($0)" }
    do {
      try session.office.leaveWordOfBackup()
    } catch {
      lines.append("The administrator's weekly mail won't say so, because \(error).")
    }
    session.output.answer(
      report.plain(adding: ["directory": .string(target)]), lines.joined(separator: "\n"))
    if !report.filesMissing.isEmpty {
      throw Failure(.data, "Some files could not be copied.", hint: "rubricctl verify")
    }
  }

  /// Whether two paths plainly name one folder.
  private static func isSame(_ path: String, _ other: String) -> Bool {
    path.split(separator: "/") == other.split(separator: "/")
      && path.hasPrefix("/") == other.hasPrefix("/")
  }
}

extension BackupReport {
  fileprivate func plain(adding others: KeyValuePairs<String, Plain?>) -> Plain {
    .map(
      Plain.fields(others).entries
        + Plain.fields([
          "entries": .number(lastSequence), "files": .integer(files),
          "filesCopied": .integer(filesCopied), "filesMissing": .strings(filesMissing),
        ]).entries)
  }
}

struct RestoreCommand: ControlCommand {
  static let signature = Signature(
    "restore", "Put a backup in the place of the district's database",
    details: """
      rubricd has to be stopped. The outbox is paused afterwards, so that nothing is mailed again before \
      somebody has looked (rubricctl outbox resume); who was erased since is erased again. The database that \
      was there is kept beside the new one, as rubricd.sqlite3.replaced.
      """,
    parameters: [Parameter("DIR", "The folder of the backup")],
    example: "restore /srv/backup/kmsd --data /var/lib/rubricd")
  private let source: String
  init(_ arguments: Arguments) throws(Failure) { source = arguments[0] }
  var access: Access { .nothing }

  func run(in session: Session) throws {
    guard try DistrictFolder(source).hasDistrict() else {
      throw Failure.notFound("There is no backup in \(source).")
    }
    let random = session.environment.random
    session.progress("restoring from \(source) …")
    defer { session.endProgress() }
    let report = try session.own { folder in
      try DistrictOffice.restore(
        DataFolder(path: folder.path, random: random),
        from: DataFolder(path: DistrictFolder(source).path, random: random),
        at: session.environment.clock.now(), by: .technician)
    }
    session.endProgress()
    var lines = [
      "Restored \(report.backup.lastSequence) entries and \(report.backup.files) files.",
      "The outbox is paused: look at rubricctl notice list, then rubricctl outbox resume.",
    ]
    if report.erased > 0 { lines.append("\(report.erased) people were erased again.") }
    if !report.sealedSince.isEmpty {
      let days = report.sealedSince.map { "\($0)" }.joined(separator: ", ")
      lines.append(
        "Pay dates were sealed since, of which the backup knows nothing: \(days). None is sealed before rubricctl "
          + "pay resume.")
    }
    lines += report.backup.filesMissing.map { "missing or damaged: \($0)" }
    session.output.answer(
      report.backup.plain(adding: [
        "from": .string(source), "erased": .integer(report.erased),
        "sealedSince": .strings(report.sealedSince.map { "\($0)" }),
      ]),
      lines.joined(separator: "\n"))
  }
}

struct UpgradeCommand: ControlCommand {
  static let signature = Signature(
    "upgrade", "Bring the database to this program's tables",
    details: """
      rubricd has to be stopped. All of it happens on a copy: migrated, replayed from the journal, checked, and \
      then put in place; the database from before is kept beside it.
      """, example: "upgrade --data /var/lib/rubricd")
  init(_ arguments: Arguments) throws(Failure) {}
  var access: Access { .nothing }

  func run(in session: Session) throws {
    try DistrictFolder(session.directory).checkDistrict()
    session.progress("upgrading …")
    defer { session.endProgress() }
    let report = try session.own { folder in
      try DistrictOffice.upgrade(
        DataFolder(path: folder.path, random: session.environment.random))
    }
    session.endProgress()
    session.output.answer(
      .fields([
        "from": .string("\(report.from)"), "to": .string("\(report.to)"),
        "steps": .strings(report.steps), "entries": .number(report.entries),
        "kept": report.kept.map(Plain.string),
      ]),
      report.kept.map { kept in
        "Upgraded from tables \(report.from) to \(report.to); the database from before is \(kept)."
      } ?? "The database has this program's tables (\(report.to)) already.")
  }
}
