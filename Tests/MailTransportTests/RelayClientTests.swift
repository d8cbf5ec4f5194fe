import Foundation
import Mail
import MailTransport
import Testing

@Suite struct `A connection to a relay` {
  @Test func `carries one message after the other, each marked before its end goes out`() throws {
    let relay = try ScriptedRelay([
      .hello + [
        .expect("MAIL"), .expect("RCPT"), .expect("DATA"),
        .send("250 a\r\n250 b\r\n354 c\r\n"), .message,
        .expect("MAIL"), .expect("RCPT"), .expect("DATA"),
        .send("250 2.0.0 taken\r\n250 a\r\n250 b\r\n354 c\r\n"), .message,
        .send("250 2.0.0 taken too\r\n"),
      ] + .goodbye
    ])
    let desk = TestDesk(try Letters.letters(1...2))
    desk.atMark = { id in #expect(relay.messages.count == Int(id) - 1) }
    let client = RelayClient(try loopback(relay.port), try .ofTest())
    #expect(client.deliver(from: desk) == .drained)
    client.close()
    #expect(desk.isAccepted(1) && desk.isAccepted(2))
    // The outcome of the first and the mark of the second come together, for one commit.
    #expect(
      desk.notes == [
        .gave(1), .marked(1), .gave(2), .outcome(1), .marked(2), .outcome(2),
      ])
    #expect(relay.waitForEnd())
    #expect(relay.heard.last == "QUIT")
    #expect(relay.messages.count == 2)
  }

  @Test func `is kept for the next time, and asked only then`() throws {
    let relay = try ScriptedRelay([.hello + .takesOne + .takesOne + .goodbye])
    let client = RelayClient(try loopback(relay.port), try .ofTest())
    for number in Int64(1)...2 {
      let desk = TestDesk([try Letters.letter(number)])
      #expect(client.deliver(from: desk) == .drained)
      #expect(desk.isAccepted(number))
    }
    client.close()
    #expect(relay.waitForEnd())
    #expect(relay.heard.filter { $0.hasPrefix("EHLO") }.count == 1)
  }

  @Test(arguments: ["", "421 4.4.2 too quiet\r\n"])
  func `that the relay closed while it waited is replaced, and nobody hears of it`(
    words: String
  ) throws {
    let relay = try ScriptedRelay([
      .hello + .takesOne + [.gate, .send(words), .close], .hello + .takesOne + .goodbye,
    ])
    let client = RelayClient(try loopback(relay.port), try .ofTest())
    let first = TestDesk([try Letters.letter(1)])
    #expect(client.deliver(from: first) == .drained)
    #expect(relay.waitForGate())
    relay.open()
    let second = TestDesk([try Letters.letter(2)])
    #expect(client.deliver(from: second) == .drained)
    #expect(second.isAccepted(2))
    #expect(second.notes == [.gave(2), .marked(2), .outcome(2)])
    client.close()
    #expect(relay.waitForEnd())
  }

  @Test(arguments: ["", "421 4.3.2 going down\r\n"])
  func `that dies under the commands of a message gives it one fresh try, which counts`(
    words: String
  ) throws {
    let relay = try ScriptedRelay([
      .hello + .takesOne + [.expect("MAIL"), .send(words), .close],
      .hello + .takesOne + .goodbye,
    ])
    let client = RelayClient(try loopback(relay.port), try .ofTest())
    #expect(client.deliver(from: TestDesk([try Letters.letter(1)])) == .drained)
    let desk = TestDesk([try Letters.letter(2)])
    #expect(client.deliver(from: desk) == .drained)
    #expect(desk.isAccepted(2))
    #expect(desk.notes == [.gave(2), .marked(2), .outcome(2)])
    client.close()
    #expect(relay.waitForEnd())
  }

  @Test func `that dies twice under a message tells it once, as a failure of the relay`() throws {
    let dies: [ScriptedRelay.Step] = [.expect("MAIL"), .close]
    let relay = try ScriptedRelay([.hello + .takesOne + dies, .hello + dies])
    let client = RelayClient(try loopback(relay.port), try .ofTest())
    #expect(client.deliver(from: TestDesk([try Letters.letter(1)])) == .drained)
    let desk = TestDesk([try Letters.letter(2), try Letters.letter(3)])
    guard case .failed(let failure) = client.deliver(from: desk) else {
      Issue.record("a dead relay is a failure")
      return
    }
    #expect(failure.cause.blame == .relay)
    #expect(desk.notes == [.gave(2), .outcome(2)])
    guard case .transient = desk.result(2)?.failure else {
      Issue.record("\(desk.outcomes)")
      return
    }
  }

  @Test func `ends after as many messages as it may carry`() throws {
    let twice: [ScriptedRelay.Step] = [
      .expect("MAIL"), .expect("RCPT"), .expect("DATA"),
      .send("250 a\r\n250 b\r\n354 c\r\n"), .message,
      .expect("MAIL"), .expect("RCPT"), .expect("DATA"),
      .send("250 taken\r\n250 a\r\n250 b\r\n354 c\r\n"), .message, .send("250 taken\r\n"),
    ]
    let relay = try ScriptedRelay([
      .hello + twice + .goodbye, .hello + .takesOne + .goodbye,
    ])
    var settings = try loopback(relay.port)
    settings.messagesMaximum = 2
    let client = RelayClient(settings, try .ofTest())
    let desk = TestDesk(try Letters.letters(1...3))
    #expect(client.deliver(from: desk) == .drained)
    client.close()
    #expect(relay.waitForEnd())
    #expect(relay.messages.count == 3)
    #expect((1...3).allSatisfy { desk.isAccepted($0) })
  }

  @Test func `ends when it is too old, or has waited too long, and not a moment sooner`() throws {
    let relay = try ScriptedRelay([
      .hello + .takesOne + .takesOne + .goodbye, .hello + .takesOne + .takesOne + .goodbye,
      .hello + .takesOne + .goodbye,
    ])
    let clock = HandClock()
    var settings = try loopback(relay.port)
    settings.ageMillisecondsMaximum = 10_000
    settings.idleMillisecondsMaximum = 8_000
    let client = RelayClient(settings, try .ofTest(clock: clock.milliseconds))
    func deliver(_ number: Int64) throws {
      let desk = TestDesk([try Letters.letter(number)])
      #expect(client.deliver(from: desk) == .drained)
      #expect(desk.isAccepted(number))
    }
    func connections() -> Int { relay.heard.filter { $0.hasPrefix("EHLO") }.count }
    try deliver(1)
    clock.step(milliseconds: 7_999)
    try deliver(2)
    #expect(connections() == 1)
    clock.step(milliseconds: 2_001)  // 10,000 old
    try deliver(3)
    #expect(connections() == 2)
    clock.step(milliseconds: 7_999)
    client.closeIfIdle()
    try deliver(4)
    #expect(connections() == 2)
    clock.step(milliseconds: 8_000)
    client.closeIfIdle()
    #expect(client.idleDeadline == nil)
    try deliver(5)
    #expect(connections() == 3)
    client.close()
    #expect(relay.waitForEnd())
  }

  @Test func `does not send the dot when its mark can't be stored`() throws {
    let relay = try ScriptedRelay([
      .hello + [
        .expect("MAIL"), .expect("RCPT"), .expect("DATA"),
        .send("250 a\r\n250 b\r\n354 c\r\n"), .message,
      ]
    ])
    let desk = TestDesk(try Letters.letters(1...2))
    desk.unstorable = 1
    let client = RelayClient(try loopback(relay.port), try .ofTest())
    guard case .failed(let failure) = client.deliver(from: desk) else {
      Issue.record("a mark that can't be stored ends delivering")
      return
    }
    #expect(failure.cause.blame == .settings)
    #expect(relay.waitForEnd())
    #expect(relay.messages.isEmpty)
    #expect(desk.notes == [.gave(1), .outcome(1)])
    guard case .transient = desk.result(1)?.failure else {
      Issue.record("\(desk.outcomes)")
      return
    }
  }

  @Test func `takes a text with dots whole, in the clear`() throws {
    let relay = try ScriptedRelay([.hello + .takesOne + .goodbye])
    let body = ".\r\n..\r\n.dot\r\nplain\r\n.\r\n"
    let desk = TestDesk([try Letters.letter(1, body: body)])
    let client = RelayClient(try loopback(relay.port), try .ofTest())
    #expect(client.deliver(from: desk) == .drained)
    client.close()
    let text = try #require(relay.messages.first)
    #expect(text.hasSuffix("\r\n\r\n..\r\n...\r\n..dot\r\nplain\r\n..\r\n"))
  }

  @Test func `tells an address where nobody listens`() throws {
    // The only script is never used up: the port is free again once the relay is gone.
    let relay = try ScriptedRelay([[.close]])
    let first = RelayClient(try loopback(relay.port), try .ofTest())
    _ = try? first.connect()
    #expect(relay.waitForEnd())
    let desk = TestDesk([try Letters.letter(1)])
    let client = RelayClient(try loopback(relay.port), try .ofTest())
    guard case .failed(.transient(let cause)) = client.deliver(from: desk) else {
      Issue.record("nobody can be reached there")
      return
    }
    #expect(cause.phase == .connecting)
    #expect(cause.description.contains("port \(relay.port): Connection refused"))
    #expect(desk.notes.isEmpty)
  }

  @Test func `tells a name that nobody has`() throws {
    // RFC 6761 §6.4: no server gives it an address.
    var settings = try loopback(25, host: "relay.invalid")
    // Without a network the system's resolver takes its time.
    settings.connect.resolveMilliseconds = 500
    let client = RelayClient(settings, try .ofTest())
    let failure = #expect(throws: DeliveryFailure.self) { try client.connect() }
    #expect(failure?.description.contains("relay.invalid has no address") == true)
  }
}
