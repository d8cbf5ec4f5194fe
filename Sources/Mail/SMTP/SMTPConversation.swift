/// One connection's talk with a relay, as a state machine: events go in, actions come out.
///
///     var conversation = SMTPConversation(settings, nonce: nonce)
///     perform(conversation.handle(.connected))          // [.wait(.greeting)]
///     perform(conversation.handle(.received(bytes)))    // [.write(EHLO …), .wait(.hello)]
///     …                                                 // [.ready]
///     perform(conversation.handle(.send(message)))      // [.write(MAIL, RCPT, DATA), .wait(.sender)]
///     perform(conversation.handle(.received(bytes)))    // [.markEndOfData(id)]
///     perform(conversation.handle(.marked(next: nil)))  // [.write(text and dot), .wait(.endOfData)]
///     perform(conversation.handle(.received(bytes)))    // [.outcome(…), .ready]
///
/// No sockets, no clock, no randomness: a driver does what the actions say, in their order, and tells
/// what happened. Promises:
///
/// - Each message that was given has exactly one outcome, before `close` at the latest.
/// - The end of data goes out only after its mark was answered. If that dot may have reached the
///   relay and no answer came, the outcome is `unknown`; in all other cases it is not.
/// - An answer counts only for a command that had been written before it came.
/// - What stood in the input when TLS begins is an error, never an answer.
///
/// After `close` a message that is given has the outcome that it has not gone; all else is ignored.
public struct SMTPConversation: Sendable {
  /// What holds between events.
  enum State: Sendable {
    /// Before `connected`.
    case connecting
    /// Greeting, EHLO, STARTTLS and signing in; what is next follows from the answer.
    case opening
    /// TLS is being agreed on.
    case handshaking
    /// Nothing is underway; a message may come.
    case ready
    /// A message's commands are out, or the end of the one before.
    case transaction
    /// The relay waits for the text, and the caller makes the mark.
    case marking
    /// Blocks of the text are going out, the last not among them yet.
    case sendingBody
    case quitting
    case closed
  }

  /// A command that was written, and whose answer has not come.
  enum Expected: Sendable {
    case greeting, ehlo, helo, startTLS, auth, rset, mail, rcpt, data, endOfData, bareDot, quit

    var phase: SMTPPhase {
      switch self {
      case .greeting: .greeting
      case .ehlo, .helo: .hello
      case .startTLS: .startTLS
      case .auth: .authentication
      case .rset: .reset
      case .mail: .sender
      case .rcpt: .recipients
      case .data: .data
      case .endOfData, .bareDot: .endOfData
      case .quit: .quit
      }
    }
  }

  let settings: SMTPSettings
  let nonce: String
  var state = State.connecting
  private var parser = SMTPReplyParser()
  var expected = Queue<Expected>()
  var actions: [SMTPAction] = []
  var exchange: SASLExchange?
  var authInitialResponseIsDue = false

  /// The message whose commands are out.
  var current: Transaction?
  /// The message whose end of data is out.
  var finishing: Transaction?
  /// A message that came along with a mark, for a relay to which nothing is sent ahead.
  var waiting: SMTPMessage?
  /// The rest of the current message's text.
  var body: DotStuffing?
  /// Whether the relay still holds a transaction that failed.
  var needsReset = false
  /// Whether the bytes of the last `write` were handed over.
  var isWritten = true
  /// Whether the last `write` ended with the end of data.
  var dotEndsWrite = false
  /// How many messages came to an end on this connection.
  public internal(set) var messageCount = 0

  /// The relay's first words.
  public internal(set) var greeting: SMTPReply?
  /// What the relay can do, as it said last.
  public internal(set) var extensions = SMTPExtensions()
  /// Whether TLS protects the connection.
  public internal(set) var isSecured: Bool
  /// How the sign-in went, once it succeeded.
  public internal(set) var signedInBy: SASLMechanism?

  /// - Parameters:
  ///   - settings: What the conversation is held by.
  ///   - nonce: For SCRAM: at least 18 random bytes from a source fit for secrets, as base64url;
  ///     never used before.
  public init(_ settings: SMTPSettings, nonce: String) {
    self.settings = settings
    self.nonce = nonce
    isSecured = settings.tls == .implicit
  }

  /// Where the conversation stands.
  public var phase: SMTPPhase {
    switch state {
    case .connecting: return .connecting
    case .handshaking: return .handshake
    case .sendingBody: return .body
    case .marking: return expected.first?.phase ?? .data
    case .ready, .closed: return .idle
    case .quitting: return .quit
    case .opening, .transaction: return expected.first?.phase ?? .idle
    }
  }

  /// Takes an event.
  ///
  /// - Parameter event: What happened.
  /// - Returns: What to do now, in this order; empty if there is only waiting to go on with.
  public mutating func handle(_ event: SMTPEvent) -> [SMTPAction] {
    actions.removeAll(keepingCapacity: true)
    if case .closed = state {
      switch event {
      case .send(let message), .marked(next: let message?): refuseClosed(message)
      case .connected, .received, .secured, .written, .marked, .unmarked, .quit, .failed: break
      }
      return actions
    }
    switch event {
    case .connected:
      guard case .connecting = state else { break }
      state = .opening
      expect(.greeting)
      wait()
    case .received(let bytes): receive(bytes)
    case .secured:
      guard case .handshaking = state else { break }
      state = .opening
      isSecured = true
      parser.reset()
      extensions = SMTPExtensions()
      say(.ehlo(settings.clientName), .ehlo)
    case .written:
      isWritten = true
      if case .sendingBody = state { sendBlock() }
    case .marked(let next): endOfDataIsMarked(next: next)
    case .unmarked: endOfDataIsUnmarked()
    case .send(let message): take(message)
    case .quit:
      guard case .ready = state else { break }
      state = .quitting
      say(.quit, .quit)
    case .failed(let loss): lose(loss)
    }
    return actions
  }

  // MARK: - Input

  private mutating func receive(_ bytes: [UInt8]) {
    guard !bytes.isEmpty else { return }
    if case .handshaking = state { return fail(.injected) }
    parser.append(bytes)
    // Only what was written before these bytes came can be answered by them.
    var answerable = expected.count
    var didAnswer = false
    do throws(SMTPReplyProblem) {
      while let reply = try parser.next() {
        guard answerable > 0, let command = expected.popFirst() else {
          return receivedUnasked(reply)
        }
        answerable -= 1
        didAnswer = true
        handle(reply, to: command)
        if case .closed = state { return }
        if case .handshaking = state {
          if parser.isInMidst { fail(.injected) }
          return
        }
      }
    } catch {
      return fail(.garbage(error))
    }
    if answerable == 0, parser.isInMidst {
      // While nothing is underway a goodbye may come, in as many pieces as it likes.
      if case .ready = state { return }
      return fail(.outOfStep)
    }
    if didAnswer, !expected.isEmpty { wait() }
  }

  /// Whether the relay has begun to say something that nobody asked for.
  var isInterrupted: Bool { parser.isInMidst }

  /// An answer to nothing: a goodbye, a refusal amid the text, or confusion.
  private mutating func receivedUnasked(_ reply: SMTPReply) {
    if reply.code == 421 { return refuse(reply) }
    if case .sendingBody = state, reply.code >= 400 { return refuse(reply) }
    fail(.outOfStep)
  }

  private mutating func handle(_ reply: SMTPReply, to command: Expected) {
    // The relay is about to close, whatever it was asked.
    if reply.code == 421, command != .quit {
      expected.pushFirst(command)
      return refuse(reply)
    }
    switch command {
    case .greeting, .ehlo, .helo, .startTLS, .auth: handleOpening(reply, to: command)
    case .rset:
      guard reply.kind == .completion else {
        expected.pushFirst(command)
        return refuse(reply)
      }
      handleReset()
    case .mail: handleMail(reply)
    case .rcpt: handleRecipient(reply)
    case .data: handleData(reply)
    case .endOfData: handleEndOfData(reply)
    case .bareDot: becomeReadyIfDone()
    case .quit: close(nil)
    }
  }

  // MARK: - Output

  mutating func expect(_ command: Expected) {
    expected.append(command)
  }

  /// Writes one command and waits for its answer.
  mutating func say(_ command: SMTPCommand, _ expectation: Expected) {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(128)
    command.append(to: &bytes)
    expect(expectation)
    write(bytes)
    wait()
  }

  mutating func write(_ bytes: [UInt8], dotEndsWrite: Bool = false) {
    isWritten = false
    self.dotEndsWrite = dotEndsWrite
    actions.append(.write(bytes))
  }

  /// Waits for the next answer. Of several waits at once only the last is told.
  mutating func wait() {
    if case .wait = actions.last { actions.removeLast() }
    actions.append(.wait(phase))
  }
}

/// A queue in an array. It is emptied again and again, so that its storage is used anew.
struct Queue<Element: Sendable>: Sendable {
  private var elements: [Element] = []
  private var head = 0

  var count: Int { elements.count - head }
  var isEmpty: Bool { count == 0 }
  var first: Element? { isEmpty ? nil : elements[head] }

  mutating func append(_ element: Element) {
    elements.append(element)
  }

  /// Puts back what was taken last.
  mutating func pushFirst(_ element: Element) {
    if head > 0 {
      head -= 1
      elements[head] = element
    } else {
      elements.insert(element, at: 0)
    }
  }

  mutating func popFirst() -> Element? {
    guard !isEmpty else { return nil }
    let element = elements[head]
    head += 1
    if head == elements.count { removeAll() }
    return element
  }

  mutating func removeAll() {
    elements.removeAll(keepingCapacity: true)
    head = 0
  }
}
