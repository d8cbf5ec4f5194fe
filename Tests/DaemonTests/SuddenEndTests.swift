import Control
import Crypto
import Daemon
import Foundation
import Glibc
import Store
import Testing
import Workflow

/// SIGKILL at twenty instants while files come in: power loss itself is tested on a simulated disk.
@Suite(.serialized) struct `A daemon that is killed` {
  static let seed: UInt64 = 20_261_122

  @Test func `loses nothing, does nothing twice, and mails nothing twice`() throws {
    let district = try MapleHollow(by: SystemClock(), staff: 140)
    var random = SplitMix64(seed: Self.seed)
    let rowsAtATime = 5
    // A response keeps its time in every export that has it.
    let handedIn = SystemClock().now()
    for round in 1...20 {
      try district.drop(
        district.export(teachers: round * rowsAtATime, at: handedIn),
        named: "responses-\(round).csv")
      let daemon = try RunningDaemon(["--data", district.path])
      usleep(UInt32(random.next(below: 600_000)))
      daemon.send(SIGKILL)
      #expect(daemon.end() == -SIGKILL)
    }

    // Left alone, it finishes what was begun.
    let daemon = try RunningDaemon(["--data", district.path])
    #expect(try eventually { try district.names(in: "intake").isEmpty })
    daemon.send(SIGTERM)
    #expect(daemon.end() == 0)
    #expect(try RunningDaemon(["--data", district.path, "--once"]).end() == 0)

    let store = try district.store()
    try store.read { records in
      #expect(try records.checkChain().isSound)
      let setAside = try records.openSetAsideRows(ofKind: "form proposal", limit: 10).map(\.reason)
      #expect(setAside == [])
      let submissions = try records.submissions(in: .submitted, limit: 1_000)
      #expect(submissions.count == 20 * rowsAtATime, "seed \(Self.seed)")
      #expect(Set(submissions.map(\.earner)).count == submissions.count)
      let counts = try records.mailCounts()
      #expect(counts.keys.allSatisfy { $0 == .sent }, "\(counts)")
      #expect(try messageIDs(district).count == counts[.sent])
    }
    #expect(try district.names(in: "mail/tmp").isEmpty)
  }

  /// The Message-IDs in the Maildir, each of which must be there once only.
  private func messageIDs(_ district: MapleHollow) throws -> Set<String> {
    var found: Set<String> = []
    for name in try district.names(in: "mail/new") {
      let text = try String(contentsOfFile: district.path + "/mail/new/" + name, encoding: .utf8)
      let line = try #require(text.split(separator: "\n").first { $0.hasPrefix("Message-ID:") })
      #expect(found.insert(String(line)).inserted, "twice: \(line)")
    }
    return found
  }
}
