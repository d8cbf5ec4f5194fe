import CivilTime
import Control
import Crypto
import Daemon
import Files
import Foundation
import Office
import Simulation
import SQLite
import Store
import Testing
import Workflow

@Suite struct `An open district` {
  /// A Tuesday in September, at noon in Chicago.
  let start = Instant(seconds: 1_789_491_600)

  @Test func `lives by its agenda: the window closes by itself, and nobody polls`() throws {
    let clock = SimulatedClock(at: start)
    let district = try MapleHollow(by: clock)
    let open = try opened(district, by: clock)
    let end = start.adding(days24h: 20)
    let rest = PassingRest(clock, until: end)
    try district.drop(try district.export(teachers: 4, at: start), named: "responses.csv")
    var loop = BeatLoop(
      open, rest: rest, intakeRestMilliseconds: 2_000, manager: NoServiceManager(),
      log: ListeningLog())
    loop.run()
    let windows: [Window] = try open.store.read { try $0.windows() }
    var closed = 0
    for window in windows where window.state == .closed {
      if start < window.times.ends && window.times.ends < end { closed += 1 }
    }
    #expect(closed == 1)
    #expect(try open.store.read { try $0.submissions(in: .submitted, limit: 10).count } == 4)
    // Twenty days have 480 hours, each with at most one waking of no use.
    #expect(rest.count < 700, "\(rest.count) wakings in twenty days")
  }

  @Test
  func `reads its configuration again, tells what changed, and keeps the old one after a mistake`()
    throws
  {
    let clock = SimulatedClock(at: start)
    let district = try MapleHollow(by: clock)
    let log = ListeningLog()
    let open = try opened(district, by: clock, log: log)
    try write("{ format: 1, publicAddress: \"https://new.example.org\" }", district)
    #expect(open.reload() == "The configuration was read again.")
    #expect(open.office.settings.publicAddress == "https://new.example.org")
    #expect(log.lines.contains { $0.text.hasPrefix("publicAddress: ") })
    try write("{ format: 2 }", district)
    #expect(open.reload().contains("mistakes"))
    #expect(open.office.settings.publicAddress == "https://new.example.org")
    #expect(log.lines.contains { $0.level == .error && $0.text.contains("format") })
  }

  @Test func `does not forget a jump of the clock by reading its configuration`() throws {
    let clock = SimulatedClock(at: start)
    let district = try MapleHollow(by: clock)
    let open = try opened(district, by: clock)
    clock.step(to: start.adding(days24h: 7))
    #expect(open.reload().contains("rubricctl clock confirm"))
    #expect(throws: OfficeError.self) { try open.beat() }
    try open.office.perform(.confirmClock, by: .technician)
    _ = try open.beat()
  }

  @Test func `removes what a killed process was writing, and nothing else`() throws {
    let clock = SimulatedClock(at: start)
    let district = try MapleHollow(by: clock)
    let kept = ["mail/tmp/somebody-elses", "intake/.coming.csv.part", "intake/done/a.csv"]
    let gone = ["mail/tmp/1789.M7.rubricd", "intake/done/a.csv.report.part"]
    for path in kept + gone {
      try Data("x".utf8).write(to: URL(fileURLWithPath: district.path + "/" + path))
    }
    #expect(try opened(district, by: clock).clearUp() == gone.count)
    for path in kept { #expect(try district.files.exists(path)) }
    for path in gone { #expect(try !district.files.exists(path)) }
  }

  private func opened(
    _ district: MapleHollow, by clock: SimulatedClock, log: any Log = Silence()
  ) throws -> OpenDistrict {
    try OpenDistrict(
      data: district.path, installation: district.path + "/installation.json5",
      surroundings: Surroundings(
        clock: clock, random: SeededRandom(seed: 1), files: district.files,
        zoneFile: { try SystemZones().bytes($0) }, log: log),
      threading: .callersThread)
  }

  private func write(_ text: String, _ district: MapleHollow) throws {
    try text.write(
      toFile: district.path + "/installation.json5", atomically: false, encoding: .utf8)
  }
}

/// Lets the simulated clock pass to the end of each pause, until an instant.
private final class PassingRest: Rest {
  private let clock: SimulatedClock
  private let end: Instant
  var count = 0

  init(_ clock: SimulatedClock, until end: Instant) {
    self.clock = clock
    self.end = end
  }

  func wait(_ pause: Pause) -> Calls {
    count += 1
    let latest = clock.now().adding(milliseconds: pause.millisecondsMax)
    clock.pass(until: min(latest, pause.until ?? latest))
    return clock.now() < end ? [] : .stop
  }
}
