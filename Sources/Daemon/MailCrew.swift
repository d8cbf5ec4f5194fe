import CivilTime
import Control
import Crypto
import Dispatch
import MailTransport
import Office
import Programs

/// The threads that carry mail to the relay: one for each connection that it allows, asleep while nothing is to go.
///
/// Its settings are those of the start: another relay takes a restart, another password or token does not.
final class MailCrew: Sendable {
  /// After a failure of the disk, and the longest sleep while something waits.
  private static let pauseMilliseconds: Int64 = 30_000
  private static let sleepMillisecondsMax: Int64 = 600_000

  let mailer: Mailer
  private let stopping: StopSignal
  private let bells: [DispatchSemaphore]
  private let workers: [Worker]

  /// Starts the threads.
  ///
  /// - Parameters:
  ///   - setup: The relay.
  ///   - district: Whose mail.
  ///   - clock: The machine's.
  ///   - log: Where to say what is wrong.
  ///   - hasNews: Called when a beat should look: something is to be told anew, or the relay's state changed.
  /// - Throws: ``DaemonFailure`` when the key that signs mail can't be used, or there may be no more threads.
  init(
    _ setup: RelaySetup, _ district: OpenDistrict, clock: SystemClock, log: any Log,
    hasNews: @escaping @Sendable () -> Void
  ) throws(DaemonFailure) {
    let settings: MailerSettings
    do throws(RelayProblem) {
      settings = try setup.mailerSettings()
    } catch {
      throw .configuration("\(error)")
    }
    let mailer = Mailer(settings, hasNews: hasNews) { district.office }
    self.mailer = mailer
    let stopping: StopSignal
    do throws(TransportError) {
      stopping = try StopSignal()
    } catch {
      throw .storage("\(error)")
    }
    self.stopping = stopping
    let surroundings = TransportSurroundings(
      clock: { clock.monotonicMilliseconds() }, stop: stopping, random: SecureRandom())
    var bells: [DispatchSemaphore] = []
    var workers: [Worker] = []
    for (number, post) in MailerPost.posts(for: settings.limits).enumerated() {
      let bell = DispatchSemaphore(value: 0)
      bells.append(bell)
      workers.append(
        try Worker("mail \(number)") {
          Self.run(mailer, FreshRelay(setup, surroundings), post, bell, stopping, clock, log)
        })
    }
    self.bells = bells
    self.workers = workers
  }

  /// Something may be to send.
  func ring() {
    for bell in bells { bell.signal() }
  }

  /// Ends all waits. Nothing more is begun; the answer to a final dot that went is waited for a moment.
  func beginStop() {
    stopping.stop()
    ring()
  }

  /// Waits for the threads' end, and gives back what they had not begun.
  ///
  /// - Parameter milliseconds: How long at most. What is not given back then is freed by the next start.
  func endStop(atMostMilliseconds milliseconds: Int) {
    let end = SystemClock.monotonicMicroseconds() / 1_000 + Int64(milliseconds)
    for worker in workers {
      let left = end - SystemClock.monotonicMicroseconds() / 1_000
      guard worker.wait(atMostMilliseconds: Int(max(0, left))) else { return }
    }
    // Otherwise the next start does it.
    try? mailer.stop()
  }

  private static func run(
    _ mailer: Mailer, _ session: FreshRelay, _ post: MailerPost, _ bell: DispatchSemaphore,
    _ stopping: StopSignal, _ clock: SystemClock, _ log: any Log
  ) {
    var told: String?
    while !stopping.isStopped {
      var sleep: Int64?
      do throws(OfficeError) {
        let next = try mailer.work(over: session, at: post)
        sleep = next.map { max(0, $0.milliseconds(since: clock.now())) }
        told = nil
      } catch {
        if told != error.logWords {
          log.write(.error, "mail waits: \(error.logWords)")
          told = error.logWords
        }
        sleep = pauseMilliseconds
      }
      session.closeIfIdle()
      if let idle = session.idleMilliseconds { sleep = min(sleep ?? idle, idle) }
      if sleep == 0 { continue }
      wait(bell, sleep)
    }
    session.close()
  }

  private static func wait(_ bell: DispatchSemaphore, _ milliseconds: Int64?) {
    guard let milliseconds else { return bell.wait() }
    let time = Int(min(milliseconds, sleepMillisecondsMax))
    _ = bell.wait(timeout: .now() + .milliseconds(time))
    // A thousand rings are one.
    while bell.wait(timeout: .now()) == .success {}
  }
}
