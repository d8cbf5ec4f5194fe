import Foundation
import Simulation
import Testing

/// A longer campaign is run by `Scripts/campaign crashes`, which sets these two.
private let seed = ProcessInfo.processInfo.environment["RUBRICD_CAMPAIGN_SEED"].flatMap(UInt64.init)
private let count = ProcessInfo.processInfo.environment["RUBRICD_CAMPAIGN_COUNT"].flatMap(Int.init)

@Suite struct `A life in which the power goes` {
  @Test func `ends as the same life without faults, with nothing lost and nobody told twice`()
    throws
  {
    let crashesALife = 60
    var remaining = count ?? 180
    var life = seed ?? 1
    let plan =
      count == nil
      ? try Sample.plan("2026-08-20", "2026-11-25")
      : try Sample.plan("2026-07-01", "2027-06-30", size: .small)
    let campaign = FaultCampaign(life: plan, crashesALife: crashesALife)
    var done = 0
    while remaining > 0 {
      let report = try campaign.live(seed: life, crashes: min(crashesALife, remaining))
      let problems = report.problems.prefix(10).joined(separator: "\n")
      #expect(report.problems.isEmpty, "seed \(life):\n\(problems)")
      #expect(!report.crashes.isEmpty, "seed \(life): no crash happened")
      done += report.crashes.count
      remaining -= max(1, report.crashes.count)
      if count != nil { print("seed \(life): \(done) crashes, \(report.problems.count) problems") }
      life += 1
    }
  }

  @Test func `has crashes at points of every kind`() throws {
    let campaign = FaultCampaign(
      life: try Sample.plan("2026-09-20", "2026-10-02"), crashesALife: 40)
    let report = try campaign.live(seed: 5, crashes: 40)
    #expect(report.problems.isEmpty, "\(report.problems.prefix(5))")
    #expect(Set(report.crashes.map(\.point)) == Set(FaultCampaign.Point.allCases))
    let again = try campaign.live(seed: 5, crashes: 40)
    #expect(again.crashes == report.crashes)
  }
}
