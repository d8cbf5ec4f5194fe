import CivilTime
import Files
import Mail
import Notices
import Office
import SQLite
import Simulation
import Store
import Synchronization

/// A machine with an outbox and nothing else, and a relay.
final class Cellar {
  static let begins = Instant(milliseconds: 1_790_000_000_000)

  let clock: SimulatedClock
  let disk: SimulatedDisk
  let relay: RecordingRelay
  private let layer: FaultVFS
  private let settings: MailerSettings
  private let seed: UInt64
  private let plan: LifePlan
  private let texts: NoticeCatalog
  private(set) var office: DistrictOffice
  private(set) var mailer: Mailer
  private var number = 0
  /// How many transactions were made durable.
  let commits = Counter()

  init(
    limits: RelayLimits = RelayPreset.postfix.limits, retry: RetryPolicy = .init(),
    preset: RelayPreset = .other, seed: UInt64 = 1
  ) throws {
    let clock = SimulatedClock(at: Self.begins)
    self.clock = clock
    self.seed = seed
    disk = SimulatedDisk { clock.now().milliseconds }
    layer = FaultVFS(disk: disk, seed: seed)
    relay = RecordingRelay(clock: clock, preset: preset)
    settings = MailerSettings(limits: limits, retry: retry)
    plan = try Sample.plan("2026-09-01", "2026-09-02")
    texts = try NoticeCatalog()
    let office = try Self.open(disk, layer, clock, seed, plan, texts, commits)
    self.office = office
    mailer = Mailer(settings) { office }
  }

  private static func open(
    _ disk: SimulatedDisk, _ layer: FaultVFS, _ clock: SimulatedClock, _ seed: UInt64,
    _ plan: LifePlan, _ texts: NoticeCatalog, _ commits: Counter
  ) throws -> DistrictOffice {
    var options = Connection.Options(vfs: layer.name)
    options.atCommit = { point in
      if point == .afterCommit { commits.add() }
    }
    return try SampleSurroundings(
      at: .file("rubricd.sqlite3"), options: options,
      files: disk.files(), clock: clock, program: plan.program, seed: seed, mail: .relay,
      texts: texts, zoneFile: plan.zoneFile
    ).office
  }

  /// Puts mails into the outbox, in words already.
  @discardableResult
  func queue(_ count: Int, _ mailClass: MailClass = .bulk) throws -> [Int64] {
    let now = clock.now()
    return try office.store.write { records in
      var numbers: [Int64] = []
      for _ in 0..<count {
        self.number += 1
        let text =
          "From: office@maplehollow.example\r\nTo: t@maplehollow.example\r\n"
          + "Message-ID: <m\(self.number)@maplehollow.example>\r\n\r\nHello.\r\n"
        let mail = try records.add(
          OutgoingMail(
            key: "test/\(self.number)", person: nil, address: "t@maplehollow.example",
            messageID: "m\(self.number)@maplehollow.example", mailClass: mailClass,
            createdAt: now, nextAttempt: now, notices: [], body: Array(text.utf8)))
        if let mail { numbers.append(mail) }
      }
      return numbers
    }
  }

  /// From now on a message takes the relay two milliseconds, so that many go one after the other.
  func takesTime() {
    relay.react { [clock] _ in
      clock.pass(until: clock.now().adding(milliseconds: 2))
      return .take
    }
  }

  func serve(minutes: Int = 60) throws {
    let end = clock.now().adding(minutes: Int64(minutes))
    try relay.serve(mailer, clock: clock, until: end)
    clock.pass(until: end)
  }

  func counts() throws -> [MailState: Int] { try office.read { try $0.mailCounts() } }

  func isAnythingLeft() throws -> Bool {
    let counts = try counts()
    return [.queued, .deferred, .sending, .endOfData].contains { counts[$0, default: 0] > 0 }
  }

  /// The process ends in order and begins anew.
  func restart() throws {
    try mailer.stop()
    hireAgain()
  }

  private func hireAgain() {
    let office = office
    mailer = Mailer(settings) { office }
  }

  /// The machine starts again with what its disk has.
  func powerReturns() throws {
    disk.reopen()
    office = try Self.open(disk, layer, clock, seed, plan, texts, commits)
    hireAgain()
  }
}

final class Counter: Sendable {
  private let number = Mutex(0)
  var count: Int { number.withLock { $0 } }
  func add() { number.withLock { $0 += 1 } }
}

extension RelayLimits {
  /// So many that nothing waits for a slot.
  static let plenty = RelayLimits(
    messagesPerMinute: 60_000, connections: 1, recipientsPerDay: nil)
}

extension SMTPReply {
  static func of(_ code: Int, _ words: String) -> SMTPReply {
    SMTPReply(code: code, text: Array(words.utf8))
  }
}
