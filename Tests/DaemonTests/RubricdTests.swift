import Control
import Daemon
import Foundation
import Glibc
import SQLite
import Testing

/// The real program, on a district of its own. What it waits for comes by itself; nothing here measures time.
@Suite(.serialized) struct `rubricd` {
  @Test func `tells systemd what it does, takes a file that is dropped in, and stops in order`()
    throws
  {
    let district = try MapleHollow(by: SystemClock())
    let notify = try NotifySocket(path: district.path + "/notify")
    let daemon = try RunningDaemon(
      ["--data", district.path], environment: ["NOTIFY_SOCKET": district.path + "/notify"])
    #expect(notify.next() == "READY=1\nSTATUS=Begins.")
    let rest = notify.upTo { $0.hasPrefix("STATUS=Next is due at ") }
    #expect(rest.last?.hasPrefix("STATUS=Next is due at ") == true, "\(rest)")

    // Nothing is due for hours, so only the file itself can have woken it.
    try district.drop(
      district.export(teachers: 3, at: SystemClock().now()), named: "responses.csv")
    #expect(try eventually { try district.names(in: "intake/done").contains("responses.csv") })
    let report = try String(
      contentsOfFile: district.path + "/intake/done/responses.csv.report.txt", encoding: .utf8)
    #expect(report.contains("3 rows, 3 taken"))

    daemon.send(SIGHUP)
    let reload = notify.upTo { $0.hasPrefix("READY=1") }
    #expect(reload.contains { $0.hasPrefix("RELOADING=1\nMONOTONIC_USEC=") })
    #expect(reload.last == "READY=1\nSTATUS=The configuration was read again.")

    daemon.send(SIGTERM)
    #expect(notify.upTo { $0.hasPrefix("STOPPING=1") }.last == "STOPPING=1\nSTATUS=Stops.")
    #expect(daemon.end() == 0)
    let log = daemon.log()
    #expect(log.contains("notice ready, process \(daemon.pid)"))
    #expect(log.hasSuffix("notice stopped\n"))
    #expect(!log.contains("@"), "no address stands in the log: \(log)")
  }

  @Test func `answers the watchdog after each query of its store`() throws {
    let district = try MapleHollow(by: SystemClock())
    let notify = try NotifySocket(path: district.path + "/notify")
    let daemon = try RunningDaemon(
      ["--data", district.path],
      environment: ["NOTIFY_SOCKET": district.path + "/notify", "WATCHDOG_USEC": "100000"])
    var answers = 0
    _ = notify.upTo { text in
      if text.contains("WATCHDOG=1") { answers += 1 }
      return answers == 3
    }
    #expect(answers == 3)
    daemon.send(SIGINT)
    #expect(daemon.end() == 0)
  }

  @Test func `keeps a second one out, and says who has the directory`() throws {
    let district = try MapleHollow(by: SystemClock())
    let notify = try NotifySocket(path: district.path + "/notify")
    let first = try RunningDaemon(
      ["--data", district.path], environment: ["NOTIFY_SOCKET": district.path + "/notify"])
    #expect(notify.next() == "READY=1\nSTATUS=Begins.")
    let second = try RunningDaemon(["--data", district.path])
    #expect(second.end() == 75)
    #expect(second.log().contains("process \(first.pid)"))
    first.send(SIGTERM)
    #expect(first.end() == 0)
  }

  @Test func `ends with 78 and one message for a mistake in its configuration`() throws {
    let district = try MapleHollow(by: SystemClock())
    try "{ format: 1, publicAddres: \"https://a.example.org\" }"
      .write(toFile: district.path + "/installation.json5", atomically: false, encoding: .utf8)
    let daemon = try RunningDaemon(["--data", district.path])
    #expect(daemon.end() == 78)
    let log = daemon.log()
    #expect(log.contains("publicAddres"))
    #expect(log.split(separator: "\n").allSatisfy { $0.contains(" error ") })
  }

  @Test func `ends with 78 where no district was begun, and with 64 for a wrong command line`()
    throws
  {
    let empty = try TemporaryFolder()
    try "{ format: 1, publicAddress: \"https://a.example.org\" }"
      .write(toFile: empty.path + "/installation.json5", atomically: false, encoding: .utf8)
    let daemon = try RunningDaemon(["--data", empty.path])
    #expect(daemon.end() == 78)
    #expect(daemon.log().contains("rubricctl init"))
    #expect(try RunningDaemon(["--data", empty.path + "/nowhere"]).end() == 78)
    #expect(try RunningDaemon(["--dta", empty.path]).end() == 64)
    #expect(try RunningDaemon(["--version"]).end() == 0)
  }

  @Test func `leaves a database of another version as it is`() throws {
    let district = try MapleHollow(by: SystemClock())
    do {
      let database = try Database(
        path: district.path + "/rubricd.sqlite3", threading: .callersThread)
      try database.write { connection throws(SQLiteError) in
        try connection.execute("UPDATE meta SET value = '0' WHERE name = 'derived'")
      }
    }
    let daemon = try RunningDaemon(["--data", district.path])
    #expect(daemon.end() == 78)
    #expect(daemon.log().contains("rubricctl upgrade"))
  }

  @Test func `does what is due once, and stops`() throws {
    let district = try MapleHollow(by: SystemClock())
    try district.drop(
      district.export(teachers: 2, at: SystemClock().now()), named: "responses.csv")
    let daemon = try RunningDaemon(["--data", district.path, "--once"])
    #expect(daemon.end() == 0)
    #expect(try district.names(in: "intake").isEmpty)
    #expect(try district.names(in: "mail/new").count >= 2)
  }
}
