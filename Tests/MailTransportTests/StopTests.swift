import Foundation
import Mail
import MailTransport
import Testing

@Suite struct `When all is to stop` {
  /// Delivers on another thread and stops it at the relay's gate.
  private func stopped(
    _ script: [ScriptedRelay.Step], thenOpens: Bool = false, graceMilliseconds: Int64 = 120_000
  ) throws -> (end: DeliveryEnd, desk: TestDesk, relay: ScriptedRelay) {
    let relay = try ScriptedRelay([script])
    let stop = try StopSignal()
    var settings = try loopback(relay.port)
    settings.stopGraceMilliseconds = graceMilliseconds
    let desk = TestDesk(try Letters.letters(1...2))
    let client = RelayClient(settings, try .ofTest(stop: stop))
    let stopper = Thread {
      guard relay.waitForGate() else { return }
      stop.stop()
      if thenOpens { relay.open() }
    }
    stopper.start()
    let end = client.deliver(from: desk)
    client.close()
    return (end, desk, relay)
  }

  @Test func `a wait for the greeting ends, and nothing was asked for`() throws {
    let (end, desk, _) = try stopped([.gate])
    #expect(end == .stopped)
    #expect(desk.notes.isEmpty)
  }

  @Test func `a wait for a recipient's answer ends, and the message was not sent`() throws {
    let (end, desk, _) = try stopped(.hello + [.expect("MAIL"), .gate])
    #expect(end == .stopped)
    #expect(desk.notes == [.gave(1), .outcome(1)])
    guard case .transient(let cause) = desk.result(1)?.failure else {
      Issue.record("\(desk.outcomes)")
      return
    }
    #expect(cause.event == .lost(.stopped))
  }

  private static let textSent: [ScriptedRelay.Step] =
    .hello + [
      .expect("MAIL"), .expect("RCPT"), .expect("DATA"), .send("250 a\r\n250 b\r\n354 c\r\n"),
      .message,
    ]

  @Test func `the answer to a dot is still waited for, and no further message is begun`() throws {
    let (end, desk, relay) = try stopped(
      Self.textSent + [
        .expect("MAIL"), .expect("RCPT"), .expect("DATA"), .gate,
        .send("250 2.0.0 taken\r\n250 a\r\n250 b\r\n354 c\r\n"), .message,
      ], thenOpens: true)
    #expect(end == .stopped)
    #expect(desk.isAccepted(1))
    guard case .transient = desk.result(2)?.failure else {
      Issue.record("\(desk.outcomes)")
      return
    }
    #expect(relay.waitForEnd())
    #expect(relay.messages.count == 1)
  }

  @Test func `a dot without an answer in the grace is unknown`() throws {
    let (end, desk, _) = try stopped(
      Self.textSent + [.gate], graceMilliseconds: 50)
    #expect(end == .stopped)
    guard case .unknown = desk.result(1)?.failure else {
      Issue.record("\(desk.outcomes)")
      return
    }
  }

  @Test func `nothing begins any more`() throws {
    let stop = try StopSignal()
    stop.stop()
    let desk = TestDesk([try Letters.letter(1)])
    let client = RelayClient(try loopback(9), try .ofTest(stop: stop))
    #expect(client.deliver(from: desk) == .stopped)
    #expect(desk.notes.isEmpty)
  }
}
