import CivilTime
import Daemon
import Foundation
import Glibc
import Office
import Testing

@Suite struct `The log` {
  let folder = try? TemporaryFolder()

  @Test func `has the time and the level when it is no journal`() throws {
    let text = try written(journalStream: nil) { log in
      log.write(.warning, "review 7 is late")
      log.write(.debug, "nobody sees this")
    }
    #expect(text == "2027-01-15T08:00:00Z warning review 7 is late\n")
  }

  @Test func `has syslog's level in front when it is the journal's own stream`() throws {
    let text = try written(journalStream: { "\($0.st_dev):\($0.st_ino)" }) { log in
      for level in [LogLevel.error, .warning, .notice, .info] { log.write(level, "x") }
    }
    #expect(text == "<3>x\n<4>x\n<5>x\n<6>x\n")
  }

  @Test func `does not believe a journal that it was redirected from`() throws {
    let text = try written(journalStream: { "\($0.st_dev):\($0.st_ino + 1)" }) {
      $0.write(.info, "x")
    }
    #expect(text.hasPrefix("2027-"))
  }

  @Test func `writes each line of a message as a line, and no control character`() throws {
    let text = try written(journalStream: { "\($0.st_dev):\($0.st_ino)" }) {
      $0.write(.error, "two\nlines\r\nand a \u{1B}[2J bell\u{7}")
    }
    #expect(text == "<3>two\n<3>lines\n<3>and a  [2J bell \n")
  }

  private func written(
    journalStream: ((stat) -> String)?, _ body: (JournalLog) -> Void
  ) throws -> String {
    let folder = try #require(folder)
    let path = folder.path + "/log"
    let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_APPEND, 0o600)
    defer { close(descriptor) }
    var status = stat()
    #expect(unsafe fstat(descriptor, &status) == 0)
    body(
      JournalLog(
        descriptor: descriptor, journalStream: journalStream.map { $0(status) },
        clock: StandingClock()))
    return try String(contentsOfFile: path, encoding: .utf8)
  }
}

private struct StandingClock: Clock {
  func now() -> Instant { Instant(seconds: 1_800_000_000) }
  func monotonicMilliseconds() -> Int64 { 0 }
}
