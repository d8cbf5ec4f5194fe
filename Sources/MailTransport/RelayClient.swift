public import Mail

/// A connection to a relay that is made when it is needed, used again and again, and ended in time.
///
///     let client = RelayClient(settings, surroundings)
///     switch client.deliver(from: desk) {       // blocks; the desk hears of each message
///     case .drained: …                          // the connection waits for the next call
///     case .failed(let failure): …              // why, in words, and whom it is about
///     case .stopped: …
///     }
///     client.closeIfIdle()                      // now and then
///
/// For one thread at a time. A waiting connection that the relay has closed is replaced; a message that
/// such a connection was too dead to carry gets one try over a fresh one, and only that one counts.
public final class RelayClient: RelaySession {
  private let settings: RelaySettings
  private let surroundings: TransportSurroundings
  private let watch: ((SMTPPhase) -> Void)?
  private var connection: RelayConnection?

  /// A client that has not connected yet.
  ///
  /// - Parameters:
  ///   - settings: The relay.
  ///   - surroundings: Clock, stop signal and randomness.
  ///   - watch: Told each phase that is waited in, for who follows the conversation step by step.
  public init(
    _ settings: RelaySettings, _ surroundings: TransportSurroundings,
    watch: ((SMTPPhase) -> Void)? = nil
  ) {
    self.settings = settings
    self.surroundings = surroundings
    self.watch = watch
  }

  /// Connects and signs in, if that is not done yet.
  ///
  /// - Returns: What the relay says of itself.
  /// - Throws: ``Mail/DeliveryFailure``: why the relay can't be used.
  public func connect() throws(DeliveryFailure) -> RelayWelcome {
    try usable(Round(NoMessages())).welcome
  }

  /// Delivers what the desk has, one message after the other, until it has nothing more.
  ///
  /// - Parameter desk: Who has messages. Nothing is asked of it before the relay is ready.
  /// - Returns: How it ended. Each message that the desk gave has had its outcome.
  public func deliver(from desk: any DeliveryDesk) -> DeliveryEnd {
    let round = Round(desk)
    while true {
      if surroundings.stop.isStopped {
        round.giveBack()
        return .stopped
      }
      let connection: RelayConnection
      do throws(DeliveryFailure) {
        connection = try usable(round)
      } catch {
        round.giveBack()
        return surroundings.stop.isStopped ? .stopped : .failed(error)
      }
      // What deserved a fresh connection goes first.
      guard let message = round.takeAgain() ?? round.nextMessage() else { return .drained }
      if case .closed(let failure) = connection.send(message, round) {
        self.connection = nil
        if surroundings.stop.isStopped {
          round.giveBack()
          return .stopped
        }
        // Whatever is left over gets its fresh connection, in spite of how the last one ended.
        if round.hasAgain { continue }
        if let failure { return .failed(failure) }
        if round.couldNotMark { return .drained }
      }
    }
  }

  /// When ``closeIfIdle()`` will end the connection, by the clock; `nil` without one.
  public var idleDeadline: Int64? {
    connection.map { $0.usedAt + settings.idleMillisecondsMaximum }
  }

  /// Ends a connection that has waited too long, in order.
  public func closeIfIdle() {
    if let idleDeadline, surroundings.clock() >= idleDeadline { close() }
  }

  /// Ends the connection in order, if there is one.
  public func close() {
    guard let connection else { return }
    self.connection = nil
    let round = Round(NoMessages())
    if connection.isAlive(round) { connection.quit(round) }
  }

  /// A connection on which a message may be sent: the one that waits if it still can, or a fresh one.
  private func usable(_ round: Round) throws(DeliveryFailure) -> RelayConnection {
    if let connection {
      let now = surroundings.clock()
      let isWithinLimits =
        connection.begunCount < settings.messagesMaximum
        && now - connection.openedAt < settings.ageMillisecondsMaximum
        && now - connection.usedAt < settings.idleMillisecondsMaximum
      if isWithinLimits, connection.isAlive(round) { return connection }
      if isWithinLimits { self.connection = nil } else { close() }
    }
    let fresh = RelayConnection(settings, surroundings, watch: watch)
    switch fresh.open(round) {
    case .ready:
      connection = fresh
      return fresh
    case .closed(let reason?): throw reason
    case .closed(nil):
      throw .transient(DeliveryCause(.lost(.closed), in: .greeting, blame: .relay))
    }
  }
}

/// One call of `deliver`: remembers the messages that are under way, to send them again once.
private final class Round: DeliverySink {
  private let desk: any DeliveryDesk
  private var underWay: [SMTPMessage] = []
  private var again: [(message: SMTPMessage, outcome: SMTPOutcome)] = []
  private var hadSecondTry: Set<Int64> = []
  private(set) var couldNotMark = false

  init(_ desk: any DeliveryDesk) {
    self.desk = desk
  }

  var hasAgain: Bool { !again.isEmpty }

  func takeAgain() -> SMTPMessage? {
    guard !again.isEmpty else { return nil }
    let message = again.removeFirst().message
    hadSecondTry.insert(message.id)
    underWay.append(message)
    return message
  }

  /// Tells the outcomes of what gets no second try after all.
  func giveBack() {
    for (_, outcome) in again { desk.record(outcome) }
    again = []
  }

  func nextMessage() -> SMTPMessage? {
    if let message = takeAgain() { return message }
    guard !couldNotMark, let message = desk.nextMessage() else { return nil }
    underWay.append(message)
    return message
  }

  func markEndOfData(_ id: Int64) -> Bool {
    do {
      try desk.markEndOfData(id)
      return true
    } catch {
      couldNotMark = true
      return false
    }
  }

  func record(_ outcome: SMTPOutcome) {
    guard let index = underWay.firstIndex(where: { $0.id == outcome.id }) else {
      return desk.record(outcome)
    }
    let message = underWay.remove(at: index)
    if outcome.deservesFreshConnection, !hadSecondTry.contains(outcome.id) {
      again.append((message, outcome))
    } else {
      desk.record(outcome)
    }
  }
}

/// A desk for connections that carry no message.
private final class NoMessages: DeliveryDesk {
  func nextMessage() -> SMTPMessage? { nil }
  func markEndOfData(_ id: Int64) {}
  func record(_ outcome: SMTPOutcome) {}
}
