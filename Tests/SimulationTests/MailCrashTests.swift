import Files
import Foundation
import Mail
import Office
import Simulation
import Store
import Testing

/// A longer campaign is run by `Scripts/campaign mail`, which sets these two.
private let seed = ProcessInfo.processInfo.environment["RUBRICD_MAIL_SEED"].flatMap(UInt64.init)
private let count = ProcessInfo.processInfo.environment["RUBRICD_MAIL_COUNT"].flatMap(Int.init)

@Suite struct `A mailer on a machine that fails` {
  /// Who may repeat without end loses nothing, whatever happens.
  @Test func `loses none of 2,000 mails, and makes at most one copy more for each crash`() throws {
    var remaining = count ?? 2_000
    var life = seed ?? 1
    while remaining > 0 {
      let campaign = try MailCampaign(seed: life, mails: min(2_000, remaining), repeats: 10_000)
      let report = try campaign.run()
      #expect(report.problems == [], "seed \(life)")
      #expect(report.lost == 0, "seed \(life)")
      #expect(report.crashes >= min(2_000, remaining) / 50, "seed \(life)")
      if count != nil {
        print(
          "seed \(life): \(report.mails) mails, \(report.crashes) crashes, \(report.copies) copies more"
        )
      }
      remaining -= report.mails
      life += 1
    }
  }

  /// With one repeat, as it is set unless told, a mail whose dot two crashes hit may be given up; the outbox says so.
  @Test(arguments: [UInt64(1), 2, 3])
  func `says of each mail that was hit twice that nobody knows, and loses no other`(
    seed: UInt64
  ) throws {
    let report = try MailCampaign(seed: seed, mails: 300, repeats: 1).run()
    #expect(report.problems == [])
    #expect(report.crashes >= 10)
  }
}

/// Deliveries to a relay that writes down what it takes, on a machine whose power goes at random instants.
private struct MailCampaign {
  struct Report {
    var mails: Int
    var crashes = 0
    /// Copies beyond the first of each mail.
    var copies = 0
    /// Mails that the relay never took.
    var lost = 0
    var problems: [String] = []
  }

  private let cellar: Cellar
  private let mails: [Int64]
  private let chance: Chance
  private let repeats: Int

  init(seed: UInt64, mails: Int, repeats: Int) throws {
    var retry = RetryPolicy()
    retry.unknownRepeatsMaximum = repeats
    cellar = try Cellar(limits: .plenty, retry: retry, seed: seed)
    self.mails = try cellar.queue(mails)
    cellar.takesTime()
    chance = Chance(seed: seed)
    self.repeats = repeats
  }

  func run() throws -> Report {
    var report = Report(mails: mails.count)
    while try cellar.isAnythingLeft() {
      // Up to some fifty mails on, before or after any write or sync that they need.
      let crash = report.crashes
      cellar.disk.arm(.powerLoss(loss(crash)), at: 1 + chance.number(below: 150, "at", crash))
      do {
        try cellar.serve(minutes: 2)
      } catch {
        guard cellar.disk.isDown else { throw error }
      }
      cellar.disk.disarm()
      guard cellar.disk.isDown else { continue }
      report.crashes += 1
      try cellar.powerReturns()
    }
    try judge(&report)
    return report
  }

  private func loss(_ crash: Int) -> SimulatedDisk.Loss {
    switch chance.number(below: 3, "loss", crash) {
    case 0: .unsynced
    case 1: .torn(sectorBytes: 4_096, seed: chance.bits("torn", crash))
    default: .processOnly
    }
  }

  private func judge(_ report: inout Report) throws {
    let copies = Dictionary(grouping: cellar.relay.taken, by: \.mail)
    report.copies = cellar.relay.taken.count - copies.count
    report.lost = mails.count - copies.count
    if report.copies > report.crashes { report.problems.append("more copies than crashes") }
    for (mail, taken) in copies {
      if Set(taken.map(\.messageID)).count > 1 || Set(taken.map(\.digest)).count > 1 {
        report.problems.append("the copies of mail \(mail) differ")
      }
    }
    let unknown = try cellar.office.read { try $0.mails(.state(.unknown), limit: 10_000) }
    if unknown.contains(where: { $0.unknowns <= repeats }) {
      report.problems.append("a mail was given up too early")
    }
    let missing = Set(mails).subtracting(copies.keys).subtracting(unknown.map(\.id))
    if !missing.isEmpty { report.problems.append("lost without a word: \(missing.sorted())") }
    let counts = try cellar.counts()
    if counts[.sent, default: 0] + unknown.count != mails.count {
      report.problems.append("the outbox ends with \(counts)")
    }
  }
}
