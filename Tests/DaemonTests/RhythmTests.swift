import CivilTime
import Daemon
import Office
import Testing

@Suite struct `The rhythm of the beat` {
  let noon = Instant(seconds: 1_800_000_000)

  @Test func `rests until the next due instant, and at most an hour`() {
    var rhythm = Rhythm(intakeRestMilliseconds: 2_000)
    #expect(
      rhythm.afterBeat(BeatReport(), Outlook(nextDue: noon))
        == Pause(until: noon, millisecondsMax: 3_600_000))
    #expect(rhythm.afterBeat(BeatReport(), Outlook()) == Pause(millisecondsMax: 3_600_000))
  }

  @Test func `goes on at once while there is more and it gets done`() {
    var rhythm = Rhythm(intakeRestMilliseconds: 2_000)
    var report = BeatReport()
    report.done = 200
    report.isMore = true
    #expect(rhythm.afterBeat(report, Outlook()) == .none)
    report.isMore = false
    var outlook = Outlook()
    outlook.isSomethingLeft = true
    #expect(rhythm.afterBeat(report, outlook) == .none)
    outlook = Outlook()
    outlook.isIntakeWaiting = true
    #expect(rhythm.afterBeat(report, outlook) == .none)
  }

  @Test
  func `what is left and does not get done is tried less and less often, down to five minutes`() {
    var rhythm = Rhythm(intakeRestMilliseconds: 2_000)
    var outlook = Outlook(nextDue: noon)
    outlook.isSomethingLeft = true
    var report = BeatReport()
    report.isMore = true
    let pauses = (0..<10).map { _ in rhythm.afterBeat(report, outlook) }
    #expect(pauses.map(\.millisecondsMax).prefix(4) == [1_000, 2_000, 4_000, 8_000])
    #expect(pauses.map(\.millisecondsMax).suffix(2) == [256_000, 300_000])
    #expect(pauses.allSatisfy { $0.until == noon })
    rhythm.somebodyCalled()
    #expect(rhythm.afterBeat(report, outlook).millisecondsMax == 1_000)
  }

  @Test func `a file that rests is looked at again when it has rested`() {
    var rhythm = Rhythm(intakeRestMilliseconds: 2_000)
    var outlook = Outlook()
    outlook.isIntakeWaiting = true
    #expect(rhythm.afterBeat(BeatReport(), outlook).millisecondsMax == 2_100)
    #expect(rhythm.afterBeat(BeatReport(), outlook).millisecondsMax == 2_000)
    #expect(rhythm.afterBeat(BeatReport(), outlook).millisecondsMax == 4_000)
  }

  @Test
  func `a beat that fails is tried again after 1, 2, 4 … seconds, and a good one begins anew`() {
    var rhythm = Rhythm(intakeRestMilliseconds: 2_000)
    let pauses = (0..<12).map { _ in rhythm.afterFailure().millisecondsMax }
    #expect(pauses.prefix(3) == [1_000, 2_000, 4_000])
    #expect(pauses.suffix(3) == [300_000, 300_000, 300_000])
    #expect(rhythm.failures == 12)
    _ = rhythm.afterBeat(BeatReport(), Outlook())
    #expect(rhythm.afterFailure().millisecondsMax == 1_000)
  }
}
