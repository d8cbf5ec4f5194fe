import Mail
import Testing

/// What the queue learns when a relay goes wrong, at each step and in each way.
@Suite struct `When a relay goes wrong` {
  /// What the queue may learn of one message.
  enum Result: Character {
    case accepted = "A"
    case transient = "t"
    case permanent = "p"
    case unknown = "?"
    /// Nothing: the message was never given to the conversation, which ended with a failure.
    case notBegun = "-"
  }

  typealias Step = ScriptedRelay.Step
  typealias Fault = ScriptedRelay.Fault

  /// The matrix: for each step a result for each fault, in the order of `Fault.allCases`.
  static let matrix: [Step: String] = [
    // refuses for now, for good; closes, breaks, is silent, talks garbage; answers byte by byte,
    // goes on forever, answers twice, answers again later
    .greeting: /* */ "-- ---- A---",
    .ehlo: /*     */ "-- ---- A---",
    .startTLS: /* */ "-- ---- A---",
    .auth: /*     */ "-- ---- A--t",
    .mail: /*     */ "tt tttt Attt",
    .rcpt: /*     */ "tp tttt Attt",
    .data: /*     */ "tp tttt Att?",
    .endOfData: /**/ "tp ???? A?AA",
    .quit: /*     */ "AA AAAA AAAA",
  ]

  static let cells: [(Step, Fault, Bool)] = Step.allCases.flatMap { step in
    Fault.allCases.flatMap { fault in [(step, fault, true), (step, fault, false)] }
  }

  @Test(arguments: cells)
  func `the queue learns what is true`(step: Step, fault: Fault, pipelines: Bool) throws {
    var relay = ScriptedRelay(
      try Post.settings(
        tls: .required,
        credentials: try SMTPCredentials(user: "office", password: "pencil", mechanism: .plain)),
      offers: ["STARTTLS", "AUTH PLAIN", "8BITMIME"] + (pipelines ? ["PIPELINING"] : []),
      messages: [try Post.message(7)])
    relay.fault = (step, fault)
    relay.run()

    let column = try #require(Fault.allCases.firstIndex(of: fault))
    let row = try #require(Self.matrix[step]).filter { $0 != " " }.compactMap(Result.init)
    let result = try Self.result(of: relay)
    // In a group the second answer comes when everything else is done: it is the end's.
    let isLate = pipelines && fault == .answersAgainLater && (step == .mail || step == .rcpt)
    let expected = isLate ? .accepted : row[column]
    #expect(result == expected, "\(relay.lines) \(relay.closings)")
    // Whatever happens, the conversation ends once, and the dot never goes without its mark.
    #expect(relay.closings.count == 1)
    let texts = relay.texts.filter { !$0.isEmpty }
    #expect(texts.count <= relay.marks.count)
    if result == .notBegun {
      let failure = try #require(relay.closings[0])
      #expect(!failure.description.isEmpty)
      #expect(failure.cause.blame != .message)
    }
    if result == .unknown { #expect(texts.count == 1) }
    if result == .transient || result == .permanent, fault != .refusesForNow,
      fault != .refusesForGood
    {
      #expect(texts.isEmpty, "the relay has it, and the queue will send it again")
    }
  }

  @Test(arguments: Step.allCases, Fault.allCases)
  func `the message before is safe, and the one after has its own fate`(
    step: Step, fault: Fault
  ) throws {
    let opening: [Step] = [.greeting, .ehlo, .startTLS, .auth]
    guard !opening.contains(step) else { return }
    for sendsAhead in [true, false] {
      var relay = ScriptedRelay(
        try Post.settings(),
        messages: [try Post.message(1), try Post.message(2), try Post.message(3)])
      relay.fault = (step, fault)
      relay.faultAtMessage = 2
      relay.sendsAhead = sendsAhead
      relay.run()
      let ids = relay.outcomes.map(\.id)
      #expect(ids == ids.sorted(), "\(ids)")
      #expect(Set(ids).count == ids.count)
      // Each message that was begun has an outcome; the others were not touched.
      #expect(Set(ids) == Set(relay.begun))
      #expect(relay.closings.count == 1)
      let first = try #require(relay.outcomes.first)
      #expect(Self.result(of: first) == .accepted)
      let accepted = relay.outcomes.filter { Self.result(of: $0) == .accepted }
      #expect(accepted.count <= relay.texts.count)
      for outcome in relay.outcomes where outcome.id == 3 {
        let third = Self.result(of: outcome)
        #expect(third == .accepted || third == .transient, "\(third)")
        // An answer too many looks like one of its own.
        if third == .transient, fault != .answersTwice, fault != .answersAgainLater {
          #expect(outcome.deservesFreshConnection, "\(step) \(fault)")
        }
      }
    }
  }

  @Test func `a dot that was not handed over as a whole leaves no doubt`() throws {
    for isWritten in [true, false] {
      var conversation = try Self.marked()
      if isWritten { #expect(conversation.handle(.written).isEmpty) }
      let actions = conversation.handle(.failed(.reset))
      guard case .outcome(let outcome) = actions.first else {
        Issue.record("\(actions)")
        continue
      }
      #expect(Self.result(of: outcome) == (isWritten ? .unknown : .transient))
    }
  }

  @Test func `a dot with commands behind it may have arrived with half of the write`() throws {
    var conversation = try Self.marked(next: try Post.message(2))
    let outcomes = conversation.handle(.failed(.closed)).compactMap(Self.outcome)
    #expect(outcomes.map(Self.result) == [.unknown, .transient])
    #expect(outcomes.map(\.deservesFreshConnection) == [false, true])
  }

  @Test func `a mark that can't be made keeps the dot back`() throws {
    var conversation = try Self.awaitingMark()
    let actions = conversation.handle(.unmarked)
    let outcomes = actions.compactMap(Self.outcome)
    #expect(outcomes.map(Self.result) == [.transient])
    #expect(!actions.contains { if case .write = $0 { true } else { false } })
  }

  @Test func `a refusal amid a long text is the message's`() throws {
    for (words, expected) in [
      ("552 5.3.4 Too big\r\n", Result.permanent), ("451 4.3.0 Disk full\r\n", .transient),
      ("250 2.0.0 Ok\r\n", .transient),
    ] {
      let text = "Subject: Long\r\n\r\n" + String(repeating: "All work.\r\n", count: 60_000)
      var conversation = try Self.awaitingText(try Post.message(9, text: text))
      let begun = conversation.handle(.received(Array("354 Go\r\n".utf8)))
      guard case .write(let block) = begun.first else {
        Issue.record("\(begun)")
        continue
      }
      #expect(block.count < text.utf8.count)
      let actions = conversation.handle(.received(Array(words.utf8)))
      #expect(actions.compactMap(Self.outcome).map(Self.result) == [expected])
      guard case .close = actions.last else {
        Issue.record("\(actions)")
        continue
      }
    }
  }

  @Test func `a goodbye to a waiting connection is no failure`() throws {
    for event in [
      SMTPEvent.received(Array("421 4.4.2 Timeout\r\n".utf8)), .failed(.closed), .failed(.reset),
    ] {
      var conversation = try Self.ready()
      #expect(conversation.handle(event) == [.close(nil)])
      // A message that comes too late deserves another connection.
      let outcome = try #require(
        conversation.handle(.send(try Post.message(4))).compactMap(Self.outcome).first)
      #expect(outcome.deservesFreshConnection)
    }
  }

  @Test func `half a word while waiting is not taken for an answer`() throws {
    var conversation = try Self.ready()
    #expect(conversation.handle(.received(Array("250 2.".utf8))).isEmpty)
    let actions = conversation.handle(.send(try Post.message(5)))
    #expect(actions.compactMap(Self.outcome).map(\.deservesFreshConnection) == [true])
    #expect(actions.last == .close(nil))
  }

  // MARK: - Ways there

  private static func conversation(offers: String) throws -> SMTPConversation {
    var conversation = SMTPConversation(try Post.settings(), nonce: "n")
    _ = conversation.handle(.connected)
    _ = conversation.handle(.received(Array("220 relay\r\n".utf8)))
    let actions = conversation.handle(.received(Array("250-relay\r\n250 \(offers)\r\n".utf8)))
    #expect(actions == [.ready])
    return conversation
  }

  static func ready() throws -> SMTPConversation {
    try conversation(offers: "PIPELINING")
  }

  private static func awaitingText(_ message: SMTPMessage) throws -> SMTPConversation {
    var conversation = try ready()
    _ = conversation.handle(.send(message))
    let actions = conversation.handle(.received(Array("250 Ok\r\n250 Ok\r\n".utf8)))
    #expect(actions == [.wait(.data)])
    return conversation
  }

  private static func awaitingMark() throws -> SMTPConversation {
    var conversation = try awaitingText(try Post.message(1))
    let actions = conversation.handle(.received(Array("354 Go\r\n".utf8)))
    #expect(actions == [.markEndOfData(1)])
    return conversation
  }

  private static func marked(next: SMTPMessage? = nil) throws -> SMTPConversation {
    var conversation = try awaitingMark()
    _ = conversation.handle(.written)
    _ = conversation.handle(.marked(next: next))
    return conversation
  }

  // MARK: - Results

  static func outcome(_ action: SMTPAction) -> SMTPOutcome? {
    if case .outcome(let outcome) = action { outcome } else { nil }
  }

  static func result(of outcome: SMTPOutcome) -> Result {
    guard outcome.results.count == 1 else { return .notBegun }
    switch outcome.results[0] {
    case .accepted: return .accepted
    case .failed(.transient): return .transient
    case .failed(.permanent): return .permanent
    case .failed(.unknown): return .unknown
    }
  }

  static func result(of relay: ScriptedRelay) throws -> Result {
    #expect(relay.outcomes.count <= 1)
    guard let outcome = relay.outcomes.first else {
      #expect(relay.begun.isEmpty)
      return .notBegun
    }
    return result(of: outcome)
  }
}
