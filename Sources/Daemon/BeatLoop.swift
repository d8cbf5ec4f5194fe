import Control
public import Office
import Synchronization

/// What is beaten: a district's office, or a test's stand-in.
public protocol Beating {
  /// Does what is due.
  func beat() throws(OfficeError) -> BeatReport
  /// How things stand, by queries of the store.
  func outlook() throws(OfficeError) -> Outlook
  /// Reads the configuration again; what is wrong with it is told, and the old one stays.
  func reload() -> String
}

/// Beats when something is due, and tells the service manager and the log how it goes.
///
/// A beat that fails ends nothing: it is told once for each reason, and tried again.
public struct BeatLoop<District: Beating, Resting: Rest> {
  let district: District
  let rest: Resting
  let manager: any ServiceManager
  let log: any Log
  private var rhythm: Rhythm
  private var toldFailure: String?
  private var toldStatus: String?

  /// - Parameters:
  ///   - district: What is beaten.
  ///   - rest: How it rests in between.
  ///   - intakeRestMilliseconds: How long a file rests before it is taken.
  ///   - manager: Whom to tell how it is.
  ///   - log: Where to say what was done.
  public init(
    _ district: District, rest: Resting, intakeRestMilliseconds: Int64,
    manager: any ServiceManager, log: any Log
  ) {
    self.district = district
    self.rest = rest
    self.manager = manager
    self.log = log
    rhythm = Rhythm(intakeRestMilliseconds: intakeRestMilliseconds)
  }

  /// Beats until somebody calls for a stop.
  public mutating func run() {
    // Half of the watchdog's interval, as sd_watchdog_enabled(3) asks for.
    let alive = manager.watchdogMilliseconds.map { max(1, $0 / 2) }
    var pause = Pause.none
    while true {
      let calls = rest.wait(pause.atMost(alive))
      if calls.contains(.stop) { return }
      if calls.contains(.reload) { reload() }
      if !calls.isDisjoint(with: [.intake, .command, .reload]) { rhythm.somebodyCalled() }
      pause = beat()
    }
  }

  /// Beats until nothing more is due.
  ///
  /// - Throws: What the first beat to fail says.
  public mutating func runOnce() throws(OfficeError) {
    for _ in 0..<1_000 {
      let report = try district.beat()
      note(report)
      guard rhythm.afterBeat(report, try district.outlook()) == .none else { return }
    }
  }

  private mutating func beat() -> Pause {
    do throws(OfficeError) {
      let report = try district.beat()
      let outlook = try district.outlook()
      note(report)
      if toldFailure != nil {
        log.write(.notice, "beats again, after \(rhythm.failures) that failed")
        toldFailure = nil
      }
      tell(outlook.words)
      return rhythm.afterBeat(report, outlook)
    } catch {
      let pause = rhythm.afterFailure()
      let words = error.logWords
      if words != toldFailure {
        log.write(.error, "a beat failed, and is tried again: \(words)")
        toldFailure = words
      }
      tell(error.status, isAlive: isStoreAlive())
      return pause
    }
  }

  private mutating func reload() {
    manager.tell([.reloading(monotonicMicroseconds: SystemClock.monotonicMicroseconds())])
    let words = district.reload()
    toldStatus = words
    manager.tell([.ready, .status(words)])
  }

  /// Whether the store answers although a beat fails, as with a full disk or a clock that is held.
  private func isStoreAlive() -> Bool {
    do throws(OfficeError) {
      _ = try district.outlook()
      return true
    } catch {
      return false
    }
  }

  private mutating func tell(_ status: String, isAlive: Bool = true) {
    var news: [ServiceNews] = []
    if isAlive, manager.watchdogMilliseconds != nil { news.append(.alive) }
    if status != toldStatus { news.append(.status(status)) }
    toldStatus = status
    if !news.isEmpty { manager.tell(news) }
  }

  private func note(_ report: BeatReport) {
    guard report.done + report.files + report.mails > 0 else { return }
    log.write(
      .info,
      "beat: \(report.done) done, \(report.files) files, \(report.mails) mails, "
        + "\(report.refused.count) refused")
  }
}
