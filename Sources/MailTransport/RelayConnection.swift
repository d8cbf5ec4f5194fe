import Crypto
import Mail

/// One conversation over one wire: does what the conversation says, and tells it what happened.
final class RelayConnection {
  /// How far ``run(_:)`` goes.
  enum Halt {
    /// A message may be sent.
    case ready
    /// The connection is over; a failure is about the relay or the settings.
    case closed(DeliveryFailure?)
  }

  private let settings: RelaySettings
  private let patience: Patience
  private let watch: ((SMTPPhase) -> Void)?
  private var conversation: SMTPConversation
  private var wire: Wire?
  private var queue: [SMTPAction] = []
  private var deadline: Int64 = .max
  /// Whether bytes can still go out.
  private var isBroken = false
  /// Why it can't even be tried.
  private var obstacle: String?
  let openedAt: Int64
  private(set) var usedAt: Int64
  /// How many messages were begun on it.
  private(set) var begunCount = 0

  /// A connection that is not made yet.
  ///
  /// - Parameters:
  ///   - settings: Where to and how.
  ///   - surroundings: Clock, stop signal and randomness.
  ///   - watch: Told each phase that is waited in.
  init(
    _ settings: RelaySettings, _ surroundings: TransportSurroundings,
    watch: ((SMTPPhase) -> Void)?
  ) {
    self.settings = settings
    self.watch = watch
    patience = surroundings.patience
    var nonce = ""
    do throws(CryptoError) {
      nonce = Base64URL.encode(try surroundings.random.bytes(24))
    } catch {
      obstacle = error.description
    }
    conversation = SMTPConversation(settings.conversation, nonce: nonce)
    openedAt = patience.clock()
    usedAt = openedAt
  }

  var welcome: RelayWelcome {
    RelayWelcome(
      greeting: conversation.greeting, extensions: conversation.extensions,
      tlsVersion: wire?.secrecy, signedInBy: conversation.signedInBy)
  }

  // MARK: - From outside

  /// Connects, and goes on until a message may be sent.
  ///
  /// - Parameter sink: Where messages come from and outcomes go; none are asked for here.
  /// - Returns: Whether a message may be sent.
  func open(_ sink: some DeliverySink) -> Halt {
    if let obstacle {
      queue += conversation.handle(.failed(.notConnected(obstacle)))
      return run(sink)
    }
    do throws(TransportError) {
      watch?(.connecting)
      let socket = try Socket.connect(
        to: settings.host, port: settings.port, limits: settings.connect, patience)
      let wire = Wire(socket)
      self.wire = wire
      if settings.conversation.tls == .implicit { try secure(wire) }
      queue += conversation.handle(.connected)
    } catch {
      queue += conversation.handle(.failed(Self.loss(error, isConnected: wire != nil)))
    }
    return run(sink)
  }

  /// Sends a message, and what the sink has ready behind it, until a message may be sent again.
  func send(_ message: SMTPMessage, _ sink: some DeliverySink) -> Halt {
    begunCount += 1
    queue += conversation.handle(.send(message))
    return run(sink)
  }

  /// Sees whether the relay has closed the waiting connection, without waiting.
  ///
  /// - Returns: Whether it can still be used.
  func isAlive(_ sink: some DeliverySink) -> Bool {
    guard let wire, !isBroken else { return false }
    do throws(TransportError) {
      let bytes = try wire.receiveNow()
      if bytes.isEmpty { return true }
      // Whatever a relay says unasked, a goodbye most likely, ends the connection.
      queue += conversation.handle(.received(Array(bytes)))
    } catch {
      queue += conversation.handle(.failed(Self.loss(error, isConnected: true)))
    }
    if case .closed = run(sink, untilQuiet: true) { return false }
    return true
  }

  /// Says goodbye, and waits a moment for the answer unless all is to stop.
  func quit(_ sink: some DeliverySink) {
    queue += conversation.handle(.quit)
    _ = run(sink)
    wire?.close(until: patience.deadline(afterMilliseconds: 1_000))
  }

  // MARK: - Actions

  /// Performs actions and waits for the relay until a message may be sent or all is over.
  private func run(_ sink: some DeliverySink, untilQuiet: Bool = false) -> Halt {
    var index = 0
    while true {
      while index < queue.count {
        let action = queue[index]
        index += 1
        switch action {
        case .write(let bytes): write(bytes)
        case .startTLS: startTLS()
        case .markEndOfData(let id): mark(id, sink)
        case .outcome(let outcome): sink.record(outcome)
        case .ready:
          queue.removeFirst(index)
          usedAt = patience.clock()
          return .ready
        case .wait(let phase):
          watch?(phase)
          deadline = patience.deadline(afterMilliseconds: settings.timeoutMilliseconds(phase))
        case .close(let failure):
          queue.removeAll()
          return .closed(failure)
        }
      }
      queue.removeAll(keepingCapacity: true)
      index = 0
      if untilQuiet { return .ready }
      receive()
    }
  }

  private func write(_ bytes: [UInt8]) {
    guard let wire, !isBroken else { return }
    let until = patience.deadline(
      afterMilliseconds: settings.timeoutMilliseconds(conversation.phase))
    do throws(TransportError) {
      try wire.send(bytes, until: until)
      queue += conversation.handle(.written)
    } catch {
      isBroken = true
      // A relay that refuses in the middle says why before it closes.
      if let words = try? wire.receiveNow(), !words.isEmpty {
        queue += conversation.handle(.received(Array(words)))
      }
      queue += conversation.handle(.failed(Self.loss(error, isConnected: true)))
    }
  }

  private func receive() {
    guard let wire else { return }
    // Only an answer to the end of data says whether the relay has the message.
    let grace = conversation.phase == .endOfData ? settings.stopGraceMilliseconds : 0
    do throws(TransportError) {
      let bytes = try wire.receive(until: deadline, afterStop: grace)
      queue += conversation.handle(.received(Array(bytes)))
    } catch {
      queue += conversation.handle(.failed(Self.loss(error, isConnected: true)))
    }
  }

  private func startTLS() {
    guard let wire else { return }
    do throws(TransportError) {
      try secure(wire)
      queue += conversation.handle(.secured)
    } catch {
      isBroken = true
      queue += conversation.handle(.failed(Self.loss(error, isConnected: true)))
    }
  }

  private func secure(_ wire: Wire) throws(TransportError) {
    watch?(.handshake)
    try wire.startTLS(
      settings.tls, host: settings.host,
      until: patience.deadline(afterMilliseconds: settings.timeoutMilliseconds(.handshake)))
  }

  private func mark(_ id: Int64, _ sink: some DeliverySink) {
    // What came together with the consent to the text may have ended the conversation since.
    if conversation.phase == .idle { return }
    guard sink.markEndOfData(id) else {
      queue += conversation.handle(.unmarked)
      return
    }
    // After the stop signal the message is not begun to its end: without the dot the relay has nothing.
    if patience.stop.isStopped {
      queue += conversation.handle(.failed(.stopped))
      return
    }
    var next: SMTPMessage?
    if begunCount < settings.messagesMaximum, settings.conversation.overlapsMessages,
      conversation.extensions.pipelining
    {
      next = sink.nextMessage()
    }
    if next != nil { begunCount += 1 }
    queue += conversation.handle(.marked(next: next))
  }

  private static func loss(_ error: TransportError, isConnected: Bool) -> SMTPLoss {
    switch error {
    case .tls(.closedDuringHandshake), .closed: .closed
    case .tls(let problem): .tls(problem.description)
    case .broken: isConnected ? .reset : .notConnected(error.description)
    case .timedOut: .timedOut
    case .stopped: .stopped
    case .unresolved, .unreachable, .system: .notConnected(error.description)
    }
  }
}

/// What a connection needs of the client above it.
protocol DeliverySink: AnyObject {
  func nextMessage() -> SMTPMessage?
  /// - Returns: Whether the mark is durable.
  func markEndOfData(_ id: Int64) -> Bool
  func record(_ outcome: SMTPOutcome)
}
