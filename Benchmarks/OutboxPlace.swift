import CivilTime
import Crypto
import Files
import Glibc
import Mail
import MailTransport
import Office
import SQLite
import Simulation
import Store

/// An office with an outbox on the disk, every commit synced.
struct OutboxPlace {
  let folder: String
  let store: DistrictStore
  let mailer: Mailer
  private let clock: any Clock

  /// - Parameters:
  ///   - folder: Where its database is.
  ///   - clock: The office's.
  ///   - limits: The relay's.
  /// - Throws: `StoreError` when the database can't be opened.
  init(_ folder: String, clock: any Clock, limits: RelayLimits) throws {
    self.folder = folder
    self.clock = clock
    let files = LocalFiles(root: folder)
    store = try DistrictStore(at: .folder(folder), random: BenchmarkRandom())
    try DistrictOffice.prepareFolders(files)
    let office = try Setting.office(store, files: files, clock: clock, mail: .relay)
    mailer = Mailer(MailerSettings(limits: limits)) { office }
  }

  /// Puts letters of 2 KiB into the outbox, in words already.
  ///
  /// - Returns: The number of the last.
  @discardableResult
  func queue(_ count: Int, _ mailClass: MailClass = .bulk) throws -> Int64 {
    let now = clock.now()
    let body = Array(letter.utf8)
    let before = try mailCount()
    var last: Int64 = 0
    for start in stride(from: 0, to: count, by: 1_000) {
      try store.write { records in
        for number in start..<min(start + 1_000, count) {
          let name = "\(before + number)"
          last =
            try records.add(
              OutgoingMail(
                key: "benchmark/\(name)", person: nil, address: "theo@sink.example",
                messageID: "\(name)@sink.example", mailClass: mailClass, createdAt: now,
                nextAttempt: now, notices: [], body: body)) ?? last
        }
      }
    }
    return last
  }

  func mailCount(_ state: MailState? = nil) throws -> Int {
    let counts = try store.read { try $0.mailCounts() }
    return state.map { counts[$0] ?? 0 } ?? counts.values.reduce(0, +)
  }

  /// Delivers over one connection until nothing more can go within a minute.
  func deliver(over session: any RelaySession) throws {
    while let next = try mailer.work(over: session, at: .all(0)),
      next <= clock.now().adding(minutes: 1)
    {}
  }

  /// A way to a relay on this machine.
  static func session(port: UInt16) throws -> RelayClient {
    var settings = RelaySettings(
      host: "127.0.0.1", port: port,
      conversation: SMTPSettings(clientName: .loopback, tls: .never), tls: try TLSSettings())
    settings.messagesMaximum = .max
    let clock = MachineClock()
    return RelayClient(
      settings,
      TransportSurroundings(
        clock: { clock.monotonicMilliseconds() }, stop: try StopSignal(), random: SecureRandom()))
  }
}

extension RelayLimits {
  /// As many as may be set, over one connection.
  static let plenty = RelayLimits(
    messagesPerMinute: 60_000, connections: 1, recipientsPerDay: nil)
}

/// The machine's own clock, or one that goes faster.
struct MachineClock: Clock {
  /// How many times as fast: so that a rate that may be set, at most 1,000 a second, is not what is measured.
  var timesAsFast: Int64 = 1

  func now() -> Instant {
    Instant(milliseconds: 1_790_000_000_000 + monotonicMilliseconds())
  }

  func monotonicMilliseconds() -> Int64 {
    var time = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1_000 * timesAsFast + Int64(time.tv_nsec) * timesAsFast / 1_000_000
  }
}
