import Control
import Crypto
import Files
import Glibc
import Office
import Programs
import SQLite
import Store

/// rubricd as a program.
public enum Rubricd {
  /// The version that `--version` prints.
  public static let version = "0.1"

  /// Milliseconds that a beat may take to end by itself after SIGTERM, and those until the process ends between
  /// two transactions. Together under five seconds.
  private static let endMilliseconds = 3_000
  private static let seizeMilliseconds = 1_500

  /// Runs rubricd with this process's arguments, environment and signals.
  ///
  /// - Returns: The exit status.
  public static func runOnThisMachine() -> Int32 {
    exitCode().rawValue
  }

  private static func exitCode() -> ExitCode {
    let request: DaemonRequest
    do throws(UsageMistake) {
      request = try DaemonRequest(Array(CommandLine.arguments.dropFirst()))
    } catch {
      say("rubricd: \(error)\nrubricd --help says more.\n", to: STDERR_FILENO)
      return .usage
    }
    switch request {
    case .help:
      say(DaemonRequest.helpText, to: STDOUT_FILENO)
      return .ok
    case .version:
      say("rubricd \(version)\n", to: STDOUT_FILENO)
      return .ok
    case .run(let arguments):
      // What is made here is for our own account alone, however we were started.
      _ = umask(0o077)
      let clock = SystemClock()
      let log = JournalLog(journalStream: variable("JOURNAL_STREAM"), clock: clock)
      let manager: any ServiceManager =
        SystemdServiceManager(environment: variable) ?? NoServiceManager()
      do throws(DaemonFailure) {
        try run(arguments, clock: clock, log: log, manager: manager)
        return .ok
      } catch {
        log.write(.error, error.description)
        manager.tell([.status(String(error.description.prefix { !$0.isNewline }))])
        return error.exitCode
      }
    }
  }

  private static func run(
    _ arguments: DaemonArguments, clock: SystemClock, log: JournalLog,
    manager: any ServiceManager
  ) throws(DaemonFailure) {
    // Before any thread is there, so that each inherits it: signals are for the first thread alone.
    let signals = SignalMask()
    guard let data = SystemFile.folder(arguments.data) else {
      throw .configuration(
        "\(arguments.data): not found; expected a data directory, made by `rubricctl init`")
    }
    let files = LocalFiles(root: data)
    do throws(FileError) {
      try files.createFolder(DataDirectory.run)
    } catch {
      throw .configuration("\(data)/\(error); expected a data directory of our own")
    }
    let lock: DataLock
    do throws(LockFailure) {
      lock = try DataLock(data: data)
    } catch {
      throw DaemonFailure(error)
    }
    let zones = SystemZones(folder: arguments.zones)
    let district = try OpenDistrict(
      data: data,
      installation: arguments.installation ?? Configuration.standardInstallation(data: data),
      surroundings: Surroundings(
        clock: clock, random: SecureRandom(), files: files,
        zoneFile: { try zones.bytes($0) }, log: log),
      threading: arguments.isOnce ? .callersThread : .pool(readers: 4))
    try prepare(district, log)
    if arguments.isOnce {
      try beatOnce(district, log)
    } else {
      try serve(district, data: data, signals: signals, log: log, manager: manager)
    }
    withExtendedLifetime(lock) {}
  }

  private static func prepare(
    _ district: OpenDistrict, _ log: JournalLog
  ) throws(DaemonFailure) {
    do throws(OfficeError) {
      let removed = try district.clearUp()
      if removed > 0 { log.write(.notice, "\(removed) half-written files removed") }
      if try district.office.read({ try $0.program() }) == nil {
        log.write(.warning, "no program is in force yet: rubricctl import program FILE --apply")
      }
    } catch {
      throw .storage(error.logWords)
    }
  }

  private static func beatOnce(
    _ district: OpenDistrict, _ log: JournalLog
  ) throws(DaemonFailure) {
    var loop = BeatLoop(
      district, rest: NoRest(),
      intakeRestMilliseconds: district.configuration.settings.intakeRestMilliseconds,
      manager: NoServiceManager(), log: log)
    do throws(OfficeError) {
      try loop.runOnce()
    } catch {
      throw .storage(error.status)
    }
  }

  /// Beats and answers until a signal says stop.
  private static func serve(
    _ district: OpenDistrict, data: String, signals: SignalMask, log: JournalLog,
    manager: any ServiceManager
  ) throws(DaemonFailure) {
    let bell = try Bell()
    let intake = try IntakeWatch(
      folders: [DataDirectory.intake, DataDirectory.incomingNew].map { "\(data)/\($0)" })
    let door = try ControlDoor(data: data, district: district, bell: bell)
    let crew = try mailCrew(district, data: data, bell: bell, log)
    let pages = try WebDoor(district, bell: bell, log: log)
    manager.tell([.ready, .status("Begins.")])
    log.write(.notice, "ready, process \(getpid())")
    let rest = try MachineRest(bell: bell, intake: intake)
    let beating = try Worker("beat") {
      var loop = BeatLoop(
        district, rest: rest,
        intakeRestMilliseconds: district.configuration.settings.intakeRestMilliseconds,
        manager: manager, log: log)
      loop.run()
    }
    while let call = signals.wait() {
      if call == .stop { break }
      bell.ring(call)
    }
    manager.tell([.stopping, .status("Stops.")])
    log.write(.notice, "stopping")
    door.close()
    pages?.close()
    crew?.beginStop()
    bell.ring(.stop)
    let begun = SystemClock.monotonicMicroseconds()
    if !beating.wait(atMostMilliseconds: endMilliseconds) {
      try endBetweenTransactions(district, log)
    }
    let spent = { Int((SystemClock.monotonicMicroseconds() - begun) / 1_000) }
    crew?.endStop(atMostMilliseconds: max(500, endMilliseconds - spent()))
    pages?.settle(atMostMilliseconds: max(500, endMilliseconds - spent()))
    log.write(.notice, "stopped")
  }

  /// Whoever carries mail to the relay; nobody where it goes into the Maildir.
  private static func mailCrew(
    _ district: OpenDistrict, data: String, bell: Bell, _ log: JournalLog
  ) throws(DaemonFailure) -> MailCrew? {
    let installation = district.configuration.installation
    guard installation.delivery == .relay, let relay = installation.relay else { return nil }
    let setup = RelaySetup(
      relay, publicAddress: installation.publicAddress, secrets: .ofThisProcess(),
      tokens: .byProgram(data: data, installation: district.installation))
    let crew = try MailCrew(setup, district, clock: SystemClock(), log: log) {
      bell.ring(.command)
    }
    district.hire(crew)
    crew.ring()
    return crew
  }

  /// Ends the process as soon as no transaction is in progress.
  ///
  /// A beat may be at a long work, such as a large file or an assignment. All of it that is not committed yet is
  /// done again by the next start, so it is enough to hold the writer, behind the transaction that has it now,
  /// and to end while no other can begin.
  private static func endBetweenTransactions(
    _ district: OpenDistrict, _ log: JournalLog
  ) throws(DaemonFailure) {
    log.write(.notice, "a long beat ends at its next commit, and goes on at the next start")
    _ = try Worker("end") {
      do {
        try district.store.write { _ in _exit(ExitCode.ok.rawValue) }
      } catch {
        log.write(.error, "the writer can't be held at the end")
      }
    }
    var time = timespec(
      tv_sec: time_t(seizeMilliseconds / 1_000), tv_nsec: seizeMilliseconds % 1_000 * 1_000_000)
    unsafe nanosleep(&time, nil)
    // A transaction that is not committed by now is undone by SQLite when the next process opens the file.
    _exit(ExitCode.ok.rawValue)
  }

  private static func variable(_ name: String) -> String? {
    guard let value = unsafe getenv(name) else { return nil }
    return unsafe String(cString: value)
  }

  private static func say(_ text: String, to descriptor: Int32) {
    let bytes = Array(text.utf8)
    _ = unsafe write(descriptor, bytes, bytes.count)
  }
}

/// No rest: for one beat.
struct NoRest: Rest {
  func wait(_ pause: Pause) -> Calls { [] }
}
