import Mail
import MailTransport
import Testing

/// Each fault at each step of a conversation, over a real socket.
@Suite struct `Whatever a relay does wrong, at whatever step` {
  enum Step: Int, CaseIterable {
    case greeting, hello, sender, recipient, data, endOfData, quit

    /// Where the conversation stands when this step's answer is waited for.
    var phase: SMTPPhase {
      switch self {
      case .greeting: .greeting
      case .hello: .hello
      case .sender: .sender
      case .recipient: .recipients
      case .data: .data
      case .endOfData: .endOfData
      case .quit: .quit
      }
    }
  }

  enum Fault: CaseIterable {
    case notNow, never, close, reset, silence, garbage, byteByByte, endlessLines, extraReply, early
  }

  enum Ending: Equatable {
    /// The message was not asked for: it is as it was.
    case untouched
    case accepted, transient, permanent, unknown
  }

  @Test(arguments: [true, false], Step.allCases)
  func `leaves a message that may be sent again in exactly the cases where that is right`(
    pipelining: Bool, step: Step
  ) throws {
    for fault in Fault.allCases {
      if fault == .early, step == .greeting || (pipelining && (step == .recipient || step == .data))
      {
        // Nothing can come before the greeting; within a group everything comes "early".
        continue
      }
      let relay = try ScriptedRelay([script(fault, at: step, pipelining: pipelining)])
      var settings = try loopback(relay.port)
      // Impatient only where nothing comes: what does come may take its time on a busy machine.
      settings.timeoutMilliseconds = { phase in
        fault == .silence && phase == step.phase ? 100 : 120_000
      }
      let desk = TestDesk([try Letters.letter(1)])
      let client = RelayClient(settings, try .ofTest())
      let end = client.deliver(from: desk)
      client.close()

      let place = "\(fault) at \(step), pipelining \(pipelining)"
      #expect(ending(desk) == expected(fault, at: step), "\(place): \(end) \(desk.outcomes)")
      #expect(desk.notes.filter { $0 == .outcome(1) }.count <= 1, "\(place)")
      // The mark is made before the dot goes, and only then.
      let wasMarked = desk.notes.contains(.marked(1))
      if !relay.messages.isEmpty { #expect(wasMarked, "\(place)") }
      if step.rawValue < Step.data.rawValue, !isHarmless(fault) { #expect(!wasMarked, "\(place)") }
      #expect(relay.messages.count <= 1, "\(place)")
      if case .failed(let failure) = end {
        #expect(!failure.description.isEmpty)
      }
    }
  }

  private func ending(_ desk: TestDesk) -> Ending {
    switch desk.result(1) {
    case nil: .untouched
    case .accepted: .accepted
    case .failed(.transient): .transient
    case .failed(.permanent): .permanent
    case .failed(.unknown): .unknown
    }
  }

  private func isHarmless(_ fault: Fault) -> Bool { fault == .byteByByte }

  private func expected(_ fault: Fault, at step: Step) -> Ending {
    if isHarmless(fault) || step == .quit { return .accepted }
    switch step {
    case .greeting, .hello: return .untouched
    case .sender: return fault == .early ? .untouched : .transient
    case .recipient, .data: return fault == .never ? .permanent : .transient
    case .endOfData:
      switch fault {
      case .notNow, .early: return .transient
      case .never: return .permanent
      // It was answered once, and rightly; what follows ends only the connection.
      case .extraReply: return .accepted
      case .close, .reset, .silence, .garbage, .endlessLines: return .unknown
      case .byteByByte: return .accepted
      }
    case .quit: return .accepted
    }
  }

  // MARK: - Scripts

  private func question(_ step: Step) -> [ScriptedRelay.Step] {
    switch step {
    case .greeting: []
    case .hello: [.expect("EHLO")]
    case .sender: [.expect("MAIL")]
    case .recipient: [.expect("RCPT")]
    case .data: [.expect("DATA")]
    case .endOfData: [.message]
    case .quit: [.expect("QUIT")]
    }
  }

  private func answer(_ step: Step, pipelining: Bool) -> String {
    switch step {
    case .greeting: "220 relay.maplehollow.example\r\n"
    case .hello:
      "250-relay.maplehollow.example\r\n" + (pipelining ? "250-PIPELINING\r\n" : "")
        + "250 8BITMIME\r\n"
    case .sender: "250 2.1.0 sender\r\n"
    case .recipient: "250 2.1.5 recipient\r\n"
    case .data: "354 go on\r\n"
    case .endOfData: "250 2.0.0 taken\r\n"
    case .quit: "221 2.0.0 bye\r\n"
    }
  }

  private func script(
    _ fault: Fault, at wrong: Step, pipelining: Bool
  ) -> [ScriptedRelay.Step] {
    var script: [ScriptedRelay.Step] = []
    for step in Step.allCases {
      let good = answer(step, pipelining: pipelining)
      if fault == .early, step.rawValue == wrong.rawValue - 1 {
        // The next step's answer comes along, before its question.
        script += question(step) + [.send(good + answer(wrong, pipelining: pipelining)), .silence]
        return script
      }
      script += question(step)
      guard step == wrong else {
        script.append(.send(good))
        continue
      }
      switch fault {
      case .notNow: return script + [.send("451 4.3.0 not now\r\n"), .refuse]
      case .never: return script + [.send("550 5.7.0 never\r\n"), .refuse]
      case .close: return script + [.close]
      case .reset: return script + [.reset]
      case .silence: return script + [.silence]
      case .garbage: return script + [.send("<html>\r\n"), .silence]
      case .byteByByte: script.append(.sendSlowly(good))
      case .endlessLines: return script + [.sendEndlessly("250-and more\r\n")]
      case .extraReply: script.append(.send(good + good))
      case .early: script.append(.send(good))
      }
    }
    return script
  }
}
