public import CivilTime
import Files
public import Notices
public import Programs
public import Store
import Synchronization
import Workflow

/// The office of one district, open: everything that can be asked is asked of it.
public final class DistrictOffice: Sendable {
  public let store: DistrictStore
  public let surroundings: Surroundings
  public let settings: OfficeSettings
  let zones = ZoneShelf()
  let watch: ClockWatch
  /// The last item of the agenda that a beat tried which had more to do than one beat does.
  let agendaPlace = Mutex<AgendaEntry?>(nil)
  let standing = HourlyWatch()

  /// - Parameters:
  ///   - store: The district's database, open.
  ///   - surroundings: The clock, randomness, files and zones to use.
  ///   - settings: What the installation sets.
  public init(store: DistrictStore, surroundings: Surroundings, settings: OfficeSettings) {
    self.store = store
    self.surroundings = surroundings
    self.settings = settings
    watch = ClockWatch(surroundings.clock)
  }

  /// The same office with its clock taken as it stands now: after a simulated clock was set for its first day.
  public func restarted() -> DistrictOffice {
    DistrictOffice(store: store, surroundings: surroundings, settings: settings)
  }

  /// Reads one unchanging state.
  ///
  /// - Parameter body: What to read.
  /// - Returns: What the closure returns.
  /// - Throws: ``OfficeError``.
  public func read<Result>(
    _ body: (ReadRecords) throws -> Result
  ) throws(OfficeError) -> Result {
    do {
      return try store.read(body)
    } catch {
      throw .lifted(error)
    }
  }

  /// Writes in one transaction, at an instant that never precedes the journal's last.
  func write<Result>(
    _ body: (inout WriteRecords, Instant) throws -> Result
  ) throws(OfficeError) -> Result {
    let wall = surroundings.clock.now()
    do {
      return try store.write { records in
        let now = max(wall, try records.lastInstant())
        return try body(&records, now)
      }
    } catch {
      throw .lifted(error)
    }
  }

  /// The instant at which something asked now happens: the clock's, never before the journal's last.
  public func now() throws(OfficeError) -> Instant { try read(now(in:)) }

  /// The same, where one reads anyway.
  func now(in records: some StoredRecords) throws -> Instant {
    max(surroundings.clock.now(), try records.lastInstant())
  }

  /// The zone of a program, read from the system once.
  public func zone(of program: Program) throws(OfficeError) -> Zone {
    try zones.zone(program.zone, read: surroundings.zoneFile)
  }

  /// The zone of the program in force; UTC before there is one.
  func zone(in records: some RecordReading) throws -> Zone {
    guard let program = try records.program() else { return .utc }
    return try zone(of: program)
  }
}

/// What an installation sets.
public struct OfficeSettings: Sendable {
  /// Where links in mails lead, without a slash at the end: `https://credentials.example.org`.
  public var publicAddress: String
  /// Days for which a link stays good after its deadline.
  public var linkDaysAfterDeadline: Int
  /// A program's own wording of notices.
  public var texts: NoticeCatalog
  /// Milliseconds that a file must have rested before it is taken: one that is still being copied waits.
  public var intakeRestMilliseconds: Int64
  /// The largest file that is taken from `intake/`.
  public var intakeFileBytesMax: Int
  /// What becomes of mails.
  public var mail: MailExit

  public init(
    publicAddress: String, linkDaysAfterDeadline: Int = 30, texts: NoticeCatalog,
    intakeRestMilliseconds: Int64 = 2_000, intakeFileBytesMax: Int = 20 << 20,
    mail: MailExit = .maildir
  ) {
    self.intakeFileBytesMax = intakeFileBytesMax
    self.publicAddress = publicAddress
    self.linkDaysAfterDeadline = linkDaysAfterDeadline
    self.texts = texts
    self.intakeRestMilliseconds = intakeRestMilliseconds
    self.mail = mail
  }
}

/// Where mails go.
public enum MailExit: Hashable, Sendable {
  /// Into the data directory's Maildir.
  case maildir
  /// To a relay: a ``Mailer`` takes them from the outbox.
  case relay
  /// Nowhere: a rehearsal counts them and writes none.
  case none
}

/// Zones by name, each read once.
final class ZoneShelf: Sendable {
  private let zones = Mutex<[String: Zone]>([:])

  func zone(
    _ name: String, read: (String) throws -> [UInt8]
  ) throws(OfficeError) -> Zone {
    if let known = zones.withLock({ $0[name] }) { return known }
    do {
      try Zone.checkName(name)
      let zone = try Zone(name: name, tzif: try read(name))
      zones.withLock { $0[name] = zone }
      return zone
    } catch {
      throw .zone("The zone \"\(name)\" can't be used: \(error)")
    }
  }
}

/// Remembers when something was done that is to be done once an hour, and at a start.
final class HourlyWatch: Sendable {
  private static let milliseconds: Int64 = 3_600_000
  private let last = Mutex<Instant?>(nil)

  func isDue(at now: Instant) -> Bool {
    last.withLock { last in
      // A clock that was set back must not hold it for long.
      last.map { abs(now.milliseconds(since: $0)) >= Self.milliseconds } ?? true
    }
  }

  func note(_ now: Instant) {
    last.withLock { $0 = now }
  }
}

/// Notices when the wall clock jumps against the monotonic one.
///
/// A step of more than a day, either way, is more likely a wrong clock than the truth: everything that would fall
/// due waits until somebody confirms it. What people ask for themselves goes on.
final class ClockWatch: Sendable {
  /// A jump up to this is taken as it comes.
  static let jumpMillisecondsMax: Int64 = 24 * 3_600_000

  private let clock: any Clock
  private let base: Mutex<(wall: Instant, monotonic: Int64)>

  init(_ clock: any Clock) {
    self.clock = clock
    base = Mutex((clock.now(), clock.monotonicMilliseconds()))
  }

  /// How far the wall clock is from where it should be; 0 within what is taken as it comes.
  func jumpMilliseconds() -> Int64 {
    let wall = clock.now()
    let monotonic = clock.monotonicMilliseconds()
    return base.withLock { base in
      let passed = monotonic - base.monotonic
      let jump = wall.milliseconds(since: base.wall) - passed
      guard abs(jump) <= Self.jumpMillisecondsMax else { return jump }
      // Small steps are what time servers do; they add up to nothing.
      base = (wall, monotonic)
      return 0
    }
  }

  /// The jump is right: time goes on from here.
  func confirm() {
    base.withLock { $0 = (clock.now(), clock.monotonicMilliseconds()) }
  }
}
