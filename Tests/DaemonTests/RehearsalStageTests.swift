import CivilTime
import Daemon
import Dispatch
import Foundation
import Office
import Programs
import Synchronization
import Testing
import Web
import Workflow

@Suite struct `The stage for rehearsals` {
  @Test func `answers at once, and keeps what came of a year`() throws {
    let company = Company()
    let stage = company.stage()
    let order = try company.order(40)
    #expect(stage.ask(order) == .underWay)
    #expect(stage.ask(order) == .underWay)
    company.go()
    #expect(stage.settle(atMostMilliseconds: 120_000))
    for _ in 0..<3 { #expect(stage.ask(order) == .done(Company.year)) }
    #expect(company.begun == [40])
  }

  @Test func `rehearses one year at a time: another begins with the next asking`() throws {
    let company = Company()
    let stage = company.stage()
    let (one, other) = (try company.order(40), try company.order(41))
    #expect(stage.ask(one) == .underWay)
    company.waitUntilBegun()
    #expect(stage.ask(other) == .underWay)
    #expect(company.begun == [40])
    company.go()
    #expect(stage.settle(atMostMilliseconds: 120_000))
    #expect(stage.ask(other) == .underWay)
    company.go()
    #expect(stage.settle(atMostMilliseconds: 120_000))
    #expect(company.begun == [40, 41])
    #expect(stage.ask(one) == .done(Company.year) && stage.ask(other) == .done(Company.year))
  }

  @Test func `forgets the oldest of more than it keeps`() throws {
    let company = Company()
    let stage = company.stage()
    for staff in 0...RehearsalStage.keptMax {
      #expect(try stage.ask(company.order(staff)) == .underWay)
      company.go()
      #expect(stage.settle(atMostMilliseconds: 120_000))
    }
    #expect(try stage.ask(company.order(1)) == .done(Company.year))
    #expect(try stage.ask(company.order(0)) == .underWay)
    company.go()
    #expect(stage.settle(atMostMilliseconds: 120_000))
    #expect(company.begun == Array(0...RehearsalStage.keptMax) + [0])
  }

  @Test func `keeps why a year can't be, and tells what went wrong once, without its insides`()
    throws
  {
    let company = Company()
    let stage = company.stage()
    company.fails = OfficeError.refused(Refusal(.incomplete, "A rubric is missing."))
    let refused = try company.order(40)
    #expect(stage.ask(refused) == .underWay)
    company.go()
    #expect(stage.settle(atMostMilliseconds: 120_000))
    for _ in 0..<2 { #expect(stage.ask(refused) == .refused("A rubric is missing.")) }
    #expect(company.log.lines.isEmpty)

    company.fails = DiskIsFull(path: "/srv/secret")
    let failed = try company.order(41)
    #expect(stage.ask(failed) == .underWay)
    company.go()
    #expect(stage.settle(atMostMilliseconds: 120_000))
    #expect(stage.ask(failed) == .failed)
    #expect(company.log.lines.map(\.text) == ["a rehearsal failed: DiskIsFull"])
    // There is room again.
    company.fails = nil
    #expect(stage.ask(failed) == .underWay)
    company.go()
    #expect(stage.settle(atMostMilliseconds: 120_000))
    #expect(stage.ask(failed) == .done(Company.year))
    #expect(company.begun == [40, 41, 41])
  }

  @Test func `ends at the end of the day when the daemon stops, in silence, and begins no other`()
    throws
  {
    let company = Company()
    let stage = company.stage()
    #expect(stage.settle(atMostMilliseconds: 0))
    #expect(try stage.ask(company.order(40)) == .underWay)
    company.waitUntilBegun()
    #expect(!stage.settle(atMostMilliseconds: 0))
    stage.beginEnd()
    company.go()
    #expect(stage.settle(atMostMilliseconds: 120_000))
    #expect(company.ended == [40])
    #expect(company.log.lines.isEmpty)
    #expect(try stage.ask(company.order(40)) == .underWay)
    #expect(try stage.ask(company.order(41)) == .underWay)
    #expect(company.begun == [40])
  }
}

private struct DiskIsFull: Error {
  var path: String
}

/// Those who live through the years: each year waits for a sign, then for its first day's end.
private final class Company: Sendable {
  static let year = RehearsedYear(windows: [], mails: [], clashes: [])

  private struct State {
    var begun: [Int] = []
    var ended: [Int] = []
    var fails: (any Error & Sendable)?
  }

  let log = ListeningLog()
  private let state = Mutex(State())
  private let hasBegun = DispatchSemaphore(value: 0)
  private let sign = DispatchSemaphore(value: 0)

  var begun: [Int] { state.withLock { $0.begun } }
  /// Those that the stage ended before their year was over.
  var ended: [Int] { state.withLock { $0.ended } }
  var fails: (any Error & Sendable)? {
    get { state.withLock { $0.fails } }
    set { state.withLock { $0.fails = newValue } }
  }

  func waitUntilBegun() { hasBegun.wait() }
  func go() { sign.signal() }

  func stage() -> RehearsalStage {
    RehearsalStage(log: log) { [self] order, day in
      state.withLock { $0.begun.append(order.staff) }
      hasBegun.signal()
      sign.wait()
      do { try day() } catch {
        state.withLock { $0.ended.append(order.staff) }
        throw error
      }
      if let fails { throw fails }
      return Self.year
    }
  }

  /// A year of a district with so many people.
  func order(_ staff: Int) throws -> RehearsalOrder {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let file = try Data(contentsOf: root.appendingPathComponent("Config/kettle-moraine.json5"))
    let first = try #require(CivilDate(year: 2026, month: 7, day: 1))
    return RehearsalOrder(
      program: try Program.read([UInt8](file), file: "program"), rubrics: [], calendar: .empty,
      windows: [], from: first, through: first.adding(days: 364), staff: staff, evaluators: 4)
  }
}
