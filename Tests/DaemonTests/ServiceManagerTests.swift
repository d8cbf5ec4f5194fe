import Daemon
import Foundation
import Testing

@Suite struct `The service manager` {
  @Test func `hears what it is told, in order, at a path`() throws {
    let folder = try TemporaryFolder()
    let socket = try NotifySocket(path: folder.path + "/notify")
    try tellEverything(at: folder.path + "/notify")
    #expect(socket.receive(5) == Self.expected)
  }

  @Test func `hears it in the abstract namespace`() throws {
    let name = "@rubricd-test-\(UUID().uuidString)"
    let socket = try NotifySocket(path: name)
    try tellEverything(at: name)
    #expect(socket.receive(5) == Self.expected)
  }

  @Test func `is nobody without a socket's name, or with one that is none`() {
    #expect(SystemdServiceManager { _ in nil } == nil)
    for name in [
      "", "/", "relative", "vsock:2:1234", "@", "/" + String(repeating: "x", count: 200),
    ] {
      #expect(SystemdServiceManager { $0 == "NOTIFY_SOCKET" ? name : nil } == nil)
    }
  }

  @Test func `sets the watchdog for this process only`() throws {
    func watchdog(_ variables: [String: String]) throws -> Int64? {
      let all = variables.merging(["NOTIFY_SOCKET": "/nowhere"]) { first, _ in first }
      return try #require(SystemdServiceManager { all[$0] }).watchdogMilliseconds
    }
    #expect(try watchdog(["WATCHDOG_USEC": "600000000"]) == 600_000)
    #expect(try watchdog(["WATCHDOG_USEC": "600000000", "WATCHDOG_PID": "1"]) == nil)
    let own = "\(ProcessInfo.processInfo.processIdentifier)"
    #expect(try watchdog(["WATCHDOG_USEC": "2000", "WATCHDOG_PID": own]) == 2)
    #expect(try watchdog(["WATCHDOG_USEC": "0"]) == nil)
    #expect(try watchdog([:]) == nil)
  }

  private static let expected = [
    "READY=1\nSTATUS=two lines", "WATCHDOG=1", "RELOADING=1\nMONOTONIC_USEC=12", "STOPPING=1",
  ]

  private func tellEverything(at name: String) throws {
    let manager = try #require(SystemdServiceManager { $0 == "NOTIFY_SOCKET" ? name : nil })
    manager.tell([.ready, .status("two\nlines")])
    manager.tell([.alive])
    manager.tell([.reloading(monotonicMicroseconds: 12)])
    manager.tell([.stopping])
  }
}
