import CivilTime
import Daemon
import Files
import Office
import SQLite
import Store
import Synchronization
import Testing

@Suite struct `The loop of the beat` {
  @Test func `beats at once, then whenever somebody calls, until it is stopped`() {
    let scene = Scene(calls: [[], [.due], [.intake], [.command], []])
    scene.run()
    #expect(scene.district.beats == 5)
    #expect(scene.rest.pauses.first == Pause(millisecondsMax: 0))
    #expect(scene.rest.pauses.dropFirst().allSatisfy { $0.millisecondsMax == 3_600_000 })
  }

  @Test func `a stop wins over whatever else was called`() {
    let scene = Scene(calls: [[], [.stop, .reload, .command]])
    scene.run()
    #expect(scene.district.beats == 1)
    #expect(scene.district.reloads == 0)
  }

  @Test
  func `half the watchdog's interval is the longest rest, and each store that answers is told`() {
    let scene = Scene(calls: [[], [], []], watchdogMilliseconds: 600_000)
    scene.run()
    #expect(scene.rest.pauses.dropFirst().allSatisfy { $0.millisecondsMax == 300_000 })
    #expect(
      scene.manager.news == [
        [.alive, .status("Nothing is planned.")], [.alive], [.alive],
      ])
  }

  @Test func `a failure is told once, tried again, and told when it is over`() {
    let full = OfficeError.store(
      .database(SQLiteError(extendedCode: 13, message: "database or disk is full")))
    let scene = Scene(calls: [[], [], [], []], watchdogMilliseconds: 600_000)
    scene.district.failures = [full, full, full]
    scene.run()
    #expect(scene.rest.pauses.map(\.millisecondsMax) == [0, 1_000, 2_000, 4_000, 300_000])
    #expect(scene.log.lines.map(\.level) == [.error, .notice])
    #expect(scene.log.lines.last?.text == "beats again, after 3 that failed")
    let words = "The disk is full. Nothing is lost; work goes on by itself when there is room."
    #expect(
      scene.manager.news == [
        [.alive, .status(words)], [.alive], [.alive], [.alive, .status("Nothing is planned.")],
      ])
  }

  @Test func `a store that does not answer keeps the watchdog from hearing of it`() {
    let scene = Scene(calls: [[], []], watchdogMilliseconds: 600_000)
    let broken = OfficeError.file(FileError(.inputOutput, path: "mail/tmp/1"))
    scene.district.failures = [broken, broken]
    scene.district.answers = false
    scene.run()
    #expect(scene.manager.news.count == 1)
    #expect(!scene.manager.news.joined().contains(.alive))
  }

  @Test func `a clock that has jumped is told with what to do`() {
    let scene = Scene(calls: [[]])
    scene.district.failures = [.clockHeld(byMilliseconds: 7 * 24 * 3_600_000)]
    scene.run()
    guard case .status(let words) = scene.manager.news.first?.first else {
      Issue.record("no status")
      return
    }
    #expect(words.contains("168 hours"))
    #expect(words.contains("rubricctl clock confirm"))
  }

  @Test func `reading the configuration again is told before and after`() {
    let scene = Scene(calls: [[], [.reload]])
    scene.run()
    #expect(scene.district.reloads == 1)
    let news = Array(scene.manager.news.joined())
    guard let begin = news.firstIndex(where: { if case .reloading = $0 { true } else { false } })
    else {
      Issue.record("not told: \(news)")
      return
    }
    #expect(news[(begin + 1)...].first == .ready)
  }

  @Test func `the log has neither a file's name nor what stood in a record`() {
    let scene = Scene(calls: [[], []])
    scene.district.failures = [
      .file(FileError(.notPermitted, path: "intake/Maria Lopez.csv", errorNumber: 13)),
      .store(.unreadable(table: "person", id: 7, what: "Maria Lopez")),
    ]
    scene.run()
    let text = scene.log.lines.map(\.text).joined(separator: "\n")
    #expect(text.contains("intake"))
    #expect(text.contains("person 7"))
    #expect(!text.contains("Maria"))
    #expect(!scene.manager.news.joined().map(\.text).joined().contains("Maria"))
  }
}

/// A loop with all that it touches.
private final class Scene {
  let district = ScriptedDistrict()
  let rest: ScriptedRest
  let manager: ListeningManager
  let log = ListeningLog()

  init(calls: [Calls], watchdogMilliseconds: Int64? = nil) {
    rest = ScriptedRest(calls)
    manager = ListeningManager(watchdogMilliseconds: watchdogMilliseconds)
  }

  func run() {
    var loop = BeatLoop(
      district, rest: rest, intakeRestMilliseconds: 2_000, manager: manager, log: log)
    loop.run()
  }
}

/// Gives one call after the other, then a stop.
private final class ScriptedRest: Rest {
  private var calls: ArraySlice<Calls>
  var pauses: [Pause] = []

  init(_ calls: [Calls]) {
    self.calls = calls[...]
  }

  func wait(_ pause: Pause) -> Calls {
    pauses.append(pause)
    return calls.popFirst() ?? .stop
  }
}

/// Fails as often as it is told to, then beats.
private final class ScriptedDistrict: Beating {
  var failures: [OfficeError] = []
  var answers = true
  var beats = 0
  var reloads = 0

  func beat() throws(OfficeError) -> BeatReport {
    if !failures.isEmpty { throw failures.removeFirst() }
    beats += 1
    return BeatReport()
  }

  func outlook() throws(OfficeError) -> Outlook {
    guard answers else { throw .store(.notOurs) }
    return Outlook()
  }

  func reload() -> String {
    reloads += 1
    return "Read again."
  }
}

private final class ListeningManager: ServiceManager {
  let watchdogMilliseconds: Int64?
  private let told = Mutex<[[ServiceNews]]>([])

  init(watchdogMilliseconds: Int64?) {
    self.watchdogMilliseconds = watchdogMilliseconds
  }

  var news: [[ServiceNews]] { told.withLock { $0 } }

  func tell(_ news: [ServiceNews]) {
    told.withLock { $0.append(news) }
  }
}

final class ListeningLog: Log {
  struct Line: Sendable {
    var level: LogLevel
    var text: String
  }

  private let written = Mutex<[Line]>([])

  var lines: [Line] { written.withLock { $0 } }

  func write(_ level: LogLevel, _ message: String) {
    written.withLock { $0.append(Line(level: level, text: message)) }
  }
}
