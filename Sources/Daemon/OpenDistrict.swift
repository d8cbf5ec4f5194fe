import CivilTime
import Files
public import Office
public import SQLite
public import Store
import Synchronization
import Workflow

/// One district, open for work: its store, its office as configured now, and its configuration.
public final class OpenDistrict: Beating, Sendable {
  public let store: DistrictStore
  private let surroundings: Surroundings
  /// The installation's file.
  let installation: String
  private let present: Mutex<(office: DistrictOffice, configuration: Configuration)>
  private let crew = Mutex<MailCrew?>(nil)

  /// Opens a district that `rubricctl init` began.
  ///
  /// - Parameters:
  ///   - data: The data directory's absolute path.
  ///   - installation: The installation's file.
  ///   - surroundings: The clock, randomness, files and zones to use.
  ///   - threading: Who may call at the same time: the beat, and the control socket.
  /// - Throws: ``DaemonFailure``: a configuration mistake, another schema version, a disk that fails.
  public init(
    data: String, installation: String, surroundings: Surroundings,
    threading: Database.Threading = .pool(readers: 2)
  ) throws(DaemonFailure) {
    let configuration = try Configuration(installation: installation, files: surroundings.files)
    guard try Self.hasDatabase(surroundings.files) else {
      throw .configuration(
        "\(data)/\(DataDirectory.database): not found; expected a district, begun with "
          + "`rubricctl init --data \(data) --program FILE`")
    }
    do {
      store = try DistrictStore(
        at: .folder(data), random: surroundings.random, threading: threading,
        options: Connection.Options(access: .readWrite))
    } catch {
      switch error {
      case .otherVersion, .notOurs:
        throw .configuration("\(data)/\(DataDirectory.database): \(error)")
      default: throw .storage("\(data)/\(DataDirectory.database): \(error)")
      }
    }
    self.surroundings = surroundings
    self.installation = installation
    present = Mutex(
      (
        DistrictOffice(
          store: store, surroundings: surroundings, settings: configuration.settings),
        configuration
      ))
  }

  private static func hasDatabase(_ files: any FileSystem) throws(DaemonFailure) -> Bool {
    do throws(FileError) {
      return try files.exists(DataDirectory.database)
    } catch {
      throw .storage("\(error)")
    }
  }

  /// The office as it is configured now.
  public var office: DistrictOffice { present.withLock { $0.office } }

  /// What was read from files.
  public var configuration: Configuration { present.withLock { $0.configuration } }

  /// Clears up after a process that was killed: mails that it held are free again, and files that it was writing
  /// are removed. Nothing else of it can be there: it wrote in transactions.
  ///
  /// - Returns: How many files were removed.
  /// - Throws: ``Office/OfficeError``.
  @discardableResult
  public func clearUp() throws(OfficeError) -> Int {
    try DistrictOffice.prepareFolders(surroundings.files)
    try office.freeLeases()
    var removed = 0
    do {
      for (folder, isOurs) in Self.leftovers {
        for entry in try surroundings.files.list(folder)
        where entry.kind == .file && isOurs(entry.name) {
          try surroundings.files.removeIfPresent("\(folder)/\(entry.name)")
          removed += 1
        }
      }
    } catch {
      throw .file(error)
    }
    return removed
  }

  /// Where a half-written file can lie, and by what it is known. While we hold the lock nobody writes there.
  private static let leftovers: [(folder: String, isOurs: @Sendable (String) -> Bool)] = [
    ("\(DataDirectory.mail)/tmp", { $0.hasSuffix(".rubricd") }),
    (DataDirectory.incomingRejected, { $0.hasSuffix(".report.part") }),
    (DataDirectory.intakeDone, { $0.hasSuffix(".report.part") }),
    (DataDirectory.intakeRejected, { $0.hasSuffix(".report.part") }),
  ]

  // MARK: Beating

  public func beat() throws(OfficeError) -> BeatReport {
    defer { crew.withLock { $0 }?.ring() }
    return try office.beat()
  }

  /// From now on these carry its mail to the relay; each beat wakes them.
  func hire(_ crew: MailCrew) {
    self.crew.withLock { $0 = crew }
  }

  public func outlook() throws(OfficeError) -> Outlook {
    let now = try office.now()
    let office = self.office
    var outlook = try office.read { records in
      var outlook = Outlook()
      outlook.isOutboxPaused = try records.isOutboxPaused()
      var planned = [
        try records.nextDue(),
        // What can't be done stays at the head of the agenda; this is what comes after it.
        try records.agenda(
          from: now.adding(milliseconds: 1), until: .distantFuture, limit: 1
        ).first?.due,
        try records.nextNoticeDue(),
      ]
      if !outlook.isOutboxPaused, office.settings.mail != .relay {
        planned.append(try records.nextMailAttempt())
      }
      for instant in planned.compactMap({ $0 }) {
        if instant <= now {
          outlook.isSomethingLeft = true
        } else {
          outlook.nextDue = min(instant, outlook.nextDue ?? instant)
        }
      }
      return outlook
    }
    let isFileWaiting = try isIntakeWaiting()
    let isMailWaiting = try office.isMailComing()
    outlook.isIntakeWaiting = isFileWaiting || isMailWaiting
    outlook.relayTrouble = crew.withLock { $0 }?.mailer.trouble.map { trouble in
      "Since \(trouble.since) the relay takes no mail: \(trouble.cause.logWords)."
    }
    return outlook
  }

  private func isIntakeWaiting() throws(OfficeError) -> Bool {
    do throws(FileError) {
      return try surroundings.files.list(DataDirectory.intake).contains { entry in
        entry.kind == .file && IntakeWatch.isForTheOffice(entry.name)
      }
    } catch {
      throw .file(error)
    }
  }

  public func reload() -> String {
    // An office with new settings takes the clock as it stands. So the clock is looked at before, by a beat of
    // the present one: a jump that nobody has confirmed must not be forgotten.
    do throws(OfficeError) {
      _ = try office.beat()
    } catch {
      if case .clockHeld = error { return "The configuration was not read: \(error)" }
    }
    do throws(DaemonFailure) {
      let configuration = try Configuration(
        installation: installation, files: surroundings.files)
      let office = DistrictOffice(
        store: store, surroundings: surroundings, settings: configuration.settings)
      let changes = present.withLock { present in
        defer { present = (office, configuration) }
        return present.configuration.differences(to: configuration)
      }
      surroundings.log.write(.notice, "configuration read again, \(changes.count) changes")
      for change in changes { surroundings.log.write(.notice, change) }
      return "The configuration was read again."
    } catch {
      surroundings.log.write(.error, "configuration not changed:\n\(error)")
      return "The configuration has mistakes and was not changed; the log says which."
    }
  }
}
